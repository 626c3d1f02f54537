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

/* What is taken is in the transaction that is open; when that comes to nothing, it is taken again with what came
 * meanwhile. */
struct _PonderCacheNotes
{
  GMutex      lock;
  Counts      counts;           /* under the lock, like the next two */
  guint64     n_uses;           /* ever */
  GHashTable *uses;             /* key -> number of its last use, counted from 1 */

  Counts      taken_counts;     /* the worker's alone, like what follows */
  guint64     n_taken_uses;
  GHashTable *taken_uses;
  guint64     n_written_uses;
};

static GHashTable *
new_uses (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

PonderCacheNotes *
ponder_cache_notes_new (void)
{
  PonderCacheNotes *self = g_atomic_rc_box_new0 (PonderCacheNotes);

  g_mutex_init (&self->lock);
  self->uses = new_uses ();
  self->taken_uses = new_uses ();
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
  g_hash_table_unref (self->taken_uses);
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

void
ponder_cache_notes_note_use (PonderCacheNotes *self,
                             const char       *key)
{
  guint64 use;

  g_mutex_lock (&self->lock);
  use = ++self->n_uses;
  g_hash_table_replace (self->uses, g_strdup (key), g_memdup2 (&use, sizeof use));
  g_mutex_unlock (&self->lock);
}

gboolean
ponder_cache_notes_is_empty (PonderCacheNotes *self)
{
  gboolean empty;

  g_mutex_lock (&self->lock);
  empty = self->n_uses == self->n_written_uses && self->counts.hits == 0 && self->counts.misses == 0 &&
          self->counts.saved_tokens == 0;
  g_mutex_unlock (&self->lock);
  return empty;
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

/* With the lock held. What was taken before and not written is taken along, unless it was used again. */
static void
take (PonderCacheNotes *self)
{
  g_autoptr(GHashTable) before = g_steal_pointer (&self->taken_uses);
  GHashTableIter iter;
  gpointer key;
  gpointer use;

  self->taken_counts = self->counts;
  self->n_taken_uses = self->n_uses;
  self->taken_uses = g_steal_pointer (&self->uses);
  self->uses = new_uses ();
  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &key, &use))
    if (!g_hash_table_contains (self->taken_uses, key))
      {
        g_hash_table_iter_steal (&iter);
        g_hash_table_insert (self->taken_uses, key, use);
      }
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
  take (self);
  g_mutex_unlock (&self->lock);

  g_hash_table_iter_init (&iter, self->taken_uses);
  while (g_hash_table_iter_next (&iter, &key, &use))
    if (!ponder_cache_table_set_used (db, key, *(guint64 *) use - self->n_written_uses, error))
      return FALSE;

  return ponder_cache_table_count (db, self->n_taken_uses - self->n_written_uses, self->taken_counts.hits,
                                   self->taken_counts.misses, self->taken_counts.saved_tokens, error);
}

/* More may have been noted meanwhile. */
void
ponder_cache_notes_forget_written (PonderCacheNotes *self)
{
  g_mutex_lock (&self->lock);
  self->counts.hits -= self->taken_counts.hits;
  self->counts.misses -= self->taken_counts.misses;
  self->counts.saved_tokens -= self->taken_counts.saved_tokens;
  self->taken_counts = (Counts) { 0 };
  self->n_written_uses = self->n_taken_uses;
  g_mutex_unlock (&self->lock);
  g_hash_table_remove_all (self->taken_uses);
}
