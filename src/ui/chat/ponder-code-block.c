/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A block of code: its language, a copy button, lines that scroll sideways. */

#include "config.h"

#include "ponder-code-block.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ponder-column-layout.h"
#include "ponder-column.h"
#include "ponder-copy-button.h"
#include "ponder-side-scroller.h"
#include "ponder-text-block.h"

/* A piece is laid out and drawn again when a letter of it changes, so a long listing is cut. */
#define PIECE_LINES 64
#define PIECE_BYTES 8192

/* Shows one block; while it streams only the last piece changes. Colours come once the fence is closed. */
struct _PonderCodeBlock
{
  GtkWidget              parent_instance;

  PonderCodeHighlighter *highlighter;
  PonderBlock           *block;         /* (nullable): before the first one */
  GtkWidget             *header;
  GtkLabel              *language;
  GtkWidget             *scroller;
  PonderColumn          *lines;
  GPtrArray             *pieces;        /* of PonderTextBlock, owned by `lines` */
  GCancellable          *cancellable;   /* of the colours under way */
  gboolean               dark;
};

G_DEFINE_FINAL_TYPE (PonderCodeBlock, ponder_code_block, GTK_TYPE_WIDGET)

/* Where the piece that begins at @start ends, and where the next one begins. A line that is too long for
 * a piece is cut in the middle. */
static const char *
find_piece_end (const char  *start,
                const char **next)
{
  const char *end = NULL;
  guint n_lines = 0;

  for (const char *c = start; n_lines < PIECE_LINES && c - start < PIECE_BYTES; c++)
    {
      if (*c != '\n' && *c != '\0')
        continue;
      end = c;
      n_lines++;
      if (*c == '\0')
        {
          *next = NULL;
          return end;
        }
    }
  if (end != NULL)
    {
      *next = end + 1;
      return end;
    }
  return *next = g_utf8_find_prev_char (start, start + PIECE_BYTES);
}

static PonderTextBlock *
ensure_piece (PonderCodeBlock *self,
              guint            index,
              const char      *joint)
{
  GtkWidget *piece;

  if (index < self->pieces->len)
    return g_ptr_array_index (self->pieces, index);

  piece = ponder_text_block_new (PONDER_TEXT_VERBATIM, GTK_ACCESSIBLE_ROLE_LABEL);
  ponder_text_block_set_seam (PONDER_TEXT_BLOCK (piece), joint, NULL);
  ponder_column_append (self->lines, piece);
  g_ptr_array_add (self->pieces, piece);
  return PONDER_TEXT_BLOCK (piece);
}

static void
set_piece (PonderCodeBlock *self,
           guint            index,
           const char      *text,
           gsize            length,
           const char      *joint)
{
  PonderTextBlock *piece = ensure_piece (self, index, joint);
  const char *before = ponder_inline_text_get_raw (ponder_text_block_get_text (piece));

  if (strlen (before) == length && memcmp (before, text, length) == 0)
    return;
  ponder_text_block_take_text (piece, ponder_inline_text_new_code (text, length));
}

static void
set_code (PonderCodeBlock *self,
          const char      *code)
{
  const char *start = code;
  const char *joint = "\n\n";
  guint n_pieces = 0;

  while (start != NULL)
    {
      const char *next;
      const char *end = find_piece_end (start, &next);

      set_piece (self, n_pieces++, start, end - start, joint);
      joint = next == end ? "" : "\n";
      start = next;
    }
  while (self->pieces->len > n_pieces)
    {
      ponder_column_remove (self->lines, g_ptr_array_index (self->pieces, self->pieces->len - 1));
      g_ptr_array_set_size (self->pieces, self->pieces->len - 1);
    }
}

static void
insert_attribute (PangoAttrList  *paint,
                  PangoAttribute *attribute,
                  guint           start,
                  guint           end)
{
  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert (paint, attribute);
}

static void
insert_run (PangoAttrList       *paint,
            const PonderCodeRun *run,
            guint                start,
            guint                end)
{
  if (run->has_color)
    insert_attribute (paint,
                      pango_attr_foreground_new ((guint16) (run->color.red * G_MAXUINT16),
                                                 (guint16) (run->color.green * G_MAXUINT16),
                                                 (guint16) (run->color.blue * G_MAXUINT16)),
                      start, end);
  if (run->bold)
    insert_attribute (paint, pango_attr_weight_new (PANGO_WEIGHT_BOLD), start, end);
  if (run->italic)
    insert_attribute (paint, pango_attr_style_new (PANGO_STYLE_ITALIC), start, end);
}

static void
paint_pieces (PonderCodeBlock *self,
              GArray          *runs)
{
  guint first = 0;
  guint start = 0;

  for (guint i = 0; i < self->pieces->len; i++)
    {
      PonderTextBlock *piece = g_ptr_array_index (self->pieces, i);
      guint length = strlen (ponder_inline_text_get_raw (ponder_text_block_get_text (piece)));
      g_autoptr(PangoAttrList) paint = pango_attr_list_new ();

      if (i > 0)
        start += strlen (ponder_text_block_get_joint (piece));
      while (first < runs->len && g_array_index (runs, PonderCodeRun, first).end <= start)
        first++;
      for (guint j = first; j < runs->len && g_array_index (runs, PonderCodeRun, j).start < start + length; j++)
        {
          const PonderCodeRun *run = &g_array_index (runs, PonderCodeRun, j);

          insert_run (paint, run, MAX (run->start, start) - start, MIN (run->end, start + length) - start);
        }
      ponder_text_block_set_paint (piece, paint);
      start += length;
    }
}

static void
highlighted_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(PonderCodeBlock) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) runs = NULL;

  /* The only error is that nobody wants it any more. */
  if (!(runs = ponder_code_highlighter_highlight_finish (PONDER_CODE_HIGHLIGHTER (source), result, &error)))
    return;
  g_clear_object (&self->cancellable);
  paint_pieces (self, runs);
}

static void
stop_highlighting (PonderCodeBlock *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
highlight (PonderCodeBlock *self)
{
  g_autoptr(GArray) known = NULL;

  stop_highlighting (self);
  if (self->block == NULL || !self->block->closed || self->block->language == NULL)
    return;

  known = ponder_code_highlighter_lookup (self->highlighter, self->block->language, self->block->code, self->dark);
  if (known != NULL)
    {
      paint_pieces (self, known);
      return;
    }
  self->cancellable = g_cancellable_new ();
  ponder_code_highlighter_highlight_async (self->highlighter, self->block->language, self->block->code, self->dark,
                                           self->cancellable, highlighted_cb, g_object_ref (self));
}

static char *
copy_text_cb (PonderCodeBlock *self)
{
  return g_strdup (self->block->code);
}

/* Light words mean a dark page, whoever chose it. */
static gboolean
is_dark (PonderCodeBlock *self)
{
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  return color.red + color.green + color.blue > 1.5;
}

static void
ponder_code_block_css_changed (GtkWidget         *widget,
                               GtkCssStyleChange *change)
{
  PonderCodeBlock *self = PONDER_CODE_BLOCK (widget);
  gboolean dark;

  GTK_WIDGET_CLASS (ponder_code_block_parent_class)->css_changed (widget, change);

  dark = is_dark (self);
  if (dark == self->dark)
    return;
  self->dark = dark;
  highlight (self);
}

static void
ponder_code_block_dispose (GObject *object)
{
  PonderCodeBlock *self = PONDER_CODE_BLOCK (object);

  stop_highlighting (self);
  g_clear_pointer (&self->header, gtk_widget_unparent);
  g_clear_pointer (&self->pieces, g_ptr_array_unref);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->highlighter);
  g_clear_pointer (&self->block, ponder_block_unref);

  G_OBJECT_CLASS (ponder_code_block_parent_class)->dispose (object);
}

static void
ponder_code_block_class_init (PonderCodeBlockClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_code_block_dispose;
  widget_class->css_changed = ponder_code_block_css_changed;

  gtk_widget_class_set_css_name (widget_class, "ponder-code");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
create_header (PonderCodeBlock *self)
{
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *language = gtk_label_new (NULL);
  GtkWidget *copy = ponder_copy_button_new ();

  self->language = GTK_LABEL (language);
  gtk_label_set_xalign (self->language, 0);
  gtk_label_set_ellipsize (self->language, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (language, TRUE);
  gtk_widget_add_css_class (language, "ponder-caption");
  g_signal_connect_swapped (copy, "text", G_CALLBACK (copy_text_cb), self);
  gtk_box_append (GTK_BOX (header), language);
  gtk_box_append (GTK_BOX (header), copy);
  gtk_widget_add_css_class (header, "ponder-code-header");
  return header;
}

static void
ponder_code_block_init (PonderCodeBlock *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_set_layout_manager (widget, ponder_column_layout_new (0, 0));
  self->pieces = g_ptr_array_new ();
  self->header = create_header (self);
  gtk_widget_set_parent (self->header, widget);
  self->lines = PONDER_COLUMN (ponder_column_new (0));
  self->scroller = ponder_side_scroller_new (GTK_WIDGET (self->lines));
  /* Code goes from left to right everywhere, and begins in sight. */
  gtk_widget_set_direction (self->scroller, GTK_TEXT_DIR_LTR);
  gtk_widget_set_parent (self->scroller, widget);
  self->dark = is_dark (self);
}

GtkWidget *
ponder_code_block_new (PonderCodeHighlighter *highlighter)
{
  PonderCodeBlock *self = g_object_new (PONDER_TYPE_CODE_BLOCK, NULL);

  self->highlighter = g_object_ref (highlighter);
  return GTK_WIDGET (self);
}

void
ponder_code_block_set_block (PonderCodeBlock *self,
                             PonderBlock     *block)
{
  g_return_if_fail (PONDER_IS_CODE_BLOCK (self));

  ponder_block_ref (block);
  g_clear_pointer (&self->block, ponder_block_unref);
  self->block = block;

  gtk_label_set_text (self->language, block->language != NULL ? block->language : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  block->language != NULL ? block->language : _("Code"), -1);
  set_code (self, block->code);
  highlight (self);
}
