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
  gboolean          local;
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
/* The share of the limits that is used up, from 0 on. */
double            ponder_think_engine_get_spent (PonderThinkEngine    *self);
/* So many calls may be made that nobody needs: the rest is for parts that are not begun, the answer and its review. */
guint             ponder_think_engine_get_spare_calls (PonderThinkEngine *self);
/* Something waits for a slot. */
gboolean          ponder_think_engine_has_ready (PonderThinkEngine    *self);
/* Goes on as far as it goes. */
void              ponder_think_engine_advance   (PonderThinkEngine    *self);
/* Ends a node that is not settled; what came of it stays. */
void              ponder_think_engine_cancel    (PonderThinkEngine    *self,
                                                 PonderThinkNode      *node,
                                                 const char           *why);

/* Nothing that @node builds upon is being made again: a call that begins now is asked what it would have been. */
gboolean          ponder_think_engine_has_inputs (PonderThinkEngine   *self,
                                                  const PonderThinkNode *node);

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

/* In ponder-think-hedge.c: a second call beside one that says nothing. */

/* What is left of a run before what costs calls that nobody needs is no longer done. */
#define PONDER_THINK_THRIFT 0.8

/* (nullable): the node of a call that is under way; @hedge: whether it is the second one. */
PonderThinkNode  *ponder_think_engine_find_call  (PonderThinkEngine       *self,
                                                  const char              *call,
                                                  gboolean                *hedge);
/* One of the two calls of @node is given up. @result (nullable): it ended by itself. */
void              ponder_think_engine_drop_call  (PonderThinkEngine       *self,
                                                  PonderThinkNode         *node,
                                                  gboolean                 hedge,
                                                  const char              *why,
                                                  const PonderThinkResult *result);
/* Makes second calls where it is time. */
gboolean          ponder_think_engine_hedge      (PonderThinkEngine       *self);
/* When it will be; G_MAXINT64: as far as is known, never. */
gint64            ponder_think_engine_get_hedge_time (PonderThinkEngine   *self);

/* In ponder-think-checks.c: what parts say is checked in slots that are idle. Each returns TRUE when it did
 * something. */

/* What the program can reckon itself, and what came of checks. */
gboolean          ponder_think_engine_take_checks (PonderThinkEngine      *self);
/* Neither a part nor the answer waits for checks. */
gboolean          ponder_think_engine_drop_checks (PonderThinkEngine      *self);
gboolean          ponder_think_engine_add_checks (PonderThinkEngine       *self);
/* @node has an answer again: who was built upon @before is asked again, if that is no longer what it says. */
void              ponder_think_engine_pass_on    (PonderThinkEngine       *self,
                                                  PonderThinkNode         *node,
                                                  const char              *before);

/* In ponder-think-quorum.c: the answer does not wait for one last part that takes long. */

gboolean          ponder_think_engine_leave_last (PonderThinkEngine       *self);
gint64            ponder_think_engine_get_quorum_time (PonderThinkEngine  *self);

G_END_DECLS
