/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether what stands between two delimiters of a formula is one, or words that people wrote. */

#include "config.h"

#include "ponder-prose.h"

/* So many words side by side are a sentence, in a text with signs of a formula and in one without. */
#define N_WORDS_WITH_TEX 5
#define N_WORDS 2

/* So many characters of Chinese side by side. */
#define N_WIDE 8

gboolean
ponder_prose_has_tex (const char *text,
                      gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      switch (text[i])
        {
        case '\\':
        case '^':
        case '_':
        case '=':
        case '+':
        case '<':
        case '>':
        case '{':
        case '}':
          return TRUE;
        default:
          break;
        }
    }
  return FALSE;
}

static gsize
measure_letters (const char *text,
                 gsize       length)
{
  gsize n = 0;

  while (n < length && g_ascii_isalpha (text[n]))
    n++;
  return n;
}

/* The command \name at the beginning of @text, or a backslash and what it escapes. */
static gsize
measure_command (const char *text,
                 gsize       length)
{
  gsize n = measure_letters (text + 1, length - 1);

  return MIN (n > 0 ? n + 1 : 2, length);
}

/* The longest row of words with nothing but blanks between them. */
static guint
count_words_in_a_row (const char *text,
                      gsize       length)
{
  guint longest = 0;
  guint n = 0;
  int depth = 0;

  for (gsize i = 0; i < length;)
    {
      gsize letters = measure_letters (text + i, length - i);

      if (letters > 0)
        {
          n = letters < 2 || depth > 0 ? 0 : n + 1;
          longest = MAX (longest, n);
          i += letters;
          continue;
        }
      if (!g_ascii_isspace (text[i]))
        n = 0;
      depth += (text[i] == '{') - (text[i] == '}');
      i += text[i] == '\\' ? measure_command (text + i, length - i) : 1;
    }
  return longest;
}

/* The longest row of wide characters, @punctuation tells whether one of them is a comma or the like. */
static guint
count_wide_in_a_row (const char *text,
                     gsize       length,
                     gboolean   *punctuation)
{
  const char *end = text + length;
  guint longest = 0;
  guint n = 0;
  int depth = 0;

  *punctuation = FALSE;
  for (; text < end; text = g_utf8_next_char (text))
    {
      gunichar c;

      if ((guchar) *text < 0x80)
        {
          depth += (*text == '{') - (*text == '}');
          n = 0;
          continue;
        }
      c = g_utf8_get_char (text);
      n = depth > 0 || !g_unichar_iswide (c) ? 0 : n + 1;
      longest = MAX (longest, n);
      *punctuation |= n > 0 && g_unichar_ispunct (c);
    }
  return longest;
}

gboolean
ponder_prose_is_words (const char *text,
                       gsize       length)
{
  gboolean tex = ponder_prose_has_tex (text, length);
  gboolean punctuation;

  if (count_words_in_a_row (text, length) >= (tex ? N_WORDS_WITH_TEX : N_WORDS))
    return TRUE;
  return count_wide_in_a_row (text, length, &punctuation) >= N_WIDE || (punctuation && !tex);
}

gboolean
ponder_prose_is_word (const char *text,
                      gsize       length)
{
  if (ponder_prose_has_tex (text, length))
    return FALSE;
  for (gsize i = 0; i < length;)
    {
      gsize letters = measure_letters (text + i, length - i);
      gsize n_small = 0;

      for (gsize j = 0; j < letters; j++)
        n_small += g_ascii_islower (text[i + j]) != 0;
      if (letters > 3 && n_small >= 3)
        return TRUE;
      i += MAX (letters, 1);
    }
  return FALSE;
}

gboolean
ponder_prose_is_price (const char *text,
                       gsize       length)
{
  gboolean punctuation;
  int depth = 0;

  if (length == 0 || !g_ascii_isdigit (*text))
    return FALSE;
  if (count_wide_in_a_row (text, length, &punctuation) > 0)
    return TRUE;
  for (gsize i = 1; i + 2 < length; i++)
    {
      depth += (text[i] == '{') - (text[i] == '}');
      if (depth == 0 && text[i] == ' ' && measure_letters (text + i + 1, length - i - 1) >= 2)
        return TRUE;
    }
  return FALSE;
}
