/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of a chat's messages: an own virtual list that keeps the reader's place. */

#include "config.h"

#include "ponder-timeline.h"
#include "ponder-transcript-view-private.h"

#include <glib/gi18n.h>
#include <string.h>

#define NARROWEST 200

enum
{
  PROP_0,
  PROP_HADJUSTMENT,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
  PROP_FOLLOWS,
};

/* The signals that tell what is asked for on a row. The menu is shown here. */
static const char *const request_signals[PONDER_MESSAGE_ROW_N_REQUESTS] = {
  [PONDER_MESSAGE_ROW_BRANCH] = "branch",
  [PONDER_MESSAGE_ROW_CHOOSE] = "choose",
  [PONDER_MESSAGE_ROW_COMPARE] = "compare",
  [PONDER_MESSAGE_ROW_COMPARE_VERSIONS] = "compare-versions",
  [PONDER_MESSAGE_ROW_CONTINUE] = "continue",
  [PONDER_MESSAGE_ROW_EDIT] = "edit",
  [PONDER_MESSAGE_ROW_KEEP_WAITING] = "keep-waiting",
  [PONDER_MESSAGE_ROW_MARK] = "mark",
  [PONDER_MESSAGE_ROW_OPEN_PROVIDER_SETTINGS] = "open-provider-settings",
  [PONDER_MESSAGE_ROW_REGENERATE] = "regenerate",
  [PONDER_MESSAGE_ROW_SHOW_DETAILS] = "show-details",
  [PONDER_MESSAGE_ROW_STOP] = "stop",
  [PONDER_MESSAGE_ROW_SWITCH_MODEL] = "switch-model",
  [PONDER_MESSAGE_ROW_TRASH] = "trash",
};

enum
{
  OPEN_LINK,
  SHOW_SIBLING,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE_WITH_CODE (PonderTranscriptView, ponder_transcript_view, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

static guint
get_n_rows (PonderTranscriptView *self)
{
  return ponder_row_heights_get_n_rows (self->heights);
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
void
ponder_transcript_view_notify_follows (PonderTranscriptView *self)
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

  /* A selection is read in one column: not in the next one at the same place. */
  if (request == PONDER_MESSAGE_ROW_MARK || request == PONDER_MESSAGE_ROW_SHOW_SIBLING)
    ponder_transcript_selection_clear (self->selection);
  if (request == PONDER_MESSAGE_ROW_SHOW_SIBLING)
    g_signal_emit (self, signals[SHOW_SIBLING], 0, message, step);
  else if (request == PONDER_MESSAGE_ROW_SHOW_MENU)
    ponder_transcript_pointer_open_row_menu (self->pointer, row);
  else
    g_signal_emit_by_name (self, request_signals[request], message);
}

/* --- rows --- */

/* What the reader opens grows downwards from where it is, also at the end of the list. */
static void
unfolding_cb (PonderTranscriptView *self)
{
  ponder_transcript_selection_clear (self->selection);
  ponder_transcript_layout_unfold (self);
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

static void
board_toggled_cb (PonderTranscriptView *self,
                  gboolean              open,
                  PonderMessageRow     *row)
{
  const char *id = ponder_message_get_id (ponder_message_row_get_message (row));

  g_hash_table_insert (self->boards, g_strdup (id), GINT_TO_POINTER (open));
}

/* What grows or folds by itself moves what is above it, not the answer that is being read. */
static void
board_changing_cb (PonderTranscriptView *self,
                  PonderMessageRow     *row)
{
  if (!self->follow.follows && !self->laying_out)
    ponder_transcript_layout_keep_answer (self, row);
}

void
ponder_transcript_view_connect_row (PonderTranscriptView *self,
                                    GtkWidget            *row)
{
  g_signal_connect_object (row, "request", G_CALLBACK (request_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "unfolding", G_CALLBACK (unfolding_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "board-changing", G_CALLBACK (board_changing_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "board-toggled", G_CALLBACK (board_toggled_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "reasoning-toggled", G_CALLBACK (reasoning_toggled_cb), self, G_CONNECT_SWAPPED);
}

/* The list has more rows than there are widgets. */
static void
tell_positions (PonderTranscriptView *self)
{
  for (guint i = self->first; i < self->end; i++)
    {
      PonderMessageRow *row = ponder_transcript_view_get_row (self, i);

      if (row != NULL)
        ponder_message_row_set_position (row, i, get_n_rows (self));
    }
}

static void
ponder_transcript_view_size_allocate (GtkWidget *widget,
                                      int        width,
                                      int        height,
                                      int        baseline)
{
  PonderTranscriptView *self = PONDER_TRANSCRIPT_VIEW (widget);

  self->laying_out = TRUE;
  ponder_transcript_layout_run (self, width, height);
  ponder_transcript_selection_apply (self->selection);
  ponder_transcript_find_apply (self->find);
  tell_positions (self);
  ponder_transcript_pointer_allocate (self->pointer);
  self->laying_out = FALSE;
  ponder_transcript_view_notify_follows (self);
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

static void
set_adjustment (PonderTranscriptView  *self,
                GtkAdjustment        **place,
                GtkAdjustment         *adjustment)
{
  g_autoptr(GtkAdjustment) next = NULL;

  next = g_object_ref_sink (adjustment != NULL ? adjustment : gtk_adjustment_new (0, 0, 0, 0, 0, 0));
  if (*place != NULL)
    g_signal_handlers_disconnect_by_func (*place, ponder_transcript_layout_value_changed, self);
  g_set_object (place, next);
  if (place == &self->vadjustment)
    g_signal_connect_object (next, "value-changed", G_CALLBACK (ponder_transcript_layout_value_changed), self,
                             G_CONNECT_SWAPPED);
  ponder_transcript_layout_queue (self);
}

/* --- the model --- */

/* Goes to the place that was asked for, once its message is there. */
static void
take_place (PonderTranscriptView *self)
{
  if (self->place_id == NULL)
    return;

  for (guint i = 0; i < get_n_rows (self); i++)
    {
      if (!ponder_transcript_view_row_shows (self, i, self->place_id))
        continue;
      g_clear_pointer (&self->place_id, g_free);
      ponder_scroll_follow_let_go (&self->follow);
      ponder_transcript_layout_set_anchor (self, i, -self->place_offset);
      ponder_transcript_view_notify_follows (self);
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
  ponder_transcript_estimates_splice (self, position, removed, added);
  move_anchor (self, position, removed, added);
  ponder_transcript_layout_release_heights (self);
  ponder_transcript_selection_items_changed (self->selection, position, removed, added);
  ponder_transcript_view_keep_focus (self, position, removed, added);
  take_place (self);
  ponder_transcript_layout_queue (self);
}

/* --- focus --- */

static void
ponder_transcript_view_root (GtkWidget *widget)
{
  PonderTranscriptView *self = PONDER_TRANSCRIPT_VIEW (widget);

  GTK_WIDGET_CLASS (ponder_transcript_view_parent_class)->root (widget);

  self->focus_handler = g_signal_connect_swapped (gtk_widget_get_root (widget), "notify::focus-widget",
                                                  G_CALLBACK (ponder_transcript_view_focus_changed), self);
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
  g_clear_handle_id (&self->widen_source, g_source_remove);
  ponder_transcript_estimates_end (self);
  g_clear_handle_id (&self->notify_source, g_source_remove);
  g_clear_handle_id (&self->mark_source, g_source_remove);
  g_clear_pointer (&self->pointer, ponder_transcript_pointer_free);
  g_clear_pointer (&self->find, ponder_transcript_find_free);
  g_clear_pointer (&self->selection, ponder_transcript_selection_free);
  if (self->rows != NULL)
    ponder_transcript_layout_drop_rows (self);
  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_clear_weak_pointer (&self->eye.leaf);
  g_clear_object (&self->messages);
  ponder_transcript_view_set_turns (self, NULL);
  g_clear_object (&self->highlighter);
  g_clear_object (&self->shelf);
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
  g_hash_table_unref (self->boards);
  g_free (self->place_id);
  g_free (self->marked_id);

  G_OBJECT_CLASS (ponder_transcript_view_parent_class)->finalize (object);
}

static void
add_signals (PonderTranscriptViewClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  for (guint i = 0; i < PONDER_MESSAGE_ROW_N_REQUESTS; i++)
    if (request_signals[i] != NULL)
      g_signal_new (request_signals[i], type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, PONDER_TYPE_MESSAGE);
  signals[OPEN_LINK] = g_signal_new ("open-link", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SHOW_SIBLING] = g_signal_new ("show-sibling", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 2, PONDER_TYPE_MESSAGE, G_TYPE_INT);
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
  self->boards = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->highlighter = ponder_code_highlighter_new ();
  self->selection = ponder_transcript_selection_new (self);
  self->pointer = ponder_transcript_pointer_new (self);
  self->find = ponder_transcript_find_new (self);
  self->follows = TRUE;
  ponder_scroll_follow_init (&self->follow);
  set_adjustment (self, &self->hadjustment, NULL);
  set_adjustment (self, &self->vadjustment, NULL);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Messages"), -1);
}

PonderMessage *
ponder_transcript_view_get_message (PonderTranscriptView *self,
                                    guint                 index)
{
  g_autoptr(PonderMessage) message = g_list_model_get_item (self->messages, index);

  return message;
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

/* --- public --- */

GtkWidget *
ponder_transcript_view_new (void)
{
  return g_object_new (PONDER_TYPE_TRANSCRIPT_VIEW, NULL);
}

void
ponder_transcript_view_set_shelf (PonderTranscriptView *self,
                                  PonderShelf          *shelf)
{
  g_return_if_fail (PONDER_IS_TRANSCRIPT_VIEW (self));

  g_set_object (&self->shelf, shelf);
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
      g_signal_handlers_disconnect_by_func (self->messages, ponder_transcript_view_columns_changed, self);
      g_signal_handlers_disconnect_by_func (self->messages, ponder_transcript_view_board_added, self);
      items_changed_cb (self, 0, get_n_rows (self), 0);
    }
  ponder_transcript_layout_drop_rows (self);
  ponder_transcript_layout_begin (self);
  g_set_object (&self->messages, messages);
  g_clear_pointer (&self->place_id, g_free);
  ponder_scroll_follow_take (&self->follow);
  if (messages != NULL)
    {
      g_signal_connect_object (messages, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
      if (PONDER_IS_TIMELINE (messages))
        {
          g_signal_connect_object (messages, "columns-changed", G_CALLBACK (ponder_transcript_view_columns_changed),
                                   self, G_CONNECT_SWAPPED);
          g_signal_connect_object (messages, "board-added", G_CALLBACK (ponder_transcript_view_board_added), self,
                                   G_CONNECT_SWAPPED);
        }
      items_changed_cb (self, 0, 0, g_list_model_get_n_items (messages));
    }
  ponder_transcript_view_notify_follows (self);
}

GListModel *
ponder_transcript_view_get_messages (PonderTranscriptView *self)
{
  g_return_val_if_fail (PONDER_IS_TRANSCRIPT_VIEW (self), NULL);

  return self->messages;
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
  ponder_transcript_view_notify_follows (self);
  ponder_transcript_layout_queue (self);
}

gboolean
ponder_transcript_view_get_place (PonderTranscriptView  *self,
                                  PonderMessage        **message,
                                  int                   *offset)
{
  g_return_val_if_fail (PONDER_IS_TRANSCRIPT_VIEW (self), FALSE);

  if (self->follow.follows || get_n_rows (self) == 0)
    return FALSE;

  *message = ponder_transcript_view_get_message (self, self->anchor);
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
