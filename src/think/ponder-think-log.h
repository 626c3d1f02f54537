/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log of a run of deep think, as it is stored. */

#pragma once

#include "ponder-think-state.h"

G_BEGIN_DECLS

/* (element-type PonderStoredEvent) (transfer full): what of @events is to be stored. */
GPtrArray  *ponder_think_log_list_rows    (GPtrArray              *events);
/* (element-type PonderThinkEvent) (transfer full): what is stored; kinds that are not known are left out. */
GPtrArray  *ponder_think_log_read         (GPtrArray              *rows);
/* Where a run stands whose log is @events. (transfer full) */
PonderThinkState *ponder_think_log_fold   (GPtrArray              *events);
/* What the record says of a run that stands at @state. */
const char *ponder_think_log_get_outcome  (const PonderThinkState *state);

G_END_DECLS
