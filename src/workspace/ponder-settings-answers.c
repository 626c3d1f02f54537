/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings that say how answers are made and kept. */

#include "config.h"

#include "ponder-settings-private.h"

gboolean
ponder_settings_get_cache_enabled (PonderSettings *self)
{
  g_return_val_if_fail (PONDER_IS_SETTINGS (self), FALSE);

  return self->cache_enabled;
}

guint
ponder_settings_get_cache_ttl (PonderSettings *self)
{
  g_return_val_if_fail (PONDER_IS_SETTINGS (self), 0);

  return self->cache_ttl;
}

guint
ponder_settings_get_cache_max_entries (PonderSettings *self)
{
  g_return_val_if_fail (PONDER_IS_SETTINGS (self), 0);

  return self->cache_max_entries;
}

guint
ponder_settings_get_cache_max_megabytes (PonderSettings *self)
{
  g_return_val_if_fail (PONDER_IS_SETTINGS (self), 0);

  return self->cache_max_megabytes;
}

gboolean
ponder_settings_get_cache_replay_paced (PonderSettings *self)
{
  g_return_val_if_fail (PONDER_IS_SETTINGS (self), FALSE);

  return self->cache_replay_paced;
}

const char *
ponder_settings_get_think_config (PonderSettings *self)
{
  g_return_val_if_fail (PONDER_IS_SETTINGS (self), "");

  return self->think_config;
}

void
ponder_settings_set_think_config (PonderSettings *self,
                                  const char     *json)
{
  g_return_if_fail (PONDER_IS_SETTINGS (self));

  g_object_set (self, "think-config", json, NULL);
}

gboolean
ponder_settings_get_think_in_new_chats (PonderSettings *self)
{
  g_return_val_if_fail (PONDER_IS_SETTINGS (self), FALSE);

  return self->think_in_new_chats;
}

const char *
ponder_settings_get_web_search (PonderSettings *self)
{
  g_return_val_if_fail (PONDER_IS_SETTINGS (self), "");

  return self->web_search;
}

void
ponder_settings_set_web_search (PonderSettings *self,
                                const char     *json)
{
  g_return_if_fail (PONDER_IS_SETTINGS (self));

  g_object_set (self, "web-search", json, NULL);
}
