/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way out: one libsoup session, and one object per request in flight. */

#pragma once

#include <gio/gio.h>

#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_HTTP      (ponder_http_get_type ())
#define PONDER_TYPE_HTTP_CALL (ponder_http_call_get_type ())

G_DECLARE_FINAL_TYPE (PonderHttp, ponder_http, PONDER, HTTP, GObject)
G_DECLARE_FINAL_TYPE (PonderHttpCall, ponder_http_call, PONDER, HTTP_CALL, GObject)

/* How far a call has come. Each is reached once, in this order. */
typedef enum
{
  PONDER_HTTP_IDLE,
  PONDER_HTTP_RESOLVING,
  PONDER_HTTP_CONNECTING,
  PONDER_HTTP_TLS,
  PONDER_HTTP_SENT,             /* the request is written; waiting for the headers */
  PONDER_HTTP_HEADERS,          /* status and headers are here */
  PONDER_HTTP_CLOSED,
} PonderHttpStage;

/* @user_agent: "ponder/0.1". Timeouts of the session are off: whoever calls has timers of its own. No
 * redirect is ever followed (a 3xx comes back as it is), and loopback never goes through a proxy. */
PonderHttp      *ponder_http_new                  (const char           *user_agent);

/* @method "GET" or "POST"; @url absolute. NULL and PONDER_ERROR_INVALID_REQUEST for a bad address. */
PonderHttpCall  *ponder_http_call_new             (PonderHttp           *http,
                                                   const char           *method,
                                                   const char           *url,
                                                   GError              **error);
/* Values with control characters are refused by libsoup's rules and dropped with a warning. */
void             ponder_http_call_set_header      (PonderHttpCall       *self,
                                                   const char           *name,
                                                   const char           *value);
void             ponder_http_call_set_body        (PonderHttpCall       *self,
                                                   const char           *content_type,
                                                   GBytes               *body);

PonderHttpStage  ponder_http_call_get_stage       (PonderHttpCall       *self);  /* property "stage" */

/* Done when the headers are here. A keep-alive connection that the server closed before any answer is
 * tried once more, at once, on a new one. Errors: G_IO_ERROR, G_RESOLVER_ERROR, G_TLS_ERROR. */
void             ponder_http_call_send_async      (PonderHttpCall       *self,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
gboolean         ponder_http_call_send_finish     (PonderHttpCall       *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);

guint            ponder_http_call_get_status      (PonderHttpCall       *self);
const char      *ponder_http_call_get_header      (PonderHttpCall       *self,
                                                   const char           *name);  /* (nullable) */

/* The next bytes of the body, decoded; empty at its end. Cancelling closes the socket. */
void             ponder_http_call_read_async      (PonderHttpCall       *self,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
GBytes          *ponder_http_call_read_finish     (PonderHttpCall       *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);
/* The whole body, at most @limit bytes of it; @truncated (out) (optional) says that there was more. */
void             ponder_http_call_read_all_async  (PonderHttpCall       *self,
                                                   gsize                 limit,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
GBytes          *ponder_http_call_read_all_finish (PonderHttpCall       *self,
                                                   GAsyncResult         *result,
                                                   gboolean             *truncated,
                                                   GError              **error);
/* Gives the connection up at once; dispose does it too. A body read to its end keeps its connection. */
void             ponder_http_call_close           (PonderHttpCall       *self);

G_END_DECLS
