/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies, damage, newer versions and full disks, as a front end sees them. */

#include "config.h"

#include "ponder-test-workspace.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>

#include "ponder-error.h"
#include "ponder-test-loop.h"
#include "ponder-workspace-safety.h"

/* An answer of a bit more than a second. */
#define N_PIECES 240
#define PIECE    "0123456789 "
#define PIECE_MS 5

/* The workspace waits this long before it looks whether there is something to do. */
#define UPKEEP_SECONDS 20

/* What a write waits for a lock, and more. */
#define LOCK_SECONDS 30

static PonderSession *
first_session (PonderTest *test)
{
  return ponder_test_get_session (G_LIST_MODEL (ponder_workspace_get_sessions (test->workspace)), 0);
}

static guint
count_sessions (PonderTest *test)
{
  return g_list_model_get_n_items (G_LIST_MODEL (ponder_workspace_get_sessions (test->workspace)));
}

static void
ask_something (PonderTest *test,
               const char *question)
{
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);

  ponder_test_script (test, 0, "an answer", NULL);
  ponder_test_ask (test->workspace, timeline, question);
}

static void
back_up (PonderTest *test)
{
  g_autoptr(GAsyncResult) answer = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *result = NULL;

  ponder_workspace_back_up_async (test->workspace, NULL, ponder_test_take_result, &result);
  answer = ponder_test_await (&result);
  ponder_workspace_back_up_finish (test->workspace, answer, &error);
  g_assert_no_error (error);
}

static GPtrArray *
list_backups (PonderTest *test)
{
  g_autoptr(GAsyncResult) answer = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *result = NULL;
  GPtrArray *copies;

  ponder_workspace_list_backups_async (test->workspace, NULL, ponder_test_take_result, &result);
  answer = ponder_test_await (&result);
  copies = ponder_workspace_list_backups_finish (test->workspace, answer, &error);
  g_assert_no_error (error);
  return copies;
}

static gboolean
restore (PonderTest           *test,
         const char           *path,
         PonderRestoreCounts  *counts,
         GError              **error)
{
  g_autoptr(GAsyncResult) answer = NULL;
  GAsyncResult *result = NULL;

  ponder_workspace_restore_backup_async (test->workspace, path, NULL, ponder_test_take_result, &result);
  answer = ponder_test_await (&result);
  return ponder_workspace_restore_backup_finish (test->workspace, answer, counts, error);
}

static void
run_sql (const char *path,
         const char *sql)
{
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
}

static gboolean
has_two_sessions (gpointer user_data)
{
  return count_sessions (user_data) == 2;
}

static gboolean
has_four_messages (gpointer timeline)
{
  return g_list_model_get_n_items (G_LIST_MODEL (timeline)) == 4;
}

/* A chat that was deleted for good, and two messages of one that is open, come back before everybody's eyes. */
static void
test_restore (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(GPtrArray) copies = NULL;
  g_autoptr(PonderSession) session = NULL;
  g_autoptr(PonderTimeline) timeline = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;
  PonderRestoreCounts counts;

  ask_something (test, "first");
  session = g_object_ref (first_session (test));
  timeline = ponder_test_open_chat (test->workspace, session);
  ponder_test_ask (test->workspace, timeline, "again");
  g_clear_object (&timeline);
  g_clear_object (&session);
  ask_something (test, "second");
  back_up (test);
  copies = list_backups (test);
  g_assert_cmpuint (copies->len, ==, 1);
  g_assert_cmpint (((PonderBackupInfo *) g_ptr_array_index (copies, 0))->n_chats, ==, 2);

  path = g_strdup (ponder_workspace_get_database_path (test->workspace));
  ponder_test_close (test);
  run_sql (path, "PRAGMA foreign_keys = ON;"
           "DELETE FROM sessions WHERE n_messages = 2;"
           "DELETE FROM messages WHERE serial > 2;"
           "UPDATE sessions SET n_messages = 2, title = 'renamed';");
  ponder_test_open (test);
  g_assert_cmpuint (count_sessions (test), ==, 1);
  session = g_object_ref (first_session (test));
  timeline = ponder_test_open_chat (test->workspace, session);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (timeline)), ==, 2);

  restore (test, ((PonderBackupInfo *) g_ptr_array_index (copies, 0))->path, &counts, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (counts.n_sessions, ==, 1);
  g_assert_cmpuint (counts.n_messages, ==, 4);
  g_assert_cmpuint (counts.n_branches, ==, 0);
  ponder_test_wait_for (has_two_sessions, test, 20);
  ponder_test_wait_for (has_four_messages, timeline, 20);
  g_assert_cmpstr (ponder_session_get_title (session), ==, "renamed");

  g_assert_false (restore (test, "/nowhere", &counts, &error));
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST);
  g_assert_cmpuint (test->problems->len, ==, 0);
}

static gboolean
has_problems (gpointer user_data)
{
  GPtrArray *problems = user_data;

  return problems->len >= 2;
}

static void
test_read_only (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderTimeline) timeline = NULL;
  g_autofree char *path = g_strdup (ponder_workspace_get_database_path (test->workspace));
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;
  PonderRestoreCounts counts;
  PonderFault *fault;
  gsize n_before;
  gsize n_after;

  ask_something (test, "first");
  g_assert_false (ponder_workspace_get_read_only (test->workspace));
  back_up (test);
  ponder_test_close (test);
  run_sql (path, "PRAGMA user_version = 1000");
  g_assert_true (g_file_get_contents (path, &before, &n_before, NULL));

  ponder_test_open (test);
  g_assert_true (ponder_workspace_get_read_only (test->workspace));
  g_assert_cmpuint (test->problems->len, ==, 1);
  fault = g_ptr_array_index (test->problems, 0);
  g_assert_cmpint (fault->category, ==, PONDER_ERROR_STORE_TOO_NEW);
  g_assert_cmpstr (fault->host, ==, path);
  g_assert_cmpuint (count_sessions (test), ==, 1);
  timeline = ponder_test_open_chat (test->workspace, first_session (test));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (timeline)), ==, 2);
  g_assert_cmpstr (ponder_message_get_text (ponder_test_get_message (timeline, 1)), ==, "an answer");

  ponder_workspace_rename_session (test->workspace, first_session (test), "another title");
  ponder_test_wait_for (has_problems, test->problems, 20);
  fault = g_ptr_array_index (test->problems, 1);
  g_assert_cmpint (fault->category, ==, PONDER_ERROR_STORE_TOO_NEW);
  {
    g_autoptr(GPtrArray) copies = list_backups (test);

    g_assert_false (restore (test, ((PonderBackupInfo *) g_ptr_array_index (copies, 0))->path, &counts, &error));
  }
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_STORE_TOO_NEW);
  g_clear_object (&timeline);
  ponder_test_close (test);
  g_assert_true (g_file_get_contents (path, &after, &n_after, NULL));
  g_assert_cmpmem (before, n_before, after, n_after);
}

/* What was found in a damaged file is told, in numbers. */
static void
test_damage (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autofree char *path = g_strdup (ponder_workspace_get_database_path (test->workspace));
  g_autofree char *bytes = NULL;
  PonderFault *fault;
  gsize n_bytes;

  for (guint i = 0; i < 3; i++)
    ask_something (test, "a question");
  ponder_test_close (test);
  g_assert_true (g_file_get_contents (path, &bytes, &n_bytes, NULL));
  memset (bytes, 0, 4096);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) n_bytes, NULL));

  g_test_expect_message ("ponder-store", G_LOG_LEVEL_WARNING, "*damaged*");
  ponder_test_open (test);
  g_test_assert_expected_messages ();
  g_assert_cmpuint (test->problems->len, ==, 1);
  fault = g_ptr_array_index (test->problems, 0);
  g_assert_cmpint (fault->category, ==, PONDER_ERROR_STORE);
  g_assert_nonnull (strstr (fault->message, "recovered"));
  g_assert_nonnull (strstr (fault->details, fault->host));
  g_assert_nonnull (strstr (fault->details, "Recovered 6 of about 6 messages"));
  g_assert_cmpuint (count_sessions (test), ==, 3);
  g_assert_cmpuint (g_list_model_get_n_items (ponder_workspace_get_providers (test->workspace)), ==, 1);
}

static void
limit_files (rlim_t bytes)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = MIN (bytes, limit.rlim_max);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static PonderTurn *
begin_long_turn (PonderTest     *test,
                 PonderTimeline *timeline)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");

  for (guint i = 0; i < N_PIECES; i++)
    {
      ponder_demo_script_pause (script, PIECE_MS);
      ponder_demo_script_text (script, PIECE);
    }
  ponder_demo_script_end (script, "stop", 3, 5);
  ponder_demo_server_set_script (test->server, PONDER_TEST_MODEL, script);
  return ponder_workspace_begin_turn (test->workspace, timeline, "count");
}

static void
assert_long_answer (PonderTest *test)
{
  g_autoptr(PonderTimeline) timeline = NULL;
  PonderMessage *answer;

  ponder_test_reopen (test);
  timeline = ponder_test_open_chat (test->workspace, first_session (test));
  answer = ponder_test_get_message (timeline, 1);
  g_assert_cmpint (ponder_message_get_state (answer), ==, PONDER_MESSAGE_DONE);
  g_assert_cmpuint (strlen (ponder_message_get_text (answer)), ==, N_PIECES * strlen (PIECE));
}

static gboolean
has_problem (gpointer user_data)
{
  GPtrArray *problems = user_data;

  return problems->len > 0;
}

/* The disk fills while an answer comes, and has room again before it ends. */
static void
test_full_while_streaming (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  g_autoptr(PonderTurn) turn = NULL;
  PonderFault *fault;

  signal (SIGXFSZ, SIG_IGN);
  turn = begin_long_turn (test, timeline);
  ponder_test_wait_for_text (ponder_turn_get_message (turn), 20);
  limit_files (1);
  ponder_test_wait_for (has_problem, test->problems, 20);
  fault = g_ptr_array_index (test->problems, 0);
  g_assert_cmpint (fault->category, ==, PONDER_ERROR_STORE_FULL);
  g_assert_true (ponder_turn_get_running (turn));
  limit_files (RLIM_INFINITY);
  ponder_test_wait_for_end (turn);
  g_assert_cmpuint (test->problems->len, ==, 1);
  g_clear_object (&turn);
  g_clear_object (&timeline);
  g_clear_object (&session);
  assert_long_answer (test);
}

/* Another program keeps the database locked for longer than anybody waits. */
static void
test_locked_while_streaming (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  g_autoptr(PonderTurn) turn = NULL;
  PonderFault *fault;
  sqlite3 *handle = NULL;

  turn = begin_long_turn (test, timeline);
  ponder_test_wait_for_text (ponder_turn_get_message (turn), 20);
  g_assert_cmpint (sqlite3_open (ponder_workspace_get_database_path (test->workspace), &handle), ==, SQLITE_OK);
  sqlite3_busy_timeout (handle, 5000);
  g_assert_cmpint (sqlite3_exec (handle, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  ponder_test_wait_for_end (turn);
  ponder_test_wait_for (has_problem, test->problems, LOCK_SECONDS);
  fault = g_ptr_array_index (test->problems, 0);
  g_assert_cmpint (fault->category, ==, PONDER_ERROR_STORE);
  sqlite3_close (handle);
  g_clear_object (&turn);
  g_clear_object (&timeline);
  g_clear_object (&session);
  assert_long_answer (test);
}

static gboolean
has_looked (gpointer user_data)
{
  gint64 time;

  return ponder_workspace_get_last_check (user_data, &time) != NULL;
}

/* Nobody asked for it: it is there. */
static void
test_upkeep (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(GPtrArray) copies = NULL;
  gint64 time;
  gint64 again;

  ask_something (test, "first");
  g_assert_null (ponder_workspace_get_last_check (test->workspace, &time));
  ponder_test_wait_for (has_looked, test->workspace, UPKEEP_SECONDS);
  g_assert_cmpstr (ponder_workspace_get_last_check (test->workspace, &time), ==, "ok");
  g_assert_cmpint (ABS (g_get_real_time () - time), <, 60 * G_USEC_PER_SEC);
  copies = list_backups (test);
  g_assert_cmpuint (copies->len, ==, 1);
  g_assert_cmpuint (test->problems->len, ==, 0);

  ponder_test_reopen (test);
  g_assert_cmpstr (ponder_workspace_get_last_check (test->workspace, &again), ==, "ok");
  g_assert_cmpint (again, ==, time / G_USEC_PER_SEC * G_USEC_PER_SEC);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/safety/a-copy-is-merged-and-shown", test_restore);
  g_test_add_func ("/safety/chats-of-a-newer-version-can-be-read", test_read_only);
  g_test_add_func ("/safety/what-was-recovered-is-told", test_damage);
  g_test_add_func ("/safety/a-disk-that-is-full-for-a-while-costs-nothing", test_full_while_streaming);
  g_test_add_func ("/safety/a-lock-of-somebody-else-costs-nothing", test_locked_while_streaming);
  g_test_add_func ("/safety/copies-and-checks-make-themselves", test_upkeep);
  return g_test_run ();
}
