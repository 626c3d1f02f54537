/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions in the words of the OpenAI dialect. */

#include "config.h"

#include "ponder-openai-private.h"

#include "ponder-message.h"
#include "ponder-model-config.h"

#include <math.h>
#include <string.h>

/* o1, o3-mini, gpt-5, gpt-5.1-codex, ... but not gpt-5-chat: OpenAI's models that always think take
 * no sampling parameters and call the system prompt by another name. */
static gboolean
is_reasoning_model (const char *model)
{
  const char *rest;

  if (model[0] == 'o' && g_ascii_isdigit (model[1]))
    {
      rest = model + 1;
      while (g_ascii_isdigit (*rest))
        rest++;
      return *rest == '\0' || *rest == '-';
    }
  return g_str_has_prefix (model, "gpt-") && model[4] >= '5' && model[4] <= '9'
         && !g_ascii_isdigit (model[5]) && !g_str_has_prefix (model + 5, "-chat");
}

static JsonObject *
add_message (JsonArray  *list,
             const char *role,
             const char *text)
{
  JsonObject *message = json_object_new ();

  json_object_set_string_member (message, "role", role);
  json_object_set_string_member (message, "content", text);
  json_array_add_object_element (list, message);
  return message;
}

/* An answer that failed was none. Tool calls and their results have no words of their own, and a
 * server refuses one without the other. */
static gboolean
belongs_to_history (PonderMessage *message)
{
  return *ponder_message_get_text (message) != '\0'
         && ponder_message_get_state (message) != PONDER_MESSAGE_FAILED
         && ponder_message_get_role (message) != PONDER_ROLE_TOOL;
}

static const char *
get_role (PonderMessage *message,
          const char    *system_role)
{
  switch (ponder_message_get_role (message))
    {
    case PONDER_ROLE_SYSTEM:
      return system_role;
    case PONDER_ROLE_USER:
      return "user";
    case PONDER_ROLE_ASSISTANT:
      return "assistant";
    case PONDER_ROLE_TOOL:
      return "tool";
    }
  g_assert_not_reached ();
}

/* Where an answer failed two questions follow each other, and many local models refuse to read
 * that: they become one. */
static void
add_to_last (JsonObject *last,
             const char *text)
{
  g_autofree char *joined = g_strconcat (json_object_get_string_member (last, "content"), "\n\n",
                                         text, NULL);

  json_object_set_string_member (last, "content", joined);
}

static JsonArray *
encode_messages (PonderRequest *request,
                 const char    *system_role)
{
  const char *system = ponder_request_get_config (request)->system;
  GPtrArray *messages = ponder_request_get_messages (request);
  JsonArray *list = json_array_new ();
  JsonObject *last_question = NULL;

  if (system != NULL && *system != '\0')
    add_message (list, system_role, system);
  for (guint i = 0; i < messages->len; i++)
    {
      PonderMessage *message = g_ptr_array_index (messages, i);
      gboolean is_question = ponder_message_get_role (message) == PONDER_ROLE_USER;
      JsonObject *added;

      if (!belongs_to_history (message))
        continue;
      if (is_question && last_question != NULL)
        {
          add_to_last (last_question, ponder_message_get_text (message));
          continue;
        }
      added = add_message (list, get_role (message, system_role),
                           ponder_message_get_text (message));
      last_question = is_question ? added : NULL;
    }
  return list;
}

static void
set_if_known (JsonObject *body,
              const char *member,
              double      value)
{
  if (isfinite (value))
    json_object_set_double_member (body, member, value);
}

static void
set_sampling (JsonObject              *body,
              const PonderModelConfig *config)
{
  set_if_known (body, "temperature", config->temperature);
  set_if_known (body, "top_p", config->top_p);
  set_if_known (body, "frequency_penalty", config->frequency_penalty);
  set_if_known (body, "presence_penalty", config->presence_penalty);
}

static void
set_stream (JsonObject *body,
            gboolean    stream,
            gboolean    stream_options)
{
  json_object_set_boolean_member (body, "stream", stream);
  if (stream && stream_options)
    {
      JsonObject *options = json_object_new ();

      json_object_set_boolean_member (options, "include_usage", TRUE);
      json_object_set_object_member (body, "stream_options", options);
    }
}

JsonObject *
ponder_openai_encode (PonderRequest *request,
                      const char    *max_tokens_name,
                      gboolean       stream_options)
{
  const PonderModelConfig *config = ponder_request_get_config (request);
  gboolean reasoning = is_reasoning_model (config->model);
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "model", config->model);
  json_object_set_array_member (body, "messages",
                                encode_messages (request, reasoning ? "developer" : "system"));
  set_stream (body, ponder_request_get_stream (request), stream_options);
  if (config->max_tokens > 0)
    json_object_set_int_member (body, reasoning ? "max_completion_tokens" : max_tokens_name,
                                config->max_tokens);
  if (!reasoning)
    set_sampling (body, config);
  if (config->reasoning != NULL && *config->reasoning != '\0')
    json_object_set_string_member (body, "reasoning_effort", config->reasoning);
  return body;
}
