/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a history of years costs: finding, appending, starting, opening, and its size on the disk; beside
 * plain SQLite that does the same in the same run.
 *
 *   meson test -C _build-bench --benchmark --verbose history        (a build of type release)
 *   _build-bench/tests/bench/bench-history 100000                   (another number of messages)
 */

#include "config.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "history-text.h"
#include "ponder-db.h"
#include "ponder-search-index.h"
#include "ponder-store.h"

#define N_MESSAGES  1000000
#define N_SESSIONS  10000
#define LONG_CHAT   10000
#define BATCH       20000
#define N_SEARCHES  300
#define N_APPENDS   2000
#define N_RUNS      5
#define PAGE        50
#define START       1700000000000000

#define INSERT_MESSAGE                                                                              \
  "INSERT INTO messages (session, id, parent, role, state, model, provider, created, first_token_ms," \
  " reasoning_ms, total_ms, chosen) VALUES (?1, ?2, ?3, ?4, 'done', 'gpt-4o', 'openai', ?5, 200, -1, 1500, 1)"
#define INSERT_PART "INSERT INTO parts (message, place, kind, text) VALUES (?1, 0, 'text', ?2)"

typedef struct
{
  char        *dir;
  char        *raw_path;        /* the same rows in a file without any index of words */
  guint        n_messages;
  gint64       n_bytes;
  HistoryText *text;
  PonderStore *store;
} Bench;

G_NORETURN static void
fail (const char *what)
{
  fprintf (stderr, "%s\n", what);
  exit (1);
}

static void
check (GError *error)
{
  if (error != NULL)
    fail (error->message);
}

static double
ms_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / 1000;
}

/* Of all threads: the load of the computer does not count. */
static double
processor_ms (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double) time.tv_sec * 1000 + (double) time.tv_nsec / 1e6;
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static double
quantile (GArray *times,
          double  part)
{
  g_array_sort (times, compare_doubles);
  return g_array_index (times, double, MIN (times->len - 1, (guint) (part * times->len)));
}

/* --- waiting for the store --- */

static void
take_result (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
await (GAsyncResult **pending)
{
  while (*pending == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *pending;
}

static void
open_store (Bench *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  self->store = ponder_store_new (self->dir);
  ponder_store_open_async (self->store, NULL, take_result, &result);
  ponder_store_open_finish (self->store, await (&result), &error);
  check (error);
}

static void
close_store (Bench *self)
{
  g_autoptr(GAsyncResult) result = NULL;

  ponder_store_close_async (self->store, take_result, &result);
  await (&result);
  g_clear_object (&self->store);
}

static guint
list_sessions (Bench *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(PonderStoreSessions) all = NULL;

  ponder_store_list_sessions_async (self->store, NULL, take_result, &result);
  all = ponder_store_list_sessions_finish (self->store, await (&result), &error);
  check (error);
  return all->sessions.rows->len;
}

static guint
load_messages (Bench      *self,
               const char *session_id)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) messages = NULL;

  ponder_store_load_messages_async (self->store, session_id, NULL, take_result, &result);
  messages = ponder_store_load_messages_finish (self->store, await (&result), &error);
  check (error);
  return messages->len;
}

static guint
search (Bench             *self,
        const char        *words,
        PonderSearchOrder  order)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr(PonderSearchQuery) query = ponder_search_query_parse (words, now);
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(PonderStoreHits) hits = NULL;

  ponder_store_search_async (self->store, query, order, 0, PAGE, NULL, take_result, &result);
  hits = ponder_store_search_finish (self->store, await (&result), &error);
  check (error);
  return hits->n_found;
}

static void
append (Bench         *self,
        PonderSession *session,
        PonderMessage *message)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  g_ptr_array_add (messages, message);
  ponder_store_save_messages_async (self->store, session, messages, NULL, take_result, &result);
  ponder_store_save_messages_finish (self->store, await (&result), &error);
  check (error);
}

/* --- plain SQLite --- */

static sqlite3 *
open_raw (const char *path)
{
  sqlite3 *raw = NULL;

  if (sqlite3_open (path, &raw) != SQLITE_OK ||
      sqlite3_exec (raw, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON", NULL, NULL,
                    NULL) != SQLITE_OK)
    fail (sqlite3_errmsg (raw));
  return raw;
}

static void
run_raw (sqlite3    *raw,
         const char *sql)
{
  if (sqlite3_exec (raw, sql, NULL, NULL, NULL) != SQLITE_OK)
    fail (sqlite3_errmsg (raw));
}

static sqlite3_stmt *
prepare_raw (sqlite3    *raw,
             const char *sql)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v3 (raw, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
    fail (sqlite3_errmsg (raw));
  return statement;
}

/* Runs to the end, looking at every value; gives the number of rows. */
static guint
step_raw (sqlite3_stmt *statement)
{
  guint n_rows = 0;

  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      for (int i = 0; i < sqlite3_column_count (statement); i++)
        sqlite3_column_text (statement, i);
      n_rows++;
    }
  if (sqlite3_reset (statement) != SQLITE_OK)
    fail (sqlite3_errmsg (sqlite3_db_handle (statement)));
  return n_rows;
}

static guint
query_raw (sqlite3    *raw,
           const char *sql)
{
  sqlite3_stmt *statement = prepare_raw (raw, sql);
  guint n_rows = step_raw (statement);

  sqlite3_finalize (statement);
  return n_rows;
}

static gint64
read_raw (sqlite3    *raw,
          const char *sql)
{
  sqlite3_stmt *statement = prepare_raw (raw, sql);
  gint64 value = sqlite3_step (statement) == SQLITE_ROW ? sqlite3_column_int64 (statement, 0) : -1;

  sqlite3_finalize (statement);
  return value;
}

/* --- the history --- */

/* One long chat, and the others share what is left. */
static guint
find_session (Bench *self,
              guint  message)
{
  guint n_long = MIN (LONG_CHAT, self->n_messages / 10);
  guint each = MAX (1, (self->n_messages - n_long) / (N_SESSIONS - 1));

  return message < n_long ? 0 : MIN (1 + (message - n_long) / each, N_SESSIONS - 1);
}

static void
insert_sessions (Bench   *self,
                 sqlite3 *raw)
{
  sqlite3_stmt *insert = prepare_raw (raw,
                                      "INSERT INTO sessions (id, title, title_fixed, preview, pinned, created, updated,"
                                      " trashed, n_messages, config, draft, draft_cursor, scroll_offset)"
                                      " VALUES (?1, ?2, 1, ?2, 0, ?3, ?3, 0, 100,"
                                      " '{\"provider\":\"openai\",\"model\":\"gpt-4o\"}', '', 0, 0)");

  for (guint i = 0; i < N_SESSIONS; i++)
    {
      g_autofree char *id = g_strdup_printf ("s%05u", i);
      g_autofree char *title = g_utf8_substring (history_text_next (self->text), 0, 30);

      sqlite3_bind_text (insert, 1, id, -1, SQLITE_STATIC);
      sqlite3_bind_text (insert, 2, title, -1, SQLITE_STATIC);
      sqlite3_bind_int64 (insert, 3, START + i * 1000000);
      step_raw (insert);
    }
  sqlite3_finalize (insert);
}

static void
insert_message (Bench        *self,
                sqlite3_stmt *message,
                sqlite3_stmt *part,
                guint         number)
{
  g_autofree char *session = g_strdup_printf ("s%05u", find_session (self, number));
  g_autofree char *id = g_strdup_printf ("m%08u", number);
  g_autofree char *parent = NULL;
  const char *text = history_text_next (self->text);

  if (number > 0 && find_session (self, number - 1) == find_session (self, number))
    parent = g_strdup_printf ("m%08u", number - 1);
  sqlite3_bind_text (message, 1, session, -1, SQLITE_STATIC);
  sqlite3_bind_text (message, 2, id, -1, SQLITE_STATIC);
  sqlite3_bind_text (message, 3, parent, -1, SQLITE_STATIC);
  sqlite3_bind_text (message, 4, number % 2 == 0 ? "user" : "assistant", -1, SQLITE_STATIC);
  sqlite3_bind_int64 (message, 5, START + (gint64) number * 60000000);
  step_raw (message);
  sqlite3_bind_int64 (part, 1, sqlite3_last_insert_rowid (sqlite3_db_handle (part)));
  sqlite3_bind_text (part, 2, text, -1, SQLITE_STATIC);
  step_raw (part);
  self->n_bytes += (gint64) strlen (text);
}

/* Two files with the same rows; only one gets words. */
static void
fill (Bench *self)
{
  sqlite3 *raw;
  sqlite3_stmt *message;
  sqlite3_stmt *part;

  open_store (self);
  close_store (self);
  raw = open_raw (self->raw_path);
  message = prepare_raw (raw, INSERT_MESSAGE);
  part = prepare_raw (raw, INSERT_PART);
  run_raw (raw, "BEGIN");
  insert_sessions (self, raw);
  for (guint i = 0; i < self->n_messages; i++)
    {
      if (i % BATCH == 0)
        run_raw (raw, "COMMIT; BEGIN");
      insert_message (self, message, part, i);
    }
  run_raw (raw, "COMMIT; PRAGMA wal_checkpoint (TRUNCATE)");
  sqlite3_finalize (message);
  sqlite3_finalize (part);
  sqlite3_close (raw);
}

static void
build_index (Bench *self)
{
  g_autofree char *path = g_build_filename (self->dir, "ponder.db", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderDb) db = NULL;

  db = ponder_db_open (path, &error);
  check (error);
  if (!ponder_db_start_writing (db, PONDER_DB_SYNC_FULL, &error) || !ponder_db_begin (db, &error) ||
      !ponder_search_index_rebuild (db, &error) || !ponder_db_commit (db, &error) ||
      !ponder_db_exec (db, "PRAGMA wal_checkpoint (TRUNCATE)", &error))
    fail (error->message);
}

static void
copy_file (const char *from,
           const char *to)
{
  g_autoptr(GFile) source = g_file_new_for_path (from);
  g_autoptr(GFile) copy = g_file_new_for_path (to);
  g_autoptr(GError) error = NULL;

  g_file_copy (source, copy, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error);
  check (error);
}

static void
make_history (Bench *self)
{
  g_autofree char *path = g_build_filename (self->dir, "ponder.db", NULL);
  gint64 start = g_get_monotonic_time ();
  sqlite3 *raw;

  self->raw_path = g_strdup (path);
  fill (self);
  printf ("%u messages in %d chats, %.0f MB of text, made in %.0f s\n", self->n_messages, N_SESSIONS,
          (double) self->n_bytes / 1e6, ms_since (start) / 1000);

  g_free (self->raw_path);
  self->raw_path = g_build_filename (self->dir, "raw.db", NULL);
  copy_file (path, self->raw_path);
  raw = open_raw (self->raw_path);
  run_raw (raw,
           "DROP TRIGGER title_inserted; DROP TRIGGER title_updated; DROP TRIGGER title_deleted;"
           "DROP TRIGGER message_deleted; DROP TRIGGER session_inserted; DROP TRIGGER session_updated;"
           "DROP TRIGGER session_deleted");
  sqlite3_close (raw);

  start = g_get_monotonic_time ();
  build_index (self);
  printf ("index made in %.0f s\n", ms_since (start) / 1000);
}

/* --- what is measured --- */

static void
measure_size (Bench *self)
{
  g_autofree char *path = g_build_filename (self->dir, "ponder.db", NULL);
  sqlite3 *raw = open_raw (path);
  double index = (double) read_raw (raw,
                                    "SELECT sum (pgsize) FROM dbstat"
                                    " WHERE name LIKE 'message_words%' OR name LIKE 'title%'");
  double whole = (double) read_raw (raw, "SELECT sum (pgsize) FROM dbstat");
  double text = (double) self->n_bytes;

  sqlite3_close (raw);
  printf ("size: text %.0f MB, database %.0f MB, of which index %.0f MB: %.2f of the text\n", text / 1e6,
          whole / 1e6, index / 1e6, index / text);
}

/* Words of ranks from @low to below @high. (transfer full) */
static char *
make_words (Bench    *self,
            gboolean  chinese,
            guint     low,
            guint     high,
            guint     n_words)
{
  g_autoptr(GString) words = g_string_new (NULL);

  for (guint i = 0; i < n_words; i++)
    {
      guint rank = (guint) g_rand_int_range (history_text_get_rand (self->text), (gint32) low, (gint32) high);
      const char *word = chinese ? history_text_chinese (self->text, rank) : history_text_english (self->text, rank);
      g_autofree char *two = chinese ? g_utf8_substring (word, 0, 2) : g_strdup (word);

      g_string_append_printf (words, "%s%s", i > 0 ? " " : "", two);
    }
  return g_strdup (words->str);
}

static void
show_search (const char *what,
             guint64     n_found,
             GArray     *times,
             GArray     *processor)
{
  printf ("  %-34s %6.0f hits   p50 %7.2f ms   p99 %7.2f ms   processor p50 %7.2f ms   p99 %7.2f ms\n", what,
          (double) n_found / N_SEARCHES, quantile (times, 0.5), quantile (times, 0.99), quantile (processor, 0.5),
          quantile (processor, 0.99));
}

/* Adds how long it took. */
static guint
time_search (Bench             *self,
             const char        *text,
             PonderSearchOrder  order,
             GArray            *times,
             GArray            *processor)
{
  double before = processor_ms ();
  gint64 start = g_get_monotonic_time ();
  guint n_found = search (self, text, order);
  double time = ms_since (start);
  double used = processor_ms () - before;

  g_array_append_val (times, time);
  g_array_append_val (processor, used);
  return n_found;
}

static void
measure_search (Bench             *self,
                const char        *what,
                gboolean           chinese,
                guint              low,
                guint              high,
                guint              n_words,
                const char        *suffix,
                PonderSearchOrder  order)
{
  g_autoptr(GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr(GArray) processor = g_array_new (FALSE, FALSE, sizeof (double));
  guint64 n_found = 0;

  for (guint i = 0; i < N_SEARCHES; i++)
    {
      g_autofree char *words = make_words (self, chinese, low, high, n_words);
      g_autofree char *text = g_strconcat (words, suffix, NULL);

      n_found += time_search (self, text, order, times, processor);
    }
  show_search (what, n_found, times, processor);
}

/* A word that is still being typed. */
static void
measure_prefix (Bench *self,
                glong  n_letters)
{
  g_autofree char *what = g_strdup_printf ("%ld letters of a word", n_letters);
  g_autoptr(GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr(GArray) processor = g_array_new (FALSE, FALSE, sizeof (double));
  guint64 n_found = 0;

  for (guint i = 0; i < N_SEARCHES; i++)
    {
      g_autofree char *word = make_words (self, FALSE, 0, 30000, 1);
      g_autofree char *start_of_word = g_strndup (word, (gsize) n_letters);

      n_found += time_search (self, start_of_word, PONDER_SEARCH_NEWEST, times, processor);
    }
  show_search (what, n_found, times, processor);
}

static void
measure_searches (Bench *self)
{
  printf ("search, %d each, %d hits with snippets (counted up to %d):\n", N_SEARCHES, PAGE, PONDER_STORE_MAX_HITS);
  measure_search (self, "common English word", FALSE, 0, 20, 1, " ", PONDER_SEARCH_NEWEST);
  measure_search (self, "English word", FALSE, 20, 5000, 1, " ", PONDER_SEARCH_NEWEST);
  measure_search (self, "rare English word", FALSE, 28000, 30000, 1, " ", PONDER_SEARCH_NEWEST);
  measure_search (self, "two common Chinese characters", TRUE, 0, 20, 1, "", PONDER_SEARCH_NEWEST);
  measure_search (self, "two Chinese characters", TRUE, 20, 5000, 1, "", PONDER_SEARCH_NEWEST);
  measure_search (self, "two rare Chinese characters", TRUE, 18000, 20000, 1, "", PONDER_SEARCH_NEWEST);
  measure_search (self, "two English words", FALSE, 0, 1000, 2, " ", PONDER_SEARCH_NEWEST);
  measure_search (self, "two Chinese words", TRUE, 0, 1000, 2, "", PONDER_SEARCH_NEWEST);
  measure_search (self, "role:user and an English word", FALSE, 20, 5000, 1, " role:user", PONDER_SEARCH_NEWEST);
  for (glong n_letters = 2; n_letters <= 4; n_letters++)
    measure_prefix (self, n_letters);
  measure_search (self, "English word, best first", FALSE, 20, 5000, 1, " ", PONDER_SEARCH_BEST);
  measure_search (self, "common English word, best first", FALSE, 0, 20, 1, " ", PONDER_SEARCH_BEST);
}

static double
append_raw (sqlite3       *raw,
            sqlite3_stmt  *message,
            sqlite3_stmt  *part,
            sqlite3_stmt  *session,
            PonderSession *chat,
            PonderMessage *new_message)
{
  const char *text = ponder_message_get_text (new_message);
  gint64 start = g_get_monotonic_time ();

  run_raw (raw, "BEGIN IMMEDIATE");
  sqlite3_bind_text (message, 1, ponder_session_get_id (chat), -1, SQLITE_STATIC);
  sqlite3_bind_text (message, 2, ponder_message_get_id (new_message), -1, SQLITE_STATIC);
  sqlite3_bind_text (message, 3, ponder_message_get_parent_id (new_message), -1, SQLITE_STATIC);
  sqlite3_bind_text (message, 4, "user", -1, SQLITE_STATIC);
  sqlite3_bind_int64 (message, 5, START);
  step_raw (message);
  sqlite3_bind_int64 (part, 1, sqlite3_last_insert_rowid (raw));
  sqlite3_bind_text (part, 2, text, -1, SQLITE_STATIC);
  step_raw (part);
  sqlite3_bind_text (session, 1, text, 100, SQLITE_STATIC);
  sqlite3_bind_text (session, 2, ponder_session_get_id (chat), -1, SQLITE_STATIC);
  step_raw (session);
  run_raw (raw, "COMMIT");
  return ms_since (start);
}

/* The message that comes after the last one of @chat. (transfer full) */
static PonderMessage *
make_message (Bench         *self,
              sqlite3       *raw,
              PonderSession *chat,
              guint          number)
{
  g_autofree char *id = g_strdup_printf ("new%05u", number);
  sqlite3_stmt *last = prepare_raw (raw, "SELECT id FROM messages WHERE session = ?1 ORDER BY serial DESC LIMIT 1");
  PonderMessage *message;

  sqlite3_bind_text (last, 1, ponder_session_get_id (chat), -1, SQLITE_STATIC);
  sqlite3_step (last);
  message = ponder_message_new (id, (const char *) sqlite3_column_text (last, 0), PONDER_ROLE_USER);
  sqlite3_finalize (last);
  ponder_message_append_text (message, history_text_next (self->text));
  ponder_message_set_chosen (message, TRUE);
  return message;
}

/* @processor: ms in all, ours and raw. */
static void
show_append (const char   *what,
             GArray       *ours,
             GArray       *raws,
             const double *processor)
{
  double sums[2] = { 0, 0 };

  for (guint i = 0; i < ours->len; i++)
    {
      sums[0] += g_array_index (ours, double, i);
      sums[1] += g_array_index (raws, double, i);
    }
  printf ("append %u messages to %s, each on the disk: mean, p50, p99, processor time\n", ours->len, what);
  printf ("  Ponder        %.3f ms  %.3f ms  %.3f ms  %.3f ms\n", sums[0] / ours->len, quantile (ours, 0.5),
          quantile (ours, 0.99), processor[0] / ours->len);
  printf ("  plain SQLite  %.3f ms  %.3f ms  %.3f ms  %.3f ms\n", sums[1] / raws->len, quantile (raws, 0.5),
          quantile (raws, 0.99), processor[1] / raws->len);
  printf ("  Ponder takes %.2f, p50 %.2f times as long\n", sums[0] / sums[1],
          quantile (ours, 0.5) / quantile (raws, 0.5));
}

/* In turn, so that both see the same weather. */
static void
measure_append (Bench      *self,
                const char *what,
                guint       first,
                guint       n_chats)
{
  g_autoptr(GArray) ours = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr(GArray) raws = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr(GPtrArray) chats = g_ptr_array_new_with_free_func (g_object_unref);
  double processor[2] = { 0, 0 };
  sqlite3 *raw = open_raw (self->raw_path);
  sqlite3_stmt *message = prepare_raw (raw, INSERT_MESSAGE);
  sqlite3_stmt *part = prepare_raw (raw, INSERT_PART);
  sqlite3_stmt *update = prepare_raw (raw,
                                      "UPDATE sessions SET preview = ?1, n_messages = n_messages + 1,"
                                      " updated = updated + 1 WHERE id = ?2");

  for (guint i = 0; i < n_chats; i++)
    {
      g_autofree char *id = g_strdup_printf ("s%05u", first + i);

      g_ptr_array_add (chats, ponder_session_new (id));
    }
  for (guint i = 0; i < N_APPENDS; i++)
    {
      PonderSession *chat = g_ptr_array_index (chats, i % n_chats);
      g_autoptr(PonderMessage) new_message = make_message (self, raw, chat, i);
      double before = processor_ms ();
      double raw_time = append_raw (raw, message, part, update, chat, new_message);
      double between = processor_ms ();
      gint64 start = g_get_monotonic_time ();
      double time;

      append (self, chat, new_message);
      time = ms_since (start);
      processor[0] += processor_ms () - between;
      processor[1] += between - before;
      g_array_append_val (ours, time);
      g_array_append_val (raws, raw_time);
    }
  show_append (what, ours, raws, processor);
  sqlite3_finalize (message);
  sqlite3_finalize (part);
  sqlite3_finalize (update);
  sqlite3_close (raw);
}

static void
measure_start (Bench *self)
{
  g_autoptr(GArray) ours = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr(GArray) raws = g_array_new (FALSE, FALSE, sizeof (double));
  guint n_rows = 0;

  for (guint i = 0; i < N_RUNS; i++)
    {
      gint64 start = g_get_monotonic_time ();
      double time;
      sqlite3 *raw;

      open_store (self);
      n_rows = list_sessions (self);
      time = ms_since (start);
      g_array_append_val (ours, time);
      close_store (self);

      start = g_get_monotonic_time ();
      raw = open_raw (self->raw_path);
      query_raw (raw, "SELECT * FROM sessions ORDER BY trashed DESC, pinned DESC, updated DESC, id DESC");
      time = ms_since (start);
      g_array_append_val (raws, time);
      sqlite3_close (raw);
    }
  printf ("open and list %u chats: Ponder %.1f ms, plain SQLite %.1f ms\n", n_rows, quantile (ours, 0.5),
          quantile (raws, 0.5));
}

static void
measure_open (Bench *self)
{
  g_autoptr(GArray) ours = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr(GArray) raws = g_array_new (FALSE, FALSE, sizeof (double));
  sqlite3 *raw = open_raw (self->raw_path);
  guint n_rows = 0;

  for (guint i = 0; i < N_RUNS; i++)
    {
      gint64 start = g_get_monotonic_time ();
      double time;

      n_rows = load_messages (self, "s00000");
      time = ms_since (start);
      g_array_append_val (ours, time);

      start = g_get_monotonic_time ();
      query_raw (raw, "SELECT * FROM messages JOIN parts ON message = serial WHERE session = 's00000'");
      time = ms_since (start);
      g_array_append_val (raws, time);
    }
  sqlite3_close (raw);
  printf ("load a chat of %u messages: Ponder %.1f ms, plain SQLite %.1f ms\n", n_rows, quantile (ours, 0.5),
          quantile (raws, 0.5));
}

static void
remove_folder (const char *dir)
{
  static const char *const names[] = {
    "ponder.db", "ponder.db-wal", "ponder.db-shm", "ponder.lock", "raw.db", "raw.db-wal", "raw.db-shm",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (dir, names[i], NULL);

      g_unlink (path);
    }
  g_rmdir (dir);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GError) error = NULL;
  Bench bench = { .n_messages = argc > 1 ? (guint) strtoul (argv[1], NULL, 10) : N_MESSAGES };

  setvbuf (stdout, NULL, _IOLBF, 0);
  bench.dir = g_dir_make_tmp ("ponder-history-XXXXXX", &error);
  check (error);
  bench.text = history_text_new ();
  make_history (&bench);
  measure_size (&bench);
  measure_start (&bench);
  open_store (&bench);
  measure_open (&bench);
  measure_searches (&bench);
  measure_append (&bench, "20 chats", 100, 20);
  measure_append (&bench, "the longest chat", 0, 1);
  close_store (&bench);
  remove_folder (bench.dir);
  history_text_free (bench.text);
  g_free (bench.raw_path);
  g_free (bench.dir);
  return 0;
}
