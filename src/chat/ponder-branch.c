/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The path through a session's messages that is shown. */

#include "config.h"

#include "ponder-branch.h"

#include "ponder-message.h"
#include "ponder-message-tree.h"

static int
compare_age_cb (gconstpointer a,
                gconstpointer b)
{
  gint64 created_a = ponder_message_get_created (*(PonderMessage *const *) a);
  gint64 created_b = ponder_message_get_created (*(PonderMessage *const *) b);

  return (created_a > created_b) - (created_a < created_b);
}

/* A tree grows fastest when the oldest comes first. */
GPtrArray *
ponder_branch_find_path (GPtrArray *messages)
{
  g_autoptr(PonderMessageTree) tree = ponder_message_tree_new ();
  g_autoptr(GPtrArray) sorted = g_ptr_array_new ();
  GPtrArray *path = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_extend (sorted, messages, NULL, NULL);
  g_ptr_array_sort (sorted, compare_age_cb);
  for (guint i = 0; i < sorted->len; i++)
    ponder_message_tree_add (tree, g_ptr_array_index (sorted, i));
  ponder_message_tree_append_path (tree, NULL, path);
  return path;
}
