/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text files of whatever encoding. Pure. */

#include "config.h"

#include "ponder-plain-text.h"

#include <string.h>

/* A program's log may have colours and page breaks; what has more control characters than one in so many is no text. */
#define MIN_PER_CONTROL 200

static gboolean
is_control (gunichar c)
{
  return (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b) || (c >= 0x7f && c < 0xa0)
         || c == 0xfffe || c == 0xffff;
}

static gboolean
looks_like_text (const char *text)
{
  gsize n_controls = 0;
  gsize n = 0;

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    {
      n_controls += is_control (g_utf8_get_char (c));
      n++;
    }
  return n_controls * MIN_PER_CONTROL <= n;
}

/* (nullable): not all of it is of that encoding, or it says nothing that people write. */
static char *
convert (const char *data,
         gsize       length,
         const char *encoding)
{
  gsize n_written;
  g_autofree char *text = g_convert (data, (gssize) length, "UTF-8", encoding, NULL, &n_written, NULL);

  if (text == NULL || strlen (text) != n_written || !looks_like_text (text))
    return NULL;
  return g_steal_pointer (&text);
}

/* Letters of Latin and line ends have a zero in every other byte. */
static const char *
guess_utf16 (const guint8 *data,
             gsize         length)
{
  gsize n_zeros[2] = { 0, 0 };

  if (length >= 2 && data[0] == 0xff && data[1] == 0xfe)
    return "UTF-16LE";
  if (length >= 2 && data[0] == 0xfe && data[1] == 0xff)
    return "UTF-16BE";
  for (gsize i = 0; i < length; i++)
    n_zeros[i % 2] += data[i] == 0;
  if (length % 2 != 0 || MAX (n_zeros[0], n_zeros[1]) * 16 <= length)
    return NULL;
  return n_zeros[1] > n_zeros[0] ? "UTF-16LE" : "UTF-16BE";
}

/* Chinese comes in pairs of high bytes, one after the other; in the West a high byte stands among letters. */
static gboolean
is_in_pairs (const guint8 *data,
             gsize         length)
{
  gsize n_pairs = 0;
  gsize n_single = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (data[i] < 0x80)
        continue;
      if (i + 1 < length && data[i + 1] >= 0x80)
        {
          n_pairs++;
          i++;
        }
      else
        n_single++;
    }
  return n_pairs > n_single * 2;
}

char *
ponder_plain_text_read (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  const char *encoding;
  char *text;

  if (length == 0)
    return g_strdup ("");
  if (length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    {
      data += 3;
      length -= 3;
    }
  if (g_utf8_validate_len (data, length, NULL))
    {
      text = g_strndup (data, length);
      if (looks_like_text (text))
        return text;
      g_free (text);
      return NULL;
    }
  if ((encoding = guess_utf16 ((const guint8 *) data, length)))
    {
      gsize mark = (guint8) data[0] + (guint8) data[1] == 0xff + 0xfe ? 2 : 0;

      return convert (data + mark, length - mark, encoding);
    }
  if (memchr (data, '\0', length) != NULL)
    return NULL;
  if (is_in_pairs ((const guint8 *) data, length) && (text = convert (data, length, "GB18030")))
    return text;
  return convert (data, length, "WINDOWS-1252");
}
