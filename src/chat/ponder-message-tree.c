/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tree of a session's messages, which knows at once who stands beside and below whom. */

#include "config.h"

#include "ponder-message-tree.h"

#include "ponder-message.h"

/* A chat of ten thousand messages is nearly always one line: each is an only child, which costs one entry of `parents`
 * and one of `eldest`. The roots are the children of NULL. */
struct _PonderMessageTree
{
  GHashTable *by_id;            /* id -> message, held */
  GHashTable *parents;          /* message -> parent; absent for a root */
  GHashTable *eldest;           /* parent -> its oldest child */
  GHashTable *youngest;         /* parent -> its newest child, where there are several */
  GHashTable *younger;          /* message -> its next sibling */
  GHashTable *orphans;          /* id of a parent that is not there -> GPtrArray of its children */
  GHashTable *unnumbered;       /* set of parents of several who do not know their places */
  gboolean    is_cut;           /* a cycle was, somewhere */
};

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

/* --- groups of siblings --- */

static PonderMessage *
get_youngest (PonderMessageTree *self,
              PonderMessage     *parent)
{
  PonderMessage *youngest = g_hash_table_lookup (self->youngest, parent);

  return youngest != NULL ? youngest : g_hash_table_lookup (self->eldest, parent);
}

/* (element-type PonderMessage) (transfer container) */
static GPtrArray *
list_children (PonderMessageTree *self,
               PonderMessage     *parent)
{
  GPtrArray *group = g_ptr_array_new ();
  PonderMessage *child = g_hash_table_lookup (self->eldest, parent);

  for (; child != NULL; child = g_hash_table_lookup (self->younger, child))
    g_ptr_array_add (group, child);
  return group;
}

/* (nullable): the child of @parent after which @message belongs. */
static PonderMessage *
find_older (PonderMessageTree *self,
            PonderMessage     *parent,
            PonderMessage     *message)
{
  PonderMessage *older = get_youngest (self, parent);
  PonderMessage *next;

  if (older == NULL || compare_age (older, message) < 0)
    return older;

  older = NULL;
  next = g_hash_table_lookup (self->eldest, parent);
  while (compare_age (next, message) < 0)
    {
      older = next;
      next = g_hash_table_lookup (self->younger, older);
    }
  return older;
}

static void
put_after (PonderMessageTree *self,
           PonderMessage     *parent,
           PonderMessage     *older,
           PonderMessage     *message)
{
  PonderMessage *youngest = get_youngest (self, parent);
  PonderMessage *next = older != NULL ? g_hash_table_lookup (self->younger, older)
                                      : g_hash_table_lookup (self->eldest, parent);

  if (older != NULL)
    g_hash_table_insert (self->younger, older, message);
  else
    g_hash_table_insert (self->eldest, parent, message);
  if (next != NULL)
    g_hash_table_insert (self->younger, message, next);
  if (youngest == NULL)
    {
      ponder_message_set_siblings (message, 0, 1);
      return;
    }
  g_hash_table_insert (self->youngest, parent, next != NULL ? youngest : message);
  g_hash_table_add (self->unnumbered, parent);
}

static void
link_child (PonderMessageTree *self,
            PonderMessage     *parent,
            PonderMessage     *message)
{
  if (parent != NULL)
    g_hash_table_insert (self->parents, message, parent);
  put_after (self, parent, find_older (self, parent, message), message);
}

static void
unlink_child (PonderMessageTree *self,
              PonderMessage     *message)
{
  PonderMessage *parent = g_hash_table_lookup (self->parents, message);
  g_autoptr(GPtrArray) group = list_children (self, parent);

  g_hash_table_remove (self->parents, message);
  g_hash_table_remove (self->eldest, parent);
  g_hash_table_remove (self->youngest, parent);
  for (guint i = 0; i < group->len; i++)
    g_hash_table_remove (self->younger, g_ptr_array_index (group, i));
  g_ptr_array_remove (group, message);
  for (guint i = 0; i < group->len; i++)
    put_after (self, parent, i > 0 ? g_ptr_array_index (group, i - 1) : NULL, g_ptr_array_index (group, i));
}

/* @message is in the tree. */
static gboolean
has (PonderMessageTree *self,
     PonderMessage     *message)
{
  return g_hash_table_lookup (self->by_id, ponder_message_get_id (message)) == message;
}

/* Should two be marked, as when two programs chose at once, the newer one is shown. (nullable) */
static PonderMessage *
find_shown (PonderMessageTree *self,
            PonderMessage     *parent)
{
  PonderMessage *shown = NULL;
  PonderMessage *last = NULL;
  PonderMessage *child = g_hash_table_lookup (self->eldest, parent);

  /* An only child is shown anyhow. */
  if (!g_hash_table_contains (self->youngest, parent))
    return child;

  for (; child != NULL; child = g_hash_table_lookup (self->younger, child))
    {
      last = child;
      if (ponder_message_get_chosen (child))
        shown = child;
    }
  return shown != NULL ? shown : last;
}

/* --- what is damaged --- */

/* Whose parent is not there. */
static void
note_orphan (PonderMessageTree *self,
             PonderMessage     *message)
{
  const char *id = ponder_message_get_parent_id (message);
  GPtrArray *siblings = g_hash_table_lookup (self->orphans, id);

  if (siblings == NULL)
    {
      siblings = g_ptr_array_new ();
      g_hash_table_insert (self->orphans, g_strdup (id), siblings);
    }
  g_ptr_array_add (siblings, message);
}

static void
forget_orphan (PonderMessageTree *self,
               PonderMessage     *message)
{
  const char *id = ponder_message_get_parent_id (message);
  GPtrArray *siblings = id != NULL ? g_hash_table_lookup (self->orphans, id) : NULL;

  if (siblings != NULL && g_ptr_array_remove_fast (siblings, message) && siblings->len == 0)
    g_hash_table_remove (self->orphans, id);
}

static PonderMessage *
find_root (PonderMessageTree *self,
           PonderMessage     *message)
{
  PonderMessage *parent;

  while ((parent = g_hash_table_lookup (self->parents, message)))
    message = parent;
  return message;
}

/* @root is above @parent, which came now and is the parent that it names: of the ring they are, the oldest becomes the
 * root. */
static void
cut_cycle (PonderMessageTree *self,
           PonderMessage     *root,
           PonderMessage     *parent)
{
  PonderMessage *oldest = root;

  self->is_cut = TRUE;
  for (PonderMessage *message = parent; message != root; message = g_hash_table_lookup (self->parents, message))
    if (compare_age (message, oldest) < 0)
      oldest = message;
  if (oldest == root)
    return;

  unlink_child (self, oldest);
  link_child (self, NULL, oldest);
  unlink_child (self, root);
  link_child (self, parent, root);
}

/* Those who waited for @message. */
static void
adopt_orphans (PonderMessageTree *self,
               PonderMessage     *message)
{
  g_autoptr(GPtrArray) children = NULL;
  g_autofree char *id = NULL;

  if (g_hash_table_size (self->orphans) == 0
      || !g_hash_table_steal_extended (self->orphans, ponder_message_get_id (message), (gpointer *) &id,
                                       (gpointer *) &children))
    return;

  for (guint i = 0; i < children->len; i++)
    {
      PonderMessage *child = g_ptr_array_index (children, i);

      if (find_root (self, message) == child)
        {
          cut_cycle (self, child, message);
          continue;
        }
      unlink_child (self, child);
      link_child (self, message, child);
    }
}

/* --- public --- */

PonderMessageTree *
ponder_message_tree_new (void)
{
  PonderMessageTree *self = g_new0 (PonderMessageTree, 1);

  self->by_id = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  self->parents = g_hash_table_new (NULL, NULL);
  self->eldest = g_hash_table_new (NULL, NULL);
  self->youngest = g_hash_table_new (NULL, NULL);
  self->younger = g_hash_table_new (NULL, NULL);
  self->orphans = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->unnumbered = g_hash_table_new (NULL, NULL);
  return self;
}

void
ponder_message_tree_free (PonderMessageTree *self)
{
  g_hash_table_unref (self->unnumbered);
  g_hash_table_unref (self->orphans);
  g_hash_table_unref (self->younger);
  g_hash_table_unref (self->youngest);
  g_hash_table_unref (self->eldest);
  g_hash_table_unref (self->parents);
  g_hash_table_unref (self->by_id);
  g_free (self);
}

void
ponder_message_tree_add (PonderMessageTree *self,
                         PonderMessage     *message)
{
  const char *id = ponder_message_get_id (message);
  const char *parent_id = ponder_message_get_parent_id (message);
  PonderMessage *parent = parent_id != NULL ? g_hash_table_lookup (self->by_id, parent_id) : NULL;

  /* Somebody has that name already. */
  if (g_hash_table_contains (self->by_id, id))
    return;

  g_hash_table_insert (self->by_id, (char *) id, g_object_ref (message));
  link_child (self, parent, message);
  if (parent == NULL && parent_id != NULL)
    note_orphan (self, message);
  adopt_orphans (self, message);
}

/* What is cut open comes together again when one of the ring goes: then all is done anew. */
static void
rebuild (PonderMessageTree *self)
{
  g_autoptr(PonderMessageTree) anew = ponder_message_tree_new ();
  PonderMessageTree old = *self;
  GHashTableIter iter;
  gpointer message;

  g_hash_table_iter_init (&iter, self->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &message))
    ponder_message_tree_add (anew, message);
  *self = *anew;
  *anew = old;
}

void
ponder_message_tree_remove (PonderMessageTree *self,
                            PonderMessage     *message)
{
  g_autoptr(GPtrArray) children = NULL;
  g_autoptr(PonderMessage) keep = NULL;

  if (!has (self, message))
    return;

  keep = g_object_ref (message);
  children = list_children (self, message);
  for (guint i = 0; i < children->len; i++)
    {
      PonderMessage *child = g_ptr_array_index (children, i);

      unlink_child (self, child);
      link_child (self, NULL, child);
      note_orphan (self, child);
    }
  unlink_child (self, message);
  forget_orphan (self, message);
  g_hash_table_remove (self->unnumbered, message);
  g_hash_table_remove (self->by_id, ponder_message_get_id (message));
  if (self->is_cut)
    rebuild (self);
}

PonderMessage *
ponder_message_tree_get_parent (PonderMessageTree *self,
                                PonderMessage     *message)
{
  return g_hash_table_lookup (self->parents, message);
}

GPtrArray *
ponder_message_tree_list (PonderMessageTree *self,
                          PonderMessage     *message)
{
  GPtrArray *branch = g_ptr_array_new ();

  g_ptr_array_add (branch, message);
  for (guint i = 0; i < branch->len; i++)
    {
      PonderMessage *child = g_hash_table_lookup (self->eldest, g_ptr_array_index (branch, i));

      for (; child != NULL; child = g_hash_table_lookup (self->younger, child))
        g_ptr_array_add (branch, child);
    }
  return branch;
}

static void
number_siblings (PonderMessageTree *self)
{
  GHashTableIter iter;
  gpointer parent;

  g_hash_table_iter_init (&iter, self->unnumbered);
  while (g_hash_table_iter_next (&iter, &parent, NULL))
    {
      g_autoptr(GPtrArray) group = list_children (self, parent);

      for (guint i = 0; i < group->len; i++)
        ponder_message_set_siblings (g_ptr_array_index (group, i), i, group->len);
    }
  g_hash_table_remove_all (self->unnumbered);
}

void
ponder_message_tree_append_path (PonderMessageTree *self,
                                 PonderMessage     *parent,
                                 GPtrArray         *path)
{
  number_siblings (self);
  while ((parent = find_shown (self, parent)))
    g_ptr_array_add (path, g_object_ref (parent));
}

PonderMessage *
ponder_message_tree_get_sibling (PonderMessageTree *self,
                                 PonderMessage     *message,
                                 int                step)
{
  g_autoptr(GPtrArray) group = NULL;
  guint index;
  gint64 wanted;

  if (!has (self, message))
    return NULL;

  group = list_children (self, g_hash_table_lookup (self->parents, message));
  g_ptr_array_find (group, message, &index);
  wanted = (gint64) index + step;
  if (wanted < 0 || wanted >= (gint64) group->len)
    return NULL;
  return g_ptr_array_index (group, wanted);
}

void
ponder_message_tree_choose (PonderMessageTree *self,
                            PonderMessage     *message,
                            GPtrArray         *changed)
{
  g_autoptr(GPtrArray) group = NULL;

  if (!has (self, message))
    return;

  group = list_children (self, g_hash_table_lookup (self->parents, message));
  for (guint i = 0; i < group->len; i++)
    {
      PonderMessage *sibling = g_ptr_array_index (group, i);

      if (ponder_message_get_chosen (sibling) == (sibling == message))
        continue;
      ponder_message_set_chosen (sibling, sibling == message);
      if (changed != NULL)
        g_ptr_array_add (changed, g_object_ref (sibling));
    }
}

/* Where the way is shown already nothing has to change, also where nobody ever chose. */
void
ponder_message_tree_reveal (PonderMessageTree *self,
                            PonderMessage     *message,
                            GPtrArray         *changed)
{
  if (!has (self, message))
    return;
  for (; message != NULL; message = g_hash_table_lookup (self->parents, message))
    if (find_shown (self, g_hash_table_lookup (self->parents, message)) != message)
      ponder_message_tree_choose (self, message, changed);
}
