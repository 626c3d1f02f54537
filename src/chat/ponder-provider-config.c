/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A configured server. */

#include "config.h"

#include "ponder-provider-config.h"

#include "ponder-base-url-private.h"
#include "ponder-double-private.h"

/* The longest an id may be; it is part of model names and of keyring entries. */
#define ID_LIMIT 64

/* Lives on the main thread and is held by the list of providers; other threads get a snapshot. */
struct _PonderProviderConfig
{
  GObject   parent_instance;

  char     *id;
  char     *name;
  char     *preset;
  char     *dialect;
  char     *base_url;
  char     *key_env;
  char     *default_model;
  char     *ca_file;
  char     *proxy;
  guint     concurrency;
  double    connect_timeout;
  double    first_token_timeout;
  double    silence_timeout;
  double    total_timeout;

  guint     enabled : 1;
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_NAME,
  PROP_PRESET,
  PROP_DIALECT,
  PROP_BASE_URL,
  PROP_KEY_ENV,
  PROP_DEFAULT_MODEL,
  PROP_CA_FILE,
  PROP_PROXY,
  PROP_ENABLED,
  PROP_CONCURRENCY,
  PROP_CONNECT_TIMEOUT,
  PROP_FIRST_TOKEN_TIMEOUT,
  PROP_SILENCE_TIMEOUT,
  PROP_TOTAL_TIMEOUT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PonderProviderConfig, ponder_provider_config, G_TYPE_OBJECT)

static void
notify (PonderProviderConfig *self,
        guint                 property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_string (PonderProviderConfig  *self,
            char                 **field,
            const char            *value,
            guint                  property)
{
  if (g_strcmp0 (*field, value) == 0)
    return;

  g_free (*field);
  *field = g_strdup (value);
  notify (self, property);
}

static void
set_seconds (PonderProviderConfig *self,
             double               *field,
             double                seconds,
             guint                 property)
{
  if (ponder_double_same (*field, seconds))
    return;

  *field = seconds;
  notify (self, property);
}

static void
ponder_provider_config_finalize (GObject *object)
{
  PonderProviderConfig *self = PONDER_PROVIDER_CONFIG (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->preset);
  g_free (self->dialect);
  g_free (self->base_url);
  g_free (self->key_env);
  g_free (self->default_model);
  g_free (self->ca_file);
  g_free (self->proxy);

  G_OBJECT_CLASS (ponder_provider_config_parent_class)->finalize (object);
}

static void
ponder_provider_config_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  PonderProviderConfig *self = PONDER_PROVIDER_CONFIG (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_NAME:
      g_value_set_string (value, ponder_provider_config_get_name (self));
      break;
    case PROP_PRESET:
      g_value_set_string (value, self->preset);
      break;
    case PROP_DIALECT:
      g_value_set_string (value, self->dialect);
      break;
    case PROP_BASE_URL:
      g_value_set_string (value, self->base_url);
      break;
    case PROP_KEY_ENV:
      g_value_set_string (value, self->key_env);
      break;
    case PROP_DEFAULT_MODEL:
      g_value_set_string (value, self->default_model);
      break;
    case PROP_CA_FILE:
      g_value_set_string (value, self->ca_file);
      break;
    case PROP_PROXY:
      g_value_set_string (value, self->proxy);
      break;
    case PROP_ENABLED:
      g_value_set_boolean (value, self->enabled);
      break;
    case PROP_CONCURRENCY:
      g_value_set_uint (value, self->concurrency);
      break;
    case PROP_CONNECT_TIMEOUT:
      g_value_set_double (value, self->connect_timeout);
      break;
    case PROP_FIRST_TOKEN_TIMEOUT:
      g_value_set_double (value, self->first_token_timeout);
      break;
    case PROP_SILENCE_TIMEOUT:
      g_value_set_double (value, self->silence_timeout);
      break;
    case PROP_TOTAL_TIMEOUT:
      g_value_set_double (value, self->total_timeout);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ponder_provider_config_set_property (GObject      *object,
                                     guint         prop_id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  PonderProviderConfig *self = PONDER_PROVIDER_CONFIG (object);

  switch (prop_id)
    {
    case PROP_ID:
      self->id = g_value_dup_string (value);
      break;
    case PROP_NAME:
      ponder_provider_config_set_name (self, g_value_get_string (value));
      break;
    case PROP_PRESET:
      ponder_provider_config_set_preset (self, g_value_get_string (value));
      break;
    case PROP_DIALECT:
      ponder_provider_config_set_dialect (self, g_value_get_string (value));
      break;
    case PROP_BASE_URL:
      ponder_provider_config_set_base_url (self, g_value_get_string (value));
      break;
    case PROP_KEY_ENV:
      ponder_provider_config_set_key_env (self, g_value_get_string (value));
      break;
    case PROP_DEFAULT_MODEL:
      ponder_provider_config_set_default_model (self, g_value_get_string (value));
      break;
    case PROP_CA_FILE:
      ponder_provider_config_set_ca_file (self, g_value_get_string (value));
      break;
    case PROP_PROXY:
      ponder_provider_config_set_proxy (self, g_value_get_string (value));
      break;
    case PROP_ENABLED:
      ponder_provider_config_set_enabled (self, g_value_get_boolean (value));
      break;
    case PROP_CONCURRENCY:
      ponder_provider_config_set_concurrency (self, g_value_get_uint (value));
      break;
    case PROP_CONNECT_TIMEOUT:
      ponder_provider_config_set_connect_timeout (self, g_value_get_double (value));
      break;
    case PROP_FIRST_TOKEN_TIMEOUT:
      ponder_provider_config_set_first_token_timeout (self, g_value_get_double (value));
      break;
    case PROP_SILENCE_TIMEOUT:
      ponder_provider_config_set_silence_timeout (self, g_value_get_double (value));
      break;
    case PROP_TOTAL_TIMEOUT:
      ponder_provider_config_set_total_timeout (self, g_value_get_double (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
install_string (guint       property,
                const char *name)
{
  properties[property] =
    g_param_spec_string (name, NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
}

static void
install_seconds (guint       property,
                 const char *name)
{
  properties[property] =
    g_param_spec_double (name, NULL, NULL, 0, G_MAXDOUBLE, 0,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
}

static void
ponder_provider_config_class_init (PonderProviderConfigClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = ponder_provider_config_finalize;
  object_class->get_property = ponder_provider_config_get_property;
  object_class->set_property = ponder_provider_config_set_property;

  properties[PROP_ID] =
    g_param_spec_string ("id", NULL, NULL, NULL, flags | G_PARAM_CONSTRUCT_ONLY);
  install_string (PROP_NAME, "name");
  install_string (PROP_PRESET, "preset");
  install_string (PROP_DIALECT, "dialect");
  install_string (PROP_BASE_URL, "base-url");
  install_string (PROP_KEY_ENV, "key-env");
  install_string (PROP_DEFAULT_MODEL, "default-model");
  install_string (PROP_CA_FILE, "ca-file");
  install_string (PROP_PROXY, "proxy");
  properties[PROP_ENABLED] = g_param_spec_boolean ("enabled", NULL, NULL, TRUE, flags);
  properties[PROP_CONCURRENCY] =
    g_param_spec_uint ("concurrency", NULL, NULL, 0, G_MAXUINT, 0, flags);
  install_seconds (PROP_CONNECT_TIMEOUT, "connect-timeout");
  install_seconds (PROP_FIRST_TOKEN_TIMEOUT, "first-token-timeout");
  install_seconds (PROP_SILENCE_TIMEOUT, "silence-timeout");
  install_seconds (PROP_TOTAL_TIMEOUT, "total-timeout");
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ponder_provider_config_init (PonderProviderConfig *self)
{
  self->preset = g_strdup ("custom");
  self->dialect = g_strdup ("openai");
  self->base_url = g_strdup ("");
  self->enabled = TRUE;
}

PonderProviderConfig *
ponder_provider_config_new (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  return g_object_new (PONDER_TYPE_PROVIDER_CONFIG, "id", id, NULL);
}

const char *
ponder_provider_config_get_id (PonderProviderConfig *self)
{
  g_return_val_if_fail (PONDER_IS_PROVIDER_CONFIG (self), NULL);

  return self->id;
}

const char *
ponder_provider_config_get_name (PonderProviderConfig *self)
{
  g_return_val_if_fail (PONDER_IS_PROVIDER_CONFIG (self), NULL);

  return self->name != NULL && *self->name != '\0' ? self->name : self->id;
}

void
ponder_provider_config_set_name (PonderProviderConfig *self,
                                 const char           *name)
{
  g_return_if_fail (PONDER_IS_PROVIDER_CONFIG (self));

  set_string (self, &self->name, name, PROP_NAME);
}

const char *
ponder_provider_config_get_preset (PonderProviderConfig *self)
{
  g_return_val_if_fail (PONDER_IS_PROVIDER_CONFIG (self), NULL);

  return self->preset;
}

void
ponder_provider_config_set_preset (PonderProviderConfig *self,
                                   const char           *preset)
{
  g_return_if_fail (PONDER_IS_PROVIDER_CONFIG (self));

  set_string (self, &self->preset, preset != NULL ? preset : "", PROP_PRESET);
}

const char *
ponder_provider_config_get_dialect (PonderProviderConfig *self)
{
  g_return_val_if_fail (PONDER_IS_PROVIDER_CONFIG (self), NULL);

  return self->dialect;
}

void
ponder_provider_config_set_dialect (PonderProviderConfig *self,
                                    const char           *dialect)
{
  g_return_if_fail (PONDER_IS_PROVIDER_CONFIG (self));

  set_string (self, &self->dialect, dialect != NULL ? dialect : "", PROP_DIALECT);
}

const char *
ponder_provider_config_get_base_url (PonderProviderConfig *self)
{
  g_return_val_if_fail (PONDER_IS_PROVIDER_CONFIG (self), NULL);

  return self->base_url;
}

void
ponder_provider_config_set_base_url (PonderProviderConfig *self,
                                     const char           *base_url)
{
  g_return_if_fail (PONDER_IS_PROVIDER_CONFIG (self));

  set_string (self, &self->base_url, base_url != NULL ? base_url : "", PROP_BASE_URL);
}

const char *
ponder_provider_config_get_key_env (PonderProviderConfig *self)
{
  g_return_val_if_fail (PONDER_IS_PROVIDER_CONFIG (self), NULL);

  return self->key_env;
}

void
ponder_provider_config_set_key_env (PonderProviderConfig *self,
                                    const char           *variable)
{
  g_return_if_fail (PONDER_IS_PROVIDER_CONFIG (self));

  set_string (self, &self->key_env, variable, PROP_KEY_ENV);
}

const char *
ponder_provider_config_get_default_model (PonderProviderConfig *self)
{
  g_return_val_if_fail (PONDER_IS_PROVIDER_CONFIG (self), NULL);

  return self->default_model;
}

void
ponder_provider_config_set_default_model (PonderProviderConfig *self,
                                          const char           *model)
{
  g_return_if_fail (PONDER_IS_PROVIDER_CONFIG (self));

  set_string (self, &self->default_model, model, PROP_DEFAULT_MODEL);
}

const char *
ponder_provider_config_get_ca_file (PonderProviderConfig *self)
{
  g_return_val_if_fail (PONDER_IS_PROVIDER_CONFIG (self), NULL);

  return self->ca_file;
}

void
ponder_provider_config_set_ca_file (PonderProviderConfig *self,
                                    const char           *path)
{
  g_return_if_fail (PONDER_IS_PROVIDER_CONFIG (self));

  set_string (self, &self->ca_file, path, PROP_CA_FILE);
}

const char *
ponder_provider_config_get_proxy (PonderProviderConfig *self)
{
  g_return_val_if_fail (PONDER_IS_PROVIDER_CONFIG (self), NULL);

  return self->proxy;
}

void
ponder_provider_config_set_proxy (PonderProviderConfig *self,
                                  const char           *proxy)
{
  g_return_if_fail (PONDER_IS_PROVIDER_CONFIG (self));

  set_string (self, &self->proxy, proxy, PROP_PROXY);
}

gboolean
ponder_provider_config_get_enabled (PonderProviderConfig *self)
{
  g_return_val_if_fail (PONDER_IS_PROVIDER_CONFIG (self), FALSE);

  return self->enabled;
}

void
ponder_provider_config_set_enabled (PonderProviderConfig *self,
                                    gboolean              enabled)
{
  g_return_if_fail (PONDER_IS_PROVIDER_CONFIG (self));

  if (self->enabled == !!enabled)
    return;

  self->enabled = !!enabled;
  notify (self, PROP_ENABLED);
}

guint
ponder_provider_config_get_concurrency (PonderProviderConfig *self)
{
  g_return_val_if_fail (PONDER_IS_PROVIDER_CONFIG (self), 0);

  return self->concurrency;
}

void
ponder_provider_config_set_concurrency (PonderProviderConfig *self,
                                        guint                 n_calls)
{
  g_return_if_fail (PONDER_IS_PROVIDER_CONFIG (self));

  if (self->concurrency == n_calls)
    return;

  self->concurrency = n_calls;
  notify (self, PROP_CONCURRENCY);
}

double
ponder_provider_config_get_connect_timeout (PonderProviderConfig *self)
{
  g_return_val_if_fail (PONDER_IS_PROVIDER_CONFIG (self), 0);

  return self->connect_timeout;
}

void
ponder_provider_config_set_connect_timeout (PonderProviderConfig *self,
                                            double                seconds)
{
  g_return_if_fail (PONDER_IS_PROVIDER_CONFIG (self));

  set_seconds (self, &self->connect_timeout, seconds, PROP_CONNECT_TIMEOUT);
}

double
ponder_provider_config_get_first_token_timeout (PonderProviderConfig *self)
{
  g_return_val_if_fail (PONDER_IS_PROVIDER_CONFIG (self), 0);

  return self->first_token_timeout;
}

void
ponder_provider_config_set_first_token_timeout (PonderProviderConfig *self,
                                                double                seconds)
{
  g_return_if_fail (PONDER_IS_PROVIDER_CONFIG (self));

  set_seconds (self, &self->first_token_timeout, seconds, PROP_FIRST_TOKEN_TIMEOUT);
}

double
ponder_provider_config_get_silence_timeout (PonderProviderConfig *self)
{
  g_return_val_if_fail (PONDER_IS_PROVIDER_CONFIG (self), 0);

  return self->silence_timeout;
}

void
ponder_provider_config_set_silence_timeout (PonderProviderConfig *self,
                                            double                seconds)
{
  g_return_if_fail (PONDER_IS_PROVIDER_CONFIG (self));

  set_seconds (self, &self->silence_timeout, seconds, PROP_SILENCE_TIMEOUT);
}

double
ponder_provider_config_get_total_timeout (PonderProviderConfig *self)
{
  g_return_val_if_fail (PONDER_IS_PROVIDER_CONFIG (self), 0);

  return self->total_timeout;
}

void
ponder_provider_config_set_total_timeout (PonderProviderConfig *self,
                                          double                seconds)
{
  g_return_if_fail (PONDER_IS_PROVIDER_CONFIG (self));

  set_seconds (self, &self->total_timeout, seconds, PROP_TOTAL_TIMEOUT);
}

PonderProviderConfig *
ponder_provider_config_snapshot (PonderProviderConfig *self)
{
  PonderProviderConfig *copy;

  g_return_val_if_fail (PONDER_IS_PROVIDER_CONFIG (self), NULL);

  copy = ponder_provider_config_new (self->id);
  ponder_provider_config_set_name (copy, self->name);
  ponder_provider_config_set_preset (copy, self->preset);
  ponder_provider_config_set_dialect (copy, self->dialect);
  ponder_provider_config_set_base_url (copy, self->base_url);
  ponder_provider_config_set_key_env (copy, self->key_env);
  ponder_provider_config_set_default_model (copy, self->default_model);
  ponder_provider_config_set_ca_file (copy, self->ca_file);
  ponder_provider_config_set_proxy (copy, self->proxy);
  ponder_provider_config_set_enabled (copy, self->enabled);
  ponder_provider_config_set_concurrency (copy, self->concurrency);
  ponder_provider_config_set_connect_timeout (copy, self->connect_timeout);
  ponder_provider_config_set_first_token_timeout (copy, self->first_token_timeout);
  ponder_provider_config_set_silence_timeout (copy, self->silence_timeout);
  ponder_provider_config_set_total_timeout (copy, self->total_timeout);
  return copy;
}

gboolean
ponder_provider_config_is_local (PonderProviderConfig *self)
{
  g_return_val_if_fail (PONDER_IS_PROVIDER_CONFIG (self), FALSE);

  return ponder_base_url_is_local (self->base_url);
}

gboolean
ponder_provider_id_is_valid (const char *id)
{
  gsize length;

  g_return_val_if_fail (id != NULL, FALSE);

  length = strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789-_.");
  return length >= 1 && length <= ID_LIMIT && id[length] == '\0';
}
