/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tooltips of wide characters stand in one line. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Once for the whole program: all its windows are served. */
void ponder_tooltip_set_up (void);

G_END_DECLS
