/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is thrown away of a chat, and comes back. */

#include "config.h"

#include "ponder-timeline-tree-private.h"

#include "ponder-branch.h"

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
  g_autoptr(GPtrArray) rest = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < messages->len; i++)
    {
      PonderMessage *message = g_ptr_array_index (messages, i);

      if (!g_hash_table_add (moved, message))
        continue;
      g_ptr_array_add (changed, g_object_ref (message));
      ponder_message_set_trashed (message, trashed);
      g_ptr_array_add (ponder_timeline_get_place (self, message), g_object_ref (message));
    }
  for (guint i = 0; i < from->len; i++)
    if (!g_hash_table_contains (moved, g_ptr_array_index (from, i)))
      g_ptr_array_add (rest, g_object_ref (g_ptr_array_index (from, i)));
  g_ptr_array_set_size (from, 0);
  g_ptr_array_extend_and_steal (from, g_steal_pointer (&rest));
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

GPtrArray *
ponder_timeline_get_place (PonderTimeline *self,
                           PonderMessage  *message)
{
  return ponder_message_get_trashed (message) != 0 ? self->trash : self->messages;
}

void
ponder_timeline_move (PonderTimeline *self,
                      PonderMessage  *message,
                      gint64          trashed)
{
  g_autoptr(PonderMessage) keep = g_object_ref (message);

  g_ptr_array_remove (ponder_timeline_get_place (self, message), message);
  ponder_message_set_trashed (message, trashed);
  g_ptr_array_add (ponder_timeline_get_place (self, message), g_steal_pointer (&keep));
}

gint64
ponder_timeline_trash (PonderTimeline *self,
                       PonderMessage  *message,
                       gint64          time,
                       GPtrArray      *changed)
{
  g_autoptr(GPtrArray) branch = ponder_branch_list (self->messages, message);
  PonderMessage *beside = ponder_timeline_get_beside (self, message);
  gboolean shown = ponder_timeline_shows (self, message);

  if (beside == NULL)
    beside = ponder_branch_sibling (self->messages, message, -1);
  if (beside == NULL)
    beside = ponder_branch_sibling (self->messages, message, 1);
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
  ponder_branch_reveal (self->messages, first, chosen);
  for (guint i = 0; i < chosen->len; i++)
    ponder_timeline_note_changed (changed, g_ptr_array_index (chosen, i));
  self->generation++;
  ponder_timeline_show_path (self);
}
