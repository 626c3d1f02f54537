/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What reading the sessions gives, in a form that whoever waits for it takes over as it is. */

#pragma once

#include <glib.h>

#include "ponder-search-hit.h"
#include "ponder-session.h"

G_BEGIN_DECLS

/* Every session at one moment. Tables and arrays are made on the worker's thread: with a history of
 * years nobody else has the time. */
typedef struct
{
  GPtrArray  *sessions;         /* PonderSession: pinned ones first, then the newest first */
  GHashTable *sessions_by_id;   /* id -> PonderSession, both borrowed from the array */
  GPtrArray  *trash;            /* PonderSession: what was thrown away last first */
  GHashTable *trash_by_id;
  gint64      serial;           /* of the last change before */
} PonderStoreSessions;

/* The last change of one session. */
typedef struct
{
  gint64         serial;
  char          *id;
  PonderSession *session;       /* as it is stored now, or NULL: it was purged */
} PonderStoreChange;

/* A part of what was found. */
typedef struct
{
  GPtrArray *hits;              /* PonderSearchHit */
  guint      n_found;           /* in all, at most PONDER_STORE_MAX_HITS */
  gboolean   more;              /* there are more than that */
} PonderStoreHits;

PonderStoreSessions *ponder_store_sessions_new  (void);
void                 ponder_store_sessions_free (PonderStoreSessions *self);

void                 ponder_store_change_free   (PonderStoreChange   *self);

PonderStoreHits     *ponder_store_hits_new      (void);
void                 ponder_store_hits_free     (PonderStoreHits     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderStoreHits, ponder_store_hits_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderStoreSessions, ponder_store_sessions_free)

G_END_DECLS
