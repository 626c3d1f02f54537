/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chats that LibreChat exports, as a list or as a tree. */

#include "config.h"

#include "ponder-import-shapes.h"

#include <glib/gi18n.h>

/* Messages that are still to be looked at, with the one they stand in. */
typedef struct
{
  JsonArray  *messages;
  guint       next;
  const char *parent;
} Level;

static JsonArray *
get_messages (JsonObject *object)
{
  JsonArray *messages = ponder_json_get_array (object, "messages");

  return messages != NULL ? messages : ponder_json_get_array (object, "messagesTree");
}

gboolean
ponder_import_librechat_matches (JsonObject *object)
{
  return ponder_json_get_string (object, "conversationId") != NULL && get_messages (object) != NULL;
}

/* --- what a message says --- */

/* A string, or an object with it. */
static const char *
get_text (JsonObject *part,
          const char *member)
{
  const char *text = ponder_json_get_string (part, member);

  return text != NULL ? text : ponder_json_get_string (ponder_json_get_object (part, member), "value");
}

static void
add_call (PonderMessage *message,
          JsonObject    *call)
{
  g_autofree char *arguments = ponder_json_dup_scalar (call, "args");
  JsonObject *object = ponder_json_get_object (call, "args");
  const char *name = ponder_json_get_string (call, "name");
  const char *id = ponder_json_get_string (call, "id");

  if (arguments == NULL && object != NULL)
    arguments = ponder_json_take_to_string (json_object_ref (object));
  ponder_import_add_call (message, PONDER_PART_TOOL_CALL, name, id, arguments);
  if (ponder_json_get_string (call, "output") != NULL)
    ponder_import_add_call (message, PONDER_PART_TOOL_RESULT, name, id, ponder_json_get_string (call, "output"));
}

static void
add_part (PonderMessage *message,
          JsonObject    *part)
{
  const char *type = ponder_json_get_string (part, "type");

  if (g_strcmp0 (type, "text") == 0)
    ponder_import_add_text (message, PONDER_PART_TEXT, get_text (part, "text"));
  else if (g_strcmp0 (type, "think") == 0)
    ponder_import_add_text (message, PONDER_PART_REASONING, get_text (part, "think"));
  else if (g_strcmp0 (type, "tool_call") == 0)
    add_call (message, ponder_json_get_object (part, "tool_call"));
  else if (g_strcmp0 (type, "image_url") == 0)
    ponder_import_add_url (message, NULL, ponder_json_get_string (ponder_json_get_object (part, "image_url"), "url"));
  else if (g_strcmp0 (type, "error") == 0)
    ponder_import_set_error (message, get_text (part, "error"));
}

/* The export has the names only. */
static void
add_files (PonderMessage *message,
           JsonArray     *files)
{
  for (guint i = 0; files != NULL && i < json_array_get_length (files); i++)
    {
      JsonObject *file = ponder_json_array_object (files, i);
      const char *name = ponder_json_get_string (file, "filename");
      const char *type = ponder_json_get_string (file, "type");
      gboolean is_image = type != NULL && g_str_has_prefix (type, "image/");

      if (name != NULL)
        ponder_import_add_file (message, is_image ? PONDER_PART_IMAGE : PONDER_PART_FILE, name, type, NULL);
    }
}

static void
set_end (PonderMessage *message,
         JsonObject    *source)
{
  const char *finish = ponder_json_get_string (source, "finish_reason");

  if (ponder_json_get_boolean (source, "error", FALSE))
    ponder_import_set_error (message, ponder_json_get_string (source, "text"));
  else if (ponder_json_get_boolean (source, "unfinished", FALSE))
    ponder_message_set_state (message, PONDER_MESSAGE_STOPPED);
  if (g_strcmp0 (finish, "length") == 0 || g_strcmp0 (finish, "max_tokens") == 0)
    ponder_message_set_finish (message, PONDER_FINISH_LENGTH);
  else if (g_strcmp0 (finish, "stop") == 0 || g_strcmp0 (finish, "end_turn") == 0)
    ponder_message_set_finish (message, PONDER_FINISH_STOP);
}

static void
read_message (PonderMessage *message,
              JsonObject    *source,
              const char    *default_model)
{
  JsonArray *content = ponder_json_get_array (source, "content");
  const char *model = ponder_json_get_string (source, "model");
  g_autoptr(PonderUsage) usage = ponder_usage_new ();

  ponder_message_set_created (message, ponder_import_find_time (source, "createdAt", "updatedAt", NULL));
  for (guint i = 0; content != NULL && i < json_array_get_length (content); i++)
    add_part (message, ponder_json_array_object (content, i));
  if (*ponder_message_get_text (message) == '\0' && !ponder_json_get_boolean (source, "error", FALSE))
    ponder_import_add_text (message, PONDER_PART_TEXT, ponder_json_get_string (source, "text"));
  add_files (message, ponder_json_get_array (source, "files"));
  if (ponder_message_get_role (message) != PONDER_ROLE_ASSISTANT)
    return;

  ponder_message_set_model (message, model != NULL ? model : default_model);
  if (ponder_json_get_int (source, "tokenCount", &usage->output) && usage->output > 0)
    ponder_message_set_usage (message, usage);
  set_end (message, source);
}

/* --- the tree --- */

static void
add_nodes (PonderImportTree *tree,
           JsonArray        *messages)
{
  g_autoptr(GArray) levels = g_array_new (FALSE, FALSE, sizeof (Level));
  Level level = { messages, 0, NULL };

  g_array_append_val (levels, level);
  while (levels->len > 0)
    {
      Level *at = &g_array_index (levels, Level, levels->len - 1);
      JsonObject *source;
      const char *parent;

      if (at->next == json_array_get_length (at->messages))
        {
          g_array_set_size (levels, levels->len - 1);
          continue;
        }
      if (!(source = ponder_json_array_object (at->messages, at->next++)))
        continue;

      parent = ponder_json_get_string (source, "parentMessageId");
      level = (Level) { ponder_json_get_array (source, "children"), 0, ponder_json_get_string (source, "messageId") };
      ponder_import_tree_add (tree, level.parent, parent != NULL ? parent : at->parent, source, TRUE);
      if (level.messages != NULL)
        g_array_append_val (levels, level);
    }
}

static gboolean
has_parents (JsonArray *messages)
{
  for (guint i = 0; i < json_array_get_length (messages); i++)
    {
      JsonObject *source = ponder_json_array_object (messages, i);

      if (ponder_json_get_string (source, "parentMessageId") != NULL
          || ponder_json_get_array (source, "children") != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
add_list (PonderImportTree *tree,
          JsonArray        *messages)
{
  for (guint i = 0; i < json_array_get_length (messages); i++)
    {
      JsonObject *source = ponder_json_array_object (messages, i);

      if (source != NULL)
        ponder_import_tree_append (tree, ponder_json_get_string (source, "messageId"), source);
    }
}

/* There are no roles, only who made it. */
static PonderRole
get_role (JsonObject *source)
{
  const char *sender = ponder_json_get_string (source, "sender");

  if (ponder_import_has (source, "isCreatedByUser"))
    return ponder_json_get_boolean (source, "isCreatedByUser", FALSE) ? PONDER_ROLE_USER : PONDER_ROLE_ASSISTANT;
  return sender != NULL && g_ascii_strcasecmp (sender, "user") == 0 ? PONDER_ROLE_USER : PONDER_ROLE_ASSISTANT;
}

gboolean
ponder_import_librechat_read (PonderImport  *import,
                              JsonObject    *object,
                              GError       **error)
{
  JsonObject *options = ponder_json_get_object (object, "options");
  JsonArray *messages = get_messages (object);
  const char *model = ponder_json_get_string (options, "model");
  g_autoptr(PonderImportTree) tree = ponder_import_tree_new ();
  g_autoptr(PonderConversation) conversation = NULL;
  g_autoptr(GPtrArray) nodes = NULL;
  PonderModelConfig *config;

  conversation = ponder_import_begin (import, "librechat", ponder_json_get_string (object, "conversationId"),
                                      ponder_json_get_string (object, "title"));
  config = ponder_session_get_config (conversation->session);
  ponder_model_config_set_model (config, NULL, model);
  ponder_import_add_system (config, ponder_json_get_string (options, "promptPrefix"));
  ponder_import_add_system (config, ponder_json_get_string (options, "system"));
  ponder_import_set_config (config, options);
  if (has_parents (messages))
    add_nodes (tree, messages);
  else
    add_list (tree, messages);
  nodes = ponder_import_tree_arrange (tree, NULL);
  for (guint i = 0; i < nodes->len; i++)
    {
      PonderImportNode *node = g_ptr_array_index (nodes, i);

      read_message (ponder_import_add_node (conversation, node, get_role (node->data)), node->data, model);
    }
  if (conversation->messages->len == 0)
    return ponder_import_fail (error, _("It has no messages."));

  ponder_import_take (import, g_steal_pointer (&conversation));
  return TRUE;
}
