/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the model lists of all servers have in common. Pure. */

#pragma once

#include "ponder-json.h"
#include "ponder-model-info.h"

G_BEGIN_DECLS

/* One model as the server describes it; NULL when it is none to chat with. (transfer full) */
typedef PonderModelInfo *(*PonderListingFunc) (PonderProviderConfig *provider,
                                               JsonObject           *model);

/* The list under one of @members (ended by NULL) of the document @body, or the list alone (Together): each model
 * once, ordered by id with numbers as numbers. (element-type PonderModelInfo) (transfer full). The error carries a
 * fault. */
GPtrArray       *ponder_listing_decode   (PonderProviderConfig  *provider,
                                          GBytes                *body,
                                          const char *const     *members,
                                          PonderListingFunc      decode_model,
                                          GError               **error);
/* A model of @provider; NULL when @id is NULL or "". @name may be NULL. @n_tokens: its context, below 1 when unknown.
 * (transfer full) */
PonderModelInfo *ponder_listing_new_info (PonderProviderConfig  *provider,
                                          const char            *id,
                                          const char            *name,
                                          gint64                 n_tokens);

G_END_DECLS
