/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One chat with everything in it, outside of any database. */

#include "config.h"

#include "ponder-conversation.h"

PonderConversation *
ponder_conversation_new (PonderSession *session)
{
  PonderConversation *self;

  g_return_val_if_fail (PONDER_IS_SESSION (session), NULL);

  self = g_new0 (PonderConversation, 1);
  self->session = g_object_ref (session);
  self->messages = g_ptr_array_new_with_free_func (g_object_unref);
  self->runs = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_stored_run_free);

  return self;
}

void
ponder_conversation_free (PonderConversation *self)
{
  g_object_unref (self->session);
  g_ptr_array_unref (self->messages);
  g_ptr_array_unref (self->runs);
  g_free (self->source);
  g_free (self->external_id);
  g_free (self);
}

void
ponder_conversation_take_message (PonderConversation *self,
                                  PonderMessage      *message)
{
  g_return_if_fail (PONDER_IS_MESSAGE (message));

  g_ptr_array_add (self->messages, message);
}
