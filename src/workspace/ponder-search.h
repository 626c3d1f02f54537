/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding as one types: a GListModel of PonderSearchHit that follows a text.
 *
 *   search = ponder_workspace_new_search (workspace);
 *   each time the entry changes:  ponder_search_set_query (search, text);
 *   the list:                     a GtkListView, or the like, of the search itself
 *   "Searching…":                 "loading"; what was found before stays until the new hits are there
 *   "1,000+ hits":                "n-found", with a plus when "found-more"
 *   "Nothing found":              n-items is 0, and neither "loading" nor "fault" nor "is-idle"
 *   at the end of the list:       ponder_search_load_more (search)
 *   Enter:                        session id and message id of the hit; it may be in any branch, and in a
 *                                 chat that is archived, never in one in the trash
 *
 * What may be typed is explained at ponder_search_query_parse(). */

#pragma once

#include <gio/gio.h>

#include "ponder-fault.h"
#include "ponder-search-hit.h"

G_BEGIN_DECLS

#define PONDER_TYPE_SEARCH (ponder_search_get_type ())

G_DECLARE_FINAL_TYPE (PonderSearch, ponder_search, PONDER, SEARCH, GObject)

/* The store lives at least as long as the search is used: see ponder_workspace_new_search(). */
PonderSearch     *ponder_search_new            (PonderStore       *store);

/* Every one of these is a property of the same name and notifies.
 * "query": a new text searches at once, the texts of a burst at most 20 times a second, and ends the
 * search before it. Without anything to look for the list is empty and "is-idle". */
void              ponder_search_set_query      (PonderSearch      *self,
                                                const char        *query);
void              ponder_search_set_order      (PonderSearch      *self,
                                                PonderSearchOrder  order);
gboolean          ponder_search_get_is_idle    (PonderSearch      *self);
gboolean          ponder_search_get_loading    (PonderSearch      *self);
/* What went wrong with the last search, which then has no hits. (nullable) */
PonderFault      *ponder_search_get_fault      (PonderSearch      *self);
/* How many there are in all; no more than 1,000 are counted or given. */
guint             ponder_search_get_n_found    (PonderSearch      *self);
gboolean          ponder_search_get_found_more (PonderSearch      *self);

/* Whether there are hits that are counted and not in the list yet. */
gboolean          ponder_search_can_load_more  (PonderSearch      *self);
/* Adds the next ones to the list, some 50; nothing while it is loading or when there are none. */
void              ponder_search_load_more      (PonderSearch      *self);
/* Looks again, when chats have changed. */
void              ponder_search_refresh        (PonderSearch      *self);

G_END_DECLS
