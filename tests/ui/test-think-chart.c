/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The timeline of a run: where its bars stand, what it says, and that it can be drawn whatever happened. */

#include "config.h"

#include <string.h>

#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-ui.h"
#include "ponder-think-chart-words.h"
#include "ponder-think-chart.h"
#include "ponder-workspace-think.h"
#include "ponder-workspace.h"

#define WIDTH 800
#define LABEL 194
#define ROW 24

/* --- states that are made up --- */

static void
apply (PonderThinkState     *state,
       PonderThinkEventType  type,
       const char           *node,
       const char           *title,
       gint64                time,
       const char           *deps)
{
  g_autoptr(PonderThinkEvent) event = ponder_think_event_new (type);

  event->seq = state->last_seq + 1;
  event->time = time;
  event->node = g_strdup (node);
  event->title = g_strdup (title);
  event->list = deps != NULL ? g_strsplit (deps, ",", -1) : NULL;
  ponder_think_state_apply (state, event);
}

/* @end: NODE_DONE, NODE_FAILED, NODE_CANCELLED, or PONDER_THINK_N_EVENTS: none yet. */
static void
add_attempt (PonderThinkState     *state,
             const char           *node,
             gint64                start,
             gint64                first,
             gint64                last,
             PonderThinkEventType  end)
{
  apply (state, PONDER_THINK_NODE_STARTED, node, "first", start, NULL);
  if (first >= 0)
    apply (state, PONDER_THINK_NODE_FIRST_TOKEN, node, NULL, first, NULL);
  if (end != PONDER_THINK_N_EVENTS)
    apply (state, end, node, NULL, last, NULL);
}

static void
add_part (PonderThinkState *state,
          const char       *id,
          const char       *title,
          const char       *deps)
{
  apply (state, PONDER_THINK_PLAN_TASK, id, title, state->last_time, deps);
}

/* A plan, two parts at a time of which the first is asked twice, a third that needs the second, and an answer. */
static void
make_usual (PonderThinkState *state)
{
  apply (state, PONDER_THINK_NODE_ADDED, "plan", "plan", 0, NULL);
  add_attempt (state, "plan", 0, 1000, 10000, PONDER_THINK_NODE_DONE);
  add_part (state, "a", "Terms and scope", NULL);
  add_part (state, "b", "Costs today", NULL);
  add_part (state, "c", "Costs in ten years", "b");
  add_attempt (state, "a", 10000, -1, 14000, PONDER_THINK_NODE_FAILED);
  add_attempt (state, "b", 10000, 12000, 30000, PONDER_THINK_NODE_DONE);
  add_attempt (state, "a", 14000, 15000, 24000, PONDER_THINK_NODE_DONE);
  add_attempt (state, "c", 30000, 31000, 40000, PONDER_THINK_NODE_DONE);
  apply (state, PONDER_THINK_NODE_ADDED, "synth", "synth", 40000, NULL);
  add_attempt (state, "synth", 40000, 42000, 50000, PONDER_THINK_NODE_DONE);
}

static const PonderThinkBar *
get_bar (PonderThinkPlot *plot,
         const char      *id,
         guint            attempt)
{
  for (guint i = 0; i < plot->bars->len; i++)
    {
      const PonderThinkBar *bar = &g_array_index (plot->bars, PonderThinkBar, i);

      if (g_str_equal (bar->node->id, id) && bar->attempt == attempt)
        return bar;
    }
  return NULL;
}

/* --- where bars stand --- */

static void
test_bars_stand_at_their_time (void)
{
  g_autoptr(PonderThinkState) state = ponder_think_state_new ();
  g_autoptr(PonderThinkPlot) plot = NULL;
  g_autoptr(PonderThinkPlot) mirrored = NULL;
  const PonderThinkBar *bar;

  make_usual (state);
  plot = ponder_think_plot_new (state, 50000, FALSE, WIDTH, LABEL, ROW, FALSE);
  mirrored = ponder_think_plot_new (state, 50000, FALSE, WIDTH, LABEL, ROW, TRUE);
  g_assert_cmpuint (plot->bars->len, ==, 6);
  g_assert_cmpuint (plot->n_rows, ==, 5);
  g_assert_cmpint (plot->length, ==, 50000);
  /* 12 pixels are a second. */
  g_assert_cmpfloat_with_epsilon (plot->width, 600, 1e-6);
  bar = get_bar (plot, "b", 0);
  g_assert_cmpfloat_with_epsilon (bar->x, plot->left + 120, 1e-6);
  g_assert_cmpfloat_with_epsilon (bar->width, 240, 1e-6);
  g_assert_cmpfloat_with_epsilon (bar->lead, 24, 1e-6);
  g_assert_cmpfloat_with_epsilon (bar->y, 2 * ROW, 1e-6);
  bar = get_bar (mirrored, "b", 0);
  g_assert_cmpfloat_with_epsilon (bar->x, mirrored->left + 240, 1e-6);
  g_assert_cmpfloat_with_epsilon (bar->width, 240, 1e-6);
}

static void
test_what_came_to_nothing_is_marked (void)
{
  g_autoptr(PonderThinkState) state = ponder_think_state_new ();
  g_autoptr(PonderThinkPlot) plot = NULL;

  make_usual (state);
  plot = ponder_think_plot_new (state, 50000, FALSE, WIDTH, LABEL, ROW, FALSE);
  g_assert_true (get_bar (plot, "a", 0)->broken);
  /* Without a word all of it is waiting. */
  g_assert_cmpfloat_with_epsilon (get_bar (plot, "a", 0)->lead, get_bar (plot, "a", 0)->width, 1e-6);
  g_assert_false (get_bar (plot, "a", 1)->broken);
  g_assert_cmpuint (plot->n_together, ==, 2);
}

static void
test_the_end_waited_for_the_longest_chain (void)
{
  g_autoptr(PonderThinkState) state = ponder_think_state_new ();
  g_autoptr(PonderThinkPlot) plot = NULL;

  make_usual (state);
  plot = ponder_think_plot_new (state, 50000, FALSE, WIDTH, LABEL, ROW, FALSE);
  g_assert_true (get_bar (plot, "synth", 0)->critical);
  g_assert_true (get_bar (plot, "c", 0)->critical);
  g_assert_true (get_bar (plot, "b", 0)->critical);
  g_assert_true (get_bar (plot, "plan", 0)->critical);
  g_assert_false (get_bar (plot, "a", 0)->critical);
  g_assert_false (get_bar (plot, "a", 1)->critical);
}

static void
test_what_runs_grows (void)
{
  g_autoptr(PonderThinkState) state = ponder_think_state_new ();
  g_autoptr(PonderThinkPlot) before = NULL;
  g_autoptr(PonderThinkPlot) after = NULL;

  apply (state, PONDER_THINK_NODE_ADDED, "plan", "plan", 0, NULL);
  add_attempt (state, "plan", 0, 1000, -1, PONDER_THINK_N_EVENTS);
  before = ponder_think_plot_new (state, 11000, TRUE, WIDTH, LABEL, ROW, FALSE);
  after = ponder_think_plot_new (state, 12000, TRUE, WIDTH, LABEL, ROW, FALSE);
  g_assert_true (get_bar (before, "plan", 0)->open);
  g_assert_false (get_bar (before, "plan", 0)->broken);
  g_assert_false (get_bar (before, "plan", 0)->critical);
  g_assert_cmpint (before->length, ==, after->length);
  g_assert_cmpfloat (get_bar (after, "plan", 0)->width, >, get_bar (before, "plan", 0)->width);
}

static void
test_attempts_without_an_end_stop_where_the_next_begins (void)
{
  g_autoptr(PonderThinkState) state = ponder_think_state_new ();
  g_autoptr(PonderThinkPlot) plot = NULL;

  apply (state, PONDER_THINK_NODE_ADDED, "plan", "plan", 0, NULL);
  add_attempt (state, "plan", 0, 1000, -1, PONDER_THINK_N_EVENTS);
  add_attempt (state, "plan", 4000, 5000, 9000, PONDER_THINK_NODE_DONE);
  plot = ponder_think_plot_new (state, 9000, FALSE, WIDTH, LABEL, ROW, FALSE);
  g_assert_cmpint (get_bar (plot, "plan", 0)->span.ended, ==, 4000);
  g_assert_true (get_bar (plot, "plan", 0)->broken);
  g_assert_false (get_bar (plot, "plan", 0)->open);
}

static void
test_two_attempts_may_run_at_a_time (void)
{
  const PonderThinkSpan hedge = { 4000, -1, -1, PONDER_THINK_RUNNING, TRUE };
  g_autoptr(PonderThinkState) state = ponder_think_state_new ();
  g_autoptr(PonderThinkPlot) plot = NULL;
  g_autofree char *tooltip = NULL;

  add_part (state, "a", "A", NULL);
  add_attempt (state, "a", 0, -1, -1, PONDER_THINK_N_EVENTS);
  g_array_append_val (ponder_think_state_find (state, "a")->spans, hedge);
  plot = ponder_think_plot_new (state, 6000, TRUE, WIDTH, LABEL, ROW, FALSE);
  g_assert_true (get_bar (plot, "a", 0)->open);
  g_assert_true (get_bar (plot, "a", 1)->open);
  g_assert_cmpint (get_bar (plot, "a", 0)->span.ended, ==, 6000);
  g_assert_cmpint (get_bar (plot, "a", 1)->span.ended, ==, 6000);
  tooltip = ponder_think_chart_dup_tooltip (get_bar (plot, "a", 1));
  g_assert_cmpstr (tooltip, ==, "a  A\nAttempt 2 of 2\nAsked a second time beside the first, which was slow\n"
                   "Started at 4.0 s\nTook 2.0 s · Running");
}

static void
test_checks_are_named (void)
{
  g_autoptr(PonderThinkState) state = ponder_think_state_new ();
  g_autoptr(PonderThinkEvent) check = ponder_think_event_new (PONDER_THINK_NODE_ADDED);
  g_autofree char *label = NULL;
  g_autofree char *summary = NULL;

  add_part (state, "a", "Terms", NULL);
  check->node = g_strdup ("check/a/1");
  check->title = g_strdup ("verify");
  check->list = g_strsplit ("a", ",", -1);
  ponder_think_state_apply (state, check);
  add_attempt (state, "check/a/1", 0, -1, 2000, PONDER_THINK_NODE_DONE);
  label = ponder_think_chart_dup_label (ponder_think_state_find (state, "check/a/1"), FALSE);
  g_assert_cmpstr (label, ==, "Check  a");
  summary = ponder_think_chart_dup_summary (state);
  g_assert_cmpstr (summary, ==, "Timeline: Check  a 2.0 s");
}

/* Marks have room for their words, and bars stay inside, however long it was and however narrow it is. */
static void
test_every_length_has_marks (void)
{
  const gint64 lengths[] = { 0, 1, 900, 5000, 61000, 3600000, 90000000, G_GINT64_CONSTANT (9000000000) };
  const double widths[] = { 100, 360, 1600 };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    for (guint j = 0; j < G_N_ELEMENTS (widths); j++)
      {
        g_autoptr(PonderThinkState) state = ponder_think_state_new ();
        g_autoptr(PonderThinkPlot) plot = NULL;
        const PonderThinkBar *bar;

        apply (state, PONDER_THINK_NODE_ADDED, "plan", "plan", 0, NULL);
        add_attempt (state, "plan", lengths[i], -1, lengths[i], PONDER_THINK_NODE_DONE);
        plot = ponder_think_plot_new (state, lengths[i], FALSE, widths[j], 72, ROW, FALSE);
        bar = get_bar (plot, "plan", 0);
        g_assert_cmpint (plot->length / plot->tick, <=, 30);
        g_assert_cmpfloat (bar->width, >, 0);
        g_assert_cmpfloat (bar->x, >=, plot->left);
        g_assert_cmpfloat (bar->x + bar->width, <=, plot->left + plot->width + 1e-6);
      }
}

/* --- words --- */

static void
test_words_say_what_happened (void)
{
  g_autoptr(PonderThinkState) state = ponder_think_state_new ();
  g_autoptr(PonderThinkPlot) plot = NULL;
  g_autofree char *tooltip = NULL;
  g_autofree char *open = NULL;
  g_autofree char *ended = NULL;
  g_autofree char *summary = NULL;
  const PonderThinkBar *bar;

  make_usual (state);
  plot = ponder_think_plot_new (state, 50000, FALSE, WIDTH, LABEL, ROW, FALSE);
  bar = get_bar (plot, "a", 1);
  g_assert_true (ponder_think_plot_find (plot, bar->x + 1, bar->y + 1) == bar);
  g_assert_null (ponder_think_plot_find (plot, plot->left + plot->width - 1, bar->y + 1));
  tooltip = ponder_think_chart_dup_tooltip (bar);
  g_assert_cmpstr (tooltip, ==, "a  Terms and scope\nAttempt 2 of 2\nStarted at 14 s\nFirst word after 1.0 s\n"
                   "Took 10 s · Done");
  summary = ponder_think_chart_dup_summary (state);
  g_assert_cmpstr (summary, ==, "Timeline: Plan 10 s, a 10 s, b 20 s, c 10 s, Answer 10 s");
  /* Nothing is claimed before the end. */
  open = ponder_think_chart_dup_caption (state, plot);
  g_assert_cmpstr (open, ==, "At most 2 at a time");
  apply (state, PONDER_THINK_RUN_ENDED, NULL, "done", 50000, NULL);
  ended = ponder_think_chart_dup_caption (state, plot);
  g_assert_cmpstr (ended, ==, "At most 2 at a time · saved 14 s compared with one after another");
}

/* --- drawing --- */

typedef struct
{
  char             *dir;
  PonderWorkspace  *workspace;
  PonderSession    *session;
  PonderTimeline   *timeline;
  PonderThinkRun   *run;
  PonderThinkState *state;      /* of the run, which is told what happened by hand */
  GtkWindow        *window;
  GtkWidget        *chart;
} Fixture;

static gboolean
is_loaded (gpointer user_data)
{
  return !ponder_timeline_get_loading (user_data);
}

static gboolean
has_ended (gpointer user_data)
{
  return !ponder_think_run_get_running (user_data);
}

/* A run that was stopped before its first call. */
static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  g_autoptr(PonderThinkConfig) config = ponder_think_config_new ();
  PonderThinkBoard *board;

  fixture->dir = ponder_test_dir_new ();
  fixture->workspace = ponder_test_workspace_open (fixture->dir);
  fixture->session = ponder_workspace_create_session (fixture->workspace);
  fixture->timeline = ponder_workspace_open_timeline (fixture->workspace, fixture->session);
  ponder_test_wait_for (is_loaded, fixture->timeline, 5);
  fixture->run = ponder_workspace_begin_think (fixture->workspace, fixture->timeline, "Why?", NULL, config);
  ponder_test_wait_for (has_ended, fixture->run, 5);
  fixture->state = (PonderThinkState *) ponder_think_run_get_state (fixture->run);
  board = ponder_timeline_get_board (fixture->timeline,
                                     ponder_turn_get_message (ponder_think_run_get_turn (fixture->run)));
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->chart = ponder_think_chart_new (board);
  gtk_window_set_child (fixture->window, fixture->chart);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  gtk_window_destroy (fixture->window);
  g_clear_object (&fixture->run);
  g_clear_object (&fixture->timeline);
  g_clear_object (&fixture->session);
  ponder_test_workspace_close (fixture->workspace);
  ponder_test_dir_remove (fixture->dir);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

/* The milliseconds that one drawing takes; 0 when there is nothing. */
static double
draw (Fixture *fixture,
      int      width)
{
  double milliseconds = 0;

  ponder_think_chart_update (PONDER_THINK_CHART (fixture->chart));
  gtk_window_set_default_size (fixture->window, width, 500);
  gtk_window_present (fixture->window);
  ponder_test_settle ();
  for (guint i = 0; i < 20; i++)
    {
      GtkSnapshot *snapshot = gtk_snapshot_new ();
      gint64 start = g_get_monotonic_time ();
      g_autoptr(GskRenderNode) node = NULL;

      GTK_WIDGET_GET_CLASS (fixture->chart)->snapshot (fixture->chart, snapshot);
      milliseconds += (g_get_monotonic_time () - start) / 20000.0;
      node = gtk_snapshot_free_to_node (snapshot);
      if (node == NULL)
        return 0;
    }
  return milliseconds;
}

static void
test_nothing_is_drawn_of_nothing (Fixture       *fixture,
                                  gconstpointer  user_data)
{
  g_assert_cmpfloat (draw (fixture, 400), <=, 0);
}

static void
test_all_is_drawn (Fixture       *fixture,
                   gconstpointer  user_data)
{
  make_usual (fixture->state);
  g_assert_cmpfloat (draw (fixture, 360), >, 0);
  g_assert_cmpfloat (draw (fixture, 1000), >, 0);
  gtk_test_accessible_assert_property (fixture->chart, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Timeline: Plan 10 s, a 10 s, b 20 s, c 10 s, Answer 10 s");
  gtk_test_accessible_assert_role (fixture->chart, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
test_a_long_and_full_run_is_drawn_fast (Fixture       *fixture,
                                        gconstpointer  user_data)
{
  double milliseconds;

  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *id = g_strdup_printf ("p%u", i);

      add_part (fixture->state, id, "比较三种搬迁方案的费用、时间和风险，并说明理由", NULL);
      add_attempt (fixture->state, id, i * 300000, -1, i * 300000, PONDER_THINK_NODE_CANCELLED);
      add_attempt (fixture->state, id, i * 300000, i * 300000, -1, PONDER_THINK_N_EVENTS);
      add_attempt (fixture->state, id, i * 300000 + 1000, i * 300000 + 2000, i * 300000 + 300000,
                   PONDER_THINK_NODE_DONE);
    }
  milliseconds = draw (fixture, 900);
  g_test_message ("%.3f ms", milliseconds);
  g_assert_cmpfloat (milliseconds, >, 0);
  /* With sanitizers, too. */
  g_assert_cmpfloat (milliseconds, <, 40);
  g_assert_cmpint (gtk_widget_get_height (fixture->chart), >, 12 * 18);
}

/* What was saved needs a second line where it is narrow. */
static void
test_the_caption_is_whole (Fixture       *fixture,
                           gconstpointer  user_data)
{
  int narrow;
  int wide;

  make_usual (fixture->state);
  apply (fixture->state, PONDER_THINK_RUN_ENDED, NULL, "done", 50000, NULL);
  g_assert_cmpfloat (draw (fixture, 300), >, 0);
  gtk_widget_measure (fixture->chart, GTK_ORIENTATION_VERTICAL, 300, &narrow, NULL, NULL, NULL);
  gtk_widget_measure (fixture->chart, GTK_ORIENTATION_VERTICAL, 900, &wide, NULL, NULL, NULL);
  g_assert_cmpint (narrow, >, wide + 9);
}

static void
test_right_to_left (Fixture       *fixture,
                    gconstpointer  user_data)
{
  make_usual (fixture->state);
  gtk_widget_set_direction (fixture->chart, GTK_TEXT_DIR_RTL);
  g_assert_cmpfloat (draw (fixture, 360), >, 0);
  g_assert_cmpfloat (draw (fixture, 800), >, 0);
}

static void
add (const char *name,
     void      (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/think-chart/", name, NULL);

  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  if (!ponder_test_ui_init (&argc, &argv))
    return 0;
  g_test_add_func ("/think-chart/bars-stand-at-their-time", test_bars_stand_at_their_time);
  g_test_add_func ("/think-chart/what-came-to-nothing-is-marked", test_what_came_to_nothing_is_marked);
  g_test_add_func ("/think-chart/the-end-waited-for-the-longest-chain", test_the_end_waited_for_the_longest_chain);
  g_test_add_func ("/think-chart/what-runs-grows", test_what_runs_grows);
  g_test_add_func ("/think-chart/attempts-without-an-end", test_attempts_without_an_end_stop_where_the_next_begins);
  g_test_add_func ("/think-chart/two-attempts-at-a-time", test_two_attempts_may_run_at_a_time);
  g_test_add_func ("/think-chart/checks-are-named", test_checks_are_named);
  g_test_add_func ("/think-chart/every-length-has-marks", test_every_length_has_marks);
  g_test_add_func ("/think-chart/words-say-what-happened", test_words_say_what_happened);
  add ("nothing-is-drawn-of-nothing", test_nothing_is_drawn_of_nothing);
  add ("all-is-drawn", test_all_is_drawn);
  add ("a-long-and-full-run-is-drawn-fast", test_a_long_and_full_run_is_drawn_fast);
  add ("the-caption-is-whole", test_the_caption_is_whole);
  add ("right-to-left", test_right_to_left);
  return g_test_run ();
}
