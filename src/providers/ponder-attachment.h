/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Images and files of a message as they go into a request. Pure. */

#pragma once

#include "ponder-part.h"

G_BEGIN_DECLS

/* An image or a file whose bytes are at hand. */
gboolean ponder_attachment_is_sendable  (const PonderPart *part);
/* A file that any model can read as words. */
gboolean ponder_attachment_is_text      (const PonderPart *part);
/* What an image or a file is that does not say so is a PNG or unknown. */
const char *ponder_attachment_get_media_type (const PonderPart *part);
/* Its bytes (RFC 4648). (transfer full) */
char    *ponder_attachment_dup_base64   (const PonderPart *part);
/* "data:image/png;base64,…" (RFC 2397). (transfer full) */
char    *ponder_attachment_dup_data_url (const PonderPart *part);
/* A text file as words with its name around them, valid UTF-8. (transfer full) */
char    *ponder_attachment_dup_text     (const PonderPart *part);
/* For a file of a kind that the server does not read: sets @error. */
void     ponder_attachment_refuse       (const PonderPart  *part,
                                         GError           **error);

G_END_DECLS
