/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of the Anthropic dialect, for one another. */

#pragma once

#include "ponder-decoder-private.h"
#include "ponder-downgrade.h"
#include "ponder-json.h"

G_BEGIN_DECLS

#define PONDER_TYPE_ANTHROPIC_DECODER (ponder_anthropic_decoder_get_type ())

G_DECLARE_FINAL_TYPE (PonderAnthropicDecoder, ponder_anthropic_decoder, PONDER, ANTHROPIC_DECODER, PonderDecoder)

PonderDecoder *ponder_anthropic_decoder_new      (PonderRequest          *request);
JsonObject    *ponder_anthropic_encode           (PonderRequest          *request,
                                                  const PonderDowngrade  *downgrade,
                                                  GError                **error);
/* Changes @schema into one that the server takes: what it cannot enforce is said in the descriptions. */
void           ponder_anthropic_simplify_schema  (JsonObject             *schema);

G_END_DECLS
