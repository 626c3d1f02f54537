/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The entries of a cache and the sums over them. */

#include "config.h"

#include "ponder-cache-table.h"

#include <string.h>

/* The shape of the file; whatever has another is made anew. */
#define VERSION      "1"
#define PAGE_SIZE    "4096"
#define AUTO_VACUUM  "2"        /* incremental */

/* Uses are counted from here: an integer that stays as wide as it is lets SQLite change it in place, without writing
 * the value beside it again. */
#define FIRST_USE "4294967296"

/* What SQLite's pages hold: all of a page but its head, the most of a row that lies in the tree, the least of one that
 * flows over, and what a page of an overflow holds. (sqlite.org/fileformat2.html, section 1.6) */
#define PAGE_BYTES      4096
#define LEAF_BYTES      4088
#define MAX_LOCAL       4061
#define MIN_LOCAL       489
#define OVERFLOW_BYTES  4092

/* Of a row: its other columns and its head; the head of its cell; and its row in the indexes, of which that by key is
 * three quarters full, since keys come in no order. */
#define ROW_BYTES    45
#define CELL_BYTES   7
#define INDEX_BYTES(key_length) (48 + ((key_length) + 12) * 4 / 3)

/* Mixes well enough to tell what a bad disk or another program did to a value; nobody has to be kept from forging. */
#define MIXER G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)

/* The value comes last: what is asked of all rows then needs none of its pages. A use is a number that counts up, not
 * a time: clocks are set back. `totals` is kept by triggers, so that nobody ever has to count. */
static const char *const schema[] = {
  "CREATE TABLE entries ("
  "  key TEXT NOT NULL PRIMARY KEY,"
  "  created INTEGER NOT NULL,"
  "  expires INTEGER NOT NULL,"
  "  used INTEGER NOT NULL,"
  "  size INTEGER NOT NULL,"
  "  sum INTEGER NOT NULL,"
  "  value BLOB NOT NULL"
  ") STRICT",
  "CREATE INDEX by_use ON entries (used)",
  "CREATE INDEX by_expiry ON entries (expires, created)",

  "CREATE TABLE totals ("
  "  id INTEGER PRIMARY KEY CHECK (id = 1),"
  "  entries INTEGER NOT NULL DEFAULT 0,"
  "  bytes INTEGER NOT NULL DEFAULT 0,"
  "  uses INTEGER NOT NULL DEFAULT " FIRST_USE ","
  "  hits INTEGER NOT NULL DEFAULT 0,"
  "  misses INTEGER NOT NULL DEFAULT 0,"
  "  evictions INTEGER NOT NULL DEFAULT 0,"
  "  expired INTEGER NOT NULL DEFAULT 0,"
  "  saved_tokens INTEGER NOT NULL DEFAULT 0"
  ") STRICT",
  "CREATE TRIGGER entry_inserted AFTER INSERT ON entries BEGIN"
  "  UPDATE totals SET entries = entries + 1, bytes = bytes + new.size;"
  " END",
  "CREATE TRIGGER entry_resized AFTER UPDATE OF size ON entries BEGIN"
  "  UPDATE totals SET bytes = bytes - old.size + new.size;"
  " END",
  "CREATE TRIGGER entry_deleted AFTER DELETE ON entries BEGIN"
  "  UPDATE totals SET entries = entries - 1, bytes = bytes - old.size;"
  " END",
};

static gboolean
refuse (PonderDb  *db,
        int        code,
        GError   **error)
{
  ponder_db_set_error (db, code, error);
  return FALSE;
}

gboolean
ponder_cache_table_make (PonderDb  *db,
                         GError   **error)
{
  if (!ponder_db_exec (db, "PRAGMA page_size = " PAGE_SIZE "; PRAGMA auto_vacuum = " AUTO_VACUUM, error) ||
      !ponder_db_start_writing (db, PONDER_DB_SYNC_NORMAL, error) ||
      !ponder_db_begin (db, error))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (schema); i++)
    if (!ponder_db_exec (db, schema[i], error))
      return FALSE;

  return ponder_db_exec (db, "INSERT INTO totals (id) VALUES (1); PRAGMA user_version = " VERSION, error) &&
         ponder_db_commit (db, error);
}

static gboolean
expect (PonderDb    *db,
        const char  *pragma,
        const char  *expected,
        GError     **error)
{
  gint64 value;

  if (!ponder_db_get_int (db, pragma, &value, error))
    return FALSE;

  return value == g_ascii_strtoll (expected, NULL, 10) || refuse (db, SQLITE_SCHEMA, error);
}

/* SQLite keeps the words that made a table. */
static gboolean
expect_schema (PonderDb    *db,
               const char  *sql,
               GError     **error)
{
  g_autoptr(PonderDbStatement) statement =
    ponder_db_prepare (db, "SELECT count (*) FROM sqlite_schema WHERE sql = ?1", error);

  if (statement == NULL)
    return FALSE;

  ponder_db_statement_bind_text (statement, 1, sql);
  if (!ponder_db_statement_next (statement, error))
    return FALSE;

  return ponder_db_statement_get_int (statement, 0) == 1 || refuse (db, SQLITE_SCHEMA, error);
}

gboolean
ponder_cache_table_check (PonderDb  *db,
                          GError   **error)
{
  if (!expect (db, "PRAGMA user_version", VERSION, error) ||
      !expect (db, "PRAGMA page_size", PAGE_SIZE, error) ||
      !expect (db, "PRAGMA auto_vacuum", AUTO_VACUUM, error))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (schema); i++)
    if (!expect_schema (db, schema[i], error))
      return FALSE;

  return expect (db, "SELECT count (*) FROM totals", "1", error);
}

static guint64
mix_word (guint64 sum,
          guint64 word)
{
  sum = (sum ^ word) * MIXER;
  return sum ^ sum >> 32;
}

/* Four sums side by side, since each step waits for the one before it. */
static guint64
mix (guint64     sum,
     const void *data,
     gsize       length)
{
  guint64 lanes[4] = { sum, 1, 2, 3 };
  const guint8 *bytes = data;
  guint64 words[4] = { 0 };

  for (; length >= sizeof words; bytes += sizeof words, length -= sizeof words)
    {
      memcpy (words, bytes, sizeof words);
      for (guint i = 0; i < G_N_ELEMENTS (lanes); i++)
        lanes[i] = mix_word (lanes[i], words[i]);
    }
  memset (words, 0, sizeof words);
  memcpy (words, bytes, length);
  for (guint i = 0; i < G_N_ELEMENTS (lanes); i++)
    sum = mix_word (mix_word (sum, lanes[i]), words[i]);
  return sum;
}

/* SQLite has no checksums: what becomes of a page unnoticed must not become an answer. */
static gint64
sum_up (const char *key,
        GBytes     *value,
        gint64      created,
        gint64      expires)
{
  gint64 times[] = { created, expires };
  gsize length;
  const void *data = g_bytes_get_data (value, &length);
  guint64 sum = mix (length, times, sizeof times);

  sum = mix (sum, key, strlen (key));
  return (gint64) (length > 0 ? mix (sum, data, length) : sum);
}

GBytes *
ponder_cache_table_get (PonderDb    *db,
                        const char  *key,
                        gint64       now,
                        gint64      *created,
                        gint64      *expires,
                        GError     **error)
{
  g_autoptr(PonderDbStatement) statement =
    ponder_db_prepare (db, "SELECT created, expires, sum, value FROM entries WHERE key = ?1", error);
  g_autoptr(GBytes) value = NULL;

  if (statement == NULL)
    return NULL;

  ponder_db_statement_bind_text (statement, 1, key);
  if (!ponder_db_statement_next (statement, error))
    return NULL;

  *created = ponder_db_statement_get_int (statement, 0);
  *expires = ponder_db_statement_get_int (statement, 1);
  /* From the future: the clock was set back, and how old it is nobody knows. */
  if (*expires <= now || *created > now)
    return NULL;

  value = ponder_db_statement_dup_bytes (statement, 3);
  if (ponder_db_statement_get_int (statement, 2) == sum_up (key, value, *created, *expires))
    return g_steal_pointer (&value);

  ponder_db_set_error (db, SQLITE_CORRUPT, error);
  return NULL;
}

/* What an entry takes in the file. Behind the last row of a page half a row stays free on average. */
static gint64
measure (gsize key_length,
         gsize value_length)
{
  gsize row = ROW_BYTES + key_length + value_length;
  gsize n_overflow = 0;
  gsize local = row;
  gsize cell;

  if (row > MAX_LOCAL)
    {
      local = MIN_LOCAL + (row - MIN_LOCAL) % OVERFLOW_BYTES;
      if (local > MAX_LOCAL)
        local = MIN_LOCAL;
      n_overflow = (row - local + OVERFLOW_BYTES - 1) / OVERFLOW_BYTES;
    }
  cell = local + CELL_BYTES;
  cell = MIN (PAGE_BYTES, PAGE_BYTES * cell / (LEAF_BYTES - cell / 2));

  return (gint64) (cell + n_overflow * PAGE_BYTES + INDEX_BYTES (key_length));
}

static gboolean
remove_key (PonderDb    *db,
            const char  *key,
            GError     **error)
{
  g_autoptr(PonderDbStatement) statement = ponder_db_prepare (db, "DELETE FROM entries WHERE key = ?1", error);

  if (statement == NULL)
    return FALSE;

  ponder_db_statement_bind_text (statement, 1, key);
  return ponder_db_statement_run (statement, error);
}

static gboolean
insert (PonderDb    *db,
        const char  *key,
        GBytes      *value,
        gint64       created,
        gint64       expires,
        gint64       size,
        GError     **error)
{
  g_autoptr(PonderDbStatement) statement =
    ponder_db_prepare (db,
                       "INSERT INTO entries (key, created, expires, used, size, sum, value)"
                       " VALUES (?1, ?2, ?3, (SELECT uses + 1 FROM totals), ?4, ?5, ?6)"
                       " ON CONFLICT (key) DO UPDATE SET created = excluded.created, expires = excluded.expires,"
                       " used = excluded.used, size = excluded.size, sum = excluded.sum, value = excluded.value",
                       error);

  if (statement == NULL)
    return FALSE;

  ponder_db_statement_bind_text (statement, 1, key);
  ponder_db_statement_bind_int (statement, 2, created);
  ponder_db_statement_bind_int (statement, 3, expires);
  ponder_db_statement_bind_int (statement, 4, size);
  ponder_db_statement_bind_int (statement, 5, sum_up (key, value, created, expires));
  ponder_db_statement_bind_bytes (statement, 6, value);
  return ponder_db_statement_run (statement, error);
}

/* Adds to a counter of the totals, if there is something to add. */
static gboolean
add (PonderDb    *db,
     const char  *sql,
     gint64       n,
     GError     **error)
{
  g_autoptr(PonderDbStatement) statement = NULL;

  if (n == 0)
    return TRUE;
  if (!(statement = ponder_db_prepare (db, sql, error)))
    return FALSE;

  ponder_db_statement_bind_int (statement, 1, n);
  return ponder_db_statement_run (statement, error);
}

static gboolean
remove_least_used (PonderDb  *db,
                   guint64   *n_bytes,
                   GError   **error)
{
  g_autoptr(PonderDbStatement) statement =
    ponder_db_prepare (db,
                       "DELETE FROM entries WHERE rowid = (SELECT rowid FROM entries ORDER BY used LIMIT 1)"
                       " RETURNING size", error);
  g_autoptr(GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;

  if (ponder_db_statement_next (statement, &local_error))
    {
      *n_bytes -= MIN (*n_bytes, (guint64) ponder_db_statement_get_int (statement, 0));
      return ponder_db_statement_run (statement, error);
    }
  if (local_error == NULL)
    return refuse (db, SQLITE_CORRUPT, error);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
remove_where (PonderDb    *db,
              const char  *sql,
              gint64       time,
              gint64      *n_removed,
              GError     **error)
{
  g_autoptr(PonderDbStatement) statement = ponder_db_prepare (db, sql, error);

  if (statement == NULL)
    return FALSE;

  ponder_db_statement_bind_int (statement, 1, time);
  if (!ponder_db_statement_run (statement, error))
    return FALSE;

  *n_removed += ponder_db_n_changes (db);
  return TRUE;
}

/* Nobody can use what has expired any more, however lately somebody did. */
static gboolean
remove_useless (PonderDb          *db,
                gint64             now,
                PonderCacheStats  *stats,
                GError           **error)
{
  gint64 n_removed = 0;

  return remove_where (db, "DELETE FROM entries WHERE expires <= ?1", now, &n_removed, error) &&
         add (db, "UPDATE totals SET expired = expired + ?1", n_removed, error) &&
         (n_removed == 0 || ponder_cache_table_read_stats (db, stats, error));
}

static gboolean
is_over (const PonderCacheStats *stats,
         guint64                 max_entries,
         guint64                 max_bytes)
{
  return stats->n_entries > max_entries || stats->n_bytes > max_bytes;
}

gboolean
ponder_cache_table_make_room (PonderDb  *db,
                              gint64     now,
                              guint64    max_entries,
                              guint64    max_bytes,
                              GError   **error)
{
  PonderCacheStats stats;
  gint64 n_evicted = 0;

  if (!ponder_cache_table_read_stats (db, &stats, error) ||
      (is_over (&stats, max_entries, max_bytes) && !remove_useless (db, now, &stats, error)))
    return FALSE;

  for (; is_over (&stats, max_entries, max_bytes); stats.n_entries--)
    {
      if (!remove_least_used (db, &stats.n_bytes, error))
        return FALSE;
      n_evicted++;
    }
  return add (db, "UPDATE totals SET evictions = evictions + ?1", n_evicted, error);
}

gboolean
ponder_cache_table_put (PonderDb    *db,
                        const char  *key,
                        GBytes      *value,
                        gint64       created,
                        gint64       expires,
                        guint64      max_entries,
                        guint64      max_bytes,
                        GError     **error)
{
  gint64 size = measure (strlen (key), g_bytes_get_size (value));
  gboolean done;

  if (max_entries == 0 || (guint64) size > max_bytes)
    done = remove_key (db, key, error);
  else
    done = insert (db, key, value, created, expires, size, error) &&
           ponder_cache_table_count (db, 1, 0, 0, 0, error);

  return done && ponder_cache_table_make_room (db, created, max_entries, max_bytes, error);
}

gboolean
ponder_cache_table_has_expired (PonderDb  *db,
                                gint64     now,
                                gboolean  *has_expired,
                                GError   **error)
{
  g_autoptr(PonderDbStatement) statement =
    ponder_db_prepare (db,
                       "SELECT EXISTS (SELECT 1 FROM entries WHERE expires <= ?1)"
                       " OR EXISTS (SELECT 1 FROM entries WHERE created > ?1)", error);

  if (statement == NULL)
    return FALSE;

  ponder_db_statement_bind_int (statement, 1, now);
  if (!ponder_db_statement_next (statement, error))
    return FALSE;

  *has_expired = ponder_db_statement_get_int (statement, 0) != 0;
  return TRUE;
}

gboolean
ponder_cache_table_remove_expired (PonderDb  *db,
                                   gint64     now,
                                   gint64     oldest,
                                   gint64    *n_removed,
                                   GError   **error)
{
  *n_removed = 0;
  return remove_where (db, "DELETE FROM entries WHERE expires <= ?1", now, n_removed, error) &&
         remove_where (db, "DELETE FROM entries WHERE rowid IN (SELECT rowid FROM entries WHERE created > ?1)",
                       now, n_removed, error) &&
         remove_where (db, "DELETE FROM entries WHERE rowid IN (SELECT rowid FROM entries WHERE created < ?1)",
                       oldest, n_removed, error) &&
         add (db, "UPDATE totals SET expired = expired + ?1", *n_removed, error);
}

gboolean
ponder_cache_table_remove_all (PonderDb  *db,
                               gint64    *n_removed,
                               GError   **error)
{
  g_autoptr(PonderDbStatement) statement = ponder_db_prepare (db, "DELETE FROM entries", error);
  PonderCacheStats stats;

  if (statement == NULL || !ponder_db_statement_run (statement, error))
    return FALSE;

  *n_removed = ponder_db_n_changes (db);
  if (!ponder_cache_table_read_stats (db, &stats, error))
    return FALSE;

  return (stats.n_entries == 0 && stats.n_bytes == 0) || refuse (db, SQLITE_CORRUPT, error);
}

gboolean
ponder_cache_table_shrink (PonderDb  *db,
                           GError   **error)
{
  return ponder_db_exec (db, "PRAGMA incremental_vacuum; PRAGMA wal_checkpoint (TRUNCATE)", error);
}

gboolean
ponder_cache_table_set_used (PonderDb    *db,
                             const char  *key,
                             guint64      use,
                             GError     **error)
{
  g_autoptr(PonderDbStatement) statement =
    ponder_db_prepare (db, "UPDATE entries SET used = (SELECT uses FROM totals) + ?2 WHERE key = ?1", error);

  if (statement == NULL)
    return FALSE;

  ponder_db_statement_bind_text (statement, 1, key);
  ponder_db_statement_bind_int (statement, 2, (gint64) use);
  return ponder_db_statement_run (statement, error);
}

gboolean
ponder_cache_table_count (PonderDb  *db,
                          guint64    n_uses,
                          guint64    hits,
                          guint64    misses,
                          guint64    saved_tokens,
                          GError   **error)
{
  g_autoptr(PonderDbStatement) statement =
    ponder_db_prepare (db,
                       "UPDATE totals SET uses = uses + ?1, hits = hits + ?2, misses = misses + ?3,"
                       " saved_tokens = saved_tokens + ?4", error);

  if (statement == NULL)
    return FALSE;

  ponder_db_statement_bind_int (statement, 1, (gint64) n_uses);
  ponder_db_statement_bind_int (statement, 2, (gint64) hits);
  ponder_db_statement_bind_int (statement, 3, (gint64) misses);
  ponder_db_statement_bind_int (statement, 4, (gint64) saved_tokens);
  return ponder_db_statement_run (statement, error);
}

gboolean
ponder_cache_table_read_stats (PonderDb          *db,
                               PonderCacheStats  *stats,
                               GError           **error)
{
  g_autoptr(PonderDbStatement) statement =
    ponder_db_prepare (db, "SELECT entries, bytes, hits, misses, evictions, expired, saved_tokens FROM totals", error);
  guint64 *values[] = { &stats->n_entries, &stats->n_bytes, &stats->hits, &stats->misses, &stats->evictions,
                        &stats->expired, &stats->saved_tokens };
  g_autoptr(GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;
  if (!ponder_db_statement_next (statement, &local_error))
    {
      if (local_error == NULL)
        return refuse (db, SQLITE_CORRUPT, error);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    *values[i] = (guint64) ponder_db_statement_get_int (statement, (int) i);
  return TRUE;
}
