/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grammar of server-sent events, whole, byte by byte and at random cuts. */

#include "config.h"

#include "ponder-error.h"
#include "ponder-limits.h"
#include "ponder-sse-parser.h"

#include <string.h>

#define N_CUTTINGS 200

typedef struct
{
  const char *bytes;
  const char *events;           /* "name=data;" for each; what finish gave follows "|" */
} Case;

static void
append_event (GString              *out,
              const PonderSseEvent *event)
{
  g_assert_cmpuint (strlen (event->data), ==, event->length);
  g_assert_true (g_utf8_validate (event->data, -1, NULL));
  g_assert_true (g_utf8_validate (event->name, -1, NULL));
  g_string_append_printf (out, "%s=%s;", event->name, event->data);
}

static void
drain (PonderSseParser *parser,
       GString         *out)
{
  g_autoptr(GError) error = NULL;
  PonderSseEvent event;

  while (ponder_sse_parser_next (parser, &event, &error))
    append_event (out, &event);
  g_assert_no_error (error);
}

/* Cuts @text in pieces of @longest bytes, or of 1 to @longest if @rand is there. */
static char *
parse (const char *text,
       gsize       length,
       gsize       longest,
       GRand      *rand)
{
  g_autoptr(PonderSseParser) parser = ponder_sse_parser_new (PONDER_LINE_LIMIT);
  g_autoptr(GString) out = g_string_new (NULL);
  PonderSseEvent event;

  for (gsize at = 0; at < length;)
    {
      gsize n = rand != NULL ? (gsize) g_rand_int_range (rand, 1, (int) longest + 1) : longest;

      n = MIN (n, length - at);
      ponder_sse_parser_push (parser, text + at, n);
      at += n;
      drain (parser, out);
    }
  if (ponder_sse_parser_finish (parser, &event))
    {
      g_string_append_c (out, '|');
      append_event (out, &event);
    }
  g_assert_false (ponder_sse_parser_finish (parser, &event));
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
assert_cases (const Case *cases,
              guint       n_cases)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < n_cases; i++)
    {
      gsize length = strlen (cases[i].bytes);
      g_autofree char *bytes = parse (cases[i].bytes, length, 1, NULL);
      g_autofree char *whole = parse (cases[i].bytes, length, length, NULL);

      g_assert_cmpstr (bytes, ==, cases[i].events);
      for (guint n = 0; n < N_CUTTINGS; n++)
        {
          g_autofree char *cut = parse (cases[i].bytes, length, 12, rand);

          g_assert_cmpstr (cut, ==, cases[i].events);
        }
      g_assert_cmpstr (whole, ==, cases[i].events);
    }
}

static void
test_grammar (void)
{
  static const Case cases[] = {
    { "data: a\n\n", "message=a;" },
    { "data:a\r\n\r\n", "message=a;" },
    { "\xef\xbb\xbf" "data: a\n\n", "message=a;" },
    { "\n\n\ndata: a\n\n", "message=a;" },
    { "data: a\r\rdata: b\r\r", "message=a;message=b;" },
    { "data: a\r\n\ndata: b\n\r\n", "message=a;message=b;" },
    { "data: x\ndata:  y\n\n", "message=x\n y;" },
    { ": OPENROUTER PROCESSING\n\ndata: a\n\n", "message=a;" },
    { ":\n\n:\n\ndata: a\n\n", "message=a;" },
    { "data\n\n", "message=;" },
    { "data:\ndata:\n\n", "message=\n;" },
    { "event: ping\n\ndata: a\n\n", "message=a;" },
    { "event: error\ndata: {}\n\n", "error={};" },
    { "data: {}\nevent: error\n\ndata: b\n\n", "error={};message=b;" },
    { "event:\ndata: a\n\n", "message=a;" },
    { "id: 7\nretry: 10\nfoo: bar\ndata: a\nnonsense\n\n", "message=a;" },
    { "Data: a\n data: b\n\n", "" },
    { "data: a: b\n\n", "message=a: b;" },
    { "data: 数据流 😀\n\n", "message=数据流 😀;" },
    { "data: a\n\n\xef\xbb\xbf" "data: b\n\ndata: c\n\n", "message=a;message=c;" },
    { "data: [DONE]\n\n", "message=[DONE];" },
  };

  assert_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_lenient_end (void)
{
  static const Case cases[] = {
    { "data: a\n\ndata: [DONE]", "message=a;|message=[DONE];" },
    { "data: a\n\ndata: [DONE]\n", "message=a;|message=[DONE];" },
    { "data: {\"a\":1}", "|message={\"a\":1};" },
    { "event: x\ndata: {\"a\":\ndata: 1}", "|x={\"a\":\n1};" },
    { "data: {\"a\":1", "" },
    { "data: a", "" },
    { "data: 12", "" },
    { "event: error\n", "" },
    { "", "" },
  };

  assert_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_error_field (void)
{
  static const Case cases[] = {
    { "error: {\"code\":500}\n\n", "error={\"code\":500};" },
    { "data: a\n\nerror: {\"code\":500}\n\ndata: b\n\n",
      "message=a;error={\"code\":500};message=b;" },
    { "error: {\"code\":500}", "|error={\"code\":500};" },
    { "error: bad\n\ndata: a\n\n", "message=a;" },
  };

  assert_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_bare_json (void)
{
  static const Case cases[] = {
    { "{\"error\":{\"code\":500}}\n\n", "message={\"error\":{\"code\":500}};" },
    { "{\"error\":{\"code\":500}}", "|message={\"error\":{\"code\":500}};" },
    { "[{\n  \"error\": {\n\n    \"code\": 500\n  }\n}\n]\n",
      "|message=[{\n  \"error\": {\n    \"code\": 500\n  }\n}\n];" },
    { "data: a\n\n{\"error\":1}\n", "message=a;|message={\"error\":1};" },
    { "data: a\n{\"error\":1}\n\n", "message=a;" },
    { "{\"error\":\n\ndata: a\n\n", "message=a;" },
    { "<html>{}</html>\n\n", "" },
  };

  assert_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_bytes_are_repaired (void)
{
  static const Case cases[] = {
    { "data: a\xff" "b\n\n", "message=a\xef\xbf\xbd" "b;" },
    { "event: \xc3\ndata: b\n\n", "\xef\xbf\xbd=b;" },
  };
  g_autoptr(PonderSseParser) parser = ponder_sse_parser_new (100);
  PonderSseEvent event;

  assert_cases (cases, G_N_ELEMENTS (cases));

  ponder_sse_parser_push (parser, "data: a\0b\n\n", 11);
  g_assert_true (ponder_sse_parser_next (parser, &event, NULL));
  g_assert_cmpstr (event.data, ==, "a\xef\xbf\xbd" "b");
}

static void
test_comments_are_life (void)
{
  g_autoptr(PonderSseParser) parser = ponder_sse_parser_new (100);
  PonderSseEvent event;

  ponder_sse_parser_push (parser, ": a\n\n: b\n\n: c", 13);
  g_assert_false (ponder_sse_parser_next (parser, &event, NULL));
  g_assert_cmpuint (ponder_sse_parser_get_n_lines (parser), ==, 4);
}

static void
assert_too_long (const char *text)
{
  g_autoptr(PonderSseParser) parser = ponder_sse_parser_new (20);
  PonderSseEvent event;

  ponder_sse_parser_push (parser, "data: ok\n\n", 10);
  ponder_sse_parser_push (parser, text, strlen (text));
  g_assert_true (ponder_sse_parser_next (parser, &event, NULL));
  g_assert_cmpstr (event.data, ==, "ok");
  for (int i = 0; i < 2; i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (ponder_sse_parser_next (parser, &event, &error));
      g_assert_error (error, PONDER_ERROR, PONDER_ERROR_MALFORMED);
    }
  g_assert_false (ponder_sse_parser_finish (parser, &event));
}

static void
test_limit (void)
{
  assert_too_long ("data: 0123456789012345678901234567890");
  assert_too_long ("data: 0123456789\ndata: 0123456789\ndata: 0\n\n");
  assert_too_long ("[0123456789\n0123456789\n0123456789\n");
}

/* A document that never ends must not be parsed anew at each blank line. */
static void
test_blank_lines_cost_nothing (void)
{
  g_autoptr(PonderSseParser) parser = ponder_sse_parser_new (PONDER_LINE_LIMIT);
  g_autoptr(GString) text = g_string_new (NULL);
  gint64 begin = g_get_monotonic_time ();
  PonderSseEvent event;

  while (text->len < 1024 * 1024)
    g_string_append (text, "[1],");
  g_string_prepend_c (text, '[');
  while (text->len < 3 * 1024 * 1024)
    g_string_append_c (text, '\n');
  ponder_sse_parser_push (parser, text->str, text->len);
  g_assert_false (ponder_sse_parser_next (parser, &event, NULL));
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 10 * G_USEC_PER_SEC);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/sse-parser/the-grammar", test_grammar);
  g_test_add_func ("/net/sse-parser/the-last-event-may-lack-its-blank-line", test_lenient_end);
  g_test_add_func ("/net/sse-parser/an-error-field-is-an-error-event", test_error_field);
  g_test_add_func ("/net/sse-parser/bare-json-is-an-event", test_bare_json);
  g_test_add_func ("/net/sse-parser/bytes-that-are-not-utf8-are-repaired", test_bytes_are_repaired);
  g_test_add_func ("/net/sse-parser/comments-are-life", test_comments_are_life);
  g_test_add_func ("/net/sse-parser/past-the-limit-everything-ends", test_limit);
  g_test_add_func ("/net/sse-parser/blank-lines-cost-nothing", test_blank_lines_cost_nothing);
  return g_test_run ();
}
