/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Markdown, HTML and text say alike. Everything is one line, valid UTF-8 and (transfer full) unless noted. */

#pragma once

#include "ponder-conversation.h"

G_BEGIN_DECLS

/* @text in one line without control characters; NULL becomes "". */
char       *ponder_export_dup_line       (const char               *text);
/* Never empty. */
char       *ponder_export_dup_title      (const PonderConversation *conversation);
/* "openai/gpt-4o · 2026-01-02 13:29 · Travel, Work": the model, when it began, the tags; may be empty. */
char       *ponder_export_dup_facts      (const PonderConversation *conversation);
/* "You", the name of the model... */
char       *ponder_export_dup_speaker    (PonderMessage            *message);
/* In the time of this place; "" when it is unknown. */
char       *ponder_export_dup_time       (gint64                    time);
/* "2026-01-02 13:29 · 2/3": when it was said, and its place among its siblings; may be empty. */
char       *ponder_export_dup_place      (PonderMessage            *message);
/* "Branch 2" */
char       *ponder_export_dup_branch     (guint                     index);
/* "after “Which train?”", or "from the beginning" for NULL. */
char       *ponder_export_dup_fork       (PonderMessage            *parent);
/* "Thought for 12 s" */
char       *ponder_export_dup_thoughts   (PonderMessage            *message);
/* "cut off", or the sentences of what went wrong; "" for an answer that is whole. */
char       *ponder_export_dup_ending     (PonderMessage            *message);
/* "photo.png (image/png, 12.3 kB)" */
char       *ponder_export_dup_attachment (const PonderPart         *part);
/* "search" of a call or a result; never empty. */
char       *ponder_export_dup_tool       (const PonderPart         *part);

G_END_DECLS
