/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The <details> blocks into which Open WebUI folds what is not the answer. */

#pragma once

#include "ponder-message.h"

G_BEGIN_DECLS

/* Adds the words of @content; what is folded becomes reasoning, calls and results, in its place. */
void ponder_import_add_details (PonderMessage *message,
                                const char    *content);

G_END_DECLS
