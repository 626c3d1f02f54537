/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files that apply events to the state of a run share. */

#pragma once

#include "ponder-think-state.h"

G_BEGIN_DECLS

/* In ponder-think-apply-calls.c: the calls of a node, and what is known of its answer. */

/* It is asked: its first call begins. */
void ponder_think_apply_call     (PonderThinkNode        *node,
                                  gint64                  time);
/* No call is under way any more; @state: how it ended. */
void ponder_think_apply_no_calls (PonderThinkNode        *node,
                                  gint64                  time,
                                  PonderThinkNodeState    state);
void ponder_think_apply_to_calls (PonderThinkNode        *node,
                                  const PonderThinkEvent *event);

G_END_DECLS
