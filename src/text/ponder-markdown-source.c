/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prepares a text for the Markdown parser: whole, half-typed, or Chinese. */

#include "config.h"

#include "ponder-markdown-code.h"
#include "ponder-markdown-mask.h"
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

static gboolean
is_half_typed_note (const char *line)
{
  gsize length;

  if (line[0] != '[' || line[1] != '^')
    return FALSE;
  length = strcspn (line, " \t\n]");
  return line[length] == '\0' || (line[length] == ']' && line[length + 1] == '\0');
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

  /* A dollar or a backslash alone begins a formula, a bracket that nothing closes a footnote. */
  if ((length == 1 && (mark == '$' || mark == '\\')) || is_half_typed_note (text->str + at))
    g_string_truncate (text, at);
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

/* The edge of what stands for a formula or a footnote, which themselves begin and end with punctuation. */
static gboolean
is_piece (gunichar c)
{
  return c == 0xfdd1 || c == 0xfdd2;
}

/* CommonMark decides by spaces and punctuation whether asterisks begin or end emphasis; where words
 * are not set apart by spaces it decides wrongly, as in **重点（一）**后面. */
static gboolean
needs_mark (gunichar inside,
            gunichar outside)
{
  return is_punctuation (inside) && inside != '\\' &&
         outside != 0 && !g_unichar_isspace (outside) && !is_punctuation (outside) &&
         (g_unichar_iswide (inside) || g_unichar_iswide (outside) || is_piece (outside));
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
source_take (GString   *text,
             gsize      shown,
             GPtrArray *pieces)
{
  PonderMarkdownSource *self = g_new0 (PonderMarkdownSource, 1);

  /* md4c 0.4.8 looks at the byte behind a text: a line end and the terminating zero are always
   * there. */
  if (text->len == 0 || text->str[text->len - 1] != '\n')
    g_string_append_c (text, '\n');
  self->length = text->len;
  self->shown = shown;
  self->text = g_string_free (text, FALSE);
  self->pieces = pieces;
  return self;
}

/* Noncharacters of our own have no place in what somebody wrote. */
static void
remove_marks (char *text)
{
  char *kept = text;

  while (*text != '\0')
    {
      if (g_str_has_prefix (text, "\xef\xb7") && (guchar) text[2] >= 0x90 && (guchar) text[2] <= 0x92)
        text += 3;
      else
        *kept++ = *text++;
    }
  *kept = '\0';
}

/* @text without formulas and the like, which get added to @pieces. When @taken is not NULL, footnotes go there.
 * (transfer full) (nullable) when nothing is to be taken out, or there was no time. */
static GString *
mask (const char             *text,
      const PonderFootnotes  *notes,
      PonderFootnotes       **taken,
      gint64                  deadline,
      GPtrArray              *pieces)
{
  g_autoptr(GString) words = NULL;
  g_autoptr(GArray) code = NULL;

  if (!ponder_markdown_has_mask (text))
    return NULL;
  words = g_string_new (text);
  g_string_append_c (words, '\n');
  if (!(code = ponder_markdown_find_code (words->str, words->len, deadline)))
    return NULL;
  if (taken != NULL && strstr (text, "[^") != NULL && (*taken = ponder_footnotes_take (words, code)))
    {
      notes = *taken;
      g_array_unref (code);
      if (!(code = ponder_markdown_find_code (words->str, words->len, deadline)))
        return NULL;
    }
  return ponder_markdown_mask (words->str, words->len - 1, code, notes, pieces);
}

static PonderMarkdownSource *
source_new (const char             *text,
            const PonderFootnotes  *notes,
            PonderFootnotes       **taken,
            gint64                  deadline)
{
  GPtrArray *pieces = ponder_piece_array_new ();
  g_autoptr(GString) masked = mask (text, notes, taken, deadline, pieces);
  GString *marked = mark_asterisks (masked != NULL ? masked->str : text);
  const char *newline = strrchr (marked->str, '\n');
  gsize line = newline != NULL ? newline + 1 - marked->str : 0;
  gsize shown;

  withhold_half_typed_fence (marked, line);
  shown = marked->len;
  if (ends_in_half_typed_link (marked, line))
    g_string_append_c (marked, ')');
  return source_take (marked, shown, pieces);
}

PonderMarkdownSource *
ponder_markdown_source_new (const char       *text,
                            gsize             length,
                            gint64            deadline,
                            PonderFootnotes **notes)
{
  g_autofree char *valid = g_utf8_make_valid (text, length);

  *notes = NULL;
  if (strstr (valid, "\xef\xb7") != NULL)
    remove_marks (valid);
  return source_new (valid, NULL, notes, deadline);
}

PonderMarkdownSource *
ponder_markdown_source_new_for_note (const PonderFootnotes *notes,
                                     const PonderFootnote  *note,
                                     gint64                 deadline)
{
  return source_new (note->body, notes, NULL, deadline);
}

PonderMarkdownSource *
ponder_markdown_source_probe (const PonderMarkdownSource *self,
                              gsize                       end)
{
  GString *text = g_string_new_len (self->text, end);

  g_string_append_c (text, 'x');
  return source_take (text, text->len, g_ptr_array_ref (self->pieces));
}

void
ponder_markdown_source_free (PonderMarkdownSource *self)
{
  g_ptr_array_unref (self->pieces);
  g_free (self->text);
  g_free (self);
}
