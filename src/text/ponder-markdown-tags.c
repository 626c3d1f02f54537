/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The HTML tags that stand for something a text can show. All others are words, as is one that nothing ends. */

#include "config.h"

#include "ponder-markdown-tags.h"

#include <string.h>

/* What is raised is a number, a word; what is longer is no exponent. */
#define LONGEST_RAISED 64
#define LONGEST_SUMMARY 512

typedef struct
{
  const char *plain;
  const char *raised;
  const char *lowered;          /* (nullable) */
} Letter;

static const Letter letters[] = {
  { "0", "⁰", "₀" }, { "1", "¹", "₁" }, { "2", "²", "₂" }, { "3", "³", "₃" }, { "4", "⁴", "₄" },
  { "5", "⁵", "₅" }, { "6", "⁶", "₆" }, { "7", "⁷", "₇" }, { "8", "⁸", "₈" }, { "9", "⁹", "₉" },
  { "+", "⁺", "₊" }, { "-", "⁻", "₋" }, { "−", "⁻", "₋" }, { "–", "⁻", "₋" }, { "=", "⁼", "₌" },
  { "(", "⁽", "₍" }, { ")", "⁾", "₎" },
  { "a", "ᵃ", "ₐ" }, { "b", "ᵇ", NULL }, { "c", "ᶜ", NULL }, { "d", "ᵈ", NULL }, { "e", "ᵉ", "ₑ" },
  { "f", "ᶠ", NULL }, { "g", "ᵍ", NULL }, { "h", "ʰ", "ₕ" }, { "i", "ⁱ", "ᵢ" }, { "j", "ʲ", "ⱼ" },
  { "k", "ᵏ", "ₖ" }, { "l", "ˡ", "ₗ" }, { "m", "ᵐ", "ₘ" }, { "n", "ⁿ", "ₙ" }, { "o", "ᵒ", "ₒ" },
  { "p", "ᵖ", "ₚ" }, { "r", "ʳ", "ᵣ" }, { "s", "ˢ", "ₛ" }, { "t", "ᵗ", "ₜ" }, { "u", "ᵘ", "ᵤ" },
  { "v", "ᵛ", "ᵥ" }, { "w", "ʷ", NULL }, { "x", "ˣ", "ₓ" }, { "y", "ʸ", NULL }, { "z", "ᶻ", NULL },
};

/* How long the tag <@name…> or </@name> is with which @text begins, 0 when it does not. */
static gsize
measure_tag (const char *text,
             const char *name)
{
  gsize length = strlen (name);

  if (*text != '<' || g_ascii_strncasecmp (text + 1, name, length) != 0)
    return 0;
  if (text[length + 1] != '>' && text[length + 1] != ' ' && text[length + 1] != '/')
    return 0;
  length += 1 + strcspn (text + length + 1, "<>\n");
  return text[length] == '>' ? length + 1 : 0;
}

gboolean
ponder_markdown_tags_is_known (const char *text)
{
  static const char *const names[] = { "br", "sub", "sup", "details", "summary" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (measure_tag (text, names[i]) > 0)
        return TRUE;
    }
  return FALSE;
}

/* Where @tag comes in the same line, at most @limit bytes from @at on, or 0. */
static gsize
find_tag (const char *text,
          gsize       at,
          gsize       limit,
          const char *tag)
{
  for (gsize end = at + limit; at < end && text[at] != '\n' && text[at] != '\0'; at++)
    {
      if (text[at] == '<' && g_ascii_strncasecmp (text + at, tag, strlen (tag)) == 0)
        return at;
    }
  return 0;
}

static const char *
shift_letter (const char *text,
              gboolean    raise)
{
  for (gsize i = 0; i < G_N_ELEMENTS (letters); i++)
    {
      if (g_str_has_prefix (text, letters[i].plain))
        return raise ? letters[i].raised : letters[i].lowered;
    }
  return NULL;
}

/* (transfer full) (nullable) when there are not all of these letters. */
static char *
shift (const char *text,
       gsize       length,
       gboolean    raise)
{
  g_autoptr(GString) shifted = g_string_new (NULL);
  const char *end = text + length;

  for (; text < end; text = g_utf8_next_char (text))
    {
      const char *letter = shift_letter (text, raise);

      if (letter == NULL)
        return NULL;
      g_string_append (shifted, letter);
    }
  return g_string_free (g_steal_pointer (&shifted), FALSE);
}

static PonderTagKind
read_shifted (PonderMarkdownTags *self,
              const char         *text,
              gsize               at,
              gsize               stop,
              gboolean            raise,
              gsize              *length,
              GString            *out)
{
  const char *closing = raise ? "</sup>" : "</sub>";
  gsize start = at + *length;
  gsize end = find_tag (text, start, LONGEST_RAISED, closing);
  g_autofree char *shifted = NULL;

  if (end == 0 || end + strlen (closing) > stop)
    return PONDER_TAG_NONE;
  if ((shifted = shift (text + start, end - start, raise)))
    {
      g_string_append (out, shifted);
      *length = end + strlen (closing) - at;
      return PONDER_TAG_TEXT;
    }
  /* <sup>[1](http://example.com)</sup>: a link does without. */
  if (text[start] != '[')
    return PONDER_TAG_NONE;
  self->dropped = end;
  return PONDER_TAG_TEXT;
}

/* Breaks at the end of a line add nothing to it. */
static PonderTagKind
read_break (const char *text,
            gsize       at,
            gsize      *length)
{
  gsize end = at + *length;

  end += strspn (text + end, " \t\r");
  if (text[end] != '\n' && text[end] != '\0')
    return PONDER_TAG_BREAK;
  return PONDER_TAG_TEXT;
}

/* <summary> is what a fold is called: strong, on a line of its own. */
static PonderTagKind
begin_summary (PonderMarkdownTags *self,
               const char         *text,
               gsize               at,
               gsize              *length,
               GString            *out)
{
  gsize start = at + *length + strspn (text + at + *length, " \t");
  gsize end = find_tag (text, start, LONGEST_SUMMARY, "</summary>");

  if (end <= start)
    return PONDER_TAG_NONE;
  self->summary_end = end;
  *length = start - at;
  g_string_append (out, "\n\n**");
  return PONDER_TAG_TEXT;
}

static PonderTagKind
read_in_summary (PonderMarkdownTags *self,
                 const char         *text,
                 gsize               at,
                 gsize              *length,
                 GString            *out)
{
  static const char *const strong[] = { "b", "/b", "strong", "/strong" };

  if (at == self->summary_end)
    {
      self->summary_end = 0;
      *length = strlen ("</summary>");
      while (out->len > 0 && strchr (" \t", out->str[out->len - 1]) != NULL)
        g_string_truncate (out, out->len - 1);
      g_string_append (out, "**\n\n");
      return PONDER_TAG_TEXT;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (strong); i++)
    {
      if ((*length = measure_tag (text + at, strong[i])) > 0)
        return PONDER_TAG_TEXT;
    }
  return PONDER_TAG_NONE;
}

PonderTagKind
ponder_markdown_tags_read (PonderMarkdownTags *self,
                           const char         *text,
                           gsize               at,
                           gsize               stop,
                           gsize              *length,
                           GString            *out)
{
  const char *tag = text + at;

  if (self->dropped == at && at > 0)
    {
      *length = strlen ("</sup>");
      return PONDER_TAG_TEXT;
    }
  if (at <= self->summary_end && self->summary_end > 0)
    return read_in_summary (self, text, at, length, out);
  if ((*length = measure_tag (tag, "br")) > 0)
    return read_break (text, at, length);
  if ((*length = measure_tag (tag, "sup")) > 0)
    return read_shifted (self, text, at, stop, TRUE, length, out);
  if ((*length = measure_tag (tag, "sub")) > 0)
    return read_shifted (self, text, at, stop, FALSE, length, out);
  if ((*length = measure_tag (tag, "summary")) > 0)
    return begin_summary (self, text, at, length, out);
  if ((*length = measure_tag (tag, "details")) > 0 || (*length = measure_tag (tag, "/details")) > 0)
    return PONDER_TAG_TEXT;
  return PONDER_TAG_NONE;
}
