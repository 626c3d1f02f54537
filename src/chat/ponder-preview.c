/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one line of a message that a list of chats shows. */

#include "config.h"

#include "ponder-preview.h"

#include "ponder-markdown.h"

#include <string.h>

#define PREVIEW_LENGTH 200

/* Bytes that are looked at: marks and spaces give fewer. */
#define PREVIEW_BYTES  4096

static gssize
measure_beginning (const char *markdown)
{
  gsize length = strnlen (markdown, PREVIEW_BYTES + 1);

  if (length <= PREVIEW_BYTES)
    return (gssize) length;

  length = PREVIEW_BYTES;
  while (((guchar) markdown[length] & 0xc0) == 0x80)
    length--;
  return (gssize) length;
}

char *
ponder_preview_from_markdown (const char *markdown)
{
  g_autoptr(GPtrArray) blocks = ponder_markdown_parse (markdown, measure_beginning (markdown));
  g_autofree char *text = ponder_markdown_to_text (blocks);
  GString *line = g_string_new (NULL);
  gsize length = 0;

  for (const char *c = text; *c != '\0' && length < PREVIEW_LENGTH; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      if (g_unichar_isspace (character))
        character = ' ';
      /* Spaces fold together, and what cannot be seen is left out. */
      if (g_unichar_iscntrl (character) ||
          (character == ' ' && (line->len == 0 || line->str[line->len - 1] == ' ')))
        continue;

      g_string_append_unichar (line, character);
      length++;
    }

  return g_strchomp (g_string_free (line, FALSE));
}
