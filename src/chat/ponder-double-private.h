/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether two settings are the same; NAN, which stands for "not set", is the same as NAN. */

#pragma once

#include <glib.h>
#include <math.h>

G_BEGIN_DECLS

static inline gboolean
ponder_double_same (double a,
                    double b)
{
  return !isnan (a) == !isnan (b) && !(a < b) && !(a > b);
}

G_END_DECLS
