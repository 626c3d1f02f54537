/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chats, as a GListModel: pinned ones first, then by time, newest first; in the trash, what was thrown
 * away last first. */

#pragma once

#include <gio/gio.h>

#include "ponder-session.h"
#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_SESSION_LIST (ponder_session_list_get_type ())

G_DECLARE_FINAL_TYPE (PonderSessionList, ponder_session_list, PONDER, SESSION_LIST, GObject)

PonderSessionList *ponder_session_list_new      (void);
/* Fills an empty list in one go, however many there are. Takes @sessions (element-type PonderSession),
 * which are in order, and @by_id (element-type utf8 PonderSession), which borrows from it. */
void               ponder_session_list_take     (PonderSessionList *self,
                                                 GPtrArray         *sessions,
                                                 GHashTable        *by_id);
/* The one writer: adds @session, or moves it to where it belongs now. */
void               ponder_session_list_place    (PonderSessionList *self,
                                                 PonderSession     *session);
void               ponder_session_list_remove   (PonderSessionList *self,
                                                 PonderSession     *session);
PonderSession     *ponder_session_list_lookup   (PonderSessionList *self,
                                                 const char        *id);  /* (transfer none) (nullable) */

/* The heading under which @session stands at @now (local time): "Pinned", "Today", "Yesterday",
 * "Previous 7 days", "Previous 30 days", then month by month. Translated. (transfer full) */
char              *ponder_session_dup_group     (PonderSession     *session,
                                                 GDateTime         *now);

G_END_DECLS
