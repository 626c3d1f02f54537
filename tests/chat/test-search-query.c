/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people type to find something. */

#include "config.h"

#include "ponder-search-query.h"

/* A Friday afternoon, an hour east of Greenwich. */
static PonderSearchQuery *
parse (const char *text)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_offset (3600);
  g_autoptr(GDateTime) now = g_date_time_new (zone, 2026, 11, 20, 15, 30, 0);

  return ponder_search_query_parse (text, now);
}

static void
assert_match (const char *text,
              const char *expected)
{
  g_autoptr(PonderSearchQuery) query = parse (text);
  g_autofree char *match = ponder_search_query_dup_match (query);

  g_assert_cmpstr (match, ==, expected);
}

static void
test_words (void)
{
  assert_match ("", NULL);
  assert_match ("  \n\t ", NULL);
  assert_match ("?!* ()", NULL);
  assert_match ("tide", "(\"tide\" *)");
  assert_match ("tide ", "(\"tide\")");
  assert_match ("ti", "(\"ti\")");
  assert_match ("Moon Tides", "(\"moon\" AND \"tides\" *)");
  assert_match ("don't", "(\"don t\")");
  assert_match ("snake_case", "(\"snake case\" *)");
  assert_match ("AND OR NOT NEAR", "(\"and\" AND \"or\" AND \"not\" AND \"near\" *)");
  assert_match ("{text}:x*", "(\"text x\")");
}

static void
test_chinese (void)
{
  assert_match ("数据库", "(\"数 据 库\")");
  assert_match ("数", "(\"数\")");
  assert_match ("数据库 优化", "(\"数 据 库\" AND \"优 化\")");
  assert_match ("用SQLite", "(\"用 sqlite\" *)");
  assert_match ("sqlite用", "(\"sqlite 用\")");
  assert_match ("“数据 库”　快", "(\"数 据 库\" AND \"快\")");
  assert_match ("数据－不要", "(\"数 据 不 要\")");
}

static void
test_phrases (void)
{
  assert_match ("\"the moon\"", "(\"the moon\")");
  assert_match ("\"the moon", "(\"the moon\")");
  assert_match ("a\"b c\"d", "(\"a b\" AND \"c d\")");
  assert_match ("\"\"", NULL);
  assert_match ("\"unclosed -word model:x", "(\"unclosed word model x\")");
}

static void
test_excluded (void)
{
  assert_match ("moon -sun", "((\"moon\")) NOT (\"sun\")");
  assert_match ("moon -\"old sun\" -star", "((\"moon\")) NOT (\"old sun\" OR \"star\")");
  assert_match ("-sun", NULL);
  assert_match ("-", NULL);
  assert_match ("up-to-date", "(\"up to date\" *)");
  assert_match ("月 －太阳", "((\"月\")) NOT (\"太 阳\")");
}

static void
test_filters (void)
{
  g_autoptr(PonderSearchQuery) query = parse ("moon model:GPT-4o Role:User tag:Work tag:\"Big sea\" is:pinned"
                                              " is:archived in:reasoning");
  g_autofree char *match = ponder_search_query_dup_match (query);

  g_assert_cmpstr (match, ==, "{reasoning} : (\"moon\")");
  g_assert_cmpstr (query->model, ==, "gpt-4o");
  g_assert_cmpstr (query->role, ==, "user");
  g_assert_cmpuint (query->tags->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (query->tags, 0), ==, "Work");
  g_assert_cmpstr (g_ptr_array_index (query->tags, 1), ==, "Big sea");
  g_assert_true (query->pinned);
  g_assert_true (query->archived);
  g_assert_cmpint (query->place, ==, PONDER_SEARCH_REASONING);
}

static void
test_no_filters (void)
{
  /* What is not known, or makes no sense, is a word. */
  assert_match ("http://example.com", "(\"http example com\" *)");
  assert_match ("role:king", "(\"role king\" *)");
  assert_match ("in:vain", "(\"in vain\" *)");
  assert_match ("before:never", "(\"before never\" *)");
  assert_match ("-tag:x y", "((\"y\")) NOT (\"tag x\")");
  /* What is still being typed is nothing yet. */
  assert_match ("moon model:", "(\"moon\")");
  assert_match ("moon tag:", "(\"moon\")");
  /* As an input method for Chinese types it. */
  assert_match ("月 role：user", "(\"月\")");
}

static void
assert_times (const char *text,
              const char *after,
              const char *before)
{
  g_autoptr(PonderSearchQuery) query = parse (text);
  g_autoptr(GDateTime) from = after != NULL ? g_date_time_new_from_iso8601 (after, NULL) : NULL;
  g_autoptr(GDateTime) to = before != NULL ? g_date_time_new_from_iso8601 (before, NULL) : NULL;

  g_assert_cmpint (query->after, ==, from != NULL ? g_date_time_to_unix (from) * G_USEC_PER_SEC : 0);
  g_assert_cmpint (query->before, ==, to != NULL ? g_date_time_to_unix (to) * G_USEC_PER_SEC : 0);
}

static void
test_dates (void)
{
  assert_times ("after:2026-11-01", "2026-11-01T00:00:00+01", NULL);
  assert_times ("before:2026-11", NULL, "2026-11-01T00:00:00+01");
  assert_times ("after:2025 before:2026", "2025-01-01T00:00:00+01", "2026-01-01T00:00:00+01");
  assert_times ("after:7d", "2026-11-13T15:30:00+01", NULL);
  assert_times ("before:2w", NULL, "2026-11-06T15:30:00+01");
  assert_times ("after:3m", "2026-08-20T15:30:00+01", NULL);
  assert_times ("after:1y", "2025-11-20T15:30:00+01", NULL);
  assert_times ("after:2026-13", NULL, NULL);
  assert_times ("after:2026-02-30", NULL, NULL);
  assert_times ("after:26", NULL, NULL);
  assert_times ("after:99999d", NULL, NULL);
  assert_times ("after:9999y", NULL, NULL);
  assert_times ("after:-7d", NULL, NULL);
  assert_times ("after:2026-11-01-01", NULL, NULL);
}

static void
test_what_for (void)
{
  static const struct
  {
    const char *text;
    gboolean    empty;
    gboolean    titles;
    gboolean    messages;
  } cases[] = {
    { "", TRUE, TRUE, FALSE },          { "moon", FALSE, TRUE, TRUE },
    { "-moon", TRUE, TRUE, FALSE },     { "in:title", TRUE, TRUE, FALSE },
    { "in:title moon", FALSE, TRUE, FALSE },
    { "in:reasoning moon", FALSE, FALSE, TRUE },
    { "role:user", FALSE, FALSE, TRUE },
    { "is:pinned", FALSE, TRUE, FALSE }, { "tag:x", FALSE, TRUE, FALSE },
    { "after:7d", FALSE, TRUE, TRUE },  { "in:title role:user x", FALSE, FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(PonderSearchQuery) query = parse (cases[i].text);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (ponder_search_query_is_empty (query), ==, cases[i].empty);
      g_assert_cmpint (ponder_search_query_wants_titles (query), ==, cases[i].titles);
      g_assert_cmpint (ponder_search_query_wants_messages (query), ==, cases[i].messages);
    }
}

static void
test_pasted (void)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *match = NULL;
  g_autoptr(PonderSearchQuery) query = NULL;

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (text, "w%u 数据\"a b c\" -x%u tag:t%u ", i, i, i);
  query = parse (text->str);
  g_assert_cmpuint (query->terms->len, ==, 32);
  g_assert_cmpuint (query->excluded->len, ==, 32);
  g_assert_cmpuint (query->tags->len, ==, 32);
  match = ponder_search_query_dup_match (query);
  g_assert_cmpuint (strlen (match), <, 10000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search-query/words-must-all-be-there", test_words);
  g_test_add_func ("/search-query/a-run-of-chinese-is-a-phrase", test_chinese);
  g_test_add_func ("/search-query/quotes-make-phrases", test_phrases);
  g_test_add_func ("/search-query/a-minus-leaves-out", test_excluded);
  g_test_add_func ("/search-query/filters-are-no-words", test_filters);
  g_test_add_func ("/search-query/what-is-no-filter-is-a-word", test_no_filters);
  g_test_add_func ("/search-query/dates-are-days-months-years-or-ages", test_dates);
  g_test_add_func ("/search-query/knows-what-it-looks-for", test_what_for);
  g_test_add_func ("/search-query/a-pasted-page-has-an-end", test_pasted);
  return g_test_run ();
}
