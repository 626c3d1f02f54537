/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One question to several models: several turns of one chat, and which of their answers goes on. */

#include "config.h"

#include "ponder-test-workspace.h"

#include "ponder-test-loop.h"

#include <unistd.h>

static char *program;

typedef struct
{
  PonderTest     *test;
  PonderSession  *session;
  PonderTimeline *timeline;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  fixture->test = ponder_test_new ();
  fixture->session = ponder_test_new_chat (fixture->test);
  fixture->timeline = ponder_test_open_chat (fixture->test->workspace, fixture->session);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_clear_object (&fixture->timeline);
  g_clear_object (&fixture->session);
  ponder_test_free (fixture->test);
}

/* The chat as it is stored. */
static void
reopen (Fixture *fixture)
{
  g_clear_object (&fixture->timeline);
  g_clear_object (&fixture->session);
  ponder_test_reopen (fixture->test);
  fixture->session = g_object_ref (ponder_test_get_session (
    G_LIST_MODEL (ponder_workspace_get_sessions (fixture->test->workspace)), 0));
  fixture->timeline = ponder_test_open_chat (fixture->test->workspace, fixture->session);
}

static GPtrArray *
list_models (const char *letters)
{
  GPtrArray *models = g_ptr_array_new_with_free_func (g_free);

  for (const char *c = letters; *c != '\0'; c++)
    g_ptr_array_add (models, g_strdup_printf (PONDER_TEST_PROVIDER "/model-%c", *c));
  return models;
}

/* What the model of @letter says: two pieces, the second after @pause_ms. */
static void
script (Fixture *fixture,
        char     letter,
        guint    pause_ms)
{
  PonderDemoScript *steps = ponder_demo_script_new (200, "text/event-stream");
  g_autofree char *model = g_strdup_printf ("model-%c", letter);
  g_autofree char *words = g_strdup_printf ("I am %c", letter);

  ponder_demo_script_text (steps, words);
  ponder_demo_script_pause (steps, pause_ms);
  ponder_demo_script_text (steps, ", the end");
  ponder_demo_script_end (steps, "stop", 3, 5);
  ponder_demo_server_set_script (fixture->test->server, model, steps);
}

static void
script_failure (Fixture    *fixture,
                char        letter,
                guint       status,
                const char *header)
{
  PonderDemoScript *steps = ponder_demo_script_new (status, "application/json");
  g_autofree char *model = g_strdup_printf ("model-%c", letter);

  if (header != NULL)
    ponder_demo_script_header (steps, "Retry-After", header);
  ponder_demo_script_bytes (steps, "{\"error\":{\"message\":\"No\"}}", -1);
  ponder_demo_server_set_script (fixture->test->server, model, steps);
}

static GPtrArray *
compare (Fixture    *fixture,
         const char *letters,
         const char *question)
{
  g_autoptr(GPtrArray) models = list_models (letters);

  return ponder_workspace_begin_comparison (fixture->test->workspace, fixture->timeline, question, NULL, models,
                                            PONDER_TURN_DEFAULT);
}

static gboolean
is_idle (gpointer user_data)
{
  return ponder_timeline_get_turn (user_data) == NULL;
}

static void
wait_for_all (Fixture *fixture)
{
  ponder_test_wait_for (is_idle, fixture->timeline, 20);
}

/* The server calls itself by one name, whatever it is asked for: its words say which model it was. */
static char
get_letter (PonderMessage *answer)
{
  const char *text = ponder_message_get_text (answer);
  const char *model = ponder_message_get_model (answer);

  return g_str_has_prefix (text, "I am ") ? text[5] : model[strlen (model) - 1];
}

/* The models of the columns in the place of message number @index, as letters. (transfer full) */
static char *
dup_columns (Fixture *fixture,
             guint    index)
{
  GPtrArray *columns = ponder_timeline_get_columns (fixture->timeline,
                                                    ponder_test_get_message (fixture->timeline, index));
  g_autoptr(GString) letters = g_string_new (NULL);

  for (guint i = 0; columns != NULL && i < columns->len; i++)
    g_string_append_c (letters, get_letter (g_ptr_array_index (columns, i)));
  return g_strdup (letters->str);
}

static void
assert_columns (Fixture    *fixture,
                guint       index,
                const char *letters)
{
  g_autofree char *columns = dup_columns (fixture, index);

  g_assert_cmpstr (columns, ==, letters);
}

static PonderMessage *
get_column (Fixture *fixture,
            guint    index)
{
  PonderMessage *first = ponder_test_get_message (fixture->timeline, 1);

  return g_ptr_array_index (ponder_timeline_get_columns (fixture->timeline, first), index);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_four_at_once (Fixture       *fixture,
                   gconstpointer  user_data)
{
  g_autoptr(GPtrArray) turns = NULL;
  guint n_previews = 0;
  guint n_titles = 0;

  script (fixture, 'a', 300);
  script (fixture, 'b', 0);
  script (fixture, 'c', 300);
  script_failure (fixture, 'd', 401, NULL);
  g_signal_connect_swapped (fixture->session, "notify::preview", G_CALLBACK (count_cb), &n_previews);
  g_signal_connect_swapped (fixture->session, "notify::title", G_CALLBACK (count_cb), &n_titles);

  turns = compare (fixture, "cdba", "Who are you all?");
  g_assert_cmpuint (turns->len, ==, 4);
  g_assert_cmpuint (g_list_model_get_n_items (ponder_timeline_get_turns (fixture->timeline)), ==, 4);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->timeline)), ==, 2);
  assert_columns (fixture, 1, "cdba");
  g_assert_true (ponder_session_get_busy (fixture->session));

  ponder_test_wait_for_text (ponder_turn_get_message (g_ptr_array_index (turns, 0)), 4);
  ponder_turn_stop (g_ptr_array_index (turns, 0));
  g_assert_true (ponder_session_get_busy (fixture->session));
  ponder_test_wait_for_end (g_ptr_array_index (turns, 2));
  ponder_test_wait_for_end (g_ptr_array_index (turns, 1));
  g_assert_true (ponder_session_get_busy (fixture->session));
  wait_for_all (fixture);
  g_assert_false (ponder_session_get_busy (fixture->session));
  g_assert_cmpuint (n_titles, ==, 1);
  g_assert_cmpuint (n_previews, ==, 2);         /* the question, and the first answer */
  g_assert_cmpstr (ponder_session_get_preview (fixture->session), ==, "I am c");
  g_assert_cmpuint (ponder_session_get_n_messages (fixture->session), ==, 5);

  reopen (fixture);
  assert_columns (fixture, 1, "cdba");
  g_assert_cmpint (ponder_message_get_state (get_column (fixture, 0)), ==, PONDER_MESSAGE_STOPPED);
  g_assert_cmpint (ponder_message_get_state (get_column (fixture, 1)), ==, PONDER_MESSAGE_FAILED);
  g_assert_cmpstr (ponder_message_get_text (get_column (fixture, 2)), ==, "I am b, the end");
  g_assert_cmpstr (ponder_message_get_text (get_column (fixture, 3)), ==, "I am a, the end");
  for (guint i = 0; i < 4; i++)
    g_assert_cmpuint (ponder_message_get_sibling_index (get_column (fixture, i)), ==, i);
}

static void
test_stop_all (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_autoptr(GPtrArray) turns = NULL;

  script (fixture, 'a', 10000);
  script (fixture, 'b', 10000);
  turns = compare (fixture, "ab", "Stop!");
  ponder_test_wait_for_text (ponder_turn_get_message (g_ptr_array_index (turns, 1)), 4);
  ponder_workspace_trash_session (fixture->test->workspace, fixture->session);
  wait_for_all (fixture);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (ponder_message_get_state (get_column (fixture, i)), ==, PONDER_MESSAGE_STOPPED);
  ponder_workspace_restore_session (fixture->test->workspace, fixture->session);
}

static gboolean
is_retrying (gpointer user_data)
{
  return ponder_session_get_retrying (user_data);
}

static void
test_retrying (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_autoptr(GPtrArray) turns = NULL;

  script (fixture, 'a', 0);
  script_failure (fixture, 'b', 429, "60");
  script_failure (fixture, 'c', 429, "60");
  turns = compare (fixture, "abc", "Again?");
  ponder_test_wait_for (is_retrying, fixture->session, 20);
  ponder_test_wait_for_end (g_ptr_array_index (turns, 0));
  ponder_turn_stop (g_ptr_array_index (turns, 1));
  ponder_test_wait_for (is_retrying, fixture->session, 20);
  ponder_turn_stop (g_ptr_array_index (turns, 2));
  g_assert_false (ponder_session_get_retrying (fixture->session));
  g_assert_false (ponder_session_get_busy (fixture->session));
}

static void
test_choose (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr(GPtrArray) turns = NULL;
  PonderMessage *last;

  script (fixture, 'a', 0);
  script (fixture, 'b', 0);
  script (fixture, 'c', 0);
  turns = compare (fixture, "abc", "Who?");
  wait_for_all (fixture);
  last = get_column (fixture, 2);

  /* Marking is choosing, and they stay beside each other. */
  ponder_timeline_show_message (fixture->timeline, ponder_message_get_id (last));
  assert_columns (fixture, 1, "abc");
  g_assert_true (ponder_timeline_get_marked (fixture->timeline, get_column (fixture, 0)) == last);
  reopen (fixture);
  assert_columns (fixture, 1, "abc");
  last = get_column (fixture, 2);
  g_assert_true (ponder_message_get_chosen (last));

  ponder_workspace_choose_answer (fixture->test->workspace, fixture->timeline, last);
  assert_columns (fixture, 1, "");
  g_assert_true (ponder_test_get_message (fixture->timeline, 1) == last);
  reopen (fixture);
  assert_columns (fixture, 1, "");
  last = ponder_test_get_message (fixture->timeline, 1);
  g_assert_cmpint (get_letter (last), ==, 'c');
  g_assert_cmpuint (ponder_message_get_n_siblings (last), ==, 3);
}

static void
test_ask_on (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr(GPtrArray) turns = NULL;
  const char *body;

  script (fixture, 'a', 0);
  script (fixture, 'b', 0);
  ponder_test_script (fixture->test, 0, "more", NULL);
  turns = compare (fixture, "ab", "Who?");
  wait_for_all (fixture);
  ponder_timeline_show_message (fixture->timeline, ponder_message_get_id (get_column (fixture, 1)));
  ponder_test_ask (fixture->test->workspace, fixture->timeline, "And now?");

  assert_columns (fixture, 1, "");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->timeline)), ==, 4);
  g_assert_cmpint (get_letter (ponder_test_get_message (fixture->timeline, 1)), ==, 'b');
  body = ponder_demo_server_get_last_body (fixture->test->server);
  g_assert_nonnull (strstr (body, "I am b"));
  g_assert_null (strstr (body, "I am a"));
}

static void
test_compare_answer (Fixture       *fixture,
                     gconstpointer  user_data)
{
  g_autoptr(GPtrArray) more = list_models ("ab");
  g_autoptr(GPtrArray) too_many = list_models ("cabc");
  g_autoptr(GPtrArray) turns = NULL;
  g_autoptr(GPtrArray) more_turns = NULL;
  PonderMessage *answer;

  ponder_test_script (fixture->test, 0, "plain", NULL);
  script (fixture, 'a', 0);
  script (fixture, 'b', 0);
  script (fixture, 'c', 0);
  answer = ponder_test_ask (fixture->test->workspace, fixture->timeline, "Who?");
  turns = ponder_workspace_compare_answer (fixture->test->workspace, fixture->timeline, answer, more);
  wait_for_all (fixture);
  assert_columns (fixture, 1, "oab");           /* of the demo, a, b */
  g_assert_true (ponder_timeline_get_marked (fixture->timeline, answer) == answer);
  more_turns = ponder_workspace_compare_answer (fixture->test->workspace, fixture->timeline, answer, too_many);
  g_assert_cmpuint (more_turns->len, ==, 1);
  wait_for_all (fixture);
  assert_columns (fixture, 1, "oabc");
}

static void
test_replace (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autoptr(GPtrArray) turns = NULL;
  g_autoptr(PonderTurn) again = NULL;
  PonderMessage *failed;

  script (fixture, 'a', 500);
  script_failure (fixture, 'b', 401, NULL);
  turns = compare (fixture, "ba", "Who?");
  ponder_test_wait_for_end (g_ptr_array_index (turns, 0));
  failed = get_column (fixture, 0);
  script (fixture, 'b', 0);
  again = ponder_workspace_replace_answer (fixture->test->workspace, fixture->timeline, failed,
                                           PONDER_TEST_PROVIDER, "model-b");
  assert_columns (fixture, 1, "ba");
  g_assert_true (get_column (fixture, 0) == ponder_turn_get_message (again));
  g_assert_true (ponder_message_get_chosen (get_column (fixture, 0)));
  wait_for_all (fixture);
  g_assert_cmpstr (ponder_message_get_text (get_column (fixture, 0)), ==, "I am b, the end");
  reopen (fixture);
  assert_columns (fixture, 1, "ba");
}

static void
test_trash (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autoptr(GPtrArray) turns = NULL;
  gint64 time;

  script (fixture, 'a', 10000);
  script (fixture, 'b', 0);
  script (fixture, 'c', 0);
  turns = compare (fixture, "abc", "Who?");
  ponder_test_wait_for_text (get_column (fixture, 0), 4);
  time = ponder_workspace_trash_branch (fixture->test->workspace, fixture->timeline, get_column (fixture, 0));
  wait_for_all (fixture);
  assert_columns (fixture, 1, "bc");
  g_assert_true (ponder_message_get_chosen (get_column (fixture, 0)));
  ponder_workspace_trash_branch (fixture->test->workspace, fixture->timeline, get_column (fixture, 1));
  assert_columns (fixture, 1, "");
  ponder_workspace_restore_branch (fixture->test->workspace, fixture->session, time);
  assert_columns (fixture, 1, "ab");
}

static void
test_versions (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_autoptr(GPtrArray) columns = NULL;
  PonderMessage *answer;

  ponder_test_script (fixture->test, 0, "yes", NULL);
  answer = ponder_test_ask (fixture->test->workspace, fixture->timeline, "Well?");
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr(PonderTurn) turn = ponder_workspace_regenerate (fixture->test->workspace, fixture->timeline, answer);

      ponder_test_wait_for_end (turn);
    }
  ponder_workspace_compare_versions (fixture->test->workspace, fixture->timeline,
                                     ponder_test_get_message (fixture->timeline, 1));
  assert_columns (fixture, 1, "oooo");
  g_assert_cmpuint (ponder_message_get_sibling_index (get_column (fixture, 0)), ==, 2);
  ponder_workspace_choose_answer (fixture->test->workspace, fixture->timeline, get_column (fixture, 1));
  assert_columns (fixture, 1, "");
  g_assert_cmpuint (ponder_message_get_sibling_index (ponder_test_get_message (fixture->timeline, 1)), ==, 3);
}

static void
test_asked_models (Fixture       *fixture,
                   gconstpointer  user_data)
{
  g_autoptr(GPtrArray) models = list_models ("ab");
  g_autoptr(GPtrArray) none = g_ptr_array_new ();
  g_autoptr(GPtrArray) kept = NULL;

  ponder_test_script (fixture->test, 0, "yes", NULL);
  ponder_test_ask (fixture->test->workspace, fixture->timeline, "Well?");
  ponder_workspace_set_asked_models (fixture->test->workspace, fixture->session, models);
  reopen (fixture);
  kept = ponder_workspace_dup_asked_models (fixture->test->workspace, fixture->session);
  g_assert_cmpuint (kept->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (kept, 1), ==, PONDER_TEST_PROVIDER "/model-b");
  ponder_workspace_set_asked_models (fixture->test->workspace, fixture->session, none);
  reopen (fixture);
  g_ptr_array_unref (kept);
  kept = ponder_workspace_dup_asked_models (fixture->test->workspace, fixture->session);
  g_assert_cmpuint (kept->len, ==, 0);
}

static void
test_before_loaded (Fixture       *fixture,
                    gconstpointer  user_data)
{
  g_autoptr(GPtrArray) turns = NULL;

  script (fixture, 'a', 0);
  script (fixture, 'b', 0);
  ponder_test_script (fixture->test, 0, "yes", NULL);
  ponder_test_ask (fixture->test->workspace, fixture->timeline, "Well?");
  g_clear_object (&fixture->timeline);
  g_clear_object (&fixture->session);
  ponder_test_reopen (fixture->test);
  fixture->session = g_object_ref (ponder_test_get_session (
    G_LIST_MODEL (ponder_workspace_get_sessions (fixture->test->workspace)), 0));
  fixture->timeline = ponder_workspace_open_timeline (fixture->test->workspace, fixture->session);
  g_assert_true (ponder_timeline_get_loading (fixture->timeline));
  turns = compare (fixture, "ab", "Who?");
  wait_for_all (fixture);
  assert_columns (fixture, 3, "ab");
}

/* --- killed --- */

static int
run_child (const char *dir)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderWorkspace) workspace = ponder_test_open_workspace (dir, &error);
  g_autoptr(PonderSession) session = NULL;
  g_autoptr(PonderTimeline) timeline = NULL;
  g_autoptr(GPtrArray) models = list_models ("abc");
  g_autoptr(GPtrArray) turns = NULL;

  g_assert_no_error (error);
  session = ponder_workspace_create_session (workspace);
  timeline = ponder_test_open_chat (workspace, session);
  turns = ponder_workspace_begin_comparison (workspace, timeline, "Count for ever", NULL, models, PONDER_TURN_DEFAULT);
  for (guint i = 0; i < turns->len; i++)
    ponder_test_wait_for_text (ponder_turn_get_message (g_ptr_array_index (turns, i)), 4);
  ponder_test_run_for (500);
  g_assert_cmpint (write (STDOUT_FILENO, "!", 1), ==, 1);
  ponder_test_wait_for_end (g_ptr_array_index (turns, 0));
  return 1;                     /* killed before it comes to that */
}

static gboolean
has_three_requests (gpointer user_data)
{
  return ponder_demo_server_get_n_open (user_data) == 3;
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  *(gssize *) user_data = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);
}

static gboolean
is_read (gpointer user_data)
{
  return *(gssize *) user_data == 1;
}

static void
test_killed (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr(GSubprocess) child = NULL;
  g_autoptr(GError) error = NULL;
  char mark;
  gssize n_read = 0;

  script (fixture, 'a', 60000);
  script (fixture, 'b', 60000);
  script (fixture, 'c', 60000);
  /* More than a server on this computer is asked at once otherwise. */
  ponder_provider_config_set_concurrency (fixture->test->provider, 3);
  ponder_test_save_provider (fixture->test->workspace, fixture->test->provider);
  g_clear_object (&fixture->timeline);
  g_clear_object (&fixture->session);
  ponder_test_close (fixture->test);
  child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--child", fixture->test->dir, NULL);
  g_assert_no_error (error);
  ponder_test_wait_for (has_three_requests, fixture->test->server, 20);
  g_input_stream_read_async (g_subprocess_get_stdout_pipe (child), &mark, 1, G_PRIORITY_DEFAULT, NULL, read_cb, &n_read);
  ponder_test_wait_for (is_read, &n_read, 20);
  g_subprocess_force_exit (child);
  g_subprocess_wait (child, NULL, &error);
  g_assert_no_error (error);

  ponder_test_open (fixture->test);
  fixture->session = g_object_ref (ponder_test_get_session (
    G_LIST_MODEL (ponder_workspace_get_sessions (fixture->test->workspace)), 0));
  fixture->timeline = ponder_test_open_chat (fixture->test->workspace, fixture->session);
  assert_columns (fixture, 1, "abc");
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpint (ponder_message_get_state (get_column (fixture, i)), ==, PONDER_MESSAGE_INTERRUPTED);
      g_assert_true (g_str_has_prefix (ponder_message_get_text (get_column (fixture, i)), "I am "));
    }
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 3 && strcmp (argv[1], "--child") == 0)
    return run_child (argv[2]);

  program = argv[0];
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/comparisons/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("four-models-answer-one-question", test_four_at_once);
  ADD ("a-chat-that-goes-stops-all", test_stop_all);
  ADD ("one-that-waits-is-enough-to-be-retrying", test_retrying);
  ADD ("what-is-chosen-goes-on-alone", test_choose);
  ADD ("asking-on-takes-the-marked-one", test_ask_on);
  ADD ("more-models-stand-beside-an-answer", test_compare_answer);
  ADD ("an-answer-is-asked-for-again-in-its-column", test_replace);
  ADD ("a-column-goes-to-the-trash-and-comes-back", test_trash);
  ADD ("versions-stand-beside-each-other", test_versions);
  ADD ("models-are-remembered-with-their-chat", test_asked_models);
  ADD ("asked-before-the-chat-is-loaded", test_before_loaded);
  ADD ("a-killed-program-leaves-three-interrupted", test_killed);
#undef ADD

  return g_test_run ();
}
