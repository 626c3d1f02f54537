/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run of deep think in simulated time: calls last as long as a script says. */

#pragma once

#include "ponder-think-engine.h"

G_BEGIN_DECLS

/* What a call does. */
typedef struct
{
  gint64       first;           /* milliseconds to its first word */
  gint64       last;            /* milliseconds to its end */
  char        *text;            /* (transfer full): all it says; in pieces, evenly from first to last */
  guint        n_pieces;        /* 0: in one */
  PonderFault *fault;           /* (nullable) (transfer full) */
  gboolean     broken;
  guint        n_requests;
} PonderTestCall;

/* @prompt: what the node asked. */
typedef PonderTestCall (*PonderTestScript) (PonderThinkEngine     *engine,
                                            const PonderThinkNode *node,
                                            const char            *prompt,
                                            gpointer               user_data);

typedef struct
{
  PonderThinkEngine *engine;
  PonderTestScript   script;
  gpointer           user_data;
  guint              slots;
  gint64             now;
  GPtrArray         *log;       /* of PonderThinkEvent, all of them */
  GArray            *agenda;
  guint              n_served;  /* requests */
  guint              n_begun;   /* calls that made any */
  guint              n_searches;
  const char        *found;     /* by each search that does not fail */
} PonderTestRun;

PonderTestRun *ponder_test_run_new      (const char              *question,
                                         const PonderThinkConfig *config,
                                         guint                    slots,
                                         PonderTestScript         script,
                                         gpointer                 user_data);
/* The same run as its stored log has it, after a crash. */
PonderTestRun *ponder_test_run_new_from (GPtrArray               *log,
                                         guint                    slots,
                                         PonderTestScript         script,
                                         gpointer                 user_data);
void           ponder_test_run_free     (PonderTestRun           *self);
/* Does what came out, and makes sure of what must always hold. */
void           ponder_test_run_absorb   (PonderTestRun           *self);
/* Until the next thing happens; FALSE when nothing will. */
gboolean       ponder_test_run_step     (PonderTestRun           *self);
void           ponder_test_run_all      (PonderTestRun           *self);
gboolean       ponder_test_run_command  (PonderTestRun           *self,
                                         PonderThinkCommand       command,
                                         const char              *node,
                                         const char              *text);
/* All of the state as text. (transfer full) */
char          *ponder_test_run_dump     (const PonderThinkState  *state);
/* (nullable): the first event of @type, of @node when that is not NULL. */
const PonderThinkEvent *ponder_test_run_find (PonderTestRun      *self,
                                              PonderThinkEventType type,
                                              const char         *node);
guint          ponder_test_run_count    (PonderTestRun           *self,
                                         PonderThinkEventType     type);
/* Reads the stored part of the log again, through JSON, and compares. */
void           ponder_test_run_replay   (PonderTestRun           *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderTestRun, ponder_test_run_free)

G_END_DECLS
