/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures, made fit to be sent and small enough to be shown. Any thread. */

#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/* Servers take no more; the largest of the dialects' limits that all of them keep. */
#define PONDER_PICTURE_MAX_BYTES (5 * 1024 * 1024)
/* What a picture that is larger is brought to, on its long side: no model looks at more. */
#define PONDER_PICTURE_SIDE 2048

/* The picture without what its camera wrote down of time and place, turned as it is meant to be seen, and made smaller
 * where servers would refuse it. What can be left as it is stays the same to the bit. @media_type (inout): of the
 * bytes, found by their content. PONDER_ERROR_INVALID_REQUEST with the end of a sentence that begins with its name:
 * “is damaged”. (transfer full) */
GBytes    *ponder_picture_prepare (GBytes        *bytes,
                                   const char   **media_type,
                                   GCancellable  *cancellable,
                                   GError       **error);
/* As it is meant to be seen, no side longer than @max_side. (transfer full) */
GdkPixbuf *ponder_picture_decode  (GBytes        *bytes,
                                   int            max_side,
                                   GCancellable  *cancellable,
                                   GError       **error);

G_END_DECLS
