/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables, as the steps that lead to them. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How many steps there are: the user_version of an up-to-date database. */
#define PONDER_DB_VERSION 6

/* The tables of words, which are all FTS5's: they can be made again from the others. */
#define PONDER_DB_CREATE_WORDS                                                             \
  "CREATE VIRTUAL TABLE title_words USING fts5 ("                                         \
  "  title, content = 'titles', content_rowid = 'serial', tokenize = 'ponder'"            \
  ");"                                                                                    \
  "CREATE VIRTUAL TABLE message_words USING fts5 ("                                       \
  "  text, reasoning, attachments,"                                                       \
  "  content = 'message_texts', content_rowid = 'serial', tokenize = 'ponder'"            \
  ");"

/* As one piece: many large ones would be merged again and again with the small ones that come. Memory is
 * bounded: what FTS5 gathers, and the cache of pages. */
#define PONDER_DB_FILL_WORDS                                                               \
  "INSERT INTO title_words (title_words) VALUES ('rebuild');"                             \
  "INSERT INTO message_words (message_words) VALUES ('rebuild');"                         \
  "INSERT INTO message_words (message_words) VALUES ('optimize');"

/* Step n leads from version n to n + 1. A step that was shipped is never changed again. */
extern const char *const ponder_db_schema[PONDER_DB_VERSION];

/* One table with what is somebody's own, and how many columns it had when it was first shipped. */
typedef struct
{
  const char *name;
  guint       n_first_columns;
} PonderDbTable;

/* Every such table, in an order in which each refers to those before it: what is read from a damaged file. Tables
 * that follow from others (changes, an index for searching) are made anew. What belongs to a chat names it in a
 * column "session", and what belongs to a run of deep think names that in a column "run". Ends with a NULL name. */
extern const PonderDbTable ponder_db_tables[];

G_END_DECLS
