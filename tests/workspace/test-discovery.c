/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is nearby: servers that answer, and keys in the environment. */

#include "config.h"

#include "ponder-discovery.h"
#include "ponder-test-workspace.h"

#include "ponder-discovery-private.h"
#include "ponder-http.h"
#include "ponder-model-info.h"
#include "ponder-test-loop.h"

static PonderProviderConfig *
new_provider (const char *id,
              const char *base_url)
{
  PonderProviderConfig *provider = ponder_provider_config_new (id);

  ponder_provider_config_set_dialect (provider, "openai");
  ponder_provider_config_set_base_url (provider, base_url);
  return provider;
}

/* Accepts and never says a word. */
static GSocketListener *
listen_in_silence (char **base_url)
{
  GSocketListener *listener = g_socket_listener_new ();
  g_autoptr(GError) error = NULL;
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, &error);

  g_assert_no_error (error);
  *base_url = g_strdup_printf ("http://127.0.0.1:%u/v1", port);
  return listener;
}

static void
test_probe (void)
{
  g_autoptr(PonderDemoServer) server = ponder_demo_server_new ();
  g_autoptr(PonderHttp) http = ponder_http_new ("ponder-test");
  g_autoptr(PonderKeyring) keyring = ponder_keyring_new ();
  g_autoptr(PonderService) service = ponder_service_new (http, PONDER_KEY_SOURCE (keyring));
  g_autoptr(GPtrArray) providers = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *silent_url = NULL;
  g_autoptr(GSocketListener) silent = listen_in_silence (&silent_url);
  g_autoptr(GAsyncResult) answer = NULL;
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *result = NULL;
  PonderDiscovery *discovery;
  gint64 begin = g_get_monotonic_time ();

  ponder_demo_server_start (server, &error);
  g_assert_no_error (error);
  g_ptr_array_add (providers, new_provider ("nobody", "http://127.0.0.1:1/v1"));
  g_ptr_array_add (providers, new_provider ("silent", silent_url));
  g_ptr_array_add (providers, new_provider ("there", ponder_demo_server_get_base_url (server)));
  g_ptr_array_add (providers, new_provider ("twice", ponder_demo_server_get_base_url (server)));
  ponder_discovery_probe_async (service, providers, NULL, ponder_test_take_result, &result);
  answer = ponder_test_await (&result);
  found = ponder_discovery_probe_finish (service, answer, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 3 * G_USEC_PER_SEC);
  g_assert_cmpuint (found->len, ==, 1);
  discovery = found->pdata[0];
  g_assert_cmpint (ponder_discovery_get_kind (discovery), ==, PONDER_DISCOVERY_SERVER);
  g_assert_cmpstr (ponder_provider_config_get_id (ponder_discovery_get_provider (discovery)), ==, "there");
  g_assert_cmpuint (ponder_discovery_get_n_models (discovery), >, 0);
  g_assert_cmpstr (ponder_discovery_get_model (discovery), ==,
                   ponder_provider_config_get_default_model (ponder_discovery_get_provider (discovery)));
  ponder_demo_server_stop (server);
}

static GListModel *
discover (PonderWorkspace *workspace)
{
  g_autoptr(GAsyncResult) answer = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *result = NULL;
  GListModel *found;

  ponder_workspace_discover_async (workspace, NULL, ponder_test_take_result, &result);
  answer = ponder_test_await (&result);
  found = ponder_workspace_discover_finish (workspace, answer, &error);
  g_assert_no_error (error);
  return found;
}

static PonderDiscovery *
find_key (GListModel *found,
          const char *preset)
{
  for (guint i = 0; i < g_list_model_get_n_items (found); i++)
    {
      g_autoptr(PonderDiscovery) discovery = g_list_model_get_item (found, i);
      PonderProviderConfig *provider = ponder_discovery_get_provider (discovery);

      if (ponder_discovery_get_kind (discovery) == PONDER_DISCOVERY_KEY
          && g_strcmp0 (ponder_provider_config_get_preset (provider), preset) == 0)
        return discovery;
    }
  return NULL;
}

static void
test_keys (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(GListModel) found = NULL;
  PonderDiscovery *discovery;

  g_unsetenv ("OPENAI_API_KEY");
  g_setenv ("DEEPSEEK_API_KEY", "sk-test", TRUE);
  found = discover (test->workspace);
  g_assert_null (find_key (found, "openai"));
  discovery = find_key (found, "deepseek");
  g_assert_nonnull (discovery);
  ponder_test_save_provider (test->workspace, ponder_discovery_get_provider (discovery));
  g_unsetenv ("DEEPSEEK_API_KEY");
  g_assert_nonnull (ponder_workspace_lookup_provider (test->workspace, "deepseek"));
}

static void
test_free_id (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderProviderConfig) first = ponder_workspace_new_provider (test->workspace, "openai");
  g_autoptr(PonderProviderConfig) second = NULL;

  g_assert_cmpstr (ponder_provider_config_get_id (first), ==, "openai");
  ponder_test_save_provider (test->workspace, first);
  second = ponder_workspace_new_provider (test->workspace, "openai");
  g_assert_cmpstr (ponder_provider_config_get_id (second), ==, "openai-2");
  g_assert_cmpstr (ponder_provider_config_get_base_url (second), ==,
                   ponder_provider_config_get_base_url (first));
  ponder_test_save_provider (test->workspace, second);
  g_assert_cmpuint (g_list_model_get_n_items (ponder_workspace_get_providers (test->workspace)), ==, 3);

  ponder_provider_config_set_name (second, "The other account");
  ponder_test_save_provider (test->workspace, second);
  g_assert_cmpuint (g_list_model_get_n_items (ponder_workspace_get_providers (test->workspace)), ==, 3);
  ponder_test_reopen (test);
  g_assert_cmpstr (ponder_provider_config_get_name (
    ponder_workspace_lookup_provider (test->workspace, "openai-2")), ==, "The other account");
}

static void
test_models (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(GAsyncResult) answer = NULL;
  g_autoptr(GListModel) models = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *result = NULL;

  ponder_workspace_list_models_async (test->workspace, test->provider, NULL, NULL, ponder_test_take_result,
                                      &result);
  answer = ponder_test_await (&result);
  models = ponder_workspace_list_models_finish (test->workspace, answer, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (models), >, 0);
  g_assert_true (g_type_is_a (g_list_model_get_item_type (models), PONDER_TYPE_MODEL_INFO));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/discovery/servers-that-answer-are-found-within-a-second", test_probe);
  g_test_add_func ("/discovery/keys-in-the-environment-are-found", test_keys);
  g_test_add_func ("/discovery/a-new-provider-has-a-free-id", test_free_id);
  g_test_add_func ("/discovery/models-are-listed", test_models);
  return g_test_run ();
}
