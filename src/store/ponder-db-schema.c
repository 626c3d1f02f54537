/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables, as the steps that lead to them. */

#include "config.h"

#include "ponder-db-schema.h"

/* Times are microseconds since 1970. Serials are given in the order things were made.
 *
 * A message's id is unique in its session only, so that a copy of a chat keeps its ids. Its parent
 * may be missing (imports) and therefore is no foreign key. Without usage its five numbers are
 * NULL, while an unknown number is -1. `owner` says which program is writing it. `preview_message`
 * is the serial of the message that a session's preview was taken from.
 *
 * `changes` has each session once, by its last change, and keeps those that are gone: who knows
 * everything up to a serial asks for what is past it. The triggers see to it whoever writes. */
#define NOTE_CHANGE(id)                                                                       \
  " BEGIN"                                                                                    \
  "  INSERT INTO changes VALUES ((SELECT ifnull (max (serial), 0) + 1 FROM changes), " id ")" \
  "  ON CONFLICT (session) DO UPDATE SET serial = excluded.serial;"                           \
  " END;"

static const char version_1[] =
  "CREATE TABLE sessions ("
  "  id TEXT NOT NULL PRIMARY KEY,"
  "  title TEXT NOT NULL,"
  "  title_fixed INTEGER NOT NULL,"
  "  preview TEXT NOT NULL,"
  "  preview_message INTEGER NOT NULL DEFAULT 0,"
  "  pinned INTEGER NOT NULL,"
  "  created INTEGER NOT NULL,"
  "  updated INTEGER NOT NULL,"
  "  trashed INTEGER NOT NULL,"
  "  n_messages INTEGER NOT NULL,"
  "  config TEXT NOT NULL,"
  "  draft TEXT NOT NULL,"
  "  draft_cursor INTEGER NOT NULL,"
  "  scroll_message TEXT,"
  "  scroll_offset INTEGER NOT NULL"
  ") STRICT;"

  "CREATE TABLE changes ("
  "  serial INTEGER PRIMARY KEY,"
  "  session TEXT NOT NULL UNIQUE"
  ") STRICT;"
  "CREATE TRIGGER session_inserted AFTER INSERT ON sessions" NOTE_CHANGE ("new.id")
  "CREATE TRIGGER session_updated AFTER UPDATE ON sessions" NOTE_CHANGE ("new.id")
  "CREATE TRIGGER session_deleted AFTER DELETE ON sessions" NOTE_CHANGE ("old.id")

  "CREATE TABLE messages ("
  "  serial INTEGER PRIMARY KEY,"
  "  session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,"
  "  id TEXT NOT NULL,"
  "  parent TEXT,"
  "  role TEXT NOT NULL,"
  "  state TEXT NOT NULL,"
  "  finish TEXT,"
  "  provider TEXT,"
  "  model TEXT,"
  "  created INTEGER NOT NULL,"
  "  first_token_ms INTEGER NOT NULL,"
  "  reasoning_ms INTEGER NOT NULL,"
  "  total_ms INTEGER NOT NULL,"
  "  chosen INTEGER NOT NULL,"
  "  input_tokens INTEGER,"
  "  output_tokens INTEGER,"
  "  cached_tokens INTEGER,"
  "  reasoning_tokens INTEGER,"
  "  cost_usd REAL,"
  "  fault TEXT,"
  "  owner TEXT,"
  "  UNIQUE (session, id)"
  ") STRICT;"

  "CREATE TABLE parts ("
  "  message INTEGER NOT NULL REFERENCES messages (serial) ON DELETE CASCADE,"
  "  place INTEGER NOT NULL,"
  "  kind TEXT NOT NULL,"
  "  text TEXT NOT NULL,"
  "  name TEXT,"
  "  call_id TEXT,"
  "  media_type TEXT,"
  "  digest TEXT,"
  "  UNIQUE (message, place)"
  ") STRICT;"

  "CREATE TABLE providers ("
  "  serial INTEGER PRIMARY KEY,"
  "  id TEXT NOT NULL UNIQUE,"
  "  name TEXT NOT NULL,"
  "  preset TEXT NOT NULL,"
  "  dialect TEXT NOT NULL,"
  "  base_url TEXT NOT NULL,"
  "  key_env TEXT,"
  "  default_model TEXT,"
  "  enabled INTEGER NOT NULL,"
  "  concurrency INTEGER NOT NULL,"
  "  connect_timeout REAL NOT NULL,"
  "  first_token_timeout REAL NOT NULL,"
  "  silence_timeout REAL NOT NULL,"
  "  total_timeout REAL NOT NULL"
  ") STRICT;"

  "CREATE TABLE choices ("
  "  name TEXT NOT NULL PRIMARY KEY,"
  "  value TEXT NOT NULL"
  ") STRICT;";

/* How a server is reached where the desktop does not know. */
static const char version_2[] =
  "ALTER TABLE providers ADD COLUMN ca_file TEXT;"
  "ALTER TABLE providers ADD COLUMN proxy TEXT;";

/* When the server gave an answer that was found in the cache; NULL: it answered this very question. */
static const char version_3[] =
  "ALTER TABLE messages ADD COLUMN cached_from INTEGER;";

/* Search, where chats came from, tags, and the archive. `leaf` is the serial of the message at the end of the
 * path that is shown, if it is the newest that was stored of its chat, else 0: what comes after it goes on from
 * there, and the tree need not be looked at.
 *
 * FTS5 keeps the words only; the texts stay where they are, and it reads them through a view. A copy of its
 * own would double the file (snippets and deletion need no copy), and a table without any content could not
 * be deleted from without knowing the text either, nor be checked or rebuilt. What is deleted must be
 * deleted with exactly the text that was indexed: the view gives it, before anything is changed.
 *
 * A message has a row of words once nobody writes it any more: indexing a growing one each time costs five
 * times the saving. Saving sees to that (ponder-messages-table.c). What else becomes of titles and messages,
 * whoever writes, triggers note in two tables, and the next write here brings the words in step
 * (ponder-search-index.c): a trigger must not touch the words itself, since to SQLite before 3.41 that is
 * "unsafe use of a virtual table", and other programs do not know the tokenizer.
 *
 * A serial is given in the order things were stored: descending, it is "newest first" for free. The rowid of
 * a session may change (VACUUM), so titles, as they are indexed, have a serial of their own.
 *
 * What is deleted is not found from then on. Its words, without the rest of it, leave the pages of the index when
 * they are merged, see ponder-search-index.c; the secure deletion of later versions would lock out SQLite 3.40. */
#define IS_WHOLE(state) state " NOT IN ('waiting', 'streaming')"

#define TEXTS_OF(what, kinds)                                                                   \
  " ifnull ((SELECT group_concat (piece, char (10)) FROM (SELECT " what " AS piece FROM parts"  \
  " WHERE message = messages.serial AND kind IN (" kinds ") ORDER BY place)), '')"

#define NOTE_TITLE(id) \
  " BEGIN INSERT INTO titles_to_index VALUES (" id ") ON CONFLICT DO NOTHING; END;"

static const char version_4[] =
  "ALTER TABLE sessions ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE sessions ADD COLUMN leaf INTEGER NOT NULL DEFAULT 0;"

  "CREATE TABLE origins ("
  "  source TEXT NOT NULL,"
  "  external_id TEXT NOT NULL,"
  "  updated INTEGER NOT NULL,"
  "  session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,"
  "  PRIMARY KEY (source, external_id)"
  ") STRICT, WITHOUT ROWID;"
  "CREATE INDEX origins_by_session ON origins (session);"

  "CREATE TABLE tags ("
  "  session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,"
  "  tag TEXT NOT NULL COLLATE NOCASE,"
  "  PRIMARY KEY (session, tag)"
  ") STRICT, WITHOUT ROWID;"
  "CREATE INDEX tags_by_tag ON tags (tag);"
  "CREATE TRIGGER tag_inserted AFTER INSERT ON tags" NOTE_CHANGE ("new.session")
  "CREATE TRIGGER tag_deleted AFTER DELETE ON tags" NOTE_CHANGE ("old.session")

  "CREATE TABLE titles ("
  "  serial INTEGER PRIMARY KEY,"
  "  session TEXT NOT NULL UNIQUE,"
  "  title TEXT NOT NULL"
  ") STRICT;"
  "CREATE TABLE titles_to_index (session TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;"
  "CREATE TRIGGER title_inserted AFTER INSERT ON sessions" NOTE_TITLE ("new.id")
  "CREATE TRIGGER title_updated AFTER UPDATE OF title ON sessions WHEN new.title <> old.title"
  NOTE_TITLE ("new.id")
  "CREATE TRIGGER title_deleted AFTER DELETE ON sessions" NOTE_TITLE ("old.id")
  "INSERT INTO titles (session, title) SELECT id, title FROM sessions ORDER BY updated, id;"

  "CREATE VIEW message_texts AS SELECT serial,"
  TEXTS_OF ("text", "'text'") " AS text,"
  TEXTS_OF ("text", "'reasoning'") " AS reasoning,"
  TEXTS_OF ("ifnull (name, '') || char (10) || text", "'file', 'image'") " AS attachments"
  " FROM messages WHERE " IS_WHOLE ("state") ";"
  "CREATE TABLE words_to_forget ("
  "  serial INTEGER PRIMARY KEY,"
  "  text TEXT NOT NULL,"
  "  reasoning TEXT NOT NULL,"
  "  attachments TEXT NOT NULL"
  ") STRICT;"
  "CREATE TRIGGER message_deleted BEFORE DELETE ON messages WHEN " IS_WHOLE ("old.state") " BEGIN"
  "  INSERT INTO words_to_forget SELECT serial, text, reasoning, attachments FROM message_texts"
  "   WHERE serial = old.serial;"
  " END;"
  PONDER_DB_CREATE_WORDS PONDER_DB_FILL_WORDS;

/* Branches in the trash. A message that was thrown away says when, and so do all that were thrown away with it: those
 * of one chat and one time are what is brought back together. `branched_from` is the id of the chat that another one
 * began as a branch of. */
static const char version_5[] =
  "ALTER TABLE messages ADD COLUMN trashed INTEGER NOT NULL DEFAULT 0;"
  "CREATE INDEX messages_in_trash ON messages (trashed) WHERE trashed > 0;"
  "ALTER TABLE sessions ADD COLUMN branched_from TEXT;";

/* Runs of deep think. `message` is the id of the answer in its chat; `owner` says which program drives the run while
 * its outcome is "running". What happened in it is `event` after `event`, and everything else follows from that. The
 * end of a chat is shown before the rest of it is read: it has an index of serials, and one of the few messages that
 * are not on the shown branch. */
static const char version_6[] =
  "CREATE TABLE runs ("
  "  id TEXT NOT NULL PRIMARY KEY,"
  "  session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,"
  "  message TEXT NOT NULL,"
  "  created INTEGER NOT NULL,"
  "  updated INTEGER NOT NULL,"
  "  question TEXT NOT NULL,"
  "  outcome TEXT NOT NULL,"
  "  config TEXT NOT NULL,"
  "  owner TEXT"
  ") STRICT, WITHOUT ROWID;"
  "CREATE INDEX runs_by_session ON runs (session);"
  "CREATE TABLE run_events ("
  "  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,"
  "  seq INTEGER NOT NULL,"
  "  event TEXT NOT NULL,"
  "  PRIMARY KEY (run, seq)"
  ") STRICT, WITHOUT ROWID;"
  "CREATE INDEX messages_by_session ON messages (session);"
  "CREATE INDEX messages_left_out ON messages (session) WHERE chosen = 0 OR trashed <> 0;";

const char *const ponder_db_schema[PONDER_DB_VERSION] = { version_1, version_2, version_3, version_4, version_5,
                                                          version_6 };

const PonderDbTable ponder_db_tables[] = {
  { "sessions", 15 },
  { "messages", 21 },
  { "parts", 8 },
  { "providers", 14 },
  { "choices", 2 },
  { "origins", 4 },
  { "tags", 2 },
  { "runs", 9 },
  { "run_events", 3 },
  { NULL },
};
