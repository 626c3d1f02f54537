/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tree as the branches it can be read in, one after the other. */

#include "config.h"

#include "ponder-export-private.h"

#include "ponder-branch.h"

/* (transfer full): id of the parent -> its children, as they were made */
static GHashTable *
group_children (GPtrArray *messages)
{
  GHashTable *children = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < messages->len; i++)
    {
      const char *parent_id = ponder_message_get_parent_id (messages->pdata[i]);
      GPtrArray *group = parent_id != NULL ? g_hash_table_lookup (children, parent_id) : NULL;

      if (parent_id != NULL && group == NULL)
        {
          group = g_ptr_array_new ();
          g_hash_table_insert (children, (gpointer) parent_id, group);
        }
      if (group != NULL)
        g_ptr_array_add (group, messages->pdata[i]);
    }

  return children;
}

/* The one that would be shown of those that stand nowhere yet. (nullable) */
static PonderMessage *
find_next (GHashTable    *children,
           GHashTable    *placed,
           PonderMessage *message)
{
  GPtrArray *group = g_hash_table_lookup (children, ponder_message_get_id (message));
  PonderMessage *newest = NULL;

  for (guint i = group != NULL ? group->len : 0; i > 0; i--)
    {
      PonderMessage *child = group->pdata[i - 1];

      if (g_hash_table_contains (placed, child))
        continue;
      if (ponder_message_get_chosen (child))
        return child;
      if (newest == NULL)
        newest = child;
    }

  return newest;
}

static void
branch_free (PonderExportBranch *self)
{
  g_ptr_array_unref (self->messages);
  g_clear_object (&self->parent);
  g_free (self);
}

/* From @message on. */
static PonderExportBranch *
read_branch (GHashTable    *children,
             GHashTable    *placed,
             PonderMessage *message)
{
  PonderExportBranch *branch = g_new0 (PonderExportBranch, 1);

  branch->messages = g_ptr_array_new_with_free_func (g_object_unref);
  for (; message != NULL; message = find_next (children, placed, message))
    {
      g_hash_table_add (placed, message);
      g_ptr_array_add (branch->messages, g_object_ref (message));
    }

  return branch;
}

/* (transfer full): id -> message, borrowed */
static GHashTable *
index_messages (GPtrArray *messages)
{
  GHashTable *by_id = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < messages->len; i++)
    g_hash_table_insert (by_id, (gpointer) ponder_message_get_id (messages->pdata[i]), messages->pdata[i]);

  return by_id;
}

static void
set_parent (PonderExportBranch *branch,
            GHashTable         *by_id)
{
  const char *parent_id = ponder_message_get_parent_id (branch->messages->pdata[0]);
  PonderMessage *parent = parent_id != NULL ? g_hash_table_lookup (by_id, parent_id) : NULL;

  if (parent != NULL)
    branch->parent = g_object_ref (parent);
}

GPtrArray *
ponder_export_find_branches (GPtrArray *messages)
{
  g_autoptr(GHashTable) children = group_children (messages);
  g_autoptr(GHashTable) by_id = index_messages (messages);
  g_autoptr(GHashTable) placed = g_hash_table_new (NULL, NULL);
  GPtrArray *branches = g_ptr_array_new_with_free_func ((GDestroyNotify) branch_free);
  PonderExportBranch *shown = g_new0 (PonderExportBranch, 1);

  shown->messages = ponder_branch_find_path (messages);
  for (guint i = 0; i < shown->messages->len; i++)
    g_hash_table_add (placed, shown->messages->pdata[i]);
  g_ptr_array_add (branches, shown);

  for (guint i = 0; i < messages->len; i++)
    if (!g_hash_table_contains (placed, messages->pdata[i]))
      {
        PonderExportBranch *branch = read_branch (children, placed, messages->pdata[i]);

        set_parent (branch, by_id);
        g_ptr_array_add (branches, branch);
      }

  return branches;
}
