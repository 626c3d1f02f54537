/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the readers of other programs' chats share: times, ids, attachments, numbers of tokens. Pure. */

#pragma once

#include "ponder-conversation.h"
#include "ponder-json.h"

G_BEGIN_DECLS

/* Whatever is there; nothing is in NULL. */
gboolean       ponder_import_has           (JsonObject     *object,
                                            const char     *member);
/* (transfer none) (nullable) */
JsonNode      *ponder_import_get_node      (JsonObject     *object,
                                            const char     *member);

/* Times as other programs write them: numbers of seconds, milliseconds or microseconds since 1970 told apart by
 * their size, ISO 8601 with or without a zone, "2024/05/01 10:00:00". Microseconds since 1970; 0: unknown. Text
 * without a zone is in @zone. */
gint64         ponder_import_parse_time    (const char     *text,
                                            GTimeZone      *zone);
gint64         ponder_import_get_time      (JsonObject     *object,
                                            const char     *member);
/* The first of these members that says a time. */
gint64         ponder_import_find_time     (JsonObject     *object,
                                            const char     *member, ...) G_GNUC_NULL_TERMINATED;
/* That in the first ten characters of a ULID, 0 for anything else. */
gint64         ponder_import_get_ulid_time (const char     *id);

/* An id of another program as one of ours: NULL for none or "", a digest of one that is very long. (transfer full) */
char          *ponder_import_dup_id        (const char     *id);
/* That in @member, also when it is a number. (transfer full) (nullable) */
char          *ponder_import_get_id        (JsonObject     *object,
                                            const char     *member);

/* "human", "gpt", "model"...: FALSE for what is none. */
gboolean       ponder_import_parse_role    (const char     *name,
                                            PonderRole     *role);
/* A message of an unknown time. (transfer full) */
PonderMessage *ponder_import_message_new   (const char     *id,
                                            const char     *parent_id,
                                            PonderRole      role);
/* A part of its own, which begins a paragraph when there are words before it; nothing for NULL and "". */
void           ponder_import_add_text      (PonderMessage  *message,
                                            PonderPartKind  kind,
                                            const char     *text);
void           ponder_import_add_call      (PonderMessage  *message,
                                            PonderPartKind  kind,
                                            const char     *name,
                                            const char     *call_id,
                                            const char     *text);
/* A picture or file with its bytes (nullable); the digest is made from them, and the media type when it is not
 * known. */
void           ponder_import_add_file      (PonderMessage  *message,
                                            PonderPartKind  kind,
                                            const char     *name,
                                            const char     *media_type,
                                            GBytes         *data);
/* The same for a file of words, which are also the part's text so that they can be found. */
void           ponder_import_add_text_file (PonderMessage  *message,
                                            const char     *name,
                                            const char     *media_type,
                                            const char     *text);
/* By its first bytes. */
gboolean       ponder_import_is_image      (GBytes         *data);
/* A "data:" address with its bytes. FALSE for another address, which is never fetched: it is kept as words. */
gboolean       ponder_import_add_url       (PonderMessage  *message,
                                            const char     *name,
                                            const char     *url);
/* "\n\n[title](url)" for a web page, once for each. */
void           ponder_import_add_link      (GString        *text,
                                            const char     *title,
                                            const char     *url);
/* An error that the other program showed. */
void           ponder_import_set_error     (PonderMessage  *message,
                                            const char     *words);
/* Under any of the names that are in use; nothing when there is none. */
void           ponder_import_set_usage     (PonderMessage  *message,
                                            JsonObject     *usage);
/* Settings of a chat under their usual names: temperature, top_p... */
void           ponder_import_set_config    (PonderModelConfig *config,
                                            JsonObject        *settings);
/* Adds to the system prompt. */
void           ponder_import_add_system    (PonderModelConfig *config,
                                            const char        *text);

G_END_DECLS
