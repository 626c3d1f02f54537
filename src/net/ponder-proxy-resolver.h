/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desktop's proxies for every address but those of this computer and of private networks. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PONDER_TYPE_PROXY_RESOLVER (ponder_proxy_resolver_get_type ())

G_DECLARE_FINAL_TYPE (PonderProxyResolver, ponder_proxy_resolver, PONDER, PROXY_RESOLVER, GObject)

GProxyResolver *ponder_proxy_resolver_new (void);

G_END_DECLS
