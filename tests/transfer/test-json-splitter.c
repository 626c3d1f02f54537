/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON in pieces of any size. */

#include "config.h"

#include <string.h>

#include "ponder-json.h"
#include "ponder-json-splitter.h"

/* What is opened: as deep as this, and nothing called "whole" or "drop". */
typedef struct
{
  GString *log;
  guint    depth;
} Reader;

static void
add_place (GString               *log,
           const PonderJsonPlace *place)
{
  for (guint i = 0; i < place->depth; i++)
    {
      if (place->names[i] != NULL)
        g_string_append_printf (log, ".%s", place->names[i]);
      else
        g_string_append_printf (log, "[%" G_GUINT64_FORMAT "]", place->places[i]);
    }
}

static PonderJsonSplit
begin_cb (const PonderJsonPlace *place,
          char                   first,
          gpointer               user_data)
{
  Reader *reader = user_data;
  const char *name = place->depth > 0 ? place->names[place->depth - 1] : NULL;

  if (g_strcmp0 (name, "drop") == 0)
    return PONDER_JSON_SPLIT_DROP;
  return place->depth < reader->depth && g_strcmp0 (name, "whole") != 0 ? PONDER_JSON_SPLIT_OPEN : PONDER_JSON_SPLIT_WHOLE;
}

static gboolean
value_cb (const PonderJsonPlace  *place,
          const char             *text,
          gsize                   length,
          gpointer                user_data,
          GError                **error)
{
  Reader *reader = user_data;

  add_place (reader->log, place);
  g_string_append_printf (reader->log, "=%.*s;", (int) length, text);
  return TRUE;
}

static void
skip_cb (const PonderJsonPlace *place,
         const char            *why,
         gpointer               user_data)
{
  Reader *reader = user_data;

  add_place (reader->log, place);
  g_string_append (reader->log, " skipped;");
}

static const PonderJsonSplitterHandler handler = { begin_cb, value_cb, skip_cb };

static char *
split (const char *text,
       gsize       length,
       guint       depth,
       GRand      *random)
{
  Reader reader = { g_string_new (NULL), depth };
  g_autoptr(PonderJsonSplitter) splitter = ponder_json_splitter_new (&handler, &reader);
  g_autoptr(GError) error = NULL;

  for (gsize at = 0; at < length && error == NULL;)
    {
      gsize piece = random != NULL ? (gsize) g_rand_int_range (random, 1, 9) : length;

      piece = MIN (piece, length - at);
      ponder_json_splitter_feed (splitter, text + at, piece, &error);
      at += piece;
    }
  if (error == NULL)
    ponder_json_splitter_finish (splitter, &error);
  if (error != NULL)
    g_string_append_printf (reader.log, "ERROR %s", error->message);
  return g_string_free (reader.log, FALSE);
}

static void
check (const char *text,
       guint       depth,
       const char *expected)
{
  g_autofree char *found = split (text, strlen (text), depth, NULL);

  g_assert_cmpstr (found, ==, expected);
}

static void
test_splits (void)
{
  check ("[1, \"a]b\", {\"x\": [2, 3]} , null]", 1, "[0]=1;[1]=\"a]b\";[2]={\"x\": [2, 3]};[3]=null;");
  check ("\xef\xbb\xbf {\"a\":1,\"chats\":[{\"y\":\"\\\"]\"},2],\"whole\":[3],\"drop\":{\"k\":[\"}\"]},\"z\":{}}", 2,
         ".a=1;.chats[0]={\"y\":\"\\\"]\"};.chats[1]=2;.whole=[3];");
  check ("[]", 1, "");
  check ("{}", 1, "");
  check (" 12 ", 1, "=12;");
  check ("-1.5e3", 1, "=-1.5e3;");
  check ("[[[[[[1]]]]]]", 99, "[0][0][0][0]=[[1]];");
  check ("{\"\\u4e2d\\n\":1}", 1, ".中\n=1;");
}

static void
test_errors (void)
{
  check ("", 1, "ERROR Not valid JSON: no text at byte 0");
  check ("[1", 1, "ERROR Not valid JSON: unfinished text at byte 2");
  check ("[1 ", 1, "[0]=1;ERROR Not valid JSON: unfinished text at byte 3");
  check ("[1,]", 1, "[0]=1;ERROR Not valid JSON: unexpected text at byte 3");
  check ("[1] 2", 1, "[0]=1;ERROR Not valid JSON: more text than one value at byte 4");
  check ("{1}", 1, "ERROR Not valid JSON: a name is missing at byte 1");
  check ("{\"a\" 1}", 1, "ERROR Not valid JSON: a colon is missing at byte 5");
  check ("[1}", 1, "[0]=1;ERROR Not valid JSON: unexpected text at byte 2");
  check ("?", 1, "ERROR Not valid JSON: unexpected text at byte 0");
  check ("\xef\xbb?", 1, "ERROR Not valid JSON: unexpected text at byte 2");
}

/* A value of any size but a sane one goes by without being kept. */
static void
test_large (void)
{
  g_autofree char *filler = g_strnfill (1024 * 1024, 'x');
  g_autofree char *commas = g_strnfill (1024 * 1024, ',');
  Reader reader = { g_string_new (NULL), 1 };
  g_autoptr(GString) log = reader.log;
  g_autoptr(PonderJsonSplitter) splitter = ponder_json_splitter_new (&handler, &reader);
  g_autoptr(GError) error = NULL;

  g_assert_true (ponder_json_splitter_feed (splitter, "[\"", 2, &error));
  for (guint i = 0; i < 70; i++)
    g_assert_true (ponder_json_splitter_feed (splitter, filler, 1024 * 1024, &error));
  g_assert_true (ponder_json_splitter_feed (splitter, "\",[", 3, &error));
  g_assert_true (ponder_json_splitter_feed (splitter, commas, 1024 * 1024, &error));
  g_assert_true (ponder_json_splitter_feed (splitter, "],3]", 4, &error));
  g_assert_true (ponder_json_splitter_finish (splitter, &error));
  g_assert_cmpstr (log->str, ==, "[0] skipped;[1] skipped;[2]=3;");
}

/* The splitter knows no depth at which it would fail. */
static void
test_deep (void)
{
  g_autofree char *open = g_strnfill (1000000, '[');
  Reader reader = { g_string_new (NULL), 1 };
  g_autoptr(GString) log = reader.log;
  g_autoptr(PonderJsonSplitter) splitter = ponder_json_splitter_new (&handler, &reader);
  g_autoptr(GError) error = NULL;

  g_assert_true (ponder_json_splitter_feed (splitter, open, 1000000, &error));
  g_assert_false (ponder_json_splitter_finish (splitter, &error));
  g_assert_nonnull (error);
}

/* However it is cut, and whatever it is: the same values, the same error at the same place. */
static void
test_pieces (void)
{
  static const char alphabet[] = "{}[]\",:\\ \n01-ea\xe4\xb8\xad";
  g_autoptr(GRand) random = g_rand_new_with_seed (7);

  for (guint i = 0; i < 20000; i++)
    {
      char text[64];
      gsize length = (gsize) g_rand_int_range (random, 0, (gint32) sizeof text);
      g_autofree char *whole = NULL;
      g_autofree char *cut = NULL;

      for (gsize j = 0; j < length; j++)
        text[j] = alphabet[g_rand_int_range (random, 0, (gint32) sizeof alphabet - 1)];
      if (length > 0 && i % 2 == 0)
        text[0] = i % 4 == 0 ? '[' : '{';
      whole = split (text, length, i % 5, NULL);
      cut = split (text, length, i % 5, random);
      g_assert_cmpstr (cut, ==, whole);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transfer/json-splitter/gives-out-values", test_splits);
  g_test_add_func ("/transfer/json-splitter/says-where-it-is-no-json", test_errors);
  g_test_add_func ("/transfer/json-splitter/passes-over-what-is-too-large", test_large);
  g_test_add_func ("/transfer/json-splitter/takes-any-depth", test_deep);
  g_test_add_func ("/transfer/json-splitter/gives-the-same-in-any-pieces", test_pieces);
  return g_test_run ();
}
