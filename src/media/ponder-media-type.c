/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a file is, by its first bytes and never by its name. Pure. */

#include "config.h"

#include "ponder-media-type.h"

#include <string.h>

/* Readers of PDF look for its mark so far into the file. */
#define PDF_MARK_WITHIN 1024

static const struct
{
  const char *media_type;
  const char *suffix;
  const char *mark;
  gsize       length;
} types[] = {
  { PONDER_MEDIA_PNG, ".png", "\x89PNG\r\n\x1a\n", 8 },
  { PONDER_MEDIA_JPEG, ".jpg", "\xff\xd8\xff", 3 },
  { PONDER_MEDIA_GIF, ".gif", "GIF87a", 6 },
  { PONDER_MEDIA_GIF, ".gif", "GIF89a", 6 },
  { PONDER_MEDIA_WEBP, ".webp", NULL, 0 },
  { PONDER_MEDIA_PDF, ".pdf", NULL, 0 },
};

const char *
ponder_media_type_find (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  if (length == 0)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      if (types[i].mark != NULL && length >= types[i].length && memcmp (data, types[i].mark, types[i].length) == 0)
        return types[i].media_type;
    }
  if (length >= 12 && memcmp (data, "RIFF", 4) == 0 && memcmp (data + 8, "WEBP", 4) == 0)
    return PONDER_MEDIA_WEBP;
  if (g_strstr_len (data, (gssize) MIN (length, PDF_MARK_WITHIN), "%PDF-") != NULL)
    return PONDER_MEDIA_PDF;
  return NULL;
}

gboolean
ponder_media_type_is_picture (const char *media_type)
{
  return media_type != NULL && g_str_has_prefix (media_type, "image/");
}

const char *
ponder_media_type_get_suffix (const char *media_type)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      if (g_strcmp0 (types[i].media_type, media_type) == 0)
        return types[i].suffix;
    }
  return ".txt";
}
