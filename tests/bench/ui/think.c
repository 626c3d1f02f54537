/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What it costs to watch six parts of a deep think being written at once: as a list, as a timeline, and with one of
 * them open; beside a bare text view that is given as many words.
 *
 *   meson test -C _build-bench --benchmark --verbose ui-think          (a build of type release) */

#include "config.h"

#include "ponder-bench-bare.h"
#include "ponder-bench-frames.h"
#include "ponder-bench-text.h"
#include "ponder-bench-window.h"
#include "ponder-settings.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-ui.h"
#include "ponder-think-config.h"
#include "ponder-think-panel.h"
#include "ponder-think-part-row.h"

#include <stdlib.h>
#include <string.h>

#define N_PARTS 6
#define N_TOKENS 100
#define N_SECTIONS 12
#define N_BARE_SECTIONS 8
#define LOOK_MS 12000
#define PATIENCE 120
#define FRAME_MS 16.7

/* (transfer full): the plan, and after it what each part says. */
static char *
dup_script (void)
{
  GString *script = g_string_new (NULL);
  g_autofree char *text = ponder_bench_text_dup_answer (N_SECTIONS);

  for (guint i = 0; i < N_PARTS; i++)
    g_string_append_printf (script, "{\"t\":\"task\",\"id\":\"%c\",\"title\":\"Part %u of what is asked\",\"ask\":"
                            "\"Say it.\",\"deps\":[],\"kind\":\"reason\",\"size\":\"m\"}\n", 'a' + i, i + 1);
  g_string_append_printf (script, "{\"t\":\"answer\",\"outline\":[\"x\"],\"criteria\":[\"y\"]}\n{\"t\":\"end\"}\n\f%s",
                          text);
  return g_string_free (script, FALSE);
}

static void
think_deeply (PonderBenchWindow *window)
{
  g_autoptr(PonderThinkConfig) config = ponder_think_config_new ();
  g_autofree char *json = NULL;

  config->parallel = N_PARTS;
  config->show_process = TRUE;
  json = ponder_think_config_serialize (config);
  ponder_settings_set_think_config (ponder_workspace_get_settings (window->workspace), json);
  gtk_widget_activate_action (GTK_WIDGET (window->window), "win.deep-think", NULL);
}

static GtkWidget *
find (PonderBenchWindow *window,
      GType              type,
      const char        *name)
{
  return ponder_test_find (GTK_WIDGET (window->transcript), type, name);
}

static GtkWidget *
find_last_row (PonderBenchWindow *window)
{
  GtkWidget *row = find (window, PONDER_TYPE_THINK_PART_ROW, NULL);

  while (row != NULL && gtk_widget_get_next_sibling (row) != NULL)
    row = gtk_widget_get_next_sibling (row);
  return row;
}

static gboolean
has_rows (gpointer user_data)
{
  GtkWidget *row = find_last_row (user_data);
  guint n = 0;

  for (; row != NULL; row = gtk_widget_get_prev_sibling (row))
    n++;
  return n >= N_PARTS;
}

/* As a click on its head does. */
static void
click_row (GtkWidget *row)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (gtk_widget_get_first_child (row));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_GESTURE_CLICK (controller)
          || gtk_gesture_single_get_button (GTK_GESTURE_SINGLE (controller)) != GDK_BUTTON_PRIMARY)
        continue;
      g_signal_emit_by_name (controller, "released", 1, 5.0, 5.0);
      return;
    }
  g_error ("the row has no gesture");
}

static void
look (PonderBenchFrames *recorder,
      const char        *name,
      double             bare)
{
  PonderBenchTimes times;

  ponder_test_run_for (1000);
  ponder_bench_frames_begin (recorder);
  ponder_test_run_for (LOOK_MS);
  ponder_bench_frames_print (recorder, name);
  times = ponder_bench_frames_get_wall (recorder);
  g_print ("p99 of a frame beyond the bare text view                     %5.2f ms (wanted: at most %.1f)\n",
           times.p99 - bare, FRAME_MS);
}

static void
measure (const char *server,
         double      bare)
{
  char *path = ponder_test_dir_new ();
  g_autofree char *script = dup_script ();
  g_autoptr(GSubprocess) process = NULL;
  guint port = ponder_bench_start_server (server, script, N_TOKENS, &process);
  PonderBenchWindow *window = ponder_bench_window_open (path);
  PonderBenchFrames *recorder;

  ponder_bench_window_use_server (window, port);
  think_deeply (window);
  ponder_bench_window_ask (window);
  ponder_test_wait_for (has_rows, window, PATIENCE);
  recorder = ponder_bench_frames_new (GTK_WIDGET (window->window));
  look (recorder, "six parts as a list", bare);
  ponder_test_click (find (window, GTK_TYPE_TOGGLE_BUTTON, "Timeline"));
  look (recorder, "as a timeline", bare);
  ponder_test_click (find (window, GTK_TYPE_TOGGLE_BUTTON, "Parts"));
  click_row (find (window, PONDER_TYPE_THINK_PART_ROW, NULL));
  look (recorder, "as a list, one of them open", bare);

  ponder_bench_frames_free (recorder);
  ponder_bench_window_close (window);
  g_subprocess_force_exit (process);
  ponder_test_dir_remove (path);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *text = ponder_bench_text_dup_answer (N_BARE_SECTIONS);
  PonderBenchTimes bare;

  if (argc != 2)
    return EXIT_FAILURE;
  if (!ponder_bench_init ())
    return EXIT_SUCCESS;

  bare = ponder_bench_bare_stream (text, N_PARTS * N_TOKENS);
  measure (argv[1], bare.p99);
  return EXIT_SUCCESS;
}
