/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One function for each format, and what several of them need. */

#pragma once

#include <json-glib/json-glib.h>

#include "ponder-conversation.h"
#include "ponder-exporter.h"

G_BEGIN_DECLS

/* What is written as one line for each chat, so that many chats are one file. */
gboolean   ponder_export_format_is_lines (PonderExportFormat        format);

/* @messages: all of @conversation, or those of the shown branch. (element-type PonderMessage) (transfer full) */
GString   *ponder_export_json            (const PonderConversation *conversation,
                                          GPtrArray                *messages);
GString   *ponder_export_markdown        (const PonderConversation *conversation,
                                          GPtrArray                *messages);
GString   *ponder_export_html            (const PonderConversation *conversation,
                                          GPtrArray                *messages);
GString   *ponder_export_text            (const PonderConversation *conversation,
                                          GPtrArray                *messages);
/* @path: those of the shown branch. An empty text: there is nothing that the format can hold. */
GString   *ponder_export_openai          (const PonderConversation *conversation,
                                          GPtrArray                *path);
GString   *ponder_export_sharegpt        (const PonderConversation *conversation,
                                          GPtrArray                *path);
GString   *ponder_export_simplellmfront  (const PonderConversation *conversation,
                                          GPtrArray                *path);

/* A part of a tree that can be read from its beginning to its end. */
typedef struct
{
  GPtrArray     *messages;      /* PonderMessage */
  PonderMessage *parent;        /* (nullable): of another branch, which it goes on from */
} PonderExportBranch;

/* The shown branch, then the others in the order they were begun; every message is in exactly one.
 * (element-type PonderExportBranch) (transfer full) */
GPtrArray *ponder_export_find_branches   (GPtrArray                *messages);

/* What the Python front end calls the chat, and its file. (transfer full) */
char      *ponder_export_dup_uuid        (PonderSession            *session);

/* The messages of the turns that are complete: a question, and an answer that came to the end the model wanted.
 * (element-type PonderMessage) (transfer container), borrowed from @path */
GPtrArray *ponder_export_find_turns      (GPtrArray                *path);
/* What a message says, with the text files that came with it. (transfer full) */
char      *ponder_export_dup_words       (PonderMessage            *message);
/* The system prompt of the chat and those among its messages. (transfer full) (nullable) */
char      *ponder_export_dup_system      (const PonderConversation *conversation,
                                          GPtrArray                *path);
/* Compact, with a line end. (transfer full) */
GString   *ponder_export_take_line       (JsonObject               *object);

G_END_DECLS
