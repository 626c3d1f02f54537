/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parameters that a server has refused for a model, and that are left out from then on. Pure. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PonderDowngrade PonderDowngrade;

/* Reads of one may pass NULL, which has nothing. */
PonderDowngrade *ponder_downgrade_new  (void);
PonderDowngrade *ponder_downgrade_copy (const PonderDowngrade *self);
void             ponder_downgrade_free (PonderDowngrade       *self);
/* @parameter as it stands on the wire, "temperature"; inside an object with a dot, "options.top_p". */
gboolean         ponder_downgrade_has  (const PonderDowngrade *self,
                                        const char            *parameter);
/* (element-type utf8) (transfer none): all of them; @self is not NULL here. */
GPtrArray       *ponder_downgrade_get_parameters (const PonderDowngrade *self);
/* FALSE when it is there already: leaving it out did not help. */
gboolean         ponder_downgrade_add  (PonderDowngrade       *self,
                                        const char            *parameter);

/* After an answer of @status 400 or 422 that was classified as PONDER_ERROR_INVALID_REQUEST: the parameter of
 * @sent_body, in any dialect, that the server did not want, as ponder_downgrade_add () takes it. A schema goes in
 * two steps, "response_format.json_schema" (or that of "text.format" or "format") and then "response_format". NULL
 * when the server named none, one that was not sent, or one that no request can do without.
 * (transfer full) (nullable) */
char            *ponder_downgrade_find_refused (GBytes *sent_body,
                                                guint   status,
                                                GBytes *error_body);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderDowngrade, ponder_downgrade_free)

G_END_DECLS
