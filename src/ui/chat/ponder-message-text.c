/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of a message is shown, and how: what is pure of it. */

#include "config.h"

#include "ponder-message-text.h"

#include <string.h>

/* A megabyte is thousands of paragraphs, and laying them out takes half a second; this much takes a
 * twentieth. */
#define FOLD_BYTES (96 * 1024)
#define LINE_HEIGHT 22
#define LETTER_WIDTH 7
#define AROUND 84

gboolean
ponder_message_text_is_markdown (PonderMessage *message)
{
  return ponder_message_get_role (message) != PONDER_ROLE_USER
         || strstr (ponder_message_get_text (message), "```") != NULL;
}

gsize
ponder_message_text_find_fold (const char *text)
{
  gsize length = strlen (text);
  const char *end;

  if (length <= FOLD_BYTES)
    return length;
  if (!(end = g_strrstr_len (text, FOLD_BYTES, "\n")) || end == text)
    end = g_utf8_find_prev_char (text, text + FOLD_BYTES);
  return end - text;
}

static void
add_part_name (GString          *names,
               const PonderPart *part)
{
  const char *name = part->name != NULL ? part->name : ponder_part_kind_to_string (part->kind);

  switch (part->kind)
    {
    case PONDER_PART_TEXT:
    case PONDER_PART_REASONING:
      return;
    case PONDER_PART_IMAGE:
    case PONDER_PART_FILE:
    case PONDER_PART_TOOL_CALL:
    case PONDER_PART_TOOL_RESULT:
      g_string_append_printf (names, "%s%s", names->len > 0 ? " · " : "", name);
      return;
    }
  g_assert_not_reached ();
}

char *
ponder_message_text_dup_part_names (PonderMessage *message)
{
  GPtrArray *parts = ponder_message_get_parts (message);
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < parts->len; i++)
    add_part_name (names, g_ptr_array_index (parts, i));
  return g_string_free (names, FALSE);
}

int
ponder_message_text_estimate_height (PonderMessage *message,
                                     int            width)
{
  const char *text = ponder_message_get_text (message);
  const char *end = text + ponder_message_text_find_fold (text);
  gsize line_bytes = MAX (10, MIN (width, PONDER_MESSAGE_TEXT_WIDTH) / LETTER_WIDTH);
  gsize n_lines = 1;

  while (text < end)
    {
      gsize length = strcspn (text, "\n");

      n_lines += 1 + length / line_bytes;
      text += length + 1;
    }
  return AROUND + (int) n_lines * LINE_HEIGHT;
}
