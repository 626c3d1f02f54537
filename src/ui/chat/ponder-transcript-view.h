/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of a chat's messages: an own virtual list that keeps the reader's place. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-message.h"
#include "ponder-shelf.h"
#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_TRANSCRIPT_VIEW (ponder_transcript_view_get_type ())

G_DECLARE_FINAL_TYPE (PonderTranscriptView, ponder_transcript_view, PONDER, TRANSCRIPT_VIEW, GtkWidget)

/* A GtkScrollable to be put into a GtkScrolledWindow. Signals, for a controller to act on:
 *   "regenerate" (PonderMessage*): asked for by the row's button or the card's Try again
 *   "continue" (PonderMessage*): go on with what broke off
 *   "edit" (PonderMessage*)
 *   "show-sibling" (PonderMessage*, int step)
 *   "open-link" (char *target)
 *   "switch-model" (PonderMessage*), "open-provider-settings" (PonderMessage*)
 *   "show-details" (PonderMessage*), "branch" (PonderMessage*): into a new chat, "trash" (PonderMessage*)
 *   "keep-waiting" (PonderMessage*), "stop" (PonderMessage*)
 *   "compare" (PonderMessage*): with what other models say; "compare-versions" (PonderMessage*)
 *   "mark" (PonderMessage*): the reader is at this one of several answers; "choose" (PonderMessage*): goes on with it
 * Property "follows" (boolean, read only): the end is kept in sight; FALSE shows the pill. */

GtkWidget     *ponder_transcript_view_new               (void);
/* Where pictures and files come from; without one they are only named. Before there are messages. */
void           ponder_transcript_view_set_shelf         (PonderTranscriptView *self,
                                                         PonderShelf          *shelf);
/* (nullable): a list of PonderMessage; of a PonderTimeline also what stands beside them. */
void           ponder_transcript_view_set_messages      (PonderTranscriptView *self,
                                                         GListModel           *messages);
GListModel    *ponder_transcript_view_get_messages      (PonderTranscriptView *self);
/* A list of PonderTurn: those that write messages, for their waiting lines. (nullable) */
void           ponder_transcript_view_set_turns         (PonderTranscriptView *self,
                                                         GListModel           *turns);
gboolean       ponder_transcript_view_get_follows       (PonderTranscriptView *self);
void           ponder_transcript_view_scroll_to_end     (PonderTranscriptView *self);
/* The message at the top edge and how many pixels of it are above; FALSE when following the end. */
gboolean       ponder_transcript_view_get_place         (PonderTranscriptView *self,
                                                         PonderMessage       **message,
                                                         int                  *offset);
void           ponder_transcript_view_set_place         (PonderTranscriptView *self,
                                                         const char           *message_id,
                                                         int                   offset);
/* Goes there, once it is in the list, gives it the keyboard and marks it for a moment. */
void           ponder_transcript_view_show_message      (PonderTranscriptView *self,
                                                         const char           *message_id);
/* Gives the keyboard to the message where the reader is; FALSE when there is none. */
gboolean       ponder_transcript_view_focus_cursor      (PonderTranscriptView *self);
/* Gives the keyboard to a message that is in sight. */
void           ponder_transcript_view_focus_message     (PonderTranscriptView *self,
                                                         PonderMessage        *message);
/* Selected text, "" when nothing is. (transfer full) */
char          *ponder_transcript_view_dup_selection     (PonderTranscriptView *self);

G_END_DECLS
