/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decides what happens next in a run of deep think. Pure: what happened comes in, with its time; events go out. */

#pragma once

#include "ponder-fault.h"
#include "ponder-think-state.h"

G_BEGIN_DECLS

/* One run. Whoever drives it takes the events after each call, stores those that are not live, and only then does
 * what they say: NODE_STARTED wants a call, or before it a search of the web (ponder_think_state_wants_sources()), and
 * NODE_SOURCES then the call; NODE_HEDGED wants a second one beside it; NODE_DROPPED ends one of two,
 * NODE_CANCELLED and NODE_SKIPPED all that run for the node; RUN_ENDED and RUN_PAUSED mean that there is nothing to
 * wait for. So a result is on the disk before anything is built upon it. A call has the id of its node as its name, the
 * second one that of ponder_think_engine_dup_hedge(). */
typedef struct _PonderThinkEngine PonderThinkEngine;

/* How a call ended. */
typedef struct
{
  const char        *text;      /* all that came */
  gboolean           broken;    /* cut off, or stopped at a limit of length */
  const PonderFault *fault;     /* (nullable): it failed */
  guint              calls;     /* requests that were made */
  PonderUsage        usage;
  gboolean           cached;
} PonderThinkResult;

typedef enum
{
  PONDER_THINK_APPROVE,         /* the plan */
  PONDER_THINK_SKIP,            /* a node */
  PONDER_THINK_RETRY,           /* a node; the text is a hint to the model, or NULL */
  PONDER_THINK_EDIT,            /* what a part is to do */
  PONDER_THINK_SUPPLY,          /* the answer of a part */
  PONDER_THINK_PAUSE,
  PONDER_THINK_RESUME,
  PONDER_THINK_ANSWER_NOW,
  PONDER_THINK_STOP,
  PONDER_THINK_ADD_CONTEXT,
  PONDER_THINK_ADD_TASK,
  PONDER_THINK_N_COMMANDS
} PonderThinkCommand;

/* @slots: parts at a time, at least 1. The plan that is written beside them takes none, but where there is only one. */
PonderThinkEngine      *ponder_think_engine_new          (const char              *question,
                                                          const PonderThinkConfig *config,
                                                          guint                    slots);
/* A run as its log has it; it goes on with ponder_think_engine_resume(). (element-type PonderThinkEvent) */
PonderThinkEngine      *ponder_think_engine_new_from_log (GPtrArray               *log,
                                                          guint                    slots);
void                    ponder_think_engine_free         (PonderThinkEngine       *self);
const PonderThinkState *ponder_think_engine_get_state    (PonderThinkEngine       *self);
/* What came of it since last asked. (element-type PonderThinkEvent) (transfer full) */
GPtrArray              *ponder_think_engine_take_events  (PonderThinkEngine       *self);
/* What @node asks. (transfer full) */
char                   *ponder_think_engine_dup_prompt   (PonderThinkEngine       *self,
                                                          const PonderThinkNode   *node);

/* @now: milliseconds of the run, never less than before. What was started before stays as it is. */
void ponder_think_engine_start    (PonderThinkEngine       *self,
                                   gint64                   now);
/* After new_from_log(): calls that were under way are made once more, and so is what a stop ended; nothing else is. */
void ponder_think_engine_resume   (PonderThinkEngine       *self,
                                   gint64                   now);
/* The same for a command, of which ponder_think_state_can_go_on() says that it makes sense. What has ended is opened
 * again for that alone; PONDER_THINK_STOP gives up what has not. FALSE: there is nothing to do. */
gboolean ponder_think_engine_resume_for (PonderThinkEngine    *self,
                                         PonderThinkCommand    command,
                                         const char           *node,
                                         const char           *text,
                                         gint64                now);
/* Its server gains nothing from being asked twice. */
void ponder_think_engine_set_local (PonderThinkEngine      *self,
                                    gboolean                local);
/* The name of the second call of @node. (transfer full) */
char *ponder_think_engine_dup_hedge (const char            *node);
/* So many requests were sent for @call since it began. */
void ponder_think_engine_sent     (PonderThinkEngine       *self,
                                   const char              *call,
                                   guint                    n_requests,
                                   gint64                   now);
/* The model of @call thinks: it says nothing yet, and is not asked twice any more. */
void ponder_think_engine_alive    (PonderThinkEngine       *self,
                                   const char              *call,
                                   gint64                   now);
void ponder_think_engine_text     (PonderThinkEngine       *self,
                                   const char              *call,
                                   const char              *text,
                                   gint64                   now);
/* What a search of the web found for @node, which runs and was not asked yet: @json an array of {title, url, text}, or
 * NULL with a @problem (nullable). NODE_SOURCES then wants its call. */
void ponder_think_engine_sources  (PonderThinkEngine       *self,
                                   const char              *node,
                                   const char              *json,
                                   const char              *problem,
                                   gint64                   now);
/* @call waits @wait seconds before it is made once more. */
void ponder_think_engine_retrying (PonderThinkEngine       *self,
                                   const char              *call,
                                   const PonderFault       *fault,
                                   double                   wait,
                                   guint                    n_tries,
                                   gint64                   now);
/* Nothing happens when @call does not run: it was cancelled meanwhile. */
void ponder_think_engine_ended    (PonderThinkEngine       *self,
                                   const char              *call,
                                   const PonderThinkResult *result,
                                   gint64                   now);
/* FALSE when it makes no sense now; nothing happened then. @node and @text as the command wants them. */
gboolean ponder_think_engine_command (PonderThinkEngine    *self,
                                      PonderThinkCommand    command,
                                      const char           *node,
                                      const char           *text,
                                      gint64                now);
/* Whether @command, for @node (nullable), makes sense for a run that is driven; its text is not looked at. */
gboolean ponder_think_state_can      (const PonderThinkState  *state,
                                      PonderThinkCommand       command,
                                      const char              *node);
/* Whether a run that nobody drives can be gone on with for @command. */
gboolean ponder_think_state_can_go_on (const PonderThinkState *state,
                                       PonderThinkCommand      command,
                                       const char             *node);
/* (element-type utf8) (transfer full): the nodes that a run which ended would have to ask again. */
GPtrArray *ponder_think_state_list_missing (const PonderThinkState *state);
/* How many slots are taken. */
guint ponder_think_engine_count_busy (PonderThinkEngine    *self);
/* To be called when ponder_think_engine_get_wake() has come. */
void ponder_think_engine_tick     (PonderThinkEngine       *self,
                                   gint64                   now);
/* When time is over for the parts. */
gint64 ponder_think_engine_get_deadline (PonderThinkEngine *self);

/* When there may be something to do though nothing happens, or G_MAXINT64; it changes with all that happens. */
gint64 ponder_think_engine_get_wake (PonderThinkEngine    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderThinkEngine, ponder_think_engine_free)

G_END_DECLS
