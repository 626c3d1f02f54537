/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a program tells others of its calls, written and read again. */

#include "config.h"

#include "ponder-activity.h"

static void
test_all_comes_back (void)
{
  g_autoptr(PonderActivity) told = ponder_activity_new (PONDER_PROGRAM_CLI, 42);
  PonderActiveCall *call = ponder_activity_add_call (told);
  PonderActiveLane *lane = ponder_activity_add_lane (told);
  g_autoptr(PonderActivity) heard = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  *call = (PonderActiveCall) {
    g_strdup ("id"), g_strdup ("openai"), g_strdup ("gpt-4o"), g_strdup ("chat"), g_strdup ("session"),
    PONDER_CALL_RETRYING, 123456, 2
  };
  *lane = (PonderActiveLane) { g_strdup ("openai"), 5, 10, 3, 1, 99 };
  text = ponder_activity_serialize (told);
  heard = ponder_activity_deserialize (text, -1, &error);
  g_assert_no_error (error);

  g_assert_cmpint (heard->program, ==, PONDER_PROGRAM_CLI);
  g_assert_cmpint (heard->pid, ==, 42);
  g_assert_cmpuint (heard->calls->len, ==, 1);
  call = g_ptr_array_index (heard->calls, 0);
  g_assert_cmpstr (call->id, ==, "id");
  g_assert_cmpstr (call->provider, ==, "openai");
  g_assert_cmpstr (call->model, ==, "gpt-4o");
  g_assert_cmpstr (call->operation, ==, "chat");
  g_assert_cmpstr (call->session, ==, "session");
  g_assert_cmpint (call->state, ==, PONDER_CALL_RETRYING);
  g_assert_cmpint (call->started, ==, 123456);
  g_assert_cmpuint (call->n_attempts, ==, 2);
  g_assert_cmpuint (heard->lanes->len, ==, 1);
  lane = g_ptr_array_index (heard->lanes, 0);
  g_assert_cmpstr (lane->provider, ==, "openai");
  g_assert_cmpuint (lane->limit, ==, 5);
  g_assert_cmpuint (lane->configured, ==, 10);
  g_assert_cmpuint (lane->n_running, ==, 3);
  g_assert_cmpuint (lane->n_queued, ==, 1);
  g_assert_cmpint (lane->paused_until, ==, 99);
}

static void
test_what_is_missing_or_strange_is_passed_over (void)
{
  static const char text[] =
    "{\"program\": 7, \"pid\": -1, \"calls\": [null, {}, {\"state\": \"flying\", \"attempts\": -5,"
    " \"model\": null}], \"lanes\": [[], {\"limit\": \"many\"}]}";
  g_autoptr(PonderActivity) heard = NULL;
  g_autoptr(GError) error = NULL;
  const PonderActiveCall *call;

  heard = ponder_activity_deserialize (text, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (heard->pid, ==, 0);
  g_assert_cmpuint (heard->calls->len, ==, 3);
  g_assert_cmpuint (heard->lanes->len, ==, 2);
  call = g_ptr_array_index (heard->calls, 2);
  g_assert_cmpstr (call->provider, ==, "");
  g_assert_null (call->model);
  g_assert_cmpint (call->state, ==, PONDER_CALL_QUEUED);
  g_assert_cmpuint (call->n_attempts, ==, 0);
}

static void
test_what_is_no_object_is_an_error (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (ponder_activity_deserialize ("[]", -1, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_null (ponder_activity_deserialize ("{\"calls\": [", -1, &error));
  g_assert_nonnull (error);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/activity/all-comes-back", test_all_comes_back);
  g_test_add_func ("/activity/what-is-missing-or-strange-is-passed-over",
                   test_what_is_missing_or_strange_is_passed_over);
  g_test_add_func ("/activity/what-is-no-object-is-an-error", test_what_is_no_object_is_an_error);

  return g_test_run ();
}
