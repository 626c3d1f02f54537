/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours for code: made off screen, in small slices, and kept. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Bytes start..end of the code. */
typedef struct
{
  guint    start;
  guint    end;
  GdkRGBA  color;
  gboolean has_color;
  gboolean bold;
  gboolean italic;
} PonderCodeRun;

#define PONDER_TYPE_CODE_HIGHLIGHTER (ponder_code_highlighter_get_type ())

G_DECLARE_FINAL_TYPE (PonderCodeHighlighter, ponder_code_highlighter, PONDER, CODE_HIGHLIGHTER, GObject)

PonderCodeHighlighter *ponder_code_highlighter_new              (void);
/* What is known already. (element-type PonderCodeRun) (transfer full) (nullable) */
GArray                *ponder_code_highlighter_lookup           (PonderCodeHighlighter *self,
                                                                 const char            *language,
                                                                 const char            *code,
                                                                 gboolean               dark);
/* @language is what stands behind the fence (nullable). A language nobody knows gives no runs. */
void                   ponder_code_highlighter_highlight_async  (PonderCodeHighlighter *self,
                                                                 const char            *language,
                                                                 const char            *code,
                                                                 gboolean               dark,
                                                                 GCancellable          *cancellable,
                                                                 GAsyncReadyCallback    callback,
                                                                 gpointer               user_data);
/* (element-type PonderCodeRun) (transfer full) (nullable) */
GArray                *ponder_code_highlighter_highlight_finish (PonderCodeHighlighter *self,
                                                                 GAsyncResult          *result,
                                                                 GError               **error);

G_END_DECLS
