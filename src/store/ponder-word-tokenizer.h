/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How SQLite's full-text search cuts texts into words: as ponder-words.h does. */

#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* Makes "tokenize = 'ponder'" known to the connection; gives one of SQLite's codes. Each connection that
 * reads or writes the words needs it. */
int ponder_word_tokenizer_register (sqlite3 *handle);

G_END_DECLS
