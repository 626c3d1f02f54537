/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shown path of one chat: a GListModel of PonderMessage, oldest first. */

#pragma once

#include <gio/gio.h>

#include "ponder-message.h"
#include "ponder-session.h"
#include "ponder-think-board.h"
#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_TIMELINE (ponder_timeline_get_type ())

G_DECLARE_FINAL_TYPE (PonderTimeline, ponder_timeline, PONDER, TIMELINE, GObject)

/* Properties, all read only and notifying: "session", "loading", "fault" (nullable: why the messages could not be
 * loaded). Signals, see ponder_timeline_get_columns(): "columns-changed" (PonderMessage *first); "mark-changed"
 * (PonderMessage *first): another one of the same columns is chosen; "board-added" (PonderMessage*). */

PonderSession *ponder_timeline_get_session   (PonderTimeline *self);
gboolean       ponder_timeline_get_loading   (PonderTimeline *self);
/* Those that run, by the order in which they began: a list of PonderTurn. (transfer none) */
GListModel    *ponder_timeline_get_turns     (PonderTimeline *self);
/* The first of them. (nullable) (transfer none) */
PonderTurn    *ponder_timeline_get_turn      (PonderTimeline *self);
/* The one that writes @message. (nullable) (transfer none) */
PonderTurn    *ponder_timeline_find_turn     (PonderTimeline *self,
                                              PonderMessage  *message);
PonderFault   *ponder_timeline_get_fault     (PonderTimeline *self);

/* The answers that are shown beside each other in the place of @message, which is the first of them; NULL when it
 * stands alone. (element-type PonderMessage) (transfer none) (nullable) */
GPtrArray     *ponder_timeline_get_columns   (PonderTimeline *self,
                                              PonderMessage  *message);
/* Which of the columns of @message is chosen, so that what is below follows it; @message itself when it stands alone.
 * (transfer none) */
PonderMessage *ponder_timeline_get_marked    (PonderTimeline *self,
                                              PonderMessage  *message);
/* The first of the columns that @message is one of. (nullable) (transfer none) */
PonderMessage *ponder_timeline_get_first_column (PonderTimeline *self,
                                                 PonderMessage  *message);

/* How @message came about, if that was by thinking deeply. (nullable) (transfer none) */
PonderThinkBoard *ponder_timeline_get_board  (PonderTimeline *self,
                                              PonderMessage  *message);

/* What the shown branch says now, without answers that only stand beside it. (transfer full) of PonderMessage */
GListModel    *ponder_timeline_dup_branch    (PonderTimeline *self);

/* Shows the sibling @step places after @message and what follows it. */
void           ponder_timeline_show_sibling  (PonderTimeline *self,
                                              PonderMessage  *message,
                                              int             step);
/* Shows the branch that @message_id is on; FALSE when there is no such message (yet: see "loading"). */
gboolean       ponder_timeline_show_message  (PonderTimeline *self,
                                              const char     *message_id);

G_END_DECLS
