/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chat outside of any database. */

#include "config.h"

#include "ponder-conversation.h"

/* It goes, and what it held goes with it. */
static void
test_owns (void)
{
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  PonderConversation *conversation = ponder_conversation_new (session);
  PonderMessage *message = ponder_message_new ("m", NULL, PONDER_ROLE_USER);

  g_object_add_weak_pointer (G_OBJECT (message), (gpointer *) &message);
  ponder_conversation_take_message (conversation, message);
  conversation->source = g_strdup ("chatgpt");
  conversation->external_id = g_strdup ("1");

  g_assert_true (conversation->session == session);
  g_assert_true (conversation->messages->pdata[0] == message);
  ponder_conversation_free (conversation);
  g_assert_null (message);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transfer/conversation/owns-what-it-holds", test_owns);
  return g_test_run ();
}
