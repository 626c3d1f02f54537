/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the Markdown reader share. */

#pragma once

#include "ponder-markdown.h"

G_BEGIN_DECLS

/* A noncharacter that the preparation of a source may put beside asterisks; it is never shown. */
#define PONDER_MARKDOWN_MARK "\xef\xb7\x90"

/* A text as the parser needs it. What follows @shown was added to finish a half-typed link; it is
 * read but never shown. */
typedef struct
{
  char *text;
  gsize length;
  gsize shown;
} PonderMarkdownSource;

PonderMarkdownSource *ponder_markdown_source_new  (const char                 *text,
                                                   gsize                       length);
/* The source up to byte @end (exclusive), with a letter behind it. */
PonderMarkdownSource *ponder_markdown_source_probe (const PonderMarkdownSource *self,
                                                    gsize                       end);
void                  ponder_markdown_source_free (PonderMarkdownSource       *self);

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
GPtrArray    *ponder_block_array_new          (void);

GArray       *ponder_span_array_new           (void);
PonderInline *ponder_inline_new               (const char                 *text,
                                               gsize                       length);
void          ponder_inline_free              (PonderInline               *self);
gboolean      ponder_inline_equal             (const PonderInline         *a,
                                               const PonderInline         *b);
/* Takes @self apart into pieces of at most PONDER_PARAGRAPH_LIMIT bytes. (transfer full) */
GPtrArray    *ponder_inline_take_apart        (PonderInline               *self);
/* The same pieces as lines of one text. (transfer full) */
PonderInline *ponder_inline_take_lines        (PonderInline               *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderInline, ponder_inline_free)

G_END_DECLS
