/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Markdown to a flat list of blocks, each shown by one widget. */

#pragma once

#include "ponder-types.h"

G_BEGIN_DECLS

typedef enum
{
  PONDER_BLOCK_PARAGRAPH,
  PONDER_BLOCK_HEADING,
  PONDER_BLOCK_CODE,
  PONDER_BLOCK_TABLE,
  PONDER_BLOCK_RULE,
  PONDER_BLOCK_MATH,            /* a formula of its own: $$…$$ or \[…\] on lines of their own, or a fence “math” */
} PonderBlockKind;

typedef enum
{
  PONDER_SPAN_EMPHASIS      = 1 << 0,
  PONDER_SPAN_STRONG        = 1 << 1,
  PONDER_SPAN_CODE          = 1 << 2,
  PONDER_SPAN_STRIKETHROUGH = 1 << 3,
  PONDER_SPAN_LINK          = 1 << 4,
  PONDER_SPAN_IMAGE         = 1 << 5,   /* never fetched: its text is the alternative text */
  PONDER_SPAN_MATH          = 1 << 6,   /* one formula: TeX in one line with its delimiters as written, $…$, \(…\),
                                         * $$…$$ or \[…\]; half-typed \(… and \[… have no second one yet */
} PonderSpanFlags;

/* Bytes start..end (exclusive) of the text. Spans of one inline text do not overlap and are in
 * order; text without style has no span. */
typedef struct
{
  guint           start;
  guint           end;
  PonderSpanFlags flags;
  char           *target;       /* (nullable) of a link or an image, as written */
} PonderSpan;

/* Plain text with styled spans. Never markup: a model's words cannot become Pango markup. */
typedef struct
{
  char   *text;
  GArray *spans;                /* of PonderSpan */
} PonderInline;

typedef enum
{
  PONDER_ALIGN_DEFAULT,
  PONDER_ALIGN_LEFT,
  PONDER_ALIGN_CENTER,
  PONDER_ALIGN_RIGHT,
} PonderColumnAlign;

/* One leaf block with its place in quotes and lists. Immutable and reference counted; not a tree,
 * so that nothing recurses and two versions of a message compare block by block. */
typedef struct _PonderBlock PonderBlock;
struct _PonderBlock
{
  PonderBlockKind    kind;
  guint              heading_level;  /* 1..6 */
  guint              quote_depth;    /* 0..PONDER_MARKDOWN_DEPTH_LIMIT */
  guint              list_depth;     /* 0: not in a list */
  guint64            quote_places;   /* bit n: the nth of the quotes and lists around it, from outside, is a quote */
  char              *marker;         /* (nullable) "•", "12.", "☐", "☑": its item's first block */
  gboolean           tight;          /* the list it stands in has no blank lines between items */

  PonderInline      *text;           /* paragraph, heading */

  char              *language;       /* (nullable) code: first word of the info string */
  char              *code;           /* code: without fence, ends without newline; math: TeX without delimiters */
  gboolean           closed;         /* code, math: the closing fence has come, or it is indented code */

  guint              n_columns;      /* table */
  guint              n_rows;         /* with the heading row, which is row 0 */
  PonderColumnAlign *aligns;         /* n_columns */
  GPtrArray         *cells;          /* of PonderInline, n_rows * n_columns, row by row */
};

/* Parses @text (UTF-8). An unfinished fence, formula or link at the end is parsed as if the text went
 * on: while a message streams no half-typed fence is shown as text; $… is text until it ends, as it may
 * be a price. HTML is text but for <br>, <sub>, <sup> and the tags of <details>. References to footnotes
 * are raised digits; the notes follow at the end, after a rule, as items with their numbers; a reference
 * without a note stays text. Nesting is cut at PONDER_MARKDOWN_DEPTH_LIMIT and paragraphs at
 * PONDER_PARAGRAPH_LIMIT. Never fails: what cannot be parsed in time comes back as plain paragraphs.
 * (transfer container) of PonderBlock */
GPtrArray   *ponder_markdown_parse   (const char  *text,
                                      gssize       length);

/* The blocks that are equal at the beginning and at the end of two versions. */
void         ponder_markdown_diff    (GPtrArray   *before,
                                      GPtrArray   *after,
                                      guint       *n_prefix,
                                      guint       *n_suffix);

/* The text of all blocks as a screen reader or a search would want it. (transfer full) */
char        *ponder_markdown_to_text (GPtrArray   *blocks);

PonderBlock *ponder_block_ref        (PonderBlock *self);
void         ponder_block_unref      (PonderBlock *self);
gboolean     ponder_block_equal      (PonderBlock *a,
                                      PonderBlock *b);
char        *ponder_block_dup_text   (PonderBlock *self);

/* How many lists stand around its quote number @quote (0: the outermost). */
guint        ponder_block_count_lists_around  (PonderBlock *self,
                                               guint        quote);
/* How many quotes stand in its innermost list. */
guint        ponder_block_count_quotes_within (PonderBlock *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderBlock, ponder_block_unref)

G_END_DECLS
