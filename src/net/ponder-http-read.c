/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading the body of an answer, as it comes or as a whole. */

#include "config.h"

#include "ponder-http.h"

#include "ponder-http-call-private.h"

/* What one read may gather, and how long it may gather what is already there: under a flood this
 * halves the cost, and the main loop stays free for a frame. */
#define BUFFER_SIZE (64 * 1024)
#define GATHER_MICROSECONDS 2000
/* Looking at the clock costs as much as reading a small chunk. */
#define READS_PER_LOOK 16

static void read_more (PonderHttpCall *self);

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
  g_autoptr(GTask) task = ponder_http_call_end (self, &error);
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
    ponder_http_call_release (self);
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

void
ponder_http_call_read_async (PonderHttpCall      *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (PONDER_IS_HTTP_CALL (self));
  g_return_if_fail (self->stage >= PONDER_HTTP_HEADERS);

  if (ponder_http_call_begin (self, cancellable, callback, user_data, ponder_http_call_read_async))
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

  if (!ponder_http_call_begin (self, cancellable, callback, user_data, ponder_http_call_read_all_async))
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
