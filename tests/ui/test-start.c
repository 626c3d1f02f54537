/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a window that was just opened does without, so that the program is small: tests/bench/ui/being.c says how small. */

#include "config.h"

#include <string.h>

#include "ponder-model-catalog.h"
#include "ponder-session.h"
#include "ponder-shortcuts.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-ui.h"
#include "ponder-welcome.h"
#include "ponder-window.h"
#include "ponder-workspace.h"

typedef struct
{
  char               *path;
  AdwApplication     *application; /* the one of all tests */
  PonderWorkspace    *workspace;
  PonderModelCatalog *catalog;
  PonderWindow       *window;
} Fixture;

/* Somebody who has used the program before. */
static void
add_provider (PonderWorkspace *workspace)
{
  g_autoptr(PonderProviderConfig) provider = ponder_workspace_new_provider (workspace, "llama-cpp");
  GAsyncResult *place = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  ponder_workspace_save_provider_async (workspace, provider, NULL, ponder_test_take_result, &place);
  result = ponder_test_await (&place);
  ponder_workspace_save_provider_finish (workspace, result, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  PonderSession *session;

  fixture->path = ponder_test_dir_new ();
  fixture->workspace = ponder_test_workspace_open (fixture->path);
  add_provider (fixture->workspace);
  fixture->application = ADW_APPLICATION ((gpointer) data);
  fixture->catalog = ponder_model_catalog_new (fixture->workspace);
  ponder_shortcuts_install (GTK_APPLICATION (fixture->application));
  gtk_window_set_default_icon_name (PONDER_APPLICATION_ID);
  session = ponder_workspace_create_session (fixture->workspace);
  ponder_session_set_title (session, "Moon and tides");
  ponder_session_set_pinned (session, TRUE);
  ponder_workspace_save_session (fixture->workspace, session);
  fixture->window = ponder_window_new (GTK_APPLICATION (fixture->application), fixture->catalog);
  ponder_window_show_session (fixture->window, session);
  g_object_unref (session);
  gtk_window_present (GTK_WINDOW (fixture->window));
  ponder_test_settle ();
  ponder_test_run_for (300);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ponder_test_settle ();
  g_object_unref (fixture->catalog);
  ponder_test_workspace_close (fixture->workspace);
  ponder_test_dir_remove (fixture->path);
}

static gboolean
is_loaded (const char *library)
{
  g_autofree char *maps = NULL;

  return g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL) && strstr (maps, library) != NULL;
}

/* Every icon that it shows is there as a picture. */
static void
test_no_drawing (Fixture       *fixture,
                 gconstpointer  data)
{
  g_assert_true (is_loaded ("libgtk-4"));
  g_assert_false (is_loaded ("librsvg"));
}

static void
test_no_first_steps (Fixture       *fixture,
                     gconstpointer  data)
{
  g_assert_null (ponder_test_find (GTK_WIDGET (fixture->window), PONDER_TYPE_WELCOME, NULL));
}

static gboolean
list_is_mapped (gpointer user_data)
{
  GtkWidget *list = ponder_test_find_window (GTK_TYPE_SHORTCUTS_WINDOW);

  return list != NULL && gtk_widget_get_mapped (list);
}

static void
test_shortcuts (Fixture       *fixture,
                gconstpointer  data)
{
  g_auto(GStrv) keys =
    gtk_application_get_accels_for_action (GTK_APPLICATION (fixture->application), "win.show-help-overlay");
  GtkWidget *list;

  /* Libadwaita's margins of the list's page numbers make GTK warn. */
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
  g_assert_null (ponder_test_find_window (GTK_TYPE_SHORTCUTS_WINDOW));
  g_assert_cmpstr (keys[0], ==, "<Control>question");

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.show-help-overlay", NULL));
  ponder_test_wait_for (list_is_mapped, NULL, 5);
  list = ponder_test_find_window (GTK_TYPE_SHORTCUTS_WINDOW);
  gtk_window_close (GTK_WINDOW (list));
  g_assert_false (gtk_widget_get_mapped (list));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.show-help-overlay", NULL));
  ponder_test_wait_for (list_is_mapped, NULL, 5);
  g_assert_true (ponder_test_find_window (GTK_TYPE_SHORTCUTS_WINDOW) == list);
}

static void
add (const char     *path,
     AdwApplication *application,
     void          (*func) (Fixture *fixture, gconstpointer data))
{
  g_autofree char *whole = g_strconcat ("/ui/start/", path, NULL);

  g_test_add (whole, Fixture, application, set_up, func, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(AdwApplication) application = NULL;

  if (!ponder_test_ui_init (&argc, &argv))
    return 0;

  application = ponder_test_ui_application ();
  add ("no-icon-is-drawn", application, test_no_drawing);
  add ("the-first-steps-are-not-there", application, test_no_first_steps);
  add ("the-list-of-shortcuts-comes-when-asked-for", application, test_shortcuts);
  return g_test_run ();
}
