/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What nobody should send: how long a frame may get with it, opened, scrolled, resized and streamed.
 *
 *   meson test -C _build-bench --benchmark --verbose ui-edge           (a build of type release) */

#include "config.h"

#include "ponder-bench-frames.h"
#include "ponder-bench-text.h"
#include "ponder-bench-window.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"

#include <stdlib.h>
#include <string.h>

#define N_STEPS 60
#define STEP 300
#define N_TOKENS 5000
#define STREAM_MS 6000
#define REST_MS 500
#define NARROW 500

static void
scroll (PonderBenchWindow *window,
        PonderBenchFrames *recorder)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (window->transcript));

  ponder_bench_frames_begin (recorder);
  for (guint i = 0; i < N_STEPS; i++)
    {
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) - STEP);
      ponder_bench_wait_frame (GTK_WIDGET (window->window));
    }
  ponder_bench_frames_print (recorder, "  scrolled");
}

static gboolean
resize_cb (gpointer user_data)
{
  PonderBenchWindow *window = user_data;
  int width = gtk_widget_get_width (GTK_WIDGET (window->window));

  gtk_window_set_default_size (GTK_WINDOW (window->window), width > NARROW ? width - 20 : PONDER_BENCH_WIDTH,
                               PONDER_BENCH_HEIGHT);
  return G_SOURCE_CONTINUE;
}

static void
resize (PonderBenchWindow *window,
        PonderBenchFrames *recorder)
{
  guint source;

  ponder_bench_frames_begin (recorder);
  source = g_timeout_add (40, resize_cb, window);
  ponder_test_run_for (1500);
  g_source_remove (source);
  ponder_bench_frames_print (recorder, "  resized");
  gtk_window_set_default_size (GTK_WINDOW (window->window), PONDER_BENCH_WIDTH, PONDER_BENCH_HEIGHT);
  ponder_test_run_for (REST_MS);
}

static void
measure_stored (PonderBenchWindow  *window,
                PonderBenchMonster  monster)
{
  g_autoptr(PonderBenchFrames) recorder = ponder_bench_frames_new (GTK_WIDGET (window->window));
  g_autofree char *id = g_strdup_printf ("monster-%d", monster);

  g_print ("%s\n", ponder_bench_monster_get_name (monster));
  ponder_bench_window_show_new (window);
  ponder_bench_frames_begin (recorder);
  g_print ("  opened in %.1f ms\n", ponder_bench_window_show (window, id));
  ponder_test_run_for (REST_MS);
  ponder_bench_frames_print (recorder, "  opened");
  scroll (window, recorder);
  resize (window, recorder);
}

static void
measure_streamed (PonderBenchWindow  *window,
                  const char         *server,
                  PonderBenchMonster  monster,
                  double              scale)
{
  g_autoptr(PonderBenchFrames) recorder = ponder_bench_frames_new (GTK_WIDGET (window->window));
  g_autofree char *text = ponder_bench_monster_dup_text (monster, scale);
  g_autoptr(GSubprocess) process = NULL;
  guint port = ponder_bench_start_server (server, text, N_TOKENS, &process);
  guint source;

  ponder_window_new_chat (window->window);
  ponder_bench_window_use_server (window, port);
  ponder_bench_window_ask (window);
  ponder_test_run_for (REST_MS);
  ponder_bench_frames_begin (recorder);
  ponder_test_run_for (STREAM_MS / 2);
  ponder_bench_frames_print (recorder, "  streamed at 5,000 tokens a second");
  ponder_bench_frames_begin (recorder);
  source = g_timeout_add (40, resize_cb, window);
  ponder_test_run_for (STREAM_MS / 2);
  g_source_remove (source);
  ponder_bench_frames_print (recorder, "  streamed and resized");
  g_print ("  %zu bytes had come\n", strlen (ponder_message_get_text (ponder_bench_window_get_last (window))));
  g_signal_emit_by_name (window->composer, "stop");
  ponder_test_run_for (REST_MS);
  g_subprocess_force_exit (process);
}

int
main (int    argc,
      char **argv)
{
  static const double scales[] = { 0.25, 5, 0.1, 0.1, 0.5, 2 };
  char *path;
  PonderBenchWindow *window;

  if (argc != 2)
    return EXIT_FAILURE;
  if (!ponder_bench_init ())
    return EXIT_SUCCESS;

  G_STATIC_ASSERT (G_N_ELEMENTS (scales) == PONDER_BENCH_N_MONSTERS);
  path = ponder_test_dir_new ();
  for (PonderBenchMonster i = 0; i < PONDER_BENCH_N_MONSTERS; i++)
    {
      g_autofree char *id = g_strdup_printf ("monster-%d", i);
      g_autofree char *text = ponder_bench_monster_dup_text (i, 1);
      const char *texts[] = { "Show me.", text };

      ponder_bench_store_chat (path, id, texts, G_N_ELEMENTS (texts));
    }
  window = ponder_bench_window_open (path);
  for (PonderBenchMonster i = 0; i < PONDER_BENCH_N_MONSTERS; i++)
    {
      measure_stored (window, i);
      measure_streamed (window, argv[1], i, scales[i]);
    }
  ponder_bench_window_close (window);
  ponder_test_dir_remove (path);
  return EXIT_SUCCESS;
}
