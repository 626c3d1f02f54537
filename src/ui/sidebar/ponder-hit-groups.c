/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was found, by chat: each chat stands where its first hit is, under a heading. */

#include "config.h"

#include "ponder-hit-groups.h"

#include <gtk/gtk.h>

/* A sorter that knows where each chat was found first. Owned by the sorted list; main thread. */
#define PONDER_TYPE_HIT_SORTER (ponder_hit_sorter_get_type ())

G_DECLARE_FINAL_TYPE (PonderHitSorter, ponder_hit_sorter, PONDER, HIT_SORTER, GtkSorter)

struct _PonderHitSorter
{
  GtkSorter   parent_instance;

  GHashTable *ranks;            /* id of a session -> place of its first hit */
};

G_DEFINE_FINAL_TYPE (PonderHitSorter, ponder_hit_sorter, GTK_TYPE_SORTER)

static guint
get_rank (PonderHitSorter *self,
          gpointer         hit)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->ranks, ponder_search_hit_get_session_id (hit)));
}

/* Sorting is stable: hits of one chat stay as they are. */
static GtkOrdering
ponder_hit_sorter_compare (GtkSorter *sorter,
                           gpointer   a,
                           gpointer   b)
{
  guint rank_a = get_rank (PONDER_HIT_SORTER (sorter), a);
  guint rank_b = get_rank (PONDER_HIT_SORTER (sorter), b);

  return gtk_ordering_from_cmpfunc (rank_a < rank_b ? -1 : rank_a > rank_b);
}

static GtkSorterOrder
ponder_hit_sorter_get_order (GtkSorter *sorter)
{
  return GTK_SORTER_ORDER_PARTIAL;
}

static void
ponder_hit_sorter_finalize (GObject *object)
{
  g_hash_table_unref (PONDER_HIT_SORTER (object)->ranks);

  G_OBJECT_CLASS (ponder_hit_sorter_parent_class)->finalize (object);
}

static void
ponder_hit_sorter_class_init (PonderHitSorterClass *klass)
{
  GtkSorterClass *sorter_class = GTK_SORTER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ponder_hit_sorter_finalize;
  sorter_class->compare = ponder_hit_sorter_compare;
  sorter_class->get_order = ponder_hit_sorter_get_order;
}

static void
ponder_hit_sorter_init (PonderHitSorter *self)
{
  self->ranks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* Before the sorted list hears of it. */
static void
items_changed_cb (PonderHitSorter *self,
                  guint            position,
                  guint            removed,
                  guint            added,
                  GListModel      *hits)
{
  guint n = g_list_model_get_n_items (hits);

  if (position == 0)
    g_hash_table_remove_all (self->ranks);
  for (guint i = position; i < n; i++)
    {
      g_autoptr(PonderSearchHit) hit = g_list_model_get_item (hits, i);
      const char *id = ponder_search_hit_get_session_id (hit);

      if (!g_hash_table_contains (self->ranks, id))
        g_hash_table_insert (self->ranks, g_strdup (id), GUINT_TO_POINTER (i));
    }
}

/* Two chats of one title do not share a heading. */
static char *
dup_group (gpointer item,
           gpointer user_data)
{
  return g_strdup_printf ("%s\n%s", ponder_search_hit_get_session_id (item), ponder_search_hit_get_title (item));
}

GListModel *
ponder_hit_groups_new (PonderSearch *search)
{
  PonderHitSorter *sorter = g_object_new (PONDER_TYPE_HIT_SORTER, NULL);
  g_autoptr(GtkSortListModel) sorted = NULL;

  g_signal_connect_object (search, "items-changed", G_CALLBACK (items_changed_cb), sorter, G_CONNECT_SWAPPED);
  sorted = gtk_sort_list_model_new (G_LIST_MODEL (g_object_ref (search)), GTK_SORTER (sorter));
  return G_LIST_MODEL (ponder_grouped_list_new (G_LIST_MODEL (sorted), dup_group, NULL));
}

const char *
ponder_hit_groups_heading_title (const char *heading)
{
  const char *end = strchr (heading, '\n');

  return end != NULL ? end + 1 : heading;
}
