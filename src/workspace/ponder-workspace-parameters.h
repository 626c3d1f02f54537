/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which settings of a chat its server is known not to take. */

#pragma once

#include "ponder-model-config.h"
#include "ponder-types.h"

G_BEGIN_DECLS

typedef enum
{
  PONDER_PARAMETER_TAKEN,       /* for all that is known */
  PONDER_PARAMETER_MISSING,     /* there is no such thing in the provider's interface */
  PONDER_PARAMETER_REFUSED,     /* the server said so for this model, less than a month ago */
} PonderParameterFate;

/* @name as in the database: "temperature", "top_p", "frequency_penalty", "presence_penalty", "max_tokens" or
 * "reasoning". */
PonderParameterFate ponder_workspace_get_parameter_fate (PonderWorkspace         *self,
                                                         const PonderModelConfig *config,
                                                         const char              *name);

G_END_DECLS
