/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys in texts: blanked wherever they hide, and nothing else is. */

#include "config.h"

#include "ponder-redact.h"

#include <string.h>

static const struct
{
  const char *text;
  const char *key;
  const char *redacted;
} cases[] = {
  { "the key abcd1234 is bad", "abcd1234", "the key *** is bad" },
  { "abcd1234abcd1234", "abcd1234", "******" },
  { "nothing", "abcd1234", "nothing" },
  { "an x is no secret", "x", "an x is no secret" },
  { "empty", "", "empty" },
  { "a\xff" "b", NULL, "a\xef\xbf\xbd" "b" },

  { "Incorrect API key provided: sk-ab***yz. Find it", NULL,
    "Incorrect API key provided: sk-*** Find it" },
  { "密钥sk-proj-abcDEF_123-xyz无效", NULL, "密钥sk-***无效" },
  { "(sk-ant-api03-abcdef)", NULL, "(sk-***)" },
  { "gsk_abcdefGHIJ csk-abcdefgh xai-abcdefgh pplx-abcdefgh", NULL,
    "gsk_*** csk-*** xai-*** pplx-***" },
  { "hf_abcdefghijklmnopqrst", NULL, "hf_***" },
  { "AIzaSyA1234567890_abcdefghij", NULL, "AIza***" },
  { "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc_def-ghi", NULL, "eyJ***" },
  { "Authorization: Bearer abc.def-ghi", NULL, "Authorization: Bearer ***" },
  { "authorization=Basic dXNlcjpwYXNz", NULL, "authorization=Basic ***" },
  { "sent bearer abcdefgh there", NULL, "sent bearer *** there" },
  { "{\"api_key\": \"abcdef\", \"a\": 1}", NULL, "{\"api_key\": \"***\", \"a\": 1}" },
  { "x-api-key: abcdef\nhost: x", NULL, "x-api-key: ***\nhost: x" },
  { "X-Goog-Api-Key: abcdef", NULL, "X-Goog-Api-Key: ***" },
  { "https://x.y/v1?key=abc&alt=sse", NULL, "https://x.y/v1?key=***&alt=sse" },
  { "https://x.y/v1?alt=sse&access_token=abc#x", NULL, "https://x.y/v1?alt=sse&access_token=***" },
  { "https://x.y/v1?api_key=abcdef", NULL, "https://x.y/v1?api_key=***" },

  { "Incorrect: gsk_ab***yz, xai-ab***yz, csk-ab***yz.", NULL, "Incorrect: gsk_***, xai-***, csk-***" },
  { "the AIza***************abcd is wrong", NULL, "the AIza*** is wrong" },
  { "sent key=abcdef here, and (KEY=abcdef)", NULL, "sent key=*** here, and (KEY=***)" },
  { "密钥key=abcdef", NULL, "密钥key=***" },

  /* No keys. */
  { "the task-scheduler and the disk-manager", NULL, "the task-scheduler and the disk-manager" },
  { "sk-learn", NULL, "sk-learn" },
  { "hf_hub_download failed", NULL, "hf_hub_download failed" },
  { "monkey=banana", NULL, "monkey=banana" },
  { "the token limit is 4096", NULL, "the token limit is 4096" },
  { "model gpt-4o, 60 s", NULL, "model gpt-4o, 60 s" },
};

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *redacted = ponder_redact (cases[i].text, cases[i].key);

      g_assert_cmpstr (redacted, ==, cases[i].redacted);
    }
  g_assert_null (ponder_redact (NULL, "abcd1234"));
}

static void
test_no_key_survives_anywhere (void)
{
  static const char *const keys[] = {
    "sk-CANARY-0123456789abcdef", "CANARY0123456789", "CANARY(+*[.\\",
  };
  static const char *const places[] = {
    "", " ", "\"", "'", "\n", "(", "Bearer ", "?key=", "x-api-key: ", "{\"key\":\"", "密", "\xff",
    "a", "_", "sk-",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      for (gsize j = 0; j < G_N_ELEMENTS (places); j++)
        {
          g_autofree char *text = g_strconcat ("x ", places[j], keys[i], places[j], " y", NULL);
          g_autofree char *redacted = ponder_redact (text, keys[i]);

          g_assert_null (strstr (redacted, "CANARY"));
          g_assert_true (g_utf8_validate (redacted, -1, NULL));
        }
    }
}

static void
test_long_texts_cost_little (void)
{
  static const char *const pieces[] = {
    "sk-", "Bearer ", "key=", "api_key:", "\"", "a", "AIza", " ", "eyJ", "eyJabcdefgh.",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      g_autofree char *redacted = NULL;
      gint64 before = g_get_monotonic_time ();

      while (text->len < 64 * 1024)
        g_string_append (text, pieces[i]);
      redacted = ponder_redact (text->str, NULL);
      g_assert_nonnull (redacted);
      g_assert_cmpint (g_get_monotonic_time () - before, <, G_USEC_PER_SEC);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/redact/keys-are-blanked-and-nothing-else", test_cases);
  g_test_add_func ("/redact/no-key-survives-anywhere", test_no_key_survives_anywhere);
  g_test_add_func ("/redact/long-texts-cost-little", test_long_texts_cost_little);
  return g_test_run ();
}
