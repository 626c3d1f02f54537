/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a question to its answer, and to the next start of the program. */

#include "config.h"

#include "ponder-chat-page.h"
#include "ponder-chat-settings.h"
#include "ponder-composer.h"
#include "ponder-model-catalog.h"
#include "ponder-session.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-ui.h"
#include "ponder-transcript-view.h"
#include "ponder-window.h"
#include "ponder-workspace.h"

#include <glib/gstdio.h>
#include <signal.h>

/* One run of the program: a workspace and a window on it. */
typedef struct
{
  PonderWorkspace      *workspace;
  PonderModelCatalog   *catalog;
  PonderWindow         *window;
  PonderComposer       *composer;
  GtkTextBuffer        *buffer;
  PonderTranscriptView *transcript;
} Run;

static void
run_begin (Run            *run,
           GtkApplication *application,
           const char     *path)
{
  GtkWidget *root;

  run->workspace = ponder_test_workspace_open (path);
  run->catalog = ponder_model_catalog_new (run->workspace);
  run->window = ponder_window_new (application, run->catalog);
  root = GTK_WIDGET (run->window);
  run->composer = PONDER_COMPOSER (ponder_test_find (root, PONDER_TYPE_COMPOSER, NULL));
  run->buffer = gtk_text_view_get_buffer (
    GTK_TEXT_VIEW (ponder_test_find (GTK_WIDGET (run->composer), GTK_TYPE_TEXT_VIEW, NULL)));
  run->transcript = PONDER_TRANSCRIPT_VIEW (ponder_test_find (root, PONDER_TYPE_TRANSCRIPT_VIEW, NULL));
  ponder_window_restore (run->window);
  gtk_window_present (GTK_WINDOW (run->window));
}

static void
run_end (Run *run)
{
  ponder_window_save (run->window);
  gtk_window_destroy (GTK_WINDOW (run->window));
  ponder_test_settle ();
  g_object_unref (run->catalog);
  ponder_test_workspace_close (run->workspace);
}

static void
use_demo (Run        *run,
          const char *model)
{
  g_autoptr(GError) error = NULL;

  ponder_workspace_start_demo (run->workspace, &error);
  g_assert_no_error (error);
  ponder_window_new_chat (run->window);
  ponder_window_use_model (run->window, "demo", model);
}

static GtkWidget *
find_text_view (Run *run)
{
  return ponder_test_find (GTK_WIDGET (run->composer), GTK_TYPE_TEXT_VIEW, NULL);
}

static void
ask (Run        *run,
     const char *question)
{
  gtk_text_buffer_set_text (run->buffer, question, -1);
  g_assert_true (ponder_test_press (find_text_view (run), GDK_KEY_Return, 0));
}

/* (transfer none): the list holds it. */
static PonderMessage *
get_message (Run   *run,
             guint  index)
{
  GListModel *messages = ponder_transcript_view_get_messages (run->transcript);
  g_autoptr(PonderMessage) message = messages != NULL ? g_list_model_get_item (messages, index) : NULL;

  return message;
}

static gboolean
has_text (gpointer user_data)
{
  PonderMessage *answer = get_message (user_data, 1);

  return answer != NULL && strlen (ponder_message_get_text (answer)) > 40;
}

static gboolean
is_done (gpointer user_data)
{
  PonderMessage *answer = get_message (user_data, 1);

  return answer != NULL && ponder_message_get_state (answer) == PONDER_MESSAGE_DONE;
}

static gboolean
is_stopped (gpointer user_data)
{
  PonderMessage *answer = get_message (user_data, 1);

  return answer != NULL && ponder_message_get_state (answer) == PONDER_MESSAGE_STOPPED;
}

static gboolean
composer_rests (gpointer user_data)
{
  return !ponder_composer_get_running (user_data);
}

static void
test_ask_and_stop (gconstpointer data)
{
  GtkApplication *application = GTK_APPLICATION ((gpointer) data);
  char *path = ponder_test_dir_new ();
  g_autofree char *text = NULL;
  Run run = { NULL };

  run_begin (&run, application, path);
  use_demo (&run, "hello");
  ask (&run, "How does a write-ahead log work?");
  g_assert_cmpint (gtk_text_buffer_get_char_count (run.buffer), ==, 0);
  g_assert_true (ponder_composer_get_running (run.composer));
  ponder_test_wait_for (has_text, &run, 20);
  g_assert_cmpint (ponder_message_get_state (get_message (&run, 1)), ==, PONDER_MESSAGE_STREAMING);

  g_signal_emit_by_name (run.composer, "stop");
  ponder_test_wait_for (is_stopped, &run, 5);
  ponder_test_wait_for (composer_rests, run.composer, 5);
  text = g_strdup (ponder_message_get_text (get_message (&run, 1)));
  run_end (&run);

  /* The next start shows the same chat with what had come. */
  run_begin (&run, application, path);
  ponder_test_wait_for (is_stopped, &run, 20);
  g_assert_cmpstr (ponder_session_get_title (ponder_window_get_session (run.window)), ==,
                   "How does a write-ahead log work?");
  g_assert_cmpstr (ponder_message_get_text (get_message (&run, 0)), ==, "How does a write-ahead log work?");
  g_assert_cmpstr (ponder_message_get_text (get_message (&run, 1)), ==, text);
  run_end (&run);
  ponder_test_dir_remove (path);
}

static void
test_quit_while_streaming (gconstpointer data)
{
  GtkApplication *application = GTK_APPLICATION ((gpointer) data);
  char *path = ponder_test_dir_new ();
  Run run = { NULL };

  run_begin (&run, application, path);
  use_demo (&run, "hello");
  ask (&run, "你好");
  ponder_test_wait_for (has_text, &run, 20);
  run_end (&run);

  run_begin (&run, application, path);
  ponder_test_wait_for (is_stopped, &run, 20);
  g_assert_cmpuint (strlen (ponder_message_get_text (get_message (&run, 1))), >, 40);
  run_end (&run);
  ponder_test_dir_remove (path);
}

static void
test_edit_makes_a_branch (gconstpointer data)
{
  GtkApplication *application = GTK_APPLICATION ((gpointer) data);
  char *path = ponder_test_dir_new ();
  Run run = { NULL };

  run_begin (&run, application, path);
  use_demo (&run, "echo");
  ask (&run, "first words");
  ponder_test_wait_for (is_done, &run, 20);
  ponder_test_wait_for (composer_rests, run.composer, 5);

  g_assert_true (ponder_test_press (find_text_view (&run), GDK_KEY_Up, 0));
  g_assert_true (ponder_composer_get_editing (run.composer));
  ask (&run, "other words");
  g_assert_false (ponder_composer_get_editing (run.composer));
  g_assert_cmpstr (ponder_message_get_text (get_message (&run, 0)), ==, "other words");
  g_assert_cmpuint (ponder_message_get_n_siblings (get_message (&run, 0)), ==, 2);
  ponder_test_wait_for (is_done, &run, 20);

  g_signal_emit_by_name (run.transcript, "show-sibling", get_message (&run, 0), -1);
  g_assert_cmpstr (ponder_message_get_text (get_message (&run, 0)), ==, "first words");
  run_end (&run);
  ponder_test_dir_remove (path);
}

static void
test_draft_belongs_to_its_chat (gconstpointer data)
{
  GtkApplication *application = GTK_APPLICATION ((gpointer) data);
  char *path = ponder_test_dir_new ();
  g_autoptr(PonderSession) first = NULL;
  g_autofree char *draft = NULL;
  GtkTextIter iter;
  guint cursor;
  Run run = { NULL };

  run_begin (&run, application, path);
  use_demo (&run, "echo");
  first = g_object_ref (ponder_window_get_session (run.window));
  gtk_text_buffer_set_text (run.buffer, "未完成的问题", -1);
  ponder_composer_flush (run.composer);
  /* Only the cursor moves after that. */
  gtk_text_buffer_get_iter_at_offset (run.buffer, &iter, 2);
  gtk_text_buffer_place_cursor (run.buffer, &iter);
  g_assert_nonnull (ponder_workspace_lookup_session (run.workspace, ponder_session_get_id (first)));

  ponder_window_new_chat (run.window);
  g_assert_true (ponder_window_get_session (run.window) != first);
  g_assert_cmpint (gtk_text_buffer_get_char_count (run.buffer), ==, 0);
  ponder_window_show_session (run.window, first);
  draft = ponder_composer_dup_draft (run.composer, NULL);
  g_assert_cmpstr (draft, ==, "未完成的问题");
  g_clear_object (&first);
  run_end (&run);

  run_begin (&run, application, path);
  g_free (draft);
  draft = ponder_composer_dup_draft (run.composer, &cursor);
  g_assert_cmpstr (draft, ==, "未完成的问题");
  g_assert_cmpuint (cursor, ==, 2);
  run_end (&run);
  ponder_test_dir_remove (path);
}

static void
test_folds (gconstpointer data)
{
  GtkApplication *application = GTK_APPLICATION ((gpointer) data);
  char *path = ponder_test_dir_new ();
  GtkWidget *back;
  Run run = { NULL };

  run_begin (&run, application, path);
  use_demo (&run, "echo");
  back = ponder_test_find (ponder_test_find (GTK_WIDGET (run.window), PONDER_TYPE_CHAT_PAGE, NULL),
                           GTK_TYPE_BUTTON, "go-previous-symbolic");
  ponder_test_settle ();
  g_assert_false (gtk_widget_get_visible (back));
  run_end (&run);

  run_begin (&run, application, path);
  gtk_window_set_default_size (GTK_WINDOW (run.window), 360, 640);
  use_demo (&run, "echo");
  back = ponder_test_find (ponder_test_find (GTK_WIDGET (run.window), PONDER_TYPE_CHAT_PAGE, NULL),
                           GTK_TYPE_BUTTON, "go-previous-symbolic");
  ponder_test_run_for (200);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (run.window)), <=, 420);
  g_assert_true (gtk_widget_get_visible (back));
  run_end (&run);
  ponder_test_dir_remove (path);
}

static void
composer_share_of_window (Run    *run,
                          double *share)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (run->composer), GTK_WIDGET (run->window), &bounds));
  *share = bounds.size.height / gtk_widget_get_height (GTK_WIDGET (run->window));
}

static void
test_composer_grows (gconstpointer data)
{
  GtkApplication *application = GTK_APPLICATION ((gpointer) data);
  char *path = ponder_test_dir_new ();
  double share;
  Run run = { NULL };

  run_begin (&run, application, path);
  use_demo (&run, "echo");
  ponder_test_run_for (100);
  composer_share_of_window (&run, &share);
  g_assert_cmpfloat (share, <, 0.12);
  for (guint i = 0; i < 100; i++)
    gtk_text_buffer_insert_at_cursor (run.buffer, "a line\n", -1);
  ponder_test_run_for (200);
  composer_share_of_window (&run, &share);
  g_assert_cmpfloat (share, >, 0.3);
  g_assert_cmpfloat (share, <=, 0.41);
  run_end (&run);
  ponder_test_dir_remove (path);
}

/* In the settings of the chat. */
static GtkSwitch *
find_reuse_switch (Run *run)
{
  GtkWidget *settings = ponder_test_find (GTK_WIDGET (run->window), PONDER_TYPE_CHAT_SETTINGS, NULL);

  return GTK_SWITCH (ponder_test_find (settings, GTK_TYPE_SWITCH, NULL));
}

static void
test_reuse_answers (gconstpointer data)
{
  GtkApplication *application = GTK_APPLICATION ((gpointer) data);
  char *path = ponder_test_dir_new ();
  PonderSession *session;
  GtkSwitch *reuse;
  Run run = { NULL };

  run_begin (&run, application, path);
  use_demo (&run, "echo");
  ask (&run, "first words");
  ponder_test_wait_for (is_done, &run, 20);
  session = ponder_window_get_session (run.window);
  reuse = find_reuse_switch (&run);
  g_assert_true (gtk_switch_get_active (reuse));
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (reuse)));
  gtk_widget_activate (GTK_WIDGET (reuse));
  g_assert_true (ponder_session_get_config (session)->no_cache);
  g_assert_cmpstr (ponder_session_get_config (session)->model, ==, "echo");
  ponder_window_new_chat (run.window);
  g_assert_false (ponder_session_get_config (ponder_window_get_session (run.window))->no_cache);
  g_assert_true (gtk_switch_get_active (reuse));
  ponder_window_show_session (run.window, session);
  g_assert_false (gtk_switch_get_active (reuse));
  run_end (&run);

  /* The chat remembers it; the preferences stand above all chats, and the switch shows it. */
  run_begin (&run, application, path);
  session = ponder_window_get_session (run.window);
  g_assert_true (ponder_session_get_config (session)->no_cache);
  g_object_set (ponder_workspace_get_settings (run.workspace), "cache-enabled", FALSE, NULL);
  reuse = find_reuse_switch (&run);
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (reuse)));
  g_assert_false (gtk_switch_get_active (reuse));
  g_object_set (ponder_workspace_get_settings (run.workspace), "cache-enabled", TRUE, NULL);
  gtk_widget_activate (GTK_WIDGET (reuse));
  g_assert_false (ponder_session_get_config (session)->no_cache);
  run_end (&run);
  ponder_test_dir_remove (path);
}

static gboolean
badge_is_shown (gpointer user_data)
{
  Run *run = user_data;
  GtkWidget *label = ponder_test_find (GTK_WIDGET (run->transcript), GTK_TYPE_LABEL, "from cache, just now");

  return label != NULL && gtk_widget_get_mapped (label);
}

/* The same question once more, in a chat of its own. */
static void
ask_anew (Run        *run,
          const char *question)
{
  ponder_test_wait_for (is_done, run, 20);
  ponder_test_wait_for (composer_rests, run->composer, 5);
  ponder_window_new_chat (run->window);
  ponder_window_use_model (run->window, "demo", "hello");
  ask (run, question);
}

static void
test_cached_answer (gconstpointer data)
{
  GtkApplication *application = GTK_APPLICATION ((gpointer) data);
  const char *question = "How does a write-ahead log work?";
  char *path = ponder_test_dir_new ();
  g_autofree char *first = NULL;
  GtkWidget *badge;
  gint64 begin;
  Run run = { NULL };

  run_begin (&run, application, path);
  use_demo (&run, "hello");
  ask (&run, question);
  ponder_test_wait_for (has_text, &run, 20);
  ask_anew (&run, question);
  g_assert_false (badge_is_shown (&run));
  begin = g_get_monotonic_time ();
  ponder_test_wait_for (badge_is_shown, &run, 5);
  g_test_message ("shown after %" G_GINT64_FORMAT " ms", (g_get_monotonic_time () - begin) / 1000);
  first = g_strdup (ponder_message_get_text (get_message (&run, 1)));
  g_assert_cmpint (ponder_message_get_state (get_message (&run, 1)), ==, PONDER_MESSAGE_DONE);

  /* Pressing it asks the model, and the answer from the cache stays beside the new one. */
  ponder_test_wait_for (composer_rests, run.composer, 5);
  badge = ponder_test_find (GTK_WIDGET (run.transcript), GTK_TYPE_LABEL, "from cache, just now");
  g_signal_emit_by_name (gtk_widget_get_ancestor (badge, GTK_TYPE_BUTTON), "clicked");
  g_assert_cmpuint (ponder_message_get_n_siblings (get_message (&run, 1)), ==, 2);
  ponder_test_wait_for (is_done, &run, 30);
  g_assert_cmpint (ponder_message_get_cached_from (get_message (&run, 1)), ==, 0);
  ponder_test_settle ();
  g_assert_false (badge_is_shown (&run));
  g_signal_emit_by_name (run.transcript, "show-sibling", get_message (&run, 1), -1);
  ponder_test_wait_for (badge_is_shown, &run, 5);
  run_end (&run);

  /* Also after a restart. */
  run_begin (&run, application, path);
  ponder_test_wait_for (badge_is_shown, &run, 20);
  g_assert_cmpstr (ponder_message_get_text (get_message (&run, 1)), ==, first);
  run_end (&run);
  ponder_test_dir_remove (path);
}

static void
test_stop_while_replaying (gconstpointer data)
{
  GtkApplication *application = GTK_APPLICATION ((gpointer) data);
  const char *question = "How does a write-ahead log work?";
  char *path = ponder_test_dir_new ();
  g_autofree char *whole = NULL;
  Run run = { NULL };

  run_begin (&run, application, path);
  use_demo (&run, "hello");
  g_object_set (ponder_workspace_get_settings (run.workspace), "cache-replay-paced", TRUE, NULL);
  ask (&run, question);
  ponder_test_wait_for (is_done, &run, 30);
  whole = g_strdup (ponder_message_get_text (get_message (&run, 1)));
  ask_anew (&run, question);
  ponder_test_wait_for (has_text, &run, 20);
  g_assert_cmpint (ponder_message_get_state (get_message (&run, 1)), ==, PONDER_MESSAGE_STREAMING);
  g_signal_emit_by_name (run.composer, "stop");
  ponder_test_wait_for (is_stopped, &run, 5);
  g_assert_cmpuint (strlen (ponder_message_get_text (get_message (&run, 1))), <, strlen (whole));
  g_assert_true (g_str_has_prefix (whole, ponder_message_get_text (get_message (&run, 1))));
  ponder_test_wait_for (badge_is_shown, &run, 5);
  run_end (&run);
  ponder_test_dir_remove (path);
}

static gboolean
shows_two (gpointer user_data)
{
  return get_message (user_data, 2) == NULL && get_message (user_data, 1) != NULL;
}

/* The toast comes once nothing else is to be done. */
static gboolean
offers_undo (gpointer user_data)
{
  return ponder_test_find (GTK_WIDGET (((Run *) user_data)->window), GTK_TYPE_BUTTON, "_Undo") != NULL;
}

static void
test_delete_and_undo (gconstpointer data)
{
  GtkApplication *application = GTK_APPLICATION ((gpointer) data);
  char *path = ponder_test_dir_new ();
  PonderMessage *answer;
  Run run = { NULL };

  run_begin (&run, application, path);
  use_demo (&run, "hello");
  ask (&run, "Hello");
  ponder_test_wait_for (has_text, &run, 20);
  g_signal_emit_by_name (run.composer, "stop");
  ponder_test_wait_for (is_stopped, &run, 5);
  answer = get_message (&run, 1);

  g_signal_emit_by_name (run.transcript, "trash", answer);
  g_assert_null (get_message (&run, 1));
  ponder_test_wait_for (offers_undo, &run, 20);
  ponder_test_click_on (GTK_WIDGET (run.window), "_Undo");
  ponder_test_wait_for (shows_two, &run, 20);
  g_assert_true (get_message (&run, 1) == answer);

  g_signal_emit_by_name (run.transcript, "branch", get_message (&run, 0));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (ponder_workspace_get_sessions (run.workspace))), ==, 2);
  run_end (&run);
  ponder_test_dir_remove (path);
}

/* SQLite keeps the number of a program's format here: big-endian, the last byte of four. */
#define FORMAT_BYTE 63

static void
make_newer (const char *path)
{
  FILE *file = g_fopen (path, "r+b");

  g_assert_nonnull (file);
  g_assert_cmpint (fseek (file, FORMAT_BYTE, SEEK_SET), ==, 0);
  g_assert_cmpint (fputc (99, file), ==, 99);
  g_assert_cmpint (fclose (file), ==, 0);
}

static gboolean
has_two_messages (gpointer user_data)
{
  Run *run = user_data;

  return g_list_model_get_n_items (ponder_transcript_view_get_messages (run->transcript)) == 2;
}

static void
test_only_to_be_read (gconstpointer data)
{
  GtkApplication *application = GTK_APPLICATION ((gpointer) data);
  char *path = ponder_test_dir_new ();
  g_autofree char *database = NULL;
  Run run = { NULL };

  run_begin (&run, application, path);
  database = g_strdup (ponder_workspace_get_database_path (run.workspace));
  use_demo (&run, "echo");
  ask (&run, "Hello");
  ponder_test_wait_for (composer_rests, run.composer, 20);
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (run.composer)));
  run_end (&run);

  make_newer (database);
  run_begin (&run, application, path);
  ponder_test_wait_for (has_two_messages, &run, 20);
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (run.composer)));
  run_end (&run);
  ponder_test_dir_remove (path);
}

static void
exited_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  g_subprocess_wait_finish (G_SUBPROCESS (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static gboolean
is_true (gpointer user_data)
{
  return *(gboolean *) user_data;
}

/* The program itself: it opens, and a signal ends it as Quit would. */
static void
test_program (void)
{
  char *path = ponder_test_dir_new ();
  g_autofree char *program = g_build_filename (g_getenv ("PONDER_BUILD_DIR"), "src", "ui", "ponder", NULL);
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;
  gboolean exited = FALSE;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, "--data-dir", path, "--config-dir", path,
                              "--demo", NULL);
  g_assert_no_error (error);
  g_subprocess_wait_async (process, NULL, exited_cb, &exited);
  ponder_test_run_for (1500);
  g_assert_false (exited);
  g_subprocess_send_signal (process, SIGTERM);
  ponder_test_wait_for (is_true, &exited, 20);
  g_assert_true (g_subprocess_get_successful (process));
  ponder_test_dir_remove (path);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(AdwApplication) application = NULL;

  if (!ponder_test_ui_init (&argc, &argv))
    return 0;

  application = ponder_test_ui_application ();
  g_test_add_data_func ("/ui/window/an-answer-streams-stops-and-is-there-again", application, test_ask_and_stop);
  g_test_add_data_func ("/ui/window/quitting-keeps-what-has-come", application, test_quit_while_streaming);
  g_test_add_data_func ("/ui/window/editing-a-question-makes-a-branch", application, test_edit_makes_a_branch);
  g_test_add_data_func ("/ui/window/a-draft-belongs-to-its-chat", application, test_draft_belongs_to_its_chat);
  g_test_add_data_func ("/ui/window/a-narrow-window-folds", application, test_folds);
  g_test_add_data_func ("/ui/window/the-composer-grows-to-two-fifths", application, test_composer_grows);
  g_test_add_data_func ("/ui/window/a-chat-can-do-without-kept-answers", application, test_reuse_answers);
  g_test_add_data_func ("/ui/window/a-question-asked-before-is-answered-from-the-cache", application,
                        test_cached_answer);
  g_test_add_data_func ("/ui/window/an-answer-from-the-cache-can-be-stopped", application, test_stop_while_replaying);
  g_test_add_data_func ("/ui/window/a-deleted-answer-comes-back-with-undo", application, test_delete_and_undo);
  g_test_add_data_func ("/ui/window/chats-of-a-newer-version-are-only-read", application, test_only_to_be_read);
  g_test_add_func ("/ui/window/the-program-ends-cleanly", test_program);

  return g_test_run ();
}
