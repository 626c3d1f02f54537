/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preferences as properties, over GSettings: nobody else spells a key. */

#include "config.h"

#define G_SETTINGS_ENABLE_BACKEND

#include "ponder-settings-private.h"

#include <gio/gsettingsbackend.h>

#define WINDOW_WIDTH  1000
#define WINDOW_HEIGHT 720

#define ZOOM_SMALLEST 50
#define ZOOM_NORMAL   100
#define ZOOM_LARGEST  300

#define CACHE_TTL           600
#define CACHE_MAX_TTL       (366 * 24 * 60 * 60)
#define CACHE_ENTRIES       1000
#define CACHE_MAX_ENTRIES   1000000
#define CACHE_MEGABYTES     100
#define CACHE_MAX_MEGABYTES 2000

enum
{
  PROP_0,
  PROP_DEFAULT_MODEL,
  PROP_LAST_SESSION,
  PROP_OPEN_WINDOWS,
  PROP_FAVORITE_MODELS,
  PROP_RECENT_MODELS,
  PROP_ENTER_SENDS,
  PROP_COLOR_SCHEME,
  PROP_TEXT_ZOOM,
  PROP_WINDOW_WIDTH,
  PROP_WINDOW_HEIGHT,
  PROP_WINDOW_MAXIMIZED,
  PROP_CACHE_ENABLED,
  PROP_CACHE_TTL,
  PROP_CACHE_MAX_ENTRIES,
  PROP_CACHE_MAX_MEGABYTES,
  PROP_CACHE_REPLAY_PACED,
  PROP_THINK_CONFIG,
  PROP_THINK_IN_NEW_CHATS,
  PROP_WEB_SEARCH,
  N_PROPS,
  PROP_CONFIG_DIR = N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PonderSettings, ponder_settings, G_TYPE_OBJECT)

static void
set_string (PonderSettings *self,
            char          **place,
            const char     *value,
            guint           property)
{
  if (g_strcmp0 (*place, value) == 0)
    return;

  g_free (*place);
  *place = g_strdup (value != NULL ? value : "");
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_int (PonderSettings *self,
         int            *place,
         int             value,
         guint           property)
{
  if (*place == value)
    return;

  *place = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_uint (PonderSettings *self,
          guint          *place,
          guint           value,
          guint           property)
{
  if (*place == value)
    return;

  *place = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_boolean (PonderSettings *self,
             gboolean       *place,
             gboolean        value,
             guint           property)
{
  if (*place == !!value)
    return;

  *place = !!value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* g_settings_new() ends the program when the schema is not installed; this looks first. */
static GSettings *
open_settings (const char *config_dir)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr(GSettingsSchema) schema = NULL;
  g_autoptr(GSettingsBackend) backend = NULL;

  if (source == NULL)
    return NULL;
  if (!(schema = g_settings_schema_source_lookup (source, PONDER_APPLICATION_ID, TRUE)))
    return NULL;

  if (config_dir != NULL)
    {
      g_autofree char *path = g_build_filename (config_dir, "ponder.ini", NULL);

      backend = g_keyfile_settings_backend_new (path, "/io/github/ponderchat/Ponder/", "ponder");
    }
  return g_settings_new_full (schema, backend, NULL);
}

static void
bind_keys (PonderSettings *self)
{
  g_autoptr(GSettingsSchema) schema = NULL;

  g_object_get (self->settings, "settings-schema", &schema, NULL);
  for (guint i = PROP_0 + 1; i < N_PROPS; i++)
    {
      const char *name = properties[i]->name;

      /* An installed schema of another version may lack one. */
      if (g_settings_schema_has_key (schema, name))
        g_settings_bind (self->settings, name, self, name, G_SETTINGS_BIND_DEFAULT);
    }
}

static void
ponder_settings_finalize (GObject *object)
{
  PonderSettings *self = PONDER_SETTINGS (object);

  g_clear_object (&self->settings);
  g_free (self->config_dir);
  g_free (self->default_model);
  g_free (self->last_session);
  g_free (self->open_windows);
  g_free (self->favorite_models);
  g_free (self->recent_models);
  g_free (self->think_config);
  g_free (self->web_search);
  g_free (self->color_scheme);

  G_OBJECT_CLASS (ponder_settings_parent_class)->finalize (object);
}

static void
ponder_settings_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  PonderSettings *self = PONDER_SETTINGS (object);

  switch (id)
    {
    case PROP_DEFAULT_MODEL:
      g_value_set_string (value, self->default_model);
      break;
    case PROP_LAST_SESSION:
      g_value_set_string (value, self->last_session);
      break;
    case PROP_OPEN_WINDOWS:
      g_value_set_string (value, self->open_windows);
      break;
    case PROP_FAVORITE_MODELS:
      g_value_set_string (value, self->favorite_models);
      break;
    case PROP_RECENT_MODELS:
      g_value_set_string (value, self->recent_models);
      break;
    case PROP_THINK_CONFIG:
      g_value_set_string (value, self->think_config);
      break;
    case PROP_WEB_SEARCH:
      g_value_set_string (value, self->web_search);
      break;
    case PROP_ENTER_SENDS:
      g_value_set_boolean (value, self->enter_sends);
      break;
    case PROP_COLOR_SCHEME:
      g_value_set_string (value, self->color_scheme);
      break;
    case PROP_TEXT_ZOOM:
      g_value_set_uint (value, self->text_zoom);
      break;
    case PROP_WINDOW_WIDTH:
      g_value_set_int (value, self->window_width);
      break;
    case PROP_WINDOW_HEIGHT:
      g_value_set_int (value, self->window_height);
      break;
    case PROP_WINDOW_MAXIMIZED:
      g_value_set_boolean (value, self->window_maximized);
      break;
    case PROP_CACHE_ENABLED:
      g_value_set_boolean (value, self->cache_enabled);
      break;
    case PROP_CACHE_TTL:
      g_value_set_uint (value, self->cache_ttl);
      break;
    case PROP_CACHE_MAX_ENTRIES:
      g_value_set_uint (value, self->cache_max_entries);
      break;
    case PROP_CACHE_MAX_MEGABYTES:
      g_value_set_uint (value, self->cache_max_megabytes);
      break;
    case PROP_THINK_IN_NEW_CHATS:
      g_value_set_boolean (value, self->think_in_new_chats);
      break;
    case PROP_CACHE_REPLAY_PACED:
      g_value_set_boolean (value, self->cache_replay_paced);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ponder_settings_set_property (GObject      *object,
                              guint         id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  PonderSettings *self = PONDER_SETTINGS (object);

  switch (id)
    {
    case PROP_DEFAULT_MODEL:
      ponder_settings_set_default_model (self, g_value_get_string (value));
      break;
    case PROP_LAST_SESSION:
      ponder_settings_set_last_session (self, g_value_get_string (value));
      break;
    case PROP_OPEN_WINDOWS:
      ponder_settings_set_open_windows (self, g_value_get_string (value));
      break;
    case PROP_FAVORITE_MODELS:
      ponder_settings_set_favorite_models (self, g_value_get_string (value));
      break;
    case PROP_RECENT_MODELS:
      ponder_settings_set_recent_models (self, g_value_get_string (value));
      break;
    case PROP_THINK_CONFIG:
      set_string (self, &self->think_config, g_value_get_string (value), id);
      break;
    case PROP_WEB_SEARCH:
      set_string (self, &self->web_search, g_value_get_string (value), id);
      break;
    case PROP_ENTER_SENDS:
      ponder_settings_set_enter_sends (self, g_value_get_boolean (value));
      break;
    case PROP_COLOR_SCHEME:
      ponder_settings_set_color_scheme (self, g_value_get_string (value));
      break;
    case PROP_TEXT_ZOOM:
      ponder_settings_set_text_zoom (self, g_value_get_uint (value));
      break;
    case PROP_WINDOW_WIDTH:
      set_int (self, &self->window_width, g_value_get_int (value), id);
      break;
    case PROP_WINDOW_HEIGHT:
      set_int (self, &self->window_height, g_value_get_int (value), id);
      break;
    case PROP_WINDOW_MAXIMIZED:
      set_boolean (self, &self->window_maximized, g_value_get_boolean (value), id);
      break;
    case PROP_CACHE_ENABLED:
      set_boolean (self, &self->cache_enabled, g_value_get_boolean (value), id);
      break;
    case PROP_CACHE_TTL:
      set_uint (self, &self->cache_ttl, g_value_get_uint (value), id);
      break;
    case PROP_CACHE_MAX_ENTRIES:
      set_uint (self, &self->cache_max_entries, g_value_get_uint (value), id);
      break;
    case PROP_CACHE_MAX_MEGABYTES:
      set_uint (self, &self->cache_max_megabytes, g_value_get_uint (value), id);
      break;
    case PROP_THINK_IN_NEW_CHATS:
      set_boolean (self, &self->think_in_new_chats, g_value_get_boolean (value), id);
      break;
    case PROP_CACHE_REPLAY_PACED:
      set_boolean (self, &self->cache_replay_paced, g_value_get_boolean (value), id);
      break;
    case PROP_CONFIG_DIR:
      self->config_dir = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
install_cache_properties (void)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  properties[PROP_CACHE_ENABLED] = g_param_spec_boolean ("cache-enabled", NULL, NULL, TRUE, flags);
  properties[PROP_CACHE_TTL] =
    g_param_spec_uint ("cache-ttl", NULL, NULL, 1, CACHE_MAX_TTL, CACHE_TTL, flags);
  properties[PROP_CACHE_MAX_ENTRIES] =
    g_param_spec_uint ("cache-max-entries", NULL, NULL, 1, CACHE_MAX_ENTRIES, CACHE_ENTRIES, flags);
  properties[PROP_CACHE_MAX_MEGABYTES] =
    g_param_spec_uint ("cache-max-megabytes", NULL, NULL, 1, CACHE_MAX_MEGABYTES, CACHE_MEGABYTES, flags);
  properties[PROP_CACHE_REPLAY_PACED] =
    g_param_spec_boolean ("cache-replay-paced", NULL, NULL, FALSE, flags);
}

static void
ponder_settings_class_init (PonderSettingsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = ponder_settings_finalize;
  object_class->get_property = ponder_settings_get_property;
  object_class->set_property = ponder_settings_set_property;

  properties[PROP_DEFAULT_MODEL] = g_param_spec_string ("default-model", NULL, NULL, "", flags);
  properties[PROP_LAST_SESSION] = g_param_spec_string ("last-session", NULL, NULL, "", flags);
  properties[PROP_OPEN_WINDOWS] = g_param_spec_string ("open-windows", NULL, NULL, "", flags);
  properties[PROP_FAVORITE_MODELS] = g_param_spec_string ("favorite-models", NULL, NULL, "", flags);
  properties[PROP_RECENT_MODELS] = g_param_spec_string ("recent-models", NULL, NULL, "", flags);
  properties[PROP_THINK_CONFIG] = g_param_spec_string ("think-config", NULL, NULL, "", flags);
  properties[PROP_THINK_IN_NEW_CHATS] =
    g_param_spec_boolean ("think-in-new-chats", NULL, NULL, FALSE, flags);
  properties[PROP_WEB_SEARCH] = g_param_spec_string ("web-search", NULL, NULL, "", flags);
  properties[PROP_ENTER_SENDS] = g_param_spec_boolean ("enter-sends", NULL, NULL, TRUE, flags);
  properties[PROP_COLOR_SCHEME] = g_param_spec_string ("color-scheme", NULL, NULL, "system", flags);
  properties[PROP_TEXT_ZOOM] =
    g_param_spec_uint ("text-zoom", NULL, NULL, ZOOM_SMALLEST, ZOOM_LARGEST, ZOOM_NORMAL, flags);
  properties[PROP_WINDOW_WIDTH] =
    g_param_spec_int ("window-width", NULL, NULL, 0, G_MAXINT, WINDOW_WIDTH, flags);
  properties[PROP_WINDOW_HEIGHT] =
    g_param_spec_int ("window-height", NULL, NULL, 0, G_MAXINT, WINDOW_HEIGHT, flags);
  properties[PROP_WINDOW_MAXIMIZED] =
    g_param_spec_boolean ("window-maximized", NULL, NULL, FALSE, flags);
  install_cache_properties ();
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_object_class_install_property (object_class, PROP_CONFIG_DIR,
    g_param_spec_string ("config-dir", NULL, NULL, NULL,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS));
}

static void
ponder_settings_init (PonderSettings *self)
{
  self->default_model = g_strdup ("");
  self->last_session = g_strdup ("");
  self->open_windows = g_strdup ("");
  self->favorite_models = g_strdup ("");
  self->recent_models = g_strdup ("");
  self->think_config = g_strdup ("");
  self->web_search = g_strdup ("");
  self->color_scheme = g_strdup ("system");
  self->text_zoom = ZOOM_NORMAL;
  self->window_width = WINDOW_WIDTH;
  self->window_height = WINDOW_HEIGHT;
  self->enter_sends = TRUE;
  self->cache_enabled = TRUE;
  self->cache_ttl = CACHE_TTL;
  self->cache_max_entries = CACHE_ENTRIES;
  self->cache_max_megabytes = CACHE_MEGABYTES;
}

PonderSettings *
ponder_settings_new (const char *config_dir)
{
  return g_object_new (PONDER_TYPE_SETTINGS, "config-dir", config_dir, NULL);
}

void
ponder_settings_open (PonderSettings *self)
{
  g_return_if_fail (PONDER_IS_SETTINGS (self));

  if (self->settings == NULL && (self->settings = open_settings (self->config_dir)) != NULL)
    bind_keys (self);
}

const char *
ponder_settings_get_default_model (PonderSettings *self)
{
  g_return_val_if_fail (PONDER_IS_SETTINGS (self), NULL);

  return self->default_model;
}

void
ponder_settings_set_default_model (PonderSettings *self,
                                   const char     *name)
{
  g_return_if_fail (PONDER_IS_SETTINGS (self));

  set_string (self, &self->default_model, name, PROP_DEFAULT_MODEL);
}

const char *
ponder_settings_get_favorite_models (PonderSettings *self)
{
  g_return_val_if_fail (PONDER_IS_SETTINGS (self), "");

  return self->favorite_models;
}

void
ponder_settings_set_favorite_models (PonderSettings *self,
                                     const char     *names)
{
  g_return_if_fail (PONDER_IS_SETTINGS (self));

  set_string (self, &self->favorite_models, names, PROP_FAVORITE_MODELS);
}

const char *
ponder_settings_get_recent_models (PonderSettings *self)
{
  g_return_val_if_fail (PONDER_IS_SETTINGS (self), "");

  return self->recent_models;
}

void
ponder_settings_set_recent_models (PonderSettings *self,
                                   const char     *names)
{
  g_return_if_fail (PONDER_IS_SETTINGS (self));

  set_string (self, &self->recent_models, names, PROP_RECENT_MODELS);
}

const char *
ponder_settings_get_last_session (PonderSettings *self)
{
  g_return_val_if_fail (PONDER_IS_SETTINGS (self), NULL);

  return self->last_session;
}

void
ponder_settings_set_last_session (PonderSettings *self,
                                  const char     *session_id)
{
  g_return_if_fail (PONDER_IS_SETTINGS (self));

  set_string (self, &self->last_session, session_id, PROP_LAST_SESSION);
}

const char *
ponder_settings_get_open_windows (PonderSettings *self)
{
  g_return_val_if_fail (PONDER_IS_SETTINGS (self), NULL);

  return self->open_windows;
}

void
ponder_settings_set_open_windows (PonderSettings *self,
                                  const char     *windows)
{
  g_return_if_fail (PONDER_IS_SETTINGS (self));

  set_string (self, &self->open_windows, windows, PROP_OPEN_WINDOWS);
}

gboolean
ponder_settings_get_enter_sends (PonderSettings *self)
{
  g_return_val_if_fail (PONDER_IS_SETTINGS (self), TRUE);

  return self->enter_sends;
}

void
ponder_settings_set_enter_sends (PonderSettings *self,
                                 gboolean        enter_sends)
{
  g_return_if_fail (PONDER_IS_SETTINGS (self));

  set_boolean (self, &self->enter_sends, enter_sends, PROP_ENTER_SENDS);
}

const char *
ponder_settings_get_color_scheme (PonderSettings *self)
{
  g_return_val_if_fail (PONDER_IS_SETTINGS (self), NULL);

  return self->color_scheme;
}

void
ponder_settings_set_color_scheme (PonderSettings *self,
                                  const char     *scheme)
{
  g_return_if_fail (PONDER_IS_SETTINGS (self));

  set_string (self, &self->color_scheme, scheme, PROP_COLOR_SCHEME);
}

guint
ponder_settings_get_text_zoom (PonderSettings *self)
{
  g_return_val_if_fail (PONDER_IS_SETTINGS (self), ZOOM_NORMAL);

  return self->text_zoom;
}

void
ponder_settings_set_text_zoom (PonderSettings *self,
                               guint           percent)
{
  g_return_if_fail (PONDER_IS_SETTINGS (self));

  set_uint (self, &self->text_zoom, CLAMP (percent, ZOOM_SMALLEST, ZOOM_LARGEST), PROP_TEXT_ZOOM);
}

void
ponder_settings_get_window_size (PonderSettings *self,
                                 int            *width,
                                 int            *height,
                                 gboolean       *maximized)
{
  g_return_if_fail (PONDER_IS_SETTINGS (self));

  *width = self->window_width;
  *height = self->window_height;
  *maximized = self->window_maximized;
}

void
ponder_settings_set_window_size (PonderSettings *self,
                                 int             width,
                                 int             height,
                                 gboolean        maximized)
{
  g_return_if_fail (PONDER_IS_SETTINGS (self));

  set_int (self, &self->window_width, width, PROP_WINDOW_WIDTH);
  set_int (self, &self->window_height, height, PROP_WINDOW_HEIGHT);
  set_boolean (self, &self->window_maximized, maximized, PROP_WINDOW_MAXIMIZED);
}
