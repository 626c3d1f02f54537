/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chats of the ShareGPT kind, in which people exchange them for training. */

#include "config.h"

#include "ponder-import-shapes.h"

#include <glib/gi18n.h>

static JsonArray *
get_turns (JsonObject *object)
{
  return ponder_json_get_array (object, "conversations");
}

gboolean
ponder_import_sharegpt_matches (JsonObject *object)
{
  JsonObject *first = ponder_json_array_object (get_turns (object), 0);

  return ponder_json_get_string (first, "from") != NULL || ponder_json_get_string (first, "role") != NULL;
}

static gboolean
is_from (JsonObject *turn,
         const char *name)
{
  return g_strcmp0 (ponder_json_get_string (turn, "from"), name) == 0;
}

/* {"name": "...", "arguments": {...}} as text. */
static void
add_call (PonderMessage *message,
          const char    *value)
{
  g_autoptr(JsonObject) call = ponder_json_parse_object (value, -1, NULL);
  JsonObject *object = ponder_json_get_object (call, "arguments");
  g_autofree char *arguments = object != NULL ? ponder_json_take_to_string (json_object_ref (object))
                                              : ponder_json_dup_scalar (call, "arguments");

  ponder_import_add_call (message, PONDER_PART_TOOL_CALL, ponder_json_get_string (call, "name"), NULL,
                          arguments != NULL ? arguments : value);
}

static void
read_turn (PonderMessage *message,
           JsonObject    *turn)
{
  g_autofree char *value = ponder_json_dup_scalar (turn, "value");

  if (ponder_json_get_string (turn, "from") == NULL)
    ponder_import_fill_message (message, turn);
  else if (value == NULL)
    return;
  else if (is_from (turn, "function_call"))
    add_call (message, value);
  else if (ponder_message_get_role (message) == PONDER_ROLE_TOOL)
    ponder_import_add_call (message, PONDER_PART_TOOL_RESULT, NULL, NULL, value);
  else
    ponder_import_add_text (message, PONDER_PART_TEXT, value);
}

/* FALSE: nobody said it. */
static gboolean
get_role (JsonObject *turn,
          PonderRole *role)
{
  const char *from = ponder_json_get_string (turn, "from");

  return ponder_import_parse_role (from != NULL ? from : ponder_json_get_string (turn, "role"), role);
}

gboolean
ponder_import_sharegpt_read (PonderImport  *import,
                             JsonObject    *object,
                             GError       **error)
{
  JsonArray *turns = get_turns (object);
  g_autofree char *id = ponder_import_get_id (object, "id");
  g_autoptr(PonderConversation) conversation = NULL;
  g_autoptr(PonderImportTree) tree = ponder_import_tree_new ();
  g_autoptr(GPtrArray) nodes = NULL;
  PonderModelConfig *config;
  PonderRole role;

  conversation = ponder_import_begin (import, "sharegpt", id, ponder_json_get_string (object, "title"));
  config = ponder_session_get_config (conversation->session);
  ponder_import_add_system (config, ponder_json_get_string (object, "system"));
  for (guint i = 0; i < json_array_get_length (turns); i++)
    {
      JsonObject *turn = ponder_json_array_object (turns, i);

      if (turn == NULL || !get_role (turn, &role))
        continue;
      if (role == PONDER_ROLE_SYSTEM && i == 0)
        {
          const char *value = ponder_json_get_string (turn, "value");

          ponder_import_add_system (config, value != NULL ? value : ponder_json_get_string (turn, "content"));
        }
      else
        ponder_import_tree_append (tree, NULL, turn);
    }
  nodes = ponder_import_tree_arrange (tree, NULL);
  for (guint i = 0; i < nodes->len; i++)
    {
      PonderImportNode *node = g_ptr_array_index (nodes, i);

      get_role (node->data, &role);
      read_turn (ponder_import_add_node (conversation, node, role), node->data);
    }
  if (conversation->messages->len == 0)
    return ponder_import_fail (error, _("It has no messages."));

  ponder_import_take (import, g_steal_pointer (&conversation));
  return TRUE;
}
