/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The content format of Google's Gemini. */

#pragma once

#include "ponder-dialect.h"

G_BEGIN_DECLS

#define PONDER_TYPE_GEMINI_DIALECT (ponder_gemini_dialect_get_type ())

G_DECLARE_FINAL_TYPE (PonderGeminiDialect, ponder_gemini_dialect, PONDER, GEMINI_DIALECT, GObject)

PonderDialect *ponder_gemini_dialect_new (void);

G_END_DECLS
