/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Token estimates: about right for the scripts people write in. */

#include "config.h"

#include "ponder-token-estimate.h"

static void
test_latin (void)
{
  g_assert_cmpuint (ponder_token_estimate ("", -1), ==, 0);
  g_assert_cmpuint (ponder_token_estimate ("a", -1), ==, 1);
  g_assert_cmpuint (ponder_token_estimate ("four", -1), ==, 1);
  g_assert_cmpuint (ponder_token_estimate ("five.", -1), ==, 2);
  g_assert_cmpuint (ponder_token_estimate ("four five", 4), ==, 1);
}

static void
test_cjk (void)
{
  g_assert_cmpuint (ponder_token_estimate ("你好，世界", -1), ==, 5);
  g_assert_cmpuint (ponder_token_estimate ("こんにちは", -1), ==, 5);
  g_assert_cmpuint (ponder_token_estimate ("안녕", -1), ==, 2);
  g_assert_cmpuint (ponder_token_estimate ("⺀⺀⺀⺀", -1), ==, 4);
  g_assert_cmpuint (ponder_token_estimate ("𠀀𠀀", -1), ==, 2);
  g_assert_cmpuint (ponder_token_estimate ("four你好", -1), ==, 3);
}

static void
test_others (void)
{
  /* Two bytes a letter, three a quotation mark, four an emoji: as Latin bytes. */
  g_assert_cmpuint (ponder_token_estimate ("привет", -1), ==, 3);
  g_assert_cmpuint (ponder_token_estimate ("“a”", -1), ==, 2);
  g_assert_cmpuint (ponder_token_estimate ("🙂", -1), ==, 1);
}

static void
test_cut_and_invalid_text (void)
{
  g_assert_cmpuint (ponder_token_estimate ("你", 1), ==, 1);
  g_assert_cmpuint (ponder_token_estimate ("你", 2), ==, 1);
  g_assert_cmpuint (ponder_token_estimate ("\xff\xff\xff\xff\x80\x80\x80\x80", -1), ==, 2);
  g_assert_cmpuint (ponder_token_estimate ("a\0b\0", 4), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/token-estimate/four-latin-bytes-are-a-token", test_latin);
  g_test_add_func ("/token-estimate/a-cjk-character-is-a-token", test_cjk);
  g_test_add_func ("/token-estimate/other-scripts-count-by-bytes", test_others);
  g_test_add_func ("/token-estimate/cut-text-does-no-harm", test_cut_and_invalid_text);
  return g_test_run ();
}
