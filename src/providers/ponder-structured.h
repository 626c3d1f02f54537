/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers that are to be JSON of a schema, and servers that cannot promise it. Pure. */

#pragma once

#include "ponder-json.h"
#include "ponder-request.h"

G_BEGIN_DECLS

typedef enum
{
  PONDER_STRUCTURED_NONE,       /* no schema is wanted, or it stands in words alone */
  PONDER_STRUCTURED_OBJECT,     /* the server promises JSON */
  PONDER_STRUCTURED_SCHEMA,     /* the server promises the schema */
} PonderStructured;

/* The request's schema without "$schema", which some servers refuse; NULL when it has none or that is no JSON
 * object. (transfer full) (nullable) */
JsonObject *ponder_structured_dup_schema (PonderRequest    *request);
/* The system prompt with the schema in words after it, unless the server promises it; NULL for neither.
 * (transfer full) (nullable) */
char       *ponder_structured_dup_system (PonderRequest    *request,
                                          PonderStructured  promise);

G_END_DECLS
