/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Providers come and go, keys are tested before they are kept. */

#include "config.h"

#include "ponder-add-provider.h"
#include "ponder-demo-server.h"
#include "ponder-model-catalog.h"
#include "ponder-model-info.h"
#include "ponder-model-list.h"
#include "ponder-preferences.h"
#include "ponder-provider-page.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-ui.h"
#include "ponder-workspace.h"

#define KEY "sk-not-a-real-key-0123456789"

typedef struct
{
  char               *path;
  PonderDemoServer   *server;
  PonderWorkspace    *workspace;
  PonderModelCatalog *catalog;
  PonderPreferences  *preferences;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->path = ponder_test_dir_new ();
  fixture->server = ponder_demo_server_new ();
  ponder_demo_server_start (fixture->server, &error);
  g_assert_no_error (error);
  fixture->workspace = ponder_test_workspace_open (fixture->path);
  fixture->catalog = ponder_model_catalog_new (fixture->workspace);
  fixture->preferences = ponder_preferences_new (NULL, fixture->catalog);
  gtk_window_present (GTK_WINDOW (fixture->preferences));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->preferences));
  ponder_test_settle ();
  g_object_unref (fixture->catalog);
  ponder_test_workspace_close (fixture->workspace);
  ponder_demo_server_stop (fixture->server);
  g_object_unref (fixture->server);
  ponder_test_dir_remove (fixture->path);
}

/* The assistant at the form of the preset of this name. */
static GtkWidget *
open_form (Fixture    *fixture,
           const char *preset)
{
  GtkWidget *window;
  GtkWidget *row;

  ponder_test_click (gtk_widget_get_ancestor (
    ponder_test_find (GTK_WIDGET (fixture->preferences), ADW_TYPE_BUTTON_CONTENT, "_Add"), GTK_TYPE_BUTTON));
  window = ponder_test_find_window (PONDER_TYPE_ADD_PROVIDER);
  row = ponder_test_find (window, ADW_TYPE_ACTION_ROW, preset);
  g_assert_nonnull (row);
  g_signal_emit_by_name (gtk_widget_get_parent (row), "row-activated", row);
  return window;
}

static void
type_into (GtkWidget  *window,
           const char *title,
           const char *text)
{
  GtkWidget *row = ponder_test_find (window, ADW_TYPE_ENTRY_ROW, title);

  g_assert_nonnull (row);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static void
press_test (GtkWidget *window)
{
  ponder_test_click (gtk_widget_get_ancestor (ponder_test_find (window, GTK_TYPE_LABEL, "_Test and Add"),
                                              GTK_TYPE_BUTTON));
}

static gboolean
is_mapped (gpointer user_data)
{
  return gtk_widget_get_mapped (user_data);
}

static gboolean
assistant_is_gone (gpointer user_data)
{
  return ponder_test_find_window (PONDER_TYPE_ADD_PROVIDER) == NULL;
}

static gboolean
has_key (Fixture    *fixture,
         const char *provider_id)
{
  PonderKeyring *keyring = ponder_workspace_get_keyring (fixture->workspace);
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gboolean found;

  ponder_keyring_has_key_async (keyring, ponder_workspace_lookup_provider (fixture->workspace, provider_id), NULL,
                                ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  found = ponder_keyring_has_key_finish (keyring, result, &error);
  g_assert_no_error (error);
  return found;
}

static GtkWidget *
find_problem (GtkWidget *root)
{
  if (GTK_IS_LABEL (root) && gtk_widget_has_css_class (root, "error"))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_problem (child);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* Through the whole assistant, as a person would. */
static void
add_custom (Fixture *fixture)
{
  GtkWidget *window = open_form (fixture, "Other server");
  GtkWidget *list = ponder_test_find (window, PONDER_TYPE_MODEL_LIST, NULL);
  GtkListView *view = GTK_LIST_VIEW (ponder_test_find (list, GTK_TYPE_LIST_VIEW, NULL));

  type_into (window, "Name", "Mine");
  type_into (window, "Address", ponder_demo_server_get_base_url (fixture->server));
  type_into (window, "API key", "  \"" KEY "\"\n");
  press_test (window);
  ponder_test_wait_for (is_mapped, list, 20);
  g_assert_cmpuint (g_list_model_get_n_items (ponder_workspace_get_providers (fixture->workspace)), ==, 0);
  g_signal_emit_by_name (view, "activate", 1);
  ponder_test_wait_for (assistant_is_gone, NULL, 20);
}

static void
test_add (Fixture       *fixture,
          gconstpointer  data)
{
  PonderProviderConfig *provider;

  add_custom (fixture);
  provider = ponder_workspace_lookup_provider (fixture->workspace, "custom");
  g_assert_nonnull (provider);
  g_assert_cmpstr (ponder_provider_config_get_name (provider), ==, "Mine");
  g_assert_cmpstr (ponder_provider_config_get_base_url (provider), ==,
                   ponder_demo_server_get_base_url (fixture->server));
  g_assert_nonnull (ponder_provider_config_get_default_model (provider));
  g_assert_true (has_key (fixture, "custom"));
  g_assert_true (g_str_has_prefix (
    ponder_settings_get_default_model (ponder_workspace_get_settings (fixture->workspace)), "custom/"));
  ponder_test_settle ();
  g_assert_nonnull (ponder_test_find (GTK_WIDGET (fixture->preferences), ADW_TYPE_ACTION_ROW, "Mine"));
}

static void
test_bad_address (Fixture       *fixture,
                  gconstpointer  data)
{
  GtkWidget *window = open_form (fixture, "Other server");
  GtkWidget *problem = find_problem (window);

  g_assert_false (gtk_widget_get_mapped (problem));
  type_into (window, "Address", "ftp://nowhere");
  press_test (window);
  g_assert_true (gtk_widget_get_mapped (problem));
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (problem)), !=, "");

  type_into (window, "Address", "http://127.0.0.1:1/v1");
  press_test (window);
  g_assert_false (gtk_widget_get_mapped (problem));
  ponder_test_wait_for (is_mapped, problem, 20);
  /* Nobody listens there now; a person may know better. */
  g_assert_true (gtk_widget_get_visible (ponder_test_find (window, GTK_TYPE_BUTTON, "_Add Anyway")));
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
stage_has_failed (gpointer user_data)
{
  GtkWidget *label = user_data;
  GtkWidget *stack = gtk_widget_get_prev_sibling (label);

  return gtk_widget_has_css_class (gtk_stack_get_visible_child (GTK_STACK (stack)), "error");
}

/* Stage by stage, and the one that failed is marked. */
static void
test_failed_stage (Fixture       *fixture,
                   gconstpointer  data)
{
  GtkWidget *window = open_form (fixture, "Other server");
  GtkWidget *connect;

  type_into (window, "Address", "http://127.0.0.1:1/v1");
  press_test (window);
  connect = ponder_test_find (window, GTK_TYPE_LABEL, "The server can be reached");
  ponder_test_wait_for (stage_has_failed, connect, 20);
  g_assert_false (stage_has_failed (ponder_test_find (window, GTK_TYPE_LABEL, "The server’s name is found")));
  g_assert_false (stage_has_failed (ponder_test_find (window, GTK_TYPE_LABEL, "A model answers")));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_warning (Fixture       *fixture,
              gconstpointer  data)
{
  GtkWidget *window = open_form (fixture, "Other server");
  GtkWidget *warning = ponder_test_find (window, GTK_TYPE_LABEL, ponder_base_url_get_warning ());

  g_assert_false (gtk_widget_get_visible (warning));
  type_into (window, "Address", "http://api.example.com/v1");
  g_assert_true (gtk_widget_get_visible (warning));
  type_into (window, "Address", "https://api.example.com/v1");
  g_assert_false (gtk_widget_get_visible (warning));
  type_into (window, "Address", "unix:/run/llama.sock");
  g_assert_false (gtk_widget_get_visible (warning));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_refused_key (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(PonderDemoScript) script = ponder_demo_script_new (401, "application/json");
  GtkWidget *window = open_form (fixture, "Other server");
  GtkWidget *problem = find_problem (window);

  ponder_demo_script_bytes (script, "{\"error\":{\"message\":\"Incorrect API key provided: " KEY "\"}}", -1);
  ponder_demo_server_set_script (fixture->server, "/v1/models", g_steal_pointer (&script));
  type_into (window, "Address", ponder_demo_server_get_base_url (fixture->server));
  type_into (window, "API key", KEY);
  press_test (window);
  ponder_test_wait_for (is_mapped, problem, 20);
  g_assert_null (strstr (gtk_label_get_label (GTK_LABEL (problem)), KEY));
  g_assert_false (gtk_widget_get_visible (ponder_test_find (window, GTK_TYPE_BUTTON, "_Add Anyway")));
  g_assert_cmpuint (g_list_model_get_n_items (ponder_workspace_get_providers (fixture->workspace)), ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
is_tested (gpointer user_data)
{
  return g_str_has_prefix (adw_action_row_get_subtitle (user_data), "It works");
}

static void
test_connection (Fixture       *fixture,
                 gconstpointer  data)
{
  GtkWidget *page;
  GtkWidget *row;

  add_custom (fixture);
  ponder_preferences_show_provider (fixture->preferences, "custom");
  page = ponder_test_find (GTK_WIDGET (fixture->preferences), PONDER_TYPE_PROVIDER_PAGE, NULL);
  row = ponder_test_find (page, ADW_TYPE_ACTION_ROW, "Connection");
  ponder_test_click (ponder_test_find (page, GTK_TYPE_BUTTON, "_Test"));
  ponder_test_wait_for (is_tested, row, 20);
}

static gboolean
is_in_sight (gpointer user_data)
{
  GtkWidget *page = gtk_widget_get_ancestor (user_data, GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t bounds;

  return gtk_widget_get_mapped (user_data) && gtk_widget_compute_bounds (user_data, page, &bounds)
         && bounds.origin.y >= 0 && bounds.origin.y + bounds.size.height <= (float) gtk_widget_get_height (page);
}

static gboolean
is_hidden (gpointer user_data)
{
  return !gtk_widget_get_visible (user_data);
}

static void
test_failing_stage (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(PonderDemoScript) script = ponder_demo_script_new (401, "application/json");
  GtkWidget *page;
  GtkWidget *forget;

  add_custom (fixture);
  ponder_demo_script_bytes (script, "{\"error\":{\"message\":\"no\"}}", -1);
  ponder_demo_server_set_script (fixture->server, "/v1/models", g_steal_pointer (&script));
  ponder_preferences_show_provider (fixture->preferences, "custom");
  ponder_test_settle ();
  page = ponder_test_find (GTK_WIDGET (fixture->preferences), PONDER_TYPE_PROVIDER_PAGE, NULL);
  ponder_test_click (ponder_test_find (page, GTK_TYPE_BUTTON, "_Test"));
  ponder_test_wait_for (is_in_sight, ponder_test_find (page, GTK_TYPE_BUTTON, "_Details…"), 20);

  /* There is nothing to forget once it is forgotten. */
  forget = ponder_test_find (page, GTK_TYPE_BUTTON, "_Forget");
  g_assert_true (gtk_widget_get_visible (forget));
  ponder_test_click (forget);
  ponder_test_wait_for (is_hidden, forget, 20);
}

static GtkSpinButton *
find_spin (GtkWidget  *page,
           const char *title)
{
  return GTK_SPIN_BUTTON (ponder_test_find (ponder_test_find (page, ADW_TYPE_ACTION_ROW, title),
                                            GTK_TYPE_SPIN_BUTTON, NULL));
}

static void
test_network (Fixture       *fixture,
              gconstpointer  data)
{
  PonderProviderConfig *provider;
  GtkWidget *page;
  GtkWidget *proxy;
  GtkWidget *dialect;

  add_custom (fixture);
  provider = ponder_workspace_lookup_provider (fixture->workspace, "custom");
  ponder_preferences_show_provider (fixture->preferences, "custom");
  page = ponder_test_find (GTK_WIDGET (fixture->preferences), PONDER_TYPE_PROVIDER_PAGE, NULL);

  proxy = ponder_test_find (page, ADW_TYPE_ENTRY_ROW, "Proxy");
  gtk_editable_set_text (GTK_EDITABLE (proxy), "proxy without a scheme");
  g_signal_emit_by_name (proxy, "apply");
  g_assert_true (gtk_widget_has_css_class (proxy, "error"));
  g_assert_null (ponder_provider_config_get_proxy (provider));
  gtk_editable_set_text (GTK_EDITABLE (proxy), " HTTP://Proxy:3128/ ");
  g_signal_emit_by_name (proxy, "apply");
  g_assert_false (gtk_widget_has_css_class (proxy, "error"));
  g_assert_cmpstr (ponder_provider_config_get_proxy (provider), ==, "http://proxy:3128");

  dialect = ponder_test_find (page, ADW_TYPE_COMBO_ROW, "S_peaks");
  g_assert_true (gtk_widget_get_visible (dialect));
  adw_combo_row_set_selected (ADW_COMBO_ROW (dialect), 4);
  g_assert_cmpstr (ponder_provider_config_get_dialect (provider), ==, "ollama");

  gtk_spin_button_set_value (find_spin (page, "Questions at once"), 3);
  gtk_spin_button_set_value (find_spin (page, "Seconds of silence"), 45);
  g_assert_cmpuint (ponder_provider_config_get_concurrency (provider), ==, 3);
  g_assert_cmpfloat_with_epsilon (ponder_provider_config_get_silence_timeout (provider), 45, 0.01);
  g_assert_cmpfloat_with_epsilon (ponder_provider_config_get_total_timeout (provider), 0, 0.01);
}

static gboolean
window_is_there (gpointer user_data)
{
  return ponder_test_find_window (*(GType *) user_data) != NULL;
}

static gboolean
is_empty (gpointer user_data)
{
  return g_list_model_get_n_items (user_data) == 0;
}

static void
test_remove (Fixture       *fixture,
             gconstpointer  data)
{
  GType type = ADW_TYPE_MESSAGE_DIALOG;
  GtkWidget *page;

  add_custom (fixture);
  ponder_preferences_show_provider (fixture->preferences, "custom");
  page = ponder_test_find (GTK_WIDGET (fixture->preferences), PONDER_TYPE_PROVIDER_PAGE, NULL);

  ponder_test_click (ponder_test_find (page, GTK_TYPE_BUTTON, "_Remove Provider…"));
  ponder_test_wait_for (window_is_there, &type, 5);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (ponder_test_find_window (type)), "cancel");
  ponder_test_run_for (100);
  g_assert_nonnull (ponder_workspace_lookup_provider (fixture->workspace, "custom"));

  ponder_test_click (ponder_test_find (page, GTK_TYPE_BUTTON, "_Remove Provider…"));
  ponder_test_wait_for (window_is_there, &type, 5);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (ponder_test_find_window (type)), "confirm");
  ponder_test_wait_for (is_empty, ponder_workspace_get_providers (fixture->workspace), 20);
}

static void
test_settings (Fixture       *fixture,
               gconstpointer  data)
{
  PonderSettings *settings = ponder_workspace_get_settings (fixture->workspace);
  GtkWidget *root = GTK_WIDGET (fixture->preferences);
  GtkWidget *row = ponder_test_find (root, ADW_TYPE_ACTION_ROW, "_Enter sends");
  GtkWidget *size = ponder_test_find (ponder_test_find (root, ADW_TYPE_ACTION_ROW, "Text _size"),
                                      GTK_TYPE_SPIN_BUTTON, NULL);

  g_assert_true (ponder_settings_get_enter_sends (settings));
  gtk_switch_set_active (GTK_SWITCH (ponder_test_find (row, GTK_TYPE_SWITCH, NULL)), FALSE);
  g_assert_false (ponder_settings_get_enter_sends (settings));

  row = ponder_test_find (root, ADW_TYPE_ACTION_ROW, "_Dark");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (ponder_test_find (row, GTK_TYPE_CHECK_BUTTON, NULL)), TRUE);
  g_assert_cmpstr (ponder_settings_get_color_scheme (settings), ==, "dark");
  row = ponder_test_find (root, ADW_TYPE_ACTION_ROW, "Follow the _system");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (ponder_test_find (row, GTK_TYPE_CHECK_BUTTON, NULL)), TRUE);
  g_assert_cmpstr (ponder_settings_get_color_scheme (settings), ==, "system");

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (size), 130);
  g_assert_cmpuint (ponder_settings_get_text_zoom (settings), ==, 130);
  ponder_settings_set_text_zoom (settings, 90);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (size)), ==, 90);
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

  add ("/ui/preferences/a-provider-is-added-with-a-tested-key", test_add);
  add ("/ui/preferences/a-wrong-address-is-told-before-anything-is-kept", test_bad_address);
  add ("/ui/preferences/the-stage-that-fails-is-marked", test_failed_stage);
  add ("/ui/preferences/an-address-that-can-be-read-is-warned-of", test_warning);
  add ("/ui/preferences/network-and-limits-hold-at-once", test_network);
  add ("/ui/preferences/a-refused-key-is-neither-kept-nor-shown", test_refused_key);
  add ("/ui/preferences/a-connection-is-tested-inline", test_connection);
  add ("/ui/preferences/what-a-test-says-is-in-sight", test_failing_stage);
  add ("/ui/preferences/removing-asks-first", test_remove);
  add ("/ui/preferences/what-is-chosen-holds-at-once", test_settings);

  return g_test_run ();
}
