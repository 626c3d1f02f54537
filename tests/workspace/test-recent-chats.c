/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chats that were open stay in memory for a while, and never say what is no longer so. */

#include "config.h"

#include "ponder-test-workspace.h"

#include "ponder-test-loop.h"

#include <sqlite3.h>

/* A chat of one question that nobody shows any more. (transfer none): the list holds it. */
static PonderSession *
add_chat (PonderTest *test,
          const char *question)
{
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);

  ponder_test_ask (test->workspace, timeline, question);
  return session;
}

/* What it says the moment it is opened again; NULL when it has to be read first. */
static char *
dup_at_once (PonderTest    *test,
             PonderSession *session)
{
  g_autoptr(PonderTimeline) timeline = ponder_workspace_open_timeline (test->workspace, session);
  gboolean loading = ponder_timeline_get_loading (timeline);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (timeline)); i++)
    g_string_append_printf (text, "%s|", ponder_message_get_text (ponder_test_get_message (timeline, i)));
  if (!loading)
    return g_string_free (text, FALSE);

  /* Whoever waits for it finds it whole. */
  g_string_free (text, TRUE);
  g_object_unref (ponder_test_open_chat (test->workspace, session));
  return NULL;
}

static void
assert_at_once (PonderTest    *test,
                PonderSession *session,
                const char    *expected)
{
  g_autofree char *text = dup_at_once (test, session);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_back (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  PonderSession *first;
  PonderSession *second;

  ponder_test_script (test, 0, "yes", NULL);
  first = add_chat (test, "One?");
  second = add_chat (test, "Two?");
  assert_at_once (test, first, "One?|yes|");
  assert_at_once (test, second, "Two?|yes|");
}

static void
test_read_once (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  GListModel *sessions;

  ponder_test_script (test, 0, "yes", NULL);
  add_chat (test, "One?");
  ponder_test_reopen (test);
  sessions = G_LIST_MODEL (ponder_workspace_get_sessions (test->workspace));
  assert_at_once (test, ponder_test_get_session (sessions, 0), NULL);
  assert_at_once (test, ponder_test_get_session (sessions, 0), "One?|yes|");
}

/* Sixteen are kept, and the one that nobody came back to goes first. */
static void
test_sixteen (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  PonderSession *first;
  PonderSession *second;

  ponder_test_script (test, 0, "yes", NULL);
  first = add_chat (test, "One?");
  second = add_chat (test, "Two?");
  for (guint i = 0; i < 14; i++)
    add_chat (test, "More?");
  assert_at_once (test, first, "One?|yes|");
  add_chat (test, "Too many?");
  assert_at_once (test, first, "One?|yes|");
  assert_at_once (test, second, NULL);
}

static void
test_deleted (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderTimeline) timeline = NULL;
  PonderSession *session;

  ponder_test_script (test, 0, "yes", NULL);
  session = add_chat (test, "One?");
  timeline = ponder_workspace_open_timeline (test->workspace, session);
  ponder_workspace_trash_session (test->workspace, session);
  g_assert_finalize_object (g_steal_pointer (&timeline));

  ponder_workspace_restore_session (test->workspace, session);
  assert_at_once (test, session, NULL);
  assert_at_once (test, session, "One?|yes|");
}

/* What is never stored is in nobody's memory when its owner has let go of it. */
static void
test_private (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_workspace_create_private_session (test->workspace);
  PonderTimeline *timeline = ponder_test_open_chat (test->workspace, session);

  g_assert_finalize_object (timeline);
}

typedef struct
{
  sqlite3    *database;
  const char *text;
} Stored;

static sqlite3 *
open_database (PonderTest *test)
{
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (ponder_workspace_get_database_path (test->workspace), &database), ==, SQLITE_OK);
  sqlite3_busy_timeout (database, 5000);
  return database;
}

static gboolean
is_stored (gpointer user_data)
{
  Stored *stored = user_data;
  sqlite3_stmt *rows = NULL;
  gboolean found;

  g_assert_cmpint (sqlite3_prepare_v2 (stored->database,
                                       "SELECT 1 FROM parts JOIN messages ON message = serial"
                                       " WHERE text = ?1 AND state = 'done'", -1, &rows, NULL), ==, SQLITE_OK);
  sqlite3_bind_text (rows, 1, stored->text, -1, SQLITE_STATIC);
  found = sqlite3_step (rows) == SQLITE_ROW;
  sqlite3_finalize (rows);
  return found;
}

/* An answer that is there is not on the disk yet. */
static void
wait_until_stored (PonderTest *test,
                   const char *text)
{
  Stored stored = { open_database (test), text };

  ponder_test_wait_for (is_stored, &stored, 10);
  sqlite3_close (stored.database);
}

static gboolean
has_two_messages (gpointer user_data)
{
  return ponder_session_get_n_messages (user_data) == 2;
}

static gboolean
has_four_messages (gpointer user_data)
{
  return ponder_session_get_n_messages (user_data) == 4;
}

static gboolean
has_rows (gpointer user_data)
{
  return g_list_model_get_n_items (user_data) > 0;
}

static gboolean
has_four_rows (gpointer user_data)
{
  return g_list_model_get_n_items (user_data) == 4;
}

static void
test_changed_elsewhere (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderWorkspace) other = ponder_test_open_workspace (test->dir, &error);
  g_autoptr(PonderTimeline) there = NULL;
  g_autoptr(PonderTimeline) here = NULL;
  PonderSession *session;
  GListModel *sessions;

  g_assert_no_error (error);
  ponder_test_script (test, 0, "yes", NULL);
  session = add_chat (test, "One?");
  ponder_test_wait_for (has_two_messages, session, 10);
  sessions = G_LIST_MODEL (ponder_workspace_get_sessions (other));
  wait_until_stored (test, "yes");
  ponder_test_wait_for (has_rows, sessions, 10);
  there = ponder_test_open_chat (other, ponder_test_get_session (sessions, 0));
  ponder_test_ask (other, there, "Two?");
  ponder_test_wait_for (has_four_messages, session, 10);

  here = ponder_test_open_chat (test->workspace, session);
  ponder_test_wait_for (has_four_rows, here, 10);
  g_clear_object (&there);
  ponder_test_close_workspace (other);
}

typedef struct
{
  PonderTest    *test;
  PonderSession *session;
  const char    *text;
} View;

static gboolean
shows (gpointer user_data)
{
  View *view = user_data;
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (view->test->workspace, view->session);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (timeline));

  return g_strcmp0 (ponder_message_get_text (ponder_test_get_message (timeline, n - 1)), view->text) == 0;
}

/* Says it as another program may: without another time, number of messages or title. */
static void
change_answers (PonderTest *test,
                const char *text)
{
  g_autofree char *sql = g_strdup_printf ("BEGIN IMMEDIATE;"
                                          "UPDATE parts SET text = '%s' WHERE text = 'first';"
                                          "UPDATE sessions SET draft_cursor = draft_cursor;"
                                          "COMMIT", text);
  sqlite3 *database = open_database (test);

  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
}

/* Another branch is shown there; neither the number of messages nor the time of the last one tells. */
static void
test_other_branch_elsewhere (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderWorkspace) other = NULL;
  g_autoptr(PonderTimeline) there = NULL;
  View view = { test, NULL, "first" };
  GListModel *sessions;

  ponder_test_script (test, 0, "first", NULL);
  view.session = add_chat (test, "One?");
  ponder_test_script (test, 0, "second", NULL);
  {
    g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, view.session);
    g_autoptr(PonderTurn) turn = ponder_workspace_regenerate (test->workspace, timeline,
                                                              ponder_test_get_message (timeline, 1));

    ponder_test_wait_for_end (turn);
  }
  assert_at_once (test, view.session, "One?|second|");
  wait_until_stored (test, "second");

  other = ponder_test_open_workspace (test->dir, &error);
  g_assert_no_error (error);
  sessions = G_LIST_MODEL (ponder_workspace_get_sessions (other));
  there = ponder_test_open_chat (other, ponder_test_get_session (sessions, 0));
  ponder_timeline_show_sibling (there, ponder_test_get_message (there, 1), -1);
  ponder_test_wait_for (shows, &view, 10);
  g_clear_object (&there);
  ponder_test_close_workspace (other);
}

static void
test_quietly_changed (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  View view = { test, NULL, "changed" };

  ponder_test_script (test, 0, "first", NULL);
  view.session = add_chat (test, "One?");
  assert_at_once (test, view.session, "One?|first|");
  wait_until_stored (test, "first");
  change_answers (test, "changed");
  ponder_test_wait_for (shows, &view, 10);
}

/* What happens to a chat while it is asked here is seen when one comes back to it. */
static void
test_changed_while_busy (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderTimeline) timeline = NULL;
  g_autoptr(PonderTurn) turn = NULL;
  PonderSession *session;

  ponder_test_script (test, 0, "first", NULL);
  session = add_chat (test, "One?");
  wait_until_stored (test, "first");
  timeline = ponder_test_open_chat (test->workspace, session);
  ponder_test_script (test, 200, "a ", "b ", "c ", "d ", "e", NULL);
  turn = ponder_workspace_begin_turn (test->workspace, timeline, "Two?");
  ponder_test_wait_for_text (ponder_turn_get_message (turn), 2);
  change_answers (test, "changed");
  ponder_test_wait_for_end (turn);
  ponder_test_run_for (300);
  g_clear_object (&turn);
  g_clear_object (&timeline);

  timeline = ponder_test_open_chat (test->workspace, session);
  g_assert_cmpstr (ponder_message_get_text (ponder_test_get_message (timeline, 1)), ==, "changed");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recent-chats/going-back-shows-a-chat-at-once", test_back);
  g_test_add_func ("/recent-chats/a-chat-is-read-once", test_read_once);
  g_test_add_func ("/recent-chats/sixteen-are-kept", test_sixteen);
  g_test_add_func ("/recent-chats/a-chat-that-was-deleted-is-let-go-of", test_deleted);
  g_test_add_func ("/recent-chats/a-private-chat-is-not-kept", test_private);
  g_test_add_func ("/recent-chats/what-came-elsewhere-is-shown", test_changed_elsewhere);
  g_test_add_func ("/recent-chats/a-branch-that-was-chosen-elsewhere-is-shown", test_other_branch_elsewhere);
  g_test_add_func ("/recent-chats/what-changed-elsewhere-without-a-sign-is-shown", test_quietly_changed);
  g_test_add_func ("/recent-chats/what-changed-elsewhere-while-it-was-asked-is-shown", test_changed_while_busy);
  return g_test_run ();
}
