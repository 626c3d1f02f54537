/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The libsoup sessions, one per route, set up for streams that may be silent for minutes. */

#include "config.h"

#include "ponder-http.h"

#include "ponder-certificates.h"
#include "ponder-http-private.h"
#include "ponder-proxy-resolver.h"

#include <gio/gunixsocketaddress.h>

/* libsoup's own limit of two per host would make the model list wait for two answers to end. */
#define MAX_CONNECTIONS 64
#define MAX_CONNECTIONS_PER_HOST 16

/* More routes than anybody has; past it, idle connections are given up. */
#define MAX_SESSIONS 32

/* Owned by whoever makes calls, and by each of its calls; main thread only. No cookies, no content
 * sniffing (it would hold the first 512 bytes back), no time limits. */
struct _PonderHttp
{
  GObject         parent_instance;

  char           *user_agent;
  GProxyResolver *desktop;
  GHashTable     *sessions;     /* route in words -> SoupSession */
};

G_DEFINE_FINAL_TYPE (PonderHttp, ponder_http, G_TYPE_OBJECT)

void
ponder_http_route_clear (PonderHttpRoute *self)
{
  g_clear_pointer (&self->ca_file, g_free);
  g_clear_pointer (&self->proxy, g_free);
  g_clear_pointer (&self->socket, g_free);
}

static PonderHttpRoute *
route_copy (const PonderHttpRoute *route)
{
  PonderHttpRoute *copy = g_new0 (PonderHttpRoute, 1);

  copy->ca_file = g_strdup (route->ca_file);
  copy->proxy = g_strdup (route->proxy);
  copy->socket = g_strdup (route->socket);
  copy->secure = route->secure;
  return copy;
}

static void
route_free (gpointer data)
{
  ponder_http_route_clear (data);
  g_free (data);
}

/* Its own words: a socket needs neither proxy nor certificates, plain text no certificates. */
static char *
dup_words (const PonderHttpRoute *route)
{
  if (route->socket != NULL)
    return g_strconcat ("socket\n", route->socket, NULL);
  return g_strjoin ("\n", route->secure ? "https" : "http",
                    route->proxy != NULL ? route->proxy : "",
                    route->secure && route->ca_file != NULL ? route->ca_file : "", NULL);
}

/* (transfer full) (nullable) */
static GProxyResolver *
find_proxy (PonderHttp            *self,
            const PonderHttpRoute *route)
{
  if (route->socket != NULL || g_strcmp0 (route->proxy, "none") == 0)
    return NULL;
  if (route->proxy == NULL)
    return g_object_ref (self->desktop);
  return g_simple_proxy_resolver_new (route->proxy, NULL);
}

/* @certificates (nullable). (transfer full) */
static SoupSession *
make_session (PonderHttp            *self,
              const PonderHttpRoute *route,
              GTlsDatabase          *certificates)
{
  g_autoptr(GProxyResolver) proxy = find_proxy (self, route);
  g_autoptr(GSocketAddress) socket = NULL;

  if (route->socket != NULL)
    socket = g_unix_socket_address_new (route->socket);
  return g_object_new (SOUP_TYPE_SESSION,
                       "max-conns", MAX_CONNECTIONS,
                       "max-conns-per-host", MAX_CONNECTIONS_PER_HOST,
                       "proxy-resolver", proxy,
                       "remote-connectable", socket,
                       "timeout", 0,
                       "user-agent", self->user_agent,
                       certificates != NULL ? "tls-database" : NULL, certificates,
                       NULL);
}

/* The one that is there, else a new one. (transfer full) */
static SoupSession *
ensure_session (PonderHttp            *self,
                const PonderHttpRoute *route,
                GTlsDatabase          *certificates)
{
  g_autofree char *words = dup_words (route);
  SoupSession *session = g_hash_table_lookup (self->sessions, words);

  if (session != NULL)
    return g_object_ref (session);

  /* What is under way holds its session. */
  if (g_hash_table_size (self->sessions) >= MAX_SESSIONS)
    g_hash_table_remove_all (self->sessions);
  session = make_session (self, route, certificates);
  g_hash_table_insert (self->sessions, g_steal_pointer (&words), g_object_ref (session));
  return session;
}

SoupSession *
ponder_http_find_session (PonderHttp            *self,
                          const PonderHttpRoute *route)
{
  g_autofree char *words = dup_words (route);

  if (route->secure && !g_hash_table_contains (self->sessions, words))
    return NULL;
  return ensure_session (self, route, NULL);
}

static void
load_certificates (GTask        *task,
                   gpointer      source,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  const PonderHttpRoute *route = task_data;
  g_autoptr(GError) error = NULL;
  GTlsDatabase *certificates = ponder_certificates_load (route->ca_file, &error);

  if (certificates != NULL)
    g_task_return_pointer (task, certificates, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
certificates_loaded_cb (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GTlsDatabase) certificates = NULL;
  g_autoptr(GError) error = NULL;

  if (!(certificates = g_task_propagate_pointer (G_TASK (result), &error)))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, ensure_session (g_task_get_source_object (task),
                                                 g_task_get_task_data (task), certificates),
                           g_object_unref);
}

void
ponder_http_open_session_async (PonderHttp            *self,
                                const PonderHttpRoute *route,
                                GCancellable          *cancellable,
                                GAsyncReadyCallback    callback,
                                gpointer               user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr(GTask) loading = NULL;

  g_task_set_source_tag (task, ponder_http_open_session_async);
  /* Without a source object: the thread might be the last to hold it, and we live on the main thread. */
  g_task_set_task_data (task, route_copy (route), route_free);
  loading = g_task_new (NULL, cancellable, certificates_loaded_cb, g_object_ref (task));
  g_task_set_task_data (loading, route_copy (route), route_free);
  g_task_run_in_thread (loading, load_certificates);
}

SoupSession *
ponder_http_open_session_finish (PonderHttp    *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
is_session (gpointer key,
            gpointer value,
            gpointer user_data)
{
  return value == user_data;
}

void
ponder_http_forget_session (PonderHttp  *self,
                            SoupSession *session)
{
  g_hash_table_foreach_remove (self->sessions, is_session, session);
}

static void
ponder_http_dispose (GObject *object)
{
  PonderHttp *self = PONDER_HTTP (object);

  g_hash_table_remove_all (self->sessions);
  g_clear_object (&self->desktop);

  G_OBJECT_CLASS (ponder_http_parent_class)->dispose (object);
}

static void
ponder_http_finalize (GObject *object)
{
  PonderHttp *self = PONDER_HTTP (object);

  g_hash_table_unref (self->sessions);
  g_free (self->user_agent);

  G_OBJECT_CLASS (ponder_http_parent_class)->finalize (object);
}

static void
ponder_http_class_init (PonderHttpClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ponder_http_dispose;
  object_class->finalize = ponder_http_finalize;
}

static void
ponder_http_init (PonderHttp *self)
{
  self->sessions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

PonderHttp *
ponder_http_new (const char *user_agent)
{
  const PonderHttpRoute plain = { 0, };
  PonderHttp *self = g_object_new (PONDER_TYPE_HTTP, NULL);
  g_autoptr(SoupSession) first = NULL;

  /* The desktop's proxy settings start a thread, whose way to the bus registers this type and its parent;
   * SoupSession's class does too, and two at once wait for each other for ever. For the same reason the
   * first session is made before a thread reads certificates. */
  g_type_ensure (G_TYPE_PROXY_ADDRESS);
  self->user_agent = g_strdup (user_agent);
  self->desktop = ponder_proxy_resolver_new ();
  first = ensure_session (self, &plain, NULL);
  return self;
}
