/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a program is told in the protocol of OpenAI. */

#include "config.h"

#include "ponder-gateway-reply.h"

#include "ponder-json.h"

static const char *const models[] = { "direct", "deep", "vote-3" };

char *
ponder_gateway_reply_dup_models (void)
{
  JsonObject *object = json_object_new ();
  JsonArray *data = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      JsonObject *model = json_object_new ();

      json_object_set_string_member (model, "id", models[i]);
      json_object_set_string_member (model, "object", "model");
      json_object_set_int_member (model, "created", 0);
      json_object_set_string_member (model, "owned_by", "ponder");
      json_array_add_object_element (data, model);
    }
  json_object_set_string_member (object, "object", "list");
  json_object_set_array_member (object, "data", data);
  return ponder_json_take_to_string (object);
}

/* What is not known is null: 0 would be a count. */
static void
set_usage (JsonObject        *object,
           const PonderUsage *usage)
{
  JsonObject *counts;

  if (usage->input < 0 || usage->output < 0)
    {
      json_object_set_null_member (object, "usage");
      return;
    }
  counts = json_object_new ();
  json_object_set_int_member (counts, "prompt_tokens", usage->input);
  json_object_set_int_member (counts, "completion_tokens", usage->output);
  json_object_set_int_member (counts, "total_tokens", usage->input + usage->output);
  json_object_set_object_member (object, "usage", counts);
}

static JsonObject *
new_object (const PonderGatewayReply *self,
            const char               *type)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", self->id);
  json_object_set_string_member (object, "object", type);
  json_object_set_int_member (object, "created", self->created);
  json_object_set_string_member (object, "model", self->model);
  return object;
}

static void
set_choice (JsonObject *object,
            const char *member,
            JsonObject *content,
            const char *finish)
{
  JsonObject *choice = json_object_new ();
  JsonArray *choices = json_array_new ();

  json_object_set_int_member (choice, "index", 0);
  json_object_set_object_member (choice, member, content);
  if (finish != NULL)
    json_object_set_string_member (choice, "finish_reason", finish);
  else
    json_object_set_null_member (choice, "finish_reason");
  json_array_add_object_element (choices, choice);
  json_object_set_array_member (object, "choices", choices);
}

/* What the protocol has no place for, under a name of our own. */
static void
set_facts (JsonObject               *object,
           const PonderGatewayReply *self)
{
  JsonObject *facts = json_object_new ();

  json_object_set_int_member (facts, "calls", self->calls);
  if (self->outcome != NULL)
    json_object_set_string_member (facts, "outcome", self->outcome);
  json_object_set_object_member (object, "ponder", facts);
}

char *
ponder_gateway_reply_dup_whole (const PonderGatewayReply *self)
{
  JsonObject *object = new_object (self, "chat.completion");
  JsonObject *message = json_object_new ();

  json_object_set_string_member (message, "role", "assistant");
  json_object_set_string_member (message, "content", self->text);
  set_choice (object, "message", message, self->finish);
  set_usage (object, self->usage);
  set_facts (object, self);
  return ponder_json_take_to_string (object);
}

char *
ponder_gateway_reply_dup_piece (const PonderGatewayReply *self,
                                const char               *text)
{
  JsonObject *object = new_object (self, "chat.completion.chunk");
  JsonObject *delta = json_object_new ();

  if (text != NULL)
    {
      json_object_set_string_member (delta, "role", "assistant");
      json_object_set_string_member (delta, "content", text);
    }
  set_choice (object, "delta", delta, text == NULL ? self->finish : NULL);
  return ponder_json_take_to_string (object);
}

char *
ponder_gateway_reply_dup_usage (const PonderGatewayReply *self)
{
  JsonObject *object = new_object (self, "chat.completion.chunk");

  json_object_set_array_member (object, "choices", json_array_new ());
  set_usage (object, self->usage);
  set_facts (object, self);
  return ponder_json_take_to_string (object);
}

char *
ponder_gateway_reply_dup_fault (PonderFault *fault)
{
  JsonObject *object = json_object_new ();
  JsonObject *error = json_object_new ();
  g_autofree char *words = ponder_fault_dup_sentences (fault);

  json_object_set_string_member (error, "message", words);
  json_object_set_string_member (error, "type", ponder_error_code_to_string (fault->category));
  json_object_set_string_member (error, "code", ponder_error_code_to_string (fault->category));
  json_object_set_object_member (object, "error", error);
  return ponder_json_take_to_string (object);
}

guint
ponder_gateway_reply_get_status (PonderFault *fault)
{
  static const guint statuses[] = {
    [PONDER_ERROR_NETWORK] = 502,
    [PONDER_ERROR_AUTHENTICATION] = 401,
    [PONDER_ERROR_PERMISSION] = 403,
    [PONDER_ERROR_BILLING] = 402,
    [PONDER_ERROR_RATE_LIMIT] = 429,
    [PONDER_ERROR_INVALID_REQUEST] = 400,
    [PONDER_ERROR_CONTEXT_LENGTH] = 400,
    [PONDER_ERROR_CONTENT_FILTER] = 400,
    [PONDER_ERROR_MODEL_NOT_FOUND] = 404,
    [PONDER_ERROR_SERVER] = 502,
    [PONDER_ERROR_TIMEOUT] = 504,
    [PONDER_ERROR_CANCELLED] = 503,
    [PONDER_ERROR_MALFORMED] = 502,
  };

  return fault->category < G_N_ELEMENTS (statuses) ? statuses[fault->category] : 500;
}
