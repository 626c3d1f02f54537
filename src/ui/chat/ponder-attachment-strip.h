/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is attached to a message, beside each other. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-message.h"
#include "ponder-shelf.h"

G_BEGIN_DECLS

#define PONDER_TYPE_ATTACHMENT_STRIP (ponder_attachment_strip_get_type ())

G_DECLARE_FINAL_TYPE (PonderAttachmentStrip, ponder_attachment_strip, PONDER, ATTACHMENT_STRIP, GtkWidget)

/* More of them wait behind a button. */
#define PONDER_ATTACHMENT_STRIP_SHOWN 12

/* How many a new strip shows. */
guint      ponder_attachment_strip_count_shown (PonderMessage *message);
/* (nullable) (transfer floating): nothing is attached to @message. */
GtkWidget *ponder_attachment_strip_new (PonderShelf   *shelf,
                                        PonderMessage *message);

G_END_DECLS
