/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tree of a session's messages and the path through it that is shown. */

#include "config.h"

#include "ponder-branch.h"

#include "ponder-message.h"

/* The messages by their place: every one in exactly one group of siblings, oldest first. */
typedef struct
{
  GPtrArray  *sorted;           /* borrowed messages, oldest first */
  GHashTable *parents;          /* message -> parent; absent for a root */
  GHashTable *groups;           /* parent, or NULL for the roots -> GPtrArray of its children */
} Tree;

static void
tree_clear (Tree *tree)
{
  g_ptr_array_unref (tree->sorted);
  g_hash_table_unref (tree->parents);
  g_hash_table_unref (tree->groups);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Tree, tree_clear)

/* Identifiers sort by time too and settle what the clock cannot. */
static int
compare_age (PonderMessage *a,
             PonderMessage *b)
{
  gint64 created_a = ponder_message_get_created (a);
  gint64 created_b = ponder_message_get_created (b);

  if (created_a != created_b)
    return created_a < created_b ? -1 : 1;

  return strcmp (ponder_message_get_id (a), ponder_message_get_id (b));
}

static int
compare_age_cb (gconstpointer a,
                gconstpointer b)
{
  return compare_age (*(PonderMessage *const *) a, *(PonderMessage *const *) b);
}

static void
link_parents (Tree *tree)
{
  g_autoptr(GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < tree->sorted->len; i++)
    {
      PonderMessage *message = g_ptr_array_index (tree->sorted, i);

      g_hash_table_insert (by_id, (gpointer) ponder_message_get_id (message), message);
    }

  for (guint i = 0; i < tree->sorted->len; i++)
    {
      PonderMessage *message = g_ptr_array_index (tree->sorted, i);
      const char *parent_id = ponder_message_get_parent_id (message);
      PonderMessage *parent = parent_id != NULL ? g_hash_table_lookup (by_id, parent_id) : NULL;

      if (parent != NULL)
        g_hash_table_insert (tree->parents, message, parent);
    }
}

static PonderMessage *
oldest_of_cycle (Tree          *tree,
                 PonderMessage *member)
{
  PonderMessage *oldest = member;
  PonderMessage *message = g_hash_table_lookup (tree->parents, member);

  for (; message != member; message = g_hash_table_lookup (tree->parents, message))
    if (compare_age (message, oldest) < 0)
      oldest = message;

  return oldest;
}

/* Walks from every message towards its root. A walk that meets itself went round a cycle, whose
 * oldest message then becomes a root. */
static void
cut_cycles (Tree *tree)
{
  g_autoptr(GHashTable) walks = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < tree->sorted->len; i++)
    {
      PonderMessage *message = g_ptr_array_index (tree->sorted, i);
      const gpointer walk = GUINT_TO_POINTER (i + 1);

      while (message != NULL && !g_hash_table_contains (walks, message))
        {
          g_hash_table_insert (walks, message, walk);
          message = g_hash_table_lookup (tree->parents, message);
        }
      if (message != NULL && g_hash_table_lookup (walks, message) == walk)
        g_hash_table_remove (tree->parents, oldest_of_cycle (tree, message));
    }
}

static void
group_siblings (Tree *tree)
{
  for (guint i = 0; i < tree->sorted->len; i++)
    {
      PonderMessage *message = g_ptr_array_index (tree->sorted, i);
      PonderMessage *parent = g_hash_table_lookup (tree->parents, message);
      GPtrArray *group = g_hash_table_lookup (tree->groups, parent);

      if (group == NULL)
        {
          group = g_ptr_array_new ();
          g_hash_table_insert (tree->groups, parent, group);
        }
      g_ptr_array_add (group, message);
    }
}

static void
tree_init (Tree      *tree,
           GPtrArray *messages)
{
  tree->sorted = g_ptr_array_new ();
  g_ptr_array_extend (tree->sorted, messages, NULL, NULL);
  g_ptr_array_sort (tree->sorted, compare_age_cb);
  tree->parents = g_hash_table_new (NULL, NULL);
  tree->groups = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);

  link_parents (tree);
  cut_cycles (tree);
  group_siblings (tree);
}

/* (nullable): @message is not in the tree. */
static GPtrArray *
tree_siblings (Tree          *tree,
               PonderMessage *message)
{
  GPtrArray *group = g_hash_table_lookup (tree->groups,
                                          g_hash_table_lookup (tree->parents, message));

  return group != NULL && g_ptr_array_find (group, message, NULL) ? group : NULL;
}

static void
number_siblings (Tree *tree)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, tree->groups);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      GPtrArray *group = value;

      for (guint i = 0; i < group->len; i++)
        ponder_message_set_siblings (g_ptr_array_index (group, i), i, group->len);
    }
}

/* Should two be marked, as when two programs chose at once, the newer one is shown. */
static PonderMessage *
shown_of (GPtrArray *group)
{
  for (guint i = group->len; i > 0; i--)
    if (ponder_message_get_chosen (g_ptr_array_index (group, i - 1)))
      return g_ptr_array_index (group, i - 1);

  return g_ptr_array_index (group, group->len - 1);
}

GPtrArray *
ponder_branch_find_path (GPtrArray *messages)
{
  g_auto(Tree) tree = { NULL };
  GPtrArray *path = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *group;

  tree_init (&tree, messages);
  number_siblings (&tree);

  for (group = g_hash_table_lookup (tree.groups, NULL); group != NULL;)
    {
      PonderMessage *message = shown_of (group);

      g_ptr_array_add (path, g_object_ref (message));
      group = g_hash_table_lookup (tree.groups, message);
    }

  return path;
}

PonderMessage *
ponder_branch_sibling (GPtrArray     *messages,
                       PonderMessage *message,
                       int            step)
{
  g_auto(Tree) tree = { NULL };
  GPtrArray *group;
  guint index;
  gint64 wanted;

  tree_init (&tree, messages);
  if (!(group = tree_siblings (&tree, message)))
    return NULL;

  g_ptr_array_find (group, message, &index);
  wanted = (gint64) index + step;
  if (wanted < 0 || wanted >= (gint64) group->len)
    return NULL;

  return g_ptr_array_index (group, wanted);
}

void
ponder_branch_choose (GPtrArray     *messages,
                      PonderMessage *message)
{
  g_auto(Tree) tree = { NULL };
  GPtrArray *group;

  tree_init (&tree, messages);
  if (!(group = tree_siblings (&tree, message)))
    return;

  for (guint i = 0; i < group->len; i++)
    {
      PonderMessage *sibling = g_ptr_array_index (group, i);

      ponder_message_set_chosen (sibling, sibling == message);
    }
}

static void
choose_in (GPtrArray     *group,
           PonderMessage *message,
           GPtrArray     *changed)
{
  for (guint i = 0; i < group->len; i++)
    {
      PonderMessage *sibling = g_ptr_array_index (group, i);

      if (ponder_message_get_chosen (sibling) == (sibling == message))
        continue;
      ponder_message_set_chosen (sibling, sibling == message);
      g_ptr_array_add (changed, g_object_ref (sibling));
    }
}

/* Where the way is shown already nothing has to change, also where nobody ever chose. */
void
ponder_branch_reveal (GPtrArray     *messages,
                      PonderMessage *message,
                      GPtrArray     *changed)
{
  g_auto(Tree) tree = { NULL };
  GPtrArray *group;

  tree_init (&tree, messages);
  for (; message != NULL; message = g_hash_table_lookup (tree.parents, message))
    if ((group = tree_siblings (&tree, message)) && shown_of (group) != message)
      choose_in (group, message, changed);
}

GPtrArray *
ponder_branch_list (GPtrArray     *messages,
                    PonderMessage *message)
{
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *branch = g_ptr_array_new ();
  guint n_before;

  g_ptr_array_add (branch, message);
  g_hash_table_add (ids, (char *) ponder_message_get_id (message));
  do
    {
      n_before = branch->len;
      for (guint i = 0; i < messages->len; i++)
        {
          PonderMessage *other = g_ptr_array_index (messages, i);
          const char *parent = ponder_message_get_parent_id (other);

          if (parent != NULL && g_hash_table_contains (ids, parent)
              && g_hash_table_add (ids, (char *) ponder_message_get_id (other)))
            g_ptr_array_add (branch, other);
        }
    }
  while (branch->len > n_before);
  return branch;
}
