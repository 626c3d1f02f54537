/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is thrown away of a chat, and comes back. */

#include "config.h"

#include "ponder-timeline-tree-private.h"

/* Moves many in one walk, and notes them: a branch may have ten thousand. They are all in the other place;
 * one that is named twice is moved once. */
static void
move_all (PonderTimeline *self,
          GPtrArray      *messages,
          gint64          trashed,
          GPtrArray      *changed)
{
  GPtrArray *from = trashed != 0 ? self->messages : self->trash;
  g_autoptr(GHashTable) moved = g_hash_table_new (NULL, NULL);
  guint n_left = 0;

  /* Backwards: who goes last leaves no orphans. */
  for (guint i = messages->len; i > 0; i--)
    {
      PonderMessage *message = g_ptr_array_index (messages, i - 1);

      if (!g_hash_table_add (moved, message))
        continue;
      g_ptr_array_add (changed, g_object_ref (message));
      ponder_message_tree_remove (self->tree, message);
      ponder_message_set_trashed (message, trashed);
      ponder_timeline_put (self, message);
    }
  for (guint i = 0; i < from->len; i++)
    {
      PonderMessage *message = g_ptr_array_index (from, i);

      if (g_hash_table_contains (moved, message))
        g_object_unref (message);
      else
        from->pdata[n_left++] = message;
    }
  from->len = n_left;
}

/* What is thrown away later has a later time, whatever the clock does. */
static gint64
later_than_trash (PonderTimeline *self,
                  gint64          time)
{
  for (guint i = 0; i < self->trash->len; i++)
    time = MAX (time, ponder_message_get_trashed (g_ptr_array_index (self->trash, i)) + 1);

  return time;
}

/* Adds to @branch what was thrown away of the way from @message up to its root. The count ends a cycle in a damaged
 * chat. */
static void
add_trashed_above (PonderTimeline *self,
                   PonderMessage  *message,
                   GPtrArray      *branch)
{
  guint n_max = self->messages->len + self->trash->len;

  for (guint n = 0; message != NULL && n < n_max; n++)
    {
      const char *parent = ponder_message_get_parent_id (message);

      if (ponder_message_get_trashed (message) != 0)
        g_ptr_array_add (branch, message);
      message = parent != NULL ? g_hash_table_lookup (self->by_id, parent) : NULL;
    }
}

static GPtrArray *
get_place (PonderTimeline *self,
           PonderMessage  *message)
{
  return ponder_message_get_trashed (message) != 0 ? self->trash : self->messages;
}

void
ponder_timeline_put (PonderTimeline *self,
                     PonderMessage  *message)
{
  g_ptr_array_add (get_place (self, message), g_object_ref (message));
  if (ponder_message_get_trashed (message) == 0)
    ponder_message_tree_add (self->tree, message);
}

void
ponder_timeline_take_out (PonderTimeline *self,
                          PonderMessage  *message)
{
  ponder_message_tree_remove (self->tree, message);
  g_ptr_array_remove (get_place (self, message), message);
}

void
ponder_timeline_move (PonderTimeline *self,
                      PonderMessage  *message,
                      gint64          trashed)
{
  g_autoptr(PonderMessage) keep = g_object_ref (message);

  ponder_timeline_take_out (self, message);
  ponder_message_set_trashed (message, trashed);
  ponder_timeline_put (self, message);
}

gint64
ponder_timeline_trash (PonderTimeline *self,
                       PonderMessage  *message,
                       gint64          time,
                       GPtrArray      *changed)
{
  g_autoptr(GPtrArray) branch = ponder_message_tree_list (self->tree, message);
  PonderMessage *beside = ponder_timeline_get_beside (self, message);
  gboolean shown = ponder_timeline_shows (self, message);

  if (beside == NULL)
    beside = ponder_message_tree_get_sibling (self->tree, message, -1);
  if (beside == NULL)
    beside = ponder_message_tree_get_sibling (self->tree, message, 1);
  time = later_than_trash (self, time);
  move_all (self, branch, time, changed);
  if (shown && beside != NULL)
    ponder_timeline_choose (self, beside, changed);
  self->generation++;
  ponder_timeline_show_path (self);
  return time;
}

void
ponder_timeline_restore (PonderTimeline *self,
                         gint64          time,
                         GPtrArray      *changed)
{
  g_autoptr(GPtrArray) branch = g_ptr_array_new ();
  g_autoptr(GPtrArray) chosen = g_ptr_array_new_with_free_func (g_object_unref);
  PonderMessage *first = NULL;

  for (guint i = self->trash->len; i > 0; i--)
    {
      PonderMessage *message = g_ptr_array_index (self->trash, i - 1);

      if (ponder_message_get_trashed (message) != time)
        continue;
      if (first == NULL || ponder_message_get_created (message) < ponder_message_get_created (first))
        first = message;
      g_ptr_array_add (branch, message);
    }
  if (first == NULL)
    return;

  add_trashed_above (self, first, branch);
  move_all (self, branch, 0, changed);
  ponder_message_tree_reveal (self->tree, first, chosen);
  for (guint i = 0; i < chosen->len; i++)
    ponder_timeline_note_changed (changed, g_ptr_array_index (chosen, i));
  self->generation++;
  ponder_timeline_show_path (self);
}
