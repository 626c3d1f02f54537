/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All places of a chat at which something stands, and the one the reader is at. */

#include "config.h"

#include "ponder-chat-find.h"

#include "ponder-long-text.h"
#include "ponder-timeline.h"

#include <string.h>

/* Of main loop time, for one turn of counting. */
#define SLICE_US 2000
#define UNKNOWN G_MAXUINT

/* What a search for the next place knows. */
typedef struct
{
  PonderFindPlace place;
  guint           index;
  int             step;
  gboolean        pending;
} Seek;

/* Belongs to its chat page. */
struct _PonderChatFind
{
  GObject          parent_instance;

  GListModel      *messages;
  PonderFinder    *finder;
  GArray          *counts;      /* of guint, one for each message */
  guint            n_unknown;
  guint            n_places;
  guint            next;        /* the message to be counted next */
  GHashTable      *watched;     /* PonderMessage: those that may change */
  GHashTable      *long_places; /* PonderMessage -> GArray of PonderFindPlace */
  GCancellable    *cancellable; /* (nullable): of the long text that is being read */
  guint            source;
  Seek             seek;
  PonderMessage   *current;     /* (nullable) */
  PonderFindPlace  place;       /* in it */
};

enum
{
  ARRIVED,
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderChatFind, ponder_chat_find, G_TYPE_OBJECT)

static guint *
get_count (PonderChatFind *self,
           guint           index)
{
  return &g_array_index (self->counts, guint, index);
}

/* Of answers beside each other, the marked one. (transfer none): the list holds it. */
static PonderMessage *
get_message (PonderChatFind *self,
             guint           index)
{
  g_autoptr(PonderMessage) message = g_list_model_get_item (self->messages, index);

  return PONDER_IS_TIMELINE (self->messages)
         ? ponder_timeline_get_marked (PONDER_TIMELINE (self->messages), message) : message;
}

/* From the end, where what changes is. */
static gboolean
find_index (PonderChatFind *self,
            PonderMessage  *message,
            guint          *index)
{
  for (guint i = self->counts->len; i > 0; i--)
    {
      if (get_message (self, i - 1) != message)
        continue;
      *index = i - 1;
      return TRUE;
    }
  return FALSE;
}

static void
forget (PonderChatFind *self,
        guint           index)
{
  guint *count = get_count (self, index);

  if (*count == UNKNOWN)
    return;
  self->n_places -= *count;
  self->n_unknown++;
  *count = UNKNOWN;
}

static void
set_count (PonderChatFind *self,
           guint           index,
           guint           n_places)
{
  if (*get_count (self, index) != UNKNOWN)
    return;
  *get_count (self, index) = n_places;
  self->n_places += n_places;
  self->n_unknown--;
}

/* (transfer full) */
static GArray *
list_places (PonderChatFind *self,
             PonderMessage  *message)
{
  GArray *known = g_hash_table_lookup (self->long_places, message);
  GArray *places;

  if (known != NULL)
    return g_array_ref (known);
  places = g_array_new (FALSE, FALSE, sizeof (PonderFindPlace));
  ponder_find_places_list (self->finder, message, places);
  return places;
}

/* --- going from place to place --- */

static void
arrive (PonderChatFind        *self,
        PonderMessage         *message,
        const PonderFindPlace *place,
        gboolean               wrapped)
{
  self->seek.pending = FALSE;
  g_set_object (&self->current, message);
  self->place = *place;
  g_signal_emit (self, signals[ARRIVED], 0, wrapped);
}

/* The first place of message @index that the search may stop at. FALSE when there is none. */
static gboolean
choose_place (PonderChatFind  *self,
              guint            index,
              gboolean         first,
              PonderFindPlace *place)
{
  g_autoptr(GArray) places = list_places (self, get_message (self, index));
  int step = self->seek.step;

  for (guint i = 0; i < places->len; i++)
    {
      guint nth = step < 0 ? places->len - 1 - i : i;
      int order;

      *place = g_array_index (places, PonderFindPlace, nth);
      order = ponder_find_places_compare (place, &self->seek.place);
      if (!first || (step < 0 ? order < 0 : step > 0 ? order > 0 : order >= 0))
        return TRUE;
    }
  return FALSE;
}

/* Goes as far as the messages are counted. The message it began in comes again last, with all of its places. */
static void
try_seek (PonderChatFind *self)
{
  guint n = self->counts->len;
  PonderFindPlace place;

  if (!self->seek.pending || n == 0)
    return;

  for (guint i = 0; i <= n; i++)
    {
      guint index = (self->seek.index + (self->seek.step < 0 ? n - i % n : i)) % n;
      gboolean wrapped = self->seek.step < 0 ? i > self->seek.index : self->seek.index + i >= n;

      if (*get_count (self, index) == UNKNOWN)
        return;
      if (*get_count (self, index) > 0 && choose_place (self, index, i == 0, &place))
        {
          arrive (self, get_message (self, index), &place, wrapped);
          return;
        }
    }
  /* There is none: where the reader is stays known for what is typed next. */
  self->seek.pending = FALSE;
}

/* --- counting --- */

static void schedule (PonderChatFind *self);

static void
long_text_read_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(PonderChatFind) self = user_data;
  PonderMessage *message = PONDER_MESSAGE (source);
  g_autoptr(GArray) places = ponder_long_text_read_finish (result);
  guint index;

  /* Cancelled: something else is looked for, or it changed meanwhile. */
  if (places == NULL)
    return;

  g_clear_object (&self->cancellable);
  if (find_index (self, message, &index) && *get_count (self, index) == UNKNOWN)
    {
      set_count (self, index, places->len);
      g_hash_table_insert (self->long_places, g_object_ref (message), g_steal_pointer (&places));
    }
  try_seek (self);
  g_signal_emit (self, signals[CHANGED], 0);
  schedule (self);
}

static void
begin_long_text (PonderChatFind *self,
                 PonderMessage  *message)
{
  self->cancellable = g_cancellable_new ();
  ponder_long_text_read_async (message, self->finder, self->cancellable, long_text_read_cb, g_object_ref (self));
}

static void
cancel_long_text (PonderChatFind *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
message_changed_cb (PonderChatFind *self,
                    GParamSpec     *pspec,
                    PonderMessage  *message)
{
  guint index;

  /* Also of an answer that stands beside the marked one now, and may be marked again. */
  g_hash_table_remove (self->long_places, message);
  if (!find_index (self, message, &index))
    return;
  cancel_long_text (self);
  forget (self, index);
  schedule (self);
}

/* What is being written, and the last one, which may be gone on with. */
static void
watch (PonderChatFind *self,
       PonderMessage  *message)
{
  if (!g_hash_table_add (self->watched, g_object_ref (message)))
    return;
  g_signal_connect_object (message, "notify::text", G_CALLBACK (message_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (message, "notify::reasoning", G_CALLBACK (message_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
unwatch_all (PonderChatFind *self)
{
  GHashTableIter iter;
  gpointer message;

  g_hash_table_iter_init (&iter, self->watched);
  while (g_hash_table_iter_next (&iter, &message, NULL))
    g_signal_handlers_disconnect_by_func (message, message_changed_cb, self);
  g_hash_table_remove_all (self->watched);
}

/* FALSE when it waits for a long text. */
static gboolean
count_next (PonderChatFind *self)
{
  PonderMessage *message;

  while (*get_count (self, self->next % self->counts->len) != UNKNOWN)
    self->next++;
  self->next %= self->counts->len;
  message = get_message (self, self->next);
  if (self->next + 1 == self->counts->len || ponder_message_is_being_written (message))
    watch (self, message);
  if (ponder_long_text_is_one (message))
    {
      begin_long_text (self, message);
      return FALSE;
    }
  set_count (self, self->next, ponder_find_places_list (self->finder, message, NULL));
  return TRUE;
}

static gboolean
count_cb (gpointer user_data)
{
  PonderChatFind *self = user_data;
  gint64 end = g_get_monotonic_time () + SLICE_US;

  /* A few at a time: asking for the time is not free either. */
  while (self->n_unknown > 0 && g_get_monotonic_time () < end)
    {
      if (count_next (self))
        continue;
      break;
    }
  if (self->n_unknown == 0 || self->cancellable != NULL)
    self->source = 0;
  try_seek (self);
  g_signal_emit (self, signals[CHANGED], 0);
  return self->source != 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
schedule (PonderChatFind *self)
{
  if (self->source == 0 && self->n_unknown > 0 && self->finder != NULL && self->cancellable == NULL)
    self->source = g_idle_add (count_cb, self);
}

static void
items_changed_cb (PonderChatFind *self,
                  guint           position,
                  guint           removed,
                  guint           added)
{
  guint index;

  for (guint i = position; i < position + removed; i++)
    forget (self, i);
  self->n_unknown += added - removed;
  g_array_remove_range (self->counts, position, removed);
  g_array_set_size (self->counts, self->counts->len + added);
  memmove (get_count (self, position + added), get_count (self, position),
           (self->counts->len - position - added) * sizeof (guint));
  for (guint i = position; i < position + added; i++)
    *get_count (self, i) = UNKNOWN;
  /* The one that was the last may not be it any more, but is watched already. */
  if (self->current != NULL && !find_index (self, self->current, &index))
    g_clear_object (&self->current);
  self->seek.index = self->counts->len > 0 ? MIN (self->seek.index, self->counts->len - 1) : 0;
  cancel_long_text (self);
  schedule (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Others stand beside each other, or another one of them is marked. */
static void
columns_changed_cb (PonderChatFind *self,
                    PonderMessage  *first)
{
  for (guint i = 0; i < self->counts->len; i++)
    {
      g_autoptr(PonderMessage) message = g_list_model_get_item (self->messages, i);

      if (message == first)
        {
          items_changed_cb (self, i, 1, 1);
          return;
        }
    }
}

/* --- object --- */

static void
ponder_chat_find_dispose (GObject *object)
{
  PonderChatFind *self = PONDER_CHAT_FIND (object);

  ponder_chat_find_set_messages (self, NULL);
  ponder_chat_find_set_finder (self, NULL);

  G_OBJECT_CLASS (ponder_chat_find_parent_class)->dispose (object);
}

static void
ponder_chat_find_finalize (GObject *object)
{
  PonderChatFind *self = PONDER_CHAT_FIND (object);

  g_array_unref (self->counts);
  g_hash_table_unref (self->watched);
  g_hash_table_unref (self->long_places);

  G_OBJECT_CLASS (ponder_chat_find_parent_class)->finalize (object);
}

static void
ponder_chat_find_class_init (PonderChatFindClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ponder_chat_find_dispose;
  G_OBJECT_CLASS (klass)->finalize = ponder_chat_find_finalize;

  signals[ARRIVED] = g_signal_new ("arrived", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
ponder_chat_find_init (PonderChatFind *self)
{
  self->counts = g_array_new (FALSE, FALSE, sizeof (guint));
  self->watched = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->long_places = g_hash_table_new_full (NULL, NULL, g_object_unref, (GDestroyNotify) g_array_unref);
}

PonderChatFind *
ponder_chat_find_new (void)
{
  return g_object_new (PONDER_TYPE_CHAT_FIND, NULL);
}

void
ponder_chat_find_set_messages (PonderChatFind *self,
                               GListModel     *messages)
{
  g_return_if_fail (PONDER_IS_CHAT_FIND (self));

  if (self->messages == messages)
    return;

  if (self->messages != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->messages, items_changed_cb, self);
      g_signal_handlers_disconnect_by_func (self->messages, columns_changed_cb, self);
    }
  cancel_long_text (self);
  unwatch_all (self);
  g_hash_table_remove_all (self->long_places);
  g_clear_object (&self->current);
  self->seek = (Seek) { .pending = FALSE };
  g_array_set_size (self->counts, 0);
  self->n_places = self->n_unknown = self->next = 0;
  g_set_object (&self->messages, messages);
  if (messages == NULL)
    return;
  g_signal_connect_object (messages, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  if (PONDER_IS_TIMELINE (messages))
    {
      g_signal_connect_object (messages, "columns-changed", G_CALLBACK (columns_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (messages, "mark-changed", G_CALLBACK (columns_changed_cb), self, G_CONNECT_SWAPPED);
    }
  items_changed_cb (self, 0, 0, g_list_model_get_n_items (messages));
}

void
ponder_chat_find_set_finder (PonderChatFind *self,
                             PonderFinder   *finder)
{
  gboolean narrows;

  g_return_if_fail (PONDER_IS_CHAT_FIND (self));

  narrows = self->finder != NULL && finder != NULL && ponder_finder_narrows (finder, self->finder);
  cancel_long_text (self);
  g_hash_table_remove_all (self->long_places);
  for (guint i = 0; i < self->counts->len; i++)
    if (!narrows || *get_count (self, i) != 0)
      forget (self, i);
  g_clear_pointer (&self->finder, ponder_finder_unref);
  self->finder = finder != NULL ? ponder_finder_ref (finder) : NULL;
  self->seek.pending = FALSE;
  /* Where the reader is stays known, to be gone on from. */
  if (finder == NULL)
    {
      g_clear_handle_id (&self->source, g_source_remove);
      unwatch_all (self);
    }
  schedule (self);
}

PonderFinder *
ponder_chat_find_get_finder (PonderChatFind *self)
{
  g_return_val_if_fail (PONDER_IS_CHAT_FIND (self), NULL);

  return self->finder;
}

void
ponder_chat_find_seek (PonderChatFind        *self,
                       guint                  index,
                       const PonderFindPlace *place,
                       int                    step)
{
  g_return_if_fail (PONDER_IS_CHAT_FIND (self));

  if (self->finder == NULL || index >= self->counts->len)
    return;

  self->seek = (Seek) { place != NULL ? *place : (PonderFindPlace) { TRUE, 0, 0, 0 }, index, step, TRUE };
  /* What is asked for first is counted first. */
  self->next = index;
  try_seek (self);
}

gboolean
ponder_chat_find_step (PonderChatFind *self,
                       int             step)
{
  guint index;

  g_return_val_if_fail (PONDER_IS_CHAT_FIND (self), FALSE);

  if (self->current == NULL || !find_index (self, self->current, &index))
    return FALSE;
  ponder_chat_find_seek (self, index, &self->place, step);
  return TRUE;
}

PonderMessage *
ponder_chat_find_get_current (PonderChatFind  *self,
                              guint           *index,
                              PonderFindPlace *place)
{
  g_return_val_if_fail (PONDER_IS_CHAT_FIND (self), NULL);

  if (self->current == NULL || !find_index (self, self->current, index))
    return NULL;
  *place = self->place;
  return self->current;
}

guint
ponder_chat_find_get_n_places (PonderChatFind *self)
{
  g_return_val_if_fail (PONDER_IS_CHAT_FIND (self), 0);

  return self->n_places;
}

guint
ponder_chat_find_get_position (PonderChatFind *self)
{
  g_autoptr(GArray) places = NULL;
  guint position = 0;
  guint index;

  g_return_val_if_fail (PONDER_IS_CHAT_FIND (self), 0);

  if (self->current == NULL || self->finder == NULL || !find_index (self, self->current, &index))
    return 0;

  for (guint i = 0; i < index; i++)
    position += *get_count (self, i) != UNKNOWN ? *get_count (self, i) : 0;
  places = list_places (self, self->current);
  for (guint i = 0; i < places->len; i++)
    if (ponder_find_places_compare (&g_array_index (places, PonderFindPlace, i), &self->place) <= 0)
      position++;
  return position;
}

gboolean
ponder_chat_find_is_complete (PonderChatFind *self)
{
  g_return_val_if_fail (PONDER_IS_CHAT_FIND (self), FALSE);

  return self->n_unknown == 0;
}
