/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chat as the session file of the Python front end, which expects every member to be there. */

#include "config.h"

#include "ponder-export-private.h"

#include "ponder-json.h"

#include <math.h>

/* Its sessions are named by a UUID: the same chat always by the same one. */
char *
ponder_export_dup_uuid (PonderSession *session)
{
  const char *id = ponder_session_get_id (session);
  g_autofree char *digest = NULL;

  if (g_uuid_string_is_valid (id))
    return g_strdup (id);

  /* RFC 9562, version 8: bits of one's own choice. */
  digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, id, -1);
  return g_strdup_printf ("%.8s-%.4s-8%.3s-a%.3s-%.12s", digest, digest + 8, digest + 12, digest + 15, digest + 18);
}

/* As datetime.isoformat() writes it: the time of this place, without a zone. What is unknown is @fallback. */
static char *
dup_time (gint64 time,
          gint64 fallback)
{
  gint64 known = time != 0 ? time : fallback;
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_local (known / G_USEC_PER_SEC);
  g_autofree char *seconds = NULL;

  if (date == NULL || known < 0)
    return g_strdup ("1970-01-01T00:00:00.000000");

  seconds = g_date_time_format (date, "%Y-%m-%dT%H:%M:%S");
  return g_strdup_printf ("%s.%06d", seconds, (int) (known % G_USEC_PER_SEC));
}

static void
set_time (JsonObject *object,
          const char *member,
          gint64      time,
          gint64      fallback)
{
  g_autofree char *text = dup_time (time, fallback);

  json_object_set_string_member (object, member, text);
}

/* It knows five providers and no others; all of them speak what "openai" does. */
static const char *
get_provider (const char *id)
{
  static const char *const known[] = { "openai", "deepseek", "cerebras", "dashscope", "kimi" };

  for (guint i = 0; id != NULL && i < G_N_ELEMENTS (known); i++)
    if (g_str_has_prefix (id, known[i]))
      return known[i];

  return "openai";
}

static void
set_number (JsonObject *object,
            const char *member,
            double      value,
            double      usual)
{
  json_object_set_double_member (object, member, isfinite (value) ? value : usual);
}

static JsonObject *
make_config (const PonderConversation *conversation,
             GPtrArray                *path)
{
  const PonderModelConfig *config = ponder_session_get_config (conversation->session);
  g_autofree char *system = ponder_export_dup_system (conversation, path);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "provider", get_provider (config->provider));
  json_object_set_string_member (object, "model", config->model != NULL ? config->model : "");
  set_number (object, "temperature", config->temperature, 0.7);
  set_number (object, "top_p", config->top_p, 0.9);
  json_object_set_int_member (object, "max_tokens", config->max_tokens > 0 ? config->max_tokens : 2048);
  set_number (object, "frequency_penalty", config->frequency_penalty, 0);
  set_number (object, "presence_penalty", config->presence_penalty, 0);
  json_object_set_string_member (object, "system_instruction", system != NULL ? system : "");
  return object;
}

static JsonObject *
make_metadata (PonderMessage *message)
{
  JsonObject *object = json_object_new ();
  const char *reasoning = ponder_message_get_reasoning (message);

  if (ponder_message_get_model (message) != NULL)
    json_object_set_string_member (object, "model", ponder_message_get_model (message));
  if (*reasoning != '\0')
    json_object_set_string_member (object, "reasoning", reasoning);
  return object;
}

static JsonArray *
make_history (PonderSession *session,
              GPtrArray     *path)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < path->len; i++)
    {
      PonderMessage *message = path->pdata[i];
      PonderRole role = ponder_message_get_role (message);
      JsonObject *object;

      if ((role != PONDER_ROLE_USER && role != PONDER_ROLE_ASSISTANT)
          || ponder_message_get_text (message)[0] == '\0')
        continue;

      object = json_object_new ();
      json_object_set_string_member (object, "role", ponder_role_to_string (role));
      json_object_set_string_member (object, "content", ponder_message_get_text (message));
      set_time (object, "timestamp", ponder_message_get_created (message), ponder_session_get_created (session));
      json_object_set_object_member (object, "metadata", make_metadata (message));
      json_array_add_object_element (array, object);
    }

  return array;
}

/* A chat that says nothing of its own does what is usual here. */
static JsonObject *
make_deep_think (const PonderModelConfig *config)
{
  g_autoptr(PonderThinkConfig) think = config->think != NULL ? ponder_think_config_copy (config->think)
                                                             : ponder_think_config_new ();
  JsonObject *object = json_object_new ();

  json_object_set_boolean_member (object, "enabled", config->deep_think);
  json_object_set_int_member (object, "max_tasks", think->max_subtasks);
  json_object_set_boolean_member (object, "enable_review", think->review);
  json_object_set_boolean_member (object, "enable_web_search", think->web_search);
  json_object_set_boolean_member (object, "show_process", think->show_process);
  return object;
}

GString *
ponder_export_simplellmfront (const PonderConversation *conversation,
                              GPtrArray                *path)
{
  PonderSession *session = conversation->session;
  g_autofree char *uuid = ponder_export_dup_uuid (session);
  g_autoptr(JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "session_id", uuid);
  set_time (object, "created_at", ponder_session_get_created (session), 0);
  set_time (object, "updated_at", ponder_session_get_updated (session), ponder_session_get_created (session));
  json_object_set_array_member (object, "chat_history", make_history (session, path));
  json_object_set_object_member (object, "model_config", make_config (conversation, path));
  json_object_set_object_member (object, "deep_think_config", make_deep_think (ponder_session_get_config (session)));
  json_object_set_object_member (object, "ui_state", json_object_new ());
  json_node_take_object (root, object);
  return ponder_json_to_pretty_text (root);
}
