/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The messages format of Anthropic, which llama-server and Ollama speak too. */

#pragma once

#include "ponder-dialect.h"

G_BEGIN_DECLS

#define PONDER_TYPE_ANTHROPIC_DIALECT (ponder_anthropic_dialect_get_type ())

G_DECLARE_FINAL_TYPE (PonderAnthropicDialect, ponder_anthropic_dialect, PONDER, ANTHROPIC_DIALECT, GObject)

PonderDialect *ponder_anthropic_dialect_new (void);

G_END_DECLS
