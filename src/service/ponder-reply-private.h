/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The side of a reply that only the service sees. */

#pragma once

#include "ponder-attempt.h"
#include "ponder-reply.h"

G_BEGIN_DECLS

PonderReply *ponder_reply_new                  (PonderRequest *request);
/* It has left the queue; @attempt works on it from now on. */
void         ponder_reply_begin                (PonderReply   *self,
                                                PonderAttempt *attempt);
/* The request is on its way. */
void         ponder_reply_connected            (PonderReply   *self);
void         ponder_reply_take_delta           (PonderReply   *self,
                                                PonderDelta   *delta);
void         ponder_reply_set_can_keep_waiting (PonderReply   *self,
                                                gboolean       can_keep_waiting);
/* Everything that happens to @leader, but for its words and its end, happens to this one too: it comes to the same
 * state, with the same numbers. More time for one is more time for both. */
void         ponder_reply_mirror               (PonderReply   *self,
                                                PonderReply   *leader);
/* Somebody else got this answer from the server, at @time (microseconds since 1970): it costs nothing. */
void         ponder_reply_set_cached_from      (PonderReply   *self,
                                                gint64         time);
/* A token of any kind has been given out: from then on nothing is tried again. */
gboolean     ponder_reply_has_answer           (PonderReply   *self);
/* The answer has come to its end, though its body has not. */
gboolean     ponder_reply_is_complete          (PonderReply   *self);
/* The attempt failed, and the next comes after @countdown... */
void         ponder_reply_wait_for             (PonderReply     *self,
                                                PonderCountdown *countdown);
/* ...which is over. */
void         ponder_reply_queue_again          (PonderReply   *self);
/* Takes @error (nullable). Stops the attempt, then becomes DONE. */
void         ponder_reply_end                  (PonderReply   *self,
                                                GError        *error);

G_END_DECLS
