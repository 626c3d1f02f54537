/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of the list that opens a chat in a window of its own. */

#include "config.h"

#include "ponder-chat-list-private.h"

static void
open_apart (PonderChatList *self,
            PonderSession  *session)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "app.show-chat-apart", "s", ponder_session_get_id (session));
}

static void
middle_released_cb (GtkGestureClick *gesture,
                    int              n_press,
                    double           x,
                    double           y,
                    PonderChatList  *self)
{
  PonderSidebarRow *row = ponder_chat_list_pick_row (self, x, y);

  if (row != NULL && !self->choosing)
    open_apart (self, ponder_sidebar_row_get_session (row));
}

static gboolean
apart_key_cb (GtkEventControllerKey *controller,
              guint                  keyval,
              guint                  keycode,
              GdkModifierType        state,
              PonderChatList        *self)
{
  gboolean is_enter = keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_ISO_Enter;
  g_autoptr(PonderSession) session = NULL;

  if (!is_enter || (state & gtk_accelerator_get_default_mod_mask ()) != GDK_CONTROL_MASK || self->choosing)
    return GDK_EVENT_PROPAGATE;

  session = ponder_chat_list_dup_session_at (self, ponder_chat_list_get_cursor (self));
  if (session == NULL)
    return GDK_EVENT_PROPAGATE;
  open_apart (self, session);
  return GDK_EVENT_STOP;
}

void
ponder_chat_list_class_bind_apart (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, middle_released_cb);
  gtk_widget_class_bind_template_callback (widget_class, apart_key_cb);
}
