/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one error domain of the core. Its codes are the categories a person is told about. */

#pragma once

#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_ERROR (ponder_error_quark ())

/* The first fourteen are what a request can suffer and have the names of `ask --json`; the rest
 * is what storage, keys and files can suffer. */
typedef enum
{
  PONDER_ERROR_NETWORK,
  PONDER_ERROR_AUTHENTICATION,
  PONDER_ERROR_PERMISSION,
  PONDER_ERROR_BILLING,
  PONDER_ERROR_RATE_LIMIT,
  PONDER_ERROR_INVALID_REQUEST,
  PONDER_ERROR_CONTEXT_LENGTH,
  PONDER_ERROR_CONTENT_FILTER,
  PONDER_ERROR_MODEL_NOT_FOUND,
  PONDER_ERROR_SERVER,
  PONDER_ERROR_TIMEOUT,
  PONDER_ERROR_CANCELLED,
  PONDER_ERROR_MALFORMED,
  PONDER_ERROR_UNKNOWN,
  PONDER_ERROR_STORE,
  PONDER_ERROR_STORE_TOO_NEW,
  PONDER_ERROR_STORE_FULL,
  PONDER_ERROR_KEYRING,
} PonderErrorCode;

GQuark           ponder_error_quark            (void);

/* "rate_limit" and so on; the storage codes are "store", "store_too_new", ... */
const char      *ponder_error_code_to_string   (PonderErrorCode  code);
PonderErrorCode  ponder_error_code_from_string (const char      *name);

/* A GError that carries @fault (transfer full); its message is the fault's title. */
GError          *ponder_error_new_take_fault   (PonderFault     *fault);

/* (transfer none) (nullable): the fault that @error carries. */
PonderFault     *ponder_error_get_fault        (const GError    *error);

G_END_DECLS
