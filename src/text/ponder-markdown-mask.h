/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is no Markdown is taken out of a text before it is parsed, and put back afterwards. */

#pragma once

#include "ponder-footnote.h"

G_BEGIN_DECLS

/* Noncharacters, which a text is cleared of; they are never shown. The parser takes them for letters. A MARK may stand
 * beside asterisks. PIECE, an index in digits and PIECE_END stand for a piece. */
#define PONDER_MARKDOWN_MARK "\xef\xb7\x90"
#define PONDER_MARKDOWN_PIECE "\xef\xb7\x91"
#define PONDER_MARKDOWN_PIECE_END "\xef\xb7\x92"

typedef enum
{
  PONDER_PIECE_FORMULA,
  PONDER_PIECE_NOTE,            /* a reference to a footnote */
  PONDER_PIECE_BREAK,           /* <br> */
} PonderPieceKind;

/* What was taken out. */
typedef struct
{
  PonderPieceKind kind;
  char           *source;       /* as it was written */
  char           *shown;        /* (nullable) when not that */
} PonderPiece;

GPtrArray         *ponder_piece_array_new   (void);

/* Whether there may be anything to take out of @text. */
gboolean           ponder_markdown_has_mask (const char            *text);

/* @text, whose code is in @code (of PonderMarkdownRange), with a stand-in for each of its @pieces, which get added to.
 * Raised and lowered digits and the tags of folds are replaced for good. (transfer full) */
GString           *ponder_markdown_mask     (const char            *text,
                                             gsize                  length,
                                             const GArray          *code,
                                             const PonderFootnotes *notes,
                                             GPtrArray             *pieces);

/* The next of the noncharacters above in @text. When it is that of a piece, *@piece is that one, else NULL. Returns the
 * place behind it and sets *@found to the place of it; NULL: there is none. (nullable) */
const char        *ponder_markdown_next_mark (const char           *text,
                                              gsize                 length,
                                              GPtrArray            *pieces,
                                              const char          **found,
                                              const PonderPiece   **piece);

G_END_DECLS
