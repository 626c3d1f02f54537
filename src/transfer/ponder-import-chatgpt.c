/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data export of ChatGPT. */

#include "config.h"

#include "ponder-import-shapes.h"

#include <glib/gi18n.h>

#include "ponder-import-chatgpt-private.h"
#include "ponder-import-spill.h"

gboolean
ponder_import_chatgpt_matches (JsonObject *object)
{
  return ponder_json_get_object (object, "mapping") != NULL;
}

static JsonObject *
get_message (PonderImportNode *node)
{
  return ponder_json_get_object (node->data, "message");
}

static PonderRole
get_role (JsonObject *message)
{
  PonderRole role = PONDER_ROLE_SYSTEM;

  ponder_import_parse_role (ponder_json_get_string (ponder_json_get_object (message, "author"), "role"), &role);
  return role;
}

static gboolean
is_hidden (JsonObject *message)
{
  return ponder_json_get_boolean (ponder_json_get_object (message, "metadata"), "is_visually_hidden_from_conversation",
                                  FALSE);
}

/* A root, what the program kept from view, and instructions are no turns. */
static gboolean
is_turn (JsonObject *message)
{
  return message != NULL && !is_hidden (message) && get_role (message) != PONDER_ROLE_SYSTEM
         && ponder_json_get_object (message, "content") != NULL
         && !ponder_import_chatgpt_is_context (ponder_json_get_object (message, "content"));
}

/* --- the tree --- */

/* Children that do not say whose they are. */
static GHashTable *
list_parents (JsonObject *mapping)
{
  g_autoptr(GHashTable) parents = g_hash_table_new (g_str_hash, g_str_equal);
  JsonObjectIter iter;
  const char *id;
  JsonNode *node;

  json_object_iter_init (&iter, mapping);
  while (json_object_iter_next (&iter, &id, &node))
    {
      JsonArray *children = JSON_NODE_HOLDS_OBJECT (node)
                              ? ponder_json_get_array (json_node_get_object (node), "children") : NULL;

      for (guint i = 0; children != NULL && i < json_array_get_length (children); i++)
        {
          const char *child = ponder_json_array_string (children, i);

          if (child != NULL)
            g_hash_table_insert (parents, (gpointer) child, (gpointer) id);
        }
    }
  return g_steal_pointer (&parents);
}

static void
add_nodes (PonderImportTree  *tree,
           JsonObject        *mapping,
           PonderModelConfig *config)
{
  g_autoptr(GHashTable) parents = list_parents (mapping);
  JsonObjectIter iter;
  const char *id;
  JsonNode *member;

  json_object_iter_init_ordered (&iter, mapping);
  while (json_object_iter_next_ordered (&iter, &id, &member))
    {
      JsonObject *node = JSON_NODE_HOLDS_OBJECT (member) ? json_node_get_object (member) : NULL;
      JsonObject *message = ponder_json_get_object (node, "message");
      const char *parent = ponder_json_get_string (node, "parent");

      if (parent == NULL)
        parent = g_hash_table_lookup (parents, id);
      ponder_import_tree_add (tree, id, parent, node, is_turn (message));
      if (message != NULL && !is_turn (message))
        ponder_import_chatgpt_add_context (config, ponder_json_get_object (message, "content"),
                                           get_role (message) == PONDER_ROLE_SYSTEM);
    }
}

/* What an assistant does on its way to an answer (thoughts, calls, results) is one message with the answer, as long
 * as nothing forks off in between. */
static PonderMessage *
find_open_answer (PonderImportNode *node)
{
  PonderImportNode *parent = node->parent;
  JsonObject *above = parent != NULL ? get_message (parent) : NULL;

  if (above == NULL || parent->n_children != 1 || get_role (get_message (node)) == PONDER_ROLE_USER
      || ponder_message_get_role (parent->message) != PONDER_ROLE_ASSISTANT)
    return NULL;
  /* Only words for the user end a turn: calls and results never say that they do not. */
  return ponder_json_get_boolean (above, "end_turn", FALSE) ? NULL : parent->message;
}

/* --- one message --- */

static void
set_end (PonderMessage *message,
         JsonObject    *source,
         JsonObject    *metadata)
{
  const char *type = ponder_json_get_string (ponder_json_get_object (metadata, "finish_details"), "type");

  if (g_strcmp0 (type, "stop") == 0)
    ponder_message_set_finish (message, PONDER_FINISH_STOP);
  else if (g_strcmp0 (type, "max_tokens") == 0)
    ponder_message_set_finish (message, PONDER_FINISH_LENGTH);
  else if (g_strcmp0 (type, "interrupted") == 0
           || g_strcmp0 (ponder_json_get_string (source, "status"), "in_progress") == 0)
    ponder_message_set_state (message, PONDER_MESSAGE_STOPPED);
}

static void
read_message (PonderImport       *import,
              PonderConversation *conversation,
              PonderImportNode   *node,
              const char         *default_model)
{
  JsonObject *source = get_message (node);
  JsonObject *metadata = ponder_json_get_object (source, "metadata");
  const char *model = ponder_json_get_string (metadata, "model_slug");
  PonderMessage *message = find_open_answer (node);
  double seconds;

  if (message == NULL)
    {
      message = ponder_import_add_node (conversation, node, get_role (source));
      ponder_message_set_created (message, ponder_import_find_time (source, "create_time", "update_time", NULL));
    }
  else
    {
      node->message = message;
      ponder_message_set_chosen (message, ponder_message_get_chosen (message) || node->shown);
    }

  if (ponder_message_get_role (message) == PONDER_ROLE_ASSISTANT)
    {
      if (model != NULL || ponder_message_get_model (message) == NULL)
        ponder_message_set_model (message, model != NULL ? model : default_model);
      set_end (message, source, metadata);
    }
  if (ponder_json_get_double (metadata, "finished_duration_sec", &seconds) && seconds >= 0 && seconds < 1e6)
    ponder_message_set_reasoning_ms (message, (gint64) (seconds * 1000));
  ponder_import_chatgpt_add_content (import, message, source);
}

/* Nothing was said: a call that was never made, thoughts that were not kept. */
static gboolean
is_empty (PonderMessage *message)
{
  return ponder_message_get_parts (message)->len == 0;
}

/* Leaves that say nothing are no answers; an empty message in the middle holds the tree together. */
static void
drop_empty_leaves (PonderConversation *conversation)
{
  g_autoptr(GHashTable) parents = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = conversation->messages->len; i-- > 0;)
    {
      PonderMessage *message = g_ptr_array_index (conversation->messages, i);
      const char *parent = ponder_message_get_parent_id (message);

      if (is_empty (message) && !g_hash_table_contains (parents, ponder_message_get_id (message)))
        g_ptr_array_remove_index (conversation->messages, i);
      else if (parent != NULL)
        g_hash_table_add (parents, (gpointer) parent);
    }
}

gboolean
ponder_import_chatgpt_read (PonderImport  *import,
                            JsonObject    *object,
                            GError       **error)
{
  g_autoptr(PonderImportTree) tree = ponder_import_tree_new ();
  g_autoptr(PonderConversation) conversation = NULL;
  g_autoptr(GPtrArray) nodes = NULL;
  const char *id = ponder_json_get_string (object, "conversation_id");
  const char *model = ponder_json_get_string (object, "default_model_slug");
  PonderSession *session;

  conversation = ponder_import_begin (import, "chatgpt", id != NULL ? id : ponder_json_get_string (object, "id"),
                                      ponder_json_get_string (object, "title"));
  session = conversation->session;
  ponder_session_set_created (session, ponder_import_get_time (object, "create_time"));
  ponder_session_set_updated (session, ponder_import_get_time (object, "update_time"));
  ponder_session_set_pinned (session, ponder_json_get_boolean (object, "is_starred", FALSE));
  ponder_model_config_set_model (ponder_session_get_config (session), NULL, model);
  ponder_session_set_archived (session, ponder_json_get_boolean (object, "is_archived", FALSE));

  add_nodes (tree, ponder_json_get_object (object, "mapping"), ponder_session_get_config (session));
  nodes = ponder_import_tree_arrange (tree, ponder_json_get_string (object, "current_node"));
  for (guint i = 0; i < nodes->len; i++)
    read_message (import, conversation, g_ptr_array_index (nodes, i), model);
  drop_empty_leaves (conversation);
  if (conversation->messages->len == 0)
    return ponder_import_fail (error, _("It has no messages."));

  ponder_import_take (import, g_steal_pointer (&conversation));
  return TRUE;
}
