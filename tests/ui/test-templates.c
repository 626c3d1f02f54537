/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every template can be made, and nothing holds it afterwards. */

#include "config.h"

#include "ponder-add-provider.h"
#include "ponder-answer-column.h"
#include "ponder-asked-models.h"
#include "ponder-cache-page.h"
#include "ponder-chat-list.h"
#include "ponder-chat-page.h"
#include "ponder-choice-row.h"
#include "ponder-composer.h"
#include "ponder-data-page.h"
#include "ponder-fault-details.h"
#include "ponder-import-row.h"
#include "ponder-model-list.h"
#include "ponder-model-picker.h"
#include "ponder-model-row.h"
#include "ponder-preferences.h"
#include "ponder-provider-page.h"
#include "ponder-sidebar-row.h"
#include "ponder-sidebar.h"
#include "ponder-test-dir.h"
#include "ponder-test-ui.h"
#include "ponder-think-banner.h"
#include "ponder-think-controls.h"
#include "ponder-trash-page.h"
#include "ponder-trash-row.h"
#include "ponder-welcome.h"
#include "ponder-window.h"
#include "ponder-workspace.h"

static void
test_widgets (void)
{
  GType types[] = {
    PONDER_TYPE_ANSWER_COLUMN, PONDER_TYPE_ASKED_MODELS, PONDER_TYPE_CACHE_PAGE, PONDER_TYPE_CHAT_LIST, PONDER_TYPE_CHAT_PAGE, PONDER_TYPE_CHOICE_ROW,
    PONDER_TYPE_COMPOSER, PONDER_TYPE_DATA_PAGE, PONDER_TYPE_FAULT_DETAILS, PONDER_TYPE_IMPORT_ROW,
    PONDER_TYPE_MODEL_LIST, PONDER_TYPE_MODEL_PICKER, PONDER_TYPE_MODEL_ROW, PONDER_TYPE_PROVIDER_PAGE,
    PONDER_TYPE_SIDEBAR, PONDER_TYPE_SIDEBAR_ROW, PONDER_TYPE_THINK_BANNER, PONDER_TYPE_THINK_CONTROLS,
    PONDER_TYPE_TRASH_PAGE, PONDER_TYPE_TRASH_ROW,
    PONDER_TYPE_WELCOME,
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      GtkWidget *widget = g_object_ref_sink (g_object_new (types[i], NULL));

      g_test_message ("%s", G_OBJECT_TYPE_NAME (widget));
      g_assert_finalize_object (widget);
    }
}

static void
destroy (gpointer window)
{
  g_object_add_weak_pointer (G_OBJECT (window), &window);
  gtk_window_destroy (GTK_WINDOW (window));
  ponder_test_settle ();
  g_assert_null (window);
}

/* In an icon-only button nobody can read the icon. */
static void
assert_named (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_button_get_icon_name (GTK_BUTTON (widget)) != NULL
      && gtk_widget_get_ancestor (widget, GTK_TYPE_WINDOW_CONTROLS) == NULL
      && gtk_widget_get_ancestor (widget, ADW_TYPE_ENTRY_ROW) == NULL
      && gtk_widget_get_ancestor (widget, GTK_TYPE_SPIN_BUTTON) == NULL
      && gtk_widget_get_visible (widget))
    {
      g_test_message ("%s", gtk_button_get_icon_name (GTK_BUTTON (widget)));
      g_assert_nonnull (gtk_widget_get_tooltip_text (widget));
      gtk_test_accessible_assert_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                           gtk_widget_get_tooltip_text (widget));
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    assert_named (child);
}

static void
test_windows (void)
{
  char *path = ponder_test_dir_new ();
  PonderWorkspace *workspace = ponder_test_workspace_open (path);
  g_autoptr(AdwApplication) application = ponder_test_ui_application ();
  PonderModelCatalog *catalog = ponder_model_catalog_new (workspace);
  GtkWindow *window = GTK_WINDOW (ponder_window_new (GTK_APPLICATION (application), catalog));
  GtkWindow *preferences = GTK_WINDOW (ponder_preferences_new (window, catalog));
  GtkWindow *assistant = GTK_WINDOW (ponder_add_provider_new (window, workspace));

  gtk_window_present (window);
  gtk_window_present (preferences);
  gtk_window_present (assistant);
  ponder_test_settle ();
  assert_named (GTK_WIDGET (window));
  assert_named (GTK_WIDGET (preferences));
  assert_named (GTK_WIDGET (assistant));

  destroy (assistant);
  destroy (preferences);
  destroy (window);
  g_assert_finalize_object (catalog);
  ponder_test_workspace_close (workspace);
  ponder_test_dir_remove (path);
}

int
main (int   argc,
      char *argv[])
{
  if (!ponder_test_ui_init (&argc, &argv))
    return 0;

  g_test_add_func ("/ui/templates/every-widget-comes-and-goes", test_widgets);
  g_test_add_func ("/ui/templates/every-window-comes-and-goes-and-names-its-buttons", test_windows);

  return g_test_run ();
}
