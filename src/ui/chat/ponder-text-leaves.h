/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All text blocks inside a widget, in reading order: where a point is in them, what a copy of them says. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A place between two letters: byte @byte of the text block number @leaf. */
typedef struct
{
  guint leaf;
  guint byte;
} PonderLeafPlace;

/* (element-type PonderTextBlock) (transfer container): those that can be seen. */
GPtrArray *ponder_text_leaves_collect   (GtkWidget             *root);
/* The same of what shows one block, which may be a text block itself. */
GPtrArray *ponder_text_leaves_collect_block (GtkWidget         *block);
/* The place nearest to a point of @root; FALSE when there is no text. */
gboolean   ponder_text_leaves_find      (GPtrArray             *leaves,
                                         GtkWidget             *root,
                                         double                 x,
                                         double                 y,
                                         PonderLeafPlace       *place);
/* Where the line of @place begins in @root; FALSE when it is no longer there. */
gboolean   ponder_text_leaves_locate    (GPtrArray             *leaves,
                                         GtkWidget             *root,
                                         const PonderLeafPlace *place,
                                         double                *y);
/* The place after the last letter. */
void       ponder_text_leaves_get_end   (GPtrArray             *leaves,
                                         PonderLeafPlace       *place);
/* (transfer full) */
char      *ponder_text_leaves_dup_text  (GPtrArray             *leaves,
                                         const PonderLeafPlace *start,
                                         const PonderLeafPlace *end);

G_END_DECLS
