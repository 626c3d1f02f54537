/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs of deep think are kept, event by event, and end with their chat. */

#include "config.h"

#include "ponder-error.h"
#include "ponder-store-runs.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-store.h"

typedef struct
{
  char        *dir;
  PonderStore *store;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  g_autoptr(PonderSession) session = ponder_session_new ("chat");

  fixture->dir = ponder_test_dir_new ();
  fixture->store = ponder_test_store_open (fixture->dir);
  ponder_test_store_save_session (fixture->store, session);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  ponder_test_store_close (fixture->store);
  ponder_test_dir_remove (fixture->dir);
}

/* @first to @last. */
static gboolean
try_save (Fixture     *fixture,
          const char  *session,
          const char  *outcome,
          int          first,
          int          last,
          GError     **error)
{
  g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_stored_event_free);
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *pending = NULL;
  PonderThinkRecord run = {
    .id = (char *) "run", .session = (char *) session, .message = (char *) "answer", .created = 1, .updated = last,
    .question = (char *) "Why?", .outcome = (char *) outcome, .config = (char *) "{}",
  };

  for (int seq = first; seq <= last; seq++)
    g_ptr_array_add (events, ponder_stored_event_new (seq, g_strdup_printf ("{\"seq\":%d}", seq)));
  ponder_store_save_run_async (fixture->store, &run, events, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  return ponder_store_save_run_finish (fixture->store, result, error);
}

static void
save (Fixture    *fixture,
      const char *outcome,
      int         first,
      int         last)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (try_save (fixture, "chat", outcome, first, last, &error));
  g_assert_no_error (error);
}

static GPtrArray *
list (Fixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;
  GPtrArray *runs;

  ponder_store_list_runs_async (fixture->store, NULL, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  runs = ponder_store_list_runs_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return runs;
}

static GPtrArray *
load (Fixture   *fixture,
      gboolean   claim,
      GError   **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *pending = NULL;

  ponder_store_load_run_async (fixture->store, "run", claim, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  return ponder_store_load_run_finish (fixture->store, result, error);
}

static void
assert_log (Fixture *fixture,
            guint    n_events)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) events = load (fixture, FALSE, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (events->len, ==, n_events);
  for (guint i = 0; i < events->len; i++)
    {
      const PonderStoredEvent *event = g_ptr_array_index (events, i);
      g_autofree char *expected = g_strdup_printf ("{\"seq\":%u}", i + 1);

      g_assert_cmpint (event->seq, ==, i + 1);
      g_assert_cmpstr (event->json, ==, expected);
    }
}

static void
test_kept (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autoptr(GPtrArray) runs = NULL;
  const PonderThinkRecord *run;

  save (fixture, "running", 1, 3);
  save (fixture, "running", 4, 12);
  ponder_test_store_close (fixture->store);
  fixture->store = ponder_test_store_open (fixture->dir);

  runs = list (fixture);
  g_assert_cmpuint (runs->len, ==, 1);
  run = g_ptr_array_index (runs, 0);
  g_assert_cmpstr (run->id, ==, "run");
  g_assert_cmpstr (run->session, ==, "chat");
  g_assert_cmpstr (run->message, ==, "answer");
  g_assert_cmpint (run->created, ==, 1);
  g_assert_cmpint (run->updated, ==, 12);
  g_assert_cmpstr (run->question, ==, "Why?");
  g_assert_cmpstr (run->outcome, ==, "running");
  g_assert_cmpstr (run->config, ==, "{}");
  g_assert_true (run->driven);
  assert_log (fixture, 12);
}

/* Nothing of a step that cannot be written whole. */
static void
test_all_or_nothing (Fixture       *fixture,
                     gconstpointer  user_data)
{
  g_autoptr(GError) twice = NULL;
  g_autoptr(GError) homeless = NULL;
  g_autoptr(GPtrArray) runs = NULL;

  save (fixture, "running", 1, 3);
  g_assert_false (try_save (fixture, "chat", "done", 3, 5, &twice));
  g_assert_error (twice, PONDER_ERROR, PONDER_ERROR_STORE);
  assert_log (fixture, 3);
  runs = list (fixture);
  g_assert_cmpstr (((PonderThinkRecord *) g_ptr_array_index (runs, 0))->outcome, ==, "running");

  ponder_test_sql (ponder_store_get_path (fixture->store), "DELETE FROM run_events; DELETE FROM runs");
  g_assert_false (try_save (fixture, "nowhere", "running", 1, 2, &homeless));
  assert_log (fixture, 0);
}

static void
test_end (Fixture       *fixture,
          gconstpointer  user_data)
{
  g_autoptr(GPtrArray) runs = NULL;
  const PonderThinkRecord *run;

  save (fixture, "running", 1, 3);
  save (fixture, "done", 4, 4);
  runs = list (fixture);
  run = g_ptr_array_index (runs, 0);
  g_assert_cmpstr (run->outcome, ==, "done");
  g_assert_false (run->driven);
}

/* Init runs as long as this computer does. */
static char *
dup_owner_of_init (void)
{
  g_autofree char *boot = NULL;
  g_autofree char *stat = NULL;
  g_auto(GStrv) fields = NULL;

  if (!g_file_get_contents ("/proc/sys/kernel/random/boot_id", &boot, NULL, NULL)
      || !g_file_get_contents ("/proc/1/stat", &stat, NULL, NULL))
    return NULL;
  fields = g_strsplit (strrchr (stat, ')') + 2, " ", 21);
  return g_strdup_printf ("%s 1 %s", g_strstrip (boot), fields[19]);
}

static void
set_owner (Fixture    *fixture,
           const char *owner)
{
  g_autofree char *sql = g_strdup_printf ("UPDATE runs SET owner = '%s'", owner);

  ponder_test_sql (ponder_store_get_path (fixture->store), sql);
}

static void
test_one_driver (Fixture       *fixture,
                 gconstpointer  user_data)
{
  g_autofree char *init = dup_owner_of_init ();
  g_autoptr(GPtrArray) refused = NULL;
  g_autoptr(GPtrArray) claimed = NULL;
  g_autoptr(GPtrArray) runs = NULL;
  g_autoptr(GError) error = NULL;

  if (init == NULL)
    {
      g_test_skip ("/proc/1 cannot be read");
      return;
    }
  save (fixture, "running", 1, 3);
  set_owner (fixture, init);
  runs = list (fixture);
  g_assert_true (((PonderThinkRecord *) g_ptr_array_index (runs, 0))->driven);
  refused = load (fixture, TRUE, &error);
  g_assert_null (refused);
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST);
  g_clear_error (&error);
  assert_log (fixture, 3);

  /* Whoever is gone drives nothing. */
  set_owner (fixture, "00000000-0000-0000-0000-000000000000 1 1");
  g_clear_pointer (&runs, g_ptr_array_unref);
  runs = list (fixture);
  g_assert_false (((PonderThinkRecord *) g_ptr_array_index (runs, 0))->driven);
  claimed = load (fixture, TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (claimed->len, ==, 3);
  g_clear_pointer (&runs, g_ptr_array_unref);
  runs = list (fixture);
  g_assert_true (((PonderThinkRecord *) g_ptr_array_index (runs, 0))->driven);
}

static void
test_nobodys (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) nothing = load (fixture, TRUE, &error);

  g_assert_null (nothing);
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST);
}

static void
test_chat_ends (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autoptr(PonderSession) session = ponder_session_new ("chat");
  g_autoptr(GPtrArray) runs = NULL;

  save (fixture, "done", 1, 3);
  ponder_session_set_trashed (session, 5);
  ponder_test_store_save_session (fixture->store, session);
  runs = list (fixture);
  g_assert_cmpuint (runs->len, ==, 0);
  assert_log (fixture, 3);

  ponder_test_store_purge_trash (fixture->store, 5);
  assert_log (fixture, 0);
  ponder_test_store_check (fixture->store);
}

/* What is thrown away comes back with its run, until it goes for good. */
static void
test_answer_ends (Fixture       *fixture,
                  gconstpointer  user_data)
{
  g_autoptr(PonderSession) session = ponder_session_new ("chat");
  g_autoptr(PonderMessage) answer = ponder_test_message_new ("answer", NULL, PONDER_ROLE_ASSISTANT, "42");

  save (fixture, "done", 1, 3);
  ponder_test_store_save_one (fixture->store, session, answer);
  ponder_message_set_trashed (answer, 700);
  ponder_test_store_save_one (fixture->store, session, answer);
  ponder_test_store_purge_trash (fixture->store, 699);
  assert_log (fixture, 3);
  ponder_test_store_purge_trash (fixture->store, 700);
  assert_log (fixture, 0);
  ponder_test_store_check (fixture->store);
}

/* A newer row takes the place of an older one, or neither is written. */
static void
test_replace (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_stored_event_free);
  g_autoptr(GPtrArray) log = NULL;
  PonderThinkRecord run = {
    .id = (char *) "run", .session = (char *) "chat", .message = (char *) "answer", .created = 1, .updated = 5,
    .question = (char *) "Why?", .outcome = (char *) "running", .config = (char *) "{}",
  };

  save (fixture, "running", 1, 3);
  g_ptr_array_add (events, ponder_stored_event_new (3, NULL));
  g_ptr_array_add (events, ponder_stored_event_new (5, g_strdup ("{\"seq\":5}")));
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GAsyncResult) result = NULL;
      GAsyncResult *pending = NULL;

      ponder_store_save_run_async (fixture->store, &run, events, NULL, ponder_test_take_result, &pending);
      result = ponder_test_await (&pending);
      g_assert_cmpint (ponder_store_save_run_finish (fixture->store, result, NULL), ==, i == 0);
      /* The second time there is such a row already; the first of them must not go for that. */
      ((PonderStoredEvent *) g_ptr_array_index (events, 0))->seq = 1;
    }
  log = load (fixture, FALSE, NULL);
  g_assert_cmpuint (log->len, ==, 3);
  g_assert_cmpint (((PonderStoredEvent *) g_ptr_array_index (log, 0))->seq, ==, 1);
  g_assert_cmpint (((PonderStoredEvent *) g_ptr_array_index (log, 2))->seq, ==, 5);
}

static void
add (const char *name,
     void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (name, Fixture, NULL, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/runs/what-happened-is-kept-in-its-order", test_kept);
  add ("/runs/a-step-is-written-whole-or-not-at-all", test_all_or_nothing);
  add ("/runs/one-that-ended-is-nobodys", test_end);
  add ("/runs/two-programs-never-drive-one", test_one_driver);
  add ("/runs/one-that-is-not-there-cannot-be-driven", test_nobodys);
  add ("/runs/they-end-with-their-chat", test_chat_ends);
  add ("/runs/they-end-with-their-answer", test_answer_ends);
  add ("/runs/a-row-takes-the-place-of-another", test_replace);
  return g_test_run ();
}
