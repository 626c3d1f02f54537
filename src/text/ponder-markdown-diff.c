/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which blocks of a message stayed the same, so that their widgets can stay too. */

#include "config.h"

#include "ponder-markdown.h"

void
ponder_markdown_diff (GPtrArray *before,
                      GPtrArray *after,
                      guint     *n_prefix,
                      guint     *n_suffix)
{
  guint shorter = MIN (before->len, after->len);
  guint prefix = 0;
  guint suffix = 0;

  while (prefix < shorter &&
         ponder_block_equal (g_ptr_array_index (before, prefix), g_ptr_array_index (after, prefix)))
    prefix++;
  while (suffix < shorter - prefix &&
         ponder_block_equal (g_ptr_array_index (before, before->len - 1 - suffix),
                             g_ptr_array_index (after, after->len - 1 - suffix)))
    suffix++;
  *n_prefix = prefix;
  *n_suffix = suffix;
}
