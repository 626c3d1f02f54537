/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chats from the first question to the next start of the program. */

#include "config.h"

#include "ponder-test-workspace.h"

#include "ponder-error.h"
#include "ponder-test-loop.h"
#include "ponder-test-model.h"

static GListModel *
sessions_of (PonderWorkspace *workspace)
{
  return G_LIST_MODEL (ponder_workspace_get_sessions (workspace));
}

static void
gather_cb (PonderTurn *turn,
           const char *piece,
           GString    *all)
{
  g_string_append (all, piece);
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          guint      *n)
{
  (*n)++;
}

static void
test_ask (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderTestMirror) list = ponder_test_mirror_new (sessions_of (test->workspace));
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  g_autoptr(PonderTestMirror) rows = ponder_test_mirror_new (G_LIST_MODEL (timeline));
  g_autoptr(GString) streamed = g_string_new (NULL);
  g_autoptr(PonderTurn) turn = NULL;
  g_autofree char *id = g_strdup (ponder_session_get_id (session));
  PonderMessage *answer;

  g_assert_cmpuint (g_list_model_get_n_items (sessions_of (test->workspace)), ==, 0);
  ponder_test_script (test, 5, "Rain ", "is ", "water.", NULL);
  turn = ponder_workspace_begin_turn (test->workspace, timeline, "What is *rain*?");
  g_signal_connect (turn, "text", G_CALLBACK (gather_cb), streamed);

  /* Both are there at once, and so is the chat. */
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (timeline)), ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (sessions_of (test->workspace)), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (ponder_workspace_get_turns (test->workspace)), ==, 1);
  g_assert_true (ponder_timeline_get_turn (timeline) == turn);
  g_assert_true (ponder_session_get_busy (session));
  g_assert_cmpstr (ponder_session_get_title (session), ==, "What is rain?");
  answer = ponder_turn_get_message (turn);
  g_assert_cmpint (ponder_message_get_state (answer), ==, PONDER_MESSAGE_WAITING);

  g_assert_cmpstr (ponder_session_get_preview (session), ==, "What is rain?");

  ponder_test_wait_for_end (turn);
  g_assert_cmpstr (ponder_session_get_preview (session), ==, "Rain is water.");
  g_assert_null (ponder_timeline_get_turn (timeline));
  g_assert_false (ponder_session_get_busy (session));
  g_assert_cmpuint (g_list_model_get_n_items (ponder_workspace_get_turns (test->workspace)), ==, 0);
  g_assert_cmpstr (streamed->str, ==, "Rain is water.");
  g_assert_cmpstr (ponder_message_get_text (answer), ==, "Rain is water.");
  g_assert_cmpint (ponder_message_get_state (answer), ==, PONDER_MESSAGE_DONE);
  g_assert_cmpint (ponder_message_get_finish (answer), ==, PONDER_FINISH_STOP);
  g_assert_cmpint (ponder_message_get_usage (answer)->output, ==, 5);
  g_assert_cmpint (ponder_message_get_total_ms (answer), >=, 10);
  g_assert_cmpuint (ponder_turn_get_attempts (turn), ==, 1);
  g_clear_object (&turn);
  g_clear_pointer (&rows, ponder_test_mirror_free);
  g_clear_pointer (&list, ponder_test_mirror_free);
  g_clear_object (&timeline);
  g_clear_object (&session);

  ponder_test_reopen (test);
  g_assert_cmpstr (ponder_settings_get_last_session (ponder_workspace_get_settings (test->workspace)), ==, id);
  session = g_object_ref (ponder_workspace_lookup_session (test->workspace, id));
  g_assert_cmpstr (ponder_session_get_title (session), ==, "What is rain?");
  g_assert_cmpstr (ponder_session_get_preview (session), ==, "Rain is water.");
  g_assert_cmpuint (ponder_session_get_n_messages (session), ==, 2);
  g_assert_cmpstr (ponder_session_get_config (session)->model, ==, PONDER_TEST_MODEL);
  timeline = ponder_test_open_chat (test->workspace, session);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (timeline)), ==, 2);
  g_assert_cmpstr (ponder_message_get_text (ponder_test_get_message (timeline, 0)), ==, "What is *rain*?");
  answer = ponder_test_get_message (timeline, 1);
  g_assert_cmpstr (ponder_message_get_text (answer), ==, "Rain is water.");
  g_assert_cmpint (ponder_message_get_state (answer), ==, PONDER_MESSAGE_DONE);
  g_assert_cmpuint (test->problems->len, ==, 0);
}

/* Whoever is about to click a row of the list finds it where it was. */
static void
test_order_while_running (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) first = ponder_test_new_chat (test);
  g_autoptr(PonderSession) second = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) first_timeline = ponder_test_open_chat (test->workspace, first);
  g_autoptr(PonderTimeline) second_timeline = ponder_test_open_chat (test->workspace, second);
  g_autoptr(PonderTurn) turn = NULL;

  ponder_test_script (test, 20, "one ", "two ", "three", NULL);
  turn = ponder_workspace_begin_turn (test->workspace, first_timeline, "first");
  ponder_test_ask (test->workspace, second_timeline, "second");
  ponder_test_wait_for_end (turn);
  g_assert_true (ponder_test_get_session (sessions_of (test->workspace), 0) == second);
  g_assert_true (ponder_test_get_session (sessions_of (test->workspace), 1) == first);

  /* Asking again moves it up. */
  ponder_test_ask (test->workspace, first_timeline, "more");
  g_assert_true (ponder_test_get_session (sessions_of (test->workspace), 0) == first);
}

static void
test_context (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  g_autoptr(PonderTurn) turn = NULL;
  const char *body;

  ponder_test_script (test, 0, "first answer", NULL);
  ponder_test_ask (test->workspace, timeline, "first question");
  turn = ponder_workspace_begin_turn_full (test->workspace, timeline, "second question", NULL,
                                           PONDER_TURN_NO_STREAM);
  ponder_test_wait_for_end (turn);
  body = ponder_demo_server_get_last_body (test->server);
  g_assert_nonnull (strstr (body, "first question"));
  g_assert_nonnull (strstr (body, "first answer"));
  g_assert_nonnull (strstr (body, "second question"));
  g_assert_null (strstr (body, "\"stream\":true"));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (timeline)), ==, 4);
}

static void
test_early_question (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  g_autoptr(PonderTestMirror) rows = NULL;
  g_autoptr(PonderTurn) turn = NULL;

  ponder_test_script (test, 0, "first answer", NULL);
  ponder_test_ask (test->workspace, timeline, "first question");
  g_clear_object (&timeline);
  g_clear_object (&session);

  ponder_test_reopen (test);
  session = g_object_ref (ponder_test_get_session (sessions_of (test->workspace), 0));
  timeline = ponder_workspace_open_timeline (test->workspace, session);
  rows = ponder_test_mirror_new (G_LIST_MODEL (timeline));
  g_assert_true (ponder_timeline_get_loading (timeline));
  turn = ponder_workspace_begin_turn (test->workspace, timeline, "typed before it was loaded");
  g_assert_true (ponder_timeline_get_turn (timeline) == turn);
  ponder_test_wait_for_end (turn);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (timeline)), ==, 4);
  g_assert_cmpstr (ponder_message_get_text (ponder_test_get_message (timeline, 2)), ==,
                   "typed before it was loaded");
  g_assert_true (ponder_test_get_message (timeline, 3) == ponder_turn_get_message (turn));
  g_assert_nonnull (strstr (ponder_demo_server_get_last_body (test->server), "first answer"));
  g_clear_object (&turn);
  g_clear_pointer (&rows, ponder_test_mirror_free);

  /* Stopped before it was loaded: the question stays. */
  g_clear_object (&timeline);
  g_clear_object (&session);
  ponder_test_reopen (test);
  session = g_object_ref (ponder_test_get_session (sessions_of (test->workspace), 0));
  timeline = ponder_workspace_open_timeline (test->workspace, session);
  g_assert_true (ponder_timeline_get_loading (timeline));
  turn = ponder_workspace_begin_turn (test->workspace, timeline, "never mind");
  ponder_turn_stop (turn);
  g_assert_false (ponder_turn_get_running (turn));
  g_clear_object (&timeline);
  timeline = ponder_test_open_chat (test->workspace, session);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (timeline)), ==, 6);
  g_assert_cmpstr (ponder_message_get_text (ponder_test_get_message (timeline, 4)), ==, "never mind");
  g_assert_cmpint (ponder_message_get_state (ponder_test_get_message (timeline, 5)), ==,
                   PONDER_MESSAGE_STOPPED);
  g_assert_false (ponder_session_get_busy (session));
}

static void
test_text_is_gathered (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");
  g_autoptr(PonderTurn) turn = NULL;
  guint n_changes = 0;

  for (guint i = 0; i < 400; i++)
    ponder_demo_script_text (script, "word ");
  ponder_demo_script_end (script, "stop", 1, 400);
  ponder_demo_server_set_script (test->server, PONDER_TEST_MODEL, script);
  turn = ponder_workspace_begin_turn (test->workspace, timeline, "many");
  g_signal_connect (ponder_turn_get_message (turn), "notify::text", G_CALLBACK (count_cb), &n_changes);
  ponder_test_wait_for_end (turn);
  g_assert_cmpuint (strlen (ponder_message_get_text (ponder_turn_get_message (turn))), ==, 2000);
  g_assert_cmpuint (n_changes, >=, 1);
  g_assert_cmpuint (n_changes, <, 100);
}

static void
test_reasoning (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");
  PonderMessage *answer;

  ponder_demo_script_reasoning (script, "First I ");
  ponder_demo_script_pause (script, 60);
  ponder_demo_script_reasoning (script, "think.");
  ponder_demo_script_text (script, "Then I speak.");
  ponder_demo_script_end (script, "stop", 1, 4);
  ponder_demo_server_set_script (test->server, PONDER_TEST_MODEL, script);
  answer = ponder_test_ask (test->workspace, timeline, "think");
  g_assert_cmpstr (ponder_message_get_reasoning (answer), ==, "First I think.");
  g_assert_cmpstr (ponder_message_get_text (answer), ==, "Then I speak.");
  g_assert_cmpint (ponder_message_get_reasoning_ms (answer), >=, 50);
  g_assert_cmpint (ponder_message_get_reasoning_ms (answer), <, 5000);
}

static gboolean
is_waiting (gpointer turn)
{
  return ponder_turn_get_waiting (turn) >= 1;
}

static void
test_waiting (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  g_autoptr(PonderTurn) turn = NULL;

  ponder_test_script (test, 1300, "at last", NULL);
  turn = ponder_workspace_begin_turn (test->workspace, timeline, "slow");
  g_assert_cmpint (ponder_turn_get_waiting (turn), ==, -1);
  ponder_test_wait_for (is_waiting, turn, 5);
  g_assert_cmpint (ponder_turn_get_waiting (turn), ==, 1);
  ponder_test_wait_for_text (ponder_turn_get_message (turn), 1);
  g_assert_cmpint (ponder_turn_get_waiting (turn), ==, -1);
  ponder_test_wait_for_end (turn);
}

static void
test_stop (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  g_autoptr(PonderTurn) turn = NULL;
  PonderMessage *answer;

  ponder_test_script (test, 100, "This came ", "and this, ", "but not ", "any ", "of ", "these.", NULL);
  turn = ponder_workspace_begin_turn (test->workspace, timeline, "talk");
  ponder_test_wait_for_text (ponder_turn_get_message (turn), strlen ("This came and this"));
  ponder_turn_stop (turn);
  ponder_test_wait_for_end (turn);
  ponder_turn_stop (turn);
  g_assert_cmpint (ponder_message_get_state (ponder_turn_get_message (turn)), ==, PONDER_MESSAGE_STOPPED);
  g_clear_object (&turn);
  g_clear_object (&timeline);
  g_clear_object (&session);

  ponder_test_reopen (test);
  timeline = ponder_test_open_chat (test->workspace,
                                    ponder_test_get_session (sessions_of (test->workspace), 0));
  answer = ponder_test_get_message (timeline, 1);
  g_assert_cmpstr (ponder_message_get_text (answer), ==, "This came and this, ");
  g_assert_cmpint (ponder_message_get_state (answer), ==, PONDER_MESSAGE_STOPPED);
  g_assert_cmpint (ponder_message_get_finish (answer), ==, PONDER_FINISH_CANCELLED);
}

static void
stop_cb (PonderTurn *turn,
         const char *piece,
         gpointer    user_data)
{
  ponder_turn_stop (turn);
}

static void
test_stop_any_time (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  g_autoptr(PonderTurn) at_once = NULL;
  g_autoptr(PonderTurn) inside = NULL;

  ponder_test_script (test, 50, "one ", "two ", "three", NULL);
  at_once = ponder_workspace_begin_turn (test->workspace, timeline, "stopped before it is stored");
  ponder_turn_stop (at_once);
  g_assert_false (ponder_turn_get_running (at_once));
  g_assert_cmpint (ponder_message_get_state (ponder_turn_get_message (at_once)), ==, PONDER_MESSAGE_STOPPED);

  inside = ponder_workspace_begin_turn (test->workspace, timeline, "stopped by a listener");
  g_signal_connect (inside, "text", G_CALLBACK (stop_cb), NULL);
  ponder_test_wait_for_end (inside);
  g_assert_cmpstr (ponder_message_get_text (ponder_turn_get_message (inside)), ==, "one ");
  g_assert_cmpint (ponder_message_get_state (ponder_turn_get_message (inside)), ==, PONDER_MESSAGE_STOPPED);
  g_assert_cmpuint (ponder_demo_server_get_n_requests (test->server), ==, 1);
}

static void
test_close_stops (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  g_autoptr(PonderTurn) turn = NULL;

  ponder_test_script (test, 100, "kept ", "not ", "yet", NULL);
  turn = ponder_workspace_begin_turn (test->workspace, timeline, "talk");
  ponder_test_wait_for_text (ponder_turn_get_message (turn), 4);
  g_clear_object (&turn);
  g_clear_object (&timeline);
  g_clear_object (&session);

  ponder_test_reopen (test);
  timeline = ponder_test_open_chat (test->workspace,
                                    ponder_test_get_session (sessions_of (test->workspace), 0));
  g_assert_cmpstr (ponder_message_get_text (ponder_test_get_message (timeline, 1)), ==, "kept ");
  g_assert_cmpint (ponder_message_get_state (ponder_test_get_message (timeline, 1)), ==,
                   PONDER_MESSAGE_STOPPED);
}

static void
test_draft (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);

  ponder_workspace_save_session (test->workspace, session);
  g_assert_cmpuint (g_list_model_get_n_items (sessions_of (test->workspace)), ==, 0);

  ponder_session_set_draft (session, "Dear ", 5);
  ponder_workspace_save_session (test->workspace, session);
  g_assert_cmpuint (g_list_model_get_n_items (sessions_of (test->workspace)), ==, 1);
  ponder_session_set_draft (session, "Dear friend", 11);
  ponder_session_set_scroll (session, "message", 17);
  ponder_session_set_pinned (session, TRUE);
  ponder_workspace_save_session (test->workspace, session);
  g_clear_object (&session);

  ponder_test_reopen (test);
  session = g_object_ref (ponder_test_get_session (sessions_of (test->workspace), 0));
  g_assert_cmpstr (ponder_session_get_draft (session), ==, "Dear friend");
  g_assert_cmpuint (ponder_session_get_draft_cursor (session), ==, 11);
  g_assert_cmpstr (ponder_session_get_scroll_message (session), ==, "message");
  g_assert_cmpint (ponder_session_get_scroll_offset (session), ==, 17);
  g_assert_true (ponder_session_get_pinned (session));
}

static void
test_rename (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);

  ponder_test_script (test, 0, "yes", NULL);
  ponder_workspace_rename_session (test->workspace, session, "Mine");
  ponder_test_ask (test->workspace, timeline, "A question with words");
  g_assert_cmpstr (ponder_session_get_title (session), ==, "Mine");
  g_clear_object (&timeline);
  g_clear_object (&session);

  ponder_test_reopen (test);
  session = g_object_ref (ponder_test_get_session (sessions_of (test->workspace), 0));
  g_assert_cmpstr (ponder_session_get_title (session), ==, "Mine");
  g_assert_true (ponder_session_get_title_fixed (session));
}

static void
test_trash (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  g_autofree char *id = g_strdup (ponder_session_get_id (session));
  g_autoptr(PonderTestMirror) trash = NULL;

  ponder_test_script (test, 0, "yes", NULL);
  ponder_test_ask (test->workspace, timeline, "keep?");
  trash = ponder_test_mirror_new (ponder_workspace_get_trash (test->workspace));
  ponder_workspace_trash_session (test->workspace, session);
  g_assert_cmpuint (g_list_model_get_n_items (sessions_of (test->workspace)), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (ponder_workspace_get_trash (test->workspace)), ==, 1);
  g_assert_true (ponder_workspace_lookup_session (test->workspace, id) == session);
  g_clear_pointer (&trash, ponder_test_mirror_free);
  g_clear_object (&timeline);
  g_clear_object (&session);

  ponder_test_reopen (test);
  g_assert_cmpuint (g_list_model_get_n_items (sessions_of (test->workspace)), ==, 0);
  session = g_object_ref (ponder_test_get_session (ponder_workspace_get_trash (test->workspace), 0));
  ponder_workspace_restore_session (test->workspace, session);
  g_assert_cmpuint (g_list_model_get_n_items (ponder_workspace_get_trash (test->workspace)), ==, 0);
  g_clear_object (&session);

  ponder_test_reopen (test);
  session = g_object_ref (ponder_test_get_session (sessions_of (test->workspace), 0));
  g_assert_cmpint (ponder_session_get_trashed (session), ==, 0);
  timeline = ponder_test_open_chat (test->workspace, session);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (timeline)), ==, 2);
}

static void
test_trash_while_streaming (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  g_autoptr(PonderTurn) turn = NULL;

  ponder_test_script (test, 50, "one ", "two ", "three ", "four", NULL);
  turn = ponder_workspace_begin_turn (test->workspace, timeline, "count");
  ponder_test_wait_for_text (ponder_turn_get_message (turn), 3);
  ponder_workspace_trash_session (test->workspace, session);
  ponder_test_wait_for_end (turn);
  g_assert_cmpuint (g_list_model_get_n_items (sessions_of (test->workspace)), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (ponder_workspace_get_trash (test->workspace)), ==, 1);
  g_assert_cmpint (ponder_message_get_state (ponder_turn_get_message (turn)), ==, PONDER_MESSAGE_STOPPED);

  /* Whoever goes on with it wants it back. */
  g_clear_object (&turn);
  ponder_test_ask (test->workspace, timeline, "again");
  g_assert_cmpuint (g_list_model_get_n_items (sessions_of (test->workspace)), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (ponder_workspace_get_trash (test->workspace)), ==, 0);
}

static void
stop_again_cb (PonderMessage *message,
               GParamSpec    *pspec,
               PonderTurn    *turn)
{
  ponder_turn_stop (turn);
}

static void
test_stop_from_the_row (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  g_autoptr(PonderTurn) turn = NULL;

  ponder_test_script (test, 5, "only ", "once ", "each", NULL);
  turn = ponder_workspace_begin_turn (test->workspace, timeline, "say it");
  g_signal_connect (ponder_turn_get_message (turn), "notify::text", G_CALLBACK (stop_again_cb), turn);
  ponder_test_wait_for_end (turn);
  g_assert_cmpstr (ponder_message_get_text (ponder_turn_get_message (turn)), ==, "only ");
}

static gboolean
has_one (gpointer model)
{
  return g_list_model_get_n_items (model) == 1;
}

static void
test_trash_keeps_a_month (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  gint64 day = (gint64) 24 * 60 * 60 * G_USEC_PER_SEC;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(PonderSession) session = ponder_test_new_chat (test);

      ponder_session_set_draft (session, "something", 0);
      ponder_session_set_trashed (session, g_get_real_time () - (i == 0 ? 29 : 31) * day);
      ponder_workspace_save_session (test->workspace, session);
    }
  g_assert_cmpuint (g_list_model_get_n_items (ponder_workspace_get_trash (test->workspace)), ==, 2);
  ponder_test_reopen (test);
  ponder_test_wait_for (has_one, ponder_workspace_get_trash (test->workspace), 10);
  ponder_test_reopen (test);
  g_assert_cmpuint (g_list_model_get_n_items (ponder_workspace_get_trash (test->workspace)), ==, 1);
}

static PonderSession *
find (PonderWorkspace  *workspace,
      const char       *id,
      GError          **error)
{
  g_autoptr(GAsyncResult) answer = NULL;
  GAsyncResult *result = NULL;

  ponder_workspace_find_session_async (workspace, id, NULL, ponder_test_take_result, &result);
  answer = ponder_test_await (&result);
  return ponder_workspace_find_session_finish (workspace, answer, error);
}

static void
test_find (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderSession) found = NULL;
  g_autoptr(PonderSession) none = NULL;
  g_autofree char *prefix = g_strndup (ponder_session_get_id (session), 20);
  g_autoptr(GAsyncResult) answer = NULL;
  g_autoptr(GPtrArray) messages = NULL;
  g_autoptr(PonderTimeline) timeline = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *result = NULL;

  timeline = ponder_test_open_chat (test->workspace, session);
  ponder_test_script (test, 0, "yes", NULL);
  ponder_test_ask (test->workspace, timeline, "where?");
  found = find (test->workspace, prefix, &error);
  g_assert_no_error (error);
  g_assert_true (found == session);
  none = find (test->workspace, "zzzz", &error);
  g_assert_null (none);
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST);
  g_clear_error (&error);

  ponder_workspace_load_messages_async (test->workspace, session, NULL, ponder_test_take_result, &result);
  answer = ponder_test_await (&result);
  messages = ponder_workspace_load_messages_finish (test->workspace, answer, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (messages->len, ==, 2);
  g_assert_cmpstr (ponder_message_get_text (messages->pdata[0]), ==, "where?");
}

static void
test_private (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = NULL;
  g_autoptr(PonderTimeline) timeline = NULL;

  ponder_test_script (test, 0, "secret answer", NULL);
  session = ponder_workspace_create_private_session (test->workspace);
  /* The first provider with a model is the default. */
  g_assert_cmpstr (ponder_session_get_config (session)->model, ==, PONDER_TEST_MODEL);
  timeline = ponder_test_open_chat (test->workspace, session);
  g_assert_cmpstr (ponder_message_get_text (ponder_test_ask (test->workspace, timeline, "secret question")),
                   ==, "secret answer");
  ponder_workspace_save_session (test->workspace, session);
  g_assert_cmpuint (g_list_model_get_n_items (sessions_of (test->workspace)), ==, 0);
  g_clear_object (&timeline);
  g_clear_object (&session);

  ponder_test_reopen (test);
  g_assert_cmpuint (g_list_model_get_n_items (sessions_of (test->workspace)), ==, 0);
  g_assert_cmpstr (ponder_settings_get_last_session (ponder_workspace_get_settings (test->workspace)), ==, "");
}

static void
test_choices_are_the_folders (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderTest) other = ponder_test_new ();
  PonderSettings *settings = ponder_workspace_get_settings (test->workspace);

  ponder_settings_set_default_model (settings, "test/chosen");
  ponder_settings_set_last_session (settings, "01abc");
  ponder_settings_set_open_windows (settings, "[('01abc', 800, 600, false, true)]");
  ponder_test_reopen (test);
  settings = ponder_workspace_get_settings (test->workspace);
  g_assert_cmpstr (ponder_settings_get_default_model (settings), ==, "test/chosen");
  g_assert_cmpstr (ponder_settings_get_last_session (settings), ==, "01abc");
  g_assert_cmpstr (ponder_settings_get_open_windows (settings), ==, "[('01abc', 800, 600, false, true)]");

  ponder_test_reopen (other);
  settings = ponder_workspace_get_settings (other->workspace);
  g_assert_cmpstr (ponder_settings_get_default_model (settings), ==,
                   PONDER_TEST_PROVIDER "/" PONDER_TEST_MODEL);
}

static void
test_same_timeline (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  PonderTimeline *first = ponder_test_open_chat (test->workspace, session);
  g_autoptr(PonderTimeline) second = ponder_test_open_chat (test->workspace, session);
  g_autoptr(PonderTurn) turn = NULL;

  g_assert_true (first == second);
  g_object_unref (first);
  g_assert_finalize_object (g_steal_pointer (&second));

  /* A running turn goes on without anybody who looks. */
  ponder_test_script (test, 30, "one ", "two ", "three", NULL);
  first = ponder_test_open_chat (test->workspace, session);
  turn = ponder_workspace_begin_turn (test->workspace, first, "count");
  g_object_unref (first);
  ponder_test_wait_for_end (turn);
  g_assert_cmpstr (ponder_message_get_text (ponder_turn_get_message (turn)), ==, "one two three");
}

static void
test_unseen (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) first = ponder_test_new_chat (test);
  g_autoptr(PonderSession) second = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, first);
  g_autoptr(PonderTimeline) other = NULL;
  g_autoptr(PonderTurn) turn = NULL;

  ponder_test_script (test, 0, "quick", NULL);
  ponder_test_ask (test->workspace, timeline, "looked at");
  g_assert_true (ponder_session_get_unseen (first));
  ponder_session_set_unseen (first, FALSE);

  ponder_test_script (test, 50, "slow", NULL);
  turn = ponder_workspace_begin_turn (test->workspace, timeline, "left alone");
  other = ponder_test_open_chat (test->workspace, second);
  ponder_session_set_draft (second, "meanwhile", 0);
  ponder_workspace_save_session (test->workspace, second);
  g_clear_object (&other);
  other = ponder_test_open_chat (test->workspace, second);
  ponder_test_wait_for_end (turn);
  g_assert_true (ponder_session_get_unseen (first));
  g_object_unref (ponder_test_open_chat (test->workspace, first));
  g_assert_false (ponder_session_get_unseen (first));
}

/* It writes as slowly as people read: the beginning will do. */
static void
ask_demo (PonderTest     *test,
          PonderTimeline *timeline)
{
  g_autoptr(PonderTurn) turn = ponder_workspace_begin_turn (test->workspace, timeline, "Hello");

  ponder_test_wait_for_text (ponder_turn_get_message (turn), 1);
  ponder_turn_stop (turn);
  ponder_test_wait_for_end (turn);
}

static void
test_demo (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = NULL;
  g_autoptr(PonderTimeline) timeline = NULL;
  g_autoptr(PonderModelConfig) config = NULL;
  g_autoptr(GError) error = NULL;
  PonderProviderConfig *demo = ponder_workspace_start_demo (test->workspace, &error);

  g_assert_no_error (error);
  g_assert_true (ponder_workspace_lookup_provider (test->workspace, "demo") == demo);
  g_assert_true (ponder_workspace_start_demo (test->workspace, &error) == demo);
  g_assert_cmpstr (ponder_provider_config_get_default_model (demo), ==, "hello");
  session = ponder_workspace_create_session (test->workspace);
  config = ponder_model_config_new ();
  ponder_model_config_set_model (config, "demo", "hello");
  ponder_session_set_config (session, config);
  timeline = ponder_test_open_chat (test->workspace, session);
  ask_demo (test, timeline);
  g_clear_object (&timeline);
  g_clear_object (&session);

  ponder_test_reopen (test);
  g_assert_null (ponder_workspace_lookup_provider (test->workspace, "demo"));
  session = g_object_ref (ponder_test_get_session (sessions_of (test->workspace), 0));
  timeline = ponder_test_open_chat (test->workspace, session);
  ask_demo (test, timeline);
  g_assert_nonnull (ponder_workspace_lookup_provider (test->workspace, "demo"));
}

static gboolean
is_answered (gpointer user_data)
{
  return ponder_message_get_state (ponder_turn_get_message (user_data)) != PONDER_MESSAGE_WAITING;
}

static void
test_shown_first (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(GPtrArray) shown = g_ptr_array_new ();
  PonderSession *sessions[3];
  PonderTurn *turns[3];

  ponder_provider_config_set_concurrency (test->provider, 1);
  ponder_test_script (test, 100, "well", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (turns); i++)
    {
      g_autoptr(PonderTimeline) timeline = NULL;
      g_autofree char *question = g_strdup_printf ("hello %u", i);

      sessions[i] = ponder_test_new_chat (test);
      timeline = ponder_test_open_chat (test->workspace, sessions[i]);
      turns[i] = ponder_workspace_begin_turn (test->workspace, timeline, question);
    }
  g_ptr_array_add (shown, sessions[2]);
  ponder_workspace_set_shown (test->workspace, shown);
  ponder_test_wait_for (is_answered, turns[2], 20);
  g_assert_false (is_answered (turns[1]));
  for (guint i = 0; i < G_N_ELEMENTS (turns); i++)
    {
      ponder_test_wait_for_end (turns[i]);
      g_object_unref (turns[i]);
      g_object_unref (sessions[i]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chats/an-answer-streams-and-is-there-after-a-restart", test_ask);
  g_test_add_func ("/chats/a-question-brings-what-was-said-before", test_context);
  g_test_add_func ("/chats/a-question-may-come-before-its-chat-is-loaded", test_early_question);
  g_test_add_func ("/chats/the-text-changes-at-most-once-a-frame", test_text_is_gathered);
  g_test_add_func ("/chats/thinking-is-kept-apart-and-timed", test_reasoning);
  g_test_add_func ("/chats/waiting-is-counted-from-one-second-on", test_waiting);
  g_test_add_func ("/chats/stopping-keeps-what-came", test_stop);
  g_test_add_func ("/chats/a-turn-can-be-stopped-at-any-time", test_stop_any_time);
  g_test_add_func ("/chats/closing-stops-a-turn-and-keeps-its-text", test_close_stops);
  g_test_add_func ("/chats/a-draft-makes-a-chat-and-is-kept", test_draft);
  g_test_add_func ("/chats/the-end-of-an-answer-moves-no-row", test_order_while_running);
  g_test_add_func ("/chats/a-title-by-hand-stays", test_rename);
  g_test_add_func ("/chats/what-was-thrown-away-comes-back", test_trash);
  g_test_add_func ("/chats/throwing-a-chat-away-stops-it", test_trash_while_streaming);
  g_test_add_func ("/chats/stopping-while-text-is-put-in-doubles-nothing", test_stop_from_the_row);
  g_test_add_func ("/chats/the-trash-keeps-a-month", test_trash_keeps_a_month);
  g_test_add_func ("/chats/a-chat-is-found-by-the-beginning-of-its-id", test_find);
  g_test_add_func ("/chats/a-private-chat-leaves-no-trace", test_private);
  g_test_add_func ("/chats/the-default-model-belongs-to-the-folder", test_choices_are_the_folders);
  g_test_add_func ("/chats/a-chat-has-one-timeline", test_same_timeline);
  g_test_add_func ("/chats/an-answer-that-nobody-saw-is-marked", test_unseen);
  g_test_add_func ("/chats/the-demo-starts-by-itself-for-its-chats", test_demo);
  g_test_add_func ("/chats/the-chat-that-is-shown-is-asked-first", test_shown_first);
  return g_test_run ();
}
