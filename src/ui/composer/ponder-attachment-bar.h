/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes along with the question that is being typed. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-draft-part.h"
#include "ponder-shelf.h"

G_BEGIN_DECLS

#define PONDER_TYPE_ATTACHMENT_BAR (ponder_attachment_bar_get_type ())

G_DECLARE_FINAL_TYPE (PonderAttachmentBar, ponder_attachment_bar, PONDER, ATTACHMENT_BAR, GtkWidget)

/* Signals:
 *   "changed": one came, went, or can be sent now
 *   "emptied": a person removed the last one, which had the keyboard
 *   "unfold" (char *text): the words of one that is no longer there are to be typed instead
 * What cannot be sent says why, and stays behind when the rest is sent. */

void             ponder_attachment_bar_set_shelf   (PonderAttachmentBar *self,
                                                    PonderShelf         *shelf);
void             ponder_attachment_bar_add         (PonderAttachmentBar *self,
                                                    PonderDraftPart     *part);
void             ponder_attachment_bar_clear       (PonderAttachmentBar *self);
/* There is nothing that can be sent, now or soon. */
gboolean         ponder_attachment_bar_is_empty    (PonderAttachmentBar *self);
/* One of them is still being read. */
gboolean         ponder_attachment_bar_is_loading  (PonderAttachmentBar *self);
/* Those that can be sent. (element-type PonderPart) (transfer container) */
GPtrArray       *ponder_attachment_bar_list_parts  (PonderAttachmentBar *self);
/* Those that a draft keeps: the ones that were set aside, if any were.
 * (element-type PonderPart) (transfer container) */
GPtrArray       *ponder_attachment_bar_list_draft  (PonderAttachmentBar *self);
/* Those of the draft that are still being read, and were never kept before.
 * (element-type PonderDraftPart) (transfer full) */
GPtrArray       *ponder_attachment_bar_list_unread (PonderAttachmentBar *self);
/* What is missing for the model to read them; (nullable). */
void             ponder_attachment_bar_set_warning (PonderAttachmentBar *self,
                                                    const char          *words);
/* (nullable) (transfer none): a PDF without words. */
PonderDraftPart *ponder_attachment_bar_find_scan   (PonderAttachmentBar *self);
/* Makes room for those of a question that is edited, until they are brought back. */
void             ponder_attachment_bar_set_aside   (PonderAttachmentBar *self);
void             ponder_attachment_bar_bring_back  (PonderAttachmentBar *self);

G_END_DECLS
