/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server that streams as fast as a socket takes it: the same for every client that is measured.
 *
 *   stream-server N      prints its port; the model "flood" answers N events of 200 bytes, each a chunk of its own as
 *                        model servers send them; "burst" the same, 32 to a chunk, as proxies pass them on; any other
 *                        model ten. */

#include "config.h"

#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>

/* Events that go out in one write. */
#define EVENTS_PER_WRITE 32
#define N_SHORT 10

#define HEAD                                                                                   \
  "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
/* 200 bytes. */
#define EVENT                                                                                  \
  "data: {\"id\":\"chatcmpl-0123456789abcdef\",\"object\":\"chat.completion.chunk\",\"created\":1790000000," \
  "\"model\":\"flood-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" a few words\"},\"finish_reason\":null}]}\n\n"
#define FINISH "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"

static guint n_events;

static void
append_chunk (GString    *out,
              const char *data)
{
  g_string_append_printf (out, "%zx\r\n%s\r\n", strlen (data), data);
}

static gboolean
write_all (GOutputStream *out,
           GString       *data)
{
  gboolean well = g_output_stream_write_all (out, data->str, data->len, NULL, NULL, NULL);

  g_string_truncate (data, 0);
  return well;
}

static gboolean
answer (GOutputStream *out,
        const char    *question)
{
  g_autoptr(GString) data = g_string_new (HEAD);
  g_autoptr(GString) burst = g_string_new (NULL);
  guint n_per_chunk = strstr (question, "\"burst\"") != NULL ? EVENTS_PER_WRITE : 1;
  guint n = n_per_chunk > 1 || strstr (question, "\"flood\"") != NULL ? n_events : N_SHORT;

  for (guint i = 0; i < n_per_chunk; i++)
    g_string_append (burst, EVENT);
  for (guint i = 0; i < n; i += n_per_chunk)
    {
      append_chunk (data, burst->str);
      if (i % EVENTS_PER_WRITE == 0 && !write_all (out, data))
        return FALSE;
    }
  append_chunk (data, FINISH);
  g_string_append (data, "0\r\n\r\n");
  return write_all (out, data);
}

/* The body of one request; NULL when the client is gone. */
static char *
read_request (GDataInputStream *in)
{
  g_autofree char *body = NULL;
  gsize length = 0;
  char *line;

  while ((line = g_data_input_stream_read_line (in, NULL, NULL, NULL)) != NULL)
    {
      gboolean end = line[0] == '\0' || line[0] == '\r';

      if (g_ascii_strncasecmp (line, "content-length:", 15) == 0)
        length = g_ascii_strtoull (line + 15, NULL, 10);
      g_free (line);
      if (end)
        break;
    }
  if (line == NULL)
    return NULL;
  body = g_malloc0 (length + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (in), body, length, NULL, NULL, NULL))
    return NULL;
  return g_steal_pointer (&body);
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection      *connection,
        GObject                *source,
        gpointer                user_data)
{
  g_autoptr(GDataInputStream) in =
    g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  gboolean well = TRUE;

  g_data_input_stream_set_newline_type (in, G_DATA_STREAM_NEWLINE_TYPE_ANY);
  while (well)
    {
      g_autofree char *question = read_request (in);

      well = question != NULL && answer (out, question);
    }
  return TRUE;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GSocketService) service = g_threaded_socket_service_new (8);
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) effective = NULL;
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GError) error = NULL;

  n_events = argc > 1 ? (guint) strtoul (argv[1], NULL, 10) : 200000;
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (service), address, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, &effective, &error))
    g_error ("%s", error->message);
  g_signal_connect (service, "run", G_CALLBACK (run_cb), NULL);
  g_print ("%u\n", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective)));
  g_main_loop_run (loop);
  return 0;
}
