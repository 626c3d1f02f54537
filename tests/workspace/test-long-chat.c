/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The end of a long chat is shown before all of it is read. */

#include "config.h"

#include "ponder-store.h"
#include "ponder-test-loop.h"
#include "ponder-test-workspace.h"

#define N_MESSAGES 1000

static void
store_long_chat (PonderTest *test)
{
  g_autofree char *data_dir = g_build_filename (test->dir, "data", NULL);
  g_autoptr(PonderStore) store = ponder_store_new (data_dir);
  g_autoptr(PonderSession) session = ponder_session_new ("long");
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  GAsyncResult *result = NULL;

  for (guint i = 0; i < N_MESSAGES; i++)
    {
      g_autofree char *id = g_strdup_printf ("m%04u", i);
      g_autofree char *parent_id = i > 0 ? g_strdup_printf ("m%04u", i - 1) : NULL;
      PonderMessage *message = ponder_message_new (id, parent_id, i % 2 == 0 ? PONDER_ROLE_USER
                                                                             : PONDER_ROLE_ASSISTANT);

      ponder_message_append_text (message, id);
      ponder_message_set_chosen (message, TRUE);
      ponder_message_set_state (message, PONDER_MESSAGE_DONE);
      ponder_message_set_created (message, i + 1);
      g_ptr_array_add (messages, message);
    }
  ponder_store_open_async (store, NULL, ponder_test_take_result, &result);
  g_object_unref (ponder_test_await (&result));
  ponder_store_save_messages_async (store, session, messages, NULL, ponder_test_take_result, &result);
  g_object_unref (ponder_test_await (&result));
  ponder_store_close_async (store, ponder_test_take_result, &result);
  g_object_unref (ponder_test_await (&result));
}

static gboolean
has_items (gpointer user_data)
{
  return g_list_model_get_n_items (user_data) > 0;
}

static gboolean
is_loaded (gpointer user_data)
{
  return !ponder_timeline_get_loading (user_data);
}

static void
test_end_first (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderTimeline) timeline = NULL;
  PonderMessage *last;
  guint n_first;

  ponder_test_close (test);
  store_long_chat (test);
  ponder_test_open (test);

  timeline = ponder_workspace_open_timeline (test->workspace,
                                             ponder_workspace_lookup_session (test->workspace, "long"));
  ponder_test_wait_for (has_items, timeline, 10);
  n_first = g_list_model_get_n_items (G_LIST_MODEL (timeline));
  g_assert_true (ponder_timeline_get_loading (timeline));
  g_assert_cmpuint (n_first, <, 100);
  last = ponder_test_get_message (timeline, n_first - 1);
  g_assert_cmpstr (ponder_message_get_id (last), ==, "m0999");

  /* The rest comes before it, and nobody has to make its rows again. */
  ponder_test_wait_for (is_loaded, timeline, 10);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (timeline)), ==, N_MESSAGES);
  g_assert_true (ponder_test_get_message (timeline, N_MESSAGES - 1) == last);
  g_assert_cmpstr (ponder_message_get_id (ponder_test_get_message (timeline, 0)), ==, "m0000");
}

typedef struct
{
  guint n_times;
  guint most;
} Growth;

static void
grew_cb (GListModel *model,
         guint       position,
         guint       n_removed,
         guint       n_added,
         Growth     *growth)
{
  g_assert_cmpuint (position, ==, 0);
  g_assert_cmpuint (n_removed, ==, 0);
  growth->n_times++;
  growth->most = MAX (growth->most, n_added);
}

/* Nobody who looks at them has to look at all of them in one go. */
static void
test_slices (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderTimeline) timeline = NULL;
  Growth growth = { 0, 0 };

  ponder_test_close (test);
  store_long_chat (test);
  ponder_test_open (test);

  timeline = ponder_workspace_open_timeline (test->workspace,
                                             ponder_workspace_lookup_session (test->workspace, "long"));
  g_signal_connect (timeline, "items-changed", G_CALLBACK (grew_cb), &growth);
  ponder_test_wait_for (is_loaded, timeline, 10);
  g_assert_cmpuint (growth.n_times, >=, 3);
  g_assert_cmpuint (growth.most, <=, 500);
  for (guint i = 0; i < N_MESSAGES; i++)
    {
      g_autofree char *id = g_strdup_printf ("m%04u", i);

      g_assert_cmpstr (ponder_message_get_id (ponder_test_get_message (timeline, i)), ==, id);
    }
}

/* All that was said is sent, in its order. */
static void
test_ask (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderTimeline) timeline = NULL;
  g_autoptr(PonderModelConfig) config = ponder_model_config_new ();
  g_autoptr(PonderTurn) turn = NULL;
  PonderSession *session;
  const char *rest;

  ponder_test_close (test);
  store_long_chat (test);
  ponder_test_open (test);

  session = ponder_workspace_lookup_session (test->workspace, "long");
  ponder_model_config_set_model (config, PONDER_TEST_PROVIDER, PONDER_TEST_MODEL);
  ponder_session_set_config (session, config);
  timeline = ponder_test_open_chat (test->workspace, session);
  turn = ponder_workspace_begin_turn (test->workspace, timeline, "And now?");
  ponder_test_wait_for_end (turn);
  rest = ponder_demo_server_get_last_body (test->server);
  for (guint i = 0; i < N_MESSAGES; i++)
    {
      g_autofree char *words = g_strdup_printf ("\"m%04u\"", i);

      rest = strstr (rest, words);
      g_assert_nonnull (rest);
    }
  g_assert_nonnull (strstr (rest, "And now?"));
}

static void
test_place_in_the_middle (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderTimeline) timeline = NULL;
  PonderSession *session;

  ponder_test_close (test);
  store_long_chat (test);
  ponder_test_open (test);

  session = ponder_workspace_lookup_session (test->workspace, "long");
  ponder_session_set_scroll (session, "m0200", 10);
  timeline = ponder_workspace_open_timeline (test->workspace, session);
  ponder_test_wait_for (has_items, timeline, 10);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (timeline)), ==, N_MESSAGES);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workspace/long-chat/its-end-is-there-first", test_end_first);
  g_test_add_func ("/workspace/long-chat/the-rest-comes-in-slices", test_slices);
  g_test_add_func ("/workspace/long-chat/all-that-was-said-is-sent", test_ask);
  g_test_add_func ("/workspace/long-chat/a-place-in-the-middle-waits-for-all", test_place_in_the_middle);
  return g_test_run ();
}
