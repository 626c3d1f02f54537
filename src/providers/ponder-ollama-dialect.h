/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chat format of Ollama's own, one JSON object a line. */

#pragma once

#include "ponder-dialect.h"

G_BEGIN_DECLS

#define PONDER_TYPE_OLLAMA_DIALECT (ponder_ollama_dialect_get_type ())

G_DECLARE_FINAL_TYPE (PonderOllamaDialect, ponder_ollama_dialect, PONDER, OLLAMA_DIALECT, GObject)

PonderDialect *ponder_ollama_dialect_new (void);

G_END_DECLS
