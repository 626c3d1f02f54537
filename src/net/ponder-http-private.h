/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a call needs of the sessions that it chooses from. */

#pragma once

#include <libsoup/soup.h>

#include "ponder-http.h"

G_BEGIN_DECLS

/* A way to a server; whoever takes the same way shares its connections. */
typedef struct
{
  char     *ca_file;            /* (nullable) */
  char     *proxy;              /* (nullable): as in ponder_http_call_set_route() */
  char     *socket;             /* (nullable) */
  gboolean  secure;             /* needs certificates */
} PonderHttpRoute;

void         ponder_http_route_clear         (PonderHttpRoute        *self);

/* NULL when it must be opened first, which reads certificates. (transfer full) (nullable) */
SoupSession *ponder_http_find_session        (PonderHttp             *self,
                                              const PonderHttpRoute  *route);
/* Reads the certificates of a secure @route in a thread. */
void         ponder_http_open_session_async  (PonderHttp             *self,
                                              const PonderHttpRoute  *route,
                                              GCancellable           *cancellable,
                                              GAsyncReadyCallback     callback,
                                              gpointer                user_data);
SoupSession *ponder_http_open_session_finish (PonderHttp             *self,
                                              GAsyncResult           *result,
                                              GError                **error);  /* (transfer full) */
/* The next call on its route makes a new one. */
void         ponder_http_forget_session      (PonderHttp             *self,
                                              SoupSession            *session);

G_END_DECLS
