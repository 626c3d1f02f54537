/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cache's file that is broken, in whatever way, is made anew; a place that is wrong is an error. */

#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <unistd.h>

#include "ponder-error.h"
#include "ponder-test-cache.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-store.h"

#define N_ENTRIES   60
#define MAX_LENGTH  20000
#define PAGE        4096
#define NOW         (1000 * G_USEC_PER_SEC)
#define END         (NOW + G_USEC_PER_SEC)
#define FILE_LIMIT  (600 * 1024)
#define NOBODY      65534

typedef void (*Damage) (const char *path);

typedef struct
{
  const char *name;
  Damage      damage;
  gboolean    all_lost;         /* it shows as soon as the file is opened */
} Case;

/* --- damages --- */

static goffset
size_of (const char *path)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  return status.st_size;
}

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
write_noise (const char *path,
             goffset     offset,
             gsize       n_bytes)
{
  g_autofree guint8 *noise = g_malloc (n_bytes);

  for (gsize i = 0; i < n_bytes; i++)
    noise[i] = (guint8) g_test_rand_int ();
  overwrite (path, offset, noise, n_bytes);
}

static void
damage_page (const char *path)
{
  g_autoptr(GString) page = g_string_new (NULL);
  FILE *file = g_fopen (path, "w");

  while (page->len < 5000)
    g_string_append (page, "<!DOCTYPE html><title>Sign in</title>");
  g_assert_cmpuint (fwrite (page->str, 1, page->len, file), ==, page->len);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
damage_word (const char *path)
{
  g_assert_cmpint (truncate (path, 0), ==, 0);
  overwrite (path, 0, (const guint8 *) "hello\n", 6);
}

static void
damage_emptied (const char *path)
{
  g_assert_cmpint (truncate (path, 0), ==, 0);
}

static void
damage_head_only (const char *path)
{
  g_assert_cmpint (truncate (path, 50), ==, 0);
}

static void
damage_half (const char *path)
{
  g_assert_cmpint (truncate (path, size_of (path) / 2), ==, 0);
}

static void
damage_within_page (const char *path)
{
  g_assert_cmpint (truncate (path, 10 * PAGE + 100), ==, 0);
}

static void
damage_noise (const char *path)
{
  write_noise (path, 0, PAGE);
}

static void
damage_noise_after_head (const char *path)
{
  write_noise (path, 100, PAGE - 100);
}

static void
damage_noise_inside (const char *path)
{
  write_noise (path, PAGE, (gsize) size_of (path) - PAGE);
}

static void
damage_noise_in_middle (const char *path)
{
  write_noise (path, size_of (path) / 3, (gsize) size_of (path) / 3);
}

/* One byte in every page but the first: no page looks wrong, but what it says is. */
static void
damage_bits (const char *path)
{
  for (goffset page = PAGE; page < size_of (path); page += PAGE)
    write_noise (path, page + g_test_rand_int_range (0, PAGE), 1);
}

static void
damage_zeros (const char *path)
{
  static const guint8 zeros[PAGE];

  overwrite (path, 0, zeros, PAGE);
}

static void
damage_newer_format (const char *path)
{
  overwrite (path, 18, (const guint8 *) "\3\3", 2);
}

static void
damage_write_format (const char *path)
{
  overwrite (path, 18, (const guint8 *) "\3\2", 2);
}

static void
damage_version (const char *path)
{
  ponder_test_sql (path, "PRAGMA user_version = 1000");
}

static void
damage_no_entries (const char *path)
{
  ponder_test_sql (path, "DROP TABLE entries");
}

static void
damage_no_totals (const char *path)
{
  ponder_test_sql (path, "DROP TABLE totals");
}

static void
damage_no_row (const char *path)
{
  ponder_test_sql (path, "DELETE FROM totals");
}

static void
damage_no_trigger (const char *path)
{
  ponder_test_sql (path, "DROP TRIGGER entry_deleted");
}

static void
damage_shape (const char *path)
{
  ponder_test_sql (path, "ALTER TABLE entries RENAME COLUMN value TO worth");
}

static void
damage_sums (const char *path)
{
  ponder_test_sql (path, "UPDATE totals SET entries = 1000000, bytes = 1 << 50");
}

static void
damage_another (const char *path)
{
  g_assert_cmpint (g_unlink (path), ==, 0);
  ponder_test_sql (path, "CREATE TABLE entries (key TEXT, value TEXT); INSERT INTO entries VALUES ('a', 'b')");
}

static void
damage_removed (const char *path)
{
  g_assert_cmpint (g_unlink (path), ==, 0);
}

static const Case cases[] = {
  { "a-page-of-a-hotel", damage_page, TRUE },
  { "a-word", damage_word, TRUE },
  { "emptied", damage_emptied, TRUE },
  { "only-its-head", damage_head_only, TRUE },
  { "cut-in-half", damage_half, FALSE },
  { "cut-within-a-page", damage_within_page, FALSE },
  { "noise", damage_noise, TRUE },
  { "noise-after-the-head", damage_noise_after_head, TRUE },
  { "noise-inside", damage_noise_inside, TRUE },
  { "noise-in-the-middle", damage_noise_in_middle, FALSE },
  { "wrong-bits", damage_bits, FALSE },
  { "zeros", damage_zeros, TRUE },
  { "a-newer-format", damage_newer_format, TRUE },
  { "a-newer-format-to-write", damage_write_format, TRUE },
  { "another-version", damage_version, TRUE },
  { "no-entries", damage_no_entries, TRUE },
  { "no-totals", damage_no_totals, TRUE },
  { "no-row-of-totals", damage_no_row, TRUE },
  { "no-trigger", damage_no_trigger, TRUE },
  { "another-shape", damage_shape, TRUE },
  { "wrong-sums", damage_sums, FALSE },
  { "another-database", damage_another, TRUE },
  { "removed", damage_removed, TRUE },
};

/* --- what is expected of all of them --- */

typedef struct
{
  char *dir;
  char *path;
  char *chats;
  char *chats_log;
  char *digest;
  char *log_digest;
} Place;

/* The chats lie beside the cache, the log full. */
static void
place_set_up (Place *place)
{
  sqlite3 *handle;

  place->dir = ponder_test_dir_new ();
  place->path = ponder_cache_file_dup_path (place->dir);
  place->chats = g_build_filename (place->dir, "ponder.db", NULL);
  place->chats_log = g_strconcat (place->chats, "-wal", NULL);
  ponder_test_store_close (ponder_test_store_open (place->dir));
  g_assert_cmpint (sqlite3_open (place->chats, &handle), ==, SQLITE_OK);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  g_assert_cmpint (sqlite3_exec (handle, "PRAGMA user_version = 2", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (handle);
  place->digest = ponder_test_file_digest (place->chats);
  place->log_digest = ponder_test_file_digest (place->chats_log);
}

static void
place_tear_down (Place *place)
{
  g_autofree char *digest = ponder_test_file_digest (place->chats);
  g_autofree char *log_digest = ponder_test_file_digest (place->chats_log);

  g_assert_cmpstr (digest, ==, place->digest);
  g_assert_cmpstr (log_digest, ==, place->log_digest);
  ponder_test_dir_remove (place->dir);
  g_free (place->path);
  g_free (place->chats);
  g_free (place->chats_log);
  g_free (place->digest);
  g_free (place->log_digest);
}

static char *
make_key (guint i)
{
  g_autofree char *name = g_strdup_printf ("%u", i);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, name, -1);
}

static char *
make_value (guint i)
{
  return g_strnfill (1 + i * 7919 % MAX_LENGTH, (char) ('a' + i % 26));
}

static void
put_all (PonderCacheFile *cache)
{
  for (guint i = 0; i < N_ENTRIES; i++)
    {
      g_autofree char *key = make_key (i);
      g_autofree char *value = make_value (i);

      ponder_test_cache_put (cache, key, value, NOW, END);
    }
}

/* Each entry is what it was, or it is not there. Gives how many are there. */
static guint
count_sound (PonderCacheFile *cache)
{
  guint n_sound = 0;

  for (guint i = 0; i < N_ENTRIES; i++)
    {
      g_autofree char *key = make_key (i);
      g_autofree char *value = make_value (i);
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) bytes = ponder_test_cache_try_get (cache, key, NOW, &error);

      g_assert_no_error (error);
      if (bytes == NULL)
        continue;
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), value, strlen (value));
      n_sound++;
    }
  return n_sound;
}

/* Whatever was wrong: everything works, and soon nothing is wrong any more. */
static void
assert_works (PonderCacheFile *cache)
{
  count_sound (cache);
  put_all (cache);
  count_sound (cache);
  ponder_test_cache_clean (cache, NOW, 0);
  ponder_test_cache_clear (cache);
  put_all (cache);
  g_assert_cmpuint (count_sound (cache), ==, N_ENTRIES);
  g_assert_cmpuint (ponder_test_cache_stats (cache).n_entries, ==, N_ENTRIES);
}

static void
make_cache (Place *place)
{
  PonderCacheFile *cache = ponder_test_cache_new (place->dir);

  put_all (cache);
  ponder_test_cache_close (cache);
}

static void
test_damaged (gconstpointer user_data)
{
  const Case *test = user_data;
  PonderCacheFile *cache;
  Place place;
  guint n_sound;

  place_set_up (&place);
  make_cache (&place);
  test->damage (place.path);

  cache = ponder_test_cache_new (place.dir);
  n_sound = count_sound (cache);
  if (test->all_lost)
    g_assert_cmpuint (n_sound, ==, 0);
  assert_works (cache);
  ponder_test_cache_close (cache);
  ponder_test_cache_check (place.path);
  place_tear_down (&place);
}

/* Each operation may be the one that finds out. */
static void
test_found_by (void)
{
  for (guint i = 0; i < 5; i++)
    {
      PonderCacheFile *cache;
      Place place;

      place_set_up (&place);
      make_cache (&place);
      damage_noise_inside (place.path);
      cache = ponder_test_cache_new (place.dir);
      if (i == 0)
        ponder_test_cache_expect (cache, "a", NOW, NULL);
      else if (i == 1)
        ponder_test_cache_put (cache, "a", "one", NOW, END);
      else if (i == 2)
        g_assert_cmpint (ponder_test_cache_clean (cache, NOW, 0), ==, 0);
      else if (i == 3)
        g_assert_cmpint (ponder_test_cache_clear (cache), ==, 0);
      else
        ponder_cache_file_count (cache, 1, 0, 0);
      ponder_test_cache_close (cache);
      ponder_test_cache_check (place.path);
      if (i == 4)
        g_assert_cmpint (ponder_test_cache_sql (place.path, "SELECT hits FROM totals"), ==, 1);
      place_tear_down (&place);
    }
}

/* SQLite has pages in memory, and brings its log into the file when it is closed: what comes of that is no answer that
 * was never given either. */
static void
test_damaged_in_use (gconstpointer user_data)
{
  const Case *test = user_data;
  PonderCacheFile *cache;
  PonderCacheFile *other;
  Place place;

  place_set_up (&place);
  make_cache (&place);
  cache = ponder_test_cache_new (place.dir);
  other = ponder_test_cache_new (place.dir);
  ponder_test_cache_expect (cache, "a", NOW, NULL);
  ponder_test_cache_put (other, "a", "one", NOW, END);
  test->damage (place.path);

  assert_works (cache);
  assert_works (other);
  g_assert_cmpuint (count_sound (cache), ==, N_ENTRIES);
  ponder_test_cache_close (cache);
  g_assert_cmpuint (count_sound (other), ==, N_ENTRIES);
  ponder_test_cache_close (other);

  cache = ponder_test_cache_new (place.dir);
  assert_works (cache);
  ponder_test_cache_close (cache);
  ponder_test_cache_check (place.path);
  place_tear_down (&place);
}

/* A log without its file is not that of the new one. */
static void
test_stray_log (void)
{
  PonderCacheFile *cache;
  sqlite3 *handle;
  Place place;

  place_set_up (&place);
  make_cache (&place);
  g_assert_cmpint (sqlite3_open (place.path, &handle), ==, SQLITE_OK);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  g_assert_cmpint (sqlite3_exec (handle, "UPDATE totals SET hits = 99", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (handle);
  g_assert_cmpint (g_unlink (place.path), ==, 0);

  cache = ponder_test_cache_new (place.dir);
  g_assert_cmpuint (ponder_test_cache_stats (cache).hits, ==, 0);
  assert_works (cache);
  ponder_test_cache_close (cache);
  ponder_test_cache_check (place.path);
  place_tear_down (&place);
}

/* --- places --- */

static void
expect_error (PonderCacheFile *cache,
              int              code,
              const char      *words)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (ponder_test_cache_try_get (cache, "a", NOW, &error));
  g_assert_error (error, PONDER_ERROR, code);
  g_assert_nonnull (strstr (error->message, words));
  g_clear_error (&error);
  g_assert_false (ponder_test_cache_try_put (cache, "a", "one", NOW, END, &error));
  g_assert_error (error, PONDER_ERROR, code);
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_folder_in_place (void)
{
  char *dir = ponder_test_dir_new ();
  g_autofree char *path = ponder_cache_file_dup_path (dir);
  PonderCacheFile *cache = ponder_test_cache_new (dir);

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  expect_error (cache, PONDER_ERROR_STORE, path);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_DIR));

  /* Afterwards it goes on by itself. */
  g_assert_cmpint (g_rmdir (path), ==, 0);
  assert_works (cache);
  ponder_test_cache_close (cache);
  ponder_test_dir_remove (dir);
}

static void
test_file_for_folder (void)
{
  char *dir = ponder_test_dir_new ();
  g_autofree char *file = g_build_filename (dir, "file", NULL);
  PonderCacheFile *cache = ponder_test_cache_new (file);

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  expect_error (cache, PONDER_ERROR_STORE, file);
  ponder_test_cache_close (cache);
  ponder_test_dir_remove (dir);
}

static void
child_nobody (const char *dir)
{
  PonderCacheFile *cache = ponder_test_cache_new (dir);

  if (geteuid () == 0)
    {
      g_assert_cmpint (setgid (NOBODY), ==, 0);
      g_assert_cmpint (setuid (NOBODY), ==, 0);
    }
  expect_error (cache, PONDER_ERROR_STORE, dir);
  ponder_test_cache_close (cache);
}

static void
run_child (const char *what,
           const char *dir)
{
  g_autoptr(GSubprocess) child = ponder_test_child_new (what, dir, NULL);
  g_autofree char *output = ponder_test_child_finish (child);
}

static void
test_unwritable (void)
{
  Place place;

  place_set_up (&place);
  make_cache (&place);
  g_assert_cmpint (g_chmod (place.path, 0444), ==, 0);
  g_assert_cmpint (g_chmod (place.dir, 0555), ==, 0);
  run_child ("nobody", place.dir);
  if (geteuid () == 0)
    {
      g_assert_cmpint (g_chmod (place.dir, 0777), ==, 0);
      run_child ("nobody", place.dir);
    }
  g_assert_cmpint (g_chmod (place.dir, 0000), ==, 0);
  run_child ("nobody", place.dir);

  g_assert_cmpint (g_chmod (place.dir, 0700), ==, 0);
  g_assert_cmpint (ponder_test_cache_sql (place.path, "SELECT count (*) FROM entries"), ==, N_ENTRIES);
  place_tear_down (&place);
}

/* A limit on files is a full disk: what is kept stays, and goes on when there is room again. */
static void
child_limited (const char *dir)
{
  g_autofree char *path = ponder_cache_file_dup_path (dir);
  PonderCacheFile *cache = ponder_test_cache_new (dir);
  g_autofree char *large = g_strnfill (64 * 1024, 'x');
  struct rlimit old_limit;
  struct rlimit limit;
  g_autoptr(GError) error = NULL;
  guint n_put = 0;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);
  limit = old_limit;
  limit.rlim_cur = FILE_LIMIT;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  ponder_test_cache_put (cache, "a", "one", NOW, END);
  while (error == NULL)
    {
      g_autofree char *key = make_key (n_put);

      g_assert_cmpuint (n_put, <, 100);
      if (ponder_test_cache_try_put (cache, key, large, NOW, END, &error))
        n_put++;
    }
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_STORE_FULL);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_cmpuint (n_put, >, 2);
  ponder_test_cache_expect (cache, "a", NOW, "one");
  g_assert_cmpuint (ponder_test_cache_stats (cache).n_entries, ==, n_put + 1);

  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);
  ponder_test_cache_put (cache, "b", large, NOW, END);
  g_assert_cmpuint (ponder_test_cache_stats (cache).n_entries, ==, n_put + 2);

  /* Clearing it must be a way out. */
  limit.rlim_cur = 4096;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_cmpint (ponder_test_cache_clear (cache), ==, n_put + 2);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);
  assert_works (cache);
  ponder_test_cache_close (cache);
  ponder_test_cache_check (path);
}

/* Nothing can even be begun. */
static void
child_nothing (const char *dir)
{
  g_autofree char *path = ponder_cache_file_dup_path (dir);
  PonderCacheFile *cache = ponder_test_cache_new (dir);
  struct rlimit old_limit;
  struct rlimit limit;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);
  limit = old_limit;
  limit.rlim_cur = 5000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  expect_error (cache, PONDER_ERROR_STORE_FULL, path);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);
  assert_works (cache);
  ponder_test_cache_close (cache);
  ponder_test_cache_check (path);
}

static void
test_in_child (gconstpointer user_data)
{
  char *dir = ponder_test_dir_new ();

  run_child (user_data, dir);
  ponder_test_dir_remove (dir);
}

/* --- locks --- */

/* One second, then it says so; an entry that is asked for is there all the time. */
static void
test_locked (void)
{
  char *dir = ponder_test_dir_new ();
  g_autofree char *path = ponder_cache_file_dup_path (dir);
  PonderCacheFile *cache = ponder_test_cache_new (dir);
  g_autoptr(GError) error = NULL;
  gint64 begin;
  sqlite3 *handle;

  ponder_test_cache_put (cache, "a", "one", NOW, END);
  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  begin = g_get_monotonic_time ();
  ponder_test_cache_expect (cache, "a", NOW, "one");
  g_assert_false (ponder_test_cache_try_put (cache, "a", "two", NOW, END, &error));
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_STORE);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_cmpint (g_get_monotonic_time () - begin, >, G_USEC_PER_SEC / 2);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 3 * G_USEC_PER_SEC);

  sqlite3_close (handle);
  ponder_test_cache_expect (cache, "a", NOW, "one");
  ponder_test_cache_put (cache, "a", "two", NOW, END);
  ponder_test_cache_expect (cache, "a", NOW, "two");
  ponder_test_cache_close (cache);

  /* The two hits are counted once the lock is gone. */
  g_assert_cmpint (ponder_test_cache_sql (path, "SELECT uses - (1 << 32) FROM totals"), ==, 5);
  ponder_test_dir_remove (dir);
}

static void
test_opening_locked (void)
{
  char *dir = ponder_test_dir_new ();
  g_autofree char *path = g_build_filename (dir, "cache.lock", NULL);
  PonderCacheFile *cache = ponder_test_cache_new (dir);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;
  int lock = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  gint64 begin = g_get_monotonic_time ();
  gint64 created;
  gint64 expires;

  g_assert_cmpint (flock (lock, LOCK_EX), ==, 0);
  expect_error (cache, PONDER_ERROR_STORE, path);
  g_assert_cmpint (g_get_monotonic_time () - begin, >, G_USEC_PER_SEC);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 4 * G_USEC_PER_SEC);

  begin = g_get_monotonic_time ();
  ponder_cache_file_get_async (cache, "a", NOW, cancellable, ponder_test_take_result, &pending);
  ponder_test_run_for (100);
  g_assert_null (pending);
  g_cancellable_cancel (cancellable);
  result = ponder_test_await (&pending);
  g_assert_null (ponder_cache_file_get_finish (cache, result, &created, &expires, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, G_USEC_PER_SEC);
  g_clear_object (&result);

  close (lock);
  assert_works (cache);
  ponder_test_cache_close (cache);
  ponder_test_dir_remove (dir);
}

static int
be_child (const char *what,
          const char *dir)
{
  if (g_str_equal (what, "nobody"))
    child_nobody (dir);
  else if (g_str_equal (what, "limited"))
    child_limited (dir);
  else
    child_nothing (dir);
  return 0;
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 4 && g_str_equal (argv[1], "--child"))
    return be_child (argv[2], argv[3]);

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *closed = g_strconcat ("/cache-damage/closed/", cases[i].name, NULL);
      g_autofree char *in_use = g_strconcat ("/cache-damage/in-use/", cases[i].name, NULL);

      g_test_add_data_func (closed, &cases[i], test_damaged);
      g_test_add_data_func (in_use, &cases[i], test_damaged_in_use);
    }
  g_test_add_func ("/cache-damage/whoever-finds-it-makes-it-anew", test_found_by);
  g_test_add_func ("/cache-damage/a-log-without-its-file-is-not-read", test_stray_log);
  g_test_add_func ("/cache-damage/a-folder-in-its-place-is-an-error", test_folder_in_place);
  g_test_add_func ("/cache-damage/a-file-for-a-folder-is-an-error", test_file_for_folder);
  g_test_add_func ("/cache-damage/what-cannot-be-written-is-named", test_unwritable);
  g_test_add_data_func ("/cache-damage/a-full-disk-loses-nothing", "limited", test_in_child);
  g_test_add_data_func ("/cache-damage/a-full-disk-at-the-start-is-named", "nothing", test_in_child);
  g_test_add_func ("/cache-damage/a-lock-is-waited-for-one-second", test_locked);
  g_test_add_func ("/cache-damage/opening-does-not-wait-for-ever", test_opening_locked);
  return g_test_run ();
}
