/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which program wrote an object of JSON, and the reader for it. */

#pragma once

#include "ponder-import-private.h"

G_BEGIN_DECLS

/* Reads one chat (or the few that one object holds) and gives it to the import. FALSE with @error, which says why,
 * when there is none in it. */
typedef gboolean (*PonderImportReader) (PonderImport  *import,
                                        JsonObject    *object,
                                        GError       **error);

typedef struct
{
  const char         *format;
  gboolean          (*matches) (JsonObject *object);
  PonderImportReader  read;
} PonderImportShape;

/* The first one that fits, in the order in which they exclude one another. (nullable) */
const PonderImportShape *ponder_import_find_shape (JsonObject *object);

/* Something that is said, where a file is a list of such: "openai-jsonl", "sharegpt", "jan"; NULL for anything else.
 * */
const char *ponder_import_get_turn_format      (JsonObject *object);

/* Fails an import or a chat for a reason that is for people. */
gboolean    ponder_import_fail                 (GError    **error,
                                                const char *why);

/* What the shapes are looked for by. */
gboolean    ponder_import_chatgpt_matches        (JsonObject *object);
gboolean    ponder_import_claude_matches         (JsonObject *object);
gboolean    ponder_import_openwebui_matches      (JsonObject *object);
gboolean    ponder_import_librechat_matches      (JsonObject *object);
gboolean    ponder_import_newelle_matches        (JsonObject *object);
gboolean    ponder_import_chatbox_matches        (JsonObject *object);
gboolean    ponder_import_cherry_matches         (JsonObject *object);
gboolean    ponder_import_jan_matches            (JsonObject *object);
gboolean    ponder_import_simplellmfront_matches (JsonObject *object);
gboolean    ponder_import_sharegpt_matches       (JsonObject *object);
gboolean    ponder_import_openai_matches         (JsonObject *object);
gboolean    ponder_import_alpaca_matches         (JsonObject *object);

gboolean    ponder_import_chatgpt_read        (PonderImport *import, JsonObject *object, GError **error);
gboolean    ponder_import_claude_read         (PonderImport *import, JsonObject *object, GError **error);
gboolean    ponder_import_openwebui_read      (PonderImport *import, JsonObject *object, GError **error);
gboolean    ponder_import_librechat_read      (PonderImport *import, JsonObject *object, GError **error);
gboolean    ponder_import_newelle_read        (PonderImport *import, JsonObject *object, GError **error);
gboolean    ponder_import_chatbox_read        (PonderImport *import, JsonObject *object, GError **error);
gboolean    ponder_import_cherry_read         (PonderImport *import, JsonObject *object, GError **error);
gboolean    ponder_import_jan_read            (PonderImport *import, JsonObject *object, GError **error);
gboolean    ponder_import_simplellmfront_read (PonderImport *import, JsonObject *object, GError **error);
gboolean    ponder_import_sharegpt_read       (PonderImport *import, JsonObject *object, GError **error);
gboolean    ponder_import_openai_read         (PonderImport *import, JsonObject *object, GError **error);
gboolean    ponder_import_alpaca_read         (PonderImport *import, JsonObject *object, GError **error);

/* ponder-import-chatbox.c, ponder-import-cherry.c: pieces that wait in the spill until the file is read. */
gboolean    ponder_import_chatbox_finish      (PonderImport *import);
gboolean    ponder_import_cherry_keep         (PonderImport *import,
                                               const char   *table,
                                               const char   *text,
                                               gsize         length);
/* @rest: the members beside the tables. */
gboolean    ponder_import_cherry_finish       (PonderImport *import,
                                               JsonObject   *rest);

/* ponder-import-openai.c */
/* Text, or parts with text and pictures, as chat completions have it in "content". */
void        ponder_import_add_content         (PonderMessage *message,
                                               JsonNode      *content);
/* A message as chat completions have it, with what other programs write beside. */
void        ponder_import_fill_message        (PonderMessage *message,
                                               JsonObject    *turn);
/* Adds all of a list of such. System messages at its beginning become the chat's system prompt. */
void        ponder_import_add_turns           (PonderConversation *conversation,
                                               JsonArray          *turns,
                                               const char         *id_member);

G_END_DECLS
