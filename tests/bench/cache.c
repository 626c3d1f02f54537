/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a hit costs and what a cache takes up, beside SQLite alone and what malloc says.
 *
 *   meson test -C _build-bench --benchmark --verbose cache       (a build of type release)
 *
 * All of one run, on the same file, so that the ratios mean something on any machine. */

#include "config.h"

#include "ponder-cache.h"

#include <glib/gstdio.h>
#include <malloc.h>
#include <math.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ponder-cache-file.h"
#include "ponder-cache-jobs-private.h"
#include "ponder-cache-private.h"

#define N_ENTRIES   100000
#define N_LOOKUPS   1000       /* in a row, so that what is written every two seconds falls between them */
#define N_RUNS      50
#define N_IN_FLIGHT 100

#define MEDIAN_SIZE  2048.0
#define LEAST_SIZE   100.0
#define LARGEST_SIZE 40960.0
#define SPREAD       0.9        /* of the logarithm: a tenth is larger than 6 KB */

#define MEGABYTE    (1024 * 1024)
#define SMALL_LIMIT (64 * MEGABYTE)
#define N_TIMES     5           /* the limit that is put through */

static const PonderCacheLimits unlimited = { N_ENTRIES * 2, (gsize) 4096 * MEGABYTE, 3600 };
static const PonderCacheLimits limited = { G_MAXUINT, SMALL_LIMIT, 3600 };

static double
now_us (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (double) time.tv_sec * 1e6 + (double) time.tv_nsec / 1e3;
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  const double *x = a;
  const double *y = b;

  return (*x > *y) - (*x < *y);
}

static double
pick (GArray *times,
      double  share)
{
  g_array_sort (times, compare_doubles);
  return g_array_index (times, double, (guint) ((double) (times->len - 1) * share));
}

static void
print_times (const char *name,
             GArray     *times)
{
  g_print ("%-50s median %7.2f us   p99 %7.2f us\n", name, pick (times, 0.5), pick (times, 0.99));
}

static char *
dup_key (guint index)
{
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) &index, sizeof index);
}

/* Of a logarithm that is normally distributed. */
static GBytes *
make_value (GRand *rand)
{
  double normal = sqrt (-2 * log (1 - g_rand_double (rand))) * cos (2 * G_PI * g_rand_double (rand));
  gsize size = (gsize) CLAMP (MEDIAN_SIZE * exp (SPREAD * normal), LEAST_SIZE, LARGEST_SIZE);
  char *data = g_malloc (size);

  memset (data, 'x', size);
  return g_bytes_new_take (data, size);
}

static GPtrArray *
make_keys (void)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < N_ENTRIES; i++)
    g_ptr_array_add (keys, dup_key (i));
  return keys;
}

static const char *
pick_key (GPtrArray *keys,
          GRand     *rand)
{
  return g_ptr_array_index (keys, g_rand_int_range (rand, 0, (int) keys->len));
}

static void
take_result (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
await (GAsyncResult **place)
{
  while (*place == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (place);
}

/* --- in memory --- */

static double
get_and_wait (PonderCache *cache,
              const char  *key)
{
  GAsyncResult *place = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GBytes) value = NULL;
  double began = now_us ();

  ponder_cache_get_async (cache, key, NULL, take_result, &place);
  result = await (&place);
  value = ponder_cache_get_finish (cache, result, NULL, NULL);
  g_assert (value != NULL);
  return now_us () - began;
}

static void
measure_memory (GPtrArray *keys)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (1);
  g_autoptr(PonderCache) cache = ponder_cache_new (&unlimited, NULL);
  g_autoptr(GArray) peeks = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr(GArray) gets = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < keys->len; i++)
    {
      g_autoptr(GBytes) value = make_value (rand);

      ponder_cache_set (cache, g_ptr_array_index (keys, i), value, 0);
    }
  for (guint i = 0; i < N_ENTRIES; i++)
    {
      const char *key = pick_key (keys, rand);
      double began = now_us ();
      g_autoptr(GBytes) value = ponder_cache_peek (cache, key, NULL);
      double took = now_us () - began;

      g_array_append_val (peeks, took);
      took = get_and_wait (cache, pick_key (keys, rand));
      g_array_append_val (gets, took);
    }
  print_times ("memory, ponder_cache_peek", peeks);
  print_times ("memory, ponder_cache_get_async and _finish", gets);
}

/* --- in the file --- */

typedef struct
{
  char            *path;
  GPtrArray       *keys;
  GRand           *rand;
  PonderCacheFile *file;
  guint            n_left;
  guint            n_in_flight;
} Disk;

static void
put_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  Disk *disk = user_data;

  if (!ponder_cache_file_put_finish (PONDER_CACHE_FILE (source), result, &error))
    g_error ("%s", error->message);
  disk->n_in_flight--;
}

/* Gives the bytes of all values. */
static gsize
fill (Disk  *disk,
      guint  n_entries,
      gsize  n_bytes)
{
  gint64 now = g_get_real_time ();
  gsize n_put = 0;

  for (guint i = 0; i < n_entries && n_put < n_bytes; i++)
    {
      g_autofree char *key = dup_key (i);
      g_autoptr(GBytes) value = make_value (disk->rand);

      n_put += g_bytes_get_size (value);
      disk->n_in_flight++;
      ponder_cache_file_put_async (disk->file, key, value, now, now + (gint64) 3600 * G_USEC_PER_SEC, NULL, put_cb,
                                   disk);
      while (disk->n_in_flight > N_IN_FLIGHT)
        g_main_context_iteration (NULL, TRUE);
    }
  while (disk->n_in_flight > 0)
    g_main_context_iteration (NULL, TRUE);
  return n_put;
}

static sqlite3 *
open_raw (const char *path)
{
  sqlite3 *db = NULL;

  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK ||
      sqlite3_exec (db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cell_size_check = ON;"
                    "PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON", NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s", sqlite3_errmsg (db));
  return db;
}

/* All that anybody needs: the row, copied. */
static double
measure_raw (Disk    *disk,
             sqlite3 *db)
{
  sqlite3_stmt *statement = NULL;
  double began;

  sqlite3_prepare_v3 (db, "SELECT created, expires, value FROM entries WHERE key = ?1", -1,
                      SQLITE_PREPARE_PERSISTENT, &statement, NULL);
  began = now_us ();
  for (guint i = 0; i < N_LOOKUPS; i++)
    {
      g_autofree char *copy = NULL;

      sqlite3_bind_text (statement, 1, pick_key (disk->keys, disk->rand), -1, SQLITE_STATIC);
      if (sqlite3_step (statement) != SQLITE_ROW || sqlite3_column_int64 (statement, 1) == 0)
        g_error ("%s", sqlite3_errmsg (db));
      copy = g_memdup2 (sqlite3_column_blob (statement, 2), (gsize) sqlite3_column_bytes (statement, 2));
      sqlite3_reset (statement);
    }
  sqlite3_finalize (statement);
  return (now_us () - began) / N_LOOKUPS;
}

typedef struct
{
  Disk  *disk;
  double took;
} Round;

static void
ignore_notice (gpointer user_data)
{
}

/* On the worker's thread: what it does for each lookup, without the way there and back. */
static gpointer
look_up_many (PonderDbWorker  *worker,
              gpointer         data,
              GCancellable    *cancellable,
              GError         **error)
{
  Round *round = data;
  Disk *disk = round->disk;
  PonderCacheArguments arguments = { .path = disk->path, .now = g_get_real_time (), .oldest = G_MININT64 };
  double began = now_us ();

  arguments.notes = ponder_cache_notes_new ();
  for (guint i = 0; i < N_LOOKUPS; i++)
    {
      PonderCacheEntry *entry;

      arguments.key = (char *) pick_key (disk->keys, disk->rand);
      entry = ponder_cache_job_get (worker, &arguments, cancellable, error);
      g_assert (entry != NULL && entry->value != NULL);
      ponder_cache_entry_free (entry);
    }
  round->took = (now_us () - began) / N_LOOKUPS;
  ponder_cache_notes_unref (arguments.notes);
  return PONDER_CACHE_DONE;
}

static double
measure_worker (Disk               *disk,
                PonderDbWorker     *worker,
                PonderDbWorkerFunc  func)
{
  GAsyncResult *place = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  GTask *task = g_task_new (NULL, NULL, take_result, &place);
  Round round = { disk, 0 };

  g_task_set_task_data (task, &round, NULL);
  ponder_db_worker_push (worker, task, func, NULL);
  result = await (&place);
  return round.took;
}

/* On the worker's thread: afterwards, what was used is written down, for many entries together. */
static gpointer
write_uses (PonderDbWorker  *worker,
            gpointer         data,
            GCancellable    *cancellable,
            GError         **error)
{
  Round *round = data;
  Disk *disk = round->disk;
  PonderCacheArguments arguments = { .path = disk->path, .now = g_get_real_time (), .oldest = G_MININT64 };
  double began;

  arguments.notes = ponder_cache_notes_new ();
  for (guint i = 0; i < N_LOOKUPS; i++)
    ponder_cache_notes_note_use (arguments.notes, pick_key (disk->keys, disk->rand));
  began = now_us ();
  ponder_cache_job_write_notes (worker, &arguments, cancellable, error);
  round->took = (now_us () - began) / N_LOOKUPS;
  ponder_cache_notes_unref (arguments.notes);
  return PONDER_CACHE_DONE;
}

static gpointer
do_nothing (PonderDbWorker  *worker,
            gpointer         data,
            GCancellable    *cancellable,
            GError         **error)
{
  return PONDER_CACHE_DONE;
}

/* To another thread and back, one after the other, with nothing to do there. */
static double
measure_way (PonderDbWorker *worker)
{
  double began = now_us ();

  for (guint i = 0; i < N_LOOKUPS; i++)
    {
      GAsyncResult *place = NULL;
      g_autoptr(GAsyncResult) result = NULL;

      ponder_db_worker_push (worker, g_task_new (NULL, NULL, take_result, &place), do_nothing, NULL);
      result = await (&place);
    }
  return (now_us () - began) / N_LOOKUPS;
}

static void look_up_next (Disk *disk);

static void
got_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  Disk *disk = user_data;
  gint64 created;
  gint64 expires;
  g_autoptr(GBytes) value =
    ponder_cache_file_get_finish (PONDER_CACHE_FILE (source), result, &created, &expires, NULL);

  g_assert (value != NULL);
  disk->n_in_flight--;
  look_up_next (disk);
}

static void
look_up_next (Disk *disk)
{
  if (disk->n_left == 0)
    return;

  disk->n_left--;
  disk->n_in_flight++;
  ponder_cache_file_get_async (disk->file, pick_key (disk->keys, disk->rand), g_get_real_time (), NULL, got_cb, disk);
}

static double
measure_file (Disk  *disk,
              guint  n_in_flight)
{
  double began = now_us ();

  disk->n_left = N_LOOKUPS;
  for (guint i = 0; i < n_in_flight; i++)
    look_up_next (disk);
  while (disk->n_in_flight > 0)
    g_main_context_iteration (NULL, TRUE);
  return (now_us () - began) / N_LOOKUPS;
}

static void look_up_in_both (PonderCache *cache,
                             Disk        *disk);

static void
got_through_both_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  Disk *disk = user_data;
  g_autoptr(GBytes) value = ponder_cache_get_finish (PONDER_CACHE (source), result, NULL, NULL);

  g_assert (value != NULL);
  disk->n_in_flight--;
  look_up_in_both (PONDER_CACHE (source), disk);
}

static void
look_up_in_both (PonderCache *cache,
                 Disk        *disk)
{
  if (disk->n_left == 0)
    return;

  disk->n_left--;
  disk->n_in_flight++;
  ponder_cache_get_async (cache, pick_key (disk->keys, disk->rand), NULL, got_through_both_cb, disk);
}

/* Its memory holds nothing, so that every lookup goes to the file. */
static double
measure_cache (Disk        *disk,
               PonderCache *cache,
               guint        n_in_flight)
{
  double began = now_us ();

  disk->n_left = N_LOOKUPS;
  for (guint i = 0; i < n_in_flight; i++)
    look_up_in_both (cache, disk);
  while (disk->n_in_flight > 0)
    g_main_context_iteration (NULL, TRUE);
  return (now_us () - began) / N_LOOKUPS;
}

enum
{
  RAW,
  WORKER,
  USES,
  WAY,
  FILE_MANY,
  FILE_ONE,
  CACHE_MANY,
  CACHE_ONE,
  N_WAYS
};

static const char *const ways[] = {
  "SQLite alone, a prepared SELECT and a copy", "the worker's part of a hit",
  "writing down later that it was used",
  "the way to a thread and back, with no work there",
  "a hit in the file, many in flight", "a hit in the file, one at a time",
  "a hit through the cache, many in flight", "a hit through the cache, one at a time",
};

static void
measure_hits (Disk *disk)
{
  g_autoptr(PonderCache) cache = ponder_cache_new (&unlimited, disk->file);
  PonderDbWorker *worker = ponder_db_worker_new (ignore_notice, NULL, ignore_notice);
  sqlite3 *db = open_raw (disk->path);
  GArray *times[N_WAYS];
  double raw;

  ponder_lru_set_limits (cache->memory, 0, 0);
  for (guint i = 0; i < N_WAYS; i++)
    times[i] = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint run = 0; run < N_RUNS; run++)
    {
      double took[N_WAYS] = {
        [RAW] = measure_raw (disk, db),
        [WORKER] = measure_worker (disk, worker, look_up_many),
        [USES] = measure_worker (disk, worker, write_uses),
        [WAY] = measure_way (worker),
        [FILE_MANY] = measure_file (disk, N_IN_FLIGHT),
        [FILE_ONE] = measure_file (disk, 1),
        [CACHE_MANY] = measure_cache (disk, cache, N_IN_FLIGHT),
        [CACHE_ONE] = measure_cache (disk, cache, 1),
      };

      for (guint i = 0; i < N_WAYS; i++)
        g_array_append_val (times[i], took[i]);
    }
  raw = pick (times[RAW], 0.5);
  for (guint i = 0; i < N_WAYS; i++)
    {
      g_print ("%-50s %7.2f us   %5.2f times\n", ways[i], pick (times[i], 0.5), pick (times[i], 0.5) / raw);
      g_array_unref (times[i]);
    }
  sqlite3_close (db);
  ponder_db_worker_free (worker);
}

static guint64
get_file_size (const char *path,
               const char *ending)
{
  g_autofree char *name = g_strconcat (path, ending, NULL);
  GStatBuf status;

  return g_stat (name, &status) == 0 ? (guint64) status.st_size : 0;
}

static void
print_size (Disk       *disk,
            const char *name)
{
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *place = NULL;
  PonderCacheStats stats;
  guint64 n_bytes = get_file_size (disk->path, "");

  ponder_cache_file_read_stats_async (disk->file, NULL, take_result, &place);
  result = await (&place);
  if (!ponder_cache_file_read_stats_finish (disk->file, result, &stats, NULL))
    g_error ("no statistics");
  g_print ("%-50s %7.1f MB   counted %7.1f MB   %5.3f times   log %.1f MB   %" G_GUINT64_FORMAT " entries\n", name,
           (double) n_bytes / MEGABYTE, (double) stats.n_bytes / MEGABYTE, (double) n_bytes / (double) stats.n_bytes,
           (double) get_file_size (disk->path, "-wal") / MEGABYTE, stats.n_entries);
}

static void
open_disk (Disk       *disk,
           const char *dir,
           GPtrArray  *keys)
{
  disk->path = ponder_cache_file_dup_path (dir);
  disk->keys = keys;
  disk->rand = g_rand_new_with_seed (2);
  disk->file = ponder_cache_file_new (disk->path);
}

static void
close_disk (Disk *disk)
{
  static const char *const names[] = { "cache.db", "cache.db-wal", "cache.db-shm", "cache.lock" };
  g_autofree char *dir = g_path_get_dirname (disk->path);
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *place = NULL;

  ponder_cache_file_close_async (disk->file, take_result, &place);
  result = await (&place);
  g_object_unref (disk->file);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = g_build_filename (dir, names[i], NULL);

      g_unlink (name);
    }
  g_rand_free (disk->rand);
  g_free (disk->path);
}

static void
measure_disk (const char *dir,
              GPtrArray  *keys)
{
  Disk disk = { NULL };
  double began;

  open_disk (&disk, dir, keys);
  began = now_us ();
  fill (&disk, N_ENTRIES, G_MAXSIZE);
  g_print ("%-50s %7.2f us\n", "a write to the file, many in flight", (now_us () - began) / N_ENTRIES);
  print_size (&disk, "file of 100,000 entries");
  measure_hits (&disk);
  close_disk (&disk);
}

static void
measure_disk_limit (const char *dir,
                    GPtrArray  *keys)
{
  Disk disk = { NULL };

  open_disk (&disk, dir, keys);
  ponder_cache_file_set_limits (disk.file, G_MAXUINT64, SMALL_LIMIT);
  fill (&disk, G_MAXUINT, (gsize) N_TIMES * SMALL_LIMIT);
  print_size (&disk, "file with a limit of 64 MB, five times that put in");
  close_disk (&disk);
}

/* --- what memory is taken up --- */

static gsize
get_allocated (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

static void
measure_memory_limit (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (3);
  gsize before = get_allocated ();
  g_autoptr(PonderCache) cache = ponder_cache_new (&limited, NULL);
  double most = 0;
  double grown = 0;
  gsize n_put = 0;

  for (guint i = 0; n_put < (gsize) N_TIMES * SMALL_LIMIT; i++)
    {
      g_autofree char *key = dup_key (i);
      g_autoptr(GBytes) value = make_value (rand);

      n_put += g_bytes_get_size (value);
      ponder_cache_set (cache, key, value, 0);
      if (i % 100 == 0)
        {
          grown = (double) (get_allocated () - before) / MEGABYTE;
          most = MAX (most, grown);
        }
    }
  g_print ("%-50s %7.2f MB   at most %.2f MB   %5.3f times\n", "memory with a limit of 64 MB, malloc says", grown,
           most, most / (SMALL_LIMIT / MEGABYTE));
  g_print ("%-50s %7.2f MB   %u entries\n", "memory with a limit of 64 MB, counted",
           (double) ponder_lru_get_n_bytes (cache->memory) / MEGABYTE, ponder_lru_get_n_entries (cache->memory));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("ponder-bench-XXXXXX", &error);
  g_autoptr(GPtrArray) keys = make_keys ();

  if (dir == NULL)
    g_error ("%s", error->message);

  measure_memory_limit ();
  measure_memory (keys);
  measure_disk (dir, keys);
  measure_disk_limit (dir, keys);
  if (g_rmdir (dir) != 0)
    g_printerr ("%s is left behind\n", dir);
  return EXIT_SUCCESS;
}
