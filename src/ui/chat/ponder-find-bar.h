/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bar in which one types what to look for in the chat. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PONDER_TYPE_FIND_BAR (ponder_find_bar_get_type ())

G_DECLARE_FINAL_TYPE (PonderFindBar, ponder_find_bar, PONDER, FIND_BAR, GtkWidget)

/* Signals: "changed": there is another text, or none any more; "step" (int): 1 for the next place, -1 for the one
 * before; "closed". It is empty for others while it is closed, but keeps what was typed for "step". */

/* Opens it and gives it the keyboard. @text (nullable): what to look for, else what was typed last. */
void        ponder_find_bar_open         (PonderFindBar *self,
                                          const char    *text);
/* Opens it and leaves the keyboard where it is. */
void        ponder_find_bar_reopen       (PonderFindBar *self);
void        ponder_find_bar_close        (PonderFindBar *self);
gboolean    ponder_find_bar_get_opened   (PonderFindBar *self);
const char *ponder_find_bar_get_text     (PonderFindBar *self);
/* Closes it and forgets what was typed. */
void        ponder_find_bar_reset        (PonderFindBar *self);
/* Which one of how many the reader is at; @complete: there are no more of them. */
void        ponder_find_bar_show_count   (PonderFindBar *self,
                                          guint          position,
                                          guint          n_places,
                                          gboolean       complete);
/* The same in words. */
const char *ponder_find_bar_get_count    (PonderFindBar *self);

G_END_DECLS
