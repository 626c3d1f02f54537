/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of the door through which chats of other programs come in, and where they came from. */

#pragma once

#include "ponder-store.h"

G_BEGIN_DECLS

/* A chat with all its messages. Whoever gives it to the store keeps nothing of it. */
typedef struct
{
  PonderSession *session;
  GPtrArray     *messages;      /* (element-type PonderMessage): parents before children */
  GPtrArray     *runs;          /* (element-type PonderStoredRun): how answers among them came about */
  char          *source;        /* (nullable): ours, known by the session's own id */
  char          *external_id;
  gint64         updated;       /* there, in microseconds since 1970; 0: unknown */
  gboolean       pretend;       /* say what would become of it, and store nothing */
} PonderStoreArrival;

/* Without runs. */
PonderStoreArrival *ponder_store_arrival_new  (PonderSession      *session,
                                               GPtrArray          *messages);
void                ponder_store_arrival_free (PonderStoreArrival *self);

typedef enum
{
  PONDER_ARRIVAL_NEW,
  PONDER_ARRIVAL_MERGED,        /* it was there, and got messages that it did not have */
  PONDER_ARRIVAL_KNOWN,         /* there is nothing new in it */
} PonderArrivalOutcome;

typedef struct
{
  PonderArrivalOutcome outcome;
  guint                n_messages;      /* that were added */
} PonderArrivalResult;

/* What belongs to a chat beside its messages. Where it came from: the program, the id it has there, when it last
 * changed there in microseconds since 1970 (0: unknown). */
typedef struct
{
  char      *source;            /* (nullable): it was made here */
  char      *external_id;       /* (nullable) */
  gint64     updated;
  GPtrArray *runs;              /* (element-type PonderStoredRun) (nullable): how its answers came about */
} PonderStoreOrigin;

void                ponder_store_origin_free  (PonderStoreOrigin  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderStoreOrigin, ponder_store_origin_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderStoreArrival, ponder_store_arrival_free)

/* Takes @arrival. One transaction: all of it or nothing. What is stored is never overwritten: of a chat that came
 * before, and has changed since, the messages that are new are added where they belong. (transfer full): for
 * g_free() */
void                 ponder_store_import_async  (PonderStore          *self,
                                                 PonderStoreArrival   *arrival,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
PonderArrivalResult *ponder_store_import_finish (PonderStore          *self,
                                                 GAsyncResult         *result,
                                                 GError              **error);
/* (transfer full) */
void                 ponder_store_load_origin_async  (PonderStore          *self,
                                                      const char           *session_id,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
PonderStoreOrigin   *ponder_store_load_origin_finish (PonderStore          *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);

G_END_DECLS
