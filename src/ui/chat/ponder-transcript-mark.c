/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of the transcript view that goes to one message and shows for a moment which it is. */

#include "config.h"

#include "ponder-transcript-view-private.h"

#define MARK_MS 2500
/* Pixels of what was said before. */
#define ABOVE   36

static PonderMessageRow *
find_marked_row (PonderTranscriptView *self)
{
  PonderMessageRow *found = NULL;
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->rows);
  while (found == NULL && g_hash_table_iter_next (&iter, NULL, &row))
    found = ponder_message_row_find (row, self->marked_id);
  return found;
}

void
ponder_transcript_view_unmark (PonderTranscriptView *self)
{
  PonderMessageRow *row = find_marked_row (self);

  g_clear_handle_id (&self->mark_source, g_source_remove);
  g_clear_pointer (&self->marked_id, g_free);
  ponder_transcript_find_unmark_only (self->find);
  if (row != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (row), "ponder-found");
}

static gboolean
mark_ended_cb (gpointer user_data)
{
  PonderTranscriptView *self = user_data;

  self->mark_source = 0;
  ponder_transcript_view_unmark (self);
  return G_SOURCE_REMOVE;
}

/* The row is there once it was laid out; that it gets the keyboard is how it is read out. */
static gboolean
row_awaited_cb (GtkWidget     *widget,
                GdkFrameClock *clock,
                gpointer       user_data)
{
  PonderMessageRow *row = find_marked_row (PONDER_TRANSCRIPT_VIEW (widget));

  if (PONDER_TRANSCRIPT_VIEW (widget)->marked_id == NULL)
    return G_SOURCE_REMOVE;
  if (row == NULL || !gtk_widget_get_mapped (GTK_WIDGET (row)))
    return G_SOURCE_CONTINUE;

  gtk_widget_grab_focus (GTK_WIDGET (row));
  return G_SOURCE_REMOVE;
}

void
ponder_transcript_view_mark_row (PonderTranscriptView *self,
                                 PonderMessageRow     *row)
{
  PonderMessage *message = ponder_message_row_get_message (row);

  if (self->marked_id != NULL && g_str_equal (ponder_message_get_id (message), self->marked_id))
    gtk_widget_add_css_class (GTK_WIDGET (row), "ponder-found");
}

void
ponder_transcript_view_show_message (PonderTranscriptView *self,
                                     const char           *message_id)
{
  PonderMessageRow *row;

  g_return_if_fail (PONDER_IS_TRANSCRIPT_VIEW (self));
  g_return_if_fail (message_id != NULL);

  ponder_transcript_view_unmark (self);
  self->marked_id = g_strdup (message_id);
  self->mark_source = g_timeout_add (MARK_MS, mark_ended_cb, self);
  ponder_transcript_view_set_place (self, message_id, -ABOVE);
  if ((row = find_marked_row (self)))
    ponder_transcript_view_mark_row (self, row);
  gtk_widget_add_tick_callback (GTK_WIDGET (self), row_awaited_cb, NULL, NULL);
}
