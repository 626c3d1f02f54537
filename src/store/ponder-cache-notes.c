/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is yet to be written about a cache: which entries were used, and what was counted. */

#include "config.h"

#include "ponder-cache-notes.h"

#include "ponder-cache-table.h"

typedef struct
{
  guint64 hits;
  guint64 misses;
  guint64 saved_tokens;
} Counts;

struct _PonderCacheNotes
{
  GMutex      lock;
  Counts      counts;           /* under the lock, as is n_uses */
  guint64     n_uses;
  Counts      written;          /* in the transaction that is open */
  GHashTable *uses;             /* key -> its last use, counted from 1 */
};

PonderCacheNotes *
ponder_cache_notes_new (void)
{
  PonderCacheNotes *self = g_atomic_rc_box_new0 (PonderCacheNotes);

  g_mutex_init (&self->lock);
  self->uses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

PonderCacheNotes *
ponder_cache_notes_ref (PonderCacheNotes *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer user_data)
{
  PonderCacheNotes *self = user_data;

  g_hash_table_unref (self->uses);
  g_mutex_clear (&self->lock);
}

void
ponder_cache_notes_unref (PonderCacheNotes *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

void
ponder_cache_notes_count (PonderCacheNotes *self,
                          guint64           hits,
                          guint64           misses,
                          guint64           saved_tokens)
{
  g_mutex_lock (&self->lock);
  self->counts.hits += hits;
  self->counts.misses += misses;
  self->counts.saved_tokens += saved_tokens;
  g_mutex_unlock (&self->lock);
}

gboolean
ponder_cache_notes_is_empty (PonderCacheNotes *self)
{
  gboolean empty;

  g_mutex_lock (&self->lock);
  empty = self->n_uses == 0 && self->counts.hits == 0 && self->counts.misses == 0 && self->counts.saved_tokens == 0;
  g_mutex_unlock (&self->lock);
  return empty;
}

void
ponder_cache_notes_note_use (PonderCacheNotes *self,
                             const char       *key)
{
  guint64 use;

  g_mutex_lock (&self->lock);
  use = ++self->n_uses;
  g_mutex_unlock (&self->lock);
  g_hash_table_replace (self->uses, g_strdup (key), g_memdup2 (&use, sizeof use));
}

void
ponder_cache_notes_add_counts (PonderCacheNotes *self,
                               PonderCacheStats *stats)
{
  g_mutex_lock (&self->lock);
  stats->hits += self->counts.hits;
  stats->misses += self->counts.misses;
  stats->saved_tokens += self->counts.saved_tokens;
  g_mutex_unlock (&self->lock);
}

gboolean
ponder_cache_notes_write (PonderCacheNotes  *self,
                          PonderDb          *db,
                          GError           **error)
{
  GHashTableIter iter;
  gpointer key;
  gpointer use;

  g_mutex_lock (&self->lock);
  self->written = self->counts;
  g_mutex_unlock (&self->lock);

  g_hash_table_iter_init (&iter, self->uses);
  while (g_hash_table_iter_next (&iter, &key, &use))
    if (!ponder_cache_table_set_used (db, key, *(guint64 *) use, error))
      return FALSE;

  return ponder_cache_table_count (db, self->n_uses, self->written.hits, self->written.misses,
                                   self->written.saved_tokens, error);
}

/* More may have been counted meanwhile. */
void
ponder_cache_notes_forget_written (PonderCacheNotes *self)
{
  g_mutex_lock (&self->lock);
  self->counts.hits -= self->written.hits;
  self->counts.misses -= self->written.misses;
  self->counts.saved_tokens -= self->written.saved_tokens;
  self->written = (Counts) { 0 };
  self->n_uses = 0;
  g_mutex_unlock (&self->lock);
  g_hash_table_remove_all (self->uses);
}
