/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One run of text as it is drawn: what is shown, what is copied, its styles and links. */

#pragma once

#include <gdk/gdk.h>

#include "ponder-markdown.h"

G_BEGIN_DECLS

typedef struct
{
  guint           start;
  guint           end;
  PonderSpanFlags flags;
} PonderTextStyle;

typedef struct
{
  guint  start;
  guint  end;
  char  *target;        /* safe to open */
} PonderTextLink;

/* Immutable. Bytes of `shown` and of what is copied are the same places: an invisible character that
 * could hide something is shown as a box of the same length. */
typedef struct
{
  char    *shown;
  char    *raw;         /* (nullable): what is copied, when it is not what is shown */
  GArray  *styles;      /* of PonderTextStyle */
  GArray  *links;       /* of PonderTextLink; none that must not be opened */
  gboolean unbroken;    /* has a run without a break that is too long to be wrapped by words */
} PonderInlineText;

PonderInlineText *ponder_inline_text_new            (const PonderInline     *source);
PonderInlineText *ponder_inline_text_new_plain      (const char             *text,
                                                     gssize                  length);
/* Every invisible character becomes a box. */
PonderInlineText *ponder_inline_text_new_code       (const char             *text,
                                                     gssize                  length);
/* A formula with its delimiters. */
PonderInlineText *ponder_inline_text_new_formula    (const char             *text);
void              ponder_inline_text_free           (PonderInlineText       *self);
/* The text as it was written. */
const char       *ponder_inline_text_get_raw        (const PonderInlineText *self);
/* (nullable): the link at byte @position. */
const PonderTextLink *ponder_inline_text_get_link_at (const PonderInlineText *self,
                                                      guint                   position);
/* (transfer full) */
PangoAttrList    *ponder_inline_text_dup_attributes (const PonderInlineText *self,
                                                     const GdkRGBA          *link_color);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderInlineText, ponder_inline_text_free)

G_END_DECLS
