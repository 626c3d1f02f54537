/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shown path of one chat: a GListModel of PonderMessage, oldest first. */

#include "config.h"

#include "ponder-timeline-private.h"

#include "ponder-branch.h"
#include "ponder-fault.h"
#include "ponder-message-absorb-private.h"
#include "ponder-turn.h"

/* Held by whoever shows the chat and by its running turn. The workspace loads it and writes it;
 * show_path() is the only place where rows change. */
struct _PonderTimeline
{
  GObject        parent_instance;

  PonderSession *session;
  GPtrArray     *messages;      /* all branches */
  GPtrArray     *trash;         /* those that were thrown away: part of no branch */
  GHashTable    *by_id;         /* id of the message -> message, borrowed from one of the arrays */
  GPtrArray     *path;          /* what is shown */
  PonderTurn    *turn;
  PonderFault   *fault;
  guint          generation;
  guint          loading : 1;
};

enum
{
  PROP_0,
  PROP_SESSION,
  PROP_LOADING,
  PROP_TURN,
  PROP_FAULT,
  PROP_N_ITEMS,
  N_PROPS
};

enum
{
  SIGNAL_CHOSEN,
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

/* The one writer of the rows: finds the path anew and says what differs. */
static void
show_path (PonderTimeline *self)
{
  g_autoptr(GPtrArray) old = g_steal_pointer (&self->path);
  guint shorter;
  guint head = 0;
  guint tail = 0;

  self->path = ponder_branch_find_path (self->messages);
  shorter = MIN (old->len, self->path->len);
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

static void
note_changed (GPtrArray     *changed,
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

/* Chooses @message and collects everybody whose choice changed by it. */
static void
choose (PonderTimeline *self,
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
        note_changed (changed, other);
    }
}

/* Where @message belongs. */
static GPtrArray *
place_of (PonderTimeline *self,
          PonderMessage  *message)
{
  return ponder_message_get_trashed (message) != 0 ? self->trash : self->messages;
}

/* Says when @message was thrown away, 0 for never, and puts it where it belongs then. */
static void
move (PonderTimeline *self,
      PonderMessage  *message,
      gint64          trashed)
{
  g_autoptr(PonderMessage) keep = g_object_ref (message);

  g_ptr_array_remove (place_of (self, message), message);
  ponder_message_set_trashed (message, trashed);
  g_ptr_array_add (place_of (self, message), g_steal_pointer (&keep));
}

/* The same for many in one walk, and notes them: a branch may have ten thousand. They are all in the other place;
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
      g_ptr_array_add (place_of (self, message), g_object_ref (message));
    }
  for (guint i = 0; i < from->len; i++)
    if (!g_hash_table_contains (moved, g_ptr_array_index (from, i)))
      g_ptr_array_add (rest, g_object_ref (g_ptr_array_index (from, i)));
  g_ptr_array_set_size (from, 0);
  g_ptr_array_extend_and_steal (from, g_steal_pointer (&rest));
}

static void
put (PonderTimeline *self,
     PonderMessage  *message)
{
  g_ptr_array_add (place_of (self, message), g_object_ref (message));
  g_hash_table_insert (self->by_id, (char *) ponder_message_get_id (message), message);
}

static void
replace (PonderTimeline *self,
         PonderMessage  *old,
         PonderMessage  *message)
{
  GPtrArray *place = place_of (self, old);
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
    move (self, known, ponder_message_get_trashed (row));
  if (!ponder_message_absorb (known, row))
    replace (self, known, row);
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
    case PROP_TURN:
      g_value_set_object (value, self->turn);
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

  g_clear_object (&self->turn);

  G_OBJECT_CLASS (ponder_timeline_parent_class)->dispose (object);
}

static void
ponder_timeline_finalize (GObject *object)
{
  PonderTimeline *self = PONDER_TIMELINE (object);

  g_clear_pointer (&self->fault, ponder_fault_unref);
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
  properties[PROP_TURN] = g_param_spec_object ("turn", NULL, NULL, PONDER_TYPE_TURN, flags);
  properties[PROP_FAULT] = g_param_spec_boxed ("fault", NULL, NULL, PONDER_TYPE_FAULT, flags);
  properties[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen", PONDER_TYPE_TIMELINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
}

static void
ponder_timeline_init (PonderTimeline *self)
{
  self->messages = g_ptr_array_new_with_free_func (g_object_unref);
  self->trash = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->path = g_ptr_array_new_with_free_func (g_object_unref);
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

PonderTurn *
ponder_timeline_get_turn (PonderTimeline *self)
{
  g_return_val_if_fail (PONDER_IS_TIMELINE (self), NULL);

  return self->turn;
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
  choose (self, sibling, changed);
  self->generation++;
  show_path (self);
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
  show_path (self);
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

void
ponder_timeline_set_turn (PonderTimeline *self,
                          PonderTurn     *turn)
{
  if (g_set_object (&self->turn, turn))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TURN]);
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
  show_path (self);
}

void
ponder_timeline_add (PonderTimeline *self,
                     PonderMessage  *message,
                     GPtrArray      *changed)
{
  put (self, message);
  choose (self, message, changed);
  note_changed (changed, message);
  self->generation++;
  show_path (self);
}

void
ponder_timeline_touch (PonderTimeline *self)
{
  self->generation++;
}

gint64
ponder_timeline_trash (PonderTimeline *self,
                       PonderMessage  *message,
                       gint64          time,
                       GPtrArray      *changed)
{
  g_autoptr(GPtrArray) branch = ponder_branch_list (self->messages, message);
  PonderMessage *beside = ponder_branch_sibling (self->messages, message, -1);
  gboolean shown = g_ptr_array_find (self->path, message, NULL);

  if (beside == NULL)
    beside = ponder_branch_sibling (self->messages, message, 1);
  time = later_than_trash (self, time);
  move_all (self, branch, time, changed);
  if (shown && beside != NULL)
    choose (self, beside, changed);
  self->generation++;
  show_path (self);
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
    note_changed (changed, g_ptr_array_index (chosen, i));
  self->generation++;
  show_path (self);
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
  return self->path->len > 0 ? g_ptr_array_index (self->path, self->path->len - 1) : NULL;
}
