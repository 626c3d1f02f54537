/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model lists of the OpenAI dialect. */

#include "config.h"

#include "ponder-openai-private.h"

#include "ponder-listing.h"

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
  PonderModelInfo *info = NULL;

  /* LM Studio. */
  if (id == NULL)
    id = ponder_json_get_string (model, "key");
  if (name == NULL)
    name = ponder_json_get_string (model, "name");
  if (can_chat (model)
      && (info = ponder_listing_new_info (provider, id, name, ponder_openai_find_context_length (model))))
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

  return ponder_listing_decode (provider, body, members, decode_model, error);
}
