/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an error's body says, whatever its shape. Pure. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  GString *names;       /* codes, types and reasons in lower case, each between two line ends */
  char    *message;     /* (nullable): the server's own words */
  char    *retry_after; /* (nullable): a duration */
  char    *request_id;  /* (nullable) */
  char    *parameter;   /* (nullable): the setting of the request that is meant */
  char    *reason;      /* (nullable): why a filter blocked it */
  gint64   context_size;  /* tokens, 0 when it is not said */
  guint    status;      /* an HTTP status that stands in the body, 0 for none */
  guint    html : 1;
} PonderErrorBody;

PonderErrorBody *ponder_error_body_new      (const char            *data,
                                             gsize                  length);
void             ponder_error_body_free     (PonderErrorBody       *self);
/* @name in lower case; with '*' at its end it is a beginning. */
gboolean         ponder_error_body_has_name (const PonderErrorBody *self,
                                             const char            *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderErrorBody, ponder_error_body_free)

G_END_DECLS
