/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of messages as chat completions have them: fine-tuning files, and what other programs save as such. */

#include "config.h"

#include "ponder-import-shapes.h"

#include <glib/gi18n.h>

#include "ponder-error.h"

/* --- what a message says --- */

static void
add_content_part (PonderMessage *message,
                  JsonObject    *part)
{
  const char *type = ponder_json_get_string (part, "type");
  const char *text = ponder_json_get_string (part, "text");
  JsonObject *image = ponder_json_get_object (part, "image_url");

  if (g_strcmp0 (type, "reasoning") == 0 || g_strcmp0 (type, "thinking") == 0)
    {
      ponder_import_add_text (message, PONDER_PART_REASONING, text);
      ponder_import_add_text (message, PONDER_PART_REASONING, ponder_json_get_string (part, "thinking"));
    }
  else if (image != NULL)
    ponder_import_add_url (message, NULL, ponder_json_get_string (image, "url"));
  else if (ponder_json_get_string (part, "image_url") != NULL)
    ponder_import_add_url (message, NULL, ponder_json_get_string (part, "image_url"));
  else
    ponder_import_add_text (message, PONDER_PART_TEXT, text);
}

void
ponder_import_add_content (PonderMessage *message,
                           JsonNode      *content)
{
  JsonArray *parts;

  if (content == NULL)
    return;
  if (JSON_NODE_HOLDS_VALUE (content) && json_node_get_value_type (content) == G_TYPE_STRING)
    ponder_import_add_text (message, PONDER_PART_TEXT, json_node_get_string (content));
  if (!JSON_NODE_HOLDS_ARRAY (content))
    return;

  parts = json_node_get_array (content);
  for (guint i = 0; i < json_array_get_length (parts); i++)
    {
      JsonObject *part = ponder_json_array_object (parts, i);

      if (part != NULL)
        add_content_part (message, part);
      else
        ponder_import_add_text (message, PONDER_PART_TEXT, ponder_json_array_string (parts, i));
    }
}

static void
add_call (PonderMessage *message,
          const char    *call_id,
          JsonObject    *function)
{
  JsonNode *node = function != NULL ? ponder_import_get_node (function, "arguments") : NULL;
  g_autofree char *arguments = ponder_json_dup_scalar (function, "arguments");

  if (function == NULL)
    return;
  if (arguments == NULL && node != NULL)
    arguments = ponder_json_to_string (node);
  ponder_import_add_call (message, PONDER_PART_TOOL_CALL, ponder_json_get_string (function, "name"), call_id,
                          arguments);
}

static void
add_calls (PonderMessage *message,
           JsonObject    *turn)
{
  JsonArray *calls = ponder_json_get_array (turn, "tool_calls");

  for (guint i = 0; calls != NULL && i < json_array_get_length (calls); i++)
    {
      JsonObject *call = ponder_json_array_object (calls, i);

      add_call (message, ponder_json_get_string (call, "id"), ponder_json_get_object (call, "function"));
    }
  add_call (message, NULL, ponder_json_get_object (turn, "function_call"));
}

/* What a tool said is its result, not words of the chat. */
static void
add_result (PonderMessage *message,
            JsonObject    *turn)
{
  g_autoptr(PonderMessage) read = ponder_import_message_new ("", NULL, PONDER_ROLE_TOOL);

  ponder_import_add_content (read, ponder_import_get_node (turn, "content"));
  ponder_import_add_call (message, PONDER_PART_TOOL_RESULT, ponder_json_get_string (turn, "name"),
                          ponder_json_get_string (turn, "tool_call_id"), ponder_message_get_text (read));
}

void
ponder_import_fill_message (PonderMessage *message,
                            JsonObject    *turn)
{
  static const char *const reasoning[] = { "reasoning_content", "reasoning", "thinking", NULL };
  JsonArray *images = ponder_json_get_array (turn, "images");

  ponder_message_set_created (message, ponder_import_find_time (turn, "created_at", "createdAt", "timestamp", "date",
                                                                "create_time", "created", NULL));
  ponder_message_set_model (message, ponder_json_get_string (turn, "model"));
  for (guint i = 0; reasoning[i] != NULL; i++)
    ponder_import_add_text (message, PONDER_PART_REASONING, ponder_json_get_string (turn, reasoning[i]));
  if (ponder_message_get_role (message) == PONDER_ROLE_TOOL)
    add_result (message, turn);
  else
    ponder_import_add_content (message, ponder_import_get_node (turn, "content"));
  for (guint i = 0; images != NULL && i < json_array_get_length (images); i++)
    ponder_import_add_url (message, NULL, ponder_json_array_string (images, i));
  add_calls (message, turn);
  ponder_import_set_usage (message, ponder_json_get_object (turn, "usage"));
}

/* --- a list of them --- */

static PonderRole
get_role (JsonObject *turn)
{
  PonderRole role = PONDER_ROLE_USER;

  ponder_import_parse_role (ponder_json_get_string (turn, "role"), &role);
  return role;
}

/* Takes the instructions before the first word. */
static guint
take_system (PonderConversation *conversation,
             JsonArray          *turns)
{
  PonderModelConfig *config = ponder_session_get_config (conversation->session);
  guint first = 0;

  for (; first < json_array_get_length (turns); first++)
    {
      JsonObject *turn = ponder_json_array_object (turns, first);
      g_autoptr(PonderMessage) read = NULL;

      if (turn == NULL || get_role (turn) != PONDER_ROLE_SYSTEM)
        break;
      read = ponder_import_message_new ("", NULL, PONDER_ROLE_SYSTEM);
      ponder_import_add_content (read, ponder_import_get_node (turn, "content"));
      ponder_import_add_system (config, ponder_message_get_text (read));
    }
  return first;
}

void
ponder_import_add_turns (PonderConversation *conversation,
                         JsonArray          *turns,
                         const char         *id_member)
{
  g_autoptr(PonderImportTree) tree = ponder_import_tree_new ();
  g_autoptr(GPtrArray) nodes = NULL;
  PonderRole role;

  for (guint i = take_system (conversation, turns); i < json_array_get_length (turns); i++)
    {
      JsonObject *turn = ponder_json_array_object (turns, i);
      g_autofree char *id = id_member != NULL ? ponder_import_get_id (turn, id_member) : NULL;

      if (turn != NULL && ponder_import_parse_role (ponder_json_get_string (turn, "role"), &role))
        ponder_import_tree_append (tree, id, turn);
    }
  nodes = ponder_import_tree_arrange (tree, NULL);
  for (guint i = 0; i < nodes->len; i++)
    {
      PonderImportNode *node = g_ptr_array_index (nodes, i);

      ponder_import_fill_message (ponder_import_add_node (conversation, node, get_role (node->data)), node->data);
    }
}

/* --- OpenAI's own --- */

gboolean
ponder_import_openai_matches (JsonObject *object)
{
  return ponder_json_get_array (object, "messages") != NULL;
}

gboolean
ponder_import_openai_read (PonderImport  *import,
                           JsonObject    *object,
                           GError       **error)
{
  g_autofree char *id = ponder_import_get_id (object, "id");
  g_autoptr(PonderConversation) conversation = NULL;
  PonderModelConfig *config;

  conversation = ponder_import_begin (import, "openai-jsonl", id, ponder_json_get_string (object, "title"));
  config = ponder_session_get_config (conversation->session);
  ponder_model_config_set_model (config, NULL, ponder_json_get_string (object, "model"));
  ponder_import_set_config (config, object);
  ponder_import_add_turns (conversation, ponder_json_get_array (object, "messages"), NULL);
  if (conversation->messages->len == 0)
    return ponder_import_fail (error, _("It has no messages."));

  ponder_import_take (import, g_steal_pointer (&conversation));
  return TRUE;
}
