/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One function for each format, and what several of them need. */

#pragma once

#include "ponder-conversation.h"
#include "ponder-exporter.h"

G_BEGIN_DECLS

/* What is written as one line for each chat, so that many chats are one file. */
gboolean  ponder_export_format_is_lines (PonderExportFormat        format);

/* @messages: those of @conversation that are to be written. (element-type PonderMessage) (transfer full) */
GString  *ponder_export_json            (const PonderConversation *conversation,
                                         GPtrArray                *messages);

G_END_DECLS
