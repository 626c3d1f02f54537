/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tree that is written as objects inside of objects, as a list. Pure, without recursion. */

#pragma once

#include "ponder-json.h"

G_BEGIN_DECLS

/* @text is an array of objects, which have more such arrays in their member "children": a chat of a thousand turns
 * is too deep for the reader of JSON. Gives an array of all the objects, those above first, without their children;
 * the member @parent of each that has none says the @id of the one it stood in. (transfer full) (nullable): it is
 * something else */
JsonNode *ponder_import_flatten (const char *text,
                                 gsize       length,
                                 const char *id,
                                 const char *parent);

G_END_DECLS
