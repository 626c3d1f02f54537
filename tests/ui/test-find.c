/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking for something in the open chat, in a real window. */

#include "config.h"

#include "ponder-chat-page.h"
#include "ponder-find-bar.h"
#include "ponder-message-row.h"
#include "ponder-model-catalog.h"
#include "ponder-session.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-ui.h"
#include "ponder-transcript-view.h"
#include "ponder-window.h"
#include "ponder-workspace.h"

typedef struct
{
  char                 *path;
  PonderWorkspace      *workspace;
  PonderModelCatalog   *catalog;
  PonderWindow         *window;
  PonderFindBar        *bar;
  GtkWidget            *entry;
  PonderTranscriptView *transcript;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  GtkWidget *root;

  fixture->path = ponder_test_dir_new ();
  fixture->workspace = ponder_test_workspace_open (fixture->path);
  ponder_workspace_start_demo (fixture->workspace, &error);
  g_assert_no_error (error);
  fixture->catalog = ponder_model_catalog_new (fixture->workspace);
  fixture->window = ponder_window_new (GTK_APPLICATION ((gpointer) data), fixture->catalog);
  root = GTK_WIDGET (fixture->window);
  fixture->bar = PONDER_FIND_BAR (ponder_test_find (root, PONDER_TYPE_FIND_BAR, NULL));
  fixture->entry = ponder_test_find (GTK_WIDGET (fixture->bar), GTK_TYPE_SEARCH_ENTRY, NULL);
  fixture->transcript = PONDER_TRANSCRIPT_VIEW (ponder_test_find (root, PONDER_TYPE_TRANSCRIPT_VIEW, NULL));
  ponder_window_restore (fixture->window);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  ponder_window_save (fixture->window);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ponder_test_settle ();
  g_object_unref (fixture->catalog);
  ponder_test_workspace_close (fixture->workspace);
  ponder_test_dir_remove (fixture->path);
}

static gboolean
has_ended (gpointer user_data)
{
  return !ponder_turn_get_running (user_data);
}

/* The model says what it is asked. */
static PonderSession *
add_chat (Fixture    *fixture,
          const char *question)
{
  g_autoptr(PonderSession) session = ponder_workspace_create_session (fixture->workspace);
  g_autoptr(PonderModelConfig) config = ponder_model_config_new ();
  g_autoptr(PonderTimeline) timeline = NULL;
  g_autoptr(PonderTurn) turn = NULL;

  ponder_model_config_set_model (config, "demo", "echo");
  ponder_session_set_config (session, config);
  timeline = ponder_workspace_open_timeline (fixture->workspace, session);
  turn = ponder_workspace_begin_turn (fixture->workspace, timeline, question);
  ponder_test_wait_for (has_ended, turn, 20);
  ponder_window_show_session (fixture->window, session);
  ponder_test_settle ();
  return session;
}

typedef struct
{
  Fixture    *fixture;
  const char *count;
} Expected;

static gboolean
shows_count (gpointer user_data)
{
  Expected *expected = user_data;

  return ponder_test_find (GTK_WIDGET (expected->fixture->bar), GTK_TYPE_LABEL, expected->count) != NULL;
}

static void
wait_for_count (Fixture    *fixture,
                const char *count)
{
  Expected expected = { fixture, count };

  ponder_test_wait_for (shows_count, &expected, 10);
}

static gboolean
activate (Fixture    *fixture,
          const char *action)
{
  return gtk_widget_activate_action (GTK_WIDGET (fixture->window), action, NULL);
}

static GtkWidget *
get_focus (Fixture *fixture)
{
  return gtk_window_get_focus (GTK_WINDOW (fixture->window));
}

static void
test_walks (Fixture       *fixture,
            gconstpointer  data)
{
  add_chat (fixture, "one needle, two needles");
  g_assert_true (activate (fixture, "win.find"));
  g_assert_true (ponder_find_bar_get_opened (fixture->bar));
  g_assert_true (gtk_widget_is_ancestor (get_focus (fixture), fixture->entry));
  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), "NEEDLE");
  wait_for_count (fixture, "1 of 4");
  g_signal_emit_by_name (fixture->entry, "activate");
  wait_for_count (fixture, "2 of 4");
  activate (fixture, "win.next-hit");
  wait_for_count (fixture, "3 of 4");
  activate (fixture, "win.previous-hit");
  activate (fixture, "win.previous-hit");
  activate (fixture, "win.previous-hit");
  wait_for_count (fixture, "4 of 4");
  g_assert_nonnull (ponder_test_find (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL, "Continued from the end"));
  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), "nowhere");
  wait_for_count (fixture, "Not found");
  g_assert_true (gtk_widget_has_css_class (fixture->entry, "error"));
  /* Step goes with what is typed, and not with what was there. */
  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), "needles");
  g_signal_emit_by_name (fixture->entry, "activate");
  wait_for_count (fixture, "2 of 2");
}

static void
test_goes_on_after_closing (Fixture       *fixture,
                            gconstpointer  data)
{
  GtkWidget *row;

  add_chat (fixture, "needle, needle");
  activate (fixture, "win.find");
  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), "needle");
  wait_for_count (fixture, "1 of 4");
  g_signal_emit_by_name (fixture->entry, "stop-search");
  ponder_test_settle ();
  g_assert_false (ponder_find_bar_get_opened (fixture->bar));
  row = get_focus (fixture);
  g_assert_true (PONDER_IS_MESSAGE_ROW (row));

  /* What n does: on from there, and the keyboard stays in the messages. */
  g_assert_true (gtk_widget_activate_action (row, "find.step", "i", 1));
  wait_for_count (fixture, "2 of 4");
  g_assert_true (get_focus (fixture) == row);
  g_assert_true (gtk_widget_activate_action (row, "find.step", "i", 1));
  wait_for_count (fixture, "3 of 4");
  g_assert_true (gtk_widget_activate_action (row, "find.step", "i", -1));
  wait_for_count (fixture, "2 of 4");
}

static void
test_belongs_to_its_chat (Fixture       *fixture,
                          gconstpointer  data)
{
  add_chat (fixture, "needle");
  activate (fixture, "win.find");
  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), "needle");
  wait_for_count (fixture, "1 of 2");
  add_chat (fixture, "another needle");
  g_assert_false (ponder_find_bar_get_opened (fixture->bar));
  g_assert_cmpstr (ponder_find_bar_get_text (fixture->bar), ==, "");
  activate (fixture, "win.next-hit");
  g_assert_false (ponder_find_bar_get_opened (fixture->bar));
}

static void
test_follows_an_answer (Fixture       *fixture,
                        gconstpointer  data)
{
  PonderSession *session = add_chat (fixture, "needle");
  g_autoptr(PonderTimeline) timeline = ponder_workspace_open_timeline (fixture->workspace, session);
  g_autoptr(PonderTurn) turn = NULL;

  activate (fixture, "win.find");
  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), "needle");
  wait_for_count (fixture, "1 of 2");
  turn = ponder_workspace_begin_turn (fixture->workspace, timeline, "more needles");
  wait_for_count (fixture, "1 of 4");
  ponder_test_wait_for (has_ended, turn, 20);
}

/* From part to part of the window. */
static void
test_panes (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWidget *composer;

  add_chat (fixture, "question");
  activate (fixture, "win.focus-message");
  composer = get_focus (fixture);
  g_assert_true (GTK_IS_TEXT_VIEW (composer));
  activate (fixture, "win.previous-pane");
  g_assert_true (PONDER_IS_MESSAGE_ROW (get_focus (fixture)));
  activate (fixture, "win.next-pane");
  g_assert_true (get_focus (fixture) == composer);
  activate (fixture, "win.next-pane");
  ponder_test_settle ();
  g_assert_false (gtk_widget_is_ancestor (get_focus (fixture), GTK_WIDGET (fixture->transcript)));
  g_assert_true (get_focus (fixture) != composer);
  activate (fixture, "win.next-pane");
  g_assert_true (PONDER_IS_MESSAGE_ROW (get_focus (fixture)));
}

static void
add (const char     *path,
     AdwApplication *application,
     void          (*func) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, application, set_up, func, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(AdwApplication) application = NULL;

  if (!ponder_test_ui_init (&argc, &argv))
    return 0;

  application = ponder_test_ui_application ();
  add ("/ui/find/walks-from-place-to-place", application, test_walks);
  add ("/ui/find/goes-on-after-closing", application, test_goes_on_after_closing);
  add ("/ui/find/belongs-to-its-chat", application, test_belongs_to_its_chat);
  add ("/ui/find/follows-an-answer", application, test_follows_an_answer);
  add ("/ui/find/keys-go-from-part-to-part", application, test_panes);

  return g_test_run ();
}
