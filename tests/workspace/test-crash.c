/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program that is killed while an answer streams loses a quarter of a second of it at most. */

#include "config.h"

#include "ponder-test-workspace.h"

#include "ponder-limits.h"
#include "ponder-test-loop.h"

#include <unistd.h>

#define ROUNDS 10
#define PIECE "0123456789"
#define PIECE_MS 7

static char *program;

/* One line for each growth: when, and how long the text is. */
static void
text_cb (PonderMessage *message,
         GParamSpec    *pspec,
         gpointer       user_data)
{
  g_autofree char *line = g_strdup_printf ("%" G_GINT64_FORMAT " %zu\n", g_get_monotonic_time (),
                                           strlen (ponder_message_get_text (message)));

  g_assert_cmpint (write (STDOUT_FILENO, line, strlen (line)), ==, (gssize) strlen (line));
}

/* The program that will be killed: asks in the folder @dir and tells what it has shown. */
static int
run_child (const char *dir)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderWorkspace) workspace = ponder_test_open_workspace (dir, &error);
  g_autoptr(PonderSession) session = NULL;
  g_autoptr(PonderTimeline) timeline = NULL;
  g_autoptr(PonderTurn) turn = NULL;

  g_assert_no_error (error);
  session = ponder_workspace_create_session (workspace);
  timeline = ponder_test_open_chat (workspace, session);
  turn = ponder_workspace_begin_turn (workspace, timeline, "Count for ever");
  g_signal_connect (ponder_turn_get_message (turn), "notify::text", G_CALLBACK (text_cb), NULL);
  ponder_test_wait_for_end (turn);
  return 1;                     /* killed before it comes to that */
}

static void
script_long_answer (PonderTest *test)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");

  for (guint i = 0; i < 3000; i++)
    {
      ponder_demo_script_pause (script, PIECE_MS);
      ponder_demo_script_text (script, PIECE);
    }
  ponder_demo_script_hang (script);
  ponder_demo_server_set_script (test->server, PONDER_TEST_MODEL, script);
}

/* The length of what was shown @before, and the time of the last line. */
static gsize
length_shown (const char *lines,
              gint64      before)
{
  g_auto(GStrv) all = g_strsplit (lines, "\n", -1);
  gsize length = 0;

  for (guint i = 0; all[i] != NULL && all[i][0] != '\0'; i++)
    {
      char *end = NULL;
      gint64 moment = g_ascii_strtoll (all[i], &end, 10);

      if (moment <= before && end != NULL)
        length = (gsize) g_ascii_strtoull (end, NULL, 10);
    }
  return length;
}

static char *
read_all (GInputStream *stream)
{
  g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr(GError) error = NULL;

  g_output_stream_splice (memory, stream, G_OUTPUT_STREAM_SPLICE_NONE, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write (memory, "", 1, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (memory, NULL, &error);
  g_assert_no_error (error);
  return g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (memory));
}

static gboolean
has_requests (gpointer user_data)
{
  return ponder_demo_server_get_n_open (user_data) > 0;
}

static gboolean
has_no_requests (gpointer user_data)
{
  return !has_requests (user_data);
}

static void
kill_once (PonderTest *test,
           guint       after_ms)
{
  g_autoptr(GSubprocess) child = NULL;
  g_autoptr(PonderTimeline) timeline = NULL;
  g_autofree char *lines = NULL;
  g_autoptr(GError) error = NULL;
  PonderMessage *answer;
  gint64 killed;
  gsize kept;

  ponder_test_close (test);
  child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--child", test->dir, NULL);
  g_assert_no_error (error);
  ponder_test_wait_for (has_requests, test->server, 20);
  ponder_test_run_for (after_ms);
  killed = g_get_monotonic_time ();
  g_subprocess_force_exit (child);
  g_subprocess_wait (child, NULL, &error);
  g_assert_no_error (error);
  lines = read_all (g_subprocess_get_stdout_pipe (child));
  ponder_test_wait_for (has_no_requests, test->server, 20);

  ponder_test_open (test);
  timeline = ponder_test_open_chat (test->workspace, ponder_test_get_session (
    G_LIST_MODEL (ponder_workspace_get_sessions (test->workspace)), 0));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (timeline)), ==, 2);
  answer = ponder_test_get_message (timeline, 1);
  g_assert_cmpint (ponder_message_get_state (answer), ==, PONDER_MESSAGE_INTERRUPTED);
  kept = strlen (ponder_message_get_text (answer));
  g_test_message ("%zu bytes kept, %zu shown %d ms before, %zu shown", kept,
                  length_shown (lines, killed - PONDER_AUTOSAVE_MS * 1000), PONDER_AUTOSAVE_MS,
                  length_shown (lines, killed));
  g_assert_cmpuint (kept, >=, length_shown (lines, killed - PONDER_AUTOSAVE_MS * 1000));
  g_assert_cmpuint (length_shown (lines, killed), >, 0);
}

static void
test_kill (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();

  script_long_answer (test);
  for (guint i = 0; i < ROUNDS; i++)
    kill_once (test, (guint) g_test_rand_int_range (300, 900));
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 3 && strcmp (argv[1], "--child") == 0)
    return run_child (argv[2]);

  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crash/a-killed-program-loses-a-quarter-of-a-second", test_kill);
  return g_test_run ();
}
