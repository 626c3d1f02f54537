/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers that are kept: who gets them, who asks anew, and what is never kept. */

#include "config.h"

#include "ponder-test-workspace.h"

#include "ponder-cache-file.h"
#include "ponder-test-loop.h"

#include <glib/gstdio.h>

static guint
count_requests (PonderTest *test)
{
  return ponder_demo_server_get_n_requests (test->server);
}

/* The answer to @question in a chat of its own, which nobody keeps. (transfer full) */
static PonderMessage *
ask_with (PonderTest              *test,
          const PonderModelConfig *config,
          const char              *question,
          PonderTurnFlags          flags)
{
  g_autoptr(PonderSession) session = ponder_workspace_create_private_session (test->workspace);
  g_autoptr(PonderTimeline) timeline = NULL;
  g_autoptr(PonderTurn) turn = NULL;

  ponder_session_set_config (session, config);
  timeline = ponder_test_open_chat (test->workspace, session);
  turn = ponder_workspace_begin_turn_full (test->workspace, timeline, question, flags);
  ponder_test_wait_for_end (turn);
  return g_object_ref (ponder_turn_get_message (turn));
}

static PonderModelConfig *
new_config (void)
{
  PonderModelConfig *config = ponder_model_config_new ();

  ponder_model_config_set_model (config, PONDER_TEST_PROVIDER, PONDER_TEST_MODEL);
  return config;
}

/* @text is what is said, and whether it was @cached. */
static void
assert_says (PonderTest *test,
             const char *question,
             const char *text,
             gboolean    cached)
{
  g_autoptr(PonderModelConfig) config = new_config ();
  g_autoptr(PonderMessage) answer = ask_with (test, config, question, PONDER_TURN_DEFAULT);

  g_assert_cmpstr (ponder_message_get_text (answer), ==, text);
  g_assert_cmpint (ponder_message_get_cached_from (answer) > 0, ==, cached);
}

static void
read_stats (PonderTest       *test,
            PonderCacheStats *stats)
{
  g_autoptr(GAsyncResult) answer = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *result = NULL;

  ponder_workspace_read_cache_stats_async (test->workspace, NULL, ponder_test_take_result, &result);
  answer = ponder_test_await (&result);
  ponder_workspace_read_cache_stats_finish (test->workspace, answer, stats, &error);
  g_assert_no_error (error);
}

static gint64
clean (PonderTest *test)
{
  g_autoptr(GAsyncResult) answer = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *result = NULL;
  gint64 n;

  ponder_workspace_clean_cache_async (test->workspace, NULL, ponder_test_take_result, &result);
  answer = ponder_test_await (&result);
  n = ponder_workspace_clean_cache_finish (test->workspace, answer, &error);
  g_assert_no_error (error);
  return n;
}

static gint64
clear (PonderTest *test)
{
  g_autoptr(GAsyncResult) answer = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *result = NULL;
  gint64 n;

  ponder_workspace_clear_cache_async (test->workspace, NULL, ponder_test_take_result, &result);
  answer = ponder_test_await (&result);
  n = ponder_workspace_clear_cache_finish (test->workspace, answer, &error);
  g_assert_no_error (error);
  return n;
}

static void
set_number (PonderTest *test,
            const char *name,
            guint       value)
{
  g_object_set (ponder_workspace_get_settings (test->workspace), name, value, NULL);
}

static void
test_same_question (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  gint64 before = g_get_real_time ();
  PonderMessage *answer;

  ponder_test_script (test, 0, "One ", "answer", NULL);
  assert_says (test, "Why?", "One answer", FALSE);
  answer = ponder_test_ask (test->workspace, timeline, "Why?");
  g_assert_cmpstr (ponder_message_get_text (answer), ==, "One answer");
  g_assert_cmpint (ponder_message_get_state (answer), ==, PONDER_MESSAGE_DONE);
  g_assert_cmpint (ponder_message_get_finish (answer), ==, PONDER_FINISH_STOP);
  g_assert_cmpint (ponder_message_get_cached_from (answer), >=, before);
  g_assert_cmpint (ponder_message_get_cached_from (answer), <=, g_get_real_time ());
  g_assert_cmpint (ponder_message_get_usage (answer)->input, ==, 3);
  g_assert_cmpint (ponder_message_get_usage (answer)->output, ==, 5);
  g_assert_cmpfloat_with_epsilon (ponder_message_get_usage (answer)->cost_usd, 0, 1e-12);
  g_assert_cmpuint (count_requests (test), ==, 1);
}

static void
test_restart (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  GListModel *sessions;
  g_autoptr(PonderTimeline) timeline = NULL;

  ponder_test_script (test, 0, "Kept", NULL);
  assert_says (test, "Why?", "Kept", FALSE);
  ponder_test_reopen (test);
  {
    g_autoptr(PonderSession) session = ponder_test_new_chat (test);
    g_autoptr(PonderTimeline) asked = ponder_test_open_chat (test->workspace, session);

    g_assert_cmpstr (ponder_message_get_text (ponder_test_ask (test->workspace, asked, "Why?")), ==, "Kept");
  }
  g_assert_cmpuint (count_requests (test), ==, 1);

  /* The message still says so when it is read again. */
  ponder_test_reopen (test);
  sessions = G_LIST_MODEL (ponder_workspace_get_sessions (test->workspace));
  timeline = ponder_test_open_chat (test->workspace, ponder_test_get_session (sessions, 0));
  g_assert_cmpint (ponder_message_get_cached_from (ponder_test_get_message (timeline, 0)), ==, 0);
  g_assert_cmpint (ponder_message_get_cached_from (ponder_test_get_message (timeline, 1)), >, 0);
}

static void
test_other_questions (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderModelConfig) warm = new_config ();
  g_autoptr(PonderModelConfig) told = new_config ();
  g_autoptr(PonderMessage) first = NULL;
  g_autoptr(PonderMessage) second = NULL;

  ponder_test_script (test, 0, "So", NULL);
  assert_says (test, "Why?", "So", FALSE);
  assert_says (test, "Why not?", "So", FALSE);
  warm->temperature = 0.7;
  told->system = g_strdup ("Be brief.");
  first = ask_with (test, warm, "Why?", PONDER_TURN_DEFAULT);
  second = ask_with (test, told, "Why?", PONDER_TURN_DEFAULT);
  g_assert_cmpint (ponder_message_get_cached_from (first), ==, 0);
  g_assert_cmpint (ponder_message_get_cached_from (second), ==, 0);
  g_assert_cmpuint (count_requests (test), ==, 4);
}

static void
test_without_cache (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  PonderSettings *settings = ponder_workspace_get_settings (test->workspace);
  g_autoptr(PonderModelConfig) config = new_config ();
  g_autoptr(PonderModelConfig) never = new_config ();
  g_autoptr(PonderMessage) by_flag = NULL;
  g_autoptr(PonderMessage) by_chat = NULL;

  ponder_test_script (test, 0, "Fresh", NULL);
  never->no_cache = TRUE;
  by_flag = ask_with (test, config, "Why?", PONDER_TURN_NO_CACHE);
  by_chat = ask_with (test, never, "Why?", PONDER_TURN_DEFAULT);
  g_object_set (settings, "cache-enabled", FALSE, NULL);
  assert_says (test, "Why?", "Fresh", FALSE);
  g_assert_cmpuint (count_requests (test), ==, 3);

  /* None of the three was kept. */
  g_object_set (settings, "cache-enabled", TRUE, NULL);
  assert_says (test, "Why?", "Fresh", FALSE);
  g_assert_cmpuint (count_requests (test), ==, 4);

  /* What is there is passed by. */
  g_clear_object (&by_flag);
  g_clear_object (&by_chat);
  by_flag = ask_with (test, config, "Why?", PONDER_TURN_NO_CACHE);
  by_chat = ask_with (test, never, "Why?", PONDER_TURN_DEFAULT);
  g_assert_cmpint (ponder_message_get_cached_from (by_flag), ==, 0);
  g_assert_cmpint (ponder_message_get_cached_from (by_chat), ==, 0);
  g_assert_cmpuint (count_requests (test), ==, 6);
}

static void
test_regenerate (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  g_autoptr(PonderTurn) turn = NULL;
  PonderMessage *answer;

  ponder_test_script (test, 0, "Old", NULL);
  answer = ponder_test_ask (test->workspace, timeline, "Why?");
  ponder_test_script (test, 0, "New", NULL);
  turn = ponder_workspace_regenerate (test->workspace, timeline, answer);
  ponder_test_wait_for_end (turn);
  g_assert_cmpstr (ponder_message_get_text (ponder_turn_get_message (turn)), ==, "New");
  g_assert_cmpint (ponder_message_get_cached_from (ponder_turn_get_message (turn)), ==, 0);
  g_assert_cmpuint (count_requests (test), ==, 2);

  assert_says (test, "Why?", "New", TRUE);
  g_assert_cmpuint (count_requests (test), ==, 2);
}

static void
test_continue (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");
  PonderMessage *half;

  ponder_demo_script_text (script, "half");
  ponder_demo_script_end (script, "length", 3, 1);
  ponder_demo_server_set_script (test->server, PONDER_TEST_MODEL, script);
  half = ponder_test_ask (test->workspace, timeline, "Why?");
  ponder_test_script (test, 0, " and half", NULL);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(PonderTurn) turn = ponder_workspace_continue_answer (test->workspace, timeline, half);

      ponder_test_wait_for_end (turn);
      g_assert_cmpstr (ponder_message_get_text (ponder_turn_get_message (turn)), ==, "half and half");
      g_assert_cmpuint (count_requests (test), ==, 2 + i);
    }
}

static void
cut (PonderDemoScript *script)
{
  ponder_demo_script_text (script, "half");
  ponder_demo_script_pause (script, 20);
  ponder_demo_script_cut (script);
}

static void
filter (PonderDemoScript *script)
{
  ponder_demo_script_text (script, "half");
  ponder_demo_script_end (script, "content_filter", 3, 1);
}

static void
fail (PonderDemoScript *script)
{
  ponder_demo_script_text (script, "half");
  ponder_demo_script_event (script, "{\"error\":{\"message\":\"broken\",\"type\":\"server_error\"}}");
}

/* What did not end well is asked again. */
static void
test_bad_ends (void)
{
  void (*const ends[]) (PonderDemoScript *script) = { cut, filter, fail };
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderModelConfig) config = new_config ();

  config->retries = 0;
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *question = g_strdup_printf ("Question %u?", i);
      PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");
      g_autoptr(PonderMessage) first = NULL;

      ends[i] (script);
      ponder_demo_server_set_script (test->server, PONDER_TEST_MODEL, script);
      first = ask_with (test, config, question, PONDER_TURN_DEFAULT);
      g_assert_cmpstr (ponder_message_get_text (first), ==, "half");
      g_assert_cmpint (ponder_message_get_finish (first), !=, PONDER_FINISH_STOP);
      ponder_test_script (test, 0, "whole", NULL);
      assert_says (test, question, "whole", FALSE);
      g_assert_cmpuint (count_requests (test), ==, 2 * (i + 1));
    }
}

static void
test_stopped (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  g_autoptr(PonderTurn) turn = NULL;

  ponder_test_script (test, 100, "a ", "b ", "c ", "d ", "e", NULL);
  turn = ponder_workspace_begin_turn (test->workspace, timeline, "Why?");
  ponder_test_wait_for_text (ponder_turn_get_message (turn), 2);
  ponder_turn_stop (turn);
  ponder_test_wait_for_end (turn);
  ponder_test_script (test, 0, "whole", NULL);
  assert_says (test, "Why?", "whole", FALSE);
  g_assert_cmpuint (count_requests (test), ==, 2);
}

static gboolean
has_expired (gpointer user_data)
{
  return g_get_real_time () > *(gint64 *) user_data;
}

static void
test_time_to_live (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  gint64 end;

  set_number (test, "cache-ttl", 1);
  ponder_test_script (test, 0, "Short", NULL);
  assert_says (test, "Why?", "Short", FALSE);
  assert_says (test, "Why not?", "Short", FALSE);
  end = g_get_real_time () + G_USEC_PER_SEC;
  ponder_test_wait_for (has_expired, &end, 10);
  assert_says (test, "Why?", "Short", FALSE);
  g_assert_cmpuint (count_requests (test), ==, 3);
  g_assert_cmpint (clean (test), <=, 1);
}

/* A limit that is changed holds for what is there. */
static void
test_limits (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  PonderCacheStats stats;

  ponder_test_script (test, 0, "So", NULL);
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *question = g_strdup_printf ("Question %u?", i);

      assert_says (test, question, "So", FALSE);
    }
  set_number (test, "cache-max-entries", 2);
  assert_says (test, "One more?", "So", FALSE);
  ponder_test_reopen (test);
  read_stats (test, &stats);
  g_assert_cmpuint (stats.n_entries, ==, 2);
  assert_says (test, "One more?", "So", TRUE);
  assert_says (test, "Question 0?", "So", FALSE);
}

static void
test_numbers (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  PonderCacheStats stats;

  ponder_test_script (test, 0, "So", NULL);
  assert_says (test, "Why?", "So", FALSE);
  assert_says (test, "Why?", "So", TRUE);
  assert_says (test, "Why?", "So", TRUE);
  ponder_test_reopen (test);
  read_stats (test, &stats);
  g_assert_cmpuint (stats.n_entries, ==, 1);
  g_assert_cmpuint (stats.n_bytes, >, 0);
  g_assert_cmpuint (stats.hits, ==, 2);
  g_assert_cmpuint (stats.misses, ==, 1);
  g_assert_cmpuint (stats.saved_tokens, ==, 16);

  g_assert_cmpint (clean (test), ==, 0);
  g_assert_cmpint (clear (test), ==, 1);
  read_stats (test, &stats);
  g_assert_cmpuint (stats.n_entries, ==, 0);
  assert_says (test, "Why?", "So", FALSE);
  g_assert_cmpuint (count_requests (test), ==, 2);
}

static void
test_shared_file (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  PonderWorkspace *first = test->workspace;
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderWorkspace) other = ponder_test_open_workspace (test->dir, &error);
  PonderCacheStats stats;

  g_assert_no_error (error);
  ponder_test_script (test, 0, "Shared", NULL);
  assert_says (test, "Why?", "Shared", FALSE);
  /* Numbers are read after what was to be written before. */
  read_stats (test, &stats);
  test->workspace = other;
  assert_says (test, "Why?", "Shared", TRUE);
  assert_says (test, "And?", "Shared", FALSE);
  read_stats (test, &stats);
  g_assert_cmpuint (stats.n_entries, ==, 2);
  test->workspace = first;
  assert_says (test, "And?", "Shared", TRUE);
  g_assert_cmpuint (count_requests (test), ==, 2);
  ponder_test_close_workspace (other);
}

static void
test_broken_file (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autofree char *path = g_strdup (ponder_workspace_get_cache_path (test->workspace));
  g_autofree char *database = g_strdup (ponder_workspace_get_database_path (test->workspace));
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;
  gsize n_before;
  gsize n_after;

  ponder_test_close (test);
  g_file_set_contents (path, "This was a cache once. Now it is not, and quite long at that.", -1, &error);
  g_assert_no_error (error);
  g_file_get_contents (database, &before, &n_before, &error);
  g_assert_no_error (error);
  ponder_test_open (test);
  ponder_test_script (test, 0, "Anyway", NULL);
  assert_says (test, "Why?", "Anyway", FALSE);
  assert_says (test, "Why?", "Anyway", TRUE);
  g_assert_cmpuint (test->problems->len, ==, 0);
  ponder_test_close (test);
  g_file_get_contents (database, &after, &n_after, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (before, n_before, after, n_after);
  ponder_test_open (test);
  assert_says (test, "Why?", "Anyway", TRUE);
}

/* A folder is in the way: nothing can be kept, and nothing is missing. */
static void
test_no_file (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autofree char *path = g_strdup (ponder_workspace_get_cache_path (test->workspace));
  g_autofree char *inside = g_build_filename (path, "inside", NULL);

  ponder_test_close (test);
  g_unlink (path);
  g_assert_cmpint (g_mkdir_with_parents (inside, 0700), ==, 0);
  ponder_test_open (test);
  ponder_test_script (test, 0, "Anyway", NULL);
  assert_says (test, "Why?", "Anyway", FALSE);
  assert_says (test, "Why?", "Anyway", TRUE);
  g_assert_cmpuint (test->problems->len, ==, 0);
}

/* Eighty letters a second: this text takes a second and a half. */
static void
test_paced (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  PonderSettings *settings = ponder_workspace_get_settings (test->workspace);
  g_autoptr(PonderModelConfig) config = new_config ();
  g_autofree char *text = g_strnfill (120, 'x');
  gint64 begin;

  ponder_test_script (test, 0, text, NULL);
  assert_says (test, "Why?", text, FALSE);
  g_object_set (settings, "cache-replay-paced", TRUE, NULL);
  begin = g_get_monotonic_time ();
  assert_says (test, "Why?", text, TRUE);
  g_assert_cmpint (g_get_monotonic_time () - begin, >, G_USEC_PER_SEC);
  g_object_set (settings, "cache-replay-paced", FALSE, NULL);
  begin = g_get_monotonic_time ();
  assert_says (test, "Why?", text, TRUE);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, G_USEC_PER_SEC);
}

static gboolean
are_done (gpointer turns)
{
  GPtrArray *array = turns;

  for (guint i = 0; i < array->len; i++)
    if (ponder_turn_get_running (g_ptr_array_index (array, i)))
      return FALSE;
  return TRUE;
}

static void
test_at_the_same_time (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(GPtrArray) turns = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_cached = 0;

  ponder_test_script (test, 20, "One ", "for ", "all", NULL);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(PonderSession) session = ponder_test_new_chat (test);
      g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);

      g_ptr_array_add (turns, ponder_workspace_begin_turn (test->workspace, timeline, "Why?"));
    }
  ponder_test_wait_for (are_done, turns, 20);
  for (guint i = 0; i < turns->len; i++)
    {
      PonderMessage *answer = ponder_turn_get_message (g_ptr_array_index (turns, i));

      g_assert_cmpstr (ponder_message_get_text (answer), ==, "One for all");
      n_cached += ponder_message_get_cached_from (answer) > 0;
    }
  g_assert_cmpuint (count_requests (test), ==, 1);
  g_assert_cmpuint (n_cached, ==, 2);
}

static void
test_development (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autofree char *path = g_strdup (ponder_workspace_get_cache_path (test->workspace));
  g_autofree char *data = g_path_get_dirname (path);
  g_autoptr(GAsyncResult) answer = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *result = NULL;
  guint max_entries;
  guint max_megabytes;
  guint ttl;

  ponder_test_close (test);
  g_unlink (path);
  test->workspace = ponder_workspace_new (data, NULL);
  ponder_workspace_set_profile (test->workspace, PONDER_PROFILE_DEVELOPMENT);
  ponder_workspace_open_async (test->workspace, NULL, ponder_test_take_result, &result);
  answer = ponder_test_await (&result);
  ponder_workspace_open_finish (test->workspace, answer, &error);
  g_assert_no_error (error);
  g_clear_object (&answer);

  g_assert_null (ponder_workspace_get_cache_path (test->workspace));
  ponder_workspace_get_cache_limits (test->workspace, &max_entries, &max_megabytes, &ttl);
  g_assert_cmpuint (max_entries, ==, 100);
  g_assert_cmpuint (max_megabytes, ==, 10);
  g_assert_cmpuint (ttl, ==, 300);
  ponder_test_script (test, 0, "For now", NULL);
  assert_says (test, "Why?", "For now", FALSE);
  assert_says (test, "Why?", "For now", TRUE);
  ponder_test_close (test);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  ponder_test_open (test);
  assert_says (test, "Why?", "For now", FALSE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cache/the-same-question-reaches-the-server-once", test_same_question);
  g_test_add_func ("/cache/an-answer-outlives-the-program-and-says-so", test_restart);
  g_test_add_func ("/cache/another-question-reaches-the-server", test_other_questions);
  g_test_add_func ("/cache/who-wants-no-cache-has-none", test_without_cache);
  g_test_add_func ("/cache/regenerate-asks-and-its-answer-is-kept", test_regenerate);
  g_test_add_func ("/cache/going-on-asks-each-time", test_continue);
  g_test_add_func ("/cache/what-ended-badly-is-not-kept", test_bad_ends);
  g_test_add_func ("/cache/what-was-stopped-is-not-kept", test_stopped);
  g_test_add_func ("/cache/an-answer-has-its-time", test_time_to_live);
  g_test_add_func ("/cache/limits-follow-the-settings", test_limits);
  g_test_add_func ("/cache/is-read-out-slowly-where-that-is-wanted", test_paced);
  g_test_add_func ("/cache/is-counted-and-can-be-cleared", test_numbers);
  g_test_add_func ("/cache/two-programs-share-it", test_shared_file);
  g_test_add_func ("/cache/a-broken-file-stops-nobody", test_broken_file);
  g_test_add_func ("/cache/without-a-file-memory-does", test_no_file);
  g_test_add_func ("/cache/those-who-ask-at-the-same-time-share-a-call", test_at_the_same_time);
  g_test_add_func ("/cache/development-leaves-no-file", test_development);
  return g_test_run ();
}
