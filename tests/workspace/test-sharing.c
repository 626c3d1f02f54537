/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two programs on one folder see each other's chats. */

#include "config.h"

#include "ponder-test-workspace.h"

#include "ponder-test-loop.h"
#include "ponder-test-model.h"

#include <sqlite3.h>

/* A second window of another process, as far as the folder can tell. */
typedef struct
{
  PonderWorkspace *workspace;
  const char      *text;
  guint            n;
} View;

static GListModel *
sessions_of (PonderWorkspace *workspace)
{
  return G_LIST_MODEL (ponder_workspace_get_sessions (workspace));
}

static gboolean
has_sessions (gpointer user_data)
{
  View *view = user_data;

  return g_list_model_get_n_items (sessions_of (view->workspace)) == view->n;
}

static gboolean
has_title (gpointer user_data)
{
  View *view = user_data;
  PonderSession *session = ponder_test_get_session (sessions_of (view->workspace), 0);

  return g_strcmp0 (ponder_session_get_title (session), view->text) == 0;
}

static gboolean
has_rows (gpointer user_data)
{
  return g_list_model_get_n_items (user_data) == 4;
}

static gboolean
is_done (gpointer timeline)
{
  return has_rows (timeline)
         && ponder_message_get_state (ponder_test_get_message (timeline, 3)) == PONDER_MESSAGE_DONE;
}

static void
test_see_each_other (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderWorkspace) other = ponder_test_open_workspace (test->dir, &error);
  g_autoptr(PonderTestMirror) list = ponder_test_mirror_new (sessions_of (other));
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  g_autoptr(PonderTimeline) shown = NULL;
  g_autoptr(PonderTestMirror) rows = NULL;
  View view = { other, NULL, 1 };
  PonderMessage *first;
  PonderMessage *second;

  g_assert_no_error (error);
  g_assert_nonnull (ponder_workspace_lookup_provider (other, PONDER_TEST_PROVIDER));
  ponder_test_script (test, 5, "One ", "answer", NULL);
  ponder_test_ask (test->workspace, timeline, "First");
  ponder_test_wait_for (has_sessions, &view, 10);

  shown = ponder_test_open_chat (other, ponder_test_get_session (sessions_of (other), 0));
  rows = ponder_test_mirror_new (G_LIST_MODEL (shown));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (shown)), ==, 2);
  first = ponder_test_get_message (shown, 0);
  second = ponder_test_get_message (shown, 1);
  g_assert_cmpstr (ponder_message_get_text (second), ==, "One answer");

  ponder_test_script (test, 30, "And ", "another ", "one ", "here", NULL);
  ponder_test_ask (test->workspace, timeline, "Second");
  ponder_test_wait_for (is_done, shown, 10);
  g_assert_cmpstr (ponder_message_get_text (ponder_test_get_message (shown, 3)), ==, "And another one here");
  /* What did not change is the same object: its row stays as it is. */
  g_assert_true (ponder_test_get_message (shown, 0) == first);
  g_assert_true (ponder_test_get_message (shown, 1) == second);

  ponder_workspace_rename_session (test->workspace, session, "New name");
  view.text = "New name";
  ponder_test_wait_for (has_title, &view, 10);
  ponder_workspace_trash_session (test->workspace, session);
  view.n = 0;
  ponder_test_wait_for (has_sessions, &view, 10);
  g_assert_cmpuint (g_list_model_get_n_items (ponder_workspace_get_trash (other)), ==, 1);

  g_clear_pointer (&rows, ponder_test_mirror_free);
  g_clear_pointer (&list, ponder_test_mirror_free);
  g_clear_object (&shown);
  ponder_test_close_workspace (other);
}

static void
test_own_turn_is_left_alone (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderWorkspace) other = ponder_test_open_workspace (test->dir, &error);
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  g_autoptr(PonderTestMirror) rows = ponder_test_mirror_new (G_LIST_MODEL (timeline));
  g_autoptr(PonderSession) noise = NULL;
  g_autoptr(PonderTurn) turn = NULL;
  View view = { test->workspace, NULL, 2 };

  g_assert_no_error (error);
  ponder_test_script (test, 150, "a ", "b ", "c ", "d", NULL);
  turn = ponder_workspace_begin_turn (test->workspace, timeline, "Slowly");
  noise = ponder_workspace_create_session (other);
  for (guint i = 1; i <= 4; i++)
    {
      g_autofree char *draft = g_strnfill (i, 'x');

      ponder_session_set_draft (noise, draft, i);
      ponder_workspace_save_session (other, noise);
      ponder_test_run_for (100);
    }
  ponder_test_wait_for_end (turn);
  ponder_test_wait_for (has_sessions, &view, 10);
  g_assert_cmpstr (ponder_message_get_text (ponder_turn_get_message (turn)), ==, "a b c d");
  g_assert_true (ponder_test_get_message (timeline, 1) == ponder_turn_get_message (turn));
  g_assert_cmpint (ponder_message_get_state (ponder_turn_get_message (turn)), ==, PONDER_MESSAGE_DONE);
  ponder_test_close_workspace (other);
}

static gboolean
has_ttl (gpointer user_data)
{
  View *view = user_data;

  return ponder_settings_get_cache_ttl (ponder_workspace_get_settings (view->workspace)) == view->n;
}

static void
assert_choices (PonderWorkspace *workspace,
                gboolean         enabled,
                guint            ttl,
                guint            max_entries,
                guint            max_megabytes,
                gboolean         paced)
{
  PonderSettings *settings = ponder_workspace_get_settings (workspace);

  g_assert_cmpint (ponder_settings_get_cache_enabled (settings), ==, enabled);
  g_assert_cmpuint (ponder_settings_get_cache_ttl (settings), ==, ttl);
  g_assert_cmpuint (ponder_settings_get_cache_max_entries (settings), ==, max_entries);
  g_assert_cmpuint (ponder_settings_get_cache_max_megabytes (settings), ==, max_megabytes);
  g_assert_cmpint (ponder_settings_get_cache_replay_paced (settings), ==, paced);
}

static void
test_choices (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderWorkspace) other = ponder_test_open_workspace (test->dir, &error);
  PonderSettings *settings = ponder_workspace_get_settings (test->workspace);
  View view = { other, NULL, 1200 };

  g_assert_no_error (error);
  assert_choices (test->workspace, TRUE, 600, 1000, 100, FALSE);
  g_object_set (settings, "cache-enabled", FALSE, "cache-max-entries", 5,
                "cache-max-megabytes", 7, "cache-replay-paced", TRUE, "cache-ttl", 1200, NULL);
  ponder_test_wait_for (has_ttl, &view, 10);
  assert_choices (other, FALSE, 1200, 5, 7, TRUE);

  ponder_test_close_workspace (other);
  ponder_test_reopen (test);
  assert_choices (test->workspace, FALSE, 1200, 5, 7, TRUE);
}

static void
write_choices (const char *path,
               const char *sql)
{
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
}

static void
test_nonsense (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autofree char *path = g_strdup (ponder_workspace_get_database_path (test->workspace));

  ponder_test_close (test);
  write_choices (path, "INSERT INTO choices VALUES ('cache-enabled', 'perhaps'), ('cache-ttl', '-1'),"
                       " ('cache-max-entries', '0'), ('cache-max-megabytes', '99999999999999999999'),"
                       " ('cache-replay-paced', '')");
  ponder_test_open (test);
  assert_choices (test->workspace, TRUE, 600, 1000, 100, FALSE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sharing/two-programs-see-each-others-chats", test_see_each_other);
  g_test_add_func ("/sharing/a-running-turn-is-left-alone", test_own_turn_is_left_alone);
  g_test_add_func ("/sharing/what-becomes-of-answers-is-a-choice-of-the-folder", test_choices);
  g_test_add_func ("/sharing/a-choice-that-is-nonsense-leaves-the-default", test_nonsense);
  return g_test_run ();
}
