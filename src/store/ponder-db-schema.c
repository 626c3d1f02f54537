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

const char *const ponder_db_schema[PONDER_DB_VERSION] = { version_1, version_2, version_3 };

const PonderDbTable ponder_db_tables[] = {
  { "sessions", 15 },
  { "messages", 21 },
  { "parts", 8 },
  { "providers", 14 },
  { "choices", 2 },
  { NULL },
};
