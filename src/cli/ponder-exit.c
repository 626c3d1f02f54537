/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The number that the program ends with. */

#include "config.h"

#include "ponder-exit.h"

PonderExit
ponder_exit_from_category (PonderErrorCode category)
{
  switch (category)
    {
    case PONDER_ERROR_AUTHENTICATION:
    case PONDER_ERROR_PERMISSION:
    case PONDER_ERROR_BILLING:
    case PONDER_ERROR_KEYRING:
      return PONDER_EXIT_ACCESS;

    case PONDER_ERROR_RATE_LIMIT:
    case PONDER_ERROR_SERVER:
      return PONDER_EXIT_OVERLOAD;

    case PONDER_ERROR_NETWORK:
      return PONDER_EXIT_NETWORK;

    case PONDER_ERROR_TIMEOUT:
      return PONDER_EXIT_TIMEOUT;

    case PONDER_ERROR_INVALID_REQUEST:
    case PONDER_ERROR_CONTEXT_LENGTH:
    case PONDER_ERROR_CONTENT_FILTER:
    case PONDER_ERROR_MODEL_NOT_FOUND:
      return PONDER_EXIT_REFUSED;

    case PONDER_ERROR_STORE:
    case PONDER_ERROR_STORE_TOO_NEW:
    case PONDER_ERROR_STORE_FULL:
      return PONDER_EXIT_STORE;

    case PONDER_ERROR_CANCELLED:
      return PONDER_EXIT_CANCELLED;

    case PONDER_ERROR_MALFORMED:
    case PONDER_ERROR_UNKNOWN:
      return PONDER_EXIT_FAILED;
    }

  return PONDER_EXIT_FAILED;
}

/* An answer of which something came and which then broke counts as cut off. */
static PonderExit
judge_fault (PonderFault *fault,
             gboolean     has_text)
{
  PonderExit status = ponder_exit_from_category (fault->category);

  if (has_text && (status == PONDER_EXIT_NETWORK || status == PONDER_EXIT_OVERLOAD ||
                   status == PONDER_EXIT_FAILED))
    return PONDER_EXIT_CUT_OFF;

  return status;
}

PonderExit
ponder_exit_from_message (PonderMessage *message)
{
  PonderFault *fault = ponder_message_get_fault (message);

  if (ponder_message_get_state (message) == PONDER_MESSAGE_STOPPED)
    return PONDER_EXIT_CANCELLED;
  if (fault != NULL)
    return judge_fault (fault, *ponder_message_get_text (message) != '\0');
  if (ponder_message_get_state (message) == PONDER_MESSAGE_CUT_OFF)
    return PONDER_EXIT_CUT_OFF;
  if (ponder_message_get_finish (message) == PONDER_FINISH_CONTENT_FILTER)
    return PONDER_EXIT_REFUSED;

  return PONDER_EXIT_DONE;
}
