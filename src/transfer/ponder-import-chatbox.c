/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data that Chatbox exports: its sessions, never its settings. */

#include "config.h"

#include "ponder-import-shapes.h"

#include <glib/gi18n.h>

#include "ponder-import-spill.h"

static JsonArray *
get_parts (JsonObject *message)
{
  return ponder_json_get_array (message, "contentParts");
}

/* One session. Messages of all versions have a role; what else they have tells them from those of other programs. */
gboolean
ponder_import_chatbox_matches (JsonObject *object)
{
  JsonObject *first = ponder_json_array_object (ponder_json_get_array (object, "messages"), 0);

  return ponder_json_get_array (object, "chat-sessions") != NULL || ponder_import_has (object, "messageForksHash")
         || ponder_import_has (object, "threadName") || get_parts (first) != NULL
         || (ponder_import_has (first, "generating") && ponder_import_has (first, "role"));
}

/* --- what a message says --- */

/* Pictures are named by a key; their bytes may be in the file under it. */
static void
add_image (PonderImport  *import,
           PonderMessage *message,
           JsonObject    *part)
{
  const char *key = ponder_json_get_string (part, "storageKey");
  g_autoptr(GBytes) piece = NULL;
  g_autoptr(JsonNode) url = NULL;
  gsize length;
  const char *json;

  if (ponder_json_get_string (part, "url") != NULL)
    {
      ponder_import_add_url (message, NULL, ponder_json_get_string (part, "url"));
      return;
    }
  if (import->spill != NULL && key != NULL)
    piece = ponder_import_spill_get (import->spill, "blob", key);
  json = piece != NULL ? g_bytes_get_data (piece, &length) : NULL;
  if (json != NULL && (url = ponder_json_parse (json, (gssize) length, NULL)))
    ponder_import_add_url (message, NULL, json_node_get_string (url));
  else
    ponder_import_add_file (message, PONDER_PART_IMAGE, key, NULL, NULL);
}

/* (transfer full) (nullable) */
static char *
dup_value (JsonObject *part,
           const char *member)
{
  JsonNode *node = ponder_import_get_node (part, member);
  char *scalar = ponder_json_dup_scalar (part, member);

  return scalar != NULL || node == NULL || JSON_NODE_HOLDS_NULL (node) ? scalar : ponder_json_to_string (node);
}

static void
add_call (PonderMessage *message,
          JsonObject    *part)
{
  const char *name = ponder_json_get_string (part, "toolName");
  const char *id = ponder_json_get_string (part, "toolCallId");
  g_autofree char *arguments = dup_value (part, "args");
  g_autofree char *result = dup_value (part, "result");

  ponder_import_add_call (message, PONDER_PART_TOOL_CALL, name, id, arguments);
  if (result != NULL)
    ponder_import_add_call (message, PONDER_PART_TOOL_RESULT, name, id, result);
}

static void
add_part (PonderImport  *import,
          PonderMessage *message,
          JsonObject    *part)
{
  const char *type = ponder_json_get_string (part, "type");

  if (g_strcmp0 (type, "reasoning") == 0)
    ponder_import_add_text (message, PONDER_PART_REASONING, ponder_json_get_string (part, "text"));
  else if (g_strcmp0 (type, "image") == 0)
    add_image (import, message, part);
  else if (g_strcmp0 (type, "tool-call") == 0)
    add_call (message, part);
  else
    ponder_import_add_text (message, PONDER_PART_TEXT, ponder_json_get_string (part, "text"));
}

static void
add_files (PonderMessage *message,
           JsonArray     *files)
{
  for (guint i = 0; files != NULL && i < json_array_get_length (files); i++)
    {
      JsonObject *file = ponder_json_array_object (files, i);
      const char *name = ponder_json_get_string (file, "name");

      if (name != NULL)
        ponder_import_add_file (message, PONDER_PART_FILE, name, ponder_json_get_string (file, "fileType"), NULL);
    }
}

static void
add_links (PonderMessage *message,
           JsonArray     *links)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; links != NULL && i < json_array_get_length (links); i++)
    {
      JsonObject *link = ponder_json_array_object (links, i);

      ponder_import_add_link (text, ponder_json_get_string (link, "title"), ponder_json_get_string (link, "url"));
    }
  ponder_import_add_text (message, PONDER_PART_TEXT, text->str);
}

static void
read_message (PonderImport  *import,
              PonderMessage *message,
              JsonObject    *source)
{
  JsonArray *parts = get_parts (source);
  const char *error = ponder_json_get_string (source, "error");

  ponder_message_set_created (message, ponder_import_find_time (source, "timestamp", "updatedAt", NULL));
  ponder_import_add_text (message, PONDER_PART_REASONING, ponder_json_get_string (source, "reasoningContent"));
  for (guint i = 0; parts != NULL && i < json_array_get_length (parts); i++)
    add_part (import, message, ponder_json_array_object (parts, i));
  if (parts == NULL)
    ponder_import_add_content (message, ponder_import_get_node (source, "content"));
  add_files (message, ponder_json_get_array (source, "files"));
  add_links (message, ponder_json_get_array (source, "links"));
  if (ponder_message_get_role (message) != PONDER_ROLE_ASSISTANT)
    return;

  ponder_message_set_model (message, ponder_json_get_string (source, "model"));
  ponder_message_set_provider (message, ponder_json_get_string (source, "aiProvider"));
  ponder_import_set_usage (message, ponder_json_get_object (source, "usage"));
  if (error != NULL && *error != '\0')
    ponder_import_set_error (message, error);
  else if (ponder_json_get_boolean (source, "generating", FALSE))
    ponder_message_set_state (message, PONDER_MESSAGE_INTERRUPTED);
}

/* --- the tree --- */

static PonderRole
get_role (JsonObject *source)
{
  PonderRole role = PONDER_ROLE_USER;

  ponder_import_parse_role (ponder_json_get_string (source, "role"), &role);
  return role;
}

/* What stands before the first word makes the system prompt. */
static guint
take_system (PonderConversation *conversation,
             JsonArray          *messages)
{
  guint first = 0;

  for (; messages != NULL && first < json_array_get_length (messages); first++)
    {
      JsonObject *source = ponder_json_array_object (messages, first);
      g_autoptr(PonderMessage) read = ponder_import_message_new ("", NULL, PONDER_ROLE_SYSTEM);
      JsonArray *parts = get_parts (source);

      if (source == NULL || get_role (source) != PONDER_ROLE_SYSTEM)
        break;
      if (parts != NULL)
        for (guint i = 0; i < json_array_get_length (parts); i++)
          ponder_import_add_text (read, PONDER_PART_TEXT,
                                  ponder_json_get_string (ponder_json_array_object (parts, i), "text"));
      else
        ponder_import_add_content (read, ponder_import_get_node (source, "content"));
      ponder_import_add_system (ponder_session_get_config (conversation->session), ponder_message_get_text (read));
    }
  return first;
}

/* @parent: what the first one hangs on. @ids gets theirs. */
static void
add_chain (PonderImportTree *tree,
           JsonArray        *messages,
           guint             n_hidden,
           const char       *parent,
           GPtrArray        *ids)
{
  for (guint i = 0; messages != NULL && i < json_array_get_length (messages); i++)
    {
      JsonObject *source = ponder_json_array_object (messages, i);
      const char *id = ponder_json_get_string (source, "id");

      if (source == NULL)
        continue;
      if (parent == NULL && i > n_hidden)
        ponder_import_tree_append (tree, id, source);
      else
        ponder_import_tree_add (tree, id, parent, source, i >= n_hidden);
      parent = i < n_hidden ? id : NULL;
      if (id != NULL)
        g_ptr_array_add (ids, (gpointer) id);
    }
}

/* The ways that a chat did not take, each from the message where it left; the one it took is in the chat itself.
 * @ids: messages of this thread, which grow by those of its forks. */
static void
add_forks (PonderImportTree *tree,
           JsonObject       *forks,
           GPtrArray        *ids)
{
  g_autoptr(GHashTable) done = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; forks != NULL && i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);
      JsonObject *fork = g_hash_table_add (done, (gpointer) id) ? ponder_json_get_object (forks, id) : NULL;
      JsonArray *lists = ponder_json_get_array (fork, "lists");
      gint64 taken = -1;

      ponder_json_get_int (fork, "position", &taken);
      for (guint j = 0; lists != NULL && j < json_array_get_length (lists); j++)
        if (j != taken)
          add_chain (tree, ponder_json_get_array (ponder_json_array_object (lists, j), "messages"), 0, id, ids);
    }
}

static const char *
get_last_id (JsonArray *messages)
{
  guint length = messages != NULL ? json_array_get_length (messages) : 0;

  return length > 0 ? ponder_json_get_string (ponder_json_array_object (messages, length - 1), "id") : NULL;
}

static void
read_thread (PonderImport       *import,
             PonderConversation *conversation,
             JsonArray          *messages,
             JsonObject         *forks)
{
  g_autoptr(PonderImportTree) tree = ponder_import_tree_new ();
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();
  g_autoptr(GPtrArray) nodes = NULL;

  add_chain (tree, messages, take_system (conversation, messages), NULL, ids);
  add_forks (tree, forks, ids);
  nodes = ponder_import_tree_arrange (tree, get_last_id (messages));
  for (guint i = 0; i < nodes->len; i++)
    {
      PonderImportNode *node = g_ptr_array_index (nodes, i);

      read_message (import, ponder_import_add_node (conversation, node, get_role (node->data)), node->data);
    }
}

/* Each thread of a session is a chat of its own. */
static void
read_session (PonderImport *import,
              JsonObject   *session,
              JsonObject   *thread)
{
  JsonObject *settings = ponder_json_get_object (session, "settings");
  const char *id = ponder_json_get_string (session, "id");
  const char *title = ponder_json_get_string (thread, thread == session ? "threadName" : "name");
  g_autofree char *full_id = NULL;
  g_autoptr(PonderConversation) conversation = NULL;
  PonderModelConfig *config;

  if (id != NULL && thread != session && ponder_json_get_string (thread, "id") != NULL)
    full_id = g_strconcat (id, "/", ponder_json_get_string (thread, "id"), NULL);
  else if (thread == session)
    full_id = g_strdup (id);
  if (title == NULL || *title == '\0')
    title = ponder_json_get_string (session, "name");

  conversation = ponder_import_begin (import, "chatbox", full_id, title);
  ponder_session_set_pinned (conversation->session, ponder_json_get_boolean (session, "starred", FALSE));
  ponder_session_set_created (conversation->session, ponder_import_get_time (thread, "createdAt"));
  config = ponder_session_get_config (conversation->session);
  ponder_model_config_set_model (config, ponder_json_get_string (settings, "provider"),
                                 ponder_json_get_string (settings, "modelId"));
  ponder_import_set_config (config, settings);
  read_thread (import, conversation, ponder_json_get_array (thread, "messages"),
               ponder_json_get_object (session, "messageForksHash"));
  ponder_import_take (import, g_steal_pointer (&conversation));
}

gboolean
ponder_import_chatbox_read (PonderImport  *import,
                            JsonObject    *object,
                            GError       **error)
{
  JsonArray *sessions = ponder_json_get_array (object, "chat-sessions");
  JsonArray *threads = ponder_json_get_array (object, "threads");

  for (guint i = 0; sessions != NULL && i < json_array_get_length (sessions); i++)
    if (ponder_json_array_object (sessions, i) != NULL)
      read_session (import, ponder_json_array_object (sessions, i), ponder_json_array_object (sessions, i));
  if (sessions != NULL)
    return TRUE;

  if (ponder_json_get_array (object, "messages") == NULL)
    return ponder_import_fail (error, _("It has no messages."));
  read_session (import, object, object);
  for (guint i = 0; threads != NULL && i < json_array_get_length (threads); i++)
    if (ponder_json_array_object (threads, i) != NULL)
      read_session (import, object, ponder_json_array_object (threads, i));
  return TRUE;
}

static gboolean
read_piece_cb (const char *name,
               GBytes     *piece,
               gpointer    user_data)
{
  PonderImport *import = user_data;
  gsize length;
  const char *json = g_bytes_get_data (piece, &length);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) session = NULL;

  import->n_chats++;
  if (!(session = ponder_json_parse_object (json, (gssize) length, &error))
      || !ponder_import_chatbox_read (import, session, &error))
    ponder_import_skip_chat (import, ponder_json_get_string (session, "name"), error->message);
  return ponder_import_goes_on (import);
}

gboolean
ponder_import_chatbox_finish (PonderImport *import)
{
  if (import->spill == NULL || g_strcmp0 (import->format, "chatbox") != 0)
    return FALSE;

  ponder_import_spill_foreach (import->spill, "session", read_piece_cb, import);
  return TRUE;
}
