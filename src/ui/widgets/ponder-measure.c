/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How wide text may get before it is hard to read. */

#include "config.h"

#include "ponder-measure.h"

int
ponder_measure_letters (GtkWidget *widget,
                        int        n_letters)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, pango_context_get_font_description (context),
                                                         pango_language_from_string ("en"));
  int width = pango_font_metrics_get_approximate_char_width (metrics);

  pango_font_metrics_unref (metrics);
  return PANGO_PIXELS_CEIL ((gint64) width * n_letters);
}
