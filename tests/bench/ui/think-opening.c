/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chat of 200 answers that were thought about deeply, beside the same chat without: how soon it is there, and what
 * stays in memory of it once all of it was seen.
 *
 *   meson test -C _build-bench --benchmark --verbose ui-think-opening  (a build of type release) */

#include "config.h"

#include "ponder-bench-frames.h"
#include "ponder-bench-text.h"
#include "ponder-bench-window.h"
#include "ponder-json.h"
#include "ponder-store-runs.h"
#include "ponder-stored-run.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-think-engine.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#define N_CHATS 5
#define N_MESSAGES 400
#define N_PARTS 6
#define N_SECTIONS 8            /* of what each part says: 16 KB */
#define REST_MS 400

/* --- a run as it is stored --- */

static char *
dup_plan (void)
{
  GString *plan = g_string_new (NULL);

  for (guint i = 0; i < N_PARTS; i++)
    g_string_append_printf (plan, "{\"t\":\"task\",\"id\":\"%c\",\"title\":\"Part %u of what is asked\",\"ask\":"
                            "\"Say it.\",\"deps\":[],\"kind\":\"reason\",\"size\":\"m\"}\n", 'a' + i, i + 1);
  g_string_append (plan, "{\"t\":\"answer\",\"outline\":[\"x\"],\"criteria\":[\"y\"]}\n{\"t\":\"end\"}\n");
  return g_string_free (plan, FALSE);
}

/* The call that a run waits for is answered. */
static void
answer (PonderThinkEngine *engine,
        const char        *node,
        const char        *text,
        gint64             now)
{
  PonderThinkResult result = { .text = text, .calls = 1, .usage = { -1, -1, -1, -1, -1 } };

  ponder_think_engine_sent (engine, node, 1, now);
  ponder_think_engine_text (engine, node, text, now);
  ponder_think_engine_ended (engine, node, &result, now + 1);
}

static const char *
pick_text (const char *node,
           const char *plan,
           const char *text)
{
  return g_str_equal (node, "plan") ? plan : text;
}

/* (element-type PonderStoredEvent) (transfer full): all that happened in a run that went well. */
static GPtrArray *
make_log (void)
{
  g_autoptr(PonderThinkConfig) config = ponder_think_config_new ();
  g_autoptr(PonderThinkEngine) engine = NULL;
  g_autofree char *plan = dup_plan ();
  g_autofree char *text = ponder_bench_text_dup_answer (N_SECTIONS);
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_stored_event_free);
  gint64 now = 0;

  config->review = FALSE;
  engine = ponder_think_engine_new ("How does it work?", config, N_PARTS);
  ponder_think_engine_start (engine, now);
  while (TRUE)
    {
      g_autoptr(GPtrArray) events = ponder_think_engine_take_events (engine);

      if (events->len == 0)
        return rows;
      for (guint i = 0; i < events->len; i++)
        {
          PonderThinkEvent *event = g_ptr_array_index (events, i);

          if (!ponder_think_event_is_live (event))
            g_ptr_array_add (rows, ponder_stored_event_new ((gint64) event->seq, ponder_json_take_to_string (
                                                              ponder_think_event_to_json (event))));
          if (event->type == PONDER_THINK_NODE_STARTED)
            answer (engine, event->node, pick_text (event->node, plan, text), now += 100);
        }
    }
}

static void
save_run (PonderStore *store,
          const char  *chat,
          guint        message,
          GPtrArray   *log)
{
  g_autoptr(PonderThinkConfig) config = ponder_think_config_new ();
  g_autofree char *id = g_strdup_printf ("%s-run-%u", chat, message);
  g_autofree char *answer_id = g_strdup_printf ("%s-%u", chat, message);
  g_autofree char *json = ponder_think_config_serialize (config);
  PonderThinkRecord record = {
    .id = id,
    .session = (char *) chat,
    .message = answer_id,
    .created = 1790000000000000 + message,
    .question = (char *) "How does it work?",
    .outcome = (char *) "done",
    .config = json,
  };
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  ponder_store_save_run_async (store, &record, log, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  if (!ponder_store_save_run_finish (store, result, NULL))
    g_error ("a run is not stored");
}

static void
store_runs (const char *path,
            const char *chat,
            GPtrArray  *log)
{
  PonderStore *store = ponder_bench_store_open (path);

  for (guint i = 1; i < N_MESSAGES; i += 2)
    save_run (store, chat, i, log);
  ponder_bench_store_close (store);
}

/* --- measuring --- */

static double
get_megabytes (void)
{
  g_autofree char *text = NULL;
  const char *line;

  malloc_trim (0);
  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL) || !(line = strstr (text, "VmRSS:")))
    return 0;
  return (double) g_ascii_strtoull (line + strlen ("VmRSS:"), NULL, 10) / 1024;
}

static void
measure_opening (PonderBenchWindow *window,
                 const char        *prefix)
{
  g_autoptr(PonderBenchFrames) recorder = ponder_bench_frames_new (GTK_WIDGET (window->window));
  g_autoptr(GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr(GArray) works = g_array_new (FALSE, FALSE, sizeof (double));
  double stall = 0;

  for (guint i = 0; i < N_CHATS; i++)
    {
      g_autofree char *id = g_strdup_printf ("%s-%u", prefix, i);
      double took;

      ponder_bench_window_show_new (window);
      ponder_test_run_for (REST_MS);
      ponder_bench_frames_begin (recorder);
      took = ponder_bench_window_show (window, id);
      g_array_append_val (times, took);
      g_array_append_val (works, window->work);
      ponder_test_run_for (REST_MS);
      stall = MAX (stall, ponder_bench_frames_get_stall (recorder));
    }
  g_print ("%-8s opening: median %7.2f ms   worst %7.2f ms   work %6.2f ms   longest stall %6.2f ms\n", prefix,
           ponder_bench_pick (times, 0.5), ponder_bench_pick (times, 1), ponder_bench_pick (works, 0.5), stall);
}

/* From the end to the start, so that every board is read, and back. */
static void
scroll (PonderBenchWindow *window)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (window->transcript));

  while (gtk_adjustment_get_value (adjustment) > gtk_adjustment_get_lower (adjustment))
    {
      double step = gtk_adjustment_get_page_size (adjustment) / 2;

      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) - step);
      ponder_bench_wait_frame (GTK_WIDGET (window->window));
      ponder_test_run_for (4);
    }
  ponder_transcript_view_scroll_to_end (window->transcript);
  ponder_test_run_for (REST_MS);
}

static void
measure_memory (PonderBenchWindow *window,
                const char        *prefix)
{
  g_autoptr(PonderBenchFrames) recorder = ponder_bench_frames_new (GTK_WIDGET (window->window));
  g_autofree char *id = g_strdup_printf ("%s-0", prefix);
  double before;
  double once;

  ponder_bench_window_show (window, id);
  ponder_test_run_for (REST_MS);
  before = get_megabytes ();
  ponder_bench_frames_begin (recorder);
  scroll (window);
  ponder_bench_frames_print (recorder, prefix);
  once = get_megabytes ();
  scroll (window);
  g_print ("%-8s memory: %.1f MB, %+.1f MB once all was seen, %+.1f MB the second time\n", prefix, before, once - before,
           get_megabytes () - before);
}

int
main (int    argc,
      char **argv)
{
  static const char *const prefixes[] = { "plain", "deep" };
  g_autoptr(GPtrArray) log = NULL;
  PonderBenchWindow *window;
  char *path;

  if (!ponder_bench_init ())
    return EXIT_SUCCESS;

  path = ponder_test_dir_new ();
  log = make_log ();
  for (guint kind = 0; kind < G_N_ELEMENTS (prefixes); kind++)
    for (guint i = 0; i < N_CHATS; i++)
      {
        g_autofree char *id = g_strdup_printf ("%s-%u", prefixes[kind], i);

        ponder_bench_store_long_chat (path, id, N_MESSAGES);
        if (kind == 1)
          store_runs (path, id, log);
      }
  window = ponder_bench_window_open (path);
  for (guint kind = 0; kind < G_N_ELEMENTS (prefixes); kind++)
    measure_opening (window, prefixes[kind]);
  for (guint kind = 0; kind < G_N_ELEMENTS (prefixes); kind++)
    measure_memory (window, prefixes[kind]);
  ponder_bench_window_close (window);
  ponder_test_dir_remove (path);
  return EXIT_SUCCESS;
}
