/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is looked for, marked in the living rows; the one the reader is at is brought into sight. */

#include "config.h"

#include "ponder-transcript-find.h"

#include <string.h>

#include "ponder-block-stack.h"
#include "ponder-message-text.h"
#include "ponder-side-scroller.h"
#include "ponder-table-block.h"
#include "ponder-text-leaves.h"
#include "ponder-transcript-view-private.h"

/* Pixels between what was found and the edges of the view. */
#define AIR 48
/* Pixels beside it, where code scrolls sideways. */
#define SIDE_AIR 24
/* Frames until the row is there, unfolded and measured; then whatever still moves is left alone. */
#define MOST_FRAMES 30
#define MOST_MOVES 3

struct _PonderTranscriptFind
{
  PonderTranscriptView *view;
  PonderFinder         *finder;         /* (nullable) */
  PonderMessage        *only;           /* (nullable): marks are in this one */
  PonderMessage        *message;        /* (nullable): of the place the reader is at */
  PonderFindPlace       place;
  gboolean              shown;          /* some row may be marked */
  guint                 tick;
  guint                 n_frames;
  guint                 n_moves;
};

/* Where on screen something is. */
typedef struct
{
  GtkWidget   *widget;
  GdkRectangle place;           /* in it */
} Spot;

/* --- marking --- */

/* Text that is shown as it was typed is one block, however many widgets it takes. */
static gboolean
is_one_block (PonderMessage *message,
              gboolean       reasoning)
{
  return !reasoning && !ponder_message_text_is_markdown (message);
}

/* (transfer container): the leaves of block number @block. */
static GPtrArray *
collect_leaves (PonderMessageRow *row,
                gboolean          reasoning,
                guint             block)
{
  GtkWidget *blocks = ponder_message_row_get_blocks (row, reasoning);

  if (blocks == NULL)
    return g_ptr_array_new ();
  if (is_one_block (ponder_message_row_get_message (row), reasoning))
    return ponder_text_leaves_collect (blocks);
  if (block >= ponder_block_stack_get_n_blocks (PONDER_BLOCK_STACK (blocks)))
    return g_ptr_array_new ();
  return ponder_text_leaves_collect_block (ponder_block_stack_get_widget (PONDER_BLOCK_STACK (blocks), block));
}

static void
find_in_leaf (PonderTranscriptFind *self,
              PonderTextBlock      *leaf,
              GArray               *found)
{
  const char *text = ponder_inline_text_get_raw (ponder_text_block_get_text (leaf));

  g_array_set_size (found, 0);
  if (self->finder != NULL)
    ponder_finder_find (self->finder, text, 0, strlen (text), found);
}

static void
mark_block (PonderTranscriptFind *self,
            PonderMessageRow     *row,
            gboolean              reasoning,
            guint                 block,
            gboolean              wanted)
{
  PonderMessage *message = ponder_message_row_get_message (row);
  g_autoptr(GPtrArray) leaves = collect_leaves (row, reasoning, block);
  g_autoptr(GArray) found = g_array_new (FALSE, FALSE, sizeof (PonderFound));
  gboolean at_reader = message == self->message && self->place.reasoning == reasoning && self->place.block == block;
  guint n_before = 0;

  for (guint i = 0; i < leaves->len; i++)
    {
      PonderTextBlock *leaf = g_ptr_array_index (leaves, i);
      int current = -1;

      if (wanted)
        find_in_leaf (self, leaf, found);
      if (at_reader && self->place.nth >= n_before && self->place.nth < n_before + found->len)
        current = (int) (self->place.nth - n_before);
      ponder_text_block_set_marks (leaf, found, current);
      n_before += found->len;
    }
}

/* Of answers beside each other only the marked one is counted, so only that one shows places. */
static void
clear_beside (PonderMessageRow *row,
              PonderMessageRow *reading)
{
  g_autoptr(GPtrArray) leaves = ponder_text_leaves_collect (GTK_WIDGET (row));
  g_autoptr(GArray) none = g_array_new (FALSE, FALSE, sizeof (PonderFound));

  for (guint i = 0; i < leaves->len; i++)
    if (!gtk_widget_is_ancestor (g_ptr_array_index (leaves, i), GTK_WIDGET (reading)))
      ponder_text_block_set_marks (g_ptr_array_index (leaves, i), none, -1);
}

static void
mark_row (PonderTranscriptFind *self,
          PonderMessageRow     *row)
{
  PonderMessageRow *reading = PONDER_MESSAGE_ROW (ponder_message_row_get_reading (row));
  PonderMessage *message = ponder_message_row_get_message (reading);
  gboolean wanted = self->finder != NULL && (self->only == NULL || self->only == message);

  if (reading != row)
    clear_beside (row, reading);
  for (int reasoning = 0; reasoning <= 1; reasoning++)
    {
      GtkWidget *blocks = ponder_message_row_get_blocks (reading, reasoning);
      guint n_blocks = blocks != NULL ? ponder_block_stack_get_n_blocks (PONDER_BLOCK_STACK (blocks)) : 0;

      if (is_one_block (message, reasoning))
        n_blocks = 1;
      for (guint i = 0; i < n_blocks; i++)
        mark_block (self, reading, reasoning, i, wanted);
    }
}

void
ponder_transcript_find_apply (PonderTranscriptFind *self)
{
  GHashTableIter iter;
  gpointer row;

  if (!self->shown)
    return;

  g_hash_table_iter_init (&iter, self->view->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    mark_row (self, row);
  self->shown = self->finder != NULL;
}

/* --- going there --- */

/* Of a formula that is drawn the whole is what was found. */
static gboolean
find_whole_block (PonderTranscriptFind *self,
                  PonderMessageRow     *row,
                  Spot                 *spot)
{
  GtkWidget *blocks = ponder_message_row_get_blocks (row, self->place.reasoning);

  if (blocks == NULL || self->place.block >= ponder_block_stack_get_n_blocks (PONDER_BLOCK_STACK (blocks)))
    return FALSE;
  spot->widget = ponder_block_stack_get_widget (PONDER_BLOCK_STACK (blocks), self->place.block);
  spot->place = (GdkRectangle) { 0, 0, gtk_widget_get_width (spot->widget), gtk_widget_get_height (spot->widget) };
  return TRUE;
}

static gboolean
find_spot (PonderTranscriptFind *self,
           PonderMessageRow     *row,
           Spot                 *spot)
{
  g_autoptr(GPtrArray) leaves = collect_leaves (row, self->place.reasoning, self->place.block);
  g_autoptr(GArray) found = g_array_new (FALSE, FALSE, sizeof (PonderFound));
  guint n_before = 0;

  for (guint i = 0; i < leaves->len; i++)
    {
      PonderTextBlock *leaf = g_ptr_array_index (leaves, i);

      find_in_leaf (self, leaf, found);
      if (self->place.nth < n_before + found->len)
        {
          const PonderFound *one = &g_array_index (found, PonderFound, self->place.nth - n_before);

          spot->widget = GTK_WIDGET (leaf);
          ponder_text_block_get_letter (leaf, (guint) one->start, &spot->place);
          return TRUE;
        }
      n_before += found->len;
    }
  return leaves->len == 0 && find_whole_block (self, row, spot);
}

/* Opens what hides the place; TRUE when there was something to open. */
static gboolean
unfold (PonderTranscriptFind *self,
        PonderMessageRow     *row)
{
  PonderTranscriptView *view = self->view;
  GtkWidget *blocks = ponder_message_row_get_blocks (row, self->place.reasoning);
  GtkWidget *block = NULL;

  ponder_scroll_follow_let_go (&view->follow);
  if (blocks == NULL)
    {
      g_hash_table_add (view->unfolded, g_strdup (ponder_message_get_id (self->message)));
      ponder_message_row_set_reasoning_open (row, TRUE);
      return ponder_message_row_get_blocks (row, TRUE) != NULL;
    }
  if (self->place.block < ponder_block_stack_get_n_blocks (PONDER_BLOCK_STACK (blocks)))
    block = ponder_block_stack_get_widget (PONDER_BLOCK_STACK (blocks), self->place.block);
  if (block != NULL && PONDER_IS_TABLE_BLOCK (block))
    ponder_table_block_unfold (PONDER_TABLE_BLOCK (block));
  else
    ponder_message_row_show_whole (row);
  return TRUE;
}

static void
reveal_sideways (const Spot *spot)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (spot->widget, PONDER_TYPE_SIDE_SCROLLER);
  GtkWidget *child = scroller != NULL ? gtk_widget_get_first_child (scroller) : NULL;
  graphene_point_t point;

  if (child != NULL
      && gtk_widget_compute_point (spot->widget, child, &GRAPHENE_POINT_INIT ((float) spot->place.x, 0), &point))
    ponder_side_scroller_reveal (PONDER_SIDE_SCROLLER (scroller), point.x - SIDE_AIR,
                                 spot->place.width + 2 * SIDE_AIR);
}

/* Brings the line well into sight; TRUE when it already was. */
static gboolean
reveal (PonderTranscriptFind *self,
        const Spot           *spot)
{
  double page = gtk_widget_get_height (GTK_WIDGET (self->view));
  double air = MIN (AIR, page / 4);
  graphene_point_t point;

  reveal_sideways (spot);
  if (!gtk_widget_compute_point (spot->widget, GTK_WIDGET (self->view),
                                 &GRAPHENE_POINT_INIT (0, (float) spot->place.y), &point)
      || (point.y >= air && point.y + spot->place.height <= page - air))
    return TRUE;

  ponder_scroll_follow_let_go (&self->view->follow);
  ponder_transcript_view_scroll_by (self->view, point.y - page / 3);
  return FALSE;
}

static gboolean
find_index (PonderTranscriptFind *self,
            guint                *index)
{
  guint n = self->view->messages != NULL ? g_list_model_get_n_items (self->view->messages) : 0;

  for (*index = 0; *index < n; (*index)++)
    if (ponder_transcript_view_get_read_message (self->view, *index) == self->message)
      return TRUE;
  return FALSE;
}

/* FALSE: there is nothing to wait for. */
static gboolean
go_to_row (PonderTranscriptFind *self)
{
  guint index;

  if (!find_index (self, &index))
    return FALSE;
  ponder_scroll_follow_let_go (&self->view->follow);
  ponder_transcript_layout_set_anchor (self->view, index, AIR);
  ponder_transcript_view_notify_follows (self->view);
  return TRUE;
}

static gboolean
go (PonderTranscriptFind *self)
{
  PonderMessageRow *row;
  Spot spot;

  if (self->message == NULL || self->n_frames++ >= MOST_FRAMES)
    return FALSE;
  row = g_hash_table_lookup (self->view->rows, self->message);
  if (row == NULL)
    return go_to_row (self);
  if (!gtk_widget_get_mapped (GTK_WIDGET (row)))
    return TRUE;
  if (!find_spot (self, row, &spot))
    return unfold (self, row);
  if (!gtk_widget_get_mapped (spot.widget))
    return TRUE;
  return !reveal (self, &spot) && ++self->n_moves < MOST_MOVES;
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  PonderTranscriptFind *self = user_data;

  /* Rows come and go with the layout, and the count beside them changes its size in the same one: everything around
   * must be allocated, too, or is drawn without. */
  gtk_widget_queue_resize (widget);
  if (go (self))
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
stop_going (PonderTranscriptFind *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->view), self->tick);
  self->tick = 0;
}

PonderTranscriptFind *
ponder_transcript_find_new (PonderTranscriptView *view)
{
  PonderTranscriptFind *self = g_new0 (PonderTranscriptFind, 1);

  self->view = view;
  return self;
}

void
ponder_transcript_find_free (PonderTranscriptFind *self)
{
  stop_going (self);
  g_clear_pointer (&self->finder, ponder_finder_unref);
  g_clear_object (&self->only);
  g_clear_object (&self->message);
  g_free (self);
}

void
ponder_transcript_find_unmark_only (PonderTranscriptFind *self)
{
  if (self->only != NULL)
    ponder_transcript_view_mark_found (self->view, NULL, NULL);
}

void
ponder_transcript_view_mark_found (PonderTranscriptView *view,
                                   PonderFinder         *finder,
                                   PonderMessage        *only)
{
  PonderTranscriptFind *self;

  g_return_if_fail (PONDER_IS_TRANSCRIPT_VIEW (view));

  self = view->find;
  stop_going (self);
  g_clear_pointer (&self->finder, ponder_finder_unref);
  self->finder = finder != NULL ? ponder_finder_ref (finder) : NULL;
  g_set_object (&self->only, only);
  g_clear_object (&self->message);
  self->shown = TRUE;
  ponder_transcript_find_apply (self);
}

void
ponder_transcript_view_show_found (PonderTranscriptView  *view,
                                   PonderMessage         *message,
                                   const PonderFindPlace *place)
{
  PonderTranscriptFind *self;

  g_return_if_fail (PONDER_IS_TRANSCRIPT_VIEW (view));
  g_return_if_fail (PONDER_IS_MESSAGE (message));

  self = view->find;
  g_set_object (&self->message, message);
  self->place = *place;
  self->n_frames = self->n_moves = 0;
  ponder_transcript_find_apply (self);
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (view), tick_cb, self, NULL);
}

/* --- where the reader is --- */

/* The first block of @blocks that ends below the upper edge; FALSE when all of them are above. */
static gboolean
find_block (PonderTranscriptView *view,
            GtkWidget            *blocks,
            guint                *block)
{
  guint n_blocks = blocks != NULL ? ponder_block_stack_get_n_blocks (PONDER_BLOCK_STACK (blocks)) : 0;

  for (*block = 0; *block < n_blocks; (*block)++)
    {
      graphene_rect_t bounds;

      if (gtk_widget_compute_bounds (ponder_block_stack_get_widget (PONDER_BLOCK_STACK (blocks), *block),
                                     GTK_WIDGET (view), &bounds)
          && bounds.origin.y + bounds.size.height > 0)
        return TRUE;
    }
  return FALSE;
}

/* The byte of a block at which the first line begins that is in sight. */
static gsize
find_start (PonderTranscriptView *view,
            GPtrArray            *leaves)
{
  gsize start = 0;

  for (guint i = 0; i < leaves->len; i++)
    {
      PonderTextBlock *leaf = g_ptr_array_index (leaves, i);
      graphene_rect_t bounds;

      if (gtk_widget_compute_bounds (GTK_WIDGET (leaf), GTK_WIDGET (view), &bounds)
          && bounds.origin.y + bounds.size.height > 0)
        return start + (bounds.origin.y < 0 ? ponder_text_block_get_byte_at (leaf, 0, -bounds.origin.y) : 0);
      start += strlen (ponder_text_block_get_text (leaf)->shown) + 1;
    }
  return start;
}

gboolean
ponder_transcript_view_get_reader (PonderTranscriptView *view,
                                   guint                *index,
                                   PonderFindPlace      *place)
{
  PonderMessageRow *row;
  g_autoptr(GPtrArray) leaves = NULL;

  g_return_val_if_fail (PONDER_IS_TRANSCRIPT_VIEW (view), FALSE);

  *place = (PonderFindPlace) { TRUE, 0, 0, 0 };
  *index = view->anchor;
  row = ponder_transcript_view_get_row (view, view->anchor);
  if (row == NULL)
    return view->messages != NULL && view->anchor < g_list_model_get_n_items (view->messages);
  if (view->anchor_y >= 0 || find_block (view, ponder_message_row_get_blocks (row, TRUE), &place->block))
    return TRUE;

  place->reasoning = FALSE;
  if (!find_block (view, ponder_message_row_get_blocks (row, FALSE), &place->block))
    place->block = G_MAXUINT;
  else if (is_one_block (ponder_transcript_view_get_read_message (view, view->anchor), FALSE))
    place->block = 0;
  leaves = collect_leaves (row, FALSE, place->block);
  place->start = find_start (view, leaves);
  return TRUE;
}
