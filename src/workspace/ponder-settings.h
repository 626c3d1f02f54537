/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preferences as properties, over GSettings: nobody else spells a key. */

#pragma once

#include <gio/gio.h>

#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_SETTINGS (ponder_settings_get_type ())

G_DECLARE_FINAL_TYPE (PonderSettings, ponder_settings, PONDER, SETTINGS, GObject)

/* @config_dir: keep them in a keyfile there; NULL: where the desktop keeps them. */
PonderSettings *ponder_settings_new               (const char     *config_dir);
/* Reads what was kept, and keeps changes from now on; until then, and without an installed schema, the
 * defaults hold. Only a window needs this: it starts a thread of the desktop's own. */
void            ponder_settings_open              (PonderSettings *self);

/* The default, favorite and recent models, the last chat, the open windows and the cache belong to one folder of chats:
 * the workspace keeps them in its database, the rest is bound to the schema. All are properties of the same names and
 * notify. */
const char     *ponder_settings_get_default_model (PonderSettings *self);  /* "provider/model" or "" */
void            ponder_settings_set_default_model (PonderSettings *self,
                                                   const char     *name);
const char     *ponder_settings_get_last_session  (PonderSettings *self);  /* id or "" */
void            ponder_settings_set_last_session  (PonderSettings *self,
                                                   const char     *session_id);
/* What ponder_window_records_format() writes, or "". */
const char     *ponder_settings_get_open_windows  (PonderSettings *self);
void            ponder_settings_set_open_windows  (PonderSettings *self,
                                                   const char     *windows);
/* "provider/model" in lines, or "". */
const char     *ponder_settings_get_favorite_models (PonderSettings *self);
void            ponder_settings_set_favorite_models (PonderSettings *self,
                                                     const char     *names);
/* Those that were chosen last, the last one first. */
const char     *ponder_settings_get_recent_models (PonderSettings *self);
void            ponder_settings_set_recent_models (PonderSettings *self,
                                                   const char     *names);
gboolean        ponder_settings_get_enter_sends   (PonderSettings *self);
void            ponder_settings_set_enter_sends   (PonderSettings *self,
                                                   gboolean        enter_sends);
/* "system", "light" or "dark". */
const char     *ponder_settings_get_color_scheme  (PonderSettings *self);
void            ponder_settings_set_color_scheme  (PonderSettings *self,
                                                   const char     *scheme);
/* The size of the text of chats: 50 to 300 percent of the desktop's. */
guint           ponder_settings_get_text_zoom     (PonderSettings *self);
void            ponder_settings_set_text_zoom     (PonderSettings *self,
                                                   guint           percent);
void            ponder_settings_get_window_size   (PonderSettings *self,
                                                   int            *width,
                                                   int            *height,
                                                   gboolean       *maximized);
void            ponder_settings_set_window_size   (PonderSettings *self,
                                                   int             width,
                                                   int             height,
                                                   gboolean        maximized);

/* What becomes of answers, as properties of these names: "cache-enabled" (boolean, TRUE), "cache-ttl" (seconds,
 * 600), "cache-max-entries" (1000), "cache-max-megabytes" (100), "cache-replay-paced" (boolean, FALSE: an answer that
 * was kept is shown at once; TRUE: at reading speed). They belong to the folder of chats, too: the tool keeps to
 * them. */
gboolean        ponder_settings_get_cache_enabled       (PonderSettings *self);
guint           ponder_settings_get_cache_ttl           (PonderSettings *self);
guint           ponder_settings_get_cache_max_entries   (PonderSettings *self);
guint           ponder_settings_get_cache_max_megabytes (PonderSettings *self);
gboolean        ponder_settings_get_cache_replay_paced  (PonderSettings *self);

/* How a question is thought about deeply where a chat says nothing else: what ponder_think_config_serialize() writes,
 * or "" for what is usual. Where the web is searched: JSON, or "". Both belong to the folder of chats. */
const char     *ponder_settings_get_think_config  (PonderSettings *self);
void            ponder_settings_set_think_config  (PonderSettings *self,
                                                   const char     *json);
/* "think-in-new-chats": they think deeply from the start; belongs to the folder, too. */
gboolean        ponder_settings_get_think_in_new_chats (PonderSettings *self);
const char     *ponder_settings_get_web_search    (PonderSettings *self);
void            ponder_settings_set_web_search    (PonderSettings *self,
                                                   const char     *json);

G_END_DECLS
