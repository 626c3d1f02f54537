/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the desktop's own search finds in the chats. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_SEARCH_PROVIDER (ponder_search_provider_get_type ())

G_DECLARE_FINAL_TYPE (PonderSearchProvider, ponder_search_provider, PONDER, SEARCH_PROVIDER, GObject)

/* Says org.gnome.Shell.SearchProvider2 on the bus; see
 * https://developer.gnome.org/documentation/tutorials/search-provider.html. Finds titles and messages of all chats,
 * none in the trash. Never opens a window by itself: a result that is chosen is app.show-message, the whole list
 * app.search. Whoever does not want it turns it off in the settings of the desktop.
 *
 * Signal "used": somebody asked, so that the program may be asked again soon. */

/* Owned by @application. */
PonderSearchProvider *ponder_search_provider_new       (GtkApplication        *application);
/* Under the application's own path. FALSE with @error: somebody is there. */
gboolean              ponder_search_provider_export    (PonderSearchProvider  *self,
                                                        GDBusConnection       *connection,
                                                        const char            *path,
                                                        GError               **error);
void                  ponder_search_provider_unexport  (PonderSearchProvider  *self);
/* Once it is open; what was asked before is answered now. */
void                  ponder_search_provider_open      (PonderSearchProvider  *self,
                                                        PonderWorkspace       *workspace);

G_END_DECLS
