/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the model lists of all dialects have in common. Pure. */

#pragma once

#include "ponder-json.h"
#include "ponder-types.h"

G_BEGIN_DECLS

/* NULL for what is no model to chat with. (transfer full) (nullable) */
typedef PonderModelInfo *(*PonderModelListFunc) (PonderProviderConfig *provider,
                                                 JsonObject           *model);

/* @body is an object that has its list under one of @members (ended by NULL), or the list alone (Together). Each id
 * is there once; numbers are sorted as numbers. (element-type PonderModelInfo) (transfer full): NULL with a fault */
GPtrArray *ponder_model_list_decode (PonderProviderConfig  *provider,
                                     GBytes                *body,
                                     const char *const     *members,
                                     PonderModelListFunc    func,
                                     GError               **error);

G_END_DECLS
