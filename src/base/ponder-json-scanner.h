/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes a few strings out of JSON text of a known shape without building nodes. Pure.
 *
 * A stream repeats one shape thousands of times; building a tree for each costs twenty times what is in it. What
 * does not fit the shape exactly is left to ponder_json_parse(), so that a shape can only be too narrow. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  PONDER_SHAPE_OBJECT,
  PONDER_SHAPE_ARRAY,
  PONDER_SHAPE_SCALAR,          /* a string, number, true, false or null that does not matter */
  PONDER_SHAPE_NULL,
  PONDER_SHAPE_FALSE,
  PONDER_SHAPE_ZERO,
  PONDER_SHAPE_IS,              /* the string @is */
  PONDER_SHAPE_MUST_BE,         /* the same, and it may not be missing */
  PONDER_SHAPE_TEXT,            /* a string that is wanted, or null for none */
} PonderShapeKind;

#define PONDER_SHAPE_N_TEXTS 4

/* One value of a shape. The first is the root, and a table ends with one of kind OBJECT and name "". Members that are
 * not named, and a second value for the same rule, do not fit. */
typedef struct
{
  const char      *name;        /* in an object; NULL for the root and for an element of an array */
  guint            parent;      /* place in the table of the object or array it is in */
  PonderShapeKind  kind;
  const char      *is;
  guint            text;        /* of kind TEXT: which one it is, below PONDER_SHAPE_N_TEXTS */
} PonderShapeRule;

typedef struct _PonderJsonScanner PonderJsonScanner;

PonderJsonScanner *ponder_json_scanner_new      (const PonderShapeRule *shape);
void               ponder_json_scanner_free     (PonderJsonScanner     *self);
/* TRUE: @data, which must be UTF-8, is valid JSON of the shape. FALSE says nothing but that it is not. */
gboolean           ponder_json_scanner_scan     (PonderJsonScanner     *self,
                                                 const char            *data,
                                                 gsize                  length);
/* (nullable) (transfer none): of the last scan, which fitted; valid until the next. */
const char        *ponder_json_scanner_get_text (PonderJsonScanner     *self,
                                                 guint                  text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderJsonScanner, ponder_json_scanner_free)

G_END_DECLS
