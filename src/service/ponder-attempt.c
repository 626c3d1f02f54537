/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One try at answering: key, connection, stream, decoding, within its limits. */

#include "config.h"

#include "ponder-attempt.h"

#include "ponder-call.h"
#include "ponder-deadline.h"
#include "ponder-encoding.h"
#include "ponder-error-classifier.h"
#include "ponder-limits.h"
#include "ponder-model-config.h"
#include "ponder-reply-private.h"

/* Owned by its reply; operations under way hold a reference of their own until they come back, and
 * find `over` set when nobody waits for them any more. */
struct _PonderAttempt
{
  GObject            parent_instance;

  PonderHttp        *http;
  PonderKeySource   *keys;
  PonderErrorClassifier *classifier;
  PonderDialect     *dialect;
  PonderDowngrade   *downgrade;
  PonderRequest     *request;
  PonderReply       *reply;             /* (transfer none): NULL once it is over */
  PonderAttemptFunc  func;
  gpointer           user_data;

  GCancellable      *cancellable;
  char              *key;
  GBytes            *body;              /* what was sent */
  char              *refused;           /* (nullable): a parameter in it */
  PonderHttpCall    *call;
  PonderDecoder     *decoder;
  PonderDeadline    *deadline;

  guint              connected : 1;
  guint              answered : 1;
  guint              over : 1;
};

G_DEFINE_FINAL_TYPE (PonderAttempt, ponder_attempt, G_TYPE_OBJECT)

static void read_more (PonderAttempt *self);

static PonderCallContext
get_context (PonderAttempt *self)
{
  PonderCallContext context = {
    ponder_request_get_provider (self->request),
    ponder_request_get_config (self->request)->model,
    ponder_request_get_operation (self->request),
    self->key,
    self->classifier,
  };

  return context;
}

static void
let_go (PonderAttempt *self)
{
  self->over = TRUE;
  self->reply = NULL;
  g_clear_pointer (&self->deadline, ponder_deadline_free);
  g_cancellable_cancel (self->cancellable);
  if (self->call != NULL)
    ponder_http_call_close (self->call);
  g_clear_pointer (&self->key, ponder_key_free);
}

/* Takes @error. */
static void
end (PonderAttempt *self,
     GError        *error)
{
  PonderCallContext context = get_context (self);

  if (error != NULL)
    error = ponder_call_explain (&context, error);
  let_go (self);
  self->func (self, error, self->user_data);
}

static void
end_with_fault (PonderAttempt *self,
                PonderFault   *fault)
{
  end (self, ponder_error_new_take_fault (fault));
}

static void
near_limit_cb (gboolean near,
               gpointer user_data)
{
  PonderAttempt *self = user_data;

  ponder_reply_set_can_keep_waiting (self->reply, near);
}

static gboolean
is_token (PonderDelta *delta)
{
  switch (delta->kind)
    {
    case PONDER_DELTA_TEXT:
    case PONDER_DELTA_REASONING:
    case PONDER_DELTA_REFUSAL:
    case PONDER_DELTA_TOOL_CALL:
      return TRUE;
    case PONDER_DELTA_USAGE:
    case PONDER_DELTA_FINISH:
    case PONDER_DELTA_MODEL:
      return FALSE;
    }
  g_assert_not_reached ();
}

/* Whoever listens may stop the reply at any of them. */
static void
give (PonderAttempt *self,
      GPtrArray     *deltas)
{
  for (guint i = 0; i < deltas->len && !self->over; i++)
    {
      PonderDelta *delta = g_ptr_array_index (deltas, i);

      if (is_token (delta) && !self->answered)
        {
          self->answered = TRUE;
          ponder_deadline_answered (self->deadline);
        }
      if (!self->over)
        ponder_reply_take_delta (self->reply, delta);
    }
}

/* The body has ended, well or (@broken, taken) not. */
static void
end_of_body (PonderAttempt *self,
             GError        *broken)
{
  g_autoptr(GError) transport_error = broken;
  g_autoptr(GPtrArray) deltas = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_delta_free);
  g_autoptr(GError) error = NULL;
  PonderFault *fault;

  ponder_decoder_finish (self->decoder, deltas, &error);
  give (self, deltas);
  if (self->over)
    return;

  /* How it broke says more than that it did; whatever breaks after the end does not matter. */
  fault = ponder_error_get_fault (error);
  if (transport_error != NULL && !ponder_attempt_is_complete (self))
    {
      PonderCallContext context = get_context (self);
      gboolean truncated = fault != NULL && fault->truncated;

      fault = ponder_error_classify_transport (context.provider, context.model, context.operation,
                                               transport_error);
      fault->truncated = truncated;
      fault->retryable = fault->retryable && !truncated;
      end_with_fault (self, fault);
    }
  else
    end (self, g_steal_pointer (&error));
}

static void
limit_reached_cb (PonderLimit limit,
                  gpointer    user_data)
{
  g_autoptr(PonderAttempt) self = g_object_ref (user_data);
  PonderCallContext context = get_context (self);

  if (ponder_attempt_is_complete (self))
    end_of_body (self, NULL);
  else
    end (self, ponder_call_new_timeout (&context, limit,
                                        ponder_deadline_get_seconds (self->deadline, limit)));
}

static void
take_bytes (PonderAttempt *self,
            GBytes        *bytes)
{
  g_autoptr(GPtrArray) deltas = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_delta_free);
  g_autoptr(GError) error = NULL;
  gboolean well;
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  ponder_deadline_heard (self->deadline);
  if (self->over)
    return;
  well = ponder_decoder_push (self->decoder, data, length, deltas, &error);
  give (self, deltas);
  if (self->over)
    return;
  if (!well)
    {
      end (self, g_steal_pointer (&error));
      return;
    }
  if (ponder_attempt_is_complete (self))
    ponder_deadline_completed (self->deadline);
  if (!self->over)
    read_more (self);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(PonderAttempt) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = ponder_http_call_read_finish (PONDER_HTTP_CALL (source), result,
                                                          &error);

  if (self->over)
    return;
  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    end_of_body (self, g_steal_pointer (&error));
  else
    take_bytes (self, bytes);
}

static void
read_more (PonderAttempt *self)
{
  ponder_http_call_read_async (self->call, self->cancellable, read_cb, g_object_ref (self));
}

static void
end_with_refusal (PonderAttempt *self,
                  GBytes        *body)
{
  PonderCallContext context = get_context (self);
  GError *error = ponder_call_refusal (&context, self->call, body);

  if (body != NULL && ponder_error_get_fault (error)->category == PONDER_ERROR_INVALID_REQUEST)
    self->refused =
      ponder_downgrade_find_refused (self->body, ponder_http_call_get_status (self->call), body);
  end (self, error);
}

static void
refusal_read_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(PonderAttempt) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = ponder_http_call_read_all_finish (PONDER_HTTP_CALL (source), result,
                                                             NULL, &error);

  if (self->over)
    return;
  /* Status and headers say enough when the body does not come. */
  if (error != NULL)
    g_debug ("The body of a refusal broke off: %s", error->message);
  end_with_refusal (self, body);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(PonderAttempt) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean sent = ponder_http_call_send_finish (PONDER_HTTP_CALL (source), result, &error);

  if (self->over)
    return;
  if (!sent)
    end (self, g_steal_pointer (&error));
  else if (ponder_call_is_answer (self->call))
    read_more (self);
  else
    ponder_http_call_read_all_async (self->call, PONDER_ERROR_BODY_LIMIT, self->cancellable,
                                     refusal_read_cb, g_object_ref (self));
}

static void
stage_changed_cb (PonderAttempt *self)
{
  PonderHttpStage stage = ponder_http_call_get_stage (self->call);

  if (self->over || self->connected || stage < PONDER_HTTP_SENT || stage == PONDER_HTTP_CLOSED)
    return;
  self->connected = TRUE;
  ponder_deadline_connected (self->deadline);
  ponder_reply_connected (self->reply);
}

static gboolean
prepare (PonderAttempt  *self,
         GError        **error)
{
  PonderCallContext context = get_context (self);
  g_autofree char *url = ponder_dialect_dup_chat_url (self->dialect, self->request);

  if (!(self->call = ponder_call_new (&context, self->http, self->dialect, "POST", url, error)))
    return FALSE;

  /* Boxes in the middle hold a stream back to compress it. */
  if (ponder_request_get_stream (self->request))
    ponder_http_call_set_header (self->call, "Accept-Encoding", "identity");
  ponder_http_call_set_body (self->call, "application/json", self->body);
  self->decoder = ponder_dialect_new_decoder (self->dialect, self->request);
  ponder_decoder_set_classifier (self->decoder, self->classifier);
  return TRUE;
}

/* @body (transfer full) (nullable): it could not be written down, for @reason. */
static void
send_body (PonderAttempt *self,
           GBytes        *body,
           const GError  *reason)
{
  g_autoptr(GError) error = body == NULL ? g_error_copy (reason) : NULL;
  double limits[PONDER_N_LIMITS];

  self->body = body;
  if (body == NULL || !prepare (self, &error))
    {
      end (self, g_steal_pointer (&error));
      return;
    }
  ponder_deadline_find_limits (ponder_request_get_provider (self->request),
                               ponder_request_get_config (self->request), limits);
  limits[PONDER_LIMIT_TOTAL] = 0;       /* not of one try */
  self->deadline = ponder_deadline_new (limits, limit_reached_cb, near_limit_cb, self);
  g_signal_connect_object (self->call, "notify::stage", G_CALLBACK (stage_changed_cb), self,
                           G_CONNECT_SWAPPED);
  ponder_http_call_send_async (self->call, self->cancellable, sent_cb, g_object_ref (self));
}

static void
encoded_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(PonderAttempt) self = user_data;
  g_autoptr(GError) error = NULL;
  GBytes *body = ponder_encoding_run_finish (result, &error);

  if (!self->over)
    send_body (self, body, error);
  else
    g_clear_pointer (&body, g_bytes_unref);
}

static void
send_request (PonderAttempt *self)
{
  g_autoptr(GError) error = NULL;
  GBytes *body;

  if (ponder_encoding_is_long (self->request))
    {
      ponder_encoding_run_async (self->dialect, self->request, self->downgrade, self->cancellable, encoded_cb,
                                 g_object_ref (self));
      return;
    }
  body = ponder_dialect_encode_request (self->dialect, self->request, self->downgrade, &error);
  send_body (self, body, error);
}

static void
key_found_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(PonderAttempt) self = user_data;
  g_autoptr(GError) error = NULL;
  char *key = ponder_key_source_lookup_finish (PONDER_KEY_SOURCE (source), result, &error);

  if (self->over)
    {
      ponder_key_free (key);
      return;
    }
  self->key = ponder_call_trim_key (key);
  if (error != NULL)
    {
      PonderCallContext context = get_context (self);

      end (self, ponder_call_explain_key_error (&context, g_steal_pointer (&error)));
    }
  else
    send_request (self);
}

static void
ponder_attempt_dispose (GObject *object)
{
  PonderAttempt *self = PONDER_ATTEMPT (object);

  let_go (self);
  g_clear_object (&self->call);
  g_clear_object (&self->decoder);
  g_clear_object (&self->http);
  g_clear_object (&self->keys);
  g_clear_object (&self->dialect);
  g_clear_object (&self->request);

  G_OBJECT_CLASS (ponder_attempt_parent_class)->dispose (object);
}

static void
ponder_attempt_finalize (GObject *object)
{
  PonderAttempt *self = PONDER_ATTEMPT (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->downgrade, ponder_downgrade_free);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->refused, g_free);
  g_clear_pointer (&self->classifier, ponder_error_classifier_unref);

  G_OBJECT_CLASS (ponder_attempt_parent_class)->finalize (object);
}

static void
ponder_attempt_class_init (PonderAttemptClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ponder_attempt_dispose;
  object_class->finalize = ponder_attempt_finalize;
}

static void
ponder_attempt_init (PonderAttempt *self)
{
  self->cancellable = g_cancellable_new ();
}

PonderAttempt *
ponder_attempt_new (PonderHttp            *http,
                    PonderKeySource       *keys,
                    PonderErrorClassifier *classifier,
                    PonderDialect         *dialect,
                    const PonderDowngrade *downgrade,
                    PonderReply           *reply,
                    PonderAttemptFunc      func,
                    gpointer               user_data)
{
  PonderAttempt *self = g_object_new (PONDER_TYPE_ATTEMPT, NULL);

  self->http = g_object_ref (http);
  self->keys = g_object_ref (keys);
  self->classifier = ponder_error_classifier_ref (classifier);
  self->dialect = g_object_ref (dialect);
  self->downgrade = ponder_downgrade_copy (downgrade);
  self->request = g_object_ref (ponder_reply_get_request (reply));
  self->reply = reply;
  self->func = func;
  self->user_data = user_data;
  return self;
}

void
ponder_attempt_start (PonderAttempt *self)
{
  g_return_if_fail (PONDER_IS_ATTEMPT (self));

  ponder_key_source_lookup_async (self->keys, ponder_request_get_provider (self->request),
                                  self->cancellable, key_found_cb, g_object_ref (self));
}

const char *
ponder_attempt_get_refused (PonderAttempt *self)
{
  g_return_val_if_fail (PONDER_IS_ATTEMPT (self), NULL);

  return self->refused;
}

void
ponder_attempt_stop (PonderAttempt *self)
{
  g_return_if_fail (PONDER_IS_ATTEMPT (self));

  let_go (self);
}

gboolean
ponder_attempt_is_complete (PonderAttempt *self)
{
  g_return_val_if_fail (PONDER_IS_ATTEMPT (self), FALSE);

  return self->decoder != NULL && ponder_decoder_is_complete (self->decoder);
}

void
ponder_attempt_extend (PonderAttempt *self)
{
  g_return_if_fail (PONDER_IS_ATTEMPT (self));

  if (self->deadline != NULL)
    ponder_deadline_extend (self->deadline);
}
