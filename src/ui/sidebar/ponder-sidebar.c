/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of chats, its filter, and the way to the trash. */

#include "config.h"

#include "ponder-sidebar.h"

#include "ponder-chat-list.h"
#include "ponder-dialogs.h"
#include "ponder-session.h"
#include "ponder-toasts.h"
#include "ponder-trash-page.h"
#include "ponder-workspace.h"

#include <glib/gi18n.h>

/* Part of a window, which tells it the chat that is shown. */
struct _PonderSidebar
{
  GtkWidget        parent_instance;

  GtkStack        *stack;
  GtkWidget       *header;
  GtkMenuButton   *menu_button;
  GtkSearchBar    *search_bar;
  GtkSearchEntry  *search;
  PonderChatList  *list;
  GtkLabel        *count;
  PonderTrashPage *trash_page;
  GtkPopover      *menu;

  PonderWorkspace *workspace;
  PonderSession   *session;         /* shown by the window */
  PonderSession   *menu_session;    /* the context menu is about it */
};

enum
{
  PROP_0,
  PROP_SHOW_END_TITLE_BUTTONS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  SESSION_SELECTED,
  SESSION_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderSidebar, ponder_sidebar, GTK_TYPE_WIDGET)

static void
update_count (PonderSidebar *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (ponder_workspace_get_sessions (self->workspace)));
  /* Translators: the number of chats, with a separator of thousands. */
  g_autofree char *text = g_strdup_printf (ngettext ("%'u chat", "%'u chats", n), n);

  gtk_label_set_label (self->count, text);
}

static void
session_selected_cb (PonderSidebar *self,
                     PonderSession *session)
{
  g_signal_emit (self, signals[SESSION_SELECTED], 0, session);
}

static void
session_activated_cb (PonderSidebar *self,
                      PonderSession *session)
{
  g_signal_emit (self, signals[SESSION_ACTIVATED], 0, session);
}

static void
menu_requested_cb (PonderSidebar *self,
                   PonderSession *session,
                   double         x,
                   double         y)
{
  double at_x;
  double at_y;

  g_set_object (&self->menu_session, session);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chat.pin", !ponder_session_get_pinned (session));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chat.unpin", ponder_session_get_pinned (session));
  if (!gtk_widget_translate_coordinates (GTK_WIDGET (self->list), GTK_WIDGET (self), x, y, &at_x, &at_y))
    return;

  gtk_popover_set_pointing_to (self->menu, &(GdkRectangle) { (int) at_x, (int) at_y, 1, 1 });
  gtk_popover_popup (self->menu);
}

static void
search_changed_cb (PonderSidebar *self)
{
  g_autofree char *words = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search))));

  ponder_chat_list_set_words (self->list, words[0] != '\0' ? words : NULL);
}

static void
search_activated_cb (PonderSidebar *self)
{
  if (gtk_editable_get_text (GTK_EDITABLE (self->search))[0] != '\0')
    ponder_chat_list_activate_first (self->list);
}

static void
search_next_cb (PonderSidebar *self)
{
  gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
}

static void
open_trash_cb (PonderSidebar *self)
{
  gtk_stack_set_visible_child_name (self->stack, "trash");
}

static void
trash_closed_cb (PonderSidebar *self)
{
  gtk_stack_set_visible_child_name (self->stack, "chats");
}

static void
restored_cb (PonderSidebar *self,
             PonderSession *session)
{
  ponder_toasts_show (GTK_WIDGET (self), _("Restored"));
  g_signal_emit (self, signals[SESSION_SELECTED], 0, session);
}

static void
set_pinned (PonderSidebar *self,
            gboolean       pinned)
{
  ponder_session_set_pinned (self->menu_session, pinned);
  ponder_workspace_save_session (self->workspace, self->menu_session);
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
pin_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  set_pinned (PONDER_SIDEBAR (widget), TRUE);
}

static void
unpin_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  set_pinned (PONDER_SIDEBAR (widget), FALSE);
}

static void
trash_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  PonderSidebar *self = PONDER_SIDEBAR (widget);

  ponder_sidebar_trash_session (self, self->menu_session);
}

static gboolean
delete_key_cb (GtkWidget *widget,
               GVariant  *args,
               gpointer   user_data)
{
  PonderSidebar *self = PONDER_SIDEBAR (widget);
  PonderSession *selected = ponder_chat_list_get_selected (self->list);

  if (selected == NULL || !g_str_equal (gtk_stack_get_visible_child_name (self->stack), "chats"))
    return GDK_EVENT_PROPAGATE;

  ponder_sidebar_trash_session (self, selected);
  return GDK_EVENT_STOP;
}

static gboolean
menu_key_cb (GtkWidget *widget,
             GVariant  *args,
             gpointer   user_data)
{
  return ponder_chat_list_request_menu (PONDER_SIDEBAR (widget)->list);
}

static void
ponder_sidebar_dispose (GObject *object)
{
  PonderSidebar *self = PONDER_SIDEBAR (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);
  g_clear_object (&self->menu_session);
  g_clear_object (&self->session);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (ponder_sidebar_parent_class)->dispose (object);
}

static void
ponder_sidebar_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  PonderSidebar *self = PONDER_SIDEBAR (object);

  switch (prop_id)
    {
    case PROP_SHOW_END_TITLE_BUTTONS:
      g_value_set_boolean (value, adw_header_bar_get_show_end_title_buttons (ADW_HEADER_BAR (self->header)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ponder_sidebar_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  PonderSidebar *self = PONDER_SIDEBAR (object);

  switch (prop_id)
    {
    case PROP_SHOW_END_TITLE_BUTTONS:
      adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (self->header), g_value_get_boolean (value));
      g_object_set (self->trash_page, "show-end-title-buttons", g_value_get_boolean (value), NULL);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/sidebar/ponder-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderSidebar, stack);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebar, header);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebar, menu_button);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebar, search_bar);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebar, search);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebar, list);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebar, count);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebar, trash_page);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebar, menu);
  gtk_widget_class_bind_template_callback (widget_class, session_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, session_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, menu_requested_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_next_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_trash_cb);
  gtk_widget_class_bind_template_callback (widget_class, trash_closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, restored_cb);
}

static void
ponder_sidebar_class_init (PonderSidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ponder_sidebar_dispose;
  object_class->get_property = ponder_sidebar_get_property;
  object_class->set_property = ponder_sidebar_set_property;

  properties[PROP_SHOW_END_TITLE_BUTTONS] =
    g_param_spec_boolean ("show-end-title-buttons", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SESSION_SELECTED] = g_signal_new ("session-selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                            NULL, NULL, G_TYPE_NONE, 1, PONDER_TYPE_SESSION);
  signals[SESSION_ACTIVATED] = g_signal_new ("session-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                             NULL, NULL, NULL, G_TYPE_NONE, 1, PONDER_TYPE_SESSION);

  g_type_ensure (PONDER_TYPE_CHAT_LIST);
  g_type_ensure (PONDER_TYPE_TRASH_PAGE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "chat.rename", NULL, rename_action);
  gtk_widget_class_install_action (widget_class, "chat.pin", NULL, pin_action);
  gtk_widget_class_install_action (widget_class, "chat.unpin", NULL, unpin_action);
  gtk_widget_class_install_action (widget_class, "chat.trash", NULL, trash_action);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Delete, 0, delete_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_key_cb, NULL);
}

static void
ponder_sidebar_init (PonderSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search));
}

void
ponder_sidebar_set_workspace (PonderSidebar   *self,
                              PonderWorkspace *workspace)
{
  PonderSessionList *sessions;

  g_return_if_fail (PONDER_IS_SIDEBAR (self));
  g_return_if_fail (self->workspace == NULL);

  self->workspace = g_object_ref (workspace);
  sessions = ponder_workspace_get_sessions (workspace);
  ponder_trash_page_set_workspace (self->trash_page, workspace);
  ponder_chat_list_set_sessions (self->list, sessions);
  g_signal_connect_object (sessions, "items-changed", G_CALLBACK (update_count), self, G_CONNECT_SWAPPED);
  update_count (self);
}

void
ponder_sidebar_set_session (PonderSidebar *self,
                            PonderSession *session)
{
  g_return_if_fail (PONDER_IS_SIDEBAR (self));
  g_return_if_fail (self->workspace != NULL);

  g_set_object (&self->session, session);
  ponder_chat_list_set_session (self->list, session);
}

void
ponder_sidebar_start_search (PonderSidebar *self)
{
  g_return_if_fail (PONDER_IS_SIDEBAR (self));

  trash_closed_cb (self);
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

void
ponder_sidebar_popup_menu (PonderSidebar *self)
{
  g_return_if_fail (PONDER_IS_SIDEBAR (self));

  trash_closed_cb (self);
  gtk_menu_button_popup (self->menu_button);
}

/* What a toast or a dialog will do to one chat. */
typedef struct
{
  PonderSidebar *sidebar;
  PonderSession *session;
} ChatAction;

static void
chat_action_free (gpointer  data,
                  GClosure *closure)
{
  ChatAction *action = data;

  g_object_unref (action->sidebar);
  g_object_unref (action->session);
  g_free (action);
}

static void
undo_cb (AdwToast   *toast,
         ChatAction *undo)
{
  ponder_workspace_restore_session (undo->sidebar->workspace, undo->session);
  g_signal_emit (undo->sidebar, signals[SESSION_SELECTED], 0, undo->session);
}

void
ponder_sidebar_trash_session (PonderSidebar *self,
                              PonderSession *session)
{
  g_autoptr(PonderSession) kept = NULL;
  AdwToast *toast;
  ChatAction *undo;

  g_return_if_fail (PONDER_IS_SIDEBAR (self));
  g_return_if_fail (PONDER_IS_SESSION (session));

  kept = g_object_ref (session);
  if (session == self->session)
    {
      g_autoptr(PonderSession) neighbour = ponder_chat_list_dup_neighbour (self->list, session);

      if (neighbour != NULL)
        g_signal_emit (self, signals[SESSION_SELECTED], 0, neighbour);
      else
        gtk_widget_activate_action (GTK_WIDGET (self), "win.new-chat", NULL);
    }
  ponder_workspace_trash_session (self->workspace, session);

  undo = g_new0 (ChatAction, 1);
  undo->sidebar = g_object_ref (self);
  undo->session = g_steal_pointer (&kept);
  toast = adw_toast_new (_("Chat moved to the trash"));
  adw_toast_set_button_label (toast, _("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb), undo, chat_action_free, 0);
  ponder_toasts_take (GTK_WIDGET (self), toast);
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

void
ponder_sidebar_rename_session (PonderSidebar *self,
                               PonderSession *session)
{
  ChatAction *rename;

  g_return_if_fail (PONDER_IS_SIDEBAR (self));
  g_return_if_fail (PONDER_IS_SESSION (session));

  rename = g_new0 (ChatAction, 1);
  rename->sidebar = g_object_ref (self);
  rename->session = g_object_ref (session);
  ponder_dialogs_rename_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), ponder_session_get_title (session),
                               renamed_cb, rename);
}

void
ponder_sidebar_focus_chats (PonderSidebar *self)
{
  g_return_if_fail (PONDER_IS_SIDEBAR (self));

  gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
}
