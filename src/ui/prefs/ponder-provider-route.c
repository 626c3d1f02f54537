/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a server is reached: what it speaks, whom it is trusted by, through what. */

#include "config.h"

#include "ponder-provider-route.h"

#include "ponder-dialogs.h"
#include "ponder-error.h"
#include "ponder-toasts.h"

#include <glib/gi18n.h>

/* Owned by the page of the provider. */
struct _PonderProviderRoute
{
  AdwPreferencesGroup   parent_instance;

  AdwComboRow          *dialect;
  AdwActionRow         *ca_file;
  GtkWidget            *ca_file_clear;
  AdwEntryRow          *proxy;

  PonderProviderConfig *provider;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderProviderRoute, ponder_provider_route, ADW_TYPE_PREFERENCES_GROUP)

/* In the order of the list in the template. */
static const char *const dialects[] = { "openai", "openai-responses", "anthropic", "gemini", "ollama" };

static void
dialect_chosen_cb (PonderProviderRoute *self)
{
  guint position = adw_combo_row_get_selected (self->dialect);

  if (self->provider == NULL || position >= G_N_ELEMENTS (dialects) ||
      g_strcmp0 (dialects[position], ponder_provider_config_get_dialect (self->provider)) == 0)
    return;

  ponder_provider_config_set_dialect (self->provider, dialects[position]);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
show_ca_file (PonderProviderRoute *self)
{
  const char *path = ponder_provider_config_get_ca_file (self->provider);
  g_autofree char *name = path != NULL ? g_filename_display_name (path) : NULL;
  g_autofree char *escaped = name != NULL ? g_markup_escape_text (name, -1) : NULL;

  adw_action_row_set_subtitle (self->ca_file, escaped != NULL ? escaped : _("Those of this computer"));
  gtk_widget_set_visible (self->ca_file_clear, path != NULL);
}

static void
set_ca_file (PonderProviderRoute *self,
             const char          *path)
{
  ponder_provider_config_set_ca_file (self->provider, path);
  show_ca_file (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
ca_file_chosen_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(PonderProviderRoute) self = user_data;
  g_autoptr(GFile) file = NULL;
  g_autofree char *path = NULL;
  g_autoptr(GError) error = NULL;

  if (!(file = ponder_dialogs_open_file_finish (result, &error)))
    return;

  if ((path = g_file_get_path (file)))
    {
      set_ca_file (self, path);
      return;
    }
  g_set_error_literal (&error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST,
                       _("The file is not on this computer."));
  ponder_toasts_show_error (GTK_WIDGET (self), error);
}

static void
choose_ca_file_cb (PonderProviderRoute *self)
{
  ponder_dialogs_open_file_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                  _("Choose a File of Certificates"), ca_file_chosen_cb, g_object_ref (self));
}

static void
clear_ca_file_cb (PonderProviderRoute *self)
{
  set_ca_file (self, NULL);
}

static void
proxy_applied_cb (PonderProviderRoute *self)
{
  g_autoptr(GError) error = NULL;

  if (ponder_provider_route_apply (self, &error))
    g_signal_emit (self, signals[CHANGED], 0);
  else
    ponder_toasts_show_error (GTK_WIDGET (self), error);
}

static void
ponder_provider_route_dispose (GObject *object)
{
  g_clear_object (&PONDER_PROVIDER_ROUTE (object)->provider);

  G_OBJECT_CLASS (ponder_provider_route_parent_class)->dispose (object);
}

static void
ponder_provider_route_class_init (PonderProviderRouteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_provider_route_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/prefs/ponder-provider-route.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderProviderRoute, dialect);
  gtk_widget_class_bind_template_child (widget_class, PonderProviderRoute, ca_file);
  gtk_widget_class_bind_template_child (widget_class, PonderProviderRoute, ca_file_clear);
  gtk_widget_class_bind_template_child (widget_class, PonderProviderRoute, proxy);
  gtk_widget_class_bind_template_callback (widget_class, choose_ca_file_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_ca_file_cb);
  gtk_widget_class_bind_template_callback (widget_class, dialect_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, proxy_applied_cb);
}

static void
ponder_provider_route_init (PonderProviderRoute *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
ponder_provider_route_set_provider (PonderProviderRoute  *self,
                                    PonderProviderConfig *provider)
{
  const char *dialect = ponder_provider_config_get_dialect (provider);
  const char *proxy = ponder_provider_config_get_proxy (provider);

  g_return_if_fail (PONDER_IS_PROVIDER_ROUTE (self));

  for (guint i = 0; i < G_N_ELEMENTS (dialects); i++)
    if (g_strcmp0 (dialects[i], dialect) == 0)
      adw_combo_row_set_selected (self->dialect, i);
  g_set_object (&self->provider, provider);
  /* A provider that Ponder knows speaks what its preset says. */
  gtk_widget_set_visible (GTK_WIDGET (self->dialect),
                          g_strcmp0 (ponder_provider_config_get_preset (provider), "custom") == 0);
  gtk_editable_set_text (GTK_EDITABLE (self->proxy), proxy != NULL ? proxy : "");
  show_ca_file (self);
}

gboolean
ponder_provider_route_apply (PonderProviderRoute  *self,
                             GError              **error)
{
  g_autofree char *proxy = NULL;

  g_return_val_if_fail (PONDER_IS_PROVIDER_ROUTE (self), FALSE);

  if (!ponder_proxy_normalise (gtk_editable_get_text (GTK_EDITABLE (self->proxy)), &proxy, error))
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->proxy), "error");
      return FALSE;
    }

  gtk_widget_remove_css_class (GTK_WIDGET (self->proxy), "error");
  gtk_editable_set_text (GTK_EDITABLE (self->proxy), proxy != NULL ? proxy : "");
  ponder_provider_config_set_proxy (self->provider, proxy);
  return TRUE;
}
