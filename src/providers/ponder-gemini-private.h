/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of the Gemini dialect, for one another. */

#pragma once

#include "ponder-decoder-private.h"
#include "ponder-downgrade.h"
#include "ponder-json.h"

G_BEGIN_DECLS

#define PONDER_TYPE_GEMINI_DECODER (ponder_gemini_decoder_get_type ())

G_DECLARE_FINAL_TYPE (PonderGeminiDecoder, ponder_gemini_decoder, PONDER, GEMINI_DECODER, PonderDecoder)

PonderDecoder *ponder_gemini_decoder_new (PonderRequest          *request);
JsonObject    *ponder_gemini_encode      (PonderRequest          *request,
                                          const PonderDowngrade  *downgrade,
                                          GError                **error);

G_END_DECLS
