/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What sending and reading share of one call. */

#pragma once

#include <libsoup/soup.h>

#include "ponder-http-private.h"

G_BEGIN_DECLS

/* Owned by its caller, and by itself while an operation is under way: to give it up, cancel or
 * close it. A body that is neither read to its end nor released would hold its connection for ever,
 * and sixteen of those would block the host; so every way out of here goes through release (). */
struct _PonderHttpCall
{
  GObject          parent_instance;

  PonderHttp      *http;
  PonderHttpRoute  route;
  SoupSession     *session;             /* that of the route; NULL before it is needed */
  SoupMessage     *message;
  char            *content_type;
  GBytes          *body;
  GInputStream    *stream;
  GCancellable    *cancellable;         /* ends the whole call, and follows those of its callers */

  GTask           *task;                /* the operation under way */
  GSource         *cancelled_source;
  char            *buffer;
  gsize            filled;
  GByteArray      *collected;           /* of read_all */
  gsize            limit;
  GError          *failure;             /* found while gathering; reported by the next read */

  PonderHttpStage  stage;
  guint            connected : 1;       /* on a connection of its own, not on a reused one */
  guint            ended : 1;
  guint            truncated : 1;
};

/* Starts an operation: FALSE when @callback will hear why it cannot be. */
gboolean  ponder_http_call_begin   (PonderHttpCall       *self,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data,
                                    gpointer              tag);
/* Ends the operation. Cancelling wins over whatever came at the same moment. (transfer full) */
GTask    *ponder_http_call_end     (PonderHttpCall       *self,
                                    GError              **error);
/* Closing never waits: libsoup drops the connection of a body that has not ended. */
void      ponder_http_call_release (PonderHttpCall       *self);

G_END_DECLS
