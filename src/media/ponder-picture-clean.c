/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes out of a picture what is not picture: time, place, camera, names. Pure. */

#include "config.h"

#include "ponder-picture-clean.h"

#include "ponder-media-type.h"

#include <string.h>

/* Reads a number of four bytes, the first one the highest. */
static gsize
read_big (const guint8 *data)
{
  return (gsize) data[0] << 24 | (gsize) data[1] << 16 | (gsize) data[2] << 8 | data[3];
}

static gsize
read_little (const guint8 *data)
{
  return (gsize) data[3] << 24 | (gsize) data[2] << 16 | (gsize) data[1] << 8 | data[0];
}

static gboolean
is_one_of (const guint8      *name,
           const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      if (memcmp (name, names[i], 4) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Behind the pixels of a scan: the next marker that is neither one of those in between nor a 0xff among them. */
static gsize
skip_scan (const guint8 *data,
           gsize         length,
           gsize         place)
{
  for (; place + 2 <= length; place++)
    {
      guint kind = data[place + 1];

      if (data[place] == 0xff && kind != 0 && kind != 0xff && (kind < 0xd0 || kind > 0xd7))
        return place;
    }
  return length;
}

/* Segments: 0xff, kind, length of two bytes that counts itself. APP1 is EXIF or XMP, APP13 is Photoshop's, COM a
 * comment. SOS is followed by a scan, and there may be several. What stands behind the end is no picture: telephones
 * put a film with sound there, and more pictures with notes of their own. (ITU T.81, B.1.1) */
static gboolean
clean_jpeg (GByteArray   *clean,
            const guint8 *data,
            gsize         length)
{
  gboolean has_scan = FALSE;
  gsize place = 2;

  g_byte_array_append (clean, data, 2);
  while (place + 4 <= length && data[place] == 0xff && !(has_scan && data[place + 1] == 0xd9))
    {
      guint kind = data[place + 1];
      gsize size = 2 + ((gsize) data[place + 2] << 8 | data[place + 3]);

      if (size < 4 || size > length - place)
        return FALSE;
      if (kind == 0xda)
        {
          size = skip_scan (data, length, place + size) - place;
          has_scan = TRUE;
        }
      if (kind != 0xe1 && kind != 0xed && kind != 0xfe)
        g_byte_array_append (clean, data + place, size);
      place += size;
    }
  if (has_scan && place + 2 <= length && data[place] == 0xff && data[place + 1] == 0xd9)
    {
      g_byte_array_append (clean, data + place, 2);
      return TRUE;
    }
  return has_scan && place == length;
}

/* Chunks: length, name, contents, checksum. (PNG 1.2, 3.2) */
static gboolean
clean_png (GByteArray   *clean,
           const guint8 *data,
           gsize         length)
{
  static const char *const notes[] = { "eXIf", "tEXt", "zTXt", "iTXt", "tIME", NULL };
  gsize place = 8;

  g_byte_array_append (clean, data, 8);
  while (length - place >= 12)
    {
      gsize size = read_big (data + place);

      if (size > length - place - 12)
        return FALSE;
      if (!is_one_of (data + place + 4, notes))
        g_byte_array_append (clean, data + place, size + 12);
      if (memcmp (data + place + 4, "IEND", 4) == 0)
        return TRUE;
      place += size + 12;
    }
  return FALSE;
}

/* Chunks: name, length, contents padded to an even length. The first one, VP8X, says which others there are.
 * (RFC 9649) */
static gboolean
clean_webp (GByteArray   *clean,
            const guint8 *data,
            gsize         length)
{
  static const char *const notes[] = { "EXIF", "XMP ", NULL };
  gsize place = 12;
  guint32 size;

  g_byte_array_append (clean, data, 12);
  while (length - place >= 8)
    {
      gsize chunk = read_little (data + place + 4);

      if (chunk > length - place - 8)
        return FALSE;
      chunk = MIN (8 + chunk + chunk % 2, length - place);
      if (!is_one_of (data + place, notes))
        g_byte_array_append (clean, data + place, chunk);
      place += chunk;
    }
  if (clean->len > 20 && memcmp (clean->data + 12, "VP8X", 4) == 0)
    clean->data[20] &= (guint8) ~(0x08 | 0x04);
  size = GUINT32_TO_LE (clean->len - 8);
  memcpy (clean->data + 4, &size, 4);
  return clean->len > 20;
}

GBytes *
ponder_picture_clean (GBytes     *bytes,
                      const char *media_type)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  g_autoptr(GByteArray) clean = g_byte_array_sized_new ((guint) length);
  gboolean done;

  if (length < 12)
    return NULL;
  if (g_str_equal (media_type, PONDER_MEDIA_JPEG))
    done = clean_jpeg (clean, data, length);
  else if (g_str_equal (media_type, PONDER_MEDIA_PNG))
    done = clean_png (clean, data, length);
  else if (g_str_equal (media_type, PONDER_MEDIA_WEBP))
    done = clean_webp (clean, data, length);
  else
    return g_bytes_ref (bytes);

  if (!done)
    return NULL;
  if (clean->len == length)
    return g_bytes_ref (bytes);
  return g_byte_array_free_to_bytes (g_steal_pointer (&clean));
}
