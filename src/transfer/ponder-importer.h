/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads chats out of files of other programs, and of this one; which program it was is seen by the content. */

#pragma once

#include <gio/gio.h>

#include "ponder-conversation.h"

G_BEGIN_DECLS

/* What an import gives out as it goes on, so that a file of any size fits into bounded memory. On the thread that
 * reads. */
typedef struct
{
  /* Takes @conversation. FALSE with @error ends the import. */
  gboolean (*take)     (PonderConversation  *conversation,
                        gpointer             user_data,
                        GError             **error);
  /* Something could not be taken: @what it is ("conversations.json, chat 12 “Trip”"), @why, both for people. */
  void     (*skip)     (const char          *what,
                        const char          *why,
                        gpointer             user_data);
  /* @done of @total bytes of the file have been read. */
  void     (*progress) (goffset              done,
                        goffset              total,
                        gpointer             user_data);
} PonderImportSink;

/* Reads the file at @path to its end and blocks meanwhile: for a thread that may. @format (out) (transfer full)
 * (nullable): the name of what it was, such as "chatgpt", also when it is known and cannot be read. FALSE with
 * @error that says what and where, and for what cannot be read by its nature, what to do instead; what was given out
 * before stays given. */
gboolean ponder_importer_read (const char              *path,
                               const PonderImportSink  *sink,
                               gpointer                 user_data,
                               char                   **format,
                               GCancellable            *cancellable,
                               GError                 **error);

G_END_DECLS
