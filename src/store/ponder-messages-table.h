/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages as rows. On the worker's thread. */

#pragma once

#include "ponder-db.h"
#include "ponder-message.h"

G_BEGIN_DECLS

/* One message that was saved. */
typedef struct
{
  PonderMessage *message;       /* borrowed */
  gint64         serial;
  gboolean       is_new;
} PonderSavedMessage;

/* What saving did to the tree of a session. */
typedef struct
{
  GArray   *saved;              /* PonderSavedMessage, in the order they were given */
  guint     n_new;
  gboolean  rearranged;         /* another path than the one that grew may be shown: one was chosen, or thrown away */
} PonderMessagesChange;

void       ponder_messages_change_clear    (PonderMessagesChange  *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PonderMessagesChange, ponder_messages_change_clear)

/* All, the trash included, in the order they were made. Those that a program was writing which is gone come back, and
 * are stored, as interrupted. (element-type PonderMessage) (transfer full) */
GPtrArray *ponder_messages_table_load      (PonderDb              *db,
                                            const char            *session_id,
                                            GError               **error);
/* The same as they are stored, also within a transaction: a writer that is gone changes nothing.
 * (element-type PonderMessage) (transfer full) */
GPtrArray *ponder_messages_table_read      (PonderDb              *db,
                                            const char            *session_id,
                                            GError               **error);
/* The last @n_messages of the branch that is shown, when they can be told from the others without reading everything;
 * else none. (element-type PonderMessage) (transfer full) */
GPtrArray *ponder_messages_table_load_latest (PonderDb            *db,
                                              const char          *session_id,
                                              guint                n_messages,
                                              GError             **error);
/* Only what places a message in its tree: id, parent, time, choice; without the trash. */
GPtrArray *ponder_messages_table_load_tree (PonderDb              *db,
                                            const char            *session_id,
                                            GError               **error);

/* Within a transaction, once the session has its row. @change is to be cleared, also on failure. @owner is this
 * program: it goes with the messages that are still being written. */
gboolean   ponder_messages_table_save      (PonderDb              *db,
                                            const char            *session_id,
                                            GPtrArray             *messages,
                                            const char            *owner,
                                            PonderMessagesChange  *change,
                                            GError               **error);

G_END_DECLS
