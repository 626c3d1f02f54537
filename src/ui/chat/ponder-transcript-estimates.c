/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How high rows are taken to be until they are measured. Ten thousand texts are not looked at in one go. */

#include "config.h"

#include "ponder-transcript-view-private.h"

#include "ponder-measure.h"
#include "ponder-message-text.h"

/* So many of the last ones are looked at at once; the others are taken to be as high as those are on average. */
#define AT_ONCE 200
#define SLICE_US 2000

static void
estimate (PonderTranscriptView *self,
          guint                 index,
          int                   letter)
{
  PonderMessage *message = ponder_transcript_view_get_message (self, index);

  ponder_row_heights_estimate (self->heights, index,
                               ponder_message_text_estimate_height (message, self->width, letter));
}

static gboolean
estimate_cb (gpointer user_data)
{
  PonderTranscriptView *self = user_data;
  gint64 end = g_get_monotonic_time () + SLICE_US;
  int letter = ponder_measure_letters (GTK_WIDGET (self), 1);

  while (self->n_guessed > 0 && g_get_monotonic_time () < end)
    estimate (self, --self->n_guessed, letter);
  if (self->n_guessed > 0)
    return G_SOURCE_CONTINUE;

  self->estimate_source = 0;
  ponder_transcript_layout_queue (self);
  return G_SOURCE_REMOVE;
}

static void
guess (PonderTranscriptView *self,
       guint                 position,
       guint                 n_rows,
       guint                 n_known)
{
  gint64 known = ponder_row_heights_get_top (self->heights, position + n_rows + n_known)
                 - ponder_row_heights_get_top (self->heights, position + n_rows);

  ponder_row_heights_guess (self->heights, position, n_rows, (int) (known / n_known));
  self->n_guessed = MAX (self->n_guessed, position + n_rows);
  if (self->estimate_source == 0)
    self->estimate_source = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, estimate_cb, self, NULL);
}

void
ponder_transcript_estimates_splice (PonderTranscriptView *self,
                                    guint                 position,
                                    guint                 n_removed,
                                    guint                 n_added)
{
  int letter = ponder_measure_letters (GTK_WIDGET (self), 1);
  guint n_known = MIN (n_added, AT_ONCE);

  ponder_row_heights_splice (self->heights, position, n_removed, n_added);
  /* Who is looked at twice is no harm. */
  if (position < self->n_guessed)
    self->n_guessed = MIN (self->n_guessed + n_added, ponder_row_heights_get_n_rows (self->heights));
  for (guint i = position + n_added - n_known; i < position + n_added; i++)
    estimate (self, i, letter);
  if (n_added > n_known)
    guess (self, position, n_added - n_known, n_known);
}

void
ponder_transcript_estimates_end (PonderTranscriptView *self)
{
  g_clear_handle_id (&self->estimate_source, g_source_remove);
  self->n_guessed = 0;
}
