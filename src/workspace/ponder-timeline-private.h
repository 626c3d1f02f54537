/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the workspace fills a timeline. */

#pragma once

#include "ponder-timeline.h"

G_BEGIN_DECLS

/* Signal, for the workspace:
 *   "chosen" (GPtrArray*): these messages were chosen or are no longer, and want to be stored. */

PonderTimeline *ponder_timeline_new            (PonderSession  *session);
void            ponder_timeline_set_loading    (PonderTimeline *self,
                                                gboolean        loading);
void            ponder_timeline_set_fault      (PonderTimeline *self,
                                                PonderFault    *fault);
void            ponder_timeline_add_turn       (PonderTimeline *self,
                                                PonderTurn     *turn);
void            ponder_timeline_remove_turn    (PonderTimeline *self,
                                                PonderTurn     *turn);
/* @ids of answers: siblings among them are shown beside each other, in this order. */
void            ponder_timeline_set_compared   (PonderTimeline *self,
                                                GPtrArray      *ids);
/* Takes @board for the message it names, which need not be there yet. */
void            ponder_timeline_add_board      (PonderTimeline *self,
                                                PonderThinkBoard *board);
/* (nullable) (transfer none) */
PonderThinkBoard *ponder_timeline_find_board   (PonderTimeline *self,
                                                const char     *message_id);
/* Changes with every change made here: what was asked of the store before is then out of date. */
guint           ponder_timeline_get_generation (PonderTimeline *self);
/* Takes over @rows as the store has them; what did not change stays the object it is. */
void            ponder_timeline_merge          (PonderTimeline *self,
                                                GPtrArray      *rows);
/* The same in slices, for many: takes over some of @rows from number @first on, and gives the number of the next one.
 * After the last one ponder_timeline_show_some() is called for as long as it says so: the newest are shown first. */
guint           ponder_timeline_merge_some     (PonderTimeline *self,
                                                GPtrArray      *rows,
                                                guint           first);
gboolean        ponder_timeline_show_some      (PonderTimeline *self);
/* Adds @message as the chosen one at its fork; what must be stored goes into @changed. */
void            ponder_timeline_add            (PonderTimeline *self,
                                                PonderMessage  *message,
                                                GPtrArray      *changed);
/* Adds @message, and leaves the choice at its fork as it is. */
void            ponder_timeline_add_beside     (PonderTimeline *self,
                                                PonderMessage  *message,
                                                GPtrArray      *changed);
/* Throws @message away with all that follows it, and shows what is beside it, if anything is. What must be stored goes
 * into @changed. Gives the time that they have from now on: @time, or later when something has that already. */
gint64          ponder_timeline_trash          (PonderTimeline *self,
                                                PonderMessage  *message,
                                                gint64          time,
                                                GPtrArray      *changed);
/* Takes what was thrown away at @time back, with what comes before it, and shows it. */
void            ponder_timeline_restore        (PonderTimeline *self,
                                                gint64          time,
                                                GPtrArray      *changed);
/* A message of it was changed. */
void            ponder_timeline_touch          (PonderTimeline *self);
/* Chooses @message and collects everybody whose choice changed by it. */
void            ponder_timeline_choose         (PonderTimeline *self,
                                                PonderMessage  *message,
                                                GPtrArray      *changed);
/* Also in the trash. (nullable) (transfer none) */
PonderMessage  *ponder_timeline_lookup         (PonderTimeline *self,
                                                const char     *message_id);
/* What its messages take up, in bytes, as long as nobody forgets to say what was written into one of them. */
gsize           ponder_timeline_get_size       (PonderTimeline *self);
void            ponder_timeline_note_written   (PonderTimeline *self,
                                                PonderMessage  *message);
/* All branches, without the trash. (transfer none) */
GPtrArray      *ponder_timeline_get_messages   (PonderTimeline *self);
/* What was said before @message on its branch, oldest first. (transfer full) */
GPtrArray      *ponder_timeline_list_before    (PonderTimeline *self,
                                                PonderMessage  *message);
/* The last message of the shown branch. (nullable) (transfer none) */
PonderMessage  *ponder_timeline_get_last       (PonderTimeline *self);

G_END_DECLS
