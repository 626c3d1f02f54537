/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One text for all JSON that means the same. */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Appends @node without blanks, with the members of every object sorted by the bytes of their names, numbers in the
 * shortest form that reads back the same (whole ones without point or exponent, no negative zero), strings with no
 * escapes but those that JSON demands. Does not recurse deeper than ponder_json_parse() nests. */
void ponder_canonical_json_append        (GString    *text,
                                          JsonNode   *node);
void ponder_canonical_json_append_string (GString    *text,
                                          const char *string);
/* @number is finite. */
void ponder_canonical_json_append_double (GString    *text,
                                          double      number);

G_END_DECLS
