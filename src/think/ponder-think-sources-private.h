/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a search of the web found, in the state of a run and in what its parts ask. */

#pragma once

#include "ponder-think-state.h"

G_BEGIN_DECLS

/* That of NODE_SOURCES. Logs come from files, too: what is no link of http or https is left out. */
void  ponder_think_node_take_sources (PonderThinkNode        *self,
                                      const PonderThinkEvent *event);
/* The attributes of a block of data. (transfer full) */
char *ponder_think_source_dup_attributes (const PonderThinkSource *self,
                                          guint                    number);

G_END_DECLS
