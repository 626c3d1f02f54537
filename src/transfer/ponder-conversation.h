/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One chat with everything in it, outside of any database. */

#pragma once

#include "ponder-message.h"
#include "ponder-session.h"
#include "ponder-stored-run.h"

G_BEGIN_DECLS

typedef struct _PonderConversation PonderConversation;

/* Plain data, for one thread at a time. Parts of messages carry the bytes of pictures and files where they are known.
 * Tags and whether it is archived are the session's. */
struct _PonderConversation
{
  PonderSession *session;
  GPtrArray     *messages;      /* PonderMessage: all branches, parents before children, as they were made */
  GPtrArray     *runs;          /* PonderStoredRun: how answers among them came about, what was begun last first */
  /* Where it came from, so that the same is not taken twice: "chatgpt" and the id there, and when it last changed there
   * in microseconds since 1970 (0: unknown). (nullable) */
  char          *source;
  char          *external_id;
  gint64         source_updated;
};

/* Keeps a reference to @session. (transfer full) */
PonderConversation *ponder_conversation_new  (PonderSession      *session);
void                ponder_conversation_free (PonderConversation *self);
/* Adds @message, which it owns from now on. */
void                ponder_conversation_take_message (PonderConversation *self,
                                                      PonderMessage      *message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderConversation, ponder_conversation_free)

G_END_DECLS
