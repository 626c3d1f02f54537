/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The button that opens the settings of a chat, and shows when they are not the usual ones. */

#include "config.h"

#include "ponder-chat-settings-button.h"

#include "ponder-chat-settings.h"
#include "ponder-session.h"

#include <glib/gi18n.h>

/* What a popover needs besides its contents: its arrow, its frame and the header bar that it hangs from. */
#define ROUND_ABOUT 96
#define LEAST_HEIGHT 180

/* Stands in the header bar of the chat page. */
struct _PonderChatSettingsButton
{
  AdwBin              parent_instance;

  GtkMenuButton      *button;
  GtkWidget          *dot;
  GtkPopover         *popover;
  PonderChatSettings *settings;

  PonderSession      *session;
  GSignalGroup       *session_signals;
};

G_DEFINE_FINAL_TYPE (PonderChatSettingsButton, ponder_chat_settings_button, ADW_TYPE_BIN)

static void
update (PonderChatSettingsButton *self)
{
  gboolean plain = self->session == NULL || ponder_model_config_is_plain (ponder_session_get_config (self->session));
  const char *words = plain ? _("Chat settings") : _("Chat settings: not the defaults");

  gtk_widget_set_visible (self->dot, !plain);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), self->session != NULL);
}

/* A popover may be larger than its window, which is then the only part of it that is seen on some desktops. */
static void
opened_cb (PonderChatSettingsButton *self)
{
  int height = gtk_widget_get_height (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))));

  ponder_chat_settings_start (self->settings, MAX (height - ROUND_ABOUT, LEAST_HEIGHT));
  gtk_widget_grab_focus (GTK_WIDGET (self->settings));
}

static void
ponder_chat_settings_button_dispose (GObject *object)
{
  PonderChatSettingsButton *self = PONDER_CHAT_SETTINGS_BUTTON (object);

  g_clear_object (&self->session_signals);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (ponder_chat_settings_button_parent_class)->dispose (object);
}

static void
ponder_chat_settings_button_class_init (PonderChatSettingsButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_chat_settings_button_dispose;

  g_type_ensure (PONDER_TYPE_CHAT_SETTINGS);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/ponderchat/Ponder/composer/ponder-chat-settings-button.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderChatSettingsButton, button);
  gtk_widget_class_bind_template_child (widget_class, PonderChatSettingsButton, dot);
  gtk_widget_class_bind_template_child (widget_class, PonderChatSettingsButton, popover);
  gtk_widget_class_bind_template_child (widget_class, PonderChatSettingsButton, settings);
  gtk_widget_class_bind_template_callback (widget_class, opened_cb);
}

static void
ponder_chat_settings_button_init (PonderChatSettingsButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->session_signals = g_signal_group_new (PONDER_TYPE_SESSION);
  g_signal_group_connect_swapped (self->session_signals, "notify::config", G_CALLBACK (update), self);
  update (self);
}

void
ponder_chat_settings_button_set_workspace (PonderChatSettingsButton *self,
                                           PonderWorkspace          *workspace)
{
  g_return_if_fail (PONDER_IS_CHAT_SETTINGS_BUTTON (self));

  ponder_chat_settings_set_workspace (self->settings, workspace);
}

void
ponder_chat_settings_button_set_catalog (PonderChatSettingsButton *self,
                                         PonderModelCatalog       *catalog)
{
  g_return_if_fail (PONDER_IS_CHAT_SETTINGS_BUTTON (self));

  ponder_chat_settings_set_catalog (self->settings, catalog);
}

void
ponder_chat_settings_button_set_session (PonderChatSettingsButton *self,
                                         PonderSession            *session)
{
  g_return_if_fail (PONDER_IS_CHAT_SETTINGS_BUTTON (self));

  if (!g_set_object (&self->session, session))
    return;

  g_signal_group_set_target (self->session_signals, session);
  ponder_chat_settings_set_session (self->settings, session);
  update (self);
}

void
ponder_chat_settings_button_open (PonderChatSettingsButton *self)
{
  g_return_if_fail (PONDER_IS_CHAT_SETTINGS_BUTTON (self));

  gtk_menu_button_popup (self->button);
}
