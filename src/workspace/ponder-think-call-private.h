/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One call that a run of deep think makes for one of its steps. */

#pragma once

#include "ponder-attachments.h"
#include "ponder-service.h"

G_BEGIN_DECLS

#define PONDER_TYPE_THINK_CALL (ponder_think_call_get_type ())

G_DECLARE_FINAL_TYPE (PonderThinkCall, ponder_think_call, PONDER, THINK_CALL, GObject)

/* Signals, none of them after ponder_think_call_abort():
 *   "text" (): something was said that nobody has taken; "alive" (): the model began to think, once; "sent" (): one
 *   request more; "waiting" (): it failed and is made once more after a while; "ended" (): once. */

/* @hedge: beside the first one of @node. */
PonderThinkCall *ponder_think_call_new            (const char        *node,
                                                   gboolean           hedge);
/* Once what is attached to it is read. */
void             ponder_think_call_start          (PonderThinkCall   *self,
                                                   PonderRequest     *request,
                                                   PonderAttachments *attachments,
                                                   PonderService     *service);
/* The socket is closed before this returns. */
void             ponder_think_call_abort          (PonderThinkCall   *self);
const char      *ponder_think_call_get_node       (PonderThinkCall   *self);
/* As the engine calls it. */
const char      *ponder_think_call_get_name       (PonderThinkCall   *self);
/* (nullable): NULL while what is attached is being read. */
PonderReply     *ponder_think_call_get_reply      (PonderThinkCall   *self);
/* What was said and not taken yet. */
const char      *ponder_think_call_peek_text      (PonderThinkCall   *self);
char            *ponder_think_call_take_text      (PonderThinkCall   *self);
/* Since when it waits to be taken, in microseconds of the monotonic clock. */
gint64           ponder_think_call_get_since      (PonderThinkCall   *self);

G_END_DECLS
