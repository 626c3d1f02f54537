/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One paragraph, drawn from a PangoLayout. */

#include "config.h"

#include "ponder-text-block.h"

#include "ponder-text-formulas.h"
#include "ponder-text-shape.h"

#include <string.h>

#define DEFAULT_WIDTH 600
#define LINE_SPACING 1.2
#define BOX_ALPHA 0.08
#define SELECTION_ALPHA 0.3

/* A GtkLabel that wraps costs milliseconds to measure; this costs what Pango costs, once. It listens to
 * nothing: the transcript that holds it does selection, links and menus for all blocks. */
struct _PonderTextBlock
{
  GtkWidget             parent_instance;

  PonderInlineText     *text;
  PangoAttrList        *paint;
  PangoLayout          *layout;         /* (nullable): made when first measured */
  PonderTextFormulas   *formulas;       /* (nullable): those in the layout */
  PangoFontDescription *font;           /* what the layout was made with */
  GdkRGBA               link_color;
  char                 *lead;
  const char           *joint;
  int                   natural_width;  /* -1: not known yet */
  guint                 selection_start;
  guint                 selection_end;
  PonderTextMarks       marks;          /* what was looked for */
  guint                 link;           /* the one that has the keyboard */
  PonderTextFlow        flow;
};

G_DEFINE_FINAL_TYPE (PonderTextBlock, ponder_text_block, GTK_TYPE_WIDGET)

static void
look_up_color (PonderTextBlock *self,
               const char      *name,
               GdkRGBA         *color)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));

  if (!gtk_style_context_lookup_color (context, name, color))
    gtk_style_context_get_color (context, color);
}

static void
drop_layout (PonderTextBlock *self)
{
  g_clear_object (&self->layout);
  g_clear_pointer (&self->formulas, ponder_text_formulas_free);
  g_clear_pointer (&self->font, pango_font_description_free);
  self->natural_width = -1;
}

static PangoAttrList *
dup_attributes (PonderTextBlock *self)
{
  PangoAttrList *attributes = ponder_inline_text_dup_attributes (self->text, &self->link_color);

  if (self->paint != NULL)
    pango_attr_list_splice (attributes, self->paint, 0, 0);
  ponder_text_formulas_add_attributes (self->formulas, attributes);
  return attributes;
}

static void
apply_attributes (PonderTextBlock *self)
{
  g_autoptr(PangoAttrList) attributes = dup_attributes (self);

  pango_layout_set_attributes (self->layout, attributes);
}

/* "Left" is where lines of the page's own direction begin; Pango mirrors it for the others. */
static PangoAlignment
get_alignment (PonderTextBlock *self)
{
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  return mirrored ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
}

static PangoLayout *
ensure_layout (PonderTextBlock *self)
{
  PangoContext *context;

  if (self->layout != NULL)
    return self->layout;

  look_up_color (self, "accent_color", &self->link_color);
  self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->text->shown);
  context = pango_layout_get_context (self->layout);
  self->font = pango_font_description_copy (pango_context_get_font_description (context));
  self->formulas = ponder_text_formulas_new (self->text, context);
  if (self->formulas != NULL)
    pango_layout_set_text (self->layout, ponder_text_formulas_get_masked (self->formulas), -1);
  apply_attributes (self);
  pango_layout_set_alignment (self->layout, get_alignment (self));
  /* Code goes from left to right, also where it speaks Hebrew. */
  pango_layout_set_auto_dir (self->layout, self->flow != PONDER_TEXT_VERBATIM);
  pango_layout_set_line_spacing (self->layout, LINE_SPACING);
  pango_layout_set_wrap (self->layout, self->text->unbroken ? PANGO_WRAP_CHAR : PANGO_WRAP_WORD_CHAR);
  return self->layout;
}

/* Pango's units; -1 for as wide as it gets. */
static void
set_units (PonderTextBlock *self,
           int              units)
{
  pango_layout_set_width (self->layout, units);
  if (ponder_text_formulas_fit (self->formulas, units < 0 ? G_MAXINT : units / PANGO_SCALE))
    apply_attributes (self);
}

static void
set_width (PonderTextBlock *self,
           int              width)
{
  int units = width < 0 || self->flow == PONDER_TEXT_VERBATIM ? -1 : width * PANGO_SCALE;

  if (pango_layout_get_width (ensure_layout (self)) != units)
    set_units (self, units);
}

static int
get_natural_width (PonderTextBlock *self)
{
  int before = pango_layout_get_width (ensure_layout (self));
  int width;

  if (self->natural_width >= 0)
    return self->natural_width;

  set_units (self, -1);
  pango_layout_get_size (self->layout, &width, NULL);
  self->natural_width = PANGO_PIXELS_CEIL (width);
  set_units (self, before);
  return self->natural_width;
}

static void
draw_boxes (PonderTextBlock *self,
            GtkSnapshot     *snapshot,
            const GdkRGBA   *text_color)
{
  GdkRGBA color = *text_color;

  color.alpha *= BOX_ALPHA;
  ponder_text_shape_fill_boxes (snapshot, self->layout, self->text, PONDER_SPAN_CODE | PONDER_SPAN_IMAGE, &color);
}

static void
draw_marks (PonderTextBlock *self,
            GtkSnapshot     *snapshot)
{
  GdkRGBA color;

  if (self->marks.places == NULL)
    return;

  look_up_color (self, "warning_bg_color", &color);
  ponder_text_marks_draw (&self->marks, snapshot, self->layout, &color);
}

static void
draw_selection (PonderTextBlock *self,
                GtkSnapshot     *snapshot)
{
  GdkRGBA color;
  guint start = self->selection_start;
  guint end = self->selection_end;

  if (start >= end)
    return;

  ponder_text_formulas_widen (self->formulas, &start, &end);
  look_up_color (self, "accent_bg_color", &color);
  color.alpha *= SELECTION_ALPHA;
  ponder_text_shape_fill (snapshot, self->layout, start, end, &color);
}

static void
draw_focus (PonderTextBlock *self,
            GtkSnapshot     *snapshot)
{
  const PonderTextLink *link = ponder_text_block_get_focused_link (self);

  if (link != NULL && gtk_widget_has_visible_focus (GTK_WIDGET (self)))
    ponder_text_shape_outline (snapshot, self->layout, link->start, link->end, &self->link_color);
}

static void
ponder_text_block_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  PonderTextBlock *self = PONDER_TEXT_BLOCK (widget);
  GdkRGBA color;

  ensure_layout (self);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  draw_boxes (self, snapshot, &color);
  draw_marks (self, snapshot);
  draw_selection (self, snapshot);
  gtk_snapshot_append_layout (snapshot, self->layout, &color);
  ponder_text_formulas_draw (self->formulas, self->layout, snapshot, &color);
  draw_focus (self, snapshot);
}

static int
measure_height (PonderTextBlock *self,
                int              width)
{
  int height;

  if (width < 0)
    width = self->flow == PONDER_TEXT_WRAPS ? DEFAULT_WIDTH : get_natural_width (self);
  set_width (self, width);
  pango_layout_get_pixel_size (self->layout, NULL, &height);
  return height;
}

static void
ponder_text_block_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  PonderTextBlock *self = PONDER_TEXT_BLOCK (widget);

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = measure_height (self, for_size);
      return;
    }
  *natural = self->flow == PONDER_TEXT_WRAPS ? 1 : MAX (1, get_natural_width (self));
  *minimum = self->flow == PONDER_TEXT_VERBATIM ? *natural : 1;
}

static GtkSizeRequestMode
ponder_text_block_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ponder_text_block_size_allocate (GtkWidget *widget,
                                 int        width,
                                 int        height,
                                 int        baseline)
{
  set_width (PONDER_TEXT_BLOCK (widget), width);
}

/* Also called when a row is only hovered: a layout is too dear to be made again for that. */
static void
ponder_text_block_css_changed (GtkWidget         *widget,
                               GtkCssStyleChange *change)
{
  PonderTextBlock *self = PONDER_TEXT_BLOCK (widget);
  PangoContext *context = gtk_widget_get_pango_context (widget);
  GdkRGBA link_color;

  GTK_WIDGET_CLASS (ponder_text_block_parent_class)->css_changed (widget, change);

  if (self->layout == NULL)
    return;
  look_up_color (self, "accent_color", &link_color);
  if (gdk_rgba_equal (&link_color, &self->link_color)
      && pango_font_description_equal (self->font, pango_context_get_font_description (context)))
    return;
  drop_layout (self);
  gtk_widget_queue_resize (widget);
}

static void
ponder_text_block_system_setting_changed (GtkWidget        *widget,
                                          GtkSystemSetting  setting)
{
  GTK_WIDGET_CLASS (ponder_text_block_parent_class)->system_setting_changed (widget, setting);

  drop_layout (PONDER_TEXT_BLOCK (widget));
  gtk_widget_queue_resize (widget);
}

static void
ponder_text_block_direction_changed (GtkWidget        *widget,
                                     GtkTextDirection  before)
{
  GTK_WIDGET_CLASS (ponder_text_block_parent_class)->direction_changed (widget, before);

  drop_layout (PONDER_TEXT_BLOCK (widget));
  gtk_widget_queue_resize (widget);
}

/* Tab goes from link to link. */
static gboolean
ponder_text_block_focus (GtkWidget        *widget,
                         GtkDirectionType  direction)
{
  PonderTextBlock *self = PONDER_TEXT_BLOCK (widget);
  guint n_links = self->text->links->len;
  gboolean back = direction == GTK_DIR_TAB_BACKWARD;

  if (n_links == 0 || (direction != GTK_DIR_TAB_FORWARD && !back))
    return FALSE;

  if (!gtk_widget_is_focus (widget))
    self->link = back ? n_links - 1 : 0;
  else if (back ? self->link == 0 : self->link + 1 >= n_links)
    return FALSE;
  else
    self->link += back ? -1 : 1;

  gtk_widget_queue_draw (widget);
  return gtk_widget_grab_focus (widget);
}

/* The frame around a link comes and goes with the keyboard. */
static void
ponder_text_block_state_flags_changed (GtkWidget     *widget,
                                       GtkStateFlags  before)
{
  const GtkStateFlags focus = GTK_STATE_FLAG_FOCUSED | GTK_STATE_FLAG_FOCUS_VISIBLE;

  GTK_WIDGET_CLASS (ponder_text_block_parent_class)->state_flags_changed (widget, before);

  if (((before ^ gtk_widget_get_state_flags (widget)) & focus) != 0)
    gtk_widget_queue_draw (widget);
}

static void
ponder_text_block_dispose (GObject *object)
{
  drop_layout (PONDER_TEXT_BLOCK (object));

  G_OBJECT_CLASS (ponder_text_block_parent_class)->dispose (object);
}

static void
ponder_text_block_finalize (GObject *object)
{
  PonderTextBlock *self = PONDER_TEXT_BLOCK (object);

  g_clear_pointer (&self->text, ponder_inline_text_free);
  g_clear_pointer (&self->paint, pango_attr_list_unref);
  ponder_text_marks_clear (&self->marks);
  g_clear_pointer (&self->lead, g_free);

  G_OBJECT_CLASS (ponder_text_block_parent_class)->finalize (object);
}

static void
ponder_text_block_class_init (PonderTextBlockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ponder_text_block_dispose;
  object_class->finalize = ponder_text_block_finalize;

  widget_class->css_changed = ponder_text_block_css_changed;
  widget_class->direction_changed = ponder_text_block_direction_changed;
  widget_class->focus = ponder_text_block_focus;
  widget_class->get_request_mode = ponder_text_block_get_request_mode;
  widget_class->measure = ponder_text_block_measure;
  widget_class->size_allocate = ponder_text_block_size_allocate;
  widget_class->snapshot = ponder_text_block_snapshot;
  widget_class->state_flags_changed = ponder_text_block_state_flags_changed;
  widget_class->system_setting_changed = ponder_text_block_system_setting_changed;

  gtk_widget_class_set_css_name (widget_class, "ponder-text");
}

static void
ponder_text_block_init (PonderTextBlock *self)
{
  self->text = ponder_inline_text_new_plain ("", -1);
  self->joint = "\n\n";
  self->natural_width = -1;
}

GtkWidget *
ponder_text_block_new (PonderTextFlow    flow,
                       GtkAccessibleRole role)
{
  PonderTextBlock *self = g_object_new (PONDER_TYPE_TEXT_BLOCK, "accessible-role", role, NULL);

  self->flow = flow;
  if (flow == PONDER_TEXT_VERBATIM)
    gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
  return GTK_WIDGET (self);
}

gboolean
ponder_text_block_is_mirrored (PonderTextBlock *self)
{
  g_return_val_if_fail (PONDER_IS_TEXT_BLOCK (self), FALSE);

  return pango_layout_get_direction (ensure_layout (self), 0) == PANGO_DIRECTION_RTL;
}

void
ponder_text_block_take_text (PonderTextBlock  *self,
                             PonderInlineText *text)
{
  g_return_if_fail (PONDER_IS_TEXT_BLOCK (self));

  ponder_inline_text_free (self->text);
  self->text = text;
  g_clear_pointer (&self->paint, pango_attr_list_unref);
  ponder_text_marks_clear (&self->marks);
  self->selection_start = MIN (self->selection_start, strlen (text->shown));
  self->selection_end = MIN (self->selection_end, strlen (text->shown));
  self->link = self->link < text->links->len ? self->link : 0;
  drop_layout (self);

  gtk_widget_set_focusable (GTK_WIDGET (self), text->links->len > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text->shown, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

const PonderInlineText *
ponder_text_block_get_text (PonderTextBlock *self)
{
  g_return_val_if_fail (PONDER_IS_TEXT_BLOCK (self), NULL);

  return self->text;
}

void
ponder_text_block_set_paint (PonderTextBlock *self,
                             PangoAttrList   *paint)
{
  g_return_if_fail (PONDER_IS_TEXT_BLOCK (self));

  g_clear_pointer (&self->paint, pango_attr_list_unref);
  if (paint != NULL)
    self->paint = pango_attr_list_ref (paint);
  if (self->layout == NULL)
    return;
  apply_attributes (self);
  self->natural_width = -1;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
ponder_text_block_set_seam (PonderTextBlock *self,
                            const char      *joint,
                            const char      *lead)
{
  g_return_if_fail (PONDER_IS_TEXT_BLOCK (self));

  self->joint = joint;
  g_free (self->lead);
  self->lead = g_strdup (lead);
}

const char *
ponder_text_block_get_joint (PonderTextBlock *self)
{
  g_return_val_if_fail (PONDER_IS_TEXT_BLOCK (self), NULL);

  return self->joint;
}

const char *
ponder_text_block_get_lead (PonderTextBlock *self)
{
  g_return_val_if_fail (PONDER_IS_TEXT_BLOCK (self), NULL);

  return self->lead != NULL ? self->lead : "";
}

void
ponder_text_block_set_selection (PonderTextBlock *self,
                                 guint            start,
                                 guint            end)
{
  g_return_if_fail (PONDER_IS_TEXT_BLOCK (self));

  if (self->selection_start == start && self->selection_end == end)
    return;

  self->selection_start = start;
  self->selection_end = end;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
ponder_text_block_set_marks (PonderTextBlock *self,
                             const GArray    *marks,
                             int              current)
{
  g_return_if_fail (PONDER_IS_TEXT_BLOCK (self));

  if (ponder_text_marks_set (&self->marks, marks, current))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

const PonderTextMarks *
ponder_text_block_get_marks (PonderTextBlock *self)
{
  g_return_val_if_fail (PONDER_IS_TEXT_BLOCK (self), NULL);

  return &self->marks;
}

void
ponder_text_block_get_letter (PonderTextBlock *self,
                              guint            byte,
                              GdkRectangle    *place)
{
  PangoRectangle letter;

  g_return_if_fail (PONDER_IS_TEXT_BLOCK (self));

  pango_layout_index_to_pos (ensure_layout (self), (int) byte, &letter);
  place->x = PANGO_PIXELS (MIN (letter.x, letter.x + letter.width));
  place->y = PANGO_PIXELS (letter.y);
  place->width = PANGO_PIXELS (ABS (letter.width));
  place->height = PANGO_PIXELS (letter.height);
}

guint
ponder_text_block_get_byte_at (PonderTextBlock *self,
                               double           x,
                               double           y)
{
  const char *letter;
  int byte;
  int trailing;

  g_return_val_if_fail (PONDER_IS_TEXT_BLOCK (self), 0);

  pango_layout_xy_to_index (ensure_layout (self), (int) (x * PANGO_SCALE), (int) (y * PANGO_SCALE),
                            &byte, &trailing);
  letter = self->text->shown + byte;
  for (; trailing > 0 && *letter != '\0'; trailing--)
    letter = g_utf8_next_char (letter);
  return ponder_text_formulas_snap (self->formulas, letter - self->text->shown);
}

void
ponder_text_block_get_word_at (PonderTextBlock *self,
                               guint            byte,
                               guint           *start,
                               guint           *end)
{
  g_return_if_fail (PONDER_IS_TEXT_BLOCK (self));

  ponder_text_shape_find_word (ensure_layout (self), byte, start, end);
  ponder_text_formulas_widen (self->formulas, start, end);
}

int
ponder_text_block_get_baseline (PonderTextBlock *self)
{
  g_return_val_if_fail (PONDER_IS_TEXT_BLOCK (self), 0);

  return PANGO_PIXELS (pango_layout_get_baseline (ensure_layout (self)));
}

const PonderTextLink *
ponder_text_block_get_link_at (PonderTextBlock *self,
                               double           x,
                               double           y)
{
  int byte;
  int trailing;

  g_return_val_if_fail (PONDER_IS_TEXT_BLOCK (self), NULL);

  if (self->text->links->len == 0
      || !pango_layout_xy_to_index (ensure_layout (self), (int) (x * PANGO_SCALE), (int) (y * PANGO_SCALE),
                                    &byte, &trailing))
    return NULL;
  return ponder_inline_text_get_link_at (self->text, (guint) byte);
}

const PonderTextLink *
ponder_text_block_get_focused_link (PonderTextBlock *self)
{
  g_return_val_if_fail (PONDER_IS_TEXT_BLOCK (self), NULL);

  if (self->link >= self->text->links->len || !gtk_widget_is_focus (GTK_WIDGET (self)))
    return NULL;
  return &g_array_index (self->text->links, PonderTextLink, self->link);
}
