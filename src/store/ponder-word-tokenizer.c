/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How SQLite's full-text search cuts texts into words: as ponder-words.h does. */

#include "config.h"

#include "ponder-word-tokenizer.h"

#include "ponder-words.h"

/* It has no state: all tables share what it was registered with. */
static int
create_cb (void             *user_data,
           const char      **arguments,
           int               n_arguments,
           Fts5Tokenizer   **tokenizer)
{
  *tokenizer = user_data;
  return SQLITE_OK;
}

static void
delete_cb (Fts5Tokenizer *tokenizer)
{
}

typedef struct
{
  void *context;
  int (*take_token) (void *, int, const char *, int, int, int);
} Taker;

static int
take_word_cb (gpointer    user_data,
              const char *word,
              gsize       length,
              gsize       start,
              gsize       end)
{
  Taker *taker = user_data;

  return taker->take_token (taker->context, 0, word, (int) length, (int) start, (int) end);
}

static int
tokenize_cb (Fts5Tokenizer *tokenizer,
             void          *context,
             int            flags,
             const char    *text,
             int            length,
             int          (*take_token) (void *, int, const char *, int, int, int))
{
  Taker taker = { context, take_token };

  return length > 0 ? ponder_words_scan (text, (gsize) length, take_word_cb, &taker) : SQLITE_OK;
}

/* The way that FTS5 documents: a statement leaves its table of functions at the pointer it is given. */
static int
find_api (sqlite3   *handle,
          fts5_api **api)
{
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (handle, "SELECT fts5 (?1)", -1, &statement, NULL);

  if (code != SQLITE_OK)
    return code;

  sqlite3_bind_pointer (statement, 1, api, "fts5_api_ptr", NULL);
  sqlite3_step (statement);
  code = sqlite3_finalize (statement);
  return code == SQLITE_OK && *api == NULL ? SQLITE_MISUSE : code;
}

int
ponder_word_tokenizer_register (sqlite3 *handle)
{
  static char stateless;
  fts5_tokenizer tokenizer = { create_cb, delete_cb, tokenize_cb };
  fts5_api *api = NULL;
  int code = find_api (handle, &api);

  if (code != SQLITE_OK)
    return code;

  return api->xCreateTokenizer (api, "ponder", &stateless, &tokenizer, NULL);
}
