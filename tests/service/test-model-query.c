/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking a server which models it has. */

#include "config.h"

#include "ponder-test-loop.h"
#include "ponder-test-service.h"

#include "ponder-model-info.h"

#include <string.h>

static GPtrArray *
list_models (PonderTestService  *fixture,
             const char         *key,
             GError            **error)
{
  GAsyncResult *place = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  ponder_service_list_models_async (fixture->service, fixture->provider, key, NULL,
                                    ponder_test_take_result, &place);
  result = ponder_test_await (&place);
  return ponder_service_list_models_finish (fixture->service, result, error);
}

static void
set_models (PonderTestService *fixture,
            guint              status,
            const char        *type,
            const char        *body)
{
  PonderDemoScript *script = ponder_demo_script_new (status, type);

  ponder_demo_script_bytes (script, body, -1);
  ponder_test_service_set_script (fixture, "/v1/models", script);
}

static PonderFault *
list_fault (PonderTestService *fixture,
            const char        *key)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) models = list_models (fixture, key, &error);
  PonderFault *fault;

  g_assert_null (models);
  fault = ponder_error_get_fault (error);
  g_assert_nonnull (fault);
  g_assert_cmpstr (fault->operation, ==, "models");
  g_assert_null (fault->model);
  return ponder_fault_ref (fault);
}

static void
test_list (PonderTestService *fixture,
           gconstpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) models = NULL;

  set_models (fixture, 200, "application/json", "{\"data\":[{\"id\":\"b\"},{\"id\":\"a\"}]}");
  models = list_models (fixture, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (models->len, ==, 2);
  g_assert_cmpstr (ponder_model_info_get_id (g_ptr_array_index (models, 0)), ==, "a");
  g_assert_cmpstr (ponder_model_info_get_provider_id (g_ptr_array_index (models, 0)), ==, "test");
  g_assert_cmpuint (fixture->keys->n_lookups, ==, 1);
}

static void
test_demo_server_lists_its_models (PonderTestService *fixture,
                                   gconstpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) models = list_models (fixture, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (models->len, >, 0);
}

static void
test_key_to_be_tried (PonderTestService *fixture,
                      gconstpointer      user_data)
{
  static const char other_key[] = "other-key-abcdef0123456789";
  g_autoptr(PonderFault) fault = NULL;

  set_models (fixture, 401, "application/json", "{\"error\":{\"message\":\"No: "
                                                "other-key-abcdef0123456789\"}}");
  fault = list_fault (fixture, other_key);
  g_assert_cmpint (fault->category, ==, PONDER_ERROR_AUTHENTICATION);
  g_assert_cmpuint (fixture->keys->n_lookups, ==, 0);
  g_assert_null (strstr (fault->details, other_key));
}

static void
test_web_page (PonderTestService *fixture,
               gconstpointer      user_data)
{
  g_autoptr(PonderFault) fault = NULL;

  set_models (fixture, 200, "text/html", "<html>Hello</html>");
  fault = list_fault (fixture, NULL);
  g_assert_cmpint (fault->category, ==, PONDER_ERROR_NETWORK);
}

static void
test_wrong_address (PonderTestService *fixture,
                    gconstpointer      user_data)
{
  g_autoptr(PonderFault) fault = NULL;

  set_models (fixture, 404, "text/plain", "no such page");
  fault = list_fault (fixture, NULL);
  g_assert_cmpint (fault->category, ==, PONDER_ERROR_INVALID_REQUEST);
  g_assert_cmpint (fault->cause, ==, PONDER_CAUSE_ADDRESS);
}

static void
test_keyring_fails (PonderTestService *fixture,
                    gconstpointer      user_data)
{
  g_autoptr(PonderFault) fault = NULL;

  fixture->keys->error = g_error_new_literal (PONDER_ERROR, PONDER_ERROR_KEYRING, "locked");
  fault = list_fault (fixture, NULL);
  g_assert_cmpint (fault->category, ==, PONDER_ERROR_KEYRING);
}

static void
test_local_limit (PonderTestService *fixture,
                  gconstpointer      user_data)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "application/json");
  gint64 begin = g_get_monotonic_time ();
  g_autoptr(PonderFault) fault = NULL;

  if (!g_test_slow ())
    {
      g_test_skip ("takes five seconds");
      ponder_demo_script_free (script);
      return;
    }
  ponder_demo_script_hang (script);
  ponder_test_service_set_script (fixture, "/v1/models", script);
  fault = list_fault (fixture, NULL);
  g_assert_cmpint (fault->category, ==, PONDER_ERROR_TIMEOUT);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 7 * G_USEC_PER_SEC);
}

static gboolean
is_open (gpointer user_data)
{
  return ponder_demo_server_get_n_open (user_data) > 0;
}

static void
test_cancel (PonderTestService *fixture,
             gconstpointer      user_data)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "application/json");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *place = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  ponder_demo_script_hang (script);
  ponder_test_service_set_script (fixture, "/v1/models", script);
  ponder_service_list_models_async (fixture->service, fixture->provider, NULL, cancellable,
                                    ponder_test_take_result, &place);
  ponder_test_wait_for (is_open, fixture->server, 5);
  g_cancellable_cancel (cancellable);
  result = ponder_test_await (&place);
  g_assert_null (ponder_service_list_models_finish (fixture->service, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_unknown_dialect (PonderTestService *fixture,
                      gconstpointer      user_data)
{
  g_autoptr(PonderFault) fault = NULL;

  ponder_provider_config_set_dialect (fixture->provider, "esperanto");
  fault = list_fault (fixture, NULL);
  g_assert_cmpint (fault->category, ==, PONDER_ERROR_INVALID_REQUEST);
}

static void
add (const char *name,
     void      (*test) (PonderTestService *fixture, gconstpointer user_data))
{
  g_autofree char *path = g_strconcat ("/service/model-query/", name, NULL);

  g_test_add (path, PonderTestService, NULL, ponder_test_service_set_up, test,
              ponder_test_service_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("list", test_list);
  add ("demo-server-lists-its-models", test_demo_server_lists_its_models);
  add ("key-to-be-tried", test_key_to_be_tried);
  add ("web-page", test_web_page);
  add ("wrong-address", test_wrong_address);
  add ("keyring-fails", test_keyring_fails);
  add ("local-limit", test_local_limit);
  add ("cancel", test_cancel);
  add ("unknown-dialect", test_unknown_dialect);
  return g_test_run ();
}
