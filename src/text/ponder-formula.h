/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where formulas stand in a text: $…$, $$…$$, \(…\) and \[…\]; and where dollars are money. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where to look. Nothing between @stop and @length can be part of a formula. */
typedef struct
{
  const char *text;             /* UTF-8, ends with a zero */
  gsize       length;
  gsize       line;             /* where the line that is looked at begins */
  gsize       stop;             /* where the next code begins, or @length */
} PonderFormulaPlace;

/* Whether a formula begins at byte @at, which is a '$' or a '\\': up to byte @end (exclusive), with its delimiters. One
 * that reaches @length without a closing delimiter is half-typed and a formula, too, unless its delimiter is a single
 * dollar. Bytes that are looked at in vain are few, so that to ask for each delimiter of a text takes linear time. */
gboolean    ponder_formula_find            (const PonderFormulaPlace *place,
                                            gsize                     at,
                                            gsize                    *end);

/* A formula from @start to @end as one would write it outside of quotes and lists. (transfer full) */
char       *ponder_formula_dup_source      (const PonderFormulaPlace *place,
                                            gsize                     start,
                                            gsize                     end);

/* Whether @source, with its delimiters, is to have lines of its own. */
gboolean    ponder_formula_is_display      (const char               *source,
                                            gsize                     length);

/* @source without its delimiters and the blanks at its ends, nor half of a closing one. (transfer full) */
char       *ponder_formula_dup_tex         (const char               *source,
                                            gsize                     length,
                                            gboolean                 *closed);

G_END_DECLS
