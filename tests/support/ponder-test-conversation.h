/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chats made up at random, and whether two are the same. */

#pragma once

#include "ponder-conversation.h"

G_BEGIN_DECLS

/* A tree of up to @n_messages with everything that can be stored: every kind of part, every state, several roots,
 * missing parents, numbers unknown and extreme, texts empty, long and strange. */
PonderConversation *ponder_test_conversation_random      (GRand                    *rand,
                                                          guint                     n_messages);

/* Every stored value, one by one. What a reader may not know is not compared: which program has it open. */
void                ponder_test_conversation_assert_same (const PonderConversation *a,
                                                          const PonderConversation *b);
void                ponder_test_message_assert_same      (PonderMessage            *a,
                                                          PonderMessage            *b);

G_END_DECLS
