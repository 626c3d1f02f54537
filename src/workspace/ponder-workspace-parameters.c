/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which settings of a chat its server is known not to take. */

#include "config.h"

#include "ponder-workspace-parameters.h"

#include "ponder-workspace-private.h"

#define N_NAMES 6

/* A setting, and what it is called on the wires of the dialects, if only as a part of a path. */
static const struct
{
  const char *name;
  const char *wire[N_NAMES];
} parameters[] = {
  { "temperature", { "temperature" } },
  { "top_p", { "top_p", "topP" } },
  { "frequency_penalty", { "frequency_penalty", "frequencyPenalty" } },
  { "presence_penalty", { "presence_penalty", "presencePenalty" } },
  { "max_tokens", { "max_tokens", "max_completion_tokens", "max_output_tokens", "maxOutputTokens", "num_predict" } },
  { "reasoning", { "reasoning_effort", "reasoning", "thinking", "thinkingConfig", "think" } },
};

static const struct
{
  const char *dialect;
  const char *name;
} missing[] = {
  { "anthropic", "frequency_penalty" },
  { "anthropic", "presence_penalty" },
  { "openai-responses", "frequency_penalty" },
  { "openai-responses", "presence_penalty" },
};

static gboolean
is_missing (PonderProviderConfig *provider,
            const char           *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (missing); i++)
    {
      if (g_str_equal (missing[i].name, name)
          && g_strcmp0 (missing[i].dialect, ponder_provider_config_get_dialect (provider)) == 0)
        return TRUE;
    }
  return FALSE;
}

/* @path: "temperature", or "generationConfig.topP". */
static gboolean
is_on_path (const char *name,
            const char *path)
{
  g_auto(GStrv) steps = g_strsplit (path, ".", -1);

  for (guint i = 0; i < G_N_ELEMENTS (parameters); i++)
    {
      if (!g_str_equal (parameters[i].name, name))
        continue;
      for (guint j = 0; j < N_NAMES && parameters[i].wire[j] != NULL; j++)
        {
          if (g_strv_contains ((const char *const *) steps, parameters[i].wire[j]))
            return TRUE;
        }
    }
  return FALSE;
}

static gboolean
is_refused (const PonderDowngrade *downgrade,
            const char            *name)
{
  GPtrArray *refused = downgrade != NULL ? ponder_downgrade_get_parameters (downgrade) : NULL;

  for (guint i = 0; refused != NULL && i < refused->len; i++)
    {
      if (is_on_path (name, g_ptr_array_index (refused, i)))
        return TRUE;
    }
  return FALSE;
}

PonderParameterFate
ponder_workspace_get_parameter_fate (PonderWorkspace         *self,
                                     const PonderModelConfig *config,
                                     const char              *name)
{
  PonderProviderConfig *provider;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), PONDER_PARAMETER_TAKEN);
  g_return_val_if_fail (config != NULL && name != NULL, PONDER_PARAMETER_TAKEN);

  if (config->provider == NULL || config->model == NULL
      || (provider = ponder_workspace_lookup_provider (self, config->provider)) == NULL)
    return PONDER_PARAMETER_TAKEN;
  if (is_missing (provider, name))
    return PONDER_PARAMETER_MISSING;
  if (is_refused (ponder_downgrade_memory_lookup (ponder_service_get_downgrades (self->service), provider,
                                                  config->model), name))
    return PONDER_PARAMETER_REFUSED;
  return PONDER_PARAMETER_TAKEN;
}
