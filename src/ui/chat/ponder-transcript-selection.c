/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Selected text that runs across blocks and messages, living rows or not. */

#include "config.h"

#include "ponder-transcript-selection.h"

#include <string.h>

#include "ponder-message-text.h"
#include "ponder-transcript-view-private.h"

/* A place between two letters of the whole list. */
typedef struct
{
  guint           message;
  PonderLeafPlace at;
} Place;

typedef enum
{
  UNIT_LETTER,
  UNIT_WORD,
  UNIT_PARAGRAPH,
} Unit;

/* Places are numbers, not widgets: rows come and go while a selection stays. */
struct _PonderTranscriptSelection
{
  PonderTranscriptView *view;
  Place                 start;          /* nothing is selected when it is `end` */
  Place                 end;
  Place                 anchor_start;   /* the letter, word or paragraph it began with */
  Place                 anchor_end;
  Unit                  unit;
  gboolean              all;
  gboolean              shown;          /* some row may be marked */
};

static int
compare_numbers (guint a,
                 guint b)
{
  return a < b ? -1 : a > b;
}

/* Leaves only, whatever the byte. */
static int
compare_leaves (guint        message,
                guint        leaf,
                const Place *place)
{
  int order = compare_numbers (message, place->message);

  return order != 0 ? order : compare_numbers (leaf, place->at.leaf);
}

static int
compare (const Place *a,
         const Place *b)
{
  int order = compare_leaves (a->message, a->at.leaf, b);

  return order != 0 ? order : compare_numbers (a->at.byte, b->at.byte);
}

/* What of a leaf is selected. */
static void
find_range (PonderTranscriptSelection *self,
            guint                      message,
            guint                      leaf,
            guint                      length,
            guint                     *start,
            guint                     *end)
{
  int after_start = compare_leaves (message, leaf, &self->start);
  int after_end = compare_leaves (message, leaf, &self->end);

  *start = *end = 0;
  if (after_start < 0 || after_end > 0 || ponder_transcript_selection_is_empty (self))
    return;
  *start = after_start == 0 ? MIN (self->start.at.byte, length) : 0;
  *end = after_end == 0 ? MIN (self->end.at.byte, length) : length;
}

static void
mark_row (PonderTranscriptSelection *self,
          PonderMessageRow          *row,
          guint                      index)
{
  g_autoptr(GPtrArray) leaves = ponder_text_leaves_collect (ponder_message_row_get_reading (row));

  for (guint i = 0; i < leaves->len; i++)
    {
      PonderTextBlock *leaf = g_ptr_array_index (leaves, i);
      guint start;
      guint end;

      find_range (self, index, i, strlen (ponder_text_block_get_text (leaf)->shown), &start, &end);
      ponder_text_block_set_selection (leaf, start, end);
    }
}

void
ponder_transcript_selection_apply (PonderTranscriptSelection *self)
{
  PonderTranscriptView *view = self->view;

  if (!self->shown)
    return;
  for (guint i = view->first; i < view->end; i++)
    {
      PonderMessageRow *row = ponder_transcript_view_get_row (view, i);

      /* None when messages went and the rows are not laid out yet. */
      if (row != NULL)
        mark_row (self, row, i);
    }
  self->shown = !ponder_transcript_selection_is_empty (self);
}

static void
changed (PonderTranscriptSelection *self)
{
  self->shown = TRUE;
  ponder_transcript_selection_apply (self);
}

/* FALSE when there is no text near. */
static gboolean
find_place (PonderTranscriptSelection *self,
            double                     x,
            double                     y,
            Place                     *place)
{
  graphene_point_t point;
  g_autoptr(GPtrArray) leaves = NULL;
  GtkWidget *row;

  if (!ponder_transcript_view_find_row (self->view, y, &place->message))
    return FALSE;

  row = GTK_WIDGET (ponder_transcript_view_get_row (self->view, place->message));
  leaves = ponder_text_leaves_collect (ponder_message_row_get_reading (PONDER_MESSAGE_ROW (row)));
  return gtk_widget_compute_point (GTK_WIDGET (self->view), row, &GRAPHENE_POINT_INIT (x, y), &point)
         && ponder_text_leaves_find (leaves, row, point.x, point.y, &place->at);
}

/* A row that need not be near the window, for its text. (transfer full) */
static PonderMessageRow *
borrow_row (PonderTranscriptSelection *self,
            guint                      index)
{
  PonderMessage *message = ponder_transcript_view_get_message (self->view, index);
  PonderMessageRow *row = ponder_transcript_view_get_row (self->view, index);

  if (row == NULL)
    row = PONDER_MESSAGE_ROW (ponder_transcript_view_create_row (self->view, message));
  return g_object_ref_sink (row);
}

/* The letter, word or paragraph around @place. */
static void
find_unit (PonderTranscriptSelection *self,
           const Place               *place,
           Place                     *start,
           Place                     *end)
{
  g_autoptr(PonderMessageRow) row = borrow_row (self, place->message);
  g_autoptr(GPtrArray) leaves = ponder_text_leaves_collect (ponder_message_row_get_reading (row));
  PonderTextBlock *leaf = g_ptr_array_index (leaves, place->at.leaf);

  *start = *end = *place;
  switch (self->unit)
    {
    case UNIT_LETTER:
      break;
    case UNIT_WORD:
      ponder_text_block_get_word_at (leaf, place->at.byte, &start->at.byte, &end->at.byte);
      break;
    case UNIT_PARAGRAPH:
      start->at.byte = 0;
      end->at.byte = strlen (ponder_text_block_get_text (leaf)->shown);
      break;
    }
}

PonderTranscriptSelection *
ponder_transcript_selection_new (PonderTranscriptView *view)
{
  PonderTranscriptSelection *self = g_new0 (PonderTranscriptSelection, 1);

  self->view = view;
  return self;
}

void
ponder_transcript_selection_free (PonderTranscriptSelection *self)
{
  g_free (self);
}

void
ponder_transcript_selection_clear (PonderTranscriptSelection *self)
{
  self->all = FALSE;
  self->end = self->start;
  changed (self);
}

void
ponder_transcript_selection_select_all (PonderTranscriptSelection *self)
{
  guint n_messages = ponder_row_heights_get_n_rows (self->view->heights);

  if (n_messages == 0)
    return;
  self->start = (Place) { 0, { 0, 0 } };
  self->end = (Place) { n_messages - 1, { G_MAXUINT, G_MAXUINT } };
  self->all = TRUE;
  changed (self);
}

gboolean
ponder_transcript_selection_is_empty (PonderTranscriptSelection *self)
{
  return compare (&self->start, &self->end) == 0;
}

void
ponder_transcript_selection_begin (PonderTranscriptSelection *self,
                                   double                     x,
                                   double                     y,
                                   int                        n_press)
{
  Place place;

  ponder_transcript_selection_clear (self);
  if (!find_place (self, x, y, &place))
    return;

  self->unit = n_press == 1 ? UNIT_LETTER : n_press == 2 ? UNIT_WORD : UNIT_PARAGRAPH;
  find_unit (self, &place, &self->anchor_start, &self->anchor_end);
  self->start = self->anchor_start;
  self->end = self->anchor_end;
  changed (self);
}

void
ponder_transcript_selection_extend (PonderTranscriptSelection *self,
                                    double                     x,
                                    double                     y)
{
  Place place;
  Place start;
  Place end;

  if (!find_place (self, x, y, &place))
    return;

  find_unit (self, &place, &start, &end);
  self->all = FALSE;
  self->start = compare (&start, &self->anchor_start) < 0 ? start : self->anchor_start;
  self->end = compare (&end, &self->anchor_end) > 0 ? end : self->anchor_end;
  changed (self);
}

/* Without a row: there may be thousands between the two ends. */
static char *
dup_whole (PonderTranscriptSelection *self,
           guint                      index)
{
  PonderMessage *message = ponder_transcript_view_get_read_message (self->view, index);
  g_autoptr(GPtrArray) blocks = NULL;

  if (self->all || !ponder_message_text_is_markdown (message))
    return g_strdup (ponder_message_get_text (message));
  blocks = ponder_markdown_parse (ponder_message_get_text (message), -1);
  return ponder_markdown_to_text (blocks);
}

static char *
dup_part (PonderTranscriptSelection *self,
          guint                      index)
{
  g_autoptr(PonderMessageRow) row = borrow_row (self, index);
  g_autoptr(GPtrArray) leaves = ponder_text_leaves_collect (ponder_message_row_get_reading (row));
  PonderLeafPlace start = { 0, 0 };
  PonderLeafPlace end;

  ponder_text_leaves_get_end (leaves, &end);
  return ponder_text_leaves_dup_text (leaves, index == self->start.message ? &self->start.at : &start,
                                      index == self->end.message ? &self->end.at : &end);
}

char *
ponder_transcript_selection_dup_text (PonderTranscriptSelection *self)
{
  g_autoptr(GString) text = g_string_new (NULL);

  if (ponder_transcript_selection_is_empty (self))
    return g_strdup ("");

  for (guint i = self->start.message; i <= self->end.message; i++)
    {
      gboolean whole = self->all || (i > self->start.message && i < self->end.message);
      g_autofree char *piece = whole ? dup_whole (self, i) : dup_part (self, i);

      if (text->len > 0 && *piece != '\0')
        g_string_append (text, "\n\n");
      g_string_append (text, piece);
    }
  return g_strdup (text->str);
}

void
ponder_transcript_selection_items_changed (PonderTranscriptSelection *self,
                                           guint                      position,
                                           guint                      removed,
                                           guint                      added)
{
  if (ponder_transcript_selection_is_empty (self) || position > self->end.message)
    return;
  if (position + removed > self->start.message || self->all)
    {
      ponder_transcript_selection_clear (self);
      return;
    }
  self->start.message += added - removed;
  self->end.message += added - removed;
  self->anchor_start.message += added - removed;
  self->anchor_end.message += added - removed;
}
