/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tree of a session's messages and the path through it that is shown. */

#pragma once

#include "ponder-types.h"

G_BEGIN_DECLS

/* The shown path, roots first: at each fork the chosen sibling, else the newest. Also sets every
 * message's place among its siblings. @messages may be in any order; a parent that is missing makes
 * its child a root and a cycle ends where it closes, so that every path ends.
 * (element-type PonderMessage) (transfer full) */
GPtrArray     *ponder_branch_find_path (GPtrArray     *messages);

/* The sibling @step places after @message (before, when negative), or NULL. (transfer none) */
PonderMessage *ponder_branch_sibling   (GPtrArray     *messages,
                                        PonderMessage *message,
                                        int            step);

/* Makes @message the chosen one among its siblings. */
void           ponder_branch_choose    (GPtrArray     *messages,
                                        PonderMessage *message);

/* Chooses @message and, at every fork on the way to it, the sibling that leads there. Whose choice changed is
 * added to @changed. (element-type PonderMessage) */
void           ponder_branch_reveal    (GPtrArray     *messages,
                                        PonderMessage *message,
                                        GPtrArray     *changed);

/* @message and everything that follows it, in whatever order @messages are.
 * (element-type PonderMessage) (transfer container) */
GPtrArray     *ponder_branch_list      (GPtrArray     *messages,
                                        PonderMessage *message);

G_END_DECLS
