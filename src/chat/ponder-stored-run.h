/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole run of deep think, as it is stored. */

#pragma once

#include "ponder-think-record.h"

G_BEGIN_DECLS

/* One thing that happened. */
typedef struct
{
  gint64  seq;
  char   *json;         /* NULL, where events are written: what has this number goes */
} PonderStoredEvent;

/* Takes @json. */
PonderStoredEvent *ponder_stored_event_new  (gint64             seq,
                                             char              *json);
void               ponder_stored_event_free (PonderStoredEvent *self);

/* Plain data. */
typedef struct
{
  PonderThinkRecord *record;
  GPtrArray         *events;    /* of PonderStoredEvent, in their order */
} PonderStoredRun;

/* Takes @record; without events. */
PonderStoredRun   *ponder_stored_run_new    (PonderThinkRecord *record);
void               ponder_stored_run_free   (PonderStoredRun   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderStoredEvent, ponder_stored_event_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderStoredRun, ponder_stored_run_free)

G_END_DECLS
