/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people attach: recognised, checked and made fit to be sent. Any thread. */

#include "config.h"

#include "ponder-media.h"

#include "ponder-error.h"
#include "ponder-media-type.h"
#include "ponder-pdf.h"
#include "ponder-picture.h"
#include "ponder-plain-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* Names of files may have 255 bytes. */
#define MAX_NAME 200

static void
refuse (const char  *name,
        const char  *reason,
        GError     **error)
{
  /* Translators: the name of a file, and why it cannot be attached, as in “a.pdf” is damaged. */
  g_set_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST, _("“%s” %s."), name, reason);
}

/* Puts the name before a reason that another file gave. */
static void
pass_on (const char  *name,
         GError      *reason,
         GError     **error)
{
  if (g_error_matches (reason, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST))
    refuse (name, reason->message, error);
  else
    g_propagate_error (error, g_error_copy (reason));
}

static PonderPart *
new_part (PonderPartKind  kind,
          const char     *name,
          const char     *media_type,
          GBytes         *bytes,
          const char     *text)
{
  PonderPart *part = ponder_part_new (kind, text);

  part->name = g_strdup (name);
  part->media_type = g_strdup (media_type);
  part->data = g_bytes_ref (bytes);
  return part;
}

static PonderPart *
read_picture (const char    *name,
              GBytes        *bytes,
              const char    *media_type,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr(GError) reason = NULL;
  g_autoptr(GBytes) picture = ponder_picture_prepare (bytes, &media_type, cancellable, &reason);

  if (picture != NULL)
    return new_part (PONDER_PART_IMAGE, name, media_type, picture, "");
  pass_on (name, reason, error);
  return NULL;
}

static PonderPart *
read_pdf (const char    *name,
          GBytes        *bytes,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autoptr(GError) reason = NULL;
  g_autofree char *text = NULL;

  if (g_bytes_get_size (bytes) > PONDER_MEDIA_MAX_PDF)
    {
      refuse (name, _("is larger than 20 MB"), error);
      return NULL;
    }
  if ((text = ponder_pdf_read_text (bytes, PONDER_MEDIA_MAX_TEXT, cancellable, &reason)))
    return new_part (PONDER_PART_FILE, name, PONDER_MEDIA_PDF, bytes, text);
  pass_on (name, reason, error);
  return NULL;
}

/* Every other encoding that is read takes no more than two bytes where UTF-8 takes one. */
static PonderPart *
read_text (const char  *name,
           GBytes      *bytes,
           GError     **error)
{
  gboolean is_large = g_bytes_get_size (bytes) > 2 * PONDER_MEDIA_MAX_TEXT;
  g_autoptr(GBytes) head = g_bytes_new_from_bytes (bytes, 0, is_large ? 4096 : g_bytes_get_size (bytes));
  g_autofree char *text = ponder_plain_text_read (head);
  g_autoptr(GBytes) utf8 = NULL;

  if (is_large || (text != NULL && strlen (text) > PONDER_MEDIA_MAX_TEXT))
    refuse (name, text != NULL ? _("is longer than 1 MB of text") : _("is neither a picture, nor text, nor a PDF"),
            error);
  else if (text == NULL)
    refuse (name, _("is neither a picture, nor text, nor a PDF"), error);
  else if (text[strspn (text, " \t\r\n")] == '\0')
    refuse (name, _("is empty"), error);
  else
    {
      utf8 = g_bytes_new (text, strlen (text));
      return new_part (PONDER_PART_FILE, name, PONDER_MEDIA_TEXT, utf8, text);
    }
  return NULL;
}

PonderPart *
ponder_media_read (const char    *name,
                   GBytes        *bytes,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autofree char *shown = ponder_media_dup_name (name);
  const char *media_type = ponder_media_type_find (bytes);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (ponder_media_type_is_picture (media_type))
    return read_picture (shown, bytes, media_type, cancellable, error);
  if (media_type != NULL)
    return read_pdf (shown, bytes, cancellable, error);
  return read_text (shown, bytes, error);
}

static gboolean
may_be_shown (gunichar c)
{
  return g_unichar_isprint (c) && c != '/' && c != '\\' && !(c >= 0x200b && c <= 0x200f)
         && !(c >= 0x2028 && c <= 0x202e) && !(c >= 0x2066 && c <= 0x2069);
}

/* The end of a long name says what it is: the middle goes. */
static void
shorten (GString *name)
{
  const char *end;
  const char *begin;

  if (name->len <= MAX_NAME)
    return;
  end = g_utf8_find_prev_char (name->str, name->str + name->len - 20);
  begin = g_utf8_find_prev_char (name->str, name->str + MAX_NAME - 30);
  g_string_erase (name, begin - name->str, end - begin);
  g_string_insert (name, begin - name->str, "…");
}

char *
ponder_media_dup_name (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name != NULL ? name : "", -1);
  const char *slash = strrchr (valid, '/');
  GString *shown = g_string_new (NULL);

  for (const char *c = slash != NULL ? slash + 1 : valid; *c != '\0'; c = g_utf8_next_char (c))
    {
      if (may_be_shown (g_utf8_get_char (c)))
        g_string_append_unichar (shown, g_utf8_get_char (c));
    }
  shorten (shown);
  if (shown->len == 0 || shown->str[0] == '.')
    g_string_prepend (shown, "file");
  return g_string_free (shown, FALSE);
}
