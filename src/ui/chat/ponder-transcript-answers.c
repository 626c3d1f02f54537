/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of the transcript view that knows who writes answers, and which of them stand beside each other. */

#include "config.h"

#include "ponder-answer-columns.h"
#include "ponder-timeline.h"
#include "ponder-transcript-view-private.h"

GPtrArray *
ponder_transcript_view_get_columns (PonderTranscriptView *self,
                                    PonderMessage        *message)
{
  return PONDER_IS_TIMELINE (self->messages)
         ? ponder_timeline_get_columns (PONDER_TIMELINE (self->messages), message) : NULL;
}

PonderMessage *
ponder_transcript_view_get_read_message (PonderTranscriptView *self,
                                         guint                 index)
{
  PonderMessage *message = ponder_transcript_view_get_message (self, index);

  return PONDER_IS_TIMELINE (self->messages)
         ? ponder_timeline_get_marked (PONDER_TIMELINE (self->messages), message) : message;
}

gboolean
ponder_transcript_view_row_shows (PonderTranscriptView *self,
                                  guint                 index,
                                  const char           *message_id)
{
  PonderMessage *message = ponder_transcript_view_get_message (self, index);
  GPtrArray *columns = ponder_transcript_view_get_columns (self, message);

  for (guint i = 0; columns != NULL && i < columns->len; i++)
    if (g_str_equal (ponder_message_get_id (g_ptr_array_index (columns, i)), message_id))
      return TRUE;
  return g_str_equal (ponder_message_get_id (message), message_id);
}

/* What the reader opened or closed stays so; until then the board knows best. */
static void
give_board (PonderTranscriptView *self,
            PonderMessageRow     *row,
            PonderMessage        *message)
{
  PonderThinkBoard *board = PONDER_IS_TIMELINE (self->messages)
                            ? ponder_timeline_get_board (PONDER_TIMELINE (self->messages), message) : NULL;
  gpointer open;

  if (board == NULL)
    return;
  ponder_message_row_set_board (row, board);
  if (g_hash_table_lookup_extended (self->boards, ponder_message_get_id (message), NULL, &open))
    ponder_message_row_set_board_open (row, GPOINTER_TO_INT (open));
}

void
ponder_transcript_view_board_added (PonderTranscriptView *self,
                                    PonderMessage        *message)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    {
      PonderMessageRow *found = ponder_message_row_find (row, ponder_message_get_id (message));

      if (found != NULL)
        give_board (self, found, message);
    }
}

static GtkWidget *
create_single_row (PonderTranscriptView *self,
                   PonderMessage        *message)
{
  GtkWidget *row = ponder_message_row_new (message, self->highlighter, self->shelf);
  PonderTurn *turn;

  if (g_hash_table_contains (self->unfolded, ponder_message_get_id (message)))
    ponder_message_row_set_reasoning_open (PONDER_MESSAGE_ROW (row), TRUE);
  if ((turn = ponder_transcript_view_find_turn (self, message)))
    ponder_message_row_set_turn (PONDER_MESSAGE_ROW (row), turn);
  give_board (self, PONDER_MESSAGE_ROW (row), message);
  ponder_transcript_view_mark_row (self, PONDER_MESSAGE_ROW (row));
  ponder_transcript_view_connect_row (self, row);
  return row;
}

GtkWidget *
ponder_transcript_view_create_row (PonderTranscriptView *self,
                                   PonderMessage        *message)
{
  GPtrArray *columns = ponder_transcript_view_get_columns (self, message);
  g_autoptr(GPtrArray) rows = NULL;
  GtkWidget *row;

  if (columns == NULL)
    return create_single_row (self, message);

  rows = g_ptr_array_new ();
  for (guint i = 0; i < columns->len; i++)
    g_ptr_array_add (rows, create_single_row (self, g_ptr_array_index (columns, i)));
  row = ponder_message_row_new_of_columns (rows);
  ponder_transcript_view_connect_row (self, row);
  return row;
}

void
ponder_transcript_view_columns_changed (PonderTranscriptView *self,
                                        PonderMessage        *first)
{
  GtkWidget *old = g_hash_table_lookup (self->rows, first);
  gboolean had_focus = old != NULL && gtk_widget_get_focus_child (GTK_WIDGET (self)) == old;
  GtkWidget *row;

  if (old == NULL)
    return;

  ponder_transcript_selection_clear (self->selection);
  self->eye.set = FALSE;
  row = ponder_transcript_view_create_row (self, first);
  gtk_widget_insert_after (row, GTK_WIDGET (self), old);
  g_hash_table_insert (self->rows, first, row);
  if (had_focus)
    gtk_widget_grab_focus (row);
  gtk_widget_unparent (old);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
ponder_transcript_view_pin_columns (PonderTranscriptView *self,
                                    GtkWidget            *row)
{
  GtkWidget *child = gtk_widget_get_first_child (row);

  if (child != NULL && PONDER_IS_ANSWER_COLUMNS (child))
    ponder_answer_columns_pin (PONDER_ANSWER_COLUMNS (child), GTK_WIDGET (self));
}

PonderMessageRow *
ponder_transcript_view_get_row_at (PonderTranscriptView *self,
                                   double                x,
                                   double                y)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);
  GtkWidget *row = picked != NULL ? gtk_widget_get_ancestor (picked, PONDER_TYPE_MESSAGE_ROW) : NULL;
  guint index;

  if (row != NULL)
    return PONDER_MESSAGE_ROW (row);
  return ponder_transcript_view_find_row (self, y, &index) ? ponder_transcript_view_get_row (self, index) : NULL;
}

/* --- who writes --- */

PonderTurn *
ponder_transcript_view_find_turn (PonderTranscriptView *self,
                                  PonderMessage        *message)
{
  for (guint i = 0; self->turns != NULL && i < g_list_model_get_n_items (self->turns); i++)
    {
      g_autoptr(PonderTurn) turn = g_list_model_get_item (self->turns, i);

      if (ponder_turn_get_message (turn) == message)
        return turn;            /* the list holds it */
    }
  return NULL;
}

static void
update_turn (PonderTranscriptView *self,
             PonderMessageRow     *row,
             PonderMessage        *message)
{
  PonderMessageRow *single = ponder_message_row_find (row, ponder_message_get_id (message));

  if (single != NULL)
    ponder_message_row_set_turn (single, ponder_transcript_view_find_turn (self, message));
}

static void
turns_changed_cb (PonderTranscriptView *self)
{
  GHashTableIter iter;
  gpointer message;
  gpointer row;

  if (self->rows == NULL)
    return;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &message, &row))
    {
      GPtrArray *columns = ponder_transcript_view_get_columns (self, message);

      for (guint i = 0; columns != NULL && i < columns->len; i++)
        update_turn (self, row, g_ptr_array_index (columns, i));
      if (columns == NULL)
        update_turn (self, row, message);
    }
}

void
ponder_transcript_view_set_turns (PonderTranscriptView *self,
                                  GListModel           *turns)
{
  g_return_if_fail (PONDER_IS_TRANSCRIPT_VIEW (self));

  if (self->turns == turns)
    return;

  if (self->turns != NULL)
    g_signal_handlers_disconnect_by_func (self->turns, turns_changed_cb, self);
  g_set_object (&self->turns, turns);
  if (turns != NULL)
    g_signal_connect_object (turns, "items-changed", G_CALLBACK (turns_changed_cb), self, G_CONNECT_SWAPPED);
  turns_changed_cb (self);
}
