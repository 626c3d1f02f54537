/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chats that Alpaca exports as JSON: a list of messages under the name of each chat. */

#include "config.h"

#include "ponder-import-shapes.h"

/* Messages as a list, and nothing but messages. */
static gboolean
is_chat (JsonNode *node)
{
  JsonArray *turns = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  JsonObject *first = ponder_json_array_object (turns, 0);
  PonderRole role;

  return ponder_import_parse_role (ponder_json_get_string (first, "role"), &role)
         && ponder_import_has (first, "content");
}

gboolean
ponder_import_alpaca_matches (JsonObject *object)
{
  JsonObjectIter iter;
  const char *title;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &title, &node))
    if (!is_chat (node))
      return FALSE;
  return json_object_get_size (object) > 0;
}

gboolean
ponder_import_alpaca_read (PonderImport  *import,
                           JsonObject    *object,
                           GError       **error)
{
  JsonObjectIter iter;
  const char *title;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &title, &node))
    {
      g_autoptr(PonderConversation) conversation = ponder_import_begin (import, "alpaca", NULL, title);

      ponder_import_add_turns (conversation, json_node_get_array (node), NULL);
      ponder_import_take (import, g_steal_pointer (&conversation));
    }
  return TRUE;
}
