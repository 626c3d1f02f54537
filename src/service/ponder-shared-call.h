/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One question that several ask at the same time: looked up once, asked once. */

#pragma once

#include "ponder-cache.h"
#include "ponder-flight.h"

G_BEGIN_DECLS

typedef struct _PonderFollower   PonderFollower;
typedef struct _PonderSharedCall PonderSharedCall;

/* What the calls of a service share. Owned by the service, which outlives them. */
typedef struct
{
  const PonderFlightCommon *flights;
  PonderCache              *cache;      /* (nullable) */
  GHashTable               *calls;      /* identity -> PonderSharedCall: those that may be joined */
  gboolean                  paced;      /* kept answers come at reading speed */
} PonderSharing;

/* The call that @follower's request joins, or a new one. @key: that of its answer. The call lives until it has
 * ended, which detaches those who follow it and ends their replies, or until the last of them has left. (transfer
 * none) */
PonderSharedCall *ponder_shared_call_join            (PonderSharing    *sharing,
                                                      const char       *key,
                                                      PonderFollower   *follower);
/* Tells @follower, who has just joined, what has happened so far. */
void              ponder_shared_call_catch_up        (PonderSharedCall *self,
                                                      PonderFollower   *follower);
void              ponder_shared_call_leave           (PonderSharedCall *self,
                                                      PonderFollower   *follower);
/* Somebody who follows it began or ceased to be looked at. */
void              ponder_shared_call_sync_background (PonderSharedCall *self);

G_END_DECLS
