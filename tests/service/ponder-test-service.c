/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A service with the real loopback server behind it. */

#include "config.h"

#include "ponder-test-service.h"

#include "ponder-http.h"
#include "ponder-message.h"
#include "ponder-request.h"
#include "ponder-test-loop.h"

#define WAIT_SECONDS 5

static void
cancelled_cb (GCancellable *cancellable,
              GTask        *task)
{
  g_task_return_error_if_cancelled (task);
  g_object_unref (task);
}

static void
lookup_async (PonderKeySource      *source,
              PonderProviderConfig *provider,
              GCancellable         *cancellable,
              GAsyncReadyCallback   callback,
              gpointer              user_data)
{
  PonderTestKeys *self = PONDER_TEST_KEYS (source);
  g_autoptr(GTask) task = g_task_new (source, cancellable, callback, user_data);

  self->n_lookups++;
  if (self->hangs)
    g_signal_connect (cancellable, "cancelled", G_CALLBACK (cancelled_cb), g_steal_pointer (&task));
  else if (self->error != NULL)
    g_task_return_error (task, g_error_copy (self->error));
  else
    g_task_return_pointer (task, g_strdup (self->key), (GDestroyNotify) ponder_key_free);
}

static char *
lookup_finish (PonderKeySource  *source,
               GAsyncResult     *result,
               GError          **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
implement_key_source (PonderKeySourceInterface *iface)
{
  iface->lookup_async = lookup_async;
  iface->lookup_finish = lookup_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PonderTestKeys, ponder_test_keys, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PONDER_TYPE_KEY_SOURCE, implement_key_source))

static void
ponder_test_keys_finalize (GObject *object)
{
  PonderTestKeys *self = PONDER_TEST_KEYS (object);

  ponder_key_free (self->key);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (ponder_test_keys_parent_class)->finalize (object);
}

static void
ponder_test_keys_class_init (PonderTestKeysClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ponder_test_keys_finalize;
}

static void
ponder_test_keys_init (PonderTestKeys *self)
{
  self->key = g_strdup (PONDER_TEST_KEY);
}

static void
client_left_cb (PonderDemoServer  *server,
                gint64             moment,
                PonderTestService *self)
{
  self->left = moment;
}

void
ponder_test_service_set_up (PonderTestService *self,
                            gconstpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  self->server = ponder_demo_server_new ();
  ponder_demo_server_start (self->server, &error);
  g_assert_no_error (error);
  g_signal_connect (self->server, "client-left", G_CALLBACK (client_left_cb), self);

  self->http = ponder_http_new ("ponder-test/1");
  self->keys = g_object_new (PONDER_TYPE_TEST_KEYS, NULL);
  self->service = ponder_service_new (self->http, PONDER_KEY_SOURCE (self->keys));
  self->provider = ponder_provider_config_new ("test");
  ponder_provider_config_set_preset (self->provider, "custom");
  ponder_provider_config_set_dialect (self->provider, "openai");
  ponder_provider_config_set_base_url (self->provider,
                                       ponder_demo_server_get_base_url (self->server));
  self->config = ponder_model_config_new ();
  self->config->retries = 0;
}

void
ponder_test_service_tear_down (PonderTestService *self,
                               gconstpointer      user_data)
{
  g_assert_cmpuint (g_list_model_get_n_items (ponder_service_get_replies (self->service)), ==, 0);
  g_assert_finalize_object (self->service);
  g_object_unref (self->http);
  ponder_demo_server_stop (self->server);
  /* What was cancelled comes back in the main loop and lets go of the rest. */
  ponder_test_run_for (10);
  g_assert_finalize_object (self->keys);
  g_object_unref (self->server);
  g_object_unref (self->provider);
  ponder_model_config_free (self->config);
}

void
ponder_test_service_set_script (PonderTestService *self,
                                const char        *model,
                                PonderDemoScript  *script)
{
  ponder_demo_server_set_script (self->server, model, script);
}

PonderRequest *
ponder_test_service_ask (PonderTestService *self,
                         const char        *model)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  PonderMessage *message = ponder_message_new ("1", NULL, PONDER_ROLE_USER);

  ponder_message_append_text (message, "Hello");
  g_ptr_array_add (messages, message);
  ponder_model_config_set_model (self->config, "test", model);
  return ponder_request_new (self->provider, self->config, messages, "chat");
}

PonderReply *
ponder_test_service_start (PonderTestService *self,
                           const char        *model)
{
  g_autoptr(PonderRequest) request = ponder_test_service_ask (self, model);

  return ponder_service_start (self->service, request, NULL);
}

typedef struct
{
  PonderReply      *reply;
  PonderReplyState  state;
} Wanted;

static gboolean
has_state (gpointer user_data)
{
  const Wanted *wanted = user_data;

  PonderReplyState state = ponder_reply_get_state (wanted->reply);

  return state == wanted->state || state == PONDER_REPLY_DONE;
}

void
ponder_test_reply_wait (PonderReply      *reply,
                        PonderReplyState  state)
{
  Wanted wanted = { reply, state };

  ponder_test_wait_for (has_state, &wanted, WAIT_SECONDS);
  g_assert_cmpint (ponder_reply_get_state (reply), ==, state);
}

PonderFault *
ponder_test_reply_await_fault (PonderReply *reply)
{
  PonderFault *fault;

  ponder_test_reply_wait (reply, PONDER_REPLY_DONE);
  g_assert_nonnull (ponder_reply_get_error (reply));
  fault = ponder_error_get_fault (ponder_reply_get_error (reply));
  g_assert_nonnull (fault);
  g_assert_cmpstr (fault->provider, ==, "test");
  g_assert_cmpstr (fault->operation, ==, "chat");
  return fault;
}

void
ponder_test_reply_await_text (PonderReply *reply,
                              const char  *text)
{
  ponder_test_reply_wait (reply, PONDER_REPLY_DONE);
  if (ponder_reply_get_error (reply) != NULL)
    g_error ("%s", ponder_reply_get_error (reply)->message);
  g_assert_cmpstr (ponder_reply_get_text (reply), ==, text);
}
