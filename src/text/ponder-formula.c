/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where formulas stand in a text. Dollars follow Pandoc's rules; as models also write of prices and of variables of a
 * shell, and people escape brackets, what reads like words or money is none. */

#include "config.h"

#include "ponder-formula.h"
#include "ponder-prose.h"

#include <string.h>

/* Longer ones are forgotten delimiters. */
#define LONGEST_FORMULA (16 * 1024)

/* Marks of quotes and lists that are longer are not looked through. */
#define LONGEST_PREFIX 256

/* What was found of a formula that may have several lines. */
typedef struct
{
  gsize    close;               /* where its closing delimiter begins, or where the text ends */
  gboolean closed;
  gboolean has_lines;
  gboolean has_gap;             /* an empty line inside */
} Body;

static gboolean
is_blank (const char *text,
          gsize       start,
          gsize       end)
{
  while (start < end && g_ascii_isspace (text[start]))
    start++;
  return start == end;
}

static gsize
skip_blanks (const char *text,
             gsize       at)
{
  return at + strspn (text + at, " \t");
}

/* "- ", "12. ", "[x] ": how long it is, 0 for none. */
static gsize
measure_marker (const char *at)
{
  gsize length = strspn (at, "0123456789");

  if (length > 0 && (at[length] == '.' || at[length] == ')'))
    length++;
  else if (length == 0 && *at != '\0' && strchr ("-*+", *at) != NULL)
    length = 1;
  else if (*at == '[' && at[1] != '\0' && strchr (" xX", at[1]) != NULL && at[2] == ']')
    length = 3;
  else
    return 0;
  return at[length] == ' ' || at[length] == '\t' ? length : 0;
}

/* Behind the marks of quotes and lists. */
static gsize
skip_prefix (const char *text,
             gsize       line)
{
  gsize at = line;

  while (at - line < LONGEST_PREFIX)
    {
      gsize marker;

      at = skip_blanks (text, at);
      if (text[at] == '>')
        at++;
      else if ((marker = measure_marker (text + at)) > 0)
        at += marker;
      else
        break;
    }
  return at;
}

static gboolean
is_first_of_line (const PonderFormulaPlace *self,
                  gsize                     at)
{
  return at - self->line < LONGEST_PREFIX && skip_prefix (self->text, self->line) >= at;
}

static gboolean
is_last_of_line (const PonderFormulaPlace *self,
                 gsize                     end)
{
  gsize at = skip_blanks (self->text, end);

  return self->text[at] == '\0' || self->text[at] == '\n' || self->text[at] == '\r';
}

static guint
count_quotes (const PonderFormulaPlace *self,
              gsize                     at)
{
  guint n = 0;

  for (gsize i = self->line; i < at && i - self->line < LONGEST_PREFIX; i++)
    n += self->text[i] == '>';
  return n;
}

/* Behind the blanks and at most @n_quotes marks of quotes with which a line begins; FALSE: it has fewer. */
static gboolean
skip_quotes (const char *text,
             gsize      *at,
             guint       n_quotes)
{
  *at = skip_blanks (text, *at);
  for (; n_quotes > 0; n_quotes--)
    {
      if (text[*at] != '>')
        return FALSE;
      *at = skip_blanks (text, *at + 1);
    }
  return TRUE;
}

/* --- $…$ --- */

/* "the $n$th": letters behind a formula. Others make it the name of a variable, as in $HOME/$USER. */
static gboolean
is_ending (const char *at)
{
  static const char *const endings[] = { "th", "st", "nd", "rd", "s", "es", "d", "ed" };
  gsize length = 0;

  while (g_ascii_isalnum (at[length]) || at[length] == '_')
    length++;
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      if (length == strlen (endings[i]) && strncmp (at, endings[i], length) == 0)
        return TRUE;
    }
  return length == 0;
}

/* | 5$ | 6$ |: what stands between cells, not in brackets as in P(a | b). */
static gboolean
crosses_cells (const PonderFormulaPlace *self,
               gsize                     start,
               gsize                     end)
{
  const char *text = self->text;
  int depth = 0;

  if (text[skip_prefix (text, self->line)] != '|')
    return FALSE;
  for (gsize i = start; i < end; i++)
    {
      if (strchr ("([{", text[i]) != NULL)
        depth++;
      else if (strchr (")]}", text[i]) != NULL)
        depth--;
      else if (text[i] == '|' && depth <= 0 && text[i - 1] == ' ' && text[i + 1] == ' ')
        return TRUE;
    }
  return FALSE;
}

/* What touches the dollars from outside: no letter or digit, unless a command inside leaves no doubt, as in
 * 2$\sqrt{3}$ and $\sim$50. A command outside says that a formula begins where this one would end. */
static gboolean
stands_apart (const char *text,
              gsize       at,
              gsize       close)
{
  if (text[close + 1] == '\\' && g_ascii_isalpha (text[close + 2]))
    return FALSE;
  if (memchr (text + at, '\\', close - at) != NULL)
    return g_ascii_isdigit (text[close + 1]) || is_ending (text + close + 1);
  return (at == 0 || !g_ascii_isalnum (text[at - 1])) && is_ending (text + close + 1);
}

static gboolean
find_dollar (const PonderFormulaPlace *self,
             gsize                     at,
             gsize                    *end)
{
  const char *text = self->text;
  gsize start = at + 1;
  gsize close = start;

  if (text[start] == '\0' || g_ascii_isspace (text[start]) ||
      strchr (")/,:;!?'\"%&", text[start]) != NULL)
    return FALSE;
  while (close < self->stop && text[close] != '$' && text[close] != '\n')
    close += text[close] == '\\' && close + 1 < self->stop && text[close + 1] != '\n' ? 2 : 1;
  if (close >= self->stop || text[close] != '$' || text[close + 1] == '$' || close - start > LONGEST_FORMULA)
    return FALSE;
  if (g_ascii_isspace (text[close - 1]) || strchr ("(/", text[close - 1]) != NULL || !stands_apart (text, at, close) ||
      (strchr ("({", text[start]) != NULL && text[close + 1] == text[start]))
    return FALSE;
  if (crosses_cells (self, start, close) || ponder_prose_is_words (text + start, close - start) ||
      ponder_prose_is_price (text + start, close - start))
    return FALSE;
  *end = close + 1;
  return TRUE;
}

/* --- $$…$$, \(…\), \[…\] --- */

/* The line that begins at *@at: whether a formula can go on in it. */
static gboolean
read_line_start (const PonderFormulaPlace *self,
                 gsize                    *at,
                 guint                     n_quotes,
                 gboolean                 *was_blank,
                 Body                     *body)
{
  gboolean blank;

  if (*at >= self->length)
    return TRUE;
  if (!skip_quotes (self->text, at, n_quotes))
    return FALSE;
  blank = is_last_of_line (self, *at);
  /* What comes after a forgotten delimiter. */
  if (*was_blank && self->text[*at] == '#')
    return FALSE;
  body->has_lines = TRUE;
  body->has_gap |= *was_blank && !blank;
  *was_blank = blank;
  return TRUE;
}

/* Whether the delimiter at byte @at is the closing one (1), an opening one (-1), or part of the formula. */
static int
judge_delimiter (const PonderFormulaPlace *self,
                 char                      opening,
                 gsize                     at)
{
  const char *text = self->text;

  if (opening == '$')
    return text[at] == '$' && text[at + 1] == '$' ? 1 : 0;
  if (text[at] != '\\')
    return 0;
  if (text[at + 1] == opening)
    return -1;
  return text[at + 1] == (opening == '(' ? ')' : ']') ? 1 : 0;
}

/* From @start, behind an @opening delimiter, on. */
static gboolean
read_body (const PonderFormulaPlace *self,
           gsize                     start,
           char                      opening,
           Body                     *body)
{
  const char *text = self->text;
  gsize limit = MIN (self->stop, start + LONGEST_FORMULA);
  guint n_quotes = count_quotes (self, start);
  gboolean was_blank = FALSE;
  gsize at = start;

  *body = (Body) { 0 };
  while (at < limit)
    {
      int judgement = judge_delimiter (self, opening, at);

      if (judgement != 0)
        {
          body->close = at;
          body->closed = TRUE;
          return judgement > 0;
        }
      if (text[at] == '\\' && text[at + 1] != '\n' && at + 1 < limit)
        at += 2;
      else if (text[at++] == '\n' && !read_line_start (self, &at, n_quotes, &was_blank, body))
        return FALSE;
    }
  body->close = self->length;
  return limit == self->length;
}

static gboolean
is_in_row_or_heading (const PonderFormulaPlace *self)
{
  char first = self->text[skip_prefix (self->text, self->line)];

  return first == '|' || first == '#';
}

static gboolean
find_double_dollar (const PonderFormulaPlace *self,
                    gsize                     at,
                    const Body               *body)
{
  const char *text = self->text;
  gsize start = at + 2;
  gsize length = body->close - start;
  gboolean first = is_first_of_line (self, at);

  if (ponder_prose_is_words (text + start, length) || (!body->closed && (!first || body->has_gap)))
    return FALSE;
  if (!body->closed || first)
    return TRUE;
  if (body->has_lines)
    return is_last_of_line (self, start) && is_last_of_line (self, body->close + 2);
  /* "$$ and $$" are two words, not a formula. */
  return ponder_prose_has_tex (text + start, length) ||
         (!g_ascii_isspace (text[start]) && !g_ascii_isspace (text[body->close - 1]) &&
          (at == 0 || !g_ascii_isalnum (text[at - 1])));
}

static gboolean
find_parentheses (const PonderFormulaPlace *self,
                  gsize                     start,
                  const Body               *body)
{
  const char *text = self->text + start;
  gsize length = body->close - start;

  return !body->has_gap && !ponder_prose_is_words (text, length) && !ponder_prose_is_word (text, length);
}

static gboolean
find_brackets (const PonderFormulaPlace *self,
               gsize                     at,
               const Body               *body)
{
  const char *text = self->text + at + 2;
  gsize length = body->close - at - 2;
  gboolean first = is_first_of_line (self, at);

  if (ponder_prose_is_words (text, length) || ponder_prose_is_word (text, length))
    return FALSE;
  /* \[label\](address) is what people escape. */
  if (body->closed && self->text[body->close + 2] == '(')
    return FALSE;
  if (!body->closed && body->has_gap)
    return FALSE;
  if (first && (!body->closed || body->has_lines || is_last_of_line (self, body->close + 2)))
    return TRUE;
  return ponder_prose_has_tex (text, length) && (body->closed || memchr (text, ']', length) == NULL);
}

gboolean
ponder_formula_find (const PonderFormulaPlace *place,
                     gsize                     at,
                     gsize                    *end)
{
  const char *text = place->text;
  char opening = text[at] == '$' ? '$' : text[at + 1];
  Body body;

  if (text[at] == '$' && text[at + 1] != '$')
    return find_dollar (place, at, end);
  if (at + 2 > place->stop || !read_body (place, at + 2, opening, &body))
    return FALSE;
  if ((body.closed && is_blank (text, at + 2, body.close)) || (body.has_lines && is_in_row_or_heading (place)))
    return FALSE;
  *end = body.closed ? body.close + 2 : place->length;
  switch (opening)
    {
    case '$':
      return find_double_dollar (place, at, &body);
    case '(':
      return find_parentheses (place, at + 2, &body);
    default:
      return find_brackets (place, at, &body);
    }
}

char *
ponder_formula_dup_source (const PonderFormulaPlace *place,
                           gsize                     start,
                           gsize                     end)
{
  GString *source;
  guint n_quotes;
  const char *line_end;

  if (memchr (place->text + start, '\n', end - start) == NULL)
    return g_strndup (place->text + start, end - start);
  source = g_string_new (NULL);
  n_quotes = count_quotes (place, start);
  while ((line_end = memchr (place->text + start, '\n', end - start)))
    {
      gsize length = line_end - place->text - start;

      g_string_append_len (source, place->text + start, length);
      if (length > 0 && source->str[source->len - 1] == '\r')
        g_string_truncate (source, source->len - 1);
      g_string_append_c (source, '\n');
      start += length + 1;
      if (start < end)
        skip_quotes (place->text, &start, n_quotes);
      if (start >= end)
        return g_string_free (source, FALSE);
    }
  g_string_append_len (source, place->text + start, end - start);
  return g_string_free (source, FALSE);
}

gboolean
ponder_formula_is_display (const char *source,
                           gsize       length)
{
  return length >= 2 && ((source[0] == '$' && source[1] == '$') || (source[0] == '\\' && source[1] == '['));
}

/* How long the closing delimiter of @source is. */
static gsize
measure_closing (const char *source,
                 gsize       length)
{
  gsize size = source[0] == '$' && source[1] != '$' ? 1 : 2;
  gsize n_backslashes = 0;
  gsize end = length - size;

  if (length < 2 * size || (source[0] == '$' && source[length - 1] != '$') || source[end] != source[0])
    return 0;
  /* The second of two backslashes begins no delimiter. */
  while (source[0] == '\\' && end > size + n_backslashes && source[end - 1 - n_backslashes] == '\\')
    n_backslashes++;
  if (n_backslashes % 2 != 0 || (source[0] == '\\' && source[length - 1] != (source[1] == '(' ? ')' : ']')))
    return 0;
  return size;
}

char *
ponder_formula_dup_tex (const char *source,
                        gsize       length,
                        gboolean   *closed)
{
  gsize start = length >= 2 && (source[0] == '\\' || source[1] == '$') ? 2 : 1;
  gsize closing = measure_closing (source, length);
  gsize end = length - closing;

  *closed = closing > 0;
  if (!*closed && end > start && source[end - 1] == source[0])
    end--;
  return g_strstrip (g_strndup (source + start, end - start));
}
