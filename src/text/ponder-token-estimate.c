/* SPDX-License-Identifier: GPL-3.0-or-later */
/* About how many tokens a text is: for the composer's hint, never for limits. */

#include "config.h"

#include "ponder-token-estimate.h"

#include <string.h>

#define BYTES_PER_TOKEN 4

/* Whether a character whose UTF-8 begins with @first and @second is Chinese, Japanese or Korean,
 * with their punctuation and full-width forms: U+2E80 to U+D7FF, U+F900 to U+FFFF, from U+20000
 * on. */
static gboolean
is_cjk (guchar first,
        guchar second)
{
  if (first == 0xe2)
    return second >= 0xba;
  if (first == 0xef)
    return second >= 0xa4;
  if (first == 0xf0)
    return second >= 0xa0;
  return first >= 0xe3 && first <= 0xed;
}

guint
ponder_token_estimate (const char *text,
                       gssize      length)
{
  const guchar *bytes = (const guchar *) text;
  gsize end = length < 0 ? strlen (text) : (gsize) length;
  gsize n_cjk = 0;
  gsize n_other = 0;

  for (gsize i = 0; i < end; i++)
    {
      if (i + 1 < end && is_cjk (bytes[i], bytes[i + 1]))
        {
          n_cjk++;
          while (i + 1 < end && (bytes[i + 1] & 0xc0) == 0x80)
            i++;
        }
      else
        n_other++;
    }
  return (guint) MIN (n_cjk + (n_other + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN, G_MAXUINT);
}
