/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Standard output: never blocks the main loop, passes no control character on to a terminal. */

#include "config.h"

#include "ponder-output.h"

#include "ponder-json.h"

#include <errno.h>
#include <glib-unix.h>
#include <poll.h>
#include <unistd.h>

/* What a pipe that is ready takes without blocking (PIPE_BUF on Linux). */
#define WRITE_SIZE 4096

/* How long text may take to leave after Ctrl+C. */
#define CANCELLED_LIMIT_MS 1000

/* What could not be written yet waits in `pending` and leaves from the main loop, so that Ctrl+C
 * works while a pager holds the pipe up. Owned by the program, used from the main thread. */
struct _PonderOutput
{
  int           fd;
  GString      *pending;
  gsize         sent;           /* how much of it has left */
  GCancellable *cancellable;
  GError       *error;
  guint         source;
  gboolean      terminal : 1;
  gboolean      closed : 1;
};

PonderOutput *
ponder_output_new (int fd)
{
  PonderOutput *self = g_new0 (PonderOutput, 1);

  self->fd = fd;
  self->pending = g_string_new (NULL);
  self->terminal = isatty (fd);

  return self;
}

void
ponder_output_free (PonderOutput *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_string_free (self->pending, TRUE);
  g_free (self);
}

gboolean
ponder_output_is_closed (PonderOutput *self)
{
  return self->closed;
}

gboolean
ponder_output_is_behind (PonderOutput *self)
{
  return self->pending->len > 0;
}

void
ponder_output_set_cancel (PonderOutput *self,
                          GCancellable *cancellable)
{
  g_set_object (&self->cancellable, cancellable);
}

static void
forget_pending (PonderOutput *self)
{
  g_string_truncate (self->pending, 0);
  self->sent = 0;
}

static void
fail (PonderOutput *self,
      int           code)
{
  if (code == EPIPE)
    self->closed = TRUE;
  else if (self->error == NULL)
    g_set_error (&self->error, G_IO_ERROR, g_io_error_from_errno (code), "%s", g_strerror (code));

  forget_pending (self);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

/* Writes as long as that does not block; TRUE when something is left. */
static gboolean
write_some (PonderOutput *self)
{
  while (self->sent < self->pending->len)
    {
      struct pollfd ready = { .fd = self->fd, .events = POLLOUT };
      gsize left = self->pending->len - self->sent;
      gssize written;

      if (poll (&ready, 1, 0) == 0)
        return TRUE;

      written = write (self->fd, self->pending->str + self->sent, MIN (left, WRITE_SIZE));
      if (written > 0)
        self->sent += written;
      else if (errno == EAGAIN)
        return TRUE;
      else if (errno != EINTR)
        fail (self, errno);
    }

  forget_pending (self);
  return FALSE;
}

static gboolean
ready_cb (int          fd,
          GIOCondition condition,
          gpointer     user_data)
{
  PonderOutput *self = user_data;

  if (write_some (self))
    return G_SOURCE_CONTINUE;

  self->source = 0;
  return G_SOURCE_REMOVE;
}

/* On a terminal, @before and @after are ours and go there as they are. */
static void
write_between (PonderOutput *self,
               const char   *before,
               const char   *text,
               const char   *after)
{
  g_autofree char *safe = NULL;

  if (self->closed || self->error != NULL)
    return;

  if (self->terminal)
    text = safe = ponder_output_make_safe (text);

  g_string_append_printf (self->pending, "%s%s%s", before, text, after);
  if (self->source == 0 && write_some (self))
    self->source = g_unix_fd_add (self->fd, G_IO_OUT, ready_cb, self);
}

void
ponder_output_write (PonderOutput *self,
                     const char   *text)
{
  write_between (self, "", text, "");
}

void
ponder_output_write_bold (PonderOutput *self,
                          const char   *text)
{
  gboolean plain = !self->terminal || g_getenv ("NO_COLOR") != NULL || g_strcmp0 (g_getenv ("TERM"), "dumb") == 0;

  write_between (self, plain ? "" : "\033[1m", text, plain ? "" : "\033[0m");
}

void
ponder_output_printf (PonderOutput *self,
                      const char   *format,
                      ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  ponder_output_write (self, text);
}

static void
write_json (PonderOutput *self,
            JsonNode     *node)
{
  g_autofree char *text = ponder_json_to_string (node);

  ponder_output_write (self, text);
  ponder_output_write (self, "\n");
}

void
ponder_output_take_object (PonderOutput *self,
                           JsonObject   *object)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  write_json (self, node);
}

void
ponder_output_take_array (PonderOutput *self,
                          JsonArray    *array)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (node, array);
  write_json (self, node);
}

static gboolean
limit_cb (gpointer user_data)
{
  gboolean *expired = user_data;

  *expired = TRUE;
  return G_SOURCE_CONTINUE;
}

gboolean
ponder_output_finish (PonderOutput  *self,
                      GCancellable  *cancellable,
                      GError       **error)
{
  gboolean expired = FALSE;
  guint limit = 0;

  while (self->pending->len > 0 && !expired)
    {
      if (limit == 0 && g_cancellable_is_cancelled (cancellable))
        limit = g_timeout_add (CANCELLED_LIMIT_MS, limit_cb, &expired);
      g_main_context_iteration (NULL, TRUE);
    }
  g_clear_handle_id (&limit, g_source_remove);

  if (self->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return FALSE;
    }

  return TRUE;
}

static gboolean
commands_terminal (gunichar character)
{
  return (character < 0x20 && character != '\n' && character != '\t') ||
         (character >= 0x7f && character < 0xa0);
}

char *
ponder_output_make_safe (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *safe = g_string_sized_new (strlen (valid));

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      g_string_append_unichar (safe, commands_terminal (character) ? 0xfffd : character);
    }

  return g_string_free (safe, FALSE);
}
