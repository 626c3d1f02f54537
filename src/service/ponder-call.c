/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every request to a provider has in common: its headers, and how its failure is told. */

#include "config.h"

#include "ponder-call.h"

#include "ponder-error-classifier.h"
#include "ponder-key-source.h"
#include "ponder-provider-config.h"
#include "ponder-redact.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

static gboolean
is_sendable (const char *key)
{
  for (; key != NULL && *key != '\0'; key++)
    {
      if (!g_ascii_isgraph (*key))
        return FALSE;
    }
  return TRUE;
}

static gboolean
set_headers (PonderHttpCall        *call,
             PonderDialect         *dialect,
             PonderProviderConfig  *provider,
             const char            *key,
             GError               **error)
{
  g_auto(GStrv) headers = NULL;

  if (!is_sendable (key))
    {
      g_set_error_literal (error, PONDER_ERROR, PONDER_ERROR_AUTHENTICATION,
                           _("The API key holds characters that no key has"));
      return FALSE;
    }
  headers = ponder_dialect_dup_headers (dialect, provider, key);
  for (guint i = 0; headers[i] != NULL; i += 2)
    ponder_http_call_set_header (call, headers[i], headers[i + 1]);
  return TRUE;
}

char *
ponder_call_trim_key (char *key)
{
  static const char around[] = " \t\r\n\"'";
  const char *start = key;
  char *trimmed;
  gsize length;

  if (key == NULL)
    return NULL;
  start += strspn (start, around);
  length = strlen (start);
  while (length > 0 && strchr (around, start[length - 1]) != NULL)
    length--;
  trimmed = g_strndup (start, length);
  ponder_key_free (key);
  return trimmed;
}

PonderHttpCall *
ponder_call_new (const PonderCallContext  *context,
                 PonderHttp               *http,
                 PonderDialect            *dialect,
                 const char               *method,
                 const char               *url,
                 GError                  **error)
{
  g_autoptr(PonderHttpCall) call = ponder_http_call_new (http, method, url, error);

  if (call == NULL || !set_headers (call, dialect, context->provider, context->key, error))
    return NULL;
  ponder_http_call_set_route (call, ponder_provider_config_get_ca_file (context->provider),
                              ponder_provider_config_get_proxy (context->provider));
  return g_steal_pointer (&call);
}

gboolean
ponder_call_is_answer (PonderHttpCall *call)
{
  const char *type = ponder_http_call_get_header (call, "content-type");

  return ponder_http_call_get_status (call) / 100 == 2
         && (type == NULL || g_ascii_strncasecmp (type, "text/html", strlen ("text/html")) != 0);
}

static const char *
get_header (gpointer    user_data,
            const char *name)
{
  return ponder_http_call_get_header (user_data, name);
}

GError *
ponder_call_refusal (const PonderCallContext *context,
                     PonderHttpCall          *call,
                     GBytes                  *body)
{
  guint status = ponder_http_call_get_status (call);

  return ponder_error_new_take_fault (
    ponder_error_classifier_classify (context->classifier, context->provider, context->model,
                                      context->operation, status, get_header, call, body,
                                      context->key));
}

static char *
dup_limit_message (PonderLimit limit,
                   guint       seconds)
{
  switch (limit)
    {
    case PONDER_LIMIT_CONNECT:
      return g_strdup_printf (ngettext ("No connection within %u second",
                                        "No connection within %u seconds", seconds), seconds);
    case PONDER_LIMIT_FIRST_TOKEN:
      return g_strdup_printf (ngettext ("No answer began within %u second",
                                        "No answer began within %u seconds", seconds), seconds);
    case PONDER_LIMIT_SILENCE:
      return g_strdup_printf (ngettext ("Nothing more came for %u second",
                                        "Nothing more came for %u seconds", seconds), seconds);
    case PONDER_LIMIT_TOTAL:
      return g_strdup_printf (ngettext ("The answer was not complete within %u second",
                                        "The answer was not complete within %u seconds", seconds),
                              seconds);
    }
  g_assert_not_reached ();
}

GError *
ponder_call_new_timeout (const PonderCallContext *context,
                         PonderLimit              limit,
                         double                   seconds)
{
  PonderFault *fault = ponder_error_new_fault (context->provider, context->model,
                                               context->operation, PONDER_ERROR_TIMEOUT);

  fault->message = dup_limit_message (limit, (guint) ceil (seconds));
  /* What was sent may be worked on, and paid for: asking again is for a person to decide. */
  fault->retryable = limit == PONDER_LIMIT_CONNECT;
  return ponder_error_new_take_fault (fault);
}

/* The error was made a moment ago and nobody else has seen its fault yet. */
static void
blank_key (PonderFault *fault,
           const char  *key)
{
  char **const said[] = {
    &fault->details, &fault->parameter, &fault->reason, &fault->request_id,
  };

  for (guint i = 0; i < G_N_ELEMENTS (said); i++)
    {
      char *whole = *said[i];

      *said[i] = ponder_redact (whole, key);
      g_free (whole);
    }
}

GError *
ponder_call_explain (const PonderCallContext *context,
                     GError                  *error)
{
  g_autoptr(GError) owned = error;
  PonderFault *fault = ponder_error_get_fault (error);

  if (fault != NULL)
    {
      blank_key (fault, context->key);
      return g_steal_pointer (&owned);
    }
  if (error->domain != PONDER_ERROR)
    fault = ponder_error_classify_transport (context->provider, context->model, context->operation,
                                             error);
  else
    {
      fault = ponder_error_new_fault (context->provider, context->model, context->operation,
                                      error->code);
      fault->message = ponder_redact (error->message, context->key);
    }
  blank_key (fault, context->key);
  return ponder_error_new_take_fault (fault);
}

/* No server would take it, so it counts as rejected by this one. */
static GError *
explain_impossible_key (const PonderCallContext *context,
                        PonderFault             *told)
{
  PonderFault *fault = ponder_error_new_fault (context->provider, context->model,
                                               context->operation, PONDER_ERROR_AUTHENTICATION);

  fault->message = g_strdup (told->message);
  return ponder_error_new_take_fault (fault);
}

GError *
ponder_call_explain_key_error (const PonderCallContext *context,
                               GError                  *error)
{
  g_autoptr(GError) owned = error;
  PonderFault *fault = ponder_error_get_fault (error);

  if (fault != NULL && fault->category == PONDER_ERROR_INVALID_REQUEST)
    return explain_impossible_key (context, fault);
  if (error->domain == PONDER_ERROR)
    return ponder_call_explain (context, g_steal_pointer (&owned));
  fault = ponder_error_new_fault (context->provider, context->model, context->operation,
                                  PONDER_ERROR_KEYRING);
  fault->details = ponder_redact (error->message, NULL);
  return ponder_error_new_take_fault (fault);
}
