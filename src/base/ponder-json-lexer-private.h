/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of JSON: what the reader, which builds nodes, and the scanner, which builds none, agree on. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A place in a text. Lives on the stack of whoever reads, who owns @scratch. */
typedef struct
{
  const char *start;
  const char *at;
  const char *end;
  GString    *scratch;          /* the last string that was read */
} PonderJsonLexer;

void     ponder_json_lexer_skip_space  (PonderJsonLexer  *self);
/* Move on and give TRUE when that is what comes next. */
gboolean ponder_json_lexer_take        (PonderJsonLexer  *self,
                                        char              expected);
gboolean ponder_json_lexer_take_word   (PonderJsonLexer  *self,
                                        const char       *word);
/* Reads what stands behind the opening quote into the scratch. Control characters that should have
 * been escaped are taken as they are: some servers send them. NULL: well read; else what is wrong, translated. */
const char *ponder_json_lexer_read_string (PonderJsonLexer *self);
/* Moves behind a string without escapes and gives the place where its words stand; FALSE, and nothing is moved, when it
 * is none. */
gboolean ponder_json_lexer_take_plain_string (PonderJsonLexer  *self,
                                              const char      **words,
                                              gsize            *length);
/* Moves behind a number of JSON's grammar and tells whether it is a whole one. */
gboolean ponder_json_lexer_skip_number (PonderJsonLexer  *self,
                                        gboolean         *is_whole);

G_END_DECLS
