/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads rows of a formula: characters, groups, scripts. */

#include "config.h"

#include <string.h>

#include "ponder-limits.h"
#include "ponder-tex-private.h"
#include "ponder-tex-symbols.h"

void
ponder_tex_reader_fail (PonderTexReader *self)
{
  self->failed = TRUE;
  self->at = self->end;
}

void
ponder_tex_reader_skip_space (PonderTexReader *self)
{
  while (self->at < self->end && g_ascii_isspace (*self->at))
    self->at++;
}

char
ponder_tex_reader_peek (PonderTexReader *self)
{
  return self->at < self->end ? *self->at : '\0';
}

gboolean
ponder_tex_reader_accept (PonderTexReader *self,
                          char             character)
{
  if (self->at >= self->end || *self->at != character)
    return FALSE;
  self->at++;
  return TRUE;
}

void
ponder_tex_reader_expect (PonderTexReader *self,
                          char             character)
{
  if (!ponder_tex_reader_accept (self, character))
    ponder_tex_reader_fail (self);
}

gboolean
ponder_tex_word_is (PonderTexWord  word,
                    const char    *name)
{
  return strlen (name) == word.length && memcmp (word.name, name, word.length) == 0;
}

gboolean
ponder_tex_reader_peek_command (PonderTexReader *self,
                                PonderTexWord   *word)
{
  const char *name = self->at + 1;
  const char *c = name;

  if (ponder_tex_reader_peek (self) != '\\' || name >= self->end)
    return FALSE;

  while (c < self->end && g_ascii_isalpha (*c))
    c++;
  if (c == name)
    c = g_utf8_next_char (c);
  word->name = name;
  word->length = c - name;
  return TRUE;
}

gboolean
ponder_tex_reader_accept_command (PonderTexReader *self,
                                  const char      *name)
{
  PonderTexWord word;

  if (!ponder_tex_reader_peek_command (self, &word) || !ponder_tex_word_is (word, name))
    return FALSE;
  self->at = word.name + word.length;
  return TRUE;
}

char *
ponder_tex_reader_read_name (PonderTexReader *self)
{
  const char *start;
  char *name;

  ponder_tex_reader_skip_space (self);
  ponder_tex_reader_expect (self, '{');
  start = self->at;
  while (self->at < self->end && *self->at != '}' && *self->at != '{' && *self->at != '\\')
    self->at++;
  name = g_strndup (start, self->at - start);
  ponder_tex_reader_expect (self, '}');
  return g_strstrip (name);
}

/* What ends any row, whoever reads it: the reader finds out that it was not his. */
static gboolean
is_at_end (PonderTexReader *self,
           char             stop)
{
  static const char *words[] = { "\\", "cr", "right", "middle", "end" };
  char next = ponder_tex_reader_peek (self);
  PonderTexWord word;

  if (next == '\0' || next == '}' || next == '&' || next == stop)
    return TRUE;
  if (!ponder_tex_reader_peek_command (self, &word))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (ponder_tex_word_is (word, words[i]))
      return TRUE;
  return FALSE;
}

static PonderTex *
read_character (PonderTexReader *self)
{
  PonderTex *symbol = ponder_tex_new (self, PONDER_TEX_SYMBOL);
  gunichar character = g_utf8_get_char (self->at);

  if (!ponder_tex_symbols_read (character, &symbol->symbol, &symbol->class, &symbol->flags))
    ponder_tex_reader_fail (self);
  else
    self->at = g_utf8_next_char (self->at);
  return symbol;
}

static PonderTex *
read_group (PonderTexReader *self)
{
  PonderTexFace face = self->face;
  PonderTex *group;

  ponder_tex_reader_expect (self, '{');
  group = ponder_tex_reader_read_row (self, '\0');
  ponder_tex_reader_expect (self, '}');
  self->face = face;
  return group;
}

/* (nullable) */
static PonderTex *
read_atom (PonderTexReader *self,
           char             stop)
{
  PonderTexWord word;
  PonderTex *space;

  switch (ponder_tex_reader_peek (self))
    {
    case '{':
      return read_group (self);
    case '~':
      space = ponder_tex_new (self, PONDER_TEX_SPACE);
      space->amount = 0.333;
      self->at++;
      return space;
    case '\\':
      if (ponder_tex_reader_peek_command (self, &word))
        {
          self->at = word.name + word.length;
          return ponder_tex_reader_read_command (self, word, stop);
        }
      ponder_tex_reader_fail (self);
      return ponder_tex_new (self, PONDER_TEX_ROW);
    default:
      return read_character (self);
    }
}

PonderTex *
ponder_tex_reader_read_argument (PonderTexReader *self)
{
  PonderTex *argument = NULL;

  ponder_tex_reader_skip_space (self);
  if (ponder_tex_reader_peek (self) == '\0' || ++self->depth > PONDER_TEX_DEPTH_LIMIT)
    ponder_tex_reader_fail (self);
  if (!self->failed)
    argument = read_atom (self, '\0');
  self->depth--;
  return argument != NULL ? argument : ponder_tex_new (self, PONDER_TEX_ROW);
}

PonderTex *
ponder_tex_reader_read_option (PonderTexReader *self)
{
  PonderTex *option;

  ponder_tex_reader_skip_space (self);
  if (!ponder_tex_reader_accept (self, '['))
    return NULL;
  option = ponder_tex_reader_read_row (self, ']');
  ponder_tex_reader_expect (self, ']');
  return option;
}

/* Primes, and a superscript after them, are one. */
static void
add_script (PonderTexReader  *self,
            PonderTex       **script,
            PonderTex        *more)
{
  PonderTex *both;

  if (*script == NULL)
    {
      *script = more;
      return;
    }
  both = ponder_tex_new (self, PONDER_TEX_ROW);
  ponder_tex_take (both, *script);
  ponder_tex_take (both, more);
  *script = both;
}

static PonderTex *
read_prime (PonderTexReader *self)
{
  PonderTex *prime = ponder_tex_new (self, PONDER_TEX_SYMBOL);

  prime->symbol = 0x2032;
  self->at++;
  return prime;
}

static gboolean
read_limits (PonderTexReader *self,
             PonderTexFlags  *flags)
{
  if (ponder_tex_reader_accept_command (self, "limits"))
    *flags |= PONDER_TEX_LIMITS | PONDER_TEX_STACKED;
  else if (ponder_tex_reader_accept_command (self, "nolimits"))
    *flags &= ~(PONDER_TEX_LIMITS | PONDER_TEX_STACKED);
  else
    return FALSE;
  return TRUE;
}

/* One more script of the atom that was read; FALSE when there is none. TeX does not allow two of a kind. */
static gboolean
read_script (PonderTexReader  *self,
             PonderTex       **subscript,
             PonderTex       **superscript,
             gboolean         *raised)
{
  switch (ponder_tex_reader_peek (self))
    {
    case '\'':
      if (*raised)
        ponder_tex_reader_fail (self);
      else
        add_script (self, superscript, read_prime (self));
      return !self->failed;
    case '^':
      if (*raised)
        ponder_tex_reader_fail (self);
      *raised = TRUE;
      ponder_tex_reader_accept (self, '^');
      add_script (self, superscript, ponder_tex_reader_read_argument (self));
      return !self->failed;
    case '_':
      if (*subscript != NULL)
        ponder_tex_reader_fail (self);
      ponder_tex_reader_accept (self, '_');
      add_script (self, subscript, ponder_tex_reader_read_argument (self));
      return !self->failed;
    default:
      return FALSE;
    }
}

static PonderTex *
read_scripts (PonderTexReader *self,
              PonderTex       *base)
{
  PonderTex *subscript = NULL;
  PonderTex *superscript = NULL;
  gboolean raised = FALSE;
  PonderTex *scripts;

  do
    ponder_tex_reader_skip_space (self);
  while (read_limits (self, &base->flags) || read_script (self, &subscript, &superscript, &raised));
  if (subscript == NULL && superscript == NULL)
    return base;

  scripts = ponder_tex_new (self, PONDER_TEX_SCRIPTS);
  scripts->class = base->class;
  scripts->flags = base->flags & (PONDER_TEX_LIMITS | PONDER_TEX_STACKED);
  scripts->start = base->start;
  ponder_tex_take (scripts, base);
  ponder_tex_take (scripts, subscript);
  ponder_tex_take (scripts, superscript);
  return scripts;
}

/* a \over b: all that came before is above the line. */
static gboolean
read_infix (PonderTexReader  *self,
            PonderTex       **row,
            char              stop)
{
  gboolean choose = ponder_tex_reader_accept_command (self, "choose");
  gboolean atop = !choose && ponder_tex_reader_accept_command (self, "atop");
  PonderTex *fraction;
  PonderTex *whole;

  if (!choose && !atop && !ponder_tex_reader_accept_command (self, "over"))
    return FALSE;

  fraction = ponder_tex_new (self, PONDER_TEX_FRACTION);
  fraction->flags = choose || atop ? PONDER_TEX_BARE : 0;
  fraction->symbol = choose ? '(' : 0;
  fraction->closing = choose ? ')' : 0;
  whole = ponder_tex_new (self, PONDER_TEX_ROW);
  ponder_tex_take (fraction, *row);
  ponder_tex_take (fraction, ponder_tex_reader_read_row (self, stop));
  ponder_tex_take (whole, fraction);
  *row = whole;
  return TRUE;
}

static void
read_item (PonderTexReader *self,
           PonderTex       *row,
           char             stop)
{
  char next = ponder_tex_reader_peek (self);
  PonderTex *atom = next == '^' || next == '_' || next == '\'' ? ponder_tex_new (self, PONDER_TEX_ROW)
                                                               : read_atom (self, stop);

  if (atom != NULL)
    ponder_tex_take (row, read_scripts (self, atom));
}

PonderTex *
ponder_tex_reader_read_row (PonderTexReader *self,
                            char             stop)
{
  PonderTex *row = ponder_tex_new (self, PONDER_TEX_ROW);

  if (++self->depth > PONDER_TEX_DEPTH_LIMIT)
    ponder_tex_reader_fail (self);
  while (!self->failed)
    {
      ponder_tex_reader_skip_space (self);
      if (is_at_end (self, stop))
        break;
      if (!read_infix (self, &row, stop))
        read_item (self, row, stop);
    }
  self->depth--;
  return row;
}

static void
flush_words (PonderTexReader *self,
             PonderTex       *row,
             GString         *words,
             PonderTexFace    face)
{
  PonderTex *text;

  if (words->len == 0)
    return;
  text = ponder_tex_new (self, PONDER_TEX_TEXT);
  text->face = face;
  text->text = g_strdup (words->str);
  ponder_tex_take (row, text);
  g_string_truncate (words, 0);
}

static void
read_letter (PonderTexReader *self,
             GString         *words)
{
  const char *next = g_utf8_next_char (self->at);

  if (*self->at == '\\')
    {
      if (next >= self->end || strchr ("{}$%&_# ,", *next) == NULL)
        {
          ponder_tex_reader_fail (self);
          return;
        }
      self->at = next;
      next++;
    }
  if (*self->at == '~' || *self->at == ',' || g_ascii_isspace (*self->at))
    g_string_append (words, *self->at == ',' && self->at[-1] != '\\' ? "," : "\302\240");
  else
    g_string_append_len (words, self->at, next - self->at);
  self->at = next;
}

/* Words in words: \text{a \textbf{b}}. FALSE when they do not come next. */
static gboolean
read_inner_words (PonderTexReader *self,
                  PonderTex       *row,
                  GString         *words,
                  PonderTexFace    face)
{
  static const struct
  {
    const char    *name;
    PonderTexFace  face;
  } commands[] = {
    { "textbf", PONDER_TEX_BOLD }, { "textit", PONDER_TEX_SLANTED }, { "emph", PONDER_TEX_SLANTED },
    { "textrm", PONDER_TEX_ROMAN }, { "text", PONDER_TEX_ROMAN }, { "texttt", PONDER_TEX_MONOSPACE },
    { "textsf", PONDER_TEX_SANS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (!ponder_tex_reader_accept_command (self, commands[i].name))
        continue;
      flush_words (self, row, words, face);
      if (++self->depth > PONDER_TEX_DEPTH_LIMIT)
        ponder_tex_reader_fail (self);
      ponder_tex_take (row, ponder_tex_reader_read_text (self, commands[i].face));
      self->depth--;
      return TRUE;
    }
  return FALSE;
}

PonderTex *
ponder_tex_reader_read_text (PonderTexReader *self,
                             PonderTexFace    face)
{
  PonderTex *row = ponder_tex_new (self, PONDER_TEX_ROW);
  g_autoptr(GString) words = g_string_new (NULL);
  PonderTexFace before = self->face;

  ponder_tex_reader_skip_space (self);
  ponder_tex_reader_expect (self, '{');
  while (self->at < self->end && *self->at != '}' && *self->at != '{')
    {
      if (!ponder_tex_reader_accept (self, '$'))
        {
          if (!read_inner_words (self, row, words, face))
            read_letter (self, words);
          continue;
        }
      flush_words (self, row, words, face);
      self->face = PONDER_TEX_ITALIC;
      ponder_tex_take (row, ponder_tex_reader_read_row (self, '$'));
      self->face = before;
      ponder_tex_reader_expect (self, '$');
    }
  ponder_tex_reader_expect (self, '}');
  flush_words (self, row, words, face);
  return row;
}

gunichar
ponder_tex_reader_read_delimiter (PonderTexReader *self)
{
  const PonderTexSymbol *symbol;
  PonderTexWord word;
  gunichar delimiter;

  ponder_tex_reader_skip_space (self);
  if (ponder_tex_reader_peek_command (self, &word))
    {
      self->at = word.name + word.length;
      symbol = ponder_tex_symbols_find (word.name, word.length);
      delimiter = symbol != NULL ? symbol->symbol : 0;
    }
  else
    {
      delimiter = self->at < self->end ? g_utf8_get_char (self->at) : 0;
      if (delimiter != 0)
        self->at = g_utf8_next_char (self->at);
    }
  if (delimiter == '.')
    return 0;
  delimiter = delimiter == '<' ? 0x27e8 : delimiter == '>' ? 0x27e9 : delimiter == 0x2225 ? 0x2016 : delimiter;
  delimiter = delimiter == 0x2223 ? '|' : delimiter;
  if (delimiter == 0 || g_utf8_strchr ("()[]{}|‖⟨⟩⌊⌋⌈⌉/\\↑↓↕⇑⇓⇕⟦⟧⟮⟯⌜⌝⌞⌟", -1, delimiter) == NULL)
    ponder_tex_reader_fail (self);
  return delimiter;
}
