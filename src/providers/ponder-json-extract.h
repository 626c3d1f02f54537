/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The JSON in what a model wrote, with or without words around it. Pure. */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The first value in @text whose root is @type, JSON_NODE_OBJECT or JSON_NODE_ARRAY: the whole text without a
 * leading <think>…</think>, a fenced block, or a balanced run of brackets, in this order. What is not JSON is never
 * repaired. (transfer full) (nullable) */
JsonNode *ponder_json_extract (const char   *text,
                               JsonNodeType  type);

G_END_DECLS
