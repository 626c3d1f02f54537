/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that people attach, made for a test. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A picture of noise in @type ("png" or "jpeg"), which no format makes small; @orientation is that of EXIF, NULL for
 * none. (transfer full) */
GBytes *ponder_test_picture (const char *type,
                             int         width,
                             int         height,
                             const char *orientation);
/* A PDF of one page that says @words, "" for a page without any. (transfer full) */
GBytes *ponder_test_pdf     (const char *words);

G_END_DECLS
