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
/* Takes @error (nullable). Stops the attempt, then becomes DONE. */
void         ponder_reply_end                  (PonderReply   *self,
                                                GError        *error);

G_END_DECLS
