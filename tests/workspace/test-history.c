/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A long history holds nobody up: it is taken over in one go, and what another program does to it comes
 * a little at a time. */

#include "config.h"

#include "ponder-test-workspace.h"

#include <sqlite3.h>

#include "ponder-test-loop.h"
#include "ponder-test-model.h"
#include "ponder-workspace-private.h"

/* More than one portion, and not a whole number of them. */
#define N_CHATS 230
#define N_SLOW  20

/* Those of the first version; later ones have defaults. */
#define SESSION_COLUMNS                                                                            \
  "(id, title, title_fixed, preview, preview_message, pinned, created, updated, trashed, n_messages, config, draft,"  \
  " draft_cursor, scroll_message, scroll_offset)"

/* Chats s0001, s0002, ...: each newer than the one before it, every tenth in the trash. */
#define INSERT_CHATS                                                                             \
  "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < %u)"    \
  " INSERT INTO sessions " SESSION_COLUMNS " SELECT printf ('s%%04d', n), 'Title ' || n, 0, '', 0, n %% 50 = 0, 1,"  \
  " 1000 + n, (n %% 10 = 0) * (unixepoch () * 1000000 + n), 0, '{}', '', 0, NULL, 0 FROM numbers"

typedef struct
{
  PonderWorkspace *workspace;
  guint            n_sessions;
  guint            n_trash;
} View;

static GListModel *
sessions_of (PonderWorkspace *workspace)
{
  return G_LIST_MODEL (ponder_workspace_get_sessions (workspace));
}

static gboolean
is_complete (gpointer user_data)
{
  View *view = user_data;

  return g_list_model_get_n_items (sessions_of (view->workspace)) == view->n_sessions
         && g_list_model_get_n_items (ponder_workspace_get_trash (view->workspace)) == view->n_trash;
}

/* As another program: nobody here knows of it. */
G_GNUC_PRINTF (2, 3) static void
write_elsewhere (PonderWorkspace *workspace,
                 const char      *format,
                 ...)
{
  g_autofree char *sql = NULL;
  sqlite3 *handle = NULL;
  va_list arguments;

  va_start (arguments, format);
  sql = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_assert_cmpint (sqlite3_open (ponder_workspace_get_database_path (workspace), &handle), ==, SQLITE_OK);
  sqlite3_busy_timeout (handle, 10000);
  sqlite3_exec (handle, sql, NULL, NULL, NULL);
  g_assert_cmpstr (sqlite3_errmsg (handle), ==, "not an error");
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
}

/* The second in which the store would have noticed does not matter here. */
static void
notice (PonderWorkspace *workspace)
{
  ponder_workspace_read_changes (workspace);
}

static void
assert_order (GListModel *model,
              gint64    (*get_time) (PonderSession *))
{
  for (guint i = 1; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(PonderSession) upper = g_list_model_get_item (model, i - 1);
      g_autoptr(PonderSession) lower = g_list_model_get_item (model, i);

      if (ponder_session_get_pinned (upper) == ponder_session_get_pinned (lower)
          || ponder_session_get_trashed (upper) != 0)
        g_assert_cmpint (get_time (upper), >, get_time (lower));
      else
        g_assert_true (ponder_session_get_pinned (upper));
    }
}

static void
assert_found (PonderWorkspace *workspace,
              GListModel      *model)
{
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(PonderSession) session = g_list_model_get_item (model, i);

      g_assert_true (ponder_workspace_lookup_session (workspace, ponder_session_get_id (session)) == session);
    }
}

static void
assert_whole (PonderWorkspace *workspace)
{
  assert_order (sessions_of (workspace), ponder_session_get_updated);
  assert_order (ponder_workspace_get_trash (workspace), ponder_session_get_trashed);
  assert_found (workspace, sessions_of (workspace));
  assert_found (workspace, ponder_workspace_get_trash (workspace));
}

/* A chat that is stored: what comes then comes as changes. */
static PonderSession *
new_chat (PonderTest *test)
{
  PonderSession *session = ponder_test_new_chat (test);

  ponder_session_set_draft (session, "Something", 0);
  ponder_workspace_save_session (test->workspace, session);
  return session;
}

/* --- opening --- */

static PonderWorkspace *
new_workspace (PonderTest *test)
{
  g_autofree char *data = g_build_filename (test->dir, "data", NULL);
  g_autofree char *config = g_build_filename (test->dir, "config", NULL);

  return ponder_workspace_new (data, config);
}

static void
test_open (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderWorkspace) other = new_workspace (test);
  g_autoptr(PonderTestMirror) sessions = ponder_test_mirror_new (sessions_of (other));
  g_autoptr(PonderTestMirror) trash = ponder_test_mirror_new (ponder_workspace_get_trash (other));
  g_autoptr(GAsyncResult) answer = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *result = NULL;
  View view = { other, N_CHATS - N_CHATS / 10, N_CHATS / 10 };

  write_elsewhere (test->workspace, INSERT_CHATS, N_CHATS);
  ponder_workspace_open_async (other, NULL, ponder_test_take_result, &result);
  answer = ponder_test_await (&result);
  ponder_workspace_open_finish (other, answer, &error);
  g_assert_no_error (error);
  g_assert_true (is_complete (&view));
  assert_whole (other);
  g_assert_cmpuint (ponder_test_mirror_get_changes (sessions), ==, 1);
  g_assert_cmpuint (ponder_test_mirror_get_changes (trash), ==, 1);

  g_clear_pointer (&sessions, ponder_test_mirror_free);
  g_clear_pointer (&trash, ponder_test_mirror_free);
  ponder_test_close_workspace (other);
}

static gboolean
is_open (gpointer user_data)
{
  PonderWorkspace *workspace = user_data;

  return workspace->is_open;
}

/* Somebody types before the history is there. */
static void
test_early_chat (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderWorkspace) other = new_workspace (test);
  g_autoptr(PonderTestMirror) mirror = ponder_test_mirror_new (sessions_of (other));
  g_autoptr(PonderSession) early = NULL;
  g_autoptr(GAsyncResult) answer = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *result = NULL;
  View view = { other, N_CHATS - N_CHATS / 10 + 1, N_CHATS / 10 };

  write_elsewhere (test->workspace, INSERT_CHATS, N_CHATS);
  ponder_workspace_open_async (other, NULL, ponder_test_take_result, &result);
  ponder_test_wait_for (is_open, other, 10);
  g_assert_null (result);
  early = ponder_workspace_create_session (other);
  ponder_session_set_draft (early, "Quick", 5);
  ponder_workspace_save_session (other, early);

  answer = ponder_test_await (&result);
  ponder_workspace_open_finish (other, answer, &error);
  g_assert_no_error (error);
  g_assert_true (is_complete (&view));
  assert_whole (other);
  g_assert_true (ponder_test_get_session (sessions_of (other), 0) == early);

  g_clear_pointer (&mirror, ponder_test_mirror_free);
  ponder_test_close_workspace (other);
}

/* --- another program --- */

/* Runs until @view is complete. Gives the most changes of the list of chats in one turn of the main loop. */
static guint
count_at_once (View *view)
{
  GListModel *model = sessions_of (view->workspace);
  g_autoptr(PonderTestMirror) mirror = ponder_test_mirror_new (model);
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  guint most = 0;

  while (!is_complete (view))
    {
      guint before = ponder_test_mirror_get_changes (mirror);

      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
      most = MAX (most, ponder_test_mirror_get_changes (mirror) - before);
    }
  return most;
}

static void
test_portions (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = new_chat (test);
  View view = { test->workspace, N_CHATS - N_CHATS / 10 + 1, N_CHATS / 10 };

  write_elsewhere (test->workspace, INSERT_CHATS, N_CHATS);
  g_assert_cmpuint (count_at_once (&view), <=, PONDER_STORE_MAX_CHANGES);
  assert_whole (test->workspace);

  write_elsewhere (test->workspace, "DELETE FROM sessions WHERE id LIKE 's%%'");
  view.n_sessions = 1;
  view.n_trash = 0;
  g_assert_cmpuint (count_at_once (&view), <=, PONDER_STORE_MAX_CHANGES);
}

static void
be_slow_cb (void)
{
  g_usleep (G_USEC_PER_SEC / 1000);
}

/* Whatever a list has to do with each chat: two milliseconds have passed after the second one. */
static void
test_slow_listener (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = new_chat (test);
  View view = { test->workspace, N_SLOW - N_SLOW / 10 + 1, N_SLOW / 10 };

  g_signal_connect (sessions_of (test->workspace), "items-changed", G_CALLBACK (be_slow_cb), NULL);
  g_signal_connect (ponder_workspace_get_trash (test->workspace), "items-changed", G_CALLBACK (be_slow_cb), NULL);
  write_elsewhere (test->workspace, INSERT_CHATS, N_SLOW);
  notice (test->workspace);
  g_assert_cmpuint (count_at_once (&view), <=, 2);
  assert_whole (test->workspace);
}

static gboolean
is_done_elsewhere (gpointer workspace)
{
  return ponder_workspace_lookup_session (workspace, "done") != NULL;
}

/* What it did last comes last: then all of it is here. */
static void
wait_for_all (PonderWorkspace *workspace)
{
  write_elsewhere (workspace,
                   "INSERT INTO sessions " SESSION_COLUMNS " SELECT 'done', '', 0, '', 0, 0, 1, 1, 0, 0, '{}', '', 0, NULL, 0");
  notice (workspace);
  ponder_test_wait_for (is_done_elsewhere, workspace, 10);
}

static void
test_kinds (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  PonderWorkspace *workspace = test->workspace;
  View view = { workspace, 18, 2 };
  g_autoptr(PonderTestMirror) sessions = ponder_test_mirror_new (sessions_of (workspace));
  g_autoptr(PonderTestMirror) trash = ponder_test_mirror_new (ponder_workspace_get_trash (workspace));
  PonderSession *renamed;
  PonderSession *trashed;
  PonderSession *restored;

  write_elsewhere (workspace, INSERT_CHATS, 20);
  notice (workspace);
  ponder_test_wait_for (is_complete, &view, 10);
  renamed = ponder_workspace_lookup_session (workspace, "s0003");
  trashed = ponder_workspace_lookup_session (workspace, "s0004");
  restored = ponder_workspace_lookup_session (workspace, "s0010");
  write_elsewhere (workspace,
                   "UPDATE sessions SET title = 'New', pinned = 1 WHERE id = 's0003';"
                   "UPDATE sessions SET trashed = unixepoch () * 2000000 WHERE id = 's0004';"
                   "UPDATE sessions SET trashed = 0, updated = 9000 WHERE id = 's0010';"
                   "DELETE FROM sessions WHERE id IN ('s0005', 's0020');"
                   "INSERT INTO sessions " SESSION_COLUMNS " SELECT 'new', 'Here', 0, '', 0, 0, 1, 9001, 0, 0, '{}', '', 0, NULL, 0");
  wait_for_all (workspace);

  g_assert_cmpstr (ponder_session_get_title (renamed), ==, "New");
  g_assert_true (ponder_test_get_session (sessions_of (workspace), 0) == renamed);
  g_assert_true (ponder_test_get_session (sessions_of (workspace), 1)
                 == ponder_workspace_lookup_session (workspace, "new"));
  g_assert_true (ponder_test_get_session (sessions_of (workspace), 2) == restored);
  g_assert_true (ponder_test_get_session (ponder_workspace_get_trash (workspace), 0) == trashed);
  g_assert_null (ponder_workspace_lookup_session (workspace, "s0005"));
  g_assert_null (ponder_workspace_lookup_session (workspace, "s0020"));
  view.n_sessions = 18 - 2 + 3;         /* one purged, one trashed; one restored, one new, the last */
  view.n_trash = 1;
  g_assert_true (is_complete (&view));
  assert_whole (workspace);
}

/* Only what changed comes again. */
static void
test_rest_is_left_alone (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  PonderWorkspace *workspace = test->workspace;
  View view = { workspace, 18, 2 };
  PonderSession *session;

  write_elsewhere (workspace, INSERT_CHATS, 20);
  notice (workspace);
  ponder_test_wait_for (is_complete, &view, 10);
  session = ponder_workspace_lookup_session (workspace, "s0001");
  ponder_session_set_title (session, "Only here");
  wait_for_all (workspace);
  g_assert_cmpstr (ponder_session_get_title (session), ==, "Only here");
}

static gboolean
has_read (gpointer user_data)
{
  PonderWorkspace *workspace = user_data;

  return !workspace->refreshing;
}

/* Another program writes while a reading is under way, however far that is. */
static void
test_notice_while_reading (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  PonderWorkspace *workspace = test->workspace;

  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *id = g_strdup_printf ("new%u", i);

      ponder_test_wait_for (has_read, workspace, 10);
      notice (workspace);
      for (guint k = 0; k < i % 6 && !has_read (workspace); k++)
        g_main_context_iteration (NULL, TRUE);
      g_usleep (2000);
      write_elsewhere (workspace,
                       "INSERT INTO sessions " SESSION_COLUMNS " SELECT '%s', '', 0, '', 0, 0, 1, 1, 0, 0, '{}', '', 0, NULL, 0", id);
      notice (workspace);
      ponder_test_wait_for (has_read, workspace, 10);
      g_assert_nonnull (ponder_workspace_lookup_session (workspace, id));
    }
}

typedef struct
{
  PonderWorkspace *workspace;
  PonderSession   *session;
  char            *title;
} Naming;

static void
assert_title_cb (PonderSession *session,
                 GParamSpec    *pspec,
                 Naming        *naming)
{
  g_assert_cmpstr (ponder_session_get_title (session), ==, naming->title);
}

/* Written at once. */
static void
name_chat (Naming     *naming,
           const char *word,
           guint       number)
{
  g_free (naming->title);
  naming->title = g_strdup_printf ("%s %u", word, number);
  ponder_workspace_rename_session (naming->workspace, naming->session, naming->title);
  ponder_autosave_flush (naming->workspace->autosave);
}

/* What was read before a chat was changed here is older than that, however late it comes. */
static void
test_late_row (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = new_chat (test);
  Naming naming = { test->workspace, session, NULL };

  g_signal_connect (session, "notify::title", G_CALLBACK (assert_title_cb), &naming);
  for (guint i = 0; i < 24; i++)
    {
      ponder_test_wait_for (has_read, test->workspace, 10);
      name_chat (&naming, "Before", i);
      notice (test->workspace);
      for (guint k = 0; k < i % 6 && !has_read (test->workspace); k++)
        g_main_context_iteration (NULL, TRUE);
      g_usleep (2000);
      name_chat (&naming, "After", i);
    }
  ponder_test_wait_for (has_read, test->workspace, 10);
  g_clear_object (&session);
  ponder_test_close (test);
  g_free (naming.title);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history/opening-is-one-change-of-each-list", test_open);
  g_test_add_func ("/history/a-chat-begun-while-opening-loses-none", test_early_chat);
  g_test_add_func ("/history/what-another-program-does-comes-in-portions", test_portions);
  g_test_add_func ("/history/a-portion-ends-when-its-time-is-up", test_slow_listener);
  g_test_add_func ("/history/chats-come-and-go-and-change-elsewhere", test_kinds);
  g_test_add_func ("/history/what-did-not-change-is-left-alone", test_rest_is_left_alone);
  g_test_add_func ("/history/what-is-written-during-a-reading-is-read-too", test_notice_while_reading);
  g_test_add_func ("/history/a-row-that-comes-late-undoes-nothing", test_late_row);
  return g_test_run ();
}
