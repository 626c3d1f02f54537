/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is yet to be written about a cache: which entries were used, and what was counted. */

#pragma once

#include "ponder-cache-stats.h"
#include "ponder-db.h"

G_BEGIN_DECLS

/* Nothing is written for a hit alone: these go along with the next entry that is kept, or together after a while.
 * Counted: a call that is under way may outlive its cache. */
typedef struct _PonderCacheNotes PonderCacheNotes;

PonderCacheNotes *ponder_cache_notes_new         (void);
PonderCacheNotes *ponder_cache_notes_ref         (PonderCacheNotes        *self);
void              ponder_cache_notes_unref       (PonderCacheNotes        *self);

/* From any thread. */
void              ponder_cache_notes_count       (PonderCacheNotes        *self,
                                                  guint64                  hits,
                                                  guint64                  misses,
                                                  guint64                  saved_tokens);
void              ponder_cache_notes_note_use    (PonderCacheNotes        *self,
                                                  const char              *key);
gboolean          ponder_cache_notes_is_empty    (PonderCacheNotes        *self);

/* What follows is for the worker's thread. Adds what is not written yet to what is. */
void              ponder_cache_notes_add_counts  (PonderCacheNotes        *self,
                                                  PonderCacheStats        *stats);
/* In a transaction of the caller, who says with _forget_written() that it was committed. */
gboolean          ponder_cache_notes_write       (PonderCacheNotes        *self,
                                                  PonderDb                *db,
                                                  GError                 **error);
void              ponder_cache_notes_forget_written (PonderCacheNotes     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderCacheNotes, ponder_cache_notes_unref)

G_END_DECLS
