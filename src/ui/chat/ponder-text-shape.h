/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Boxes behind and around parts of a laid out text. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-inline-text.h"

G_BEGIN_DECLS

/* Each draws for bytes start..end, line by line: full lines for a selection, round boxes for code and
 * chips (Pango's own backgrounds have corners and no air), frames for what has the keyboard. */
void ponder_text_shape_fill       (GtkSnapshot   *snapshot,
                                   PangoLayout   *layout,
                                   guint          start,
                                   guint          end,
                                   const GdkRGBA *color);
void ponder_text_shape_fill_round (GtkSnapshot   *snapshot,
                                   PangoLayout   *layout,
                                   guint          start,
                                   guint          end,
                                   const GdkRGBA *color);
/* ... round ones behind all that has one of @flags. */
void ponder_text_shape_fill_boxes (GtkSnapshot            *snapshot,
                                   PangoLayout            *layout,
                                   const PonderInlineText *text,
                                   PonderSpanFlags         flags,
                                   const GdkRGBA          *color);
void ponder_text_shape_outline    (GtkSnapshot   *snapshot,
                                   PangoLayout   *layout,
                                   guint          start,
                                   guint          end,
                                   const GdkRGBA *color);
/* The word around @byte. */
void ponder_text_shape_find_word  (PangoLayout   *layout,
                                   guint          byte,
                                   guint         *start,
                                   guint         *end);

G_END_DECLS
