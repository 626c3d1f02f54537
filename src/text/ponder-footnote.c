/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Footnotes of a Markdown text. A number that somebody wrote stays the number of its note, so that what the text says
 * of “note 2” stays true, and no number changes while more notes arrive; other names get the numbers left. */

#include "config.h"

#include "ponder-footnote.h"
#include "ponder-markdown-code.h"

#include <string.h>

#define LONGEST_NAME 64
#define LONGEST_NUMBER 4

/* Lines that go on in a note are indented, by four spaces in books about it, by two or three in practice. */
#define LEAST_INDENT 2
#define INDENT 4

static void
footnote_free (PonderFootnote *self)
{
  g_free (self->label);
  g_free (self->body);
  g_free (self);
}

void
ponder_footnotes_free (PonderFootnotes *self)
{
  g_hash_table_unref (self->by_name);
  g_ptr_array_unref (self->notes);
  g_free (self);
}

/* "[^name]": how long it is, 0 when @text does not begin with it. */
static gsize
measure_reference (const char *text)
{
  gsize length;

  if (text[0] != '[' || text[1] != '^')
    return 0;
  length = strcspn (text + 2, "[]^ \t\r\n`\\");
  return length > 0 && length <= LONGEST_NAME && text[2 + length] == ']' ? length + 3 : 0;
}

static gsize
measure_line (const char *text)
{
  gsize length = strcspn (text, "\n");

  return text[length] == '\n' ? length + 1 : length;
}

static gboolean
is_blank (const char *line)
{
  return strchr ("\r\n", line[strspn (line, " \t")]) != NULL;
}

static gsize
measure_indent (const char *line)
{
  return *line == '\t' ? INDENT : strspn (line, " ");
}

/* A line without indent right under a line of a note: it goes on, unless it begins something. */
static gboolean
is_lazy (const char *line)
{
  return strchr ("[#>-*+`~|$\\<=", *line) == NULL && !g_ascii_isdigit (*line);
}

static void
append_line (GString    *body,
             const char *line,
             gsize       length)
{
  gsize indent = *line == '\t' ? 1 : MIN (strspn (line, " "), INDENT);

  indent = MIN (indent, length);
  g_string_append_len (body, line + indent, length - indent);
}

/* Reads what a note says from @text, where its first line goes on. Returns how long that is. */
static gsize
read_body (const char *text,
           GString    *body)
{
  gsize end = measure_line (text);
  gboolean was_blank = FALSE;
  gsize blanks = 0;

  g_string_append_len (body, text, end);
  for (gsize at = end; text[at] != '\0';)
    {
      const char *line = text + at;
      gsize length = measure_line (line);

      at += length;
      if (is_blank (line))
        {
          was_blank = TRUE;
          blanks++;
          continue;
        }
      if (measure_indent (line) < LEAST_INDENT && (was_blank || !is_lazy (line)))
        break;
      for (; blanks > 0; blanks--)
        g_string_append_c (body, '\n');
      append_line (body, line, length);
      was_blank = FALSE;
      end = at;
    }
  return end;
}

static gboolean
is_number (const char *name)
{
  gsize length = strspn (name, "0123456789");

  return name[length] == '\0' && length <= LONGEST_NUMBER && *name != '0';
}

static void
add_note (PonderFootnotes *self,
          char            *name,
          GString         *body)
{
  PonderFootnote *note = g_new0 (PonderFootnote, 1);

  if (g_str_has_suffix (body->str, "\n"))
    g_string_truncate (body, body->len - 1);
  note->label = is_number (name) ? g_strdup (name) : NULL;
  note->body = g_string_free (body, FALSE);
  g_ptr_array_add (self->notes, note);
  if (!g_hash_table_contains (self->by_name, name))
    g_hash_table_insert (self->by_name, name, note);
  else
    g_free (name);
}

static void
number_notes (PonderFootnotes *self)
{
  guint next = 1;

  for (guint i = 0; i < self->notes->len; i++)
    {
      PonderFootnote *note = g_ptr_array_index (self->notes, i);

      while (note->label == NULL)
        {
          g_autofree char *label = g_strdup_printf ("%u", next++);

          if (!g_hash_table_contains (self->by_name, label))
            note->label = g_steal_pointer (&label);
        }
    }
}

/* Whether byte @at is in code; *@next is the first range that does not end before it. */
static gboolean
is_in_code (const GArray *code,
            guint        *next,
            gsize         at)
{
  while (*next < code->len && g_array_index (code, PonderMarkdownRange, *next).end <= at)
    (*next)++;
  return *next < code->len && g_array_index (code, PonderMarkdownRange, *next).start <= at;
}

PonderFootnotes *
ponder_footnotes_take (GString      *text,
                       const GArray *code)
{
  g_autoptr(PonderFootnotes) self = g_new0 (PonderFootnotes, 1);
  g_autoptr(GString) rest = g_string_new (NULL);
  guint next = 0;
  gsize kept = 0;

  self->notes = g_ptr_array_new_with_free_func ((GDestroyNotify) footnote_free);
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (gsize at = 0; at < text->len;)
    {
      gsize start = at + MIN (strspn (text->str + at, " "), INDENT);
      gsize length = start - at < INDENT ? measure_reference (text->str + start) : 0;

      if (length > 0 && text->str[start + length] == ':' && !is_in_code (code, &next, start))
        {
          char *name = g_strndup (text->str + start + 2, length - 3);
          GString *body = g_string_new (NULL);

          /* An empty line takes the place of the note: what is above and below stays apart. */
          g_string_append_len (rest, text->str + kept, at - kept);
          g_string_append_c (rest, '\n');
          start += length + 1;
          at = kept = start + read_body (text->str + start, body);
          add_note (self, name, body);
        }
      else
        {
          at += measure_line (text->str + at);
        }
    }
  if (self->notes->len == 0)
    return NULL;
  g_string_append_len (rest, text->str + kept, text->len - kept);
  g_string_assign (text, rest->str);
  number_notes (self);
  return g_steal_pointer (&self);
}

gsize
ponder_footnotes_find (const PonderFootnotes  *self,
                       const char             *text,
                       const PonderFootnote  **found)
{
  gsize length = measure_reference (text);
  g_autofree char *name = length > 0 ? g_strndup (text + 2, length - 3) : NULL;

  *found = name != NULL ? g_hash_table_lookup (self->by_name, name) : NULL;
  return *found != NULL ? length : 0;
}

char *
ponder_footnote_dup_mark (const PonderFootnote *self)
{
  static const char *const raised[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  GString *mark = g_string_new (NULL);

  for (const char *digit = self->label; *digit != '\0'; digit++)
    g_string_append (mark, raised[*digit - '0']);
  return g_string_free (mark, FALSE);
}
