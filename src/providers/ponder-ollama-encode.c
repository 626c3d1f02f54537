/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions in the words of the Ollama dialect. */

#include "config.h"

#include "ponder-ollama-private.h"

#include "ponder-attachment.h"
#include "ponder-dialect-private.h"
#include "ponder-history.h"
#include "ponder-model-config.h"
#include "ponder-structured.h"

#include <string.h>

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

/* The format has images beside the words and no files; those of words are among the words. */
static gboolean
add_images (JsonArray                *images,
            const PonderHistoryTurn  *turn,
            GError                  **error)
{
  for (guint i = 0; i < turn->attachments->len; i++)
    {
      const PonderPart *part = g_ptr_array_index (turn->attachments, i);
      g_autofree char *data = NULL;

      if (part->kind != PONDER_PART_IMAGE)
        {
          ponder_attachment_refuse (part, error);
          return FALSE;
        }
      data = ponder_attachment_dup_base64 (part);
      json_array_add_string_element (images, data);
    }
  return TRUE;
}

static gboolean
add_turn (JsonArray                *list,
          const PonderHistoryTurn  *turn,
          GError                  **error)
{
  g_autoptr(JsonArray) images = json_array_new ();
  JsonObject *message;

  if (!add_images (images, turn, error))
    return FALSE;
  message = add_message (list, ponder_role_to_string (turn->role), turn->text->str);
  if (json_array_get_length (images) > 0)
    json_object_set_array_member (message, "images", g_steal_pointer (&images));
  return TRUE;
}

static JsonArray *
encode_messages (PonderRequest  *request,
                 GError        **error)
{
  /* The documentation advises to say the schema in words even where it is promised. */
  g_autofree char *system = ponder_history_dup_system (request, PONDER_STRUCTURED_NONE);
  g_autoptr(GPtrArray) turns = ponder_history_list_alternating (request, FALSE);
  g_autoptr(JsonArray) list = json_array_new ();

  if (system != NULL)
    add_message (list, "system", system);
  for (guint i = 0; i < turns->len; i++)
    {
      if (!add_turn (list, g_ptr_array_index (turns, i), error))
        return NULL;
    }
  return g_steal_pointer (&list);
}

static void
set_options (JsonObject              *body,
             const PonderModelConfig *config)
{
  g_autoptr(JsonObject) options = json_object_new ();

  ponder_dialect_set_number (options, "temperature", config->temperature);
  ponder_dialect_set_number (options, "top_p", config->top_p);
  ponder_dialect_set_number (options, "frequency_penalty", config->frequency_penalty);
  ponder_dialect_set_number (options, "presence_penalty", config->presence_penalty);
  if (config->max_tokens > 0)
    json_object_set_int_member (options, "num_predict", config->max_tokens);
  if (json_object_get_size (options) > 0)
    json_object_set_object_member (body, "options", g_steal_pointer (&options));
}

/* gpt-oss knows levels only and cannot stop thinking; for all others it is yes or no. */
static void
set_think (JsonObject              *body,
           const PonderModelConfig *config)
{
  const char *reasoning = config->reasoning;
  gboolean little;

  if (reasoning == NULL || *reasoning == '\0')
    return;
  little = g_str_equal (reasoning, "none") || g_str_equal (reasoning, "minimal");
  if (strstr (config->model, "gpt-oss") == NULL)
    json_object_set_boolean_member (body, "think", !g_str_equal (reasoning, "none"));
  else
    json_object_set_string_member (body, "think", little ? "low" : reasoning);
}

/* The model is told the schema in words as well: it is held to the shape, but knows nothing of it. Where a schema is
 * refused, plain JSON may still be known. */
static void
set_format (JsonObject            *body,
            PonderRequest         *request,
            const PonderDowngrade *downgrade)
{
  gboolean refused = ponder_downgrade_has (downgrade, "format.json_schema");
  JsonObject *schema = refused ? NULL : ponder_structured_dup_schema (request);

  if (schema != NULL)
    json_object_set_object_member (body, "format", schema);
  else
    json_object_set_string_member (body, "format", "json");
}

/* Without "truncate": false the server forgets the oldest messages of a long chat, the system prompt's companions,
 * and nobody is told. So the person hears that the chat is too long, and can raise the size or shorten it. */
JsonObject *
ponder_ollama_encode (PonderRequest          *request,
                      const PonderDowngrade  *downgrade,
                      GError                **error)
{
  const PonderModelConfig *config = ponder_request_get_config (request);
  const char *model = ponder_dialect_get_model (request, error);
  JsonArray *messages = model != NULL ? encode_messages (request, error) : NULL;
  g_autoptr(JsonObject) body = json_object_new ();

  if (messages == NULL)
    return NULL;
  json_object_set_string_member (body, "model", model);
  json_object_set_array_member (body, "messages", messages);
  json_object_set_boolean_member (body, "stream", ponder_request_get_stream (request));
  json_object_set_boolean_member (body, "truncate", FALSE);
  set_options (body, config);
  set_think (body, config);
  if (ponder_request_get_schema (request) != NULL)
    set_format (body, request, downgrade);
  return g_steal_pointer (&body);
}
