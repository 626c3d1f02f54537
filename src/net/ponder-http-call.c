/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request: sending it, reading what comes, giving it up. */

#include "config.h"

#include "ponder-http.h"

#include "ponder-http-private.h"
#include "ponder-http-syntax.h"

/* What one read may gather, and how long it may gather what is already there: under a flood this
 * halves the cost, and the main loop stays free for a frame. */
#define BUFFER_SIZE (64 * 1024)
#define GATHER_MICROSECONDS 2000
/* Looking at the clock costs as much as reading a small chunk. */
#define READS_PER_LOOK 16

/* Owned by its caller, and by itself while an operation is under way: to give it up, cancel or
 * close it. A body that is neither read to its end nor released would hold its connection for ever,
 * and sixteen of those would block the host; so every way out of here goes through release (). */
struct _PonderHttpCall
{
  GObject          parent_instance;

  PonderHttp      *http;
  SoupMessage     *message;
  char            *content_type;
  GBytes          *body;
  GInputStream    *stream;
  GCancellable    *cancellable;         /* ends the whole call, and follows those of its callers */

  GTask           *task;                /* the operation under way */
  GSource         *cancelled_source;
  char            *buffer;
  gsize            filled;
  GByteArray      *collected;           /* of read_all */
  gsize            limit;
  GError          *failure;             /* found while gathering; reported by the next read */

  PonderHttpStage  stage;
  guint            connected : 1;       /* on a connection of its own, not on a reused one */
  guint            ended : 1;
  guint            truncated : 1;
};

enum
{
  PROP_0,
  PROP_STAGE,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (PonderHttpCall, ponder_http_call, G_TYPE_OBJECT)

static void read_more (PonderHttpCall *self);

static void
set_stage (PonderHttpCall  *self,
           PonderHttpStage  stage)
{
  if (stage <= self->stage)
    return;

  self->stage = stage;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STAGE]);
}

/* Closing never waits: libsoup drops the connection of a body that has not ended. */
static void
release (PonderHttpCall *self)
{
  g_autoptr(GInputStream) stream = g_steal_pointer (&self->stream);
  g_autoptr(GError) error = NULL;

  if (stream != NULL && !g_input_stream_close (stream, NULL, &error))
    g_debug ("Closing a body: %s", error->message);
  g_clear_pointer (&self->buffer, g_free);
  set_stage (self, PONDER_HTTP_CLOSED);
}

/* Ends the operation. Cancelling wins over whatever came at the same moment. */
static GTask *
end (PonderHttpCall  *self,
     GError         **error)
{
  GCancellable *cancellable = g_task_get_cancellable (self->task);

  g_source_destroy (self->cancelled_source);
  g_clear_pointer (&self->cancelled_source, g_source_unref);
  if (g_cancellable_is_cancelled (cancellable))
    g_cancellable_cancel (self->cancellable);
  if (g_cancellable_is_cancelled (self->cancellable))
    {
      g_clear_error (error);
      g_cancellable_set_error_if_cancelled (self->cancellable, error);
    }
  if (*error != NULL)
    release (self);
  return g_steal_pointer (&self->task);
}

/* A source and not the "cancelled" signal: the end of the operation may be reached from within the
 * signal, and disconnecting there deadlocks. Libsoup ends what it has begun; but it does not notice
 * when a message that waits for a free connection is cancelled, so that one is ended here. */
static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  g_autoptr(PonderHttpCall) self = g_object_ref (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GTask) task = NULL;

  g_cancellable_cancel (self->cancellable);
  if (self->stage != PONDER_HTTP_IDLE)
    return G_SOURCE_REMOVE;

  task = end (self, &error);
  g_task_return_error (task, g_steal_pointer (&error));
  return G_SOURCE_REMOVE;
}

static void
watch_cancellables (PonderHttpCall *self,
                    GCancellable   *cancellable)
{
  self->cancelled_source = g_cancellable_source_new (self->cancellable);
  g_source_set_callback (self->cancelled_source, G_SOURCE_FUNC (cancelled_cb), self, NULL);
  g_source_set_priority (self->cancelled_source, G_PRIORITY_HIGH);
  if (cancellable != NULL)
    {
      g_autoptr(GSource) outer = g_cancellable_source_new (cancellable);

      g_source_set_dummy_callback (outer);
      g_source_add_child_source (self->cancelled_source, outer);
    }
  g_source_attach (self->cancelled_source, g_main_context_get_thread_default ());
}

static gboolean
begin (PonderHttpCall      *self,
       GCancellable        *cancellable,
       GAsyncReadyCallback  callback,
       gpointer             user_data,
       gpointer             tag)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr(GError) error = NULL;

  g_task_set_source_tag (task, tag);
  if (self->task != NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING, "The call is busy");
      return FALSE;
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, &error))
    ponder_http_call_close (self);
  if (error != NULL || g_cancellable_set_error_if_cancelled (self->cancellable, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return FALSE;
    }

  self->task = g_steal_pointer (&task);
  watch_cancellables (self, cancellable);
  return TRUE;
}

static void
network_event_cb (PonderHttpCall     *self,
                  GSocketClientEvent  event)
{
  self->connected = TRUE;
  switch (event)
    {
    case G_SOCKET_CLIENT_RESOLVING:
      set_stage (self, PONDER_HTTP_RESOLVING);
      break;
    case G_SOCKET_CLIENT_CONNECTING:
      set_stage (self, PONDER_HTTP_CONNECTING);
      break;
    case G_SOCKET_CLIENT_TLS_HANDSHAKING:
      set_stage (self, PONDER_HTTP_TLS);
      break;
    case G_SOCKET_CLIENT_RESOLVED:
    case G_SOCKET_CLIENT_CONNECTED:
    case G_SOCKET_CLIENT_PROXY_NEGOTIATING:
    case G_SOCKET_CLIENT_PROXY_NEGOTIATED:
    case G_SOCKET_CLIENT_TLS_HANDSHAKED:
    case G_SOCKET_CLIENT_COMPLETE:
      break;
    }
}

static void
wrote_body_cb (PonderHttpCall *self)
{
  set_stage (self, PONDER_HTTP_SENT);
}

static void
got_headers_cb (PonderHttpCall *self)
{
  set_stage (self, PONDER_HTTP_HEADERS);
}

/* A server may close an idle connection just as we write to it, without having seen the request. */
static gboolean
may_retry (PonderHttpCall *self,
           const GError   *error)
{
  return !self->connected && self->stage < PONDER_HTTP_HEADERS &&
         !g_cancellable_is_cancelled (self->cancellable) &&
         (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) ||
          g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED));
}

static void send_message (PonderHttpCall *self);

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(PonderHttpCall) self = user_data;
  g_autoptr(GTask) task = NULL;
  g_autoptr(GError) error = NULL;

  self->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (self->task == NULL)       /* it was ended while it waited for a connection */
    {
      release (self);
      return;
    }
  if (self->stream == NULL && may_retry (self, error))
    {
      self->connected = TRUE;
      soup_message_add_flags (self->message, SOUP_MESSAGE_NEW_CONNECTION);
      send_message (self);
      return;
    }

  task = end (self, &error);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

/* The body is set for each try: libsoup reads it as a stream, and closes that. */
static void
send_message (PonderHttpCall *self)
{
  if (self->body != NULL)
    soup_message_set_request_body_from_bytes (self->message, self->content_type, self->body);
  soup_session_send_async (ponder_http_get_session (self->http), self->message, G_PRIORITY_DEFAULT,
                           self->cancellable, sent_cb, g_object_ref (self));
}

/* Takes what has arrived already; that never waits, so there is nothing to cancel. An error or the end found on the way
 * belongs to the next read. */
static void
gather (PonderHttpCall *self)
{
  gint64 end_time = g_get_monotonic_time () + GATHER_MICROSECONDS;
  GPollableInputStream *stream;

  if (!G_IS_POLLABLE_INPUT_STREAM (self->stream))
    return;
  stream = G_POLLABLE_INPUT_STREAM (self->stream);
  if (!g_pollable_input_stream_can_poll (stream))
    return;

  for (guint n = 1; self->filled < BUFFER_SIZE && !self->ended; n++)
    {
      g_autoptr(GError) error = NULL;
      gssize length = g_pollable_input_stream_read_nonblocking (stream, self->buffer + self->filled,
                                                                BUFFER_SIZE - self->filled, NULL, &error);

      if (length >= 0)
        {
          self->filled += length;
          self->ended = length == 0;
          if (n % READS_PER_LOOK == 0 && g_get_monotonic_time () >= end_time)
            return;
          continue;
        }
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        self->failure = g_steal_pointer (&error);
      return;
    }
}

static void
return_bytes (PonderHttpCall *self,
              GError         *failure)
{
  g_autoptr(GError) error = failure;
  g_autoptr(GTask) task = end (self, &error);
  g_autoptr(GByteArray) collected = g_steal_pointer (&self->collected);
  g_autoptr(GBytes) bytes = NULL;

  if (error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  bytes = collected != NULL ? g_byte_array_free_to_bytes (g_steal_pointer (&collected))
                            : g_bytes_new (self->buffer, self->filled);
  if (self->ended || self->truncated)
    release (self);
  g_task_return_pointer (task, g_steal_pointer (&bytes), (GDestroyNotify) g_bytes_unref);
}

/* TRUE when more is to be read. */
static gboolean
collect (PonderHttpCall *self)
{
  gsize room = self->limit - self->collected->len;

  g_byte_array_append (self->collected, (const guint8 *) self->buffer, MIN (room, self->filled));
  self->truncated = self->filled > room;
  return !self->ended && !self->truncated;
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(PonderHttpCall) self = user_data;
  g_autoptr(GError) error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  self->filled = MAX (n, 0);
  self->ended = n == 0;
  if (n > 0 && !g_cancellable_is_cancelled (self->cancellable))
    gather (self);

  if (error == NULL && self->collected != NULL && collect (self))
    read_more (self);
  else
    return_bytes (self, g_steal_pointer (&error));
}

static void
read_more (PonderHttpCall *self)
{
  self->filled = 0;
  if (self->failure != NULL || self->stream == NULL)
    {
      return_bytes (self, g_steal_pointer (&self->failure));
      return;
    }

  if (self->buffer == NULL)
    self->buffer = g_malloc (BUFFER_SIZE);
  g_input_stream_read_async (self->stream, self->buffer, BUFFER_SIZE, G_PRIORITY_DEFAULT,
                             self->cancellable, read_cb, g_object_ref (self));
}

static void
ponder_http_call_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  PonderHttpCall *self = PONDER_HTTP_CALL (object);

  switch (prop_id)
    {
    case PROP_STAGE:
      g_value_set_uint (value, self->stage);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ponder_http_call_dispose (GObject *object)
{
  PonderHttpCall *self = PONDER_HTTP_CALL (object);

  ponder_http_call_close (self);

  G_OBJECT_CLASS (ponder_http_call_parent_class)->dispose (object);
}

static void
ponder_http_call_finalize (GObject *object)
{
  PonderHttpCall *self = PONDER_HTTP_CALL (object);

  g_clear_object (&self->message);
  g_clear_pointer (&self->content_type, g_free);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_object (&self->http);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->failure);
  g_clear_pointer (&self->buffer, g_free);

  G_OBJECT_CLASS (ponder_http_call_parent_class)->finalize (object);
}

static void
ponder_http_call_class_init (PonderHttpCallClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ponder_http_call_get_property;
  object_class->dispose = ponder_http_call_dispose;
  object_class->finalize = ponder_http_call_finalize;

  properties[PROP_STAGE] =
    g_param_spec_uint ("stage", NULL, NULL,
                       PONDER_HTTP_IDLE, PONDER_HTTP_CLOSED, PONDER_HTTP_IDLE,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
ponder_http_call_init (PonderHttpCall *self)
{
  self->cancellable = g_cancellable_new ();
}

PonderHttpCall *
ponder_http_call_new (PonderHttp  *http,
                      const char  *method,
                      const char  *url,
                      GError     **error)
{
  g_autoptr(GUri) uri = NULL;
  PonderHttpCall *self;

  g_return_val_if_fail (PONDER_IS_HTTP (http), NULL);
  g_return_val_if_fail (method != NULL && url != NULL, NULL);

  if (!(uri = ponder_http_parse_address (url, error)))
    return NULL;

  self = g_object_new (PONDER_TYPE_HTTP_CALL, NULL);
  self->http = g_object_ref (http);
  self->message = soup_message_new_from_uri (method, uri);
  /* Idempotent: or else libsoup opens a new connection for each POST. */
  soup_message_add_flags (self->message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_IDEMPOTENT);
  g_signal_connect_object (self->message, "network-event",
                           G_CALLBACK (network_event_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->message, "wrote-body",
                           G_CALLBACK (wrote_body_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->message, "got-headers",
                           G_CALLBACK (got_headers_cb), self, G_CONNECT_SWAPPED);
  return self;
}

void
ponder_http_call_set_header (PonderHttpCall *self,
                             const char     *name,
                             const char     *value)
{
  g_return_if_fail (PONDER_IS_HTTP_CALL (self));
  g_return_if_fail (name != NULL && value != NULL);

  /* The value stays out of the log: it may be a key. */
  if (!ponder_http_is_header (name, value))
    g_warning ("A header with control characters is not sent");
  else
    soup_message_headers_replace (soup_message_get_request_headers (self->message), name, value);
}

void
ponder_http_call_set_body (PonderHttpCall *self,
                           const char     *content_type,
                           GBytes         *body)
{
  g_return_if_fail (PONDER_IS_HTTP_CALL (self));

  g_free (self->content_type);
  self->content_type = g_strdup (content_type);
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = g_bytes_ref (body);
}

PonderHttpStage
ponder_http_call_get_stage (PonderHttpCall *self)
{
  g_return_val_if_fail (PONDER_IS_HTTP_CALL (self), PONDER_HTTP_CLOSED);

  return self->stage;
}

void
ponder_http_call_send_async (PonderHttpCall      *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (PONDER_IS_HTTP_CALL (self));
  g_return_if_fail (self->stage == PONDER_HTTP_IDLE || self->stage == PONDER_HTTP_CLOSED);

  if (begin (self, cancellable, callback, user_data, ponder_http_call_send_async))
    send_message (self);
}

gboolean
ponder_http_call_send_finish (PonderHttpCall  *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

guint
ponder_http_call_get_status (PonderHttpCall *self)
{
  g_return_val_if_fail (PONDER_IS_HTTP_CALL (self), 0);

  return soup_message_get_status (self->message);
}

const char *
ponder_http_call_get_header (PonderHttpCall *self,
                             const char     *name)
{
  g_return_val_if_fail (PONDER_IS_HTTP_CALL (self), NULL);

  return soup_message_headers_get_one (soup_message_get_response_headers (self->message), name);
}

void
ponder_http_call_read_async (PonderHttpCall      *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (PONDER_IS_HTTP_CALL (self));
  g_return_if_fail (self->stage >= PONDER_HTTP_HEADERS);

  if (begin (self, cancellable, callback, user_data, ponder_http_call_read_async))
    read_more (self);
}

GBytes *
ponder_http_call_read_finish (PonderHttpCall  *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
ponder_http_call_read_all_async (PonderHttpCall      *self,
                                 gsize                limit,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (PONDER_IS_HTTP_CALL (self));
  g_return_if_fail (self->stage >= PONDER_HTTP_HEADERS);

  if (!begin (self, cancellable, callback, user_data, ponder_http_call_read_all_async))
    return;

  self->limit = limit;
  self->collected = g_byte_array_new ();
  read_more (self);
}

GBytes *
ponder_http_call_read_all_finish (PonderHttpCall  *self,
                                  GAsyncResult    *result,
                                  gboolean        *truncated,
                                  GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (truncated != NULL)
    *truncated = self->truncated;
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* A read under way still needs the stream; its end releases it. */
void
ponder_http_call_close (PonderHttpCall *self)
{
  g_return_if_fail (PONDER_IS_HTTP_CALL (self));

  g_cancellable_cancel (self->cancellable);
  if (self->task == NULL)
    release (self);
}
