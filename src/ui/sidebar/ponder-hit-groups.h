/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was found, by chat: each chat stands where its first hit is, under a heading. */

#pragma once

#include "ponder-grouped-list.h"
#include "ponder-search.h"

G_BEGIN_DECLS

/* A list of PonderSearchHit and headings, a GtkStringObject each, which follows @search. (transfer full) */
GListModel *ponder_hit_groups_new            (PonderSearch *search);
/* The title in what stands before the hits of a chat. (transfer none) */
const char *ponder_hit_groups_heading_title  (const char   *heading);

G_END_DECLS
