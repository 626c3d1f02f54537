/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a cache has its worker do: one function for each call of the door. */

#pragma once

#include "ponder-cache-notes.h"
#include "ponder-cache-stats.h"
#include "ponder-db-worker.h"

G_BEGIN_DECLS

/* What a job gives that worked and has nothing to give. */
#define PONDER_CACHE_DONE GINT_TO_POINTER (TRUE)

/* What one call takes along; each uses what it needs. */
typedef struct
{
  char             *path;
  PonderCacheNotes *notes;      /* counted: the door may be gone */
  char             *key;
  GBytes           *value;
  gint64            now;        /* also when @value was made */
  gint64            expires;
  gint64            oldest;
  guint64           max_entries;
  guint64           max_bytes;
  gint64            n_removed;
  PonderDbWorker   *worker;     /* that ends with this call */
} PonderCacheArguments;

/* What was found; @value NULL: nothing. */
typedef struct
{
  GBytes *value;
  gint64  created;
  gint64  expires;
} PonderCacheEntry;

void ponder_cache_arguments_free (PonderCacheArguments *arguments);
void ponder_cache_entry_free     (PonderCacheEntry     *entry);

/* Gives a PonderCacheEntry. */
gpointer ponder_cache_job_get        (PonderDbWorker  *worker,
                                      gpointer         data,
                                      GCancellable    *cancellable,
                                      GError         **error);
gpointer ponder_cache_job_put        (PonderDbWorker  *worker,
                                      gpointer         data,
                                      GCancellable    *cancellable,
                                      GError         **error);
/* Say in @n_removed how many. */
gpointer ponder_cache_job_clean      (PonderDbWorker  *worker,
                                      gpointer         data,
                                      GCancellable    *cancellable,
                                      GError         **error);
gpointer ponder_cache_job_clear      (PonderDbWorker  *worker,
                                      gpointer         data,
                                      GCancellable    *cancellable,
                                      GError         **error);
/* Gives a PonderCacheStats. */
gpointer ponder_cache_job_read_stats (PonderDbWorker  *worker,
                                      gpointer         data,
                                      GCancellable    *cancellable,
                                      GError         **error);
/* These two nobody waits for: what goes wrong is logged. */
gpointer ponder_cache_job_write_notes (PonderDbWorker  *worker,
                                       gpointer         data,
                                       GCancellable    *cancellable,
                                       GError         **error);
gpointer ponder_cache_job_tidy       (PonderDbWorker  *worker,
                                      gpointer         data,
                                      GCancellable    *cancellable,
                                      GError         **error);
gpointer ponder_cache_job_close      (PonderDbWorker  *worker,
                                      gpointer         data,
                                      GCancellable    *cancellable,
                                      GError         **error);

G_END_DECLS
