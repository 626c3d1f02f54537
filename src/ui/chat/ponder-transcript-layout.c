/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the transcript's rows stand: around a row that the reader has in sight, or from the end up. */

#include "config.h"

#include "ponder-transcript-view-private.h"

#include "ponder-measure.h"

#include <math.h>

/* Rows live this far above and below the window. In the first frame of a chat none does beyond it: they are added in
 * the next ones, by steps. */
#define MARGIN 600
#define MARGIN_STEP 150
/* A move that goes further is not scrolling but a jump: the rows between need not be measured. */
#define JUMP 5000.0
/* A flick sets the value by a count of its own, begun with the value it found. What rows turn out to measure
 * meanwhile must not move that value, so it drifts from the truth until the reader has rested for so long. */
#define REST_MS 300
/* The air above the first row and below the last one. */
#define TOP_PADDING 9
#define BOTTOM_PADDING 12

static guint
get_n_rows (PonderTranscriptView *self)
{
  return ponder_row_heights_get_n_rows (self->heights);
}

/* Where row @index begins in the list as far as it is known. */
static double
get_row_top (PonderTranscriptView *self,
             guint                 index)
{
  return TOP_PADDING + ponder_row_heights_get_top (self->heights, index);
}

static double
get_total (PonderTranscriptView *self)
{
  return get_row_top (self, get_n_rows (self)) + BOTTOM_PADDING;
}

static guint
find_row (PonderTranscriptView *self,
          double                y)
{
  return ponder_row_heights_find (self->heights, (gint64) floor (y) - TOP_PADDING);
}

static GtkWidget *
ensure_row (PonderTranscriptView *self,
            guint                 index)
{
  PonderMessage *message = ponder_transcript_view_get_message (self, index);
  GtkWidget *row = g_hash_table_lookup (self->rows, message);

  if (row != NULL)
    return row;

  row = ponder_transcript_view_create_row (self, message);
  gtk_widget_set_parent (row, GTK_WIDGET (self));
  g_hash_table_insert (self->rows, message, row);
  return row;
}

static int
measure_row (PonderTranscriptView *self,
             guint                 index)
{
  int height;

  gtk_widget_measure (ensure_row (self, index), GTK_ORIENTATION_VERTICAL, self->width, NULL, &height, NULL, NULL);
  ponder_row_heights_measure (self->heights, index, height);
  return height;
}

static void
allocate_row (PonderTranscriptView *self,
              guint                 index,
              double                y)
{
  GtkAllocation place = { 0, (int) floor (y), self->width, ponder_row_heights_get (self->heights, index) };
  GtkWidget *row = ensure_row (self, index);

  gtk_widget_size_allocate (row, &place, -1);
  ponder_message_row_note_place (PONDER_MESSAGE_ROW (row), place.y, gtk_widget_get_height (GTK_WIDGET (self)));
  ponder_transcript_view_pin_columns (self, row);
}

static gboolean
is_far (PonderTranscriptView *self,
        GHashTable           *near,
        gpointer              message,
        GtkWidget            *row)
{
  if (g_hash_table_contains (near, message))
    return FALSE;
  if (gtk_widget_get_focus_child (GTK_WIDGET (self)) == row)
    gtk_widget_grab_focus (GTK_WIDGET (self));
  gtk_widget_unparent (row);
  return TRUE;
}

/* Keeps rows first..end, in order: keyboard and screen readers go by the order of children. */
static void
drop_far_rows (PonderTranscriptView *self)
{
  g_autoptr(GHashTable) near = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer message;
  gpointer row;
  GtkWidget *above = NULL;

  for (guint i = self->first; i < self->end; i++)
    g_hash_table_add (near, ponder_transcript_view_get_message (self, i));
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &message, &row))
    {
      if (is_far (self, near, message, row))
        g_hash_table_iter_remove (&iter);
    }
  for (guint i = self->first; i < self->end; i++)
    {
      GtkWidget *next = ensure_row (self, i);

      if (gtk_widget_get_prev_sibling (next) != above)
        gtk_widget_insert_after (next, GTK_WIDGET (self), above);
      above = next;
    }
}

/* Rows from @first upwards until @y is out of sight; gives the new @y. */
static double
fill_up (PonderTranscriptView *self,
         double                y)
{
  while (self->first > 0 && y > -self->margin)
    y -= measure_row (self, --self->first);
  /* Nothing is above the first row. */
  return self->first == 0 ? MIN (y, TOP_PADDING) : y;
}

static double
fill_down (PonderTranscriptView *self,
           double                y,
           int                   height)
{
  while (self->end < get_n_rows (self) && y < height + self->margin)
    y += measure_row (self, self->end++);
  return y;
}

/* FALSE: nothing of @row was pressed to unfold something. */
static gboolean
keep_button (PonderTranscriptView *self,
             GtkWidget            *row)
{
  GtkWidget *button = self->eye.button;
  graphene_point_t point;

  g_clear_weak_pointer (&self->eye.button);
  if (button == NULL || !gtk_widget_is_ancestor (button, row))
    return FALSE;
  allocate_row (self, self->anchor, self->anchor_y);
  if (!gtk_widget_compute_point (button, GTK_WIDGET (self), &GRAPHENE_POINT_INIT (0, 0), &point))
    return FALSE;
  self->anchor_y += self->eye.button_y - point.y;
  return TRUE;
}

/* The row at the upper edge has another height: the line of text that was there stays there. */
static void
keep_eye (PonderTranscriptView *self)
{
  GtkWidget *row = ensure_row (self, self->anchor);
  g_autoptr(GPtrArray) leaves = NULL;
  graphene_point_t point;
  double line;

  if (keep_button (self, row) || !self->eye.set)
    return;

  allocate_row (self, self->anchor, self->anchor_y);
  leaves = ponder_text_leaves_collect (ponder_message_row_get_reading (PONDER_MESSAGE_ROW (row)));
  /* Other texts may have come before it: thoughts that were unfolded. */
  if (self->eye.leaf != NULL)
    g_ptr_array_find (leaves, self->eye.leaf, &self->eye.place.leaf);
  if (ponder_text_leaves_locate (leaves, row, &self->eye.place, &line)
      && gtk_widget_compute_point (row, GTK_WIDGET (self), &GRAPHENE_POINT_INIT (0, (float) line), &point))
    self->anchor_y += self->eye.y - point.y;
}

/* Where the first living row begins when the reader has a place of their own. */
static double
place_by_anchor (PonderTranscriptView *self,
                 int                   height)
{
  int before = ponder_row_heights_get (self->heights, self->anchor);
  int after = measure_row (self, self->anchor);
  double y;

  if (before != after)
    keep_eye (self);

  y = self->anchor_y;
  self->first = self->anchor;
  while (y + ponder_row_heights_get (self->heights, self->first) < -self->margin && self->first + 1 < get_n_rows (self))
    {
      y += ponder_row_heights_get (self->heights, self->first);
      measure_row (self, ++self->first);
    }
  self->end = self->first;
  return fill_up (self, y);
}

static double
place_by_end (PonderTranscriptView *self,
              int                   height)
{
  self->first = self->end = get_n_rows (self);
  return fill_up (self, height - BOTTOM_PADDING);
}

/* Brings the rows of the window to life; gives where the first one begins. */
static double
place_rows (PonderTranscriptView *self,
            int                   height)
{
  double y = self->follow.follows ? place_by_end (self, height) : place_by_anchor (self, height);
  double end;

  self->end = self->first;
  end = fill_down (self, y, height) + BOTTOM_PADDING;
  /* Nothing is below the last row either. */
  if (self->end == get_n_rows (self) && end < height)
    y = fill_up (self, y + height - end);
  return y;
}

static void
allocate_rows (PonderTranscriptView *self,
               double                y)
{
  gboolean found = FALSE;

  for (guint i = self->first; i < self->end; i++)
    {
      int height = ponder_row_heights_get (self->heights, i);

      allocate_row (self, i, y);
      if (!found && (y + height > 0 || i + 1 == self->end))
        {
          self->anchor = i;
          self->anchor_y = y;
          found = TRUE;
        }
      y += height;
    }
}

static void
remember_eye (PonderTranscriptView *self)
{
  GtkWidget *row = ensure_row (self, self->anchor);
  g_autoptr(GPtrArray) leaves = NULL;
  graphene_point_t point;
  double line;

  self->eye.set = FALSE;
  g_clear_weak_pointer (&self->eye.button);
  /* The row begins in sight: its beginning is what stays. */
  if (self->anchor_y >= 0
      || !gtk_widget_compute_point (GTK_WIDGET (self), row, &GRAPHENE_POINT_INIT (self->width / 2.0f, 0), &point))
    return;

  leaves = ponder_text_leaves_collect (ponder_message_row_get_reading (PONDER_MESSAGE_ROW (row)));
  if (!ponder_text_leaves_find (leaves, row, point.x, point.y, &self->eye.place)
      || !ponder_text_leaves_locate (leaves, row, &self->eye.place, &line))
    return;
  g_set_weak_pointer (&self->eye.leaf, g_ptr_array_index (leaves, self->eye.place.leaf));
  self->eye.y = line - point.y;
  self->eye.set = TRUE;
}

static void
configure (PonderTranscriptView *self,
           int                   height)
{
  double total = get_total (self);

  if (self->settle_source == 0)
    self->drift = 0;
  else
    self->drift = self->value - self->top;
  self->value = self->top + self->drift;
  gtk_adjustment_configure (self->vadjustment, self->value, 0, MAX (total + self->drift, self->value + height),
                            height * 0.1, height * 0.9, height);
  gtk_adjustment_configure (self->hadjustment, 0, 0, self->width, 0, 0, self->width);
}

static void
lay_out (PonderTranscriptView *self,
         int                   height)
{
  double y = place_rows (self, height);

  drop_far_rows (self);
  allocate_rows (self, y);
  self->top = get_row_top (self, self->first) - y;
  remember_eye (self);
  ponder_scroll_follow_settle (&self->follow, get_total (self) - self->top - height, get_total (self) <= height);
}

/* Rows are made and dropped while the view is allocated: everything around it must be too, or is drawn without. */
void
ponder_transcript_layout_queue (PonderTranscriptView *self)
{
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static gboolean
rested_cb (gpointer user_data)
{
  PonderTranscriptView *self = user_data;

  self->settle_source = 0;
  ponder_transcript_layout_queue (self);
  return G_SOURCE_REMOVE;
}

static void
expect_rest (PonderTranscriptView *self)
{
  g_clear_handle_id (&self->settle_source, g_source_remove);
  self->settle_source = g_timeout_add (REST_MS, rested_cb, self);
}

static gboolean
widen_cb (gpointer user_data)
{
  PonderTranscriptView *self = user_data;

  self->margin = MIN (self->margin + MARGIN_STEP, MARGIN);
  self->widen_source = 0;
  ponder_transcript_layout_queue (self);
  return G_SOURCE_REMOVE;
}

/* After the frame that is being laid out. */
static void
expect_more (PonderTranscriptView *self)
{
  if (self->margin < MARGIN && self->widen_source == 0 && get_n_rows (self) > 0)
    self->widen_source = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, widen_cb, self, NULL);
}

void
ponder_transcript_layout_begin (PonderTranscriptView *self)
{
  g_clear_handle_id (&self->widen_source, g_source_remove);
  self->margin = 0;
}

void
ponder_transcript_layout_run (PonderTranscriptView *self,
                              int                   width,
                              int                   height)
{
  int column = ponder_measure_letters (GTK_WIDGET (self), PONDER_MEASURE_COLUMN);

  if (width != self->width || column != self->column)
    ponder_row_heights_forget (self->heights);
  self->width = width;
  self->column = column;
  if (get_n_rows (self) > 0)
    lay_out (self, height);
  else
    ponder_transcript_layout_drop_rows (self);
  configure (self, height);
  expect_more (self);
}

void
ponder_transcript_layout_drop_rows (PonderTranscriptView *self)
{
  self->first = self->end = 0;
  drop_far_rows (self);
  g_clear_weak_pointer (&self->eye.button);
}

void
ponder_transcript_layout_release_heights (PonderTranscriptView *self)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    ponder_message_row_release_height (row);
}

void
ponder_transcript_layout_unfold (PonderTranscriptView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  graphene_point_t point;

  ponder_scroll_follow_let_go (&self->follow);
  self->follow.moved_down = TRUE;
  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self))
      || !gtk_widget_compute_point (focus, GTK_WIDGET (self), &GRAPHENE_POINT_INIT (0, 0), &point)
      || point.y < 0 || point.y > gtk_widget_get_height (GTK_WIDGET (self)))
    return;
  g_set_weak_pointer (&self->eye.button, focus);
  self->eye.button_y = point.y;
}

void
ponder_transcript_layout_set_anchor (PonderTranscriptView *self,
                                     guint                 index,
                                     double                y)
{
  self->anchor = index;
  self->anchor_y = y;
  self->eye.set = FALSE;
  ponder_transcript_layout_queue (self);
}

static gboolean
find_living (PonderTranscriptView *self,
             PonderMessageRow     *row,
             guint                *index)
{
  for (*index = self->first; *index < self->end; (*index)++)
    if (ponder_transcript_view_get_row (self, *index) == row)
      return TRUE;
  return FALSE;
}

void
ponder_transcript_layout_keep_answer (PonderTranscriptView *self,
                                      PonderMessageRow     *row)
{
  g_autoptr(GPtrArray) leaves = ponder_text_leaves_collect (ponder_message_row_get_blocks (row, FALSE));
  g_autoptr(GPtrArray) all = ponder_text_leaves_collect (ponder_message_row_get_reading (row));
  GtkWidget *leaf = leaves->len > 0 ? g_ptr_array_index (leaves, 0) : NULL;
  graphene_rect_t bounds;
  graphene_rect_t place;
  guint index;

  /* Whoever reads further down has their eye there already. */
  if (leaf == NULL || !find_living (self, row, &index)
      || !gtk_widget_compute_bounds (leaf, GTK_WIDGET (self), &bounds) || bounds.origin.y < 0
      || bounds.origin.y > gtk_widget_get_height (GTK_WIDGET (self))
      || !gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self), &place)
      || !g_ptr_array_find (all, leaf, &self->eye.place.leaf))
    return;
  self->anchor = index;
  self->anchor_y = place.origin.y;
  self->eye.place.byte = 0;
  self->eye.y = bounds.origin.y;
  self->eye.set = TRUE;
  g_set_weak_pointer (&self->eye.leaf, leaf);
}

static void
jump (PonderTranscriptView *self,
      double                top)
{
  guint index = find_row (self, top);

  ponder_transcript_layout_set_anchor (self, index, get_row_top (self, index) - top);
}

/* Whatever changes the value and is not the layout is the reader. */
void
ponder_transcript_layout_value_changed (PonderTranscriptView *self)
{
  double value = gtk_adjustment_get_value (self->vadjustment);
  double delta = value - self->value;

  if (self->laying_out || get_n_rows (self) == 0)
    return;

  self->value = value;
  if (fabs (delta) > MAX (JUMP, 4 * gtk_widget_get_height (GTK_WIDGET (self))))
    {
      jump (self, MAX (0, value - self->drift));
    }
  else
    {
      self->anchor_y -= delta;
      self->eye.y -= delta;
    }
  ponder_scroll_follow_move (&self->follow, delta);
  ponder_transcript_view_notify_follows (self);
  expect_rest (self);
  ponder_transcript_layout_queue (self);
}

PonderMessageRow *
ponder_transcript_view_get_row (PonderTranscriptView *self,
                                guint                 index)
{
  if (index < self->first || index >= self->end || index >= get_n_rows (self))
    return NULL;
  return g_hash_table_lookup (self->rows, ponder_transcript_view_get_message (self, index));
}

gboolean
ponder_transcript_view_find_row (PonderTranscriptView *self,
                                 double                y,
                                 guint                *index)
{
  if (self->first >= self->end || get_n_rows (self) == 0)
    return FALSE;

  *index = CLAMP (find_row (self, self->top + y), self->first, self->end - 1);
  return TRUE;
}

void
ponder_transcript_view_get_extent (PonderTranscriptView *self,
                                   guint                 index,
                                   double               *y,
                                   double               *height)
{
  *y = get_row_top (self, index) - self->top;
  *height = ponder_row_heights_get (self->heights, index);
}

void
ponder_transcript_view_scroll_by (PonderTranscriptView *self,
                                  double                step)
{
  gtk_adjustment_set_value (self->vadjustment, gtk_adjustment_get_value (self->vadjustment) + step);
}

void
ponder_transcript_view_go_to_start (PonderTranscriptView *self)
{
  ponder_scroll_follow_let_go (&self->follow);
  ponder_transcript_layout_set_anchor (self, 0, TOP_PADDING);
  ponder_transcript_view_notify_follows (self);
}

void
ponder_transcript_view_reveal (PonderTranscriptView *self,
                               double                y,
                               double                height)
{
  double page = gtk_widget_get_height (GTK_WIDGET (self));

  if (y < 0)
    ponder_transcript_view_scroll_by (self, MAX (y, MIN (0, y + height - page)));
  else if (y + height > page)
    ponder_transcript_view_scroll_by (self, MIN (y, y + height - page));
}
