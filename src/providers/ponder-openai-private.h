/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of the OpenAI dialect, for one another. */

#pragma once

#include "ponder-decoder-private.h"
#include "ponder-dialect.h"
#include "ponder-json.h"
#include "ponder-model-info.h"
#include "ponder-provider-preset.h"
#include "ponder-usage.h"

G_BEGIN_DECLS

#define PONDER_TYPE_OPENAI_DECODER (ponder_openai_decoder_get_type ())

G_DECLARE_FINAL_TYPE (PonderOpenaiDecoder, ponder_openai_decoder, PONDER, OPENAI_DECODER, PonderDecoder)

PonderDecoder *ponder_openai_decoder_new   (PonderRequest         *request);

/* @preset (nullable): what is known of the server. */
JsonObject    *ponder_openai_encode        (PonderRequest         *request,
                                            PonderProviderPreset  *preset,
                                            const PonderDowngrade *downgrade);
void           ponder_openai_encode_reasoning (JsonObject              *body,
                                               const PonderModelConfig *config,
                                               PonderProviderPreset    *preset);
/* (nullable) */
const char    *ponder_openai_get_quirk     (PonderProviderPreset  *preset,
                                            const char            *name);
/* o1, o3-mini, gpt-5, gpt-5.1-codex, … but not gpt-5-chat: OpenAI's models that think. They take no sampling
 * parameters and call the system prompt by another name. */
gboolean       ponder_openai_is_reasoning_model (const char       *model);
/* From gpt-5.1 on they do once they are told not to think. */
gboolean       ponder_openai_takes_sampling (const PonderModelConfig *config);

/* The same for every dialect of OpenAI: PonderDialectInterface.dup_headers and dup_models_url. */
GStrv          ponder_openai_dup_headers   (PonderDialect         *dialect,
                                            PonderProviderConfig  *provider,
                                            const char            *key);
char          *ponder_openai_dup_models_url (PonderDialect        *dialect,
                                            PonderProviderConfig  *provider);
PonderUsage   *ponder_openai_decode_usage  (JsonObject            *usage);
/* Tokens; 0 when the server does not say. */
guint          ponder_openai_find_context_length (JsonObject      *model);
PonderAbilities ponder_openai_find_abilities (JsonObject          *model);
GPtrArray     *ponder_openai_decode_models (PonderProviderConfig  *provider,
                                            GBytes                *body,
                                            GError               **error);

G_END_DECLS
