/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chats as files: read from the database, written on a thread, whole or not at all. */

#include "config.h"

#include "ponder-error.h"
#include "ponder-test-loop.h"
#include "ponder-test-workspace.h"
#include "ponder-workspace-export.h"

#include <glib/gstdio.h>
#include <string.h>

/* (transfer full): a stored chat with one answer. */
static PonderSession *
make_chat (PonderTest *test,
           const char *question)
{
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);

  ponder_test_script (test, 0, "fine ", "答案", NULL);
  g_assert_cmpint (ponder_message_get_state (ponder_test_ask (test->workspace, timeline, question)), ==,
                   PONDER_MESSAGE_DONE);
  return g_steal_pointer (&session);
}

static gboolean
export (PonderTest          *test,
        GPtrArray           *sessions,
        PonderExportFormat   format,
        const char          *path,
        GCancellable        *cancellable,
        guint               *n_left_out,
        GError             **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) end = NULL;

  ponder_workspace_export_async (test->workspace, sessions, format, TRUE, FALSE, path, cancellable,
                                 ponder_test_take_result, &result);
  end = ponder_test_await (&result);
  return ponder_workspace_export_finish (test->workspace, end, n_left_out, error);
}

static void
test_text (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = make_chat (test, "你好?");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) end = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *text = NULL;

  ponder_workspace_export_session_async (test->workspace, session, PONDER_EXPORT_TEXT, TRUE, NULL,
                                         ponder_test_take_result, &result);
  end = ponder_test_await (&result);
  bytes = ponder_workspace_export_session_finish (test->workspace, end, &error);
  g_assert_no_error (error);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_nonnull (strstr (text, "你好?\n"));
  g_assert_nonnull (strstr (text, "fine 答案\n"));
}

static void
test_files (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(GPtrArray) sessions = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *path = g_build_filename (test->dir, "chats", NULL);
  g_autoptr(GError) error = NULL;
  guint n_left_out;

  g_ptr_array_add (sessions, make_chat (test, "one"));
  g_assert_true (export (test, sessions, PONDER_EXPORT_OPENAI_JSONL, path, NULL, &n_left_out, &error));
  g_assert_no_error (error);

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *text = NULL;
      g_auto(GStrv) lines = NULL;

      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      lines = g_strsplit (text, "\n", -1);
      g_assert_cmpuint (g_strv_length (lines), ==, sessions->len - i + 1);
      if (i == 1)
        break;

      /* An unanswered chat is left out of many. */
      g_ptr_array_add (sessions, ponder_test_new_chat (test));
      g_assert_true (export (test, sessions, PONDER_EXPORT_OPENAI_JSONL, path, NULL, &n_left_out, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (n_left_out, ==, 1);
    }
}

static void
test_nothing (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(GPtrArray) sessions = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *path = g_build_filename (test->dir, "chats", NULL);

  for (guint n = 1; n <= 2; n++)
    {
      g_autoptr(GError) error = NULL;

      g_ptr_array_add (sessions, ponder_test_new_chat (test));
      g_assert_false (export (test, sessions, PONDER_EXPORT_SHAREGPT, path, NULL, NULL, &error));
      g_assert_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST);
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    }
}

typedef struct
{
  char         *dir;
  GCancellable *cancellable;
} Watch;

static guint
count_partial (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += strstr (name, "ponder-export") != NULL;

  return n;
}

/* As soon as the file is begun. */
static gboolean
cancel_cb (gpointer user_data)
{
  Watch *watch = user_data;

  if (count_partial (watch->dir) == 0)
    return G_SOURCE_CONTINUE;

  g_cancellable_cancel (watch->cancellable);
  return G_SOURCE_REMOVE;
}

static void
test_cancel (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(GPtrArray) sessions = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *path = g_build_filename (test->dir, "chats.zip", NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(PonderSession) session = make_chat (test, "one");
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  Watch watch = { test->dir, cancellable };

  g_assert_true (g_file_set_contents (path, "before", -1, NULL));
  for (guint i = 0; i < 5000; i++)
    g_ptr_array_add (sessions, g_object_ref (session));
  g_idle_add (cancel_cb, &watch);
  g_assert_false (export (test, sessions, PONDER_EXPORT_HTML, path, cancellable, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_assert_cmpuint (count_partial (test->dir), ==, 0);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "before");
}

/* What is exported while it is being answered is a copy: nothing of it changes under the hands of the thread. */
static void
test_streaming (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  g_autoptr(PonderTurn) turn = NULL;
  g_autoptr(GPtrArray) sessions = g_ptr_array_new ();
  g_autofree char *path = g_build_filename (test->dir, "chat.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  ponder_test_script (test, 20, "one ", "two ", "three ", "four ", "five ", NULL);
  turn = ponder_workspace_begin_turn (test->workspace, timeline, "count");
  ponder_test_wait_for_text (ponder_turn_get_message (turn), 4);
  g_ptr_array_add (sessions, session);
  g_assert_true (export (test, sessions, PONDER_EXPORT_JSON, path, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\"text\": \"count\""));
  ponder_test_wait_for_end (turn);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workspace/export/a-chat-is-given-as-text", test_text);
  g_test_add_func ("/workspace/export/one-is-a-file-and-many-are-one", test_files);
  g_test_add_func ("/workspace/export/nothing-to-write-is-no-file", test_nothing);
  g_test_add_func ("/workspace/export/cancelled-it-leaves-what-was-there", test_cancel);
  g_test_add_func ("/workspace/export/a-chat-under-way-is-exported-as-it-is-stored", test_streaming);
  return g_test_run ();
}
