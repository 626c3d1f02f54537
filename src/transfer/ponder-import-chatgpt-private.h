/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a message of ChatGPT's export says: one function for each content type. */

#pragma once

#include "ponder-import-private.h"

G_BEGIN_DECLS

/* Instructions of the account, which are sent with every chat and are no turn. */
gboolean ponder_import_chatgpt_is_context  (JsonObject        *content);
/* Takes them as the system prompt; other words too when it @is_system. */
void     ponder_import_chatgpt_add_context (PonderModelConfig *config,
                                            JsonObject        *content,
                                            gboolean           is_system);
/* Adds parts for what @source, a "message" of the export, says. */
void     ponder_import_chatgpt_add_content (PonderImport      *import,
                                            PonderMessage     *message,
                                            JsonObject        *source);
/* "[title](address)" in place of the marks of the pages that a text refers to. (transfer full) */
char    *ponder_import_chatgpt_dup_cited   (const char        *text,
                                            JsonObject        *metadata);

G_END_DECLS
