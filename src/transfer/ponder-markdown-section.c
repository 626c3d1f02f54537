/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Somebody's Markdown as one section of a larger document. */

#include "config.h"

#include "ponder-markdown-section.h"

#include "ponder-formula.h"
#include "ponder-markdown.h"

#include <string.h>

/* The document's own headings are of these levels. */
#define N_LEVELS 2

/* What the last block of a document is called that has not been swallowed by what stands before it. */
#define SENTINEL "sentinel"

/* Line by line; @pending is the paragraph that is being read. */
typedef struct
{
  GString    *out;
  GString    *pending;
  GHashTable *notes;            /* names of its footnotes */
  char       *notes_prefix;     /* what makes them its own in the document */
  gboolean    in_list;          /* or in a footnote */
  char        fence;            /* '`', '~' or 0: not in code */
  gsize       fence_length;
  char       *fence_indent;     /* (nullable) */
} Section;

static void
section_clear (Section *self)
{
  g_string_free (self->pending, TRUE);
  g_hash_table_unref (self->notes);
  g_free (self->notes_prefix);
  g_free (self->fence_indent);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Section, section_clear)

/* --- HTML --- */

/* "<https://example.com>", "<a@b.c>": a link, no tag. @at is behind the "<". */
static gboolean
is_autolink (const char *at)
{
  gsize length = strcspn (at, " \t\n<>");
  gsize scheme = strspn (at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");

  if (at[length] != '>' || length == 0)
    return FALSE;

  return (scheme > 1 && at[scheme] == ':') || memchr (at, '@', length) != NULL;
}

/* Tags that are no words in the window either, and cannot do any harm. */
static gboolean
is_shown (const char *at)
{
  static const char *const tags[] = { "br>", "br/>", "br />", "sub>", "/sub>", "sup>", "/sup>" };

  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++)
    if (g_str_has_prefix (at, tags[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_tag (const char *at)
{
  if (is_shown (at))
    return FALSE;
  return (g_ascii_isalpha (*at) || strchr ("/!?", *at) != NULL) && *at != '\0' && !is_autolink (at);
}

/* A span of code, which is copied as it is, or the backticks alone when nothing ends it. */
static const char *
copy_code_span (GString    *out,
                const char *at)
{
  gsize length = strspn (at, "`");
  const char *end = at + length;

  while (*end != '\0')
    {
      gsize run = strspn (end, "`");

      if (run == length)
        {
          g_string_append_len (out, at, end + run - at);
          return end + run;
        }
      end += MAX (run, 1);
    }

  g_string_append_len (out, at, (gssize) length);
  return at + length;
}

/* Where the next code may begin. */
static gsize
find_backtick (const char *text,
               const char *at)
{
  return (gsize) (at - text) + strcspn (at, "`");
}

/* Where the formula ends that begins at @at, or @at. */
static const char *
find_formula_end (const PonderFormulaPlace *place,
                  const char               *at)
{
  gsize end;

  if (*at != '$' && !(*at == '\\' && (at[1] == '(' || at[1] == '[')))
    return at;
  return ponder_formula_find (place, (gsize) (at - place->text), &end) ? place->text + end : at;
}

/* "[^name]": the name, or NULL when @at does not begin so. (transfer full) (nullable) */
static char *
dup_note_name (const char *at)
{
  gsize length;

  if (at[0] != '[' || at[1] != '^')
    return NULL;
  length = strcspn (at + 2, "[] \t\r\n");
  return length > 0 && at[2 + length] == ']' ? g_strndup (at + 2, length) : NULL;
}

/* "[^name]: " and what the note says. */
static gboolean
is_note (const char *at)
{
  g_autofree char *name = dup_note_name (at);

  return name != NULL && at[strlen (name) + 3] == ':';
}

/* Sections may have notes of the same names. What a note says is in this one, so its text makes the name. */
static void
find_notes (Section    *self,
            const char *text)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

  self->notes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->notes_prefix = g_strdup_printf ("%.6s-", digest);
  while (*text != '\0')
    {
      text += strspn (text, " \n");
      if (is_note (text))
        g_hash_table_add (self->notes, dup_note_name (text));
      text += strcspn (text, "\n");
    }
}

/* The beginning of a reference, with the section's own prefix. */
static const char *
copy_bracket (Section    *self,
              const char *at)
{
  g_autofree char *name = dup_note_name (at);

  if (name == NULL || !g_hash_table_contains (self->notes, name))
    {
      g_string_append_c (self->out, '[');
      return at + 1;
    }
  g_string_append (self->out, "[^");
  g_string_append (self->out, self->notes_prefix);
  return at + 2;
}

static void
append_words (Section    *self,
              const char *text)
{
  GString *out = self->out;
  PonderFormulaPlace place = { text, strlen (text), 0, find_backtick (text, text) };
  const char *formula_end = text;
  const char *at = text;

  while (*at != '\0')
    {
      if (*at == '`')
        {
          at = copy_code_span (out, at);
          place.stop = find_backtick (text, at);
          continue;
        }
      if (*at == '\n')
        place.line = (gsize) (at + 1 - text);
      if (at >= formula_end)
        formula_end = find_formula_end (&place, at);
      if (*at == '[' && at >= formula_end)
        {
          at = copy_bracket (self, at);
          continue;
        }
      if (*at == '\\' && at[1] != '\0')
        g_string_append_c (out, *at++);
      else if (*at == '<' && is_tag (at + 1) && at >= formula_end)
        g_string_append_c (out, '\\');
      g_string_append_c (out, *at++);
      /* A space makes it no tag, and nothing else in a formula. */
      if (at < formula_end && at[-1] == '<' && is_tag (at))
        g_string_append_c (out, ' ');
    }
}

/* --- lines --- */

static gsize
count_indent (const char *line)
{
  return strspn (line, " \t");
}

/* "- ", "12. ": how long the marker is, 0 for none. */
static gsize
measure_marker (const char *line)
{
  gsize digits = strspn (line, "0123456789");
  gsize length = 0;

  if (*line == '-' || *line == '*' || *line == '+')
    length = 1;
  else if (digits > 0 && digits < 10 && (line[digits] == '.' || line[digits] == ')'))
    length = digits + 1;

  return length > 0 && (line[length] == ' ' || line[length] == '\t' || line[length] == '\0') ? length : 0;
}

/* Where a line begins behind the marks of the quotes and lists that it stands in. */
static const char *
skip_containers (const char *line)
{
  const char *at = line;

  while (*at != '\0')
    {
      gsize marker;

      at += count_indent (at);
      if (*at == '>')
        at++;
      else if ((marker = measure_marker (at)) > 0)
        at += marker;
      else
        break;
    }

  return at;
}

static gboolean
is_blank (const char *line)
{
  return line[count_indent (line)] == '\0';
}

/* "===" or "---" and nothing else. */
static char
find_underline (const char *line)
{
  const char *at = line + count_indent (line);
  char mark = *at;

  if (mark != '=' && mark != '-')
    return 0;

  at += strspn (at, (char[]) { mark, '\0' });
  return is_blank (at) ? mark : 0;
}

static gsize
count_heading (const char *at)
{
  gsize level = strspn (at, "#");

  return level <= 6 && (at[level] == ' ' || at[level] == '\t' || at[level] == '\0') ? level : 0;
}

static void
append_heading_marks (GString *out,
                      gsize    level)
{
  for (gsize i = 0; i < MIN (level + N_LEVELS, 6); i++)
    g_string_append_c (out, '#');
}

static void
end_paragraph (Section *self)
{
  append_words (self, self->pending->str);
  g_string_truncate (self->pending, 0);
}

/* The paragraph before an underline is a heading, however many lines it has. */
static void
end_underlined (Section *self,
                char     mark)
{
  g_strdelimit (g_strchomp (self->pending->str), "\n", ' ');
  append_heading_marks (self->out, mark == '=' ? 1 : 2);
  g_string_append_c (self->out, ' ');
  append_words (self, self->pending->str + count_indent (self->pending->str));
  g_string_append_c (self->out, '\n');
  g_string_truncate (self->pending, 0);
}

static void
append_line (GString    *out,
             const char *line)
{
  g_string_append (out, line);
  g_string_append_c (out, '\n');
}

/* The marks before the fence, with blanks for those of lists: there its end belongs. */
static void
begin_fence (Section    *self,
             const char *line,
             const char *at)
{
  g_free (self->fence_indent);
  self->fence_indent = g_strndup (line, (gsize) (at - line));
  for (char *c = self->fence_indent; *c != '\0'; c++)
    if (*c != '>' && *c != '\t')
      *c = ' ';
  self->fence = *at;
  self->fence_length = strspn (at, (char[]) { *at, '\0' });
}

static gboolean
is_fence (const char *at)
{
  gsize length = strspn (at, (char[]) { *at, '\0' });

  if (length < 3)
    return FALSE;

  return *at == '~' || (*at == '`' && strchr (at + length, '`') == NULL);
}

static gboolean
ends_fence (Section    *self,
            const char *line)
{
  const char *at = line + strspn (line, " \t>");
  gsize length = strspn (at, (char[]) { self->fence, '\0' });

  return length >= self->fence_length && is_blank (at + length);
}

static void
read_code_line (Section    *self,
                const char *line)
{
  append_line (self->out, line);
  if (ends_fence (self, line))
    self->fence = 0;
}

/* Code by its indent: not in a list, where deep lines are words. */
static gboolean
is_indented_code (Section    *self,
                  const char *line)
{
  return self->pending->len == 0 && !self->in_list && !is_blank (line)
         && (g_str_has_prefix (line, "    ") || *line == '\t');
}

static void
read_words_line (Section    *self,
                 const char *line,
                 const char *at)
{
  gsize level = count_heading (at);
  char underline = find_underline (line);

  if (level > 0)
    {
      end_paragraph (self);
      g_string_append_len (self->out, line, at - line);
      append_heading_marks (self->out, level);
      append_words (self, at + level);
      g_string_append_c (self->out, '\n');
    }
  else if (underline != 0 && self->pending->len > 0 && skip_containers (self->pending->str) == self->pending->str
           + count_indent (self->pending->str))
    {
      end_underlined (self, underline);
    }
  else
    {
      append_line (self->pending, line);
    }
}

static void
read_line (Section    *self,
           const char *line)
{
  const char *at = skip_containers (line);

  if (self->fence != 0)
    {
      read_code_line (self, line);
      return;
    }
  if (is_indented_code (self, line))
    {
      append_line (self->out, line);
      return;
    }

  if (measure_marker (line + count_indent (line)) > 0 || is_note (line + count_indent (line)))
    self->in_list = TRUE;
  else if (count_indent (line) == 0 && *line != '\0' && self->pending->len == 0)
    self->in_list = FALSE;

  if (is_blank (line))
    {
      end_paragraph (self);
      append_line (self->out, line);
    }
  else if (is_fence (at))
    {
      end_paragraph (self);
      begin_fence (self, line, at);
      append_line (self->out, line);
    }
  else
    {
      read_words_line (self, line, at);
    }
}

/* Markdown takes a CR for a line end too. (transfer full) */
static char *
unify_line_ends (const char *text)
{
  GString *unified = g_string_new (text);

  g_string_replace (unified, "\r\n", "\n", 0);
  g_string_replace (unified, "\r", "\n", 0);
  return g_string_free (unified, FALSE);
}

/* (transfer full) */
static char *
tame (const char *text)
{
  g_autofree char *unix_text = unify_line_ends (text);
  g_auto(GStrv) lines = g_strsplit (unix_text, "\n", -1);
  g_auto(Section) section = { .out = g_string_new (NULL), .pending = g_string_new (NULL) };

  find_notes (&section, unix_text);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (lines[i + 1] == NULL && *lines[i] == '\0')
        break;
      read_line (&section, lines[i]);
    }
  end_paragraph (&section);

  if (section.fence != 0)
    {
      g_string_append (section.out, section.fence_indent);
      for (gsize i = 0; i < section.fence_length; i++)
        g_string_append_c (section.out, section.fence);
      g_string_append_c (section.out, '\n');
    }

  return g_string_free (section.out, FALSE);
}

/* Asks the parser of the window: what comes after @text is still a heading of its own, and @text has none as high.
 * Its footnotes come after that. */
static gboolean
is_tame (const char *text)
{
  g_autofree char *document = g_strconcat (text, "\n## " SENTINEL "\n", NULL);
  g_autoptr(GPtrArray) blocks = ponder_markdown_parse (document, -1);
  guint n_found = 0;

  for (guint i = 0; i < blocks->len; i++)
    {
      const PonderBlock *block = blocks->pdata[i];

      if (block->kind != PONDER_BLOCK_HEADING || block->heading_level > N_LEVELS || block->quote_depth > 0)
        continue;
      if (block->list_depth > 0 || g_strcmp0 (block->text->text, SENTINEL) != 0)
        return FALSE;
      n_found++;
    }

  return n_found == 1;
}

char *
ponder_markdown_section_from_text (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *tamed = tame (valid);

  return is_tame (tamed) ? g_steal_pointer (&tamed) : ponder_markdown_section_quote (tamed);
}

char *
ponder_markdown_section_quote (const char *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  GString *quote = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (lines[i + 1] == NULL && *lines[i] == '\0')
        break;
      g_string_append (quote, *lines[i] != '\0' ? "> " : ">");
      append_line (quote, lines[i]);
    }

  return g_string_free (quote, FALSE);
}

/* The longest run of backticks. */
static gsize
measure_backticks (const char *text)
{
  gsize longest = 0;

  for (const char *at = strchr (text, '`'); at != NULL; at = strchr (at, '`'))
    {
      gsize length = strspn (at, "`");

      longest = MAX (longest, length);
      at += length;
    }

  return longest;
}

char *
ponder_markdown_section_code (const char *text,
                              const char *language)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *fence = g_strnfill (MAX (measure_backticks (valid) + 1, 3), '`');

  return g_strconcat (fence, language, "\n", valid, g_str_has_suffix (valid, "\n") ? "" : "\n", fence, "\n", NULL);
}

char *
ponder_markdown_section_escape (const char *line)
{
  GString *text = g_string_new (NULL);

  for (const char *at = line; *at != '\0'; at++)
    {
      if (strchr ("\\`*_[]<>#|~&$", *at) != NULL)
        g_string_append_c (text, '\\');
      g_string_append_c (text, *at);
    }

  return g_string_free (text, FALSE);
}
