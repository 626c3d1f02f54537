/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The piece of a text in which words were found. */

#pragma once

#include "ponder-search-query.h"

G_BEGIN_DECLS

/* Bytes of a text, @end not included; at borders of characters. */
typedef struct
{
  guint start;
  guint end;
} PonderTextRange;

/* One line of plain text, which may begin and end with an ellipsis. */
typedef struct
{
  char   *text;
  GArray *marks;                /* PonderTextRange in @text: the words, in order, without overlap */
} PonderSnippet;

/* Where the most different words of @query are close to each other; NULL when none is there: the
 * others may be in another part of the message. */
PonderSnippet *ponder_snippet_find      (PonderSearchQuery *query,
                                         const char        *text);
/* The beginning of @text, with the words in it marked if there are any. */
PonderSnippet *ponder_snippet_begin     (PonderSearchQuery *query,
                                         const char        *text);
PonderSnippet *ponder_snippet_new_empty (void);
void           ponder_snippet_free      (PonderSnippet     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderSnippet, ponder_snippet_free)

G_END_DECLS
