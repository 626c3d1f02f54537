/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of a reply, as its answer tells it. */

#pragma once

#include "ponder-fault.h"
#include "ponder-message.h"
#include "ponder-reply.h"

G_BEGIN_DECLS

/* Puts the usage and the times of @reply, which has ended, into @answer. */
void               ponder_outcome_copy_numbers (PonderReply    *reply,
                                                PonderMessage  *answer);
/* (out) @fault: (transfer full) (nullable). */
PonderMessageState ponder_outcome_judge        (PonderReply    *reply,
                                                PonderFinish   *finish,
                                                PonderFault   **fault);

G_END_DECLS
