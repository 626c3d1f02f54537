/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of a message is shown, and how: what is pure of it. */

#include "config.h"

#include "ponder-message-text.h"

#include "ponder-attachment-strip.h"
#include "ponder-attachment-tile.h"
#include "ponder-markdown.h"
#include "ponder-measure.h"
#include "ponder-short-time.h"

#include <glib/gi18n.h>
#include <string.h>

/* A megabyte is thousands of paragraphs, and laying them out takes half a second; this much takes a
 * twentieth. */
#define FOLD_BYTES (96 * 1024)
#define LINE_HEIGHT 3           /* letters */
#define AROUND 84
#define TILE_GAP 6
/* Nobody listens to more of it in one go. */
#define SPOKEN_BYTES 4096

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

/* What is read out of the text; while it grows it would be read out again with every word. (transfer full) */
static char *
dup_spoken_text (PonderMessage *message)
{
  const char *text = ponder_message_get_text (message);
  g_autoptr(GPtrArray) blocks = NULL;
  g_autofree char *beginning = NULL;

  if (ponder_message_is_being_written (message))
    return g_strdup (_("being written…"));
  beginning = strlen (text) > SPOKEN_BYTES ? g_strndup (text, g_utf8_find_prev_char (text, text + SPOKEN_BYTES) - text)
                                           : g_strdup (text);
  if (!ponder_message_text_is_markdown (message))
    return g_steal_pointer (&beginning);
  blocks = ponder_markdown_parse (beginning, -1);
  return ponder_markdown_to_text (blocks);
}

/* Who wrote it and when, and then what: the widgets before GTK 4.14 cannot be read line by line. */
char *
ponder_message_text_dup_name (PonderMessage *message)
{
  g_autofree char *text = dup_spoken_text (message);
  g_autofree char *parts = ponder_message_text_dup_part_names (message, TRUE);
  g_autofree char *words = *parts != '\0' ? g_strdup_printf ("%s (%s)", text, parts) : g_strdup (text);
  g_autofree char *time = ponder_short_time_format (ponder_message_get_created (message));
  const char *model = ponder_message_get_model (message);
  const char *who = ponder_message_get_role (message) == PONDER_ROLE_USER ? _("You")
                    : model != NULL ? model : _("Answer");

  return *time != '\0' ? g_strdup_printf ("%s, %s: %s", who, time, words) : g_strdup_printf ("%s: %s", who, words);
}

/* Tiles beside each other, as many as there is room for. */
static int
estimate_attached (PonderMessage *message,
                   int            width)
{
  GPtrArray *parts = ponder_message_get_parts (message);
  int per_line = MAX (1, width / (PONDER_ATTACHMENT_TILE_LARGE + TILE_GAP));
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
                                     int            width,
                                     int            letter)
{
  const char *text = ponder_message_get_text (message);
  const char *end = text + ponder_message_text_find_fold (text);
  gsize line_bytes = CLAMP (width / letter, 10, PONDER_MEASURE_LINE);
  gsize n_lines = 1;

  while (text < end)
    {
      gsize length = strcspn (text, "\n");

      n_lines += 1 + length / line_bytes;
      text += length + 1;
    }
  return AROUND + (int) n_lines * letter * LINE_HEIGHT
         + estimate_attached (message, MIN (width, letter * PONDER_MEASURE_COLUMN));
}
