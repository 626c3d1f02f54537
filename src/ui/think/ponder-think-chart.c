/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When the calls of a run of deep think ran, as bars over time. */

#include "config.h"

#include "ponder-think-chart.h"

#include "ponder-think-chart-words.h"

#include <adwaita.h>
#include <math.h>

/* Below that there is room for ids only. */
#define WIDTH_NARROW 480
#define WIDTH_LEAST 180
#define LABEL_NARROW 72
#define LABEL_WIDE 198
#define SPACING 12
#define ROW_PADDING 6
#define BAR_HEIGHT 12
#define LEAD_HEIGHT 3
#define CORNER 3
#define STRIPE 6
/* Texts of an axis that moved on are forgotten with the others. */
#define LAYOUTS_MOST 64

/* Belongs to whoever shows it. Words are laid out once. */
struct _PonderThinkChart
{
  GtkWidget         parent_instance;

  PonderThinkBoard *board;
  GHashTable       *layouts;    /* text, with its width -> PangoLayout */
  char             *summary;    /* (nullable): what was told last */
  char             *caption;    /* (nullable): what stands below */
  PangoLayout      *below;      /* (nullable): that, laid out */
  double            line;       /* height of a line of text */
  guint             n_rows;
};

G_DEFINE_FINAL_TYPE (PonderThinkChart, ponder_think_chart, GTK_TYPE_WIDGET)

/* --- words --- */

/* @width: of the text at the most; 0: whatever it needs. (transfer none) */
static PangoLayout *
get_layout (PonderThinkChart *self,
            const char       *text,
            int               width)
{
  g_autofree char *key = g_strdup_printf ("%d %s", width, text);
  PangoLayout *layout = g_hash_table_lookup (self->layouts, key);

  if (layout != NULL)
    return layout;
  if (g_hash_table_size (self->layouts) >= LAYOUTS_MOST)
    g_hash_table_remove_all (self->layouts);
  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  if (width > 0)
    {
      pango_layout_set_width (layout, width * PANGO_SCALE);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
    }
  g_hash_table_insert (self->layouts, g_steal_pointer (&key), layout);
  return layout;
}

static double
get_line (PonderThinkChart *self)
{
  int height;

  if (self->line <= 0)
    {
      pango_layout_get_pixel_size (get_layout (self, "Mg", 0), NULL, &height);
      self->line = height;
    }
  return self->line;
}

/* (nullable): there is nothing to say. It may need more than one line. */
static PangoLayout *
get_caption (PonderThinkChart *self,
             int               width)
{
  if (self->caption == NULL || *self->caption == '\0')
    return NULL;
  if (self->below == NULL)
    {
      self->below = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->caption);
      pango_layout_set_wrap (self->below, PANGO_WRAP_WORD_CHAR);
    }
  pango_layout_set_width (self->below, width > 0 ? width * PANGO_SCALE : -1);
  return self->below;
}

static void
forget_layouts (PonderThinkChart *self)
{
  g_hash_table_remove_all (self->layouts);
  g_clear_object (&self->below);
  self->line = 0;
}

static double
get_row_height (PonderThinkChart *self)
{
  return MAX (get_line (self), BAR_HEIGHT) + ROW_PADDING;
}

static void
draw_layout (GtkSnapshot   *snapshot,
             PangoLayout   *layout,
             const GdkRGBA *color,
             double         x,
             double         y)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) round (x), (float) round (y)));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

/* --- colours --- */

typedef struct
{
  GdkRGBA text;
  GdkRGBA quiet;
  GdkRGBA line;
  GdkRGBA bar;
  GdkRGBA faint;
  GdkRGBA broken;
} Colors;

static GdkRGBA
fade (GdkRGBA color,
      float   alpha)
{
  color.alpha *= alpha;
  return color;
}

static void
find_colors (PonderThinkChart *self,
             Colors           *colors)
{
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));
  gboolean contrast = adw_style_manager_get_high_contrast (
    adw_style_manager_get_for_display (gtk_widget_get_display (GTK_WIDGET (self))));

  gtk_style_context_get_color (style, &colors->text);
  if (!gtk_style_context_lookup_color (style, "accent_color", &colors->bar))
    colors->bar = colors->text;
  if (!gtk_style_context_lookup_color (style, "error_color", &colors->broken))
    colors->broken = colors->text;
  colors->quiet = fade (colors->text, contrast ? 1 : .7f);
  colors->line = fade (colors->text, contrast ? .5f : .15f);
  colors->faint = fade (colors->bar, contrast ? .7f : .4f);
}

/* --- bars --- */

/* Stripes: it was asked before, or beside another attempt. */
static void
draw_stripes (GtkSnapshot           *snapshot,
              const graphene_rect_t *area,
              const GdkRGBA         *color)
{
  const GskColorStop stops[] = { { 0, *color }, { .5f, *color }, { .5f, fade (*color, .35f) },
                                 { 1, fade (*color, .35f) } };
  graphene_point_t start = area->origin;
  graphene_point_t end = GRAPHENE_POINT_INIT (start.x + STRIPE, start.y + STRIPE);

  gtk_snapshot_append_repeating_linear_gradient (snapshot, area, &start, &end, stops, G_N_ELEMENTS (stops));
}

static void
draw_outline (GtkSnapshot          *snapshot,
              const GskRoundedRect *outline,
              const GdkRGBA        *color,
              float                 width)
{
  const float widths[] = { width, width, width, width };
  const GdkRGBA colors[] = { *color, *color, *color, *color };

  gtk_snapshot_append_border (snapshot, outline, widths, colors);
}

/* A cross where it broke off: seen without colours, too. */
static void
draw_cross (GtkSnapshot   *snapshot,
            double         x,
            double         y,
            const GdkRGBA *color)
{
  const float size = BAR_HEIGHT / 2;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_rotate (snapshot, 45);
  gtk_snapshot_append_color (snapshot, color, &GRAPHENE_RECT_INIT (-size, -1, 2 * size, 2));
  gtk_snapshot_append_color (snapshot, color, &GRAPHENE_RECT_INIT (-1, -size, 2, 2 * size));
  gtk_snapshot_restore (snapshot);
}

static void
draw_body (GtkSnapshot           *snapshot,
           const PonderThinkBar  *bar,
           const graphene_rect_t *area,
           const Colors          *colors)
{
  const GdkRGBA *color = bar->broken ? &colors->broken : &colors->bar;
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, area, MIN (CORNER, area->size.width / 2));
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  if (bar->attempt > 0)
    draw_stripes (snapshot, area, color);
  else
    gtk_snapshot_append_color (snapshot, bar->open ? &colors->faint : color, area);
  gtk_snapshot_pop (snapshot);
  if (bar->open)
    draw_outline (snapshot, &outline, color, 1);
}

static void
draw_bar (GtkSnapshot           *snapshot,
          const PonderThinkPlot *plot,
          const PonderThinkBar  *bar,
          const Colors          *colors)
{
  double y = bar->y + (plot->row_height - BAR_HEIGHT) / 2;
  double body = bar->width - bar->lead;
  double lead_x = plot->mirrored ? bar->x + body : bar->x;
  double body_x = plot->mirrored ? bar->x : bar->x + bar->lead;
  double end_x = plot->mirrored ? bar->x : bar->x + bar->width;

  if (bar->lead > 0)
    gtk_snapshot_append_color (snapshot, bar->broken ? &colors->broken : &colors->faint,
                               &GRAPHENE_RECT_INIT ((float) lead_x, (float) (y + (BAR_HEIGHT - LEAD_HEIGHT) / 2.0),
                                                    (float) bar->lead, LEAD_HEIGHT));
  if (body > 0)
    draw_body (snapshot, bar, &GRAPHENE_RECT_INIT ((float) body_x, (float) y, (float) body, BAR_HEIGHT), colors);
  if (bar->critical)
    {
      GskRoundedRect outline;

      gsk_rounded_rect_init_from_rect (&outline,
                                       &GRAPHENE_RECT_INIT ((float) bar->x - 2, (float) y - 2, (float) bar->width + 4,
                                                            BAR_HEIGHT + 4), CORNER + 2);
      draw_outline (snapshot, &outline, &colors->text, 1);
    }
  if (bar->broken)
    draw_cross (snapshot, CLAMP (end_x, plot->left + BAR_HEIGHT / 2.0, plot->left + plot->width - BAR_HEIGHT / 2.0),
                y + BAR_HEIGHT / 2.0, &colors->text);
}

/* --- the chart --- */

static gboolean
is_narrow (PonderThinkChart *self)
{
  return gtk_widget_get_width (GTK_WIDGET (self)) < WIDTH_NARROW;
}

/* (nullable) (transfer full): nothing is known of the run yet. */
static PonderThinkPlot *
new_plot (PonderThinkChart *self)
{
  const PonderThinkState *state = ponder_think_board_get_state (self->board);
  PonderThinkStanding standing = ponder_think_board_get_standing (self->board);
  gboolean running = standing == PONDER_THINK_STANDING_RUNNING || standing == PONDER_THINK_STANDING_ELSEWHERE;
  gint64 now;

  if (state == NULL || state->nodes->len == 0)
    return NULL;
  now = running ? ponder_think_board_get_time (self->board) : state->last_time;
  return ponder_think_plot_new (state, MAX (now, state->last_time), running,
                                gtk_widget_get_width (GTK_WIDGET (self)),
                                is_narrow (self) ? LABEL_NARROW : LABEL_WIDE, get_row_height (self),
                                gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL);
}

static void
draw_labels (PonderThinkChart       *self,
             GtkSnapshot            *snapshot,
             const PonderThinkState *state,
             const PonderThinkPlot  *plot,
             const GdkRGBA          *color)
{
  gboolean narrow = is_narrow (self);
  int width = (narrow ? LABEL_NARROW : LABEL_WIDE) - SPACING;
  double x = plot->mirrored ? gtk_widget_get_width (GTK_WIDGET (self)) - width : 0;

  for (guint i = 0; i < plot->n_rows; i++)
    {
      g_autofree char *text = ponder_think_chart_dup_label (g_ptr_array_index (state->nodes, i), narrow);

      draw_layout (snapshot, get_layout (self, text, width), color, x,
                   i * plot->row_height + (plot->row_height - get_line (self)) / 2);
    }
}

/* The words of a mark stand at its middle, at the edges beside it. */
static void
draw_axis (PonderThinkChart      *self,
           GtkSnapshot           *snapshot,
           const PonderThinkPlot *plot,
           const Colors          *colors)
{
  double bottom = plot->n_rows * plot->row_height;

  for (gint64 time = 0; time <= plot->length; time += plot->tick)
    {
      g_autofree char *text = ponder_think_chart_dup_time (time);
      PangoLayout *layout = get_layout (self, text, 0);
      double x = ponder_think_plot_place (plot, time);
      int width;

      pango_layout_get_pixel_size (layout, &width, NULL);
      gtk_snapshot_append_color (snapshot, &colors->line,
                                 &GRAPHENE_RECT_INIT ((float) MIN (round (x), plot->left + plot->width - 1), 0, 1,
                                                      (float) bottom));
      draw_layout (snapshot, layout, &colors->quiet,
                   CLAMP (x - width / 2.0, plot->left, MAX (plot->left + plot->width - width, plot->left)),
                   bottom + 3);
    }
}

static void
draw_caption (PonderThinkChart      *self,
              GtkSnapshot           *snapshot,
              const PonderThinkPlot *plot,
              const GdkRGBA         *color)
{
  PangoLayout *layout = get_caption (self, gtk_widget_get_width (GTK_WIDGET (self)));

  if (layout != NULL)
    draw_layout (snapshot, layout, color, 0, plot->n_rows * plot->row_height + get_line (self) + 6);
}

static void
ponder_think_chart_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  PonderThinkChart *self = PONDER_THINK_CHART (widget);
  g_autoptr(PonderThinkPlot) plot = new_plot (self);
  const PonderThinkState *state = ponder_think_board_get_state (self->board);
  Colors colors;

  if (plot == NULL)
    return;
  find_colors (self, &colors);
  draw_axis (self, snapshot, plot, &colors);
  draw_labels (self, snapshot, state, plot, &colors.text);
  for (guint i = 0; i < plot->bars->len; i++)
    draw_bar (snapshot, plot, &g_array_index (plot->bars, PonderThinkBar, i), &colors);
  draw_caption (self, snapshot, plot, &colors.quiet);
}

/* Rows, the words of the axis, and what stands below. */
static int
measure_height (PonderThinkChart *self,
                int               width)
{
  PangoLayout *layout = get_caption (self, width);
  int below = 0;

  if (layout != NULL)
    pango_layout_get_pixel_size (layout, NULL, &below);
  return (int) ceil (self->n_rows * get_row_height (self) + get_line (self)) + below + 9;
}

static void
ponder_think_chart_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  PonderThinkChart *self = PONDER_THINK_CHART (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = WIDTH_LEAST;
  else if (self->n_rows == 0)
    *minimum = *natural = 0;
  else
    *minimum = *natural = measure_height (self, for_size);
}

static GtkSizeRequestMode
ponder_think_chart_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ponder_think_chart_css_changed (GtkWidget         *widget,
                                GtkCssStyleChange *change)
{
  PonderThinkChart *self = PONDER_THINK_CHART (widget);

  GTK_WIDGET_CLASS (ponder_think_chart_parent_class)->css_changed (widget, change);
  forget_layouts (self);
  gtk_widget_queue_resize (widget);
}

static void
ponder_think_chart_direction_changed (GtkWidget        *widget,
                                      GtkTextDirection  previous)
{
  forget_layouts (PONDER_THINK_CHART (widget));
  gtk_widget_queue_draw (widget);
}

static gboolean
ponder_think_chart_query_tooltip (GtkWidget  *widget,
                                  int         x,
                                  int         y,
                                  gboolean    keyboard,
                                  GtkTooltip *tooltip)
{
  g_autoptr(PonderThinkPlot) plot = keyboard ? NULL : new_plot (PONDER_THINK_CHART (widget));
  const PonderThinkBar *bar = plot != NULL ? ponder_think_plot_find (plot, x, y) : NULL;
  g_autofree char *text = NULL;

  if (bar == NULL)
    return FALSE;
  text = ponder_think_chart_dup_tooltip (bar);
  gtk_tooltip_set_text (tooltip, text);
  gtk_tooltip_set_tip_area (tooltip, &(GdkRectangle) { (int) bar->x, (int) bar->y, (int) ceil (bar->width),
                                                       (int) plot->row_height });
  return TRUE;
}

static void
ponder_think_chart_dispose (GObject *object)
{
  PonderThinkChart *self = PONDER_THINK_CHART (object);

  g_clear_object (&self->board);

  G_OBJECT_CLASS (ponder_think_chart_parent_class)->dispose (object);
}

static void
ponder_think_chart_finalize (GObject *object)
{
  PonderThinkChart *self = PONDER_THINK_CHART (object);

  g_hash_table_unref (self->layouts);
  g_clear_object (&self->below);
  g_free (self->summary);
  g_free (self->caption);

  G_OBJECT_CLASS (ponder_think_chart_parent_class)->finalize (object);
}

static void
ponder_think_chart_class_init (PonderThinkChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ponder_think_chart_dispose;
  object_class->finalize = ponder_think_chart_finalize;
  widget_class->snapshot = ponder_think_chart_snapshot;
  widget_class->measure = ponder_think_chart_measure;
  widget_class->get_request_mode = ponder_think_chart_get_request_mode;
  widget_class->css_changed = ponder_think_chart_css_changed;
  widget_class->direction_changed = ponder_think_chart_direction_changed;
  widget_class->query_tooltip = ponder_think_chart_query_tooltip;

  gtk_widget_class_set_css_name (widget_class, "ponder-think-chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ponder_think_chart_init (PonderThinkChart *self)
{
  self->layouts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
ponder_think_chart_new (PonderThinkBoard *board)
{
  PonderThinkChart *self = g_object_new (PONDER_TYPE_THINK_CHART, NULL);

  self->board = g_object_ref (board);
  ponder_think_chart_update (self);
  return GTK_WIDGET (self);
}

/* Who listens hears it when a step has ended, not with every moment. */
static void
tell_summary (PonderThinkChart       *self,
              const PonderThinkState *state)
{
  g_autofree char *summary = ponder_think_chart_dup_summary (state);

  if (g_strcmp0 (summary, self->summary) == 0)
    return;
  g_free (self->summary);
  self->summary = g_steal_pointer (&summary);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, self->summary, -1);
}

/* TRUE when it may need another height. */
static gboolean
update_caption (PonderThinkChart       *self,
                const PonderThinkState *state)
{
  g_autoptr(PonderThinkPlot) plot = new_plot (self);
  g_autofree char *caption = plot != NULL ? ponder_think_chart_dup_caption (state, plot) : NULL;

  if (g_strcmp0 (caption, self->caption) == 0)
    return FALSE;
  g_free (self->caption);
  self->caption = g_steal_pointer (&caption);
  g_clear_object (&self->below);
  return TRUE;
}

void
ponder_think_chart_update (PonderThinkChart *self)
{
  const PonderThinkState *state;

  g_return_if_fail (PONDER_IS_THINK_CHART (self));

  state = ponder_think_board_get_state (self->board);
  if (state == NULL)
    return;
  tell_summary (self, state);
  if (update_caption (self, state) || self->n_rows != state->nodes->len)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  self->n_rows = state->nodes->len;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
