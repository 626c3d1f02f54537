/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blocks as text that a test can compare, and what must hold for all blocks. */

#pragma once

#include "ponder-markdown.h"

G_BEGIN_DECLS

/* One line per block: quotes as ">", lists as "-" with "[marker]", then the kind and the content;
 * spans as {letters=target|text} with e, s, c, d, l, i and m; a line end as "\n"; a loose list's block
 * begins with "~", a code block's language and state stand in parentheses. (transfer full) */
char *ponder_test_dump_blocks  (GPtrArray *blocks);

/* Fails the test when blocks of the beginning of @text break one, for each @step bytes of it. */
void  ponder_test_check_prefixes (const char *text,
                                  gsize       step);

/* What is to become of a text, whose every prefix is checked, too. */
typedef struct
{
  const char *name;
  const char *source;
  const char *blocks;           /* as dumped */
} PonderTestGolden;

/* A test for each of the @n, which live as long as the program; its path is @path with the name behind it. */
void  ponder_test_add_goldens  (const char             *path,
                                const PonderTestGolden *table,
                                gsize                   n);

/* Fails the test when a block breaks a promise of ponder-markdown.h. */
void  ponder_test_check_blocks (GPtrArray *blocks);

G_END_DECLS
