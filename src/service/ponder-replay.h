/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Says a kept answer again. */

#pragma once

#include "ponder-cached-answer.h"
#include "ponder-types.h"

G_BEGIN_DECLS

typedef struct _PonderReplay PonderReplay;

/* From the main loop, never from here: all at once, or @paced, no faster than people read. @reply ends at its end. */
PonderReplay *ponder_replay_new  (PonderReply        *reply,
                                  PonderCachedAnswer *answer,
                                  gboolean            paced);
/* Says no more. */
void          ponder_replay_free (PonderReplay       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderReplay, ponder_replay_free)

G_END_DECLS
