/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences of the search of the web, over the demo's canned search. */

#include "config.h"

#include "ponder-demo-server.h"
#include "ponder-model-catalog.h"
#include "ponder-preferences.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-ui.h"
#include "ponder-web-search-group.h"
#include "ponder-workspace-web.h"

#include <string.h>

typedef struct
{
  char               *path;
  PonderDemoServer   *server;
  char               *address;
  PonderWorkspace    *workspace;
  PonderModelCatalog *catalog;
  PonderPreferences  *preferences;
  GtkWidget          *group;
} Fixture;

static void
open_preferences (Fixture *fixture)
{
  fixture->preferences = ponder_preferences_new (NULL, fixture->catalog);
  fixture->group = ponder_test_find (GTK_WIDGET (fixture->preferences), PONDER_TYPE_WEB_SEARCH_GROUP, NULL);
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (fixture->preferences), "think");
  gtk_window_present (GTK_WINDOW (fixture->preferences));
}

static void
close_preferences (Fixture *fixture)
{
  gtk_window_destroy (GTK_WINDOW (fixture->preferences));
  ponder_test_settle ();
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->server = ponder_demo_server_new ();
  ponder_demo_server_start (fixture->server, &error);
  g_assert_no_error (error);
  fixture->address = g_strdup (ponder_demo_server_get_base_url (fixture->server));
  fixture->address[strlen (fixture->address) - strlen ("/v1")] = '\0';
  fixture->path = ponder_test_dir_new ();
  fixture->workspace = ponder_test_workspace_open (fixture->path);
  fixture->catalog = ponder_model_catalog_new (fixture->workspace);
  open_preferences (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  close_preferences (fixture);
  g_object_unref (fixture->catalog);
  ponder_test_workspace_close (fixture->workspace);
  g_object_unref (fixture->server);
  ponder_test_dir_remove (fixture->path);
  g_free (fixture->address);
}

static GtkWidget *
get_child (Fixture    *fixture,
           const char *name)
{
  GObject *child = gtk_widget_get_template_child (fixture->group, PONDER_TYPE_WEB_SEARCH_GROUP, name);

  g_assert_nonnull (child);
  return GTK_WIDGET (child);
}

static void
choose (Fixture         *fixture,
        PonderWebServer  server)
{
  adw_combo_row_set_selected (ADW_COMBO_ROW (get_child (fixture, "server")), server);
}

static void
type (Fixture    *fixture,
      const char *name,
      const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (get_child (fixture, name)), text);
}

static const char *
get_result (Fixture *fixture)
{
  return adw_action_row_get_subtitle (ADW_ACTION_ROW (get_child (fixture, "test_row")));
}

static gboolean
has_rested (gpointer fixture)
{
  return gtk_widget_is_sensitive (get_child (fixture, "test_button"));
}

static gboolean
has_failed (Fixture *fixture)
{
  return gtk_widget_has_css_class (get_child (fixture, "test_row"), "ponder-failed");
}

static void
test (Fixture *fixture)
{
  ponder_test_click (get_child (fixture, "test_button"));
  ponder_test_wait_for (has_rested, fixture, 20);
}

static const char *
get_stored (Fixture *fixture)
{
  return ponder_settings_get_web_search (ponder_workspace_get_settings (fixture->workspace));
}

/* Off there is nothing to see or to send, and an address is asked for before there is anything to test. */
static void
test_off_at_first (Fixture       *fixture,
                   gconstpointer  data)
{
  g_assert_cmpstr (get_stored (fixture), ==, "");
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (get_child (fixture, "server"))), ==, 0);
  g_assert_false (gtk_widget_get_visible (get_child (fixture, "address")));
  g_assert_false (gtk_widget_get_visible (get_child (fixture, "key_entry")));
  g_assert_false (gtk_widget_get_visible (get_child (fixture, "test_row")));

  choose (fixture, PONDER_WEB_SERVER_SEARXNG);
  g_assert_true (gtk_widget_get_visible (get_child (fixture, "address")));
  g_assert_false (gtk_widget_is_sensitive (get_child (fixture, "test_button")));
  g_assert_cmpstr (get_stored (fixture), ==, "");

  choose (fixture, PONDER_WEB_SERVER_BRAVE);
  g_assert_false (gtk_widget_get_visible (get_child (fixture, "address")));
  g_assert_true (gtk_widget_get_visible (get_child (fixture, "key_entry")));
  g_assert_cmpstr (get_stored (fixture), !=, "");

  choose (fixture, PONDER_WEB_SERVER_NONE);
  g_assert_cmpstr (get_stored (fixture), ==, "");
}

static void
test_tried (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *pasted = g_strconcat (fixture->address, "/search", NULL);
  g_autofree char *address = NULL;

  choose (fixture, PONDER_WEB_SERVER_SEARXNG);
  type (fixture, "address", pasted);
  g_assert_cmpstr (get_result (fixture), ==, "Not tested yet");
  test (fixture);
  g_assert_cmpstr (get_result (fixture), ==, "It works: 2 results");
  g_assert_false (has_failed (fixture));
  address = ponder_workspace_dup_searxng_url (fixture->workspace);
  g_assert_cmpstr (address, ==, fixture->address);

  /* It is still there when the window is opened again, and after another server was chosen. */
  choose (fixture, PONDER_WEB_SERVER_BRAVE);
  close_preferences (fixture);
  open_preferences (fixture);
  choose (fixture, PONDER_WEB_SERVER_SEARXNG);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_child (fixture, "address"))), ==, fixture->address);
  g_assert_cmpstr (get_result (fixture), ==, "Not tested yet");
}

static void
test_failed (Fixture       *fixture,
             gconstpointer  data)
{
  PonderDemoScript *script = ponder_demo_script_new (403, "text/html");

  ponder_demo_script_bytes (script, "<h1>Forbidden</h1>", -1);
  ponder_demo_server_set_script (fixture->server, "/search", script);
  choose (fixture, PONDER_WEB_SERVER_SEARXNG);
  type (fixture, "address", fixture->address);
  test (fixture);
  g_assert_true (has_failed (fixture));
  g_assert_cmpstr (get_result (fixture), ==,
                   "The search server does not give JSON. Enable the json format in its settings.yml.");

  script = ponder_demo_script_new (200, "application/json");
  ponder_demo_script_bytes (script, "{\"results\":[]}", -1);
  ponder_demo_server_set_script (fixture->server, "/search", script);
  test (fixture);
  g_assert_true (has_failed (fixture));
  g_assert_cmpstr (get_result (fixture), ==, "It answers, but it found nothing");
}

/* What is no address is not stored, and nobody is asked. */
static void
test_no_address (Fixture       *fixture,
                 gconstpointer  data)
{
  choose (fixture, PONDER_WEB_SERVER_SEARXNG);
  type (fixture, "address", "ftp://example.org/");
  ponder_test_click (get_child (fixture, "test_button"));
  g_assert_true (gtk_widget_has_css_class (get_child (fixture, "address"), "error"));
  g_assert_true (has_failed (fixture));
  g_assert_nonnull (strstr (get_result (fixture), "http"));
  g_assert_cmpstr (get_stored (fixture), ==, "");
  type (fixture, "address", "example.org");
  g_assert_false (gtk_widget_has_css_class (get_child (fixture, "address"), "error"));
}

/* Another choice, or the end of the window, leaves a test that runs. */
static void
test_left (Fixture       *fixture,
           gconstpointer  data)
{
  for (guint i = 0; i < 2; i++)
    {
      PonderDemoScript *script = ponder_demo_script_new (200, "application/json");

      ponder_demo_script_hang (script);
      ponder_demo_server_set_script (fixture->server, "/search", script);
      choose (fixture, PONDER_WEB_SERVER_SEARXNG);
      type (fixture, "address", fixture->address);
      ponder_test_click (get_child (fixture, "test_button"));
      g_assert_cmpstr (get_result (fixture), ==, "Testing…");
      if (i > 0)
        break;
      choose (fixture, PONDER_WEB_SERVER_NONE);
      g_assert_cmpstr (get_result (fixture), ==, "Not tested yet");
    }
}

/* The key is never asked for on the way to somebody else, and without one nobody is asked. */
static void
test_no_key (Fixture       *fixture,
             gconstpointer  data)
{
  g_unsetenv ("BRAVE_API_KEY");
  choose (fixture, PONDER_WEB_SERVER_BRAVE);
  test (fixture);
  g_assert_true (has_failed (fixture));
  g_assert_nonnull (strstr (get_result (fixture), "There is no API key for the web search"));
}

static void
add (const char *name,
     void      (*test_func) (Fixture *, gconstpointer))
{
  g_test_add (name, Fixture, NULL, set_up, test_func, tear_down);
}

int
main (int    argc,
      char **argv)
{
  if (!ponder_test_ui_init (&argc, &argv))
    return 0;

  add ("/ui/web-search/off-there-is-nothing-to-set", test_off_at_first);
  add ("/ui/web-search/an-address-is-tried-and-kept", test_tried);
  add ("/ui/web-search/what-fails-says-why", test_failed);
  add ("/ui/web-search/what-is-no-address-is-not-taken", test_no_address);
  add ("/ui/web-search/a-test-can-be-left", test_left);
  add ("/ui/web-search/without-a-key-nobody-is-asked", test_no_key);
  return g_test_run ();
}
