/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One attachment: a picture in small, or what a file is called and how large it is. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-shelf.h"

G_BEGIN_DECLS

/* Pixels of a picture's side: above the entry, and in the transcript. */
#define PONDER_ATTACHMENT_TILE_SMALL 48
#define PONDER_ATTACHMENT_TILE_LARGE 180
/* What the tile of a file is as high as, about. */
#define PONDER_ATTACHMENT_TILE_FILE  54

#define PONDER_TYPE_ATTACHMENT_TILE (ponder_attachment_tile_get_type ())

G_DECLARE_FINAL_TYPE (PonderAttachmentTile, ponder_attachment_tile, PONDER, ATTACHMENT_TILE, GtkButton)

/* A click shows a picture large, and opens a copy of anything else in the program that the desktop has for it. One
 * that is missing or damaged says so. */
GtkWidget *ponder_attachment_tile_new (PonderShelf      *shelf,
                                       const PonderPart *part,
                                       int               side);

G_END_DECLS
