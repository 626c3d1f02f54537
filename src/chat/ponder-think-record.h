/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of a run of deep think without what happened in it. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The outcome of a run that has not ended: somebody drives it, or its program ended. */
#define PONDER_THINK_RECORD_OPEN "running"
/* The outcome of one that waits for a key, or money. */
#define PONDER_THINK_RECORD_PAUSED "paused"

/* Plain data. Times are microseconds since 1970. */
typedef struct
{
  char     *id;
  char     *session;
  char     *message;            /* its answer */
  gint64    created;
  gint64    updated;
  char     *question;
  char     *outcome;            /* one of the above, or what ponder_think_outcome_to_string() says */
  char     *config;             /* JSON of a PonderThinkConfig */
  gboolean  driven;             /* read only: it is open, and a program that runs drives it */
} PonderThinkRecord;

PonderThinkRecord *ponder_think_record_copy (const PonderThinkRecord *self);
void               ponder_think_record_free (PonderThinkRecord       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderThinkRecord, ponder_think_record_free)

G_END_DECLS
