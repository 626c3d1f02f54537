/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cache as a whole: in memory only, and in front of a real file. */

#include "config.h"

#include "ponder-cache-private.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <sqlite3.h>
#include <string.h>

#include "ponder-cache-file.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"

static const PonderCacheLimits plenty = { 1000, 10 * 1000 * 1000, 600 };

typedef struct
{
  char            *dir;         /* NULL: in memory only */
  PonderCacheFile *file;
  PonderCache     *cache;
} Fixture;

static void
open_cache (Fixture                 *fixture,
            const PonderCacheLimits *limits)
{
  g_autofree char *path = fixture->dir != NULL ? ponder_cache_file_dup_path (fixture->dir) : NULL;

  fixture->file = path != NULL ? ponder_cache_file_new (path) : NULL;
  fixture->cache = ponder_cache_new (limits, fixture->file);
}

static void
close_file (PonderCacheFile *file)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *place = NULL;

  ponder_cache_file_close_async (file, ponder_test_take_result, &place);
  result = ponder_test_await (&place);
  ponder_cache_file_close_finish (file, result, &error);
  g_assert_no_error (error);
}

/* Nobody holds the cache when nothing is under way. */
static void
close_cache (Fixture *fixture)
{
  if (fixture->file != NULL)
    close_file (fixture->file);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_finalize_object (g_steal_pointer (&fixture->cache));
  if (fixture->file != NULL)
    g_assert_finalize_object (g_steal_pointer (&fixture->file));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  const char *kind = user_data;

  fixture->dir = g_str_equal (kind, "file") ? ponder_test_dir_new () : NULL;
  open_cache (fixture, &plenty);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  close_cache (fixture);
  if (fixture->dir != NULL)
    ponder_test_dir_remove (fixture->dir);
}

static void
reopen (Fixture                 *fixture,
        const PonderCacheLimits *limits)
{
  close_cache (fixture);
  open_cache (fixture, limits);
}

static void
set_for (PonderCache *cache,
         const char  *key,
         const char  *words,
         guint        ttl)
{
  g_autoptr(GBytes) value = g_bytes_new (words, strlen (words) + 1);

  ponder_cache_set (cache, key, value, ttl);
}

static void
set (PonderCache *cache,
     const char  *key,
     const char  *words)
{
  set_for (cache, key, words, 0);
}

static char *
take_words (GBytes *value)
{
  char *words = value != NULL ? g_strdup (g_bytes_get_data (value, NULL)) : NULL;

  g_clear_pointer (&value, g_bytes_unref);
  return words;
}

static char *
dup_created (PonderCache *cache,
             const char  *key,
             gint64      *created)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *place = NULL;
  char *words;

  ponder_cache_get_async (cache, key, NULL, ponder_test_take_result, &place);
  g_assert_null (place);
  result = ponder_test_await (&place);
  words = take_words (ponder_cache_get_finish (cache, result, created, &error));
  g_assert_no_error (error);
  return words;
}

static void
assert_value (PonderCache *cache,
              const char  *key,
              const char  *expected)
{
  g_autofree char *words = dup_created (cache, key, NULL);

  g_assert_cmpstr (words, ==, expected);
}

static void
assert_in_memory (PonderCache *cache,
                  const char  *key,
                  const char  *expected)
{
  g_autofree char *words = take_words (ponder_cache_peek (cache, key, NULL));

  g_assert_cmpstr (words, ==, expected);
}

static PonderCacheStats
read_stats (PonderCache *cache)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *place = NULL;
  PonderCacheStats stats = { 0 };

  ponder_cache_read_stats_async (cache, NULL, ponder_test_take_result, &place);
  result = ponder_test_await (&place);
  ponder_cache_read_stats_finish (cache, result, &stats, &error);
  g_assert_no_error (error);
  return stats;
}

static void
assert_counted (PonderCache *cache,
                guint        hits,
                guint        misses)
{
  PonderCacheStats stats = read_stats (cache);

  g_assert_cmpuint (stats.hits, ==, hits);
  g_assert_cmpuint (stats.misses, ==, misses);
}

static gint64
clean (PonderCache *cache)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *place = NULL;
  gint64 n_removed;

  ponder_cache_clean_async (cache, NULL, ponder_test_take_result, &place);
  result = ponder_test_await (&place);
  n_removed = ponder_cache_clean_finish (cache, result, &error);
  g_assert_no_error (error);
  return n_removed;
}

static gint64
clear (PonderCache *cache)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *place = NULL;
  gint64 n_removed;

  ponder_cache_clear_async (cache, NULL, ponder_test_take_result, &place);
  result = ponder_test_await (&place);
  n_removed = ponder_cache_clear_finish (cache, result, &error);
  g_assert_no_error (error);
  return n_removed;
}

static void
test_what_is_set_is_there (Fixture       *fixture,
                           gconstpointer  user_data)
{
  gint64 before = g_get_real_time ();
  gint64 created = 0;
  g_autofree char *words = NULL;

  assert_value (fixture->cache, "a", NULL);
  set (fixture->cache, "a", "first");
  assert_in_memory (fixture->cache, "a", "first");
  assert_value (fixture->cache, "a", "first");
  set (fixture->cache, "a", "second");
  set (fixture->cache, "b", "other");
  words = dup_created (fixture->cache, "a", &created);
  g_assert_cmpstr (words, ==, "second");
  g_assert_cmpint (created, >=, before);
  g_assert_cmpint (created, <=, g_get_real_time ());
  assert_value (fixture->cache, "b", "other");
}

static void
test_every_lookup_counts_once (Fixture       *fixture,
                               gconstpointer  user_data)
{
  PonderCacheStats stats;

  assert_value (fixture->cache, "a", NULL);
  assert_value (fixture->cache, "a", NULL);
  assert_counted (fixture->cache, 0, 2);
  set (fixture->cache, "a", "1");
  assert_in_memory (fixture->cache, "a", "1");
  assert_in_memory (fixture->cache, "b", NULL);
  assert_counted (fixture->cache, 0, 2);
  assert_value (fixture->cache, "a", "1");
  assert_counted (fixture->cache, 1, 2);
  ponder_cache_count_shared (fixture->cache);
  ponder_cache_count_saved (fixture->cache, 100);
  ponder_cache_count_saved (fixture->cache, 23);

  stats = read_stats (fixture->cache);
  g_assert_cmpuint (stats.hits, ==, 2);
  g_assert_cmpuint (stats.misses, ==, 2);
  g_assert_cmpuint (stats.saved_tokens, ==, 123);
  g_assert_cmpuint (stats.n_entries, ==, 1);
  g_assert_cmpuint (stats.n_bytes, >, 0);
  g_assert_cmpfloat_with_epsilon (ponder_cache_stats_get_hit_rate (&stats), 0.5, 1e-9);
}

static void
test_entries_have_their_own_time (Fixture       *fixture,
                                  gconstpointer  user_data)
{
  set_for (fixture->cache, "short", "1", 1);
  set_for (fixture->cache, "long", "2", 100);
  set (fixture->cache, "usual", "3");
  assert_value (fixture->cache, "short", "1");
  ponder_test_run_for (1100);
  assert_in_memory (fixture->cache, "short", NULL);
  assert_value (fixture->cache, "short", NULL);
  assert_value (fixture->cache, "long", "2");
  assert_value (fixture->cache, "usual", "3");
  if (fixture->file != NULL)
    {
      reopen (fixture, &plenty);
      assert_value (fixture->cache, "short", NULL);
      assert_value (fixture->cache, "long", "2");
    }
}

static void
test_cleaning_tells_how_many (Fixture       *fixture,
                              gconstpointer  user_data)
{
  set_for (fixture->cache, "a", "1", 1);
  set_for (fixture->cache, "b", "2", 1);
  set (fixture->cache, "c", "3");
  g_assert_cmpint (clean (fixture->cache), ==, 0);
  ponder_test_run_for (1100);
  g_assert_cmpint (clean (fixture->cache), ==, 2);
  g_assert_cmpint (clean (fixture->cache), ==, 0);
  g_assert_cmpuint (read_stats (fixture->cache).expired, ==, 2);
  g_assert_cmpuint (read_stats (fixture->cache).n_entries, ==, 1);
  assert_value (fixture->cache, "c", "3");
}

static void
test_clearing_tells_how_many (Fixture       *fixture,
                              gconstpointer  user_data)
{
  set (fixture->cache, "a", "1");
  set (fixture->cache, "b", "2");
  assert_value (fixture->cache, "a", "1");
  g_assert_cmpint (clear (fixture->cache), ==, 2);
  g_assert_cmpint (clear (fixture->cache), ==, 0);
  assert_in_memory (fixture->cache, "a", NULL);
  assert_value (fixture->cache, "a", NULL);
  assert_value (fixture->cache, "b", NULL);
  g_assert_cmpuint (read_stats (fixture->cache).n_entries, ==, 0);
  assert_counted (fixture->cache, 1, 2);
}

/* A lookup that was under way, and one set after it. */
static void
test_clearing_overtakes_nothing (Fixture       *fixture,
                                 gconstpointer  user_data)
{
  GAsyncResult *lookup = NULL;
  GAsyncResult *clearing = NULL;
  g_autoptr(GAsyncResult) looked = NULL;
  g_autoptr(GAsyncResult) cleared = NULL;
  g_autoptr(GBytes) value = NULL;

  set (fixture->cache, "old", "1");
  if (fixture->file != NULL)
    reopen (fixture, &plenty);
  ponder_cache_get_async (fixture->cache, "old", NULL, ponder_test_take_result, &lookup);
  ponder_cache_clear_async (fixture->cache, NULL, ponder_test_take_result, &clearing);
  set (fixture->cache, "new", "2");
  looked = ponder_test_await (&lookup);
  cleared = ponder_test_await (&clearing);
  value = ponder_cache_get_finish (fixture->cache, looked, NULL, NULL);
  assert_in_memory (fixture->cache, "old", NULL);
  assert_value (fixture->cache, "old", NULL);
  assert_value (fixture->cache, "new", "2");
}

static void
test_least_recently_used_goes_first (Fixture       *fixture,
                                     gconstpointer  user_data)
{
  static const PonderCacheLimits three = { 3, 10 * 1000 * 1000, 600 };

  ponder_cache_set_limits (fixture->cache, &three);
  set (fixture->cache, "a", "1");
  set (fixture->cache, "b", "2");
  set (fixture->cache, "c", "3");
  /* What is only on its way to the file cannot be used there yet. */
  g_assert_cmpuint (read_stats (fixture->cache).n_entries, ==, 3);
  assert_value (fixture->cache, "a", "1");
  set (fixture->cache, "d", "4");
  assert_in_memory (fixture->cache, "a", "1");
  assert_in_memory (fixture->cache, "b", NULL);
  g_assert_cmpuint (read_stats (fixture->cache).n_entries, ==, 3);
  g_assert_cmpuint (read_stats (fixture->cache).evictions, ==, 1);
  if (fixture->file == NULL)
    return;

  /* What was found in memory was used in the file, too. */
  reopen (fixture, &three);
  assert_value (fixture->cache, "a", "1");
  assert_value (fixture->cache, "b", NULL);
}

static void
test_smaller_limits_hold_at_once (Fixture       *fixture,
                                  gconstpointer  user_data)
{
  static const PonderCacheLimits two = { 2, 10 * 1000 * 1000, 600 };
  PonderCacheLimits limits;

  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *key = g_strdup_printf ("%u", i);

      set (fixture->cache, key, key);
    }
  ponder_cache_set_limits (fixture->cache, &two);
  ponder_cache_get_limits (fixture->cache, &limits);
  g_assert_cmpuint (limits.max_entries, ==, 2);
  assert_in_memory (fixture->cache, "7", NULL);
  assert_in_memory (fixture->cache, "8", "8");
  assert_in_memory (fixture->cache, "9", "9");
  g_assert_cmpuint (read_stats (fixture->cache).n_entries, ==, 2);
  g_assert_cmpuint (read_stats (fixture->cache).evictions, ==, 8);
}

static void
test_nothing_is_kept_without_room (Fixture       *fixture,
                                   gconstpointer  user_data)
{
  static const PonderCacheLimits none = { 0, 10 * 1000 * 1000, 600 };

  ponder_cache_set_limits (fixture->cache, &none);
  set (fixture->cache, "a", "1");
  assert_value (fixture->cache, "a", NULL);
  g_assert_cmpuint (read_stats (fixture->cache).n_entries, ==, 0);
}

static void
test_shorter_time_holds_for_what_is_there (Fixture       *fixture,
                                           gconstpointer  user_data)
{
  static const PonderCacheLimits brief = { 1000, 10 * 1000 * 1000, 1 };

  set (fixture->cache, "old", "1");
  set_for (fixture->cache, "very old", "2", 5000);
  ponder_test_run_for (1100);
  set (fixture->cache, "young", "3");
  ponder_cache_set_limits (fixture->cache, &brief);
  set_for (fixture->cache, "new", "4", 100);
  assert_value (fixture->cache, "old", NULL);
  assert_value (fixture->cache, "very old", NULL);
  assert_value (fixture->cache, "young", "3");
  ponder_test_run_for (1100);
  assert_value (fixture->cache, "young", NULL);
  assert_value (fixture->cache, "new", "4");
}

static gboolean
has_removed_expired (gpointer user_data)
{
  return read_stats (user_data).expired == 1;
}

static void
test_expired_are_removed_from_time_to_time (Fixture       *fixture,
                                            gconstpointer  user_data)
{
  set_for (fixture->cache, "a", "1", 1);
  set (fixture->cache, "b", "2");
  ponder_cache_clean_after (fixture->cache, 50);
  ponder_test_run_for (200);
  g_assert_cmpuint (read_stats (fixture->cache).n_entries, ==, 2);
  ponder_test_run_for (1000);
  ponder_cache_clean_after (fixture->cache, 50);
  ponder_test_wait_for (has_removed_expired, fixture->cache, 5);
  g_assert_cmpuint (read_stats (fixture->cache).n_entries, ==, 1);
}

/* By a connection that knows nothing of caches. */
static int
count_rows (const char *dir)
{
  g_autofree char *path = ponder_cache_file_dup_path (dir);
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  int n;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 5000);
  g_assert_cmpint (sqlite3_prepare_v2 (db, "SELECT count (*) FROM entries", -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  n = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (db);
  return n;
}

static gboolean
has_no_rows (gpointer user_data)
{
  return count_rows (user_data) == 0;
}

static void
test_expired_are_removed_on_start (Fixture       *fixture,
                                   gconstpointer  user_data)
{
  set_for (fixture->cache, "a", "1", 1);
  close_cache (fixture);
  g_usleep (1100 * 1000);
  g_assert_cmpint (count_rows (fixture->dir), ==, 1);
  open_cache (fixture, &plenty);
  ponder_test_wait_for (has_no_rows, fixture->dir, 10);
}

static void
test_cancelled_lookup_is_an_error (Fixture       *fixture,
                                   gconstpointer  user_data)
{
  for (guint late = 0; late < 2; late++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_autoptr(GAsyncResult) result = NULL;
      GAsyncResult *place = NULL;

      if (!late)
        g_cancellable_cancel (cancellable);
      ponder_cache_get_async (fixture->cache, "a", cancellable, ponder_test_take_result, &place);
      g_cancellable_cancel (cancellable);
      result = ponder_test_await (&place);
      g_assert_null (ponder_cache_get_finish (fixture->cache, result, NULL, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
}

static void
step (PonderCache *cache,
      GHashTable  *model)
{
  g_autofree char *key = g_strdup_printf ("%d", g_test_rand_int_range (0, 12));
  g_autofree char *words = g_strdup_printf ("%d", g_test_rand_int ());

  switch (g_test_rand_int_range (0, 40))
    {
    case 0:
      g_assert_cmpint (clear (cache), ==, g_hash_table_size (model));
      g_hash_table_remove_all (model);
      break;
    case 1:
      g_assert_cmpint (clean (cache), ==, 0);
      break;
    case 2:
      g_assert_cmpuint (read_stats (cache).n_entries, ==, g_hash_table_size (model));
      break;
    case 3:
    case 4:
    case 5:
    case 6:
    case 7:
    case 8:
      set (cache, key, words);
      g_hash_table_insert (model, g_steal_pointer (&key), g_steal_pointer (&words));
      break;
    default:
      assert_value (cache, key, g_hash_table_lookup (model, key));
      break;
    }
}

/* With a file, memory is too small for all. */
static void
test_behaves_like_a_table (Fixture       *fixture,
                           gconstpointer  user_data)
{
  for (guint round = 0; round < 100; round++)
    {
      g_autoptr(GHashTable) model = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

      if (fixture->file != NULL)
        ponder_lru_set_limits (fixture->cache->memory, 4, 1000000);
      for (guint i = 0; i < 30; i++)
        step (fixture->cache, model);
      if (fixture->file != NULL && round % 10 == 0)
        {
          reopen (fixture, &plenty);
          for (guint i = 0; i < 30; i++)
            step (fixture->cache, model);
        }
      clear (fixture->cache);
    }
}

/* Work that the test does by hand. */
typedef struct
{
  GTask *task;                  /* (nullable) */
  guint  n_begun;
  guint  n_freed;
} Labour;

static void
begin_labour (GTask    *task,
              gpointer  user_data)
{
  Labour *labour = user_data;

  g_assert_null (labour->task);
  labour->task = task;
  labour->n_begun++;
}

static void
free_labour (gpointer user_data)
{
  Labour *labour = user_data;

  labour->n_freed++;
}

static gboolean
has_begun (gpointer user_data)
{
  Labour *labour = user_data;

  return labour->task != NULL;
}

static void
await_begin (Labour *labour)
{
  ponder_test_wait_for (has_begun, labour, 5);
}

static void
end_labour (Labour     *labour,
            const char *words)
{
  g_autoptr(GTask) task = g_steal_pointer (&labour->task);

  g_task_return_pointer (task, g_bytes_new (words, strlen (words) + 1), (GDestroyNotify) g_bytes_unref);
}

static void
fail_labour (Labour *labour)
{
  g_autoptr(GTask) task = g_steal_pointer (&labour->task);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_BUSY, "not today");
}

static void
ask (Fixture       *fixture,
     Labour        *labour,
     GCancellable  *cancellable,
     GAsyncResult **place)
{
  ponder_cache_get_or_compute_async (fixture->cache, "a", 0, begin_labour, labour, free_labour, cancellable,
                                     ponder_test_take_result, place);
}

static void
assert_answer (Fixture       *fixture,
               GAsyncResult **place,
               const char    *expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = ponder_test_await (place);
  g_autofree char *words = take_words (ponder_cache_get_or_compute_finish (fixture->cache, result, &error));

  g_assert_no_error (error);
  g_assert_cmpstr (words, ==, expected);
}

static void
assert_refused (Fixture       *fixture,
                GAsyncResult **place,
                int            code)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = ponder_test_await (place);

  g_assert_null (ponder_cache_get_or_compute_finish (fixture->cache, result, &error));
  g_assert_error (error, G_IO_ERROR, code);
}

static void
test_same_work_is_done_once (Fixture       *fixture,
                             gconstpointer  user_data)
{
  GAsyncResult *places[4] = { NULL };
  Labour labour = { 0 };

  for (guint i = 0; i < 3; i++)
    ask (fixture, &labour, NULL, &places[i]);
  g_assert_cmpuint (labour.n_freed, ==, 2);
  await_begin (&labour);
  ask (fixture, &labour, NULL, &places[3]);
  g_assert_cmpuint (labour.n_freed, ==, 3);
  ponder_test_run_for (50);
  g_assert_cmpuint (labour.n_begun, ==, 1);
  end_labour (&labour, "made");
  for (guint i = 0; i < 4; i++)
    assert_answer (fixture, &places[i], "made");
  g_assert_cmpuint (labour.n_freed, ==, 4);
  assert_counted (fixture->cache, 3, 1);

  assert_in_memory (fixture->cache, "a", "made");
  ask (fixture, &labour, NULL, &places[0]);
  assert_answer (fixture, &places[0], "made");
  g_assert_cmpuint (labour.n_begun, ==, 1);
  g_assert_cmpuint (labour.n_freed, ==, 5);
  assert_counted (fixture->cache, 4, 1);
}

static void
test_errors_are_given_to_all_and_not_kept (Fixture       *fixture,
                                           gconstpointer  user_data)
{
  GAsyncResult *places[3] = { NULL };
  Labour labour = { 0 };

  for (guint i = 0; i < 3; i++)
    ask (fixture, &labour, NULL, &places[i]);
  await_begin (&labour);
  fail_labour (&labour);
  for (guint i = 0; i < 3; i++)
    assert_refused (fixture, &places[i], G_IO_ERROR_BUSY);
  assert_value (fixture->cache, "a", NULL);

  ask (fixture, &labour, NULL, &places[0]);
  await_begin (&labour);
  end_labour (&labour, "made");
  assert_answer (fixture, &places[0], "made");
  g_assert_cmpuint (labour.n_begun, ==, 2);
  g_assert_cmpuint (labour.n_freed, ==, 4);
}

static void
test_one_who_leaves_takes_nobody_along (Fixture       *fixture,
                                        gconstpointer  user_data)
{
  /* Also the one who came first. */
  for (guint leaver = 0; leaver < 3; leaver++)
    {
      GAsyncResult *places[3] = { NULL };
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      Labour labour = { 0 };

      clear (fixture->cache);
      for (guint i = 0; i < 3; i++)
        ask (fixture, &labour, i == leaver ? cancellable : NULL, &places[i]);
      await_begin (&labour);
      g_cancellable_cancel (cancellable);
      assert_refused (fixture, &places[leaver], G_IO_ERROR_CANCELLED);
      g_assert_false (g_cancellable_is_cancelled (g_task_get_cancellable (labour.task)));
      end_labour (&labour, "made");
      for (guint i = 0; i < 3; i++)
        if (i != leaver)
          assert_answer (fixture, &places[i], "made");
      g_assert_cmpuint (labour.n_begun, ==, 1);
      g_assert_cmpuint (labour.n_freed, ==, 3);
    }
}

static void
test_work_is_given_up_with_the_last (Fixture       *fixture,
                                     gconstpointer  user_data)
{
  GAsyncResult *places[3] = { NULL };
  g_autoptr(GCancellable) first = g_cancellable_new ();
  g_autoptr(GCancellable) last = g_cancellable_new ();
  Labour labour = { 0 };
  Labour other = { 0 };

  ask (fixture, &labour, first, &places[0]);
  ask (fixture, &labour, last, &places[1]);
  await_begin (&labour);
  g_cancellable_cancel (first);
  assert_refused (fixture, &places[0], G_IO_ERROR_CANCELLED);
  g_assert_false (g_cancellable_is_cancelled (g_task_get_cancellable (labour.task)));
  g_cancellable_cancel (last);
  assert_refused (fixture, &places[1], G_IO_ERROR_CANCELLED);
  g_assert_true (g_cancellable_is_cancelled (g_task_get_cancellable (labour.task)));

  /* Who comes now begins anew, though the old work has not ended. */
  ask (fixture, &other, NULL, &places[2]);
  await_begin (&other);
  g_assert_cmpuint (labour.n_freed, ==, 1);
  end_labour (&labour, "too late");
  ponder_test_run_for (20);
  g_assert_cmpuint (labour.n_freed, ==, 2);
  assert_in_memory (fixture->cache, "a", NULL);
  end_labour (&other, "in time");
  assert_answer (fixture, &places[2], "in time");
  assert_in_memory (fixture->cache, "a", "in time");
}

static void
test_leaving_during_the_lookup_begins_nothing (Fixture       *fixture,
                                               gconstpointer  user_data)
{
  GAsyncResult *place = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  Labour labour = { 0 };

  ask (fixture, &labour, cancellable, &place);
  g_cancellable_cancel (cancellable);
  assert_refused (fixture, &place, G_IO_ERROR_CANCELLED);

  /* One that was cancelled before, too. */
  ask (fixture, &labour, cancellable, &place);
  assert_refused (fixture, &place, G_IO_ERROR_CANCELLED);
  ponder_test_run_for (50);
  g_assert_cmpuint (labour.n_begun, <=, 1);
  if (labour.task != NULL)
    fail_labour (&labour);
  ponder_test_run_for (20);
  g_assert_cmpuint (labour.n_freed, ==, 2);
}

/* From within the answer to the first. */
static void
ask_again_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GAsyncResult **place = user_data;
  Fixture again = { .cache = PONDER_CACHE (source) };
  static Labour none;

  g_bytes_unref (ponder_cache_get_or_compute_finish (PONDER_CACHE (source), result, NULL));
  ask (&again, &none, NULL, place);
}

static void
test_answer_may_ask_again (Fixture       *fixture,
                           gconstpointer  user_data)
{
  GAsyncResult *place = NULL;
  Labour labour = { 0 };

  ponder_cache_get_or_compute_async (fixture->cache, "a", 0, begin_labour, &labour, free_labour, NULL, ask_again_cb,
                                     &place);
  await_begin (&labour);
  end_labour (&labour, "made");
  assert_answer (fixture, &place, "made");
}

static void
test_file_survives_a_restart (Fixture       *fixture,
                              gconstpointer  user_data)
{
  gint64 created = 0;
  gint64 created_again = 0;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  set (fixture->cache, "a", "1");
  before = dup_created (fixture->cache, "a", &created);
  assert_value (fixture->cache, "b", NULL);
  ponder_cache_count_saved (fixture->cache, 7);
  reopen (fixture, &plenty);

  assert_in_memory (fixture->cache, "a", NULL);
  after = dup_created (fixture->cache, "a", &created_again);
  g_assert_cmpstr (after, ==, "1");
  g_assert_cmpint (created_again, ==, created);
  assert_in_memory (fixture->cache, "a", "1");
  assert_counted (fixture->cache, 2, 1);
  g_assert_cmpuint (read_stats (fixture->cache).saved_tokens, ==, 7);
}

static void
set_in_file (PonderCacheFile *file,
             const char      *key,
             const char      *words)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) value = g_bytes_new (words, strlen (words) + 1);
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *place = NULL;
  gint64 now = g_get_real_time ();

  ponder_cache_file_put_async (file, key, value, now, now + 100 * G_USEC_PER_SEC, NULL, ponder_test_take_result,
                               &place);
  result = ponder_test_await (&place);
  ponder_cache_file_put_finish (file, result, &error);
  g_assert_no_error (error);
}

static gboolean
has_forgotten (gpointer user_data)
{
  g_autoptr(GBytes) value = ponder_cache_peek (user_data, "a", NULL);

  return value == NULL;
}

static void
test_what_others_write_is_seen (Fixture       *fixture,
                                gconstpointer  user_data)
{
  g_autofree char *path = ponder_cache_file_dup_path (fixture->dir);
  g_autoptr(PonderCacheFile) other = ponder_cache_file_new (path);

  ponder_cache_file_set_limits (other, 100, 10 * 1000 * 1000);
  set (fixture->cache, "a", "ours");
  assert_value (fixture->cache, "b", NULL);
  set_in_file (other, "a", "theirs");
  ponder_test_wait_for (has_forgotten, fixture->cache, 10);
  assert_value (fixture->cache, "a", "theirs");
  close_file (other);
}

static void
test_what_is_being_written_is_not_forgotten (Fixture       *fixture,
                                             gconstpointer  user_data)
{
  set (fixture->cache, "old", "1");
  reopen (fixture, &plenty);
  assert_value (fixture->cache, "old", "1");
  set (fixture->cache, "new", "2");
  set (fixture->cache, "new", "3");
  g_signal_emit_by_name (fixture->file, "changed-elsewhere");
  assert_in_memory (fixture->cache, "old", NULL);
  assert_in_memory (fixture->cache, "new", "3");
  assert_value (fixture->cache, "old", "1");
}

/* While a lookup is under way. */
static void
test_newer_value_is_not_overtaken (Fixture       *fixture,
                                   gconstpointer  user_data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *words = NULL;
  GAsyncResult *place = NULL;

  set (fixture->cache, "a", "old");
  reopen (fixture, &plenty);
  ponder_cache_get_async (fixture->cache, "a", NULL, ponder_test_take_result, &place);
  set (fixture->cache, "a", "new");
  result = ponder_test_await (&place);
  words = take_words (ponder_cache_get_finish (fixture->cache, result, NULL, NULL));
  g_assert_cmpstr (words, ==, "new");
  assert_value (fixture->cache, "a", "new");
}

static void
test_file_in_no_place_is_passed_by (Fixture       *fixture,
                                    gconstpointer  user_data)
{
  g_autoptr(PonderCacheFile) file = ponder_cache_file_new ("/proc/self/none/cache.db");
  PonderCache *cache = ponder_cache_new (&plenty, file);
  GAsyncResult *place = NULL;
  Fixture other = { NULL, file, cache };
  Labour labour = { 0 };

  g_test_expect_message ("ponder-service", G_LOG_LEVEL_MESSAGE, "the cache on the disk is of no use*");
  assert_value (cache, "a", NULL);
  g_test_assert_expected_messages ();
  set (cache, "b", "1");
  assert_value (cache, "b", "1");
  ask (&other, &labour, NULL, &place);
  await_begin (&labour);
  end_labour (&labour, "made");
  assert_answer (&other, &place, "made");
  assert_value (cache, "a", "made");
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  ponder_test_run_for (100);
  g_assert_finalize_object (cache);
}

/* Another program holds the file and does not let go of it. */
static sqlite3 *
lock_file (Fixture *fixture)
{
  g_autofree char *path = ponder_cache_file_dup_path (fixture->dir);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; PRAGMA user_version = 1",
                                 NULL, NULL, NULL), ==, SQLITE_OK);
  return db;
}

static void
test_file_that_hangs_is_passed_by (Fixture       *fixture,
                                   gconstpointer  user_data)
{
  gint64 began;
  sqlite3 *db;

  set (fixture->cache, "a", "1");
  close_cache (fixture);
  db = lock_file (fixture);
  open_cache (fixture, &plenty);
  began = g_get_monotonic_time ();
  assert_value (fixture->cache, "a", NULL);
  g_assert_cmpint (g_get_monotonic_time () - began, <, 2 * G_USEC_PER_SEC);
  set (fixture->cache, "b", "2");
  assert_value (fixture->cache, "b", "2");
  sqlite3_close (db);
}

static void
add (const char *path,
     const char *kind,
     void      (*test) (Fixture *, gconstpointer))
{
  g_autofree char *name = g_strdup_printf ("/cache/%s/%s", kind, path);

  g_test_add (name, Fixture, kind, set_up, test, tear_down);
}

static void
add_both (const char *path,
          void      (*test) (Fixture *, gconstpointer))
{
  add (path, "memory", test);
  add (path, "file", test);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_both ("what-is-set-is-there", test_what_is_set_is_there);
  add_both ("every-lookup-counts-once", test_every_lookup_counts_once);
  add_both ("entries-have-their-own-time", test_entries_have_their_own_time);
  add_both ("cleaning-tells-how-many", test_cleaning_tells_how_many);
  add_both ("clearing-tells-how-many", test_clearing_tells_how_many);
  add_both ("clearing-overtakes-nothing", test_clearing_overtakes_nothing);
  add_both ("the-least-recently-used-goes-first", test_least_recently_used_goes_first);
  add_both ("smaller-limits-hold-at-once", test_smaller_limits_hold_at_once);
  add_both ("nothing-is-kept-without-room", test_nothing_is_kept_without_room);
  add_both ("a-shorter-time-holds-for-what-is-there", test_shorter_time_holds_for_what_is_there);
  add_both ("expired-ones-are-removed-from-time-to-time", test_expired_are_removed_from_time_to_time);
  add_both ("a-cancelled-lookup-is-an-error", test_cancelled_lookup_is_an_error);
  add_both ("behaves-like-a-table", test_behaves_like_a_table);
  add_both ("the-same-work-is-done-once", test_same_work_is_done_once);
  add_both ("errors-are-given-to-all-and-not-kept", test_errors_are_given_to_all_and_not_kept);
  add_both ("one-who-leaves-takes-nobody-along", test_one_who_leaves_takes_nobody_along);
  add_both ("work-is-given-up-with-the-last", test_work_is_given_up_with_the_last);
  add_both ("leaving-during-the-lookup-begins-nothing", test_leaving_during_the_lookup_begins_nothing);
  add_both ("an-answer-may-ask-again", test_answer_may_ask_again);
  add ("expired-ones-are-removed-on-start", "file", test_expired_are_removed_on_start);
  add ("it-survives-a-restart", "file", test_file_survives_a_restart);
  add ("what-others-write-is-seen", "file", test_what_others_write_is_seen);
  add ("what-is-being-written-is-not-forgotten", "file", test_what_is_being_written_is_not_forgotten);
  add ("a-newer-value-is-not-overtaken", "file", test_newer_value_is_not_overtaken);
  add ("a-place-where-no-file-can-be-is-passed-by", "memory", test_file_in_no_place_is_passed_by);
  add ("one-that-hangs-is-passed-by", "file", test_file_that_hangs_is_passed_by);
  return g_test_run ();
}
