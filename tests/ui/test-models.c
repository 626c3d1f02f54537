/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model picker, filled by the demo server. */

#include "config.h"

#include "ponder-demo-server.h"
#include "ponder-model-catalog.h"
#include "ponder-model-info.h"
#include "ponder-model-list.h"
#include "ponder-model-picker.h"
#include "ponder-model-row.h"
#include "ponder-model-shortcut.h"
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
show_picker (Fixture *fixture)
{
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
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->path = ponder_test_dir_new ();
  show_picker (fixture);
}

static void
tear_down_window (Fixture *fixture)
{
  /* GDK asks where the pointer is in a popover that goes away with its window. */
  gtk_popover_popdown (GTK_POPOVER (gtk_widget_get_ancestor (GTK_WIDGET (fixture->list), GTK_TYPE_POPOVER)));
  ponder_test_settle ();
  gtk_window_destroy (fixture->window);
  g_object_unref (fixture->catalog);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  tear_down_window (fixture);
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

static guint
count_items (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (fixture->view)));
}

/* The item at @position; its name is that of the model or the heading. (transfer full) */
static char *
dup_item_name (Fixture *fixture,
               guint    position)
{
  g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (fixture->view)), position);

  if (GTK_IS_STRING_OBJECT (item))
    return g_strdup (gtk_string_object_get_string (GTK_STRING_OBJECT (item)));
  if (PONDER_IS_MODEL_SHORTCUT (item))
    return g_strdup (ponder_model_info_get_id (ponder_model_shortcut_get_model (PONDER_MODEL_SHORTCUT (item))));
  return PONDER_IS_MODEL_INFO (item) ? g_strdup (ponder_model_info_get_id (PONDER_MODEL_INFO (item))) : NULL;
}

static void
assert_item (Fixture    *fixture,
             guint       position,
             const char *name)
{
  g_autofree char *found = dup_item_name (fixture, position);

  g_assert_cmpstr (found, ==, name);
}

static void
toggle (Fixture    *fixture,
        const char *provider,
        const char *model)
{
  g_autoptr(PonderModelInfo) info = ponder_model_info_new (provider, model, NULL);

  ponder_model_favorites_toggle (ponder_model_catalog_get_favorites (fixture->catalog), info);
}

static void
test_favorites (Fixture       *fixture,
                gconstpointer  data)
{
  PonderSettings *settings = ponder_workspace_get_settings (fixture->workspace);
  GtkSelectionModel *selection;

  start_demo (fixture);
  ponder_model_picker_open (fixture->picker);
  ponder_test_wait_for (models_are_there, fixture, 10);
  toggle (fixture, "demo", "hello");
  toggle (fixture, "demo", "echo");
  toggle (fixture, "gone", "model");
  assert_item (fixture, 0, "Favorites");
  assert_item (fixture, 1, "echo");
  assert_item (fixture, 2, "hello");
  assert_item (fixture, 3, "Built-in demo");
  g_assert_cmpstr (ponder_settings_get_favorite_models (settings), ==, "gone/model\ndemo/echo\ndemo/hello");

  /* By the keyboard: from the search to the first of them, which is no more. */
  ponder_test_settle ();
  g_assert_true (ponder_test_press (ponder_test_find (GTK_WIDGET (fixture->list), GTK_TYPE_SEARCH_ENTRY, NULL),
                                    GDK_KEY_Down, 0));
  selection = gtk_list_view_get_model (fixture->view);
  g_assert_true (gtk_selection_model_is_selected (selection, 1));
  g_assert_true (ponder_test_press (GTK_WIDGET (fixture->view), GDK_KEY_d, GDK_CONTROL_MASK));
  assert_item (fixture, 1, "hello");
  assert_item (fixture, 2, "Built-in demo");
}

static void
test_favorites_stay (Fixture       *fixture,
                     gconstpointer  data)
{
  toggle (fixture, "demo", "org/model");
  ponder_test_run_for (100);
  tear_down_window (fixture);
  ponder_test_workspace_close (fixture->workspace);
  show_picker (fixture);
  g_assert_cmpstr (ponder_settings_get_favorite_models (ponder_workspace_get_settings (fixture->workspace)), ==,
                   "demo/org/model");
}

static void
test_recent (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(PonderSession) session = ponder_workspace_create_session (fixture->workspace);

  ponder_model_picker_set_session (fixture->picker, session);
  start_demo (fixture);
  ponder_model_picker_open (fixture->picker);
  ponder_test_wait_for (models_are_there, fixture, 10);
  g_signal_emit_by_name (fixture->view, "activate", find_model (fixture, "echo"));
  assert_item (fixture, 0, "Recent");
  assert_item (fixture, 1, "echo");
  g_signal_emit_by_name (fixture->view, "activate", find_model (fixture, "hello"));
  assert_item (fixture, 1, "hello");
  assert_item (fixture, 2, "echo");
  /* Choosing what stands there works like choosing what stands below. */
  g_signal_emit_by_name (fixture->view, "activate", 2);
  g_assert_cmpstr (ponder_session_get_config (session)->model, ==, "echo");
}

static void
test_unreachable_favorite (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr(PonderSession) session = ponder_workspace_create_session (fixture->workspace);
  PonderProviderModels *models;
  g_autofree char *title = NULL;
  g_autofree char *caption = NULL;

  save_provider (fixture, "http://127.0.0.1:1/v1");
  models = ponder_model_catalog_lookup (fixture->catalog, "custom");
  toggle (fixture, "custom", "far-away");
  ponder_model_picker_set_session (fixture->picker, session);
  ponder_model_picker_open (fixture->picker);
  ponder_test_wait_for (has_failed, models, 20);
  ponder_test_settle ();
  assert_item (fixture, 1, "far-away");
  title = ponder_fault_dup_title (ponder_provider_models_get_fault (models));
  caption = g_strdup_printf ("Nobody: %s", title);
  g_assert_nonnull (ponder_test_find (GTK_WIDGET (fixture->list), GTK_TYPE_LABEL, caption));
  g_signal_emit_by_name (fixture->view, "activate", 1);
  g_assert_cmpstr (ponder_session_get_config (session)->model, !=, "far-away");
}

static void
test_default (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(PonderSession) session = ponder_workspace_create_session (fixture->workspace);
  PonderSettings *settings = ponder_workspace_get_settings (fixture->workspace);
  g_autoptr(PonderModelConfig) config = ponder_model_config_new ();
  GtkWidget *button;

  start_demo (fixture);
  ponder_settings_set_default_model (settings, "demo/hello");
  ponder_model_config_set_model (config, "demo", "echo");
  ponder_session_set_config (session, config);
  ponder_model_picker_set_session (fixture->picker, session);
  button = ponder_test_find (GTK_WIDGET (fixture->picker), GTK_TYPE_BUTTON, "Use for _New Chats");
  g_assert_true (gtk_widget_get_sensitive (button));
  ponder_test_click (button);
  g_assert_cmpstr (ponder_settings_get_default_model (settings), ==, "demo/echo");
  g_assert_false (gtk_widget_get_sensitive (button));
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (button)), ==, "Used for New Chats");
}

static void
test_short_name (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(PonderSession) session = ponder_workspace_create_session (fixture->workspace);
  g_autoptr(PonderModelConfig) config = ponder_model_config_new ();

  save_provider (fixture, "http://127.0.0.1:1/v1");
  ponder_model_config_set_model (config, "custom", "maker/llama-3.3-70b");
  ponder_session_set_config (session, config);
  ponder_model_picker_set_session (fixture->picker, session);
  g_assert_nonnull (ponder_test_find (GTK_WIDGET (fixture->picker), GTK_TYPE_LABEL, "llama-3.3-70b"));
  g_assert_nonnull (ponder_test_find (GTK_WIDGET (fixture->picker), GTK_TYPE_LABEL, "Nobody"));
}

static gboolean
has_thousands (gpointer user_data)
{
  return g_list_model_get_n_items (ponder_model_catalog_get_models (((Fixture *) user_data)->catalog)) == 3000;
}

/* A server of servers offers thousands. */
static void
test_thousands (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(PonderDemoServer) server = ponder_demo_server_new ();
  PonderDemoScript *script = ponder_demo_script_new (200, "application/json");
  g_autoptr(GString) body = g_string_new ("{\"data\":[");
  GtkWidget *entry = ponder_test_find (GTK_WIDGET (fixture->list), GTK_TYPE_SEARCH_ENTRY, NULL);
  g_autoptr(GError) error = NULL;
  gint64 begin;

  g_assert_true (ponder_demo_server_start (server, &error));
  for (guint i = 0; i < 3000; i++)
    g_string_append_printf (body, "%s{\"id\":\"maker-%u/model-%04u\"}", i > 0 ? "," : "", i % 40, i);
  g_string_append (body, "]}");
  ponder_demo_script_bytes (script, body->str, -1);
  ponder_demo_server_set_script (server, "/v1/models", script);
  save_provider (fixture, ponder_demo_server_get_base_url (server));
  ponder_model_picker_open (fixture->picker);
  ponder_test_wait_for (has_thousands, fixture, 20);
  ponder_test_settle ();

  begin = g_get_monotonic_time ();
  gtk_editable_set_text (GTK_EDITABLE (entry), "2999 maker-39 nobody");
  g_signal_emit_by_name (entry, "search-changed");
  g_test_message ("search took %" G_GINT64_FORMAT " us", g_get_monotonic_time () - begin);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 500000);
  g_assert_cmpuint (count_items (fixture), ==, 2);
  assert_item (fixture, 1, "maker-39/model-2999");
  ponder_test_settle ();
  ponder_demo_server_stop (server);
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
  add ("/ui/models/favorites-stand-above-the-others", test_favorites);
  add ("/ui/models/favorites-belong-to-the-folder", test_favorites_stay);
  add ("/ui/models/what-was-chosen-lately-is-near", test_recent);
  add ("/ui/models/a-favorite-out-of-reach-says-why", test_unreachable_favorite);
  add ("/ui/models/one-button-makes-it-the-default", test_default);
  add ("/ui/models/the-name-is-short-and-the-provider-beside-it", test_short_name);
  add ("/ui/models/thousands-are-searched-at-once", test_thousands);
  add ("/ui/models/an-unreachable-provider-leads-to-its-settings", test_unreachable);
  add ("/ui/models/a-provider-that-is-off-is-not-offered", test_switched_off);

  return g_test_run ();
}
