/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps what is near away from proxies: libproxy sends even 127.0.0.1 to the one in http_proxy. */

#include "config.h"

#include "ponder-proxy-resolver.h"

struct _PonderProxyResolver
{
  GObject parent_instance;
};

static void proxy_resolver_iface_init (GProxyResolverInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PonderProxyResolver, ponder_proxy_resolver, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER,
                                                      proxy_resolver_iface_init))

/* GInetAddress knows the private blocks of IPv4; fc00::/7 is that of IPv6. */
static gboolean
is_near_address (GInetAddress *address)
{
  return g_inet_address_get_is_loopback (address) ||
         g_inet_address_get_is_site_local (address) ||
         g_inet_address_get_is_link_local (address) ||
         (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 &&
          (g_inet_address_to_bytes (address)[0] & 0xfe) == 0xfc);
}

/* This computer, and addresses that lead nowhere from where a proxy is. */
static gboolean
is_near_host (const char *host)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (host);
  g_autofree char *lower = NULL;

  if (address != NULL)
    return is_near_address (address);

  lower = g_ascii_strdown (host, -1);
  return g_strcmp0 (lower, "localhost") == 0 || g_str_has_suffix (lower, ".localhost") ||
         g_str_has_suffix (lower, ".local");
}

static gboolean
is_near (const char *address)
{
  g_autoptr(GUri) uri = g_uri_parse (address, G_URI_FLAGS_PARSE_RELAXED, NULL);

  return uri != NULL && g_uri_get_host (uri) != NULL && is_near_host (g_uri_get_host (uri));
}

static char **
direct (void)
{
  static const char *const proxies[] = { "direct://", NULL };

  return g_strdupv ((char **) proxies);
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) proxies = NULL;

  if (!(proxies = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (source), result, &error)))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&proxies), (GDestroyNotify) g_strfreev);
}

static gboolean
ponder_proxy_resolver_is_supported (GProxyResolver *resolver)
{
  return TRUE;
}

static char **
ponder_proxy_resolver_lookup (GProxyResolver  *resolver,
                              const char      *address,
                              GCancellable    *cancellable,
                              GError         **error)
{
  if (is_near (address))
    return direct ();
  return g_proxy_resolver_lookup (g_proxy_resolver_get_default (), address, cancellable, error);
}

static void
ponder_proxy_resolver_lookup_async (GProxyResolver      *resolver,
                                    const char          *address,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_set_source_tag (task, ponder_proxy_resolver_lookup_async);
  if (is_near (address))
    g_task_return_pointer (task, direct (), (GDestroyNotify) g_strfreev);
  else
    g_proxy_resolver_lookup_async (g_proxy_resolver_get_default (), address, cancellable,
                                   looked_up_cb, g_steal_pointer (&task));
}

static char **
ponder_proxy_resolver_lookup_finish (GProxyResolver  *resolver,
                                     GAsyncResult    *result,
                                     GError         **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
proxy_resolver_iface_init (GProxyResolverInterface *iface)
{
  iface->is_supported = ponder_proxy_resolver_is_supported;
  iface->lookup = ponder_proxy_resolver_lookup;
  iface->lookup_async = ponder_proxy_resolver_lookup_async;
  iface->lookup_finish = ponder_proxy_resolver_lookup_finish;
}

static void
ponder_proxy_resolver_class_init (PonderProxyResolverClass *klass)
{
}

static void
ponder_proxy_resolver_init (PonderProxyResolver *self)
{
}

GProxyResolver *
ponder_proxy_resolver_new (void)
{
  return g_object_new (PONDER_TYPE_PROXY_RESOLVER, NULL);
}
