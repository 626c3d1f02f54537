/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding a message of a chat, what was said before it, and how it came about. */

#include "config.h"

#include "ponder-timeline-tree-private.h"

PonderMessage *
ponder_timeline_lookup (PonderTimeline *self,
                        const char     *message_id)
{
  return g_hash_table_lookup (self->by_id, message_id);
}

GPtrArray *
ponder_timeline_get_messages (PonderTimeline *self)
{
  return self->messages;
}

GPtrArray *
ponder_timeline_list_before (PonderTimeline *self,
                             PonderMessage  *message)
{
  GPtrArray *before = g_ptr_array_new_with_free_func (g_object_unref);
  const char *id = ponder_message_get_parent_id (message);
  PonderMessage *parent;

  /* The count ends a cycle in a damaged chat. */
  while (id != NULL && before->len < self->messages->len
         && (parent = g_hash_table_lookup (self->by_id, id)))
    {
      g_ptr_array_add (before, g_object_ref (parent));
      id = ponder_message_get_parent_id (parent);
    }
  for (guint i = 0; i < before->len / 2; i++)
    {
      gpointer swap = before->pdata[i];

      before->pdata[i] = before->pdata[before->len - 1 - i];
      before->pdata[before->len - 1 - i] = swap;
    }
  return before;
}

PonderMessage *
ponder_timeline_get_last (PonderTimeline *self)
{
  if (self->path->len == 0)
    return NULL;
  return ponder_timeline_get_marked (self, g_ptr_array_index (self->path, self->path->len - 1));
}

PonderThinkBoard *
ponder_timeline_find_board (PonderTimeline *self,
                            const char     *message_id)
{
  return g_hash_table_lookup (self->boards, message_id);
}

PonderThinkBoard *
ponder_timeline_get_board (PonderTimeline *self,
                           PonderMessage  *message)
{
  g_return_val_if_fail (PONDER_IS_TIMELINE (self), NULL);
  g_return_val_if_fail (PONDER_IS_MESSAGE (message), NULL);

  return ponder_timeline_find_board (self, ponder_message_get_id (message));
}

void
ponder_timeline_add_board (PonderTimeline   *self,
                           PonderThinkBoard *board)
{
  const char *id = ponder_think_board_get_message_id (board);
  PonderMessage *message = ponder_timeline_lookup (self, id);

  g_hash_table_replace (self->boards, (char *) id, g_object_ref (board));
  if (message != NULL)
    g_signal_emit_by_name (self, "board-added", message);
}
