/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one libsoup session, set up for streams that may be silent for minutes. */

#include "config.h"

#include "ponder-http.h"

#include "ponder-http-private.h"
#include "ponder-proxy-resolver.h"

/* libsoup's own limit of two per host would make the model list wait for two answers to end. */
#define MAX_CONNECTIONS 64
#define MAX_CONNECTIONS_PER_HOST 16

/* Owned by whoever makes calls, and by each of its calls; main thread only. No cookies, no content
 * sniffing (it would hold the first 512 bytes back), no time limits. */
struct _PonderHttp
{
  GObject      parent_instance;

  SoupSession *session;
};

G_DEFINE_FINAL_TYPE (PonderHttp, ponder_http, G_TYPE_OBJECT)

static void
ponder_http_dispose (GObject *object)
{
  PonderHttp *self = PONDER_HTTP (object);

  g_clear_object (&self->session);

  G_OBJECT_CLASS (ponder_http_parent_class)->dispose (object);
}

static void
ponder_http_class_init (PonderHttpClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ponder_http_dispose;
}

static void
ponder_http_init (PonderHttp *self)
{
}

PonderHttp *
ponder_http_new (const char *user_agent)
{
  PonderHttp *self = g_object_new (PONDER_TYPE_HTTP, NULL);
  g_autoptr(GProxyResolver) resolver = NULL;

  /* The desktop's proxy settings start a thread, whose way to the bus registers this type and its parent;
   * SoupSession's class does too, and two at once wait for each other for ever. */
  g_type_ensure (G_TYPE_PROXY_ADDRESS);
  resolver = ponder_proxy_resolver_new ();
  self->session = soup_session_new_with_options ("max-conns", MAX_CONNECTIONS,
                                                 "max-conns-per-host", MAX_CONNECTIONS_PER_HOST,
                                                 "proxy-resolver", resolver,
                                                 "timeout", 0,
                                                 "user-agent", user_agent,
                                                 NULL);
  return self;
}

SoupSession *
ponder_http_get_session (PonderHttp *self)
{
  return self->session;
}
