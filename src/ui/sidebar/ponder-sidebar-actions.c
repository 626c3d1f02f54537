/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of the sidebar that does things to chats: to the one of the context menu, or to all that are chosen. */

#include "config.h"

#include "ponder-sidebar-private.h"

#include "ponder-dialogs.h"
#include "ponder-session-edit.h"
#include "ponder-session.h"
#include "ponder-tag-chooser.h"
#include "ponder-toasts.h"
#include "ponder-transfer-actions.h"

#include <glib/gi18n.h>

/* What a toast or a dialog will do. */
typedef struct
{
  PonderSidebar     *sidebar;
  PonderSession     *session;   /* (nullable): the one it is about, or that is shown again */
  PonderSessionEdit *edit;      /* (nullable) */
} ChatAction;

static void
chat_action_free (gpointer  data,
                  GClosure *closure)
{
  ChatAction *action = data;

  g_object_unref (action->sidebar);
  g_clear_object (&action->session);
  g_clear_pointer (&action->edit, ponder_session_edit_free);
  g_free (action);
}

static ChatAction *
chat_action_new (PonderSidebar *sidebar,
                 PonderSession *session)
{
  ChatAction *action = g_new0 (ChatAction, 1);

  action->sidebar = g_object_ref (sidebar);
  g_set_object (&action->session, session);
  return action;
}

static GPtrArray *
list_one (PonderSession *session)
{
  GPtrArray *one = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (one, g_object_ref (session));
  return one;
}

/* All that are chosen if the menu was opened on one of them, else that one. (transfer full) */
static GPtrArray *
list_targets (PonderSidebar *self)
{
  g_autoptr(GPtrArray) chosen = ponder_chat_list_list_chosen (ponder_sidebar_get_list (self));

  if (g_ptr_array_find (chosen, self->menu_session, NULL))
    return g_steal_pointer (&chosen);
  return list_one (self->menu_session);
}

/* --- choosing --- */

void
ponder_sidebar_update_choosing (PonderSidebar *self)
{
  PonderChatList *list = ponder_sidebar_get_list (self);
  const char *name = ponder_chat_list_get_choosing (list) ? "choosing" : "chats";
  g_autoptr(GPtrArray) chosen = ponder_chat_list_list_chosen (list);
  g_autofree char *title = NULL;

  /* Translators: how many chats are chosen to do something to them. */
  title = g_strdup_printf (ngettext ("%'u selected", "%'u selected", chosen->len), chosen->len);
  adw_window_title_set_title (self->choosing_title, title);
  gtk_stack_set_visible_child_name (self->headers, name);
  gtk_stack_set_visible_child_name (self->feet, name);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chosen.pin", chosen->len > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chosen.tags", chosen->len > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chosen.export", chosen->len > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chosen.archive", chosen->len > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chosen.trash", chosen->len > 0);
}

static void
end_choosing_cb (PonderSidebar *self)
{
  ponder_chat_list_end_choosing (ponder_sidebar_get_list (self));
  ponder_sidebar_focus_chats (self);
}

static void
choose_all_cb (PonderSidebar *self)
{
  ponder_chat_list_choose_all (ponder_sidebar_get_list (self));
}

/* --- edits --- */

static void
undo_cb (AdwToast   *toast,
         ChatAction *undo)
{
  ponder_session_edit_undo (undo->edit);
  if (undo->session != NULL)
    ponder_sidebar_select (undo->sidebar, undo->session);
}

/* Takes @edit, which the toast undoes; @shown (nullable) is the chat that is shown again then. */
static void
offer_undo (PonderSidebar     *self,
            PonderSessionEdit *edit,
            PonderSession     *shown,
            const char        *text)
{
  ChatAction *undo = chat_action_new (self, shown);
  AdwToast *toast = adw_toast_new (text);

  undo->edit = edit;
  adw_toast_set_button_label (toast, _("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb), undo, chat_action_free, 0);
  ponder_toasts_take (GTK_WIDGET (self), toast);
  ponder_chat_list_end_choosing (ponder_sidebar_get_list (self));
}

/* If the shown chat is one of those that leave, another one is shown; gives the one that was. (nullable) */
static PonderSession *
step_aside (PonderSidebar *self,
            GPtrArray     *leaving)
{
  g_autoptr(PonderSession) neighbour = NULL;
  PonderSession *shown = self->session;

  if (shown == NULL || !g_ptr_array_find (leaving, shown, NULL))
    return NULL;

  if ((neighbour = ponder_chat_list_dup_neighbour (ponder_sidebar_get_list (self), shown, leaving)))
    ponder_sidebar_select (self, neighbour);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.new-chat", NULL);
  return shown;
}

static void
trash_all (PonderSidebar *self,
           GPtrArray     *sessions)
{
  PonderSessionEdit *edit = ponder_session_edit_new (self->workspace, sessions);
  g_autoptr(PonderSession) shown = NULL;
  g_autofree char *text = NULL;

  g_set_object (&shown, step_aside (self, sessions));
  ponder_session_edit_trash (edit);
  if (sessions->len == 1)
    text = g_strdup (_("Chat moved to the trash"));
  else
    text = g_strdup_printf (ngettext ("%'u chat moved to the trash", "%'u chats moved to the trash", sessions->len),
                            sessions->len);
  offer_undo (self, edit, shown, text);
}

static void
archive_all (PonderSidebar *self,
             GPtrArray     *sessions,
             gboolean       archived)
{
  PonderSessionEdit *edit = ponder_session_edit_new (self->workspace, sessions);
  g_autoptr(PonderSession) shown = NULL;
  g_autofree char *text = NULL;

  /* Whoever takes a chat out of the archive wants to go on with it. */
  if (archived)
    g_set_object (&shown, step_aside (self, sessions));
  ponder_session_edit_archive (edit, archived);
  if (archived)
    text = g_strdup_printf (ngettext ("%'u chat archived", "%'u chats archived", sessions->len), sessions->len);
  else
    text = g_strdup_printf (ngettext ("%'u chat back in the list", "%'u chats back in the list", sessions->len),
                            sessions->len);
  offer_undo (self, edit, shown, text);
}

static void
pin_all (PonderSidebar *self,
         GPtrArray     *sessions,
         gboolean       pinned)
{
  PonderSessionEdit *edit = ponder_session_edit_new (self->workspace, sessions);
  g_autofree char *text = NULL;

  ponder_session_edit_pin (edit, pinned);
  if (sessions->len == 1)
    {
      ponder_session_edit_free (edit);
      ponder_chat_list_end_choosing (ponder_sidebar_get_list (self));
      return;
    }

  if (pinned)
    text = g_strdup_printf (ngettext ("%'u chat pinned", "%'u chats pinned", sessions->len), sessions->len);
  else
    text = g_strdup_printf (ngettext ("%'u chat unpinned", "%'u chats unpinned", sessions->len), sessions->len);
  offer_undo (self, edit, NULL, text);
}

static gboolean
are_all_pinned (GPtrArray *sessions)
{
  for (guint i = 0; i < sessions->len; i++)
    if (!ponder_session_get_pinned (g_ptr_array_index (sessions, i)))
      return FALSE;
  return TRUE;
}

/* --- dialogs --- */

static void
tags_response_cb (AdwMessageDialog *dialog,
                  const char       *response,
                  ChatAction       *tagging)
{
  PonderTagChooser *chooser = PONDER_TAG_CHOOSER (adw_message_dialog_get_extra_child (dialog));
  PonderSessionEdit *edit = tagging->edit;
  guint n_sessions = ponder_session_edit_get_sessions (edit)->len;
  g_autofree char *text = NULL;

  if (!g_str_equal (response, "apply") || !ponder_tag_chooser_apply (chooser, edit))
    return;

  text = g_strdup_printf (ngettext ("Tags of %'u chat changed", "Tags of %'u chats changed", n_sessions), n_sessions);
  offer_undo (tagging->sidebar, g_steal_pointer (&tagging->edit), NULL, text);
}

static void
tag_all (PonderSidebar *self,
         GPtrArray     *sessions)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (window, _("Tags"), NULL));
  g_auto(GStrv) tags = ponder_workspace_dup_tags (self->workspace);
  GtkWidget *chooser = ponder_tag_chooser_new ((const char *const *) tags, sessions);
  ChatAction *tagging = chat_action_new (self, NULL);

  tagging->edit = ponder_session_edit_new (self->workspace, sessions);
  adw_message_dialog_set_extra_child (dialog, chooser);
  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "apply", _("_Apply"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "apply", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "apply");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (tags_response_cb), tagging, chat_action_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (chooser);
}

/* What is chosen stays so: exporting changes nothing. */
static void
export_all (PonderSidebar *self,
            GPtrArray     *sessions)
{
  ponder_transfer_export (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->workspace, sessions);
}

static void
renamed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  ChatAction *rename = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *title = ponder_dialogs_rename_finish (result, &error);

  if (error != NULL)
    ponder_toasts_show_error (GTK_WIDGET (rename->sidebar), error);
  else if (title != NULL)
    ponder_workspace_rename_session (rename->sidebar->workspace, rename->session, title);
  chat_action_free (rename, NULL);
}

static void
copied_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  ChatAction *copying = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderSession) copy = NULL;

  copy = ponder_workspace_copy_session_finish (PONDER_WORKSPACE (source), result, &error);
  if (copy != NULL)
    ponder_sidebar_select (copying->sidebar, copy);
  else
    ponder_toasts_show_error (GTK_WIDGET (copying->sidebar), error);
  chat_action_free (copying, NULL);
}

/* --- actions --- */

static void
menu_requested_cb (PonderSidebar  *self,
                   PonderSession  *session,
                   double          x,
                   double          y,
                   PonderChatList *list)
{
  g_autoptr(GPtrArray) targets = NULL;
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean pinned;
  double at_x;
  double at_y;

  g_set_object (&self->menu_session, session);
  targets = list_targets (self);
  pinned = are_all_pinned (targets);
  gtk_widget_action_set_enabled (widget, "chat.open-apart", targets->len == 1);
  gtk_widget_action_set_enabled (widget, "chat.rename", targets->len == 1);
  gtk_widget_action_set_enabled (widget, "chat.duplicate", targets->len == 1);
  gtk_widget_action_set_enabled (widget, "chat.pin", !pinned);
  gtk_widget_action_set_enabled (widget, "chat.unpin", pinned);
  gtk_widget_action_set_enabled (widget, "chat.archive", !self->archive_shown);
  gtk_widget_action_set_enabled (widget, "chat.unarchive", self->archive_shown);
  gtk_widget_action_set_enabled (widget, "chat.select", !ponder_chat_list_get_choosing (list));
  if (!gtk_widget_translate_coordinates (GTK_WIDGET (list), widget, x, y, &at_x, &at_y))
    return;

  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle) { (int) at_x, (int) at_y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
open_apart_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  gtk_widget_activate_action (widget, "app.show-chat-apart", "s",
                              ponder_session_get_id (PONDER_SIDEBAR (widget)->menu_session));
}

static void
rename_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  PonderSidebar *self = PONDER_SIDEBAR (widget);

  ponder_sidebar_rename_session (self, self->menu_session);
}

static void
duplicate_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  PonderSidebar *self = PONDER_SIDEBAR (widget);

  ponder_workspace_copy_session_async (self->workspace, self->menu_session, NULL, copied_cb,
                                       chat_action_new (self, NULL));
}

static void
select_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  PonderSidebar *self = PONDER_SIDEBAR (widget);

  ponder_chat_list_start_choosing (ponder_sidebar_get_list (self), self->menu_session);
}

static void
pin_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  PonderSidebar *self = PONDER_SIDEBAR (widget);
  g_autoptr(GPtrArray) targets = list_targets (self);

  pin_all (self, targets, g_str_equal (name, "chat.pin"));
}

static void
tags_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  PonderSidebar *self = PONDER_SIDEBAR (widget);
  g_autoptr(GPtrArray) targets = list_targets (self);

  tag_all (self, targets);
}

static void
export_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  PonderSidebar *self = PONDER_SIDEBAR (widget);
  g_autoptr(GPtrArray) targets = list_targets (self);

  export_all (self, targets);
}

static void
archive_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  PonderSidebar *self = PONDER_SIDEBAR (widget);
  g_autoptr(GPtrArray) targets = list_targets (self);

  archive_all (self, targets, g_str_equal (name, "chat.archive"));
}

static void
trash_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  PonderSidebar *self = PONDER_SIDEBAR (widget);
  g_autoptr(GPtrArray) targets = list_targets (self);

  trash_all (self, targets);
}

/* The bar of the chosen chats. */
static void
chosen_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  PonderSidebar *self = PONDER_SIDEBAR (widget);
  g_autoptr(GPtrArray) chosen = ponder_chat_list_list_chosen (ponder_sidebar_get_list (self));

  if (g_str_equal (name, "chosen.pin"))
    pin_all (self, chosen, !are_all_pinned (chosen));
  else if (g_str_equal (name, "chosen.tags"))
    tag_all (self, chosen);
  else if (g_str_equal (name, "chosen.export"))
    export_all (self, chosen);
  else if (g_str_equal (name, "chosen.archive"))
    archive_all (self, chosen, !self->archive_shown);
  else
    trash_all (self, chosen);
}

static gboolean
delete_key_cb (GtkWidget *widget,
               GVariant  *args,
               gpointer   user_data)
{
  PonderSidebar *self = PONDER_SIDEBAR (widget);
  PonderChatList *list = ponder_sidebar_get_list (self);
  PonderSession *selected = ponder_chat_list_get_selected (list);
  g_autoptr(GPtrArray) chosen = ponder_chat_list_list_chosen (list);

  if (!g_str_equal (gtk_stack_get_visible_child_name (self->stack), "chats") || ponder_sidebar_get_searching (self))
    return GDK_EVENT_PROPAGATE;

  if (chosen->len > 0)
    trash_all (self, chosen);
  else if (selected != NULL && !ponder_chat_list_get_choosing (list))
    ponder_sidebar_trash_session (self, selected);
  else
    return GDK_EVENT_PROPAGATE;

  return GDK_EVENT_STOP;
}

void
ponder_sidebar_class_bind_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, menu_requested_cb);
  gtk_widget_class_bind_template_callback (widget_class, end_choosing_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, ponder_sidebar_update_choosing);
  gtk_widget_class_install_action (widget_class, "chat.open-apart", NULL, open_apart_action);
  gtk_widget_class_install_action (widget_class, "chat.rename", NULL, rename_action);
  gtk_widget_class_install_action (widget_class, "chat.duplicate", NULL, duplicate_action);
  gtk_widget_class_install_action (widget_class, "chat.select", NULL, select_action);
  gtk_widget_class_install_action (widget_class, "chat.pin", NULL, pin_action);
  gtk_widget_class_install_action (widget_class, "chat.unpin", NULL, pin_action);
  gtk_widget_class_install_action (widget_class, "chat.tags", NULL, tags_action);
  gtk_widget_class_install_action (widget_class, "chat.export", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "chat.archive", NULL, archive_action);
  gtk_widget_class_install_action (widget_class, "chat.unarchive", NULL, archive_action);
  gtk_widget_class_install_action (widget_class, "chat.trash", NULL, trash_action);
  gtk_widget_class_install_action (widget_class, "chosen.pin", NULL, chosen_action);
  gtk_widget_class_install_action (widget_class, "chosen.tags", NULL, chosen_action);
  gtk_widget_class_install_action (widget_class, "chosen.export", NULL, chosen_action);
  gtk_widget_class_install_action (widget_class, "chosen.archive", NULL, chosen_action);
  gtk_widget_class_install_action (widget_class, "chosen.trash", NULL, chosen_action);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Delete, 0, delete_key_cb, NULL);
}

void
ponder_sidebar_trash_session (PonderSidebar *self,
                              PonderSession *session)
{
  g_autoptr(GPtrArray) one = NULL;

  g_return_if_fail (PONDER_IS_SIDEBAR (self));
  g_return_if_fail (PONDER_IS_SESSION (session));

  one = list_one (session);
  trash_all (self, one);
}

void
ponder_sidebar_rename_session (PonderSidebar *self,
                               PonderSession *session)
{
  g_return_if_fail (PONDER_IS_SIDEBAR (self));
  g_return_if_fail (PONDER_IS_SESSION (session));

  ponder_dialogs_rename_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), ponder_session_get_title (session),
                               renamed_cb, chat_action_new (self, session));
}
