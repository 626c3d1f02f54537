/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tells the desktop of answers, and of failures, that nobody saw. */

#include "config.h"

#include "ponder-notifications.h"

#include "ponder-fault.h"
#include "ponder-preview.h"
#include "ponder-window.h"
#include "ponder-workspace.h"

#include <glib/gi18n.h>

/* Owned by the application, which outlives it. One notification for a chat at most, withdrawn once the chat is
 * looked at. */
struct _PonderNotifications
{
  GObject         parent_instance;

  GtkApplication *application;
};

G_DEFINE_FINAL_TYPE (PonderNotifications, ponder_notifications, G_TYPE_OBJECT)

static char *
dup_id (PonderSession *session)
{
  return g_strconcat ("chat-", ponder_session_get_id (session), NULL);
}

static gboolean
is_looked_at (PonderNotifications *self,
              PonderSession       *session)
{
  for (GList *l = gtk_application_get_windows (self->application); l != NULL; l = l->next)
    if (PONDER_IS_WINDOW (l->data) && gtk_window_is_active (l->data) && ponder_window_get_session (l->data) == session)
      return TRUE;

  return FALSE;
}

/* How the answer begins, or what went wrong; NULL: a person ended it, who knows. (nullable) (transfer full) */
static char *
dup_news (PonderTurn *turn)
{
  PonderMessage *answer = ponder_turn_get_message (turn);
  g_autofree char *preview = NULL;

  if (ponder_message_get_fault (answer) != NULL)
    return ponder_fault_dup_title (ponder_message_get_fault (answer));
  if (ponder_message_get_state (answer) != PONDER_MESSAGE_DONE)
    return NULL;

  preview = ponder_preview_from_markdown (ponder_message_get_text (answer));
  return *preview != '\0' ? g_steal_pointer (&preview) : g_strdup (_("The answer is there"));
}

static void
send_news (PonderNotifications *self,
           PonderTurn          *turn)
{
  PonderSession *session = ponder_turn_get_session (turn);
  const char *title = ponder_session_get_title (session);
  g_autoptr(GNotification) notification = NULL;
  g_autofree char *news = dup_news (turn);
  g_autofree char *id = dup_id (session);

  if (news == NULL)
    return;

  notification = g_notification_new (title[0] != '\0' ? title : _("New chat"));
  g_notification_set_body (notification, news);
  g_notification_set_default_action_and_target (notification, "app.show-message", "(ss)",
                                                    ponder_session_get_id (session),
                                                    ponder_message_get_id (ponder_turn_get_message (turn)));
  g_application_send_notification (G_APPLICATION (self->application), id, notification);
}

static void
turn_ended_cb (PonderNotifications *self,
               GParamSpec          *pspec,
               PonderTurn          *turn)
{
  if (!is_looked_at (self, ponder_turn_get_session (turn)))
    send_news (self, turn);
}

static void
turns_changed_cb (PonderNotifications *self,
                  guint                position,
                  guint                removed,
                  guint                added,
                  GListModel          *turns)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr(PonderTurn) turn = g_list_model_get_item (turns, i);

      /* After the workspace: it may have made the title of the answer. */
      g_signal_connect_object (turn, "notify::running", G_CALLBACK (turn_ended_cb), self,
                               G_CONNECT_SWAPPED | G_CONNECT_AFTER);
    }
}

static void
window_changed_cb (PonderNotifications *self,
                   GParamSpec          *pspec,
                   PonderWindow        *window)
{
  PonderSession *session = ponder_window_get_session (window);
  g_autofree char *id = NULL;

  if (session == NULL || !gtk_window_is_active (GTK_WINDOW (window)))
    return;

  id = dup_id (session);
  g_application_withdraw_notification (G_APPLICATION (self->application), id);
}

static void
window_added_cb (PonderNotifications *self,
                 GtkWindow           *window)
{
  if (!PONDER_IS_WINDOW (window))
    return;

  g_signal_connect_object (window, "notify::session", G_CALLBACK (window_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "notify::is-active", G_CALLBACK (window_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
ponder_notifications_class_init (PonderNotificationsClass *klass)
{
}

static void
ponder_notifications_init (PonderNotifications *self)
{
}

PonderNotifications *
ponder_notifications_new (GtkApplication  *application,
                          PonderWorkspace *workspace)
{
  PonderNotifications *self = g_object_new (PONDER_TYPE_NOTIFICATIONS, NULL);

  self->application = application;
  g_signal_connect_object (application, "window-added", G_CALLBACK (window_added_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (ponder_workspace_get_turns (workspace), "items-changed", G_CALLBACK (turns_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}
