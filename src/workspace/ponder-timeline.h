/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shown path of one chat: a GListModel of PonderMessage, oldest first. */

#pragma once

#include <gio/gio.h>

#include "ponder-message.h"
#include "ponder-session.h"
#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_TIMELINE (ponder_timeline_get_type ())

G_DECLARE_FINAL_TYPE (PonderTimeline, ponder_timeline, PONDER, TIMELINE, GObject)

/* Properties, all read only and notifying: "session", "loading", "turn" (nullable), "fault" (nullable: why
 * the messages could not be loaded). */

PonderSession *ponder_timeline_get_session   (PonderTimeline *self);
gboolean       ponder_timeline_get_loading   (PonderTimeline *self);
PonderTurn    *ponder_timeline_get_turn      (PonderTimeline *self);
PonderFault   *ponder_timeline_get_fault     (PonderTimeline *self);

/* Shows the sibling @step places after @message and what follows it. */
void           ponder_timeline_show_sibling  (PonderTimeline *self,
                                              PonderMessage  *message,
                                              int             step);
/* Shows the branch that @message_id is on; FALSE when there is no such message (yet: see "loading"). */
gboolean       ponder_timeline_show_message  (PonderTimeline *self,
                                              const char     *message_id);

G_END_DECLS
