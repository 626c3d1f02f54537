/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a timeline says in words: of a row, of a bar, of the whole. */

#include "config.h"

#include "ponder-think-chart-words.h"

#include <glib/gi18n.h>

#include "ponder-think-estimate.h"
#include "ponder-think-summary.h"

/* What was saved is told from here on, in milliseconds. */
#define SAVED_LEAST 1000

static const char *
get_step_name (const PonderThinkNode *node)
{
  switch ((int) node->kind)
    {
    case PONDER_THINK_KIND_PLAN:
    case PONDER_THINK_KIND_REPAIR:
      return C_("step of deep think", "Plan");
    case PONDER_THINK_KIND_SYNTH:
    case PONDER_THINK_KIND_ANSWER:
      return C_("step of deep think", "Answer");
    case PONDER_THINK_KIND_REVIEW:
      return C_("step of deep think", "Review");
    case PONDER_THINK_KIND_REVISE:
      return C_("step of deep think", "Edits");
    case PONDER_THINK_KIND_JUDGE:
      return C_("step of deep think", "Verdict");
    case PONDER_THINK_KIND_VERIFY:
      return C_("step of deep think", "Check");
    default:
      return node->id;
    }
}

char *
ponder_think_chart_dup_label (const PonderThinkNode *node,
                              gboolean               narrow)
{
  if (node->kind == PONDER_THINK_KIND_VERIFY && node->deps[0] != NULL)
    return g_strdup_printf ("%s  %s", get_step_name (node), node->deps[0]);
  if (node->kind != PONDER_THINK_KIND_SOLVE || narrow || *node->title == '\0')
    return g_strdup (get_step_name (node));
  return g_strdup_printf ("%s  %s", node->id, node->title);
}

char *
ponder_think_chart_dup_time (gint64 ms)
{
  if (ms < 60000)
    /* Translators: seconds, as short as possible. %d is a number */
    return g_strdup_printf (_("%d s"), (int) (ms / 1000));
  return ponder_think_summary_dup_clock (ms);
}

char *
ponder_think_chart_dup_duration (gint64 ms)
{
  if (ms >= 9950)
    return ponder_think_chart_dup_time (ms + 500);
  /* Translators: seconds, as short as possible. %.1f is a number with one decimal place */
  return g_strdup_printf (_("%.1f s"), ms / 1000.0);
}

/* --- one bar --- */

static const char *
get_end (const PonderThinkBar *bar)
{
  if (bar->open)
    return _("Running");
  switch ((int) bar->span.state)
    {
    case PONDER_THINK_DONE:
      return bar->node->cached ? _("Done, from the cache") : _("Done");
    case PONDER_THINK_PARTIAL:
      return _("Cut off; what came is used");
    case PONDER_THINK_FAILED:
      return _("Failed");
    case PONDER_THINK_SKIPPED:
      return _("Skipped");
    case PONDER_THINK_CANCELLED:
      return _("Cancelled");
    default:
      return _("Interrupted");
    }
}

char *
ponder_think_chart_dup_tooltip (const PonderThinkBar *bar)
{
  GString *text = g_string_new (NULL);
  g_autofree char *label = ponder_think_chart_dup_label (bar->node, FALSE);
  g_autofree char *started = ponder_think_chart_dup_duration (bar->span.started);
  g_autofree char *took = ponder_think_chart_dup_duration (bar->span.ended - bar->span.started);

  g_string_append (text, label);
  if (bar->node->spans->len > 1)
    {
      g_string_append_c (text, '\n');
      /* Translators: a step was asked several times; %u is which time, and the second one how many there were */
      g_string_append_printf (text, _("Attempt %u of %u"), bar->attempt + 1, bar->node->spans->len);
    }
  if (bar->span.hedge)
    {
      g_string_append_c (text, '\n');
      g_string_append (text, _("Asked a second time beside the first, which was slow"));
    }
  g_string_append_c (text, '\n');
  /* Translators: when a call began in a run; %s is a time such as “12 s” */
  g_string_append_printf (text, _("Started at %s"), started);
  if (bar->span.first_token >= 0)
    {
      g_autofree char *first = ponder_think_chart_dup_duration (bar->span.first_token - bar->span.started);

      g_string_append_c (text, '\n');
      /* Translators: how long a call had to wait for its first word; %s is a time such as “0.4 s” */
      g_string_append_printf (text, _("First word after %s"), first);
    }
  g_string_append_c (text, '\n');
  /* Translators: how long a call took (so far), and how it ended; the first %s is a time such as “12 s”, the second
   * one of “Done”, “Failed”, “Running”, … */
  g_string_append_printf (text, _("Took %s · %s"), took, get_end (bar));
  return g_string_free (text, FALSE);
}

/* --- the whole --- */

char *
ponder_think_chart_dup_caption (const PonderThinkState *state,
                                const PonderThinkPlot  *plot)
{
  gint64 saved = state->outcome != PONDER_THINK_OPEN ? ponder_think_estimate_saved (state) : 0;
  g_autofree char *together = NULL;
  g_autofree char *duration = NULL;
  g_autofree char *gain = NULL;

  if (plot->n_together == 1)
    together = g_strdup (_("One at a time"));
  else if (plot->n_together > 1)
    /* Translators: how many parts of an answer were worked on at the same time; %u is that number */
    together = g_strdup_printf (ngettext ("At most %u at a time", "At most %u at a time", plot->n_together),
                                plot->n_together);
  if (saved <= SAVED_LEAST)
    return together != NULL ? g_steal_pointer (&together) : g_strdup ("");
  duration = ponder_think_chart_dup_duration (saved);
  /* Translators: time that was saved by working on several parts at a time; %s is a time such as “41 s” */
  gain = g_strdup_printf (_("saved %s compared with one after another"), duration);
  return together != NULL ? g_strdup_printf ("%s · %s", together, gain) : g_steal_pointer (&gain);
}

char *
ponder_think_chart_dup_summary (const PonderThinkState *state)
{
  g_autoptr(GString) steps = g_string_new (NULL);

  for (guint i = 0; i < state->nodes->len; i++)
    {
      const PonderThinkNode *node = g_ptr_array_index (state->nodes, i);
      g_autofree char *name = NULL;
      g_autofree char *duration = NULL;

      if (node->started < 0 || node->ended < node->started)
        continue;
      name = ponder_think_chart_dup_label (node, TRUE);
      duration = ponder_think_chart_dup_duration (node->ended - node->started);
      g_string_append_printf (steps, "%s%s %s", steps->len > 0 ? ", " : "", name, duration);
    }
  if (steps->len == 0)
    return g_strdup (_("Timeline"));
  /* Translators: %s is a list of steps and what each took, such as “Plan 10 s, a 12 s, b 8 s” */
  return g_strdup_printf (_("Timeline: %s"), steps->str);
}
