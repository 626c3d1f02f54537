/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one error domain of the core. Its codes are the categories a person is told about. */

#include "config.h"

#include "ponder-error.h"

#include "ponder-fault.h"

static const struct
{
  PonderErrorCode code;
  const char *name;
} names[] = {
  { PONDER_ERROR_NETWORK, "network" },
  { PONDER_ERROR_AUTHENTICATION, "authentication" },
  { PONDER_ERROR_PERMISSION, "permission" },
  { PONDER_ERROR_BILLING, "billing" },
  { PONDER_ERROR_RATE_LIMIT, "rate_limit" },
  { PONDER_ERROR_INVALID_REQUEST, "invalid_request" },
  { PONDER_ERROR_CONTEXT_LENGTH, "context_length" },
  { PONDER_ERROR_CONTENT_FILTER, "content_filter" },
  { PONDER_ERROR_MODEL_NOT_FOUND, "model_not_found" },
  { PONDER_ERROR_SERVER, "server" },
  { PONDER_ERROR_TIMEOUT, "timeout" },
  { PONDER_ERROR_CANCELLED, "cancelled" },
  { PONDER_ERROR_MALFORMED, "malformed" },
  { PONDER_ERROR_UNKNOWN, "unknown" },
  { PONDER_ERROR_STORE, "store" },
  { PONDER_ERROR_STORE_TOO_NEW, "store_too_new" },
  { PONDER_ERROR_STORE_FULL, "store_full" },
  { PONDER_ERROR_KEYRING, "keyring" },
};

typedef struct
{
  PonderFault *fault;
} PonderErrorPrivate;

static void
ponder_error_private_init (PonderErrorPrivate *private)
{
  private->fault = NULL;
}

static void
ponder_error_private_copy (const PonderErrorPrivate *source,
                           PonderErrorPrivate       *destination)
{
  if (source->fault != NULL)
    destination->fault = ponder_fault_ref (source->fault);
}

static void
ponder_error_private_clear (PonderErrorPrivate *private)
{
  g_clear_pointer (&private->fault, ponder_fault_unref);
}

G_DEFINE_EXTENDED_ERROR (PonderError, ponder_error)

const char *
ponder_error_code_to_string (PonderErrorCode code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (names[i].code == code)
        return names[i].name;
    }
  return "unknown";
}

PonderErrorCode
ponder_error_code_from_string (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (g_strcmp0 (names[i].name, name) == 0)
        return names[i].code;
    }
  return PONDER_ERROR_UNKNOWN;
}

GError *
ponder_error_new_take_fault (PonderFault *fault)
{
  g_autofree char *title = NULL;
  GError *error;

  g_return_val_if_fail (fault != NULL, NULL);

  title = ponder_fault_dup_title (fault);
  error = g_error_new_literal (PONDER_ERROR, fault->category, title);
  ponder_error_get_private (error)->fault = fault;
  return error;
}

PonderFault *
ponder_error_get_fault (const GError *error)
{
  if (error == NULL || error->domain != PONDER_ERROR)
    return NULL;
  return ponder_error_get_private (error)->fault;
}
