/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a file is, by its first bytes and never by its name. Pure. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PONDER_MEDIA_PNG  "image/png"
#define PONDER_MEDIA_JPEG "image/jpeg"
#define PONDER_MEDIA_GIF  "image/gif"
#define PONDER_MEDIA_WEBP "image/webp"
#define PONDER_MEDIA_PDF  "application/pdf"
#define PONDER_MEDIA_TEXT "text/plain"

/* One of the first five above, (nullable): it may be text, or something else. */
const char *ponder_media_type_find       (GBytes     *bytes);
gboolean    ponder_media_type_is_picture (const char *media_type);  /* (nullable) */
/* What names of such files end in: ".png". */
const char *ponder_media_type_get_suffix (const char *media_type);

G_END_DECLS
