/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text that grows, as sentences to be read out: each once, as soon as it is whole. */

#include "config.h"

#include "ponder-sentences.h"

#include "ponder-markdown.h"

#include <glib/gi18n.h>
#include <string.h>

/* How far the text was read out. A block that is over stays as it is, so a number is enough. */
struct _PonderSentences
{
  guint n_blocks;               /* said to their end */
  gsize n_bytes;                /* said of the next one */
};

/* A full stop after one of these ends nothing, in the languages that models write most. */
static const char *const abbreviations[] = {
  "al", "approx", "bzw", "ca", "cf", "dr", "eq", "etc", "evtl", "fig", "ggf", "inkl", "jr", "mr", "mrs", "ms",
  "nr", "prof", "resp", "sr", "st", "usw", "vgl", "vs",
};

PonderSentences *
ponder_sentences_new (void)
{
  return g_new0 (PonderSentences, 1);
}

void
ponder_sentences_free (PonderSentences *self)
{
  g_free (self);
}

/* Ends a sentence wherever it stands. */
static gboolean
is_full_stop_of_cjk (gunichar c)
{
  return c == 0x3002 || c == 0xff01 || c == 0xff1f || c == 0xff61 || c == 0xff0e;
}

static gboolean
is_stop (gunichar c)
{
  return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x0964 || c == 0x061f || c == 0x06d4
         || is_full_stop_of_cjk (c);
}

/* What closes goes with what it closes. */
static gboolean
closes (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_CLOSE_PUNCTUATION || type == G_UNICODE_FINAL_PUNCTUATION || c == '"' || c == '\''
         || c == 0x201c;
}

static gsize
skip (const char *text,
      gsize       place,
      gboolean  (*wanted) (gunichar c))
{
  while (text[place] != '\0' && wanted (g_utf8_get_char (text + place)))
    place = (gsize) (g_utf8_next_char (text + place) - text);
  return place;
}

/* Whether the full stop at @stop may be part of the word before it: an initial, “e.g.”, “Fig.”, a numeral. */
static gboolean
is_abbreviation (const char *text,
                 gsize       start,
                 gsize       stop)
{
  const char *word = text + stop;
  g_autofree char *lower = NULL;

  while (word > text + start && g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (word))))
    word = g_utf8_prev_char (word);
  if (word == text + stop)
    return FALSE;
  /* The number of an item; any other numeral may well be the last word. */
  if (g_ascii_isdigit (*word))
    return word == text + start;
  if (g_utf8_strlen (word, text + stop - word) == 1)
    return TRUE;

  lower = g_utf8_strdown (word, text + stop - word);
  for (guint i = 0; i < G_N_ELEMENTS (abbreviations); i++)
    if (strcmp (lower, abbreviations[i]) == 0)
      return TRUE;
  return FALSE;
}

/* What stands at @stop ends the sentence, if @after, behind its last mark, goes on like a new one. */
static gboolean
ends_sentence (const char *text,
               gsize       start,
               gsize       stop,
               gsize       after)
{
  gsize next;

  if (is_full_stop_of_cjk (g_utf8_get_char (text + stop)))
    return TRUE;
  if (!g_unichar_isspace (g_utf8_get_char (text + after)))
    return FALSE;

  next = skip (text, after, g_unichar_isspace);
  if (g_unichar_islower (g_utf8_get_char (text + next)))
    return FALSE;
  return text[stop] != '.' || !is_abbreviation (text, start, stop);
}

gsize
ponder_sentences_find_end (const char *text,
                           gsize       start,
                           gboolean    finished)
{
  gsize place = start;

  while (text[place] != '\0')
    {
      gsize stop = place;
      gsize after;

      place = (gsize) (g_utf8_next_char (text + place) - text);
      if (!is_stop (g_utf8_get_char (text + stop)))
        continue;

      after = skip (text, skip (text, place, is_stop), closes);
      /* A next word, or more marks, may be on its way. */
      if (text[skip (text, after, g_unichar_isspace)] == '\0')
        return finished ? after + strlen (text + after)
                        : is_full_stop_of_cjk (g_utf8_get_char (text + stop)) && text[after] != '\0' ? after : 0;
      if (ends_sentence (text, start, stop, after))
        return skip (text, after, g_unichar_isspace);
      place = after;
    }
  return finished ? place : 0;
}

static guint
count_lines (const char *code)
{
  guint n_lines = *code != '\0' ? 1 : 0;

  for (; *code != '\0'; code++)
    n_lines += *code == '\n';
  return n_lines;
}

/* Nobody wants brackets and tabs read out while they wait for the next sentence. */
static char *
dup_code_words (PonderBlock *block)
{
  guint n_lines = count_lines (block->code);

  if (block->language != NULL)
    /* Translators: %1$s is a programming language, %2$u a number of lines; read out by a screen reader. */
    return g_strdup_printf (ngettext ("Code, %1$s, %2$u line.", "Code, %1$s, %2$u lines.", n_lines),
                            block->language, n_lines);
  /* Translators: %u is a number of lines; read out by a screen reader. */
  return g_strdup_printf (ngettext ("Code, %u line.", "Code, %u lines.", n_lines), n_lines);
}

static char *
dup_table_words (PonderBlock *block)
{
  guint n_rows = block->n_rows > 0 ? block->n_rows - 1 : 0;

  /* Translators: %1$u is a number of columns, %2$u one of rows; read out by a screen reader. */
  return g_strdup_printf (ngettext ("Table, %1$u columns, %2$u row.", "Table, %1$u columns, %2$u rows.", n_rows),
                          block->n_columns, n_rows);
}

static void
add_words (GString    *words,
           const char *text,
           gsize       length)
{
  if (words->len > 0)
    g_string_append_c (words, ' ');
  for (gsize i = 0; i < length; i++)
    g_string_append_c (words, text[i] == '\n' ? ' ' : text[i]);
  while (words->len > 0 && words->str[words->len - 1] == ' ')
    g_string_truncate (words, words->len - 1);
}

/* Those that are whole. */
static void
take_sentences (PonderSentences *self,
                GString         *words,
                const char      *text,
                gboolean         over)
{
  gsize end;

  /* It may have become another one: what was said was said. */
  self->n_bytes = MIN (self->n_bytes, strlen (text));
  while (text[self->n_bytes] != '\0' && (end = ponder_sentences_find_end (text, self->n_bytes, over)) > 0)
    {
      add_words (words, text + self->n_bytes, end - self->n_bytes);
      self->n_bytes = end;
      /* A heading, or an item, is read out with a pause behind it. */
      if (text[end] == '\0' && g_ascii_isalnum (words->str[words->len - 1]))
        g_string_append_c (words, '.');
    }
}

static void
take_block (PonderSentences *self,
            GString         *words,
            PonderBlock     *block,
            gboolean         over)
{
  g_autofree char *text = NULL;

  switch (block->kind)
    {
    case PONDER_BLOCK_PARAGRAPH:
    case PONDER_BLOCK_HEADING:
      take_sentences (self, words, block->text->text, over);
      return;
    case PONDER_BLOCK_CODE:
      text = dup_code_words (block);
      break;
    case PONDER_BLOCK_MATH:
      text = g_strdup (_("Formula."));
      break;
    case PONDER_BLOCK_TABLE:
      text = dup_table_words (block);
      break;
    case PONDER_BLOCK_RULE:
      return;
    }
  if (over)
    add_words (words, text, strlen (text));
}

char *
ponder_sentences_take (PonderSentences *self,
                       const char      *markdown,
                       gboolean         finished)
{
  g_autoptr(GString) words = NULL;
  g_autoptr(GPtrArray) blocks = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (markdown != NULL, NULL);

  words = g_string_new (NULL);
  blocks = ponder_markdown_parse (markdown, -1);
  while (self->n_blocks < blocks->len)
    {
      gboolean over = finished || self->n_blocks + 1 < blocks->len;

      take_block (self, words, g_ptr_array_index (blocks, self->n_blocks), over);
      if (!over)
        break;
      self->n_blocks++;
      self->n_bytes = 0;
    }
  return words->len > 0 ? g_strdup (words->str) : NULL;
}
