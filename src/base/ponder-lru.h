/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values kept in memory up to a limit, the least recently used out first. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Not a clock of its own: times are microseconds since 1970, and "now" comes from whoever asks. Used by one thread. */
typedef struct _PonderLru PonderLru;

/* Bytes are those that malloc gives out, entries and table included. */
PonderLru *ponder_lru_new            (gsize           max_entries,
                                      gsize           max_bytes,
                                      GDestroyNotify  free_value);
void       ponder_lru_free           (PonderLru      *self);
/* (transfer none) (nullable): it is now the last to go. One that has expired, or comes from a future of the clock, is
 * removed instead. @created (out) (optional). */
gpointer   ponder_lru_lookup         (PonderLru      *self,
                                      const char     *key,
                                      gint64          now,
                                      gint64         *created);
/* Takes @value, which takes up @size bytes, in the place of any other with that key; one that is larger than all there
 * is room for is let go of at once. Gives how many others had to go. */
guint      ponder_lru_insert         (PonderLru      *self,
                                      const char     *key,
                                      gpointer        value,
                                      gsize           size,
                                      gint64          created,
                                      gint64          expires);
gboolean   ponder_lru_remove         (PonderLru      *self,
                                      const char     *key);
guint      ponder_lru_remove_expired (PonderLru      *self,
                                      gint64          now);
void       ponder_lru_clear          (PonderLru      *self);
/* Gives how many had to go. */
guint      ponder_lru_set_limits     (PonderLru      *self,
                                      gsize           max_entries,
                                      gsize           max_bytes);
/* Nothing in it lives longer than @age microseconds. */
void       ponder_lru_limit_age      (PonderLru      *self,
                                      gint64          age);
guint      ponder_lru_get_n_entries  (PonderLru      *self);
gsize      ponder_lru_get_n_bytes    (PonderLru      *self);
/* What malloc really takes for @size bytes. */
gsize      ponder_lru_allocated      (gsize           size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderLru, ponder_lru_free)

G_END_DECLS
