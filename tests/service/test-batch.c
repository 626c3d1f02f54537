/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many questions at once: order, failures, bounds, and ends. */

#include "config.h"

#include "ponder-batch.h"
#include "ponder-request.h"
#include "ponder-test-loop.h"
#include "ponder-test-service.h"

#include <string.h>

typedef struct
{
  PonderTestService  base;
  PonderBatch       *batch;
  GString           *answers;   /* "0=text 1!category" */
  gsize              n_wanted;  /* characters of them */
} Fixture;

static void
answered_cb (PonderBatch *batch,
             guint        index,
             PonderReply *reply,
             Fixture     *fixture)
{
  const GError *error = ponder_reply_get_error (reply);

  g_assert_cmpint (ponder_reply_get_state (reply), ==, PONDER_REPLY_DONE);
  if (error == NULL)
    g_string_append_printf (fixture->answers, "%u=%s ", index, ponder_reply_get_text (reply));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_string_append_printf (fixture->answers, "%u! ", index);
  else
    g_string_append_printf (fixture->answers, "%u!%d ", index, error->code);
}

static void
begin (Fixture *fixture,
       guint    n_parallel)
{
  fixture->batch = ponder_batch_new (fixture->base.service, n_parallel);
  g_signal_connect (fixture->batch, "answered", G_CALLBACK (answered_cb), fixture);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  ponder_test_service_set_up (&fixture->base, user_data);
  fixture->answers = g_string_new (NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  if (fixture->batch != NULL)
    g_assert_finalize_object (fixture->batch);
  g_string_free (fixture->answers, TRUE);
  ponder_test_service_tear_down (&fixture->base, user_data);
}

static guint
ask (Fixture    *fixture,
     const char *model)
{
  g_autoptr(PonderRequest) request = ponder_test_service_ask (&fixture->base, model);

  return ponder_batch_add (fixture->batch, request);
}

/* The model @name answers its name after @ms. */
static void
set_answer (Fixture    *fixture,
            const char *name,
            guint       ms)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");

  ponder_demo_script_pause (script, ms);
  ponder_demo_script_text (script, name);
  ponder_demo_script_end (script, "stop", 1, 1);
  ponder_test_service_set_script (&fixture->base, name, script);
}

static void
set_hanging (Fixture    *fixture,
             const char *name)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");

  ponder_demo_script_text (script, name);
  ponder_demo_script_hang (script);
  ponder_test_service_set_script (&fixture->base, name, script);
}

static gboolean
is_answered (gpointer user_data)
{
  Fixture *fixture = user_data;

  return fixture->answers->len >= fixture->n_wanted
         && g_list_model_get_n_items (ponder_service_get_replies (fixture->base.service)) == 0;
}

static void
assert_answers (Fixture    *fixture,
                const char *answers)
{
  fixture->n_wanted = strlen (answers);
  ponder_test_wait_for (is_answered, fixture, 20);
  g_assert_cmpstr (fixture->answers->str, ==, answers);
}

static void
test_answers_in_order (Fixture       *fixture,
                       gconstpointer  user_data)
{
  ponder_provider_config_set_concurrency (fixture->base.provider, 3);
  set_answer (fixture, "slow", 100);
  set_answer (fixture, "quick", 0);
  begin (fixture, 0);
  g_assert_cmpuint (ask (fixture, "slow"), ==, 0);
  g_assert_cmpuint (ask (fixture, "quick"), ==, 1);
  g_assert_cmpuint (ask (fixture, "quick"), ==, 2);
  assert_answers (fixture, "0=slow 1=quick 2=quick ");
}

static void
test_one_failure_loses_nobody (Fixture       *fixture,
                               gconstpointer  user_data)
{
  PonderDemoScript *script = ponder_demo_script_new (401, "application/json");
  g_autofree char *wanted = g_strdup_printf ("0=a 1!%d 2=a ", PONDER_ERROR_AUTHENTICATION);

  ponder_demo_script_bytes (script, "{}", -1);
  ponder_test_service_set_script (&fixture->base, "wrong", script);
  set_answer (fixture, "a", 0);
  begin (fixture, 0);
  ask (fixture, "a");
  ask (fixture, "wrong");
  ask (fixture, "a");
  assert_answers (fixture, wanted);
}

static void
test_never_more_than_parallel (Fixture       *fixture,
                               gconstpointer  user_data)
{
  GListModel *replies = ponder_service_get_replies (fixture->base.service);

  ponder_provider_config_set_concurrency (fixture->base.provider, 10);
  set_answer (fixture, "a", 20);
  begin (fixture, 2);
  for (guint i = 0; i < 8; i++)
    ask (fixture, "a");
  g_assert_cmpuint (g_list_model_get_n_items (replies), ==, 2);
  assert_answers (fixture, "0=a 1=a 2=a 3=a 4=a 5=a 6=a 7=a ");
  g_assert_cmpuint (ponder_demo_server_get_max_open (fixture->base.server), ==, 2);
}

static void
add_one_cb (PonderBatch *batch,
            guint        index,
            PonderReply *reply,
            Fixture     *fixture)
{
  if (index < 3)
    g_assert_cmpuint (ask (fixture, "a"), ==, index + 1);
}

static void
test_more_may_be_added (Fixture       *fixture,
                        gconstpointer  user_data)
{
  set_answer (fixture, "a", 0);
  begin (fixture, 1);
  g_signal_connect (fixture->batch, "answered", G_CALLBACK (add_one_cb), fixture);
  ask (fixture, "a");
  assert_answers (fixture, "0=a 1=a 2=a 3=a ");
}

static void
test_behind_what_is_looked_at (Fixture       *fixture,
                               gconstpointer  user_data)
{
  g_autoptr(PonderReply) looked_at = NULL;

  ponder_provider_config_set_concurrency (fixture->base.provider, 1);
  set_answer (fixture, "a", 20);
  begin (fixture, 0);
  ask (fixture, "a");
  ask (fixture, "a");
  looked_at = ponder_test_service_start (&fixture->base, "a");
  ponder_test_reply_await_text (looked_at, "a");
  g_assert_cmpuint (fixture->answers->len, <, strlen ("0=a 1=a "));
  assert_answers (fixture, "0=a 1=a ");
}

static gboolean
has_stream (gpointer user_data)
{
  GListModel *replies = ponder_service_get_replies (((Fixture *) user_data)->base.service);
  g_autoptr(PonderReply) reply = g_list_model_get_item (replies, 0);

  return reply != NULL && ponder_reply_get_state (reply) == PONDER_REPLY_STREAMING;
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  user_data)
{
  ponder_provider_config_set_concurrency (fixture->base.provider, 1);
  set_hanging (fixture, "a");
  begin (fixture, 2);
  for (guint i = 0; i < 4; i++)
    ask (fixture, "a");
  ponder_test_wait_for (has_stream, fixture, 5);
  ponder_batch_cancel (fixture->batch);
  assert_answers (fixture, "0! 1! ");
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->base.server), ==, 1);
}

static void
cancel_cb (PonderBatch *batch,
           guint        index,
           PonderReply *reply,
           gpointer     user_data)
{
  ponder_batch_cancel (batch);
}

static void
test_cancel_when_told (Fixture       *fixture,
                       gconstpointer  user_data)
{
  set_answer (fixture, "a", 0);
  begin (fixture, 1);
  g_signal_connect (fixture->batch, "answered", G_CALLBACK (cancel_cb), NULL);
  for (guint i = 0; i < 4; i++)
    ask (fixture, "a");
  assert_answers (fixture, "0=a 1! ");
}

static void
test_goes_away (Fixture       *fixture,
                gconstpointer  user_data)
{
  set_hanging (fixture, "a");
  begin (fixture, 2);
  for (guint i = 0; i < 4; i++)
    ask (fixture, "a");
  ponder_test_wait_for (has_stream, fixture, 5);
  g_assert_finalize_object (g_steal_pointer (&fixture->batch));
  g_assert_cmpstr (fixture->answers->str, ==, "");
}

static void
add (const char *name,
     void      (*test) (Fixture *fixture, gconstpointer user_data))
{
  g_autofree char *path = g_strconcat ("/service/batch/", name, NULL);

  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("answers-in-order", test_answers_in_order);
  add ("one-failure-loses-nobody", test_one_failure_loses_nobody);
  add ("never-more-than-parallel", test_never_more_than_parallel);
  add ("more-may-be-added", test_more_may_be_added);
  add ("behind-what-is-looked-at", test_behind_what_is_looked_at);
  add ("cancel", test_cancel);
  add ("cancel-when-told", test_cancel_when_told);
  add ("goes-away", test_goes_away);
  return g_test_run ();
}
