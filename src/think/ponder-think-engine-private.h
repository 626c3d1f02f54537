/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the engine share. */

#pragma once

#include "ponder-think-engine.h"
#include "ponder-think-plan.h"

G_BEGIN_DECLS

#define PONDER_THINK_PLAN_ID "plan"
/* Why a node was cancelled, or skipped, that the end of its run kept from going on. */
#define PONDER_THINK_STOPPED "stopped"

struct _PonderThinkEngine
{
  PonderThinkState *state;
  GPtrArray        *events;     /* of PonderThinkEvent, not taken yet */
  PonderThinkPlan  *plan;       /* (nullable): that is being written */
  guint             slots;
  gint64            now;
};

/* In ponder-think-engine.c. */

/* An event of now, to be filled in and given to ponder_think_engine_emit(). */
PonderThinkEvent *ponder_think_engine_new_event (PonderThinkEngine    *self,
                                                 PonderThinkEventType  type,
                                                 const char           *node,
                                                 const char           *title,
                                                 const char           *detail);
/* It becomes part of the state. Takes @event. */
void              ponder_think_engine_emit      (PonderThinkEngine    *self,
                                                 PonderThinkEvent     *event);
/* One without more members. */
void              ponder_think_engine_say       (PonderThinkEngine    *self,
                                                 PonderThinkEventType  type,
                                                 const char           *node,
                                                 const char           *title,
                                                 const char           *detail);
/* Another step, which waits for nothing. */
void              ponder_think_engine_add       (PonderThinkEngine    *self,
                                                 const char           *id,
                                                 PonderThinkKind       kind);
/* The nodes of @kind in the order they came; (nullable): the last of them. */
PonderThinkNode  *ponder_think_engine_last      (PonderThinkEngine    *self,
                                                 PonderThinkKind       kind);
void              ponder_think_engine_end       (PonderThinkEngine    *self,
                                                 PonderThinkOutcome    outcome,
                                                 const char           *why);

/* No longer paused: what only lacked a key or money is asked again, and what was under way when the program died. */
void              ponder_think_engine_go_on     (PonderThinkEngine    *self,
                                                 gboolean              after_death);

/* Where the program died, or somebody stopped it. */
void              ponder_think_engine_take_up   (PonderThinkEngine    *self);

/* In ponder-think-schedule.c. */

/* So many more calls may be made. */
guint             ponder_think_engine_get_calls_left (PonderThinkEngine *self);
/* Goes on as far as it goes. */
void              ponder_think_engine_advance   (PonderThinkEngine    *self);
/* Ends a node that is not settled; what came of it stays. */
void              ponder_think_engine_cancel    (PonderThinkEngine    *self,
                                                 PonderThinkNode      *node,
                                                 const char           *why);

/* In ponder-think-engine-plan.c: the plan. */

void              ponder_think_engine_plan_text  (PonderThinkEngine       *self,
                                                  PonderThinkNode         *node,
                                                  const char              *text);
void              ponder_think_engine_plan_ended (PonderThinkEngine       *self,
                                                  PonderThinkNode         *node);
/* Nobody waits for more of it. */
void              ponder_think_engine_plan_dropped (PonderThinkEngine     *self);
/* TRUE: the plan's own text is the answer. */
gboolean          ponder_think_engine_is_direct  (PonderThinkEngine       *self);
gboolean          ponder_think_engine_add_task   (PonderThinkEngine       *self,
                                                  const char              *ask);

/* In ponder-think-engine-answer.c: from the parts to the answer. Each returns TRUE when it did something. */

gboolean          ponder_think_engine_settle     (PonderThinkEngine       *self);
void              ponder_think_engine_set_answer (PonderThinkEngine       *self,
                                                  const char              *node,
                                                  const char              *text);
/* (nullable) (transfer full): the answer as a revision would have it. */
char             *ponder_think_engine_dup_candidate (PonderThinkEngine    *self);

G_END_DECLS
