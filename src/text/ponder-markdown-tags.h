/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The HTML tags that stand for something a text can show: <br>, <sub>, <sup>, and the frame of a fold. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where one is in a text that is read from its beginning to its end; starts as zeros. */
typedef struct
{
  gsize summary_end;            /* where the heading of the fold ends, or 0 */
  gsize dropped;                /* the closing tag whose opening one was left out, or 0 */
} PonderMarkdownTags;

typedef enum
{
  PONDER_TAG_NONE,              /* none of these tags: it is shown as it is written */
  PONDER_TAG_BREAK,
  PONDER_TAG_TEXT,              /* it stands for a text, maybe an empty one */
} PonderTagKind;

gboolean      ponder_markdown_tags_is_known (const char         *text);

/* What the tag at byte @at stands for. A text that it stands for is appended to @out, which has what precedes it; the
 * tag, and what that text has of what it encloses, are @length bytes long. What encloses byte @stop is no tag. */
PonderTagKind ponder_markdown_tags_read     (PonderMarkdownTags *self,
                                             const char         *text,
                                             gsize               at,
                                             gsize               stop,
                                             gsize              *length,
                                             GString            *out);

G_END_DECLS
