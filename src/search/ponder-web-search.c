/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks a server that searches the web. */

#include "config.h"

#include "ponder-web-search.h"

#include "ponder-fault.h"
#include "ponder-json.h"
#include "ponder-redact.h"

#include <string.h>

#define BRAVE_URL "https://api.search.brave.com"
#define CONNECT_SECONDS 10
#define BODY_LIMIT (2 * 1024 * 1024)
#define REDIRECTS_LIMIT 3
/* What Brave takes. */
#define QUERY_CHARACTERS 400
#define QUERY_WORDS 50

/* One search; its task owns it. */
typedef struct
{
  PonderHttp          *http;
  PonderHttpCall      *call;
  PonderWebSearchKind  kind;
  char                *url;
  char                *key;
  GSource             *connect_timer;
  GSource             *timer;
  guint                n_redirects;
  gboolean             timed_out;
} Search;

static const char *const kinds[] = { "off", "searxng", "brave" };

static void send (GTask *task);

/* --- the value --- */

PonderWebSearchConfig *
ponder_web_search_config_new (const char *json)
{
  PonderWebSearchConfig *self = g_new0 (PonderWebSearchConfig, 1);
  g_autoptr(JsonObject) object = *json != '\0' ? ponder_json_parse_object (json, -1, NULL) : NULL;
  const char *kind = ponder_json_get_string (object, "kind");

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kind, kinds[i]) == 0)
      self->kind = i;
  self->searxng_url = g_strdup (ponder_json_get_string (object, "searxng_url"));
  self->brave_url = g_strdup (ponder_json_get_string (object, "brave_url"));
  return self;
}

PonderWebSearchConfig *
ponder_web_search_config_copy (const PonderWebSearchConfig *self)
{
  PonderWebSearchConfig *copy = g_memdup2 (self, sizeof *self);

  copy->searxng_url = g_strdup (self->searxng_url);
  copy->brave_url = g_strdup (self->brave_url);
  return copy;
}

void
ponder_web_search_config_free (PonderWebSearchConfig *self)
{
  g_free (self->searxng_url);
  g_free (self->brave_url);
  g_free (self);
}

char *
ponder_web_search_config_serialize (const PonderWebSearchConfig *self)
{
  JsonObject *object;

  if (ponder_web_search_config_get_url (self) == NULL)
    return g_strdup ("");

  object = json_object_new ();
  json_object_set_string_member (object, "kind", kinds[self->kind]);
  if (self->searxng_url != NULL)
    json_object_set_string_member (object, "searxng_url", self->searxng_url);
  if (self->brave_url != NULL)
    json_object_set_string_member (object, "brave_url", self->brave_url);
  return ponder_json_take_to_string (object);
}

const char *
ponder_web_search_config_get_url (const PonderWebSearchConfig *self)
{
  if (self->kind == PONDER_WEB_BRAVE)
    return self->brave_url != NULL ? self->brave_url : BRAVE_URL;
  if (self->kind == PONDER_WEB_SEARXNG && self->searxng_url != NULL && *self->searxng_url != '\0')
    return self->searxng_url;
  return NULL;
}

/* --- what is asked --- */

/* As many words as are taken, escaped. (transfer full) */
static char *
dup_query (const char *query)
{
  g_autofree char *valid = g_utf8_make_valid (query, -1);
  g_auto(GStrv) words = g_strsplit_set (g_strdelimit (valid, "\t\r\n", ' '), " ", -1);
  g_autoptr(GString) text = g_string_new (NULL);
  guint n_words = 0;
  g_autofree char *cut = NULL;

  for (guint i = 0; words[i] != NULL && n_words < QUERY_WORDS; i++)
    if (*words[i] != '\0')
      g_string_append_printf (text, "%s%s", n_words++ > 0 ? " " : "", words[i]);
  cut = g_utf8_substring (text->str, 0, MIN (QUERY_CHARACTERS, g_utf8_strlen (text->str, -1)));
  return g_uri_escape_string (cut, NULL, FALSE);
}

static char *
dup_url (const PonderWebSearchConfig *config,
         const char                  *query)
{
  const char *base = ponder_web_search_config_get_url (config);
  gsize length = strlen (base);
  g_autofree char *words = dup_query (query);

  while (length > 0 && base[length - 1] == '/')
    length--;
  if (config->kind == PONDER_WEB_BRAVE)
    return g_strdup_printf ("%.*s/res/v1/web/search?q=%s&count=%d", (int) length, base, words,
                            PONDER_WEB_RESULTS_LIMIT);
  return g_strdup_printf ("%.*s/search?q=%s&format=json", (int) length, base, words);
}

/* --- ends --- */

static void
stop_timer (GSource **timer)
{
  if (*timer != NULL)
    g_source_destroy (*timer);
  g_clear_pointer (timer, g_source_unref);
}

static void
search_free (gpointer data)
{
  Search *self = data;

  stop_timer (&self->connect_timer);
  stop_timer (&self->timer);
  g_clear_object (&self->call);
  g_clear_object (&self->http);
  g_free (self->url);
  g_free (self->key);
  g_free (self);
}

/* (nullable) (transfer full) */
static char *
dup_host (const char *url)
{
  g_autoptr(GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  return uri != NULL ? g_strdup (g_uri_get_host (uri)) : NULL;
}

static PonderFault *
new_fault (Search          *self,
           PonderErrorCode  category)
{
  PonderFault *fault = ponder_fault_new (category, "web search");

  fault->host = dup_host (self->url);
  return fault;
}

static void
return_fault (GTask       *task,
              PonderFault *fault)
{
  g_task_return_error (task, ponder_error_new_take_fault (fault));
}

static void
return_transport_error (GTask        *task,
                        const GError *error)
{
  Search *self = g_task_get_task_data (task);
  PonderFault *fault;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->timed_out)
    {
      return_fault (task, new_fault (self, PONDER_ERROR_TIMEOUT));
      return;
    }
  fault = ponder_fault_new_from_error (error, "web search");
  if (fault->host == NULL)
    fault->host = dup_host (self->url);
  return_fault (task, fault);
}

static PonderErrorCode
get_category (guint status)
{
  switch (status)
    {
    case 401:
      return PONDER_ERROR_AUTHENTICATION;
    case 402:
      return PONDER_ERROR_BILLING;
    case 403:
      return PONDER_ERROR_PERMISSION;
    case 408:
    case 504:
      return PONDER_ERROR_TIMEOUT;
    case 429:
      return PONDER_ERROR_RATE_LIMIT;
    default:
      return status >= 500 ? PONDER_ERROR_SERVER : PONDER_ERROR_UNKNOWN;
    }
}

/* A SearXNG gives JSON only where its settings say so: 403 otherwise. */
static void
return_refusal (GTask  *task,
                guint   status,
                GBytes *body)
{
  Search *self = g_task_get_task_data (task);
  PonderFault *fault = new_fault (self, get_category (status));
  gsize length = 0;
  const char *data = body != NULL ? g_bytes_get_data (body, &length) : NULL;
  g_autofree char *said = g_utf8_make_valid (data != NULL ? data : "", (gssize) MIN (length, 2000));

  fault->status = status;
  fault->details = ponder_redact (said, self->key);
  fault->retryable = status == 429 || status >= 500;
  if (self->kind == PONDER_WEB_SEARXNG && status == 403)
    fault->cause = PONDER_CAUSE_SEARCH_FORMAT;
  else if (status == 401 || status == 403 || status == 422)
    fault->category = PONDER_ERROR_AUTHENTICATION;
  return_fault (task, fault);
}

static gboolean
is_page (PonderHttpCall *call)
{
  const char *type = ponder_http_call_get_header (call, "content-type");

  return type != NULL && g_ascii_strncasecmp (type, "text/html", strlen ("text/html")) == 0;
}

static void
return_results (GTask    *task,
                GBytes   *body,
                gboolean  truncated)
{
  Search *self = g_task_get_task_data (task);
  g_autoptr(GPtrArray) results = NULL;
  PonderFault *fault;

  if (!truncated && !is_page (self->call))
    results = self->kind == PONDER_WEB_BRAVE ? ponder_web_results_read_brave (body, NULL)
                                             : ponder_web_results_read_searxng (body, NULL);
  if (results != NULL)
    {
      g_task_return_pointer (task, g_steal_pointer (&results), (GDestroyNotify) g_ptr_array_unref);
      return;
    }
  fault = new_fault (self, PONDER_ERROR_MALFORMED);
  if (is_page (self->call))
    fault->cause = self->kind == PONDER_WEB_SEARXNG ? PONDER_CAUSE_SEARCH_FORMAT : PONDER_CAUSE_PAGE;
  return_fault (task, fault);
}

/* --- the call --- */

static void
body_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  gboolean truncated = FALSE;
  guint status = ponder_http_call_get_status (PONDER_HTTP_CALL (source));
  g_autoptr(GBytes) body = ponder_http_call_read_all_finish (PONDER_HTTP_CALL (source), result, &truncated, &error);

  if (body == NULL)
    return_transport_error (task, error);
  else if (status / 100 != 2)
    return_refusal (task, status, body);
  else
    return_results (task, body, truncated);
}

static int
get_port (GUri *uri)
{
  if (g_uri_get_port (uri) >= 0)
    return g_uri_get_port (uri);
  return strcmp (g_uri_get_scheme (uri), "https") == 0 ? 443 : 80;
}

/* The same server, or its secure door. */
static gboolean
is_same_host (GUri *from,
              GUri *to)
{
  if (g_uri_get_host (from) == NULL || g_uri_get_host (to) == NULL
      || g_ascii_strcasecmp (g_uri_get_host (from), g_uri_get_host (to)) != 0)
    return FALSE;
  return (strcmp (g_uri_get_scheme (from), g_uri_get_scheme (to)) == 0 && get_port (from) == get_port (to))
         || (get_port (from) == 80 && get_port (to) == 443 && strcmp (g_uri_get_scheme (to), "https") == 0);
}

static void
follow (GTask *task)
{
  Search *self = g_task_get_task_data (task);
  const char *location = ponder_http_call_get_header (self->call, "location");
  g_autoptr(GUri) from = g_uri_parse (self->url, G_URI_FLAGS_ENCODED, NULL);
  g_autoptr(GUri) to = NULL;
  PonderFault *fault;

  if (from != NULL && location != NULL)
    to = g_uri_parse_relative (from, location, G_URI_FLAGS_ENCODED, NULL);
  if (to != NULL && is_same_host (from, to) && self->n_redirects++ < REDIRECTS_LIMIT)
    {
      g_free (self->url);
      self->url = g_uri_to_string (to);
      send (task);
      return;
    }
  fault = new_fault (self, PONDER_ERROR_NETWORK);
  fault->cause = PONDER_CAUSE_REDIRECT;
  fault->reason = to != NULL ? ponder_redact (g_uri_get_host (to), self->key) : NULL;
  return_fault (task, fault);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Search *self = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  stop_timer (&self->connect_timer);
  if (!ponder_http_call_send_finish (PONDER_HTTP_CALL (source), result, &error))
    return_transport_error (task, error);
  else if (ponder_http_call_get_status (self->call) / 100 == 3)
    follow (task);
  else
    ponder_http_call_read_all_async (self->call, BODY_LIMIT, g_task_get_cancellable (task), body_read_cb,
                                     g_object_ref (task));
}

static gboolean
limit_cb (gpointer user_data)
{
  Search *self = user_data;

  self->timed_out = TRUE;
  if (self->call != NULL)
    ponder_http_call_close (self->call);
  return G_SOURCE_REMOVE;
}

/* Once it is sent, only the limit of the whole holds. */
static gboolean
connect_limit_cb (gpointer user_data)
{
  Search *self = user_data;

  return ponder_http_call_get_stage (self->call) < PONDER_HTTP_SENT ? limit_cb (self) : G_SOURCE_REMOVE;
}

static GSource *
start_timer (Search      *self,
             guint        seconds,
             GSourceFunc  callback)
{
  GSource *timer = g_timeout_source_new (seconds * 1000);

  g_source_set_callback (timer, callback, self, NULL);
  g_source_attach (timer, g_main_context_get_thread_default ());
  return timer;
}

static void
send (GTask *task)
{
  Search *self = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  g_clear_object (&self->call);
  if (!(self->call = ponder_http_call_new (self->http, "GET", self->url, &error)))
    {
      PonderFault *fault = new_fault (self, PONDER_ERROR_NETWORK);

      fault->cause = PONDER_CAUSE_ADDRESS;
      return_fault (task, fault);
      return;
    }
  ponder_http_call_set_header (self->call, "Accept", "application/json");
  if (self->kind == PONDER_WEB_BRAVE && self->key != NULL)
    ponder_http_call_set_header (self->call, "X-Subscription-Token", self->key);
  stop_timer (&self->connect_timer);
  self->connect_timer = start_timer (self, CONNECT_SECONDS, connect_limit_cb);
  ponder_http_call_send_async (self->call, g_task_get_cancellable (task), sent_cb, g_object_ref (task));
}

void
ponder_web_search_async (PonderHttp                  *http,
                         const PonderWebSearchConfig *config,
                         const char                  *key,
                         const char                  *query,
                         guint                        seconds,
                         GCancellable                *cancellable,
                         GAsyncReadyCallback          callback,
                         gpointer                     user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Search *self = g_new0 (Search, 1);

  g_task_set_source_tag (task, ponder_web_search_async);
  g_task_set_task_data (task, self, search_free);
  self->kind = config->kind;
  self->key = g_strdup (key);
  self->url = g_strdup ("");
  if (ponder_web_search_config_get_url (config) == NULL)
    {
      PonderFault *fault = new_fault (self, PONDER_ERROR_UNKNOWN);

      fault->cause = PONDER_CAUSE_NO_SEARCH;
      return_fault (task, fault);
      return;
    }
  g_free (self->url);
  self->url = dup_url (config, query);
  self->http = g_object_ref (http);
  send (task);
  if (self->call != NULL)
    self->timer = start_timer (self, seconds, limit_cb);
}

GPtrArray *
ponder_web_search_finish (GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
