/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names in archives are UTF-8, whatever the language of the program is. */

#pragma once

#include <glib.h>
#include <locale.h>

G_BEGIN_DECLS

/* libarchive asks the locale what names are. From here to the end this thread, and no other, tells it UTF-8. */
locale_t ponder_archive_locale_begin (void);
void     ponder_archive_locale_end   (locale_t before);

G_END_DECLS
