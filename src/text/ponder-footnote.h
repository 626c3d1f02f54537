/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Footnotes of a Markdown text: [^1] in it, and [^1]: with what it says. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char *label;                  /* its number, in digits */
  char *body;                   /* Markdown, without the indent of its lines */
} PonderFootnote;

typedef struct
{
  GPtrArray  *notes;            /* of PonderFootnote, as they are written */
  GHashTable *by_name;          /* name to PonderFootnote, the first of each name */
} PonderFootnotes;

/* Takes the definitions out of @text, except for what looks like one in @code (of PonderMarkdownRange).
 * NULL: there is none, and @text is as it was. (transfer full) (nullable) */
PonderFootnotes *ponder_footnotes_take     (GString               *text,
                                            const GArray          *code);
void             ponder_footnotes_free     (PonderFootnotes       *self);

/* How long the reference is with which @text begins, 0: there is none, or not to a note that is defined. */
gsize            ponder_footnotes_find     (const PonderFootnotes *self,
                                            const char            *text,
                                            const PonderFootnote **found);

/* The raised number. (transfer full) */
char            *ponder_footnote_dup_mark  (const PonderFootnote  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderFootnotes, ponder_footnotes_free)

G_END_DECLS
