/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of messages, by which they are found. On the worker's thread. */

#pragma once

#include "ponder-db.h"

G_BEGIN_DECLS

/* All within a transaction. */

/* Message @serial and its parts are written for now, and it has no words yet. */
gboolean ponder_search_index_add     (PonderDb  *db,
                                      gint64     serial,
                                      GError   **error);
/* It has words and is about to change. */
gboolean ponder_search_index_remove  (PonderDb  *db,
                                      gint64     serial,
                                      GError   **error);
/* Brings the words in step with what triggers noted: titles that changed, messages that are gone. */
gboolean ponder_search_index_settle  (PonderDb  *db,
                                      GError   **error);
/* Makes all words again, from the texts, whatever has become of their tables. Takes a minute for a million
 * messages. */
gboolean ponder_search_index_rebuild (PonderDb  *db,
                                      GError   **error);

G_END_DECLS
