/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shown path of one chat: a GListModel of PonderMessage, oldest first. */

#include "config.h"

#include "ponder-timeline.h"

#include "ponder-branch.h"
#include "ponder-fault.h"
#include "ponder-message-absorb-private.h"
#include "ponder-timeline-tree-private.h"

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

static void
tell_rows (PonderTimeline *self,
           GPtrArray      *old)
{
  guint shorter = MIN (old->len, self->path->len);
  guint head = 0;
  guint tail = 0;

  while (head < shorter && old->pdata[head] == self->path->pdata[head])
    head++;
  while (tail < shorter - head
         && old->pdata[old->len - 1 - tail] == self->path->pdata[self->path->len - 1 - tail])
    tail++;

  if (head + tail == old->len && head + tail == self->path->len)
    return;
  g_list_model_items_changed (G_LIST_MODEL (self), head, old->len - head - tail,
                              self->path->len - head - tail);
  if (old->len != self->path->len)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

void
ponder_timeline_show_path (PonderTimeline *self)
{
  g_autoptr(GPtrArray) old = g_steal_pointer (&self->path);
  g_autoptr(GHashTable) old_columns = g_steal_pointer (&self->columns);

  self->path = ponder_branch_find_path (self->messages);
  self->columns = ponder_timeline_arrange_columns (self);
  tell_rows (self, old);
  ponder_timeline_tell_columns (self, old_columns);
}

void
ponder_timeline_note_changed (GPtrArray     *changed,
                              PonderMessage *message)
{
  if (!g_ptr_array_find (changed, message, NULL))
    g_ptr_array_add (changed, g_object_ref (message));
}

static gboolean
are_siblings (PonderMessage *a,
              PonderMessage *b)
{
  return g_strcmp0 (ponder_message_get_parent_id (a), ponder_message_get_parent_id (b)) == 0;
}

void
ponder_timeline_choose (PonderTimeline *self,
                        PonderMessage  *message,
                        GPtrArray      *changed)
{
  g_autoptr(GHashTable) were_chosen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < self->messages->len; i++)
    {
      PonderMessage *other = g_ptr_array_index (self->messages, i);

      if (ponder_message_get_chosen (other))
        g_hash_table_add (were_chosen, other);
    }

  ponder_branch_choose (self->messages, message);

  for (guint i = 0; i < self->messages->len; i++)
    {
      PonderMessage *other = g_ptr_array_index (self->messages, i);

      if (are_siblings (other, message)
          && ponder_message_get_chosen (other) != g_hash_table_contains (were_chosen, other))
        ponder_timeline_note_changed (changed, other);
    }
}

static void
put (PonderTimeline *self,
     PonderMessage  *message)
{
  g_ptr_array_add (ponder_timeline_get_place (self, message), g_object_ref (message));
  g_hash_table_insert (self->by_id, (char *) ponder_message_get_id (message), message);
}

static void
replace (PonderTimeline *self,
         PonderMessage  *old,
         PonderMessage  *message)
{
  GPtrArray *place = ponder_timeline_get_place (self, old);
  guint index;

  g_ptr_array_find (place, old, &index);
  g_hash_table_remove (self->by_id, ponder_message_get_id (old));
  g_hash_table_insert (self->by_id, (char *) ponder_message_get_id (message), message);
  place->pdata[index] = g_object_ref (message);
  g_object_unref (old);
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
  g_object_unref (self->turns);
  g_ptr_array_unref (self->path);
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->messages);
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
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->path = g_ptr_array_new_with_free_func (g_object_unref);
  self->compared = g_ptr_array_new_with_free_func (g_free);
  self->columns = ponder_timeline_arrange_columns (self);
  self->turns = g_list_store_new (PONDER_TYPE_TURN);
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

  if (!(sibling = ponder_branch_sibling (self->messages, message, step)))
    return;

  changed = g_ptr_array_new_with_free_func (g_object_unref);
  ponder_timeline_choose (self, sibling, changed);
  self->generation++;
  ponder_timeline_show_path (self);
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
  ponder_branch_reveal (self->messages, message, changed);
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

void
ponder_timeline_merge (PonderTimeline *self,
                       GPtrArray      *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      PonderMessage *row = g_ptr_array_index (rows, i);
      PonderMessage *known = g_hash_table_lookup (self->by_id, ponder_message_get_id (row));

      if (known != NULL)
        take_over (self, known, row);
      else
        put (self, row);
    }
  ponder_timeline_show_path (self);
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
  ponder_timeline_show_path (self);
}

void
ponder_timeline_add_beside (PonderTimeline *self,
                            PonderMessage  *message,
                            GPtrArray      *changed)
{
  put (self, message);
  ponder_timeline_note_changed (changed, message);
  self->generation++;
  ponder_timeline_show_path (self);
}

void
ponder_timeline_touch (PonderTimeline *self)
{
  self->generation++;
}

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
