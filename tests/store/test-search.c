/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is found. */

#include "config.h"

#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-store.h"

#define DAY (24 * 60 * 60 * (gint64) G_USEC_PER_SEC)

/* Noon of the day on which these tests search. */
#define NOW 1795176000000000

typedef struct
{
  char        *dir;
  PonderStore *store;
} Fixture;

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  user_data)
{
  fixture->dir = ponder_test_dir_new ();
  fixture->store = ponder_test_store_open (fixture->dir);
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  user_data)
{
  ponder_test_store_close (fixture->store);
  ponder_test_dir_remove (fixture->dir);
}

static PonderSession *
add_chat (Fixture    *fixture,
          const char *id,
          const char *title)
{
  PonderSession *session = ponder_session_new (id);

  ponder_session_set_title (session, title);
  ponder_test_store_save_session (fixture->store, session);
  return session;
}

/* (transfer full) */
static PonderMessage *
add (Fixture       *fixture,
     PonderSession *session,
     const char    *id,
     const char    *text)
{
  PonderMessage *message = ponder_test_message_new (id, NULL, PONDER_ROLE_USER, text);

  ponder_test_store_save_one (fixture->store, session, message);
  return message;
}

static void
assert_found (Fixture    *fixture,
              const char *words,
              const char *expected)
{
  g_autofree char *found = ponder_test_store_search (fixture->store, words);

  g_test_message ("%s", words);
  g_assert_cmpstr (found, ==, expected);
}

/* --- what is found --- */

static void
test_everywhere (Fixture       *fixture,
                 gconstpointer  user_data)
{
  g_autoptr(PonderSession) session = add_chat (fixture, "s", "Title of tides");
  g_autoptr(PonderMessage) shown = add (fixture, session, "a", "tides");
  g_autoptr(PonderMessage) hidden = ponder_test_message_new ("b", "a", PONDER_ROLE_ASSISTANT, "hidden tides");
  g_autoptr(PonderMessage) other = ponder_test_message_new ("c", "a", PONDER_ROLE_ASSISTANT, "");
  PonderPart *file = ponder_part_new (PONDER_PART_FILE, "a table of tides");
  PonderPart *call = ponder_part_new (PONDER_PART_TOOL_CALL, "{\"tides\":1}");

  file->name = g_strdup ("harbour.txt");
  ponder_message_set_chosen (other, TRUE);
  ponder_message_append_reasoning (other, "tides, hm");
  ponder_message_take_part (other, file);
  ponder_message_take_part (other, call);
  ponder_message_set_created (shown, 1);
  ponder_message_set_created (hidden, 2);
  ponder_message_set_created (other, 3);
  ponder_test_store_save_one (fixture->store, session, shown);
  ponder_test_store_save_one (fixture->store, session, hidden);
  ponder_test_store_save_one (fixture->store, session, other);

  assert_found (fixture, "tides", "s/ s/c s/b s/a");
  assert_found (fixture, "in:title tides", "s/");
  assert_found (fixture, "in:reasoning tides", "s/c");
  assert_found (fixture, "in:reasoning table", "");
  assert_found (fixture, "harbour table", "s/c");
  assert_found (fixture, "hidden -harbour", "s/b");
  assert_found (fixture, "tides -title", "s/c s/b s/a");
  assert_found (fixture, "hid", "s/b");
  assert_found (fixture, "hid ", "");
}

static void
test_snippets (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_autoptr(PonderSession) session = add_chat (fixture, "s", "关于数据");
  g_autoptr(PonderMessage) message = ponder_test_message_new ("m", NULL, PONDER_ROLE_ASSISTANT, "Nothing here");
  g_autoptr(PonderStoreHits) found = NULL;
  PonderSearchHit *hit;
  PonderTextRange *mark;

  ponder_message_append_reasoning (message, "<b>数据库</b>");
  ponder_message_set_model (message, "gpt-4o");
  ponder_message_set_created (message, NOW);
  ponder_test_store_save_one (fixture->store, session, message);
  found = ponder_test_store_search_full (fixture->store, "数据", PONDER_SEARCH_NEWEST, 1, 1);
  g_assert_cmpuint (found->n_found, ==, 2);
  g_assert_cmpuint (found->hits->len, ==, 1);
  hit = g_ptr_array_index (found->hits, 0);
  g_assert_cmpstr (ponder_search_hit_get_snippet (hit), ==, "<b>数据库</b>");
  g_assert_cmpuint (ponder_search_hit_get_marks (hit)->len, ==, 1);
  mark = &g_array_index (ponder_search_hit_get_marks (hit), PonderTextRange, 0);
  g_assert_cmpuint (mark->start, ==, 3);
  g_assert_cmpuint (mark->end, ==, 9);
  g_assert_cmpstr (ponder_search_hit_get_title (hit), ==, "关于数据");
  g_assert_cmpuint (ponder_search_hit_get_title_marks (hit)->len, ==, 1);
  g_assert_cmpint (ponder_search_hit_get_role (hit), ==, PONDER_ROLE_ASSISTANT);
  g_assert_cmpstr (ponder_search_hit_get_model (hit), ==, "gpt-4o");
  g_assert_cmpint (ponder_search_hit_get_time (hit), ==, NOW);
}

static void
test_filters (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autoptr(PonderSession) work = add_chat (fixture, "w", "Moon");
  g_autoptr(PonderSession) home = add_chat (fixture, "h", "");
  g_autoptr(PonderMessage) question = ponder_test_message_new ("q", NULL, PONDER_ROLE_USER, "moon");
  g_autoptr(PonderMessage) answer = ponder_test_message_new ("a", "q", PONDER_ROLE_ASSISTANT, "moon");
  g_autoptr(PonderMessage) old = ponder_test_message_new ("o", NULL, PONDER_ROLE_USER, "moon");

  ponder_session_set_pinned (work, TRUE);
  ponder_session_set_updated (work, NOW);
  ponder_session_set_updated (home, NOW - 30 * DAY);
  ponder_message_set_provider (answer, "openai");
  ponder_message_set_model (answer, "GPT-4o");
  ponder_message_set_created (question, NOW - 2);
  ponder_message_set_created (answer, NOW - 1);
  ponder_message_set_created (old, NOW - 30 * DAY);
  ponder_test_store_save_one (fixture->store, work, question);
  ponder_test_store_save_one (fixture->store, work, answer);
  ponder_test_store_save_one (fixture->store, home, old);
  ponder_test_sql (ponder_store_get_path (fixture->store),
                   "INSERT INTO tags VALUES ('h', 'Sea');"
                   "UPDATE sessions SET archived = 1 WHERE id = 'h'");

  assert_found (fixture, "moon", "w/ w/a w/q h/o");
  assert_found (fixture, "moon model:gpt-4", "w/a");
  assert_found (fixture, "moon model:openai/gpt", "w/a");
  assert_found (fixture, "model:\"gpt-4o\"", "w/a");
  assert_found (fixture, "moon model:claude", "");
  assert_found (fixture, "moon role:user", "w/q h/o");
  assert_found (fixture, "role:assistant", "w/a");
  assert_found (fixture, "moon after:7d", "w/ w/a w/q");
  assert_found (fixture, "moon before:2026-11", "h/o");
  assert_found (fixture, "moon after:2026-10 before:2026-11-10", "h/o");
  assert_found (fixture, "moon tag:sea", "h/o");
  assert_found (fixture, "moon tag:sea tag:land", "");
  assert_found (fixture, "tag:SEA", "h/");
  assert_found (fixture, "is:pinned", "w/");
  assert_found (fixture, "moon is:pinned role:user", "w/q");
  assert_found (fixture, "is:archived moon", "h/o");
  assert_found (fixture, "role:user -moon", "");
  assert_found (fixture, "in:title role:user moon", "");
}

static void
test_order (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autoptr(PonderSession) session = add_chat (fixture, "s", "");
  g_autoptr(PonderStoreHits) best = NULL;
  g_autofree char *filler = g_strnfill (4000, '.');
  g_autofree char *rare = g_strdup_printf ("moon%s", g_strdelimit (filler, ".", ' '));
  g_autofree char *words = g_strdup_printf ("moon %s", "and one and two and three and four and five and six and seven");

  /* What was stored later was said earlier: newest is by time. */
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *id = g_strdup_printf ("%c", 'a' + i);
      g_autoptr(PonderMessage) message = ponder_test_message_new (id, NULL, PONDER_ROLE_USER,
                                                                  i == 7 ? "moon moon moon" : words);

      ponder_message_set_created (message, NOW - i);
      ponder_test_store_save_one (fixture->store, session, message);
    }
  assert_found (fixture, "moon", "s/a s/b s/c s/d s/e s/f s/g s/h s/i s/j s/k s/l s/m s/n s/o s/p s/q s/r s/s s/t");
  best = ponder_test_store_search_full (fixture->store, "moon", PONDER_SEARCH_BEST, 0, 3);
  g_assert_cmpuint (best->n_found, ==, 20);
  g_assert_cmpuint (best->hits->len, ==, 3);
  g_assert_cmpstr (ponder_search_hit_get_message_id (g_ptr_array_index (best->hits, 0)), ==, "h");
}

static void
test_many (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autoptr(PonderSession) session = add_chat (fixture, "s", "");
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(PonderStoreHits) all = NULL;
  g_autoptr(PonderStoreHits) rest = NULL;

  for (guint i = 0; i < PONDER_STORE_MAX_HITS + 1; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);

      g_ptr_array_add (messages, ponder_test_message_new (id, NULL, PONDER_ROLE_USER, i > 0 ? "moon sun" : "moon"));
    }
  ponder_test_store_save (fixture->store, session, messages);
  all = ponder_test_store_search_full (fixture->store, "moon", PONDER_SEARCH_NEWEST, 0, 10);
  g_assert_cmpuint (all->n_found, ==, PONDER_STORE_MAX_HITS);
  g_assert_true (all->more);
  g_assert_cmpuint (all->hits->len, ==, 10);
  rest = ponder_test_store_search_full (fixture->store, "sun", PONDER_SEARCH_NEWEST, 990, 50);
  g_assert_cmpuint (rest->n_found, ==, PONDER_STORE_MAX_HITS);
  g_assert_false (rest->more);
  g_assert_cmpuint (rest->hits->len, ==, 10);
}

/* --- any Chinese, any query --- */

static void
append_chinese (GString *text,
                GRand   *rand,
                int      n_chars)
{
  for (int i = 0; i < n_chars; i++)
    {
      int kind = g_rand_int_range (rand, 0, 10);

      if (kind < 7)
        g_string_append_unichar (text, (gunichar) g_rand_int_range (rand, 0x4e00, 0x9fff));
      else if (kind == 7)
        g_string_append_unichar (text, (gunichar) g_rand_int_range (rand, 0x20000, 0x2a6df));
      else if (kind == 8)
        g_string_append_unichar (text, (gunichar) g_rand_int_range (rand, 0xac00, 0xd7a3));
      else
        g_string_append_unichar (text, (gunichar) g_rand_int_range (rand, 0x3041, 0x3096));
    }
}

static void
test_any_chinese (Fixture       *fixture,
                  gconstpointer  user_data)
{
  g_autoptr(PonderSession) session = add_chat (fixture, "s", "");
  g_autoptr(GRand) rand = g_rand_new_with_seed (20261120);

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);
      g_autofree char *hit = g_strdup_printf ("s/%u", i);
      g_autoptr(GString) text = g_string_new ("之前");
      g_autoptr(PonderMessage) message = NULL;

      append_chinese (text, rand, 30);
      g_string_append (text, "after");
      message = add (fixture, session, id, text->str);
      for (guint k = 0; k < 5; k++)
        {
          int start = g_rand_int_range (rand, 2, 29);
          int end = g_rand_int_range (rand, start + 2, 33);
          g_autofree char *piece = g_utf8_substring (text->str, start, end);
          g_autofree char *found = ponder_test_store_search (fixture->store, piece);
          g_auto(GStrv) hits = g_strsplit (found, " ", -1);

          g_assert_true (g_strv_contains ((const char *const *) hits, hit));
        }
    }
}

static void
test_any_query (Fixture       *fixture,
                gconstpointer  user_data)
{
  static const char *const pieces[] = {
    "\"", "'", "*", "(", ")", "{", "}", "^", ":", "+", "-", "-\"", "AND", "OR", "NOT", "NEAR(", "NEAR/2", " ", " ",
    "model:", "in:title ", "in:reasoning ", "tag:", "role:user ", "before:", "2026-11", "after:7d ", "is:pinned ",
    "text:", "message_words:", "数据", "数", "moon", "\xff", "\xe4", "é", "🎉", "%", "_", "\\", ";--", "[", "\x01",
  };
  g_autoptr(PonderSession) session = add_chat (fixture, "s", "moon 数据");
  g_autoptr(PonderMessage) message = add (fixture, session, "m", "moon 数据 and text");

  for (guint seed = 0; seed < 3000; seed++)
    {
      g_autoptr(GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr(GString) text = g_string_new (NULL);
      g_autoptr(PonderStoreHits) found = NULL;
      int n_pieces = g_rand_int_range (rand, 0, 12);

      for (int i = 0; i < n_pieces; i++)
        g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
      /* An error fails the test. */
      found = ponder_test_store_search_full (fixture->store, text->str, seed % 2, 0, 10);
      g_assert_cmpuint (found->n_found, <=, 2);
    }
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr(PonderSearchQuery) query = ponder_search_query_parse ("moon", now);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;

  ponder_store_search_async (fixture->store, query, PONDER_SEARCH_NEWEST, 0, 10, cancellable,
                             ponder_test_take_result, &pending);
  g_cancellable_cancel (cancellable);
  result = ponder_test_await (&pending);
  g_assert_null (ponder_store_search_finish (fixture->store, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
add_test (const char *name,
          void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (name, Fixture, NULL, fixture_set_up, test, fixture_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add_test ("/search/titles-texts-thoughts-and-files-of-all-branches", test_everywhere);
  add_test ("/search/shows-the-words-where-they-are", test_snippets);
  add_test ("/search/filters-narrow-it", test_filters);
  add_test ("/search/newest-is-by-time-and-best-by-words", test_order);
  add_test ("/search/counts-to-a-thousand", test_many);
  add_test ("/search/any-piece-of-chinese-is-found", test_any_chinese);
  add_test ("/search/any-text-is-a-query", test_any_query);
  add_test ("/search/ends-when-it-is-cancelled", test_cancel);
  return g_test_run ();
}
