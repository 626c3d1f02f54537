/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes a tree of whatever another program wrote down as one. */

#include "config.h"

#include "ponder-import-tree.h"

#include "ponder-import-value.h"

struct _PonderImportTree
{
  GPtrArray  *nodes;            /* owned, as they were added */
  GHashTable *by_id;            /* external id -> node: the first one that has it */
};

static void
node_free (gpointer data)
{
  PonderImportNode *node = data;

  g_free (node->id);
  g_free (node->external_id);
  g_free (node->parent_id);
  g_free (node);
}

PonderImportTree *
ponder_import_tree_new (void)
{
  PonderImportTree *self = g_new0 (PonderImportTree, 1);

  self->nodes = g_ptr_array_new_with_free_func (node_free);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

void
ponder_import_tree_free (PonderImportTree *self)
{
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->nodes);
  g_free (self);
}

void
ponder_import_tree_add (PonderImportTree *self,
                        const char       *id,
                        const char       *parent_id,
                        JsonObject       *data,
                        gboolean          kept)
{
  PonderImportNode *node = g_new0 (PonderImportNode, 1);

  node->external_id = ponder_import_dup_id (id);
  node->parent_id = ponder_import_dup_id (parent_id);
  node->data = data;
  node->kept = kept;
  node->place = self->nodes->len;
  g_ptr_array_add (self->nodes, node);
  if (node->external_id != NULL && !g_hash_table_contains (self->by_id, node->external_id))
    {
      g_hash_table_insert (self->by_id, node->external_id, node);
      node->id = g_strdup (node->external_id);
    }
}

void
ponder_import_tree_append (PonderImportTree *self,
                           const char       *id,
                           JsonObject       *data)
{
  PonderImportNode *last = NULL;
  PonderImportNode *node;

  if (self->nodes->len > 0)
    last = g_ptr_array_index (self->nodes, self->nodes->len - 1);
  ponder_import_tree_add (self, id, NULL, data, TRUE);
  node = g_ptr_array_index (self->nodes, self->nodes->len - 1);
  node->above = last;
}

/* Places sort as they were; a file with such ids of its own keeps them. */
static void
name_nodes (PonderImportTree *self)
{
  guint number = 0;

  for (guint i = 0; i < self->nodes->len; i++)
    {
      PonderImportNode *node = g_ptr_array_index (self->nodes, i);

      while (node->id == NULL)
        {
          g_autofree char *id = g_strdup_printf ("%08u", number++);

          if (!g_hash_table_contains (self->by_id, id))
            node->id = g_steal_pointer (&id);
        }
    }
}

static void
link_nodes (PonderImportTree *self)
{
  for (guint i = 0; i < self->nodes->len; i++)
    {
      PonderImportNode *node = g_ptr_array_index (self->nodes, i);

      if (node->above == NULL && node->parent_id != NULL)
        node->above = g_hash_table_lookup (self->by_id, node->parent_id);
    }
}

static PonderImportNode *
first_of_circle (PonderImportNode *member)
{
  PonderImportNode *first = member;

  for (PonderImportNode *node = member->above; node != member; node = node->above)
    if (node->place < first->place)
      first = node;
  return first;
}

/* Walks up from every node. A walk that meets itself went round a circle. */
static void
cut_circles (PonderImportTree *self)
{
  for (guint i = 0; i < self->nodes->len; i++)
    {
      PonderImportNode *node = g_ptr_array_index (self->nodes, i);
      const guint walk = i + 1;

      for (; node != NULL && node->walk == 0; node = node->above)
        node->walk = walk;
      if (node != NULL && node->walk == walk)
        first_of_circle (node)->above = NULL;
    }
}

/* The chain of passed-over nodes above a node is walked once and then made short, so that long ones cost no more. */
static void
find_parents (PonderImportTree *self)
{
  for (guint i = 0; i < self->nodes->len; i++)
    {
      PonderImportNode *node = g_ptr_array_index (self->nodes, i);
      PonderImportNode *parent = node->above;
      PonderImportNode *next;

      while (parent != NULL && !parent->kept)
        parent = parent->above;
      for (PonderImportNode *at = node->above; at != NULL && at != parent; at = next)
        {
          next = at->above;
          at->above = parent;
        }
      node->above = node->parent = parent;
      if (parent != NULL && node->kept)
        parent->n_children++;
    }
}

static void
mark_shown (PonderImportTree *self,
            const char       *leaf)
{
  g_autofree char *id = ponder_import_dup_id (leaf);
  PonderImportNode *node = id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;

  for (guint i = self->nodes->len; node == NULL && i-- > 0;)
    {
      PonderImportNode *last = g_ptr_array_index (self->nodes, i);

      if (last->kept && last->n_children == 0)
        node = last;
    }
  for (; node != NULL; node = node->parent)
    node->shown = TRUE;
}

/* The node and those above it that are not out yet, topmost first. */
static void
put_out (GPtrArray        *arranged,
         PonderImportNode *node)
{
  guint first = arranged->len;

  for (; node != NULL && node->kept && node->walk != 0; node = node->parent)
    {
      node->walk = 0;
      g_ptr_array_add (arranged, node);
    }
  for (guint i = first, j = arranged->len; i + 1 < j; i++)
    {
      gpointer swapped = arranged->pdata[i];

      arranged->pdata[i] = arranged->pdata[--j];
      arranged->pdata[j] = swapped;
    }
}

GPtrArray *
ponder_import_tree_arrange (PonderImportTree *self,
                            const char       *leaf)
{
  GPtrArray *arranged = g_ptr_array_new ();

  name_nodes (self);
  link_nodes (self);
  cut_circles (self);
  find_parents (self);
  mark_shown (self, leaf);
  for (guint i = 0; i < self->nodes->len; i++)
    put_out (arranged, g_ptr_array_index (self->nodes, i));
  return arranged;
}
