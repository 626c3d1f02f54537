/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The responses format of OpenAI, in which its newest models show their thoughts. */

#pragma once

#include "ponder-dialect.h"

G_BEGIN_DECLS

#define PONDER_TYPE_RESPONSES_DIALECT (ponder_responses_dialect_get_type ())

G_DECLARE_FINAL_TYPE (PonderResponsesDialect, ponder_responses_dialect, PONDER, RESPONSES_DIALECT, GObject)

PonderDialect *ponder_responses_dialect_new (void);

G_END_DECLS
