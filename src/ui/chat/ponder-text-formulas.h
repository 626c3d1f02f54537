/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The formulas in a laid out text: room is kept for them in its lines, and they are drawn there. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-inline-text.h"

G_BEGIN_DECLS

typedef struct _PonderTextFormulas PonderTextFormulas;

/* (nullable): NULL when there are none in @text, which is most often. All that follow take NULL for no formulas. */
PonderTextFormulas *ponder_text_formulas_new            (const PonderInlineText *text,
                                                         PangoContext           *context);
void                ponder_text_formulas_free           (PonderTextFormulas     *self);
/* What Pango lays out in place of the text: the same letters, but in a formula only such as have no meaning for
 * line breaks and directions. A letter has as many bytes as before. */
const char         *ponder_text_formulas_get_masked     (PonderTextFormulas     *self);
void                ponder_text_formulas_add_attributes (PonderTextFormulas     *self,
                                                         PangoAttrList          *attributes);
/* Makes what is wider than @width smaller, down to a half; TRUE when the attributes are others now. */
gboolean            ponder_text_formulas_fit            (PonderTextFormulas     *self,
                                                         int                     width);
void                ponder_text_formulas_draw           (PonderTextFormulas     *self,
                                                         PangoLayout            *layout,
                                                         GtkSnapshot            *snapshot,
                                                         const GdkRGBA          *color);
/* The end of the formula that @byte is in, whichever is nearer as it is seen; @byte when it is in none. */
guint               ponder_text_formulas_snap           (PonderTextFormulas     *self,
                                                         guint                   byte);
/* A formula of which a part is between the two is there as a whole. */
void                ponder_text_formulas_widen          (PonderTextFormulas     *self,
                                                         guint                  *start,
                                                         guint                  *end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderTextFormulas, ponder_text_formulas_free)

G_END_DECLS
