/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chat as one line of ShareGPT's shape, which axolotl and LLaMA-Factory read. */

#include "config.h"

#include "ponder-export-private.h"

#include "ponder-json.h"

static void
add (JsonArray  *array,
     const char *from,
     const char *value)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "from", from);
  json_object_set_string_member (object, "value", value);
  json_array_add_object_element (array, object);
}

/* A call as LLaMA-Factory wants it: the name and the arguments as an object. */
static void
add_call (JsonArray        *array,
          const PonderPart *part)
{
  JsonNode *arguments = ponder_json_parse (part->text->str, -1, NULL);
  JsonObject *object = json_object_new ();
  g_autofree char *text = NULL;

  json_object_set_string_member (object, "name", part->name != NULL ? part->name : "");
  if (arguments != NULL)
    json_object_set_member (object, "arguments", arguments);
  else
    json_object_set_string_member (object, "arguments", part->text->str);
  text = ponder_json_take_to_string (object);
  add (array, "function_call", text);
}

static void
add_message (JsonArray     *array,
             PonderMessage *message)
{
  GPtrArray *parts = ponder_message_get_parts (message);
  g_autofree char *text = ponder_export_dup_words (message);

  if (*text != '\0')
    add (array, ponder_message_get_role (message) == PONDER_ROLE_USER ? "human" : "gpt", text);
  for (guint i = 0; i < parts->len; i++)
    {
      const PonderPart *part = parts->pdata[i];

      if (part->kind == PONDER_PART_TOOL_CALL)
        add_call (array, part);
      else if (part->kind == PONDER_PART_TOOL_RESULT)
        add (array, "observation", part->text->str);
    }
}

GString *
ponder_export_sharegpt (const PonderConversation *conversation,
                        GPtrArray                *path)
{
  g_autoptr(GPtrArray) turns = ponder_export_find_turns (path);
  g_autofree char *system = ponder_export_dup_system (conversation, path);
  JsonObject *object;
  JsonArray *array;

  if (turns->len == 0)
    return g_string_new (NULL);

  array = json_array_new ();
  if (system != NULL)
    add (array, "system", system);
  for (guint i = 0; i < turns->len; i++)
    add_message (array, turns->pdata[i]);

  object = json_object_new ();
  json_object_set_string_member (object, "id", ponder_session_get_id (conversation->session));
  json_object_set_array_member (object, "conversations", array);
  return ponder_export_take_line (object);
}
