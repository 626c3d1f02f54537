/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All places of a chat at which something stands, and the one the reader is at. */

#pragma once

#include <gio/gio.h>

#include "ponder-find-places.h"

G_BEGIN_DECLS

#define PONDER_TYPE_CHAT_FIND (ponder_chat_find_get_type ())

G_DECLARE_FINAL_TYPE (PonderChatFind, ponder_chat_find, PONDER, CHAT_FIND, GObject)

/* Counts little by little, without ever holding anybody up, and again what changes meanwhile.
 * Signals: "changed": there are others now, or the reader is at another one; "arrived" (gboolean wrapped): what was
 * looked for with ponder_chat_find_seek() is where the reader is now. */

PonderChatFind  *ponder_chat_find_new          (void);
/* (nullable): a list of PonderMessage. */
void             ponder_chat_find_set_messages (PonderChatFind        *self,
                                                GListModel            *messages);
/* (nullable): nothing is looked for. */
void             ponder_chat_find_set_finder   (PonderChatFind        *self,
                                                PonderFinder          *finder);
PonderFinder    *ponder_chat_find_get_finder   (PonderChatFind        *self);

/* Goes to the next place (@step > 0) or the one before (< 0), seen from @place in message number @index; to one that
 * is exactly there with @step 0, else to the next. @place (nullable): the beginning of the message. Arrives at once
 * or later, or, when there is none, never. */
void             ponder_chat_find_seek         (PonderChatFind        *self,
                                                guint                  index,
                                                const PonderFindPlace *place,
                                                int                    step);
/* From where the reader is; FALSE when that is nowhere. */
gboolean         ponder_chat_find_step         (PonderChatFind        *self,
                                                int                    step);
/* (nullable): no message; else it and the place in it. */
PonderMessage   *ponder_chat_find_get_current  (PonderChatFind        *self,
                                                guint                 *index,
                                                PonderFindPlace       *place);
/* How many there are, as far as it is known, and which one of them, from 1, the reader is at; 0 for none. */
guint            ponder_chat_find_get_n_places (PonderChatFind        *self);
guint            ponder_chat_find_get_position (PonderChatFind        *self);
/* All of them are counted. */
gboolean         ponder_chat_find_is_complete  (PonderChatFind        *self);

G_END_DECLS
