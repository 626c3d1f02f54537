/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of the block that is being read, with the styles and links that are open in it. */

#include "config.h"

#include "ponder-autolink.h"
#include "ponder-entity.h"
#include "ponder-limits.h"
#include "ponder-markdown-mask.h"
#include "ponder-markdown-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* Between two raised numbers. */
#define NARROW_SPACE "\xe2\x80\xaf"

/* A link or an image that is open. */
typedef struct
{
  GRefString *target;           /* (nullable) */
  gsize start;                  /* of its text */
  PonderSpanFlags flag;
} Link;

static void
link_clear (gpointer data)
{
  Link *self = data;

  g_clear_pointer (&self->target, g_ref_string_release);
}

void
ponder_markdown_text_init (PonderMarkdownText         *self,
                           const PonderMarkdownSource *source)
{
  *self = (PonderMarkdownText) { .source = source };
  self->text = g_string_new (NULL);
  self->spans = ponder_span_array_new ();
  self->links = g_array_new (FALSE, FALSE, sizeof (Link));
  g_array_set_clear_func (self->links, link_clear);
}

void
ponder_markdown_text_clear (PonderMarkdownText *self)
{
  g_string_free (self->text, TRUE);
  g_array_unref (self->spans);
  g_array_unref (self->links);
  g_clear_pointer (&self->last_target, g_ref_string_release);
}

static PonderSpanFlags
current_flags (PonderMarkdownText *self)
{
  PonderSpanFlags flags = 0;

  for (guint i = 0; i < PONDER_MARKDOWN_N_STYLES; i++)
    {
      if (self->styles[i] > 0)
        flags |= 1 << i;
    }
  for (guint i = 0; i < self->links->len; i++)
    flags |= g_array_index (self->links, Link, i).flag;
  return flags;
}

/* Of an image in a link the link's. (nullable) */
static GRefString *
current_target (PonderMarkdownText *self)
{
  for (guint i = 0; i < self->links->len; i++)
    {
      GRefString *target = g_array_index (self->links, Link, i).target;

      if (target != NULL)
        return target;
    }
  return NULL;
}

/* Puts back what was taken out, as it was written. */
static void
append_unmarked (PonderMarkdownText *self,
                 GString            *result,
                 const char         *text,
                 gsize               length)
{
  const char *end = text + length;
  const PonderPiece *piece;
  const char *behind;
  const char *mark;

  while ((behind = ponder_markdown_next_mark (text, end - text, self->source->pieces, &mark, &piece)))
    {
      g_string_append_len (result, text, mark - text);
      if (piece != NULL)
        g_string_append (result, piece->source);
      text = behind;
    }
  g_string_append_len (result, text, end - text);
}

static void
append_decoded (PonderMarkdownText *self,
                GString            *result,
                const char         *entity,
                gsize               length)
{
  gunichar character = ponder_entity_decode (entity, length);

  if (character != 0)
    g_string_append_unichar (result, character);
  else
    append_unmarked (self, result, entity, length);
}

static void
append_span (PonderMarkdownText *self,
             gsize               start,
             gsize               end,
             PonderSpanFlags     flags,
             GRefString         *target)
{
  PonderSpan span = { start, end, flags, target };
  PonderSpan *last = NULL;

  if (flags == 0 || start == end)
    return;
  if (self->spans->len > 0)
    last = &g_array_index (self->spans, PonderSpan, self->spans->len - 1);
  /* Each formula has a span of its own. */
  if (last != NULL && last->end == start && last->flags == flags && last->target == target &&
      !(flags & PONDER_SPAN_MATH))
    {
      last->end = (guint) end;
      return;
    }
  if (target != NULL)
    g_ref_string_acquire (target);
  g_array_append_val (self->spans, span);
}

/* Gives the text from @start on the style that is open. */
static void
style (PonderMarkdownText *self,
       gsize               start)
{
  append_span (self, start, self->text->len, current_flags (self), current_target (self));
}

/* The same, and makes links of the addresses in it. */
static void
style_with_addresses (PonderMarkdownText *self,
                      gsize               start)
{
  PonderSpanFlags flags = current_flags (self);
  PonderAutolink found;

  if (flags & (PONDER_SPAN_CODE | PONDER_SPAN_LINK | PONDER_SPAN_IMAGE))
    {
      style (self, start);
      return;
    }
  while (ponder_autolink_find (self->text->str, self->text->len, start, &found))
    {
      g_autofree char *address = g_strndup (self->text->str + found.start, found.end - found.start);
      g_autofree char *target = g_strconcat (found.prefix, address, NULL);
      g_autoptr(GRefString) shared = g_ref_string_new (target);

      append_span (self, start, found.start, flags, NULL);
      append_span (self, found.start, found.end, flags | PONDER_SPAN_LINK, shared);
      start = found.end;
    }
  append_span (self, start, self->text->len, flags, NULL);
}

/* Of a text in the source only what the writer wrote. */
static gsize
clip_to_shown (PonderMarkdownText *self,
               const char         *text,
               gsize               length)
{
  guintptr place = (guintptr) text - (guintptr) self->source->text;

  if (place >= self->source->length || place + length <= self->source->shown)
    return length;
  return place < self->source->shown ? self->source->shown - place : 0;
}

/* In the cell of a table a bar has a backslash in front of it, also in a formula. */
static void
append_formula (PonderMarkdownText *self,
                const char         *source)
{
  gsize start = self->text->len;
  PonderSpanFlags flags = current_flags (self);

  for (const char *c = source; *c != '\0'; c++)
    {
      if (!self->in_cell || *c != '\\' || c[1] != '|')
        g_string_append_c (self->text, *c);
    }
  /* What an image says is shown as words. */
  if (!(flags & PONDER_SPAN_IMAGE))
    flags |= PONDER_SPAN_MATH;
  append_span (self, start, self->text->len, flags, current_target (self));
}

static void
append_piece (PonderMarkdownText *self,
              const PonderPiece  *piece,
              gboolean            is_next_to_note)
{
  gsize start = self->text->len;

  if (piece->kind == PONDER_PIECE_FORMULA)
    {
      append_formula (self, piece->source);
      return;
    }
  /* Notes 1 and 2 are not note 12. */
  if (piece->kind == PONDER_PIECE_NOTE && is_next_to_note)
    g_string_append (self->text, NARROW_SPACE);
  g_string_append (self->text, piece->shown);
  style (self, start);
}

void
ponder_markdown_text_append (PonderMarkdownText *self,
                             const char         *text,
                             gsize               length)
{
  const char *end = text + clip_to_shown (self, text, length);
  const PonderPiece *last = NULL;
  const PonderPiece *piece;
  const char *behind;
  const char *mark;
  gsize start = self->text->len;

  while ((behind = ponder_markdown_next_mark (text, end - text, self->source->pieces, &mark, &piece)))
    {
      g_string_append_len (self->text, text, mark - text);
      if (piece != NULL)
        {
          style_with_addresses (self, start);
          append_piece (self, piece, last != NULL && last->kind == PONDER_PIECE_NOTE && mark == text);
          start = self->text->len;
          last = piece;
        }
      text = behind;
    }
  g_string_append_len (self->text, text, end - text);
  style_with_addresses (self, start);
}

void
ponder_markdown_text_append_verbatim (PonderMarkdownText *self,
                                      const char         *text,
                                      gsize               length)
{
  gsize start = self->text->len;

  append_unmarked (self, self->text, text, clip_to_shown (self, text, length));
  style (self, start);
}

void
ponder_markdown_text_append_entity (PonderMarkdownText *self,
                                    const char         *entity,
                                    gsize               length)
{
  gsize start = self->text->len;

  append_decoded (self, self->text, entity, length);
  style (self, start);
}

void
ponder_markdown_text_begin_style (PonderMarkdownText *self,
                                  guint               index)
{
  self->styles[index]++;
}

void
ponder_markdown_text_end_style (PonderMarkdownText *self,
                                guint               index)
{
  if (self->styles[index] > 0)
    self->styles[index]--;
}

/* (transfer full) (nullable) */
static GRefString *
take_target (PonderMarkdownText *self,
             const MD_ATTRIBUTE *address)
{
  g_autoptr(GString) target = g_string_new (NULL);

  if (address->size == 0 || address->size > PONDER_ADDRESS_LIMIT)
    return NULL;
  for (guint i = 0; address->substr_offsets[i] < address->size; i++)
    {
      const char *text = address->text + address->substr_offsets[i];
      gsize length = address->substr_offsets[i + 1] - address->substr_offsets[i];

      if (address->substr_types[i] == MD_TEXT_ENTITY)
        append_decoded (self, target, text, length);
      else
        append_unmarked (self, target, text, length);
    }
  if (g_strcmp0 (self->last_target, target->str) != 0)
    {
      g_clear_pointer (&self->last_target, g_ref_string_release);
      self->last_target = g_ref_string_new_len (target->str, target->len);
    }
  return g_ref_string_acquire (self->last_target);
}

void
ponder_markdown_text_begin_link (PonderMarkdownText *self,
                                 PonderSpanFlags     flag,
                                 const MD_ATTRIBUTE *address)
{
  Link link = { take_target (self, address), self->text->len, flag };

  if (flag == PONDER_SPAN_LINK && link.target == NULL)
    link.flag = 0;
  g_array_append_val (self->links, link);
}

void
ponder_markdown_text_end_link (PonderMarkdownText *self)
{
  const Link *link;

  if (self->links->len == 0)
    return;
  link = &g_array_index (self->links, Link, self->links->len - 1);
  /* An image without words must not vanish. */
  if (link->flag == PONDER_SPAN_IMAGE && self->text->len == link->start)
    {
      gboolean has_name = link->target != NULL && !g_str_has_prefix (link->target, "data:");

      g_string_append (self->text, has_name ? link->target : _("image"));
      style (self, link->start);
    }
  g_array_set_size (self->links, self->links->len - 1);
}

PonderInline *
ponder_markdown_text_take_inline (PonderMarkdownText *self)
{
  PonderInline *result = ponder_inline_new (self->text->str, self->text->len);
  GArray *empty = result->spans;

  result->spans = self->spans;
  self->spans = empty;
  g_string_truncate (self->text, 0);
  /* md4c 0.4.8 sometimes forgets to end a span; no span goes on in another block. */
  memset (self->styles, 0, sizeof self->styles);
  g_array_set_size (self->links, 0);
  return result;
}

char *
ponder_markdown_text_take_code (PonderMarkdownText *self)
{
  gsize length = self->text->len;
  char *code;

  if (g_str_has_suffix (self->text->str, "\n"))
    length--;
  code = g_strndup (self->text->str, length);
  g_string_truncate (self->text, 0);
  return code;
}

char *
ponder_markdown_text_dup_unmarked (PonderMarkdownText *self,
                                   const char         *text,
                                   gsize               length)
{
  GString *result = g_string_new (NULL);

  append_unmarked (self, result, text, length);
  return g_string_free (result, FALSE);
}
