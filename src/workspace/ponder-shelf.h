/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is attached to messages, for those who show it: how large it is, a small picture, a copy to open. */

#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gio/gio.h>

#include "ponder-part.h"

G_BEGIN_DECLS

#define PONDER_TYPE_SHELF (ponder_shelf_get_type ())

G_DECLARE_FINAL_TYPE (PonderShelf, ponder_shelf, PONDER, SHELF, GObject)

/* What it takes to find out is remembered as long as there is room: a look at the same thing is free. */

/* @max_side: of the picture, in pixels. What is read is read on a thread, and nothing is fetched from anywhere else. */
void     ponder_shelf_look_async  (PonderShelf          *self,
                                   const PonderPart     *part,
                                   int                   max_side,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
/* FALSE with @error: it is missing, or damaged. @size (out): bytes. @picture (out) (transfer full) (nullable): of an
 * image that this computer can draw. */
gboolean ponder_shelf_look_finish (PonderShelf          *self,
                                   GAsyncResult         *result,
                                   gsize                *size,
                                   GdkPixbuf           **picture,
                                   GError              **error);
/* A copy to be opened with another program, gone when this one ends. Its name says what it really is, whatever the
 * attachment is called. (transfer full) */
void     ponder_shelf_copy_async  (PonderShelf          *self,
                                   const PonderPart     *part,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
GFile   *ponder_shelf_copy_finish (PonderShelf          *self,
                                   GAsyncResult         *result,
                                   GError              **error);

G_END_DECLS
