/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which tags some chats have: all there are, to tick, and an entry for others. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-session-edit.h"

G_BEGIN_DECLS

#define PONDER_TYPE_TAG_CHOOSER (ponder_tag_chooser_get_type ())

G_DECLARE_FINAL_TYPE (PonderTagChooser, ponder_tag_chooser, PONDER, TAG_CHOOSER, GtkWidget)

/* What is typed narrows the tags; Enter ticks the one that is meant, or makes it. A tag that only some of the chats
 * have stays as it is until it is ticked or not. (element-type PonderSession) */
GtkWidget *ponder_tag_chooser_new   (const char *const *tags,
                                     GPtrArray         *sessions);
/* FALSE: nothing was changed. */
gboolean   ponder_tag_chooser_apply (PonderTagChooser  *self,
                                     PonderSessionEdit *edit);

G_END_DECLS
