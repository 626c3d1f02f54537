/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cache on the disk: what is kept, for how long, within which limits, and what is counted. */

#include "config.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

#include "ponder-test-cache.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"

#define SECOND      G_USEC_PER_SEC
#define N_MIXED     2000
#define MIXED_MIN   100
#define MIXED_MAX   (60 * 1024)
#define NO_LIMIT    G_MAXUINT64

/* When time begins here. Long ago, so that the time of the computer cannot pass for it. */
#define NOW         (1000 * G_USEC_PER_SEC)

typedef struct
{
  char            *dir;
  char            *path;
  PonderCacheFile *cache;
} Fixture;

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  user_data)
{
  fixture->dir = ponder_test_dir_new ();
  fixture->path = ponder_cache_file_dup_path (fixture->dir);
  fixture->cache = ponder_cache_file_new (fixture->path);
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  user_data)
{
  if (fixture->cache != NULL)
    {
      ponder_test_cache_close (fixture->cache);
      if (g_file_test (fixture->path, G_FILE_TEST_EXISTS))
        ponder_test_cache_check (fixture->path);
    }
  g_free (fixture->path);
  ponder_test_dir_remove (fixture->dir);
}

static void
reopen (Fixture *fixture)
{
  ponder_test_cache_close (fixture->cache);
  fixture->cache = ponder_cache_file_new (fixture->path);
}

static goffset
size_of (const char *path,
         const char *suffix)
{
  g_autofree char *file = g_strconcat (path, suffix, NULL);
  GStatBuf status;

  return g_stat (file, &status) == 0 ? (goffset) status.st_size : 0;
}

static guint
mode_of (const char *path,
         const char *suffix)
{
  g_autofree char *file = g_strconcat (path, suffix, NULL);
  GStatBuf status;

  g_assert_cmpint (g_stat (file, &status), ==, 0);
  return status.st_mode & 0777;
}

/* --- what is kept --- */

static void
test_kept (Fixture       *fixture,
           gconstpointer  user_data)
{
  ponder_test_cache_expect (fixture->cache, "a", NOW, NULL);
  ponder_test_cache_put (fixture->cache, "a", "one", NOW, NOW + 10);
  ponder_test_cache_put (fixture->cache, "b", "", NOW, NOW + 10);
  ponder_test_cache_expect (fixture->cache, "a", NOW, "one");
  ponder_test_cache_expect (fixture->cache, "b", NOW, "");
  ponder_test_cache_expect (fixture->cache, "A", NOW, NULL);

  ponder_test_cache_put (fixture->cache, "a", "another", NOW + 1, NOW + 20);
  ponder_test_cache_expect (fixture->cache, "a", NOW + 15, "another");
  reopen (fixture);
  ponder_test_cache_expect (fixture->cache, "a", NOW + 1, "another");
  ponder_test_cache_expect (fixture->cache, "b", NOW, "");
  g_assert_cmpuint (ponder_test_cache_stats (fixture->cache).n_entries, ==, 2);
}

static void
test_times (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GBytes) value = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;
  gint64 created;
  gint64 expires;

  ponder_test_cache_put (fixture->cache, "a", "one", NOW, NOW + 10);
  ponder_cache_file_get_async (fixture->cache, "a", NOW + 9, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  value = ponder_cache_file_get_finish (fixture->cache, result, &created, &expires, &error);
  g_assert_no_error (error);
  g_assert_nonnull (value);
  g_assert_cmpint (created, ==, NOW);
  g_assert_cmpint (expires, ==, NOW + 10);

  ponder_test_cache_expect (fixture->cache, "a", NOW + 10, NULL);
  /* The clock was set back. */
  ponder_test_cache_expect (fixture->cache, "a", NOW - 1, NULL);
  ponder_test_cache_expect (fixture->cache, "a", NOW, "one");
}

static void
test_lazy (Fixture       *fixture,
           gconstpointer  user_data)
{
  ponder_cache_file_set_limits (fixture->cache, 10, 1000000);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  reopen (fixture);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

static void
test_private (void)
{
  char *dir = ponder_test_dir_new ();
  g_autofree char *deep = g_build_filename (dir, "a", "b", NULL);
  g_autofree char *path = ponder_cache_file_dup_path (deep);
  mode_t old_mask = umask (0);
  PonderCacheFile *cache = ponder_test_cache_new (deep);

  ponder_test_cache_put (cache, "a", "one", NOW, NOW + 10);
  g_assert_cmpuint (mode_of (deep, ""), ==, 0700);
  g_assert_cmpuint (mode_of (path, ""), ==, 0600);
  g_assert_cmpuint (mode_of (path, "-wal"), ==, 0600);
  g_assert_cmpuint (mode_of (path, "-shm"), ==, 0600);
  ponder_test_cache_close (cache);

  g_assert_cmpint (g_chmod (path, 0644), ==, 0);
  cache = ponder_test_cache_new (deep);
  ponder_test_cache_expect (cache, "a", NOW, "one");
  g_assert_cmpuint (mode_of (path, ""), ==, 0600);
  g_assert_cmpuint (mode_of (path, "-wal"), ==, 0600);
  ponder_test_cache_close (cache);
  umask (old_mask);
  ponder_test_dir_remove (dir);
}

/* --- limits --- */

static void
test_least_recently_used (Fixture       *fixture,
                          gconstpointer  user_data)
{
  PonderCacheStats stats;

  ponder_cache_file_set_limits (fixture->cache, 3, NO_LIMIT);
  ponder_test_cache_put (fixture->cache, "a", "1", NOW, NOW + 10);
  ponder_test_cache_put (fixture->cache, "b", "2", NOW, NOW + 10);
  ponder_test_cache_put (fixture->cache, "c", "3", NOW, NOW + 10);
  ponder_test_cache_expect (fixture->cache, "a", NOW, "1");
  ponder_test_cache_put (fixture->cache, "d", "4", NOW, NOW + 10);
  ponder_test_cache_expect (fixture->cache, "b", NOW, NULL);
  ponder_test_cache_expect (fixture->cache, "c", NOW, "3");
  ponder_test_cache_expect (fixture->cache, "a", NOW, "1");

  /* What was used is known after a restart; a clock that was set back does not matter. */
  reopen (fixture);
  ponder_cache_file_set_limits (fixture->cache, 3, NO_LIMIT);
  ponder_test_cache_put (fixture->cache, "e", "5", NOW, NOW + 10);
  ponder_test_cache_expect (fixture->cache, "d", NOW, NULL);
  ponder_test_cache_put (fixture->cache, "f", "6", NOW - 5, NOW + 10);
  ponder_test_cache_expect (fixture->cache, "c", NOW, NULL);
  ponder_test_cache_expect (fixture->cache, "a", NOW, "1");
  ponder_test_cache_expect (fixture->cache, "e", NOW, "5");
  stats = ponder_test_cache_stats (fixture->cache);
  g_assert_cmpuint (stats.n_entries, ==, 3);
  g_assert_cmpuint (stats.evictions, ==, 3);
}

/* What has expired is in the way of what has not, however lately it was used. */
static void
test_expired_first (Fixture       *fixture,
                    gconstpointer  user_data)
{
  PonderCacheStats stats;

  ponder_cache_file_set_limits (fixture->cache, 3, NO_LIMIT);
  ponder_test_cache_put (fixture->cache, "a", "1", NOW, NOW + 100);
  ponder_test_cache_put (fixture->cache, "b", "2", NOW, NOW + 10);
  ponder_test_cache_put (fixture->cache, "c", "3", NOW, NOW + 20);
  ponder_test_cache_expect (fixture->cache, "b", NOW + 9, "2");
  ponder_test_cache_put (fixture->cache, "d", "4", NOW + 10, NOW + 100);
  ponder_test_cache_expect (fixture->cache, "a", NOW + 10, "1");
  ponder_test_cache_expect (fixture->cache, "c", NOW + 10, "3");
  stats = ponder_test_cache_stats (fixture->cache);
  g_assert_cmpuint (stats.n_entries, ==, 3);
  g_assert_cmpuint (stats.expired, ==, 1);
  g_assert_cmpuint (stats.evictions, ==, 0);
}

static void
test_max_bytes (Fixture       *fixture,
                gconstpointer  user_data)
{
  PonderCacheStats stats;

  ponder_cache_file_set_limits (fixture->cache, NO_LIMIT, 100000);
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *key = g_strdup_printf ("key %u", i);

      ponder_test_cache_put_n (fixture->cache, key, 1 + i * 100);
      stats = ponder_test_cache_stats (fixture->cache);
      g_assert_cmpuint (stats.n_bytes, <=, 100000);
      g_assert_cmpuint (stats.n_entries + stats.evictions, ==, i + 1);
    }
  g_assert_cmpuint (stats.n_entries, >, 5);
  g_assert_cmpuint (stats.n_entries, <, 20);

  /* One that is larger than all the room drives nothing out, but what it would have replaced is stale. */
  ponder_test_cache_put_n (fixture->cache, "key 99", 200000);
  g_assert_cmpuint (ponder_test_cache_stats (fixture->cache).n_entries, ==, stats.n_entries - 1);
  g_assert_cmpuint (ponder_test_cache_stats (fixture->cache).evictions, ==, stats.evictions);
  ponder_test_cache_expect (fixture->cache, "key 99", NOW, NULL);
}

static void
test_smaller_limits (Fixture       *fixture,
                     gconstpointer  user_data)
{
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *key = g_strdup_printf ("%u", i);

      ponder_test_cache_put (fixture->cache, key, "value", NOW, NOW + 10);
    }
  ponder_cache_file_set_limits (fixture->cache, 5, NO_LIMIT);
  g_assert_cmpuint (ponder_test_cache_stats (fixture->cache).n_entries, ==, 20);
  ponder_test_cache_put (fixture->cache, "20", "value", NOW, NOW + 10);
  g_assert_cmpuint (ponder_test_cache_stats (fixture->cache).n_entries, ==, 5);
  g_assert_cmpuint (ponder_test_cache_stats (fixture->cache).evictions, ==, 16);

  ponder_cache_file_set_limits (fixture->cache, 0, NO_LIMIT);
  ponder_test_cache_put (fixture->cache, "20", "value", NOW, NOW + 10);
  ponder_test_cache_put (fixture->cache, "21", "value", NOW, NOW + 10);
  ponder_test_cache_expect (fixture->cache, "20", NOW, NULL);
  ponder_test_cache_expect (fixture->cache, "21", NOW, NULL);
  g_assert_cmpuint (ponder_test_cache_stats (fixture->cache).n_entries, ==, 0);
}

/* --- sizes --- */

static void
put_mixed (PonderCacheFile *cache,
           guint            n,
           gsize            min,
           gsize            max)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);
      g_autofree char *key = g_compute_checksum_for_string (G_CHECKSUM_SHA256, name, -1);

      ponder_test_cache_put_n (cache, key, (gsize) g_rand_int_range (rand, (gint32) min, (gint32) max));
    }
}

static void
assert_sizes (Fixture *fixture,
              gsize    min,
              gsize    max)
{
  guint64 sum;
  goffset size;

  put_mixed (fixture->cache, N_MIXED, min, max);
  sum = ponder_test_cache_stats (fixture->cache).n_bytes;
  reopen (fixture);
  size = size_of (fixture->path, "");
  g_test_message ("%" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT ": %" G_GUINT64_FORMAT " of %" G_GOFFSET_FORMAT " bytes",
                  min, max, sum, size);
  g_assert_cmpfloat ((double) sum, >, 0.9 * (double) size);
  g_assert_cmpfloat ((double) sum, <, 1.1 * (double) size);
}

static void
test_sizes (Fixture       *fixture,
            gconstpointer  user_data)
{
  assert_sizes (fixture, MIXED_MIN, MIXED_MAX);
  ponder_test_cache_clear (fixture->cache);
  assert_sizes (fixture, 100, 101);
  ponder_test_cache_clear (fixture->cache);
  assert_sizes (fixture, 500, 3000);
}

/* 100 entries of 20 KB, made and over one after the other, a microsecond each. */
static void
put_hundred (Fixture    *fixture,
             const char *value)
{
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *key = g_strdup_printf ("%u", i);

      ponder_test_cache_put (fixture->cache, key, value, NOW + i, NOW + 100 + i);
    }
}

static goffset
size_on_disk (Fixture *fixture)
{
  return size_of (fixture->path, "") + size_of (fixture->path, "-wal");
}

static void
test_clean (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autofree char *value = g_strnfill (20000, 'x');

  put_hundred (fixture, value);
  g_assert_cmpint (size_on_disk (fixture), >, 2000000);
  g_assert_cmpint (ponder_test_cache_clean (fixture->cache, NOW + 99, 0), ==, 0);
  g_assert_cmpint (ponder_test_cache_clean (fixture->cache, NOW + 149, 0), ==, 50);
  g_assert_cmpint (size_on_disk (fixture), <, 1300000);
  g_assert_cmpuint (ponder_test_cache_stats (fixture->cache).expired, ==, 50);
  ponder_test_cache_expect (fixture->cache, "49", NOW + 148, NULL);
  ponder_test_cache_expect (fixture->cache, "50", NOW + 149, value);

  /* What is older, and what is from the future. */
  g_assert_cmpint (ponder_test_cache_clean (fixture->cache, NOW + 100, 30), ==, 20);
  ponder_test_cache_expect (fixture->cache, "69", NOW + 100, NULL);
  ponder_test_cache_expect (fixture->cache, "70", NOW + 100, value);
  g_assert_cmpint (ponder_test_cache_clean (fixture->cache, NOW + 90, 0), ==, 9);
  ponder_test_cache_expect (fixture->cache, "90", NOW + 90, value);
  ponder_test_cache_expect (fixture->cache, "91", NOW + 91, NULL);
  g_assert_cmpuint (ponder_test_cache_stats (fixture->cache).expired, ==, 79);
  g_assert_cmpuint (ponder_test_cache_stats (fixture->cache).evictions, ==, 0);
}

static void
test_clear (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autofree char *value = g_strnfill (20000, 'x');
  PonderCacheStats stats;

  put_hundred (fixture, value);
  ponder_cache_file_count (fixture->cache, 1, 2, 3);
  g_assert_cmpint (ponder_test_cache_clear (fixture->cache), ==, 100);
  g_assert_cmpint (size_on_disk (fixture), <, 100000);
  g_assert_cmpint (ponder_test_cache_clear (fixture->cache), ==, 0);
  stats = ponder_test_cache_stats (fixture->cache);
  g_assert_cmpuint (stats.n_entries, ==, 0);
  g_assert_cmpuint (stats.n_bytes, ==, 0);
  g_assert_cmpuint (stats.misses, ==, 2);
  g_assert_cmpuint (stats.expired, ==, 0);
}

/* Whoever opens it puts it in order, after what was asked for. */
static void
test_tidying (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autofree char *value = g_strnfill (20000, 'x');

  put_hundred (fixture, value);
  reopen (fixture);
  g_assert_cmpint (size_of (fixture->path, ""), >, 2000000);
  ponder_test_cache_expect (fixture->cache, "60", NOW + 149, value);
  g_assert_cmpuint (ponder_test_cache_stats (fixture->cache).n_entries, ==, 50);
  g_assert_cmpuint (ponder_test_cache_stats (fixture->cache).expired, ==, 50);
  g_assert_cmpint (size_on_disk (fixture), <, 1300000);
}

/* --- what is counted --- */

static void
test_counts (Fixture       *fixture,
             gconstpointer  user_data)
{
  PonderCacheStats stats;

  ponder_cache_file_count (fixture->cache, 3, 1, 1000);
  ponder_cache_file_count (fixture->cache, 0, 1, 0);
  stats = ponder_test_cache_stats (fixture->cache);
  g_assert_cmpuint (stats.hits, ==, 3);
  g_assert_cmpuint (stats.misses, ==, 2);
  g_assert_cmpuint (stats.saved_tokens, ==, 1000);
  g_assert_cmpint (ponder_test_cache_sql (fixture->path, "SELECT hits FROM totals"), ==, 0);

  /* The next write takes it along, and closing does. */
  ponder_test_cache_put (fixture->cache, "a", "one", NOW, NOW + 10);
  g_assert_cmpint (ponder_test_cache_sql (fixture->path, "SELECT hits FROM totals"), ==, 3);
  ponder_cache_file_count (fixture->cache, 1, 0, 5);
  reopen (fixture);
  g_assert_cmpint (ponder_test_cache_sql (fixture->path, "SELECT hits FROM totals"), ==, 4);
  stats = ponder_test_cache_stats (fixture->cache);
  g_assert_cmpuint (stats.hits, ==, 4);
  g_assert_cmpuint (stats.saved_tokens, ==, 1005);

  /* Also where nothing else was ever asked for. */
  reopen (fixture);
  ponder_cache_file_count (fixture->cache, 0, 7, 0);
  reopen (fixture);
  g_assert_cmpint (ponder_test_cache_sql (fixture->path, "SELECT misses FROM totals"), ==, 9);
}

static gboolean
has_counted (gpointer user_data)
{
  return ponder_test_cache_sql (user_data, "SELECT hits FROM totals") == 1;
}

/* A hit changes nothing on the disk. What it was is written by itself, a little later. */
static void
test_hits_write_later (Fixture       *fixture,
                       gconstpointer  user_data)
{
  gint64 begin;

  ponder_test_cache_put (fixture->cache, "a", "one", NOW, NOW + 10);
  g_assert_cmpint (ponder_test_cache_sql (fixture->path, "PRAGMA wal_checkpoint (TRUNCATE)"), ==, 0);
  begin = g_get_monotonic_time ();
  for (guint i = 0; i < 100; i++)
    ponder_test_cache_expect (fixture->cache, "a", NOW, "one");
  ponder_cache_file_count (fixture->cache, 1, 0, 0);
  if (g_get_monotonic_time () - begin < SECOND)
    g_assert_cmpint (size_of (fixture->path, "-wal"), ==, 0);
  ponder_test_wait_for (has_counted, fixture->path, 5);
  g_assert_cmpint (g_get_monotonic_time () - begin, >, SECOND);
  g_assert_cmpint (ponder_test_cache_sql (fixture->path, "SELECT uses - (1 << 32) FROM totals"), ==, 101);
}

/* --- ends --- */

static void
test_disposed (Fixture       *fixture,
               gconstpointer  user_data)
{
  PonderCacheFile *never_used = ponder_cache_file_new (fixture->path);

  g_assert_finalize_object (never_used);
  ponder_test_cache_put (fixture->cache, "a", "one", NOW, NOW + 10);
  ponder_cache_file_count (fixture->cache, 1, 0, 0);
  g_assert_finalize_object (fixture->cache);

  /* What was written is there, and no log is left. */
  fixture->cache = ponder_cache_file_new (fixture->path);
  ponder_test_cache_expect (fixture->cache, "a", NOW, "one");
}

static void
test_closed (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr(GAsyncResult) closing = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;
  GAsyncResult *pending_put = NULL;
  g_autoptr(GBytes) value = g_bytes_new_static ("one", 3);

  /* What was asked for before is done before. */
  ponder_cache_file_put_async (fixture->cache, "a", value, NOW, NOW + 10, NULL, ponder_test_take_result,
                               &pending_put);
  ponder_cache_file_close_async (fixture->cache, ponder_test_take_result, &pending);
  closing = ponder_test_await (&pending);
  g_assert_true (ponder_cache_file_close_finish (fixture->cache, closing, NULL));
  result = ponder_test_await (&pending_put);
  g_assert_true (ponder_cache_file_put_finish (fixture->cache, result, NULL));
  g_assert_cmpint (size_of (fixture->path, "-wal"), ==, 0);

  g_assert_null (ponder_test_cache_try_get (fixture->cache, "a", NOW, &error));
  g_assert_nonnull (error);
  g_clear_object (&closing);
  g_clear_object (&result);
  g_assert_finalize_object (fixture->cache);
  fixture->cache = ponder_cache_file_new (fixture->path);
  ponder_test_cache_expect (fixture->cache, "a", NOW, "one");
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;
  gint64 created;
  gint64 expires;

  ponder_test_cache_put (fixture->cache, "a", "one", NOW, NOW + 10);
  g_cancellable_cancel (cancellable);
  ponder_cache_file_get_async (fixture->cache, "a", NOW, cancellable, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  g_assert_null (ponder_cache_file_get_finish (fixture->cache, result, &created, &expires, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  ponder_test_cache_expect (fixture->cache, "a", NOW, "one");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add (path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("/cache-file/what-is-put-is-there", test_kept);
  ADD ("/cache-file/an-entry-has-its-time", test_times);
  ADD ("/cache-file/nothing-is-made-before-it-is-used", test_lazy);
  g_test_add_func ("/cache-file/is-private", test_private);
  ADD ("/cache-file/the-least-recently-used-goes-first", test_least_recently_used);
  ADD ("/cache-file/what-has-expired-goes-before-that", test_expired_first);
  ADD ("/cache-file/bytes-are-limited", test_max_bytes);
  ADD ("/cache-file/limits-may-become-smaller", test_smaller_limits);
  ADD ("/cache-file/sizes-are-those-of-the-file", test_sizes);
  ADD ("/cache-file/what-has-expired-is-cleaned-away", test_clean);
  ADD ("/cache-file/clearing-leaves-the-counters", test_clear);
  ADD ("/cache-file/is-put-in-order-when-it-is-opened", test_tidying);
  ADD ("/cache-file/what-is-counted-is-shared-and-stays", test_counts);
  ADD ("/cache-file/a-hit-writes-nothing-at-once", test_hits_write_later);
  ADD ("/cache-file/may-be-let-go-of-unclosed", test_disposed);
  ADD ("/cache-file/closing-comes-last", test_closed);
  ADD ("/cache-file/a-call-can-be-cancelled", test_cancelled);
#undef ADD
  return g_test_run ();
}
