/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is kept of an answer, what is not, and what comes out of bytes that are none. */

#include "config.h"

#include "ponder-cached-answer.h"

#include <glib.h>
#include <string.h>

#define N_SEEDS 300

static void
say (PonderCachedAnswer *answer,
     PonderDeltaKind     kind,
     const char         *text)
{
  g_autoptr(PonderDelta) delta = ponder_delta_new_text (kind, text);

  ponder_cached_answer_take_delta (answer, delta);
}

static void
call_tool (PonderCachedAnswer *answer,
           guint               index,
           const char         *id,
           const char         *text)
{
  g_autoptr(PonderDelta) delta = ponder_delta_new_text (PONDER_DELTA_TOOL_CALL, text);

  delta->index = index;
  delta->id = g_strdup (id);
  delta->name = id != NULL ? g_strdup ("weather") : NULL;
  ponder_cached_answer_take_delta (answer, delta);
}

static void
finish (PonderCachedAnswer *answer,
        PonderFinish        how)
{
  g_autoptr(PonderDelta) delta = ponder_delta_new (PONDER_DELTA_FINISH);

  delta->finish = how;
  ponder_cached_answer_take_delta (answer, delta);
}

static void
count (PonderCachedAnswer *answer,
       gint64              input,
       gint64              output)
{
  g_autoptr(PonderDelta) delta = ponder_delta_new (PONDER_DELTA_USAGE);

  delta->usage = ponder_usage_new ();
  delta->usage->input = input;
  delta->usage->output = output;
  ponder_cached_answer_take_delta (answer, delta);
}

/* "kind:text" of every delta. */
static char *
describe (PonderCachedAnswer *answer)
{
  g_autoptr(GPtrArray) deltas = ponder_cached_answer_list_deltas (answer);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < deltas->len; i++)
    {
      const PonderDelta *delta = g_ptr_array_index (deltas, i);

      g_string_append_printf (text, "%d:%s/%u/%s/%s", (int) delta->kind, delta->text != NULL ? delta->text : "",
                              delta->index, delta->id != NULL ? delta->id : "", delta->name != NULL ? delta->name : "");
      if (delta->kind == PONDER_DELTA_FINISH)
        g_string_append_printf (text, "/%d", (int) delta->finish);
      if (delta->kind == PONDER_DELTA_USAGE)
        g_string_append_printf (text, "/%d/%d/%g", (int) delta->usage->input, (int) delta->usage->output,
                                delta->usage->cost_usd);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static void
assert_survives (PonderCachedAnswer *answer,
                 const char         *wanted)
{
  g_autoptr(GBytes) bytes = ponder_cached_answer_serialize (answer);
  g_autoptr(PonderCachedAnswer) again = ponder_cached_answer_deserialize (bytes);
  g_autofree char *described = describe (answer);
  g_autofree char *described_again = NULL;

  g_assert_nonnull (again);
  described_again = describe (again);
  g_assert_cmpstr (described, ==, wanted);
  g_assert_cmpstr (described_again, ==, wanted);
  g_assert_cmpuint (ponder_cached_answer_count_tokens (again), ==, ponder_cached_answer_count_tokens (answer));
}

static void
test_pieces_are_joined_in_order (void)
{
  g_autoptr(PonderCachedAnswer) answer = ponder_cached_answer_new ();

  say (answer, PONDER_DELTA_MODEL, "m-1");
  say (answer, PONDER_DELTA_REASONING, "想");
  say (answer, PONDER_DELTA_REASONING, "想");
  say (answer, PONDER_DELTA_TEXT, "a");
  say (answer, PONDER_DELTA_TEXT, "b");
  say (answer, PONDER_DELTA_REASONING, "c");
  call_tool (answer, 0, "x", "{\"a\"");
  call_tool (answer, 0, NULL, ":1}");
  call_tool (answer, 1, "y", "{}");
  count (answer, 3, 4);
  count (answer, 30, 40);
  finish (answer, PONDER_FINISH_TOOL_CALLS);
  assert_survives (answer, "6:m-1/0//\n1:想想/0//\n0:ab/0//\n1:c/0//\n3:{\"a\":1}/0/x/weather\n3:{}/1/y/weather\n"
                           "4:/0///30/40/-1\n5:/0///4\n");
  g_assert_true (ponder_cached_answer_is_complete (answer));
  g_assert_cmpuint (ponder_cached_answer_count_tokens (answer), ==, 70);
}

static void
test_only_what_ended_well_is_complete (void)
{
  for (PonderFinish how = PONDER_FINISH_NONE; how <= PONDER_FINISH_CANCELLED; how++)
    {
      g_autoptr(PonderCachedAnswer) answer = ponder_cached_answer_new ();

      say (answer, PONDER_DELTA_TEXT, "Hello");
      finish (answer, how);
      g_assert_cmpint (ponder_cached_answer_is_complete (answer), ==,
                       how == PONDER_FINISH_STOP || how == PONDER_FINISH_TOOL_CALLS);
    }
}

static void
test_what_says_nothing_or_declines_is_not_complete (void)
{
  g_autoptr(PonderCachedAnswer) empty = ponder_cached_answer_new ();
  g_autoptr(PonderCachedAnswer) thought = ponder_cached_answer_new ();
  g_autoptr(PonderCachedAnswer) declined = ponder_cached_answer_new ();

  say (empty, PONDER_DELTA_TEXT, "");
  finish (empty, PONDER_FINISH_STOP);
  g_assert_false (ponder_cached_answer_is_complete (empty));
  say (thought, PONDER_DELTA_REASONING, "Hm");
  finish (thought, PONDER_FINISH_STOP);
  g_assert_false (ponder_cached_answer_is_complete (thought));
  say (declined, PONDER_DELTA_TEXT, "I am sorry");
  say (declined, PONDER_DELTA_REFUSAL, "no");
  finish (declined, PONDER_FINISH_STOP);
  g_assert_false (ponder_cached_answer_is_complete (declined));
}

static void
test_unknown_counts_save_nothing (void)
{
  g_autoptr(PonderCachedAnswer) answer = ponder_cached_answer_new ();

  g_assert_cmpuint (ponder_cached_answer_count_tokens (answer), ==, 0);
  count (answer, -1, -1);
  g_assert_cmpuint (ponder_cached_answer_count_tokens (answer), ==, 0);
  count (answer, -1, 7);
  g_assert_cmpuint (ponder_cached_answer_count_tokens (answer), ==, 7);
}

static void
test_reset_forgets_everything (void)
{
  g_autoptr(PonderCachedAnswer) answer = ponder_cached_answer_new ();

  say (answer, PONDER_DELTA_TEXT, "a");
  count (answer, 1, 1);
  finish (answer, PONDER_FINISH_STOP);
  ponder_cached_answer_reset (answer);
  assert_survives (answer, "");
}

static PonderCachedAnswer *
new_sample (void)
{
  PonderCachedAnswer *answer = ponder_cached_answer_new ();

  say (answer, PONDER_DELTA_REASONING, "thoughts");
  say (answer, PONDER_DELTA_TEXT, "words");
  call_tool (answer, 2, "id", "{}");
  count (answer, 5, 6);
  finish (answer, PONDER_FINISH_STOP);
  return answer;
}

/* Most of them are refused; the few that pass are sound in themselves, which the sanitizers watch over. */
static void
test_damaged_bytes_do_no_harm (void)
{
  g_autoptr(PonderCachedAnswer) answer = new_sample ();
  g_autoptr(GBytes) bytes = ponder_cached_answer_serialize (answer);
  guint n_refused = 0;

  for (guint seed = 0; seed < N_SEEDS; seed++)
    {
      g_autoptr(GRand) rand = g_rand_new_with_seed (seed);
      gsize length = (gsize) g_rand_int_range (rand, 0, (int) g_bytes_get_size (bytes) + 1);
      g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      g_autoptr(GBytes) damaged = NULL;
      g_autoptr(PonderCachedAnswer) read = NULL;

      for (int i = g_rand_int_range (rand, 1, 5); i > 0 && length > 0; i--)
        data[g_rand_int_range (rand, 0, (int) length)] = (guint8) g_rand_int (rand);
      damaged = g_bytes_new (data, length);
      read = ponder_cached_answer_deserialize (damaged);
      if (read == NULL)
        n_refused++;
      else
        g_free (describe (read));
    }
  g_assert_cmpuint (n_refused, >, N_SEEDS / 2);
}

static void
test_another_mark_is_refused (void)
{
  g_autoptr(PonderCachedAnswer) answer = new_sample ();
  g_autoptr(GBytes) bytes = ponder_cached_answer_serialize (answer);
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autoptr(GBytes) swapped = NULL;
  guint32 mark;

  memcpy (&mark, data, sizeof mark);
  mark = GUINT32_SWAP_LE_BE (mark);
  memcpy (data, &mark, sizeof mark);
  swapped = g_bytes_new (data, g_bytes_get_size (bytes));
  g_assert_null (ponder_cached_answer_deserialize (swapped));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/cached-answer/pieces-are-joined-in-order", test_pieces_are_joined_in_order);
  g_test_add_func ("/service/cached-answer/only-what-ended-well-is-complete", test_only_what_ended_well_is_complete);
  g_test_add_func ("/service/cached-answer/what-says-nothing-or-declines-is-not-complete",
                   test_what_says_nothing_or_declines_is_not_complete);
  g_test_add_func ("/service/cached-answer/unknown-counts-save-nothing", test_unknown_counts_save_nothing);
  g_test_add_func ("/service/cached-answer/reset-forgets-everything", test_reset_forgets_everything);
  g_test_add_func ("/service/cached-answer/damaged-bytes-do-no-harm", test_damaged_bytes_do_no_harm);
  g_test_add_func ("/service/cached-answer/another-mark-is-refused", test_another_mark_is_refused);
  return g_test_run ();
}
