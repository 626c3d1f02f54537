/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is found in all chats while somebody types. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-search-hit.h"
#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_SEARCH_PAGE (ponder_search_page_get_type ())

G_DECLARE_FINAL_TYPE (PonderSearchPage, ponder_search_page, PONDER, SEARCH_PAGE, GtkWidget)

/* Signals:
 *   "hit-activated" (PonderSearchHit*): go there
 *   "filter-chosen" (char*): the help was asked for this filter; it wants to be in the query
 * The keyboard stays wherever the query is typed: see ponder_search_page_step(). */

/* Once. */
void       ponder_search_page_set_workspace (PonderSearchPage *self,
                                             PonderWorkspace  *workspace);
/* "" looks for nothing. */
void       ponder_search_page_set_query     (PonderSearchPage *self,
                                             const char       *query);
/* Selects the hit so many after the selected one, or before it; stops at both ends. FALSE: there is none. */
gboolean   ponder_search_page_step          (PonderSearchPage *self,
                                             int               step);
/* Goes to the selected hit, or to the first one as soon as it is found. */
void       ponder_search_page_activate      (PonderSearchPage *self);
/* Chats have changed. */
void       ponder_search_page_refresh       (PonderSearchPage *self);
/* The row of the selected hit, if it is in sight. (transfer none) (nullable) */
GtkWidget *ponder_search_page_get_row       (PonderSearchPage *self);

G_END_DECLS
