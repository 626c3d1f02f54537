/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The path through a session's messages that is shown. */

#pragma once

#include "ponder-types.h"

G_BEGIN_DECLS

/* The shown path, roots first: at each fork the chosen sibling, else the newest. Also sets every
 * message's place among its siblings. @messages may be in any order; a parent that is missing makes
 * its child a root and a cycle ends where it closes, so that every path ends.
 * (element-type PonderMessage) (transfer full) */
GPtrArray     *ponder_branch_find_path (GPtrArray     *messages);

G_END_DECLS
