/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the settings share. */

#pragma once

#include "ponder-settings.h"

G_BEGIN_DECLS

/* Holds the values itself; GSettings, when there is one, is bound to its properties both ways. */
struct _PonderSettings
{
  GObject    parent_instance;

  char      *config_dir;
  GSettings *settings;          /* (nullable): not opened, or no schema is installed */
  char      *default_model;
  char      *last_session;
  char      *open_windows;
  char      *favorite_models;
  char      *recent_models;
  char      *think_config;
  char      *web_search;
  char      *color_scheme;
  int        window_width;
  int        window_height;
  gboolean   window_maximized;
  guint      text_zoom;
  gboolean   enter_sends;
  gboolean   cache_enabled;
  gboolean   cache_replay_paced;
  gboolean   think_in_new_chats;
  guint      cache_ttl;
  guint      cache_max_entries;
  guint      cache_max_megabytes;
};

G_END_DECLS
