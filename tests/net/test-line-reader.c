/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines come out whole however the bytes come in. */

#include "config.h"

#include "ponder-error.h"
#include "ponder-limits.h"
#include "ponder-line-reader.h"

#include <string.h>

#define N_CUTTINGS 200

static void
drain (PonderLineReader *reader,
       GString          *out)
{
  const char *line;
  gsize length;
  g_autoptr(GError) error = NULL;

  while (ponder_line_reader_next (reader, &line, &length, &error))
    {
      g_assert_cmpuint (strlen (line), ==, length);
      g_string_append_printf (out, "[%s]", line);
    }
  g_assert_no_error (error);
}

/* Cuts @text in pieces of @longest bytes, or of 1 to @longest if @rand is there. */
static char *
read_lines (const char *text,
            gsize       length,
            gsize       longest,
            GRand      *rand)
{
  g_autoptr(PonderLineReader) reader = ponder_line_reader_new (PONDER_LINE_LIMIT);
  g_autoptr(GString) out = g_string_new (NULL);
  const char *line;
  gsize line_length;

  for (gsize at = 0; at < length;)
    {
      gsize n = rand != NULL ? (gsize) g_rand_int_range (rand, 1, (int) longest + 1) : longest;

      n = MIN (n, length - at);
      ponder_line_reader_push (reader, text + at, n);
      at += n;
      drain (reader, out);
    }
  if (ponder_line_reader_finish (reader, &line, &line_length))
    g_string_append_printf (out, "<%s>", line);
  g_assert_false (ponder_line_reader_finish (reader, &line, &line_length));
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
test_every_line_end (void)
{
  static const struct
  {
    const char *text;
    const char *lines;
  } cases[] = {
    { "", "" },
    { "a", "<a>" },
    { "a\n", "[a]" },
    { "a\nb\n", "[a][b]" },
    { "a\r\nb\r\n", "[a][b]" },
    { "a\rb\r", "[a][b]" },
    { "a\r\n\r\nb", "[a][]<b>" },
    { "\n\r\n\r", "[][][]" },
    { "a\r\r\nb\n\r", "[a][][b][]" },
    { "数据\r\n流", "[数据]<流>" },
  };
  g_autoptr(GRand) rand = g_rand_new_with_seed (1);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize length = strlen (cases[i].text);
      g_autofree char *whole = read_lines (cases[i].text, length, length + 1, NULL);
      g_autofree char *bytes = read_lines (cases[i].text, length, 1, NULL);

      g_assert_cmpstr (bytes, ==, cases[i].lines);
      for (guint n = 0; n < N_CUTTINGS; n++)
        {
          g_autofree char *cut = read_lines (cases[i].text, length, 5, rand);

          g_assert_cmpstr (cut, ==, cases[i].lines);
        }
      g_assert_cmpstr (whole, ==, cases[i].lines);
    }
}

static void
test_nul_stays_inside (void)
{
  g_autoptr(PonderLineReader) reader = ponder_line_reader_new (100);
  const char *line;
  gsize length;

  ponder_line_reader_push (reader, "a\0b\n", 4);
  g_assert_true (ponder_line_reader_next (reader, &line, &length, NULL));
  g_assert_cmpmem (line, length, "a\0b", 3);
}

static void
assert_fails (PonderLineReader *reader)
{
  g_autoptr(GError) error = NULL;
  const char *line;
  gsize length;

  g_assert_false (ponder_line_reader_next (reader, &line, &length, &error));
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_MALFORMED);
  g_assert_false (ponder_line_reader_finish (reader, &line, &length));
}

static void
test_limit (void)
{
  g_autoptr(PonderLineReader) reader = ponder_line_reader_new (4);
  g_autoptr(GError) error = NULL;
  const char *line;
  gsize length;

  ponder_line_reader_push (reader, "abcd\nabcd", 9);
  g_assert_true (ponder_line_reader_next (reader, &line, &length, &error));
  g_assert_cmpstr (line, ==, "abcd");
  g_assert_false (ponder_line_reader_next (reader, &line, &length, &error));
  g_assert_no_error (error);

  ponder_line_reader_push (reader, "e", 1);
  assert_fails (reader);
  ponder_line_reader_push (reader, "\nshort\n", 7);
  assert_fails (reader);
}

/* If every push or every line moved the rest, either of these would take minutes. */
static void
test_time_is_linear (void)
{
  const gsize total = 8 * 1024 * 1024;
  g_autofree char *many = g_malloc (total);
  g_autoptr(PonderLineReader) reader = ponder_line_reader_new (total);
  gint64 begin = g_get_monotonic_time ();
  const char *line;
  gsize length;
  gsize n_lines = 0;

  memset (many, '\n', total);
  ponder_line_reader_push (reader, many, total);
  while (ponder_line_reader_next (reader, &line, &length, NULL))
    n_lines++;
  g_assert_cmpuint (n_lines, ==, total);

  memset (many, 'x', total);
  for (gsize at = 0; at < total; at += 128)
    {
      ponder_line_reader_push (reader, many + at, 128);
      g_assert_false (ponder_line_reader_next (reader, &line, &length, NULL));
    }
  g_assert_true (ponder_line_reader_finish (reader, &line, &length));
  g_assert_cmpuint (length, ==, total);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 10 * G_USEC_PER_SEC);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/line-reader/every-line-end-and-every-cut", test_every_line_end);
  g_test_add_func ("/net/line-reader/a-nul-stays-inside-its-line", test_nul_stays_inside);
  g_test_add_func ("/net/line-reader/a-line-past-the-limit-ends-everything", test_limit);
  g_test_add_func ("/net/line-reader/time-is-linear", test_time_is_linear);
  return g_test_run ();
}
