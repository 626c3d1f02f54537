/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was said so far, as servers want to read it: whoever spoke, his words and what he attached. */

#include "config.h"

#include "ponder-history.h"

#include "ponder-attachment.h"

static PonderHistoryTurn *
turn_new (PonderRole role)
{
  PonderHistoryTurn *turn = g_new0 (PonderHistoryTurn, 1);

  turn->role = role;
  turn->text = g_string_new (NULL);
  turn->attachments = g_ptr_array_new ();
  return turn;
}

static void
turn_free (gpointer data)
{
  PonderHistoryTurn *turn = data;

  g_string_free (turn->text, TRUE);
  g_ptr_array_unref (turn->attachments);
  g_free (turn);
}

static gboolean
has_attachment (PonderMessage *message)
{
  GPtrArray *parts = ponder_message_get_parts (message);

  for (guint i = 0; i < parts->len; i++)
    {
      if (ponder_attachment_find_form (g_ptr_array_index (parts, i), TRUE) != PONDER_ATTACHMENT_NONE)
        return TRUE;
    }
  return FALSE;
}

/* White space is none: there are servers that refuse a message of nothing else, and with it the whole chat. */
static gboolean
has_words (PonderMessage *message)
{
  const char *text = ponder_message_get_text (message);

  while (g_ascii_isspace (*text))
    text++;
  return *text != '\0';
}

/* An answer that failed was none. Tool calls and their results have no words of their own, and a
 * server refuses one without the other. */
static gboolean
belongs_to_history (PonderMessage *message)
{
  return (has_words (message) || has_attachment (message))
         && ponder_message_get_state (message) != PONDER_MESSAGE_FAILED
         && ponder_message_get_role (message) != PONDER_ROLE_TOOL;
}

static void
add_text (PonderHistoryTurn *turn,
          const char        *text)
{
  if (turn->text->len > 0 && *text != '\0')
    g_string_append (turn->text, "\n\n");
  g_string_append (turn->text, text);
}

static void
add_part (PonderHistoryTurn *turn,
          PonderPart        *part,
          gboolean           reads_files)
{
  g_autofree char *text = NULL;

  switch (ponder_attachment_find_form (part, reads_files))
    {
    case PONDER_ATTACHMENT_NONE:
      return;
    case PONDER_ATTACHMENT_BYTES:
      g_ptr_array_add (turn->attachments, part);
      return;
    case PONDER_ATTACHMENT_WORDS:
      text = ponder_attachment_dup_text (part);
      break;
    case PONDER_ATTACHMENT_MISSING:
      text = ponder_attachment_dup_missing (part);
      break;
    }
  add_text (turn, text);
}

static void
add_message (PonderHistoryTurn *turn,
             PonderMessage     *message,
             gboolean           reads_files)
{
  GPtrArray *parts = ponder_message_get_parts (message);

  add_text (turn, ponder_message_get_text (message));
  for (guint i = 0; i < parts->len; i++)
    add_part (turn, g_ptr_array_index (parts, i), reads_files);
}

/* @aside: the system's messages stand elsewhere. */
static GPtrArray *
list_turns (PonderRequest *request,
            gboolean       aside,
            gboolean       reads_files)
{
  GPtrArray *messages = ponder_request_get_messages (request);
  GPtrArray *turns = g_ptr_array_new_with_free_func (turn_free);
  PonderHistoryTurn *last = NULL;

  for (guint i = 0; i < messages->len; i++)
    {
      PonderMessage *message = g_ptr_array_index (messages, i);
      PonderRole role = ponder_message_get_role (message);

      if (!belongs_to_history (message) || (aside && role == PONDER_ROLE_SYSTEM))
        continue;
      if (last == NULL || role != last->role || (role != PONDER_ROLE_USER && !aside))
        g_ptr_array_add (turns, last = turn_new (role));
      add_message (last, message, reads_files);
    }
  return turns;
}

GPtrArray *
ponder_history_list_turns (PonderRequest *request,
                           gboolean       reads_files)
{
  return list_turns (request, FALSE, reads_files);
}

GPtrArray *
ponder_history_list_alternating (PonderRequest *request,
                                 gboolean       reads_files)
{
  return list_turns (request, TRUE, reads_files);
}

char *
ponder_history_dup_system (PonderRequest    *request,
                           PonderStructured  promise)
{
  GPtrArray *messages = ponder_request_get_messages (request);
  g_autofree char *prompt = ponder_structured_dup_system (request, promise);
  g_autoptr(GString) text = g_string_new (prompt);

  for (guint i = 0; i < messages->len; i++)
    {
      PonderMessage *message = g_ptr_array_index (messages, i);

      if (ponder_message_get_role (message) == PONDER_ROLE_SYSTEM && has_words (message))
        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n\n" : "", ponder_message_get_text (message));
    }
  return text->len > 0 ? g_strdup (text->str) : NULL;
}
