/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people attach: recognised, checked and made fit to be sent. Any thread. */

#pragma once

#include <gio/gio.h>

#include "ponder-part.h"

G_BEGIN_DECLS

/* No file is larger that can be sent: Gemini takes 20 MB in all, a picture may be made smaller. */
#define PONDER_MEDIA_MAX_BYTES (64 * 1024 * 1024)
#define PONDER_MEDIA_MAX_PDF   (20 * 1024 * 1024)
/* Some 250,000 tokens: more than most models read. */
#define PONDER_MEDIA_MAX_TEXT  (1024 * 1024)

/* A part of a message with name, type and bytes, for a file with its words too. What it is is found by its content.
 * @name is what people call it and nothing else. PONDER_ERROR_INVALID_REQUEST says which file is refused and why.
 * (transfer full) */
PonderPart *ponder_media_read     (const char    *name,
                                   GBytes        *bytes,
                                   GCancellable  *cancellable,
                                   GError       **error);
/* A name that can be shown and given to a file: without folders, control and direction characters, not too long.
 * (transfer full) */
char       *ponder_media_dup_name (const char    *name);

G_END_DECLS
