/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of a PDF. Any thread. */

#include "config.h"

#include "ponder-pdf.h"

#include "ponder-error.h"

#include <glib/gi18n.h>
#include <poppler.h>
#include <string.h>

/* A file can be made so that each page takes minutes. */
#define MAX_SECONDS 20

/* For the model, and in its own language for that: what it reads is not all. */
#define CUT_OFF "\n\n[The rest of the file was left out.]"

static void
explain (const GError  *reason,
         GError       **error)
{
  const char *words = _("is damaged");

  if (g_error_matches (reason, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
    words = _("is protected with a password");
  g_set_error_literal (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST, words);
}

static void
add_page (GString         *text,
          PopplerDocument *document,
          int              index)
{
  PopplerPage *page = poppler_document_get_page (document, index);
  g_autofree char *words = page != NULL ? poppler_page_get_text (page) : NULL;

  g_clear_object (&page);
  if (words == NULL || *g_strstrip (words) == '\0')
    return;
  if (text->len > 0)
    g_string_append (text, "\n\n");
  g_string_append (text, words);
}

/* Not in the middle of a character. */
static void
cut (GString *text,
     gsize    max_bytes)
{
  if (text->len > max_bytes)
    g_string_truncate (text, (gsize) (g_utf8_find_prev_char (text->str, text->str + max_bytes + 1) - text->str));
  g_string_append (text, CUT_OFF);
}

static char *
read_pages (PopplerDocument  *document,
            gsize             max_bytes,
            GCancellable     *cancellable,
            GError          **error)
{
  gint64 end = g_get_monotonic_time () + MAX_SECONDS * G_USEC_PER_SEC;
  g_autoptr(GString) text = g_string_new (NULL);
  int n_pages = poppler_document_get_n_pages (document);

  for (int i = 0; i < n_pages; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      add_page (text, document, i);
      if (text->len > max_bytes || (i + 1 < n_pages && g_get_monotonic_time () > end))
        {
          cut (text, max_bytes);
          break;
        }
    }
  return g_utf8_make_valid (text->str, (gssize) text->len);
}

/* Poppler has no automatic pointers in this version. */
char *
ponder_pdf_read_text (GBytes        *bytes,
                      gsize          max_bytes,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_autoptr(GError) reason = NULL;
  PopplerDocument *document = poppler_document_new_from_bytes (bytes, NULL, &reason);
  char *text;

  if (document == NULL)
    {
      explain (reason, error);
      return NULL;
    }
  text = read_pages (document, max_bytes, cancellable, error);
  g_object_unref (document);
  return text;
}
