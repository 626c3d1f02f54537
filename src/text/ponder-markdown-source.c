/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prepares a text for the Markdown parser: whole, half-typed, or Chinese. */

#include "config.h"

#include "ponder-markdown-private.h"

#include <string.h>

/* The first character of the last line that is not part of a quote's or list item's mark. */
static gsize
skip_containers (const GString *text,
                 gsize          at)
{
  at += strspn (text->str + at, " \t>");
  if (strchr ("-*+", text->str[at]) != NULL && text->str[at] != '\0' && text->str[at + 1] == ' ')
    return at + 1 + strspn (text->str + at + 1, " ");
  if (g_ascii_isdigit (text->str[at]))
    {
      gsize end = at + strspn (text->str + at, "0123456789");

      if ((text->str[end] == '.' || text->str[end] == ')') && text->str[end + 1] == ' ')
        return end + 1 + strspn (text->str + end + 1, " ");
    }
  return at;
}

static gboolean
follows_text (const GString *text,
              gsize          line)
{
  gsize previous = line;

  if (line == 0)
    return FALSE;
  while (previous > 1 && text->str[previous - 2] != '\n')
    previous--;
  previous--;
  return strchr ("\r\n", text->str[previous + strspn (text->str + previous, " \t>")]) == NULL;
}

/* One or two marks at the end may be the beginning of a fence; shown as text they would flicker.
 * Under a line of text they may be the beginning of a list, which until then would make the line a
 * heading. */
static void
withhold_half_typed_fence (GString *text,
                           gsize    line)
{
  gsize at = skip_containers (text, line);
  gsize length = text->len - at;
  char mark = text->str[at];

  if (length != 1 && !(length == 2 && text->str[at + 1] == mark))
    return;
  if (mark == '`' || mark == '~' || ((mark == '-' || mark == '=') && follows_text (text, line)))
    g_string_truncate (text, at);
}

/* [label](http://exam: a parenthesis behind it makes it the link that it will be. */
static gboolean
ends_in_half_typed_link (const GString *text,
                         gsize          line)
{
  const char *open = g_strrstr (text->str + line, "](");
  guint n_backticks = 0;

  if (open == NULL || strpbrk (open + 2, ") \t<") != NULL)
    return FALSE;
  /* In code that has not ended it is no link. */
  for (const char *at = text->str + line; *at != '\0'; at++)
    n_backticks += *at == '`';
  return n_backticks % 2 == 0;
}

/* Punctuation as CommonMark's rules for asterisks see it: symbols such as emoji are none. */
static gboolean
is_punctuation (gunichar c)
{
  static const guint punctuation =
    1u << G_UNICODE_CONNECT_PUNCTUATION | 1u << G_UNICODE_DASH_PUNCTUATION |
    1u << G_UNICODE_CLOSE_PUNCTUATION | 1u << G_UNICODE_FINAL_PUNCTUATION |
    1u << G_UNICODE_INITIAL_PUNCTUATION | 1u << G_UNICODE_OTHER_PUNCTUATION |
    1u << G_UNICODE_OPEN_PUNCTUATION;

  if (c < 0x80)
    return g_ascii_ispunct ((char) c);
  return (punctuation >> g_unichar_type (c) & 1) != 0;
}

/* CommonMark decides by spaces and punctuation whether asterisks begin or end emphasis; where words
 * are not set apart by spaces it decides wrongly, as in **重点（一）**后面. */
static gboolean
needs_mark (gunichar inside,
            gunichar outside)
{
  return is_punctuation (inside) && inside != '\\' &&
         outside != 0 && !g_unichar_isspace (outside) && !is_punctuation (outside) &&
         (g_unichar_iswide (inside) || g_unichar_iswide (outside));
}

/* A mark, neither space nor punctuation, between the punctuation and the asterisks lets both be
 * seen. */
static GString *
mark_asterisks (const char *text)
{
  GString *marked = g_string_new (NULL);
  const char *copied = text;
  const char *run;

  while ((run = strchr (copied, '*')))
    {
      const char *run_end = run + strspn (run, "*");
      const char *previous = g_utf8_find_prev_char (text, run);
      gunichar before = previous != NULL ? g_utf8_get_char (previous) : 0;
      gunichar after = g_utf8_get_char (run_end);

      g_string_append_len (marked, copied, run - copied);
      if (needs_mark (before, after))
        g_string_append (marked, PONDER_MARKDOWN_MARK);
      g_string_append_len (marked, run, run_end - run);
      if (needs_mark (after, before))
        g_string_append (marked, PONDER_MARKDOWN_MARK);
      copied = run_end;
    }
  g_string_append (marked, copied);
  return marked;
}

static PonderMarkdownSource *
source_take (GString *text,
             gsize    shown)
{
  PonderMarkdownSource *self = g_new0 (PonderMarkdownSource, 1);

  /* md4c 0.4.8 looks at the byte behind a text: a line end and the terminating zero are always
   * there. */
  if (text->len == 0 || text->str[text->len - 1] != '\n')
    g_string_append_c (text, '\n');
  self->length = text->len;
  self->shown = shown;
  self->text = g_string_free (text, FALSE);
  return self;
}

PonderMarkdownSource *
ponder_markdown_source_new (const char *text,
                            gsize       length)
{
  g_autofree char *valid = g_utf8_make_valid (text, length);
  GString *marked = mark_asterisks (valid);
  const char *newline = strrchr (marked->str, '\n');
  gsize line = newline != NULL ? newline + 1 - marked->str : 0;
  gsize shown;

  withhold_half_typed_fence (marked, line);
  shown = marked->len;
  if (ends_in_half_typed_link (marked, line))
    g_string_append_c (marked, ')');
  return source_take (marked, shown);
}

PonderMarkdownSource *
ponder_markdown_source_probe (const PonderMarkdownSource *self,
                              gsize                       end)
{
  GString *text = g_string_new_len (self->text, end);

  g_string_append_c (text, 'x');
  return source_take (text, text->len);
}

void
ponder_markdown_source_free (PonderMarkdownSource *self)
{
  g_free (self->text);
  g_free (self);
}
