/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the servers of the OpenAI dialect say that a model can do and hold. */

#include "config.h"

#include "ponder-openai-private.h"

static gboolean
get_tokens (JsonObject *object,
            const char *member,
            guint      *n_tokens)
{
  gint64 value;

  if (!ponder_json_get_int (object, member, &value) || value <= 0 || value > G_MAXINT)
    return FALSE;
  *n_tokens = (guint) value;
  return TRUE;
}

/* LM Studio: what was loaded holds less than what the model was made for. */
static gboolean
get_loaded_tokens (JsonObject *model,
                   guint      *n_tokens)
{
  JsonArray *instances = ponder_json_get_array (model, "loaded_instances");
  JsonObject *first = instances != NULL ? ponder_json_array_object (instances, 0) : NULL;

  return get_tokens (ponder_json_get_object (first, "config"), "context_length", n_tokens)
         || get_tokens (model, "loaded_context_length", n_tokens);
}

guint
ponder_openai_find_context_length (JsonObject *model)
{
  /* OpenRouter; Mistral and LM Studio; Groq; vLLM. */
  static const char *const names[] = {
    "context_length", "max_context_length", "context_window", "max_model_len",
  };
  JsonObject *meta = ponder_json_get_object (model, "meta");
  guint n_tokens = 0;

  /* llama.cpp: what it was started with says more than what the model was trained on. */
  if (get_tokens (meta, "n_ctx", &n_tokens) || get_tokens (meta, "n_ctx_train", &n_tokens)
      || get_loaded_tokens (model, &n_tokens))
    return n_tokens;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (get_tokens (model, names[i], &n_tokens))
        return n_tokens;
    }
  get_tokens (ponder_json_get_object (model, "top_provider"), "context_length", &n_tokens);
  return n_tokens;
}

/* LM Studio: {"reasoning": {"allowed_options": ["off", "on"]}}; elsewhere true or false. */
static gboolean
is_true_or_object (JsonObject *object,
                   const char *member)
{
  return ponder_json_get_boolean (object, member, FALSE) || ponder_json_get_object (object, member) != NULL;
}

/* Members of lists in the model itself or in its "architecture". */
static const struct
{
  PonderAbilities  ability;
  const char      *list;
  const char      *item;
} listed[] = {
  /* OpenRouter, llama.cpp. */
  { PONDER_ABILITY_IMAGES, "input_modalities", "image" },
  { PONDER_ABILITY_FILES, "input_modalities", "file" },
  /* OpenRouter. */
  { PONDER_ABILITY_REASONING, "supported_parameters", "reasoning" },
  { PONDER_ABILITY_TOOLS, "supported_parameters", "tools" },
  { PONDER_ABILITY_STRUCTURED, "supported_parameters", "structured_outputs" },
  /* LM Studio before 0.4. */
  { PONDER_ABILITY_TOOLS, "capabilities", "tool_use" },
};

/* Mistral and LM Studio: members of "capabilities". */
static const struct
{
  PonderAbilities  ability;
  const char      *member;
} capable[] = {
  { PONDER_ABILITY_IMAGES, "vision" },
  { PONDER_ABILITY_TOOLS, "function_calling" },
  { PONDER_ABILITY_TOOLS, "trained_for_tool_use" },
  { PONDER_ABILITY_REASONING, "reasoning" },
};

PonderAbilities
ponder_openai_find_abilities (JsonObject *model)
{
  JsonObject *capabilities = ponder_json_get_object (model, "capabilities");
  JsonObject *architecture = ponder_json_get_object (model, "architecture");
  PonderAbilities abilities = PONDER_ABILITY_NONE;

  for (guint i = 0; i < G_N_ELEMENTS (listed); i++)
    {
      if (ponder_json_array_has (ponder_json_get_array (model, listed[i].list), listed[i].item)
          || ponder_json_array_has (ponder_json_get_array (architecture, listed[i].list), listed[i].item))
        abilities |= listed[i].ability;
    }
  for (guint i = 0; i < G_N_ELEMENTS (capable); i++)
    {
      if (is_true_or_object (capabilities, capable[i].member))
        abilities |= capable[i].ability;
    }
  /* OpenRouter: which efforts it knows; LM Studio: a model that sees. */
  if (ponder_json_get_object (model, "reasoning") != NULL)
    abilities |= PONDER_ABILITY_REASONING;
  if (g_strcmp0 (ponder_json_get_string (model, "type"), "vlm") == 0)
    abilities |= PONDER_ABILITY_IMAGES;
  return abilities;
}
