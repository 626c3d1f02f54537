/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two hundred programs die at any moment of whatever they do: what they were told is stored, and the file is sound. */

#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "ponder-db-schema.h"
#include "ponder-store-import.h"
#include "ponder-store-safety.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-store.h"

#define N_KILLS_OF_EACH 29      /* of seven kinds */

#define N_BATCH  20             /* messages that are saved at once */
#define N_TRASH  150
#define N_OLD    90            /* chats of an old database, or of a copy */

/* --- what the children do --- */

static void
acknowledge (gint64 number)
{
  printf ("%" G_GINT64_FORMAT "\n", number);
  fflush (stdout);
}

/* @n messages that say @text. */
static GPtrArray *
make_messages (const char *text,
               guint       n)
{
  GPtrArray *messages = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("m%02u", i);

      g_ptr_array_add (messages, ponder_test_message_new (name, NULL, PONDER_ROLE_USER, text));
    }
  return messages;
}

/* Saves a chat of @n messages at once. */
static void
save_chat (PonderStore *store,
           const char  *id,
           guint        n,
           gint64       trashed)
{
  g_autoptr(PonderSession) session = ponder_session_new (id);
  g_autoptr(GPtrArray) messages = make_messages (id, n);

  ponder_session_set_trashed (session, trashed);
  ponder_test_store_save (store, session, messages);
}

/* As a reader of another program's file hands it over. */
static void
import_chat (PonderStore *store,
             const char  *id)
{
  g_autoptr(PonderSession) session = ponder_session_new (id);
  g_autoptr(GPtrArray) messages = make_messages (id, N_BATCH);
  PonderStoreArrival *arrival = ponder_store_arrival_new (session, messages);
  g_autofree PonderArrivalResult *result = NULL;
  g_autoptr(GAsyncResult) done = NULL;
  GAsyncResult *place = NULL;
  g_autoptr(GError) error = NULL;

  arrival->source = g_strdup ("another");
  arrival->external_id = g_strdup (id);
  ponder_store_import_async (store, arrival, NULL, ponder_test_take_result, &place);
  done = ponder_test_await (&place);
  result = ponder_store_import_finish (store, done, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result->n_messages, ==, N_BATCH);
}

/* An answer that grows; tells how long it is. */
static void
child_stream (const char *dir,
              const char *name)
{
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(PonderSession) session = ponder_session_new (name);
  g_autoptr(PonderMessage) answer = ponder_message_new ("a", NULL, PONDER_ROLE_ASSISTANT);

  ponder_message_set_state (answer, PONDER_MESSAGE_STREAMING);
  for (;;)
    {
      ponder_message_append_text (answer, "0123456789");
      ponder_test_store_save_one (store, session, answer);
      acknowledge ((gint64) strlen (ponder_message_get_text (answer)));
    }
}

/* One chat after the other; tells how many. */
static void
child_import (const char *dir,
              const char *name)
{
  PonderStore *store = ponder_test_store_open (dir);

  acknowledge (0);
  for (guint i = 0;; i++)
    {
      g_autofree char *id = g_strdup_printf ("%s-%04u", name, i);

      import_chat (store, id);
      acknowledge (i + 1);
    }
}

/* Empties the trash, the oldest first; tells up to when. */
static void
child_delete (const char *dir,
              const char *name)
{
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(GPtrArray) trash = ponder_test_store_list (store, TRUE);

  acknowledge (0);
  for (guint i = trash->len; i > 0; i--)
    {
      gint64 time = ponder_session_get_trashed (g_ptr_array_index (trash, i - 1));

      ponder_test_store_purge_trash (store, time);
      acknowledge (time);
    }
  ponder_test_run_for (10000);
}

/* Opening is all of it: it migrates, or it recovers. */
static void
child_open (const char *dir,
            const char *name)
{
  PonderStore *store;

  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
  acknowledge (0);
  store = ponder_test_store_open (dir);
  acknowledge (1);
  ponder_test_run_for (10000);
  ponder_test_store_close (store);
}

static void
child_restore (const char *dir,
               const char *name)
{
  PonderStore *store = ponder_test_store_open (dir);
  g_autofree char *path = g_build_filename (dir, "copy.db", NULL);
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *pending = NULL;

  acknowledge (0);
  ponder_store_restore_async (store, path, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  acknowledge (1);
  ponder_test_run_for (10000);
}

static void
child_back_up (const char *dir,
               const char *name)
{
  PonderStore *store = ponder_test_store_open (dir);

  acknowledge (0);
  for (guint i = 1;; i++)
    {
      g_autoptr(GAsyncResult) result = NULL;
      GAsyncResult *pending = NULL;

      ponder_store_back_up_async (store, TRUE, NULL, ponder_test_take_result, &pending);
      result = ponder_test_await (&pending);
      acknowledge (i);
    }
}

static int
run_child (char *argv[])
{
  static const struct
  {
    const char *name;
    void      (*run) (const char *, const char *);
  } children[] = {
    { "stream", child_stream },
    { "import", child_import },
    { "delete", child_delete },
    { "open", child_open },
    { "restore", child_restore },
    { "back-up", child_back_up },
  };

  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    if (g_str_equal (argv[0], children[i].name))
      children[i].run (argv[1], argv[2]);
  return 1;
}

/* --- killing --- */

/* Kills a child some time after its first word; gives the last thing it told. */
static gint64
run_and_kill (const char *what,
              const char *dir,
              const char *name,
              guint       max_us)
{
  g_autoptr(GSubprocess) child = ponder_test_child_new (what, dir, name, NULL);
  GInputStream *pipe = g_subprocess_get_stdout_pipe (child);
  g_autoptr(GString) output = g_string_new (NULL);
  g_auto(GStrv) lines = NULL;
  g_autoptr(GError) error = NULL;
  char buffer[4096];
  gssize n_read = g_input_stream_read (pipe, buffer, sizeof buffer, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (n_read, >, 0);
  g_string_append_len (output, buffer, n_read);
  g_usleep ((gulong) g_test_rand_int_range (0, (int) max_us));
  g_subprocess_force_exit (child);
  while ((n_read = g_input_stream_read (pipe, buffer, sizeof buffer, NULL, &error)) > 0)
    g_string_append_len (output, buffer, n_read);
  g_assert_no_error (error);
  g_subprocess_wait (child, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_signaled (child));
  g_assert_cmpint (g_subprocess_get_term_sig (child), ==, SIGKILL);

  /* A line may be cut off; the one before it is whole. */
  lines = g_strsplit (output->str, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), >=, 2);
  return g_ascii_strtoll (lines[g_strv_length (lines) - 2], NULL, 10);
}

static gint64
query (const char *path,
       const char *sql)
{
  sqlite3 *handle = NULL;
  sqlite3_stmt *row = NULL;
  gint64 value;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (handle, sql, -1, &row, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (row), ==, SQLITE_ROW);
  value = sqlite3_column_int64 (row, 0);
  sqlite3_finalize (row);
  sqlite3_close (handle);
  return value;
}

/* By SQLite's own long look at every table and index; and nothing is without what it belongs to. */
static void
assert_sound (const char *path)
{
  g_assert_cmpint (query (path, "SELECT count (*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"), ==, 0);
  g_assert_cmpint (query (path, "SELECT count (*) FROM pragma_foreign_key_check"), ==, 0);
}

static char *
database_in (const char *dir)
{
  return g_build_filename (dir, "ponder.db", NULL);
}

/* --- what must be there afterwards --- */

static void
test_stream (void)
{
  char *dir = ponder_test_dir_new ();
  g_autofree char *path = database_in (dir);

  for (guint i = 0; i < N_KILLS_OF_EACH; i++)
    {
      g_autofree char *name = g_strdup_printf ("s%u", i);
      gint64 acknowledged = run_and_kill ("stream", dir, name, 60000);
      PonderStore *store;
      g_autoptr(GPtrArray) messages = NULL;
      PonderMessage *answer;

      assert_sound (path);
      store = ponder_test_store_open (dir);
      messages = ponder_test_store_load (store, name);
      g_assert_cmpuint (messages->len, ==, 1);
      answer = g_ptr_array_index (messages, 0);
      g_assert_cmpint ((gint64) strlen (ponder_message_get_text (answer)), >=, acknowledged);
      g_assert_cmpint (ponder_message_get_state (answer), ==, PONDER_MESSAGE_INTERRUPTED);
      ponder_test_store_close (store);
    }
  ponder_test_dir_remove (dir);
}

static void
test_import (void)
{
  char *dir = ponder_test_dir_new ();
  g_autofree char *path = database_in (dir);
  gint64 n_chats = 0;

  for (guint i = 0; i < N_KILLS_OF_EACH; i++)
    {
      g_autofree char *name = g_strdup_printf ("b%02u", i);
      gint64 acknowledged = run_and_kill ("import", dir, name, 60000);
      gint64 n_now;

      assert_sound (path);
      n_now = query (path, "SELECT count (*) FROM sessions");
      g_assert_cmpint (n_now, >=, n_chats + acknowledged);
      g_assert_cmpint (n_now, <=, n_chats + acknowledged + 1);
      g_assert_cmpint (query (path, "SELECT count (*) FROM sessions WHERE n_messages <> 20 OR"
                              " (SELECT count (*) FROM messages JOIN parts ON message = messages.serial"
                              "  JOIN origins ON origins.session = messages.session AND external_id = text"
                              "  WHERE messages.session = sessions.id) <> 20"), ==, 0);
      n_chats = n_now;
    }
  ponder_test_dir_remove (dir);
}

static void
fill_trash (const char *dir)
{
  PonderStore *store = ponder_test_store_open (dir);

  for (guint i = 1; i <= N_TRASH; i++)
    {
      g_autofree char *id = g_strdup_printf ("t%04u", i);

      save_chat (store, id, 3, i);
    }
  save_chat (store, "kept", 3, 0);
  ponder_test_store_close (store);
}

static void
test_delete (void)
{
  char *dir = ponder_test_dir_new ();
  g_autofree char *path = database_in (dir);

  fill_trash (dir);
  for (guint i = 0; i < N_KILLS_OF_EACH; i++)
    {
      gint64 acknowledged = run_and_kill ("delete", dir, "", 15000);
      gint64 oldest;

      assert_sound (path);
      oldest = query (path, "SELECT ifnull (min (trashed), 0) FROM sessions WHERE trashed > 0");
      if (oldest == 0)
        {
          fill_trash (dir);
          continue;
        }
      g_assert_cmpint (oldest, >, acknowledged);
      g_assert_cmpint (query (path, "SELECT count (*) FROM sessions"), ==, N_TRASH - oldest + 2);
      g_assert_cmpint (query (path, "SELECT count (*) FROM parts"), ==, 3 * (N_TRASH - oldest + 2));
    }
  ponder_test_dir_remove (dir);
}

/* As the first version made them, with more in it than in the fixture. (transfer full) */
static char *
read_old_sql (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("PONDER_SOURCE_DIR"), "tests", "fixtures", "db", "v1.sql", NULL);
  g_autoptr(GString) sql = g_string_new (NULL);
  g_autofree char *fixture = NULL;
  g_autoptr(GError) error = NULL;

  g_file_get_contents (path, &fixture, NULL, &error);
  g_assert_no_error (error);
  g_string_append (sql, fixture);
  g_string_append (sql, "BEGIN;");
  for (guint i = 0; i < N_OLD; i++)
    g_string_append_printf (sql,
                            "INSERT INTO sessions SELECT 'old%04u', title, title_fixed, preview, 0, pinned, created,"
                            " updated, 0, 1, config, draft, draft_cursor, scroll_message, scroll_offset"
                            " FROM sessions LIMIT 1;"
                            "INSERT INTO messages (serial, session, id, role, state, created, first_token_ms,"
                            " reasoning_ms, total_ms, chosen) VALUES (%u, 'old%04u', 'm', 'user', 'done', 1, -1, -1,"
                            " -1, 0);"
                            "INSERT INTO parts (message, place, kind, text) VALUES (%u, 0, 'text', 'old words');",
                            i, 1000 + i, i, 1000 + i);
  g_string_append (sql, "COMMIT;");
  return g_string_free (g_steal_pointer (&sql), FALSE);
}

static void
assert_copies_sound (const char *dir)
{
  g_autofree char *backups = g_build_filename (dir, "backups", NULL);
  g_autoptr(GDir) folder = g_dir_open (backups, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (backups, name, NULL);

      if (g_str_has_suffix (name, ".db"))
        assert_sound (path);
    }
}

static void
test_migrate (void)
{
  g_autofree char *sql = read_old_sql ();

  for (guint i = 0; i < N_KILLS_OF_EACH; i++)
    {
      char *dir = ponder_test_dir_new ();
      g_autofree char *path = database_in (dir);
      PonderStore *store;

      ponder_test_sql (path, sql);
      run_and_kill ("open", dir, "", 60000);
      assert_sound (path);
      assert_copies_sound (dir);
      store = ponder_test_store_open (dir);
      g_assert_null (ponder_store_get_set_aside (store));
      ponder_test_store_close (store);
      g_assert_cmpint (query (path, "PRAGMA user_version"), ==, PONDER_DB_VERSION);
      g_assert_cmpint (query (path, "SELECT count (*) FROM sessions"), ==, N_OLD + 2);
      g_assert_cmpint (query (path, "SELECT count (*) FROM parts WHERE text = 'old words'"), ==, N_OLD);
      assert_sound (path);
      ponder_test_dir_remove (dir);
    }
}

static char *
make_whole (const char *dir)
{
  PonderStore *store = ponder_test_store_open (dir);
  char *path = g_strdup (ponder_store_get_path (store));

  for (guint i = 0; i < N_OLD / 3; i++)
    {
      g_autofree char *id = g_strdup_printf ("c%04u", i);

      save_chat (store, id, 3, 0);
    }
  ponder_test_store_close (store);
  return path;
}

/* Once a recovery has begun, it ends, whoever does that; and the damaged file is kept. */
static void
test_recover (void)
{
  char *whole_dir = ponder_test_dir_new ();
  g_autofree char *whole = make_whole (whole_dir);
  g_autofree char *bytes = NULL;
  gsize n_bytes;

  g_assert_true (g_file_get_contents (whole, &bytes, &n_bytes, NULL));
  memset (bytes, 0, 4096);
  for (guint i = 0; i < N_KILLS_OF_EACH; i++)
    {
      char *dir = ponder_test_dir_new ();
      g_autofree char *path = database_in (dir);
      g_autofree char *left = NULL;
      PonderStore *store;

      g_assert_true (g_file_set_contents (path, bytes, (gssize) n_bytes, NULL));
      run_and_kill ("open", dir, "", 150000);
      store = ponder_test_store_open (dir);
      ponder_test_store_close (store);
      g_assert_cmpint (query (path, "SELECT count (*) FROM sessions"), ==, N_OLD / 3);
      g_assert_cmpint (query (path, "SELECT count (*) FROM parts WHERE text LIKE 'c%'"), ==, N_OLD);
      assert_sound (path);
      left = ponder_test_find_file (dir, ".recovered");
      g_assert_null (left);
      ponder_test_dir_remove (dir);
    }
  ponder_test_dir_remove (whole_dir);
}

static void
test_restore (void)
{
  char *whole_dir = ponder_test_dir_new ();
  g_autofree char *whole = make_whole (whole_dir);
  g_autofree char *bytes = NULL;
  gsize n_bytes;

  g_assert_true (g_file_get_contents (whole, &bytes, &n_bytes, NULL));
  for (guint i = 0; i < N_KILLS_OF_EACH; i++)
    {
      char *dir = ponder_test_dir_new ();
      g_autofree char *path = database_in (dir);
      g_autofree char *copy = g_build_filename (dir, "copy.db", NULL);
      gint64 n_chats;

      g_assert_true (g_file_set_contents (copy, bytes, (gssize) n_bytes, NULL));
      run_and_kill ("restore", dir, "", 150000);
      assert_sound (path);
      assert_sound (copy);
      n_chats = query (path, "SELECT count (*) FROM sessions");
      g_assert_cmpint (query (path, "SELECT count (*) FROM parts"), ==, 3 * n_chats);
      g_assert_cmpint (query (path, "SELECT count (*) FROM sessions WHERE n_messages <> 3"), ==, 0);
      ponder_test_dir_remove (dir);
    }
  ponder_test_dir_remove (whole_dir);
}

static void
test_back_up (void)
{
  char *dir = ponder_test_dir_new ();
  g_autofree char *path = make_whole (dir);

  for (guint i = 0; i < N_KILLS_OF_EACH; i++)
    {
      run_and_kill ("back-up", dir, "", 40000);
      assert_sound (path);
      assert_copies_sound (dir);
    }
  ponder_test_dir_remove (dir);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 5 && g_str_equal (argv[1], "--child"))
    return run_child (argv + 2);

  g_test_init (&argc, &argv, NULL);
  /* That a file is set aside is a warning. */
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
  g_test_add_func ("/kill/while-an-answer-streams", test_stream);
  g_test_add_func ("/kill/while-chats-are-imported", test_import);
  g_test_add_func ("/kill/while-the-trash-is-emptied", test_delete);
  g_test_add_func ("/kill/while-tables-are-brought-up-to-date", test_migrate);
  g_test_add_func ("/kill/while-a-damaged-file-is-read", test_recover);
  g_test_add_func ("/kill/while-a-copy-is-brought-back", test_restore);
  g_test_add_func ("/kill/while-a-copy-is-made", test_back_up);
  return g_test_run ();
}
