/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTTP/1.1 by hand, so that each byte, each chunk and each ending is what the script says. */

#include "config.h"

#include "ponder-demo-connection.h"

#include "ponder-demo-frames.h"
#include "ponder-demo-script-private.h"
#include "ponder-limits.h"

#include <gio/gnetworking.h>
#include <libsoup/soup.h>
#include <string.h>

#define HEAD_LIMIT (64 * 1024)
#define READ_SIZE (16 * 1024)

/* Owned by the server until it says closed. The input is watched all the time, also while an answer
 * goes out: so the end of a client is seen at once and not at the next write. */
struct _PonderDemoConnection
{
  GObject                   parent_instance;

  GSocketConnection        *connection;
  const PonderDemoHandlers *handlers;
  gpointer                  user_data;
  GCancellable             *cancellable;
  GSource                  *input;
  GByteArray               *inbox;

  /* The answer under way. */
  PonderDemoScript         *script;
  guint                     position;
  gsize                     typed;              /* how far into a type step */
  PonderDemoRhythm          rhythm;
  guint                     wait_ms;            /* after the write under way */
  GByteArray               *outbox;
  GSource                  *timer;
  guint                     head_sent : 1;
  guint                     framed : 1;         /* in chunks */
  guint                     last_request : 1;   /* the client asked to close */
  guint                     writing : 1;
  guint                     closed : 1;
};

G_DEFINE_FINAL_TYPE (PonderDemoConnection, ponder_demo_connection, G_TYPE_OBJECT)

static void advance (PonderDemoConnection *self);
static void take_request (PonderDemoConnection *self);

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;

  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
end_answer (PonderDemoConnection *self,
            gboolean              client_left)
{
  if (self->script == NULL)
    return;

  g_clear_pointer (&self->script, ponder_demo_script_free);
  clear_source (&self->timer);
  self->handlers->ended (client_left, self->user_data);
}

static void
close_socket (PonderDemoConnection *self)
{
  g_autoptr(GError) error = NULL;

  if (!g_socket_close (g_socket_connection_get_socket (self->connection), &error))
    g_debug ("Closing a client: %s", error->message);
}

static void
shut (PonderDemoConnection *self,
      gboolean              client_left)
{
  g_autoptr(PonderDemoConnection) alive = g_object_ref (self);

  if (self->closed)
    return;

  self->closed = TRUE;
  clear_source (&self->input);
  g_cancellable_cancel (self->cancellable);
  close_socket (self);
  end_answer (self, client_left);
  self->handlers->closed (self, self->user_data);
}

/* A chunk is begun so that the client cannot take the end for a clean one; lingering for no time
 * makes the kernel send a reset. */
static void
reset (PonderDemoConnection *self)
{
  static const char half_chunk[] = "1000\r\n";
  const struct linger linger = { .l_onoff = 1, .l_linger = 0 };
  GSocket *socket = g_socket_connection_get_socket (self->connection);
  g_autoptr(GError) error = NULL;

  if (self->head_sent && self->framed &&
      g_socket_send_with_blocking (socket, half_chunk, strlen (half_chunk), FALSE, NULL,
                                   &error) < 0)
    g_debug ("Beginning a chunk: %s", error->message);
  if (setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger) != 0)
    g_debug ("Setting SO_LINGER: %s", g_strerror (errno));
  shut (self, FALSE);
}

static gboolean
waited_cb (gpointer user_data)
{
  PonderDemoConnection *self = user_data;

  clear_source (&self->timer);
  advance (self);
  return G_SOURCE_REMOVE;
}

/* FALSE when there is nothing to wait for. */
static gboolean
wait_ms (PonderDemoConnection *self,
         guint                 ms)
{
  ms = ponder_demo_script_scale (self->script, ms);
  if (ms == 0)
    return FALSE;

  self->timer = g_timeout_source_new (ms);
  g_source_set_callback (self->timer, waited_cb, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
  return TRUE;
}

static void
go_on_after_answer (PonderDemoConnection *self)
{
  if (self->last_request || !self->framed)
    shut (self, FALSE);
  else
    take_request (self);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(PonderDemoConnection) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean written = g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL,
                                                       &error);

  self->writing = FALSE;
  g_clear_pointer (&self->outbox, g_byte_array_unref);
  if (self->closed)
    return;

  if (!written)
    {
      g_debug ("Writing to a client: %s", error->message);
      shut (self, TRUE);
    }
  else if (self->script == NULL)
    go_on_after_answer (self);
  else if (!wait_ms (self, self->wait_ms))
    advance (self);
}

static void
put (PonderDemoConnection *self,
     const char           *text)
{
  g_byte_array_append (self->outbox, (const guint8 *) text, strlen (text));
}

static gboolean
has_no_body (guint status)
{
  return status < 200 || status == SOUP_STATUS_NO_CONTENT || status == SOUP_STATUS_NOT_MODIFIED;
}

static void
put_head (PonderDemoConnection *self)
{
  guint status = ponder_demo_script_get_status (self->script);
  g_autofree char *line =
    g_strdup_printf ("HTTP/1.1 %u %s\r\n", status, soup_status_get_phrase (status));

  self->head_sent = TRUE;
  self->framed = !ponder_demo_script_is_raw (self->script) && !has_no_body (status);
  put (self, line);
  put (self, ponder_demo_script_get_headers (self->script));
  if (self->framed)
    put (self, "Transfer-Encoding: chunked\r\n");
  put (self, "\r\n");
}

static void
put_body (PonderDemoConnection *self,
          const char           *data,
          gsize                 length)
{
  g_autofree char *size = g_strdup_printf ("%" G_GSIZE_MODIFIER "x\r\n", length);

  if (length == 0)
    return;

  if (self->framed)
    put (self, size);
  g_byte_array_append (self->outbox, (const guint8 *) data, length);
  if (self->framed)
    put (self, "\r\n");
}

/* One write for all that is due: the head before the bytes and the end after them as well. */
static void
write_body (PonderDemoConnection *self,
            const char           *data,
            gsize                 length)
{
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (self->connection));

  self->outbox = g_byte_array_new ();
  if (!self->head_sent)
    put_head (self);
  put_body (self, data, length);
  if (ponder_demo_script_get_step (self->script, self->position) == NULL)
    {
      if (self->framed)
        put (self, "0\r\n\r\n");
      end_answer (self, FALSE);
    }

  self->writing = TRUE;
  g_output_stream_write_all_async (output, self->outbox->data, self->outbox->len,
                                   G_PRIORITY_DEFAULT, self->cancellable,
                                   written_cb, g_object_ref (self));
}

static void
type_piece (PonderDemoConnection *self,
            const PonderDemoStep *step)
{
  gsize length;
  const char *text = g_bytes_get_data (step->bytes, &length);
  gsize n = ponder_demo_rhythm_next_piece (&self->rhythm, text + self->typed, length - self->typed);
  g_autofree char *piece = g_strndup (text + self->typed, n);
  g_autofree char *json = ponder_demo_frame_delta (ponder_demo_script_get_model (self->script),
                                                   step->field, piece);
  g_autofree char *frame = g_strdup_printf ("data: %s\n\n", json);

  self->wait_ms = ponder_demo_rhythm_vary (&self->rhythm, step->ms);
  self->typed += n;
  if (self->typed == length)
    {
      self->position++;
      self->typed = 0;
      self->rhythm = (PonderDemoRhythm) { 0 };
    }
  write_body (self, frame, strlen (frame));
}

static void
write_step (PonderDemoConnection *self,
            const PonderDemoStep *step)
{
  gsize length;
  const char *data = g_bytes_get_data (step->bytes, &length);

  self->position++;
  self->wait_ms = 0;
  write_body (self, data, length);
}

/* Plays on until there is something to wait for: a write, a pause, or the client. */
static void
advance (PonderDemoConnection *self)
{
  const PonderDemoStep *step;

  while ((step = ponder_demo_script_get_step (self->script, self->position)))
    {
      switch (step->kind)
        {
        case PONDER_DEMO_STEP_BYTES:
          write_step (self, step);
          return;
        case PONDER_DEMO_STEP_TYPE:
          type_piece (self, step);
          return;
        case PONDER_DEMO_STEP_PAUSE:
          self->position++;
          if (wait_ms (self, step->ms))
            return;
          break;
        case PONDER_DEMO_STEP_CUT:
          shut (self, FALSE);
          return;
        case PONDER_DEMO_STEP_RESET:
          reset (self);
          return;
        case PONDER_DEMO_STEP_HANG:
          return;
        }
    }
  write_body (self, NULL, 0);
}

static void
header_to_text (const char *name,
                const char *value,
                gpointer    user_data)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  g_string_append_printf (user_data, "%s: %s\n", lower, value);
}

static void
answer (PonderDemoConnection *self,
        const char           *method,
        const char           *path,
        SoupMessageHeaders   *headers,
        const char           *body)
{
  g_autoptr(GString) text = g_string_new (NULL);
  PonderDemoRequest request = { .method = method, .path = path, .body = body };

  soup_message_headers_foreach (headers, header_to_text, text);
  request.headers = text->str;
  self->last_request = soup_message_headers_header_contains (headers, "Connection", "close");
  self->script = self->handlers->answer (&request, self->user_data);
  self->position = 0;
  self->typed = 0;
  self->rhythm = (PonderDemoRhythm) { 0 };
  self->head_sent = FALSE;
  advance (self);
}

/* The parser wants the end of the last header line, but not the blank line after it. */
static gboolean
parse_head (const char          *head,
            gsize                length,
            SoupMessageHeaders  *headers,
            char               **method,
            char               **path)
{
  int lines_length = (int) length - (int) strlen ("\r\n");
  guint status = soup_headers_parse_request (head, lines_length, headers, method, path, NULL);

  return status == SOUP_STATUS_OK &&
         soup_message_headers_get_content_length (headers) <= PONDER_BODY_LIMIT;
}

/* 0 while the head is not all here. */
static gsize
measure_head (PonderDemoConnection *self)
{
  const char *data = (const char *) self->inbox->data;
  const char *end = self->inbox->len > 0 ? g_strstr_len (data, self->inbox->len, "\r\n\r\n") : NULL;

  return end != NULL ? end - data + strlen ("\r\n\r\n") : 0;
}

static void
take_request (PonderDemoConnection *self)
{
  g_autoptr(SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  g_autofree char *method = NULL;
  g_autofree char *path = NULL;
  g_autofree char *body = NULL;
  const char *data = (const char *) self->inbox->data;
  gsize head_length = measure_head (self);
  gsize body_length;

  if (self->script != NULL || self->writing)
    return;
  if (head_length == 0 && self->inbox->len <= HEAD_LIMIT)
    return;
  if (head_length == 0 || !parse_head (data, head_length, headers, &method, &path))
    {
      shut (self, FALSE);
      return;
    }
  body_length = soup_message_headers_get_content_length (headers);
  if (self->inbox->len - head_length < body_length)
    return;

  body = g_strndup (data + head_length, body_length);
  g_byte_array_remove_range (self->inbox, 0, head_length + body_length);
  answer (self, method, path, headers, body);
}

static gboolean
input_cb (GSocket      *socket,
          GIOCondition  condition,
          gpointer      user_data)
{
  g_autoptr(PonderDemoConnection) self = g_object_ref (user_data);
  g_autoptr(GError) error = NULL;
  char buffer[READ_SIZE];
  gssize n = g_socket_receive_with_blocking (socket, buffer, sizeof buffer, FALSE, NULL, &error);

  if (n > 0 && self->inbox->len < HEAD_LIMIT + PONDER_BODY_LIMIT)
    {
      g_byte_array_append (self->inbox, (const guint8 *) buffer, n);
      take_request (self);
      return G_SOURCE_CONTINUE;
    }
  if (n < 0 && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return G_SOURCE_CONTINUE;

  shut (self, TRUE);
  return G_SOURCE_REMOVE;
}

static void
ponder_demo_connection_finalize (GObject *object)
{
  PonderDemoConnection *self = PONDER_DEMO_CONNECTION (object);

  g_clear_object (&self->connection);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->inbox, g_byte_array_unref);

  G_OBJECT_CLASS (ponder_demo_connection_parent_class)->finalize (object);
}

static void
ponder_demo_connection_class_init (PonderDemoConnectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = ponder_demo_connection_finalize;
}

static void
ponder_demo_connection_init (PonderDemoConnection *self)
{
  self->cancellable = g_cancellable_new ();
  self->inbox = g_byte_array_new ();
}

PonderDemoConnection *
ponder_demo_connection_new (GSocketConnection        *connection,
                            const PonderDemoHandlers *handlers,
                            gpointer                  user_data)
{
  PonderDemoConnection *self = g_object_new (PONDER_TYPE_DEMO_CONNECTION, NULL);
  GSocket *socket = g_socket_connection_get_socket (connection);
  g_autoptr(GError) error = NULL;

  self->connection = g_object_ref (connection);
  self->handlers = handlers;
  self->user_data = user_data;
  /* Small chunks must leave when they are written. */
  if (!g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, &error))
    g_debug ("Setting TCP_NODELAY: %s", error->message);
  self->input = g_socket_create_source (socket, G_IO_IN, NULL);
  g_source_set_callback (self->input, G_SOURCE_FUNC (input_cb), self, NULL);
  g_source_attach (self->input, g_main_context_get_thread_default ());
  return self;
}

void
ponder_demo_connection_close (PonderDemoConnection *self)
{
  shut (self, FALSE);
}
