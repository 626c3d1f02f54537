/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an answer costs while it arrives, in a chat of 10,000 messages, beside a bare text view that is given the same
 * words at the same pace.
 *
 *   meson test -C _build-bench --benchmark --verbose ui-streaming      (a build of type release) */

#include "config.h"

#include "ponder-bench-bare.h"
#include "ponder-bench-frames.h"
#include "ponder-bench-text.h"
#include "ponder-bench-window.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"

#include <stdlib.h>
#include <string.h>

#define N_MESSAGES 10000
#define N_SECTIONS 10
#define N_TOKENS 500
#define PATIENCE 120
#define FRAME_MS 16.7

typedef struct
{
  PonderBenchWindow *window;
  GArray            *work;      /* of double: processor time when each section was complete */
  GArray            *frames;    /* of guint: frames until then */
  PonderBenchFrames *recorder;
} Watch;

static void
painted_cb (Watch *watch)
{
  PonderMessage *answer = ponder_bench_window_get_last (watch->window);
  gsize length = answer != NULL ? strlen (ponder_message_get_text (answer)) : 0;

  while (length >= watch->work->len * PONDER_BENCH_SECTION_BYTES && watch->work->len <= N_SECTIONS && length > 0)
    {
      double work = ponder_bench_get_work ();
      guint n_frames = ponder_bench_frames_get_n (watch->recorder);

      g_array_append_val (watch->work, work);
      g_array_append_val (watch->frames, n_frames);
    }
}

static gboolean
is_answered (gpointer user_data)
{
  PonderMessage *message = ponder_bench_window_get_last (user_data);

  return message != NULL && ponder_message_get_role (message) == PONDER_ROLE_ASSISTANT
         && ponder_message_get_state (message) == PONDER_MESSAGE_DONE
         && strlen (ponder_message_get_text (message)) > PONDER_BENCH_SECTION_BYTES * (N_SECTIONS - 1);
}

static gboolean
has_words (gpointer user_data)
{
  PonderMessage *message = ponder_bench_window_get_last (user_data);

  return message != NULL && ponder_message_get_role (message) == PONDER_ROLE_ASSISTANT
         && *ponder_message_get_text (message) != '\0';
}

static double
get_section (Watch *watch,
             guint  index)
{
  return g_array_index (watch->work, double, index + 1) - g_array_index (watch->work, double, index);
}

static guint
get_section_frames (Watch *watch,
                    guint  index)
{
  return g_array_index (watch->frames, guint, index + 1) - g_array_index (watch->frames, guint, index);
}

/* What a frame costs in which nothing is new. */
static double
measure_idle_frame (PonderBenchWindow *window)
{
  double began = ponder_bench_get_work ();

  for (guint i = 0; i < 60; i++)
    {
      gtk_widget_queue_draw (GTK_WIDGET (window->transcript));
      ponder_bench_wait_frame (GTK_WIDGET (window->window));
    }
  return (ponder_bench_get_work () - began) / 60;
}

static void
print_sections (Watch  *watch,
                double  idle)
{
  double first;
  double last;
  guint end = watch->work->len - 1;

  for (guint i = 0; i < end; i++)
    g_print ("  section %2u (2 KB)   %7.1f ms of work   %3u frames   %6.2f ms a frame\n", i + 1, get_section (watch, i),
             get_section_frames (watch, i), get_section (watch, i) / MAX (1, get_section_frames (watch, i)));
  if (end < 3)
    return;
  first = get_section (watch, 1);
  last = get_section (watch, end - 1);
  g_print ("work for the last 2 KB / for the second 2 KB                 %5.2f\n", last / first);
  first -= idle * get_section_frames (watch, 1);
  last -= idle * get_section_frames (watch, end - 1);
  g_print ("the same without what a frame costs anyhow (%.2f ms)         %5.2f\n", idle, last / first);
}

/* The copy of the day is made some seconds after the start; its work is not that of the answer. */
static gboolean
has_copy (gpointer user_data)
{
  g_autofree char *path = g_build_filename (user_data, "data", "backups", NULL);
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, ".db"))
      return TRUE;
  return FALSE;
}

static PonderBenchTimes
measure_ours (const char *server,
              const char *text)
{
  char *path = ponder_test_dir_new ();
  g_autoptr(GSubprocess) process = NULL;
  guint port = ponder_bench_start_server (server, text, N_TOKENS, &process);
  PonderBenchWindow *window;
  PonderBenchTimes times;
  Watch watch = { NULL };
  gulong handler;
  double idle;

  ponder_bench_store_long_chat (path, "long", N_MESSAGES);
  window = ponder_bench_window_open (path);
  ponder_bench_window_show (window, "long");
  ponder_bench_window_use_server (window, port);
  ponder_test_wait_for (has_copy, path, PATIENCE);
  ponder_test_run_for (1000);
  idle = measure_idle_frame (window);

  watch.window = window;
  watch.work = g_array_new (FALSE, FALSE, sizeof (double));
  watch.frames = g_array_new (FALSE, FALSE, sizeof (guint));
  watch.recorder = ponder_bench_frames_new (GTK_WIDGET (window->window));
  ponder_bench_window_ask (window);
  ponder_test_wait_for (has_words, window, PATIENCE);
  ponder_bench_frames_print (watch.recorder, "asking, with 10,000 messages to be sent");
  ponder_bench_frames_begin (watch.recorder);
  handler = g_signal_connect_swapped (gtk_widget_get_frame_clock (GTK_WIDGET (window->window)), "after-paint",
                                      G_CALLBACK (painted_cb), &watch);
  ponder_test_wait_for (is_answered, window, PATIENCE);
  g_signal_handler_disconnect (gtk_widget_get_frame_clock (GTK_WIDGET (window->window)), handler);
  ponder_bench_frames_print (watch.recorder, "an answer in a chat of 10,000 messages");
  print_sections (&watch, idle);
  times = ponder_bench_frames_get_wall (watch.recorder);

  ponder_bench_frames_free (watch.recorder);
  g_array_unref (watch.work);
  g_array_unref (watch.frames);
  ponder_bench_window_close (window);
  g_subprocess_force_exit (process);
  ponder_test_dir_remove (path);
  return times;
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *text = ponder_bench_text_dup_answer (N_SECTIONS);
  PonderBenchTimes bare;
  PonderBenchTimes ours;

  if (argc != 2)
    return EXIT_FAILURE;
  if (!ponder_bench_init ())
    return EXIT_SUCCESS;

  bare = ponder_bench_bare_stream (text, N_TOKENS);
  ours = measure_ours (argv[1], text);
  g_print ("p99 of a frame beyond the bare text view                     %5.2f ms (wanted: at most %.1f)\n",
           ours.p99 - bare.p99, FRAME_MS);
  return EXIT_SUCCESS;
}
