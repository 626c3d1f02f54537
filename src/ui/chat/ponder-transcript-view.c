/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of a chat's messages: an own virtual list that keeps the reader's place. */

#include "config.h"

#include "ponder-transcript-view-private.h"

#include <math.h>
#include <string.h>

/* Rows live this far above and below the window. */
#define MARGIN 600
/* A move that goes further is not scrolling but a jump: the rows between need not be measured. */
#define JUMP 5000.0
/* A flick sets the value by a count of its own, begun with the value it found. What rows turn out to measure
 * meanwhile must not move that value, so it drifts from the truth until the reader has rested for so long. */
#define REST_MS 300
#define NARROWEST 200
/* The air above the first row and below the last one. */
#define TOP_PADDING 9
#define BOTTOM_PADDING 12

enum
{
  PROP_0,
  PROP_HADJUSTMENT,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
  PROP_FOLLOWS,
};

enum
{
  EDIT,
  KEEP_WAITING,
  OPEN_LINK,
  OPEN_PROVIDER_SETTINGS,
  REGENERATE,
  SHOW_DETAILS,
  SHOW_SIBLING,
  STOP,
  SWITCH_MODEL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
get_border (GtkScrollable *scrollable,
            GtkBorder     *border)
{
  return FALSE;
}

static void
ponder_transcript_view_scrollable_init (GtkScrollableInterface *iface)
{
  iface->get_border = get_border;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PonderTranscriptView, ponder_transcript_view, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, ponder_transcript_view_scrollable_init))

static guint
get_n_rows (PonderTranscriptView *self)
{
  return ponder_row_heights_get_n_rows (self->heights);
}

/* (transfer none): the model holds it. */
static PonderMessage *
get_message (PonderTranscriptView *self,
             guint                 index)
{
  g_autoptr(PonderMessage) message = g_list_model_get_item (self->messages, index);

  return message;
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

/* --- telling --- */

static gboolean
notify_cb (gpointer user_data)
{
  PonderTranscriptView *self = user_data;

  self->notify_source = 0;
  if (self->follows != self->follow.follows)
    {
      self->follows = self->follow.follows;
      g_object_notify (G_OBJECT (self), "follows");
    }
  return G_SOURCE_REMOVE;
}

/* Later: whoever listens will want another layout, and this may be in the middle of one. */
static void
notify_follows (PonderTranscriptView *self)
{
  if (self->notify_source == 0 && self->follows != self->follow.follows)
    self->notify_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, notify_cb, self, NULL);
}

static void
request_cb (PonderTranscriptView *self,
            int                   request,
            int                   step,
            PonderMessageRow     *row)
{
  PonderMessage *message = ponder_message_row_get_message (row);

  switch ((PonderMessageRowRequest) request)
    {
    case PONDER_MESSAGE_ROW_REGENERATE:
      g_signal_emit (self, signals[REGENERATE], 0, message);
      break;
    case PONDER_MESSAGE_ROW_EDIT:
      g_signal_emit (self, signals[EDIT], 0, message);
      break;
    case PONDER_MESSAGE_ROW_SHOW_SIBLING:
      g_signal_emit (self, signals[SHOW_SIBLING], 0, message, step);
      break;
    case PONDER_MESSAGE_ROW_SWITCH_MODEL:
      g_signal_emit (self, signals[SWITCH_MODEL], 0, message);
      break;
    case PONDER_MESSAGE_ROW_OPEN_PROVIDER_SETTINGS:
      g_signal_emit (self, signals[OPEN_PROVIDER_SETTINGS], 0, message);
      break;
    case PONDER_MESSAGE_ROW_SHOW_DETAILS:
      g_signal_emit (self, signals[SHOW_DETAILS], 0, message);
      break;
    case PONDER_MESSAGE_ROW_KEEP_WAITING:
      g_signal_emit (self, signals[KEEP_WAITING], 0, message);
      break;
    case PONDER_MESSAGE_ROW_STOP:
      g_signal_emit (self, signals[STOP], 0, message);
      break;
    }
}

/* --- rows --- */

/* What the reader opens grows downwards from where it is, also at the end of the list. */
static void
unfolding_cb (PonderTranscriptView *self)
{
  ponder_transcript_selection_clear (self->selection);
  ponder_scroll_follow_let_go (&self->follow);
  self->follow.moved_down = TRUE;
}

static void
reasoning_toggled_cb (PonderTranscriptView *self,
                      gboolean              open,
                      PonderMessageRow     *row)
{
  const char *id = ponder_message_get_id (ponder_message_row_get_message (row));

  if (open)
    g_hash_table_add (self->unfolded, g_strdup (id));
  else
    g_hash_table_remove (self->unfolded, id);
}

static gboolean
is_written_by_turn (PonderTranscriptView *self,
                    PonderMessage        *message)
{
  return self->turn != NULL && ponder_turn_get_message (self->turn) == message;
}

static GtkWidget *
create_row (PonderTranscriptView *self,
            PonderMessage        *message)
{
  GtkWidget *row = ponder_message_row_new (message, self->highlighter);

  if (g_hash_table_contains (self->unfolded, ponder_message_get_id (message)))
    ponder_message_row_set_reasoning_open (PONDER_MESSAGE_ROW (row), TRUE);
  if (is_written_by_turn (self, message))
    ponder_message_row_set_turn (PONDER_MESSAGE_ROW (row), self->turn);
  return row;
}

static GtkWidget *
ensure_row (PonderTranscriptView *self,
            guint                 index)
{
  PonderMessage *message = get_message (self, index);
  GtkWidget *row = g_hash_table_lookup (self->rows, message);

  if (row != NULL)
    return row;

  row = create_row (self, message);
  g_signal_connect_object (row, "request", G_CALLBACK (request_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "unfolding", G_CALLBACK (unfolding_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "reasoning-toggled", G_CALLBACK (reasoning_toggled_cb), self, G_CONNECT_SWAPPED);
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

  gtk_widget_size_allocate (ensure_row (self, index), &place, -1);
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
    g_hash_table_add (near, get_message (self, i));
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

static void
drop_all_rows (PonderTranscriptView *self)
{
  self->first = self->end = 0;
  drop_far_rows (self);
}

/* --- layout --- */

/* Rows from @first upwards until @y is out of sight; gives the new @y. */
static double
fill_up (PonderTranscriptView *self,
         double                y)
{
  while (self->first > 0 && y > -MARGIN)
    y -= measure_row (self, --self->first);
  /* Nothing is above the first row. */
  return self->first == 0 ? MIN (y, TOP_PADDING) : y;
}

static double
fill_down (PonderTranscriptView *self,
           double                y,
           int                   height)
{
  while (self->end < get_n_rows (self) && y < height + MARGIN)
    y += measure_row (self, self->end++);
  return y;
}

/* The row at the upper edge has another height: the line of text that was there stays there. */
static void
keep_eye (PonderTranscriptView *self)
{
  GtkWidget *row = ensure_row (self, self->anchor);
  g_autoptr(GPtrArray) leaves = NULL;
  graphene_point_t point;
  double line;

  if (!self->eye.set)
    return;

  allocate_row (self, self->anchor, self->anchor_y);
  leaves = ponder_text_leaves_collect (row);
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
  while (y + ponder_row_heights_get (self->heights, self->first) < -MARGIN && self->first + 1 < get_n_rows (self))
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
  /* The row begins in sight: its beginning is what stays. */
  if (self->anchor_y >= 0
      || !gtk_widget_compute_point (GTK_WIDGET (self), row, &GRAPHENE_POINT_INIT (self->width / 2.0f, 0), &point))
    return;

  leaves = ponder_text_leaves_collect (row);
  if (!ponder_text_leaves_find (leaves, row, point.x, point.y, &self->eye.place)
      || !ponder_text_leaves_locate (leaves, row, &self->eye.place, &line))
    return;
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
  gtk_adjustment_configure (self->hadjustment, 0, 0, self->width, self->width * 0.1, self->width * 0.9, self->width);
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

static void
ponder_transcript_view_size_allocate (GtkWidget *widget,
                                      int        width,
                                      int        height,
                                      int        baseline)
{
  PonderTranscriptView *self = PONDER_TRANSCRIPT_VIEW (widget);

  self->laying_out = TRUE;
  if (width != self->width)
    ponder_row_heights_forget (self->heights);
  self->width = width;
  if (get_n_rows (self) > 0)
    lay_out (self, height);
  else
    drop_all_rows (self);
  configure (self, height);
  ponder_transcript_selection_apply (self->selection);
  ponder_transcript_pointer_allocate (self->pointer);
  self->laying_out = FALSE;
  notify_follows (self);
}

static void
ponder_transcript_view_measure (GtkWidget      *widget,
                                GtkOrientation  orientation,
                                int             for_size,
                                int            *minimum,
                                int            *natural,
                                int            *minimum_baseline,
                                int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? NARROWEST : 0;
}

/* --- scrolling --- */

static gboolean
rested_cb (gpointer user_data)
{
  PonderTranscriptView *self = user_data;

  self->settle_source = 0;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

static void
expect_rest (PonderTranscriptView *self)
{
  g_clear_handle_id (&self->settle_source, g_source_remove);
  self->settle_source = g_timeout_add (REST_MS, rested_cb, self);
}

static void
set_anchor (PonderTranscriptView *self,
            guint                 index,
            double                y)
{
  self->anchor = index;
  self->anchor_y = y;
  self->eye.set = FALSE;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
jump (PonderTranscriptView *self,
      double                top)
{
  guint index = find_row (self, top);

  set_anchor (self, index, get_row_top (self, index) - top);
}

/* Whatever changes the value and is not the layout is the reader. */
static void
value_changed_cb (PonderTranscriptView *self)
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
  notify_follows (self);
  expect_rest (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
set_adjustment (PonderTranscriptView  *self,
                GtkAdjustment        **place,
                GtkAdjustment         *adjustment)
{
  g_autoptr(GtkAdjustment) next = adjustment != NULL ? g_object_ref (adjustment)
                                                     : g_object_ref_sink (gtk_adjustment_new (0, 0, 0, 0, 0, 0));

  if (*place != NULL)
    g_signal_handlers_disconnect_by_func (*place, value_changed_cb, self);
  g_set_object (place, next);
  if (place == &self->vadjustment)
    g_signal_connect_object (next, "value-changed", G_CALLBACK (value_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* --- the model --- */

static void
estimate_rows (PonderTranscriptView *self,
               guint                 position,
               guint                 n_rows)
{
  for (guint i = position; i < position + n_rows; i++)
    ponder_row_heights_estimate (self->heights, i,
                                 ponder_message_row_estimate_height (get_message (self, i), self->width));
}

/* Goes to the place that was asked for, once its message is there. */
static void
take_place (PonderTranscriptView *self)
{
  if (self->place_id == NULL)
    return;

  for (guint i = 0; i < get_n_rows (self); i++)
    {
      if (strcmp (ponder_message_get_id (get_message (self, i)), self->place_id) != 0)
        continue;
      g_clear_pointer (&self->place_id, g_free);
      ponder_scroll_follow_let_go (&self->follow);
      set_anchor (self, i, -self->place_offset);
      notify_follows (self);
      return;
    }
}

static void
move_anchor (PonderTranscriptView *self,
             guint                 position,
             guint                 removed,
             guint                 added)
{
  if (self->anchor >= position + removed)
    self->anchor += added - removed;
  else if (self->anchor >= position)
    self->eye.set = FALSE;
  if (self->anchor >= get_n_rows (self))
    self->anchor = MAX (get_n_rows (self), 1) - 1;
}

static void
items_changed_cb (PonderTranscriptView *self,
                  guint                 position,
                  guint                 removed,
                  guint                 added)
{
  ponder_row_heights_splice (self->heights, position, removed, added);
  estimate_rows (self, position, added);
  move_anchor (self, position, removed, added);
  ponder_transcript_selection_items_changed (self->selection, position, removed, added);
  take_place (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* --- focus --- */

/* What the keyboard goes to must be in sight. */
static void
focus_changed_cb (PonderTranscriptView *self,
                  GParamSpec           *pspec,
                  GtkRoot              *root)
{
  GtkWidget *focus = gtk_root_get_focus (root);
  graphene_rect_t bounds;

  if (focus == NULL || focus == GTK_WIDGET (self) || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self))
      || PONDER_IS_MESSAGE_ROW (focus) || !gtk_widget_has_visible_focus (focus)
      || !gtk_widget_compute_bounds (focus, GTK_WIDGET (self), &bounds))
    return;
  ponder_transcript_view_reveal (self, bounds.origin.y, bounds.size.height);
}

static void
ponder_transcript_view_root (GtkWidget *widget)
{
  PonderTranscriptView *self = PONDER_TRANSCRIPT_VIEW (widget);

  GTK_WIDGET_CLASS (ponder_transcript_view_parent_class)->root (widget);

  self->focus_handler = g_signal_connect_swapped (gtk_widget_get_root (widget), "notify::focus-widget",
                                                  G_CALLBACK (focus_changed_cb), self);
}

static void
ponder_transcript_view_unroot (GtkWidget *widget)
{
  PonderTranscriptView *self = PONDER_TRANSCRIPT_VIEW (widget);

  g_clear_signal_handler (&self->focus_handler, gtk_widget_get_root (widget));

  GTK_WIDGET_CLASS (ponder_transcript_view_parent_class)->unroot (widget);
}

/* --- object --- */

static void
ponder_transcript_view_get_property (GObject    *object,
                                     guint       id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  PonderTranscriptView *self = PONDER_TRANSCRIPT_VIEW (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->hadjustment);
      break;
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->vadjustment);
      break;
    case PROP_HSCROLL_POLICY:
      g_value_set_enum (value, self->hscroll_policy);
      break;
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, self->vscroll_policy);
      break;
    case PROP_FOLLOWS:
      g_value_set_boolean (value, self->follows);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ponder_transcript_view_set_property (GObject      *object,
                                     guint         id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  PonderTranscriptView *self = PONDER_TRANSCRIPT_VIEW (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:
      set_adjustment (self, &self->hadjustment, g_value_get_object (value));
      break;
    case PROP_VADJUSTMENT:
      set_adjustment (self, &self->vadjustment, g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
      self->hscroll_policy = g_value_get_enum (value);
      break;
    case PROP_VSCROLL_POLICY:
      self->vscroll_policy = g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ponder_transcript_view_dispose (GObject *object)
{
  PonderTranscriptView *self = PONDER_TRANSCRIPT_VIEW (object);

  g_clear_handle_id (&self->settle_source, g_source_remove);
  g_clear_handle_id (&self->notify_source, g_source_remove);
  g_clear_pointer (&self->pointer, ponder_transcript_pointer_free);
  g_clear_pointer (&self->selection, ponder_transcript_selection_free);
  if (self->rows != NULL)
    drop_all_rows (self);
  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_clear_object (&self->messages);
  g_clear_object (&self->turn);
  g_clear_object (&self->highlighter);
  g_clear_object (&self->hadjustment);
  g_clear_object (&self->vadjustment);

  G_OBJECT_CLASS (ponder_transcript_view_parent_class)->dispose (object);
}

static void
ponder_transcript_view_finalize (GObject *object)
{
  PonderTranscriptView *self = PONDER_TRANSCRIPT_VIEW (object);

  ponder_row_heights_free (self->heights);
  g_hash_table_unref (self->unfolded);
  g_free (self->place_id);

  G_OBJECT_CLASS (ponder_transcript_view_parent_class)->finalize (object);
}

static guint
add_message_signal (PonderTranscriptViewClass *klass,
                    const char                *name)
{
  return g_signal_new (name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                       PONDER_TYPE_MESSAGE);
}

static void
add_signals (PonderTranscriptViewClass *klass)
{
  signals[EDIT] = add_message_signal (klass, "edit");
  signals[KEEP_WAITING] = add_message_signal (klass, "keep-waiting");
  signals[OPEN_PROVIDER_SETTINGS] = add_message_signal (klass, "open-provider-settings");
  signals[REGENERATE] = add_message_signal (klass, "regenerate");
  signals[SHOW_DETAILS] = add_message_signal (klass, "show-details");
  signals[STOP] = add_message_signal (klass, "stop");
  signals[SWITCH_MODEL] = add_message_signal (klass, "switch-model");
  signals[OPEN_LINK] = g_signal_new ("open-link", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SHOW_SIBLING] = g_signal_new ("show-sibling", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 2, PONDER_TYPE_MESSAGE, G_TYPE_INT);
}

static void
ponder_transcript_view_class_init (PonderTranscriptViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ponder_transcript_view_dispose;
  object_class->finalize = ponder_transcript_view_finalize;
  object_class->get_property = ponder_transcript_view_get_property;
  object_class->set_property = ponder_transcript_view_set_property;

  widget_class->focus = ponder_transcript_view_focus;
  widget_class->measure = ponder_transcript_view_measure;
  widget_class->root = ponder_transcript_view_root;
  widget_class->size_allocate = ponder_transcript_view_size_allocate;
  widget_class->unroot = ponder_transcript_view_unroot;

  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
  g_object_class_install_property (object_class, PROP_FOLLOWS,
                                   g_param_spec_boolean ("follows", NULL, NULL, TRUE,
                                                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  add_signals (klass);

  gtk_widget_class_set_css_name (widget_class, "ponder-transcript");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
  ponder_transcript_view_class_add_keys (widget_class);
  ponder_transcript_pointer_class_add_actions (widget_class);
}

static void
ponder_transcript_view_init (PonderTranscriptView *self)
{
  self->heights = ponder_row_heights_new ();
  self->rows = g_hash_table_new (NULL, NULL);
  self->unfolded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->highlighter = ponder_code_highlighter_new ();
  self->selection = ponder_transcript_selection_new (self);
  self->pointer = ponder_transcript_pointer_new (self);
  self->follows = TRUE;
  ponder_scroll_follow_init (&self->follow);
  set_adjustment (self, &self->hadjustment, NULL);
  set_adjustment (self, &self->vadjustment, NULL);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

/* --- for the other parts of the view --- */

PonderMessageRow *
ponder_transcript_view_get_row (PonderTranscriptView *self,
                                guint                 index)
{
  if (index < self->first || index >= self->end || index >= get_n_rows (self))
    return NULL;
  return g_hash_table_lookup (self->rows, get_message (self, index));
}

PonderMessageRow *
ponder_transcript_view_borrow_row (PonderTranscriptView *self,
                                   guint                 index)
{
  PonderMessageRow *row = ponder_transcript_view_get_row (self, index);

  if (row != NULL)
    return g_object_ref (row);
  return PONDER_MESSAGE_ROW (g_object_ref_sink (create_row (self, get_message (self, index))));
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
  set_anchor (self, 0, TOP_PADDING);
  notify_follows (self);
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

void
ponder_transcript_view_open_link (PonderTranscriptView *self,
                                  const char           *target)
{
  g_signal_emit (self, signals[OPEN_LINK], 0, target);
}

void
ponder_transcript_view_copy (PonderTranscriptView *self)
{
  g_autofree char *text = ponder_transcript_selection_dup_text (self->selection);
  GtkWidget *row = gtk_widget_get_focus_child (GTK_WIDGET (self));

  if (*text != '\0')
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  else if (row != NULL)
    gtk_widget_activate_action (row, "message.copy", NULL);
}

gboolean
ponder_transcript_view_offers_details (PonderTranscriptView *self)
{
  return g_signal_has_handler_pending (self, signals[SHOW_DETAILS], 0, FALSE);
}

/* --- public --- */

GtkWidget *
ponder_transcript_view_new (void)
{
  return g_object_new (PONDER_TYPE_TRANSCRIPT_VIEW, NULL);
}

void
ponder_transcript_view_set_messages (PonderTranscriptView *self,
                                     GListModel           *messages)
{
  g_return_if_fail (PONDER_IS_TRANSCRIPT_VIEW (self));
  g_return_if_fail (messages == NULL || g_type_is_a (g_list_model_get_item_type (messages), PONDER_TYPE_MESSAGE));

  if (self->messages == messages)
    return;

  if (self->messages != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->messages, items_changed_cb, self);
      items_changed_cb (self, 0, get_n_rows (self), 0);
    }
  drop_all_rows (self);
  g_set_object (&self->messages, messages);
  g_clear_pointer (&self->place_id, g_free);
  ponder_scroll_follow_take (&self->follow);
  if (messages != NULL)
    {
      g_signal_connect_object (messages, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
      items_changed_cb (self, 0, 0, g_list_model_get_n_items (messages));
    }
  notify_follows (self);
}

GListModel *
ponder_transcript_view_get_messages (PonderTranscriptView *self)
{
  g_return_val_if_fail (PONDER_IS_TRANSCRIPT_VIEW (self), NULL);

  return self->messages;
}

void
ponder_transcript_view_set_turn (PonderTranscriptView *self,
                                 PonderTurn           *turn)
{
  GHashTableIter iter;
  gpointer message;
  gpointer row;

  g_return_if_fail (PONDER_IS_TRANSCRIPT_VIEW (self));

  if (!g_set_object (&self->turn, turn))
    return;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &message, &row))
    ponder_message_row_set_turn (row, is_written_by_turn (self, message) ? turn : NULL);
}

gboolean
ponder_transcript_view_get_follows (PonderTranscriptView *self)
{
  g_return_val_if_fail (PONDER_IS_TRANSCRIPT_VIEW (self), FALSE);

  return self->follow.follows;
}

void
ponder_transcript_view_scroll_to_end (PonderTranscriptView *self)
{
  g_return_if_fail (PONDER_IS_TRANSCRIPT_VIEW (self));

  g_clear_pointer (&self->place_id, g_free);
  ponder_scroll_follow_take (&self->follow);
  notify_follows (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

gboolean
ponder_transcript_view_get_place (PonderTranscriptView  *self,
                                  PonderMessage        **message,
                                  int                   *offset)
{
  g_return_val_if_fail (PONDER_IS_TRANSCRIPT_VIEW (self), FALSE);

  if (self->follow.follows || get_n_rows (self) == 0)
    return FALSE;

  *message = get_message (self, self->anchor);
  *offset = (int) -self->anchor_y;
  return TRUE;
}

void
ponder_transcript_view_set_place (PonderTranscriptView *self,
                                  const char           *message_id,
                                  int                   offset)
{
  g_return_if_fail (PONDER_IS_TRANSCRIPT_VIEW (self));

  g_free (self->place_id);
  self->place_id = g_strdup (message_id);
  self->place_offset = offset;
  take_place (self);
}

char *
ponder_transcript_view_dup_selection (PonderTranscriptView *self)
{
  g_return_val_if_fail (PONDER_IS_TRANSCRIPT_VIEW (self), NULL);

  return ponder_transcript_selection_dup_text (self->selection);
}
