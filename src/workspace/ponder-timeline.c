/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shown path of one chat: a GListModel of PonderMessage, oldest first. */

#include "config.h"

#include "ponder-timeline.h"

#include "ponder-fault.h"
#include "ponder-message-absorb-private.h"
#include "ponder-lru.h"
#include "ponder-release.h"
#include "ponder-timeline-tree-private.h"

#define MESSAGE_SIZE 1024
/* What takes half a millisecond at most. */
#define MERGED_AT_ONCE 64
/* Whoever listens looks at every one of them. */
#define SHOWN_AT_ONCE 500

enum
{
  PROP_0,
  PROP_SESSION,
  PROP_LOADING,
  PROP_FAULT,
  PROP_N_ITEMS,
  N_PROPS
};

enum
{
  SIGNAL_BOARD_ADDED,
  SIGNAL_CHOSEN,
  SIGNAL_COLUMNS_CHANGED,
  SIGNAL_MARK_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static GType
ponder_timeline_get_item_type (GListModel *model)
{
  return PONDER_TYPE_MESSAGE;
}

static guint
ponder_timeline_get_n_items (GListModel *model)
{
  return PONDER_TIMELINE (model)->path->len;
}

static gpointer
ponder_timeline_get_item (GListModel *model,
                          guint       position)
{
  PonderTimeline *self = PONDER_TIMELINE (model);

  if (position >= self->path->len)
    return NULL;
  return g_object_ref (g_ptr_array_index (self->path, position));
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = ponder_timeline_get_item_type;
  iface->get_n_items = ponder_timeline_get_n_items;
  iface->get_item = ponder_timeline_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PonderTimeline, ponder_timeline, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

/* @old was shown from number @offset on. */
static void
tell_rows (PonderTimeline *self,
           guint           offset,
           GPtrArray      *old)
{
  gpointer *rows = self->path->pdata + offset;
  guint n_rows = self->path->len - offset;
  guint shorter = MIN (old->len, n_rows);
  guint head = 0;
  guint tail = 0;

  while (head < shorter && old->pdata[head] == rows[head])
    head++;
  while (tail < shorter - head && old->pdata[old->len - 1 - tail] == rows[n_rows - 1 - tail])
    tail++;

  if (head + tail == old->len && head + tail == n_rows)
    return;
  g_list_model_items_changed (G_LIST_MODEL (self), offset + head, old->len - head - tail, n_rows - head - tail);
  if (old->len != n_rows)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

void
ponder_timeline_show_path (PonderTimeline *self)
{
  g_autoptr(GPtrArray) old = g_steal_pointer (&self->path);
  g_autoptr(GHashTable) old_columns = g_steal_pointer (&self->columns);

  g_clear_pointer (&self->above, g_ptr_array_unref);
  self->path = g_ptr_array_new_with_free_func (g_object_unref);
  ponder_message_tree_append_path (self->tree, NULL, self->path);
  self->columns = ponder_timeline_arrange_columns (self);
  tell_rows (self, 0, old);
  ponder_timeline_tell_columns (self, old_columns);
}

/* Where the row of @parent is, looked for from the end. */
static gboolean
find_shown (PonderTimeline *self,
            PonderMessage  *parent,
            guint          *number)
{
  for (guint i = self->path->len; parent != NULL && i > 0; i--)
    {
      *number = i - 1;
      if (self->path->pdata[i - 1] == parent)
        return TRUE;
    }
  return FALSE;
}

void
ponder_timeline_show_path_to (PonderTimeline *self,
                              PonderMessage  *message)
{
  PonderMessage *parent = ponder_message_tree_get_parent (self->tree, message);
  g_autoptr(GPtrArray) old = NULL;
  guint offset;

  if (self->compared->len > 0 || self->above != NULL || !find_shown (self, parent, &offset))
    {
      ponder_timeline_show_path (self);
      return;
    }

  offset++;
  old = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = offset; i < self->path->len; i++)
    g_ptr_array_add (old, g_object_ref (self->path->pdata[i]));
  g_ptr_array_set_size (self->path, (int) offset);
  ponder_message_tree_append_path (self->tree, parent, self->path);
  tell_rows (self, offset, old);
}

void
ponder_timeline_note_changed (GPtrArray     *changed,
                              PonderMessage *message)
{
  if (!g_ptr_array_find (changed, message, NULL))
    g_ptr_array_add (changed, g_object_ref (message));
}

void
ponder_timeline_choose (PonderTimeline *self,
                        PonderMessage  *message,
                        GPtrArray      *changed)
{
  g_autoptr(GPtrArray) chosen = g_ptr_array_new_with_free_func (g_object_unref);

  ponder_message_tree_choose (self->tree, message, chosen);
  for (guint i = 0; i < chosen->len; i++)
    ponder_timeline_note_changed (changed, g_ptr_array_index (chosen, i));
}

/* What it takes up, roughly: a message is an object with a few names beside its words. */
static gsize
measure (PonderMessage *message)
{
  GPtrArray *parts = ponder_message_get_parts (message);
  gsize size = MESSAGE_SIZE;

  for (guint i = 0; i < parts->len; i++)
    {
      const PonderPart *part = g_ptr_array_index (parts, i);

      size += ponder_lru_allocated (part->text->allocated_len);
      if (part->data != NULL)
        size += ponder_lru_allocated (g_bytes_get_size (part->data));
    }
  return size;
}

static void
put (PonderTimeline *self,
     PonderMessage  *message)
{
  ponder_timeline_put (self, message);
  g_hash_table_insert (self->by_id, (char *) ponder_message_get_id (message), message);
  self->size += measure (message);
}

/* Both are in the same place: neither or both were thrown away. */
static void
replace (PonderTimeline *self,
         PonderMessage  *old,
         PonderMessage  *message)
{
  self->size -= MIN (self->size, measure (old));
  g_hash_table_remove (self->by_id, ponder_message_get_id (old));
  ponder_timeline_take_out (self, old);
  put (self, message);
}

static void
take_over (PonderTimeline *self,
           PonderMessage  *known,
           PonderMessage  *row)
{
  if (ponder_message_get_trashed (known) != ponder_message_get_trashed (row))
    ponder_timeline_move (self, known, ponder_message_get_trashed (row));
  if (!ponder_message_absorb (known, row))
    replace (self, known, row);
}

static void
ponder_timeline_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  PonderTimeline *self = PONDER_TIMELINE (object);

  switch (id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    case PROP_FAULT:
      g_value_set_boxed (value, self->fault);
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, self->path->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ponder_timeline_dispose (GObject *object)
{
  PonderTimeline *self = PONDER_TIMELINE (object);

  g_list_store_remove_all (self->turns);

  G_OBJECT_CLASS (ponder_timeline_parent_class)->dispose (object);
}

static void
ponder_timeline_finalize (GObject *object)
{
  PonderTimeline *self = PONDER_TIMELINE (object);

  g_clear_pointer (&self->fault, ponder_fault_unref);
  g_hash_table_unref (self->columns);
  g_ptr_array_unref (self->compared);
  g_hash_table_unref (self->boards);
  g_object_unref (self->turns);
  g_ptr_array_unref (self->path);
  g_hash_table_unref (self->by_id);
  g_clear_pointer (&self->above, g_ptr_array_unref);
  ponder_message_tree_free (self->tree);
  ponder_release (self->messages);
  g_ptr_array_unref (self->trash);
  g_object_unref (self->session);

  G_OBJECT_CLASS (ponder_timeline_parent_class)->finalize (object);
}

static void
ponder_timeline_class_init (PonderTimelineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = ponder_timeline_get_property;
  object_class->dispose = ponder_timeline_dispose;
  object_class->finalize = ponder_timeline_finalize;

  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, PONDER_TYPE_SESSION, flags);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  properties[PROP_FAULT] = g_param_spec_boxed ("fault", NULL, NULL, PONDER_TYPE_FAULT, flags);
  properties[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_BOARD_ADDED] =
    g_signal_new ("board-added", PONDER_TYPE_TIMELINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, PONDER_TYPE_MESSAGE);
  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen", PONDER_TYPE_TIMELINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
  signals[SIGNAL_COLUMNS_CHANGED] =
    g_signal_new ("columns-changed", PONDER_TYPE_TIMELINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, PONDER_TYPE_MESSAGE);
  signals[SIGNAL_MARK_CHANGED] =
    g_signal_new ("mark-changed", PONDER_TYPE_TIMELINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, PONDER_TYPE_MESSAGE);
}

static void
ponder_timeline_init (PonderTimeline *self)
{
  self->messages = g_ptr_array_new_with_free_func (g_object_unref);
  self->trash = g_ptr_array_new_with_free_func (g_object_unref);
  self->tree = ponder_message_tree_new ();
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->path = g_ptr_array_new_with_free_func (g_object_unref);
  self->compared = g_ptr_array_new_with_free_func (g_free);
  self->columns = ponder_timeline_arrange_columns (self);
  self->turns = g_list_store_new (PONDER_TYPE_TURN);
  self->boards = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
}

PonderSession *
ponder_timeline_get_session (PonderTimeline *self)
{
  g_return_val_if_fail (PONDER_IS_TIMELINE (self), NULL);

  return self->session;
}

gboolean
ponder_timeline_get_loading (PonderTimeline *self)
{
  g_return_val_if_fail (PONDER_IS_TIMELINE (self), FALSE);

  return self->loading;
}

PonderFault *
ponder_timeline_get_fault (PonderTimeline *self)
{
  g_return_val_if_fail (PONDER_IS_TIMELINE (self), NULL);

  return self->fault;
}

void
ponder_timeline_show_sibling (PonderTimeline *self,
                              PonderMessage  *message,
                              int             step)
{
  g_autoptr(GPtrArray) changed = NULL;
  PonderMessage *sibling;

  g_return_if_fail (PONDER_IS_TIMELINE (self));
  g_return_if_fail (PONDER_IS_MESSAGE (message));

  if (!(sibling = ponder_message_tree_get_sibling (self->tree, message, step)))
    return;

  changed = g_ptr_array_new_with_free_func (g_object_unref);
  ponder_timeline_choose (self, sibling, changed);
  self->generation++;
  ponder_timeline_show_path_to (self, sibling);
  if (changed->len > 0)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, changed);
}

gboolean
ponder_timeline_show_message (PonderTimeline *self,
                              const char     *message_id)
{
  g_autoptr(GPtrArray) changed = NULL;
  PonderMessage *message;

  g_return_val_if_fail (PONDER_IS_TIMELINE (self), FALSE);
  g_return_val_if_fail (message_id != NULL, FALSE);

  if (!(message = g_hash_table_lookup (self->by_id, message_id)))
    return FALSE;

  changed = g_ptr_array_new_with_free_func (g_object_unref);
  ponder_message_tree_reveal (self->tree, message, changed);
  if (changed->len == 0)
    return TRUE;

  self->generation++;
  ponder_timeline_show_path (self);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, changed);
  return TRUE;
}

PonderTimeline *
ponder_timeline_new (PonderSession *session)
{
  PonderTimeline *self = g_object_new (PONDER_TYPE_TIMELINE, NULL);

  self->session = g_object_ref (session);
  return self;
}

void
ponder_timeline_set_loading (PonderTimeline *self,
                             gboolean        loading)
{
  if (self->loading == !!loading)
    return;

  self->loading = !!loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

void
ponder_timeline_set_fault (PonderTimeline *self,
                           PonderFault    *fault)
{
  if (self->fault == fault)
    return;

  g_clear_pointer (&self->fault, ponder_fault_unref);
  self->fault = fault != NULL ? ponder_fault_ref (fault) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAULT]);
}

guint
ponder_timeline_get_generation (PonderTimeline *self)
{
  return self->generation;
}

static void
take_row (PonderTimeline *self,
          PonderMessage  *row)
{
  PonderMessage *known = g_hash_table_lookup (self->by_id, ponder_message_get_id (row));

  if (known != NULL)
    take_over (self, known, row);
  else
    put (self, row);
}

void
ponder_timeline_merge (PonderTimeline *self,
                       GPtrArray      *rows)
{
  for (guint i = 0; i < rows->len; i++)
    take_row (self, g_ptr_array_index (rows, i));
  ponder_timeline_show_path (self);
}

guint
ponder_timeline_merge_some (PonderTimeline *self,
                            GPtrArray      *rows,
                            guint           first)
{
  guint end = MIN (rows->len, first + MERGED_AT_ONCE);

  for (guint i = first; i < end; i++)
    take_row (self, g_ptr_array_index (rows, i));
  return end;
}

/* @shown ends with all that is in sight. */
static gboolean
ends_with_path (PonderTimeline *self,
                GPtrArray      *shown)
{
  guint n_above = shown->len - MIN (shown->len, self->path->len);

  for (guint i = 0; i < self->path->len; i++)
    if (n_above + i >= shown->len || shown->pdata[n_above + i] != self->path->pdata[i])
      return FALSE;
  return self->path->len > 0;
}

gboolean
ponder_timeline_show_some (PonderTimeline *self)
{
  g_autoptr(GPtrArray) none = g_ptr_array_new ();
  guint n_added;

  if (self->above == NULL)
    {
      g_autoptr(GPtrArray) shown = g_ptr_array_new_with_free_func (g_object_unref);

      ponder_message_tree_append_path (self->tree, NULL, shown);
      if (self->compared->len > 0 || !ends_with_path (self, shown))
        {
          ponder_timeline_show_path (self);
          return FALSE;
        }
      g_ptr_array_set_size (shown, (int) (shown->len - self->path->len));
      self->above = g_steal_pointer (&shown);
      return TRUE;
    }

  n_added = MIN (self->above->len, SHOWN_AT_ONCE);
  g_ptr_array_set_size (none, (int) n_added);
  if (n_added > 0)
    memcpy (none->pdata, self->above->pdata + self->above->len - n_added, n_added * sizeof (gpointer));
  self->above->len -= n_added;
  g_ptr_array_extend_and_steal (none, g_steal_pointer (&self->path));
  self->path = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_extend_and_steal (self->path, g_steal_pointer (&none));
  if (n_added > 0)
    {
      g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, n_added);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
    }
  if (self->above == NULL || self->above->len > 0)
    return self->above != NULL;
  g_clear_pointer (&self->above, g_ptr_array_unref);
  return FALSE;
}

void
ponder_timeline_add (PonderTimeline *self,
                     PonderMessage  *message,
                     GPtrArray      *changed)
{
  put (self, message);
  ponder_timeline_choose (self, message, changed);
  ponder_timeline_note_changed (changed, message);
  self->generation++;
  ponder_timeline_show_path_to (self, message);
}

void
ponder_timeline_add_beside (PonderTimeline *self,
                            PonderMessage  *message,
                            GPtrArray      *changed)
{
  put (self, message);
  ponder_timeline_note_changed (changed, message);
  self->generation++;
  ponder_timeline_show_path_to (self, message);
}

gsize
ponder_timeline_get_size (PonderTimeline *self)
{
  return self->size;
}

void
ponder_timeline_note_written (PonderTimeline *self,
                              PonderMessage  *message)
{
  self->size += measure (message);
}

void
ponder_timeline_touch (PonderTimeline *self)
{
  self->generation++;
}
