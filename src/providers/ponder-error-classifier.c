/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An answer that is none -> a fault with category, retry hint and the server's own words. */

#include "config.h"

#include "ponder-error-classifier.h"

#include "ponder-error-body.h"
#include "ponder-provider-config.h"
#include "ponder-redact.h"
#include "ponder-retry-hint.h"

#include <glib/gi18n.h>
#include <string.h>

/* Characters; the rest of a longer text would not be read by anybody. */
#define DETAILS_LIMIT 500

typedef enum
{
  RETRY_AS_USUAL,
  RETRY_NO,
  RETRY_YES,
} Retry;

/* What the rules look at. */
typedef struct
{
  guint                  status;
  const char            *model;
  const PonderErrorBody *body;
  const char            *words;       /* names and message in lower case */
  const char            *family;      /* of servers with meanings of their own, or NULL */
} Answer;

/* Everything that is set must hold. */
typedef struct
{
  PonderErrorCode  category;
  guint            min;               /* HTTP status, both ends included */
  guint            max;
  const char      *name;              /* a code, type or reason; '*' at its end: a beginning */
  const char      *text;              /* words anywhere */
  const char      *also;
  const char      *family;
  gboolean       (*test) (const Answer *answer);
  const char      *message;           /* our own, where a category's title says too little */
  Retry            retry;
} Rule;

/* "Limit 30000, Requested 31000": a single request that can never pass, however long one waits. */
static gboolean
asks_past_limit (const Answer *answer)
{
  const char *limit = strstr (answer->words, "limit ");
  const char *requested = strstr (answer->words, "requested ");

  return limit != NULL && requested != NULL
         && g_ascii_strtoull (requested + strlen ("requested "), NULL, 10)
              > g_ascii_strtoull (limit + strlen ("limit "), NULL, 10);
}

static gboolean
asks_a_model (const Answer *answer)
{
  return answer->model != NULL;
}

static gboolean
is_page (const Answer *answer)
{
  return answer->body->html;
}

#define C(category) PONDER_ERROR_##category
#define WRONG_ADDRESS N_("Nothing answers at this address. Check the address of the server.")

/* The first that holds decides. */
static const Rule rules[] = {
  /* The way to the server. */
  { C (NETWORK), 407, 407, .retry = RETRY_NO,
    .message = N_("The proxy wants a user name and a password") },
  { C (NETWORK), 511, 511, .message = N_("Sign in to the network first"), .retry = RETRY_NO },
  { C (NETWORK), 200, 299, .test = is_page, .retry = RETRY_NO,
    .message = N_("A web page came instead of an answer. "
                  "Check the address, or sign in to the network.") },

  /* Too long, whatever status it comes with. */
  { C (CONTEXT_LENGTH), .name = "context_length_exceeded" },
  { C (CONTEXT_LENGTH), .name = "exceed_context_size_error" },
  { C (CONTEXT_LENGTH), .name = "token_limit_exceeded" },
  { C (CONTEXT_LENGTH), .name = "model_context_window_exceeded" },
  { C (CONTEXT_LENGTH), .text = "maximum context length" },
  { C (CONTEXT_LENGTH), .text = "context window" },
  { C (CONTEXT_LENGTH), .text = "context size" },
  { C (CONTEXT_LENGTH), .text = "context length" },
  { C (CONTEXT_LENGTH), .text = "prompt is too long" },
  { C (CONTEXT_LENGTH), .text = "input is too long" },
  { C (CONTEXT_LENGTH), .text = "maximum prompt length" },           /* xAI */
  { C (CONTEXT_LENGTH), .text = "exceeded model token limit" },      /* Kimi */
  { C (CONTEXT_LENGTH), .text = "input token count", .also = "exceeds the maximum" }, /* Gemini */
  { C (CONTEXT_LENGTH), .text = "range of input length should be" },  /* DashScope */
  { C (CONTEXT_LENGTH), .text = "reduce the length of the messages" },  /* Groq, Cerebras */
  { C (CONTEXT_LENGTH), .text = "too large for model with" },        /* Mistral */
  { C (CONTEXT_LENGTH), .text = "context the overflows" },           /* LM Studio */
  { C (CONTEXT_LENGTH), .text = "all messages is too long" },        /* Perplexity */
  { C (CONTEXT_LENGTH), .text = "too many tokens", .also = "limit for this model" },  /* Cohere */
  { C (CONTEXT_LENGTH), .text = "request too large for", .test = asks_past_limit },

  /* No money. Quota words mean that too, except where they are a limit per minute. */
  { C (BILLING), .name = "arrearage" },
  { C (BILLING), .text = "freetieronly" },
  { C (BILLING), .text = "free quota", .also = "exhausted" },
  { C (RATE_LIMIT), .name = "insufficient_quota", .family = "dashscope" },
  { C (RATE_LIMIT), .text = "allocationquota", .family = "dashscope" },
  { C (BILLING), 402, 402, .name = "openrouter_in_flight_budget", .retry = RETRY_YES },
  { C (BILLING), 402, 402 },
  { C (BILLING), .name = "insufficient_quota*" },
  { C (BILLING), .name = "credit_balance_exhausted" },
  { C (BILLING), .name = "billing_hard_limit_reached" },
  { C (BILLING), .name = "organization_spend_limit_exceeded" },
  { C (BILLING), .name = "project_spend_limit_exceeded" },
  { C (BILLING), .name = "organization_usage_limit_exceeded" },
  { C (BILLING), .name = "exceeded_current_quota_error" },           /* Kimi */
  { C (BILLING), .name = "billing_error" },
  { C (BILLING), .name = "payment_required" },
  { C (BILLING), .text = "credit balance is too low" },
  { C (BILLING), .text = "spend limit" },
  { C (BILLING), .text = "insufficient balance" },
  { C (BILLING), 429, 429, .text = "perday" },                       /* Gemini */

  { C (CONTENT_FILTER), .name = "content_filter" },
  { C (CONTENT_FILTER), .name = "content_policy_violation" },
  { C (CONTENT_FILTER), .name = "moderation*" },
  { C (CONTENT_FILTER), .name = "refusal" },
  { C (CONTENT_FILTER), .name = "bio_policy" },
  { C (CONTENT_FILTER), .name = "data_inspection_failed" },          /* DashScope */
  { C (CONTENT_FILTER), .name = "datainspectionfailed" },
  { C (CONTENT_FILTER), .name = "responsibleaipolicyviolation" },    /* Azure */

  { C (AUTHENTICATION), 401, 401 },
  { C (AUTHENTICATION), .name = "api_key_invalid" },                 /* Gemini: status 400 */
  { C (AUTHENTICATION), .name = "invalid_api_key" },
  { C (AUTHENTICATION), .name = "invalidapikey" },
  { C (AUTHENTICATION), .name = "authentication_error" },
  { C (AUTHENTICATION), .name = "invalid_authentication_error" },
  { C (AUTHENTICATION), .text = "api key not valid" },
  { C (AUTHENTICATION), .text = "incorrect api key" },               /* xAI: status 400 */
  { C (AUTHENTICATION), .text = "invalid api key" },

  { C (INVALID_REQUEST), 404, 404, .text = "invalid url", .message = WRONG_ADDRESS },
  { C (INVALID_REQUEST), 404, 404, .test = is_page, .message = WRONG_ADDRESS },
  { C (MODEL_NOT_FOUND), .name = "model_not_found" },
  { C (MODEL_NOT_FOUND), .name = "modelnotfound" },
  { C (MODEL_NOT_FOUND), .name = "deploymentnotfound" },
  { C (MODEL_NOT_FOUND), .name = "invalid_model" },                  /* Mistral: status 400 */
  { C (MODEL_NOT_FOUND), .text = "does not exist or you do not have access" },
  { C (MODEL_NOT_FOUND), .text = "model not exist" },                /* DeepSeek: status 400 */
  { C (MODEL_NOT_FOUND), .text = "not a valid model id" },           /* OpenRouter: status 400 */
  { C (MODEL_NOT_FOUND), .text = "no endpoints found" },
  { C (MODEL_NOT_FOUND), .text = "no models loaded" },               /* LM Studio */
  { C (MODEL_NOT_FOUND), .text = "model '", .also = "not found" },   /* Ollama */
  { C (MODEL_NOT_FOUND), 404, 404, .text = "model", .test = asks_a_model },
  { C (INVALID_REQUEST), 404, 404, .message = WRONG_ADDRESS },

  { C (PERMISSION), 403, 403 },
  { C (PERMISSION), .name = "permission_denied" },
  { C (PERMISSION), .name = "permission_error" },
  { C (PERMISSION), .name = "service_disabled" },
  { C (PERMISSION), .name = "unsupported_country_region_territory" },
  { C (PERMISSION), .text = "not available in your country" },
  { C (PERMISSION), .text = "location is not supported" },

  /* Two that come as 429 and mean that the server is full. */
  { C (SERVER), .name = "engine_overloaded_error" },                 /* Kimi */
  { C (SERVER), .text = "service tier capacity exceeded" },          /* Mistral */
  { C (RATE_LIMIT), 429, 429 },
  { C (RATE_LIMIT), 498, 498 },                                      /* Groq */
  { C (RATE_LIMIT), .name = "rate_limit*" },
  { C (RATE_LIMIT), .name = "slow_down" },
  { C (RATE_LIMIT), .name = "throttling*" },
  { C (RATE_LIMIT), .name = "resource_exhausted" },

  { C (TIMEOUT), 408, 408 },
  { C (TIMEOUT), 504, 504 },
  { C (TIMEOUT), 524, 524 },
  { C (TIMEOUT), .name = "deadline_exceeded" },
  { C (TIMEOUT), .name = "timeout_error" },

  { C (INVALID_REQUEST), 501, 501 },
  { C (SERVER), .text = "loading model", .message = N_("The model is still being loaded") },
  { C (SERVER), 500, 599 },
  { C (SERVER), .name = "api_error" },
  { C (SERVER), .name = "server_error" },
  { C (SERVER), .name = "server_is_overloaded" },
  { C (SERVER), .name = "overloaded_error" },
  { C (SERVER), .name = "service_unavailable*" },
  { C (SERVER), .name = "unavailable*" },
  { C (SERVER), .name = "internal*" },
  { C (SERVER), .name = "provider_*" },                              /* OpenRouter */
  { C (SERVER), .name = "insufficient_system_resource" },            /* DeepSeek */
  { C (SERVER), .text = "service is currently unavailable" },        /* xAI */

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

static gboolean
holds (const Rule   *rule,
       const Answer *answer)
{
  return (rule->min == 0 || (answer->status >= rule->min && answer->status <= rule->max))
         && (rule->family == NULL || g_strcmp0 (rule->family, answer->family) == 0)
         && (rule->name == NULL || ponder_error_body_has_name (answer->body, rule->name))
         && (rule->text == NULL || strstr (answer->words, rule->text) != NULL)
         && (rule->also == NULL || strstr (answer->words, rule->also) != NULL)
         && (rule->test == NULL || rule->test (answer));
}

static const Rule *
find_rule (const Answer *answer)
{
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      if (holds (&rules[i], answer))
        return &rules[i];
    }
  return NULL;
}

/* Alibaba's servers call a limit per minute a quota; they are known by preset or by address. */
static const char *
get_family (PonderProviderConfig *provider)
{
  const char *preset = ponder_provider_config_get_preset (provider);
  const char *base_url = ponder_provider_config_get_base_url (provider);

  if (g_strcmp0 (preset, "dashscope") == 0
      || (base_url != NULL && strstr (base_url, ".aliyuncs.com") != NULL))
    return "dashscope";
  return NULL;
}

/* "api.openai.com:443", or the path of a socket. */
static char *
dup_host (PonderProviderConfig *provider)
{
  const char *base_url = ponder_provider_config_get_base_url (provider);
  g_autoptr(GUri) uri = base_url != NULL ? g_uri_parse (base_url, G_URI_FLAGS_NONE, NULL) : NULL;
  int port;

  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return NULL;
  if (g_uri_get_host (uri)[0] == '/')
    return g_strdup (g_uri_get_host (uri));
  if ((port = g_uri_get_port (uri)) < 0)
    port = g_strcmp0 (g_uri_get_scheme (uri), "https") == 0 ? 443 : 80;
  return g_strdup_printf ("%s:%d", g_uri_get_host (uri), port);
}

static gboolean
is_retryable (PonderErrorCode category)
{
  return category == PONDER_ERROR_NETWORK || category == PONDER_ERROR_RATE_LIMIT
         || category == PONDER_ERROR_SERVER || category == PONDER_ERROR_TIMEOUT;
}

static void
set_category (PonderFault     *fault,
              PonderErrorCode  category,
              Retry            retry)
{
  fault->category = category;
  fault->retryable = retry == RETRY_AS_USUAL ? is_retryable (category) : retry == RETRY_YES;
}

static void
set_message (PonderFault *fault,
             const char  *message)
{
  g_free (fault->message);
  fault->message = g_strdup (message);
}

static void
set_details (PonderFault *fault,
             const char  *text,
             const char  *key)
{
  g_autofree char *redacted = text != NULL ? ponder_redact (text, key) : NULL;

  g_clear_pointer (&fault->details, g_free);
  if (redacted == NULL || *redacted == '\0')
    return;
  fault->details = g_utf8_strlen (redacted, -1) > DETAILS_LIMIT
                   ? g_utf8_substring (redacted, 0, DETAILS_LIMIT)
                   : g_steal_pointer (&redacted);
}

static char *
dup_words (const PonderErrorBody *body)
{
  g_autofree char *all = g_strconcat (body->names->str, body->message, NULL);

  return g_ascii_strdown (all, -1);
}

/* Finds the rule; what no rule knows is @otherwise. */
static void
apply_rules (PonderFault           *fault,
             PonderProviderConfig  *provider,
             guint                  status,
             const PonderErrorBody *body,
             PonderErrorCode        otherwise)
{
  g_autofree char *words = dup_words (body);
  const Answer answer = { status, fault->model, body, words, get_family (provider) };
  const Rule *rule = find_rule (&answer);

  set_category (fault, rule != NULL ? rule->category : otherwise,
                rule != NULL ? rule->retry : RETRY_AS_USUAL);
  if (rule != NULL && rule->message != NULL)
    set_message (fault, _(rule->message));
}

static void
set_retry_after (PonderFault           *fault,
                 const PonderErrorBody *body,
                 PonderHeaderFunc       header,
                 gpointer               header_data)
{
  double now = g_get_real_time () / 1e6;

  if (header != NULL)
    fault->retry_after = ponder_retry_hint_from_headers (header, header_data, now);
  if (fault->retry_after < 0)
    fault->retry_after = ponder_retry_hint_from_value (body->retry_after, now);
  if (fault->retry_after < 0)
    fault->retry_after = ponder_retry_hint_from_text (body->message);
}

static void
set_request_id (PonderFault           *fault,
                const PonderErrorBody *body,
                PonderHeaderFunc       header,
                gpointer               header_data)
{
  static const char *const names[] = { "x-request-id", "request-id", "x-generation-id" };

  for (guint i = 0; header != NULL && fault->request_id == NULL && i < G_N_ELEMENTS (names); i++)
    fault->request_id = g_strdup (header (header_data, names[i]));
  if (fault->request_id == NULL)
    fault->request_id = g_strdup (body->request_id);
}

/* Where a redirect wants to lead: following it could carry the key to somebody else. */
static void
set_redirect (PonderFault      *fault,
              PonderHeaderFunc  header,
              gpointer          header_data)
{
  const char *location = header != NULL ? header (header_data, "location") : NULL;
  g_autoptr(GUri) uri = location != NULL ? g_uri_parse (location, G_URI_FLAGS_NONE, NULL) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  set_category (fault, PONDER_ERROR_INVALID_REQUEST, RETRY_NO);
  g_clear_pointer (&fault->message, g_free);
  /* Translators: %s is the name of a host, such as “api.example.com”. */
  fault->message = g_strdup_printf (_("The server sends on to %s. Check its address."),
                                    host != NULL ? host : _("another address"));
}

PonderFault *
ponder_error_new_fault (PonderProviderConfig *provider,
                        const char           *model,
                        const char           *operation,
                        PonderErrorCode       category)
{
  PonderFault *fault;

  g_return_val_if_fail (PONDER_IS_PROVIDER_CONFIG (provider), NULL);
  g_return_val_if_fail (operation != NULL, NULL);

  fault = ponder_fault_new (category, operation);
  fault->provider = g_strdup (ponder_provider_config_get_id (provider));
  fault->model = g_strdup (model);
  fault->host = dup_host (provider);
  fault->local = ponder_provider_config_is_local (provider);
  fault->retryable = is_retryable (category);
  fault->retry_after = -1;
  return fault;
}

PonderFault *
ponder_error_classify (PonderProviderConfig *provider,
                       const char           *model,
                       const char           *operation,
                       guint                 status,
                       PonderHeaderFunc      header,
                       gpointer              header_data,
                       GBytes               *body,
                       const char           *key)
{
  PonderFault *fault = ponder_error_new_fault (provider, model, operation, PONDER_ERROR_UNKNOWN);
  g_autoptr(PonderErrorBody) said = NULL;
  const char *should_retry = header != NULL ? header (header_data, "x-should-retry") : NULL;
  gsize length = 0;
  const char *data = body != NULL ? g_bytes_get_data (body, &length) : NULL;

  said = ponder_error_body_new (data, length);
  fault->status = status / 100 == 2 && said->status != 0 ? said->status : status;
  apply_rules (fault, provider, fault->status, said,
               status / 100 == 2 ? PONDER_ERROR_SERVER : PONDER_ERROR_UNKNOWN);
  if (status / 100 == 3)
    set_redirect (fault, header, header_data);
  if (should_retry != NULL)
    fault->retryable = g_ascii_strcasecmp (should_retry, "true") == 0;
  set_retry_after (fault, said, header, header_data);
  set_request_id (fault, said, header, header_data);
  set_details (fault, said->message, key);
  return fault;
}

PonderFault *
ponder_error_classify_frame (PonderProviderConfig *provider,
                             const char           *model,
                             const char           *operation,
                             const char           *frame)
{
  PonderFault *fault = ponder_error_new_fault (provider, model, operation, PONDER_ERROR_SERVER);
  g_autoptr(PonderErrorBody) said = ponder_error_body_new (frame, strlen (frame));

  fault->status = said->status;
  apply_rules (fault, provider, said->status, said, PONDER_ERROR_SERVER);
  set_retry_after (fault, said, NULL, NULL);
  set_request_id (fault, said, NULL, NULL);
  set_details (fault, said->message, NULL);
  return fault;
}

static gboolean
is_connection_cut (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE);
}

/* NULL when the title of the category says it all. */
static const char *
get_transport_message (const GError *error)
{
  if (g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE))
    return _("The name of the server could not be looked up. You may be offline.");
  if (error->domain == G_RESOLVER_ERROR)
    return _("There is no server of this name. Check the address.");
  if (error->domain == G_TLS_ERROR && error->code != G_TLS_ERROR_BAD_CERTIFICATE)
    return _("No secure connection came about. "
             "Check whether the address begins with https:// or http://.");
  if (is_connection_cut (error))
    return _("The server closed the connection");
  return NULL;
}

PonderFault *
ponder_error_classify_transport (PonderProviderConfig *provider,
                                 const char           *model,
                                 const char           *operation,
                                 const GError         *error)
{
  g_autoptr(PonderFault) by_domain = ponder_fault_new_from_error (error, operation);
  PonderFault *fault = ponder_error_new_fault (provider, model, operation, by_domain->category);
  const char *message = get_transport_message (error);

  fault->retryable = by_domain->retryable;
  fault->certificate = by_domain->certificate;
  /* Trying again starts no server on this computer. */
  if (fault->local && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    fault->retryable = FALSE;
  set_message (fault, message != NULL ? message : by_domain->message);
  set_details (fault, error->message, NULL);
  return fault;
}
