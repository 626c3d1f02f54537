/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chat completions format of OpenAI, which most servers speak. */

#pragma once

#include "ponder-dialect.h"

G_BEGIN_DECLS

#define PONDER_TYPE_OPENAI_DIALECT (ponder_openai_dialect_get_type ())

G_DECLARE_FINAL_TYPE (PonderOpenaiDialect, ponder_openai_dialect, PONDER, OPENAI_DIALECT, GObject)

PonderDialect *ponder_openai_dialect_new (void);

G_END_DECLS
