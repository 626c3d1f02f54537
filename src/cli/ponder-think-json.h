/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The documented JSON of runs of deep think. */

#pragma once

#include <json-glib/json-glib.h>

#include "ponder-think-event.h"
#include "ponder-think-record.h"
#include "ponder-think-state.h"

G_BEGIN_DECLS

/* What the record says of how it ended; "interrupted" for one that nobody drives any more. */
const char *ponder_think_record_get_outcome (const PonderThinkRecord *record);
/* (transfer full) */
JsonObject *ponder_think_record_to_json     (const PonderThinkRecord *record);
/* @outcome: as its record says it; NULL: as the state does. (transfer full) */
JsonObject *ponder_think_state_to_json      (const PonderThinkState  *state,
                                             const char              *outcome,
                                             const char              *run_id);
/* One that happens now. (transfer full) */
JsonObject *ponder_think_event_to_line      (const PonderThinkEvent  *event,
                                             const char              *run_id);

G_END_DECLS
