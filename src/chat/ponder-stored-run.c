/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole run of deep think, as it is stored. */

#include "config.h"

#include "ponder-stored-run.h"

PonderStoredEvent *
ponder_stored_event_new (gint64  seq,
                         char   *json)
{
  PonderStoredEvent *self = g_new (PonderStoredEvent, 1);

  self->seq = seq;
  self->json = json;
  return self;
}

void
ponder_stored_event_free (PonderStoredEvent *self)
{
  g_free (self->json);
  g_free (self);
}

PonderStoredRun *
ponder_stored_run_new (PonderThinkRecord *record)
{
  PonderStoredRun *self = g_new (PonderStoredRun, 1);

  self->record = record;
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_stored_event_free);
  return self;
}

void
ponder_stored_run_free (PonderStoredRun *self)
{
  ponder_think_record_free (self->record);
  g_ptr_array_unref (self->events);
  g_free (self);
}
