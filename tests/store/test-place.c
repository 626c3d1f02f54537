/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders and files as accidents leave them: nothing is lost, and what is wrong is named. */

#include "config.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include "ponder-error.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-store.h"

#define NOBODY 65534

static guint
mode_of (const char *dir,
         const char *name)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  return status.st_mode & 07777;
}

/* A database with one chat of one message; gives its path. (transfer full) */
static char *
make_database (const char *dir)
{
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  g_autoptr(PonderMessage) message = ponder_test_message_new ("m", NULL, PONDER_ROLE_USER, "words");
  char *path = g_strdup (ponder_store_get_path (store));

  for (guint i = 0; i < 2000; i++)
    ponder_message_append_text (message, "more than one page of words ");
  ponder_test_store_save_one (store, session, message);
  ponder_test_store_close (store);
  return path;
}

static void
assert_has_chat (const char *dir)
{
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(GPtrArray) messages = ponder_test_store_load (store, "s");

  g_assert_cmpuint (messages->len, ==, 1);
  g_assert_null (ponder_store_get_set_aside (store));
  ponder_test_store_check (store);
  ponder_test_store_close (store);
}

static void
test_modes (void)
{
  char *dir = ponder_test_dir_new ();
  g_autofree char *deep = g_build_filename (dir, "a", "b", NULL);
  mode_t old_mask = umask (0);
  PonderStore *store = ponder_test_store_open (deep);

  g_assert_cmpuint (mode_of (dir, "a"), ==, 0700);
  g_assert_cmpuint (mode_of (deep, "."), ==, 0700);
  g_assert_cmpuint (mode_of (deep, "ponder.db"), ==, 0600);
  g_assert_cmpuint (mode_of (deep, "ponder.db-wal"), ==, 0600);
  g_assert_cmpuint (mode_of (deep, "ponder.db-shm"), ==, 0600);
  g_assert_cmpuint (mode_of (deep, "ponder.lock"), ==, 0600);
  ponder_test_store_close (store);

  /* A copy put back by hand is closed too; a folder that was there stays what it was. */
  g_assert_cmpint (g_chmod (deep, 0755), ==, 0);
  g_chdir (deep);
  g_assert_cmpint (g_chmod ("ponder.db", 0644), ==, 0);
  store = ponder_test_store_open (deep);
  g_assert_cmpuint (mode_of (deep, "ponder.db"), ==, 0600);
  g_assert_cmpuint (mode_of (deep, "ponder.db-wal"), ==, 0600);
  g_assert_cmpuint (mode_of (deep, "."), ==, 0755);
  ponder_test_store_close (store);
  g_chdir ("/");
  umask (old_mask);
  ponder_test_dir_remove (dir);
}

static void
test_bad_folders (void)
{
  char *dir = ponder_test_dir_new ();
  g_autofree char *file = g_build_filename (dir, "file", NULL);
  g_autofree char *below = g_build_filename (dir, "file", "below", NULL);
  g_autofree char *link = g_build_filename (dir, "link", NULL);
  g_autofree char *database = g_build_filename (dir, "data", "ponder.db", NULL);
  g_autofree char *data = g_build_filename (dir, "data", NULL);

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  ponder_test_store_refuse (file, PONDER_ERROR_STORE, file);
  ponder_test_store_refuse (below, PONDER_ERROR_STORE, below);

  g_assert_cmpint (symlink ("nowhere", link), ==, 0);
  ponder_test_store_refuse (link, PONDER_ERROR_STORE, link);

  g_assert_cmpint (g_mkdir_with_parents (database, 0700), ==, 0);
  ponder_test_store_refuse (data, PONDER_ERROR_STORE, database);
  ponder_test_dir_remove (dir);
}

/* Opens @dir as somebody who does not own it. */
static void
child_open_as_nobody (const char *dir)
{
  if (geteuid () == 0)
    {
      g_assert_cmpint (setgid (NOBODY), ==, 0);
      g_assert_cmpint (setuid (NOBODY), ==, 0);
    }
  ponder_test_store_refuse (dir, PONDER_ERROR_STORE, dir);
}

static void
run_as_nobody (const char *dir)
{
  g_autoptr(GSubprocess) child = ponder_test_child_new ("nobody", dir, NULL);
  g_autofree char *output = ponder_test_child_finish (child);
}

static void
test_unwritable (void)
{
  char *dir = ponder_test_dir_new ();
  g_autofree char *data = g_build_filename (dir, "data", NULL);
  g_autofree char *path = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_assert_cmpint (g_chmod (dir, 0755), ==, 0);
  path = make_database (data);
  before = ponder_test_file_digest (path);

  /* A folder that may be read, a folder in which only the file may not be written, and no way
   * in. */
  g_assert_cmpint (g_chmod (data, 0555), ==, 0);
  g_assert_cmpint (g_chmod (path, 0444), ==, 0);
  run_as_nobody (data);
  if (geteuid () == 0)
    {
      g_assert_cmpint (g_chmod (data, 0777), ==, 0);
      run_as_nobody (data);
    }
  g_assert_cmpint (g_chmod (data, 0000), ==, 0);
  run_as_nobody (data);

  g_assert_cmpint (g_chmod (data, 0700), ==, 0);
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  after = ponder_test_file_digest (path);
  g_assert_cmpstr (before, ==, after);
  assert_has_chat (data);
  ponder_test_dir_remove (dir);
}

/* Everything can be read, nothing written, and everybody is told why. */
static void
assert_can_be_read (const char *dir,
                    const char *title)
{
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(PonderSession) session = ponder_test_store_find (store, "s", NULL);
  g_autoptr(GPtrArray) sessions = ponder_test_store_list (store, FALSE);
  g_autoptr(GPtrArray) messages = ponder_test_store_load (store, "s");
  g_autoptr(GError) error = NULL;

  g_assert_true (ponder_store_get_read_only (store));
  g_assert_null (ponder_store_get_set_aside (store));
  g_assert_cmpuint (sessions->len, ==, 1);
  g_assert_cmpstr (ponder_session_get_title (session), ==, title);
  g_assert_cmpuint (messages->len, ==, 1);
  g_assert_true (g_str_has_prefix (ponder_message_get_text (g_ptr_array_index (messages, 0)), "words"));
  g_assert_false (ponder_test_store_try_save (store, session, messages, &error));
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_STORE_TOO_NEW);
  g_assert_nonnull (strstr (error->message, ponder_store_get_path (store)));
  ponder_test_store_close (store);
}

static void
test_too_new (void)
{
  char *dir = ponder_test_dir_new ();
  g_autofree char *path = make_database (dir);
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *before_wal = NULL;
  g_autofree char *after_wal = NULL;
  sqlite3 *handle;

  ponder_test_sql (path, "PRAGMA user_version = 1000");
  before = ponder_test_file_digest (path);
  assert_can_be_read (dir, "");
  after = ponder_test_file_digest (path);
  g_assert_cmpstr (before, ==, after);

  /* Neither is what its own program left in the log brought into the file. */
  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  g_assert_cmpint (sqlite3_exec (handle, "UPDATE sessions SET title = 'in the log'", NULL, NULL,
                                 NULL), ==, SQLITE_OK);
  sqlite3_close (handle);
  before_wal = ponder_test_file_digest (wal);
  assert_can_be_read (dir, "in the log");
  g_free (after);
  after = ponder_test_file_digest (path);
  after_wal = ponder_test_file_digest (wal);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpstr (before_wal, ==, after_wal);
  ponder_test_dir_remove (dir);
}

/* Writes @bytes into the file at @offset. */
static void
overwrite (const char   *path,
           goffset       offset,
           const guint8 *bytes,
           gsize         n_bytes)
{
  FILE *file = g_fopen (path, "r+");

  g_assert_nonnull (file);
  g_assert_cmpint (fseeko (file, offset, SEEK_SET), ==, 0);
  g_assert_cmpuint (fwrite (bytes, 1, n_bytes, file), ==, n_bytes);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
test_newer_sqlite (void)
{
  static const guint8 versions[][2] = { { 3, 3 }, { 3, 2 }, { 2, 3 } };

  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      char *dir = ponder_test_dir_new ();
      g_autofree char *path = make_database (dir);
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;

      overwrite (path, 18, versions[i], 2);
      before = ponder_test_file_digest (path);
      ponder_test_store_refuse (dir, versions[i][1] > 2 ? PONDER_ERROR_STORE_TOO_NEW
                                                        : PONDER_ERROR_STORE, path);
      after = ponder_test_file_digest (path);
      g_assert_cmpstr (before, ==, after);
      ponder_test_dir_remove (dir);
    }
}

/* Columns and tables that came, or went, since: what is known is read. */
static void
test_strange_tables (void)
{
  char *dir = ponder_test_dir_new ();
  g_autofree char *path = make_database (dir);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  ponder_test_sql (path,
                   "ALTER TABLE messages ADD COLUMN colour TEXT NOT NULL DEFAULT 'red';"
                   "ALTER TABLE messages DROP COLUMN cached_from;"
                   "ALTER TABLE messages DROP COLUMN total_ms;"
                   "ALTER TABLE sessions DROP COLUMN preview;"
                   "DROP TABLE choices;"
                   "CREATE TABLE news (n INTEGER);"
                   "PRAGMA user_version = 1000;");
  before = ponder_test_file_digest (path);
  assert_can_be_read (dir, "");
  after = ponder_test_file_digest (path);
  g_assert_cmpstr (before, ==, after);
  ponder_test_dir_remove (dir);
}

typedef enum
{
  HTML,
  SHORT_TEXT,
  HALF,
  MID_PAGE,
  FIFTY_BYTES,
  NOISE,
  NOISE_AFTER_HEADER,
  ZEROS,
  EMPTIED,
  N_DAMAGES
} Damage;

static void
do_damage (const char *path,
           Damage      damage)
{
  static const char html[] = "<!DOCTYPE html><title>Sign in</title>";
  guint8 noise[4096];
  GStatBuf status;

  for (guint i = 0; i < sizeof noise; i++)
    noise[i] = (guint8) g_test_rand_int ();
  g_assert_cmpint (g_stat (path, &status), ==, 0);

  switch (damage)
    {
    case HTML:
      {
        g_autoptr(GString) page = g_string_new (NULL);

        while (page->len < 5000)
          g_string_append (page, html);
        g_assert_true (g_file_set_contents (path, page->str, -1, NULL));
      }
      break;
    case SHORT_TEXT:
      g_assert_true (g_file_set_contents (path, "hello\n", -1, NULL));
      break;
    case HALF:
      g_assert_cmpint (truncate (path, status.st_size / 2), ==, 0);
      break;
    case MID_PAGE:
      g_assert_cmpint (truncate (path, 4096 * 3 + 100), ==, 0);
      break;
    case FIFTY_BYTES:
      g_assert_cmpint (truncate (path, 50), ==, 0);
      break;
    case NOISE:
      overwrite (path, 0, noise, sizeof noise);
      break;
    case NOISE_AFTER_HEADER:
      overwrite (path, 100, noise, sizeof noise - 100);
      break;
    case ZEROS:
      memset (noise, 0, sizeof noise);
      overwrite (path, 0, noise, sizeof noise);
      break;
    case EMPTIED:
      {
        g_autofree char *dir = g_path_get_dirname (path);
        g_autofree char *backups = g_build_filename (dir, "backups", NULL);
        g_autofree char *backup = g_build_filename (backups, "ponder-v0-x.db", NULL);

        g_assert_cmpint (g_mkdir (backups, 0700), ==, 0);
        g_assert_true (g_file_set_contents (backup, "x", 1, NULL));
        g_assert_cmpint (truncate (path, 0), ==, 0);
      }
      break;
    case N_DAMAGES:
      g_assert_not_reached ();
    }
}

/* Where the pages are there, so are the rows, whatever became of the first page. */
static gboolean
is_readable (Damage damage)
{
  return damage == NOISE || damage == NOISE_AFTER_HEADER || damage == ZEROS;
}

static void
assert_recovered (PonderStore *store,
                  gboolean     readable)
{
  const PonderRecovery *recovery = ponder_store_get_recovery (store);
  g_autoptr(GPtrArray) sessions = ponder_test_store_list (store, FALSE);
  g_autoptr(GPtrArray) messages = ponder_test_store_load (store, "s");

  g_assert_cmpint (recovery->copy_time, ==, 0);
  g_assert_cmpuint (recovery->n_from_copy, ==, 0);
  if (!readable)
    return;

  g_assert_cmpuint (recovery->n_messages, ==, 1);
  g_assert_cmpuint (recovery->n_expected, ==, 1);
  g_assert_cmpuint (sessions->len, ==, 1);
  g_assert_cmpuint (messages->len, ==, 1);
  g_assert_cmpuint (strlen (ponder_message_get_text (g_ptr_array_index (messages, 0))), ==,
                    strlen ("words") + 2000 * strlen ("more than one page of words "));
}

static void
test_damaged (void)
{
  for (Damage damage = HTML; damage < N_DAMAGES; damage++)
    {
      char *dir = ponder_test_dir_new ();
      g_autofree char *path = make_database (dir);
      g_autofree char *wal = g_strconcat (path, "-wal", NULL);
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;
      g_autofree char *aside_wal = NULL;
      g_autofree char *aside = NULL;
      PonderStore *store;

      g_test_message ("damage %d", (int) damage);
      do_damage (path, damage);
      g_assert_true (g_file_set_contents (wal, "log", 3, NULL));
      before = ponder_test_file_digest (path);

      g_test_expect_message ("ponder-store", G_LOG_LEVEL_WARNING, "*was damaged and is now*");
      store = ponder_test_store_open (dir);
      g_test_assert_expected_messages ();
      aside = g_strdup (ponder_store_get_set_aside (store));
      g_assert_nonnull (aside);
      g_assert_true (g_str_has_prefix (aside, path));
      after = ponder_test_file_digest (aside);
      g_assert_cmpstr (before, ==, after);
      aside_wal = g_strconcat (aside, "-wal", NULL);
      g_assert_true (g_file_test (aside_wal, G_FILE_TEST_EXISTS));

      assert_recovered (store, is_readable (damage));
      ponder_test_store_check (store);
      ponder_test_store_close (store);

      /* The new one is what is opened from now on, and nobody is told twice. */
      store = ponder_test_store_open (dir);
      g_assert_null (ponder_store_get_set_aside (store));
      ponder_test_store_close (store);
      g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
      ponder_test_dir_remove (dir);
    }
}

static void
test_damaged_twice (void)
{
  char *dir = ponder_test_dir_new ();
  g_autofree char *path = g_build_filename (dir, "ponder.db", NULL);
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 3; i++)
    {
      PonderStore *store;

      g_assert_true (g_file_set_contents (path, "no database at all", -1, NULL));
      g_test_expect_message ("ponder-store", G_LOG_LEVEL_WARNING, "*was damaged and is now*");
      store = ponder_test_store_open (dir);
      g_test_assert_expected_messages ();
      g_assert_true (g_file_test (ponder_store_get_set_aside (store), G_FILE_TEST_EXISTS));
      g_assert_true (g_hash_table_add (names, g_strdup (ponder_store_get_set_aside (store))));
      ponder_test_store_close (store);
    }
  ponder_test_dir_remove (dir);
}

/* Damage that shows only in use is an error with its place, and the file stays. */
static void
test_damaged_inside (void)
{
  char *dir = ponder_test_dir_new ();
  g_autofree char *path = make_database (dir);
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *report = NULL;
  GAsyncResult *pending = NULL;
  guint8 noise[4096 * 4];

  ponder_test_store_close (store);
  for (guint i = 0; i < sizeof noise; i++)
    noise[i] = (guint8) g_test_rand_int ();
  overwrite (path, 4096, noise, sizeof noise);

  store = ponder_test_store_open (dir);
  g_assert_null (ponder_store_get_set_aside (store));
  g_assert_null (ponder_test_store_find (store, "s", &error));
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_STORE);
  g_assert_nonnull (strstr (error->message, path));

  ponder_store_check_async (store, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  report = ponder_store_check_finish (store, result, NULL);
  g_assert_cmpstr (report, !=, "ok");
  g_clear_object (&result);
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

/* Only the file was removed by hand: its log must not be taken for that of the new one, but what it holds is
 * read. */
static void
test_stray_log (void)
{
  char *dir = ponder_test_dir_new ();
  g_autofree char *path = make_database (dir);
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *kept = NULL;
  g_autoptr(GPtrArray) sessions = NULL;
  PonderStore *store;
  sqlite3 *handle;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  g_assert_cmpint (sqlite3_exec (handle, "UPDATE sessions SET title = 'in the log'", NULL, NULL,
                                 NULL), ==, SQLITE_OK);
  sqlite3_close (handle);
  g_assert_true (g_file_test (wal, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_unlink (path), ==, 0);

  g_test_expect_message ("ponder-store", G_LOG_LEVEL_WARNING, "*was damaged and is now*");
  store = ponder_test_store_open (dir);
  g_test_assert_expected_messages ();
  kept = g_strconcat (ponder_store_get_set_aside (store), "-wal", NULL);
  g_assert_true (g_file_test (kept, G_FILE_TEST_EXISTS));
  sessions = ponder_test_store_list (store, FALSE);
  g_assert_cmpuint (sessions->len, ==, 1);
  g_assert_cmpstr (ponder_session_get_title (g_ptr_array_index (sessions, 0)), ==, "in the log");
  ponder_test_store_check (store);
  ponder_test_store_close (store);

  /* Without a log it is simply a beginning. */
  g_assert_cmpint (g_unlink (path), ==, 0);
  store = ponder_test_store_open (dir);
  g_assert_null (ponder_store_get_set_aside (store));
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

static void
test_empty_file (void)
{
  char *dir = ponder_test_dir_new ();
  g_autofree char *path = g_build_filename (dir, "ponder.db", NULL);
  PonderStore *store;

  /* As a crash before the first transaction leaves it. */
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  store = ponder_test_store_open (dir);
  g_assert_null (ponder_store_get_set_aside (store));
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 4 && g_str_equal (argv[1], "--child"))
    {
      child_open_as_nobody (argv[3]);
      return 0;
    }

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/place/is-private", test_modes);
  g_test_add_func ("/place/a-file-is-no-folder", test_bad_folders);
  g_test_add_func ("/place/what-cannot-be-written-is-named", test_unwritable);
  g_test_add_func ("/place/what-is-too-new-can-be-read-and-stays-untouched", test_too_new);
  g_test_add_func ("/place/what-is-too-new-is-read-as-far-as-it-is-known", test_strange_tables);
  g_test_add_func ("/place/a-newer-sqlite-is-no-damage", test_newer_sqlite);
  g_test_add_func ("/place/what-is-damaged-is-set-aside", test_damaged);
  g_test_add_func ("/place/nothing-set-aside-is-overwritten", test_damaged_twice);
  g_test_add_func ("/place/damage-inside-is-an-error", test_damaged_inside);
  g_test_add_func ("/place/a-removed-file-begins-anew", test_stray_log);
  g_test_add_func ("/place/an-empty-file-is-a-beginning", test_empty_file);
  return g_test_run ();
}
