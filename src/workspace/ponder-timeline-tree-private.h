/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the timeline share: the tree of a chat's messages, and what is shown of it. */

#pragma once

#include "ponder-message-tree.h"
#include "ponder-timeline-private.h"
#include "ponder-turn.h"

G_BEGIN_DECLS

/* Held by whoever shows the chat and by its running turns. The workspace loads it and writes it;
 * ponder_timeline_show_path() is the only place where rows change. */
struct _PonderTimeline
{
  GObject        parent_instance;

  PonderSession *session;
  GPtrArray     *messages;      /* all branches */
  PonderMessageTree *tree;      /* of them */
  GPtrArray     *trash;         /* those that were thrown away: part of no branch */
  GHashTable    *by_id;         /* id of the message -> message, borrowed from one of the arrays */
  GPtrArray     *path;          /* what is shown */
  GPtrArray     *above;         /* (nullable): what is still to be shown before it */
  GPtrArray     *compared;      /* ids of the answers that stand beside each other, in their order */
  GHashTable    *columns;       /* first column, which is in the path -> all of its fork */
  GListStore    *turns;         /* that run */
  GHashTable    *boards;        /* id of an answer, borrowed from its board -> PonderThinkBoard */
  PonderFault   *fault;
  gsize          size;          /* bytes that its messages take up, roughly */
  guint          generation;
  guint          loading : 1;
};

/* In ponder-timeline.c. */

/* The one writer of the rows: finds the path anew and says what differs. */
void       ponder_timeline_show_path       (PonderTimeline *self);
/* The same when nothing differs but what follows the parent of @message. */
void       ponder_timeline_show_path_to    (PonderTimeline *self,
                                            PonderMessage  *message);
void       ponder_timeline_note_changed    (GPtrArray      *changed,
                                            PonderMessage  *message);

/* In ponder-timeline-columns.c. */

/* Puts the first column in the path where answers stand beside each other. (transfer full) */
GHashTable *ponder_timeline_arrange_columns (PonderTimeline *self);
/* Says what differs from @old. */
void       ponder_timeline_tell_columns    (PonderTimeline *self,
                                            GHashTable     *old);

/* Whether the branch of @message is the one that is shown. */
gboolean   ponder_timeline_shows           (PonderTimeline *self,
                                            PonderMessage  *message);
/* (nullable) (transfer none): the column to look at when that of @message goes. */
PonderMessage *ponder_timeline_get_beside  (PonderTimeline *self,
                                            PonderMessage  *message);

/* In ponder-timeline-trash.c. */

/* Puts @message where it belongs: to the messages or to the trash. */
void       ponder_timeline_put             (PonderTimeline *self,
                                            PonderMessage  *message);
/* Takes it away from there. */
void       ponder_timeline_take_out        (PonderTimeline *self,
                                            PonderMessage  *message);
/* Says when @message was thrown away, 0 for never, and puts it where it belongs then. */
void       ponder_timeline_move            (PonderTimeline *self,
                                            PonderMessage  *message,
                                            gint64          trashed);

G_END_DECLS
