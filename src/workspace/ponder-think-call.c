/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One call that a run of deep think makes for one of its steps. */

#include "config.h"

#include "ponder-think-call-private.h"

#include "ponder-request.h"
#include "ponder-think-engine.h"

/* Held by its run, and by the reading of what is attached. */
struct _PonderThinkCall
{
  GObject         parent_instance;

  char           *node;
  char           *name;
  GCancellable   *reading;
  PonderRequest  *request;
  PonderService  *service;
  PonderReply    *reply;
  GString        *unsaid;
  gint64          since;
  guint           n_sent;
  gboolean        waits;
  gboolean        alive;
};

enum
{
  SIGNAL_TEXT,
  SIGNAL_ALIVE,
  SIGNAL_SENT,
  SIGNAL_WAITING,
  SIGNAL_ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderThinkCall, ponder_think_call, G_TYPE_OBJECT)

static void
delta_cb (PonderReply     *reply,
          PonderDelta     *delta,
          PonderThinkCall *self)
{
  if (!self->alive && delta->kind == PONDER_DELTA_REASONING)
    {
      self->alive = TRUE;
      g_signal_emit (self, signals[SIGNAL_ALIVE], 0);
    }
  if ((delta->kind != PONDER_DELTA_TEXT && delta->kind != PONDER_DELTA_REFUSAL) || delta->text == NULL)
    return;

  if (self->unsaid->len == 0)
    self->since = g_get_monotonic_time ();
  g_string_append (self->unsaid, delta->text);
  g_signal_emit (self, signals[SIGNAL_TEXT], 0);
}

static void
note_sent (PonderThinkCall *self)
{
  if (ponder_reply_get_attempts (self->reply) == self->n_sent)
    return;

  self->n_sent = ponder_reply_get_attempts (self->reply);
  g_signal_emit (self, signals[SIGNAL_SENT], 0);
}

static void
note_wait (PonderThinkCall *self)
{
  gboolean waits = ponder_reply_get_countdown (self->reply) != NULL;

  if (waits && !self->waits)
    g_signal_emit (self, signals[SIGNAL_WAITING], 0);
  self->waits = waits;
}

static void
state_cb (PonderReply     *reply,
          GParamSpec      *pspec,
          PonderThinkCall *self)
{
  g_autoptr(PonderThinkCall) keep = g_object_ref (self);

  note_sent (self);
  note_wait (self);
  if (ponder_reply_get_state (reply) == PONDER_REPLY_DONE)
    g_signal_emit (self, signals[SIGNAL_ENDED], 0);
}

static void
ask (PonderThinkCall *self)
{
  self->reply = ponder_service_start (self->service, self->request, NULL);
  g_signal_connect_object (self->reply, "delta", G_CALLBACK (delta_cb), self, 0);
  g_signal_connect_object (self->reply, "notify::state", G_CALLBACK (state_cb), self, 0);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(PonderThinkCall) self = user_data;
  g_autoptr(GError) error = NULL;

  if (ponder_attachments_fill_finish (PONDER_ATTACHMENTS (source), result, &error)
      && !g_cancellable_is_cancelled (self->reading))
    ask (self);
}

static void
ponder_think_call_finalize (GObject *object)
{
  PonderThinkCall *self = PONDER_THINK_CALL (object);

  g_free (self->node);
  g_free (self->name);
  g_object_unref (self->reading);
  g_clear_object (&self->request);
  g_clear_object (&self->service);
  g_clear_object (&self->reply);
  g_string_free (self->unsaid, TRUE);

  G_OBJECT_CLASS (ponder_think_call_parent_class)->finalize (object);
}

static guint
new_signal (const char *name)
{
  return g_signal_new (name, PONDER_TYPE_THINK_CALL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ponder_think_call_class_init (PonderThinkCallClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ponder_think_call_finalize;

  signals[SIGNAL_TEXT] = new_signal ("text");
  signals[SIGNAL_ALIVE] = new_signal ("alive");
  signals[SIGNAL_SENT] = new_signal ("sent");
  signals[SIGNAL_WAITING] = new_signal ("waiting");
  signals[SIGNAL_ENDED] = new_signal ("ended");
}

static void
ponder_think_call_init (PonderThinkCall *self)
{
  self->reading = g_cancellable_new ();
  self->unsaid = g_string_new (NULL);
}

PonderThinkCall *
ponder_think_call_new (const char *node,
                       gboolean    hedge)
{
  PonderThinkCall *self = g_object_new (PONDER_TYPE_THINK_CALL, NULL);

  self->node = g_strdup (node);
  self->name = hedge ? ponder_think_engine_dup_hedge (node) : g_strdup (node);
  return self;
}

void
ponder_think_call_start (PonderThinkCall   *self,
                         PonderRequest     *request,
                         PonderAttachments *attachments,
                         PonderService     *service)
{
  g_autoptr(GPtrArray) unread = ponder_request_list_unread (request);

  self->request = g_object_ref (request);
  self->service = g_object_ref (service);
  if (unread->len == 0)
    ask (self);
  else
    ponder_attachments_fill_async (attachments, unread, self->reading, read_cb, g_object_ref (self));
}

void
ponder_think_call_abort (PonderThinkCall *self)
{
  g_cancellable_cancel (self->reading);
  if (self->reply == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->reply, self);
  ponder_reply_cancel (self->reply);
}

const char *
ponder_think_call_get_node (PonderThinkCall *self)
{
  return self->node;
}

const char *
ponder_think_call_get_name (PonderThinkCall *self)
{
  return self->name;
}

PonderReply *
ponder_think_call_get_reply (PonderThinkCall *self)
{
  return self->reply;
}

const char *
ponder_think_call_peek_text (PonderThinkCall *self)
{
  return self->unsaid->str;
}

char *
ponder_think_call_take_text (PonderThinkCall *self)
{
  char *text = g_strdup (self->unsaid->str);

  g_string_truncate (self->unsaid, 0);
  return text;
}

gint64
ponder_think_call_get_since (PonderThinkCall *self)
{
  return self->since;
}
