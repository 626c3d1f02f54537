/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keyboard in the transcript: scrolling, going from row to row, copying, what the menu of a message offers. */

#include "config.h"

#include "ponder-message-menu.h"
#include "ponder-transcript-pointer.h"
#include "ponder-transcript-view-private.h"

#define LINE_STEP 60.0
/* What stays in sight of the page before. */
#define PAGE_OVERLAP 60.0

gboolean
ponder_transcript_view_get_cursor (PonderTranscriptView *self,
                                   guint                *index)
{
  GtkWidget *focused = gtk_widget_get_focus_child (GTK_WIDGET (self));

  if (self->first >= self->end)
    return FALSE;
  for (guint i = self->first; i < self->end; i++)
    {
      if (GTK_WIDGET (ponder_transcript_view_get_row (self, i)) == focused)
        {
          *index = i;
          return TRUE;
        }
    }
  *index = self->anchor;
  return TRUE;
}

static gboolean
has_focused_row (PonderTranscriptView *self)
{
  GtkWidget *focused = gtk_widget_get_focus_child (GTK_WIDGET (self));

  return focused != NULL && PONDER_IS_MESSAGE_ROW (focused);
}

/* The row gets the keyboard and as much of it as goes into the window is shown. */
static void
focus_row (PonderTranscriptView *self,
           guint                 index)
{
  PonderMessageRow *row = ponder_transcript_view_get_row (self, index);
  double y;
  double height;

  if (row == NULL)
    return;
  ponder_transcript_view_get_extent (self, index, &y, &height);
  gtk_widget_grab_focus (GTK_WIDGET (row));
  ponder_transcript_view_reveal (self, y, height);
}

/* Reads on in a row that is longer than the window before it goes to the next. */
static gboolean
step_cb (GtkWidget *widget,
         GVariant  *arguments,
         gpointer   user_data)
{
  PonderTranscriptView *self = PONDER_TRANSCRIPT_VIEW (widget);
  int step = g_variant_get_int32 (arguments);
  double page = gtk_widget_get_height (widget);
  guint index;
  double y;
  double height;

  if (!ponder_transcript_view_get_cursor (self, &index))
    return GDK_EVENT_PROPAGATE;

  ponder_transcript_view_get_extent (self, index, &y, &height);
  if (!has_focused_row (self))
    focus_row (self, index);
  else if (step > 0 && y + height > page + 1)
    ponder_transcript_view_scroll_by (self, MIN (LINE_STEP, y + height - page));
  else if (step < 0 && y < -1)
    ponder_transcript_view_scroll_by (self, MAX (-LINE_STEP, y));
  else if (step > 0 || index > 0)
    focus_row (self, index + step);
  return GDK_EVENT_STOP;
}

static gboolean
page_cb (GtkWidget *widget,
         GVariant  *arguments,
         gpointer   user_data)
{
  double page = MAX (LINE_STEP, gtk_widget_get_height (widget) - PAGE_OVERLAP);

  ponder_transcript_view_scroll_by (PONDER_TRANSCRIPT_VIEW (widget), g_variant_get_int32 (arguments) * page);
  return GDK_EVENT_STOP;
}

static gboolean
edge_cb (GtkWidget *widget,
         GVariant  *arguments,
         gpointer   user_data)
{
  if (g_variant_get_int32 (arguments) > 0)
    ponder_transcript_view_scroll_to_end (PONDER_TRANSCRIPT_VIEW (widget));
  else
    ponder_transcript_view_go_to_start (PONDER_TRANSCRIPT_VIEW (widget));
  return GDK_EVENT_STOP;
}

static gboolean
copy_cb (GtkWidget *widget,
         GVariant  *arguments,
         gpointer   user_data)
{
  ponder_transcript_view_copy (PONDER_TRANSCRIPT_VIEW (widget));
  return GDK_EVENT_STOP;
}

static gboolean
select_all_cb (GtkWidget *widget,
               GVariant  *arguments,
               gpointer   user_data)
{
  ponder_transcript_selection_select_all (PONDER_TRANSCRIPT_VIEW (widget)->selection);
  return GDK_EVENT_STOP;
}

/* The row with the keyboard, whose message @request is offered for. (nullable) */
static GtkWidget *
find_row_for (PonderTranscriptView *self,
              const char           *request)
{
  GtkWidget *row = gtk_widget_get_focus_child (GTK_WIDGET (self));

  if (!has_focused_row (self)
      || !ponder_message_menu_offers (ponder_message_row_get_message (PONDER_MESSAGE_ROW (row)), request))
    return NULL;
  return row;
}

static gboolean
request_cb (GtkWidget *widget,
            GVariant  *arguments,
            gpointer   user_data)
{
  const char *request = g_variant_get_string (arguments, NULL);
  GtkWidget *row = find_row_for (PONDER_TRANSCRIPT_VIEW (widget), request);

  if (row == NULL)
    return GDK_EVENT_PROPAGATE;
  gtk_widget_activate_action (row, request, NULL);
  return GDK_EVENT_STOP;
}

/* To the left is what was said before, also where that is on the right. */
static gboolean
sibling_cb (GtkWidget *widget,
            GVariant  *arguments,
            gpointer   user_data)
{
  PonderTranscriptView *self = PONDER_TRANSCRIPT_VIEW (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int step = g_variant_get_int32 (arguments) * (mirrored ? -1 : 1);

  if (!has_focused_row (self))
    return GDK_EVENT_PROPAGATE;
  gtk_widget_activate_action (gtk_widget_get_focus_child (widget), "message.show-sibling", "i", step);
  return GDK_EVENT_STOP;
}

static gboolean
menu_cb (GtkWidget *widget,
         GVariant  *arguments,
         gpointer   user_data)
{
  ponder_transcript_pointer_open_menu (PONDER_TRANSCRIPT_VIEW (widget)->pointer);
  return GDK_EVENT_STOP;
}

/* As in less and vi: on, or back, to where the same stands that was looked for last. */
static gboolean
find_cb (GtkWidget *widget,
         GVariant  *arguments,
         gpointer   user_data)
{
  return gtk_widget_activate_action (widget, "find.step", "i", g_variant_get_int32 (arguments));
}

/* Nothing selected: Esc is for whoever is around. */
static gboolean
unselect_cb (GtkWidget *widget,
             GVariant  *arguments,
             gpointer   user_data)
{
  PonderTranscriptSelection *selection = PONDER_TRANSCRIPT_VIEW (widget)->selection;

  if (ponder_transcript_selection_is_empty (selection))
    return GDK_EVENT_PROPAGATE;
  ponder_transcript_selection_clear (selection);
  return GDK_EVENT_STOP;
}

/* The link that Tab has come to. */
static gboolean
activate_cb (GtkWidget *widget,
             GVariant  *arguments,
             gpointer   user_data)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  const PonderTextLink *link;

  if (focus == NULL || !PONDER_IS_TEXT_BLOCK (focus)
      || !(link = ponder_text_block_get_focused_link (PONDER_TEXT_BLOCK (focus))))
    return GDK_EVENT_PROPAGATE;
  ponder_transcript_view_open_link (PONDER_TRANSCRIPT_VIEW (widget), link->target);
  return GDK_EVENT_STOP;
}

/* Tab goes through what is in one row and then leaves the list; Up and Down go from row to row. */
gboolean
ponder_transcript_view_focus (GtkWidget        *widget,
                              GtkDirectionType  direction)
{
  PonderTranscriptView *self = PONDER_TRANSCRIPT_VIEW (widget);
  GtkWidget *focused = gtk_widget_get_focus_child (widget);
  guint index;

  if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return FALSE;
  if (focused != NULL)
    return gtk_widget_child_focus (focused, direction);
  if (!ponder_transcript_view_get_cursor (self, &index) || gtk_widget_is_focus (widget))
    return FALSE;
  focus_row (self, self->follow.follows ? self->end - 1 : index);
  return TRUE;
}

gboolean
ponder_transcript_view_focus_cursor (PonderTranscriptView *self)
{
  guint index;

  g_return_val_if_fail (PONDER_IS_TRANSCRIPT_VIEW (self), FALSE);

  if (!ponder_transcript_view_get_cursor (self, &index))
    return FALSE;
  focus_row (self, self->follow.follows && !has_focused_row (self) ? self->end - 1 : index);
  return TRUE;
}

void
ponder_transcript_view_focus_message (PonderTranscriptView *self,
                                      PonderMessage        *message)
{
  GtkWidget *row;

  g_return_if_fail (PONDER_IS_TRANSCRIPT_VIEW (self));

  row = g_hash_table_lookup (self->rows, message);
  gtk_widget_grab_focus (row != NULL ? row : GTK_WIDGET (self));
}

static void
remember_cursor (PonderTranscriptView *self)
{
  guint index;

  if (has_focused_row (self) && ponder_transcript_view_get_cursor (self, &index))
    self->cursor = index;
}

/* The row is made with the next layout. While the end is followed nobody scrolls for it. */
static gboolean
focus_due_cb (GtkWidget     *widget,
              GdkFrameClock *clock,
              gpointer       user_data)
{
  PonderTranscriptView *self = PONDER_TRANSCRIPT_VIEW (widget);
  PonderMessageRow *row = ponder_transcript_view_get_row (self, self->cursor);

  /* Somebody took the keyboard elsewhere, or there is nothing left. */
  if (gtk_root_get_focus (gtk_widget_get_root (widget)) == widget && self->first < self->end)
    {
      if (row == NULL || !gtk_widget_get_mapped (GTK_WIDGET (row)))
        return G_SOURCE_CONTINUE;
      if (self->follow.follows)
        gtk_widget_grab_focus (GTK_WIDGET (row));
      else
        focus_row (self, self->cursor);
    }
  self->focus_tick = 0;
  return G_SOURCE_REMOVE;
}

/* Whether @message is in the list; @index: where. */
static gboolean
find_message (PonderTranscriptView *self,
              PonderMessage        *message,
              guint                 first,
              guint                 n_messages,
              guint                *index)
{
  for (guint i = first; i < first + n_messages; i++)
    if (ponder_transcript_view_get_message (self, i) == message)
      {
        *index = i;
        return TRUE;
      }
  return FALSE;
}

void
ponder_transcript_view_keep_focus (PonderTranscriptView *self,
                                   guint                 position,
                                   guint                 removed,
                                   guint                 added)
{
  guint n = ponder_row_heights_get_n_rows (self->heights);
  GtkWidget *row = gtk_widget_get_focus_child (GTK_WIDGET (self));

  if (!has_focused_row (self) || position > self->cursor)
    return;
  if (self->cursor >= position + removed)
    {
      self->cursor += added - removed;
      return;
    }
  if (n == 0 || find_message (self, ponder_message_row_get_message (PONDER_MESSAGE_ROW (row)), position, added,
                              &self->cursor))
    return;

  self->cursor = MIN (self->cursor, n - 1);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (self->focus_tick == 0)
    self->focus_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), focus_due_cb, NULL, NULL);
}

void
ponder_transcript_view_focus_changed (PonderTranscriptView *self,
                                      GParamSpec           *pspec,
                                      GtkRoot              *root)
{
  GtkWidget *focus = gtk_root_get_focus (root);
  graphene_rect_t bounds;

  remember_cursor (self);
  if (focus == NULL || focus == GTK_WIDGET (self) || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self))
      || PONDER_IS_MESSAGE_ROW (focus) || !gtk_widget_has_visible_focus (focus)
      || !gtk_widget_compute_bounds (focus, GTK_WIDGET (self), &bounds))
    return;
  ponder_transcript_view_reveal (self, bounds.origin.y, bounds.size.height);
}

static void
add_key (GtkWidgetClass      *widget_class,
         guint                key,
         guint                keypad_key,
         GdkModifierType      modifiers,
         GtkShortcutFunc      function,
         int                  argument)
{
  gtk_widget_class_add_binding (widget_class, key, modifiers, function, "i", argument);
  if (keypad_key != 0)
    gtk_widget_class_add_binding (widget_class, keypad_key, modifiers, function, "i", argument);
}

static void
add_request_key (const char *key,
                 const char *request,
                 gpointer    user_data)
{
  guint value;
  GdkModifierType modifiers;

  if (gtk_accelerator_parse (key, &value, &modifiers))
    gtk_widget_class_add_binding (user_data, value, modifiers, request_cb, "s", request);
}

void
ponder_transcript_view_class_add_keys (GtkWidgetClass *widget_class)
{
  add_key (widget_class, GDK_KEY_Up, GDK_KEY_KP_Up, 0, step_cb, -1);
  add_key (widget_class, GDK_KEY_Down, GDK_KEY_KP_Down, 0, step_cb, 1);
  add_key (widget_class, GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, 0, page_cb, -1);
  add_key (widget_class, GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, 0, page_cb, 1);
  add_key (widget_class, GDK_KEY_Home, GDK_KEY_KP_Home, 0, edge_cb, -1);
  add_key (widget_class, GDK_KEY_End, GDK_KEY_KP_End, 0, edge_cb, 1);
  add_key (widget_class, GDK_KEY_Home, GDK_KEY_KP_Home, GDK_CONTROL_MASK, edge_cb, -1);
  add_key (widget_class, GDK_KEY_End, GDK_KEY_KP_End, GDK_CONTROL_MASK, edge_cb, 1);
  add_key (widget_class, GDK_KEY_c, GDK_KEY_Insert, GDK_CONTROL_MASK, copy_cb, 0);
  add_key (widget_class, GDK_KEY_a, 0, GDK_CONTROL_MASK, select_all_cb, 0);
  add_key (widget_class, GDK_KEY_Left, GDK_KEY_KP_Left, GDK_ALT_MASK, sibling_cb, -1);
  add_key (widget_class, GDK_KEY_Right, GDK_KEY_KP_Right, GDK_ALT_MASK, sibling_cb, 1);
  ponder_message_menu_foreach_key (add_request_key, widget_class);
  add_key (widget_class, GDK_KEY_n, 0, 0, find_cb, 1);
  add_key (widget_class, GDK_KEY_N, 0, GDK_SHIFT_MASK, find_cb, -1);
  add_key (widget_class, GDK_KEY_Menu, 0, 0, menu_cb, 0);
  add_key (widget_class, GDK_KEY_F10, 0, GDK_SHIFT_MASK, menu_cb, 0);
  add_key (widget_class, GDK_KEY_Escape, 0, 0, unselect_cb, 0);
  add_key (widget_class, GDK_KEY_Return, GDK_KEY_KP_Enter, 0, activate_cb, 0);
}
