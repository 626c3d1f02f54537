/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of a server or a model of the OpenAI dialects before it is asked. */

#include "config.h"

#include "ponder-openai-private.h"

#include "ponder-model-config.h"

const char *
ponder_openai_get_quirk (PonderProviderPreset *preset,
                         const char           *name)
{
  return preset != NULL ? ponder_provider_preset_get_quirk (preset, name) : NULL;
}

gboolean
ponder_openai_is_reasoning_model (const char *model)
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

gboolean
ponder_openai_takes_sampling (const PonderModelConfig *config)
{
  const char *model = config->model;

  if (!ponder_openai_is_reasoning_model (model))
    return TRUE;
  return g_strcmp0 (config->reasoning, "none") == 0 && model[0] == 'g'
         && (model[4] > '5' || model[5] == '.');
}
