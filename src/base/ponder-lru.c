/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values kept in memory up to a limit, the least recently used out first. */

#include "config.h"

#include "ponder-lru.h"

#include <string.h>

/* What malloc keeps before each block, what it rounds to, and the least it gives out. */
#define BLOCK_HEADER  sizeof (gsize)
#define BLOCK_STEP    (2 * sizeof (gsize))
#define BLOCK_MINIMUM (4 * sizeof (gsize))

/* From here on malloc asks the kernel for whole pages, at first; later it may not. */
#define PAGES_FROM  (128 * 1024)
#define PAGE        4096
#define PAGE_HEADER (2 * sizeof (gsize))

/* How GHashTable grows: by powers of two from 8 on, with a third more places than it holds. */
#define LEAST_PLACES 8
#define ROOM         1.333

/* Owned by the table, which knows it by its key. */
typedef struct
{
  GList    link;                /* the least recently used is the first */
  gpointer value;
  gsize    cost;                /* bytes, the value's too */
  gint64   created;
  gint64   expires;
  char     key[];
} Entry;

struct _PonderLru
{
  GHashTable     *entries;      /* a set of the keys inside of the entries */
  GQueue          order;
  GDestroyNotify  free_value;
  gsize           max_entries;
  gsize           max_bytes;
  gsize           n_bytes;      /* of all entries */
  gsize           n_places;     /* of the table */
};

gsize
ponder_lru_allocated (gsize size)
{
  gsize block = (size + BLOCK_HEADER + BLOCK_STEP - 1) / BLOCK_STEP * BLOCK_STEP;

  if (size >= PAGES_FROM)
    return (size + PAGE_HEADER + PAGE - 1) / PAGE * PAGE;

  return MAX (block, BLOCK_MINIMUM);
}

static gsize
get_table_bytes (gsize n_places)
{
  return ponder_lru_allocated (n_places * sizeof (gpointer)) + ponder_lru_allocated (n_places * sizeof (guint));
}

/* GHashTable does not say how large it is. This is what it grows to for as many as there are, and when it shrinks.
 * Removed keys make it grow earlier than it must, which is counted always, so that nothing is counted too low. */
static void
count_places (PonderLru *self)
{
  gsize n = g_hash_table_size (self->entries);
  gsize needed = MAX ((gsize) 1 << g_bit_storage ((gulong) ((double) n * ROOM)), LEAST_PLACES);

  if (needed > self->n_places || self->n_places > n * 4)
    self->n_places = needed;
}

static Entry *
find (PonderLru  *self,
      const char *key)
{
  char *found = g_hash_table_lookup (self->entries, key);

  return found != NULL ? (Entry *) (gpointer) (found - G_STRUCT_OFFSET (Entry, key)) : NULL;
}

static void
drop (PonderLru *self,
      Entry     *entry)
{
  g_hash_table_remove (self->entries, entry->key);
  g_queue_unlink (&self->order, &entry->link);
  self->n_bytes -= entry->cost;
  count_places (self);
  self->free_value (entry->value);
  g_free (entry);
}

static guint
make_room (PonderLru *self)
{
  guint n_dropped = 0;

  while (self->order.length > self->max_entries || ponder_lru_get_n_bytes (self) > self->max_bytes)
    {
      drop (self, self->order.head->data);
      n_dropped++;
    }
  return n_dropped;
}

static gboolean
is_over (const Entry *entry,
         gint64       now)
{
  return entry->expires <= now || entry->created > now;
}

PonderLru *
ponder_lru_new (gsize          max_entries,
                gsize          max_bytes,
                GDestroyNotify free_value)
{
  PonderLru *self = g_new0 (PonderLru, 1);

  self->entries = g_hash_table_new (g_str_hash, g_str_equal);
  g_queue_init (&self->order);
  self->free_value = free_value;
  self->max_entries = max_entries;
  self->max_bytes = max_bytes;
  return self;
}

void
ponder_lru_free (PonderLru *self)
{
  ponder_lru_clear (self);
  g_hash_table_unref (self->entries);
  g_free (self);
}

gpointer
ponder_lru_lookup (PonderLru  *self,
                   const char *key,
                   gint64      now,
                   gint64     *created)
{
  Entry *entry = find (self, key);

  if (entry == NULL)
    return NULL;
  if (is_over (entry, now))
    {
      drop (self, entry);
      return NULL;
    }

  g_queue_unlink (&self->order, &entry->link);
  g_queue_push_tail_link (&self->order, &entry->link);
  if (created != NULL)
    *created = entry->created;
  return entry->value;
}

static Entry *
entry_new (const char *key,
           gpointer    value,
           gsize       size)
{
  gsize key_size = strlen (key) + 1;
  Entry *entry = g_malloc0 (sizeof *entry + key_size);

  entry->link.data = entry;
  entry->value = value;
  entry->cost = ponder_lru_allocated (sizeof *entry + key_size) + size;
  memcpy (entry->key, key, key_size);
  return entry;
}

guint
ponder_lru_insert (PonderLru  *self,
                   const char *key,
                   gpointer    value,
                   gsize       size,
                   gint64      created,
                   gint64      expires)
{
  Entry *entry = entry_new (key, value, size);

  ponder_lru_remove (self, key);
  if (self->max_entries == 0 || entry->cost + get_table_bytes (LEAST_PLACES) > self->max_bytes)
    {
      self->free_value (value);
      g_free (entry);
      return 0;
    }

  entry->created = created;
  entry->expires = expires;
  g_hash_table_add (self->entries, entry->key);
  g_queue_push_tail_link (&self->order, &entry->link);
  self->n_bytes += entry->cost;
  count_places (self);
  return make_room (self);
}

gboolean
ponder_lru_remove (PonderLru  *self,
                   const char *key)
{
  Entry *entry = find (self, key);

  if (entry == NULL)
    return FALSE;

  drop (self, entry);
  return TRUE;
}

guint
ponder_lru_remove_expired (PonderLru *self,
                           gint64     now)
{
  guint n_dropped = 0;
  GList *next;

  for (GList *link = self->order.head; link != NULL; link = next)
    {
      next = link->next;
      if (!is_over (link->data, now))
        continue;

      drop (self, link->data);
      n_dropped++;
    }
  return n_dropped;
}

void
ponder_lru_clear (PonderLru *self)
{
  while (self->order.head != NULL)
    drop (self, self->order.head->data);
}

guint
ponder_lru_set_limits (PonderLru *self,
                       gsize      max_entries,
                       gsize      max_bytes)
{
  self->max_entries = max_entries;
  self->max_bytes = max_bytes;
  return make_room (self);
}

void
ponder_lru_limit_age (PonderLru *self,
                      gint64     age)
{
  for (GList *link = self->order.head; link != NULL; link = link->next)
    {
      Entry *entry = link->data;

      entry->expires = MIN (entry->expires, entry->created + age);
    }
}

guint
ponder_lru_get_n_entries (PonderLru *self)
{
  return self->order.length;
}

/* An empty one is said to take nothing, though its table has a few places. */
gsize
ponder_lru_get_n_bytes (PonderLru *self)
{
  return self->order.length > 0 ? self->n_bytes + get_table_bytes (self->n_places) : 0;
}
