/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Builds the frames and bodies that the demo server sends. */

#include "config.h"

#include "ponder-demo-frames.h"

#include "ponder-json.h"

static JsonObject *
new_object (const char *object,
            const char *model)
{
  JsonObject *root = json_object_new ();

  json_object_set_string_member (root, "id", "chatcmpl-demo");
  json_object_set_string_member (root, "object", object);
  json_object_set_int_member (root, "created", g_get_real_time () / G_USEC_PER_SEC);
  json_object_set_string_member (root, "model", model);
  return root;
}

static void
take_only_element (JsonObject *object,
                   const char *member,
                   JsonObject *element)
{
  JsonArray *array = json_array_new ();

  if (element != NULL)
    json_array_add_object_element (array, element);
  json_object_set_array_member (object, member, array);
}

static char *
chunk (const char *model,
       JsonObject *delta,
       const char *reason)
{
  JsonObject *root = new_object ("chat.completion.chunk", model);
  JsonObject *choice = json_object_new ();

  json_object_set_int_member (choice, "index", 0);
  json_object_set_object_member (choice, "delta", delta);
  if (reason != NULL)
    json_object_set_string_member (choice, "finish_reason", reason);
  else
    json_object_set_null_member (choice, "finish_reason");
  take_only_element (root, "choices", choice);
  return ponder_json_take_to_string (root);
}

static JsonObject *
usage (int input_tokens,
       int output_tokens,
       int reasoning_tokens)
{
  JsonObject *object = json_object_new ();
  JsonObject *details = json_object_new ();

  json_object_set_int_member (details, "reasoning_tokens", reasoning_tokens);
  json_object_set_int_member (object, "prompt_tokens", input_tokens);
  json_object_set_int_member (object, "completion_tokens", output_tokens);
  json_object_set_int_member (object, "total_tokens", input_tokens + output_tokens);
  json_object_set_object_member (object, "completion_tokens_details", details);
  return object;
}

static void
set_tool_call (JsonObject *message,
               const char *id,
               const char *name,
               const char *arguments)
{
  JsonObject *call = json_object_new ();
  JsonObject *function = json_object_new ();

  json_object_set_string_member (function, "name", name);
  json_object_set_string_member (function, "arguments", arguments);
  json_object_set_int_member (call, "index", 0);
  json_object_set_string_member (call, "id", id);
  json_object_set_string_member (call, "type", "function");
  json_object_set_object_member (call, "function", function);
  take_only_element (message, "tool_calls", call);
}

static char *
complete (const char *model,
          JsonObject *message,
          const char *reason,
          JsonObject *used)
{
  JsonObject *root = new_object ("chat.completion", model);
  JsonObject *choice = json_object_new ();

  json_object_set_string_member (message, "role", "assistant");
  json_object_set_int_member (choice, "index", 0);
  json_object_set_object_member (choice, "message", message);
  json_object_set_string_member (choice, "finish_reason", reason);
  take_only_element (root, "choices", choice);
  json_object_set_object_member (root, "usage", used);
  return ponder_json_take_to_string (root);
}

char *
ponder_demo_frame_role (const char *model)
{
  JsonObject *delta = json_object_new ();

  json_object_set_string_member (delta, "role", "assistant");
  json_object_set_string_member (delta, "content", "");
  return chunk (model, delta, NULL);
}

char *
ponder_demo_frame_delta (const char *model,
                         const char *field,
                         const char *text)
{
  JsonObject *delta = json_object_new ();

  json_object_set_string_member (delta, field, text);
  return chunk (model, delta, NULL);
}

char *
ponder_demo_frame_tool (const char *model,
                        const char *id,
                        const char *name,
                        const char *arguments)
{
  JsonObject *delta = json_object_new ();

  set_tool_call (delta, id, name, arguments);
  return chunk (model, delta, NULL);
}

char *
ponder_demo_frame_finish (const char *model,
                          const char *reason)
{
  return chunk (model, json_object_new (), reason);
}

char *
ponder_demo_frame_usage (const char *model,
                         int         input_tokens,
                         int         output_tokens,
                         int         reasoning_tokens)
{
  JsonObject *root = new_object ("chat.completion.chunk", model);

  take_only_element (root, "choices", NULL);
  json_object_set_object_member (root, "usage",
                                 usage (input_tokens, output_tokens, reasoning_tokens));
  return ponder_json_take_to_string (root);
}

char *
ponder_demo_body_complete (const char *model,
                           const char *reasoning,
                           const char *text,
                           const char *reason,
                           int         input_tokens,
                           int         output_tokens)
{
  JsonObject *message = json_object_new ();

  json_object_set_string_member (message, "content", text);
  if (reasoning != NULL)
    json_object_set_string_member (message, "reasoning_content", reasoning);
  return complete (model, message, reason, usage (input_tokens, output_tokens, 0));
}

char *
ponder_demo_body_tool (const char *model,
                       const char *id,
                       const char *name,
                       const char *arguments,
                       int         input_tokens,
                       int         output_tokens)
{
  JsonObject *message = json_object_new ();

  json_object_set_null_member (message, "content");
  set_tool_call (message, id, name, arguments);
  return complete (model, message, "tool_calls", usage (input_tokens, output_tokens, 0));
}

char *
ponder_demo_body_error (const char *message,
                        const char *type,
                        const char *code)
{
  JsonObject *root = json_object_new ();
  JsonObject *error = json_object_new ();

  json_object_set_string_member (error, "message", message);
  json_object_set_string_member (error, "type", type);
  json_object_set_null_member (error, "param");
  if (code != NULL)
    json_object_set_string_member (error, "code", code);
  else
    json_object_set_null_member (error, "code");
  json_object_set_object_member (root, "error", error);
  return ponder_json_take_to_string (root);
}

char *
ponder_demo_body_models (const char *const *names)
{
  JsonObject *root = json_object_new ();
  JsonArray *list = json_array_new ();

  for (; *names != NULL; names++)
    {
      JsonObject *model = json_object_new ();

      json_object_set_string_member (model, "id", *names);
      json_object_set_string_member (model, "object", "model");
      json_object_set_int_member (model, "created", 0);
      json_object_set_string_member (model, "owned_by", "demo");
      json_array_add_object_element (list, model);
    }
  json_object_set_string_member (root, "object", "list");
  json_object_set_array_member (root, "data", list);
  return ponder_json_take_to_string (root);
}
