/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What servers say of their models is asked once for a while, and anew when it may be something else. */

#include "config.h"

#include "ponder-test-workspace.h"

#include "ponder-error.h"
#include "ponder-model-info.h"
#include "ponder-test-loop.h"

#include <libsoup/soup.h>

/* The demo server does not count questions about models; this one counts nothing else. */
typedef struct
{
  SoupServer           *server;
  PonderTest           *test;
  PonderProviderConfig *provider;
  char                 *url;
  guint                 status;
  guint                 n_requests;
} Fixture;

static void
asked_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  static const char list[] = "{\"object\":\"list\",\"data\":[{\"id\":\"one\",\"object\":\"model\"},"
                             "{\"id\":\"two\",\"object\":\"model\"}]}";
  Fixture *fixture = user_data;

  fixture->n_requests++;
  soup_server_message_set_status (message, fixture->status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, list, sizeof list - 1);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  g_autoptr(GError) error = NULL;
  GSList *uris;

  fixture->status = 200;
  fixture->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (fixture->server, "/v1/models", asked_cb, fixture, NULL);
  soup_server_listen_local (fixture->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (fixture->server);
  fixture->url = g_strdup_printf ("http://127.0.0.1:%d/v1", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  fixture->test = ponder_test_new ();
  fixture->provider = ponder_provider_config_new ("lists");
  g_setenv ("LISTS_API_KEY", "sk-test", TRUE);
  ponder_provider_config_set_dialect (fixture->provider, "openai");
  ponder_provider_config_set_base_url (fixture->provider, fixture->url);
  ponder_test_save_provider (fixture->test->workspace, fixture->provider);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  ponder_test_free (fixture->test);
  g_object_unref (fixture->provider);
  soup_server_disconnect (fixture->server);
  g_object_unref (fixture->server);
  g_free (fixture->url);
}

/* (transfer full) (nullable) */
static GListModel *
await_list (Fixture       *fixture,
            GAsyncResult **result,
            GError       **error)
{
  g_autoptr(GAsyncResult) answer = ponder_test_await (result);

  return ponder_workspace_list_models_finish (fixture->test->workspace, answer, error);
}

static void
assert_listed (Fixture    *fixture,
               const char *key,
               guint       n_requests)
{
  g_autoptr(GListModel) models = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *result = NULL;

  ponder_workspace_list_models_async (fixture->test->workspace, fixture->provider, key, NULL, ponder_test_take_result,
                                      &result);
  models = await_list (fixture, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (models), ==, 2);
  g_assert_cmpuint (fixture->n_requests, ==, n_requests);
}

static void
test_asked_once (Fixture       *fixture,
                 gconstpointer  user_data)
{
  assert_listed (fixture, NULL, 1);
  assert_listed (fixture, NULL, 1);
  /* A key that is tried is a question of its own. */
  assert_listed (fixture, "sk-other", 2);
  assert_listed (fixture, NULL, 2);
}

static void
test_at_the_same_time (Fixture       *fixture,
                       gconstpointer  user_data)
{
  GAsyncResult *results[2] = { NULL, NULL };
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 2; i++)
    ponder_workspace_list_models_async (fixture->test->workspace, fixture->provider, NULL, NULL,
                                        ponder_test_take_result, &results[i]);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GListModel) models = await_list (fixture, &results[i], &error);
      g_autoptr(PonderModelInfo) model = g_list_model_get_item (models, 1);

      g_assert_no_error (error);
      g_assert_cmpstr (ponder_model_info_get_provider_id (model), ==, "lists");
      g_assert_cmpstr (ponder_model_info_get_id (model), ==, "two");
    }
  g_assert_cmpuint (fixture->n_requests, ==, 1);
}

static void
test_other_server (Fixture       *fixture,
                   gconstpointer  user_data)
{
  g_autofree char *other = g_strconcat (fixture->url, "/", NULL);

  assert_listed (fixture, NULL, 1);
  ponder_provider_config_set_base_url (fixture->provider, other);
  assert_listed (fixture, NULL, 2);
  ponder_provider_config_set_proxy (fixture->provider, "none");
  assert_listed (fixture, NULL, 3);
  ponder_test_save_provider (fixture->test->workspace, fixture->provider);
  assert_listed (fixture, NULL, 4);
}

static void
test_other_key (Fixture       *fixture,
                gconstpointer  user_data)
{
  PonderKeyring *keyring = ponder_workspace_get_keyring (fixture->test->workspace);
  g_autoptr(GAsyncResult) answer = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *result = NULL;

  assert_listed (fixture, NULL, 1);
  ponder_keyring_store_async (keyring, fixture->provider, "sk-new", NULL, ponder_test_take_result, &result);
  answer = ponder_test_await (&result);
  ponder_keyring_store_finish (keyring, answer, NULL, &error);
  g_assert_no_error (error);
  assert_listed (fixture, NULL, 2);
}

static void
test_errors (Fixture       *fixture,
             gconstpointer  user_data)
{
  GAsyncResult *result = NULL;
  g_autoptr(GError) error = NULL;

  fixture->status = 401;
  ponder_workspace_list_models_async (fixture->test->workspace, fixture->provider, NULL, NULL,
                                      ponder_test_take_result, &result);
  g_assert_null (await_list (fixture, &result, &error));
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_AUTHENTICATION);
  g_assert_nonnull (ponder_error_get_fault (error));
  fixture->status = 200;
  assert_listed (fixture, NULL, 2);
}

static void
add (const char *name,
     void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (name, Fixture, NULL, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
  g_test_init (&argc, &argv, NULL);
  add ("/model-lists/a-server-is-asked-once", test_asked_once);
  add ("/model-lists/those-who-ask-at-the-same-time-share-an-answer", test_at_the_same_time);
  add ("/model-lists/another-address-is-another-server", test_other_server);
  add ("/model-lists/with-another-key-it-is-asked-anew", test_other_key);
  add ("/model-lists/errors-are-not-kept", test_errors);
  return g_test_run ();
}
