/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ages in words. */

#include "config.h"

#include "ponder-age.h"

#define SECONDS G_USEC_PER_SEC
#define MINUTES ((gint64) 60 * SECONDS)
#define HOURS   (60 * MINUTES)
#define DAYS    (24 * HOURS)

static const struct
{
  gint64      age;
  const char *words;
  const char *cached;
} cases[] = {
  { G_MININT64, "just now", "from cache, just now" },
  { -3 * DAYS, "just now", "from cache, just now" },
  { 0, "just now", "from cache, just now" },
  { MINUTES - 1, "just now", "from cache, just now" },
  { MINUTES, "1 minute", "from cache, 1 minute old" },
  { 2 * MINUTES - 1, "1 minute", "from cache, 1 minute old" },
  { 3 * MINUTES, "3 minutes", "from cache, 3 minutes old" },
  { HOURS - 1, "59 minutes", "from cache, 59 minutes old" },
  { HOURS, "1 hour", "from cache, 1 hour old" },
  { DAYS - 1, "23 hours", "from cache, 23 hours old" },
  { DAYS, "1 day", "from cache, 1 day old" },
  { 3 * DAYS, "3 days", "from cache, 3 days old" },
  { 400 * DAYS, "400 days", "from cache, 400 days old" },
  { G_MAXINT64, "106751991 days", "from cache, 106751991 days old" },
};

static void
test_words (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = ponder_age_to_words (cases[i].age);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

static void
test_cached (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = ponder_age_dup_of_cache (cases[i].age);

      g_assert_cmpstr (words, ==, cases[i].cached);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/age/is-said-in-the-largest-whole-unit", test_words);
  g_test_add_func ("/age/of-a-kept-answer-is-a-phrase", test_cached);
  return g_test_run ();
}
