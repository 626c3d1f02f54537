/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chats that Open WebUI exports. */

#include "config.h"

#include "ponder-import-shapes.h"

#include <glib/gi18n.h>

#include "ponder-import-details.h"

/* The chat inside of a row of the export, or the chat itself. */
static JsonObject *
get_chat (JsonObject *object)
{
  JsonObject *chat = ponder_json_get_object (object, "chat");

  return chat != NULL ? chat : object;
}

static JsonObject *
get_messages (JsonObject *object)
{
  return ponder_json_get_object (ponder_json_get_object (get_chat (object), "history"), "messages");
}

gboolean
ponder_import_openwebui_matches (JsonObject *object)
{
  JsonObject *chat = ponder_json_get_object (object, "chat");
  JsonObject *first = ponder_json_array_object (ponder_json_get_array (chat, "messages"), 0);

  return get_messages (object) != NULL || ponder_json_get_string (first, "role") != NULL;
}

/* --- what a message says --- */

static void
add_output_content (PonderMessage  *message,
                    PonderPartKind  kind,
                    JsonArray      *content)
{
  for (guint i = 0; content != NULL && i < json_array_get_length (content); i++)
    ponder_import_add_text (message, kind, ponder_json_get_string (ponder_json_array_object (content, i), "text"));
}

/* (transfer full) */
static char *
join_texts (JsonArray *content)
{
  g_autoptr(PonderMessage) read = ponder_import_message_new ("", NULL, PONDER_ROLE_TOOL);

  add_output_content (read, PONDER_PART_TEXT, content);
  return g_strdup (ponder_message_get_text (read));
}

static void
add_output_item (PonderMessage *message,
                 JsonObject    *item)
{
  const char *type = ponder_json_get_string (item, "type");
  const char *call_id = ponder_json_get_string (item, "call_id");

  if (g_strcmp0 (type, "message") == 0)
    add_output_content (message, PONDER_PART_TEXT, ponder_json_get_array (item, "content"));
  else if (g_strcmp0 (type, "reasoning") == 0)
    {
      JsonArray *content = ponder_json_get_array (item, "content");

      if (content == NULL || json_array_get_length (content) == 0)
        content = ponder_json_get_array (item, "summary");
      add_output_content (message, PONDER_PART_REASONING, content);
    }
  else if (g_strcmp0 (type, "function_call") == 0)
    ponder_import_add_call (message, PONDER_PART_TOOL_CALL, ponder_json_get_string (item, "name"), call_id,
                            ponder_json_get_string (item, "arguments"));
  else if (g_strcmp0 (type, "function_call_output") == 0)
    {
      g_autofree char *joined = join_texts (ponder_json_get_array (item, "output"));
      const char *plain = ponder_json_get_string (item, "output");

      ponder_import_add_call (message, PONDER_PART_TOOL_RESULT, NULL, call_id, plain != NULL ? plain : joined);
    }
}

/* The structured output where there is one, else the words with what is folded into them. */
static void
add_words (PonderMessage *message,
           JsonObject    *source)
{
  JsonArray *output = ponder_json_get_array (source, "output");

  for (guint i = 0; output != NULL && i < json_array_get_length (output); i++)
    add_output_item (message, ponder_json_array_object (output, i));
  if (ponder_message_get_parts (message)->len > 0)
    return;

  if (ponder_message_get_role (message) == PONDER_ROLE_ASSISTANT && ponder_json_get_string (source, "content") != NULL)
    ponder_import_add_details (message, ponder_json_get_string (source, "content"));
  else
    ponder_import_add_content (message, ponder_import_get_node (source, "content"));
}

static void
add_file (PonderMessage *message,
          JsonObject    *file)
{
  JsonObject *stored = ponder_json_get_object (file, "file");
  const char *name = ponder_json_get_string (file, "name");
  const char *text = ponder_json_get_string (ponder_json_get_object (stored, "data"), "content");
  const char *url = ponder_json_get_string (file, "url");

  if (name == NULL)
    name = ponder_json_get_string (stored, "filename");
  if (text != NULL)
    ponder_import_add_text_file (message, name, NULL, text);
  else if (url != NULL && g_str_has_prefix (url, "data:"))
    ponder_import_add_url (message, name, url);
  else if (g_strcmp0 (ponder_json_get_string (file, "type"), "image") == 0)
    ponder_import_add_file (message, PONDER_PART_IMAGE, name, NULL, NULL);
  else if (name != NULL)
    ponder_import_add_file (message, PONDER_PART_FILE, name, NULL, NULL);
}

static void
add_sources (PonderMessage *message,
             JsonObject    *source)
{
  JsonArray *sources = ponder_json_get_array (source, "sources");
  g_autoptr(GString) links = g_string_new (NULL);

  for (guint i = 0; sources != NULL && i < json_array_get_length (sources); i++)
    {
      JsonObject *page = ponder_json_get_object (ponder_json_array_object (sources, i), "source");
      const char *url = ponder_json_get_string (page, "url");
      const char *name = ponder_json_get_string (page, "name");

      ponder_import_add_link (links, name, url != NULL ? url : name);
    }
  ponder_import_add_text (message, PONDER_PART_TEXT, links->str);
}

static void
set_end (PonderMessage *message,
         JsonObject    *source)
{
  JsonObject *error = ponder_json_get_object (source, "error");
  g_autofree char *plain = ponder_json_dup_scalar (source, "error");

  if (error != NULL)
    ponder_import_set_error (message, ponder_json_get_string (error, "content"));
  else if (plain != NULL && g_strcmp0 (plain, "false") != 0)
    ponder_import_set_error (message, g_strcmp0 (plain, "true") != 0 ? plain : NULL);
  else if (!ponder_json_get_boolean (source, "done", TRUE))
    ponder_message_set_state (message, PONDER_MESSAGE_INTERRUPTED);
}

static void
read_message (PonderMessage *message,
              JsonObject    *source)
{
  JsonArray *files = ponder_json_get_array (source, "files");

  ponder_message_set_created (message, ponder_import_get_time (source, "timestamp"));
  add_words (message, source);
  for (guint i = 0; files != NULL && i < json_array_get_length (files); i++)
    add_file (message, ponder_json_array_object (files, i));
  if (ponder_message_get_role (message) != PONDER_ROLE_ASSISTANT)
    return;

  add_sources (message, source);
  ponder_message_set_model (message, ponder_json_get_string (source, "model"));
  ponder_import_set_usage (message, ponder_json_get_object (source, "usage"));
  if (ponder_message_get_usage (message) == NULL)
    ponder_import_set_usage (message, ponder_json_get_object (source, "info"));
  set_end (message, source);
}

/* --- the chat --- */

/* The strings stay those of the file. */
static void
add_tags (GPtrArray *all,
          JsonArray *tags)
{
  for (guint i = 0; tags != NULL && i < json_array_get_length (tags); i++)
    {
      JsonObject *object = ponder_json_array_object (tags, i);
      const char *tag = object != NULL ? ponder_json_get_string (object, "name") : ponder_json_array_string (tags, i);

      if (tag != NULL)
        g_ptr_array_add (all, (char *) tag);
    }
}

static void
read_tags (PonderSession *session,
           JsonObject    *object)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new ();

  add_tags (all, ponder_json_get_array (get_chat (object), "tags"));
  add_tags (all, ponder_json_get_array (ponder_json_get_object (object, "meta"), "tags"));
  g_ptr_array_add (all, NULL);
  ponder_session_set_tags (session, (const char *const *) all->pdata);
}

static void
read_session (PonderConversation *conversation,
              JsonObject         *object)
{
  PonderSession *session = conversation->session;
  PonderModelConfig *config = ponder_session_get_config (session);
  JsonObject *chat = get_chat (object);
  JsonObject *params = ponder_json_get_object (chat, "params");
  gint64 created = ponder_import_get_time (object, "created_at");

  ponder_session_set_created (session, created != 0 ? created : ponder_import_get_time (chat, "timestamp"));
  ponder_session_set_updated (session, ponder_import_get_time (object, "updated_at"));
  ponder_session_set_pinned (session, ponder_json_get_boolean (object, "pinned", FALSE));
  ponder_session_set_archived (session, ponder_json_get_boolean (object, "archived", FALSE));
  ponder_import_add_system (config, ponder_json_get_string (params, "system"));
  ponder_import_add_system (config, ponder_json_get_string (chat, "system"));
  ponder_import_set_config (config, params);
  ponder_model_config_set_model (config, NULL, ponder_json_array_string (ponder_json_get_array (chat, "models"), 0));
  read_tags (session, object);
}

static void
add_history (PonderImportTree *tree,
             JsonObject       *messages)
{
  JsonObjectIter iter;
  const char *id;
  JsonNode *member;

  json_object_iter_init_ordered (&iter, messages);
  while (json_object_iter_next_ordered (&iter, &id, &member))
    if (JSON_NODE_HOLDS_OBJECT (member))
      ponder_import_tree_add (tree, id, ponder_json_get_string (json_node_get_object (member), "parentId"),
                              json_node_get_object (member), TRUE);
}

/* Old chats are a list. */
static void
add_list (PonderImportTree *tree,
          JsonArray        *messages)
{
  for (guint i = 0; messages != NULL && i < json_array_get_length (messages); i++)
    {
      JsonObject *source = ponder_json_array_object (messages, i);

      if (source != NULL)
        ponder_import_tree_append (tree, ponder_json_get_string (source, "id"), source);
    }
}

gboolean
ponder_import_openwebui_read (PonderImport  *import,
                              JsonObject    *object,
                              GError       **error)
{
  JsonObject *chat = get_chat (object);
  const char *title = ponder_json_get_string (object, "title");
  g_autofree char *id = ponder_import_get_id (object, "id");
  g_autoptr(PonderImportTree) tree = ponder_import_tree_new ();
  g_autoptr(PonderConversation) conversation = NULL;
  g_autoptr(GPtrArray) nodes = NULL;

  conversation = ponder_import_begin (import, "openwebui", id,
                                      title != NULL ? title : ponder_json_get_string (chat, "title"));
  read_session (conversation, object);
  if (get_messages (object) != NULL && json_object_get_size (get_messages (object)) > 0)
    add_history (tree, get_messages (object));
  else
    add_list (tree, ponder_json_get_array (chat, "messages"));
  nodes = ponder_import_tree_arrange (tree, ponder_json_get_string (ponder_json_get_object (chat, "history"),
                                                                    "currentId"));
  for (guint i = 0; i < nodes->len; i++)
    {
      PonderImportNode *node = g_ptr_array_index (nodes, i);
      PonderRole role = PONDER_ROLE_USER;

      ponder_import_parse_role (ponder_json_get_string (node->data, "role"), &role);
      read_message (ponder_import_add_node (conversation, node, role), node->data);
    }
  if (conversation->messages->len == 0)
    return ponder_import_fail (error, _("It has no messages."));

  ponder_import_take (import, g_steal_pointer (&conversation));
  return TRUE;
}
