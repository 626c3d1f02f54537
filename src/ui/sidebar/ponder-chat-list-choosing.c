/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of the list of chats where several are chosen, to do the same to all of them. */

#include "config.h"

#include "ponder-chat-list-private.h"

void
ponder_chat_list_show_chosen (PonderChatList   *self,
                              PonderSidebarRow *row)
{
  PonderSession *session = ponder_sidebar_row_get_session (row);

  ponder_sidebar_row_set_chosen (row, self->choosing, session != NULL && g_hash_table_contains (self->chosen, session));
}

/* Only what is near the view has a row. */
static void
show_all (PonderChatList *self)
{
  for (GtkWidget *item = gtk_widget_get_first_child (GTK_WIDGET (self->view)); item != NULL;
       item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *row = gtk_widget_get_first_child (item);

      if (row != NULL && PONDER_IS_SIDEBAR_ROW (row))
        ponder_chat_list_show_chosen (self, PONDER_SIDEBAR_ROW (row));
    }
  ponder_chat_list_notify_choosing (self);
}

static void
choose (PonderChatList *self,
        PonderSession  *session,
        gboolean        wanted)
{
  if (wanted)
    g_hash_table_add (self->chosen, g_object_ref (session));
  else
    g_hash_table_remove (self->chosen, session);
}

void
ponder_chat_list_toggle_at (PonderChatList *self,
                            guint           position)
{
  g_autoptr(PonderSession) session = ponder_chat_list_dup_session_at (self, position);

  if (session == NULL)
    return;

  choose (self, session, !g_hash_table_contains (self->chosen, session));
  g_set_object (&self->last_chosen, session);
  show_all (self);
}

/* Everything from where the last one was chosen. */
static void
choose_range (PonderChatList *self,
              guint           position)
{
  guint from = self->last_chosen != NULL ? ponder_chat_list_find_position (self, self->last_chosen)
                                         : GTK_INVALID_LIST_POSITION;

  if (from == GTK_INVALID_LIST_POSITION)
    from = position;
  for (guint i = MIN (from, position); i <= MAX (from, position); i++)
    {
      g_autoptr(PonderSession) session = ponder_chat_list_dup_session_at (self, i);

      if (session != NULL)
        choose (self, session, TRUE);
    }
  show_all (self);
}

static void
begin (PonderChatList *self)
{
  if (self->choosing)
    return;

  self->choosing = TRUE;
  g_clear_object (&self->last_chosen);
}

/* With Shift the shown chat is where a range begins, as it looks selected. */
static void
choose_pressed_cb (GtkGestureClick *gesture,
                   int              n_press,
                   double           x,
                   double           y,
                   PonderChatList  *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  gboolean extend = (state & GDK_SHIFT_MASK) != 0;
  PonderSidebarRow *row = ponder_chat_list_pick_row (self, x, y);
  guint position;

  if (row == NULL || (!self->choosing && !extend && (state & GDK_CONTROL_MASK) == 0))
    return;

  position = ponder_chat_list_find_position (self, ponder_sidebar_row_get_session (row));
  if (!self->choosing)
    {
      begin (self);
      if (extend)
        g_set_object (&self->last_chosen, self->session);
    }
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (gtk_widget_get_parent (GTK_WIDGET (row)));
  if (extend)
    choose_range (self, position);
  else
    ponder_chat_list_toggle_at (self, position);
}

/* The row that has the keyboard. */
guint
ponder_chat_list_get_cursor (PonderChatList *self)
{
  GtkWidget *item = gtk_widget_get_focus_child (GTK_WIDGET (self->view));
  GtkWidget *row = item != NULL ? gtk_widget_get_first_child (item) : NULL;

  if (row == NULL || !PONDER_IS_SIDEBAR_ROW (row) || ponder_sidebar_row_get_session (PONDER_SIDEBAR_ROW (row)) == NULL)
    return gtk_single_selection_get_selected (self->selection);
  return ponder_chat_list_find_position (self, ponder_sidebar_row_get_session (PONDER_SIDEBAR_ROW (row)));
}

/* The chat before or after the row that has the keyboard: a range grows, and the keyboard goes along. */
static void
extend_by (PonderChatList *self,
           int             step)
{
  guint position = ponder_chat_list_get_cursor (self);
  g_autoptr(PonderSession) cursor = ponder_chat_list_dup_session_at (self, position);

  if (cursor == NULL)
    return;
  if (self->last_chosen == NULL)
    g_set_object (&self->last_chosen, cursor);

  for (gint64 i = (gint64) position + step; i >= 0 && i < g_list_model_get_n_items (G_LIST_MODEL (self->grouped));
       i += step)
    {
      g_autoptr(PonderSession) session = ponder_chat_list_dup_session_at (self, (guint) i);

      if (session == NULL)
        continue;
      position = (guint) i;
      break;
    }
  choose_range (self, position);
  gtk_single_selection_set_selected (self->selection, position);
}

static gboolean
choose_key_cb (GtkEventControllerKey *controller,
               guint                  keyval,
               guint                  keycode,
               GdkModifierType        state,
               PonderChatList        *self)
{
  GdkModifierType modifiers = state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_ALT_MASK);

  if (keyval == GDK_KEY_a && modifiers == GDK_CONTROL_MASK)
    ponder_chat_list_choose_all (self);
  else if (self->choosing && keyval == GDK_KEY_Escape && modifiers == 0)
    ponder_chat_list_end_choosing (self);
  else if (self->choosing && keyval == GDK_KEY_space && (modifiers & GDK_SHIFT_MASK) == 0)
    ponder_chat_list_toggle_at (self, ponder_chat_list_get_cursor (self));
  else if (self->choosing && keyval == GDK_KEY_Down && modifiers == GDK_SHIFT_MASK)
    extend_by (self, 1);
  else if (self->choosing && keyval == GDK_KEY_Up && modifiers == GDK_SHIFT_MASK)
    extend_by (self, -1);
  else
    return GDK_EVENT_PROPAGATE;

  return GDK_EVENT_STOP;
}

void
ponder_chat_list_class_bind_choosing (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, choose_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_key_cb);
}

gboolean
ponder_chat_list_get_choosing (PonderChatList *self)
{
  g_return_val_if_fail (PONDER_IS_CHAT_LIST (self), FALSE);

  return self->choosing;
}

void
ponder_chat_list_start_choosing (PonderChatList *self,
                                 PonderSession  *first)
{
  g_return_if_fail (PONDER_IS_CHAT_LIST (self));

  begin (self);
  if (first != NULL)
    {
      choose (self, first, TRUE);
      g_set_object (&self->last_chosen, first);
    }
  show_all (self);
}

void
ponder_chat_list_choose_all (PonderChatList *self)
{
  guint n_items;

  g_return_if_fail (PONDER_IS_CHAT_LIST (self));

  begin (self);
  n_items = g_list_model_get_n_items (G_LIST_MODEL (self->found));
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr(PonderSession) session = g_list_model_get_item (G_LIST_MODEL (self->found), i);

      choose (self, session, TRUE);
    }
  show_all (self);
}

void
ponder_chat_list_end_choosing (PonderChatList *self)
{
  g_return_if_fail (PONDER_IS_CHAT_LIST (self));

  if (!self->choosing)
    return;

  self->choosing = FALSE;
  g_clear_object (&self->last_chosen);
  g_hash_table_remove_all (self->chosen);
  show_all (self);
  ponder_chat_list_sync_selection (self);
}

GPtrArray *
ponder_chat_list_list_chosen (PonderChatList *self)
{
  GPtrArray *chosen;
  guint n_items;

  g_return_val_if_fail (PONDER_IS_CHAT_LIST (self), NULL);

  chosen = g_ptr_array_new_with_free_func (g_object_unref);
  n_items = g_list_model_get_n_items (G_LIST_MODEL (self->sessions));
  for (guint i = 0; i < n_items && g_hash_table_size (self->chosen) > 0; i++)
    {
      PonderSession *session = g_list_model_get_item (G_LIST_MODEL (self->sessions), i);

      if (g_hash_table_contains (self->chosen, session))
        g_ptr_array_add (chosen, session);
      else
        g_object_unref (session);
    }
  return chosen;
}
