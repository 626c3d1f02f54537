/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of the responses dialect, for one another. */

#pragma once

#include "ponder-decoder-private.h"
#include "ponder-downgrade.h"
#include "ponder-json.h"

G_BEGIN_DECLS

#define PONDER_TYPE_RESPONSES_DECODER (ponder_responses_decoder_get_type ())

G_DECLARE_FINAL_TYPE (PonderResponsesDecoder, ponder_responses_decoder, PONDER, RESPONSES_DECODER, PonderDecoder)

PonderDecoder *ponder_responses_decoder_new (PonderRequest         *request);
JsonObject    *ponder_responses_encode      (PonderRequest         *request,
                                             const PonderDowngrade *downgrade);

G_END_DECLS
