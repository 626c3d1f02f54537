/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One run of text as it is drawn: what is shown, what is copied, its styles and links. */

#include "config.h"

#include "ponder-inline-text.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ponder-limits.h"
#include "ponder-link.h"

#define CODE_SCALE 0.93

static void
clear_link (gpointer data)
{
  PonderTextLink *link = data;

  g_free (link->target);
}

static PonderInlineText *
inline_text_new (void)
{
  PonderInlineText *self = g_new0 (PonderInlineText, 1);

  self->styles = g_array_new (FALSE, FALSE, sizeof (PonderTextStyle));
  self->links = g_array_new (FALSE, FALSE, sizeof (PonderTextLink));
  g_array_set_clear_func (self->links, clear_link);
  return self;
}

/* Direction marks, zero-width characters and the tag characters nobody sees. */
static gboolean
hides (gunichar c)
{
  return (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e)
         || (c >= 0x2066 && c <= 0x2069) || (c >= 0xe0000 && c <= 0xe007f);
}

/* A box that takes as many bytes as @c, so that places in the text stay what they are. */
static gunichar
box_for (gunichar c)
{
  return c < 0x10000 ? 0x25af : 0xf0000 + (c - 0xe0000);
}

static gboolean
uncover (char *text,
         guint start,
         guint end)
{
  gboolean found = FALSE;

  for (char *c = text + start; c < text + end; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      if (!hides (character))
        continue;
      g_unichar_to_utf8 (box_for (character), c);
      found = TRUE;
    }
  return found;
}

/* Shows what is hidden between @start and @end; the raw text is kept for copying. */
static void
uncover_range (PonderInlineText *self,
               guint             start,
               guint             end)
{
  g_autofree char *raw = self->raw == NULL ? g_strdup (self->shown) : NULL;

  if (uncover (self->shown, start, end) && raw != NULL)
    self->raw = g_steal_pointer (&raw);
}

static gboolean
has_long_run (const char *text)
{
  guint run = 0;

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      if (g_unichar_isspace (character) || g_unichar_iswide (character))
        run = 0;
      else if (++run > PONDER_UNBROKEN_LIMIT)
        return TRUE;
    }
  return FALSE;
}

static void
add_style (PonderInlineText *self,
           guint             start,
           guint             end,
           PonderSpanFlags   flags)
{
  PonderTextStyle style = { start, end, flags };

  if (flags != 0 && end > start)
    g_array_append_val (self->styles, style);
}

/* A link with a bold word in it comes as three spans; it is one link to whoever follows it. */
static void
add_link (PonderInlineText *self,
          guint             start,
          guint             end,
          char             *target)
{
  PonderTextLink link = { start, end, target };

  if (self->links->len > 0)
    {
      PonderTextLink *last = &g_array_index (self->links, PonderTextLink, self->links->len - 1);

      if (last->end == start && strcmp (last->target, target) == 0)
        {
          last->end = end;
          g_free (target);
          return;
        }
    }
  g_array_append_val (self->links, link);
}

/* What stands for a picture: nothing in a message is ever fetched. */
static char *
dup_chip (const char *alternative,
          gsize       length,
          const char *target)
{
  g_autofree char *words = g_strndup (alternative, length);
  g_autofree char *safe = target != NULL ? ponder_link_dup_safe_target (target) : NULL;
  g_autofree char *host = safe != NULL ? ponder_link_dup_display (safe) : NULL;

  g_strstrip (words);
  if (*words == '\0')
    {
      g_free (words);
      words = g_strdup (_("Picture"));
    }
  return host == NULL ? g_strdup_printf ("🖼 %s", words) : g_strdup_printf ("🖼 %s · %s", words, host);
}

static void
add_span (PonderInlineText   *self,
          GString            *text,
          const PonderInline *source,
          const PonderSpan   *span)
{
  gboolean image = (span->flags & PONDER_SPAN_IMAGE) != 0;
  PonderSpanFlags flags = span->flags;
  guint start = text->len;
  char *target = NULL;

  if (image)
    {
      g_autofree char *chip = dup_chip (source->text + span->start, span->end - span->start, span->target);

      g_string_append (text, chip);
    }
  else
    {
      g_string_append_len (text, source->text + span->start, span->end - span->start);
    }

  if ((image || (flags & PONDER_SPAN_LINK) != 0) && span->target != NULL)
    target = ponder_link_dup_safe_target (span->target);
  if (target != NULL)
    add_link (self, start, text->len, target);
  else
    flags &= ~PONDER_SPAN_LINK;
  add_style (self, start, text->len, flags);
}

PonderInlineText *
ponder_inline_text_new (const PonderInline *source)
{
  PonderInlineText *self = inline_text_new ();
  GString *text = g_string_new (NULL);
  guint position = 0;

  for (guint i = 0; i < source->spans->len; i++)
    {
      const PonderSpan *span = &g_array_index (source->spans, PonderSpan, i);

      g_string_append_len (text, source->text + position, span->start - position);
      add_span (self, text, source, span);
      position = span->end;
    }
  g_string_append (text, source->text + position);

  self->shown = g_string_free (text, FALSE);
  for (guint i = 0; i < self->styles->len; i++)
    {
      const PonderTextStyle *style = &g_array_index (self->styles, PonderTextStyle, i);

      if ((style->flags & (PONDER_SPAN_LINK | PONDER_SPAN_IMAGE | PONDER_SPAN_CODE)) != 0)
        uncover_range (self, style->start, style->end);
    }
  self->unbroken = has_long_run (self->shown);
  return self;
}

PonderInlineText *
ponder_inline_text_new_plain (const char *text,
                              gssize      length)
{
  PonderInlineText *self = inline_text_new ();

  self->shown = length < 0 ? g_strdup (text) : g_strndup (text, length);
  self->unbroken = has_long_run (self->shown);
  return self;
}

PonderInlineText *
ponder_inline_text_new_code (const char *text,
                             gssize      length)
{
  PonderInlineText *self = inline_text_new ();

  self->shown = length < 0 ? g_strdup (text) : g_strndup (text, length);
  uncover_range (self, 0, strlen (self->shown));
  return self;
}

PonderInlineText *
ponder_inline_text_new_formula (const char *text)
{
  PonderInlineText *self = ponder_inline_text_new_code (text, -1);

  add_style (self, 0, strlen (self->shown), PONDER_SPAN_MATH);
  return self;
}

void
ponder_inline_text_free (PonderInlineText *self)
{
  g_free (self->shown);
  g_free (self->raw);
  g_array_unref (self->styles);
  g_array_unref (self->links);
  g_free (self);
}

const char *
ponder_inline_text_get_raw (const PonderInlineText *self)
{
  return self->raw != NULL ? self->raw : self->shown;
}

const PonderTextLink *
ponder_inline_text_get_link_at (const PonderInlineText *self,
                                guint                   position)
{
  for (guint i = 0; i < self->links->len; i++)
    {
      const PonderTextLink *link = &g_array_index (self->links, PonderTextLink, i);

      if (position >= link->start && position < link->end)
        return link;
    }
  return NULL;
}

static void
take_attribute (PangoAttrList  *attributes,
                PangoAttribute *attribute,
                guint           start,
                guint           end)
{
  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert (attributes, attribute);
}

static void
add_style_attributes (PangoAttrList         *attributes,
                      const PonderTextStyle *style)
{
  guint start = style->start;
  guint end = style->end;

  if ((style->flags & PONDER_SPAN_EMPHASIS) != 0)
    take_attribute (attributes, pango_attr_style_new (PANGO_STYLE_ITALIC), start, end);
  if ((style->flags & PONDER_SPAN_STRONG) != 0)
    take_attribute (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD), start, end);
  if ((style->flags & PONDER_SPAN_STRIKETHROUGH) != 0)
    take_attribute (attributes, pango_attr_strikethrough_new (TRUE), start, end);
  if ((style->flags & PONDER_SPAN_CODE) != 0)
    {
      take_attribute (attributes, pango_attr_family_new ("monospace"), start, end);
      take_attribute (attributes, pango_attr_scale_new (CODE_SCALE), start, end);
    }
}

/* A chip has a box and needs no line. */
static gboolean
is_picture (const PonderInlineText *self,
            const PonderTextLink   *link)
{
  for (guint i = 0; i < self->styles->len; i++)
    {
      const PonderTextStyle *style = &g_array_index (self->styles, PonderTextStyle, i);

      if (style->start == link->start)
        return (style->flags & PONDER_SPAN_IMAGE) != 0;
    }
  return FALSE;
}

PangoAttrList *
ponder_inline_text_dup_attributes (const PonderInlineText *self,
                                   const GdkRGBA          *link_color)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  for (guint i = 0; i < self->styles->len; i++)
    add_style_attributes (attributes, &g_array_index (self->styles, PonderTextStyle, i));
  for (guint i = 0; i < self->links->len; i++)
    {
      const PonderTextLink *link = &g_array_index (self->links, PonderTextLink, i);

      take_attribute (attributes,
                      pango_attr_foreground_new ((guint16) (link_color->red * G_MAXUINT16),
                                                 (guint16) (link_color->green * G_MAXUINT16),
                                                 (guint16) (link_color->blue * G_MAXUINT16)),
                      link->start, link->end);
      if (!is_picture (self, link))
        take_attribute (attributes, pango_attr_underline_new (PANGO_UNDERLINE_SINGLE), link->start, link->end);
    }
  return attributes;
}
