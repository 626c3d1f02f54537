/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first start: from nothing to a chat that can be used. */

#include "config.h"

#include "ponder-composer.h"
#include "ponder-model-catalog.h"
#include "ponder-session.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-ui.h"
#include "ponder-welcome.h"
#include "ponder-window.h"
#include "ponder-workspace.h"

static gboolean
is_mapped (gpointer user_data)
{
  return gtk_widget_get_mapped (user_data);
}

static gboolean
spinner_stopped (gpointer user_data)
{
  return !gtk_widget_get_visible (user_data);
}

static void
test_demo (void)
{
  char *path = ponder_test_dir_new ();
  PonderWorkspace *workspace = ponder_test_workspace_open (path);
  g_autoptr(AdwApplication) application = ponder_test_ui_application ();
  PonderModelCatalog *catalog = ponder_model_catalog_new (workspace);
  PonderWindow *window = ponder_window_new (GTK_APPLICATION (application), catalog);
  GtkWidget *welcome = ponder_test_find (GTK_WIDGET (window), PONDER_TYPE_WELCOME, NULL);
  GtkWidget *composer = ponder_test_find (GTK_WIDGET (window), PONDER_TYPE_COMPOSER, NULL);

  ponder_window_restore (window);
  gtk_window_present (GTK_WINDOW (window));
  ponder_test_wait_for (is_mapped, welcome, 5);
  g_assert_false (gtk_widget_get_mapped (composer));
  ponder_test_wait_for (spinner_stopped, ponder_test_find (welcome, GTK_TYPE_SPINNER, NULL), 20);

  adw_action_row_activate (ADW_ACTION_ROW (ponder_test_find (welcome, ADW_TYPE_ACTION_ROW, "Try the Built-in _Demo")));
  ponder_test_wait_for (is_mapped, composer, 5);
  g_assert_false (gtk_widget_get_mapped (welcome));
  g_assert_cmpstr (ponder_session_get_config (ponder_window_get_session (window))->provider, ==, "demo");
  g_assert_nonnull (ponder_session_get_config (ponder_window_get_session (window))->model);

  gtk_window_destroy (GTK_WINDOW (window));
  ponder_test_settle ();
  g_object_unref (catalog);
  ponder_test_workspace_close (workspace);
  ponder_test_dir_remove (path);
}

/* Keys in the environment are found without any server. */
static void
test_key (void)
{
  char *path = ponder_test_dir_new ();
  PonderWorkspace *workspace = ponder_test_workspace_open (path);
  PonderWelcome *welcome = g_object_ref_sink (g_object_new (PONDER_TYPE_WELCOME, NULL));
  GtkWidget *spinner = ponder_test_find (GTK_WIDGET (welcome), GTK_TYPE_SPINNER, NULL);
  GtkWidget *row;

  g_setenv ("DEEPSEEK_API_KEY", "sk-not-a-real-key-0123456789", TRUE);
  ponder_welcome_set_workspace (welcome, workspace);
  ponder_welcome_look_around (welcome);
  g_assert_true (gtk_widget_get_visible (spinner));
  ponder_test_wait_for (spinner_stopped, spinner, 20);

  row = ponder_test_find (GTK_WIDGET (welcome), ADW_TYPE_ACTION_ROW, "DeepSeek");
  g_assert_nonnull (row);
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "DEEPSEEK_API_KEY"));
  ponder_test_click (ponder_test_find (row, GTK_TYPE_BUTTON, "_Use"));
  ponder_test_run_for (300);
  g_assert_nonnull (ponder_workspace_lookup_provider (workspace, "deepseek"));
  g_unsetenv ("DEEPSEEK_API_KEY");

  ponder_test_run_for (50);
  g_assert_finalize_object (welcome);
  ponder_test_workspace_close (workspace);
  ponder_test_dir_remove (path);
}

int
main (int   argc,
      char *argv[])
{
  if (!ponder_test_ui_init (&argc, &argv))
    return 0;

  g_test_add_func ("/ui/welcome/the-demo-leads-to-a-chat", test_demo);
  g_test_add_func ("/ui/welcome/a-key-in-the-environment-is-used", test_key);

  return g_test_run ();
}
