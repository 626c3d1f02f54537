/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The blocks of one Markdown text below each other: one widget each. */

#include "config.h"

#include "ponder-block-stack.h"

#include <string.h>

#include "ponder-block-spacing.h"
#include "ponder-code-block.h"
#include "ponder-limits.h"
#include "ponder-markdown.h"
#include "ponder-math-block.h"
#include "ponder-measure.h"
#include "ponder-sight.h"
#include "ponder-table-block.h"
#include "ponder-text-block.h"

#define QUOTE_BAR 3
#define QUOTE_ALPHA 0.2
#define MARKER_GAP 8
#define MARKER_ALPHA 0.7

/* One text. While it grows it is parsed again as a whole, which is cheaper than it sounds, and only the
 * blocks that changed are touched. */
struct _PonderBlockStack
{
  GtkWidget              parent_instance;

  PonderCodeHighlighter *highlighter;
  GPtrArray             *blocks;        /* of PonderBlock; empty for plain text */
  GPtrArray             *widgets;       /* one for each block or plain paragraph */
  int                    marker_step;   /* how far a list is indented */
  int                    line_width;    /* what prose may take; of the last layout */
  gboolean               shrinks;
};

enum
{
  UNFOLDING,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderBlockStack, ponder_block_stack, GTK_TYPE_WIDGET)

/* (nullable): plain paragraphs have none. */
static PonderBlock *
get_block (PonderBlockStack *self,
           guint             index)
{
  return index < self->blocks->len ? g_ptr_array_index (self->blocks, index) : NULL;
}

static int
get_indent (PonderBlockStack *self,
            guint             index)
{
  PonderBlock *block = get_block (self, index);

  return block != NULL ? ponder_block_spacing_get_indent (block, self->marker_step) : 0;
}

/* Plain paragraphs are the lines of one text. */
static int
get_gap (PonderBlockStack *self,
         guint             index)
{
  if (index == 0 || self->blocks->len == 0)
    return 0;
  return ponder_block_spacing_get_gap (get_block (self, index - 1), get_block (self, index));
}

static void
unfolding_cb (PonderBlockStack *self)
{
  g_signal_emit (self, signals[UNFOLDING], 0);
}

static const char *
get_heading_class (guint level)
{
  static const char *classes[] = { "ponder-h1", "ponder-h2", "ponder-h3", "ponder-h4", "ponder-h5", "ponder-h6" };

  return classes[CLAMP (level, 1, G_N_ELEMENTS (classes)) - 1];
}

static GtkWidget *
create_text_widget (PonderBlockStack *self,
                    GtkAccessibleRole role)
{
  return ponder_text_block_new (self->shrinks ? PONDER_TEXT_SHRINKS : PONDER_TEXT_WRAPS, role);
}

static GtkWidget *
create_heading (PonderBlockStack *self,
                guint             level)
{
  GtkWidget *heading = create_text_widget (self, GTK_ACCESSIBLE_ROLE_HEADING);

  gtk_widget_add_css_class (heading, get_heading_class (level));
  gtk_accessible_update_property (GTK_ACCESSIBLE (heading), GTK_ACCESSIBLE_PROPERTY_LEVEL, (int) level, -1);
  return heading;
}

static GtkWidget *
create_table (PonderBlockStack *self)
{
  GtkWidget *table = ponder_table_block_new ();

  g_signal_connect_object (table, "unfolding", G_CALLBACK (unfolding_cb), self, G_CONNECT_SWAPPED);
  return table;
}

static GtkWidget *
create_widget (PonderBlockStack *self,
               PonderBlock      *block)
{
  switch (block->kind)
    {
    case PONDER_BLOCK_PARAGRAPH:
      return create_text_widget (self, GTK_ACCESSIBLE_ROLE_LABEL);
    case PONDER_BLOCK_HEADING:
      return create_heading (self, block->heading_level);
    case PONDER_BLOCK_CODE:
      return ponder_code_block_new (self->highlighter);
    case PONDER_BLOCK_MATH:
      return ponder_math_block_new ();
    case PONDER_BLOCK_TABLE:
      return create_table (self);
    case PONDER_BLOCK_RULE:
      return gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);
    }
  g_assert_not_reached ();
}

/* In a copy a list keeps its markers. */
static void
set_text_block (PonderTextBlock *widget,
                PonderBlock     *block)
{
  g_autofree char *indent = g_strnfill (block->list_depth > 0 ? (block->list_depth - 1) * 2 : 0, ' ');
  g_autofree char *lead = block->marker != NULL ? g_strconcat (indent, block->marker, " ", NULL) : NULL;

  ponder_text_block_take_text (widget, ponder_inline_text_new (block->text));
  ponder_text_block_set_seam (widget, block->tight && block->list_depth > 0 ? "\n" : "\n\n", lead);
}

static void
fill_widget (GtkWidget   *widget,
             PonderBlock *block)
{
  switch (block->kind)
    {
    case PONDER_BLOCK_PARAGRAPH:
    case PONDER_BLOCK_HEADING:
      set_text_block (PONDER_TEXT_BLOCK (widget), block);
      break;
    case PONDER_BLOCK_CODE:
      ponder_code_block_set_block (PONDER_CODE_BLOCK (widget), block);
      break;
    case PONDER_BLOCK_MATH:
      ponder_math_block_set_block (PONDER_MATH_BLOCK (widget), block);
      break;
    case PONDER_BLOCK_TABLE:
      ponder_table_block_set_block (PONDER_TABLE_BLOCK (widget), block);
      break;
    case PONDER_BLOCK_RULE:
      break;
    }
}

static void
insert_widget (PonderBlockStack *self,
               guint             index,
               GtkWidget        *widget)
{
  GtkWidget *above = index > 0 ? g_ptr_array_index (self->widgets, index - 1) : NULL;

  gtk_widget_insert_after (widget, GTK_WIDGET (self), above);
  g_ptr_array_insert (self->widgets, (int) index, widget);
}

static void
remove_widgets (PonderBlockStack *self,
                guint             position,
                guint             n_widgets)
{
  for (guint i = 0; i < n_widgets; i++)
    gtk_widget_unparent (g_ptr_array_index (self->widgets, position + i));
  if (n_widgets > 0)
    g_ptr_array_remove_range (self->widgets, position, n_widgets);
}

/* A widget that showed @before can show @after. */
static gboolean
can_reuse (PonderBlock *before,
           PonderBlock *after)
{
  return before->kind == after->kind && before->heading_level == after->heading_level;
}

/* Replaces blocks position..position + n_before of the list as it was by those of @after. */
static void
replace_blocks (PonderBlockStack *self,
                GPtrArray        *after,
                guint             position,
                guint             n_before,
                guint             n_after)
{
  guint n_reused = 0;

  while (n_reused < MIN (n_before, n_after)
         && can_reuse (g_ptr_array_index (self->blocks, position + n_reused),
                       g_ptr_array_index (after, position + n_reused)))
    {
      fill_widget (g_ptr_array_index (self->widgets, position + n_reused),
                   g_ptr_array_index (after, position + n_reused));
      n_reused++;
    }
  remove_widgets (self, position + n_reused, n_before - n_reused);
  for (guint i = position + n_reused; i < position + n_after; i++)
    {
      PonderBlock *block = g_ptr_array_index (after, i);
      GtkWidget *widget = create_widget (self, block);

      insert_widget (self, i, widget);
      fill_widget (widget, block);
    }
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

/* Words stand at the side where they begin, whichever way the window goes; all else goes with the window. */
static gboolean
is_mirrored (PonderBlockStack *self,
             guint             index)
{
  GtkWidget *widget = g_ptr_array_index (self->widgets, index);

  if (PONDER_IS_TEXT_BLOCK (widget))
    return ponder_text_block_is_mirrored (PONDER_TEXT_BLOCK (widget));
  return gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
}

static int
get_child_width (PonderBlockStack *self,
                 guint             index,
                 int               width)
{
  int room = MAX (1, width - get_indent (self, index));

  return PONDER_IS_TEXT_BLOCK (g_ptr_array_index (self->widgets, index)) ? MIN (room, self->line_width) : room;
}

static gboolean
get_bounds (PonderBlockStack *self,
            guint             index,
            graphene_rect_t  *bounds)
{
  return gtk_widget_compute_bounds (g_ptr_array_index (self->widgets, index), GTK_WIDGET (self), bounds);
}

/* Hung into the space before the block, its foot on the line of the text. */
static void
draw_marker (PonderBlockStack *self,
             GtkSnapshot      *snapshot,
             guint             index)
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

  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), get_block (self, index)->marker);
  pango_layout_get_pixel_size (layout, &width, NULL);
  if (PONDER_IS_TEXT_BLOCK (widget))
    fall = ponder_text_block_get_baseline (PONDER_TEXT_BLOCK (widget))
           - PANGO_PIXELS (pango_layout_get_baseline (layout));

  x = is_mirrored (self, index) ? bounds.origin.x + bounds.size.width + gap : bounds.origin.x - gap - width;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, bounds.origin.y + fall));
  append_faded (GTK_WIDGET (self), snapshot, layout, MARKER_ALPHA);
  gtk_snapshot_restore (snapshot);
}

static int
get_bar (PonderBlockStack *self,
         guint             index,
         guint             depth)
{
  return ponder_block_spacing_get_bar (get_block (self, index), depth, self->marker_step);
}

static gboolean
goes_on (PonderBlockStack *self,
         guint             depth,
         guint             index)
{
  return index < self->blocks->len && get_block (self, index)->quote_depth > depth &&
         get_bar (self, index, depth) == get_bar (self, index - 1, depth);
}

/* One bar from block @first down to block @last. */
static void
draw_bar (PonderBlockStack *self,
          GtkSnapshot      *snapshot,
          guint             depth,
          guint             first,
          guint             last)
{
  float x = get_bar (self, first, depth);
  graphene_rect_t top;
  graphene_rect_t bottom;
  graphene_rect_t bar;
  GskRoundedRect outline;
  GdkRGBA color;

  if (!get_bounds (self, first, &top) || !get_bounds (self, last, &bottom))
    return;

  if (is_mirrored (self, first))
    x = gtk_widget_get_width (GTK_WIDGET (self)) - x - QUOTE_BAR;
  bar = GRAPHENE_RECT_INIT (x, top.origin.y, QUOTE_BAR, bottom.origin.y + bottom.size.height - top.origin.y);
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  color.alpha *= QUOTE_ALPHA;
  gsk_rounded_rect_init_from_rect (&outline, &bar, QUOTE_BAR / 2.0f);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &color, &bar);
  gtk_snapshot_pop (snapshot);
}

static void
draw_bars (PonderBlockStack *self,
           GtkSnapshot      *snapshot,
           guint             depth)
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
      draw_bar (self, snapshot, depth, first, last);
      first = last + 1;
    }
}

static void
ponder_block_stack_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  PonderBlockStack *self = PONDER_BLOCK_STACK (widget);
  PonderSight sight = ponder_sight_find (widget);
  guint deepest = 0;

  for (guint i = 0; i < self->blocks->len; i++)
    {
      deepest = MAX (deepest, get_block (self, i)->quote_depth);
      if (get_block (self, i)->marker != NULL && ponder_sight_has (&sight, g_ptr_array_index (self->widgets, i)))
        draw_marker (self, snapshot, i);
    }
  for (guint depth = 0; depth < deepest; depth++)
    draw_bars (self, snapshot, depth);

  ponder_sight_snapshot (widget, snapshot);
}

static int
measure_child (PonderBlockStack *self,
               guint             index,
               int               width)
{
  int for_size = width < 0 ? -1 : get_child_width (self, index, width);
  int height;

  gtk_widget_measure (g_ptr_array_index (self->widgets, index), GTK_ORIENTATION_VERTICAL, for_size, NULL, &height,
                      NULL, NULL);
  return height;
}

static void
ponder_block_stack_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  PonderBlockStack *self = PONDER_BLOCK_STACK (widget);

  self->line_width = ponder_measure_letters (widget, PONDER_MEASURE_LINE);
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 1 : 0;
  *natural = *minimum;
  for (guint i = 0; i < self->widgets->len; i++)
    {
      int child_natural;

      if (orientation == GTK_ORIENTATION_VERTICAL)
        {
          *natural += get_gap (self, i) + measure_child (self, i, for_size);
          continue;
        }
      gtk_widget_measure (g_ptr_array_index (self->widgets, i), orientation, -1, NULL, &child_natural, NULL, NULL);
      *natural = MAX (*natural, child_natural + get_indent (self, i));
    }
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural;
}

static void
ponder_block_stack_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  PonderBlockStack *self = PONDER_BLOCK_STACK (widget);
  int y = 0;

  self->line_width = ponder_measure_letters (widget, PONDER_MEASURE_LINE);
  for (guint i = 0; i < self->widgets->len; i++)
    {
      GtkAllocation place = { get_indent (self, i), y + get_gap (self, i), get_child_width (self, i, width), 0 };

      if (is_mirrored (self, i))
        place.x = width - place.x - place.width;
      place.height = measure_child (self, i, width);
      gtk_widget_size_allocate (g_ptr_array_index (self->widgets, i), &place, -1);
      y = place.y + place.height;
    }
}

static GtkSizeRequestMode
ponder_block_stack_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ponder_block_stack_dispose (GObject *object)
{
  PonderBlockStack *self = PONDER_BLOCK_STACK (object);

  remove_widgets (self, 0, self->widgets->len);
  g_clear_object (&self->highlighter);

  G_OBJECT_CLASS (ponder_block_stack_parent_class)->dispose (object);
}

static void
ponder_block_stack_finalize (GObject *object)
{
  PonderBlockStack *self = PONDER_BLOCK_STACK (object);

  g_ptr_array_unref (self->blocks);
  g_ptr_array_unref (self->widgets);

  G_OBJECT_CLASS (ponder_block_stack_parent_class)->finalize (object);
}

static void
ponder_block_stack_class_init (PonderBlockStackClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ponder_block_stack_dispose;
  object_class->finalize = ponder_block_stack_finalize;

  widget_class->get_request_mode = ponder_block_stack_get_request_mode;
  widget_class->measure = ponder_block_stack_measure;
  widget_class->size_allocate = ponder_block_stack_size_allocate;
  widget_class->snapshot = ponder_block_stack_snapshot;

  gtk_widget_class_set_css_name (widget_class, "ponder-blocks");

  signals[UNFOLDING] = g_signal_new ("unfolding", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 0);
}

static void
ponder_block_stack_init (PonderBlockStack *self)
{
  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_block_unref);
  self->widgets = g_ptr_array_new ();
  self->marker_step = ponder_block_spacing_find_marker_step (self->blocks);
}

GtkWidget *
ponder_block_stack_new (PonderCodeHighlighter *highlighter,
                        gboolean               shrinks)
{
  PonderBlockStack *self = g_object_new (PONDER_TYPE_BLOCK_STACK, NULL);

  if (highlighter != NULL)
    self->highlighter = g_object_ref (highlighter);
  self->shrinks = shrinks;
  return GTK_WIDGET (self);
}

void
ponder_block_stack_set_markdown (PonderBlockStack *self,
                                 const char       *text)
{
  g_autoptr(GPtrArray) after = NULL;
  guint n_prefix;
  guint n_suffix;

  g_return_if_fail (PONDER_IS_BLOCK_STACK (self));

  /* Plain paragraphs have no blocks to compare with. */
  if (self->blocks->len != self->widgets->len)
    remove_widgets (self, 0, self->widgets->len);

  after = ponder_markdown_parse (text, -1);
  ponder_markdown_diff (self->blocks, after, &n_prefix, &n_suffix);
  if (n_prefix == self->blocks->len && n_prefix == after->len)
    return;
  replace_blocks (self, after, n_prefix, self->blocks->len - n_prefix - n_suffix,
                  after->len - n_prefix - n_suffix);

  g_ptr_array_unref (self->blocks);
  self->blocks = g_ptr_array_ref (after);
  self->marker_step = ponder_block_spacing_find_marker_step (after);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
append_plain (PonderBlockStack *self,
              const char       *text,
              gsize             length,
              const char       *joint)
{
  GtkWidget *widget = create_text_widget (self, GTK_ACCESSIBLE_ROLE_LABEL);

  ponder_text_block_take_text (PONDER_TEXT_BLOCK (widget), ponder_inline_text_new_plain (text, length));
  ponder_text_block_set_seam (PONDER_TEXT_BLOCK (widget), joint, NULL);
  insert_widget (self, self->widgets->len, widget);
}

/* The longest piece of whole lines that Pango takes in its stride; a longer line is cut. */
static gsize
find_plain_end (const char *text)
{
  gsize length = strlen (text);
  const char *line_end;

  if (length <= PONDER_PARAGRAPH_LIMIT)
    return length;
  line_end = g_strrstr_len (text, PONDER_PARAGRAPH_LIMIT, "\n");
  if (line_end != NULL && line_end > text)
    return line_end - text;
  return g_utf8_find_prev_char (text, text + PONDER_PARAGRAPH_LIMIT) - text;
}

void
ponder_block_stack_set_plain (PonderBlockStack *self,
                              const char       *text)
{
  const char *joint = "\n\n";

  g_return_if_fail (PONDER_IS_BLOCK_STACK (self));

  remove_widgets (self, 0, self->widgets->len);
  g_ptr_array_set_size (self->blocks, 0);
  while (*text != '\0')
    {
      gsize length = find_plain_end (text);
      gboolean at_line_end = text[length] == '\n';

      append_plain (self, text, length, joint);
      joint = at_line_end ? "\n" : "";
      text += length + (at_line_end ? 1 : 0);
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

guint
ponder_block_stack_get_n_blocks (PonderBlockStack *self)
{
  g_return_val_if_fail (PONDER_IS_BLOCK_STACK (self), 0);

  return self->widgets->len;
}

GtkWidget *
ponder_block_stack_get_widget (PonderBlockStack *self,
                               guint             index)
{
  g_return_val_if_fail (PONDER_IS_BLOCK_STACK (self), NULL);
  g_return_val_if_fail (index < self->widgets->len, NULL);

  return g_ptr_array_index (self->widgets, index);
}
