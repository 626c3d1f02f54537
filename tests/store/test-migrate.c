/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Old databases become new ones in whole steps, with a copy of what was. */

#include "config.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "ponder-db-migrate.h"
#include "ponder-db-schema.h"
#include "ponder-error.h"
#include "ponder-fault.h"
#include "ponder-store-runs.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-store.h"

static const char *const steps[] = {
  "CREATE TABLE a (n INTEGER); INSERT INTO a VALUES (1);",
  "ALTER TABLE a ADD COLUMN m INTEGER DEFAULT 7; INSERT INTO a VALUES (2, 3);",
  "CREATE TABLE b AS SELECT sum (n + m) AS total FROM a;",
};

static const char *const broken_steps[] = {
  "CREATE TABLE a (n INTEGER); INSERT INTO a VALUES (1);",
  "CREATE TABLE c (n INTEGER); INSERT INTO a VALUES (2); INSERT INTO nowhere VALUES (1);",
};

/* A place for one database that is not a store's. */
typedef struct
{
  char     *dir;
  char     *path;
  char     *backups;
  PonderDb *db;
} Fixture;

static void
fixture_open (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;

  fixture->db = ponder_db_open (fixture->path, &error);
  g_assert_no_error (error);
  ponder_db_start_writing (fixture->db, PONDER_DB_SYNC_FULL, &error);
  g_assert_no_error (error);
}

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  user_data)
{
  fixture->dir = ponder_test_dir_new ();
  fixture->path = g_build_filename (fixture->dir, "test.db", NULL);
  fixture->backups = g_build_filename (fixture->dir, "backups", NULL);
  g_assert_true (g_file_set_contents (fixture->path, "", 0, NULL));
  fixture_open (fixture);
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  user_data)
{
  ponder_db_close (fixture->db);
  g_free (fixture->path);
  g_free (fixture->backups);
  ponder_test_dir_remove (fixture->dir);
}

static void
migrate (Fixture           *fixture,
         const char *const *to_steps,
         guint              n_steps)
{
  g_autoptr(GError) error = NULL;

  ponder_db_migrate (fixture->db, to_steps, n_steps, fixture->backups, &error);
  g_assert_no_error (error);
}

static void
assert_int (PonderDb   *db,
            const char *sql,
            gint64      expected)
{
  g_autoptr(GError) error = NULL;
  gint64 value = -1;

  ponder_db_get_int (db, sql, &value, &error);
  g_assert_no_error (error);
  g_assert_cmpint (value, ==, expected);
}

static int
compare_names_cb (gconstpointer a,
                  gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The names in a folder, in order, joined. (transfer full) */
static char *
list_folder (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names_cb);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (char **) names->pdata);
}

static void
test_new (Fixture       *fixture,
          gconstpointer  user_data)
{
  g_autofree char *copies = NULL;

  migrate (fixture, steps, G_N_ELEMENTS (steps));
  assert_int (fixture->db, "PRAGMA user_version", 3);
  assert_int (fixture->db, "SELECT total FROM b", 13);
  migrate (fixture, steps, G_N_ELEMENTS (steps));
  assert_int (fixture->db, "SELECT count (*) FROM a", 2);

  /* There was nothing to copy. */
  copies = list_folder (fixture->backups);
  g_assert_cmpstr (copies, ==, "");
}

static void
test_copy (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autofree char *first = NULL;
  g_autofree char *both = NULL;
  g_autofree char *path = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderDb) copy = NULL;
  GStatBuf status;
  mode_t old_mask = umask (0);

  migrate (fixture, steps, 1);
  migrate (fixture, steps, 2);
  first = list_folder (fixture->backups);
  g_assert_true (g_str_has_prefix (first, "ponder-v1-"));
  g_assert_true (g_str_has_suffix (first, ".db"));
  g_assert_null (strchr (first, ' '));

  path = g_build_filename (fixture->backups, first, NULL);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (fixture->backups, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0700);
  umask (old_mask);

  /* The copy is a whole database of the old version. */
  copy = ponder_db_open (path, &error);
  g_assert_no_error (error);
  assert_int (copy, "PRAGMA user_version", 1);
  assert_int (copy, "SELECT sum (n) FROM a", 1);

  migrate (fixture, steps, 3);
  both = list_folder (fixture->backups);
  g_assert_true (g_str_has_prefix (both, first));
  g_assert_nonnull (strstr (both, " ponder-v2-"));
}

/* What an unknown hand made without a version is copied as well. */
static void
test_version_nought (Fixture       *fixture,
                     gconstpointer  user_data)
{
  g_autofree char *copies = NULL;
  g_autoptr(GError) error = NULL;

  ponder_db_exec (fixture->db, "CREATE TABLE mine (n INTEGER)", &error);
  g_assert_no_error (error);
  migrate (fixture, steps, 1);
  assert_int (fixture->db, "SELECT count (*) FROM mine", 0);
  copies = list_folder (fixture->backups);
  g_assert_true (g_str_has_prefix (copies, "ponder-v0-"));
}

static void
test_broken_step (Fixture       *fixture,
                  gconstpointer  user_data)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (ponder_db_migrate (fixture->db, broken_steps, 2, fixture->backups, &error));
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_STORE);
  assert_int (fixture->db, "PRAGMA user_version", 1);
  assert_int (fixture->db, "SELECT sum (n) FROM a", 1);
  assert_int (fixture->db, "SELECT count (*) FROM sqlite_schema", 1);

  /* The right step goes on from there. */
  migrate (fixture, steps, 3);
  assert_int (fixture->db, "SELECT total FROM b", 13);
}

static void
test_no_copy_no_step (Fixture       *fixture,
                      gconstpointer  user_data)
{
  g_autoptr(GError) error = NULL;

  migrate (fixture, steps, 1);
  g_assert_true (g_file_set_contents (fixture->backups, "in the way", -1, NULL));
  g_assert_false (ponder_db_migrate (fixture->db, steps, 2, fixture->backups, &error));
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_STORE);
  g_assert_nonnull (strstr (error->message, fixture->backups));
  assert_int (fixture->db, "PRAGMA user_version", 1);
}

static void
test_left_part (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autofree char *part = g_build_filename (fixture->backups, "ponder.part", NULL);
  g_autofree char *copies = NULL;

  /* As a crash in the middle of a copy leaves it. */
  migrate (fixture, steps, 1);
  g_assert_cmpint (g_mkdir (fixture->backups, 0700), ==, 0);
  g_assert_true (g_file_set_contents (part, "half a copy", -1, NULL));
  migrate (fixture, steps, 2);
  copies = list_folder (fixture->backups);
  g_assert_true (g_str_has_prefix (copies, "ponder-v1-"));
  g_assert_null (strstr (copies, "part"));
}

static void
test_too_new (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *copies = NULL;

  migrate (fixture, steps, 3);
  g_assert_false (ponder_db_migrate (fixture->db, steps, 2, fixture->backups, &error));
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_STORE_TOO_NEW);
  copies = list_folder (fixture->backups);
  g_assert_cmpstr (copies, ==, "");
}

/* All SQL of a schema, in order of names. (transfer full) */
static char *
read_schema (const char *path)
{
  g_autoptr(GString) schema = g_string_new (NULL);
  sqlite3 *handle = NULL;
  sqlite3_stmt *rows = NULL;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (handle, "SELECT sql FROM sqlite_schema ORDER BY type, name",
                                       -1, &rows, NULL), ==, SQLITE_OK);
  while (sqlite3_step (rows) == SQLITE_ROW)
    g_string_append_printf (schema, "%s\n", (const char *) sqlite3_column_text (rows, 0));
  sqlite3_finalize (rows);
  sqlite3_close (handle);
  return g_strdup (schema->str);
}

static void
load_fixture (const char *dir,
              const char *name)
{
  g_autofree char *sql_path = g_build_filename (g_getenv ("PONDER_SOURCE_DIR"), "tests", "fixtures",
                                                "db", name, NULL);
  g_autofree char *path = g_build_filename (dir, "ponder.db", NULL);
  g_autofree char *sql = NULL;
  g_autoptr(GError) error = NULL;

  g_file_get_contents (sql_path, &sql, NULL, &error);
  g_assert_no_error (error);
  ponder_test_sql (path, sql);
}

static void
assert_fixture_chat (PonderStore *store,
                     guint        version)
{
  g_autoptr(GPtrArray) messages = ponder_test_store_load (store, "01hf0000000000000000000001");
  PonderMessage *message;

  g_assert_cmpuint (messages->len, ==, 4);
  message = g_ptr_array_index (messages, 0);
  g_assert_cmpstr (ponder_message_get_text (message), ==, "Why are there tides? 潮汐");
  g_assert_cmpuint (ponder_message_get_parts (message)->len, ==, version < 4 ? 2 : 3);
  message = g_ptr_array_index (messages, 1);
  g_assert_cmpint (ponder_message_get_state (message), ==, PONDER_MESSAGE_CUT_OFF);
  g_assert_cmpint (ponder_message_get_fault (message)->category, ==, PONDER_ERROR_NETWORK);
  g_assert_cmpint (ponder_message_get_trashed (message), ==, version < 5 ? 0 : 1700000300000000);
  message = g_ptr_array_index (messages, 2);
  g_assert_cmpstr (ponder_message_get_reasoning (message), ==, "The moon …");
  g_assert_cmpint (ponder_message_get_usage (message)->output, ==, 34);
  g_assert_cmpint (ponder_message_get_finish (message), ==, PONDER_FINISH_STOP);
  g_assert_true (ponder_message_get_chosen (message));
  g_assert_cmpint (ponder_message_get_cached_from (message), ==, version < 3 ? 0 : 1699999000000000);
  message = g_ptr_array_index (messages, 3);
  g_assert_cmpint (ponder_message_get_state (message), ==, PONDER_MESSAGE_INTERRUPTED);
  g_assert_cmpstr (ponder_message_get_text (message), ==, "Half an ans");
}

/* Whatever was there before there were words is found by its words, once nobody writes it. */
static void
assert_fixture_words (PonderStore *store,
                      guint        version)
{
  static const char *const cases[][2] = {
    { "moon", "01hf0000000000000000000001/c" }, { "潮汐", "01hf0000000000000000000001/a" },
    { "ans", "01hf0000000000000000000001/d" },  { "sea", "01hf0000000000000000000001/a" },
    { "in:reasoning moon", "01hf0000000000000000000001/c" },
    { "tide", "01hf0000000000000000000001/ 01hf0000000000000000000001/a" },
    { "tag:sea", NULL },
    { "noon", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = ponder_test_store_search (store, cases[i][0]);

      /* That one lies in the trash. */
      if (version >= 5 && g_str_equal (cases[i][0], "ans"))
        g_assert_cmpstr (found, ==, "");
      else if (cases[i][1] != NULL)
        g_assert_cmpstr (found, ==, cases[i][1]);
      else
        g_assert_cmpint (*found != '\0', ==, version >= 4);
    }
}

/* What an older version did not know is as if nobody had set it. */
static void
assert_fixture_providers (GPtrArray *providers,
                          guint      version)
{
  PonderProviderConfig *openai;
  PonderProviderConfig *home;

  g_assert_cmpuint (providers->len, ==, 2);
  openai = g_ptr_array_index (providers, 0);
  home = g_ptr_array_index (providers, 1);
  g_assert_cmpstr (ponder_provider_config_get_key_env (openai), ==, "OPENAI_API_KEY");
  g_assert_cmpstr (ponder_provider_config_get_ca_file (openai), ==, NULL);
  g_assert_cmpstr (ponder_provider_config_get_proxy (openai), ==,
                   version < 2 ? NULL : "http://proxy.example.com:3128");
  g_assert_cmpfloat_with_epsilon (ponder_provider_config_get_total_timeout (home), 600, 0.001);
  g_assert_cmpstr (ponder_provider_config_get_ca_file (home), ==,
                   version < 2 ? NULL : "/home/me/home.pem");
  g_assert_cmpstr (ponder_provider_config_get_proxy (home), ==, version < 2 ? NULL : "none");
}

static void
assert_fixture_runs (PonderStore *store,
                     guint        version)
{
  g_autoptr(GAsyncResult) listed = NULL;
  g_autoptr(GAsyncResult) loaded = NULL;
  g_autoptr(GPtrArray) runs = NULL;
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;

  ponder_store_list_runs_async (store, NULL, NULL, ponder_test_take_result, &pending);
  listed = ponder_test_await (&pending);
  runs = ponder_store_list_runs_finish (store, listed, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, version < 6 ? 0 : 1);
  if (version < 6)
    return;

  pending = NULL;
  ponder_store_load_run_async (store, ((PonderThinkRecord *) g_ptr_array_index (runs, 0))->id, FALSE, NULL,
                               ponder_test_take_result, &pending);
  loaded = ponder_test_await (&pending);
  events = ponder_store_load_run_finish (store, loaded, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (events->len, ==, 2);
}

/* One fixture for each version that was ever shipped. */
static void
test_shipped_versions (void)
{
  for (guint version = 1; version <= PONDER_DB_VERSION; version++)
    {
      char *dir = ponder_test_dir_new ();
      char *new_dir = ponder_test_dir_new ();
      g_autofree char *name = g_strdup_printf ("v%u.sql", version);
      g_autofree char *old_schema = NULL;
      g_autofree char *new_schema = NULL;
      g_autoptr(GPtrArray) sessions = NULL;
      g_autoptr(GPtrArray) trash = NULL;
      g_autoptr(GPtrArray) providers = NULL;
      PonderStore *store;

      load_fixture (dir, name);
      store = ponder_test_store_open (dir);
      sessions = ponder_test_store_list (store, FALSE);
      trash = ponder_test_store_list (store, TRUE);
      providers = ponder_test_store_list_providers (store);
      g_assert_cmpuint (sessions->len, ==, 1);
      g_assert_cmpuint (trash->len, ==, 1);
      assert_fixture_providers (providers, version);
      g_assert_cmpstr (ponder_session_get_title (g_ptr_array_index (sessions, 0)), ==, "Tides");
      g_assert_cmpstr (ponder_session_get_draft (g_ptr_array_index (sessions, 0)), ==,
                       "And the sun");
      assert_fixture_chat (store, version);
      assert_fixture_words (store, version);
      assert_fixture_runs (store, version);
      ponder_test_store_check (store);
      old_schema = read_schema (ponder_store_get_path (store));
      ponder_test_store_close (store);

      /* Its tables are now those of a new one. */
      store = ponder_test_store_open (new_dir);
      new_schema = read_schema (ponder_store_get_path (store));
      ponder_test_store_close (store);
      g_assert_cmpstr (old_schema, ==, new_schema);
      ponder_test_dir_remove (dir);
      ponder_test_dir_remove (new_dir);
    }
}

static void
add (const char *name,
     void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (name, Fixture, NULL, fixture_set_up, test, fixture_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/migrate/a-new-database-needs-no-copy", test_new);
  add ("/migrate/an-old-database-is-copied-first", test_copy);
  add ("/migrate/tables-without-a-version-are-copied-too", test_version_nought);
  add ("/migrate/a-step-that-fails-leaves-nothing", test_broken_step);
  add ("/migrate/without-a-copy-nothing-is-done", test_no_copy_no_step);
  add ("/migrate/half-a-copy-is-in-nobodys-way", test_left_part);
  add ("/migrate/a-newer-database-is-refused", test_too_new);
  g_test_add_func ("/migrate/every-shipped-version-opens", test_shipped_versions);
  return g_test_run ();
}
