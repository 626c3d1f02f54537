/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Listens on loopback, decides which script answers a request, and counts. */

#include "config.h"

#include "ponder-demo-server.h"

#include "ponder-demo-answers.h"
#include "ponder-demo-connection.h"
#include "ponder-demo-frames.h"
#include "ponder-demo-script-private.h"
#include "ponder-demo-thinking.h"

#define BACKLOG 128

/* Owned by whoever started it; all of it runs on the main context that it was started in. Only this
 * machine can reach it, and it knows nothing that is worth reaching. */
struct _PonderDemoServer
{
  GObject         parent_instance;

  GSocketService *service;
  GPtrArray      *connections;
  GHashTable     *scripts;              /* model or path -> PonderDemoScript */
  char           *base_url;
  double          pace;

  guint           n_requests;
  guint           n_open;
  guint           max_open;
  guint           n_left;
  char           *last_body;
  char           *last_headers;
};

enum
{
  CLIENT_LEFT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderDemoServer, ponder_demo_server, G_TYPE_OBJECT)

static PonderDemoScript *
find_script (PonderDemoServer *self,
             const char       *name)
{
  PonderDemoScript *script = g_hash_table_lookup (self->scripts, name);

  return script != NULL ? ponder_demo_script_copy (script) : NULL;
}

static PonderDemoScript *
answer_models (void)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "application/json");
  g_auto(GStrv) names = ponder_demo_model_names ();
  g_autofree char *body = ponder_demo_body_models ((const char *const *) names);

  ponder_demo_script_bytes (script, body, -1);
  return script;
}

/* As a SearXNG answers. */
static PonderDemoScript *
answer_search (void)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "application/json");

  ponder_demo_script_bytes (script, ponder_demo_thinking_get_search (), -1);
  return script;
}

static PonderDemoScript *
answer_chat (PonderDemoServer        *self,
             const PonderDemoRequest *request)
{
  g_autoptr(PonderDemoQuestion) question = ponder_demo_question_new (request->body);
  PonderDemoScript *script;

  if (question == NULL)
    return ponder_demo_answer_error (400, "We could not parse the JSON body of your request.",
                                     "invalid_request_error", NULL);
  if ((script = find_script (self, question->model)))
    return script;
  return ponder_demo_answer (question);
}

static PonderDemoScript *
find_answer (PonderDemoServer        *self,
             const PonderDemoRequest *request,
             const char              *path)
{
  g_autofree char *message = NULL;
  PonderDemoScript *script;

  if ((script = find_script (self, path)))
    return script;
  if (g_str_equal (request->method, "GET") && g_str_equal (path, "/v1/models"))
    return answer_models ();
  if (g_str_equal (request->method, "GET") && g_str_equal (path, "/search"))
    return answer_search ();
  if (g_str_equal (request->method, "POST") && g_str_equal (path, "/v1/chat/completions"))
    return answer_chat (self, request);

  message = g_strdup_printf ("Unknown request URL: %s %s.", request->method, path);
  return ponder_demo_answer_error (404, message, "invalid_request_error", "unknown_url");
}

static void
remember (PonderDemoServer        *self,
          const PonderDemoRequest *request)
{
  self->n_requests++;
  g_free (self->last_body);
  self->last_body = g_strdup (request->body);
  g_free (self->last_headers);
  self->last_headers = g_strdup (request->headers);
}

static PonderDemoScript *
answer (const PonderDemoRequest *request,
        gpointer                 user_data)
{
  PonderDemoServer *self = user_data;
  g_autofree char *path = g_strndup (request->path, strcspn (request->path, "?"));
  PonderDemoScript *script = find_answer (self, request, path);

  if (g_str_equal (request->method, "POST"))
    remember (self, request);
  self->n_open++;
  self->max_open = MAX (self->max_open, self->n_open);
  ponder_demo_script_set_pace (script, self->pace);
  return script;
}

static void
ended (gboolean client_left,
       gpointer user_data)
{
  PonderDemoServer *self = user_data;

  self->n_open--;
  if (!client_left)
    return;

  self->n_left++;
  g_signal_emit (self, signals[CLIENT_LEFT], 0, g_get_monotonic_time ());
}

static void
closed (PonderDemoConnection *connection,
        gpointer              user_data)
{
  PonderDemoServer *self = user_data;

  g_ptr_array_remove_fast (self->connections, connection);
}

static const PonderDemoHandlers handlers = { answer, ended, closed };

static gboolean
incoming_cb (PonderDemoServer  *self,
             GSocketConnection *connection)
{
  g_ptr_array_add (self->connections, ponder_demo_connection_new (connection, &handlers, self));
  return TRUE;
}

static void
ponder_demo_server_dispose (GObject *object)
{
  PonderDemoServer *self = PONDER_DEMO_SERVER (object);

  ponder_demo_server_stop (self);

  G_OBJECT_CLASS (ponder_demo_server_parent_class)->dispose (object);
}

static void
ponder_demo_server_finalize (GObject *object)
{
  PonderDemoServer *self = PONDER_DEMO_SERVER (object);

  g_ptr_array_unref (self->connections);
  g_hash_table_unref (self->scripts);
  g_free (self->base_url);
  g_free (self->last_body);
  g_free (self->last_headers);

  G_OBJECT_CLASS (ponder_demo_server_parent_class)->finalize (object);
}

static void
ponder_demo_server_class_init (PonderDemoServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ponder_demo_server_dispose;
  object_class->finalize = ponder_demo_server_finalize;

  signals[CLIENT_LEFT] =
    g_signal_new ("client-left", PONDER_TYPE_DEMO_SERVER, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
ponder_demo_server_init (PonderDemoServer *self)
{
  self->connections = g_ptr_array_new_with_free_func (g_object_unref);
  self->scripts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) ponder_demo_script_free);
  self->pace = 1;
}

PonderDemoServer *
ponder_demo_server_new (void)
{
  return g_object_new (PONDER_TYPE_DEMO_SERVER, NULL);
}

gboolean
ponder_demo_server_start (PonderDemoServer  *self,
                          GError           **error)
{
  g_autoptr(GSocketService) service = g_socket_service_new ();
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) effective = NULL;
  guint port;

  g_return_val_if_fail (PONDER_IS_DEMO_SERVER (self), FALSE);
  g_return_val_if_fail (self->service == NULL, FALSE);

  /* The usual ten would make the eleventh client that comes at once wait for a second. */
  g_socket_listener_set_backlog (G_SOCKET_LISTENER (service), BACKLOG);
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (service), address, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, &effective, error))
    return FALSE;

  g_free (self->base_url);
  port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  self->base_url = g_strdup_printf ("http://127.0.0.1:%u/v1", port);
  g_signal_connect_object (service, "incoming", G_CALLBACK (incoming_cb), self, G_CONNECT_SWAPPED);
  self->service = g_steal_pointer (&service);
  return TRUE;
}

void
ponder_demo_server_stop (PonderDemoServer *self)
{
  g_return_if_fail (PONDER_IS_DEMO_SERVER (self));

  if (self->service == NULL)
    return;

  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_clear_object (&self->service);
  while (self->connections->len > 0)
    ponder_demo_connection_close (g_ptr_array_index (self->connections, 0));
}

const char *
ponder_demo_server_get_base_url (PonderDemoServer *self)
{
  g_return_val_if_fail (PONDER_IS_DEMO_SERVER (self), NULL);

  return self->base_url;
}

void
ponder_demo_server_set_script (PonderDemoServer *self,
                               const char       *name,
                               PonderDemoScript *script)
{
  g_return_if_fail (PONDER_IS_DEMO_SERVER (self));
  g_return_if_fail (name != NULL && script != NULL);

  g_hash_table_replace (self->scripts, g_strdup (name), script);
}

void
ponder_demo_server_set_pace (PonderDemoServer *self,
                             double            factor)
{
  g_return_if_fail (PONDER_IS_DEMO_SERVER (self));
  g_return_if_fail (factor >= 0);

  self->pace = factor;
}

guint
ponder_demo_server_get_n_requests (PonderDemoServer *self)
{
  g_return_val_if_fail (PONDER_IS_DEMO_SERVER (self), 0);

  return self->n_requests;
}

guint
ponder_demo_server_get_n_open (PonderDemoServer *self)
{
  g_return_val_if_fail (PONDER_IS_DEMO_SERVER (self), 0);

  return self->n_open;
}

guint
ponder_demo_server_get_max_open (PonderDemoServer *self)
{
  g_return_val_if_fail (PONDER_IS_DEMO_SERVER (self), 0);

  return self->max_open;
}

guint
ponder_demo_server_get_n_left (PonderDemoServer *self)
{
  g_return_val_if_fail (PONDER_IS_DEMO_SERVER (self), 0);

  return self->n_left;
}

const char *
ponder_demo_server_get_last_body (PonderDemoServer *self)
{
  g_return_val_if_fail (PONDER_IS_DEMO_SERVER (self), NULL);

  return self->last_body;
}

const char *
ponder_demo_server_get_last_headers (PonderDemoServer *self)
{
  g_return_val_if_fail (PONDER_IS_DEMO_SERVER (self), NULL);

  return self->last_headers;
}
