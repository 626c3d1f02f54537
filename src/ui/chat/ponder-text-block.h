/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One paragraph, drawn from a PangoLayout. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-inline-text.h"
#include "ponder-text-marks.h"

G_BEGIN_DECLS

#define PONDER_TYPE_TEXT_BLOCK (ponder_text_block_get_type ())

G_DECLARE_FINAL_TYPE (PonderTextBlock, ponder_text_block, PONDER, TEXT_BLOCK, GtkWidget)

typedef enum
{
  PONDER_TEXT_WRAPS,    /* as wide as it is told to be */
  PONDER_TEXT_SHRINKS,  /* wraps, and knows how wide it would like to be */
  PONDER_TEXT_VERBATIM, /* never wraps */
} PonderTextFlow;

GtkWidget              *ponder_text_block_new              (PonderTextFlow    flow,
                                                            GtkAccessibleRole role);
/* It begins at the right side: its words say so, else the window. */
gboolean                ponder_text_block_is_mirrored      (PonderTextBlock  *self);
void                    ponder_text_block_take_text        (PonderTextBlock  *self,
                                                            PonderInlineText *text);
const PonderInlineText *ponder_text_block_get_text         (PonderTextBlock  *self);
/* Colours and weights over the text, or NULL. */
void                    ponder_text_block_set_paint        (PonderTextBlock  *self,
                                                            PangoAttrList    *paint);

/* What a copy has between the block before and this one (a constant), and in front of its first byte. */
void                    ponder_text_block_set_seam         (PonderTextBlock  *self,
                                                            const char       *joint,
                                                            const char       *lead);
const char             *ponder_text_block_get_joint        (PonderTextBlock  *self);
const char             *ponder_text_block_get_lead         (PonderTextBlock  *self);

/* Bytes that are marked; none for start == end. */
void                    ponder_text_block_set_selection    (PonderTextBlock  *self,
                                                            guint             start,
                                                            guint             end);
/* What was found in the text as it was written: PonderFound, in order. @current: the number of the one the reader is
 * at, or -1. */
void                    ponder_text_block_set_marks        (PonderTextBlock  *self,
                                                            const GArray     *marks,
                                                            int               current);
const PonderTextMarks  *ponder_text_block_get_marks        (PonderTextBlock  *self);
/* Where the letter at @byte stands, in pixels of the widget. */
void                    ponder_text_block_get_letter       (PonderTextBlock  *self,
                                                            guint             byte,
                                                            GdkRectangle     *place);
/* The place between two letters that is nearest to a point of the widget. */
guint                   ponder_text_block_get_byte_at      (PonderTextBlock  *self,
                                                            double            x,
                                                            double            y);
void                    ponder_text_block_get_word_at      (PonderTextBlock  *self,
                                                            guint             byte,
                                                            guint            *start,
                                                            guint            *end);
int                     ponder_text_block_get_baseline     (PonderTextBlock  *self);
/* (nullable): the link under a point, and the one that has the keyboard. */
const PonderTextLink   *ponder_text_block_get_link_at      (PonderTextBlock  *self,
                                                            double            x,
                                                            double            y);
const PonderTextLink   *ponder_text_block_get_focused_link (PonderTextBlock  *self);

G_END_DECLS
