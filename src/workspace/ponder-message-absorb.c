/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings a message that is shown in step with its row. */

#include "config.h"

#include "ponder-message-absorb-private.h"

static guint
count_attachments (PonderMessage *message)
{
  GPtrArray *parts = ponder_message_get_parts (message);
  guint n = 0;

  for (guint i = 0; i < parts->len; i++)
    {
      const PonderPart *part = g_ptr_array_index (parts, i);

      if (part->kind != PONDER_PART_TEXT && part->kind != PONDER_PART_REASONING)
        n++;
    }
  return n;
}

static void
copy_results (PonderMessage *message,
              PonderMessage *row)
{
  ponder_message_set_model (message, ponder_message_get_model (row));
  ponder_message_set_provider (message, ponder_message_get_provider (row));
  ponder_message_set_usage (message, ponder_message_get_usage (row));
  ponder_message_set_first_token_ms (message, ponder_message_get_first_token_ms (row));
  ponder_message_set_reasoning_ms (message, ponder_message_get_reasoning_ms (row));
  ponder_message_set_total_ms (message, ponder_message_get_total_ms (row));
  ponder_message_set_cached_from (message, ponder_message_get_cached_from (row));
  ponder_message_set_finish (message, ponder_message_get_finish (row));
  ponder_message_set_fault (message, ponder_message_get_fault (row));
  ponder_message_set_state (message, ponder_message_get_state (row));
}

gboolean
ponder_message_absorb (PonderMessage *message,
                       PonderMessage *row)
{
  const char *text = ponder_message_get_text (row);
  const char *reasoning = ponder_message_get_reasoning (row);
  gsize text_length = strlen (ponder_message_get_text (message));
  gsize reasoning_length = strlen (ponder_message_get_reasoning (message));

  if (count_attachments (message) != count_attachments (row)
      || !g_str_has_prefix (text, ponder_message_get_text (message))
      || !g_str_has_prefix (reasoning, ponder_message_get_reasoning (message)))
    return FALSE;

  ponder_message_set_chosen (message, ponder_message_get_chosen (row));
  if (reasoning[reasoning_length] != '\0')
    ponder_message_append_reasoning (message, reasoning + reasoning_length);
  if (text[text_length] != '\0')
    ponder_message_append_text (message, text + text_length);
  if (ponder_message_get_state (message) != ponder_message_get_state (row)
      || text[text_length] != '\0')
    copy_results (message, row);
  return TRUE;
}
