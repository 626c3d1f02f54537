/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Formulas, references to footnotes and the few HTML tags that models write: md4c would take formulas apart and knows
 * nothing of the others. */

#include "config.h"

#include "ponder-formula.h"
#include "ponder-markdown-code.h"
#include "ponder-markdown-mask.h"
#include "ponder-markdown-table.h"
#include "ponder-markdown-tags.h"

#include <string.h>

/* Lives on the stack of ponder_markdown_mask(). */
typedef struct
{
  PonderFormulaPlace place;
  gsize at;
  gsize n_copied;               /* what lies between it and @at is to be copied */
  const GArray *code;
  guint n_passed;               /* ranges of code that lie behind */
  const PonderFootnotes *notes; /* (nullable) */
  GString *out;
  GPtrArray *pieces;
  PonderMarkdownTags tags;
} Mask;

static void
piece_free (PonderPiece *self)
{
  g_free (self->source);
  g_free (self->shown);
  g_free (self);
}

GPtrArray *
ponder_piece_array_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) piece_free);
}

gboolean
ponder_markdown_has_mask (const char *text)
{
  for (const char *at = text; *(at += strcspn (at, "$\\[<|")) != '\0'; at++)
    {
      if (*at == '$' || (*at == '\\' && (at[1] == '(' || at[1] == '[')) || (*at == '[' && at[1] == '^') ||
          (*at == '<' && ponder_markdown_tags_is_known (at)) ||
          (*at == '|' && ponder_markdown_table_is_rule_joined (text, at)))
        return TRUE;
    }
  return FALSE;
}

/* Copies what was passed, and leaves out what goes on to @end. */
static void
leave_out (Mask  *self,
           gsize  end)
{
  g_string_append_len (self->out, self->place.text + self->n_copied, self->at - self->n_copied);
  self->at = self->n_copied = end;
}

static void
append_stand_in (GString *out,
                 guint    index)
{
  char digits[12];
  gsize at = sizeof digits;

  do
    digits[--at] = (char) ('0' + index % 10);
  while ((index /= 10) > 0);
  g_string_append (out, PONDER_MARKDOWN_PIECE);
  g_string_append_len (out, digits + at, sizeof digits - at);
  g_string_append (out, PONDER_MARKDOWN_PIECE_END);
}

/* Puts a stand-in for what goes on to @end. */
static void
take_piece (Mask            *self,
            gsize            end,
            PonderPieceKind  kind,
            char            *shown)
{
  PonderPiece *piece = g_new0 (PonderPiece, 1);

  piece->kind = kind;
  piece->source = ponder_formula_dup_source (&self->place, self->at, end);
  piece->shown = shown;
  leave_out (self, end);
  append_stand_in (self->out, self->pieces->len);
  g_ptr_array_add (self->pieces, piece);
}

/* Behind the blanks, brackets and other marks that end an address. */
static gsize
find_end_of_address (Mask       *self,
                     const char *marks)
{
  gsize end = self->at;

  while (end < self->place.stop && !g_ascii_isspace (self->place.text[end]) &&
         strchr (marks, self->place.text[end]) == NULL && (guchar) self->place.text[end] < 0x80)
    end++;
  return end;
}

/* There is nothing to show of it yet. */
static gboolean
is_half_typed_and_empty (Mask  *self,
                         gsize  end)
{
  const char *inside = self->place.text + self->at + 2;

  return end == self->place.length && self->at + 2 + strspn (inside, " \t\r\n>") >= end;
}

static void
read_delimiter (Mask  *self,
                gsize  length)
{
  gsize end;

  if (!ponder_formula_find (&self->place, self->at, &end))
    self->at = MIN (self->at + length, self->place.stop);
  else if (is_half_typed_and_empty (self, end))
    leave_out (self, end);
  else
    take_piece (self, end, PONDER_PIECE_FORMULA, NULL);
}

static void
read_dollars (Mask *self)
{
  gsize length = strspn (self->place.text + self->at, "$");

  if (length > 2)
    self->at = MIN (self->at + length, self->place.stop);
  else
    read_delimiter (self, length);
}

/* What a backslash stands before means nothing, except for brackets. */
static void
read_backslash (Mask *self)
{
  char next = self->place.text[self->at + 1];

  if (next == '(' || next == '[')
    read_delimiter (self, 2);
  else
    self->at = MIN (self->at + (next == '\0' || next == '\n' || (guchar) next >= 0x80 ? 1 : 2), self->place.stop);
}

static void
read_bracket (Mask *self)
{
  const char *text = self->place.text + self->at;
  const PonderFootnote *note;
  gsize length = self->notes != NULL && text[1] == '^' ? ponder_footnotes_find (self->notes, text, &note) : 0;

  if (length > 0 && self->at + length <= self->place.stop)
    take_piece (self, self->at + length, PONDER_PIECE_NOTE, ponder_footnote_dup_mark (note));
  else
    self->at++;
}

static void
read_tag (Mask *self)
{
  gsize start = self->at;
  gsize length;

  leave_out (self, start);
  switch (ponder_markdown_tags_read (&self->tags, self->place.text, start, self->place.stop, &length, self->out))
    {
    case PONDER_TAG_NONE:
      self->at++;
      break;
    case PONDER_TAG_BREAK:
      take_piece (self, self->at + length, PONDER_PIECE_BREAK, g_strdup ("\n"));
      break;
    case PONDER_TAG_TEXT:
      self->at = self->n_copied = start + length;
      break;
    }
}

/* A table right under a line of text gets an empty line above it. */
static void
begin_line (Mask *self)
{
  const char *text = self->place.text;
  gsize content;
  gsize quotes;

  self->place.line = self->at;
  if (!ponder_markdown_table_is_joined (text, self->at, &content, &quotes) ||
      (self->n_passed < self->code->len && self->place.stop <= content))
    return;
  leave_out (self, self->at);
  g_string_append_len (self->out, text + self->at, quotes);
  g_string_append_c (self->out, '\n');
}

static void
read_special (Mask *self)
{
  const char *text = self->place.text + self->at;

  switch (*text)
    {
    case '$':
      read_dollars (self);
      break;
    case '\\':
      read_backslash (self);
      break;
    case '[':
      read_bracket (self);
      break;
    case '<':
      read_tag (self);
      break;
    case ']':
      self->at = text[1] == '(' ? find_end_of_address (self, ")") : self->at + 1;
      break;
    case ':':
      self->at = text[1] == '/' && text[2] == '/' ? find_end_of_address (self, ")<>\"") : self->at + 1;
      break;
    default:
      self->at++;
      begin_line (self);
      break;
    }
}

static gboolean
is_special (char c)
{
  return c == '$' || c == '\\' || c == '[' || c == ']' || c == ':' || c == '<' || c == '\n';
}

static void
read_words (Mask *self)
{
  while (self->at < self->place.stop && !is_special (self->place.text[self->at]))
    self->at++;
  if (self->at < self->place.stop)
    read_special (self);
}

/* Passes the code that begins here. */
static void
pass_code (Mask *self)
{
  while (self->n_passed < self->code->len)
    {
      const PonderMarkdownRange *range = &g_array_index (self->code, PonderMarkdownRange, self->n_passed);

      if (range->start > self->at)
        {
          self->place.stop = range->start;
          return;
        }
      self->at = CLAMP (range->end, self->at, self->place.length);
      self->n_passed++;
    }
  self->place.stop = self->place.length;
}

GString *
ponder_markdown_mask (const char            *text,
                      gsize                  length,
                      const GArray          *code,
                      const PonderFootnotes *notes,
                      GPtrArray             *pieces)
{
  Mask mask = {
    .place = { text, length, 0, 0 },
    .code = code,
    .notes = notes,
    .out = g_string_sized_new (length),
    .pieces = pieces,
  };

  for (;;)
    {
      pass_code (&mask);
      if (mask.at >= length)
        break;
      read_words (&mask);
    }
  leave_out (&mask, length);
  return mask.out;
}

/* "12" and PIECE_END: the place behind it; NULL: @text does not begin so. */
static const char *
read_index (const char *text,
            const char *end,
            guint      *index)
{
  *index = 0;
  for (; text < end && g_ascii_isdigit (*text); text++)
    *index = *index * 10 + (guint) (*text - '0');
  if (end - text < (gssize) strlen (PONDER_MARKDOWN_PIECE_END) || !g_str_has_prefix (text, PONDER_MARKDOWN_PIECE_END))
    return NULL;
  return text + strlen (PONDER_MARKDOWN_PIECE_END);
}

const char *
ponder_markdown_next_mark (const char         *text,
                           gsize               length,
                           GPtrArray          *pieces,
                           const char        **found,
                           const PonderPiece **piece)
{
  const char *end = text + length;

  *piece = NULL;
  while (end - text >= 3 && (text = memchr (text, 0xef, end - text - 2)))
    {
      const char *behind;
      guint index;

      if ((guchar) text[1] != 0xb7 || (guchar) text[2] < 0x90 || (guchar) text[2] > 0x92)
        {
          text++;
          continue;
        }
      *found = text;
      if ((guchar) text[2] != 0x91 || !(behind = read_index (text + 3, end, &index)) || index >= pieces->len)
        return text + 3;
      *piece = g_ptr_array_index (pieces, index);
      return behind;
    }
  return NULL;
}
