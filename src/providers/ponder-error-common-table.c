/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What errors mean wherever they come from: gateways pass on the words of the servers behind them. */

#include "config.h"

#include "ponder-error-tables-private.h"

#include <string.h>

/* "Limit 30000, Requested 31000": a single request that can never pass, however long one waits. */
static gboolean
asks_past_limit (const PonderErrorAnswer *answer)
{
  const char *limit = strstr (answer->words, "limit ");
  const char *requested = strstr (answer->words, "requested ");

  return limit != NULL && requested != NULL
         && g_ascii_strtoull (requested + strlen ("requested "), NULL, 10)
              > g_ascii_strtoull (limit + strlen ("limit "), NULL, 10);
}

static gboolean
asks_a_model (const PonderErrorAnswer *answer)
{
  return answer->model != NULL;
}

static gboolean
is_page (const PonderErrorAnswer *answer)
{
  return answer->body->html;
}

#define C(category) PONDER_ERROR_##category
#define WRONG_ADDRESS .cause = PONDER_CAUSE_ADDRESS

static const PonderErrorRule rules[] = {
  /* The way to the server. */
  { C (NETWORK), 407, 407, .cause = PONDER_CAUSE_PROXY_LOGIN, .final = TRUE },
  { C (NETWORK), 511, 511, .cause = PONDER_CAUSE_SIGN_IN, .final = TRUE },
  { C (NETWORK), 200, 299, .test = is_page, .cause = PONDER_CAUSE_PAGE, .final = TRUE },
  { C (NETWORK), 400, 400, .text = "http request was sent to https port", .cause = PONDER_CAUSE_TLS_SERVER,
    .final = TRUE },                                                 /* nginx */
  { C (NETWORK), 400, 400, .text = "http request to an https server", .cause = PONDER_CAUSE_TLS_SERVER,
    .final = TRUE },                                                 /* Go */

  /* Too long, whatever status it comes with. */
  { C (CONTEXT_LENGTH), .name = "context_length_exceeded" },
  { C (CONTEXT_LENGTH), .name = "model_context_window_exceeded" },
  { C (CONTEXT_LENGTH), .text = "maximum context length" },
  { C (CONTEXT_LENGTH), .text = "context window" },
  { C (CONTEXT_LENGTH), .text = "context size" },
  { C (CONTEXT_LENGTH), .text = "context length" },
  { C (CONTEXT_LENGTH), .text = "prompt is too long" },
  { C (CONTEXT_LENGTH), .text = "input is too long" },
  { C (CONTEXT_LENGTH), .text = "reduce the length of the messages" },  /* Groq, Cerebras */
  { C (CONTEXT_LENGTH), .text = "request too large for", .test = asks_past_limit },

  /* No money: waiting does not help. */
  { C (BILLING), 402, 402 },
  { C (BILLING), .name = "insufficient_quota*" },
  { C (BILLING), .name = "payment_required" },
  { C (BILLING), .text = "insufficient balance" },
  { C (BILLING), .text = "spend limit" },

  { C (CONTENT_FILTER), .name = "content_filter" },
  { C (CONTENT_FILTER), .name = "content_policy_violation" },

  { C (AUTHENTICATION), 401, 401 },
  { C (AUTHENTICATION), .name = "invalid_api_key" },
  { C (AUTHENTICATION), .name = "authentication_error" },
  { C (AUTHENTICATION), .text = "invalid api key" },

  { C (INVALID_REQUEST), 404, 404, .text = "invalid url", WRONG_ADDRESS },
  { C (INVALID_REQUEST), 404, 404, .test = is_page, WRONG_ADDRESS },
  { C (MODEL_NOT_FOUND), .name = "model_not_found" },
  { C (MODEL_NOT_FOUND), .text = "does not exist or you do not have access" },
  { C (MODEL_NOT_FOUND), 404, 404, .text = "model", .test = asks_a_model },
  { C (INVALID_REQUEST), 404, 404, WRONG_ADDRESS },

  { C (PERMISSION), 403, 403 },
  { C (PERMISSION), .name = "permission_denied" },
  { C (PERMISSION), .name = "permission_error" },

  { C (RATE_LIMIT), 429, 429 },
  { C (RATE_LIMIT), .name = "rate_limit*" },
  { C (RATE_LIMIT), .name = "throttling*" },
  { C (RATE_LIMIT), .name = "resource_exhausted" },

  { C (TIMEOUT), 408, 408 },
  { C (TIMEOUT), 504, 504 },
  { C (TIMEOUT), 524, 524 },
  { C (TIMEOUT), .name = "deadline_exceeded" },
  { C (TIMEOUT), .name = "timeout_error" },

  { C (INVALID_REQUEST), 501, 501 },
  { C (SERVER), 500, 599 },
  { C (SERVER), .name = "api_error" },
  { C (SERVER), .name = "server_error" },
  { C (SERVER), .name = "service_unavailable*" },
  { C (SERVER), .name = "unavailable*" },
  { C (SERVER), .name = "internal*" },
  { C (SERVER), .name = "provider_*" },                              /* OpenRouter */

  { C (CANCELLED), 499, 499 },
  { C (INVALID_REQUEST), 400, 400 },
  { C (INVALID_REQUEST), 405, 405 },
  { C (INVALID_REQUEST), 413, 413 },
  { C (INVALID_REQUEST), 415, 415 },
  { C (INVALID_REQUEST), 422, 422 },
  { C (INVALID_REQUEST), .name = "invalid_request_error" },
  { C (INVALID_REQUEST), .name = "invalid_argument" },
};

#undef C
#undef WRONG_ADDRESS

const PonderErrorTable ponder_error_common_table = {
  .rules = rules,
  .n_rules = G_N_ELEMENTS (rules),
};
