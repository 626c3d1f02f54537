/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sessions as one store last saved them. */

#include "config.h"

#include "ponder-saved-sessions.h"

static gboolean
same_values (PonderSession *a,
             PonderSession *b)
{
  return g_str_equal (ponder_session_get_title (a), ponder_session_get_title (b)) &&
         ponder_session_get_title_fixed (a) == ponder_session_get_title_fixed (b) &&
         ponder_session_get_pinned (a) == ponder_session_get_pinned (b) &&
         ponder_session_get_archived (a) == ponder_session_get_archived (b) &&
         g_strv_equal (ponder_session_get_tags (a), ponder_session_get_tags (b)) &&
         ponder_session_get_created (a) == ponder_session_get_created (b) &&
         ponder_session_get_trashed (a) == ponder_session_get_trashed (b) &&
         ponder_model_config_equal (ponder_session_get_config (a),
                                    ponder_session_get_config (b)) &&
         g_str_equal (ponder_session_get_draft (a), ponder_session_get_draft (b)) &&
         ponder_session_get_draft_cursor (a) == ponder_session_get_draft_cursor (b) &&
         g_strcmp0 (ponder_session_get_scroll_message (a),
                    ponder_session_get_scroll_message (b)) == 0 &&
         ponder_session_get_scroll_offset (a) == ponder_session_get_scroll_offset (b);
}

GHashTable *
ponder_saved_sessions_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
}

gboolean
ponder_saved_sessions_remember (GHashTable    *self,
                                PonderSession *session)
{
  const char *id = ponder_session_get_id (session);
  PonderSession *last = g_hash_table_lookup (self, id);
  gboolean same = last != NULL && same_values (last, session);

  g_hash_table_replace (self, (gpointer) id, g_object_ref (session));
  return same;
}

void
ponder_saved_sessions_forget (GHashTable    *self,
                              PonderSession *session)
{
  g_hash_table_remove (self, ponder_session_get_id (session));
}
