/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens attachments in other programs. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-shelf.h"

G_BEGIN_DECLS

/* A copy, in the program that the desktop has for it; what goes wrong is told in a toast over @widget. */
void ponder_attachment_opener_open (GtkWidget        *widget,
                                    PonderShelf      *shelf,
                                    const PonderPart *part);

G_END_DECLS
