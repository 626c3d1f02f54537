/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of a PDF. Any thread.
 *
 * Poppler and what it brings along take 3 MB of a program that is linked to it, from its first moment on, and most
 * people attach no PDF: it is loaded when the first one comes. */

#include "config.h"

#include "ponder-pdf.h"

#include "ponder-error.h"

#include <glib/gi18n.h>
#include <gmodule.h>
#include <poppler.h>
#include <string.h>

/* A file can be made so that each page takes minutes. */
#define MAX_SECONDS 20

/* For the model, and in its own language for that: what it reads is not all. */
#define CUT_OFF "\n\n[The rest of the file was left out.]"

/* The name says which interface it is: its own, not that of the libpoppler behind it, has been this one since 2011. */
#define LIBRARY "libpoppler-glib.so.8"

typedef struct
{
  __typeof__ (poppler_error_quark)             *error_quark;
  __typeof__ (poppler_document_new_from_bytes) *document_new_from_bytes;
  __typeof__ (poppler_document_get_n_pages)    *document_get_n_pages;
  __typeof__ (poppler_document_get_page)       *document_get_page;
  __typeof__ (poppler_page_get_text)           *page_get_text;
} Poppler;

/* Once loaded it stays: its types cannot be registered twice. */
static gboolean
load (Poppler  *poppler,
      GError  **error)
{
  GModule *module = g_module_open (LIBRARY, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);

  if (module != NULL)
    g_module_make_resident (module);
  if (module != NULL && g_module_symbol (module, "poppler_error_quark", (gpointer *) &poppler->error_quark) &&
      g_module_symbol (module, "poppler_document_new_from_bytes", (gpointer *) &poppler->document_new_from_bytes) &&
      g_module_symbol (module, "poppler_document_get_n_pages", (gpointer *) &poppler->document_get_n_pages) &&
      g_module_symbol (module, "poppler_document_get_page", (gpointer *) &poppler->document_get_page) &&
      g_module_symbol (module, "poppler_page_get_text", (gpointer *) &poppler->page_get_text))
    return TRUE;

  g_warning ("%s", g_module_error ());
  g_set_error_literal (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST, _("cannot be read on this computer"));
  return FALSE;
}

static void
explain (const Poppler  *poppler,
         const GError   *reason,
         GError        **error)
{
  const char *words = _("is damaged");

  if (g_error_matches (reason, poppler->error_quark (), POPPLER_ERROR_ENCRYPTED))
    words = _("is protected with a password");
  g_set_error_literal (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST, words);
}

static void
add_page (const Poppler   *poppler,
          GString         *text,
          PopplerDocument *document,
          int              index)
{
  PopplerPage *page = poppler->document_get_page (document, index);
  g_autofree char *words = page != NULL ? poppler->page_get_text (page) : NULL;

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
read_pages (const Poppler    *poppler,
            PopplerDocument  *document,
            gsize             max_bytes,
            GCancellable     *cancellable,
            GError          **error)
{
  gint64 end = g_get_monotonic_time () + MAX_SECONDS * G_USEC_PER_SEC;
  g_autoptr(GString) text = g_string_new (NULL);
  int n_pages = poppler->document_get_n_pages (document);

  for (int i = 0; i < n_pages; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      add_page (poppler, text, document, i);
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
  Poppler poppler;
  PopplerDocument *document;
  char *text;

  if (!load (&poppler, error))
    return NULL;
  document = poppler.document_new_from_bytes (bytes, NULL, &reason);
  if (document == NULL)
    {
      explain (&poppler, reason, error);
      return NULL;
    }
  text = read_pages (&poppler, document, max_bytes, cancellable, error);
  g_object_unref (document);
  return text;
}
