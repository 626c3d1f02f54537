/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request: sending it and giving it up. */

#include "config.h"

#include "ponder-http.h"

#include "ponder-certificates.h"
#include "ponder-http-call-private.h"
#include "ponder-http-private.h"
#include "ponder-http-syntax.h"

enum
{
  PROP_0,
  PROP_STAGE,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (PonderHttpCall, ponder_http_call, G_TYPE_OBJECT)

static void
set_stage (PonderHttpCall  *self,
           PonderHttpStage  stage)
{
  if (stage <= self->stage)
    return;

  self->stage = stage;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STAGE]);
}

void
ponder_http_call_release (PonderHttpCall *self)
{
  g_autoptr(GInputStream) stream = g_steal_pointer (&self->stream);
  g_autoptr(GError) error = NULL;

  if (stream != NULL && !g_input_stream_close (stream, NULL, &error))
    g_debug ("Closing a body: %s", error->message);
  g_clear_pointer (&self->buffer, g_free);
  set_stage (self, PONDER_HTTP_CLOSED);
}

GTask *
ponder_http_call_end (PonderHttpCall  *self,
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
    ponder_http_call_release (self);
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

  task = ponder_http_call_end (self, &error);
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

gboolean
ponder_http_call_begin (PonderHttpCall      *self,
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

/* What libsoup says is the same for every certificate; its flags tell what is wrong with this one. The
 * session is not used again: the file of certificates may be another one by the next try. */
static void
explain_certificate (PonderHttpCall  *self,
                     GError         **error)
{
  GTlsCertificateFlags problems = soup_message_get_tls_peer_certificate_errors (self->message);

  if (!g_error_matches (*error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    return;

  ponder_http_forget_session (self->http, self->session);
  if (problems == 0)
    return;
  g_clear_error (error);
  *error = ponder_certificates_new_error (problems);
}

/* A socket that is not there, or not ours, is a server that cannot be reached, and no file that cannot be
 * read. */
static void
explain_socket (PonderHttpCall  *self,
                GError         **error)
{
  g_autoptr(GError) reason = NULL;

  if (self->route.socket == NULL ||
      !(g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ||
        g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED)))
    return;

  reason = g_steal_pointer (error);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED, "%s: %s", self->route.socket,
               reason->message);
}

/* libsoup has an error of its own for an answer that breaks off among its headers, or is no HTTP. */
static void
explain_broken_head (GError **error)
{
  g_autoptr(GError) reason = NULL;

  if (!g_error_matches (*error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING))
    return;

  reason = g_steal_pointer (error);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, reason->message);
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
      ponder_http_call_release (self);
      return;
    }
  if (self->stream == NULL && may_retry (self, error))
    {
      self->connected = TRUE;
      soup_message_add_flags (self->message, SOUP_MESSAGE_NEW_CONNECTION);
      send_message (self);
      return;
    }

  explain_certificate (self, &error);
  explain_socket (self, &error);
  explain_broken_head (&error);
  task = ponder_http_call_end (self, &error);
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
  soup_session_send_async (self->session, self->message, G_PRIORITY_DEFAULT, self->cancellable,
                           sent_cb, g_object_ref (self));
}

static void
session_opened_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(PonderHttpCall) self = user_data;
  g_autoptr(SoupSession) session = NULL;
  g_autoptr(GTask) task = NULL;
  g_autoptr(GError) error = NULL;

  session = ponder_http_open_session_finish (PONDER_HTTP (source), result, &error);
  if (self->task == NULL)       /* it was ended meanwhile */
    return;
  if (session != NULL && !g_cancellable_is_cancelled (self->cancellable))
    {
      self->session = g_steal_pointer (&session);
      send_message (self);
      return;
    }

  task = ponder_http_call_end (self, &error);
  g_task_return_error (task, g_steal_pointer (&error));
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
  g_clear_object (&self->session);
  ponder_http_route_clear (&self->route);
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
  g_autofree char *socket = NULL;
  PonderHttpCall *self;

  g_return_val_if_fail (PONDER_IS_HTTP (http), NULL);
  g_return_val_if_fail (method != NULL && url != NULL, NULL);

  if (!(uri = ponder_http_parse_address (url, &socket, error)))
    return NULL;

  self = g_object_new (PONDER_TYPE_HTTP_CALL, NULL);
  self->http = g_object_ref (http);
  self->route.socket = g_steal_pointer (&socket);
  self->route.secure = g_str_equal (g_uri_get_scheme (uri), "https");
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
ponder_http_call_set_route (PonderHttpCall *self,
                            const char     *ca_file,
                            const char     *proxy)
{
  g_return_if_fail (PONDER_IS_HTTP_CALL (self));
  g_return_if_fail (self->task == NULL);

  g_free (self->route.ca_file);
  self->route.ca_file = g_strdup (ca_file);
  g_free (self->route.proxy);
  self->route.proxy = g_strdup (proxy);
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

  if (!ponder_http_call_begin (self, cancellable, callback, user_data, ponder_http_call_send_async))
    return;

  g_clear_object (&self->session);
  if ((self->session = ponder_http_find_session (self->http, &self->route)))
    send_message (self);
  else
    ponder_http_open_session_async (self->http, &self->route, self->cancellable, session_opened_cb,
                                    g_object_ref (self));
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

/* A read under way still needs the stream; its end releases it. */
void
ponder_http_call_close (PonderHttpCall *self)
{
  g_return_if_fail (PONDER_IS_HTTP_CALL (self));

  g_cancellable_cancel (self->cancellable);
  if (self->task == NULL)
    ponder_http_call_release (self);
}
