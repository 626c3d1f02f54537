/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking once more, asking otherwise, and going back. */

#include "config.h"

#include "ponder-test-workspace.h"

#include "ponder-test-loop.h"
#include "ponder-test-model.h"
#include "ponder-timeline-private.h"
#include "ponder-trashed-branch.h"

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

/* --- the trash --- */

typedef struct
{
  GListModel *trash;
  guint       n;
} Expected;

static gboolean
has_trash (gpointer user_data)
{
  const Expected *expected = user_data;

  return g_list_model_get_n_items (expected->trash) == expected->n;
}

static void
wait_for_trash (PonderTest *test,
                guint       n)
{
  Expected expected = { ponder_workspace_get_trashed_branches (test->workspace), n };

  ponder_test_wait_for (has_trash, &expected, 20);
}

static void
test_trash (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderTimeline) timeline = begin_chat (test);
  g_autoptr(PonderTestMirror) mirror = ponder_test_mirror_new (G_LIST_MODEL (timeline));
  g_autoptr(PonderTrashedBranch) branch = NULL;
  g_autoptr(PonderTurn) turn = NULL;
  PonderSession *session = ponder_timeline_get_session (timeline);
  gint64 time;

  ponder_test_script (test, 0, "B1", NULL);
  turn = ponder_workspace_regenerate (test->workspace, timeline, ponder_test_get_message (timeline, 1));
  ponder_test_wait_for_end (turn);
  ponder_timeline_show_sibling (timeline, ponder_turn_get_message (turn), -1);

  /* What is beside it is shown, and is alone. */
  time = ponder_workspace_trash_branch (test->workspace, timeline, ponder_test_get_message (timeline, 1));
  assert_shown (timeline, "Q1 | B1");
  g_assert_cmpuint (ponder_message_get_n_siblings (ponder_turn_get_message (turn)), ==, 1);
  g_assert_cmpuint (ponder_session_get_n_messages (session), ==, 2);
  wait_for_trash (test, 1);
  branch = g_list_model_get_item (ponder_workspace_get_trashed_branches (test->workspace), 0);
  g_assert_cmpint (ponder_trashed_branch_get_time (branch), ==, time);
  g_assert_cmpuint (ponder_trashed_branch_get_n_messages (branch), ==, 3);
  g_assert_cmpstr (ponder_trashed_branch_get_preview (branch), ==, "A1");
  g_assert_cmpstr (ponder_trashed_branch_get_title (branch), ==, ponder_session_get_title (session));

  /* Nothing of it is said to the model. */
  ponder_test_script (test, 0, "C2", NULL);
  ponder_test_ask (test->workspace, timeline, "R2");
  g_assert_null (strstr (ponder_demo_server_get_last_body (test->server), "A1"));
  assert_shown (timeline, "Q1 | B1 | R2 | C2");

  ponder_workspace_restore_branch (test->workspace, session, time);
  assert_shown (timeline, "Q1 | A1 | Q2 | A2");
  wait_for_trash (test, 0);
  g_clear_pointer (&mirror, ponder_test_mirror_free);
  g_clear_object (&turn);

  reopen (test, &timeline);
  assert_shown (timeline, "Q1 | A1 | Q2 | A2");
  ponder_timeline_show_sibling (timeline, ponder_test_get_message (timeline, 1), 1);
  assert_shown (timeline, "Q1 | B1 | R2 | C2");
}

static void
test_trash_after_start (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderTimeline) timeline = begin_chat (test);
  gint64 inner;
  gint64 outer;

  inner = ponder_workspace_trash_branch (test->workspace, timeline, ponder_test_get_message (timeline, 2));
  outer = ponder_workspace_trash_branch (test->workspace, timeline, ponder_test_get_message (timeline, 1));
  g_assert_cmpint (outer, >, inner);
  assert_shown (timeline, "Q1");

  reopen (test, &timeline);
  assert_shown (timeline, "Q1");
  wait_for_trash (test, 2);
  g_assert_cmpuint (ponder_session_get_n_messages (ponder_timeline_get_session (timeline)), ==, 1);

  /* What it answered comes along. */
  ponder_workspace_restore_branch (test->workspace, ponder_timeline_get_session (timeline), inner);
  assert_shown (timeline, "Q1 | A1 | Q2 | A2");
  wait_for_trash (test, 0);
}

static void
test_trash_of_a_chat_that_is_not_open (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderTimeline) timeline = begin_chat (test);
  g_autoptr(PonderSession) session = NULL;
  gint64 time = ponder_workspace_trash_branch (test->workspace, timeline, ponder_test_get_message (timeline, 2));

  g_clear_object (&timeline);
  ponder_test_reopen (test);
  wait_for_trash (test, 1);
  session = g_list_model_get_item (G_LIST_MODEL (ponder_workspace_get_sessions (test->workspace)), 0);
  ponder_workspace_restore_branch (test->workspace, session, time);
  wait_for_trash (test, 0);
  timeline = ponder_test_open_chat (test->workspace, session);
  assert_shown (timeline, "Q1 | A1 | Q2 | A2");
}

static void
test_trash_while_streaming (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderTimeline) timeline = begin_chat (test);
  g_autoptr(PonderTurn) turn = NULL;
  gint64 time;

  ponder_test_script (test, 100, "B", "2", "3", "4", "5", "6", "7", "8", NULL);
  turn = ponder_workspace_regenerate (test->workspace, timeline, ponder_test_get_message (timeline, 3));
  ponder_test_wait_for_text (ponder_turn_get_message (turn), 1);
  time = ponder_workspace_trash_branch (test->workspace, timeline, ponder_turn_get_message (turn));
  ponder_test_wait_for_end (turn);
  assert_shown (timeline, "Q1 | A1 | Q2 | A2");
  g_clear_object (&turn);

  reopen (test, &timeline);
  assert_shown (timeline, "Q1 | A1 | Q2 | A2");
  ponder_workspace_restore_branch (test->workspace, ponder_timeline_get_session (timeline), time);
  g_assert_cmpint (ponder_message_get_state (ponder_test_get_message (timeline, 3)), ==, PONDER_MESSAGE_STOPPED);
}

/* --- a chat of its own --- */

static void
test_branch_to_new_chat (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderTimeline) timeline = begin_chat (test);
  g_autoptr(PonderTimeline) branch = NULL;
  g_autoptr(PonderSession) session = NULL;
  PonderSession *old = ponder_timeline_get_session (timeline);
  g_autofree char *old_id = g_strdup (ponder_session_get_id (old));
  g_autofree char *title = g_strdup_printf ("Branch of %s", ponder_session_get_title (old));

  session = ponder_workspace_branch_to_new_chat (test->workspace, timeline, ponder_test_get_message (timeline, 1));
  branch = ponder_test_open_chat (test->workspace, session);
  assert_shown (branch, "Q1 | A1");
  assert_shown (timeline, "Q1 | A1 | Q2 | A2");
  g_assert_cmpstr (ponder_session_get_title (session), ==, title);
  g_assert_cmpstr (ponder_message_get_parent_id (ponder_test_get_message (branch, 1)), ==,
                   ponder_message_get_id (ponder_test_get_message (branch, 0)));

  ponder_test_script (test, 0, "B2", NULL);
  ponder_test_ask (test->workspace, branch, "R2");
  g_clear_object (&session);
  g_clear_object (&branch);

  reopen (test, &timeline);
  assert_shown (timeline, "Q1 | A1 | R2 | B2");
  g_assert_cmpstr (ponder_session_get_branched_from (ponder_timeline_get_session (timeline)), ==, old_id);
  session = g_object_ref (ponder_workspace_lookup_session (test->workspace, old_id));
  branch = ponder_test_open_chat (test->workspace, session);
  assert_shown (branch, "Q1 | A1 | Q2 | A2");
}

static GPtrArray *
new_long_chat (guint n)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("%05u", i);
      g_autofree char *parent = i > 0 ? g_strdup_printf ("%05u", i - 1) : NULL;
      PonderMessage *message = ponder_message_new (id, parent, i % 2 == 0 ? PONDER_ROLE_USER : PONDER_ROLE_ASSISTANT);

      ponder_message_set_created (message, i + 1);
      g_ptr_array_add (rows, message);
    }
  return rows;
}

/* Two branches, one above the other: the lower one brings back what it hangs on. A walk through the chat for each
 * message of it would take seconds. */
static void
test_trash_of_a_long_chat (void)
{
  g_autoptr(PonderSession) session = ponder_session_new ("long");
  g_autoptr(PonderTimeline) timeline = ponder_timeline_new (session);
  g_autoptr(GPtrArray) rows = new_long_chat (4000);
  g_autoptr(GPtrArray) changed = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 begin;
  gint64 time;

  ponder_timeline_merge (timeline, rows);
  begin = g_get_monotonic_time ();
  time = ponder_timeline_trash (timeline, g_ptr_array_index (rows, 3000), 1, changed);
  g_assert_cmpuint (changed->len, ==, 1000);
  ponder_timeline_trash (timeline, g_ptr_array_index (rows, 1), 1, changed);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (timeline)), ==, 1);

  g_ptr_array_set_size (changed, 0);
  ponder_timeline_restore (timeline, time, changed);
  g_assert_cmpuint (changed->len, ==, 3999);
  g_assert_cmpuint (ponder_timeline_get_messages (timeline)->len, ==, 4000);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (timeline)), ==, 4000);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 2 * G_USEC_PER_SEC);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/branches/regenerating-keeps-the-old-answer", test_regenerate);
  g_test_add_func ("/branches/editing-keeps-the-old-question", test_edit);
  g_test_add_func ("/branches/another-branch-can-be-read-while-one-streams", test_browse_while_streaming);
  g_test_add_func ("/branches/what-is-thrown-away-is-gone-and-comes-back", test_trash);
  g_test_add_func ("/branches/the-trash-outlives-the-program-and-brings-what-was-answered", test_trash_after_start);
  g_test_add_func ("/branches/a-branch-comes-back-to-a-chat-that-is-not-open", test_trash_of_a_chat_that_is_not_open);
  g_test_add_func ("/branches/a-long-branch-comes-back-in-a-moment", test_trash_of_a_long_chat);
  g_test_add_func ("/branches/an-answer-is-stopped-when-it-is-thrown-away", test_trash_while_streaming);
  g_test_add_func ("/branches/a-branch-becomes-a-chat-of-its-own", test_branch_to_new_chat);
  return g_test_run ();
}
