/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames that carry a piece of text and nothing else: nearly all of a stream, read without a tree. Pure. */

#pragma once

#include "ponder-answer.h"
#include "ponder-json-scanner.h"

G_BEGIN_DECLS

/* The texts of a shape of frames. */
enum
{
  PONDER_FRAME_MODEL,
  PONDER_FRAME_WORDS,
  PONDER_FRAME_REASONING,
  PONDER_FRAME_REASONING_AGAIN, /* the same thought under another name: told only where the first is missing */
};

/* Gives what @data says to @answer, exactly as the dialect would. FALSE: it is not that simple, and nothing was
 * given. */
gboolean ponder_simple_frame_take (PonderJsonScanner *scanner,
                                   PonderAnswer      *answer,
                                   const char        *data,
                                   gsize              length);

G_END_DECLS
