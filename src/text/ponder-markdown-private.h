/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the Markdown reader share. */

#pragma once

#include "ponder-footnote.h"
#include "ponder-markdown.h"

G_BEGIN_DECLS

/* What md4c is to know besides CommonMark. */
#define PONDER_MARKDOWN_FLAGS (MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS | MD_FLAG_NOHTML)

/* A text as the parser needs it. What follows @shown was added to finish a half-typed link; it is
 * read but never shown. */
typedef struct
{
  char *text;
  gsize length;
  gsize shown;
  GPtrArray *pieces;            /* of PonderPiece: what was taken out of the text */
} PonderMarkdownSource;

/* When there are footnotes, they go to @notes, else that is NULL. Where the code is cannot be found out after
 * @deadline: then nothing is taken out. */
PonderMarkdownSource *ponder_markdown_source_new   (const char                 *text,
                                                    gsize                       length,
                                                    gint64                      deadline,
                                                    PonderFootnotes           **notes);
/* What one of @notes says. */
PonderMarkdownSource *ponder_markdown_source_new_for_note (const PonderFootnotes *notes,
                                                           const PonderFootnote  *note,
                                                           gint64                 deadline);
/* The source up to byte @end (exclusive), with a letter behind it. */
PonderMarkdownSource *ponder_markdown_source_probe (const PonderMarkdownSource *self,
                                                    gsize                       end);
void                  ponder_markdown_source_free  (PonderMarkdownSource       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderMarkdownSource, ponder_markdown_source_free)

/* What the end of a source was. */
typedef struct
{
  gboolean fenced_code;         /* the last block is code with a fence */
  gsize code_end;               /* behind that code's last character but spaces, or 0 */
} PonderMarkdownEnd;

/* NULL when the thread's processor time passes @deadline (microseconds) first. The last code block
 * is closed here as all others are. */
GPtrArray    *ponder_markdown_build           (const PonderMarkdownSource *source,
                                               gint64                      deadline,
                                               PonderMarkdownEnd          *end);
gint64        ponder_markdown_get_clock       (void);
/* ponder_markdown_parse() with a limit in microseconds of processor time. */
GPtrArray    *ponder_markdown_parse_within    (const char                 *text,
                                               gssize                      length,
                                               gint64                      limit);

PonderBlock  *ponder_block_new                (PonderBlockKind             kind);
/* A new block at the place of @self, without its marker and contents. */
PonderBlock  *ponder_block_new_beside         (PonderBlock                *self);
/* A paragraph without words. */
PonderBlock  *ponder_block_new_empty          (void);
/* Puts a new block into a list around all that it is in. */
void          ponder_block_enter_list         (PonderBlock                *self,
                                               gboolean                    tight);
GPtrArray    *ponder_block_array_new          (void);

GArray       *ponder_span_array_new           (void);
PonderInline *ponder_inline_new               (const char                 *text,
                                               gsize                       length);
void          ponder_inline_free              (PonderInline               *self);
gboolean      ponder_inline_equal             (const PonderInline         *a,
                                               const PonderInline         *b);
/* Bytes @start to @end of @self. Spans before index *@first end before @start. (transfer full) */
PonderInline *ponder_inline_copy_range        (PonderInline               *self,
                                               gsize                       start,
                                               gsize                       end,
                                               guint                      *first);
/* Takes @self apart into pieces of at most PONDER_PARAGRAPH_LIMIT bytes, not within a formula. (transfer full) */
GPtrArray    *ponder_inline_take_apart        (PonderInline               *self);
/* The same pieces as lines of one text. (transfer full) */
PonderInline *ponder_inline_take_lines        (PonderInline               *self);

/* Where a paragraph has formulas with lines of their own: a piece for each of them and for what is between them.
 * (transfer full) (nullable) when there are none. */
GPtrArray    *ponder_inline_split_formulas    (PonderInline               *self);
/* Whether @self is one of those. */
gboolean      ponder_inline_is_formula        (const PonderInline         *self);
/* Formulas stay in one line. */
void          ponder_inline_join_formulas     (PonderInline               *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderInline, ponder_inline_free)

G_END_DECLS
