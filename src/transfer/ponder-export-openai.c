/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chat as one line for fine-tuning: https://platform.openai.com/docs/guides/fine-tuning. */

#include "config.h"

#include "ponder-export-private.h"

#include "ponder-json.h"

static void
add_text (JsonArray  *content,
          const char *text)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "type", "text");
  json_object_set_string_member (object, "text", text);
  json_array_add_object_element (content, object);
}

static void
add_picture (JsonArray        *content,
             const PonderPart *part)
{
  JsonObject *object = json_object_new ();
  JsonObject *picture = json_object_new ();
  gsize size;
  const guchar *data = g_bytes_get_data (part->data, &size);
  g_autofree char *text = g_base64_encode (data, size);
  g_autofree char *url = g_strdup_printf ("data:%s;base64,%s",
                                          part->media_type != NULL ? part->media_type : "image/png", text);

  json_object_set_string_member (picture, "url", url);
  json_object_set_string_member (object, "type", "image_url");
  json_object_set_object_member (object, "image_url", picture);
  json_array_add_object_element (content, object);
}

static gboolean
has_picture (PonderMessage *message)
{
  GPtrArray *parts = ponder_message_get_parts (message);

  for (guint i = 0; i < parts->len; i++)
    {
      const PonderPart *part = parts->pdata[i];

      if (part->kind == PONDER_PART_IMAGE && part->data != NULL)
        return TRUE;
    }

  return FALSE;
}

/* What has no picture is a plain text, as every trainer reads it. */
static void
set_content (JsonObject    *object,
             PonderMessage *message)
{
  GPtrArray *parts = ponder_message_get_parts (message);
  g_autofree char *words = ponder_export_dup_words (message);
  JsonArray *content;

  if (ponder_message_get_role (message) != PONDER_ROLE_USER || !has_picture (message))
    {
      json_object_set_string_member (object, "content", words);
      return;
    }

  content = json_array_new ();
  add_text (content, words);
  for (guint i = 0; i < parts->len; i++)
    {
      const PonderPart *part = parts->pdata[i];

      if (part->kind == PONDER_PART_IMAGE && part->data != NULL)
        add_picture (content, part);
    }
  json_object_set_array_member (object, "content", content);
}

static JsonObject *
make_tool_call (const PonderPart *part)
{
  JsonObject *object = json_object_new ();
  JsonObject *function = json_object_new ();

  json_object_set_string_member (function, "name", part->name != NULL ? part->name : "");
  json_object_set_string_member (function, "arguments", part->text->str);
  json_object_set_string_member (object, "id", part->call_id != NULL ? part->call_id : "");
  json_object_set_string_member (object, "type", "function");
  json_object_set_object_member (object, "function", function);
  return object;
}

static void
set_tool_calls (JsonObject    *object,
                PonderMessage *message)
{
  GPtrArray *parts = ponder_message_get_parts (message);
  g_autoptr(JsonArray) calls = json_array_new ();

  for (guint i = 0; i < parts->len; i++)
    {
      const PonderPart *part = parts->pdata[i];

      if (part->kind == PONDER_PART_TOOL_CALL)
        json_array_add_object_element (calls, make_tool_call (part));
    }
  if (json_array_get_length (calls) > 0)
    json_object_set_array_member (object, "tool_calls", g_steal_pointer (&calls));
}

/* Each result is a message of its own. */
static void
add_results (JsonArray     *messages,
             PonderMessage *message)
{
  GPtrArray *parts = ponder_message_get_parts (message);

  for (guint i = 0; i < parts->len; i++)
    {
      const PonderPart *part = parts->pdata[i];
      JsonObject *object;

      if (part->kind != PONDER_PART_TOOL_RESULT)
        continue;

      object = json_object_new ();
      json_object_set_string_member (object, "role", "tool");
      json_object_set_string_member (object, "tool_call_id", part->call_id != NULL ? part->call_id : "");
      json_object_set_string_member (object, "content", part->text->str);
      json_array_add_object_element (messages, object);
    }
}

static void
add_message (JsonArray     *messages,
             PonderMessage *message)
{
  PonderRole role = ponder_message_get_role (message);

  if (role != PONDER_ROLE_TOOL)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "role", ponder_role_to_string (role));
      set_content (object, message);
      set_tool_calls (object, message);
      json_array_add_object_element (messages, object);
    }
  add_results (messages, message);
}

static void
add_system (JsonArray  *messages,
            const char *system)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "role", "system");
  json_object_set_string_member (object, "content", system);
  json_array_add_object_element (messages, object);
}

GString *
ponder_export_openai (const PonderConversation *conversation,
                      GPtrArray                *path)
{
  g_autoptr(GPtrArray) turns = ponder_export_find_turns (path);
  g_autofree char *system = ponder_export_dup_system (conversation, path);
  JsonObject *object;
  JsonArray *messages;

  if (turns->len == 0)
    return g_string_new (NULL);

  messages = json_array_new ();
  if (system != NULL)
    add_system (messages, system);
  for (guint i = 0; i < turns->len; i++)
    add_message (messages, turns->pdata[i]);

  object = json_object_new ();
  json_object_set_array_member (object, "messages", messages);
  return ponder_export_take_line (object);
}
