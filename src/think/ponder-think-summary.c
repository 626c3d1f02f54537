/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run of deep think in one line, for people. */

#include "config.h"

#include "ponder-think-summary.h"

#include <glib/gi18n.h>
#include <math.h>

/* Takes @piece. */
static void
take (GPtrArray *pieces,
      char      *piece)
{
  if (piece != NULL)
    g_ptr_array_add (pieces, piece);
}

/* --- pieces --- */

char *
ponder_think_summary_dup_parts (const PonderThinkState *state)
{
  gboolean answered = state->outcome == PONDER_THINK_OUTCOME_DONE || state->outcome == PONDER_THINK_OUTCOME_PARTIAL;
  guint n_all = ponder_think_state_count_all (state);
  guint n_answered = ponder_think_state_count_answered (state);

  if (n_answered == n_all && state->outcome == PONDER_THINK_OUTCOME_PARTIAL)
    /* Translators: the answer has all its parts, but it broke off. */
    return g_strdup (_("cut short"));
  if (n_all == 0 || state->outcome == PONDER_THINK_OUTCOME_DIRECT)
    return NULL;
  if (n_answered == n_all)
    return g_strdup_printf (ngettext ("%u part", "%u parts", n_all), n_all);
  if (answered)
    /* Translators: how many parts of the work the answer was made from, and how many there are. */
    return g_strdup_printf (ngettext ("answered from %u of %u part", "answered from %u of %u parts", n_all),
                            n_answered, n_all);
  /* Translators: how many parts of the work are done, and how many there are. */
  return g_strdup_printf (ngettext ("%u of %u part", "%u of %u parts", n_all), n_answered, n_all);
}

char *
ponder_think_summary_dup_calls (const PonderThinkState *state)
{
  guint n_calls = ponder_think_state_get_calls (state);

  return g_strdup_printf (ngettext ("%u call", "%u calls", n_calls), n_calls);
}

char *
ponder_think_summary_dup_duration (gint64 milliseconds)
{
  int seconds = (int) MIN (milliseconds / 1000, G_MAXINT);

  if (seconds < 60)
    /* Translators: a duration in seconds, as short as can be. */
    return g_strdup_printf (_("%d s"), seconds);
  /* Translators: a duration in minutes and seconds, as short as can be. */
  return g_strdup_printf (_("%d min %d s"), seconds / 60, seconds % 60);
}

char *
ponder_think_summary_dup_clock (gint64 milliseconds)
{
  int seconds = (int) CLAMP (milliseconds / 1000, 0, G_MAXINT);

  if (seconds < 3600)
    return g_strdup_printf ("%d:%02d", seconds / 60, seconds % 60);
  return g_strdup_printf ("%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

char *
ponder_think_summary_dup_review (const PonderThinkState *state)
{
  if (g_strcmp0 (state->verdict, "new") == 0)
    /* Translators: %u is how many passages of the answer were changed after it was reviewed. */
    return g_strdup_printf (ngettext ("revised (%u edit)", "revised (%u edits)", state->edits), state->edits);
  if (state->review_problem != NULL)
    return g_strdup (_("review unavailable"));
  if (!state->reviewed)
    return NULL;
  if (isnan (state->score))
    return g_strdup (_("reviewed"));
  /* Translators: %g is the mark that a review gave, like 8.5. */
  return g_strdup_printf (_("reviewed %g/10"), state->score);
}

/* --- the line --- */

/* (nullable) */
static const char *
get_outcome (const PonderThinkState *state)
{
  if (state->outcome == PONDER_THINK_OUTCOME_DIRECT)
    /* Translators: the model was asked once, instead of in parts. */
    return _("answered directly");
  if (state->outcome == PONDER_THINK_OUTCOME_CANCELLED)
    /* Translators: somebody stopped the work. */
    return _("stopped");
  if (state->outcome == PONDER_THINK_OUTCOME_FAILED)
    /* Translators: the work ended without an answer. */
    return _("failed");
  /* Translators: the work waits for somebody to go on with it. */
  return state->paused ? _("paused") : NULL;
}

char *
ponder_think_summary_dup_at (const PonderThinkState *state,
                             const char             *standing,
                             gint64                  now)
{
  g_autoptr(GPtrArray) pieces = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *list = NULL;

  take (pieces, g_strdup (standing != NULL ? standing : get_outcome (state)));
  take (pieces, ponder_think_summary_dup_parts (state));
  if (ponder_think_state_get_calls (state) > 0)
    take (pieces, ponder_think_summary_dup_calls (state));
  if (now > 0)
    take (pieces, ponder_think_summary_dup_duration (MAX (now, 1000)));
  take (pieces, ponder_think_summary_dup_review (state));
  if (pieces->len == 0)
    return g_strdup (_("Deep think"));

  g_ptr_array_add (pieces, NULL);
  /* Translators: what stands between the pieces of a list in one line: "6 parts, 9 calls, 58 s". */
  list = g_strjoinv (_(", "), (char **) pieces->pdata);
  /* Translators: %s is how an answer came about: "6 parts, 9 calls, 58 s". */
  return g_strdup_printf (_("Deep think: %s"), list);
}

char *
ponder_think_summary_dup (const PonderThinkState *state)
{
  return ponder_think_summary_dup_at (state, NULL, state->last_time);
}
