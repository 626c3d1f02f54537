/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many calls at once, and how long each may take. */

#include "config.h"

#include "ponder-provider-limits.h"

/* Owned by the page of the provider. */
struct _PonderProviderLimits
{
  AdwPreferencesGroup   parent_instance;

  GtkSpinButton        *concurrency;
  GtkSpinButton        *connect_timeout;
  GtkSpinButton        *first_token_timeout;
  GtkSpinButton        *silence_timeout;
  GtkSpinButton        *total_timeout;

  PonderProviderConfig *provider;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderProviderLimits, ponder_provider_limits, ADW_TYPE_PREFERENCES_GROUP)

static void
changed_cb (PonderProviderLimits *self)
{
  if (self->provider == NULL)
    return;

  ponder_provider_config_set_concurrency (self->provider,
                                          (guint) gtk_spin_button_get_value_as_int (self->concurrency));
  ponder_provider_config_set_connect_timeout (self->provider, gtk_spin_button_get_value (self->connect_timeout));
  ponder_provider_config_set_first_token_timeout (self->provider,
                                                  gtk_spin_button_get_value (self->first_token_timeout));
  ponder_provider_config_set_silence_timeout (self->provider, gtk_spin_button_get_value (self->silence_timeout));
  ponder_provider_config_set_total_timeout (self->provider, gtk_spin_button_get_value (self->total_timeout));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
ponder_provider_limits_dispose (GObject *object)
{
  g_clear_object (&PONDER_PROVIDER_LIMITS (object)->provider);

  G_OBJECT_CLASS (ponder_provider_limits_parent_class)->dispose (object);
}

static void
ponder_provider_limits_class_init (PonderProviderLimitsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_provider_limits_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/prefs/ponder-provider-limits.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderProviderLimits, concurrency);
  gtk_widget_class_bind_template_child (widget_class, PonderProviderLimits, connect_timeout);
  gtk_widget_class_bind_template_child (widget_class, PonderProviderLimits, first_token_timeout);
  gtk_widget_class_bind_template_child (widget_class, PonderProviderLimits, silence_timeout);
  gtk_widget_class_bind_template_child (widget_class, PonderProviderLimits, total_timeout);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
ponder_provider_limits_init (PonderProviderLimits *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
ponder_provider_limits_set_provider (PonderProviderLimits *self,
                                     PonderProviderConfig *provider)
{
  g_return_if_fail (PONDER_IS_PROVIDER_LIMITS (self));
  g_return_if_fail (PONDER_IS_PROVIDER_CONFIG (provider));

  /* Filling in is no change of the provider before. */
  g_clear_object (&self->provider);
  gtk_spin_button_set_value (self->concurrency, ponder_provider_config_get_concurrency (provider));
  gtk_spin_button_set_value (self->connect_timeout, ponder_provider_config_get_connect_timeout (provider));
  gtk_spin_button_set_value (self->first_token_timeout, ponder_provider_config_get_first_token_timeout (provider));
  gtk_spin_button_set_value (self->silence_timeout, ponder_provider_config_get_silence_timeout (provider));
  gtk_spin_button_set_value (self->total_timeout, ponder_provider_config_get_total_timeout (provider));
  self->provider = g_object_ref (provider);
}
