/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chat as JSON without loss: data/conversation.schema.json says what each member means. */

#include "config.h"

#include "ponder-export-private.h"

#include "ponder-fault.h"
#include "ponder-json.h"
#include "ponder-transfer-json-private.h"

#include <math.h>

/* What is not known is left out. */
static void
set_string (JsonObject *object,
            const char *member,
            const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, member, value);
}

static void
set_known_count (JsonObject *object,
                 const char *member,
                 gint64      value)
{
  if (value >= 0)
    json_object_set_int_member (object, member, value);
}

/* @json is what the type itself wrote for the database. */
static void
take_serialized (JsonObject *object,
                 const char *member,
                 char       *json)
{
  g_autofree char *owned = json;
  g_autoptr(GError) error = NULL;
  JsonNode *node = ponder_json_parse (owned, -1, &error);

  if (node != NULL)
    json_object_set_member (object, member, node);
  else
    g_warning ("“%s” could not be written: %s", member, error->message);
}

static JsonObject *
make_draft (PonderSession *session)
{
  JsonObject *object = json_object_new ();

  set_string (object, "text", ponder_session_get_draft (session));
  json_object_set_int_member (object, "cursor", ponder_session_get_draft_cursor (session));
  return object;
}

static JsonObject *
make_scroll (PonderSession *session)
{
  JsonObject *object = json_object_new ();

  set_string (object, "message", ponder_session_get_scroll_message (session));
  json_object_set_int_member (object, "offset", ponder_session_get_scroll_offset (session));
  return object;
}

static JsonObject *
make_session (PonderSession *session)
{
  JsonObject *object = json_object_new ();

  set_string (object, "id", ponder_session_get_id (session));
  set_string (object, "title", ponder_session_get_title (session));
  json_object_set_boolean_member (object, "title_fixed", ponder_session_get_title_fixed (session));
  set_string (object, "preview", ponder_session_get_preview (session));
  json_object_set_boolean_member (object, "pinned", ponder_session_get_pinned (session));
  json_object_set_boolean_member (object, "archived", ponder_session_get_archived (session));
  set_string (object, "branched_from", ponder_session_get_branched_from (session));
  json_object_set_int_member (object, "created", ponder_session_get_created (session));
  json_object_set_int_member (object, "updated", ponder_session_get_updated (session));
  json_object_set_int_member (object, "trashed", ponder_session_get_trashed (session));
  take_serialized (object, "config",
                   ponder_model_config_serialize (ponder_session_get_config (session)));
  json_object_set_object_member (object, "draft", make_draft (session));
  json_object_set_object_member (object, "scroll", make_scroll (session));
  return object;
}

static JsonObject *
make_usage (const PonderUsage *usage)
{
  JsonObject *object = json_object_new ();

  set_known_count (object, "input", usage->input);
  set_known_count (object, "output", usage->output);
  set_known_count (object, "cached", usage->cached);
  set_known_count (object, "reasoning", usage->reasoning);
  if (isfinite (usage->cost_usd) && usage->cost_usd >= 0)
    json_object_set_double_member (object, "cost_usd", usage->cost_usd);
  return object;
}

/* Bytes are written once, however many parts show them. */
static void
add_attachment (JsonObject *attachments,
                const char *digest,
                GBytes     *data)
{
  gsize size;
  const guchar *bytes = g_bytes_get_data (data, &size);
  g_autofree char *text = NULL;

  if (json_object_has_member (attachments, digest))
    return;

  text = g_base64_encode (bytes, size);
  json_object_set_string_member (attachments, digest, text);
}

static JsonObject *
make_part (const PonderPart *part,
           JsonObject       *attachments)
{
  JsonObject *object = json_object_new ();
  g_autofree char *digest = g_strdup (part->digest);

  if (part->data != NULL)
    {
      g_free (digest);
      digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, part->data);
      add_attachment (attachments, digest, part->data);
    }

  set_string (object, "kind", ponder_part_kind_to_string (part->kind));
  set_string (object, "text", part->text->str);
  set_string (object, "name", part->name);
  set_string (object, "call_id", part->call_id);
  set_string (object, "media_type", part->media_type);
  set_string (object, "digest", digest);
  return object;
}

static JsonArray *
make_parts (GPtrArray  *parts,
            JsonObject *attachments)
{
  JsonArray *array = json_array_sized_new (parts->len);

  for (guint i = 0; i < parts->len; i++)
    json_array_add_object_element (array, make_part (parts->pdata[i], attachments));

  return array;
}

static JsonObject *
make_message (PonderMessage *message,
              JsonObject    *attachments)
{
  JsonObject *object = json_object_new ();
  PonderUsage *usage = ponder_message_get_usage (message);
  PonderFault *fault = ponder_message_get_fault (message);

  set_string (object, "id", ponder_message_get_id (message));
  set_string (object, "parent", ponder_message_get_parent_id (message));
  set_string (object, "role", ponder_role_to_string (ponder_message_get_role (message)));
  set_string (object, "state", ponder_message_state_to_string (ponder_message_get_state (message)));
  set_string (object, "finish", ponder_finish_to_string (ponder_message_get_finish (message)));
  set_string (object, "provider", ponder_message_get_provider (message));
  set_string (object, "model", ponder_message_get_model (message));
  json_object_set_int_member (object, "created", ponder_message_get_created (message));
  json_object_set_boolean_member (object, "chosen", ponder_message_get_chosen (message));
  set_known_count (object, "first_token_ms", ponder_message_get_first_token_ms (message));
  set_known_count (object, "reasoning_ms", ponder_message_get_reasoning_ms (message));
  set_known_count (object, "total_ms", ponder_message_get_total_ms (message));
  if (ponder_message_get_cached_from (message) > 0)
    json_object_set_int_member (object, "cached_from", ponder_message_get_cached_from (message));
  if (usage != NULL)
    json_object_set_object_member (object, "usage", make_usage (usage));
  if (fault != NULL)
    take_serialized (object, "fault", ponder_fault_serialize (fault));
  json_object_set_array_member (object, "parts",
                                make_parts (ponder_message_get_parts (message), attachments));
  return object;
}

static JsonArray *
make_messages (GPtrArray  *messages,
               JsonObject *attachments)
{
  JsonArray *array = json_array_sized_new (messages->len);

  for (guint i = 0; i < messages->len; i++)
    json_array_add_object_element (array, make_message (messages->pdata[i], attachments));

  return array;
}

/* What is no JSON was damaged on the disk. */
static JsonArray *
make_events (GPtrArray *events)
{
  JsonArray *array = json_array_sized_new (events->len);

  for (guint i = 0; i < events->len; i++)
    {
      const PonderStoredEvent *event = g_ptr_array_index (events, i);
      JsonNode *node = ponder_json_parse (event->json, -1, NULL);

      if (node != NULL)
        json_array_add_element (array, node);
    }
  return array;
}

static JsonObject *
make_run (const PonderStoredRun *run)
{
  const PonderThinkRecord *record = run->record;
  JsonObject *object = json_object_new ();

  set_string (object, "id", record->id);
  set_string (object, "message", record->message);
  json_object_set_int_member (object, "created", record->created);
  json_object_set_int_member (object, "updated", record->updated);
  set_string (object, "question", record->question);
  set_string (object, "outcome", record->outcome);
  take_serialized (object, "config", g_strdup (record->config));
  json_object_set_array_member (object, "events", make_events (run->events));
  return object;
}

/* Those whose answer is among @messages. (transfer full) (nullable): there are none. */
static JsonArray *
make_runs (GPtrArray *runs,
           GPtrArray *messages)
{
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(JsonArray) array = json_array_new ();

  for (guint i = 0; runs->len > 0 && i < messages->len; i++)
    g_hash_table_add (ids, (char *) ponder_message_get_id (messages->pdata[i]));
  for (guint i = 0; i < runs->len; i++)
    {
      const PonderStoredRun *run = g_ptr_array_index (runs, i);

      if (g_hash_table_contains (ids, run->record->message))
        json_array_add_object_element (array, make_run (run));
    }
  return json_array_get_length (array) > 0 ? g_steal_pointer (&array) : NULL;
}

static JsonArray *
make_tags (const char *const *tags)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; tags[i] != NULL; i++)
    json_array_add_string_element (array, tags[i]);

  return array;
}

static JsonObject *
make_source (const PonderConversation *conversation)
{
  JsonObject *object = json_object_new ();

  set_string (object, "program", conversation->source);
  set_string (object, "id", conversation->external_id);
  json_object_set_int_member (object, "updated", conversation->source_updated);
  return object;
}

static JsonObject *
make_conversation (const PonderConversation *conversation,
                   GPtrArray                *messages)
{
  JsonObject *object = json_object_new ();
  JsonObject *attachments = json_object_new ();
  JsonArray *runs = make_runs (conversation->runs, messages);

  json_object_set_string_member (object, "format", PONDER_TRANSFER_FORMAT);
  json_object_set_int_member (object, "version", PONDER_TRANSFER_VERSION);
  json_object_set_object_member (object, "session", make_session (conversation->session));
  json_object_set_array_member (object, "tags", make_tags (ponder_session_get_tags (conversation->session)));
  if (conversation->source != NULL || conversation->external_id != NULL
      || conversation->source_updated != 0)
    json_object_set_object_member (object, "source", make_source (conversation));
  json_object_set_array_member (object, "messages", make_messages (messages, attachments));
  if (runs != NULL)
    json_object_set_array_member (object, "runs", runs);
  json_object_set_object_member (object, "attachments", attachments);
  return object;
}

GString *
ponder_export_json (const PonderConversation *conversation,
                    GPtrArray                *messages)
{
  g_autoptr(JsonNode) root = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (root, make_conversation (conversation, messages));
  return ponder_json_to_pretty_text (root);
}
