/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Help for tests of windows: a display or a skip, an open workspace, finding what a template hides. */

#pragma once

#include <adwaita.h>

#include "ponder-types.h"

G_BEGIN_DECLS

/* Starts GTK and the test framework; FALSE when there is no display, after saying so. */
gboolean            ponder_test_ui_init             (int               *argc,
                                                     char            ***argv);
/* A registered application that is nobody else's, for windows to belong to. (transfer full) */
AdwApplication     *ponder_test_ui_application      (void);

/* An open workspace in the folder @path. (transfer full) */
PonderWorkspace    *ponder_test_workspace_open      (const char        *path);
/* Closes it and makes sure that nobody holds it any more. Takes @workspace. */
void                ponder_test_workspace_close     (PonderWorkspace   *workspace);

/* The first widget of @type under @root, depth first, whose "label", "title" or "icon-name" is @words;
 * NULL for any words. (transfer none) (nullable) */
GtkWidget          *ponder_test_find                (GtkWidget         *root,
                                                     GType              type,
                                                     const char        *words);
/* The newest window of @type. (transfer none) (nullable) */
GtkWidget          *ponder_test_find_window         (GType              type);
void                ponder_test_click               (GtkWidget         *button);
/* Clicks the button that says @words as soon as there is one under @root: that of a toast, for example. */
void                ponder_test_click_on            (GtkWidget         *root,
                                                     const char        *words);
/* What the capturing controller of @widget says to a key. */
gboolean            ponder_test_press               (GtkWidget         *widget,
                                                     guint              keyval,
                                                     GdkModifierType    modifiers);
/* Draws until nothing is waiting to be drawn. */
void                ponder_test_settle              (void);

G_END_DECLS
