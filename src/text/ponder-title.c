/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chat's title from its first question. */

#include "config.h"

#include "ponder-title.h"

#include "ponder-markdown.h"

#include <string.h>

#define LONGEST_TITLE 60

/* As much of a question as is looked at: a pasted document is not a title. */
#define QUESTION_LIMIT 4096

static gboolean
has_words (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      if (g_unichar_isalnum (g_utf8_get_char (text)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_hidden (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  /* Joiners hold emoji together; other format characters could turn the words around. */
  return (type == G_UNICODE_FORMAT && c != 0x200d && c != 0x200c) || type == G_UNICODE_UNASSIGNED ||
         type == G_UNICODE_PRIVATE_USE;
}

/* One line without control characters and with single spaces. */
static char *
dup_line (const char *text)
{
  GString *line = g_string_new (NULL);
  gboolean space = FALSE;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      if (g_unichar_isspace (c) || g_unichar_iscntrl (c))
        space = line->len > 0;
      else if (!is_hidden (c))
        {
          if (space)
            g_string_append_c (line, ' ');
          space = FALSE;
          g_string_append_unichar (line, c);
        }
    }
  return g_string_free (line, FALSE);
}

static gboolean
is_continuation (gunichar c)
{
  return g_unichar_ismark (c) || c == 0x200d || (c >= 0x1f3fb && c <= 0x1f3ff);
}

/* Where to cut @line so that at most @n_chars stay: at a space in the second half, else between two
 * characters that do not belong together. */
static const char *
find_cut (const char *line,
          glong       n_chars)
{
  const char *half = g_utf8_offset_to_pointer (line, n_chars / 2);
  const char *cut = g_utf8_offset_to_pointer (line, n_chars);
  const char *space = g_strrstr_len (half, cut + 1 - half, " ");

  if (space != NULL)
    return space;
  while (cut > half && (is_continuation (g_utf8_get_char (cut)) ||
                        g_utf8_get_char (g_utf8_prev_char (cut)) == 0x200d))
    cut = g_utf8_prev_char (cut);
  return cut;
}

static char *
shorten (const char *line)
{
  g_autofree char *kept = NULL;
  const char *cut;

  if (g_utf8_strlen (line, -1) <= LONGEST_TITLE)
    return g_strdup (line);
  cut = find_cut (line, LONGEST_TITLE - 1);
  while (cut > line && strchr (" ,;:-(", cut[-1]) != NULL)
    cut--;
  kept = g_strndup (line, cut - line);
  return g_strconcat (kept, "…", NULL);
}

/* The first block that has words and is @code or not. (nullable) */
static char *
dup_first_line (GPtrArray *blocks,
                gboolean   code)
{
  for (guint i = 0; i < blocks->len; i++)
    {
      PonderBlock *block = g_ptr_array_index (blocks, i);
      g_autofree char *text = ponder_block_dup_text (block);

      if ((block->kind == PONDER_BLOCK_CODE) == code && has_words (text))
        return dup_line (text);
    }
  return NULL;
}

char *
ponder_title_from_question (const char *question)
{
  g_autofree char *start = NULL;
  g_autofree char *line = NULL;
  g_autoptr(GPtrArray) blocks = NULL;

  g_return_val_if_fail (question != NULL, NULL);

  start = g_utf8_make_valid (question, strnlen (question, QUESTION_LIMIT));
  blocks = ponder_markdown_parse (start, -1);
  if (!(line = dup_first_line (blocks, FALSE)) && !(line = dup_first_line (blocks, TRUE)))
    return NULL;
  return shorten (line);
}
