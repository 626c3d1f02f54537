/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tokens and cost of one answer, as the server counted them. */

#include "config.h"

#include "ponder-usage.h"

#include "ponder-double-private.h"

G_DEFINE_BOXED_TYPE (PonderUsage, ponder_usage, ponder_usage_copy, ponder_usage_free)

PonderUsage *
ponder_usage_new (void)
{
  PonderUsage *self = g_new (PonderUsage, 1);

  *self = (PonderUsage) { -1, -1, -1, -1, -1.0 };
  return self;
}

PonderUsage *
ponder_usage_copy (const PonderUsage *self)
{
  return g_memdup2 (self, sizeof *self);
}

void
ponder_usage_free (PonderUsage *self)
{
  g_free (self);
}

/* Either may be NULL. */
gboolean
ponder_usage_equal (const PonderUsage *a,
                    const PonderUsage *b)
{
  if (a == NULL || b == NULL)
    return a == b;

  return a->input == b->input &&
         a->output == b->output &&
         a->cached == b->cached &&
         a->reasoning == b->reasoning &&
         ponder_double_same (a->cost_usd, b->cost_usd);
}
