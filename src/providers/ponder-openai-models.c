/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model lists of the OpenAI dialect. */

#include "config.h"

#include "ponder-openai-private.h"

#include "ponder-model-info.h"
#include "ponder-model-list.h"
#include "ponder-provider-config.h"

/* Only what the server itself says cannot chat is left out; names are no evidence. */
static gboolean
can_chat (JsonObject *model)
{
  JsonObject *capabilities = ponder_json_get_object (model, "capabilities");
  const char *type = ponder_json_get_string (model, "type");

  return ponder_json_get_boolean (capabilities, "completion_chat", TRUE)
         && g_strcmp0 (type, "embedding") != 0 && g_strcmp0 (type, "embeddings") != 0;
}

static PonderModelInfo *
decode_model (PonderProviderConfig *provider,
              JsonObject           *model)
{
  const char *id = ponder_json_get_string (model, "id");
  const char *name = ponder_json_get_string (model, "display_name");
  PonderModelInfo *info;

  /* LM Studio. */
  if (id == NULL)
    id = ponder_json_get_string (model, "key");
  if (id == NULL || !can_chat (model))
    return NULL;
  if (name == NULL)
    name = ponder_json_get_string (model, "name");
  info = ponder_model_info_new (ponder_provider_config_get_id (provider), id, name);
  ponder_model_info_set_context_length (info, ponder_openai_find_context_length (model));
  ponder_model_info_set_abilities (info, ponder_openai_find_abilities (model));
  return info;
}

GPtrArray *
ponder_openai_decode_models (PonderProviderConfig  *provider,
                             GBytes                *body,
                             GError               **error)
{
  /* LM Studio's own list has another name. */
  static const char *const members[] = { "data", "models", NULL };

  return ponder_model_list_decode (provider, body, members, decode_model, error);
}
