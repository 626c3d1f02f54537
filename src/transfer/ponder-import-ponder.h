/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads back what Ponder itself wrote as JSON. */

#pragma once

#include <json-glib/json-glib.h>

#include "ponder-importer.h"

G_BEGIN_DECLS

/* @object is a file of ours, of whatever version. */
gboolean ponder_import_ponder_knows (JsonObject             *object);

/* Gives the chat in @object, which is known, to @sink; what of it cannot be taken is skipped. @where names the file
 * for people. FALSE with PONDER_ERROR_MALFORMED, when it is newer than this program or holds no chat. */
gboolean ponder_import_ponder_read  (JsonObject             *object,
                                     const char             *where,
                                     const PonderImportSink *sink,
                                     gpointer                user_data,
                                     GError                **error);

G_END_DECLS
