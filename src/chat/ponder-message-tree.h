/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tree of a session's messages, which knows at once who stands beside and below whom. */

#pragma once

#include "ponder-types.h"

G_BEGIN_DECLS

/* Messages by their place: every one in exactly one group of siblings, oldest first. A parent that is missing makes its
 * child a root until it comes, and a cycle ends at its oldest message, which is a root too; so every path ends, in
 * whatever order messages came. Owned by whoever made it; holds its messages. */
typedef struct _PonderMessageTree PonderMessageTree;

PonderMessageTree *ponder_message_tree_new         (void);
void               ponder_message_tree_free        (PonderMessageTree *self);

/* Takes no longer however many messages there are, when the newest comes last. */
void               ponder_message_tree_add         (PonderMessageTree *self,
                                                    PonderMessage     *message);
void               ponder_message_tree_remove      (PonderMessageTree *self,
                                                    PonderMessage     *message);

/* NULL for a root, and for a stranger. (nullable) (transfer none) */
PonderMessage     *ponder_message_tree_get_parent  (PonderMessageTree *self,
                                                    PonderMessage     *message);

/* @message and everything that follows it, each before what follows it. (element-type PonderMessage)
 * (transfer container) */
GPtrArray         *ponder_message_tree_list        (PonderMessageTree *self,
                                                    PonderMessage     *message);

/* Adds to @path what is shown below @parent, or from the root when it is NULL: at each fork the chosen sibling, else
 * the newest. Messages know their place among their siblings after it. (element-type PonderMessage) */
void               ponder_message_tree_append_path (PonderMessageTree *self,
                                                    PonderMessage     *parent,
                                                    GPtrArray         *path);

/* The sibling @step places after @message (before, when negative). (nullable) (transfer none) */
PonderMessage     *ponder_message_tree_get_sibling (PonderMessageTree *self,
                                                    PonderMessage     *message,
                                                    int                step);

/* Makes @message the chosen one among its siblings. Whose choice changed by it is added to @changed.
 * (element-type PonderMessage) (nullable) */
void               ponder_message_tree_choose      (PonderMessageTree *self,
                                                    PonderMessage     *message,
                                                    GPtrArray         *changed);

/* Chooses @message and, at every fork on the way to it, the sibling that leads there. */
void               ponder_message_tree_reveal      (PonderMessageTree *self,
                                                    PonderMessage     *message,
                                                    GPtrArray         *changed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderMessageTree, ponder_message_tree_free)

G_END_DECLS
