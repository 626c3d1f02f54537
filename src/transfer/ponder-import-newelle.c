/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chats that Newelle exports. */

#include "config.h"

#include "ponder-import-shapes.h"

#include <glib/gi18n.h>

static JsonArray *
get_messages (JsonObject *chat)
{
  return ponder_json_get_array (chat, "messages");
}

/* One chat, as it stands in the file or in the list of its chats. */
static gboolean
is_chat (JsonObject *object)
{
  JsonObject *first = ponder_json_array_object (get_messages (object), 0);

  return ponder_json_get_string (first, "User") != NULL && ponder_import_has (first, "Message");
}

gboolean
ponder_import_newelle_matches (JsonObject *object)
{
  JsonObject *metadata = ponder_json_get_object (object, "export_metadata");

  return g_strcmp0 (ponder_json_get_string (metadata, "exported_by"), "Newelle") == 0 || is_chat (object);
}

/* "Console" is what a command printed, "File..." what the user gave. */
static PonderRole
get_role (JsonObject *source)
{
  const char *user = ponder_json_get_string (source, "User");

  if (g_strcmp0 (user, "Assistant") == 0)
    return PONDER_ROLE_ASSISTANT;
  return g_strcmp0 (user, "Console") == 0 ? PONDER_ROLE_TOOL : PONDER_ROLE_USER;
}

static void
read_message (PonderMessage *message,
              JsonObject    *source)
{
  const char *text = ponder_json_get_string (source, "Message");
  const char *user = ponder_json_get_string (source, "User");

  if (text == NULL)
    return;
  if (ponder_message_get_role (message) == PONDER_ROLE_TOOL)
    ponder_import_add_call (message, PONDER_PART_TOOL_RESULT, user, NULL, text);
  else if (user != NULL && g_str_has_prefix (user, "File"))
    ponder_import_add_text_file (message, user, NULL, text);
  else
    ponder_import_add_text (message, PONDER_PART_TEXT, text);
}

/* The times in the file are those of the export: when it was said is not known. */
static void
read_chat (PonderImport *import,
           JsonObject   *chat)
{
  JsonArray *messages = get_messages (chat);
  g_autoptr(PonderConversation) conversation = NULL;
  g_autoptr(PonderImportTree) tree = ponder_import_tree_new ();
  g_autoptr(GPtrArray) nodes = NULL;

  conversation = ponder_import_begin (import, "newelle", NULL, ponder_json_get_string (chat, "name"));
  for (guint i = 0; messages != NULL && i < json_array_get_length (messages); i++)
    {
      JsonObject *source = ponder_json_array_object (messages, i);

      if (source != NULL)
        ponder_import_tree_append (tree, ponder_json_get_string (source, "UUID"), source);
    }
  nodes = ponder_import_tree_arrange (tree, NULL);
  for (guint i = 0; i < nodes->len; i++)
    {
      PonderImportNode *node = g_ptr_array_index (nodes, i);

      read_message (ponder_import_add_node (conversation, node, get_role (node->data)), node->data);
    }
  ponder_import_take (import, g_steal_pointer (&conversation));
}

gboolean
ponder_import_newelle_read (PonderImport  *import,
                            JsonObject    *object,
                            GError       **error)
{
  JsonArray *chats = ponder_json_get_array (object, "chats");
  JsonObject *chat = ponder_json_get_object (object, "chat");

  if (is_chat (object))
    read_chat (import, object);
  if (chat != NULL)
    read_chat (import, chat);
  for (guint i = 0; chats != NULL && i < json_array_get_length (chats); i++)
    if (ponder_json_array_object (chats, i) != NULL)
      read_chat (import, ponder_json_array_object (chats, i));
  return TRUE;
}
