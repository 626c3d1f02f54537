/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chat's title from its first question, or from its answer when the question says little. */

#include "config.h"

#include "ponder-title.h"

#include "ponder-markdown.h"
#include "ponder-small-talk.h"

#include <string.h>

#define LONGEST_TITLE 60

/* As much of a question, or of an answer, as is looked at: a pasted document is not a title. */
#define TEXT_LIMIT 4096

/* A full stop before so many characters ends an abbreviation. */
#define SHORTEST_SENTENCE 12

/* The subject of an answer is in its beginning, or nowhere. */
#define SENTENCE_LIMIT 4

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

static GPtrArray *
parse_beginning (const char *text)
{
  g_autofree char *start = g_utf8_make_valid (text, strnlen (text, TEXT_LIMIT));

  return ponder_markdown_parse (start, -1);
}

/* Code says how, not what about. */
static gboolean
says_little (GPtrArray *blocks)
{
  for (guint i = 0; i < blocks->len; i++)
    {
      PonderBlock *block = g_ptr_array_index (blocks, i);
      g_autofree char *text = block->kind != PONDER_BLOCK_CODE ? ponder_block_dup_text (block) : NULL;

      if (text != NULL && !ponder_small_talk_is_all (text))
        return FALSE;
    }

  return TRUE;
}

/* Of an abbreviation, or of a sentence? */
static gboolean
is_full_stop (const char *stop,
              glong       n_before)
{
  return n_before >= SHORTEST_SENTENCE
         && (stop[1] == '\0' || (stop[1] == ' ' && !g_unichar_islower (g_utf8_get_char (stop + 2))));
}

/* The end of the sentence that @line begins with. */
static const char *
find_sentence_end (const char *line)
{
  glong n = 0;

  for (const char *place = line; *place != '\0'; n++)
    {
      gunichar c = g_utf8_get_char (place);
      const char *next = g_utf8_next_char (place);
      gboolean parted = *next == ' ' || *next == '\0';

      if (c == 0x3002 || c == 0xff01 || c == 0xff1f || c == 0xff1a
          || ((c == '!' || c == '?' || c == ':') && parted)
          || (c == '.' && is_full_stop (place, n)))
        return next;
      place = next;
    }

  return line + strlen (line);
}

/* Without the mark at its end, unless it asks. */
static char *
dup_sentence (const char *line,
              const char *end)
{
  static const char *const marks[] = { ".", "!", ":", "。", "！", "：" };
  g_autofree char *sentence = g_strndup (line, end - line);

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    if (g_str_has_suffix (sentence, marks[i]))
      return g_strstrip (g_strndup (sentence, strlen (sentence) - strlen (marks[i])));

  return g_strstrip (g_steal_pointer (&sentence));
}

/* (nullable): no heading names a subject */
static char *
dup_subject_of_headings (GPtrArray *blocks)
{
  for (guint i = 0; i < blocks->len; i++)
    {
      PonderBlock *block = g_ptr_array_index (blocks, i);

      if (block->kind == PONDER_BLOCK_HEADING && !ponder_small_talk_is_all (block->text->text))
        {
          g_autofree char *line = dup_line (block->text->text);

          return dup_sentence (line, line + strlen (line));
        }
    }

  return NULL;
}

/* All in italics: a remark on what follows. */
static gboolean
is_aside (const PonderInline *text)
{
  const PonderSpan *span = text->spans->len == 1 ? &g_array_index (text->spans, PonderSpan, 0) : NULL;

  return span != NULL && (span->flags & PONDER_SPAN_EMPHASIS) != 0 && span->start == 0
         && span->end == strlen (text->text);
}

/* (nullable): the first few sentences name no subject */
static char *
dup_subject_of_sentences (GPtrArray *blocks)
{
  guint n = 0;

  for (guint i = 0; i < blocks->len; i++)
    {
      PonderBlock *block = g_ptr_array_index (blocks, i);
      gboolean says = block->kind == PONDER_BLOCK_PARAGRAPH && !is_aside (block->text);
      g_autofree char *line = says ? dup_line (block->text->text) : NULL;

      for (const char *place = line; place != NULL && *place != '\0' && n < SENTENCE_LIMIT; n++)
        {
          const char *end = find_sentence_end (place);
          g_autofree char *sentence = dup_sentence (place, end);

          if (!ponder_small_talk_is_all (sentence))
            return g_steal_pointer (&sentence);
          place = end;
        }
    }

  return NULL;
}

char *
ponder_title_from_question (const char *question)
{
  g_autofree char *line = NULL;
  g_autoptr(GPtrArray) blocks = NULL;

  g_return_val_if_fail (question != NULL, NULL);

  blocks = parse_beginning (question);
  if (!(line = dup_first_line (blocks, FALSE)) && !(line = dup_first_line (blocks, TRUE)))
    return NULL;
  return shorten (line);
}

char *
ponder_title_from_exchange (const char *question,
                            const char *answer)
{
  g_autoptr(GPtrArray) asked = NULL;
  g_autoptr(GPtrArray) answered = NULL;
  g_autofree char *subject = NULL;

  g_return_val_if_fail (question != NULL, NULL);
  g_return_val_if_fail (answer != NULL, NULL);

  asked = parse_beginning (question);
  if (!says_little (asked))
    return NULL;

  answered = parse_beginning (answer);
  if (!(subject = dup_subject_of_headings (answered)) && !(subject = dup_subject_of_sentences (answered)))
    return NULL;
  return shorten (subject);
}
