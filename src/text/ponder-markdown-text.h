/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of the block that is being read, with the styles and links that are open in it. */

#pragma once

#include "ponder-markdown-private.h"

#include <md4c.h>

G_BEGIN_DECLS

/* Emphasis, strong, code, strikethrough: the first flags of a span. */
#define PONDER_MARKDOWN_N_STYLES 4

/* Part of whoever reads; a pointer into @source tells what was written from what was added. */
typedef struct
{
  const PonderMarkdownSource *source;
  GString *text;
  GArray *spans;                /* of PonderSpan */
  GArray *links;                /* those that are open, the innermost last */
  gboolean in_cell;             /* of a table */
  guint styles[PONDER_MARKDOWN_N_STYLES];  /* how many spans of each style are open */
  GRefString *last_target;      /* (nullable) shared by the many uses of one reference */
} PonderMarkdownText;

void          ponder_markdown_text_init            (PonderMarkdownText         *self,
                                                    const PonderMarkdownSource *source);
void          ponder_markdown_text_clear           (PonderMarkdownText         *self);

/* Addresses in @text become links. */
void          ponder_markdown_text_append          (PonderMarkdownText         *self,
                                                    const char                 *text,
                                                    gsize                       length);
void          ponder_markdown_text_append_verbatim (PonderMarkdownText         *self,
                                                    const char                 *text,
                                                    gsize                       length);
void          ponder_markdown_text_append_entity   (PonderMarkdownText         *self,
                                                    const char                 *entity,
                                                    gsize                       length);

void          ponder_markdown_text_begin_style     (PonderMarkdownText         *self,
                                                    guint                       index);
void          ponder_markdown_text_end_style       (PonderMarkdownText         *self,
                                                    guint                       index);
void          ponder_markdown_text_begin_link      (PonderMarkdownText         *self,
                                                    PonderSpanFlags             flag,
                                                    const MD_ATTRIBUTE         *address);
void          ponder_markdown_text_end_link        (PonderMarkdownText         *self);

/* What was gathered; the text is empty then. (transfer full) */
PonderInline *ponder_markdown_text_take_inline     (PonderMarkdownText         *self);
char         *ponder_markdown_text_take_code       (PonderMarkdownText         *self);

/* @text without the marks that the preparation of its source put there, and with what it took out. (transfer full) */
char         *ponder_markdown_text_dup_unmarked    (PonderMarkdownText         *self,
                                                    const char                 *text,
                                                    gsize                       length);

G_END_DECLS
