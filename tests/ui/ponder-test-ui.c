/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Help for tests of windows: a display or a skip, an open workspace, finding what a template hides. */

#include "config.h"

#include "ponder-test-ui.h"

#include "ponder-test-loop.h"
#include "ponder-workspace.h"

gboolean
ponder_test_ui_init (int    *argc,
                     char ***argv)
{
  g_autoptr(GtkCssProvider) provider = NULL;

  g_test_init (argc, argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display\n");
      return FALSE;
    }

  adw_init ();
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (provider, "/io/github/ponderchat/Ponder/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  return TRUE;
}

AdwApplication *
ponder_test_ui_application (void)
{
  g_autoptr(AdwApplication) application = NULL;
  g_autoptr(GError) error = NULL;

  application = g_object_new (ADW_TYPE_APPLICATION,
                              "application-id", PONDER_APPLICATION_ID ".Test",
                              "flags", G_APPLICATION_NON_UNIQUE,
                              "resource-base-path", "/io/github/ponderchat/Ponder",
                              NULL);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&application);
}

PonderWorkspace *
ponder_test_workspace_open (const char *path)
{
  g_autofree char *data_dir = g_build_filename (path, "data", NULL);
  g_autofree char *config_dir = g_build_filename (path, "config", NULL);
  PonderWorkspace *workspace = ponder_workspace_new (data_dir, config_dir);
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  ponder_workspace_open_async (workspace, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  ponder_workspace_open_finish (workspace, result, &error);
  g_assert_no_error (error);
  return workspace;
}

static gboolean
is_last_reference (gpointer user_data)
{
  return G_OBJECT (user_data)->ref_count == 1;
}

void
ponder_test_workspace_close (PonderWorkspace *workspace)
{
  GAsyncResult *pending = NULL;
  GAsyncResult *result;
  g_autoptr(GError) error = NULL;

  ponder_workspace_close_async (workspace, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  ponder_workspace_close_finish (workspace, result, &error);
  g_assert_no_error (error);
  g_object_unref (result);

  /* Calls that are on their way back hold it for a moment. */
  ponder_test_wait_for (is_last_reference, workspace, 5);
  g_assert_finalize_object (workspace);
}

static gboolean
has_words (GtkWidget  *widget,
           const char *words)
{
  const char *names[] = { "label", "title", "icon-name" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (widget), names[i]);
      g_autofree char *value = NULL;

      if (pspec == NULL || pspec->value_type != G_TYPE_STRING)
        continue;
      g_object_get (widget, names[i], &value, NULL);
      if (g_strcmp0 (value, words) == 0)
        return TRUE;
    }

  return FALSE;
}

GtkWidget *
ponder_test_find (GtkWidget  *root,
                  GType       type,
                  const char *words)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type) && (words == NULL || has_words (root, words)))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = ponder_test_find (child, type, words);

      if (found != NULL)
        return found;
    }

  return NULL;
}

GtkWidget *
ponder_test_find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = g_list_model_get_n_items (windows); i > 0; i--)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (windows, i - 1);

      if (g_type_is_a (G_OBJECT_TYPE (window), type))
        return window;
    }

  return NULL;
}

void
ponder_test_click (GtkWidget *button)
{
  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

typedef struct
{
  GtkWidget  *root;
  const char *words;
} Wanted;

static gboolean
is_there (gpointer user_data)
{
  Wanted *wanted = user_data;

  return ponder_test_find (wanted->root, GTK_TYPE_BUTTON, wanted->words) != NULL;
}

void
ponder_test_click_on (GtkWidget  *root,
                      const char *words)
{
  Wanted wanted = { root, words };

  ponder_test_wait_for (is_there, &wanted, 10);
  ponder_test_click (ponder_test_find (root, GTK_TYPE_BUTTON, words));
}

gboolean
ponder_test_press (GtkWidget       *widget,
                   guint            keyval,
                   GdkModifierType  modifiers)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_EVENT_CONTROLLER_KEY (controller)
          || gtk_event_controller_get_propagation_phase (controller) != GTK_PHASE_CAPTURE)
        continue;
      g_signal_emit_by_name (controller, "key-pressed", keyval, 0, modifiers, &handled);
      return handled;
    }

  g_assert_not_reached ();
}

void
ponder_test_settle (void)
{
  ponder_test_run_for (50);
}
