/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The number that the program ends with. */

#pragma once

#include "ponder-fault.h"
#include "ponder-message.h"

G_BEGIN_DECLS

typedef enum
{
  PONDER_EXIT_DONE      = 0,
  PONDER_EXIT_FAILED    = 1,
  PONDER_EXIT_USAGE     = 2,
  PONDER_EXIT_ACCESS    = 3,    /* authentication, permission, billing */
  PONDER_EXIT_OVERLOAD  = 4,    /* rate limit or overload */
  PONDER_EXIT_NETWORK   = 5,
  PONDER_EXIT_TIMEOUT   = 6,
  PONDER_EXIT_REFUSED   = 7,    /* invalid, too long, filtered, no such model */
  PONDER_EXIT_CUT_OFF   = 8,    /* part of the answer was printed */
  PONDER_EXIT_STORE     = 9,
  PONDER_EXIT_CANCELLED = 130,
} PonderExit;

PonderExit ponder_exit_from_category (PonderErrorCode  category);
/* What became of an answer that has ended. */
PonderExit ponder_exit_from_message  (PonderMessage   *message);

G_END_DECLS
