/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of a message is shown, and how: what is pure of it. */

#include "config.h"

#include "ponder-message-text.h"

#include "ponder-attachment-strip.h"
#include "ponder-attachment-tile.h"

#include <glib/gi18n.h>
#include <string.h>

/* A megabyte is thousands of paragraphs, and laying them out takes half a second; this much takes a
 * twentieth. */
#define FOLD_BYTES (96 * 1024)
#define LINE_HEIGHT 22
#define LETTER_WIDTH 7
#define AROUND 84
#define TILE_GAP 6

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
               const PonderPart *part,
               gboolean          attached)
{
  const char *name = part->name != NULL ? part->name : ponder_part_kind_to_string (part->kind);

  switch (part->kind)
    {
    case PONDER_PART_TEXT:
    case PONDER_PART_REASONING:
      return;
    case PONDER_PART_IMAGE:
    case PONDER_PART_FILE:
      if (!attached)
        return;
      break;
    case PONDER_PART_TOOL_CALL:
    case PONDER_PART_TOOL_RESULT:
      break;
    }
  g_string_append_printf (names, "%s%s", names->len > 0 ? " · " : "", name);
}

char *
ponder_message_text_dup_part_names (PonderMessage *message,
                                    gboolean       attached)
{
  GPtrArray *parts = ponder_message_get_parts (message);
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < parts->len; i++)
    add_part_name (names, g_ptr_array_index (parts, i), attached);
  return g_string_free (names, FALSE);
}

/* The whole text is the name; while it grows it would be read out again with every word. */
char *
ponder_message_text_dup_name (PonderMessage *message)
{
  const char *text = ponder_message_is_being_written (message) ? _("being written…")
                                                               : ponder_message_get_text (message);
  g_autofree char *parts = ponder_message_text_dup_part_names (message, TRUE);
  g_autofree char *words = *parts != '\0' ? g_strdup_printf ("%s (%s)", text, parts) : g_strdup (text);

  return g_strdup_printf (ponder_message_get_role (message) == PONDER_ROLE_USER ? _("You: %s") : _("Answer: %s"),
                          words);
}

/* Tiles beside each other, as many as there is room for. */
static int
estimate_attached (PonderMessage *message,
                   int            width)
{
  GPtrArray *parts = ponder_message_get_parts (message);
  int per_line = MAX (1, MIN (width, PONDER_MESSAGE_TEXT_WIDTH) / (PONDER_ATTACHMENT_TILE_LARGE + TILE_GAP));
  int n = (int) ponder_attachment_strip_count_shown (message);
  int height = 0;

  for (guint i = 0; i < parts->len; i++)
    {
      const PonderPart *part = g_ptr_array_index (parts, i);

      if (part->kind != PONDER_PART_IMAGE && part->kind != PONDER_PART_FILE)
        continue;
      height = MAX (height, part->kind == PONDER_PART_IMAGE ? PONDER_ATTACHMENT_TILE_LARGE
                                                            : PONDER_ATTACHMENT_TILE_FILE);
    }
  return (n + per_line - 1) / per_line * (height + TILE_GAP);
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
  return AROUND + (int) n_lines * LINE_HEIGHT + estimate_attached (message, width);
}
