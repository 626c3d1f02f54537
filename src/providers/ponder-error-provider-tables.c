/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What single providers mean by their errors where it is not what all mean. */

#include "config.h"

#include "ponder-error-tables-private.h"

#define C(category) PONDER_ERROR_##category

static const PonderErrorRule openai_rules[] = {
  { C (BILLING), .name = "billing_hard_limit_reached" },
  { C (BILLING), .name = "billing_not_active" },
  { C (BILLING), .name = "credit_balance_exhausted" },
  { C (BILLING), .name = "organization_spend_limit_exceeded" },
  { C (BILLING), .name = "organization_usage_limit_exceeded" },
  { C (BILLING), .name = "project_spend_limit_exceeded" },
  { C (CONTENT_FILTER), .name = "bio_policy" },
  { C (PERMISSION), .name = "unsupported_country_region_territory" },
  { C (RATE_LIMIT), .name = "slow_down" },
  { C (SERVER), .name = "server_is_overloaded" },
};

static const PonderErrorRule azure_rules[] = {
  { C (CONTENT_FILTER), .name = "responsibleaipolicyviolation" },
  { C (MODEL_NOT_FOUND), .name = "deploymentnotfound" },
};

static const PonderErrorRule anthropic_rules[] = {
  { C (BILLING), .name = "billing_error" },
  { C (BILLING), .text = "credit balance is too low" },
  { C (CONTENT_FILTER), .text = "content filtering policy" },
  { C (SERVER), .name = "overloaded_error" },
};

static const PonderErrorRule gemini_rules[] = {
  { C (CONTEXT_LENGTH), .text = "input token count", .also = "exceeds the maximum" },
  /* The message is the same for both: only the name of the quota tells a day from a minute. */
  { C (BILLING), 429, 429, .text = "perday" },
  /* Status 400. */
  { C (AUTHENTICATION), .name = "api_key_invalid" },
  { C (AUTHENTICATION), .text = "api key not valid" },
  { C (PERMISSION), .name = "service_disabled" },
  { C (PERMISSION), .text = "location is not supported" },
  { C (PERMISSION), .text = "not available in your country" },
};

static const PonderErrorRule openrouter_rules[] = {
  { C (CONTEXT_LENGTH), .name = "token_limit_exceeded" },
  /* Among the statuses 402 the one that passes, with the requests under way. */
  { C (RATE_LIMIT), 402, 402, .name = "openrouter_in_flight_budget" },
  { C (BILLING), 403, 403, .text = "key limit exceeded" },
  { C (CONTENT_FILTER), .name = "moderation*" },
  { C (CONTENT_FILTER), .name = "refusal" },
  { C (MODEL_NOT_FOUND), .text = "no endpoints found" },
  /* Status 400. */
  { C (MODEL_NOT_FOUND), .text = "not a valid model id" },
};

static const PonderErrorRule deepseek_rules[] = {
  /* Status 400. */
  { C (MODEL_NOT_FOUND), .text = "model not exist" },
  { C (SERVER), .name = "insufficient_system_resource" },
};

static const PonderErrorRule dashscope_rules[] = {
  { C (CONTEXT_LENGTH), .text = "range of input length should be" },
  { C (BILLING), .name = "arrearage" },
  { C (BILLING), .text = "freetieronly" },
  { C (BILLING), .text = "free quota", .also = "exhausted" },
  /* A limit per minute is called a quota here. */
  { C (RATE_LIMIT), .name = "insufficient_quota", .only_here = TRUE },
  { C (RATE_LIMIT), .text = "throttling.allocationquota" },
  { C (CONTENT_FILTER), .name = "data_inspection_failed" },
  { C (CONTENT_FILTER), .name = "datainspectionfailed" },
  { C (AUTHENTICATION), .name = "invalidapikey" },
  { C (MODEL_NOT_FOUND), .name = "modelnotfound" },
};

static const PonderErrorRule kimi_rules[] = {
  { C (CONTEXT_LENGTH), .text = "exceeded model token limit" },
  /* Its third 429, rate_limit_reached_error, means what it says. */
  { C (BILLING), .name = "exceeded_current_quota_error" },
  { C (SERVER), .name = "engine_overloaded_error" },
  /* A 403 can be an account without money. */
  { C (BILLING), 403, 403, .text = "balance", .only_here = TRUE },
  { C (BILLING), 403, 403, .text = "billing", .only_here = TRUE },
  { C (BILLING), 403, 403, .text = "inactive", .only_here = TRUE },
  { C (BILLING), 403, 403, .text = "not active", .only_here = TRUE },
  { C (BILLING), 403, 403, .text = "quota", .only_here = TRUE },
  { C (BILLING), 403, 403, .text = "recharge", .only_here = TRUE },
  { C (BILLING), 403, 403, .text = "suspended", .only_here = TRUE },
  { C (AUTHENTICATION), .name = "incorrect_api_key_error" },
  { C (AUTHENTICATION), .name = "invalid_authentication_error" },
};

static const PonderErrorRule groq_rules[] = {
  /* Larger than what a minute allows: no minute lets it pass. */
  { C (CONTEXT_LENGTH), 413, 413, .text = "tokens per minute" },
  { C (RATE_LIMIT), 498, 498 },
};

static const PonderErrorRule cerebras_rules[] = {
  { C (SERVER), .name = "queue_exceeded" },
};

static const PonderErrorRule mistral_rules[] = {
  { C (CONTEXT_LENGTH), .text = "too large for model with" },
  /* Status 400. */
  { C (MODEL_NOT_FOUND), .name = "invalid_model" },
  /* Status 429. */
  { C (SERVER), .text = "service tier capacity exceeded" },
};

static const PonderErrorRule xai_rules[] = {
  { C (CONTEXT_LENGTH), .text = "maximum prompt length" },
  { C (BILLING), 403, 429, .text = "any credits" },
  { C (BILLING), 403, 429, .text = "used all available credits" },
  /* Status 400. */
  { C (AUTHENTICATION), .text = "incorrect api key" },
  /* Status 200. */
  { C (SERVER), .text = "service is currently unavailable" },
};

static const PonderErrorRule bedrock_rules[] = {
  { C (CONTEXT_LENGTH), .text = "input tokens exceeded" },
  /* Throttling comes as 503 too. */
  { C (RATE_LIMIT), .name = "throttlingexception*" },
  { C (RATE_LIMIT), 503, 503, .text = "throttl" },
  { C (RATE_LIMIT), 503, 503, .text = "too many requests" },
  { C (RATE_LIMIT), 503, 503, .text = "too many tokens", .only_here = TRUE },
  { C (AUTHENTICATION), 403, 403, .text = "security token" },
  { C (MODEL_NOT_FOUND), 400, 400, .text = "model identifier is invalid" },
};

static const PonderErrorRule cohere_rules[] = {
  { C (CONTEXT_LENGTH), .text = "too many tokens", .also = "limit for this model" },
};

static const PonderErrorRule perplexity_rules[] = {
  { C (CONTEXT_LENGTH), .text = "all messages is too long" },
};

static const PonderErrorRule ollama_rules[] = {
  { C (MODEL_NOT_FOUND), .text = "model '", .also = "not found" },
  /* Memory does not grow by waiting. */
  { C (SERVER), 500, 500, .text = "requires more system memory", .final = TRUE },
};

static const PonderErrorRule lm_studio_rules[] = {
  { C (CONTEXT_LENGTH), .text = "context the overflows" },
  { C (INVALID_REQUEST), .text = "unexpected endpoint or method", .cause = PONDER_CAUSE_ADDRESS },
  { C (MODEL_NOT_FOUND), .text = "no models loaded" },
};

static const PonderErrorRule llama_cpp_rules[] = {
  { C (CONTEXT_LENGTH), .name = "exceed_context_size_error" },
  { C (SERVER), .text = "loading model", .cause = PONDER_CAUSE_LOADING },
};

#undef C

#define RULES(name) .rules = name, .n_rules = G_N_ELEMENTS (name)

const PonderErrorTable ponder_error_provider_tables[] = {
  { "openai", { "openai" }, { "api.openai.com" }, { "openai-responses" }, RULES (openai_rules) },
  { "azure", { "azure" }, { "openai.azure.com", "cognitiveservices.azure.com", "services.ai.azure.com" },
    RULES (azure_rules) },
  { "anthropic", { "anthropic" }, { "anthropic.com" }, { "anthropic" }, RULES (anthropic_rules) },
  { "gemini", { "gemini" }, { "generativelanguage.googleapis.com", "aiplatform.googleapis.com" }, { "gemini" },
    RULES (gemini_rules) },
  { "openrouter", { "openrouter" }, { "openrouter.ai" }, RULES (openrouter_rules) },
  { "deepseek", { "deepseek" }, { "deepseek.com" }, RULES (deepseek_rules) },
  { "dashscope", { "dashscope" }, { "aliyuncs.com" }, RULES (dashscope_rules) },
  { "kimi", { "kimi", "moonshot" }, { "moonshot.cn", "moonshot.ai", "kimi.com", "kimi.ai" }, RULES (kimi_rules) },
  { "groq", { "groq" }, { "groq.com" }, RULES (groq_rules) },
  { "cerebras", { "cerebras" }, { "cerebras.ai" }, RULES (cerebras_rules) },
  { "mistral", { "mistral" }, { "mistral.ai" }, RULES (mistral_rules) },
  { "xai", { "xai" }, { "x.ai" }, RULES (xai_rules) },
  { "bedrock", { "bedrock" }, { "amazonaws.com" }, RULES (bedrock_rules) },
  { "cohere", { "cohere" }, { "cohere.com", "cohere.ai" }, RULES (cohere_rules) },
  { "perplexity", { "perplexity" }, { "perplexity.ai" }, RULES (perplexity_rules) },
  { "ollama", { "ollama" }, { "ollama.com" }, { "ollama" }, RULES (ollama_rules) },
  { "lm-studio", { "lm-studio" }, RULES (lm_studio_rules) },
  { "llama-cpp", { "llama-cpp" }, RULES (llama_cpp_rules) },
  { "vllm", { "vllm" } },
  { NULL },
};
