/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only way from JSON text to nodes: strict, without recursion; and access that never asserts. */

#pragma once

#include <json-glib/json-glib.h>

#include "ponder-types.h"

G_BEGIN_DECLS

/* Parses exactly one JSON value. Nesting deeper than PONDER_JSON_DEPTH_LIMIT, an empty text and
 * anything after the value are errors (PONDER_ERROR_MALFORMED); lone surrogates and \u0000 become
 * U+FFFD; invalid UTF-8 is repaired. (transfer full), never NULL without @error. */
JsonNode   *ponder_json_parse           (const char  *data,
                                         gssize       length,
                                         GError     **error);
JsonObject *ponder_json_parse_object    (const char  *data,
                                         gssize       length,
                                         GError     **error);

/* NULL (or FALSE) when the member is absent, null or of another type. @object may be NULL.
 * Integers are accepted as doubles and whole doubles as integers. (transfer none) */
const char *ponder_json_get_string      (JsonObject  *object,
                                         const char  *member);
JsonObject *ponder_json_get_object      (JsonObject  *object,
                                         const char  *member);
JsonArray  *ponder_json_get_array       (JsonObject  *object,
                                         const char  *member);
gboolean    ponder_json_get_int         (JsonObject  *object,
                                         const char  *member,
                                         gint64      *value);
gboolean    ponder_json_get_double      (JsonObject  *object,
                                         const char  *member,
                                         double      *value);
gboolean    ponder_json_get_boolean     (JsonObject  *object,
                                         const char  *member,
                                         gboolean     fallback);
/* A string, number or boolean as text; NULL for anything else. (transfer full) */
char       *ponder_json_dup_scalar      (JsonObject  *object,
                                         const char  *member);
/* NULL when @index is out of range or something else. (transfer none) */
JsonObject *ponder_json_array_object    (JsonArray   *array,
                                         guint        index);
const char *ponder_json_array_string    (JsonArray   *array,
                                         guint        index);
/* One of the strings in @array (nullable) is @wanted. */
gboolean    ponder_json_array_has       (JsonArray   *array,
                                         const char  *wanted);

/* Compact text of @node. Strings are repaired to UTF-8, numbers that are none become null. (transfer full) */
char       *ponder_json_to_string       (JsonNode    *node);
/* The same for people: indented, with a line end at the end. (transfer full) */
GString    *ponder_json_to_pretty_text  (JsonNode    *node);
/* Takes the object: the end of a builder chain. (transfer full) */
char       *ponder_json_take_to_string  (JsonObject  *object);

G_END_DECLS
