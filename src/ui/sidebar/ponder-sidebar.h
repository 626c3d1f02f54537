/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of chats, search, and the ways to the archive and the trash. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_SIDEBAR (ponder_sidebar_get_type ())

G_DECLARE_FINAL_TYPE (PonderSidebar, ponder_sidebar, PONDER, SIDEBAR, GtkWidget)

/* Signals:
 *   "session-selected" (PonderSession*): show it
 *   "session-activated" (PonderSession*): by a click or Enter: go to it also when the window is narrow
 *   "hit-activated" (PonderSearchHit*): go to what was found
 *   "search-cancelled" (): go back to where one was before that
 * Property "show-end-title-buttons". */

void           ponder_sidebar_set_workspace  (PonderSidebar   *self,
                                              PonderWorkspace *workspace);
/* The chat that is shown; selected as soon as it is in the list. (nullable) */
void           ponder_sidebar_set_session    (PonderSidebar   *self,
                                              PonderSession   *session);
/* Gives the keyboard to the chats, not to the buttons around them. */
void           ponder_sidebar_focus_chats    (PonderSidebar   *self);
/* @words (nullable): what was looked for before. */
void           ponder_sidebar_start_search   (PonderSidebar   *self,
                                              const char      *words);
/* Whether there is something that is looked for. */
gboolean       ponder_sidebar_get_searching  (PonderSidebar   *self);
/* Goes to the hit so many after the last one, or before it. */
void           ponder_sidebar_step_hit       (PonderSidebar   *self,
                                              int              rows);
void           ponder_sidebar_cancel_search  (PonderSidebar   *self);
void           ponder_sidebar_popup_menu     (PonderSidebar   *self);   /* the primary menu */

/* With a toast that brings it back. */
void           ponder_sidebar_trash_session  (PonderSidebar   *self,
                                              PonderSession   *session);
void           ponder_sidebar_rename_session (PonderSidebar   *self,
                                              PonderSession   *session);

G_END_DECLS
