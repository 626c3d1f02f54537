/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings what changed to the store, and tries again what could not be written. */

#pragma once

#include "ponder-session.h"
#include "ponder-store.h"

G_BEGIN_DECLS

#define PONDER_TYPE_AUTOSAVE (ponder_autosave_get_type ())

G_DECLARE_FINAL_TYPE (PonderAutosave, ponder_autosave, PONDER, AUTOSAVE, GObject)

/* Signals:
 *   "failed" (PonderFault*): something could not be written. Once, until writing works again. */

PonderAutosave *ponder_autosave_new            (PonderStore          *store);
/* Nothing of this session is ever written. */
void            ponder_autosave_exclude        (PonderAutosave       *self,
                                                const char           *session_id);
/* Writes the row of @session at once, then at most once a second. */
void            ponder_autosave_touch_session  (PonderAutosave       *self,
                                                PonderSession        *session);
/* Whether something of @session waits to be written, or is being written: what the store gave before
 * is older. */
gboolean        ponder_autosave_has_session    (PonderAutosave       *self,
                                                PonderSession        *session);
/* Writes @messages now, with those of the session that could not be written before. */
void            ponder_autosave_write_async    (PonderAutosave       *self,
                                                PonderSession        *session,
                                                GPtrArray            *messages,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
/* FALSE: they are kept and tried again with the next write; "failed" has told why. */
gboolean        ponder_autosave_write_finish   (PonderAutosave       *self,
                                                GAsyncResult         *result,
                                                GError              **error);
/* Hands everything that waits to the store; its next call comes after. */
void            ponder_autosave_flush          (PonderAutosave       *self);
/* Something could not be written so far. */
gboolean        ponder_autosave_has_unsaved    (PonderAutosave       *self);

G_END_DECLS
