/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lays out a message for paper, a part at a time. */

#include "config.h"

#include "ponder-print-layout.h"

#include "ponder-block-spacing.h"
#include "ponder-inline-text.h"
#include "ponder-markdown.h"
#include "ponder-print-table.h"

#include <string.h>

#define TEXT_FONT "Sans 10"
#define CODE_FONT "Monospace 8.5"

/* A pixel of the window, of which there are 96 to an inch. */
#define POINTS 0.75

#define CAPTION_GAP  18.0
#define TEXT_GAP     4.0
#define CODE_PADDING 6.0
#define CELL_GAP     12.0
#define CELL_PADDING 3.0
#define MARKER_GAP   5.0
#define TEXT_SPACING 1.2
#define CODE_SPACING 1.05

/* Bytes of a text that are laid out at a time, and rows of a table that say how wide its columns are. */
#define PART_BYTES 4096
#define TABLE_ROWS 50

struct _PonderPrintLayout
{
  PangoContext      *context;
  double             width;
  gboolean           right_to_left;

  PonderPrintSource *source;            /* (nullable) */
  GPtrArray         *blocks;            /* (nullable): only an answer has blocks */
  double             marker_step;

  GPtrArray         *strips;
  GPtrArray         *layouts;           /* that their lines belong to */
  gsize              next_part;

  PonderBlock       *table;             /* (nullable): whose columns are known */
  double            *widths;
};

/* What a block has for itself on the line, without the indent. */
typedef struct
{
  double x;
  double width;
} Room;

static PangoLayout *
create_layout (PonderPrintLayout *self,
               const char        *font,
               double             width)
{
  PangoLayout *layout = pango_layout_new (self->context);
  PangoFontDescription *description = pango_font_description_from_string (font);

  pango_layout_set_font_description (layout, description);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  if (width >= 0)
    pango_layout_set_width (layout, MAX (1, (int) (width * PANGO_SCALE)));
  pango_font_description_free (description);
  g_ptr_array_add (self->layouts, layout);
  return layout;
}

static void
set_inline (PangoLayout        *layout,
            const PonderInline *text,
            gboolean            bold)
{
  static const GdkRGBA link_color = { 0.1f, 0.25f, 0.6f, 1 };
  g_autoptr(PonderInlineText) shown = ponder_inline_text_new (text);
  g_autoptr(PangoAttrList) attributes = ponder_inline_text_dup_attributes (shown, &link_color);

  if (bold)
    pango_attr_list_insert_before (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  pango_layout_set_text (layout, shown->shown, -1);
  pango_layout_set_attributes (layout, attributes);
}

/* All that is no code begins at one side of the paper, whichever way it is written. Pango turns what is written from
 * right to left to that side by itself. */
static void
align_to_start (PonderPrintLayout *self,
                PangoLayout       *layout)
{
  if (self->right_to_left && pango_layout_get_direction (layout, 0) != PANGO_DIRECTION_RTL)
    pango_layout_set_alignment (layout, PANGO_ALIGN_RIGHT);
}

static Room
get_room (PonderPrintLayout *self,
          PonderBlock       *block)
{
  double indent = block->quote_depth * PONDER_PRINT_QUOTE_STEP + block->list_depth * self->marker_step;
  Room room = { 0, MAX (self->width - indent, self->width / 4) };

  if (!self->right_to_left)
    room.x = self->width - room.width;
  return room;
}

static PonderPrintStrip *
get_strip (PonderPrintLayout *self,
           guint              index)
{
  return g_ptr_array_index (self->strips, index);
}

/* The air above the whole block. */
static void
set_gap (PonderPrintLayout *self,
         double             gap)
{
  if (self->strips->len > 0)
    get_strip (self, 0)->gap = gap;
}

static void
set_quotes (PonderPrintLayout *self,
            PonderBlock       *block,
            PonderBlock       *above)
{
  for (guint i = 0; i < self->strips->len; i++)
    {
      PonderPrintStrip *strip = get_strip (self, i);

      strip->quote_depth = block->quote_depth;
      strip->joined_depth = i > 0 ? block->quote_depth : 0;
    }
  if (self->strips->len > 0 && above != NULL)
    get_strip (self, 0)->joined_depth = MIN (above->quote_depth, block->quote_depth);
}

/* Where a part of a text that begins at @part ends: at the end of a line, else between two letters; 0: at the end. */
static gsize
find_part_end (const char *text,
               gsize       part)
{
  gsize length = strnlen (text + part, PART_BYTES + 1);
  const char *end = text + part + PART_BYTES;
  const char *newline;

  if (length <= PART_BYTES)
    return 0;

  if ((newline = g_strrstr_len (text + part, PART_BYTES, "\n")))
    return newline + 1 - text;
  while ((*end & 0xc0) == 0x80)
    end--;
  return end - text;
}

/* @text as it is, from byte @part on. */
static PangoLayout *
lay_out_part (PonderPrintLayout *self,
              const char        *text,
              gsize              part,
              const char        *font,
              double             width)
{
  PangoLayout *layout = create_layout (self, font, width);
  gsize end = find_part_end (text, part);
  gsize length = end != 0 ? end - part : strlen (text + part);
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();
  g_autoptr(PonderInlineText) shown = NULL;

  self->next_part = end;
  if (length > 0 && text[part + length - 1] == '\n')
    length--;
  shown = ponder_inline_text_new_code (text + part, (gssize) length);
  pango_layout_set_text (layout, shown->shown, -1);
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  pango_layout_set_attributes (layout, attributes);
  return layout;
}

static void
load_plain (PonderPrintLayout *self,
            gsize              part)
{
  PangoLayout *layout = lay_out_part (self, self->source->text, part, TEXT_FONT, self->width);

  align_to_start (self, layout);
  ponder_print_strip_add_layout (self->strips, layout, 0, self->width, TEXT_SPACING, 0);
  if (part == 0)
    set_gap (self, TEXT_GAP);
}

static PonderPrintStrip *
new_padding (Room                  *room,
             double                 height,
             PonderPrintStripFlags  flags)
{
  PonderPrintStrip *strip = ponder_print_strip_new (room->x, room->width, flags);

  strip->height = height;
  return strip;
}

static void
load_code (PonderPrintLayout *self,
           PonderBlock       *block,
           gsize              part)
{
  Room room = get_room (self, block);
  PangoLayout *layout = lay_out_part (self, block->code, part, CODE_FONT, room.width - 2 * CODE_PADDING);

  if (part == 0)
    g_ptr_array_add (self->strips, new_padding (&room, CODE_PADDING, PONDER_PRINT_SHADED | PONDER_PRINT_KEEP));
  ponder_print_strip_add_layout (self->strips, layout, room.x + CODE_PADDING, room.width, CODE_SPACING,
                                 PONDER_PRINT_SHADED);
  /* The shade is wider than the words. */
  for (guint i = 0; i < self->strips->len; i++)
    get_strip (self, i)->x = room.x;
  if (self->next_part != 0)
    return;

  get_strip (self, self->strips->len - 1)->flags |= PONDER_PRINT_KEEP;
  g_ptr_array_add (self->strips, new_padding (&room, CODE_PADDING, PONDER_PRINT_SHADED));
}

/* --- tables --- */

static double
get_cell_width (PonderPrintLayout  *self,
                const PonderInline *cell,
                gboolean            heading)
{
  PangoLayout *layout = create_layout (self, TEXT_FONT, -1);
  int width;

  set_inline (layout, cell, heading);
  pango_layout_get_size (layout, &width, NULL);
  /* Rounded up: no column is too narrow for what it was measured for. */
  return (double) width / PANGO_SCALE + 1;
}

static void
measure_table (PonderPrintLayout *self,
               PonderBlock       *block,
               double             available)
{
  guint n_rows = MIN (block->n_rows, TABLE_ROWS);

  if (self->table == block)
    return;

  g_free (self->widths);
  self->widths = g_new0 (double, block->n_columns);
  self->table = block;
  for (guint i = 0; i < n_rows * block->n_columns; i++)
    {
      guint column = i % block->n_columns;
      double width = get_cell_width (self, g_ptr_array_index (block->cells, i), i < block->n_columns);

      self->widths[column] = MAX (self->widths[column], width);
    }
  g_ptr_array_set_size (self->layouts, 0);
  ponder_print_table_fit (self->widths, block->n_columns, available - (block->n_columns - 1) * CELL_GAP);
}

static PangoAlignment
get_alignment (PonderColumnAlign align)
{
  switch (align)
    {
    case PONDER_ALIGN_CENTER:
      return PANGO_ALIGN_CENTER;
    case PONDER_ALIGN_RIGHT:
      return PANGO_ALIGN_RIGHT;
    case PONDER_ALIGN_DEFAULT:
    case PONDER_ALIGN_LEFT:
    default:
      return PANGO_ALIGN_LEFT;
    }
}

/* What the columns of the table take of @room. */
static Room
get_table_room (PonderPrintLayout *self,
                PonderBlock       *block,
                Room               room)
{
  Room table = { room.x, (block->n_columns - 1) * CELL_GAP };

  for (guint i = 0; i < block->n_columns; i++)
    table.width += self->widths[i];
  if (self->right_to_left)
    table.x = room.x + room.width - table.width;
  return table;
}

/* Line for line beside what is there of the cells before. */
static void
add_cell (PonderPrintLayout *self,
          PangoLayout       *layout,
          Room              *room,
          double             x)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_print_strip_free);

  ponder_print_strip_add_layout (lines, layout, x, room->width, TEXT_SPACING, 0);
  while (self->strips->len < lines->len)
    g_ptr_array_add (self->strips, ponder_print_strip_new (room->x, room->width, PONDER_PRINT_KEEP));
  for (guint i = 0; i < lines->len; i++)
    ponder_print_strip_add_pieces (get_strip (self, i), g_ptr_array_index (lines, i));
}

static void
load_row (PonderPrintLayout *self,
          PonderBlock       *block,
          gsize              row)
{
  Room room = get_room (self, block);
  PonderPrintStrip *end;
  double x;

  measure_table (self, block, room.width);
  room = get_table_room (self, block, room);
  x = self->right_to_left ? room.x + room.width : room.x;
  for (guint i = 0; i < block->n_columns; i++)
    {
      PangoLayout *layout = create_layout (self, TEXT_FONT, self->widths[i]);

      set_inline (layout, g_ptr_array_index (block->cells, row * block->n_columns + i), row == 0);
      if (block->aligns[i] == PONDER_ALIGN_DEFAULT)
        align_to_start (self, layout);
      else
        pango_layout_set_alignment (layout, get_alignment (block->aligns[i]));
      x -= self->right_to_left ? self->widths[i] : 0;
      add_cell (self, layout, &room, x);
      x += self->right_to_left ? -CELL_GAP : self->widths[i] + CELL_GAP;
    }

  end = new_padding (&room, CELL_PADDING, PONDER_PRINT_RULE_BELOW);
  if (row == 0)
    end->flags |= PONDER_PRINT_KEEP;
  g_ptr_array_add (self->strips, end);
  set_gap (self, CELL_PADDING);
  self->next_part = row + 1 < block->n_rows ? row + 1 : 0;
}

/* --- blocks --- */

static const char *
get_heading_font (PonderBlock *block)
{
  static const char *const fonts[] = { "Sans Bold 15", "Sans Bold 13", "Sans Bold 11.5", "Sans Bold 10" };

  return fonts[CLAMP (block->heading_level, 1, G_N_ELEMENTS (fonts)) - 1];
}

static void
load_text (PonderPrintLayout *self,
           PonderBlock       *block)
{
  gboolean heading = block->kind == PONDER_BLOCK_HEADING;
  Room room = get_room (self, block);
  PangoLayout *layout = create_layout (self, heading ? get_heading_font (block) : TEXT_FONT, room.width);

  set_inline (layout, block->text, FALSE);
  align_to_start (self, layout);
  ponder_print_strip_add_layout (self->strips, layout, room.x, room.width, TEXT_SPACING,
                                 heading ? PONDER_PRINT_KEEP : 0);
}

/* “•” or “12.” in front of what it belongs to. */
static void
add_marker (PonderPrintLayout *self,
            PonderBlock       *block)
{
  Room room = get_room (self, block);
  PangoLayout *layout = create_layout (self, TEXT_FONT, -1);
  PonderPrintStrip *first = get_strip (self, 0);
  int width;
  double x;

  pango_layout_set_text (layout, block->marker, -1);
  pango_layout_get_size (layout, &width, NULL);
  if (self->right_to_left)
    x = room.x + room.width + MARKER_GAP;
  else
    x = room.x - MARKER_GAP - (double) width / PANGO_SCALE;
  ponder_print_strip_add (first, pango_layout_get_line_readonly (layout, 0), x, first->ascent, first->height);
}

static void
load_block (PonderPrintLayout *self,
            guint              index,
            gsize              part)
{
  PonderBlock *block = g_ptr_array_index (self->blocks, index);
  PonderBlock *above = index > 0 ? g_ptr_array_index (self->blocks, index - 1) : NULL;
  Room room = get_room (self, block);

  switch (block->kind)
    {
    case PONDER_BLOCK_PARAGRAPH:
    case PONDER_BLOCK_HEADING:
      load_text (self, block);
      break;
    case PONDER_BLOCK_CODE:
    case PONDER_BLOCK_MATH:
      load_code (self, block, part);
      break;
    case PONDER_BLOCK_TABLE:
      load_row (self, block, part);
      break;
    case PONDER_BLOCK_RULE:
      g_ptr_array_add (self->strips, new_padding (&room, TEXT_GAP, PONDER_PRINT_RULE));
      break;
    default:
      break;
    }

  set_quotes (self, block, part == 0 ? above : block);
  if (part != 0 || self->strips->len == 0)
    return;

  set_gap (self, above != NULL ? ponder_block_spacing_get_gap (above, block) * POINTS : TEXT_GAP);
  if (block->marker != NULL)
    add_marker (self, block);
}

static void
load_title (PonderPrintLayout *self)
{
  PangoLayout *title = create_layout (self, "Sans Bold 18", self->width);
  PangoLayout *date = create_layout (self, TEXT_FONT, self->width);

  pango_layout_set_text (title, self->source->caption, -1);
  align_to_start (self, title);
  ponder_print_strip_add_layout (self->strips, title, 0, self->width, TEXT_SPACING, PONDER_PRINT_KEEP);
  pango_layout_set_text (date, self->source->aside != NULL ? self->source->aside : "", -1);
  align_to_start (self, date);
  ponder_print_strip_add_layout (self->strips, date, 0, self->width, TEXT_SPACING, PONDER_PRINT_KEEP);
}

/* Who says it, and when: each at an end of the line. */
static void
load_caption (PonderPrintLayout *self)
{
  gboolean rtl = self->right_to_left;
  PangoLayout *caption = create_layout (self, "Sans Bold 9", self->width * 2 / 3);
  PangoLayout *aside = create_layout (self, "Sans 8", -1);
  PonderPrintStrip *strip;
  int width;
  double baseline;

  pango_layout_set_text (caption, self->source->caption, -1);
  pango_layout_set_ellipsize (caption, PANGO_ELLIPSIZE_END);
  pango_layout_set_auto_dir (caption, FALSE);
  pango_layout_set_alignment (caption, rtl ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  ponder_print_strip_add_layout (self->strips, caption, rtl ? self->width / 3 : 0, self->width, TEXT_SPACING,
                                 PONDER_PRINT_KEEP);
  set_gap (self, CAPTION_GAP);
  if (self->source->aside == NULL)
    return;

  strip = get_strip (self, 0);
  pango_layout_set_text (aside, self->source->aside, -1);
  pango_layout_get_size (aside, &width, NULL);
  baseline = (double) pango_layout_get_baseline (aside) / PANGO_SCALE;
  ponder_print_strip_add (strip, pango_layout_get_line_readonly (aside, 0),
                          rtl ? 0 : self->width - (double) width / PANGO_SCALE, baseline, baseline);
}

PonderPrintLayout *
ponder_print_layout_new (PangoContext *context,
                         double        width,
                         gboolean      right_to_left)
{
  PonderPrintLayout *self = g_new0 (PonderPrintLayout, 1);

  self->context = g_object_ref (context);
  self->width = width;
  self->right_to_left = right_to_left;
  self->strips = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_print_strip_free);
  self->layouts = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

void
ponder_print_layout_free (PonderPrintLayout *self)
{
  g_ptr_array_unref (self->strips);
  g_ptr_array_unref (self->layouts);
  g_clear_pointer (&self->blocks, g_ptr_array_unref);
  g_free (self->widths);
  g_object_unref (self->context);
  g_free (self);
}

void
ponder_print_layout_set_source (PonderPrintLayout *self,
                                PonderPrintSource *source)
{
  ponder_print_source_prepare (source);
  self->source = source;
  self->table = NULL;
  g_clear_pointer (&self->blocks, g_ptr_array_unref);
  if (source->kind != PONDER_PRINT_ANSWER)
    return;

  self->blocks = ponder_markdown_parse (source->text, -1);
  self->marker_step = ponder_block_spacing_find_marker_step (self->blocks) * POINTS;
}

guint
ponder_print_layout_get_n_blocks (PonderPrintLayout *self)
{
  g_return_val_if_fail (self->source != NULL, 0);

  if (self->blocks != NULL)
    return 1 + self->blocks->len;
  return self->source->text[0] != '\0' ? 2 : 1;
}

void
ponder_print_layout_load (PonderPrintLayout *self,
                          guint              block,
                          gsize              part)
{
  g_return_if_fail (self->source != NULL);

  g_ptr_array_set_size (self->strips, 0);
  g_ptr_array_set_size (self->layouts, 0);
  self->next_part = 0;
  if (block == 0 && self->source->kind == PONDER_PRINT_TITLE)
    load_title (self);
  else if (block == 0)
    load_caption (self);
  else if (self->blocks != NULL)
    load_block (self, block - 1, part);
  else
    load_plain (self, part);
}

GPtrArray *
ponder_print_layout_get_strips (PonderPrintLayout *self)
{
  return self->strips;
}

gsize
ponder_print_layout_get_next_part (PonderPrintLayout *self)
{
  return self->next_part;
}
