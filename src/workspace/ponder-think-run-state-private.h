/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of a run of deep think share. */

#pragma once

#include "ponder-think-run-private.h"

G_BEGIN_DECLS

/* Held by the workspace while it runs. Events go from the engine to the disk, and from there to whoever listens and to
 * what they ask for; only aborting waits for nothing. Ends exactly once, in end_run(). */
struct _PonderThinkRun
{
  GObject            parent_instance;

  PonderThinkRecord *record;
  PonderTurn        *turn;
  PonderStore       *store;             /* (nullable): nothing is kept (any more) */
  PonderAttachments *attachments;
  PonderService     *service;
  PonderThinkMeans  *means;             /* (nullable): nothing is asked (yet) */
  PonderThinkEngine *engine;

  GHashTable        *calls;             /* name -> PonderThinkCall */
  GHashTable        *searches;          /* id of a node that waits for the web -> GCancellable */
  GPtrArray         *waiting;           /* of PonderThinkEvent: nobody has stored them yet */
  GPtrArray         *storing;           /* (nullable): the store does */
  PonderFault       *fault;             /* (nullable): of the last call that failed */
  PonderFinish       finish;            /* of the last call that wrote the answer */
  GHashTable        *texts;             /* id of a part -> what is stored of what it says */
  gsize              n_unsaved;         /* bytes of that came since */
  guint              texts_source;
  GString           *shown;             /* what the turn's message was given */

  gint64             time;              /* milliseconds up to since */
  gint64             since;             /* monotonic; 0: the clock stands */
  gint64             begun;             /* when it was gone on with */
  gint64             promise;           /* when it is likely to be done, as was said at first; 0: nothing was */
  guint              promised_parts;    /* what that was said of */
  guint              promised_seconds;
  gint64             wake;              /* what wake_source waits for, in milliseconds of the run */
  guint              wake_source;
  guint              text_source;
  guint              texts_due : 1;
  guint              running : 1;
};

/* ponder-think-run.c: what the engine says now is stored, and then done. */
void ponder_think_run_pump        (PonderThinkRun         *self);

/* ponder-think-run-texts.c */
/* (transfer full): as a run that stands at @state has them. */
GHashTable *ponder_think_run_texts_new (const PonderThinkState *state);
void        ponder_think_run_note_text (PonderThinkRun         *self,
                                        const PonderThinkEvent *event);
/* (element-type PonderStoredEvent) (nullable) (transfer full): what is to be stored for @events, and with them of the
 * texts. */
GPtrArray  *ponder_think_run_take_rows (PonderThinkRun         *self,
                                        GPtrArray              *events);

/* ponder-think-run-calls.c */
/* That of NODE_STARTED, NODE_SOURCES or NODE_HEDGED, or the search of the web that comes before it; nothing, if it was
 * cancelled before its event was stored. */
void ponder_think_run_start_call  (PonderThinkRun         *self,
                                   const PonderThinkEvent *event);
void ponder_think_run_abort_call  (PonderThinkRun         *self,
                                   const char             *node,
                                   gboolean                hedge);
void ponder_think_run_abort_calls (PonderThinkRun         *self);

/* ponder-think-run-web.c: nothing more is heard of a search that was ended. */
void ponder_think_run_start_search (PonderThinkRun        *self,
                                    const PonderThinkNode *node);
void ponder_think_run_end_search   (PonderThinkRun        *self,
                                    const char            *node);
void ponder_think_run_end_searches (PonderThinkRun        *self);

G_END_DECLS
