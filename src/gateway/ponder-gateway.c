/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lets other programs on this computer ask as the chats do, in the protocol of OpenAI. */

#include "config.h"

#include "ponder-gateway.h"

#include <string.h>

#include "ponder-gateway-job-private.h"
#include "ponder-gateway-reply.h"

/* The largest question, and how many are answered at a time; the providers' own limits hold within that. */
#define BODY_LIMIT (16 * 1024 * 1024)
#define JOBS_LIMIT 64

struct _PonderGateway
{
  GObject            parent_instance;

  PonderWorkspace   *workspace;
  PonderModelConfig *config;
  SoupServer        *server;    /* (nullable): it has not started, or was stopped */
  GPtrArray         *jobs;      /* of PonderGatewayJob */
  char              *base_url;  /* (nullable) */
};

G_DEFINE_FINAL_TYPE (PonderGateway, ponder_gateway, G_TYPE_OBJECT)

static void
say (SoupServerMessage *message,
     PonderErrorCode    category,
     guint              status,
     const char        *words)
{
  g_autoptr(PonderFault) fault = ponder_fault_new (category, "chat");

  fault->message = g_strdup (words);
  ponder_gateway_say_fault (message, fault);
  soup_server_message_set_status (message, status, NULL);
}

/* --- who may ask --- */

/* A name that a foreign page had pointed at this computer is not ours. */
static gboolean
is_own_host (const char *host)
{
  static const char *const names[] = { "127.0.0.1", "localhost", "[::1]" };

  for (guint i = 0; host != NULL && i < G_N_ELEMENTS (names); i++)
    {
      gsize length = strlen (names[i]);

      if (g_ascii_strncasecmp (host, names[i], length) == 0 && (host[length] == '\0' || host[length] == ':'))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_welcome (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  if (soup_message_headers_get_one (headers, "Origin") == NULL
      && is_own_host (soup_message_headers_get_one (headers, "Host")))
    return TRUE;
  say (message, PONDER_ERROR_PERMISSION, 403, "Pages in a browser are not answered.");
  return FALSE;
}

/* What does not say how long it is might not end. */
static gboolean
is_too_long (SoupMessageHeaders *headers)
{
  return soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CHUNKED
         || soup_message_headers_get_content_length (headers) > BODY_LIMIT;
}

/* Before its body is read; that of a question that is refused is thrown away as it comes. */
static void
early_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  if (is_welcome (message) && !is_too_long (headers))
    return;
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  if (is_too_long (headers))
    say (message, PONDER_ERROR_INVALID_REQUEST, 413, "The question must say its length, and be no longer than 16 MB.");
}

/* --- what is asked --- */

static void
job_done_cb (PonderGatewayJob *job,
             gpointer          user_data)
{
  PonderGateway *self = user_data;

  g_ptr_array_remove_fast (self->jobs, job);
}

static void
answer_chat (PonderGateway     *self,
             SoupServerMessage *message)
{
  g_autoptr(GBytes) body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderFault) fault = NULL;
  PonderGatewayRequest *request;

  if (self->jobs->len >= JOBS_LIMIT)
    {
      say (message, PONDER_ERROR_RATE_LIMIT, 429, "Too many questions at a time.");
      return;
    }
  request = ponder_gateway_request_new (g_bytes_get_data (body, NULL), (gssize) g_bytes_get_size (body), &error);
  if (request == NULL)
    {
      fault = ponder_fault_new ((PonderErrorCode) error->code, "chat");
      fault->message = g_strdup (error->message);
      ponder_gateway_say_fault (message, fault);
      return;
    }
  g_ptr_array_add (self->jobs, ponder_gateway_job_new (self->workspace, self->config, message, request, job_done_cb,
                                                       self));
}

static void
request_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  PonderGateway *self = user_data;
  gboolean posted = soup_server_message_get_method (message) == SOUP_METHOD_POST;
  gboolean got = soup_server_message_get_method (message) == SOUP_METHOD_GET;
  char *models;

  if (got && g_str_equal (path, "/v1/models"))
    {
      models = ponder_gateway_reply_dup_models ();
      soup_server_message_set_status (message, 200, NULL);
      soup_server_message_set_response (message, "application/json", SOUP_MEMORY_TAKE, models, strlen (models));
    }
  else if (posted && g_str_equal (path, "/v1/chat/completions"))
    answer_chat (self, message);
  else
    say (message, PONDER_ERROR_INVALID_REQUEST, 404, "There is only GET /v1/models and POST /v1/chat/completions.");
}

static void
ponder_gateway_dispose (GObject *object)
{
  PonderGateway *self = PONDER_GATEWAY (object);

  ponder_gateway_stop (self);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (ponder_gateway_parent_class)->dispose (object);
}

static void
ponder_gateway_finalize (GObject *object)
{
  PonderGateway *self = PONDER_GATEWAY (object);

  g_ptr_array_unref (self->jobs);
  ponder_model_config_free (self->config);
  g_free (self->base_url);

  G_OBJECT_CLASS (ponder_gateway_parent_class)->finalize (object);
}

static void
ponder_gateway_class_init (PonderGatewayClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ponder_gateway_dispose;
  G_OBJECT_CLASS (klass)->finalize = ponder_gateway_finalize;
}

static void
ponder_gateway_init (PonderGateway *self)
{
  self->jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_gateway_job_free);
}

PonderGateway *
ponder_gateway_new (PonderWorkspace         *workspace,
                    const PonderModelConfig *config)
{
  PonderGateway *self;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (config != NULL && config->model != NULL, NULL);

  self = g_object_new (PONDER_TYPE_GATEWAY, NULL);
  self->workspace = g_object_ref (workspace);
  self->config = ponder_model_config_copy (config);
  return self;
}

static char *
dup_base_url (SoupServer *server)
{
  GSList *uris = soup_server_get_uris (server);
  char *url = uris != NULL ? g_strdup_printf ("http://127.0.0.1:%d/v1", g_uri_get_port (uris->data)) : NULL;

  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return url;
}

gboolean
ponder_gateway_start (PonderGateway  *self,
                      guint           port,
                      GError        **error)
{
  g_autoptr(SoupServer) server = NULL;

  g_return_val_if_fail (PONDER_IS_GATEWAY (self), FALSE);
  g_return_val_if_fail (self->server == NULL, FALSE);

  server = soup_server_new ("server-header", "ponder ", NULL);
  soup_server_add_early_handler (server, NULL, early_cb, self, NULL);
  soup_server_add_handler (server, NULL, request_cb, self, NULL);
  if (!soup_server_listen_local (server, port, SOUP_SERVER_LISTEN_IPV4_ONLY, error))
    return FALSE;
  self->server = g_steal_pointer (&server);
  self->base_url = dup_base_url (self->server);
  return TRUE;
}

const char *
ponder_gateway_get_base_url (PonderGateway *self)
{
  g_return_val_if_fail (PONDER_IS_GATEWAY (self), NULL);

  return self->base_url;
}

void
ponder_gateway_stop (PonderGateway *self)
{
  g_return_if_fail (PONDER_IS_GATEWAY (self));

  g_ptr_array_set_size (self->jobs, 0);
  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);
}
