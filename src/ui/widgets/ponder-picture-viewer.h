/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One picture, as large as there is room for. */

#pragma once

#include <adwaita.h>

#include "ponder-shelf.h"

G_BEGIN_DECLS

#define PONDER_TYPE_PICTURE_VIEWER (ponder_picture_viewer_get_type ())

G_DECLARE_FINAL_TYPE (PonderPictureViewer, ponder_picture_viewer, PONDER, PICTURE_VIEWER, AdwWindow)

/* Over the window of @widget; Escape closes it. */
void ponder_picture_viewer_open (GtkWidget        *widget,
                                 PonderShelf      *shelf,
                                 const PonderPart *part);

G_END_DECLS
