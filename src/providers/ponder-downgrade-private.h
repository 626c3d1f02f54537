/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The side of a downgrade that only the dialects see. */

#pragma once

#include "ponder-downgrade.h"
#include "ponder-json.h"

G_BEGIN_DECLS

/* Takes the refused parameters out of @body. */
void ponder_downgrade_apply (const PonderDowngrade *self,
                             JsonObject            *body);

G_END_DECLS
