/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Token counts as the many servers of the OpenAI dialect name them. */

#include "config.h"

#include "ponder-openai-private.h"

#include "ponder-frame.h"

/* xAI counts money in these. */
#define TICKS_PER_USD 1e10

/* The first of @names (ended by NULL) that is known in @object. */
static gint64
find_count (JsonObject        *object,
            const char *const *names)
{
  gint64 count = -1;

  for (; count < 0 && *names != NULL; names++)
    count = ponder_frame_get_count (object, *names);
  return count;
}

/* The same in the first of @details that has it, else in @usage itself. */
static gint64
find_detail (JsonObject        *usage,
             const char *const *details,
             const char *const *names)
{
  gint64 count = -1;

  for (; count < 0 && *details != NULL; details++)
    count = find_count (ponder_json_get_object (usage, *details), names);
  return count >= 0 ? count : find_count (usage, names);
}

static double
find_cost (JsonObject *usage)
{
  double cost;

  if (ponder_json_get_double (usage, "cost", &cost) && cost >= 0)
    return cost;
  if (ponder_json_get_double (usage, "cost_in_usd_ticks", &cost) && cost >= 0)
    return cost / TICKS_PER_USD;
  return -1;
}

PonderUsage *
ponder_openai_decode_usage (JsonObject *object)
{
  /* Of chat completions; of responses. */
  static const char *const input[] = { "prompt_tokens", "input_tokens", NULL };
  static const char *const output[] = { "completion_tokens", "output_tokens", NULL };
  static const char *const input_details[] = { "prompt_tokens_details", "input_tokens_details", NULL };
  static const char *const output_details[] = {
    "completion_tokens_details", "output_tokens_details", NULL,
  };
  /* OpenAI and Kimi; DeepSeek; Mistral. */
  static const char *const cached[] = {
    "cached_tokens", "prompt_cache_hit_tokens", "num_cached_tokens", NULL,
  };
  static const char *const reasoning[] = { "reasoning_tokens", NULL };
  PonderUsage *usage = ponder_usage_new ();
  gint64 total = ponder_frame_get_count (object, "total_tokens");

  usage->input = find_count (object, input);
  usage->output = find_count (object, output);
  usage->cached = find_detail (object, input_details, cached);
  usage->reasoning = find_detail (object, output_details, reasoning);
  usage->cost_usd = find_cost (object);

  /* xAI leaves the thinking out of the output; its sum shows it. */
  if (usage->input >= 0 && usage->output >= 0 && usage->reasoning > 0
      && total == usage->input + usage->output + usage->reasoning)
    usage->output += usage->reasoning;
  return usage;
}
