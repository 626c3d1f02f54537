/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model picker, filled by the demo server. */

#include "config.h"

#include "ponder-demo-server.h"
#include "ponder-model-catalog.h"
#include "ponder-model-info.h"
#include "ponder-model-list.h"
#include "ponder-model-picker.h"
#include "ponder-model-row.h"
#include "ponder-session.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-ui.h"
#include "ponder-workspace.h"

typedef struct
{
  char               *path;
  PonderWorkspace    *workspace;
  PonderModelCatalog *catalog;
  GtkWindow          *window;
  PonderModelPicker  *picker;
  PonderModelList    *list;
  GtkListView        *view;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->path = ponder_test_dir_new ();
  fixture->workspace = ponder_test_workspace_open (fixture->path);
  fixture->catalog = ponder_model_catalog_new (fixture->workspace);
  fixture->picker = g_object_new (PONDER_TYPE_MODEL_PICKER, NULL);
  fixture->list = PONDER_MODEL_LIST (ponder_test_find (GTK_WIDGET (fixture->picker), PONDER_TYPE_MODEL_LIST, NULL));
  fixture->view = GTK_LIST_VIEW (ponder_test_find (GTK_WIDGET (fixture->list), GTK_TYPE_LIST_VIEW, NULL));
  ponder_model_picker_set_catalog (fixture->picker, fixture->catalog);

  fixture->window = GTK_WINDOW (adw_window_new ());
  adw_window_set_content (ADW_WINDOW (fixture->window), GTK_WIDGET (fixture->picker));
  gtk_window_present (fixture->window);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  /* GDK asks where the pointer is in a popover that goes away with its window. */
  gtk_popover_popdown (GTK_POPOVER (gtk_widget_get_ancestor (GTK_WIDGET (fixture->list), GTK_TYPE_POPOVER)));
  ponder_test_settle ();
  gtk_window_destroy (fixture->window);
  g_object_unref (fixture->catalog);
  ponder_test_workspace_close (fixture->workspace);
  ponder_test_dir_remove (fixture->path);
}

static gboolean
models_are_there (gpointer user_data)
{
  return g_list_model_get_n_items (ponder_model_catalog_get_models (((Fixture *) user_data)->catalog)) > 5;
}

static void
start_demo (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;

  ponder_workspace_start_demo (fixture->workspace, &error);
  g_assert_no_error (error);
}

/* Where @model stands in the list; the test fails when it does not. */
static guint
find_model (Fixture    *fixture,
            const char *model)
{
  GListModel *items = G_LIST_MODEL (gtk_list_view_get_model (fixture->view));

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (items, i);

      if (PONDER_IS_MODEL_INFO (item) && g_str_equal (ponder_model_info_get_id (PONDER_MODEL_INFO (item)), model))
        return i;
    }

  g_assert_not_reached ();
}

static void
test_fill (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GObject) heading = NULL;

  start_demo (fixture);
  ponder_model_picker_open (fixture->picker);
  ponder_test_wait_for (models_are_there, fixture, 10);

  heading = g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (fixture->view)), 0);
  g_assert_cmpstr (gtk_string_object_get_string (GTK_STRING_OBJECT (heading)), ==, "Built-in demo");
  g_assert_cmpuint (find_model (fixture, "echo"), <, find_model (fixture, "hello"));
}

static void
test_choose (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(PonderSession) session = ponder_workspace_create_session (fixture->workspace);
  PonderSettings *settings = ponder_workspace_get_settings (fixture->workspace);

  ponder_model_picker_set_session (fixture->picker, session);
  g_assert_nonnull (ponder_test_find (GTK_WIDGET (fixture->picker), GTK_TYPE_LABEL, "Choose a model"));
  start_demo (fixture);
  ponder_settings_set_default_model (settings, "");
  ponder_model_picker_open (fixture->picker);
  ponder_test_wait_for (models_are_there, fixture, 10);

  g_signal_emit_by_name (fixture->view, "activate", find_model (fixture, "echo"));
  g_assert_cmpstr (ponder_session_get_config (session)->provider, ==, "demo");
  g_assert_cmpstr (ponder_session_get_config (session)->model, ==, "echo");
  g_assert_cmpstr (ponder_settings_get_default_model (settings), ==, "demo/echo");
  g_assert_nonnull (ponder_test_find (GTK_WIDGET (fixture->picker), GTK_TYPE_LABEL, "echo"));

  /* A second choice is for this chat alone. */
  g_signal_emit_by_name (fixture->view, "activate", find_model (fixture, "hello"));
  g_assert_cmpstr (ponder_session_get_config (session)->model, ==, "hello");
  g_assert_cmpstr (ponder_settings_get_default_model (settings), ==, "demo/echo");
}

static void
test_search (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *entry = ponder_test_find (GTK_WIDGET (fixture->list), GTK_TYPE_SEARCH_ENTRY, NULL);

  start_demo (fixture);
  ponder_model_picker_open (fixture->picker);
  ponder_test_wait_for (models_are_there, fixture, 10);
  gtk_editable_set_text (GTK_EDITABLE (entry), "ECHO");
  ponder_test_run_for (150);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (fixture->view))), ==, 2);
  g_assert_cmpuint (find_model (fixture, "echo"), ==, 1);
}

static void
save_provider (Fixture    *fixture,
               const char *base_url)
{
  g_autoptr(PonderProviderConfig) provider = ponder_workspace_new_provider (fixture->workspace, "custom");
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  ponder_provider_config_set_name (provider, "Nobody");
  ponder_provider_config_set_base_url (provider, base_url);
  ponder_workspace_save_provider_async (fixture->workspace, provider, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  ponder_workspace_save_provider_finish (fixture->workspace, result, &error);
  g_assert_no_error (error);
}

static gboolean
has_failed (gpointer user_data)
{
  return ponder_provider_models_get_fault (user_data) != NULL;
}

static void
test_unreachable (Fixture       *fixture,
                  gconstpointer  data)
{
  PonderProviderModels *models;
  GtkWidget *row;
  GtkWidget *settings;
  g_autoptr(GVariant) target = NULL;

  save_provider (fixture, "http://127.0.0.1:1/v1");
  models = ponder_model_catalog_lookup (fixture->catalog, "custom");
  g_assert_nonnull (models);
  ponder_model_picker_open (fixture->picker);
  g_assert_true (ponder_provider_models_get_loading (models));
  ponder_test_wait_for (has_failed, models, 20);
  ponder_test_settle ();

  settings = ponder_test_find (GTK_WIDGET (fixture->list), GTK_TYPE_BUTTON, "emblem-system-symbolic");
  while (settings != NULL && !gtk_widget_get_visible (settings))
    {
      row = gtk_widget_get_next_sibling (gtk_widget_get_parent (gtk_widget_get_ancestor (settings, PONDER_TYPE_MODEL_ROW)));
      settings = row != NULL ? ponder_test_find (row, GTK_TYPE_BUTTON, "emblem-system-symbolic") : NULL;
    }
  g_assert_nonnull (settings);
  target = g_variant_ref (gtk_actionable_get_action_target_value (GTK_ACTIONABLE (settings)));
  g_assert_cmpstr (g_variant_get_string (target, NULL), ==, "custom");
}

static void
test_switched_off (Fixture       *fixture,
                   gconstpointer  data)
{
  PonderProviderConfig *provider;

  save_provider (fixture, "http://127.0.0.1:1/v1");
  provider = ponder_workspace_lookup_provider (fixture->workspace, "custom");
  g_assert_cmpuint (g_list_model_get_n_items (ponder_model_catalog_get_models (fixture->catalog)), ==, 1);
  ponder_provider_config_set_enabled (provider, FALSE);
  g_assert_cmpuint (g_list_model_get_n_items (ponder_model_catalog_get_models (fixture->catalog)), ==, 0);
}

static void
add (const char *path,
     void      (*func) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, func, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  if (!ponder_test_ui_init (&argc, &argv))
    return 0;

  add ("/ui/models/opening-asks-the-servers", test_fill);
  add ("/ui/models/choosing-sets-the-chat-and-the-first-default", test_choose);
  add ("/ui/models/search-keeps-the-heading", test_search);
  add ("/ui/models/an-unreachable-provider-leads-to-its-settings", test_unreachable);
  add ("/ui/models/a-provider-that-is-off-is-not-offered", test_switched_off);

  return g_test_run ();
}
