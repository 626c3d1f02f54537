/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An answer that is none -> a fault with category, retry hint and the server's own words. */

#include "config.h"

#include "ponder-error-classifier.h"

#include "ponder-error-body.h"
#include "ponder-error-tables-private.h"
#include "ponder-provider-config.h"
#include "ponder-redact.h"
#include "ponder-retry-hint.h"

#include <string.h>

/* Characters; the rest of a longer text would not be read by anybody. */
#define SAID_LIMIT 500

/* Who makes calls holds one and hands it on to what reads their answers. */
struct _PonderErrorClassifier
{
  GPtrArray *tables;            /* registered ones, the latest first */
};

/* How a provider is known: what answers counts more than what it was set up as. */
typedef enum
{
  KNOWN_BY_HOST,
  KNOWN_BY_PRESET,
  KNOWN_BY_DIALECT,
  N_KNOWN_BY
} KnownBy;

static void
clear (gpointer data)
{
  PonderErrorClassifier *self = data;

  g_ptr_array_unref (self->tables);
}

PonderErrorClassifier *
ponder_error_classifier_new (void)
{
  PonderErrorClassifier *self = g_rc_box_new0 (PonderErrorClassifier);

  self->tables = g_ptr_array_new ();
  return self;
}

PonderErrorClassifier *
ponder_error_classifier_ref (PonderErrorClassifier *self)
{
  return g_rc_box_acquire (self);
}

void
ponder_error_classifier_unref (PonderErrorClassifier *self)
{
  g_rc_box_release_full (self, clear);
}

void
ponder_error_classifier_register (PonderErrorClassifier  *self,
                                  const PonderErrorTable *table)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (table != NULL);

  g_ptr_array_insert (self->tables, 0, (gpointer) table);
}

/* The registered tables, then those that are built in; NULL after the last. */
static const PonderErrorTable *
get_table (PonderErrorClassifier *self,
           guint                  i)
{
  guint n_registered = self != NULL ? self->tables->len : 0;
  const PonderErrorTable *table;

  if (i < n_registered)
    return g_ptr_array_index (self->tables, i);
  table = &ponder_error_provider_tables[i - n_registered];
  return table->family != NULL ? table : NULL;
}

static gboolean
has (const char *const *names,
     const char        *name)
{
  for (; *names != NULL; names++)
    {
      if (g_strcmp0 (*names, name) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_host (const char *const *domains,
          const char        *host)
{
  for (; host != NULL && *domains != NULL; domains++)
    {
      gsize length = strlen (host);
      gsize tail = strlen (*domains);

      if (length >= tail && g_ascii_strcasecmp (host + length - tail, *domains) == 0
          && (length == tail || host[length - tail - 1] == '.'))
        return TRUE;
    }
  return FALSE;
}

static GUri *
parse_base_url (PonderProviderConfig *provider)
{
  const char *base_url = ponder_provider_config_get_base_url (provider);

  return base_url != NULL ? g_uri_parse (base_url, G_URI_FLAGS_NONE, NULL) : NULL;
}

static gboolean
knows (const PonderErrorTable *table,
       PonderProviderConfig   *provider,
       KnownBy                 how)
{
  g_autoptr(GUri) uri = NULL;

  switch (how)
    {
    case KNOWN_BY_HOST:
      uri = parse_base_url (provider);
      return uri != NULL && has_host (table->hosts, g_uri_get_host (uri));
    case KNOWN_BY_PRESET:
      return has (table->presets, ponder_provider_config_get_preset (provider));
    case KNOWN_BY_DIALECT:
      return has (table->dialects, ponder_provider_config_get_dialect (provider));
    case N_KNOWN_BY:
      break;
    }
  g_assert_not_reached ();
}

/* Of a server on this computer the dialect says nothing: many speak those of others. */
static const char *
find_family (PonderErrorClassifier *self,
             PonderProviderConfig  *provider)
{
  KnownBy last = ponder_provider_config_is_local (provider) ? KNOWN_BY_PRESET : KNOWN_BY_DIALECT;
  const PonderErrorTable *table;

  for (int how = KNOWN_BY_HOST; how <= (int) last; how++)
    {
      for (guint i = 0; (table = get_table (self, i)) != NULL; i++)
        {
          if (knows (table, provider, how))
            return table->family;
        }
    }
  return NULL;
}

static gboolean
holds (const PonderErrorRule   *rule,
       const PonderErrorAnswer *answer)
{
  return (rule->min == 0 || (answer->status >= rule->min && answer->status <= rule->max))
         && (rule->name == NULL || ponder_error_body_has_name (answer->body, rule->name))
         && (rule->text == NULL || strstr (answer->words, rule->text) != NULL)
         && (rule->also == NULL || strstr (answer->words, rule->also) != NULL)
         && (rule->test == NULL || rule->test (answer));
}

static const PonderErrorRule *
find_in (const PonderErrorTable  *table,
         const PonderErrorAnswer *answer,
         gboolean                 here)
{
  for (guint i = 0; i < table->n_rules; i++)
    {
      if ((here || !table->rules[i].only_here) && holds (&table->rules[i], answer))
        return &table->rules[i];
    }
  return NULL;
}

/* The provider's own tables first, then what the others share, then what all have in common. */
static const PonderErrorRule *
find_rule (PonderErrorClassifier   *self,
           PonderProviderConfig    *provider,
           const PonderErrorAnswer *answer)
{
  const PonderErrorRule *rule = NULL;
  const PonderErrorTable *table;

  for (int how = KNOWN_BY_HOST; how < N_KNOWN_BY; how++)
    {
      for (guint i = 0; rule == NULL && (table = get_table (self, i)) != NULL; i++)
        {
          if (knows (table, provider, how))
            rule = find_in (table, answer, TRUE);
        }
    }
  for (guint i = 0; rule == NULL && (table = get_table (self, i)) != NULL; i++)
    rule = find_in (table, answer, FALSE);
  return rule != NULL ? rule : find_in (&ponder_error_common_table, answer, TRUE);
}

/* "api.openai.com:443", or the path of a socket. */
static char *
dup_host (PonderProviderConfig *provider)
{
  g_autoptr(GUri) uri = parse_base_url (provider);
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

static char *
dup_words (const PonderErrorBody *body)
{
  g_autofree char *all = g_strconcat (body->names->str, body->message, NULL);

  return g_ascii_strdown (all, -1);
}

/* Finds the rule; what no rule knows is @otherwise. */
static void
apply_rules (PonderFault           *fault,
             PonderErrorClassifier *self,
             PonderProviderConfig  *provider,
             const PonderErrorBody *body,
             PonderErrorCode        otherwise)
{
  g_autofree char *words = dup_words (body);
  const PonderErrorAnswer answer = { fault->status, fault->model, body, words };
  const PonderErrorRule *rule = find_rule (self, provider, &answer);

  g_free (fault->family);
  fault->family = g_strdup (find_family (self, provider));
  fault->category = rule != NULL ? rule->category : otherwise;
  fault->retryable = is_retryable (fault->category) && (rule == NULL || !rule->final);
  if (rule != NULL)
    fault->cause = rule->cause;
}

/* In the order in which one place is trusted more than the other. */
static double
find_retry_after (const PonderErrorBody *body,
                  PonderHeaderFunc       header,
                  gpointer               header_data)
{
  double now = g_get_real_time () / 1e6;
  double seconds = -1;

  if (header != NULL)
    seconds = ponder_retry_hint_from_headers (header, header_data, now);
  if (seconds < 0)
    seconds = ponder_retry_hint_from_value (body->retry_after, now);
  if (seconds < 0 && header != NULL)
    seconds = ponder_retry_hint_from_limits (header, header_data, now);
  return seconds >= 0 ? seconds : ponder_retry_hint_from_text (body->message);
}

/* The id by which the provider finds the request again. */
static char *
dup_request_id (const PonderErrorBody *body,
                PonderHeaderFunc       header,
                gpointer               header_data,
                const char            *key)
{
  static const char *const names[] = {
    "x-request-id", "request-id", "x-generation-id", "apim-request-id", "x-amzn-requestid",
  };
  const char *id = NULL;

  for (guint i = 0; header != NULL && id == NULL && i < G_N_ELEMENTS (names); i++)
    id = header (header_data, names[i]);
  return ponder_error_dup_said (id != NULL ? id : body->request_id, key);
}

/* Where a redirect wants to lead: following it could carry the key to somebody else. */
static void
set_redirect (PonderFault      *fault,
              PonderHeaderFunc  header,
              gpointer          header_data)
{
  const char *location = header != NULL ? header (header_data, "location") : NULL;
  g_autoptr(GUri) uri = location != NULL ? g_uri_parse (location, G_URI_FLAGS_NONE, NULL) : NULL;

  fault->category = PONDER_ERROR_INVALID_REQUEST;
  fault->retryable = FALSE;
  fault->cause = PONDER_CAUSE_REDIRECT;
  g_free (fault->reason);
  fault->reason = uri != NULL ? g_strdup (g_uri_get_host (uri)) : NULL;
}

/* The server knows best, except that money does not come by waiting. */
static void
take_advice (PonderFault      *fault,
             PonderHeaderFunc  header,
             gpointer          header_data)
{
  const char *advice = header != NULL ? header (header_data, "x-should-retry") : NULL;

  if (advice == NULL)
    return;
  fault->retryable = fault->category != PONDER_ERROR_BILLING
                     && g_ascii_strcasecmp (advice, "true") == 0;
}

static void
take_body (PonderFault           *fault,
           const PonderErrorBody *body,
           PonderHeaderFunc       header,
           gpointer               header_data,
           const char            *key)
{
  fault->retry_after = find_retry_after (body, header, header_data);
  fault->request_id = dup_request_id (body, header, header_data, key);
  fault->details = ponder_error_dup_said (body->message, key);
  fault->parameter = ponder_error_dup_said (body->parameter, key);
  fault->reason = ponder_error_dup_said (body->reason, key);
  fault->context_size = body->context_size;
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
  fault->family = g_strdup (find_family (NULL, provider));
  fault->model = g_strdup (model);
  fault->host = dup_host (provider);
  fault->local = ponder_provider_config_is_local (provider);
  fault->retryable = is_retryable (category);
  return fault;
}

char *
ponder_error_dup_said (const char *text,
                       const char *key)
{
  g_autofree char *redacted = ponder_redact (text, key);

  if (redacted == NULL || *redacted == '\0')
    return NULL;
  return g_utf8_strlen (redacted, -1) > SAID_LIMIT ? g_utf8_substring (redacted, 0, SAID_LIMIT)
                                                   : g_steal_pointer (&redacted);
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
  return ponder_error_classifier_classify (NULL, provider, model, operation, status, header,
                                           header_data, body, key);
}

PonderFault *
ponder_error_classifier_classify (PonderErrorClassifier *self,
                                  PonderProviderConfig  *provider,
                                  const char            *model,
                                  const char            *operation,
                                  guint                  status,
                                  PonderHeaderFunc       header,
                                  gpointer               header_data,
                                  GBytes                *body,
                                  const char            *key)
{
  PonderFault *fault = ponder_error_new_fault (provider, model, operation, PONDER_ERROR_UNKNOWN);
  g_autoptr(PonderErrorBody) said = NULL;
  gsize length = 0;
  const char *data = body != NULL ? g_bytes_get_data (body, &length) : NULL;

  said = ponder_error_body_new (data, length);
  fault->status = status / 100 == 2 && said->status != 0 ? said->status : status;
  apply_rules (fault, self, provider, said,
               status / 100 == 2 ? PONDER_ERROR_SERVER : PONDER_ERROR_UNKNOWN);
  take_body (fault, said, header, header_data, key);
  if (status / 100 == 3)
    set_redirect (fault, header, header_data);
  take_advice (fault, header, header_data);
  return fault;
}

PonderFault *
ponder_error_classifier_classify_frame (PonderErrorClassifier *self,
                                        PonderProviderConfig  *provider,
                                        const char            *model,
                                        const char            *operation,
                                        const char            *frame)
{
  PonderFault *fault = ponder_error_new_fault (provider, model, operation, PONDER_ERROR_SERVER);
  g_autoptr(PonderErrorBody) said = ponder_error_body_new (frame, strlen (frame));

  fault->status = said->status;
  apply_rules (fault, self, provider, said, PONDER_ERROR_SERVER);
  take_body (fault, said, NULL, NULL, NULL);
  return fault;
}

static PonderFaultCause
get_transport_cause (const GError *error)
{
  if (g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE))
    return PONDER_CAUSE_OFFLINE;
  if (error->domain == G_RESOLVER_ERROR)
    return PONDER_CAUSE_NAME;
  if (error->domain == G_TLS_ERROR && error->code != G_TLS_ERROR_BAD_CERTIFICATE)
    return PONDER_CAUSE_PLAIN_SERVER;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
    return PONDER_CAUSE_CLOSED;
  return PONDER_CAUSE_UNKNOWN;
}

PonderFault *
ponder_error_classify_transport (PonderProviderConfig *provider,
                                 const char           *model,
                                 const char           *operation,
                                 const GError         *error)
{
  g_autoptr(PonderFault) by_domain = ponder_fault_new_from_error (error, operation);
  PonderFault *fault = ponder_error_new_fault (provider, model, operation, by_domain->category);

  fault->retryable = by_domain->retryable;
  fault->certificate = by_domain->certificate;
  fault->cause = get_transport_cause (error);
  /* Trying again starts no server on this computer. */
  if (fault->local && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    fault->retryable = FALSE;
  fault->message = g_strdup (by_domain->message);
  fault->details = ponder_error_dup_said (error->message, NULL);
  return fault;
}
