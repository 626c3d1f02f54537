/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many requests at once, answered in the order in which they were asked. */

#pragma once

#include "ponder-reply.h"
#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_BATCH (ponder_batch_get_type ())

G_DECLARE_FINAL_TYPE (PonderBatch, ponder_batch, PONDER, BATCH, GObject)

/* Signal:
 *   "answered" (guint index, PonderReply *reply): once for each request, in order, as soon as it and all before it
 *     have ended, well or not. */

/* @n_parallel: how many are with the service at a time; 0 for as many as each provider allows. */
PonderBatch *ponder_batch_new           (PonderService *service,
                                         guint          n_parallel);
/* Goes behind everything that somebody looks at. Gives its index: 0, 1, 2... */
guint        ponder_batch_add           (PonderBatch   *self,
                                         PonderRequest *request);
/* Those under way end as cancelled and are answered; those that were not begun are forgotten. */
void         ponder_batch_cancel        (PonderBatch   *self);

G_END_DECLS
