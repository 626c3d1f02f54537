/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long servers ask to wait. */

#include "config.h"

#include "ponder-retry-hint.h"

#include <math.h>

/* 2026-01-01 00:00:00 UTC. */
#define NOW 1767225600.0

typedef struct
{
  const char *said;
  double      seconds;
} Case;

static void
assert_seconds (const char *said,
                double      got,
                double      expected)
{
  if (fabs (got - expected) > 1e-6)
    g_error ("“%s” gives %f, not %f", said, got, expected);
}

static void
test_values (void)
{
  static const Case cases[] = {
    { "1s", 1 }, { "20ms", 0.02 }, { "6m0s", 360 }, { "2m59.56s", 179.56 }, { "1h2m3s", 3723 },
    { "34.4s", 34.4 },
    { "11.38", 11.38 }, { "33011.382867", 33011.382867 }, { "0", 0 }, { "30", 30 }, { "1000000000",
                                                                                      1000000000 },
    { "7us", 7e-6 }, { " 5 ", 5 }, { "15 seconds", 15 },
    { "1767225610", 10 }, { "1767225610000", 10 }, { "1767225590", 0 },
    { "Thu, 01 Jan 2026 00:01:00 GMT", 60 }, { "Wed, 31 Dec 2025 23:59:00 GMT", 0 },
    { "2026-01-01T00:00:30Z", 30 }, { "2026-01-01T01:00:30+01:00", 30 },
    { "", -1 }, { "soon", -1 }, { "-5", -1 }, { "0x10", -1 }, { "1e9", -1 }, { "inf", -1 }, { "nan",
                                                                                              -1 },
    { "Thu, 32 Jan 2026 00:01:00 GMT", -1 }, { "Thu, 01 Xyz 2026 00:01:00 GMT", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_seconds (cases[i].said, ponder_retry_hint_from_value (cases[i].said, NOW),
                    cases[i].seconds);
  assert_seconds ("NULL", ponder_retry_hint_from_value (NULL, NOW), -1);
}

static void
test_texts (void)
{
  static const Case cases[] = {
    { "Rate limit reached. Please try again in 20s. Visit …", 20 },
    { "Please try again in 1m2.5s", 62.5 }, { "Please retry in 38.123s.", 38.123 },
    { "retry after 15 seconds", 15 },
    { "Please retry after 7 seconds.", 7 }, { "Try again in 450ms", 0.45 },
    { "Please try again in 2 minutes", 120 },
    { "try again in a moment", -1 }, { "Overloaded", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_seconds (cases[i].said, ponder_retry_hint_from_text (cases[i].said), cases[i].seconds);
  assert_seconds ("NULL", ponder_retry_hint_from_text (NULL), -1);
}

static const char *
get_header (gpointer    user_data,
            const char *name)
{
  return g_hash_table_lookup (user_data, name);
}

/* Pairs of name and value, ended by NULL. */
static double
from_headers (const char *name,
              ...)
{
  g_autoptr(GHashTable) headers = g_hash_table_new (g_str_hash, g_str_equal);
  va_list rest;
  double hint;

  va_start (rest, name);
  for (; name != NULL; name = va_arg (rest, const char *))
    g_hash_table_insert (headers, (gpointer) name, (gpointer) va_arg (rest, const char *));
  va_end (rest);
  hint = ponder_retry_hint_from_headers (get_header, headers, NOW);
  return hint >= 0 ? hint : ponder_retry_hint_from_limits (get_header, headers, NOW);
}

static void
test_headers (void)
{
  assert_seconds ("nothing", from_headers (NULL), -1);
  assert_seconds ("seconds", from_headers ("retry-after", "12", NULL), 12);
  assert_seconds ("milliseconds first", from_headers ("retry-after", "12", "retry-after-ms",
                                                      "1500.5", NULL), 1.5005);
  assert_seconds ("nonsense, then seconds", from_headers ("retry-after-ms", "?", "retry-after",
                                                          "12", NULL), 12);
  assert_seconds ("the server's own clock",
                  from_headers ("retry-after", "Wed, 01 Jan 2020 00:00:09 GMT",
                                "date", "Wed, 01 Jan 2020 00:00:00 GMT", NULL), 9);
  assert_seconds ("the bucket that is empty",
                  from_headers ("x-ratelimit-remaining-requests", "99",
                                "x-ratelimit-reset-requests", "9h",
                                "x-ratelimit-remaining-tokens", "0", "x-ratelimit-reset-tokens",
                                "6m0s", NULL), 360);
  assert_seconds ("no bucket is empty",
                  from_headers ("x-ratelimit-remaining-requests", "1", "x-ratelimit-reset-requests",
                                "9h", NULL), -1);
  assert_seconds ("Cerebras",
                  from_headers ("x-ratelimit-remaining-tokens-minute", "0",
                                "x-ratelimit-reset-tokens-minute", "11.38", NULL), 11.38);
  assert_seconds ("Anthropic",
                  from_headers ("anthropic-ratelimit-tokens-remaining", "0",
                                "anthropic-ratelimit-tokens-reset", "2026-01-01T00:00:05Z", NULL),
                                5);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/providers/retry-hint/values", test_values);
  g_test_add_func ("/providers/retry-hint/texts", test_texts);
  g_test_add_func ("/providers/retry-hint/headers", test_headers);
  return g_test_run ();
}
