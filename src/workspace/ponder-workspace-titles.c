/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How chats get the titles that nobody gave them. */

#include "config.h"

#include "ponder-timeline-private.h"
#include "ponder-workspace-private.h"

#include "ponder-title.h"

/* A picture without words is called by its name. */
static const char *
get_words (PonderMessage *question)
{
  const char *text = ponder_message_get_text (question);
  GPtrArray *parts = ponder_message_get_parts (question);

  for (guint i = 0; *text == '\0' && i < parts->len; i++)
    {
      const PonderPart *part = g_ptr_array_index (parts, i);

      if (part->name != NULL)
        text = part->name;
    }
  return text;
}

/* (nullable): the chat has more than that, or no whole answer yet */
static PonderMessage *
find_first_exchange (PonderTimeline  *timeline,
                     PonderMessage  **question)
{
  GPtrArray *messages = ponder_timeline_get_messages (timeline);
  PonderMessage *answer = NULL;

  *question = NULL;
  for (guint i = 0; i < messages->len; i++)
    {
      PonderMessage *message = g_ptr_array_index (messages, i);

      if (ponder_message_get_role (message) == PONDER_ROLE_USER)
        {
          if (*question != NULL)
            return NULL;
          *question = message;
        }
      else if (ponder_message_get_state (message) == PONDER_MESSAGE_DONE)
        {
          if (answer != NULL)
            return NULL;
          answer = message;
        }
    }

  return *question != NULL ? answer : NULL;
}

void
ponder_workspace_make_title (PonderSession *session,
                             PonderMessage *question)
{
  g_autofree char *title = NULL;

  if (ponder_session_get_title_fixed (session) || ponder_session_get_title (session)[0] != '\0')
    return;
  if ((title = ponder_title_from_question (get_words (question))))
    ponder_session_set_title (session, title);
}

void
ponder_workspace_improve_title (PonderTimeline *timeline)
{
  PonderSession *session = ponder_timeline_get_session (timeline);
  PonderMessage *question;
  PonderMessage *answer = find_first_exchange (timeline, &question);
  g_autofree char *made = answer != NULL ? ponder_title_from_question (get_words (question)) : NULL;
  g_autofree char *better = NULL;

  if (answer == NULL || ponder_session_get_title_fixed (session)
      || g_strcmp0 (made != NULL ? made : "", ponder_session_get_title (session)) != 0)
    return;

  better = ponder_title_from_exchange (ponder_message_get_text (question), ponder_message_get_text (answer));
  if (better != NULL)
    ponder_session_set_title (session, better);
}
