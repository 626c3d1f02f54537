/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a query finds among titles and messages. */

#include "config.h"

#include "ponder-search-table.h"

#include "ponder-store.h"

/* The numbers of the values, in whichever statement they are. */
enum
{
  MATCH = 1,
  EXCLUDED,
  MODEL,
  ROLE,
  AFTER,
  BEFORE,
  LIMIT,
  FIRST_TAG
};

/* What is searched: titles, or messages. */
typedef struct
{
  const char *words;            /* the table of words */
  const char *serial;           /* what its rowid is in the tables behind it */
  const char *matched;          /* tables, from the words on */
  const char *listed;           /* tables without the words */
  const char *time;
  const char *newest;           /* the order without words */
} Target;

/* CROSS JOIN keeps the order of the tables: words first, as few have them. */
static const Target title_target = {
  .words = "title_words",
  .serial = "titles.serial",
  .matched = "title_words CROSS JOIN titles ON titles.serial = title_words.rowid"
             " CROSS JOIN sessions ON sessions.id = titles.session",
  .listed = "sessions CROSS JOIN titles ON titles.session = sessions.id",
  .time = "sessions.updated",
  .newest = "sessions.updated",
};

static const Target message_target = {
  .words = "message_words",
  .serial = "messages.serial",
  .matched = "message_words CROSS JOIN messages ON messages.serial = message_words.rowid"
             " CROSS JOIN sessions ON sessions.id = messages.session AND messages.trashed = 0",
  .listed = "messages CROSS JOIN sessions ON sessions.id = messages.session AND messages.trashed = 0",
  .time = "messages.created",
  .newest = "messages.serial",
};

typedef struct
{
  const Target *target;
  gint64        serial;
  gint64        time;
} Found;

/* --- which --- */

static void
append_filters (GString           *sql,
                PonderSearchQuery *query,
                const Target      *target)
{
  if (query->model != NULL)
    g_string_append_printf (sql,
                            " AND instr (lower (ifnull (messages.provider, '') || '/' ||"
                            " ifnull (messages.model, '')), ?%d)", MODEL);
  if (query->role != NULL)
    g_string_append_printf (sql, " AND messages.role = ?%d", ROLE);
  if (query->after != 0)
    g_string_append_printf (sql, " AND %s >= ?%d", target->time, AFTER);
  if (query->before != 0)
    g_string_append_printf (sql, " AND %s BETWEEN 1 AND ?%d - 1", target->time, BEFORE);
  if (query->pinned)
    g_string_append (sql, " AND sessions.pinned");
  if (query->archived)
    g_string_append (sql, " AND sessions.archived");
  for (guint i = 0; i < query->tags->len; i++)
    g_string_append_printf (sql,
                            " AND EXISTS (SELECT 1 FROM tags"
                            " WHERE tags.session = sessions.id AND tag = ?%u)", FIRST_TAG + i);
}

/* Only what is asked for is in the statement; the values are all bound. */
static char *
dup_sql (PonderSearchQuery *query,
         PonderSearchOrder  order,
         const Target      *target)
{
  g_autoptr(GString) sql = g_string_new (NULL);
  gboolean matched = query->terms->len > 0;

  g_string_append_printf (sql, "SELECT %s, %s FROM %s WHERE sessions.trashed = 0", target->serial,
                          target->time, matched ? target->matched : target->listed);
  if (matched)
    g_string_append_printf (sql, " AND %s MATCH ?%d", target->words, MATCH);
  else if (query->excluded->len > 0)
    g_string_append_printf (sql, " AND %s NOT IN (SELECT rowid FROM %s WHERE %s MATCH ?%d)",
                            target->serial, target->words, target->words, EXCLUDED);
  append_filters (sql, query, target);

  if (matched && order == PONDER_SEARCH_BEST)
    g_string_append (sql, " ORDER BY rank");
  else if (matched)
    g_string_append_printf (sql, " ORDER BY %s.rowid DESC", target->words);
  else
    g_string_append_printf (sql, " ORDER BY %s DESC", target->newest);
  g_string_append_printf (sql, " LIMIT ?%d", LIMIT);
  return g_strdup (sql->str);
}

static void
bind_values (PonderDbStatement *rows,
             PonderSearchQuery *query,
             const char        *match,
             const char        *excluded,
             guint              limit)
{
  ponder_db_statement_bind_text (rows, MATCH, match);
  ponder_db_statement_bind_text (rows, EXCLUDED, excluded);
  ponder_db_statement_bind_text (rows, MODEL, query->model);
  ponder_db_statement_bind_text (rows, ROLE, query->role);
  ponder_db_statement_bind_int (rows, AFTER, query->after);
  ponder_db_statement_bind_int (rows, BEFORE, query->before);
  ponder_db_statement_bind_int (rows, LIMIT, limit);
  for (guint i = 0; i < query->tags->len; i++)
    ponder_db_statement_bind_text (rows, (int) (FIRST_TAG + i), g_ptr_array_index (query->tags, i));
}

static gboolean
find (PonderDb           *db,
      PonderSearchQuery  *query,
      PonderSearchOrder   order,
      const Target       *target,
      GArray             *all,
      GError            **error)
{
  g_autofree char *sql = dup_sql (query, order, target);
  g_autofree char *match = ponder_search_query_dup_match (query);
  g_autofree char *excluded = ponder_search_query_dup_excluded (query);
  g_autoptr(PonderDbStatement) rows = NULL;
  g_autoptr(GError) local_error = NULL;

  if (!(rows = ponder_db_prepare (db, sql, error)))
    return FALSE;

  bind_values (rows, query, match, excluded, PONDER_STORE_MAX_HITS + 1 - all->len);
  while (ponder_db_statement_next (rows, &local_error))
    {
      Found found = { target, ponder_db_statement_get_int (rows, 0),
                      ponder_db_statement_get_int (rows, 1) };

      g_array_append_val (all, found);
    }
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* What was imported is stored later than what was said later. */
static int
compare_found (gconstpointer a,
               gconstpointer b)
{
  const Found *one = a;
  const Found *other = b;

  if (one->target != other->target)
    return one->target == &title_target ? -1 : 1;
  if (one->time != other->time)
    return one->time > other->time ? -1 : 1;
  return one->serial > other->serial ? -1 : 1;
}

static gboolean
find_all (PonderDb           *db,
          PonderSearchQuery  *query,
          PonderSearchOrder   order,
          GArray             *all,
          GError            **error)
{
  if (ponder_search_query_is_empty (query))
    return TRUE;
  if (ponder_search_query_wants_titles (query) && !find (db, query, order, &title_target, all, error))
    return FALSE;
  if (ponder_search_query_wants_messages (query) && !find (db, query, order, &message_target, all, error))
    return FALSE;

  if (order == PONDER_SEARCH_NEWEST)
    g_array_sort (all, compare_found);
  return TRUE;
}

/* --- what --- */

/* One column of message @serial. (transfer full) */
static char *
read_text (PonderDb    *db,
           const char  *sql,
           gint64       serial,
           GError     **error)
{
  g_autoptr(PonderDbStatement) row = ponder_db_prepare (db, sql, error);
  g_autoptr(GError) local_error = NULL;

  if (row == NULL)
    return NULL;

  ponder_db_statement_bind_int (row, 1, serial);
  if (ponder_db_statement_next (row, &local_error))
    return ponder_db_statement_dup_text (row, 0);
  if (local_error == NULL)
    return g_strdup ("");

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/* Where the words are; most often in the text, so that the others are seldom read. */
static PonderSnippet *
make_snippet (PonderDb           *db,
              PonderSearchQuery  *query,
              gint64              serial,
              GError            **error)
{
  static const char *const columns[] = {
    "SELECT reasoning FROM message_texts WHERE serial = ?1",
    "SELECT text FROM message_texts WHERE serial = ?1",
    "SELECT attachments FROM message_texts WHERE serial = ?1",
    "SELECT reasoning FROM message_texts WHERE serial = ?1",
  };
  gboolean reasoning = query->place == PONDER_SEARCH_REASONING;
  g_autofree char *first = NULL;
  PonderSnippet *snippet = NULL;

  for (guint i = reasoning ? 0 : 1; i < G_N_ELEMENTS (columns) && snippet == NULL; i++)
    {
      g_autofree char *text = read_text (db, columns[i], serial, error);

      if (text == NULL)
        return NULL;

      snippet = ponder_snippet_find (query, text);
      if (first == NULL)
        first = g_steal_pointer (&text);
    }
  return snippet != NULL ? snippet : ponder_snippet_begin (query, first);
}

static PonderSearchHit *
make_message_hit (PonderDb           *db,
                  PonderSearchQuery  *query,
                  gint64              serial,
                  GError            **error)
{
  g_autoptr(PonderDbStatement) row = NULL;
  g_autofree char *session_id = NULL;
  g_autofree char *message_id = NULL;
  g_autofree char *title = NULL;
  g_autofree char *role_name = NULL;
  g_autofree char *model = NULL;
  PonderRole role = PONDER_ROLE_USER;
  PonderSnippet *snippet;
  PonderSearchHit *hit;

  row = ponder_db_prepare (db,
                           "SELECT session, messages.id, title, role, model, messages.created"
                           " FROM messages JOIN sessions ON sessions.id = session WHERE serial = ?1",
                           error);
  if (row == NULL)
    return NULL;

  ponder_db_statement_bind_int (row, 1, serial);
  if (!ponder_db_statement_next (row, error) || !(snippet = make_snippet (db, query, serial, error)))
    return NULL;

  session_id = ponder_db_statement_dup_text (row, 0);
  message_id = ponder_db_statement_dup_text (row, 1);
  title = ponder_db_statement_dup_text (row, 2);
  role_name = ponder_db_statement_dup_text (row, 3);
  model = ponder_db_statement_dup_text (row, 4);
  ponder_role_from_string (role_name, &role);
  hit = ponder_search_hit_new (session_id, message_id, ponder_snippet_begin (query, title), snippet);
  ponder_search_hit_set_facts (hit, role, ponder_db_statement_get_int (row, 5), model);
  return hit;
}

static PonderSearchHit *
make_title_hit (PonderDb           *db,
                PonderSearchQuery  *query,
                gint64              serial,
                GError            **error)
{
  g_autoptr(PonderDbStatement) row = NULL;
  g_autofree char *session_id = NULL;
  g_autofree char *title = NULL;
  PonderSearchHit *hit;

  row = ponder_db_prepare (db,
                           "SELECT session, sessions.title, updated FROM titles"
                           " JOIN sessions ON sessions.id = session WHERE serial = ?1", error);
  if (row == NULL)
    return NULL;

  ponder_db_statement_bind_int (row, 1, serial);
  if (!ponder_db_statement_next (row, error))
    return NULL;

  session_id = ponder_db_statement_dup_text (row, 0);
  title = ponder_db_statement_dup_text (row, 1);
  hit = ponder_search_hit_new (session_id, NULL, ponder_snippet_begin (query, title), NULL);
  ponder_search_hit_set_facts (hit, PONDER_ROLE_USER, ponder_db_statement_get_int (row, 2), NULL);
  return hit;
}

static gboolean
add_hits (PonderDb           *db,
          PonderSearchQuery  *query,
          GArray             *all,
          guint               offset,
          guint               limit,
          GPtrArray          *hits,
          GError            **error)
{
  for (guint i = offset; i < all->len && i - offset < limit; i++)
    {
      const Found *found = &g_array_index (all, Found, i);
      g_autoptr(GError) local_error = NULL;
      PonderSearchHit *hit;

      if (found->target == &title_target)
        hit = make_title_hit (db, query, found->serial, &local_error);
      else
        hit = make_message_hit (db, query, found->serial, &local_error);
      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      if (hit != NULL)
        g_ptr_array_add (hits, hit);
    }
  return TRUE;
}

/* Rows and texts are of the same moment. */
PonderStoreHits *
ponder_search_table_find (PonderDb           *db,
                          PonderSearchQuery  *query,
                          PonderSearchOrder   order,
                          guint               offset,
                          guint               limit,
                          GError            **error)
{
  g_autoptr(GArray) all = g_array_new (FALSE, FALSE, sizeof (Found));
  g_autoptr(PonderStoreHits) found = ponder_store_hits_new ();
  gboolean done;

  if (!ponder_db_exec (db, "BEGIN", error))
    return NULL;

  done = find_all (db, query, order, all, error);
  if (all->len > PONDER_STORE_MAX_HITS)
    {
      found->more = TRUE;
      g_array_set_size (all, PONDER_STORE_MAX_HITS);
    }
  found->n_found = all->len;
  done = done && add_hits (db, query, all, offset, limit, found->hits, error);
  ponder_db_rollback (db);
  return done ? g_steal_pointer (&found) : NULL;
}
