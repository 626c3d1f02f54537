/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tokens and cost of one answer, as the server counted them. */

#pragma once

#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_USAGE (ponder_usage_get_type ())

/* Unknown is -1 (never 0: a free answer and an unknown one are not the same). Input includes cached
 * tokens and output includes reasoning, whatever the provider's own convention. */
struct _PonderUsage
{
  gint64 input;
  gint64 output;
  gint64 cached;
  gint64 reasoning;
  double cost_usd;
};

GType        ponder_usage_get_type (void) G_GNUC_CONST;
PonderUsage *ponder_usage_new      (void);
PonderUsage *ponder_usage_copy     (const PonderUsage *self);
void         ponder_usage_free     (PonderUsage       *self);
gboolean     ponder_usage_equal    (const PonderUsage *a,
                                    const PonderUsage *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderUsage, ponder_usage_free)

G_END_DECLS
