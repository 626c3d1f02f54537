/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames that carry a piece of text and nothing else: nearly all of a stream, read without a tree. Pure. */

#include "config.h"

#include "ponder-simple-frame.h"

gboolean
ponder_simple_frame_take (PonderJsonScanner *scanner,
                          PonderAnswer      *answer,
                          const char        *data,
                          gsize              length)
{
  const char *reasoning;

  if (!ponder_json_scanner_scan (scanner, data, length))
    return FALSE;
  reasoning = ponder_json_scanner_get_text (scanner, PONDER_FRAME_REASONING);
  if (reasoning == NULL || *reasoning == '\0')
    reasoning = ponder_json_scanner_get_text (scanner, PONDER_FRAME_REASONING_AGAIN);
  ponder_answer_give_model (answer, ponder_json_scanner_get_text (scanner, PONDER_FRAME_MODEL));
  ponder_answer_give_text (answer, PONDER_DELTA_REASONING, reasoning);
  ponder_answer_give_words (answer, ponder_json_scanner_get_text (scanner, PONDER_FRAME_WORDS));
  return TRUE;
}
