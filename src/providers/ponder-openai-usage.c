/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Token counts as the many servers of the OpenAI dialect name them. */

#include "config.h"

#include "ponder-openai-private.h"

/* No answer has more; a server that says so has miscounted. */
#define COUNT_LIMIT G_GINT64_CONSTANT (1000000000000)

/* xAI counts money in these. */
#define TICKS_PER_USD 1e10

static gint64
get_count (JsonObject *object,
           const char *member)
{
  gint64 count;

  if (!ponder_json_get_int (object, member, &count) || count < 0 || count > COUNT_LIMIT)
    return -1;
  return count;
}

/* The first of @names (ended by NULL) that is known, in @details and then in @usage itself. */
static gint64
find_count (JsonObject        *usage,
            const char        *details,
            const char *const *names)
{
  JsonObject *inner = ponder_json_get_object (usage, details);
  gint64 count = get_count (inner, names[0]);

  for (guint i = 0; count < 0 && names[i] != NULL; i++)
    count = get_count (usage, names[i]);
  return count;
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
  /* OpenAI and Kimi; DeepSeek; Mistral. */
  static const char *const cached[] = {
    "cached_tokens", "prompt_cache_hit_tokens", "num_cached_tokens", NULL,
  };
  static const char *const reasoning[] = { "reasoning_tokens", NULL };
  PonderUsage *usage = ponder_usage_new ();
  gint64 total = get_count (object, "total_tokens");

  usage->input = get_count (object, "prompt_tokens");
  usage->output = get_count (object, "completion_tokens");
  usage->cached = find_count (object, "prompt_tokens_details", cached);
  usage->reasoning = find_count (object, "completion_tokens_details", reasoning);
  usage->cost_usd = find_cost (object);

  /* xAI leaves the thinking out of the output; its sum shows it. */
  if (usage->input >= 0 && usage->output >= 0 && usage->reasoning > 0
      && total == usage->input + usage->output + usage->reasoning)
    usage->output += usage->reasoning;
  return usage;
}
