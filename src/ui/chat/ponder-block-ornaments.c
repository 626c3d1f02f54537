/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands beside the blocks of a text: the markers of lists and the bars of quotes. */

#include "config.h"

#include "ponder-block-ornaments.h"

#include "ponder-block-spacing.h"
#include "ponder-markdown.h"
#include "ponder-sight.h"
#include "ponder-text-block.h"

#define QUOTE_BAR 3
#define QUOTE_ALPHA 0.2
#define MARKER_GAP 8
#define MARKER_ALPHA 0.7

/* What is drawn, for as long as that takes. */
typedef struct
{
  GtkWidget   *stack;
  GtkSnapshot *snapshot;
  GPtrArray   *blocks;
  GPtrArray   *widgets;
  int          marker_step;
} Ornaments;

static PonderBlock *
get_block (Ornaments *self,
           guint      index)
{
  return g_ptr_array_index (self->blocks, index);
}

/* Like gtk_snapshot_append_layout(), with the colour of the text at @alpha. */
static void
append_faded (GtkWidget   *widget,
              GtkSnapshot *snapshot,
              PangoLayout *layout,
              float        alpha)
{
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  color.alpha *= alpha;
  gtk_snapshot_append_layout (snapshot, layout, &color);
}

static gboolean
get_bounds (Ornaments       *self,
            guint            index,
            graphene_rect_t *bounds)
{
  return gtk_widget_compute_bounds (g_ptr_array_index (self->widgets, index), self->stack, bounds);
}

/* Hung into the space before the block, its foot on the line of the text. */
static void
draw_marker (Ornaments *self,
             guint      index)
{
  GtkWidget *widget = g_ptr_array_index (self->widgets, index);
  g_autoptr(PangoLayout) layout = NULL;
  graphene_rect_t bounds;
  float x;
  int gap = MARKER_GAP + ponder_block_spacing_get_marker_shift (get_block (self, index));
  int width;
  int fall = 0;

  if (!get_bounds (self, index, &bounds))
    return;

  layout = gtk_widget_create_pango_layout (self->stack, get_block (self, index)->marker);
  pango_layout_get_pixel_size (layout, &width, NULL);
  if (PONDER_IS_TEXT_BLOCK (widget))
    fall = ponder_text_block_get_baseline (PONDER_TEXT_BLOCK (widget))
           - PANGO_PIXELS (pango_layout_get_baseline (layout));

  x = ponder_block_ornaments_is_mirrored (widget) ? bounds.origin.x + bounds.size.width + gap
                                                  : bounds.origin.x - gap - width;
  gtk_snapshot_save (self->snapshot);
  gtk_snapshot_translate (self->snapshot, &GRAPHENE_POINT_INIT (x, bounds.origin.y + fall));
  append_faded (self->stack, self->snapshot, layout, MARKER_ALPHA);
  gtk_snapshot_restore (self->snapshot);
}

static int
get_bar (Ornaments *self,
         guint      index,
         guint      depth)
{
  return ponder_block_spacing_get_bar (get_block (self, index), depth, self->marker_step);
}

static gboolean
goes_on (Ornaments *self,
         guint      depth,
         guint      index)
{
  return index < self->blocks->len && get_block (self, index)->quote_depth > depth &&
         get_bar (self, index, depth) == get_bar (self, index - 1, depth);
}

/* One bar from block @first down to block @last. */
static void
draw_bar (Ornaments *self,
          guint      depth,
          guint      first,
          guint      last)
{
  float x = get_bar (self, first, depth);
  graphene_rect_t top;
  graphene_rect_t bottom;
  graphene_rect_t bar;
  GskRoundedRect outline;
  GdkRGBA color;

  if (!get_bounds (self, first, &top) || !get_bounds (self, last, &bottom))
    return;

  if (ponder_block_ornaments_is_mirrored (g_ptr_array_index (self->widgets, first)))
    x = gtk_widget_get_width (self->stack) - x - QUOTE_BAR;
  bar = GRAPHENE_RECT_INIT (x, top.origin.y, QUOTE_BAR, bottom.origin.y + bottom.size.height - top.origin.y);
  gtk_style_context_get_color (gtk_widget_get_style_context (self->stack), &color);
  color.alpha *= QUOTE_ALPHA;
  gsk_rounded_rect_init_from_rect (&outline, &bar, QUOTE_BAR / 2.0f);
  gtk_snapshot_push_rounded_clip (self->snapshot, &outline);
  gtk_snapshot_append_color (self->snapshot, &color, &bar);
  gtk_snapshot_pop (self->snapshot);
}

static void
draw_bars (Ornaments *self,
           guint      depth)
{
  guint first = 0;

  while (first < self->blocks->len)
    {
      guint last = first;

      if (get_block (self, first)->quote_depth <= depth)
        {
          first++;
          continue;
        }
      while (goes_on (self, depth, last + 1))
        last++;
      draw_bar (self, depth, first, last);
      first = last + 1;
    }
}

gboolean
ponder_block_ornaments_is_mirrored (GtkWidget *block_widget)
{
  if (PONDER_IS_TEXT_BLOCK (block_widget))
    return ponder_text_block_is_mirrored (PONDER_TEXT_BLOCK (block_widget));
  return gtk_widget_get_direction (block_widget) == GTK_TEXT_DIR_RTL;
}

void
ponder_block_ornaments_snapshot (GtkWidget   *stack,
                                 GtkSnapshot *snapshot,
                                 GPtrArray   *blocks,
                                 GPtrArray   *widgets,
                                 int          marker_step)
{
  Ornaments self = { stack, snapshot, blocks, widgets, marker_step };
  PonderSight sight = ponder_sight_find (stack);
  guint deepest = 0;

  for (guint i = 0; i < blocks->len; i++)
    {
      deepest = MAX (deepest, get_block (&self, i)->quote_depth);
      if (get_block (&self, i)->marker != NULL && ponder_sight_has (&sight, g_ptr_array_index (widgets, i)))
        draw_marker (&self, i);
    }
  for (guint depth = 0; depth < deepest; depth++)
    draw_bars (&self, depth);
}
