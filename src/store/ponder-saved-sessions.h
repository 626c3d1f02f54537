/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sessions as one store last saved them. */

#pragma once

#include "ponder-session.h"

G_BEGIN_DECLS

/* An answer that is saved again and again must not undo what another program gives its chat
 * meanwhile, a title say: a session's own values are written only when they changed here. */

/* (element-type utf8 PonderSession) (transfer full) */
GHashTable *ponder_saved_sessions_new      (void);
/* Keeps @session, which must not change any more. TRUE when its own values are those it had before;
 * what follows from its messages does not count. */
gboolean    ponder_saved_sessions_remember (GHashTable    *self,
                                            PonderSession *session);
/* It was not saved after all. */
void        ponder_saved_sessions_forget   (GHashTable    *self,
                                            PonderSession *session);

G_END_DECLS
