/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of JSON: what the reader, which builds nodes, and the scanner, which builds none, agree on. */

#include "config.h"

#include "ponder-json-lexer-private.h"

#include <glib/gi18n.h>
#include <string.h>

#define REPLACEMENT 0xfffd

void
ponder_json_lexer_skip_space (PonderJsonLexer *self)
{
  while (self->at < self->end &&
         (*self->at == ' ' || *self->at == '\n' || *self->at == '\r' || *self->at == '\t'))
    self->at++;
}

gboolean
ponder_json_lexer_take (PonderJsonLexer *self,
                        char             expected)
{
  if (self->at == self->end || *self->at != expected)
    return FALSE;
  self->at++;
  return TRUE;
}

gboolean
ponder_json_lexer_take_word (PonderJsonLexer *self,
                             const char      *word)
{
  gsize length = strlen (word);

  if ((gsize) (self->end - self->at) < length || memcmp (self->at, word, length) != 0)
    return FALSE;
  self->at += length;
  return TRUE;
}

/* The four digits behind \u; -1 when they are not there. */
static int
take_hex (PonderJsonLexer *self)
{
  int value = 0;

  if (self->end - self->at < 4)
    return -1;
  for (int i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (self->at[i]);

      if (digit < 0)
        return -1;
      value = value * 16 + digit;
    }
  self->at += 4;
  return value;
}

static gboolean
read_unicode_escape (PonderJsonLexer *self)
{
  int unit = take_hex (self);

  if (unit < 0)
    return FALSE;
  if (unit >= 0xd800 && unit < 0xdc00)
    {
      const char *before = self->at;
      int low = ponder_json_lexer_take_word (self, "\\u") ? take_hex (self) : -1;

      if (low >= 0xdc00 && low < 0xe000)
        {
          g_string_append_unichar (self->scratch,
                                   0x10000 + (unit - 0xd800) * 0x400 + (low - 0xdc00));
          return TRUE;
        }
      self->at = before;
    }
  if (unit == 0 || (unit >= 0xd800 && unit < 0xe000))
    unit = REPLACEMENT;
  g_string_append_unichar (self->scratch, unit);
  return TRUE;
}

static gboolean
read_escape (PonderJsonLexer *self)
{
  static const char letters[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *letter;

  if (ponder_json_lexer_take (self, 'u'))
    return read_unicode_escape (self);
  if (self->at == self->end || *self->at == '\0' || !(letter = strchr (letters, *self->at)))
    return FALSE;
  g_string_append_c (self->scratch, meanings[letter - letters]);
  self->at++;
  return TRUE;
}

const char *
ponder_json_lexer_read_string (PonderJsonLexer *self)
{
  g_string_truncate (self->scratch, 0);
  while (self->at < self->end)
    {
      const char *plain = self->at;

      while (self->at < self->end && *self->at != '"' && *self->at != '\\')
        self->at++;
      g_string_append_len (self->scratch, plain, self->at - plain);
      if (ponder_json_lexer_take (self, '"'))
        return NULL;
      if (ponder_json_lexer_take (self, '\\') && !read_escape (self))
        return _("bad escape");
    }
  return _("unfinished string");
}

gboolean
ponder_json_lexer_take_plain_string (PonderJsonLexer  *self,
                                     const char      **words,
                                     gsize            *length)
{
  const char *at = self->at;

  if (at == self->end || *at != '"')
    return FALSE;
  *words = ++at;
  while (at < self->end && *at != '"' && *at != '\\')
    at++;
  if (at == self->end || *at == '\\')
    return FALSE;
  *length = (gsize) (at - *words);
  self->at = at + 1;
  return TRUE;
}

static gboolean
skip_digits (PonderJsonLexer *self)
{
  const char *first = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;
  return self->at > first;
}

gboolean
ponder_json_lexer_skip_number (PonderJsonLexer *self,
                               gboolean        *is_whole)
{
  *is_whole = TRUE;
  ponder_json_lexer_take (self, '-');
  if (!ponder_json_lexer_take (self, '0') && !skip_digits (self))
    return FALSE;
  if (ponder_json_lexer_take (self, '.'))
    {
      *is_whole = FALSE;
      if (!skip_digits (self))
        return FALSE;
    }
  if (ponder_json_lexer_take (self, 'e') || ponder_json_lexer_take (self, 'E'))
    {
      *is_whole = FALSE;
      if (!ponder_json_lexer_take (self, '-'))
        ponder_json_lexer_take (self, '+');
      if (!skip_digits (self))
        return FALSE;
    }
  return TRUE;
}
