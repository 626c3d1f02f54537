/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a run will still take, as a range, from what its calls took so far. */

#include "config.h"

#include "ponder-think-estimate.h"

gboolean
ponder_think_estimate_left (const PonderThinkState *state,
                            guint                   slots,
                            gint64                  now,
                            gint64                 *soonest,
                            gint64                 *latest)
{
  return FALSE;
}

gboolean
ponder_think_estimate_calls (const PonderThinkState *state,
                             guint                  *least,
                             guint                  *most)
{
  return FALSE;
}

gint64
ponder_think_estimate_saved (const PonderThinkState *state)
{
  return 0;
}
