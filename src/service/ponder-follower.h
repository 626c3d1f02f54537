/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One who asks what others may be asking too: he has the whole answer, and leaves when he likes. */

#pragma once

#include "ponder-cached-answer.h"
#include "ponder-shared-call.h"

G_BEGIN_DECLS

/* Becomes part of a shared call, from the main loop. @reply becomes DONE, which is when the follower is freed. */
PonderFollower *ponder_follower_new            (PonderSharing      *sharing,
                                                PonderReply        *reply);
void            ponder_follower_free           (PonderFollower     *self);
void            ponder_follower_set_background (PonderFollower     *self,
                                                gboolean            background);

/* --- for the shared call --- */

/* (transfer none) */
PonderReply    *ponder_follower_get_reply      (PonderFollower     *self);
gboolean        ponder_follower_get_background (PonderFollower     *self);
/* @leader has come to another state, but not to its end. Whoever listens may free the follower. */
void            ponder_follower_sync_state     (PonderFollower     *self,
                                                PonderReply        *leader);
/* It has been answered before, at @created. The call is over for him. */
void            ponder_follower_replay         (PonderFollower     *self,
                                                PonderCachedAnswer *answer,
                                                gint64              created);
/* The call is over; whoever ends the reply comes after this. */
void            ponder_follower_detach         (PonderFollower     *self);

G_END_DECLS
