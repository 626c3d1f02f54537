/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data export of Claude. */

#include "config.h"

#include "ponder-import-shapes.h"

#include <glib/gi18n.h>

gboolean
ponder_import_claude_matches (JsonObject *object)
{
  return ponder_json_get_array (object, "chat_messages") != NULL;
}

static const char *
get_string (JsonObject *object,
            const char *member)
{
  const char *text = ponder_json_get_string (object, member);

  return text != NULL && *text != '\0' ? text : NULL;
}

/* --- what a message says --- */

/* The milliseconds that a block took, -1 when nobody says. */
static gint64
get_duration (JsonObject *block)
{
  gint64 start = ponder_import_get_time (block, "start_timestamp");
  gint64 stop = ponder_import_get_time (block, "stop_timestamp");

  return start != 0 && stop >= start ? (stop - start) / 1000 : -1;
}

static void
add_text_block (PonderMessage *message,
                JsonObject    *block)
{
  JsonArray *citations = ponder_json_get_array (block, "citations");
  g_autoptr(GString) text = g_string_new (ponder_json_get_string (block, "text"));

  for (guint i = 0; citations != NULL && i < json_array_get_length (citations); i++)
    {
      JsonObject *citation = ponder_json_array_object (citations, i);
      JsonObject *details = ponder_json_get_object (citation, "details");
      const char *url = ponder_json_get_string (citation, "url");

      ponder_import_add_link (text, ponder_json_get_string (citation, "title"),
                              url != NULL ? url : ponder_json_get_string (details, "url"));
    }
  ponder_import_add_text (message, PONDER_PART_TEXT, text->str);
}

static void
add_tool_use (PonderMessage *message,
              JsonObject    *block)
{
  JsonObject *input = ponder_json_get_object (block, "input");
  g_autofree char *arguments = input != NULL ? ponder_json_take_to_string (json_object_ref (input)) : NULL;

  ponder_import_add_call (message, PONDER_PART_TOOL_CALL, ponder_json_get_string (block, "name"),
                          ponder_json_get_string (block, "id"), arguments);
}

static void
add_tool_result (PonderMessage *message,
                 JsonObject    *block)
{
  g_autoptr(PonderMessage) read = ponder_import_message_new ("", NULL, PONDER_ROLE_TOOL);

  ponder_import_add_content (read, ponder_import_get_node (block, "content"));
  ponder_import_add_call (message, PONDER_PART_TOOL_RESULT, ponder_json_get_string (block, "name"),
                          ponder_json_get_string (block, "tool_use_id"), ponder_message_get_text (read));
}

static void
add_block (PonderMessage *message,
           JsonObject    *block)
{
  const char *type = ponder_json_get_string (block, "type");

  if (g_strcmp0 (type, "text") == 0)
    add_text_block (message, block);
  else if (g_strcmp0 (type, "thinking") == 0)
    {
      ponder_import_add_text (message, PONDER_PART_REASONING, ponder_json_get_string (block, "thinking"));
      if (get_duration (block) >= 0)
        ponder_message_set_reasoning_ms (message, get_duration (block));
    }
  else if (g_strcmp0 (type, "tool_use") == 0)
    add_tool_use (message, block);
  else if (g_strcmp0 (type, "tool_result") == 0)
    add_tool_result (message, block);
}

/* Text that was pasted, when nothing else was said, is what was said; anything else is a file. */
static void
add_attachments (PonderMessage *message,
                 JsonObject    *source)
{
  JsonArray *attachments = ponder_json_get_array (source, "attachments");
  gboolean is_silent = *ponder_message_get_text (message) == '\0';

  for (guint i = 0; attachments != NULL && i < json_array_get_length (attachments); i++)
    {
      JsonObject *attachment = ponder_json_array_object (attachments, i);
      const char *text = get_string (attachment, "extracted_content");
      const char *name = get_string (attachment, "file_name");
      const char *type = get_string (attachment, "file_type");

      if (text != NULL && is_silent && (name == NULL || g_str_has_prefix (name, "paste")))
        ponder_import_add_text (message, PONDER_PART_TEXT, text);
      else if (text != NULL)
        ponder_import_add_text_file (message, name, type, text);
      else if (name != NULL)
        ponder_import_add_file (message, PONDER_PART_FILE, name, type, NULL);
    }
}

/* Only their names are in the export. */
static void
add_files (PonderMessage *message,
           JsonObject    *source)
{
  JsonArray *files = ponder_json_get_array (source, "files");

  for (guint i = 0; files != NULL && i < json_array_get_length (files); i++)
    {
      JsonObject *file = ponder_json_array_object (files, i);
      const char *name = get_string (file, "file_name");
      gboolean is_image = g_strcmp0 (ponder_json_get_string (file, "file_kind"), "image") == 0;

      if (name != NULL)
        ponder_import_add_file (message, is_image ? PONDER_PART_IMAGE : PONDER_PART_FILE, name, NULL, NULL);
    }
}

static void
read_message (PonderMessage *message,
              JsonObject    *source,
              const char    *model)
{
  JsonArray *content = ponder_json_get_array (source, "content");

  ponder_message_set_created (message, ponder_import_find_time (source, "created_at", "updated_at", NULL));
  if (ponder_message_get_role (message) == PONDER_ROLE_ASSISTANT)
    ponder_message_set_model (message, get_string (source, "model") != NULL ? get_string (source, "model") : model);
  for (guint i = 0; content != NULL && i < json_array_get_length (content); i++)
    add_block (message, ponder_json_array_object (content, i));
  if (*ponder_message_get_text (message) == '\0')
    ponder_import_add_text (message, PONDER_PART_TEXT, ponder_json_get_string (source, "text"));
  add_attachments (message, source);
  add_files (message, source);
}

/* --- the tree --- */

static int
compare_times_cb (gconstpointer a,
                  gconstpointer b,
                  gpointer      user_data)
{
  gint64 first = ponder_import_get_time (*(JsonObject *const *) a, "created_at");
  gint64 second = ponder_import_get_time (*(JsonObject *const *) b, "created_at");

  return first < second ? -1 : first > second;
}

/* (element-type JsonObject), lent, oldest first; the file's order where times do not tell. */
static GPtrArray *
sort_messages (JsonArray *messages)
{
  GPtrArray *sorted = g_ptr_array_new ();

  for (guint i = 0; i < json_array_get_length (messages); i++)
    if (ponder_json_array_object (messages, i) != NULL)
      g_ptr_array_add (sorted, ponder_json_array_object (messages, i));
  g_ptr_array_sort_with_data (sorted, compare_times_cb, NULL);
  return sorted;
}

/* The first message's parent is an id that no message has; files of older kinds have no parents at all. */
static void
add_nodes (PonderImportTree *tree,
           GPtrArray        *messages)
{
  gboolean has_parents = FALSE;

  for (guint i = 0; i < messages->len; i++)
    has_parents |= get_string (messages->pdata[i], "parent_message_uuid") != NULL;
  for (guint i = 0; i < messages->len; i++)
    {
      JsonObject *source = messages->pdata[i];
      const char *id = ponder_json_get_string (source, "uuid");

      if (has_parents)
        ponder_import_tree_add (tree, id, ponder_json_get_string (source, "parent_message_uuid"), source, TRUE);
      else
        ponder_import_tree_append (tree, id, source);
    }
}

static void
read_session (PonderImport       *import,
              PonderConversation *conversation,
              JsonObject         *object)
{
  PonderSession *session = conversation->session;
  const char *project = get_string (object, "project_uuid");
  const char *name = get_string (ponder_json_get_object (object, "project"), "name");

  ponder_session_set_created (session, ponder_import_get_time (object, "created_at"));
  ponder_session_set_updated (session, ponder_import_get_time (object, "updated_at"));
  ponder_session_set_pinned (session, ponder_json_get_boolean (object, "is_starred", FALSE));
  ponder_model_config_set_model (ponder_session_get_config (session), NULL, get_string (object, "model"));
  if (name == NULL && project != NULL && import->projects != NULL)
    name = g_hash_table_lookup (import->projects, project);
  if (name != NULL)
    ponder_session_set_tag (session, name, TRUE);
}

gboolean
ponder_import_claude_read (PonderImport  *import,
                           JsonObject    *object,
                           GError       **error)
{
  g_autoptr(PonderImportTree) tree = ponder_import_tree_new ();
  g_autoptr(GPtrArray) messages = sort_messages (ponder_json_get_array (object, "chat_messages"));
  g_autoptr(PonderConversation) conversation = NULL;
  g_autoptr(GPtrArray) nodes = NULL;

  conversation = ponder_import_begin (import, "claude", ponder_json_get_string (object, "uuid"),
                                      ponder_json_get_string (object, "name"));
  read_session (import, conversation, object);
  add_nodes (tree, messages);
  nodes = ponder_import_tree_arrange (tree, ponder_json_get_string (object, "current_leaf_message_uuid"));
  for (guint i = 0; i < nodes->len; i++)
    {
      PonderImportNode *node = g_ptr_array_index (nodes, i);
      PonderRole role = PONDER_ROLE_USER;

      ponder_import_parse_role (ponder_json_get_string (node->data, "sender"), &role);
      read_message (ponder_import_add_node (conversation, node, role), node->data,
                    ponder_json_get_string (object, "model"));
    }
  if (conversation->messages->len == 0)
    return ponder_import_fail (error, _("It has no messages."));

  ponder_import_take (import, g_steal_pointer (&conversation));
  return TRUE;
}
