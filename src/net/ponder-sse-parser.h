/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Server-sent events as the WHATWG grammar has them, with three tolerances that real servers need. Pure. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @name is "message" unless the stream named it. Strings are valid UTF-8, owned by the parser and valid
 * until its next call. */
typedef struct
{
  const char *name;
  const char *data;
  gsize       length;
} PonderSseEvent;

typedef struct _PonderSseParser PonderSseParser;

PonderSseParser *ponder_sse_parser_new    (gsize             line_limit);
void             ponder_sse_parser_free   (PonderSseParser  *self);
void             ponder_sse_parser_push   (PonderSseParser  *self,
                                           const char       *data,
                                           gsize             length);
/* FALSE when no event is complete, with @error only for a line or an event past the limit. */
gboolean         ponder_sse_parser_next   (PonderSseParser  *self,
                                           PonderSseEvent   *event,
                                           GError          **error);
/* At the end of the stream: an event that was not closed by a blank line is given if it is "[DONE]" or
 * whole JSON, and so is a bare JSON document that stands where an event would have begun. */
gboolean         ponder_sse_parser_finish (PonderSseParser  *self,
                                           PonderSseEvent   *event);
/* Comments count as life: how many lines of any kind have come. */
guint64          ponder_sse_parser_get_n_lines (PonderSseParser *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderSseParser, ponder_sse_parser_free)

G_END_DECLS
