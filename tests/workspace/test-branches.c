/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking once more, asking otherwise, and going back. */

#include "config.h"

#include "ponder-test-workspace.h"

#include "ponder-test-model.h"

static char *
dup_words (PonderTimeline *timeline)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (timeline)); i++)
    {
      PonderMessage *message = ponder_test_get_message (timeline, i);

      g_string_append_printf (words, "%s%s", i > 0 ? " | " : "", ponder_message_get_text (message));
    }
  return g_string_free (words, FALSE);
}

static void
assert_shown (PonderTimeline *timeline,
              const char     *expected)
{
  g_autofree char *words = dup_words (timeline);

  g_assert_cmpstr (words, ==, expected);
}

static void
reopen (PonderTest      *test,
        PonderTimeline **timeline)
{
  GListModel *sessions;

  g_clear_object (timeline);
  ponder_test_reopen (test);
  sessions = G_LIST_MODEL (ponder_workspace_get_sessions (test->workspace));
  *timeline = ponder_test_open_chat (test->workspace, ponder_test_get_session (sessions, 0));
}

static PonderTimeline *
begin_chat (PonderTest *test)
{
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  PonderTimeline *timeline = ponder_test_open_chat (test->workspace, session);

  ponder_test_script (test, 0, "A1", NULL);
  ponder_test_ask (test->workspace, timeline, "Q1");
  ponder_test_script (test, 0, "A2", NULL);
  ponder_test_ask (test->workspace, timeline, "Q2");
  assert_shown (timeline, "Q1 | A1 | Q2 | A2");
  return timeline;
}

static void
test_regenerate (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderTimeline) timeline = begin_chat (test);
  g_autoptr(PonderTestMirror) mirror = ponder_test_mirror_new (G_LIST_MODEL (timeline));
  g_autoptr(PonderTurn) turn = NULL;
  PonderMessage *answer = ponder_test_get_message (timeline, 1);

  ponder_test_script (test, 0, "B1", NULL);
  turn = ponder_workspace_regenerate (test->workspace, timeline, answer);
  g_assert_cmpuint (ponder_message_get_n_siblings (answer), ==, 2);
  ponder_test_wait_for_end (turn);
  assert_shown (timeline, "Q1 | B1");
  g_assert_null (strstr (ponder_demo_server_get_last_body (test->server), "A1"));
  g_assert_cmpuint (ponder_message_get_sibling_index (ponder_turn_get_message (turn)), ==, 1);

  ponder_timeline_show_sibling (timeline, ponder_turn_get_message (turn), -1);
  assert_shown (timeline, "Q1 | A1 | Q2 | A2");
  ponder_timeline_show_sibling (timeline, answer, -1);
  assert_shown (timeline, "Q1 | A1 | Q2 | A2");
  g_clear_pointer (&mirror, ponder_test_mirror_free);
  g_clear_object (&turn);

  reopen (test, &timeline);
  assert_shown (timeline, "Q1 | A1 | Q2 | A2");
  ponder_timeline_show_sibling (timeline, ponder_test_get_message (timeline, 1), 1);
  assert_shown (timeline, "Q1 | B1");
  reopen (test, &timeline);
  assert_shown (timeline, "Q1 | B1");
}

static void
test_edit (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderTimeline) timeline = begin_chat (test);
  g_autoptr(PonderTestMirror) mirror = ponder_test_mirror_new (G_LIST_MODEL (timeline));
  g_autoptr(PonderTurn) turn = NULL;

  ponder_test_script (test, 0, "C2", NULL);
  turn = ponder_workspace_edit_question (test->workspace, timeline, ponder_test_get_message (timeline, 2), "R2");
  ponder_test_wait_for_end (turn);
  assert_shown (timeline, "Q1 | A1 | R2 | C2");
  g_assert_null (strstr (ponder_demo_server_get_last_body (test->server), "Q2"));
  g_clear_object (&turn);

  /* The very first question too. */
  ponder_test_script (test, 0, "D1", NULL);
  turn = ponder_workspace_edit_question (test->workspace, timeline, ponder_test_get_message (timeline, 0), "R1");
  ponder_test_wait_for_end (turn);
  assert_shown (timeline, "R1 | D1");
  g_clear_pointer (&mirror, ponder_test_mirror_free);
  g_clear_object (&turn);

  reopen (test, &timeline);
  assert_shown (timeline, "R1 | D1");
  ponder_timeline_show_sibling (timeline, ponder_test_get_message (timeline, 0), -1);
  assert_shown (timeline, "Q1 | A1 | R2 | C2");
  ponder_timeline_show_sibling (timeline, ponder_test_get_message (timeline, 2), -1);
  assert_shown (timeline, "Q1 | A1 | Q2 | A2");
}

static void
test_browse_while_streaming (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderTimeline) timeline = begin_chat (test);
  g_autoptr(PonderTestMirror) mirror = ponder_test_mirror_new (G_LIST_MODEL (timeline));
  g_autoptr(PonderTurn) turn = NULL;

  ponder_test_script (test, 40, "B", "2", NULL);
  turn = ponder_workspace_regenerate (test->workspace, timeline, ponder_test_get_message (timeline, 3));
  ponder_timeline_show_sibling (timeline, ponder_turn_get_message (turn), -1);
  ponder_test_wait_for_end (turn);
  assert_shown (timeline, "Q1 | A1 | Q2 | A2");
  ponder_timeline_show_sibling (timeline, ponder_test_get_message (timeline, 3), 1);
  assert_shown (timeline, "Q1 | A1 | Q2 | B2");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/branches/regenerating-keeps-the-old-answer", test_regenerate);
  g_test_add_func ("/branches/editing-keeps-the-old-question", test_edit);
  g_test_add_func ("/branches/another-branch-can-be-read-while-one-streams", test_browse_while_streaming);
  return g_test_run ();
}
