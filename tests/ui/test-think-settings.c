/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether and how questions are thought about deeply: the toggle of a chat, its own settings, the preferences. */

#include "config.h"

#include "ponder-chat-header.h"
#include "ponder-composer.h"
#include "ponder-chat-settings.h"
#include "ponder-model-catalog.h"
#include "ponder-number-row.h"
#include "ponder-preferences.h"
#include "ponder-session.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-ui.h"
#include "ponder-think-page.h"
#include "ponder-think-settings.h"
#include "ponder-think-toggle.h"
#include "ponder-transcript-view.h"
#include "ponder-window.h"
#include "ponder-workspace-think.h"
#include "ponder-workspace.h"

/* One run of the program: a workspace and a window on it. */
typedef struct
{
  char                 *path;
  PonderWorkspace      *workspace;
  PonderModelCatalog   *catalog;
  PonderWindow         *window;
  PonderComposer       *composer;
  PonderTranscriptView *transcript;
  GtkToggleButton      *toggle;
} Run;

static void
run_begin (Run            *run,
           GtkApplication *application)
{
  GtkWidget *root;

  if (run->path == NULL)
    run->path = ponder_test_dir_new ();
  run->workspace = ponder_test_workspace_open (run->path);
  run->catalog = ponder_model_catalog_new (run->workspace);
  run->window = ponder_window_new (application, run->catalog);
  root = GTK_WIDGET (run->window);
  run->composer = PONDER_COMPOSER (ponder_test_find (root, PONDER_TYPE_COMPOSER, NULL));
  run->transcript = PONDER_TRANSCRIPT_VIEW (ponder_test_find (root, PONDER_TYPE_TRANSCRIPT_VIEW, NULL));
  run->toggle = GTK_TOGGLE_BUTTON (ponder_test_find (ponder_test_find (root, PONDER_TYPE_THINK_TOGGLE, NULL),
                                                     GTK_TYPE_TOGGLE_BUTTON, NULL));
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

static PonderModelConfig *
get_config (Run *run)
{
  return ponder_session_get_config (ponder_window_get_session (run->window));
}

/* What a person sees of it: the toggle is pressed, and the button that sends shows the same picture. */
static void
assert_shown (Run      *run,
              gboolean  thinks)
{
  const char *words = thinks ? "Think deeply about…" : "Message…";

  g_assert_cmpint (gtk_toggle_button_get_active (run->toggle), ==, thinks);
  g_assert_nonnull (ponder_test_find (GTK_WIDGET (run->composer), GTK_TYPE_LABEL, words));
  g_assert_cmpint (ponder_test_find (GTK_WIDGET (run->composer), GTK_TYPE_BUTTON, "ponder-deep-think-symbolic") != NULL,
                   ==, thinks);
}

static void
assert_reason (Run        *run,
               const char *reason)
{
  g_assert_cmpint (gtk_widget_is_sensitive (GTK_WIDGET (run->toggle)), ==, reason == NULL);
  if (reason != NULL)
    g_assert_cmpstr (gtk_widget_get_tooltip_text (GTK_WIDGET (run->toggle)), ==, reason);
}

static void
test_toggle (gconstpointer data)
{
  GtkApplication *application = GTK_APPLICATION ((gpointer) data);
  Run run = { NULL };

  run_begin (&run, application);
  use_demo (&run, "hello");
  assert_shown (&run, FALSE);
  assert_reason (&run, NULL);
  ponder_test_click (GTK_WIDGET (run.toggle));
  g_assert_true (get_config (&run)->deep_think);
  assert_shown (&run, TRUE);

  /* By the keyboard, from wherever it is. */
  gtk_widget_activate_action (GTK_WIDGET (run.window), "win.deep-think", NULL);
  g_assert_false (get_config (&run)->deep_think);
  assert_shown (&run, FALSE);
  run_end (&run);
  ponder_test_dir_remove (run.path);
}

static void
test_reasons (gconstpointer data)
{
  GtkApplication *application = GTK_APPLICATION ((gpointer) data);
  PonderAskedModels *asked;
  g_autoptr(GPtrArray) models = g_ptr_array_new ();
  g_autoptr(GPtrArray) none = g_ptr_array_new ();
  Run run = { NULL };

  run_begin (&run, application);
  use_demo (&run, NULL);
  assert_reason (&run, "Choose a model first");
  gtk_widget_activate_action (GTK_WIDGET (run.window), "win.deep-think", NULL);
  g_assert_false (get_config (&run)->deep_think);

  ponder_window_use_model (run.window, "demo", "hello");
  assert_reason (&run, NULL);
  ponder_test_click (GTK_WIDGET (run.toggle));

  /* Several models give plain answers, which the window says before they are asked. */
  asked = ponder_composer_get_asked_models (run.composer);
  g_ptr_array_add (models, (gpointer) "demo/hello");
  g_ptr_array_add (models, (gpointer) "demo/echo");
  ponder_asked_models_set_models (asked, models);
  g_signal_emit_by_name (asked, "changed");
  assert_reason (&run, "Deep think asks one model");
  assert_shown (&run, FALSE);
  g_assert_true (get_config (&run)->deep_think);

  /* An edit asks one. */
  ponder_composer_begin_edit (run.composer, "once more");
  assert_reason (&run, NULL);
  assert_shown (&run, TRUE);
  ponder_composer_cancel_edit (run.composer);
  assert_shown (&run, FALSE);

  ponder_asked_models_set_models (asked, none);
  g_signal_emit_by_name (asked, "changed");
  assert_reason (&run, NULL);
  assert_shown (&run, TRUE);
  run_end (&run);
  ponder_test_dir_remove (run.path);
}

/* The least width of the header bar of a chat that fills a window alone. */
static int
measure_header (Run *run)
{
  GtkWidget *header = gtk_widget_get_ancestor (GTK_WIDGET (run->toggle), PONDER_TYPE_CHAT_HEADER);
  int width;

  gtk_widget_measure (header, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  return width;
}

static gboolean
shows_words (gpointer user_data)
{
  return gtk_widget_get_mapped (user_data);
}

static void
test_narrow (gconstpointer data)
{
  GtkApplication *application = GTK_APPLICATION ((gpointer) data);
  GtkWidget *words;
  Run run = { NULL };

  run_begin (&run, application);
  gtk_window_set_default_size (GTK_WINDOW (run.window), 1000, 640);
  use_demo (&run, "hello");
  words = ponder_test_find (GTK_WIDGET (run.toggle), GTK_TYPE_LABEL, "Deep Think");
  ponder_test_wait_for (shows_words, words, 5);
  run_end (&run);

  run_begin (&run, application);
  gtk_window_set_default_size (GTK_WINDOW (run.window), 360, 640);
  g_object_set (gtk_settings_get_default (), "gtk-decoration-layout", "menu:minimize,maximize,close", NULL);
  use_demo (&run, "hello");
  ponder_test_run_for (200);
  words = ponder_test_find (GTK_WIDGET (run.toggle), GTK_TYPE_LABEL, "Deep Think");
  g_assert_false (gtk_widget_get_visible (words));
  g_assert_cmpint (measure_header (&run), <=, 360);
  run_end (&run);
  ponder_test_dir_remove (run.path);
}

/* --- what is asked --- */

static PonderMessage *
get_answer (Run *run)
{
  GListModel *messages = ponder_transcript_view_get_messages (run->transcript);
  g_autoptr(PonderMessage) message = g_list_model_get_item (messages, 1);

  return message;
}

static gboolean
composer_rests (gpointer user_data)
{
  return !ponder_composer_get_running (user_data);
}

/* What was begun is a run of deep think, or not; then it is stopped. */
static void
expect_runs (Run   *run,
             guint  n)
{
  g_assert_true (ponder_composer_get_running (run->composer));
  g_assert_cmpuint (g_list_model_get_n_items (ponder_workspace_get_runs (run->workspace)), ==, n);
  g_signal_emit_by_name (run->composer, "stop");
  ponder_test_wait_for (composer_rests, run->composer, 10);
}

static void
test_questions (gconstpointer data)
{
  GtkApplication *application = GTK_APPLICATION ((gpointer) data);
  Run run = { NULL };

  run_begin (&run, application);
  use_demo (&run, "think");
  ponder_test_click (GTK_WIDGET (run.toggle));
  g_signal_emit_by_name (run.composer, "send", "Why is the sky blue?");
  expect_runs (&run, 1);

  /* Regenerating and editing follow the toggle as it is then. */
  g_signal_emit_by_name (run.transcript, "regenerate", get_answer (&run));
  expect_runs (&run, 1);
  ponder_test_click (GTK_WIDGET (run.toggle));
  g_signal_emit_by_name (run.transcript, "regenerate", get_answer (&run));
  expect_runs (&run, 0);
  ponder_test_click (GTK_WIDGET (run.toggle));
  g_signal_emit_by_name (run.composer, "edit-last");
  g_signal_emit_by_name (run.composer, "send", "Why is it red in the evening?");
  expect_runs (&run, 1);
  run_end (&run);

  /* The chat remembers it. */
  run_begin (&run, application);
  g_assert_true (get_config (&run)->deep_think);
  run_end (&run);
  ponder_test_dir_remove (run.path);
}

/* --- how --- */

static GtkWidget *
get_child (GtkWidget  *parent,
           const char *name)
{
  GObject *child = gtk_widget_get_template_child (parent, G_OBJECT_TYPE (parent), name);

  g_assert_nonnull (child);
  return GTK_WIDGET (child);
}

static void
type (GtkWidget  *settings,
      const char *name,
      const char *text)
{
  GtkWidget *entry = ponder_test_find (get_child (settings, name), GTK_TYPE_ENTRY, NULL);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

static void
turn (GtkWidget  *settings,
      const char *name,
      gboolean    on)
{
  gtk_switch_set_active (GTK_SWITCH (get_child (settings, name)), on);
}

static void
test_own_settings (gconstpointer data)
{
  GtkApplication *application = GTK_APPLICATION ((gpointer) data);
  GtkWidget *popover;
  GtkWidget *settings;
  GtkWidget *chat;
  Run run = { NULL };

  run_begin (&run, application);
  use_demo (&run, "hello");
  chat = ponder_test_find (GTK_WIDGET (run.window), PONDER_TYPE_CHAT_SETTINGS, NULL);
  g_assert_null (ponder_test_find (chat, PONDER_TYPE_THINK_SETTINGS, NULL));
  gtk_widget_activate_action (GTK_WIDGET (run.window), "win.chat-settings", NULL);
  ponder_test_settle ();
  gtk_expander_set_expanded (GTK_EXPANDER (get_child (chat, "think_fold")), TRUE);
  settings = ponder_test_find (chat, PONDER_TYPE_THINK_SETTINGS, NULL);
  g_assert_null (get_config (&run)->think);

  turn (settings, "review", FALSE);
  g_assert_false (get_config (&run)->think->review);
  g_assert_false (gtk_widget_is_sensitive (get_child (settings, "reviewer")));
  g_assert_false (ponder_model_config_is_plain (get_config (&run)));
  type (settings, "max_subtasks", "3");
  type (settings, "parallel", "99");
  g_assert_cmpuint (get_config (&run)->think->max_subtasks, ==, 3);
  g_assert_cmpuint (get_config (&run)->think->parallel, ==, 0);
  turn (settings, "quorum", TRUE);
  g_assert_true (get_config (&run)->think->quorum);

  /* The same button takes it away and brings it back. */
  ponder_test_click (get_child (chat, "reset"));
  g_assert_null (get_config (&run)->think);
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (get_child (settings, "review"))));
  ponder_test_click (get_child (chat, "reset"));
  g_assert_cmpuint (get_config (&run)->think->max_subtasks, ==, 3);

  /* What is as usual is nothing of its own. */
  turn (settings, "review", TRUE);
  turn (settings, "quorum", FALSE);
  type (settings, "parallel", "");
  type (settings, "max_subtasks", "6");
  g_assert_null (get_config (&run)->think);
  g_assert_true (ponder_model_config_is_plain (get_config (&run)));
  popover = gtk_widget_get_ancestor (chat, GTK_TYPE_POPOVER);
  gtk_popover_popdown (GTK_POPOVER (popover));
  run_end (&run);
  ponder_test_dir_remove (run.path);
}

static void
test_preferences (gconstpointer data)
{
  GtkApplication *application = GTK_APPLICATION ((gpointer) data);
  PonderPreferences *preferences;
  PonderSettings *preferred;
  GtkWidget *page;
  GtkWidget *settings;
  Run run = { NULL };
  int width;

  run_begin (&run, application);
  use_demo (&run, "echo");
  preferred = ponder_workspace_get_settings (run.workspace);
  preferences = ponder_preferences_new (GTK_WINDOW (run.window), run.catalog);
  gtk_window_present (GTK_WINDOW (preferences));
  gtk_widget_measure (gtk_widget_get_first_child (GTK_WIDGET (preferences)), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  g_assert_cmpint (width, <=, 360);
  page = ponder_test_find (GTK_WIDGET (preferences), PONDER_TYPE_THINK_PAGE, NULL);
  settings = get_child (page, "think");
  type (settings, "max_subtasks", "4");
  g_assert_cmpstr (ponder_settings_get_think_config (preferred), ==, "{\"max_subtasks\":4}");

  g_assert_false (gtk_widget_is_sensitive (get_child (settings, "web_search")));
  ponder_settings_set_web_search (preferred, "{}");
  g_assert_true (gtk_widget_is_sensitive (get_child (settings, "web_search")));
  g_assert_false (gtk_widget_get_visible (get_child (settings, "web_note")));

  ponder_test_click (get_child (page, "reset"));
  g_assert_cmpstr (ponder_settings_get_think_config (preferred), ==, "");
  g_assert_false (gtk_widget_is_sensitive (get_child (page, "reset")));

  gtk_switch_set_active (GTK_SWITCH (get_child (page, "new_chats")), TRUE);
  gtk_window_destroy (GTK_WINDOW (preferences));
  g_signal_emit_by_name (run.composer, "send", "hello");
  ponder_test_wait_for (composer_rests, run.composer, 20);
  ponder_window_new_chat (run.window);
  g_assert_true (get_config (&run)->deep_think);
  run_end (&run);

  /* The folder keeps it. */
  run_begin (&run, application);
  g_assert_true (ponder_settings_get_think_in_new_chats (ponder_workspace_get_settings (run.workspace)));
  run_end (&run);
  ponder_test_dir_remove (run.path);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(AdwApplication) application = NULL;

  if (!ponder_test_ui_init (&argc, &argv))
    return 0;

  application = ponder_test_ui_application ();
  g_test_add_data_func ("/ui/think-settings/toggle-holds-for-the-chat", application, test_toggle);
  g_test_add_data_func ("/ui/think-settings/toggle-says-why-not", application, test_reasons);
  g_test_add_data_func ("/ui/think-settings/every-question-follows-the-toggle", application, test_questions);
  g_test_add_data_func ("/ui/think-settings/a-chat-has-its-own", application, test_own_settings);
  g_test_add_data_func ("/ui/think-settings/preferences-hold-for-the-others", application, test_preferences);
  g_test_add_data_func ("/ui/think-settings/toggle-fits-a-narrow-window", application, test_narrow);

  return g_test_run ();
}
