/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way out: a libsoup session per route, and one object per request in flight. */

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

/* @user_agent: "ponder/0.1". Timeouts of the sessions are off: whoever calls has timers of its own. No
 * redirect is ever followed (a 3xx comes back as it is). */
PonderHttp      *ponder_http_new                  (const char           *user_agent);

/* @method "GET" or "POST"; @url absolute, of http or https, or of http+unix with the path of a socket as its
 * host. NULL and PONDER_ERROR_INVALID_REQUEST for a bad address. */
PonderHttpCall  *ponder_http_call_new             (PonderHttp           *http,
                                                   const char           *method,
                                                   const char           *url,
                                                   GError              **error);
/* The way to the server, before it is sent. @ca_file (nullable): PEM certificates that are trusted beside those
 * of this computer. @proxy (nullable): NULL is the desktop's, which this computer and the private network do not
 * go through; "none" is straight; else the address of a proxy, for every host. A socket needs neither. */
void             ponder_http_call_set_route       (PonderHttpCall       *self,
                                                   const char           *ca_file,
                                                   const char           *proxy);
/* Values with control characters are refused by libsoup's rules and dropped with a warning. */
void             ponder_http_call_set_header      (PonderHttpCall       *self,
                                                   const char           *name,
                                                   const char           *value);
void             ponder_http_call_set_body        (PonderHttpCall       *self,
                                                   const char           *content_type,
                                                   GBytes               *body);

PonderHttpStage  ponder_http_call_get_stage       (PonderHttpCall       *self);  /* property "stage" */

/* Done when the headers are here. A keep-alive connection that the server closed before any answer is
 * tried once more, at once, on a new one. Errors: G_IO_ERROR, G_RESOLVER_ERROR, G_TLS_ERROR, which says what is
 * wrong with a certificate; PONDER_ERROR_INVALID_REQUEST names a file of certificates that cannot be read. */
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
