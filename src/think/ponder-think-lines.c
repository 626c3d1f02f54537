/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan that was written as a list of lines. */

#include "config.h"

#include "ponder-think-plan.h"

#include <string.h>

/* Fewer lines are a remark and no plan. */
#define FEWEST_LINES 2

/* (transfer full): a line's words behind its number or bullet, or NULL. @number is 0 for a bullet. */
static char *
dup_listed (const char *line,
            guint      *number)
{
  g_autoptr(GRegex) regex = g_regex_new ("^\\s{0,3}(?:(\\d{1,2})[.)、．:]|[-*•])\\s*(?:\\[[ xX]?\\]\\s*)?(\\S.*)$",
                                         0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  g_autofree char *digits = NULL;

  if (!g_regex_match (regex, line, 0, &match))
    return NULL;
  digits = g_match_info_fetch (match, 1);
  *number = digits != NULL ? (guint) g_ascii_strtoull (digits, NULL, 10) : 0;
  return g_match_info_fetch (match, 2);
}

/* "using the result of 2", "based on step 2", "根据第2步". (transfer full) */
static GStrv
find_deps (const char *ask)
{
  g_autoptr(GRegex) regex = g_regex_new ("(?:results?|steps?|tasks?|parts?|answers?|第|步骤|任务)\\s*(?:of\\s*)?"
                                         "(?:steps?\\s*|tasks?\\s*|parts?\\s*)?#?(\\d{1,2})"
                                         "(?:\\s*(?:and|,|和|、)\\s*(\\d{1,2}))?",
                                         G_REGEX_CASELESS, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  g_autoptr(GStrvBuilder) deps = g_strv_builder_new ();

  g_regex_match (regex, ask, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL))
    for (int i = 1; i <= 2; i++)
      {
        g_autofree char *number = g_match_info_fetch (match, i);

        if (number != NULL && *number != '\0')
          g_strv_builder_add (deps, number);
      }
  return g_strv_builder_end (deps);
}

static PonderThinkPlanItem *
new_task (const char *ask,
          guint       number)
{
  PonderThinkPlanItem *item = g_new0 (PonderThinkPlanItem, 1);

  item->kind = PONDER_THINK_PLAN_ITEM_TASK;
  item->id = g_strdup_printf ("%u", number);
  item->ask = g_strdup (ask);
  item->deps = find_deps (ask);
  return item;
}

GPtrArray *
ponder_think_plan_read_lines (const char *text)
{
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_think_plan_item_free);
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_auto(GStrv) lines = g_strsplit (valid, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      guint number;
      g_autofree char *ask = dup_listed (lines[i], &number);

      if (ask != NULL)
        g_ptr_array_add (items, new_task (g_strstrip (ask), number > 0 ? number : items->len + 1));
    }
  if (items->len < FEWEST_LINES)
    g_ptr_array_set_size (items, 0);
  return items;
}
