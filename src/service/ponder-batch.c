/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many requests at once, answered in the order in which they were asked. */

#include "config.h"

#include "ponder-batch.h"

#include "ponder-request.h"
#include "ponder-service.h"

/* One request. Owned by the queue of those not answered. */
typedef struct
{
  PonderBatch   *batch;
  PonderRequest *request;
  PonderReply   *reply;         /* (nullable): not begun */
  gulong         state_handler; /* 0 once it has ended */
} Entry;

/* Owned by whoever asks. Whatever is under way when it goes is cancelled. */
struct _PonderBatch
{
  GObject        parent_instance;

  PonderService *service;
  GQueue         pending;       /* (element-type Entry): not answered, in order */
  GList         *next;          /* of pending (nullable): the first that is not begun */
  guint          n_parallel;
  guint          n_running;
  guint          n_answered;
};

enum
{
  ANSWERED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderBatch, ponder_batch, G_TYPE_OBJECT)

static void state_changed_cb (PonderReply *reply,
                              GParamSpec  *pspec,
                              Entry       *entry);

static void
entry_free (Entry *entry)
{
  if (entry->reply != NULL)
    g_clear_signal_handler (&entry->state_handler, entry->reply);
  g_clear_object (&entry->reply);
  g_object_unref (entry->request);
  g_free (entry);
}

static void
begin (PonderBatch *self,
       Entry       *entry)
{
  self->n_running++;
  entry->reply = ponder_service_start (self->service, entry->request, NULL);
  entry->state_handler = g_signal_connect (entry->reply, "notify::state",
                                           G_CALLBACK (state_changed_cb), entry);
}

static void
begin_more (PonderBatch *self)
{
  while (self->next != NULL && (self->n_parallel == 0 || self->n_running < self->n_parallel))
    {
      Entry *entry = self->next->data;

      self->next = self->next->next;
      begin (self, entry);
    }
}

/* Whoever hears an answer may add, cancel, or let go of everything. */
static void
give_answers (PonderBatch *self)
{
  g_autoptr(PonderBatch) held = g_object_ref (self);
  Entry *entry;

  while ((entry = g_queue_peek_head (&self->pending)) != NULL && entry->reply != NULL
         && entry->state_handler == 0)
    {
      g_autoptr(PonderReply) reply = g_object_ref (entry->reply);

      entry_free (g_queue_pop_head (&self->pending));
      g_signal_emit (self, signals[ANSWERED], 0, self->n_answered++, reply);
    }
}

static void
state_changed_cb (PonderReply *reply,
                  GParamSpec  *pspec,
                  Entry       *entry)
{
  PonderBatch *self = entry->batch;

  if (ponder_reply_get_state (reply) != PONDER_REPLY_DONE)
    return;
  g_clear_signal_handler (&entry->state_handler, reply);
  self->n_running--;
  begin_more (self);
  give_answers (self);
}

static void
forget_those_not_begun (PonderBatch *self)
{
  while (self->next != NULL)
    {
      GList *link = self->next;

      self->next = link->next;
      entry_free (link->data);
      g_queue_delete_link (&self->pending, link);
    }
}

static void
ponder_batch_dispose (GObject *object)
{
  PonderBatch *self = PONDER_BATCH (object);
  Entry *entry;

  self->next = NULL;
  while ((entry = g_queue_pop_head (&self->pending)) != NULL)
    {
      g_autoptr(PonderReply) reply = entry->reply != NULL ? g_object_ref (entry->reply) : NULL;

      entry_free (entry);
      if (reply != NULL)
        ponder_reply_cancel (reply);
    }
  g_clear_object (&self->service);

  G_OBJECT_CLASS (ponder_batch_parent_class)->dispose (object);
}

static void
ponder_batch_class_init (PonderBatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ponder_batch_dispose;

  signals[ANSWERED] =
    g_signal_new ("answered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_UINT, PONDER_TYPE_REPLY);
}

static void
ponder_batch_init (PonderBatch *self)
{
  g_queue_init (&self->pending);
}

PonderBatch *
ponder_batch_new (PonderService *service,
                  guint          n_parallel)
{
  PonderBatch *self;

  g_return_val_if_fail (PONDER_IS_SERVICE (service), NULL);

  self = g_object_new (PONDER_TYPE_BATCH, NULL);
  self->service = g_object_ref (service);
  self->n_parallel = n_parallel;
  return self;
}

guint
ponder_batch_add (PonderBatch   *self,
                  PonderRequest *request)
{
  guint index;
  Entry *entry;

  g_return_val_if_fail (PONDER_IS_BATCH (self), 0);
  g_return_val_if_fail (PONDER_IS_REQUEST (request), 0);

  index = self->n_answered + self->pending.length;
  entry = g_new0 (Entry, 1);
  entry->batch = self;
  entry->request = g_object_ref (request);
  ponder_request_set_background (request, TRUE);
  g_queue_push_tail (&self->pending, entry);
  if (self->next == NULL)
    self->next = self->pending.tail;
  begin_more (self);
  return index;
}

/* From the last to the first: none is answered before all have ended. */
void
ponder_batch_cancel (PonderBatch *self)
{
  g_autoptr(PonderBatch) held = NULL;
  g_autoptr(GPtrArray) replies = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_if_fail (PONDER_IS_BATCH (self));

  held = g_object_ref (self);
  forget_those_not_begun (self);
  for (GList *link = self->pending.head; link != NULL; link = link->next)
    g_ptr_array_add (replies, g_object_ref (((Entry *) link->data)->reply));
  for (guint i = replies->len; i > 0; i--)
    ponder_reply_cancel (g_ptr_array_index (replies, i - 1));
}
