/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The button beside the model that has questions thought about deeply. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PONDER_TYPE_THINK_TOGGLE (ponder_think_toggle_get_type ())

G_DECLARE_FINAL_TYPE (PonderThinkToggle, ponder_think_toggle, PONDER, THINK_TOGGLE, AdwBin)

/* Only its picture, where there is little room. */
void ponder_think_toggle_set_compact (PonderThinkToggle *self,
                                      gboolean           compact);
/* Why it can do nothing. (nullable): it can */
void ponder_think_toggle_set_reason  (PonderThinkToggle *self,
                                      const char        *reason);

G_END_DECLS
