/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One chat: its header bar, its messages, and where the next question is typed. */

#include "config.h"

#include "ponder-chat-page-private.h"

#include "ponder-chat-layout.h"
#include "ponder-links.h"
#include "ponder-session.h"

#include <glib/gi18n.h>

enum
{
  PROP_0,
  PROP_DEEP_THINK,
  PROP_SESSION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PonderChatPage, ponder_chat_page, GTK_TYPE_WIDGET)

static void
save_place (PonderChatPage *self)
{
  PonderMessage *message = NULL;
  const char *id = NULL;
  int offset = 0;

  if (self->place_due)
    return;

  if (ponder_transcript_view_get_place (self->transcript, &message, &offset))
    id = ponder_message_get_id (message);
  if (g_strcmp0 (id, ponder_session_get_scroll_message (self->session)) == 0
      && offset == ponder_session_get_scroll_offset (self->session))
    return;

  ponder_session_set_scroll (self->session, id, id != NULL ? offset : 0);
  ponder_workspace_save_session (self->workspace, self->session);
}

void
ponder_chat_page_restore_place (PonderChatPage *self)
{
  const char *id = ponder_session_get_scroll_message (self->session);

  if (id != NULL)
    ponder_transcript_view_set_place (self->transcript, id, ponder_session_get_scroll_offset (self->session));
  else
    ponder_transcript_view_scroll_to_end (self->transcript);
}

static void
update_model (PonderChatPage *self)
{
  PonderModelConfig *config = self->session != NULL ? ponder_session_get_config (self->session) : NULL;

  gtk_widget_set_visible (self->demo_note, config != NULL && g_strcmp0 (config->provider, "demo") == 0);
  gtk_widget_set_visible (self->choose_model, config != NULL && config->model == NULL);
  ponder_chat_page_update_warning (self);
  ponder_chat_page_update_thinking (self);
}

static void
update_pill (PonderChatPage *self)
{
  gtk_widget_set_visible (self->pill_text, ponder_chat_page_is_running (self));
  gtk_widget_set_visible (self->pill, !ponder_transcript_view_get_follows (self->transcript));
}

static void
show_fault (PonderChatPage *self,
            PonderFault    *fault)
{
  g_autofree char *title = ponder_fault_dup_title (fault);
  g_autofree char *suggestion = ponder_fault_dup_suggestion (fault);
  g_autofree char *escaped = suggestion != NULL ? g_markup_escape_text (suggestion, -1) : NULL;

  /* Not before: at the size of such a page an icon is drawn by librsvg, which costs 7 MB. */
  adw_status_page_set_icon_name (self->fault_page, "dialog-warning-symbolic");
  adw_status_page_set_title (self->fault_page, title);
  adw_status_page_set_description (self->fault_page, escaped);
}

/* What is typed where nothing can be stored would be told as lost with every letter. */
static void
update_composer (PonderChatPage *self)
{
  const char *reason = NULL;

  if (self->timeline == NULL || ponder_timeline_get_fault (self->timeline) != NULL)
    reason = _("Nothing can be asked here");
  else if (ponder_workspace_get_read_only (self->workspace))
    reason = _("These chats can only be read");
  ponder_composer_set_closed (self->composer, reason);
}

static void
update_stack (PonderChatPage *self)
{
  PonderFault *fault = self->timeline != NULL ? ponder_timeline_get_fault (self->timeline) : NULL;
  const char *name = "messages";

  if (fault != NULL)
    {
      show_fault (self, fault);
      name = "fault";
    }
  else if (self->timeline != NULL && !ponder_timeline_get_loading (self->timeline)
           && g_list_model_get_n_items (G_LIST_MODEL (self->timeline)) == 0)
    {
      name = "empty";
    }

  gtk_stack_set_visible_child_name (self->stack, name);
  update_composer (self);
}

/* Of answers beside each other, the first that is still written is read out. */
static void
update_speaker (PonderChatPage *self)
{
  PonderTurn *turn = self->timeline != NULL ? ponder_timeline_get_turn (self->timeline) : NULL;

  ponder_speaker_set_message (self->speaker, turn != NULL ? ponder_turn_get_message (turn) : NULL);
}

static void
update_running (PonderChatPage *self)
{
  update_speaker (self);
  ponder_composer_set_running (self->composer, ponder_chat_page_is_running (self));
  if (self->session != NULL && ponder_chat_page_is_looked_at (self))
    ponder_session_set_unseen (self->session, FALSE);
  update_pill (self);
}

static void
loading_changed_cb (PonderChatPage *self)
{
  if (self->place_due && self->timeline != NULL && !ponder_timeline_get_loading (self->timeline))
    {
      self->place_due = FALSE;
      if (self->target_id != NULL)
        ponder_chat_page_show_target (self);
      else
        ponder_chat_page_restore_place (self);
    }
  update_stack (self);
}

static void
set_timeline (PonderChatPage *self,
              PonderTimeline *timeline)
{
  GListModel *turns;

  if (!g_set_object (&self->timeline, timeline))
    return;

  self->place_due = timeline != NULL;
  ponder_transcript_view_set_messages (self->transcript, timeline != NULL ? G_LIST_MODEL (timeline) : NULL);
  g_signal_group_set_target (self->timeline_signals, timeline);
  turns = timeline != NULL ? ponder_timeline_get_turns (timeline) : NULL;
  g_signal_group_set_target (self->turns_signals, turns);
  ponder_transcript_view_set_turns (self->transcript, turns);
  update_running (self);
  loading_changed_cb (self);
}

static void
draft_changed_cb (PonderChatPage *self)
{
  if (self->session != NULL)
    ponder_chat_page_save_draft (self);
}

static void
open_link_cb (PonderChatPage *self,
              const char     *target)
{
  ponder_links_open (GTK_WIDGET (self), target);
}

static void
pill_clicked_cb (PonderChatPage *self)
{
  ponder_transcript_view_scroll_to_end (self->transcript);
}

static void
example_activated_cb (PonderChatPage    *self,
                      AdwPreferencesRow *row)
{
  const char *text = adw_preferences_row_get_title (row);

  if (!gtk_widget_is_sensitive (GTK_WIDGET (self->composer)))
    return;

  ponder_composer_set_draft (self->composer, text, G_MAXINT);
  ponder_chat_page_save_draft (self);
  ponder_composer_focus_text (self->composer);
}

/* Escape leaves the edit first, then what is looked for, then stops the answer. */
static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *args,
           gpointer   user_data)
{
  PonderChatPage *self = PONDER_CHAT_PAGE (widget);

  if (ponder_composer_get_editing (self->composer))
    ponder_composer_cancel_edit (self->composer);
  else if (ponder_chat_page_is_finding (self))
    ponder_find_bar_close (self->find_bar);
  else if (ponder_chat_page_is_running (self))
    ponder_chat_page_stop (self);
  else
    return GDK_EVENT_PROPAGATE;

  return GDK_EVENT_STOP;
}

static void
ponder_chat_page_dispose (GObject *object)
{
  PonderChatPage *self = PONDER_CHAT_PAGE (object);
  GtkWidget *child;

  if (self->session != NULL && self->composer != NULL)
    ponder_chat_page_leave_attachments (self);
  self->composer = NULL;
  g_clear_object (&self->session_signals);
  g_clear_object (&self->timeline_signals);
  g_clear_object (&self->turns_signals);
  ponder_chat_page_dispose_find (self);
  g_clear_pointer (&self->speaker, ponder_speaker_free);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (self->chooser);
  g_clear_object (&self->chooser);
  g_clear_object (&self->target_hit);
  g_clear_object (&self->edited);
  g_clear_object (&self->switched);
  g_clear_object (&self->timeline);
  g_clear_object (&self->session);
  g_clear_object (&self->workspace);
  g_clear_object (&self->catalog);

  G_OBJECT_CLASS (ponder_chat_page_parent_class)->dispose (object);
}

static void
ponder_chat_page_finalize (GObject *object)
{
  g_free (PONDER_CHAT_PAGE (object)->target_id);
  g_free (PONDER_CHAT_PAGE (object)->draft);
  g_free (PONDER_CHAT_PAGE (object)->attached);

  G_OBJECT_CLASS (ponder_chat_page_parent_class)->finalize (object);
}

static void
ponder_chat_page_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  PonderChatPage *self = PONDER_CHAT_PAGE (object);

  switch (prop_id)
    {
    case PROP_DEEP_THINK:
      g_value_set_boolean (value, ponder_chat_page_get_deep_think (self));
      break;
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ponder_chat_page_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_DEEP_THINK:
      ponder_chat_page_set_deep_think (PONDER_CHAT_PAGE (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/chat/ponder-chat-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderChatPage, header);
  gtk_widget_class_bind_template_child (widget_class, PonderChatPage, demo_note);
  gtk_widget_class_bind_template_child (widget_class, PonderChatPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PonderChatPage, fault_page);
  gtk_widget_class_bind_template_child (widget_class, PonderChatPage, transcript);
  gtk_widget_class_bind_template_child (widget_class, PonderChatPage, pill);
  gtk_widget_class_bind_template_child (widget_class, PonderChatPage, pill_text);
  gtk_widget_class_bind_template_child (widget_class, PonderChatPage, choose_model);
  gtk_widget_class_bind_template_child (widget_class, PonderChatPage, composer);
  gtk_widget_class_bind_template_callback (widget_class, draft_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_link_cb);
  gtk_widget_class_bind_template_callback (widget_class, pill_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_pill);
  gtk_widget_class_bind_template_callback (widget_class, example_activated_cb);
}

static void
ponder_chat_page_class_init (PonderChatPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ponder_chat_page_dispose;
  object_class->finalize = ponder_chat_page_finalize;
  object_class->get_property = ponder_chat_page_get_property;
  object_class->set_property = ponder_chat_page_set_property;

  properties[PROP_DEEP_THINK] =
    g_param_spec_boolean ("deep-think", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, PONDER_TYPE_SESSION, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (PONDER_TYPE_CHAT_HEADER);
  g_type_ensure (PONDER_TYPE_COMPOSER);
  g_type_ensure (PONDER_TYPE_TRANSCRIPT_VIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, PONDER_TYPE_CHAT_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "chatpage");
  bind_template (widget_class);
  ponder_chat_page_class_bind_attachments (widget_class);
  ponder_chat_page_class_bind_find (widget_class);
  ponder_chat_page_class_bind_requests (widget_class);
  ponder_chat_page_class_bind_comparing (widget_class);
  gtk_widget_class_install_property_action (widget_class, "chat.deep-think", "deep-think");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
}

static void
ponder_chat_page_init (PonderChatPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ponder_chat_page_set_up_find (self);
  self->speaker = ponder_speaker_new (GTK_WIDGET (self));
  ponder_chat_page_take_drops (self);
  ponder_chat_page_watch_asked_models (self);
  g_signal_connect_object (self->composer, "notify::editing", G_CALLBACK (ponder_chat_page_update_thinking), self,
                           G_CONNECT_SWAPPED);

  self->session_signals = g_signal_group_new (PONDER_TYPE_SESSION);
  g_signal_group_connect_swapped (self->session_signals, "notify::config", G_CALLBACK (update_model), self);

  self->timeline_signals = g_signal_group_new (PONDER_TYPE_TIMELINE);
  g_signal_group_connect_swapped (self->timeline_signals, "notify::loading", G_CALLBACK (loading_changed_cb), self);
  g_signal_group_connect_swapped (self->timeline_signals, "notify::fault", G_CALLBACK (update_stack), self);
  g_signal_group_connect_swapped (self->timeline_signals, "items-changed", G_CALLBACK (update_stack), self);

  self->turns_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->turns_signals, "items-changed", G_CALLBACK (update_running), self);

  update_pill (self);
}

void
ponder_chat_page_set_catalog (PonderChatPage     *self,
                              PonderModelCatalog *catalog)
{
  PonderShelf *shelf;

  g_return_if_fail (PONDER_IS_CHAT_PAGE (self));
  g_return_if_fail (self->workspace == NULL);

  self->catalog = g_object_ref (catalog);
  self->workspace = g_object_ref (ponder_model_catalog_get_workspace (catalog));
  shelf = ponder_workspace_get_shelf (self->workspace);
  ponder_attachment_bar_set_shelf (ponder_composer_get_attachments (self->composer), shelf);
  ponder_transcript_view_set_shelf (self->transcript, shelf);
  g_signal_connect_object (ponder_model_catalog_get_models (catalog), "items-changed",
                           G_CALLBACK (ponder_chat_page_update_warning), self, G_CONNECT_SWAPPED);
  ponder_chat_header_set_catalog (self->header, catalog);
  g_object_bind_property (ponder_workspace_get_settings (self->workspace), "enter-sends", self->composer,
                          "enter-sends", G_BINDING_SYNC_CREATE);
}

void
ponder_chat_page_set_session (PonderChatPage *self,
                              PonderSession  *session)
{
  g_autoptr(PonderTimeline) timeline = NULL;

  g_return_if_fail (PONDER_IS_CHAT_PAGE (self));
  g_return_if_fail (self->workspace != NULL);

  if (self->session == session)
    return;

  /* First of all: it is read while the rest is done, and may be there before the next frame. */
  if (session != NULL)
    timeline = ponder_workspace_open_timeline (self->workspace, session);
  ponder_chat_page_save (self);
  ponder_chat_page_reset_find (self);
  if (self->session != NULL)
    ponder_chat_page_leave_attachments (self);
  g_set_object (&self->session, session);
  g_clear_object (&self->edited);
  g_clear_object (&self->switched);
  g_clear_pointer (&self->target_id, g_free);
  g_clear_object (&self->target_hit);
  g_signal_group_set_target (self->session_signals, session);
  if (session != NULL)
    ponder_chat_page_show_draft (self);
  ponder_chat_page_restore_attachments (self);
  ponder_chat_page_restore_asked_models (self);
  set_timeline (self, timeline);
  ponder_chat_header_set_session (self->header, session);
  update_model (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

void
ponder_chat_page_save (PonderChatPage *self)
{
  g_return_if_fail (PONDER_IS_CHAT_PAGE (self));

  if (self->session == NULL)
    return;

  save_place (self);
  ponder_chat_page_save_draft (self);
}

void
ponder_chat_page_choose_model (PonderChatPage *self)
{
  g_return_if_fail (PONDER_IS_CHAT_PAGE (self));

  ponder_chat_header_choose_model (self->header);
}

void
ponder_chat_page_show_settings (PonderChatPage *self)
{
  g_return_if_fail (PONDER_IS_CHAT_PAGE (self));

  ponder_chat_header_show_settings (self->header);
}

gboolean
ponder_chat_page_is_running (PonderChatPage *self)
{
  return self->timeline != NULL && ponder_timeline_get_turn (self->timeline) != NULL;
}

GtkWidget *
ponder_chat_page_get_header (PonderChatPage *self)
{
  g_return_val_if_fail (PONDER_IS_CHAT_PAGE (self), NULL);

  return GTK_WIDGET (self->header);
}

gboolean
ponder_chat_page_focus_messages (PonderChatPage *self)
{
  g_return_val_if_fail (PONDER_IS_CHAT_PAGE (self), FALSE);

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "messages") == 0)
    return ponder_transcript_view_focus_cursor (self->transcript);
  return gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
}

void
ponder_chat_page_focus_composer (PonderChatPage *self)
{
  g_return_if_fail (PONDER_IS_CHAT_PAGE (self));

  ponder_composer_focus_text (self->composer);
}

gboolean
ponder_chat_page_has_composer (PonderChatPage *self,
                               GtkWidget      *widget)
{
  g_return_val_if_fail (PONDER_IS_CHAT_PAGE (self), FALSE);

  return gtk_widget_is_ancestor (widget, GTK_WIDGET (self->composer));
}
