/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which messages a model can learn from. */

#include "config.h"

#include "ponder-export-private.h"

/* An answer that ended where the model wanted it to. */
static gboolean
is_whole (PonderMessage *message)
{
  PonderFinish finish = ponder_message_get_finish (message);

  return ponder_message_get_state (message) == PONDER_MESSAGE_DONE
         && (finish == PONDER_FINISH_NONE || finish == PONDER_FINISH_STOP || finish == PONDER_FINISH_TOOL_CALLS);
}

static gboolean
is_text_file (const PonderPart *part)
{
  return part->kind == PONDER_PART_FILE && part->data != NULL && part->media_type != NULL
         && g_ascii_strncasecmp (part->media_type, "text/", 5) == 0;
}

/* A question with everything up to the next one: whole, and with words at the end. */
static gboolean
is_complete (GPtrArray *turn)
{
  PonderMessage *first = turn->len > 1 ? turn->pdata[0] : NULL;
  PonderMessage *last = turn->len > 1 ? turn->pdata[turn->len - 1] : NULL;

  if (first == NULL || ponder_message_get_role (first) != PONDER_ROLE_USER
      || ponder_message_get_role (last) != PONDER_ROLE_ASSISTANT
      || ponder_message_get_text (first)[0] == '\0' || ponder_message_get_text (last)[0] == '\0')
    return FALSE;

  for (guint i = 0; i < turn->len; i++)
    if (!is_whole (turn->pdata[i]))
      return FALSE;

  return TRUE;
}

static void
end_turn (GPtrArray *turns,
          GPtrArray *turn)
{
  if (is_complete (turn))
    g_ptr_array_extend (turns, turn, NULL, NULL);
  g_ptr_array_set_size (turn, 0);
}

GPtrArray *
ponder_export_find_turns (GPtrArray *path)
{
  g_autoptr(GPtrArray) turn = g_ptr_array_new ();
  GPtrArray *turns = g_ptr_array_new ();

  for (guint i = 0; i < path->len; i++)
    {
      PonderMessage *message = path->pdata[i];

      if (ponder_message_get_role (message) == PONDER_ROLE_USER)
        end_turn (turns, turn);
      if (ponder_message_get_role (message) != PONDER_ROLE_SYSTEM)
        g_ptr_array_add (turn, message);
    }
  end_turn (turns, turn);

  return turns;
}

char *
ponder_export_dup_words (PonderMessage *message)
{
  GPtrArray *parts = ponder_message_get_parts (message);
  GString *words = g_string_new (ponder_message_get_text (message));

  for (guint i = 0; i < parts->len; i++)
    {
      const PonderPart *part = parts->pdata[i];
      g_autofree char *text = NULL;
      gsize size;
      const char *data;

      if (!is_text_file (part))
        continue;

      data = g_bytes_get_data (part->data, &size);
      text = g_utf8_make_valid (size > 0 ? data : "", (gssize) size);
      g_string_append_printf (words, "\n\n<file name=\"%s\">\n%s\n</file>", part->name != NULL ? part->name : "",
                              text);
    }

  return g_string_free (words, FALSE);
}

char *
ponder_export_dup_system (const PonderConversation *conversation,
                          GPtrArray                *path)
{
  const char *system = ponder_session_get_config (conversation->session)->system;
  g_autoptr(GPtrArray) texts = g_ptr_array_new ();

  if (system != NULL && *system != '\0')
    g_ptr_array_add (texts, (gpointer) system);
  for (guint i = 0; i < path->len; i++)
    {
      const char *text = ponder_message_get_text (path->pdata[i]);

      if (ponder_message_get_role (path->pdata[i]) == PONDER_ROLE_SYSTEM && *text != '\0'
          && g_strcmp0 (text, system) != 0)
        g_ptr_array_add (texts, (gpointer) text);
    }
  if (texts->len == 0)
    return NULL;

  g_ptr_array_add (texts, NULL);
  return g_strjoinv ("\n\n", (GStrv) texts->pdata);
}
