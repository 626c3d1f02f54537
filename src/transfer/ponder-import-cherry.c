/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The backup of Cherry Studio, up to version 5: tables that refer to one another, so that they wait on the disk. */

#include "config.h"

#include "ponder-import-shapes.h"

#include <glib/gi18n.h>

#include "ponder-import-spill.h"

/* What is known of a topic besides its messages: its name and whose it is. */
typedef struct
{
  PonderImport *import;
  JsonObject   *state;          /* (nullable): of the assistants */
  GHashTable   *topics;         /* id -> JsonObject, lent */
  GHashTable   *assistants;     /* id of a topic -> JsonObject of its assistant, lent */
} Backup;

static void
backup_clear (Backup *backup)
{
  g_clear_pointer (&backup->state, json_object_unref);
  g_clear_pointer (&backup->topics, g_hash_table_unref);
  g_clear_pointer (&backup->assistants, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Backup, backup_clear)

/* A topic on its own, as a table has it. */
gboolean
ponder_import_cherry_matches (JsonObject *object)
{
  return (ponder_import_has (object, "indexedDB") && ponder_import_has (object, "version"))
         || (ponder_import_has (object, "localStorage") && ponder_import_has (object, "version"));
}

gboolean
ponder_import_cherry_keep (PonderImport *import,
                           const char   *table,
                           const char   *text,
                           gsize         length)
{
  PonderImportSpill *spill = ponder_import_get_spill (import);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) row = ponder_json_parse_object (text, (gssize) length, &error);
  g_autofree char *id = ponder_import_get_id (row, "id");

  if (spill == NULL)
    return FALSE;
  if (row == NULL || id == NULL)
    {
      ponder_import_skip (import, table, error != NULL ? error->message : _("An entry has no id."));
      return TRUE;
    }
  ponder_import_set_format (import, "cherry-studio");
  return ponder_import_spill_put (spill, table, id, text, length, &import->failure);
}

static JsonObject *
find_piece (PonderImport *import,
            const char   *table,
            const char   *id)
{
  g_autoptr(GBytes) piece = id != NULL ? ponder_import_spill_get (import->spill, table, id) : NULL;
  gsize length;
  const char *json = piece != NULL ? g_bytes_get_data (piece, &length) : NULL;

  return json != NULL ? ponder_json_parse_object (json, (gssize) length, NULL) : NULL;
}

/* --- what a message says --- */

static void
add_image (PonderMessage *message,
           JsonObject    *block)
{
  JsonObject *file = ponder_json_get_object (block, "file");
  JsonArray *images = ponder_json_get_array (ponder_json_get_object (ponder_json_get_object (block, "metadata"),
                                                                     "generateImageResponse"), "images");
  const char *name = ponder_json_get_string (file, "origin_name");

  for (guint i = 0; images != NULL && i < json_array_get_length (images); i++)
    ponder_import_add_url (message, NULL, ponder_json_array_string (images, i));
  if (ponder_json_get_string (block, "url") != NULL)
    ponder_import_add_url (message, name, ponder_json_get_string (block, "url"));
  else if (file != NULL)
    ponder_import_add_file (message, PONDER_PART_IMAGE, name, NULL, NULL);
}

static void
add_tool (PonderMessage *message,
          JsonObject    *block)
{
  JsonNode *arguments = ponder_import_get_node (block, "arguments");
  JsonNode *content = ponder_import_get_node (block, "content");
  const char *name = ponder_json_get_string (block, "toolName");
  const char *id = ponder_json_get_string (block, "toolId");
  g_autofree char *call = arguments != NULL ? ponder_json_to_string (arguments) : NULL;
  g_autofree char *result = ponder_json_dup_scalar (block, "content");

  if (result == NULL && content != NULL)
    result = ponder_json_to_string (content);
  ponder_import_add_call (message, PONDER_PART_TOOL_CALL, name, id, call);
  if (result != NULL)
    ponder_import_add_call (message, PONDER_PART_TOOL_RESULT, name, id, result);
}

static void
add_block (PonderMessage *message,
           JsonObject    *block)
{
  const char *type = ponder_json_get_string (block, "type");
  const char *content = ponder_json_get_string (block, "content");
  double ms;

  if (g_strcmp0 (type, "thinking") == 0)
    {
      ponder_import_add_text (message, PONDER_PART_REASONING, content);
      if (ponder_json_get_double (block, "thinking_millsec", &ms) && ms >= 0 && ms < 1e9)
        ponder_message_set_reasoning_ms (message, (gint64) ms);
    }
  else if (g_strcmp0 (type, "image") == 0)
    add_image (message, block);
  else if (g_strcmp0 (type, "file") == 0)
    ponder_import_add_file (message, PONDER_PART_FILE,
                            ponder_json_get_string (ponder_json_get_object (block, "file"), "origin_name"), NULL, NULL);
  else if (g_strcmp0 (type, "tool") == 0)
    add_tool (message, block);
  else if (g_strcmp0 (type, "error") == 0)
    {
      JsonObject *error = ponder_json_get_object (block, "error");

      ponder_import_set_error (message, error != NULL ? ponder_json_get_string (error, "message") : content);
    }
  else if (g_strcmp0 (type, "citation") != 0 && g_strcmp0 (type, "translation") != 0)
    ponder_import_add_text (message, PONDER_PART_TEXT, content);
}

static void
read_message (PonderImport  *import,
              PonderMessage *message,
              JsonObject    *source)
{
  JsonArray *blocks = ponder_json_get_array (source, "blocks");
  JsonObject *model = ponder_json_get_object (source, "model");
  const char *status = ponder_json_get_string (source, "status");

  ponder_message_set_created (message, ponder_import_find_time (source, "createdAt", "updatedAt", NULL));
  for (guint i = 0; blocks != NULL && i < json_array_get_length (blocks); i++)
    {
      g_autoptr(JsonObject) block = find_piece (import, "message_blocks", ponder_json_array_string (blocks, i));

      if (block != NULL)
        add_block (message, block);
    }
  if (ponder_message_get_parts (message)->len == 0)
    {
      ponder_import_add_text (message, PONDER_PART_REASONING, ponder_json_get_string (source, "reasoning_content"));
      ponder_import_add_content (message, ponder_import_get_node (source, "content"));
    }
  if (ponder_message_get_role (message) != PONDER_ROLE_ASSISTANT)
    return;

  ponder_message_set_model (message, model != NULL ? ponder_json_get_string (model, "id")
                                                   : ponder_json_get_string (source, "modelId"));
  ponder_message_set_provider (message, ponder_json_get_string (model, "provider"));
  ponder_import_set_usage (message, ponder_json_get_object (source, "usage"));
  if (g_strcmp0 (status, "paused") == 0)
    ponder_message_set_state (message, PONDER_MESSAGE_STOPPED);
}

/* --- the tree --- */

/* Answers to one question by several models are siblings; what comes next hangs on the one that was marked, else on
 * the last. */
static void
add_nodes (PonderImportTree *tree,
           JsonArray        *messages)
{
  const char *question = NULL;
  const char *last = NULL;
  const char *marked = NULL;

  for (guint i = 0; messages != NULL && i < json_array_get_length (messages); i++)
    {
      JsonObject *source = ponder_json_array_object (messages, i);
      const char *id = ponder_json_get_string (source, "id");
      const char *asked = ponder_json_get_string (source, "askId");
      gboolean is_sibling = asked != NULL && question != NULL && g_strcmp0 (asked, question) == 0;

      if (source == NULL)
        continue;
      if (is_sibling)
        ponder_import_tree_add (tree, id, asked, source, TRUE);
      else if (last != NULL || marked != NULL)
        ponder_import_tree_add (tree, id, marked != NULL ? marked : last, source, TRUE);
      else
        ponder_import_tree_append (tree, id, source);
      if (!is_sibling)
        {
          question = id;
          marked = NULL;
        }
      else if (ponder_json_get_boolean (source, "foldSelected", FALSE))
        marked = id;
      last = id;
    }
}

static void
read_session (Backup             *backup,
              PonderConversation *conversation,
              const char         *id)
{
  PonderSession *session = conversation->session;
  PonderModelConfig *config = ponder_session_get_config (session);
  JsonObject *topic = backup->topics != NULL ? g_hash_table_lookup (backup->topics, id) : NULL;
  JsonObject *assistant = topic != NULL ? g_hash_table_lookup (backup->assistants, id) : NULL;
  JsonObject *model = ponder_json_get_object (assistant, "model");
  const char *name = ponder_json_get_string (assistant, "name");

  if (topic == NULL)
    return;

  ponder_session_set_created (session, ponder_import_get_time (topic, "createdAt"));
  ponder_session_set_updated (session, ponder_import_get_time (topic, "updatedAt"));
  ponder_session_set_pinned (session, ponder_json_get_boolean (topic, "pinned", FALSE));
  ponder_import_add_system (config, ponder_json_get_string (topic, "prompt"));
  ponder_import_add_system (config, ponder_json_get_string (assistant, "prompt"));
  ponder_model_config_set_model (config, ponder_json_get_string (model, "provider"),
                                 ponder_json_get_string (model, "id"));
  if (name != NULL)
    ponder_session_set_tag (session, name, TRUE);
}

static gboolean
read_topic_cb (const char *id,
               GBytes     *piece,
               gpointer    user_data)
{
  Backup *backup = user_data;
  PonderImport *import = backup->import;
  gsize length;
  const char *json = g_bytes_get_data (piece, &length);
  g_autoptr(JsonObject) topic = ponder_json_parse_object (json, (gssize) length, NULL);
  JsonObject *details = backup->topics != NULL ? g_hash_table_lookup (backup->topics, id) : NULL;
  g_autoptr(PonderImportTree) tree = ponder_import_tree_new ();
  g_autoptr(PonderConversation) conversation = NULL;
  g_autoptr(GPtrArray) nodes = NULL;

  import->n_chats++;
  conversation = ponder_import_begin (import, "cherry-studio", id, ponder_json_get_string (details, "name"));
  read_session (backup, conversation, id);
  add_nodes (tree, ponder_json_get_array (topic, "messages"));
  nodes = ponder_import_tree_arrange (tree, NULL);
  for (guint i = 0; i < nodes->len; i++)
    {
      PonderImportNode *node = g_ptr_array_index (nodes, i);
      PonderRole role = PONDER_ROLE_USER;

      ponder_import_parse_role (ponder_json_get_string (node->data, "role"), &role);
      read_message (import, ponder_import_add_node (conversation, node, role), node->data);
    }
  ponder_import_take (import, g_steal_pointer (&conversation));
  return ponder_import_goes_on (import);
}

/* --- the rest of the backup --- */

/* The program's state is text inside of text. Of it only the assistants are looked at; servers and their keys are in
 * it too. */
static JsonObject *
find_state (JsonObject *rest)
{
  JsonObject *storage = ponder_json_get_object (rest, "localStorage");
  const char *state = ponder_json_get_string (storage, "persist:cherry-studio");
  g_autoptr(JsonObject) parsed = state != NULL ? ponder_json_parse_object (state, -1, NULL) : NULL;
  const char *assistants = ponder_json_get_string (parsed, "assistants");

  return assistants != NULL ? ponder_json_parse_object (assistants, -1, NULL) : NULL;
}

static void
list_topics (Backup     *backup,
             JsonObject *assistant)
{
  JsonArray *topics = ponder_json_get_array (assistant, "topics");

  for (guint i = 0; topics != NULL && i < json_array_get_length (topics); i++)
    {
      JsonObject *topic = ponder_json_array_object (topics, i);
      const char *id = ponder_json_get_string (topic, "id");

      if (id == NULL)
        continue;
      g_hash_table_insert (backup->topics, (gpointer) id, topic);
      g_hash_table_insert (backup->assistants, (gpointer) id, assistant);
    }
}

static void
read_state (Backup     *backup,
            JsonObject *rest)
{
  JsonArray *assistants;

  if (!(backup->state = find_state (rest)))
    return;

  backup->topics = g_hash_table_new (g_str_hash, g_str_equal);
  backup->assistants = g_hash_table_new (g_str_hash, g_str_equal);
  assistants = ponder_json_get_array (backup->state, "assistants");
  for (guint i = 0; assistants != NULL && i < json_array_get_length (assistants); i++)
    list_topics (backup, ponder_json_array_object (assistants, i));
  list_topics (backup, ponder_json_get_object (backup->state, "defaultAssistant"));
}

static void
refuse (GError **error)
{
  ponder_import_fail (error, _("This backup of Cherry Studio is of version 6 or newer and cannot be read. In Cherry "
                               "Studio, export the topics themselves."));
}

gboolean
ponder_import_cherry_finish (PonderImport *import,
                             JsonObject   *rest)
{
  g_auto(Backup) backup = { .import = import };
  gint64 version = 0;

  if (g_strcmp0 (import->format, "cherry-studio") != 0)
    return FALSE;

  if (ponder_json_get_int (rest, "version", &version) && version >= 6)
    {
      refuse (&import->failure);
      return TRUE;
    }
  read_state (&backup, rest);
  if (import->spill != NULL)
    ponder_import_spill_foreach (import->spill, "topics", read_topic_cb, &backup);
  return TRUE;
}

/* A backup without topics. */
gboolean
ponder_import_cherry_read (PonderImport  *import,
                           JsonObject    *object,
                           GError       **error)
{
  gint64 version = 0;

  if (ponder_json_get_int (object, "version", &version) && version >= 6)
    {
      refuse (&import->failure);
      return TRUE;
    }
  return ponder_import_fail (error, _("It has no messages."));
}
