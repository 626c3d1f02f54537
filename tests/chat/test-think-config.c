/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a question is thought about, as text and back. */

#include "config.h"

#include "ponder-model-config.h"
#include "ponder-think-config.h"

static void
test_defaults_are_not_stored (void)
{
  g_autoptr(PonderThinkConfig) config = ponder_think_config_new ();
  g_autofree char *json = ponder_think_config_serialize (config);

  g_assert_cmpstr (json, ==, "{}");
  g_assert_cmpuint (config->max_subtasks, ==, 6);
  g_assert_true (config->review);
}

static void
test_round_trip (void)
{
  g_autoptr(PonderThinkConfig) config = ponder_think_config_new ();
  g_autoptr(PonderThinkConfig) again = NULL;
  g_autofree char *json = NULL;

  config->max_subtasks = 3;
  config->parallel = 2;
  config->review = FALSE;
  config->approve_plan = TRUE;
  config->max_calls = 9;
  config->max_output = 1234;
  config->max_seconds = 60;
  config->review_model = g_strdup ("openai/gpt-4o");
  json = ponder_think_config_serialize (config);
  again = ponder_think_config_deserialize (json, NULL);
  g_assert_cmpuint (again->max_subtasks, ==, 3);
  g_assert_cmpuint (again->parallel, ==, 2);
  g_assert_false (again->review);
  g_assert_true (again->approve_plan);
  g_assert_cmpuint (again->max_calls, ==, 9);
  g_assert_cmpuint (again->max_output, ==, 1234);
  g_assert_cmpuint (again->max_seconds, ==, 60);
  g_assert_cmpstr (again->review_model, ==, "openai/gpt-4o");
}

/* Somebody else may have written it. */
static void
test_out_of_range (void)
{
  g_autoptr(PonderThinkConfig) config =
    ponder_think_config_deserialize ("{\"max_subtasks\":900,\"parallel\":-4,\"max_calls\":0,\"review\":7}", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_cmpuint (config->max_subtasks, ==, PONDER_THINK_SUBTASKS_LIMIT);
  g_assert_cmpuint (config->parallel, ==, 0);
  g_assert_cmpuint (config->max_calls, ==, 1);
  g_assert_true (config->review);
  g_assert_null (ponder_think_config_deserialize ("[]", &error));
  g_assert_nonnull (error);
}

/* Of a chat: whether, and how; the model is another matter. */
static void
test_in_a_chat (void)
{
  g_autoptr(PonderModelConfig) config = ponder_model_config_new ();
  g_autoptr(PonderModelConfig) again = NULL;
  g_autoptr(PonderModelConfig) copy = NULL;
  g_autofree char *json = NULL;

  config->deep_think = TRUE;
  g_assert_true (ponder_model_config_is_plain (config));
  config->think = ponder_think_config_new ();
  config->think->show_process = TRUE;
  config->think->hedge = TRUE;
  g_assert_false (ponder_model_config_is_plain (config));
  json = ponder_model_config_serialize (config);
  again = ponder_model_config_deserialize (json, NULL);
  g_assert_true (ponder_model_config_equal (config, again));
  copy = ponder_model_config_copy (again);
  copy->think->hedge = FALSE;
  g_assert_false (ponder_model_config_equal (copy, again));

  ponder_model_config_reset (again);
  g_assert_null (again->think);
  g_assert_true (again->deep_think);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/think-config/defaults-are-not-stored", test_defaults_are_not_stored);
  g_test_add_func ("/think-config/is-the-same-after-it-was-stored", test_round_trip);
  g_test_add_func ("/think-config/what-is-out-of-range-is-brought-into-it", test_out_of_range);
  g_test_add_func ("/think-config/is-a-chats-own", test_in_a_chat);
  return g_test_run ();
}
