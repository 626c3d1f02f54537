/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much a model is to think, in the words of each server of the OpenAI dialect. */

#include "config.h"

#include "ponder-openai-private.h"

#include "ponder-model-config.h"
#include "ponder-provider-preset.h"

/* Tokens of thinking where a server counts them; "high" is its own limit. */
#define LOW_BUDGET 2048
#define MEDIUM_BUDGET 8192

/* The weakest of the server's words that is not weaker than ours: "medium" is "high" where it knows "low,high,max". */
static char *
dup_effort (const char *wanted,
            const char *known)
{
  static const char *const ladder[] = { "none", "low", "medium", "high", NULL };
  g_auto(GStrv) words = known != NULL ? g_strsplit (known, ",", -1) : NULL;
  gboolean enough = FALSE;

  if (words == NULL || g_strv_contains ((const char *const *) words, wanted))
    return g_strdup (wanted);
  for (guint i = 0; ladder[i] != NULL; i++)
    {
      enough = enough || g_str_equal (ladder[i], wanted);
      if (enough && g_strv_contains ((const char *const *) words, ladder[i]))
        return g_strdup (ladder[i]);
    }
  return g_strdup (words[g_strv_length (words) - 1]);
}

static gboolean
is_one_of (PonderProviderPreset *preset,
           const char           *quirk,
           const char           *model)
{
  const char *pattern = ponder_openai_get_quirk (preset, quirk);

  return pattern != NULL && g_pattern_match_simple (pattern, model);
}

static void
set_effort (JsonObject           *body,
            const char           *wanted,
            PonderProviderPreset *preset)
{
  g_autofree char *effort = dup_effort (wanted, ponder_openai_get_quirk (preset, "efforts"));

  json_object_set_string_member (body, "reasoning_effort", effort);
}

static void
set_thinking (JsonObject           *body,
              const char           *model,
              const char           *wanted,
              PonderProviderPreset *preset)
{
  gboolean on = !g_str_equal (wanted, "none");
  JsonObject *thinking;

  if (!is_one_of (preset, "always-thinks", model))
    {
      thinking = json_object_new ();
      json_object_set_string_member (thinking, "type", on ? "enabled" : "disabled");
      json_object_set_object_member (body, "thinking", thinking);
    }
  if (on && is_one_of (preset, "effort-models", model))
    set_effort (body, wanted, preset);
}

static void
set_enable_thinking (JsonObject *body,
                     const char *wanted)
{
  json_object_set_boolean_member (body, "enable_thinking", !g_str_equal (wanted, "none"));
  if (g_str_equal (wanted, "low"))
    json_object_set_int_member (body, "thinking_budget", LOW_BUDGET);
  else if (g_str_equal (wanted, "medium"))
    json_object_set_int_member (body, "thinking_budget", MEDIUM_BUDGET);
}

static void
set_object (JsonObject *body,
            const char *wanted)
{
  JsonObject *reasoning = json_object_new ();

  json_object_set_string_member (reasoning, "effort", wanted);
  json_object_set_object_member (body, "reasoning", reasoning);
}

/* The template of a local model decides whether it thinks, a few read how much. */
static void
set_template (JsonObject           *body,
              const char           *wanted,
              PonderProviderPreset *preset)
{
  JsonObject *arguments = json_object_new ();
  gboolean on = !g_str_equal (wanted, "none");

  json_object_set_boolean_member (arguments, "enable_thinking", on);
  json_object_set_object_member (body, "chat_template_kwargs", arguments);
  if (on)
    set_effort (body, wanted, preset);
}

void
ponder_openai_encode_reasoning (JsonObject              *body,
                                const PonderModelConfig *config,
                                PonderProviderPreset    *preset)
{
  const char *wanted = config->reasoning;
  const char *way = ponder_openai_get_quirk (preset, "reasoning");

  if (wanted == NULL || *wanted == '\0')
    return;
  if (g_strcmp0 (way, "thinking") == 0)
    set_thinking (body, config->model, wanted, preset);
  else if (g_strcmp0 (way, "enable_thinking") == 0)
    set_enable_thinking (body, wanted);
  else if (g_strcmp0 (way, "object") == 0)
    set_object (body, wanted);
  else if (g_strcmp0 (way, "template") == 0)
    set_template (body, wanted, preset);
  else if (is_one_of (preset, "effort-default", config->model) && !g_str_equal (wanted, "none"))
    json_object_set_string_member (body, "reasoning_effort", "default");
  else
    set_effort (body, wanted, preset);
}
