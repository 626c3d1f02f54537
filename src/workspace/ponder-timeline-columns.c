/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers to one question that are shown beside each other, and the turns that write them. */

#include "config.h"

#include "ponder-timeline-tree-private.h"

/* The answers of one fork. The first one has the place in the path, whichever goes on, so that the row stays the
 * same one. */
typedef struct
{
  GPtrArray     *messages;
  PonderMessage *marked;        /* the one that goes on: borrowed from them */
} Columns;

static void
columns_free (gpointer data)
{
  Columns *self = data;

  g_ptr_array_unref (self->messages);
  g_free (self);
}

static gboolean
is_compared (PonderTimeline *self,
             PonderMessage  *message)
{
  return g_ptr_array_find_with_equal_func (self->compared, ponder_message_get_id (message), g_str_equal, NULL);
}

/* In the order of the columns. (nullable): @message stands alone. */
static Columns *
collect (PonderTimeline *self,
         PonderMessage  *message)
{
  Columns *columns;
  GPtrArray *messages;

  if (ponder_message_get_n_siblings (message) < 2 || !is_compared (self, message))
    return NULL;

  messages = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < self->compared->len; i++)
    {
      PonderMessage *other = g_hash_table_lookup (self->by_id, g_ptr_array_index (self->compared, i));

      if (other != NULL && ponder_message_get_trashed (other) == 0
          && g_strcmp0 (ponder_message_get_parent_id (other), ponder_message_get_parent_id (message)) == 0)
        g_ptr_array_add (messages, g_object_ref (other));
    }
  if (messages->len < 2)
    {
      g_ptr_array_unref (messages);
      return NULL;
    }
  columns = g_new (Columns, 1);
  columns->messages = messages;
  columns->marked = message;
  return columns;
}

GHashTable *
ponder_timeline_arrange_columns (PonderTimeline *self)
{
  GHashTable *all = g_hash_table_new_full (NULL, NULL, g_object_unref, columns_free);

  for (guint i = 0; self->compared->len > 0 && i < self->path->len; i++)
    {
      Columns *columns = collect (self, g_ptr_array_index (self->path, i));
      PonderMessage *first;

      if (columns == NULL)
        continue;
      first = g_ptr_array_index (columns->messages, 0);
      g_hash_table_insert (all, g_object_ref (first), columns);
      g_object_unref (g_ptr_array_index (self->path, i));
      self->path->pdata[i] = g_object_ref (first);
    }
  return all;
}

static gboolean
are_same (const Columns *a,
          const Columns *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  if (a->messages->len != b->messages->len)
    return FALSE;

  for (guint i = 0; i < a->messages->len; i++)
    if (g_ptr_array_index (a->messages, i) != g_ptr_array_index (b->messages, i))
      return FALSE;
  return TRUE;
}

static void
tell (PonderTimeline *self,
      const char     *signal,
      GPtrArray      *messages)
{
  for (guint i = 0; i < messages->len; i++)
    g_signal_emit_by_name (self, signal, g_ptr_array_index (messages, i));
}

void
ponder_timeline_tell_columns (PonderTimeline *self,
                              GHashTable     *old)
{
  g_autoptr(GPtrArray) changed = NULL;
  g_autoptr(GPtrArray) marked = NULL;

  if (g_hash_table_size (old) == 0 && g_hash_table_size (self->columns) == 0)
    return;

  changed = g_ptr_array_new_with_free_func (g_object_unref);
  marked = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < self->path->len; i++)
    {
      PonderMessage *message = g_ptr_array_index (self->path, i);
      const Columns *before = g_hash_table_lookup (old, message);
      const Columns *after = g_hash_table_lookup (self->columns, message);

      if (!are_same (before, after))
        g_ptr_array_add (changed, g_object_ref (message));
      else if (before != NULL && before->marked != after->marked)
        g_ptr_array_add (marked, g_object_ref (message));
    }
  tell (self, "columns-changed", changed);
  tell (self, "mark-changed", marked);
}

GPtrArray *
ponder_timeline_get_columns (PonderTimeline *self,
                             PonderMessage  *message)
{
  Columns *columns;

  g_return_val_if_fail (PONDER_IS_TIMELINE (self), NULL);

  columns = g_hash_table_lookup (self->columns, message);
  return columns != NULL ? columns->messages : NULL;
}

PonderMessage *
ponder_timeline_get_marked (PonderTimeline *self,
                            PonderMessage  *message)
{
  Columns *columns;

  g_return_val_if_fail (PONDER_IS_TIMELINE (self), NULL);

  columns = g_hash_table_lookup (self->columns, message);
  return columns != NULL ? columns->marked : message;
}

PonderMessage *
ponder_timeline_get_first_column (PonderTimeline *self,
                                  PonderMessage  *message)
{
  GHashTableIter iter;
  gpointer first;
  gpointer columns;

  g_return_val_if_fail (PONDER_IS_TIMELINE (self), NULL);

  g_hash_table_iter_init (&iter, self->columns);
  while (g_hash_table_iter_next (&iter, &first, &columns))
    if (g_ptr_array_find (((Columns *) columns)->messages, message, NULL))
      return first;
  return NULL;
}

GListModel *
ponder_timeline_dup_branch (PonderTimeline *self)
{
  GListStore *branch;

  g_return_val_if_fail (PONDER_IS_TIMELINE (self), NULL);

  branch = g_list_store_new (PONDER_TYPE_MESSAGE);
  for (guint i = 0; i < self->path->len; i++)
    g_list_store_append (branch, ponder_timeline_get_marked (self, g_ptr_array_index (self->path, i)));
  return G_LIST_MODEL (branch);
}

gboolean
ponder_timeline_shows (PonderTimeline *self,
                       PonderMessage  *message)
{
  PonderMessage *first = ponder_timeline_get_first_column (self, message);

  if (first != NULL)
    return ponder_timeline_get_marked (self, first) == message;
  return g_ptr_array_find (self->path, message, NULL);
}

PonderMessage *
ponder_timeline_get_beside (PonderTimeline *self,
                            PonderMessage  *message)
{
  PonderMessage *first = ponder_timeline_get_first_column (self, message);
  GPtrArray *columns = first != NULL ? ponder_timeline_get_columns (self, first) : NULL;
  guint index;

  if (columns == NULL || !g_ptr_array_find (columns, message, &index))
    return NULL;
  return g_ptr_array_index (columns, index > 0 ? index - 1 : 1);
}

static gboolean
have_same_names (GPtrArray *a,
                 GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!g_str_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;
  return TRUE;
}

void
ponder_timeline_set_compared (PonderTimeline *self,
                              GPtrArray      *ids)
{
  if (have_same_names (self->compared, ids))
    return;

  g_ptr_array_set_size (self->compared, 0);
  for (guint i = 0; i < ids->len; i++)
    g_ptr_array_add (self->compared, g_strdup (g_ptr_array_index (ids, i)));
  ponder_timeline_show_path (self);
}

/* --- turns --- */

GListModel *
ponder_timeline_get_turns (PonderTimeline *self)
{
  g_return_val_if_fail (PONDER_IS_TIMELINE (self), NULL);

  return G_LIST_MODEL (self->turns);
}

/* The list holds it. */
static PonderTurn *
get_turn (PonderTimeline *self,
          guint           index)
{
  g_autoptr(PonderTurn) turn = g_list_model_get_item (G_LIST_MODEL (self->turns), index);

  return turn;
}

PonderTurn *
ponder_timeline_get_turn (PonderTimeline *self)
{
  g_return_val_if_fail (PONDER_IS_TIMELINE (self), NULL);

  return get_turn (self, 0);
}

PonderTurn *
ponder_timeline_find_turn (PonderTimeline *self,
                           PonderMessage  *message)
{
  g_return_val_if_fail (PONDER_IS_TIMELINE (self), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->turns)); i++)
    {
      PonderTurn *turn = get_turn (self, i);

      if (ponder_turn_get_message (turn) == message)
        return turn;
    }
  return NULL;
}

void
ponder_timeline_add_turn (PonderTimeline *self,
                          PonderTurn     *turn)
{
  g_list_store_append (self->turns, turn);
}

void
ponder_timeline_remove_turn (PonderTimeline *self,
                             PonderTurn     *turn)
{
  guint position;

  if (g_list_store_find (self->turns, turn, &position))
    g_list_store_remove (self->turns, position);
}
