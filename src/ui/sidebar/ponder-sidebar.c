/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of chats, search, and the ways to the archive and the trash. */

#include "config.h"

#include "ponder-sidebar-private.h"

#include "ponder-choosing-bar.h"
#include "ponder-drop-down.h"
#include "ponder-session.h"
#include "ponder-toasts.h"

#include <glib/gi18n.h>

enum
{
  PROP_0,
  PROP_SHOW_END_TITLE_BUTTONS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  HIT_ACTIVATED,
  SEARCH_CANCELLED,
  SESSION_ACTIVATED,
  SESSION_SELECTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Hits, as far as a page goes. */
#define PAGE_STEP        5
#define TAGS_INTERVAL_MS 200

G_DEFINE_FINAL_TYPE (PonderSidebar, ponder_sidebar, GTK_TYPE_WIDGET)

PonderChatList *
ponder_sidebar_get_list (PonderSidebar *self)
{
  return self->archive_shown ? self->archive_list : self->list;
}

static GListModel *
get_shown_sessions (PonderSidebar *self)
{
  return G_LIST_MODEL (self->archive_shown ? ponder_workspace_get_archive (self->workspace)
                                           : ponder_workspace_get_sessions (self->workspace));
}

static void
update_count (PonderSidebar *self)
{
  guint n = g_list_model_get_n_items (get_shown_sessions (self));
  /* Translators: the number of chats, with a separator of thousands. */
  g_autofree char *text = g_strdup_printf (ngettext ("%'u chat", "%'u chats", n), n);

  gtk_label_set_label (self->count, text);
}

/* The tags there are, after “all”; the chosen one stays as long as it exists. */
static void
update_tags (PonderSidebar *self)
{
  g_auto(GStrv) tags = ponder_workspace_dup_tags (self->workspace);
  GtkStringList *model = GTK_STRING_LIST (gtk_drop_down_get_model (self->tags));
  guint n_old = g_list_model_get_n_items (G_LIST_MODEL (model));
  guint selected = 0;
  g_autofree char *tag = NULL;
  gboolean same = n_old == g_strv_length (tags) + 1;

  if (gtk_drop_down_get_selected (self->tags) > 0)
    tag = g_strdup (gtk_string_list_get_string (model, gtk_drop_down_get_selected (self->tags)));
  for (guint i = 0; tags[i] != NULL; i++)
    {
      same = same && g_str_equal (gtk_string_list_get_string (model, i + 1), tags[i]);
      if (g_strcmp0 (tags[i], tag) == 0)
        selected = i + 1;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->tags), tags[0] != NULL);
  ponder_chat_list_refilter (self->list);
  ponder_chat_list_refilter (self->archive_list);
  if (same)
    return;

  gtk_string_list_splice (model, 1, n_old - 1, (const char *const *) tags);
  gtk_drop_down_set_selected (self->tags, selected);
}

static void
tag_selected_cb (PonderSidebar *self)
{
  guint selected = gtk_drop_down_get_selected (self->tags);
  const char *tag = NULL;

  if (self->workspace == NULL)
    return;
  if (selected != 0 && selected != GTK_INVALID_LIST_POSITION)
    tag = gtk_string_list_get_string (GTK_STRING_LIST (gtk_drop_down_get_model (self->tags)), selected);
  ponder_chat_list_set_tag (self->list, tag);
  ponder_chat_list_set_tag (self->archive_list, tag);
}

static void
update_lists (PonderSidebar *self)
{
  const char *name = self->archive_shown ? "archive" : "chats";

  if (ponder_sidebar_get_searching (self))
    name = "search";
  gtk_stack_set_visible_child_name (self->lists, name);
  gtk_widget_set_visible (GTK_WIDGET (self->filters), !g_str_equal (name, "search"));
  gtk_widget_set_visible (self->new_chat, !self->archive_shown);
  gtk_widget_set_visible (self->back, self->archive_shown);
  adw_window_title_set_title (self->title, self->archive_shown ? _("Archive") : _("Chats"));
  update_count (self);
}

static void
show_archive (PonderSidebar *self,
              gboolean       shown)
{
  ponder_chat_list_end_choosing (self->list);
  ponder_chat_list_end_choosing (self->archive_list);
  self->archive_shown = shown;
  update_lists (self);
}

static void
open_archive_cb (PonderSidebar *self)
{
  show_archive (self, TRUE);
  gtk_widget_grab_focus (self->back);
}

static void
close_archive_cb (PonderSidebar *self)
{
  show_archive (self, FALSE);
  ponder_sidebar_focus_chats (self);
}

/* What is in the lists may also be what was found. */
static void
sessions_changed_cb (PonderSidebar *self)
{
  update_count (self);
  ponder_sidebar_update_choosing (self);
  if (ponder_sidebar_get_searching (self))
    ponder_search_page_refresh (self->search_page);
}

static void
filed_cb (PonderSidebar *self)
{
  ponder_coalesce_touch (self->tags_tick);
}

static void
tags_due_cb (gpointer user_data)
{
  update_tags (user_data);
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

/* Until GTK 4.10 a relation to a widget that is gone is freed twice: it is held for as long. */
static void
set_active_row (PonderSidebar *self,
                GtkWidget     *row)
{
  GtkAccessible *search = GTK_ACCESSIBLE (self->search);

  if (row != NULL)
    gtk_accessible_update_relation (search, GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT, row, -1);
  else if (self->active_row != NULL)
    gtk_accessible_reset_relation (search, GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT);
  g_set_object (&self->active_row, row);
}

static void
search_changed_cb (PonderSidebar *self)
{
  set_active_row (self, NULL);
  ponder_search_page_set_query (self->search_page, gtk_editable_get_text (GTK_EDITABLE (self->search)));
  update_lists (self);
}

static void
search_activated_cb (PonderSidebar *self)
{
  ponder_search_page_activate (self->search_page);
}

static void
search_next_cb (PonderSidebar *self)
{
  ponder_sidebar_step_hit (self, 1);
}

static void
search_previous_cb (PonderSidebar *self)
{
  ponder_sidebar_step_hit (self, -1);
}

static void
search_stopped_cb (PonderSidebar *self)
{
  ponder_sidebar_cancel_search (self);
}

static void
search_mode_changed_cb (PonderSidebar *self)
{
  if (!gtk_search_bar_get_search_mode (self->search_bar))
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
}

/* The screen reader hears of the row while the keyboard stays in the entry. */
static gboolean
step (PonderSidebar *self,
      int            rows)
{
  if (!ponder_sidebar_get_searching (self))
    return GDK_EVENT_PROPAGATE;

  ponder_search_page_step (self->search_page, rows);
  set_active_row (self, ponder_search_page_get_row (self->search_page));
  return GDK_EVENT_STOP;
}

static gboolean
search_key_cb (GtkEventControllerKey *controller,
               guint                  keyval,
               guint                  keycode,
               GdkModifierType        state,
               PonderSidebar         *self)
{
  if (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_ALT_MASK))
    return GDK_EVENT_PROPAGATE;

  switch (keyval)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return step (self, 1);
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      return step (self, -1);
    case GDK_KEY_Page_Down:
      return step (self, PAGE_STEP);
    case GDK_KEY_Page_Up:
      return step (self, -PAGE_STEP);
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
hit_activated_cb (PonderSidebar   *self,
                  PonderSearchHit *hit)
{
  g_signal_emit (self, signals[HIT_ACTIVATED], 0, hit);
}

static void
filter_chosen_cb (PonderSidebar *self,
                  const char    *filter)
{
  const char *words = gtk_editable_get_text (GTK_EDITABLE (self->search));
  gboolean apart = *words == '\0' || g_str_has_suffix (words, " ");
  g_autofree char *text = g_strconcat (words, apart ? "" : " ", filter, NULL);

  gtk_editable_set_text (GTK_EDITABLE (self->search), text);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  gtk_editable_set_position (GTK_EDITABLE (self->search), -1);
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

void
ponder_sidebar_select (PonderSidebar *self,
                       PonderSession *session)
{
  g_signal_emit (self, signals[SESSION_SELECTED], 0, session);
}

static gboolean
menu_key_cb (GtkWidget *widget,
             GVariant  *args,
             gpointer   user_data)
{
  return ponder_chat_list_request_menu (ponder_sidebar_get_list (PONDER_SIDEBAR (widget)));
}

static void
ponder_sidebar_dispose (GObject *object)
{
  PonderSidebar *self = PONDER_SIDEBAR (object);
  GtkWidget *child;

  g_clear_pointer (&self->tags_tick, ponder_coalesce_free);
  if (self->active_row != NULL)
    set_active_row (self, NULL);
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
      adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (self->choosing_header), g_value_get_boolean (value));
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
  gtk_widget_class_bind_template_child (widget_class, PonderSidebar, lists);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebar, filters);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebar, tags);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebar, title);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebar, new_chat);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebar, back);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebar, choosing_header);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebar, headers);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebar, feet);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebar, choosing_title);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebar, archive_list);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebar, search_page);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebar, menu_button);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebar, search_bar);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebar, search);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebar, list);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebar, count);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebar, trash_page);
  gtk_widget_class_bind_template_child (widget_class, PonderSidebar, menu);
  gtk_widget_class_bind_template_callback (widget_class, session_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, session_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_next_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_mode_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, hit_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, tag_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_archive_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_archive_cb);
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

  signals[HIT_ACTIVATED] = g_signal_new ("hit-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, PONDER_TYPE_SEARCH_HIT);
  signals[SEARCH_CANCELLED] = g_signal_new ("search-cancelled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                            NULL, NULL, G_TYPE_NONE, 0);
  signals[SESSION_SELECTED] = g_signal_new ("session-selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                            NULL, NULL, G_TYPE_NONE, 1, PONDER_TYPE_SESSION);
  signals[SESSION_ACTIVATED] = g_signal_new ("session-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                             NULL, NULL, NULL, G_TYPE_NONE, 1, PONDER_TYPE_SESSION);

  g_type_ensure (PONDER_TYPE_CHAT_LIST);
  g_type_ensure (PONDER_TYPE_CHOOSING_BAR);
  g_type_ensure (PONDER_TYPE_SEARCH_PAGE);
  g_type_ensure (PONDER_TYPE_TRASH_PAGE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  bind_template (widget_class);
  ponder_sidebar_class_bind_actions (widget_class);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_key_cb, NULL);
}

static void
ponder_sidebar_init (PonderSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ponder_drop_down_name (self->tags);
  ponder_sidebar_set_menus (self);
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search));
  ponder_chat_list_set_empty_text (self->archive_list, _("Chats that you archive are out of the way here"));
  self->tags_tick = ponder_coalesce_new (TAGS_INTERVAL_MS, tags_due_cb, self);
}

void
ponder_sidebar_set_workspace (PonderSidebar   *self,
                              PonderWorkspace *workspace)
{
  PonderSessionList *sessions;
  PonderSessionList *archive;

  g_return_if_fail (PONDER_IS_SIDEBAR (self));
  g_return_if_fail (self->workspace == NULL);

  self->workspace = g_object_ref (workspace);
  sessions = ponder_workspace_get_sessions (workspace);
  archive = ponder_workspace_get_archive (workspace);
  ponder_trash_page_set_workspace (self->trash_page, workspace);
  ponder_search_page_set_workspace (self->search_page, workspace);
  ponder_sidebar_add_zoom (self);
  ponder_chat_list_set_sessions (self->list, sessions);
  ponder_chat_list_set_sessions (self->archive_list, archive);
  g_signal_connect_object (sessions, "items-changed", G_CALLBACK (sessions_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (archive, "items-changed", G_CALLBACK (sessions_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "filed", G_CALLBACK (filed_cb), self, G_CONNECT_SWAPPED);
  update_tags (self);
  update_lists (self);
}

void
ponder_sidebar_set_session (PonderSidebar *self,
                            PonderSession *session)
{
  g_return_if_fail (PONDER_IS_SIDEBAR (self));
  g_return_if_fail (self->workspace != NULL);

  g_set_object (&self->session, session);
  ponder_chat_list_set_session (self->list, session);
  ponder_chat_list_set_session (self->archive_list, session);
}

void
ponder_sidebar_start_search (PonderSidebar *self,
                             const char    *words)
{
  g_return_if_fail (PONDER_IS_SIDEBAR (self));

  trash_closed_cb (self);
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  if (words != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->search), words);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  gtk_editable_select_region (GTK_EDITABLE (self->search), 0, -1);
}

gboolean
ponder_sidebar_get_searching (PonderSidebar *self)
{
  g_return_val_if_fail (PONDER_IS_SIDEBAR (self), FALSE);

  return *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0';
}

void
ponder_sidebar_cancel_search (PonderSidebar *self)
{
  g_return_if_fail (PONDER_IS_SIDEBAR (self));

  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  g_signal_emit (self, signals[SEARCH_CANCELLED], 0);
}

void
ponder_sidebar_step_hit (PonderSidebar *self,
                         int            rows)
{
  g_return_if_fail (PONDER_IS_SIDEBAR (self));

  if (ponder_sidebar_get_searching (self) && ponder_search_page_step (self->search_page, rows))
    ponder_search_page_activate (self->search_page);
}

void
ponder_sidebar_popup_menu (PonderSidebar *self)
{
  g_return_if_fail (PONDER_IS_SIDEBAR (self));

  trash_closed_cb (self);
  gtk_menu_button_popup (self->menu_button);
}

void
ponder_sidebar_focus_chats (PonderSidebar *self)
{
  g_return_if_fail (PONDER_IS_SIDEBAR (self));

  gtk_widget_child_focus (GTK_WIDGET (ponder_sidebar_get_list (self)), GTK_DIR_TAB_FORWARD);
}
