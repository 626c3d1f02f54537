/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which requests are the same to a server. */

#include "config.h"

#include "ponder-cache-key.h"

#include <math.h>
#include <string.h>

#include "ponder-canonical-json.h"
#include "ponder-json.h"
#include "ponder-message.h"
#include "ponder-model-config.h"
#include "ponder-provider-config.h"

/* Any change of what is written below makes another key of every request. */
#define FORMAT "1"

/* What is written and hashed in a millisecond or two on a slow computer. */
#define SHORT_LIMIT (128 * 1024)

/* What is read of the provider, which others may change meanwhile; the rest of a request stands still. */
typedef struct
{
  PonderRequest *request;       /* borrowed */
  char          *dialect;       /* (nullable) */
  char          *base_url;      /* (nullable) */
} Question;

/* Scheme and host are the same in capitals; the path of a socket, which stands in the place of a host, is not. */
static void
lower_host (char *url)
{
  char *host = strstr (url, "://");
  gsize length;

  if (host == NULL)
    return;

  for (char *c = url; c < host; c++)
    *c = g_ascii_tolower (*c);
  if (strncmp (url, "http+unix:", strlen ("http+unix:")) == 0)
    return;

  host += strlen ("://");
  length = strcspn (host, "/?#");
  for (gsize i = 0; i < length; i++)
    host[i] = g_ascii_tolower (host[i]);
}

/* As ponder_dialect_join_url() reads it: a path's last slashes and a fragment lead nowhere else. */
static char *
dup_base_url (const char *base_url)
{
  g_autofree char *url = NULL;
  gsize length;
  const char *query;

  if (base_url == NULL)
    return NULL;

  url = g_strndup (base_url, strcspn (base_url, "#"));
  lower_host (url);
  length = strcspn (url, "?");
  query = url + length;
  while (length > 0 && url[length - 1] == '/')
    length--;
  return g_strdup_printf ("%.*s%s", (int) length, url, query);
}

/* The server that is built in has another port each time. */
static char *
dup_place (PonderProviderConfig *provider)
{
  if (g_strcmp0 (ponder_provider_config_get_preset (provider), PONDER_PRESET_BUILT_IN) == 0)
    return g_strdup (PONDER_PRESET_BUILT_IN);

  return dup_base_url (ponder_provider_config_get_base_url (provider));
}

static Question *
question_new (PonderRequest *request)
{
  PonderProviderConfig *provider = ponder_request_get_provider (request);
  Question *question = g_new0 (Question, 1);

  question->request = request;
  question->dialect = g_strdup (ponder_provider_config_get_dialect (provider));
  question->base_url = dup_place (provider);
  return question;
}

static void
question_free (Question *question)
{
  g_free (question->dialect);
  g_free (question->base_url);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void
append_name (GString    *text,
             const char *name)
{
  char last = text->str[text->len - 1];

  if (last != '{')
    g_string_append_c (text, ',');
  ponder_canonical_json_append_string (text, name);
  g_string_append_c (text, ':');
}

static void
append_string (GString    *text,
               const char *name,
               const char *value)
{
  if (value == NULL)
    return;

  append_name (text, name);
  ponder_canonical_json_append_string (text, value);
}

static void
append_double (GString    *text,
               const char *name,
               double      value)
{
  if (!isfinite (value))
    return;

  append_name (text, name);
  ponder_canonical_json_append_double (text, value);
}

static void
append_digest (GString          *text,
               const PonderPart *part)
{
  g_autofree char *digest = NULL;

  if (part->digest == NULL && part->data != NULL)
    digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, part->data);
  append_string (text, "digest", part->digest != NULL ? part->digest : digest);
}

static void
append_part (GString          *text,
             const PonderPart *part)
{
  g_string_append_c (text, '{');
  append_string (text, "call_id", part->call_id);
  append_digest (text, part);
  append_string (text, "kind", ponder_part_kind_to_string (part->kind));
  append_string (text, "media_type", part->media_type);
  append_string (text, "name", part->name);
  append_string (text, "text", part->text->len > 0 ? part->text->str : NULL);
  g_string_append_c (text, '}');
}

static void
append_message (GString       *text,
                PonderMessage *message)
{
  GPtrArray *parts = ponder_message_get_parts (message);

  g_string_append (text, "{\"parts\":[");
  for (guint i = 0; i < parts->len; i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      append_part (text, g_ptr_array_index (parts, i));
    }
  g_string_append_c (text, ']');
  append_string (text, "role", ponder_role_to_string (ponder_message_get_role (message)));
  g_string_append_c (text, '}');
}

/* A server is not told of answers that failed. */
static void
append_messages (GString   *text,
                 GPtrArray *messages)
{
  append_name (text, "messages");
  g_string_append_c (text, '[');
  for (guint i = 0; i < messages->len; i++)
    {
      PonderMessage *message = g_ptr_array_index (messages, i);

      if (ponder_message_get_state (message) == PONDER_MESSAGE_FAILED)
        continue;
      if (text->str[text->len - 1] != '[')
        g_string_append_c (text, ',');
      append_message (text, message);
    }
  g_string_append_c (text, ']');
}

/* One that is no JSON is sent as it is, in words. */
static void
append_schema (GString    *text,
               const char *schema)
{
  g_autoptr(JsonNode) node = schema != NULL ? ponder_json_parse (schema, -1, NULL) : NULL;

  if (node == NULL)
    {
      append_string (text, "schema", schema);
      return;
    }
  append_name (text, "schema");
  ponder_canonical_json_append (text, node);
}

/* The members in the order of canonical JSON. */
static char *
describe (const Question *question)
{
  PonderRequest *request = question->request;
  const PonderModelConfig *config = ponder_request_get_config (request);
  GString *text = g_string_new ("{");

  append_string (text, "base_url", question->base_url);
  append_string (text, "dialect", question->dialect);
  append_name (text, "format");
  g_string_append (text, FORMAT);
  append_double (text, "frequency_penalty", config->frequency_penalty);
  append_double (text, "max_tokens", config->max_tokens > 0 ? config->max_tokens : NAN);
  append_messages (text, ponder_request_get_messages (request));
  append_string (text, "model", config->model);
  append_double (text, "presence_penalty", config->presence_penalty);
  append_string (text, "reasoning", config->reasoning);
  append_schema (text, ponder_request_get_schema (request));
  append_string (text, "schema_name", ponder_request_get_schema_name (request));
  append_string (text, "system", config->system);
  append_double (text, "temperature", config->temperature);
  append_double (text, "top_p", config->top_p);
  g_string_append_c (text, '}');
  return g_string_free (text, FALSE);
}

static char *
make_key (const Question *question)
{
  g_autofree char *description = describe (question);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, description, -1);
}

static gsize
measure_text (const char *text)
{
  return text != NULL ? strlen (text) : 0;
}

static gsize
measure_part (const PonderPart *part)
{
  gsize n_bytes = part->text->len;

  if (part->digest == NULL && part->data != NULL)
    n_bytes += g_bytes_get_size (part->data);
  return n_bytes + sizeof *part;
}

static gboolean
is_short (PonderRequest *request)
{
  GPtrArray *messages = ponder_request_get_messages (request);
  gsize n_bytes = measure_text (ponder_request_get_schema (request)) +
                  measure_text (ponder_request_get_config (request)->system);

  for (guint i = 0; i < messages->len && n_bytes <= SHORT_LIMIT; i++)
    {
      GPtrArray *parts = ponder_message_get_parts (g_ptr_array_index (messages, i));

      for (guint j = 0; j < parts->len; j++)
        n_bytes += measure_part (g_ptr_array_index (parts, j));
    }
  return n_bytes <= SHORT_LIMIT;
}

char *
ponder_cache_key_describe (PonderRequest *request)
{
  g_autoptr(Question) question = NULL;

  g_return_val_if_fail (PONDER_IS_REQUEST (request), NULL);

  question = question_new (request);
  return describe (question);
}

char *
ponder_cache_key_new (PonderRequest *request)
{
  g_autoptr(Question) question = NULL;

  g_return_val_if_fail (PONDER_IS_REQUEST (request), NULL);

  question = question_new (request);
  return make_key (question);
}

static void
make_key_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  g_task_return_pointer (task, make_key (task_data), g_free);
}

static void
key_made_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  g_task_return_pointer (task, g_task_propagate_pointer (G_TASK (result), NULL), g_free);
}

/* A task may end on its thread, so that the one that goes there holds nothing of the main thread's. */
void
ponder_cache_key_new_async (PonderRequest       *request,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GTask) inner = NULL;

  g_return_if_fail (PONDER_IS_REQUEST (request));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (request, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_cache_key_new_async);
  if (is_short (request))
    {
      g_task_return_pointer (task, ponder_cache_key_new (request), g_free);
      return;
    }

  inner = g_task_new (NULL, NULL, key_made_cb, g_steal_pointer (&task));
  g_task_set_source_tag (inner, ponder_cache_key_new_async);
  g_task_set_task_data (inner, question_new (request), (GDestroyNotify) question_free);
  g_task_run_in_thread (inner, make_key_thread);
}

char *
ponder_cache_key_new_finish (PonderRequest  *request,
                             GAsyncResult   *result,
                             GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, request), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
