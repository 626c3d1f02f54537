/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of the OpenAI dialect, for one another. */

#pragma once

#include "ponder-decoder-private.h"
#include "ponder-dialect.h"
#include "ponder-json.h"
#include "ponder-usage.h"

G_BEGIN_DECLS

#define PONDER_TYPE_OPENAI_DECODER (ponder_openai_decoder_get_type ())

G_DECLARE_FINAL_TYPE (PonderOpenaiDecoder, ponder_openai_decoder, PONDER, OPENAI_DECODER, PonderDecoder)

PonderDecoder *ponder_openai_decoder_new   (PonderRequest         *request);

/* @max_tokens_name: what the server calls the limit of an answer. @stream_options: it knows that field. */
JsonObject    *ponder_openai_encode        (PonderRequest         *request,
                                            const char            *max_tokens_name,
                                            gboolean               stream_options);
PonderUsage   *ponder_openai_decode_usage  (JsonObject            *usage);
GPtrArray     *ponder_openai_decode_models (PonderProviderConfig  *provider,
                                            GBytes                *body,
                                            GError               **error);

G_END_DECLS
