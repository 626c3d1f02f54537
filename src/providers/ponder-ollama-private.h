/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of the Ollama dialect, for one another. */

#pragma once

#include "ponder-decoder-private.h"
#include "ponder-downgrade.h"
#include "ponder-json.h"

G_BEGIN_DECLS

#define PONDER_TYPE_OLLAMA_DECODER (ponder_ollama_decoder_get_type ())

G_DECLARE_FINAL_TYPE (PonderOllamaDecoder, ponder_ollama_decoder, PONDER, OLLAMA_DECODER, PonderDecoder)

PonderDecoder *ponder_ollama_decoder_new (PonderRequest          *request);
JsonObject    *ponder_ollama_encode      (PonderRequest          *request,
                                          const PonderDowngrade  *downgrade,
                                          GError                **error);

G_END_DECLS
