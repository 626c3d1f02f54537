/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Titles that make themselves from the first exchange, and then stay. */

#include "config.h"

#include "ponder-test-workspace.h"

#include "ponder-test-loop.h"

typedef struct
{
  PonderTest     *test;
  PonderSession  *session;
  PonderTimeline *timeline;
} Chat;

static void
set_up (Chat          *chat,
        gconstpointer  data)
{
  chat->test = ponder_test_new ();
  chat->session = ponder_test_new_chat (chat->test);
  chat->timeline = ponder_test_open_chat (chat->test->workspace, chat->session);
}

static void
tear_down (Chat          *chat,
           gconstpointer  data)
{
  g_clear_object (&chat->timeline);
  g_clear_object (&chat->session);
  ponder_test_free (chat->test);
}

static PonderTurn *
begin (Chat       *chat,
       const char *question)
{
  return ponder_workspace_begin_turn (chat->test->workspace, chat->timeline, question);
}

static void
test_from_answer (Chat          *chat,
                  gconstpointer  data)
{
  g_autoptr(PonderTurn) turn = NULL;
  g_autofree char *id = g_strdup (ponder_session_get_id (chat->session));

  ponder_test_script (chat->test, 20, "Hello! ", "Ducks fly south. ", "Really.", NULL);
  turn = begin (chat, "hi");
  g_assert_cmpstr (ponder_session_get_title (chat->session), ==, "hi");
  ponder_test_wait_for_text (ponder_turn_get_message (turn), 24);
  g_assert_cmpstr (ponder_session_get_title (chat->session), ==, "hi");
  ponder_test_wait_for_end (turn);
  g_assert_cmpstr (ponder_session_get_title (chat->session), ==, "Ducks fly south");
  g_assert_false (ponder_session_get_title_fixed (chat->session));

  /* From now on people know the chat by it. */
  ponder_test_script (chat->test, 0, "# Geese", NULL);
  ponder_test_ask (chat->test->workspace, chat->timeline, "hello");
  g_assert_cmpstr (ponder_session_get_title (chat->session), ==, "Ducks fly south");

  g_clear_object (&turn);
  g_clear_object (&chat->timeline);
  g_clear_object (&chat->session);
  ponder_test_reopen (chat->test);
  chat->session = g_object_ref (ponder_workspace_lookup_session (chat->test->workspace, id));
  g_assert_cmpstr (ponder_session_get_title (chat->session), ==, "Ducks fly south");
}

static void
test_only_first (Chat          *chat,
                 gconstpointer  data)
{
  ponder_test_script (chat->test, 0, "Hello! How can I help you?", NULL);
  ponder_test_ask (chat->test->workspace, chat->timeline, "hi");
  ponder_test_script (chat->test, 0, "# Geese", NULL);
  ponder_test_ask (chat->test->workspace, chat->timeline, "hello");
  g_assert_cmpstr (ponder_session_get_title (chat->session), ==, "hi");
}

static void
test_not_stopped (Chat          *chat,
                  gconstpointer  data)
{
  g_autoptr(PonderTurn) turn = NULL;
  g_autoptr(PonderTurn) again = NULL;

  ponder_test_script (chat->test, 20, "# Swans\n\n", "They are white. ", "a", "b", "c", "d", "e", "f", "g", NULL);
  turn = begin (chat, "hi");
  ponder_test_wait_for_text (ponder_turn_get_message (turn), 12);
  ponder_turn_stop (turn);
  ponder_test_wait_for_end (turn);
  g_assert_cmpstr (ponder_session_get_title (chat->session), ==, "hi");

  /* The next try is the first whole answer. */
  ponder_test_script (chat->test, 0, "# Geese", NULL);
  again = ponder_workspace_regenerate (chat->test->workspace, chat->timeline, ponder_turn_get_message (turn));
  ponder_test_wait_for_end (again);
  g_assert_cmpstr (ponder_session_get_title (chat->session), ==, "Geese");
}

static void
test_renamed_meanwhile (Chat          *chat,
                        gconstpointer  data)
{
  g_autoptr(PonderTurn) turn = NULL;

  ponder_test_script (chat->test, 20, "# Ducks\n\n", "text", NULL);
  turn = begin (chat, "hi");
  ponder_workspace_rename_session (chat->test->workspace, chat->session, "hi");
  ponder_test_wait_for_end (turn);
  g_assert_cmpstr (ponder_session_get_title (chat->session), ==, "hi");
}

static gboolean
is_renamed (gpointer data)
{
  return g_str_equal (ponder_session_get_title (data), "Elsewhere");
}

static void
test_renamed_elsewhere (Chat          *chat,
                        gconstpointer  data)
{
  g_autofree char *id = g_strdup (ponder_session_get_id (chat->session));
  g_autoptr(PonderTurn) turn = NULL;
  g_autoptr(GError) error = NULL;
  PonderWorkspace *other;

  ponder_test_script (chat->test, 50, "# Ducks\n\n", "text", " text", " text", " text", " text", " text", " text", NULL);
  turn = begin (chat, "hi");
  ponder_test_wait_for_text (ponder_turn_get_message (turn), 8);
  other = ponder_test_open_workspace (chat->test->dir, &error);
  g_assert_no_error (error);
  ponder_workspace_rename_session (other, ponder_workspace_lookup_session (other, id), "Elsewhere");
  ponder_test_close_workspace (other);
  ponder_test_wait_for_end (turn);

  /* Whether or not the rename was seen before the answer ended. */
  ponder_test_wait_for (is_renamed, chat->session, 10);
  g_assert_true (ponder_session_get_title_fixed (chat->session));
}

static void
add (const char *name,
     void      (*func) (Chat          *chat,
                        gconstpointer  data))
{
  g_test_add (name, Chat, NULL, set_up, func, tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/titles/the-answer-says-what-the-question-does-not", test_from_answer);
  add ("/titles/only-the-first-exchange-counts", test_only_first);
  add ("/titles/an-answer-that-is-not-whole-does-not-count", test_not_stopped);
  add ("/titles/one-by-hand-is-never-overwritten", test_renamed_meanwhile);
  add ("/titles/one-by-another-program-is-never-overwritten", test_renamed_elsewhere);
  return g_test_run ();
}
