/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names in archives are UTF-8, whatever the language of the program is. */

#include "config.h"

#include "ponder-archive-locale.h"

locale_t
ponder_archive_locale_begin (void)
{
  locale_t utf8 = newlocale (LC_CTYPE_MASK, "C.UTF-8", (locale_t) 0);

  return utf8 != (locale_t) 0 ? uselocale (utf8) : (locale_t) 0;
}

void
ponder_archive_locale_end (locale_t before)
{
  if (before != (locale_t) 0)
    freelocale (uselocale (before));
}
