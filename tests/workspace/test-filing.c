/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The archive, tags, copies, and what is done to many chats at once. */

#include "config.h"

#include "ponder-test-workspace.h"

#include "ponder-search.h"
#include "ponder-session-edit.h"
#include "ponder-test-loop.h"
#include "ponder-test-model.h"

static guint
count (GListModel *model)
{
  return g_list_model_get_n_items (model);
}

static GListModel *
sessions_of (PonderTest *test)
{
  return G_LIST_MODEL (ponder_workspace_get_sessions (test->workspace));
}

static GListModel *
archive_of (PonderTest *test)
{
  return G_LIST_MODEL (ponder_workspace_get_archive (test->workspace));
}

/* A stored chat of one question. (transfer none): the list holds it. */
static PonderSession *
add_chat (PonderTest *test,
          const char *title)
{
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);

  ponder_test_script (test, 0, "answer", NULL);
  ponder_test_ask (test->workspace, timeline, title);
  ponder_workspace_rename_session (test->workspace, session, title);
  return session;
}

static PonderSession *
find (PonderTest *test,
      GListModel *model,
      const char *title)
{
  for (guint i = 0; i < count (model); i++)
    {
      PonderSession *session = ponder_test_get_session (model, i);

      if (g_str_equal (ponder_session_get_title (session), title))
        return session;
    }
  return NULL;
}

/* The three chats of the tests of edits. (transfer full) */
static GPtrArray *
add_three (PonderTest *test)
{
  GPtrArray *three = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (three, g_object_ref (add_chat (test, "one")));
  g_ptr_array_add (three, g_object_ref (add_chat (test, "two")));
  g_ptr_array_add (three, g_object_ref (add_chat (test, "three")));
  return three;
}

static void
test_archive (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderTestMirror) sessions = NULL;
  g_autoptr(PonderTestMirror) archive = NULL;
  g_autoptr(PonderSession) session = g_object_ref (add_chat (test, "away"));
  g_autoptr(PonderTimeline) timeline = NULL;

  add_chat (test, "here");
  sessions = ponder_test_mirror_new (sessions_of (test));
  archive = ponder_test_mirror_new (archive_of (test));
  ponder_session_set_archived (session, TRUE);
  ponder_workspace_save_session (test->workspace, session);
  g_assert_cmpuint (count (sessions_of (test)), ==, 1);
  g_assert_true (ponder_test_get_session (archive_of (test), 0) == session);
  g_assert_true (ponder_workspace_lookup_session (test->workspace, ponder_session_get_id (session)) == session);
  g_clear_pointer (&sessions, ponder_test_mirror_free);
  g_clear_pointer (&archive, ponder_test_mirror_free);
  g_clear_object (&session);

  ponder_test_reopen (test);
  g_assert_cmpuint (count (sessions_of (test)), ==, 1);
  g_assert_cmpuint (count (archive_of (test)), ==, 1);
  session = g_object_ref (ponder_test_get_session (archive_of (test), 0));
  g_assert_cmpstr (ponder_session_get_title (session), ==, "away");

  /* One who goes on with it wants it back. */
  timeline = ponder_test_open_chat (test->workspace, session);
  ponder_test_ask (test->workspace, timeline, "again");
  g_assert_false (ponder_session_get_archived (session));
  g_assert_cmpuint (count (sessions_of (test)), ==, 2);
  g_assert_cmpuint (count (archive_of (test)), ==, 0);
}

static void
test_archived_trash (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  PonderSession *session = add_chat (test, "away");

  ponder_session_set_archived (session, TRUE);
  ponder_workspace_save_session (test->workspace, session);
  ponder_workspace_trash_session (test->workspace, session);
  g_assert_cmpuint (count (archive_of (test)), ==, 0);
  g_assert_cmpuint (count (ponder_workspace_get_trash (test->workspace)), ==, 1);

  /* It goes back to where it was. */
  ponder_test_reopen (test);
  session = ponder_test_get_session (ponder_workspace_get_trash (test->workspace), 0);
  ponder_workspace_restore_session (test->workspace, session);
  g_assert_cmpuint (count (archive_of (test)), ==, 1);
  g_assert_cmpuint (count (sessions_of (test)), ==, 0);
}

static void
test_tags (void)
{
  const char *const tags[] = { "Work", " two  words\n", "工作", "work", "", NULL };
  g_autoptr(PonderTest) test = ponder_test_new ();
  PonderSession *session = add_chat (test, "tagged");
  g_auto(GStrv) all = NULL;
  g_autofree char *own = NULL;

  ponder_session_set_tags (session, tags);
  ponder_workspace_save_session (test->workspace, session);
  session = add_chat (test, "other");
  ponder_session_set_tag (session, "WORK", TRUE);
  ponder_session_set_tag (session, "home", TRUE);
  ponder_workspace_save_session (test->workspace, session);

  ponder_test_reopen (test);
  own = g_strjoinv ("|", (char **) ponder_session_get_tags (find (test, sessions_of (test), "tagged")));
  g_assert_cmpstr (own, ==, "two words|Work|工作");
  all = ponder_workspace_dup_tags (test->workspace);
  g_assert_cmpuint (g_strv_length (all), ==, 4);
  g_assert_true (g_strv_contains ((const char *const *) all, "home"));
  g_assert_true (g_strv_contains ((const char *const *) all, "two words"));
}

static gboolean
search_is_done (gpointer user_data)
{
  return !ponder_search_get_loading (user_data) && !ponder_search_get_is_idle (user_data);
}

static guint
count_found (PonderTest *test,
             const char *query)
{
  g_autoptr(PonderSearch) search = ponder_workspace_new_search (test->workspace);

  ponder_search_set_query (search, query);
  ponder_test_wait_for (search_is_done, search, 10);
  return count (G_LIST_MODEL (search));
}

static void
test_found (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  PonderSession *session = add_chat (test, "away");

  add_chat (test, "here");
  ponder_session_set_archived (session, TRUE);
  ponder_session_set_tag (session, "two words", TRUE);
  ponder_workspace_save_session (test->workspace, session);
  ponder_test_reopen (test);

  g_assert_cmpuint (count_found (test, "is:archived in:title away"), ==, 1);
  g_assert_cmpuint (count_found (test, "is:archived in:title here"), ==, 0);
  g_assert_cmpuint (count_found (test, "in:title away"), ==, 1);
  g_assert_cmpuint (count_found (test, "tag:\"Two Words\" in:title away"), ==, 1);
  g_assert_cmpuint (count_found (test, "tag:other in:title away"), ==, 0);
}

static void
test_edit (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(GPtrArray) three = add_three (test);
  g_autoptr(PonderSessionEdit) edit = NULL;
  PonderSession *one = g_ptr_array_index (three, 0);

  ponder_session_set_pinned (one, TRUE);
  ponder_session_set_tag (one, "old", TRUE);
  ponder_session_set_tag (one, "new", TRUE);
  ponder_workspace_save_session (test->workspace, one);

  edit = ponder_session_edit_new (test->workspace, three);
  ponder_session_edit_pin (edit, TRUE);
  ponder_session_edit_tag (edit, "new", TRUE);
  ponder_session_edit_archive (edit, TRUE);
  g_assert_cmpuint (count (archive_of (test)), ==, 3);
  /* What becomes of a chat meanwhile is not undone. */
  ponder_workspace_rename_session (test->workspace, g_ptr_array_index (three, 1), "renamed");
  ponder_session_edit_undo (edit);

  g_assert_cmpuint (count (archive_of (test)), ==, 0);
  g_assert_cmpuint (count (sessions_of (test)), ==, 3);
  g_assert_true (ponder_session_get_pinned (one));
  g_assert_true (ponder_session_has_tag (one, "new"));
  g_assert_false (ponder_session_get_pinned (g_ptr_array_index (three, 1)));
  g_assert_false (ponder_session_has_tag (g_ptr_array_index (three, 1), "new"));
  g_assert_cmpstr (ponder_session_get_title (g_ptr_array_index (three, 1)), ==, "renamed");
}

static void
test_trash_many (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  GPtrArray *three = add_three (test);
  g_autoptr(GPtrArray) left = g_ptr_array_new_with_free_func (g_object_unref);
  PonderSessionEdit *edit = ponder_session_edit_new (test->workspace, three);

  g_ptr_array_unref (three);
  ponder_session_edit_trash (edit);
  g_assert_cmpuint (count (sessions_of (test)), ==, 0);
  ponder_session_edit_free (edit);

  ponder_test_reopen (test);
  g_assert_cmpuint (count (ponder_workspace_get_trash (test->workspace)), ==, 3);
  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (left, g_object_ref (ponder_test_get_session (ponder_workspace_get_trash (test->workspace), i)));
  for (guint i = 0; i < 3; i++)
    ponder_workspace_restore_session (test->workspace, g_ptr_array_index (left, i));
  g_ptr_array_set_size (left, 0);

  ponder_test_reopen (test);
  g_assert_cmpuint (count (sessions_of (test)), ==, 3);
}

static PonderSession *
copy (PonderTest    *test,
      PonderSession *session)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) done = NULL;
  g_autoptr(GError) error = NULL;
  PonderSession *made;

  ponder_workspace_copy_session_async (test->workspace, session, NULL, ponder_test_take_result, &result);
  done = ponder_test_await (&result);
  made = ponder_workspace_copy_session_finish (test->workspace, done, &error);
  g_assert_no_error (error);
  return made;
}

static GPtrArray *
load (PonderTest    *test,
      PonderSession *session)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) done = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *messages;

  ponder_workspace_load_messages_async (test->workspace, session, NULL, ponder_test_take_result, &result);
  done = ponder_test_await (&result);
  messages = ponder_workspace_load_messages_finish (test->workspace, done, &error);
  g_assert_no_error (error);
  return messages;
}

static void
test_copy (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = g_object_ref (add_chat (test, "Trip"));
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  g_autoptr(PonderTurn) turn = NULL;
  g_autoptr(PonderSession) made = NULL;
  g_autoptr(GPtrArray) before = NULL;
  g_autoptr(GPtrArray) after = NULL;

  turn = ponder_workspace_regenerate (test->workspace, timeline, ponder_test_get_message (timeline, 1));
  ponder_test_wait_for_end (turn);
  ponder_session_set_pinned (session, TRUE);
  ponder_session_set_tag (session, "work", TRUE);
  ponder_workspace_save_session (test->workspace, session);

  made = copy (test, session);
  g_assert_cmpstr (ponder_session_get_title (made), ==, "Copy of Trip");
  g_assert_cmpstr (ponder_session_get_id (made), !=, ponder_session_get_id (session));
  g_assert_false (ponder_session_get_pinned (made));
  g_assert_true (ponder_session_has_tag (made, "work"));
  g_assert_cmpuint (ponder_session_get_n_messages (made), ==, 3);
  g_assert_cmpstr (ponder_session_get_preview (made), ==, ponder_session_get_preview (session));
  g_assert_cmpuint (count (sessions_of (test)), ==, 2);
  g_assert_true (find (test, sessions_of (test), "Copy of Trip") == made);

  before = load (test, session);
  after = load (test, made);
  g_assert_cmpuint (after->len, ==, before->len);
  for (guint i = 0; i < before->len; i++)
    {
      PonderMessage *one = g_ptr_array_index (before, i);
      PonderMessage *other = g_ptr_array_index (after, i);

      g_assert_cmpstr (ponder_message_get_id (other), ==, ponder_message_get_id (one));
      g_assert_cmpstr (ponder_message_get_parent_id (other), ==, ponder_message_get_parent_id (one));
      g_assert_cmpstr (ponder_message_get_text (other), ==, ponder_message_get_text (one));
      g_assert_cmpint (ponder_message_get_chosen (other), ==, ponder_message_get_chosen (one));
    }
  g_assert_cmpuint (count_found (test, "answer role:assistant"), ==, 4);
}

/* There is a draft, at most. */
static void
test_copy_of_nothing (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_workspace_create_session (test->workspace);
  g_autoptr(PonderSession) made = NULL;

  ponder_session_set_draft (session, "half typed", 4);
  ponder_workspace_save_session (test->workspace, session);
  made = copy (test, session);
  g_assert_cmpstr (ponder_session_get_draft (made), ==, "half typed");
  g_assert_cmpuint (ponder_session_get_n_messages (made), ==, 0);
  g_assert_cmpuint (count (sessions_of (test)), ==, 2);
}

/* The program that writes the original does not write the copy. */
static void
test_copy_while_streaming (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  g_autoptr(PonderTurn) turn = NULL;
  g_autoptr(PonderSession) made = NULL;
  g_autoptr(GPtrArray) messages = NULL;
  PonderMessage *answer;

  ponder_test_script (test, 300, "one ", "two ", "three ", "four", NULL);
  turn = ponder_workspace_begin_turn (test->workspace, timeline, "count");
  ponder_test_wait_for_text (ponder_turn_get_message (turn), 8);
  made = copy (test, session);
  messages = load (test, made);
  answer = g_ptr_array_index (messages, 1);
  g_assert_cmpint (ponder_message_get_state (answer), ==, PONDER_MESSAGE_INTERRUPTED);
  g_assert_true (g_str_has_prefix (ponder_message_get_text (answer), "one "));
  ponder_test_wait_for_end (turn);
  g_assert_cmpint (ponder_message_get_state (ponder_turn_get_message (turn)), ==, PONDER_MESSAGE_DONE);
}

/* Every fork on the way, and only those. */
static void
test_show_message (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = g_object_ref (add_chat (test, "first"));
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  g_autoptr(PonderTurn) turn = NULL;
  g_autofree char *deep = NULL;

  ponder_test_script (test, 0, "deep", NULL);
  deep = g_strdup (ponder_message_get_id (ponder_test_ask (test->workspace, timeline, "second")));
  ponder_test_script (test, 0, "elsewhere", NULL);
  turn = ponder_workspace_edit_question (test->workspace, timeline, ponder_test_get_message (timeline, 0), "other");
  ponder_test_wait_for_end (turn);
  g_assert_cmpuint (count (G_LIST_MODEL (timeline)), ==, 2);

  g_assert_false (ponder_timeline_show_message (timeline, "nobody"));
  g_assert_cmpuint (count (G_LIST_MODEL (timeline)), ==, 2);
  g_assert_true (ponder_timeline_show_message (timeline, deep));
  g_assert_cmpuint (count (G_LIST_MODEL (timeline)), ==, 4);
  g_assert_cmpstr (ponder_message_get_id (ponder_test_get_message (timeline, 3)), ==, deep);
  g_clear_object (&turn);
  g_clear_object (&timeline);
  g_clear_object (&session);

  /* What was chosen stays chosen. */
  ponder_test_reopen (test);
  timeline = ponder_test_open_chat (test->workspace, ponder_test_get_session (sessions_of (test), 0));
  g_assert_cmpuint (count (G_LIST_MODEL (timeline)), ==, 4);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filing/an-archived-chat-is-in-a-list-of-its-own", test_archive);
  g_test_add_func ("/filing/an-archived-chat-comes-back-from-the-trash-as-one", test_archived_trash);
  g_test_add_func ("/filing/tags-are-kept-once-each", test_tags);
  g_test_add_func ("/filing/archive-and-tags-are-found", test_found);
  g_test_add_func ("/filing/what-was-done-to-many-is-undone-at-once", test_edit);
  g_test_add_func ("/filing/many-go-to-the-trash-and-come-back", test_trash_many);
  g_test_add_func ("/filing/a-copy-has-every-branch", test_copy);
  g_test_add_func ("/filing/a-chat-without-messages-is-copied", test_copy_of_nothing);
  g_test_add_func ("/filing/a-copy-of-a-streaming-chat-is-interrupted", test_copy_while_streaming);
  g_test_add_func ("/filing/a-message-of-any-branch-is-shown", test_show_message);
  return g_test_run ();
}
