/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What providers send when they do not answer, played by a real server: what becomes of it in the reply. */

#include "config.h"

#include "ponder-test-errors.h"
#include "ponder-test-service.h"

#include "ponder-demo-script.h"
#include "ponder-error-classifier.h"

#include <string.h>

#define KEY PONDER_TEST_ERRORS_KEY

typedef PonderTestService Fixture;

/* Neither the one that was sent nor those that look like one. */
static void
assert_holds_no_key (const char *text)
{
  g_assert_null (strstr (text, KEY));
  g_assert_null (strstr (text, "CANARY"));
}

static void
assert_no_key (PonderFault *fault)
{
  g_autofree char *stored = ponder_fault_serialize (fault);
  g_autofree char *report = ponder_fault_dup_report (fault);
  g_autofree char *summary = ponder_fault_dup_summary (fault);

  assert_holds_no_key (stored);
  assert_holds_no_key (report);
  assert_holds_no_key (summary);
}

static void
set_answer (Fixture               *fixture,
            const PonderTestError *sent)
{
  PonderDemoScript *script = ponder_demo_script_new (sent->status, sent->content_type);

  for (guint i = 0; i < sent->headers->len; i += 2)
    ponder_demo_script_header (script, g_ptr_array_index (sent->headers, i),
                               g_ptr_array_index (sent->headers, i + 1));
  ponder_demo_script_bytes (script, sent->body, -1);
  ponder_demo_script_cut (script);
  ponder_test_service_set_script (fixture, "m", script);
}

static void
assert_fault (PonderFault           *fault,
              const PonderTestError *sent)
{
  g_autofree char *title = ponder_fault_dup_title (fault);
  g_autofree char *suggestion = ponder_fault_dup_suggestion (fault);

  g_assert_cmpstr (ponder_error_code_to_string (fault->category), ==, sent->category);
  g_assert_cmpint (fault->retryable, ==, sent->retryable);
  g_assert_cmpuint (fault->status, ==, sent->status);
  if (sent->wait < 0)
    g_assert_cmpfloat (fault->retry_after, <, 0);
  else
    g_assert_cmpfloat_with_epsilon (fault->retry_after, sent->wait, 0.01);
  g_assert_cmpstr (title, !=, "");
  g_assert_null (strstr (suggestion, "Retrying"));
  g_assert_cmpstr (suggestion, ==, sent->suggestion);
  if (sent->details != NULL)
    g_assert_cmpstr (fault->details, ==, sent->details);
  if (sent->request_id != NULL)
    g_assert_cmpstr (fault->request_id, ==, sent->request_id);
  assert_no_key (fault);
}

static void
test_error (Fixture       *fixture,
            gconstpointer  user_data)
{
  const PonderTestError *sent = user_data;
  g_autoptr(PonderReply) reply = NULL;

  ponder_provider_config_set_preset (fixture->provider, sent->preset);
  fixture->config->retries = 0;
  set_answer (fixture, sent);
  reply = ponder_test_service_start (fixture, "m");
  assert_fault (ponder_test_reply_await_fault (reply), sent);
}

static const PonderErrorRule acme_rules[] = {
  { PONDER_ERROR_BILLING, 429, 429, .name = "acme_broke" },
  { PONDER_ERROR_CONTENT_FILTER, .text = "not today", .only_here = TRUE },
};

static const PonderErrorTable acme = {
  .family = "acme",
  .presets = { "acme" },
  .rules = acme_rules,
  .n_rules = G_N_ELEMENTS (acme_rules),
};

static PonderFault *
ask (Fixture     *fixture,
     const char  *preset,
     guint        status,
     const char  *type,
     const char  *body,
     PonderReply **reply)
{
  PonderDemoScript *script = ponder_demo_script_new (status, type);

  ponder_provider_config_set_preset (fixture->provider, preset);
  fixture->config->retries = 0;
  ponder_demo_script_bytes (script, body, -1);
  ponder_demo_script_cut (script);
  ponder_test_service_set_script (fixture, "m", script);
  *reply = ponder_test_service_start (fixture, "m");
  return ponder_test_reply_await_fault (*reply);
}

static void
assert_asked (Fixture         *fixture,
              const char      *preset,
              guint            status,
              const char      *type,
              const char      *body,
              PonderErrorCode  category)
{
  g_autoptr(PonderReply) reply = NULL;
  PonderFault *fault = ask (fixture, preset, status, type, body, &reply);

  g_assert_cmpint (fault->category, ==, category);
}

static void
test_a_registered_table_is_asked_first (Fixture       *fixture,
                                        gconstpointer  user_data)
{
  static const char broke[] = "{\"error\":{\"message\":\"m\",\"code\":\"acme_broke\"}}";
  static const char later[] = "{\"error\":{\"message\":\"Not today\"}}";
  static const char frame[] = "data: {\"error\":{\"message\":\"Not today\"}}\n\n";

  assert_asked (fixture, "acme", 429, "application/json", broke, PONDER_ERROR_RATE_LIMIT);
  ponder_error_classifier_register (ponder_service_get_classifier (fixture->service), &acme);
  assert_asked (fixture, "acme", 429, "application/json", broke, PONDER_ERROR_BILLING);
  assert_asked (fixture, "acme", 500, "application/json", later, PONDER_ERROR_CONTENT_FILTER);
  assert_asked (fixture, "acme", 200, "text/event-stream", frame, PONDER_ERROR_CONTENT_FILTER);

  /* Of others it changes what nobody else would say, and nothing more. */
  assert_asked (fixture, "openai", 429, "application/json", broke, PONDER_ERROR_BILLING);
  assert_asked (fixture, "openai", 500, "application/json", later, PONDER_ERROR_SERVER);
  assert_asked (fixture, "openai", 200, "text/event-stream", frame, PONDER_ERROR_SERVER);
}

static void
test_frames_are_classified_as_answers_are (Fixture       *fixture,
                                           gconstpointer  user_data)
{
  static const struct
  {
    const char      *preset;
    const char      *frame;
    PonderErrorCode  category;
  } frames[] = {
    { "openai", "data: {\"error\":{\"message\":\"The server had an error\",\"type\":\"server_error\"}}\n\n",
      PONDER_ERROR_SERVER },
    { "openrouter", ": OPENROUTER PROCESSING\n\ndata: {\"error\":{\"code\":429,\"message\":\"m\"},"
                    "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"error\"}]}\n\n",
      PONDER_ERROR_RATE_LIMIT },
    { "cerebras", "data: {\"error\":{\"message\":\"m\"},\"status_code\":402}\n\n", PONDER_ERROR_BILLING },
    { "groq", "event: error\ndata: {\"error\":{\"message\":\"m\",\"code\":\"tool_use_failed\",\"status_code\":400}}\n\n",
      PONDER_ERROR_INVALID_REQUEST },
    { "lm-studio", "event: error\ndata: {\"error\":\"Trying to keep the first 9000 tokens when context the "
                   "overflows.\"}\n\n",
      PONDER_ERROR_CONTEXT_LENGTH },
    { "vllm", "data: {\"error\":{\"message\":\"m\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}}\n\n"
              "data: [DONE]\n\n",
      PONDER_ERROR_INVALID_REQUEST },
    { "dashscope", "data: {\"error\":{\"message\":\"m\",\"code\":\"insufficient_quota\"}}\n\n",
      PONDER_ERROR_RATE_LIMIT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (frames); i++)
    assert_asked (fixture, frames[i].preset, 200, "text/event-stream", frames[i].frame,
                  frames[i].category);
}

static void
add (const char    *name,
     gconstpointer  data,
     void         (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/service/errors/", name, NULL);

  g_test_add (path, Fixture, data, ponder_test_service_set_up, test, ponder_test_service_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GPtrArray) errors = NULL;

  g_test_init (&argc, &argv, NULL);
  errors = ponder_test_errors_load ();
  for (guint i = 0; i < errors->len; i++)
    {
      const PonderTestError *error = g_ptr_array_index (errors, i);

      add (error->name, error, test_error);
    }
  add ("a-registered-table-is-asked-first", NULL, test_a_registered_table_is_asked_first);
  add ("frames-are-classified-as-answers-are", NULL, test_frames_are_classified_as_answers_are);
  return g_test_run ();
}
