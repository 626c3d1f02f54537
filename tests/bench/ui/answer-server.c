/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server that answers every question with the same text, as fast as a model would.
 *
 *   bench-answer-server N < TEXT      prints its port; sends N tokens of four characters a second
 *
 * Who asks for a plan of deep think gets at once what comes before a form feed in the text, if there is one. */

#include "config.h"

#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TOKEN_LETTERS 4
#define PLAN_RATE 100000
#define ASKS_PLAN "\\n# Your task\\nPlan"
#define MODELS "{\"object\":\"list\",\"data\":[{\"id\":\"bench\",\"object\":\"model\"}]}"
#define STREAM_HEAD                                                                                       \
  "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"

static char *answer;
static char *plan;            /* (nullable) */
static guint n_per_second;

static void
append_chunk (GString    *out,
              const char *data)
{
  g_string_append_printf (out, "%zx\r\n%s\r\n", strlen (data), data);
}

static void
append_letter (GString    *json,
               const char *letter)
{
  switch (*letter)
    {
    case '"':
    case '\\':
      g_string_append_printf (json, "\\%c", *letter);
      break;
    case '\n':
      g_string_append (json, "\\n");
      break;
    default:
      g_string_append_len (json, letter, g_utf8_next_char (letter) - letter);
    }
}

/* Gives what follows the token. */
static const char *
append_token (GString    *out,
              const char *text)
{
  g_autoptr(GString) event = g_string_new ("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"");

  for (guint i = 0; i < TOKEN_LETTERS && *text != '\0'; i++, text = g_utf8_next_char (text))
    append_letter (event, text);
  g_string_append (event, "\"},\"finish_reason\":null}]}\n\n");
  append_chunk (out, event->str);
  return text;
}

static gboolean
send (GOutputStream *out,
      GString       *data)
{
  gboolean well = g_output_stream_write_all (out, data->str, data->len, NULL, NULL, NULL);

  g_string_truncate (data, 0);
  return well;
}

static void
stream (GOutputStream *out,
        const char    *text,
        guint          rate)
{
  g_autoptr(GString) data = g_string_new (STREAM_HEAD);
  gint64 began = g_get_monotonic_time ();
  const char *rest = text;
  guint n_sent = 0;

  while (*rest != '\0')
    {
      gint64 due = (g_get_monotonic_time () - began) * rate / G_USEC_PER_SEC;

      for (; n_sent < due && *rest != '\0'; n_sent++)
        rest = append_token (data, rest);
      if (data->len > 0 && !send (out, data))
        return;
      g_usleep (G_USEC_PER_SEC / MAX (rate, 1000));
    }
  append_chunk (data, "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
  append_chunk (data, "data: [DONE]\n\n");
  g_string_append (data, "0\r\n\r\n");
  send (out, data);
}

/* (transfer full) (nullable): a question; everything else wants to know the models. */
static char *
read_request (GDataInputStream *in)
{
  g_autofree char *line = g_data_input_stream_read_line (in, NULL, NULL, NULL);
  gboolean asks = line != NULL && g_str_has_prefix (line, "POST");
  gsize n_bytes = 0;
  char *body;

  while (line != NULL && strcmp (line, "\r") != 0 && *line != '\0')
    {
      if (g_ascii_strncasecmp (line, "content-length:", 15) == 0)
        n_bytes = g_ascii_strtoull (line + 15, NULL, 10);
      g_free (line);
      line = g_data_input_stream_read_line (in, NULL, NULL, NULL);
    }
  if (!asks)
    return NULL;
  body = g_malloc0 (n_bytes + 1);
  g_input_stream_read_all (G_INPUT_STREAM (in), body, n_bytes, NULL, NULL, NULL);
  return body;
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection      *connection,
        GObject                *source)
{
  GIOStream *stream_pair = G_IO_STREAM (connection);
  g_autoptr(GDataInputStream) in = g_data_input_stream_new (g_io_stream_get_input_stream (stream_pair));
  GOutputStream *out = g_io_stream_get_output_stream (stream_pair);
  g_autofree char *question = read_request (in);

  if (question != NULL)
    {
      gboolean planning = plan != NULL && strstr (question, ASKS_PLAN) != NULL;

      stream (out, planning ? plan : answer, planning ? PLAN_RATE : n_per_second);
    }
  else
    {
      g_autoptr(GString) data = g_string_new (NULL);

      g_string_printf (data, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n"
                       "Connection: close\r\n\r\n%s", strlen (MODELS), MODELS);
      send (out, data);
    }
  g_io_stream_close (stream_pair, NULL, NULL);
  return TRUE;
}

static char *
read_text (void)
{
  g_autoptr(GInputStream) in = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable ();

  g_output_stream_splice (memory, in, G_OUTPUT_STREAM_SPLICE_NONE, NULL, NULL);
  g_output_stream_write (memory, "", 1, NULL, NULL);
  g_output_stream_close (memory, NULL, NULL);
  return g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (memory));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GSocketService) service = g_threaded_socket_service_new (8);
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GError) error = NULL;
  guint16 port;
  char *rest;

  if (argc != 2)
    return EXIT_FAILURE;
  n_per_second = (guint) atoi (argv[1]);
  answer = read_text ();
  if ((rest = strchr (answer, '\f')))
    {
      plan = g_strndup (answer, (gsize) (rest - answer));
      answer = rest + 1;
    }
  if (!(port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, &error)))
    g_error ("%s", error->message);
  g_signal_connect (service, "run", G_CALLBACK (run_cb), NULL);
  g_print ("%u\n", port);
  g_main_loop_run (loop);
  return EXIT_SUCCESS;
}
