/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The windows of the program: which shows what, and how they come back with the next start. */

#pragma once

#include "ponder-window.h"

G_BEGIN_DECLS

#define PONDER_TYPE_OPEN_WINDOWS (ponder_open_windows_get_type ())

G_DECLARE_FINAL_TYPE (PonderOpenWindows, ponder_open_windows, PONDER, OPEN_WINDOWS, GObject)

/* @application must outlive it. */
PonderOpenWindows *ponder_open_windows_new          (GtkApplication     *application,
                                                     PonderModelCatalog *catalog);
/* The one that was used last. (nullable) (transfer none) */
PonderWindow      *ponder_open_windows_get_latest   (PonderOpenWindows  *self);
/* Opens what was open when the program ended, however it did: one window at least. Gives the one that was used
 * last. (transfer none) */
PonderWindow      *ponder_open_windows_restore      (PonderOpenWindows  *self);
/* A window with a new chat, like the one that was used last. (transfer none) */
PonderWindow      *ponder_open_windows_open_new     (PonderOpenWindows  *self);
/* Raises the window that shows @session, else shows it in the one that was used last. */
void               ponder_open_windows_show         (PonderOpenWindows  *self,
                                                     PonderSession      *session);
/* Raises another window that shows @session, else opens one. */
void               ponder_open_windows_show_apart   (PonderOpenWindows  *self,
                                                     PonderSession      *session);
/* The windows are about to go because the program ends: those that are open now are what comes back. */
void               ponder_open_windows_freeze       (PonderOpenWindows  *self);

G_END_DECLS
