/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences of deep think: when, and how, where a chat says nothing else. */

#include "config.h"

#include "ponder-think-page.h"

#include "ponder-think-settings.h"
#include "ponder-web-search-group.h"
#include "ponder-workspace-think.h"
#include "ponder-workspace.h"

/* Part of the preferences window. What is set holds at once. */
struct _PonderThinkPage
{
  AdwPreferencesPage    parent_instance;

  GtkSwitch            *new_chats;
  PonderThinkSettings  *think;
  GtkWidget            *reset;
  PonderWebSearchGroup *web_search;

  PonderWorkspace      *workspace;
  GSignalGroup         *settings_signals;
  gboolean              storing;
};

G_DEFINE_FINAL_TYPE (PonderThinkPage, ponder_think_page, ADW_TYPE_PREFERENCES_PAGE)

static PonderSettings *
get_settings (PonderThinkPage *self)
{
  return ponder_workspace_get_settings (self->workspace);
}

static void
update_reset (PonderThinkPage *self)
{
  gtk_widget_set_sensitive (self->reset, *ponder_settings_get_think_config (get_settings (self)) != '\0');
}

static void
fill (PonderThinkPage *self)
{
  g_autoptr(PonderThinkConfig) config = ponder_workspace_dup_think_config (self->workspace, NULL);
  g_autoptr(PonderThinkConfig) usual = ponder_workspace_dup_usual_think_config (self->workspace);

  ponder_think_settings_set_config (self->think, config, usual);
  update_reset (self);
}

/* By another program, or by the button. */
static void
settings_changed_cb (PonderThinkPage *self)
{
  if (!self->storing)
    fill (self);
}

static void
think_changed_cb (PonderThinkPage *self)
{
  g_autoptr(PonderThinkConfig) config = NULL;
  g_autofree char *json = NULL;

  if (self->workspace == NULL)
    return;

  config = ponder_think_settings_dup_config (self->think);
  if (config != NULL)
    json = ponder_think_config_serialize (config);
  self->storing = TRUE;
  ponder_settings_set_think_config (get_settings (self), json != NULL ? json : "");
  self->storing = FALSE;
  update_reset (self);
}

static void
reset_cb (PonderThinkPage *self)
{
  ponder_settings_set_think_config (get_settings (self), "");
}

static void
ponder_think_page_dispose (GObject *object)
{
  PonderThinkPage *self = PONDER_THINK_PAGE (object);

  ponder_think_page_set_catalog (self, NULL);
  g_clear_object (&self->settings_signals);

  G_OBJECT_CLASS (ponder_think_page_parent_class)->dispose (object);
}

static void
ponder_think_page_class_init (PonderThinkPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_think_page_dispose;

  g_type_ensure (PONDER_TYPE_THINK_SETTINGS);
  g_type_ensure (PONDER_TYPE_WEB_SEARCH_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/prefs/ponder-think-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPage, new_chats);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPage, think);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPage, reset);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPage, web_search);
  gtk_widget_class_bind_template_callback (widget_class, think_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, reset_cb);
}

static void
ponder_think_page_init (PonderThinkPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->settings_signals = g_signal_group_new (PONDER_TYPE_SETTINGS);
  g_signal_group_connect_swapped (self->settings_signals, "notify::think-config", G_CALLBACK (settings_changed_cb),
                                  self);
}

void
ponder_think_page_set_catalog (PonderThinkPage    *self,
                               PonderModelCatalog *catalog)
{
  PonderWorkspace *workspace = catalog != NULL ? ponder_model_catalog_get_workspace (catalog) : NULL;

  g_return_if_fail (PONDER_IS_THINK_PAGE (self));

  if (!g_set_object (&self->workspace, workspace))
    return;

  ponder_think_settings_set_catalog (self->think, catalog);
  ponder_web_search_group_set_workspace (self->web_search, workspace);
  g_signal_group_set_target (self->settings_signals, workspace != NULL ? get_settings (self) : NULL);
  if (workspace == NULL)
    return;

  g_object_bind_property (get_settings (self), "think-in-new-chats", self->new_chats, "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  fill (self);
}
