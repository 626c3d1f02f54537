/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a program asks for in the protocol of OpenAI. */

#include "config.h"

#include "ponder-gateway-request.h"

#include <math.h>
#include <string.h>

#include "ponder-error.h"
#include "ponder-id.h"
#include "ponder-json.h"

#define VOTE "vote-"

void
ponder_gateway_request_free (PonderGatewayRequest *self)
{
  g_free (self->model);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  g_free (self->question);
  g_clear_pointer (&self->config, ponder_model_config_free);
  g_strfreev (self->stop);
  g_free (self);
}

static gboolean
refuse (GError     **error,
        const char  *why)
{
  g_set_error_literal (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST, why);
  return FALSE;
}

static gboolean
read_model (PonderGatewayRequest *self,
            JsonObject           *object,
            GError              **error)
{
  const char *model = ponder_json_get_string (object, "model");

  if (model == NULL)
    return refuse (error, "“model” is missing: direct, deep, or vote-3.");
  self->model = g_strdup (model);
  if (g_str_equal (model, "direct"))
    self->way = PONDER_GATEWAY_DIRECT;
  else if (g_str_equal (model, "deep"))
    self->way = PONDER_GATEWAY_DEEP;
  else if (g_str_has_prefix (model, VOTE) && model[strlen (VOTE)] >= '2' && model[strlen (VOTE)] <= '9'
           && model[strlen (VOTE) + 1] == '\0')
    {
      self->way = PONDER_GATEWAY_VOTE;
      self->n_votes = (guint) (model[strlen (VOTE)] - '0');
    }
  else
    {
      g_set_error (error, PONDER_ERROR, PONDER_ERROR_MODEL_NOT_FOUND,
                   "There is no model “%s” here: direct, deep, or vote-2 to vote-%d.", model,
                   PONDER_GATEWAY_MOST_VOTES);
      return FALSE;
    }
  return TRUE;
}

/* A string, or an array of parts of which all are text. (transfer full) (nullable) */
static char *
dup_content (JsonObject  *message,
             GError     **error)
{
  const char *text = ponder_json_get_string (message, "content");
  JsonArray *parts = ponder_json_get_array (message, "content");
  g_autoptr(GString) joined = NULL;

  if (text != NULL)
    return g_strdup (text);
  if (parts == NULL)
    {
      refuse (error, "A message has no “content”.");
      return NULL;
    }
  joined = g_string_new (NULL);
  for (guint i = 0; i < json_array_get_length (parts); i++)
    {
      JsonObject *part = ponder_json_array_object (parts, i);

      if (g_strcmp0 (ponder_json_get_string (part, "type"), "text") != 0
          || (text = ponder_json_get_string (part, "text")) == NULL)
        {
          refuse (error, "Only text can be asked here.");
          return NULL;
        }
      g_string_append (joined, text);
    }
  return g_string_free (g_steal_pointer (&joined), FALSE);
}

static void
add_system (PonderGatewayRequest *self,
            const char           *text)
{
  char *joined = self->config->system != NULL ? g_strconcat (self->config->system, "\n\n", text, NULL)
                                              : g_strdup (text);

  g_free (self->config->system);
  self->config->system = joined;
}

static void
add_message (PonderGatewayRequest *self,
             PonderRole            role,
             const char           *text)
{
  PonderMessage *last = self->history->len > 0 ? g_ptr_array_index (self->history, self->history->len - 1) : NULL;
  g_autofree char *id = ponder_id_new ();
  PonderMessage *message = ponder_message_new (id, last != NULL ? ponder_message_get_id (last) : NULL, role);

  ponder_message_append_text (message, text);
  ponder_message_set_state (message, PONDER_MESSAGE_DONE);
  g_ptr_array_add (self->history, message);
}

static gboolean
read_message (PonderGatewayRequest *self,
              JsonObject           *message,
              GError              **error)
{
  const char *role = ponder_json_get_string (message, "role");
  g_autofree char *text = NULL;

  if (message == NULL || role == NULL)
    return refuse (error, "A message has no “role”.");
  if (!(text = dup_content (message, error)))
    return FALSE;
  if (g_str_equal (role, "system") || g_str_equal (role, "developer"))
    add_system (self, text);
  else if (g_str_equal (role, "user"))
    add_message (self, PONDER_ROLE_USER, text);
  else if (g_str_equal (role, "assistant"))
    add_message (self, PONDER_ROLE_ASSISTANT, text);
  else
    return refuse (error, "Only system, user and assistant can speak here.");
  return TRUE;
}

static gboolean
read_messages (PonderGatewayRequest *self,
               JsonObject           *object,
               GError              **error)
{
  JsonArray *messages = ponder_json_get_array (object, "messages");
  PonderMessage *last;

  if (messages == NULL)
    return refuse (error, "“messages” is missing.");
  for (guint i = 0; i < json_array_get_length (messages); i++)
    if (!read_message (self, ponder_json_array_object (messages, i), error))
      return FALSE;
  last = self->history->len > 0 ? g_ptr_array_index (self->history, self->history->len - 1) : NULL;
  if (last == NULL || ponder_message_get_role (last) != PONDER_ROLE_USER
      || ponder_message_get_text (last)[strspn (ponder_message_get_text (last), " \t\r\n")] == '\0')
    return refuse (error, "The last message must be a question of the user.");
  self->question = g_strdup (ponder_message_get_text (last));
  g_ptr_array_remove_index (self->history, self->history->len - 1);
  return TRUE;
}

/* A string, or an array of them. */
static gboolean
read_stop (PonderGatewayRequest *self,
           JsonObject           *object,
           GError              **error)
{
  const char *word = ponder_json_get_string (object, "stop");
  JsonArray *words = ponder_json_get_array (object, "stop");
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  if (word != NULL)
    g_strv_builder_add (builder, word);
  for (guint i = 0; words != NULL && i < json_array_get_length (words); i++)
    {
      if ((word = ponder_json_array_string (words, i)) == NULL)
        return refuse (error, "“stop” is words.");
      g_strv_builder_add (builder, word);
    }
  self->stop = g_strv_builder_end (builder);
  return TRUE;
}

static gboolean
read_number (JsonObject  *object,
             const char  *member,
             double       least,
             double       most,
             double      *place,
             GError     **error)
{
  double value;

  if (!json_object_has_member (object, member) || json_object_get_null_member (object, member))
    return TRUE;
  if (!ponder_json_get_double (object, member, &value) || value < least || value > most)
    {
      g_set_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST, "“%s” is a number from %g to %g.", member, least,
                   most);
      return FALSE;
    }
  *place = value;
  return TRUE;
}

static gboolean
read_numbers (PonderGatewayRequest *self,
              JsonObject           *object,
              GError              **error)
{
  PonderModelConfig *config = self->config;
  double n = 1;
  double max_tokens = 0;

  if (!read_number (object, "temperature", 0, 2, &config->temperature, error)
      || !read_number (object, "top_p", 0, 1, &config->top_p, error)
      || !read_number (object, "frequency_penalty", -2, 2, &config->frequency_penalty, error)
      || !read_number (object, "presence_penalty", -2, 2, &config->presence_penalty, error)
      || !read_number (object, "max_tokens", 1, 1e7, &max_tokens, error)
      || !read_number (object, "max_completion_tokens", 1, 1e7, &max_tokens, error)
      || !read_number (object, "n", 1, 1, &n, error))
    return FALSE;
  config->max_tokens = (guint) max_tokens;
  return TRUE;
}

static gboolean
read_request (PonderGatewayRequest *self,
              JsonObject           *object,
              GError              **error)
{
  JsonArray *tools = ponder_json_get_array (object, "tools");

  if (tools != NULL && json_array_get_length (tools) > 0)
    return refuse (error, "There are no tools here.");
  self->stream = ponder_json_get_boolean (object, "stream", FALSE);
  self->usage = ponder_json_get_boolean (ponder_json_get_object (object, "stream_options"), "include_usage", FALSE);
  return read_model (self, object, error) && read_messages (self, object, error) && read_stop (self, object, error)
         && read_numbers (self, object, error);
}

PonderGatewayRequest *
ponder_gateway_request_new (const char  *body,
                            gssize       length,
                            GError     **error)
{
  g_autoptr(PonderGatewayRequest) self = g_new0 (PonderGatewayRequest, 1);
  g_autoptr(JsonObject) object = ponder_json_parse_object (body, length, NULL);

  self->history = g_ptr_array_new_with_free_func (g_object_unref);
  self->config = ponder_model_config_new ();
  if (object == NULL)
    {
      refuse (error, "The body is no JSON object.");
      return NULL;
    }
  return read_request (self, object, error) ? g_steal_pointer (&self) : NULL;
}
