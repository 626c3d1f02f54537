/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Images and files of a message as they go into a request. Pure. */

#include "config.h"

#include "ponder-attachment.h"

#include "ponder-error.h"

#include <glib/gi18n.h>

static gboolean
has_words (const PonderPart *part)
{
  return part->kind == PONDER_PART_FILE && part->text->len > 0;
}

static gboolean
is_text (const PonderPart *part)
{
  return part->kind == PONDER_PART_FILE && part->media_type != NULL
         && g_ascii_strncasecmp (part->media_type, "text/", 5) == 0;
}

PonderAttachmentForm
ponder_attachment_find_form (const PonderPart *part,
                             gboolean          reads_files)
{
  if (part->kind != PONDER_PART_IMAGE && part->kind != PONDER_PART_FILE)
    return PONDER_ATTACHMENT_NONE;
  if (has_words (part) && (is_text (part) || !reads_files || part->data == NULL))
    return PONDER_ATTACHMENT_WORDS;
  if (part->data != NULL)
    return is_text (part) ? PONDER_ATTACHMENT_WORDS : PONDER_ATTACHMENT_BYTES;
  return part->digest != NULL ? PONDER_ATTACHMENT_MISSING : PONDER_ATTACHMENT_NONE;
}

const char *
ponder_attachment_get_media_type (const PonderPart *part)
{
  if (part->media_type != NULL && *part->media_type != '\0')
    return part->media_type;
  return part->kind == PONDER_PART_IMAGE ? "image/png" : "application/octet-stream";
}

char *
ponder_attachment_dup_base64 (const PonderPart *part)
{
  gsize length;
  const guchar *data = g_bytes_get_data (part->data, &length);

  return g_base64_encode (data, length);
}

char *
ponder_attachment_dup_data_url (const PonderPart *part)
{
  g_autofree char *base64 = ponder_attachment_dup_base64 (part);

  return g_strdup_printf ("data:%s;base64,%s", ponder_attachment_get_media_type (part), base64);
}

static char *
dup_words (const PonderPart *part)
{
  gsize length;
  const char *data;

  if (has_words (part))
    return g_strdup (part->text->str);
  data = g_bytes_get_data (part->data, &length);
  return g_utf8_make_valid (length > 0 ? data : "", (gssize) length);
}

char *
ponder_attachment_dup_text (const PonderPart *part)
{
  g_autofree char *text = dup_words (part);

  return g_strdup_printf ("<file name=\"%s\">\n%s\n</file>", part->name != NULL ? part->name : "",
                          text);
}

char *
ponder_attachment_dup_missing (const PonderPart *part)
{
  return g_strdup_printf ("[The attached %s “%s” is missing.]",
                          part->kind == PONDER_PART_IMAGE ? "picture" : "file", part->name != NULL ? part->name : "");
}

void
ponder_attachment_refuse (const PonderPart  *part,
                          GError           **error)
{
  const char *name = part->name != NULL ? part->name : part->media_type;

  g_set_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST,
               /* Translators: %s is the name of a file, or its type. */
               _("This server does not read files such as “%s”."), name != NULL ? name : "");
}
