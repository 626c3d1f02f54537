/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The threads of Jan: a folder each, with the messages in one file and what is known of the thread in another. */

#include "config.h"

#include "ponder-import-shapes.h"

#include <glib/gi18n.h>
#include <sys/stat.h>

#include "ponder-import-spill.h"

/* A file that describes a thread has a few hundred bytes. */
#define THREAD_LIMIT (1024 * 1024)

gboolean
ponder_import_jan_matches (JsonObject *object)
{
  JsonObject *first = ponder_json_array_object (ponder_json_get_array (object, "messages"), 0);

  return g_strcmp0 (ponder_json_get_string (object, "object"), "thread") == 0
         || g_strcmp0 (ponder_json_get_string (first, "object"), "thread.message") == 0;
}

/* --- what a message says --- */

static void
add_call (PonderMessage *message,
          JsonObject    *part)
{
  JsonNode *input = ponder_import_get_node (part, "input");
  JsonNode *output = ponder_import_get_node (part, "output");
  const char *name = ponder_json_get_string (part, "tool_name");
  const char *id = ponder_json_get_string (part, "tool_call_id");
  g_autofree char *arguments = input != NULL ? ponder_json_to_string (input) : NULL;
  g_autofree char *result = ponder_json_dup_scalar (part, "output");

  if (result == NULL && output != NULL && !JSON_NODE_HOLDS_NULL (output))
    result = ponder_json_to_string (output);
  ponder_import_add_call (message, PONDER_PART_TOOL_CALL, name, id, arguments);
  if (result != NULL)
    ponder_import_add_call (message, PONDER_PART_TOOL_RESULT, name, id, result);
}

static void
add_part (PonderMessage *message,
          JsonObject    *part)
{
  const char *type = ponder_json_get_string (part, "type");
  JsonObject *object = ponder_json_get_object (part, "text");
  const char *text = object != NULL ? ponder_json_get_string (object, "value") : ponder_json_get_string (part, "text");

  if (g_strcmp0 (type, "reasoning") == 0)
    ponder_import_add_text (message, PONDER_PART_REASONING, text);
  else if (g_strcmp0 (type, "image_url") == 0)
    ponder_import_add_url (message, NULL, ponder_json_get_string (ponder_json_get_object (part, "image_url"), "url"));
  else if (g_strcmp0 (type, "tool_call") == 0)
    add_call (message, part);
  else
    ponder_import_add_text (message, PONDER_PART_TEXT, text);
}

static void
set_end (PonderMessage *message,
         JsonObject    *source)
{
  const char *status = ponder_json_get_string (source, "status");
  JsonObject *metadata = ponder_json_get_object (source, "metadata");

  if (g_strcmp0 (status, "error") == 0)
    ponder_import_set_error (message, ponder_json_get_string (metadata, "error"));
  else if (g_strcmp0 (status, "stopped") == 0)
    ponder_message_set_state (message, PONDER_MESSAGE_STOPPED);
  else if (g_strcmp0 (status, "pending") == 0)
    ponder_message_set_state (message, PONDER_MESSAGE_INTERRUPTED);
}

/* The time in the file is often 0; that in the id is the one at which it was made. */
static void
read_message (PonderMessage *message,
              JsonObject    *source,
              const char    *model)
{
  JsonArray *content = ponder_json_get_array (source, "content");
  gint64 created = ponder_import_get_time (source, "created_at");

  if (created == 0)
    created = ponder_import_get_ulid_time (ponder_json_get_string (source, "id"));
  ponder_message_set_created (message, created);
  for (guint i = 0; content != NULL && i < json_array_get_length (content); i++)
    add_part (message, ponder_json_array_object (content, i));
  if (content == NULL)
    ponder_import_add_text (message, PONDER_PART_TEXT, ponder_json_get_string (source, "content"));
  if (ponder_message_get_role (message) != PONDER_ROLE_ASSISTANT)
    return;

  ponder_message_set_model (message, model);
  ponder_import_set_usage (message, ponder_json_get_object (ponder_json_get_object (source, "metadata"), "usage"));
  set_end (message, source);
}

/* --- the thread --- */

static JsonObject *
read_file (const char *path)
{
  g_autofree char *text = NULL;
  struct stat info;
  gsize length;

  if (stat (path, &info) != 0 || !S_ISREG (info.st_mode) || info.st_size > THREAD_LIMIT
      || !g_file_get_contents (path, &text, &length, NULL))
    return NULL;
  return ponder_json_parse_object (text, (gssize) length, NULL);
}

/* What is said of the thread beside its messages: in the same folder, or in the same folder of the archive. */
static JsonObject *
find_thread (PonderImport *import)
{
  g_autofree char *folder = g_path_get_dirname (import->entry != NULL ? import->entry : import->path);
  g_autoptr(GBytes) piece = NULL;
  const char *json;
  gsize length;

  if (import->entry == NULL)
    {
      g_autofree char *path = g_build_filename (folder, "thread.json", NULL);

      return read_file (path);
    }
  if (import->spill != NULL)
    piece = ponder_import_spill_get (import->spill, "thread", folder);
  json = piece != NULL ? g_bytes_get_data (piece, &length) : NULL;
  return json != NULL ? ponder_json_parse_object (json, (gssize) length, NULL) : NULL;
}

/* The model of the thread. (nullable) */
static const char *
read_thread (PonderConversation *conversation,
             JsonObject         *thread)
{
  PonderSession *session = conversation->session;
  PonderModelConfig *config = ponder_session_get_config (session);
  JsonObject *assistant = ponder_json_array_object (ponder_json_get_array (thread, "assistants"), 0);
  JsonObject *metadata = ponder_json_get_object (thread, "metadata");
  JsonObject *model = ponder_json_get_object (assistant, "model");

  if (model == NULL)
    model = ponder_json_get_object (thread, "model");
  ponder_session_set_created (session, ponder_import_find_time (thread, "created", "created_at", NULL));
  ponder_session_set_updated (session, ponder_import_find_time (thread, "updated", "updated_at", NULL));
  ponder_session_set_pinned (session, ponder_json_get_boolean (metadata, "is_favorite", FALSE)
                                      || ponder_json_get_boolean (thread, "isFavorite", FALSE));
  ponder_import_add_system (config, ponder_json_get_string (assistant, "instructions"));
  ponder_model_config_set_model (config, NULL, ponder_json_get_string (model, "id"));
  return ponder_json_get_string (model, "id");
}

gboolean
ponder_import_jan_read (PonderImport  *import,
                        JsonObject    *object,
                        GError       **error)
{
  JsonArray *messages = ponder_json_get_array (object, "messages");
  g_autoptr(JsonObject) thread = NULL;
  g_autoptr(PonderConversation) conversation = NULL;
  g_autoptr(PonderImportTree) tree = ponder_import_tree_new ();
  g_autoptr(GPtrArray) nodes = NULL;
  const char *id;
  const char *model;

  if (messages == NULL)
    return ponder_import_fail (error, _("It only describes a thread: choose the file messages.jsonl beside it."));

  thread = find_thread (import);
  id = ponder_json_get_string (ponder_json_array_object (messages, 0), "thread_id");
  conversation = ponder_import_begin (import, "jan", id != NULL ? id : ponder_json_get_string (thread, "id"),
                                      ponder_json_get_string (thread, "title"));
  model = read_thread (conversation, thread);
  for (guint i = 0; i < json_array_get_length (messages); i++)
    if (ponder_json_array_object (messages, i) != NULL)
      ponder_import_tree_append (tree, ponder_json_get_string (ponder_json_array_object (messages, i), "id"),
                                 ponder_json_array_object (messages, i));
  nodes = ponder_import_tree_arrange (tree, NULL);
  for (guint i = 0; i < nodes->len; i++)
    {
      PonderImportNode *node = g_ptr_array_index (nodes, i);
      PonderRole role = PONDER_ROLE_USER;

      ponder_import_parse_role (ponder_json_get_string (node->data, "role"), &role);
      read_message (ponder_import_add_node (conversation, node, role), node->data, model);
    }
  ponder_import_take (import, g_steal_pointer (&conversation));
  return TRUE;
}
