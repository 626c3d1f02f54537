/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where in a text something stands, as it was typed but for case and accents. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PonderFinder PonderFinder;

/* Bytes of a text, @end not included; at borders of characters. */
typedef struct
{
  gsize start;
  gsize end;
} PonderFound;

/* What is looked for: any text within a line, also a part of a word. Letters are compared without case, accents
 * and differences of form, as ponder_words_scan() does; all blanks are one and the same blank. */
PonderFinder *ponder_finder_new         (const char   *needle);
/* Several that may stand anywhere, at the beginnings of words only: those of a search. NULL-terminated. */
PonderFinder *ponder_finder_new_words   (const char  **needles);
PonderFinder *ponder_finder_ref         (PonderFinder *self);
void          ponder_finder_unref       (PonderFinder *self);

/* Nothing is looked for. */
gboolean      ponder_finder_is_empty    (PonderFinder *self);
/* Whether all that @self finds is also found by @other: a needle that goes on where @other's ends. */
gboolean      ponder_finder_narrows     (PonderFinder *self,
                                         PonderFinder *other);
/* Adds to @found (PonderFound) every place in bytes start..end of @text, in order and without overlap.
 * Gives how many there are; @found may be NULL. */
guint         ponder_finder_find        (PonderFinder *self,
                                         const char   *text,
                                         gsize         start,
                                         gsize         end,
                                         GArray       *found);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderFinder, ponder_finder_unref)

G_END_DECLS
