/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Servers, models and disks that fail: nothing typed is lost and somebody is told. */

#include "config.h"

#include "ponder-test-workspace.h"

#include "ponder-error.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"

#include <signal.h>
#include <sys/resource.h>

#define CANARY "sk-CANARY5d9a7c31e0f24b68"

static PonderTimeline *
open_first (PonderTest *test)
{
  GListModel *sessions = G_LIST_MODEL (ponder_workspace_get_sessions (test->workspace));

  return ponder_test_open_chat (test->workspace, ponder_test_get_session (sessions, 0));
}

static void
assert_failed (PonderMessage   *answer,
               PonderErrorCode  category)
{
  PonderFault *fault = ponder_message_get_fault (answer);

  g_assert_cmpint (ponder_message_get_state (answer), ==, PONDER_MESSAGE_FAILED);
  g_assert_nonnull (fault);
  g_assert_cmpint (fault->category, ==, category);
}

static void
set_model (PonderSession *session,
           const char    *provider,
           const char    *model)
{
  g_autoptr(PonderModelConfig) config = ponder_model_config_new ();

  ponder_model_config_set_model (config, provider, model);
  ponder_session_set_config (session, config);
}

static void
test_refused (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  PonderDemoScript *script = ponder_demo_script_new (401, "application/json");

  ponder_demo_script_bytes (script, "{\"error\":{\"message\":\"Incorrect API key provided\","
                                    "\"code\":\"invalid_api_key\"}}", -1);
  ponder_demo_server_set_script (test->server, PONDER_TEST_MODEL, script);
  assert_failed (ponder_test_ask (test->workspace, timeline, "may I?"), PONDER_ERROR_AUTHENTICATION);
  g_clear_object (&timeline);
  g_clear_object (&session);

  ponder_test_reopen (test);
  timeline = open_first (test);
  g_assert_cmpstr (ponder_message_get_text (ponder_test_get_message (timeline, 0)), ==, "may I?");
  assert_failed (ponder_test_get_message (timeline, 1), PONDER_ERROR_AUTHENTICATION);
  g_assert_cmpuint (test->problems->len, ==, 0);

  /* What failed says nothing to the next question. */
  ponder_test_script (test, 0, "yes", NULL);
  ponder_test_ask (test->workspace, timeline, "and now?");
  g_assert_null (strstr (ponder_demo_server_get_last_body (test->server), "assistant"));
}

static void
assert_nowhere (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  g_autofree char *bytes = NULL;
  g_autoptr(GError) error = NULL;
  const char *name;
  gsize length = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      assert_nowhere (child);
    }
  if (dir != NULL)
    return;

  g_file_get_contents (path, &bytes, &length, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < length; i++)
    if (bytes[i] == '\0')
      bytes[i] = ' ';
  g_assert_null (strstr (bytes, "CANARY"));
}

static void
test_repeated_key (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  PonderDemoScript *script = ponder_demo_script_new (401, "application/json");
  g_autofree char *report = NULL;
  PonderMessage *answer;

  g_setenv ("TEST_API_KEY", CANARY, TRUE);
  ponder_demo_script_bytes (script, "{\"error\":{\"message\":\"Incorrect API key: " CANARY "\"}}", -1);
  ponder_demo_server_set_script (test->server, PONDER_TEST_MODEL, script);
  answer = ponder_test_ask (test->workspace, timeline, "may I?");
  g_assert_nonnull (strstr (ponder_demo_server_get_last_headers (test->server), CANARY));
  report = ponder_fault_dup_report (ponder_message_get_fault (answer));
  g_assert_null (strstr (report, "CANARY"));
  ponder_workspace_save_session (test->workspace, session);
  g_clear_object (&timeline);
  g_clear_object (&session);
  ponder_test_close (test);
  assert_nowhere (test->dir);
  ponder_test_open (test);
}

static void
test_cut_off (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");
  PonderMessage *answer;

  ponder_demo_script_text (script, "half an ans");
  ponder_demo_script_pause (script, 20);
  ponder_demo_script_cut (script);
  ponder_demo_server_set_script (test->server, PONDER_TEST_MODEL, script);
  answer = ponder_test_ask (test->workspace, timeline, "whole?");
  g_assert_cmpstr (ponder_message_get_text (answer), ==, "half an ans");
  g_assert_cmpint (ponder_message_get_state (answer), ==, PONDER_MESSAGE_CUT_OFF);
  g_assert_cmpint (ponder_message_get_finish (answer), ==, PONDER_FINISH_CUT_OFF);
  g_assert_nonnull (ponder_message_get_fault (answer));
}

static void
assert_no_model (PonderTest *test,
                 const char *provider,
                 const char *model)
{
  g_autoptr(PonderSession) session = ponder_workspace_create_session (test->workspace);
  g_autoptr(PonderTimeline) timeline = NULL;
  g_autofree char *suggestion = NULL;
  PonderMessage *answer;

  set_model (session, provider, model);
  timeline = ponder_test_open_chat (test->workspace, session);
  answer = ponder_test_ask (test->workspace, timeline, "anybody there?");
  assert_failed (answer, PONDER_ERROR_MODEL_NOT_FOUND);
  suggestion = ponder_fault_dup_suggestion (ponder_message_get_fault (answer));
  g_assert_nonnull (strstr (suggestion, "model"));
  g_assert_cmpstr (ponder_message_get_text (ponder_test_get_message (timeline, 0)), ==, "anybody there?");
}

static void
test_no_model (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();

  assert_no_model (test, "gone", "gpt");
  ponder_provider_config_set_enabled (
    ponder_workspace_lookup_provider (test->workspace, PONDER_TEST_PROVIDER), FALSE);
  assert_no_model (test, PONDER_TEST_PROVIDER, PONDER_TEST_MODEL);
  ponder_settings_set_default_model (ponder_workspace_get_settings (test->workspace), "");
  assert_no_model (test, NULL, NULL);
  g_assert_cmpuint (ponder_demo_server_get_n_requests (test->server), ==, 0);
}

static void
test_remove_provider (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  PonderSettings *settings = ponder_workspace_get_settings (test->workspace);
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  g_autoptr(GAsyncResult) answer = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *result = NULL;

  ponder_test_script (test, 0, "yes", NULL);
  ponder_test_ask (test->workspace, timeline, "before");
  g_assert_cmpstr (ponder_settings_get_default_model (settings), ==, "test/scripted");
  ponder_workspace_remove_provider_async (test->workspace,
                                          ponder_workspace_lookup_provider (test->workspace, "test"), NULL,
                                          ponder_test_take_result, &result);
  answer = ponder_test_await (&result);
  ponder_workspace_remove_provider_finish (test->workspace, answer, &error);
  g_assert_no_error (error);
  g_assert_null (ponder_workspace_lookup_provider (test->workspace, "test"));
  g_assert_cmpstr (ponder_settings_get_default_model (settings), ==, "");
  assert_failed (ponder_test_ask (test->workspace, timeline, "after"), PONDER_ERROR_MODEL_NOT_FOUND);
  g_clear_object (&answer);
  g_clear_object (&timeline);
  g_clear_object (&session);

  ponder_test_reopen (test);
  g_assert_cmpuint (g_list_model_get_n_items (ponder_workspace_get_providers (test->workspace)), ==, 0);
}

static void
test_corrupt (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autofree char *path = g_strdup (ponder_workspace_get_database_path (test->workspace));
  g_autoptr(GError) error = NULL;
  PonderFault *fault;

  ponder_test_close (test);
  g_file_set_contents (path, "This was a database once. Now it is not, and quite long at that.", -1, &error);
  g_assert_no_error (error);
  g_test_expect_message ("ponder-store", G_LOG_LEVEL_WARNING, "*damaged*");
  ponder_test_open (test);
  g_test_assert_expected_messages ();
  g_assert_cmpuint (test->problems->len, ==, 1);
  fault = test->problems->pdata[0];
  g_assert_cmpint (fault->category, ==, PONDER_ERROR_STORE);
  g_assert_true (g_file_test (fault->host, G_FILE_TEST_EXISTS));
  g_assert_nonnull (strstr (fault->details, fault->host));
}

static void
test_unwritable (void)
{
  char *dir = ponder_test_dir_new ();
  g_autofree char *file = g_build_filename (dir, "data", NULL);
  g_autoptr(PonderWorkspace) workspace = NULL;
  g_autoptr(GError) error = NULL;

  /* Where the folder belongs there is a file: not even root writes into that. */
  g_file_set_contents (file, "", 0, &error);
  g_assert_no_error (error);
  workspace = ponder_test_open_workspace (dir, &error);
  g_assert_null (workspace);
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_STORE);
  g_assert_nonnull (ponder_error_get_fault (error));
  ponder_test_dir_remove (dir);
}

/* The soft limit makes every write past @bytes of a file fail, as a full disk does. */
static void
limit_files (rlim_t bytes)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = MIN (bytes, limit.rlim_max);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
test_disk_full (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  PonderMessage *answer;

  signal (SIGXFSZ, SIG_IGN);
  ponder_test_script (test, 0, "before", NULL);
  ponder_test_ask (test->workspace, timeline, "Q1");
  limit_files (1);
  ponder_test_script (test, 0, "while ", "it ", "is full", NULL);
  answer = ponder_test_ask (test->workspace, timeline, "Q2");
  g_assert_cmpstr (ponder_message_get_text (answer), ==, "while it is full");
  ponder_test_ask (test->workspace, timeline, "Q3");
  ponder_test_run_for (50);
  g_assert_cmpuint (test->problems->len, ==, 1);

  limit_files (RLIM_INFINITY);
  ponder_test_script (test, 0, "after", NULL);
  ponder_test_ask (test->workspace, timeline, "Q4");
  g_clear_object (&timeline);
  g_clear_object (&session);

  ponder_test_reopen (test);
  timeline = open_first (test);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (timeline)), ==, 8);
  g_assert_cmpstr (ponder_message_get_text (ponder_test_get_message (timeline, 2)), ==, "Q2");
  g_assert_cmpstr (ponder_message_get_text (ponder_test_get_message (timeline, 3)), ==, "while it is full");
  g_assert_cmpint (ponder_message_get_state (ponder_test_get_message (timeline, 5)), ==, PONDER_MESSAGE_DONE);
  g_assert_cmpuint (test->problems->len, ==, 1);
}

static void
test_close_tells (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  g_autoptr(GAsyncResult) answer = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *result = NULL;

  signal (SIGXFSZ, SIG_IGN);
  ponder_test_script (test, 0, "kept", NULL);
  ponder_test_ask (test->workspace, timeline, "Q1");
  limit_files (1);
  ponder_test_script (test, 0, "lost?", NULL);
  ponder_test_ask (test->workspace, timeline, "Q2");
  ponder_workspace_close_async (test->workspace, ponder_test_take_result, &result);
  answer = ponder_test_await (&result);
  limit_files (RLIM_INFINITY);
  g_assert_false (ponder_workspace_close_finish (test->workspace, answer, &error));
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_STORE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/failures/a-refusal-stands-on-the-message-and-is-kept", test_refused);
  g_test_add_func ("/failures/a-key-that-a-server-repeats-is-kept-nowhere", test_repeated_key);
  g_test_add_func ("/failures/what-came-before-a-cut-stays", test_cut_off);
  g_test_add_func ("/failures/a-chat-without-a-model-says-so", test_no_model);
  g_test_add_func ("/failures/a-removed-provider-keeps-its-chats", test_remove_provider);
  g_test_add_func ("/failures/a-damaged-database-is-set-aside-and-told", test_corrupt);
  g_test_add_func ("/failures/a-folder-that-cannot-be-written-is-an-error", test_unwritable);
  g_test_add_func ("/failures/a-full-disk-is-told-once-and-nothing-is-lost", test_disk_full);
  g_test_add_func ("/failures/closing-tells-what-could-not-be-saved", test_close_tells);
  return g_test_run ();
}
