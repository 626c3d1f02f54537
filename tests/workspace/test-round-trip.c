/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one workspace exports as JSON is, in another one, row for row what it was. */

#include "config.h"

#include <sqlite3.h>
#include <string.h>

#include "ponder-attachment-files.h"
#include "ponder-store-import.h"
#include "ponder-store-runs.h"
#include "ponder-test-conversation.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-workspace.h"
#include "ponder-workspace-export.h"
#include "ponder-workspace-import.h"

#define N_SEEDS 1000
#define N_MESSAGES 9
#define N_AT_ONCE 200

/* --- what there is to export --- */

/* Each sixth chat has its last message in the trash, which is not exported. The trash itself holds what was thrown away
 * a moment ago: older things are gone when it is opened. */
static PonderConversation *
make_chat (guint seed)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (seed);
  PonderConversation *chat = ponder_test_conversation_random (rand, N_MESSAGES);
  gint64 now = g_get_real_time ();

  ponder_session_set_trashed (chat->session, ponder_session_get_trashed (chat->session) != 0 ? now : 0);
  if (chat->external_id != NULL)
    {
      g_autofree char *id = g_steal_pointer (&chat->external_id);

      chat->external_id = g_strdup_printf ("%s-%u", id, seed);
    }
  if (seed % 6 == 0 && chat->messages->len > 0)
    ponder_message_set_trashed (g_ptr_array_index (chat->messages, chat->messages->len - 1), now);
  return chat;
}

static void
save_attachments (const char         *folder,
                  PonderConversation *chat)
{
  for (guint i = 0; i < chat->messages->len; i++)
    {
      GPtrArray *parts = ponder_message_get_parts (g_ptr_array_index (chat->messages, i));

      for (guint j = 0; j < parts->len; j++)
        {
          PonderPart *part = g_ptr_array_index (parts, j);
          g_autoptr(GError) error = NULL;
          g_autofree char *digest = NULL;

          if (part->data != NULL)
            digest = ponder_attachment_files_save (folder, part->data, NULL, &error);
          g_assert_no_error (error);
        }
    }
}

static void
save_run (PonderStore           *store,
          const PonderStoredRun *run)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  ponder_store_save_run_async (store, run->record, run->events, NULL, ponder_test_take_result, &result);
  result = ponder_test_await (&result);
  ponder_store_save_run_finish (store, result, &error);
  g_assert_no_error (error);
}

/* As a chat of another program is, or one that was made here. */
static void
save_chat (PonderStore        *store,
           PonderConversation *chat)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  if (chat->source != NULL && chat->external_id != NULL)
    {
      PonderStoreArrival *arrival = ponder_store_arrival_new (chat->session, chat->messages);

      arrival->source = g_strdup (chat->source);
      arrival->external_id = g_strdup (chat->external_id);
      arrival->updated = chat->source_updated;
      g_ptr_array_unref (arrival->runs);
      arrival->runs = g_ptr_array_ref (chat->runs);
      ponder_store_import_async (store, arrival, NULL, ponder_test_take_result, &result);
      result = ponder_test_await (&result);
      g_free (ponder_store_import_finish (store, result, &error));
    }
  else
    {
      ponder_store_save_messages_async (store, chat->session, chat->messages, NULL, ponder_test_take_result, &result);
      result = ponder_test_await (&result);
      ponder_store_save_messages_finish (store, result, &error);
      for (guint i = 0; i < chat->runs->len; i++)
        save_run (store, g_ptr_array_index (chat->runs, i));
    }
  g_assert_no_error (error);
}

static void
fill (const char *dir)
{
  g_autofree char *data = g_build_filename (dir, "data", NULL);
  g_autofree char *attachments = g_build_filename (data, "attachments", NULL);
  g_autoptr(PonderStore) store = ponder_store_new (data);
  g_autoptr(GAsyncResult) opened = NULL;
  g_autoptr(GAsyncResult) closed = NULL;
  g_autoptr(GError) error = NULL;

  ponder_store_open_async (store, NULL, ponder_test_take_result, &opened);
  opened = ponder_test_await (&opened);
  ponder_store_open_finish (store, opened, &error);
  g_assert_no_error (error);
  for (guint seed = 0; seed < N_SEEDS; seed++)
    {
      g_autoptr(PonderConversation) chat = make_chat (seed);

      save_attachments (attachments, chat);
      save_chat (store, chat);
    }
  ponder_store_close_async (store, ponder_test_take_result, &closed);
  closed = ponder_test_await (&closed);
  ponder_store_close_finish (store, closed, &error);
  g_assert_no_error (error);
}

/* --- from one workspace to the other --- */

static void
add_all (GPtrArray  *sessions,
         GListModel *model)
{
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (sessions, g_list_model_get_item (model, i));
}

static GPtrArray *
list_sessions (PonderWorkspace *workspace)
{
  GPtrArray *sessions = g_ptr_array_new_with_free_func (g_object_unref);

  add_all (sessions, G_LIST_MODEL (ponder_workspace_get_sessions (workspace)));
  add_all (sessions, G_LIST_MODEL (ponder_workspace_get_archive (workspace)));
  add_all (sessions, ponder_workspace_get_trash (workspace));
  return sessions;
}

static void
export (PonderWorkspace *workspace,
        GPtrArray       *sessions,
        const char      *path)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  ponder_workspace_export_async (workspace, sessions, PONDER_EXPORT_JSON, TRUE, TRUE, path, NULL,
                                 ponder_test_take_result, &result);
  result = ponder_test_await (&result);
  ponder_workspace_export_finish (workspace, result, NULL, &error);
  g_assert_no_error (error);
}

static void
import (PonderWorkspace *workspace,
        const char      *path,
        guint            n_sessions)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(PonderImportReport) report = NULL;
  g_autoptr(GError) error = NULL;

  ponder_workspace_import_async (workspace, path, NULL, FALSE, NULL, NULL, NULL, ponder_test_take_result, &result);
  result = ponder_test_await (&result);
  ponder_workspace_import_finish (workspace, result, &report, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_sessions, ==, n_sessions);
  g_assert_cmpuint (report->skipped->len, ==, 0);
}

static void
move_some (PonderWorkspace *from,
           PonderWorkspace *to,
           GPtrArray       *sessions,
           guint            first,
           const char      *dir)
{
  g_autofree char *name = g_strdup_printf ("chats-%u.zip", first);
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autoptr(GPtrArray) some = g_ptr_array_new ();

  for (guint i = first; i < MIN (first + N_AT_ONCE, sessions->len); i++)
    g_ptr_array_add (some, g_ptr_array_index (sessions, i));
  export (from, some, path);
  import (to, path, some->len);
}

static void
move_all (const char *from_dir,
          const char *to_dir)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderWorkspace) from = ponder_test_open_workspace (from_dir, &error);
  g_autoptr(PonderWorkspace) to = ponder_test_open_workspace (to_dir, &error);
  g_autoptr(GPtrArray) sessions = list_sessions (from);

  g_assert_no_error (error);
  g_assert_cmpuint (sessions->len, ==, N_SEEDS);
  for (guint i = 0; i < sessions->len; i += N_AT_ONCE)
    move_some (from, to, sessions, i, to_dir);
  ponder_test_close_workspace (from);
  ponder_test_close_workspace (to);
}

/* --- row for row --- */

/* Numbers that a database gives in the order in which it stores, and who is writing in it just now. */
static gboolean
is_of_one_database (const char *column)
{
  static const char *const names[] = { "serial", "message", "preview_message", "leaf", "owner", NULL };

  return g_strv_contains (names, column);
}

/* All of it, and which kind of value it is. (transfer full) */
static char *
dup_value (sqlite3_stmt *row,
           int           column)
{
  const char *name = sqlite3_column_name (row, column);
  int type = sqlite3_column_type (row, column);

  if (type == SQLITE_FLOAT)
    return g_strdup_printf ("%s: %a", name, sqlite3_column_double (row, column));
  return g_strdup_printf ("%s: %d, %s", name, type, sqlite3_column_text (row, column));
}

static void
assert_same_row (sqlite3_stmt *a,
                 sqlite3_stmt *b)
{
  for (int i = 0; i < sqlite3_column_count (a); i++)
    {
      g_autofree char *in_a = dup_value (a, i);
      g_autofree char *in_b = dup_value (b, i);

      if (!is_of_one_database (sqlite3_column_name (a, i)))
        g_assert_cmpstr (in_a, ==, in_b);
    }
}

static sqlite3_stmt *
prepare (sqlite3    *db,
         const char *select,
         const char *order)
{
  g_autofree char *sql = g_strconcat (select, " ORDER BY ", order, NULL);
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  return statement;
}

/* Gives how many rows there are. */
static guint
assert_same_rows (sqlite3    *a,
                  const char *select_a,
                  sqlite3    *b,
                  const char *select_b,
                  const char *order)
{
  sqlite3_stmt *rows_a = prepare (a, select_a, order);
  sqlite3_stmt *rows_b = prepare (b, select_b, order);
  guint n = 0;

  while (sqlite3_step (rows_a) == SQLITE_ROW)
    {
      g_assert_cmpint (sqlite3_step (rows_b), ==, SQLITE_ROW);
      assert_same_row (rows_a, rows_b);
      n++;
    }
  g_assert_cmpint (sqlite3_step (rows_b), ==, SQLITE_DONE);
  sqlite3_finalize (rows_a);
  sqlite3_finalize (rows_b);
  return n;
}

static sqlite3 *
open_file (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "data", "ponder.db", NULL);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  return db;
}

#define SESSIONS "SELECT *, (SELECT id FROM messages WHERE serial = preview_message) AS preview_id FROM sessions"
#define MESSAGES "SELECT * FROM messages"
#define PARTS    "SELECT session, id, parts.* FROM parts JOIN messages ON serial = message"
#define TAGS     "SELECT * FROM tags"
#define ORIGINS  "SELECT * FROM origins"
#define RUNS     "SELECT runs.*, message AS answer FROM runs JOIN messages ON messages.session = runs.session" \
                 " AND messages.id = runs.message"
#define EVENTS   "SELECT * FROM run_events"
#define IN_SIGHT " WHERE run IN (SELECT runs.id FROM runs JOIN messages ON messages.session = runs.session" \
                 " AND messages.id = runs.message WHERE trashed = 0)"

/* The trash of @dir_a was not exported. */
static void
assert_same_databases (const char *dir_a,
                       const char *dir_b)
{
  sqlite3 *a = open_file (dir_a);
  sqlite3 *b = open_file (dir_b);

  g_assert_cmpuint (assert_same_rows (a, SESSIONS, b, SESSIONS, "id"), ==, N_SEEDS);
  g_assert_cmpuint (assert_same_rows (a, MESSAGES " WHERE trashed = 0", b, MESSAGES, "session, serial"), >, N_SEEDS);
  g_assert_cmpuint (assert_same_rows (a, PARTS " WHERE trashed = 0", b, PARTS, "session, serial, place"), >, N_SEEDS);
  g_assert_cmpuint (assert_same_rows (a, TAGS, b, TAGS, "session, tag"), >, N_SEEDS / 2);
  g_assert_cmpuint (assert_same_rows (a, RUNS " WHERE trashed = 0", b, RUNS, "runs.id"), >, N_SEEDS / 10);
  g_assert_cmpuint (assert_same_rows (a, EVENTS IN_SIGHT, b, EVENTS, "run, seq"), >, N_SEEDS);
  g_assert_cmpuint (assert_same_rows (a, ORIGINS, b, ORIGINS, "session"), >, N_SEEDS / 10);
  sqlite3_close (a);
  sqlite3_close (b);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Names of files, which are the digests of what is in them. (transfer full) */
static char *
list_attachments (const char *dir)
{
  g_autofree char *folder = g_build_filename (dir, "data", "attachments", NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GDir) subfolders = g_dir_open (folder, 0, NULL);
  const char *subfolder;

  g_assert_nonnull (subfolders);
  while ((subfolder = g_dir_read_name (subfolders)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, subfolder, NULL);
      g_autoptr(GDir) files = g_dir_open (path, 0, NULL);
      const char *name;

      while (files != NULL && (name = g_dir_read_name (files)) != NULL)
        g_ptr_array_add (names, g_strdup (name));
    }
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (GStrv) names->pdata);
}

static void
assert_same_attachments (const char *dir_a,
                         const char *dir_b)
{
  g_autofree char *a = list_attachments (dir_a);
  g_autofree char *b = list_attachments (dir_b);

  g_assert_cmpuint (strlen (a), >, 2 * 64);
  g_assert_cmpstr (a, ==, b);
}

static void
test_rows (void)
{
  char *from = ponder_test_dir_new ();
  char *to = ponder_test_dir_new ();

  fill (from);
  move_all (from, to);
  assert_same_databases (from, to);
  assert_same_attachments (from, to);
  ponder_test_dir_remove (from);
  ponder_test_dir_remove (to);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workspace/round-trip/a-thousand-random-trees-are-the-same-row-for-row", test_rows);
  return g_test_run ();
}
