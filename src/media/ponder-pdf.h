/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of a PDF. Any thread. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* All its words up to @max_bytes, page after page; "" when it has pictures only. PONDER_ERROR_INVALID_REQUEST with the
 * end of a sentence that begins with its name: “is protected with a password”. (transfer full) */
char *ponder_pdf_read_text (GBytes        *bytes,
                            gsize          max_bytes,
                            GCancellable  *cancellable,
                            GError       **error);

G_END_DECLS
