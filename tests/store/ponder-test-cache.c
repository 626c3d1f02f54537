/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The calls of a cache's file, waited for. */

#include "config.h"

#include "ponder-test-cache.h"

#include <sqlite3.h>

#include "ponder-test-loop.h"

PonderCacheFile *
ponder_test_cache_new (const char *dir)
{
  g_autofree char *path = ponder_cache_file_dup_path (dir);

  return ponder_cache_file_new (path);
}

void
ponder_test_cache_close (PonderCacheFile *cache)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;

  ponder_cache_file_close_async (cache, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  ponder_cache_file_close_finish (cache, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  g_assert_finalize_object (cache);
}

GBytes *
ponder_test_cache_try_get (PonderCacheFile  *cache,
                           const char       *key,
                           gint64            now,
                           GError          **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *pending = NULL;
  gint64 created;
  gint64 expires;
  GBytes *value;

  ponder_cache_file_get_async (cache, key, now, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  if ((value = ponder_cache_file_get_finish (cache, result, &created, &expires, error)))
    {
      g_assert_cmpint (created, <=, now);
      g_assert_cmpint (expires, >, now);
    }
  return value;
}

static gboolean
try_put_bytes (PonderCacheFile  *cache,
               const char       *key,
               GBytes           *bytes,
               gint64            created,
               gint64            expires,
               GError          **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *pending = NULL;

  ponder_cache_file_put_async (cache, key, bytes, created, expires, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  return ponder_cache_file_put_finish (cache, result, error);
}

gboolean
ponder_test_cache_try_put (PonderCacheFile  *cache,
                           const char       *key,
                           const char       *value,
                           gint64            created,
                           gint64            expires,
                           GError          **error)
{
  g_autoptr(GBytes) bytes = g_bytes_new (value, strlen (value));

  return try_put_bytes (cache, key, bytes, created, expires, error);
}

void
ponder_test_cache_put (PonderCacheFile *cache,
                       const char      *key,
                       const char      *value,
                       gint64           created,
                       gint64           expires)
{
  g_autoptr(GError) error = NULL;

  ponder_test_cache_try_put (cache, key, value, created, expires, &error);
  g_assert_no_error (error);
}

void
ponder_test_cache_put_n (PonderCacheFile *cache,
                         const char      *key,
                         gsize            n)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (g_str_hash (key));
  g_autofree guint8 *data = g_malloc (n);
  gint64 now = g_get_real_time ();
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;

  for (gsize i = 0; i < n; i++)
    data[i] = (guint8) g_rand_int (rand);
  bytes = g_bytes_new_take (g_steal_pointer (&data), n);
  try_put_bytes (cache, key, bytes, now, now + G_TIME_SPAN_HOUR, &error);
  g_assert_no_error (error);
}

void
ponder_test_cache_expect (PonderCacheFile *cache,
                          const char      *key,
                          gint64           now,
                          const char      *value)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = ponder_test_cache_try_get (cache, key, now, &error);

  g_assert_no_error (error);
  if (value == NULL)
    g_assert_null (bytes);
  else
    {
      g_assert_nonnull (bytes);
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), value, strlen (value));
    }
}

gint64
ponder_test_cache_clean (PonderCacheFile *cache,
                         gint64           now,
                         gint64           max_age)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;
  gint64 n_removed;

  ponder_cache_file_clean_async (cache, now, max_age, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  n_removed = ponder_cache_file_clean_finish (cache, result, &error);
  g_assert_no_error (error);
  return n_removed;
}

gint64
ponder_test_cache_clear (PonderCacheFile *cache)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;
  gint64 n_removed;

  ponder_cache_file_clear_async (cache, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  n_removed = ponder_cache_file_clear_finish (cache, result, &error);
  g_assert_no_error (error);
  return n_removed;
}

PonderCacheStats
ponder_test_cache_stats (PonderCacheFile *cache)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;
  PonderCacheStats stats = { 0 };

  ponder_cache_file_read_stats_async (cache, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  ponder_cache_file_read_stats_finish (cache, result, &stats, &error);
  g_assert_no_error (error);
  return stats;
}

gint64
ponder_test_cache_sql (const char *path,
                       const char *sql)
{
  sqlite3 *handle = NULL;
  sqlite3_stmt *statement = NULL;
  gint64 value;

  g_assert_cmpint (sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  sqlite3_busy_timeout (handle, 5000);
  g_assert_cmpint (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  value = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
  return value;
}

void
ponder_test_cache_check (const char *path)
{
  g_assert_cmpint (ponder_test_cache_sql (path, "SELECT count (*) FROM pragma_integrity_check ()"
                                                " WHERE integrity_check = 'ok'"), ==, 1);
  g_assert_cmpint (ponder_test_cache_sql (path, "SELECT entries FROM totals"), ==,
                   ponder_test_cache_sql (path, "SELECT count (*) FROM entries"));
  g_assert_cmpint (ponder_test_cache_sql (path, "SELECT bytes FROM totals"), ==,
                   ponder_test_cache_sql (path, "SELECT ifnull (sum (size), 0) FROM entries"));
}
