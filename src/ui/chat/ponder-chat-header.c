/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The header bar over a chat: its title, its model, its menu, and the way back to the list. */

#include "config.h"

#include "ponder-chat-header.h"

#include "ponder-chat-settings-button.h"
#include "ponder-model-picker.h"
#include "ponder-session.h"
#include "ponder-think-toggle.h"

#include <glib/gi18n.h>

/* With less room the title needs it more than the word on a button. */
#define ROOM_FOR_WORDS 520

/* Part of the chat page. What its buttons do are actions of the window. */
struct _PonderChatHeader
{
  GtkWidget          parent_instance;

  AdwHeaderBar      *bar;
  GtkWidget         *back;
  GtkWidget         *show_sidebar;
  GtkLabel          *title;
  PonderModelPicker *picker;
  PonderChatSettingsButton *settings;
  PonderThinkToggle *think;

  PonderSession     *session;
  GSignalGroup      *session_signals;
  guint              tight_source;
  guint              folded : 1;
  guint              sidebar_hidden : 1;
  guint              tight : 1;
};

enum
{
  PROP_0,
  PROP_FOLDED,
  PROP_SIDEBAR_HIDDEN,
  N_PROPS
};

enum
{
  MODEL_CHOSEN,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderChatHeader, ponder_chat_header, GTK_TYPE_WIDGET)

static void
update_buttons (PonderChatHeader *self)
{
  gtk_widget_set_visible (self->back, self->folded);
  gtk_widget_set_visible (self->show_sidebar, self->sidebar_hidden && !self->folded);
  adw_header_bar_set_show_start_title_buttons (self->bar, self->folded || self->sidebar_hidden);
  ponder_model_picker_set_compact (self->picker, self->folded);
  ponder_think_toggle_set_compact (self->think, self->folded || self->tight);
}

static void
update_title (PonderChatHeader *self)
{
  const char *title = self->session != NULL ? ponder_session_get_title (self->session) : "";

  gtk_label_set_label (self->title, title[0] != '\0' ? title : _("New Chat"));
}

static void
title_pressed_cb (PonderChatHeader *self,
                  int               n_press)
{
  if (n_press == 2)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.rename", NULL);
}

static void
picker_closed_cb (PonderChatHeader *self,
                  gboolean          chosen)
{
  g_signal_emit (self, signals[MODEL_CHOSEN], 0, chosen);
}

static gboolean
tight_changed_cb (gpointer user_data)
{
  PonderChatHeader *self = user_data;

  self->tight_source = 0;
  update_buttons (self);
  return G_SOURCE_REMOVE;
}

static void
ponder_chat_header_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  gtk_widget_measure (GTK_WIDGET (PONDER_CHAT_HEADER (widget)->bar), orientation, for_size, minimum, natural,
                      minimum_baseline, natural_baseline);
}

/* What is shown cannot change while it gets its place. */
static void
ponder_chat_header_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  PonderChatHeader *self = PONDER_CHAT_HEADER (widget);
  gboolean tight = width < ROOM_FOR_WORDS;

  gtk_widget_allocate (GTK_WIDGET (self->bar), width, height, baseline, NULL);
  if (self->tight == tight)
    return;

  self->tight = tight;
  if (self->tight_source == 0)
    self->tight_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, tight_changed_cb, self, NULL);
}

static void
ponder_chat_header_dispose (GObject *object)
{
  PonderChatHeader *self = PONDER_CHAT_HEADER (object);

  g_clear_handle_id (&self->tight_source, g_source_remove);
  g_clear_object (&self->session_signals);
  g_clear_object (&self->session);
  if (self->bar != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->bar));
  self->bar = NULL;

  G_OBJECT_CLASS (ponder_chat_header_parent_class)->dispose (object);
}

static void
ponder_chat_header_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  PonderChatHeader *self = PONDER_CHAT_HEADER (object);

  switch (prop_id)
    {
    case PROP_FOLDED:
      g_value_set_boolean (value, self->folded);
      break;
    case PROP_SIDEBAR_HIDDEN:
      g_value_set_boolean (value, self->sidebar_hidden);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ponder_chat_header_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  PonderChatHeader *self = PONDER_CHAT_HEADER (object);

  switch (prop_id)
    {
    case PROP_FOLDED:
      if (self->folded == g_value_get_boolean (value))
        return;
      self->folded = g_value_get_boolean (value);
      break;
    case PROP_SIDEBAR_HIDDEN:
      if (self->sidebar_hidden == g_value_get_boolean (value))
        return;
      self->sidebar_hidden = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }

  update_buttons (self);
  g_object_notify_by_pspec (object, pspec);
}

static void
ponder_chat_header_class_init (PonderChatHeaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ponder_chat_header_dispose;
  object_class->get_property = ponder_chat_header_get_property;
  object_class->set_property = ponder_chat_header_set_property;

  properties[PROP_FOLDED] =
    g_param_spec_boolean ("folded", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_SIDEBAR_HIDDEN] =
    g_param_spec_boolean ("sidebar-hidden", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[MODEL_CHOSEN] = g_signal_new ("model-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  g_type_ensure (PONDER_TYPE_CHAT_SETTINGS_BUTTON);
  g_type_ensure (PONDER_TYPE_MODEL_PICKER);
  g_type_ensure (PONDER_TYPE_THINK_TOGGLE);
  widget_class->measure = ponder_chat_header_measure;
  widget_class->size_allocate = ponder_chat_header_size_allocate;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/chat/ponder-chat-header.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderChatHeader, bar);
  gtk_widget_class_bind_template_child (widget_class, PonderChatHeader, back);
  gtk_widget_class_bind_template_child (widget_class, PonderChatHeader, show_sidebar);
  gtk_widget_class_bind_template_child (widget_class, PonderChatHeader, title);
  gtk_widget_class_bind_template_child (widget_class, PonderChatHeader, picker);
  gtk_widget_class_bind_template_child (widget_class, PonderChatHeader, settings);
  gtk_widget_class_bind_template_child (widget_class, PonderChatHeader, think);
  gtk_widget_class_bind_template_callback (widget_class, picker_closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, title_pressed_cb);
}

static void
ponder_chat_header_init (PonderChatHeader *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  /* Until it is known: a window may begin as narrow as it can be. */
  self->tight = TRUE;
  self->session_signals = g_signal_group_new (PONDER_TYPE_SESSION);
  g_signal_group_connect_swapped (self->session_signals, "notify::title", G_CALLBACK (update_title), self);
  update_buttons (self);
  update_title (self);
}

void
ponder_chat_header_set_catalog (PonderChatHeader   *self,
                                PonderModelCatalog *catalog)
{
  g_return_if_fail (PONDER_IS_CHAT_HEADER (self));

  ponder_model_picker_set_catalog (self->picker, catalog);
  ponder_chat_settings_button_set_workspace (self->settings, ponder_model_catalog_get_workspace (catalog));
  ponder_chat_settings_button_set_catalog (self->settings, catalog);
}

void
ponder_chat_header_set_session (PonderChatHeader *self,
                                PonderSession    *session)
{
  g_return_if_fail (PONDER_IS_CHAT_HEADER (self));

  g_set_object (&self->session, session);
  g_signal_group_set_target (self->session_signals, session);
  ponder_model_picker_set_session (self->picker, session);
  ponder_chat_settings_button_set_session (self->settings, session);
  update_title (self);
}

void
ponder_chat_header_set_think_reason (PonderChatHeader *self,
                                     const char       *reason)
{
  g_return_if_fail (PONDER_IS_CHAT_HEADER (self));

  ponder_think_toggle_set_reason (self->think, reason);
}

void
ponder_chat_header_choose_model (PonderChatHeader *self)
{
  g_return_if_fail (PONDER_IS_CHAT_HEADER (self));

  ponder_model_picker_open (self->picker);
}

void
ponder_chat_header_show_settings (PonderChatHeader *self)
{
  g_return_if_fail (PONDER_IS_CHAT_HEADER (self));

  ponder_chat_settings_button_open (self->settings);
}
