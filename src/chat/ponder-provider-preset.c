/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of a provider before it is configured: one stanza of data/providers.ini each. */

#include "config.h"

#include "ponder-provider-preset.h"

#include <glib/gi18n.h>

#include "ponder-chat-resources.h"
#include "ponder-provider-config.h"

#define RESOURCE_PATH "/io/github/ponderchat/Ponder/providers.ini"

/* Never changes; held by whoever loaded the list. */
struct _PonderProviderPreset
{
  GObject     parent_instance;

  char       *id;
  GHashTable *values;           /* every entry of the stanza */
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_NAME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PonderProviderPreset, ponder_provider_preset, G_TYPE_OBJECT)

static const char *
lookup (PonderProviderPreset *self,
        const char           *entry)
{
  return g_hash_table_lookup (self->values, entry);
}

static PonderProviderPreset *
load_stanza (GKeyFile    *file,
             const char  *id,
             GError     **error)
{
  g_autoptr(PonderProviderPreset) self = g_object_new (PONDER_TYPE_PROVIDER_PRESET, NULL);
  g_auto(GStrv) entries = NULL;

  self->id = g_strdup (id);
  if (!(entries = g_key_file_get_keys (file, id, NULL, error)))
    return NULL;

  for (guint i = 0; entries[i] != NULL; i++)
    {
      char *value = g_key_file_get_string (file, id, entries[i], error);

      if (value == NULL)
        return NULL;
      g_hash_table_insert (self->values, g_strdup (entries[i]), value);
    }

  return g_steal_pointer (&self);
}

static void
ponder_provider_preset_finalize (GObject *object)
{
  PonderProviderPreset *self = PONDER_PROVIDER_PRESET (object);

  g_free (self->id);
  g_hash_table_unref (self->values);

  G_OBJECT_CLASS (ponder_provider_preset_parent_class)->finalize (object);
}

static void
ponder_provider_preset_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  PonderProviderPreset *self = PONDER_PROVIDER_PRESET (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_NAME:
      g_value_set_string (value, ponder_provider_preset_get_name (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ponder_provider_preset_class_init (PonderProviderPresetClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags shown = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = ponder_provider_preset_finalize;
  object_class->get_property = ponder_provider_preset_get_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, shown);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, shown);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ponder_provider_preset_init (PonderProviderPreset *self)
{
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

GPtrArray *
ponder_provider_preset_load_all (GError **error)
{
  g_autoptr(GPtrArray) presets = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autoptr(GBytes) bytes = NULL;
  g_auto(GStrv) groups = NULL;

  /* Asked of our own resource and not of the global list: nothing has to be registered first. */
  bytes = g_resource_lookup_data (ponder_chat_get_resource (), RESOURCE_PATH,
                                  G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (bytes == NULL || !g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, error))
    return NULL;

  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    {
      PonderProviderPreset *preset = load_stanza (file, groups[i], error);

      if (preset == NULL)
        return NULL;
      g_ptr_array_add (presets, preset);
    }

  return g_steal_pointer (&presets);
}

const char *
ponder_provider_preset_get_id (PonderProviderPreset *self)
{
  g_return_val_if_fail (PONDER_IS_PROVIDER_PRESET (self), NULL);

  return self->id;
}

const char *
ponder_provider_preset_get_name (PonderProviderPreset *self)
{
  const char *name;

  g_return_val_if_fail (PONDER_IS_PROVIDER_PRESET (self), NULL);

  name = lookup (self, "name");
  return name != NULL ? name : _("Other server");
}

const char *
ponder_provider_preset_get_dialect (PonderProviderPreset *self)
{
  const char *dialect;

  g_return_val_if_fail (PONDER_IS_PROVIDER_PRESET (self), NULL);

  dialect = lookup (self, "dialect");
  return dialect != NULL ? dialect : "openai";
}

const char *
ponder_provider_preset_get_base_url (PonderProviderPreset *self)
{
  const char *base_url;

  g_return_val_if_fail (PONDER_IS_PROVIDER_PRESET (self), NULL);

  base_url = lookup (self, "base-url");
  return base_url != NULL ? base_url : "";
}

const char *
ponder_provider_preset_get_key_env (PonderProviderPreset *self)
{
  g_return_val_if_fail (PONDER_IS_PROVIDER_PRESET (self), NULL);

  return lookup (self, "key-env");
}

const char *
ponder_provider_preset_get_key_url (PonderProviderPreset *self)
{
  g_return_val_if_fail (PONDER_IS_PROVIDER_PRESET (self), NULL);

  return lookup (self, "key-url");
}

guint
ponder_provider_preset_get_concurrency (PonderProviderPreset *self)
{
  const char *number;

  g_return_val_if_fail (PONDER_IS_PROVIDER_PRESET (self), 0);

  number = lookup (self, "concurrency");
  return number != NULL ? (guint) g_ascii_strtoull (number, NULL, 10) : 0;
}

gboolean
ponder_provider_preset_get_needs_key (PonderProviderPreset *self)
{
  g_return_val_if_fail (PONDER_IS_PROVIDER_PRESET (self), FALSE);

  return g_strcmp0 (lookup (self, "needs-key"), "false") != 0;
}

gboolean
ponder_provider_preset_get_local (PonderProviderPreset *self)
{
  g_return_val_if_fail (PONDER_IS_PROVIDER_PRESET (self), FALSE);

  return g_strcmp0 (lookup (self, "local"), "true") == 0;
}

const char *
ponder_provider_preset_get_quirk (PonderProviderPreset *self,
                                  const char           *name)
{
  g_return_val_if_fail (PONDER_IS_PROVIDER_PRESET (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return lookup (self, name);
}

PonderProviderConfig *
ponder_provider_preset_make_config (PonderProviderPreset *self)
{
  PonderProviderConfig *config;

  g_return_val_if_fail (PONDER_IS_PROVIDER_PRESET (self), NULL);

  config = ponder_provider_config_new (self->id);
  ponder_provider_config_set_name (config, ponder_provider_preset_get_name (self));
  ponder_provider_config_set_preset (config, self->id);
  ponder_provider_config_set_dialect (config, ponder_provider_preset_get_dialect (self));
  ponder_provider_config_set_base_url (config, ponder_provider_preset_get_base_url (self));
  ponder_provider_config_set_key_env (config, ponder_provider_preset_get_key_env (self));
  ponder_provider_config_set_concurrency (config, ponder_provider_preset_get_concurrency (self));
  return config;
}
