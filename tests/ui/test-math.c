/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Formulas are laid out as TeX does it, stand in the lines of their text, and are copied as they were written. */

#include "config.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#include "ponder-inline-text.h"
#include "ponder-markdown-private.h"
#include "ponder-math-block.h"
#include "ponder-math-layout.h"
#include "ponder-side-scroller.h"
#include "ponder-test-ui.h"
#include "ponder-text-block.h"
#include "ponder-text-formulas.h"
#include "ponder-text-leaves.h"
#include "ponder-text-marks.h"

#define N_RANDOM 3000
#define RANDOM_TOKENS 20
/* A typical formula takes 0.1 ms; this is for slow machines with all checks on. */
#define LAYOUT_LIMIT_US 5000
#define MANY_LIMIT_US 200000

typedef struct
{
  double width;
  double height;
  double depth;
} Size;

static PonderMathFace *
create_face (double points)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoFontDescription *description = pango_font_description_from_string ("Cantarell");
  PonderMathFace *face;

  pango_font_description_set_size (description, (int) (points * PANGO_SCALE));
  pango_context_set_font_description (context, description);
  pango_font_description_free (description);
  face = ponder_math_face_new (context);
  g_object_unref (context);
  return face;
}

static Size
measure_at (const char *source,
            gboolean    display,
            double      points)
{
  g_autoptr(PonderMathFace) face = create_face (points);
  g_autoptr(PonderTex) tex = ponder_tex_parse (source, -1);
  g_autoptr(PonderMathBox) box = NULL;

  g_assert_nonnull (tex);
  box = ponder_math_layout (face, tex, display);
  return (Size) { box->width, box->height, box->depth };
}

static Size
measure (const char *source,
         gboolean    display)
{
  return measure_at (source, display, 20);
}

static double
get_total (Size size)
{
  return size.height + size.depth;
}

static void
test_scripts (void)
{
  Size x = measure ("x", FALSE);
  Size square = measure ("x^2", FALSE);
  Size index = measure ("x_2", FALSE);
  Size both = measure ("x_2^2", FALSE);

  g_assert_cmpfloat (square.height, >, x.height * 1.2);
  g_assert_cmpfloat_with_epsilon (square.depth, x.depth, 0.01);
  g_assert_cmpfloat (index.depth, >, x.depth + 1);
  g_assert_cmpfloat_with_epsilon (index.height, x.height, 0.01);
  g_assert_cmpfloat (both.width, <, square.width + index.width - x.width);
  g_assert_cmpfloat (measure ("x^{2^2}", FALSE).height, >, square.height);
}

static void
test_growth (void)
{
  static const char *chains[][4] = {
    { "x", "\\frac{1}{x}", "\\frac{1}{\\frac{1}{x}}", "\\frac{1}{\\frac{1}{\\frac{1}{x}}}" },
    { "x", "\\sqrt{x}", "\\sqrt{\\sqrt{x}}", "\\sqrt{\\sqrt{\\sqrt{x}}}" },
    { "x", "\\hat{x}", "\\hat{\\hat{x}}", "\\hat{\\hat{\\hat{x}}}" },
    { "(", "\\big(", "\\Big(", "\\Bigg(" },
    { "x", "\\overbrace{x}", "\\overbrace{x}^{n}", "\\boxed{\\overbrace{x}^{n}}" },
    { "x", "\\begin{matrix}x\\\\x\\end{matrix}", "\\begin{matrix}x\\\\x\\\\x\\end{matrix}",
      "\\begin{matrix}x\\\\x\\\\x\\\\x\\end{matrix}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (chains); i++)
    for (guint j = 1; j < G_N_ELEMENTS (chains[i]); j++)
      {
        g_test_message ("%s", chains[i][j]);
        g_assert_cmpfloat (get_total (measure (chains[i][j], TRUE)), >,
                           get_total (measure (chains[i][j - 1], TRUE)) + 1);
      }
}

/* All of these stand on the axis: as much above it as below. */
static void
test_axis (void)
{
  static const char *sources[] = { "\\frac{x}{x}", "\\begin{pmatrix}a\\\\b\\\\c\\end{pmatrix}", "\\left(x\\right)",
                                   "\\int", "\\begin{cases}a\\\\b\\end{cases}" };
  Size minus = measure ("-", TRUE);
  double axis = (minus.height - minus.depth) / 2;

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      Size size = measure (sources[i], TRUE);

      g_test_message ("%s", sources[i]);
      g_assert_cmpfloat_with_epsilon ((size.height - size.depth) / 2, axis, 3);
    }
}

static void
test_styles (void)
{
  g_assert_cmpfloat (get_total (measure ("\\sum", TRUE)), >, get_total (measure ("\\sum", FALSE)) * 1.2);
  g_assert_cmpfloat (get_total (measure ("\\frac12", TRUE)), >, get_total (measure ("\\frac12", FALSE)) * 1.2);
  g_assert_cmpfloat_with_epsilon (get_total (measure ("\\dfrac12", FALSE)), get_total (measure ("\\frac12", TRUE)),
                                  0.01);
  /* Limits are above and below in display style only. */
  g_assert_cmpfloat (measure ("\\lim_{x\\to0}", FALSE).width, >, measure ("\\lim_{x\\to0}", TRUE).width);
  g_assert_cmpfloat (measure ("\\sum_{iiiiiiii}", FALSE).width, <, measure ("\\sum\\nolimits_{iiiiiiii}", TRUE).width);
}

static void
test_spacing (void)
{
  double a = measure ("a", FALSE).width;
  double plus = measure ("{+}", FALSE).width;
  double minus = measure ("{-}", FALSE).width;
  double equals = measure ("{=}", FALSE).width;

  g_assert_cmpfloat (measure ("a+a", FALSE).width, >, 2 * a + plus + 5);
  g_assert_cmpfloat (measure ("a=a", FALSE).width, >, measure ("a+a", FALSE).width - plus + equals + 1);
  /* A sign is not a subtraction. */
  g_assert_cmpfloat_with_epsilon (measure ("-a", FALSE).width, a + minus, 0.01);
  g_assert_cmpfloat_with_epsilon (measure ("aa", FALSE).width, 2 * a, 0.01);
  /* No space in scripts. */
  g_assert_cmpfloat_with_epsilon (measure ("{}^{a+a}", FALSE).width, measure ("{}^{a{+}a}", FALSE).width, 0.01);
  g_assert_cmpfloat (measure ("\\sin a", FALSE).width, >, measure ("\\sin{}{(}", FALSE).width - a);
}

static void
test_sizes (void)
{
  const char *source = "\\left(\\sqrt{\\frac{a^2}{b}}\\right)";
  Size small = measure_at (source, TRUE, 10);
  Size large = measure_at (source, TRUE, 20);

  g_assert_cmpfloat_with_epsilon (large.width / small.width, 2, 0.15);
  g_assert_cmpfloat_with_epsilon (get_total (large) / get_total (small), 2, 0.15);
}

/* A line may end after signs; the pieces are as wide as the whole. */
static void
test_pieces (void)
{
  g_autoptr(PonderMathFace) face = create_face (20);
  g_autoptr(PonderTex) tex = ponder_tex_parse ("a+b=(c-d)\\to e", -1);
  g_autoptr(GArray) starts = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr(GPtrArray) pieces = ponder_math_layout_pieces (face, tex, starts);
  g_autoptr(PonderMathBox) whole = ponder_math_layout (face, tex, FALSE);
  const guint expected[] = { 0, 2, 4, 7, 13 };
  double width = 0;

  g_assert_cmpuint (pieces->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < pieces->len; i++)
    {
      width += ((PonderMathBox *) g_ptr_array_index (pieces, i))->width;
      g_assert_cmpuint (g_array_index (starts, guint, i), ==, expected[i]);
    }
  g_assert_cmpfloat_with_epsilon (width, whole->width, 0.01);
}

static void
test_random (void)
{
  static const char *tokens[] = {
    "{", "}", "^", "_", "'", "&", "\\\\", "\\left(", "\\right]", "\\middle|", "\\frac", "\\sqrt", "\\begin{pmatrix}",
    "\\end{pmatrix}", "\\begin{array}{c|c}", "\\end{array}", "\\hline", "\\text{a}", "\\limits", "\\sum", "\\int", "x", "1", "+",
    "=", "(", "\\hat", "\\vec", "\\overbrace", "\\underline", "\\widehat", "\\mathbb", "\\displaystyle", "\\big|", "\\tag{1}",
    "\\xrightarrow", "\\boxed", "\\cancel", "\\phantom", "\\binom", "\xe4\xb8\xad", "\\uparrow", "\\substack",
  };
  g_autoptr(PonderMathFace) face = create_face (20);
  g_autoptr(GRand) random = g_rand_new_with_seed (11);
  guint n_read = 0;

  for (guint i = 0; i < N_RANDOM; i++)
    {
      g_autoptr(GString) source = g_string_new (NULL);
      g_autoptr(PonderTex) tex = NULL;
      g_autoptr(PonderMathBox) box = NULL;
      g_autoptr(GtkSnapshot) snapshot = gtk_snapshot_new ();
      const GdkRGBA black = { 0, 0, 0, 1 };
      int n = g_rand_int_range (random, 1, RANDOM_TOKENS);

      for (int j = 0; j < n; j++)
        g_string_append (source, tokens[g_rand_int_range (random, 0, G_N_ELEMENTS (tokens))]);
      tex = ponder_tex_parse (source->str, -1);
      if (tex == NULL)
        continue;
      n_read++;
      box = ponder_math_layout (face, tex, i % 2 == 0);
      g_assert_true (isfinite (box->width) && isfinite (box->height) && isfinite (box->depth));
      ponder_math_box_draw (box, snapshot, 0, 0, &black);
    }
  g_assert_cmpuint (n_read, >, N_RANDOM / 50);
}

static void
test_speed (void)
{
  g_autoptr(PonderMathFace) face = create_face (11);
  gint64 best = G_MAXINT64;

  for (guint i = 0; i < 10; i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr(PonderTex) tex = ponder_tex_parse ("x = \\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a} + \\sum_{i=1}^n x_i", -1);
      g_autoptr(PonderMathBox) box = ponder_math_layout (face, tex, TRUE);

      best = MIN (best, g_get_monotonic_time () - start);
    }
  g_test_message ("%" G_GINT64_FORMAT " µs", best);
  g_assert_cmpint (best, <, LAYOUT_LIMIT_US);

  /* Every text with a formula in it makes a face of its own. */
  best = G_MAXINT64;
  for (guint i = 0; i < 10; i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr(PonderMathFace) other = create_face (11);

      best = MIN (best, g_get_monotonic_time () - start);
    }
  g_test_message ("%" G_GINT64_FORMAT " µs", best);
  g_assert_cmpint (best, <, LAYOUT_LIMIT_US);
}

/* "a $x$ b", all of whose formulas are marked. */
static PonderInlineText *
create_text (const char *source)
{
  PonderInline text = { 0 };
  PonderInlineText *result;

  text.text = (char *) source;
  text.spans = g_array_new (FALSE, TRUE, sizeof (PonderSpan));
  for (const char *c = strchr (source, '$'); c != NULL;)
    {
      const char *end = strchr (c + 1, '$');
      PonderSpan span = { 0 };

      span.start = c - source;
      span.end = end + 1 - source;
      span.flags = PONDER_SPAN_MATH;
      g_array_append_val (text.spans, span);
      c = strchr (end + 1, '$');
    }
  result = ponder_inline_text_new (&text);
  g_array_unref (text.spans);
  return result;
}

static GtkWidget *
create_block (const char *source)
{
  GtkWidget *block = g_object_ref_sink (ponder_text_block_new (PONDER_TEXT_SHRINKS, GTK_ACCESSIBLE_ROLE_LABEL));

  ponder_text_block_take_text (PONDER_TEXT_BLOCK (block), create_text (source));
  return block;
}

/* A window draws it; nothing is looked at. */
static void
draw (GtkWidget *widget)
{
  g_autoptr(GtkSnapshot) snapshot = gtk_snapshot_new ();

  GTK_WIDGET_GET_CLASS (widget)->snapshot (widget, snapshot);
}

static int
measure_widget (GtkWidget      *widget,
                GtkOrientation  orientation,
                int             for_size)
{
  int natural;

  gtk_widget_measure (widget, orientation, for_size, NULL, &natural, NULL, NULL);
  return natural;
}

static void
test_in_text (void)
{
  g_autoptr(GtkWidget) plain = create_block ("so  holds");
  g_autoptr(GtkWidget) formula = create_block ("so $\\frac{\\dfrac{a}{b}}{c}$ holds");
  g_autoptr(GtkWidget) source = create_block ("so $\\frac{\\unheardof{a}{b}}{c}$ holds");
  int width = measure_widget (formula, GTK_ORIENTATION_HORIZONTAL, -1);

  /* As wide as the fraction, not as its source. */
  g_assert_cmpint (width, >, measure_widget (plain, GTK_ORIENTATION_HORIZONTAL, -1) + 4);
  g_assert_cmpint (width, <, measure_widget (plain, GTK_ORIENTATION_HORIZONTAL, -1) + 40);
  g_assert_cmpint (measure_widget (formula, GTK_ORIENTATION_VERTICAL, 400), >,
                   measure_widget (plain, GTK_ORIENTATION_VERTICAL, 400) + 10);
  g_assert_cmpint (measure_widget (source, GTK_ORIENTATION_HORIZONTAL, -1), >, width + 100);
  draw (source);
  draw (formula);
  g_assert_cmpint (measure_widget (source, GTK_ORIENTATION_VERTICAL, 400), <,
                   measure_widget (formula, GTK_ORIENTATION_VERTICAL, 400) - 5);
}

static void
test_wrapping (void)
{
  g_autoptr(GtkWidget) sum = create_block ("$a+b+c+d+e+f+g+h+i+j+k+l$");
  g_autoptr(GtkWidget) product = create_block ("$a b c d e f g h i j k l$");
  int line = measure_widget (product, GTK_ORIENTATION_VERTICAL, 400);

  g_assert_cmpint (measure_widget (sum, GTK_ORIENTATION_VERTICAL, 600), <, line + line / 2);
  g_assert_cmpint (measure_widget (sum, GTK_ORIENTATION_VERTICAL, 100), >, 2 * line);
  g_assert_cmpint (measure_widget (product, GTK_ORIENTATION_VERTICAL, 20), <, line + line / 2);
}

/* What cannot be wrapped is made smaller. */
static void
test_narrow (void)
{
  g_autoptr(GtkWidget) block = create_block ("$\\frac{a+b+c+d+e+f+g+h+i+j+k+l+m}{x}$");
  int width = measure_widget (block, GTK_ORIENTATION_HORIZONTAL, -1);
  int height = measure_widget (block, GTK_ORIENTATION_VERTICAL, width);

  g_assert_cmpint (measure_widget (block, GTK_ORIENTATION_VERTICAL, width * 2 / 3), <, height);
  draw (block);
  g_assert_cmpint (measure_widget (block, GTK_ORIENTATION_VERTICAL, width), ==, height);
  g_assert_cmpint (measure_widget (block, GTK_ORIENTATION_HORIZONTAL, -1), ==, width);
}

/* A cell of a table that is as wide as it wants to be has its formula in one line. */
static void
test_natural_width (void)
{
  static const char *sources[] = { "$-\\cos x + C$", "$a+b$", "so $x=\\frac12$ holds", "$x$", "$\\frac{x^{n+1}}{n+1} + C$" };

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_autoptr(GtkWidget) block = create_block (sources[i]);

      for (int size = 10; size < 30; size++)
        {
          g_autoptr(PangoFontMap) fonts = pango_cairo_font_map_new ();
          int width;

          pango_cairo_font_map_set_resolution (PANGO_CAIRO_FONT_MAP (fonts), 6 * size);
          gtk_widget_set_font_map (block, fonts);
          ponder_text_block_take_text (PONDER_TEXT_BLOCK (block), create_text (sources[i]));
          width = measure_widget (block, GTK_ORIENTATION_HORIZONTAL, -1);
          g_test_message ("%s: %d", sources[i], width);
          g_assert_cmpint (measure_widget (block, GTK_ORIENTATION_VERTICAL, width), ==,
                           measure_widget (block, GTK_ORIENTATION_VERTICAL, 1000));
        }
    }
}

/* No place between two letters is inside of a formula. */
static void
test_places (void)
{
  const char *source = "see $x^2$, $a+b+c$ too";
  g_autoptr(GtkWidget) block = create_block (source);
  int width = measure_widget (block, GTK_ORIENTATION_HORIZONTAL, -1);
  guint last = 0;
  guint start;
  guint end;

  for (int x = 0; x <= width; x++)
    {
      guint byte = ponder_text_block_get_byte_at (PONDER_TEXT_BLOCK (block), x, 5);

      g_assert_cmpuint (byte, >=, last);
      g_assert_false (byte > 4 && byte < 9);
      g_assert_false (byte > 11 && byte < 18);
      last = byte;
    }
  g_assert_cmpuint (last, ==, strlen (source));
  ponder_text_block_get_word_at (PONDER_TEXT_BLOCK (block), 4, &start, &end);
  g_assert_cmpuint (start, ==, 4);
  g_assert_cmpuint (end, ==, 9);
}

static void
test_masking (void)
{
  g_autoptr(GtkWidget) widget = create_block ("");
  PangoContext *context = gtk_widget_get_pango_context (widget);
  g_autoptr(PonderInlineText) text = create_text ("a $\xe9\x80\x9f = x\xc2\xb7y$ b $\\nope$");
  g_autoptr(PonderInlineText) plain = create_text ("no formula");
  g_autoptr(PonderTextFormulas) formulas = ponder_text_formulas_new (text, context, 1);
  const char *masked = ponder_text_formulas_get_masked (formulas);

  g_assert_cmpuint (strlen (masked), ==, strlen (text->shown));
  g_assert_cmpint (g_utf8_strlen (masked, -1), ==, g_utf8_strlen (text->shown, -1));
  g_assert_true (g_utf8_validate (masked, -1, NULL));
  g_assert_null (strchr (masked, '='));
  g_assert_nonnull (strstr (masked, "$\\nope$"));
  g_assert_null (ponder_text_formulas_new (plain, context, 1));
}

/* Letters of a formula have no places of their own: what is found in it marks all of it. */
static void
test_marks (void)
{
  g_autoptr(GtkWidget) widget = create_block ("");
  PangoContext *context = gtk_widget_get_pango_context (widget);
  g_autoptr(PonderInlineText) text = create_text ("so $x+\\lambda$ is");
  g_autoptr(PonderTextFormulas) formulas = ponder_text_formulas_new (text, context, 1);
  g_autoptr(PangoLayout) layout = pango_layout_new (context);
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();
  g_autoptr(GArray) places = g_array_new (FALSE, FALSE, sizeof (PonderFound));
  PonderFound found = { 6, 13 };
  PonderTextMarks marks = { places, -1 };
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr(GskRenderNode) node = NULL;
  graphene_rect_t bounds;
  PangoRectangle start;
  PangoRectangle end;

  g_array_append_val (places, found);
  pango_layout_set_text (layout, ponder_text_formulas_get_masked (formulas), -1);
  ponder_text_formulas_add_attributes (formulas, attributes);
  pango_layout_set_attributes (layout, attributes);
  ponder_text_marks_draw (&marks, snapshot, layout, formulas, &(GdkRGBA) { 1, 1, 0, 1 });
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  gsk_render_node_get_bounds (node, &bounds);
  pango_layout_index_to_pos (layout, 3, &start);
  pango_layout_index_to_pos (layout, 14, &end);
  g_assert_cmpfloat_with_epsilon (bounds.origin.x, start.x / (double) PANGO_SCALE, 1);
  g_assert_cmpfloat_with_epsilon (bounds.origin.x + bounds.size.width, end.x / (double) PANGO_SCALE, 1);
}

static PonderBlock *
create_math (const char *code,
             gboolean    closed)
{
  PonderBlock *block = ponder_block_new (PONDER_BLOCK_MATH);

  block->code = g_strdup (code);
  block->closed = closed;
  return block;
}

static void
set_math (GtkWidget  *widget,
          const char *code,
          gboolean    closed)
{
  g_autoptr(PonderBlock) block = create_math (code, closed);

  ponder_math_block_set_block (PONDER_MATH_BLOCK (widget), block);
}

static void
assert_shown (GtkWidget  *widget,
              const char *expected)
{
  g_autoptr(GPtrArray) leaves = ponder_text_leaves_collect (widget);

  g_assert_cmpuint (leaves->len, ==, 1);
  g_assert_cmpstr (ponder_text_block_get_text (g_ptr_array_index (leaves, 0))->shown, ==, expected);
}

static void
test_streaming (void)
{
  g_autoptr(GtkWidget) widget = g_object_ref_sink (ponder_math_block_new ());

  set_math (widget, "\\frac{", FALSE);
  assert_shown (widget, "");
  set_math (widget, "\\frac{a}{b}", FALSE);
  assert_shown (widget, "$$\\frac{a}{b}$$");
  set_math (widget, "\\frac{a}{b} + \\sqrt{", FALSE);
  assert_shown (widget, "$$\\frac{a}{b}$$");
  set_math (widget, "\\frac{a}{b} + \\sqrt{c}", FALSE);
  assert_shown (widget, "$$\\frac{a}{b} + \\sqrt{c}$$");
  /* Another formula, or the end of it: nothing better comes. */
  set_math (widget, "x + \\sqrt{", FALSE);
  assert_shown (widget, "$$x + \\sqrt{$$");
  set_math (widget, "x", FALSE);
  set_math (widget, "x + \\nope", TRUE);
  assert_shown (widget, "$$x + \\nope$$");
}

static void
test_block_copy (void)
{
  g_autoptr(GtkWidget) widget = g_object_ref_sink (ponder_math_block_new ());
  g_autoptr(GPtrArray) leaves = NULL;
  g_autofree char *text = NULL;
  g_autofree char *copied = NULL;
  PonderLeafPlace start = { 0, 0 };
  PonderLeafPlace end;

  set_math (widget, "a &= b \\\\\n  &= c", TRUE);
  leaves = ponder_text_leaves_collect (widget);
  ponder_text_leaves_get_end (leaves, &end);
  text = ponder_text_leaves_dup_text (leaves, &start, &end);
  g_assert_cmpstr (text, ==, "$$\na &= b \\\\\n  &= c\n$$");
  g_signal_emit_by_name (ponder_test_find (widget, GTK_TYPE_BUTTON, NULL), "text", &copied);
  g_assert_cmpstr (copied, ==, "a &= b \\\\\n  &= c");
}

static void
test_wide (void)
{
  g_autoptr(GtkWidget) widget = g_object_ref_sink (ponder_math_block_new ());
  GtkWidget *scroller = ponder_test_find (widget, PONDER_TYPE_SIDE_SCROLLER, NULL);
  int minimum;
  int natural;

  set_math (widget, "a+b+c+d+e+f+g+h+i+j+k+l+m+n+o+p+q+r+s+t+u+v+w+x+y+z", TRUE);
  gtk_widget_measure (scroller, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, <, 100);
  g_assert_cmpint (natural, >, 300);
  /* One line, whatever the width, and a scrollbar. */
  g_assert_cmpint (measure_widget (scroller, GTK_ORIENTATION_VERTICAL, 200), >,
                   measure_widget (scroller, GTK_ORIENTATION_VERTICAL, natural));
  g_assert_cmpint (measure_widget (scroller, GTK_ORIENTATION_VERTICAL, 200), <,
                   2 * measure_widget (scroller, GTK_ORIENTATION_VERTICAL, natural));
}

/* What a whole frame may take on a slow machine with all checks on; it is a tenth of that elsewhere. */
static void
test_many (void)
{
  g_autoptr(GString) source = g_string_new (NULL);
  g_autoptr(GtkWidget) block = NULL;
  gint64 start;
  gint64 laid_out;

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (source, "word %u $\\sum_{i=1}^{%u} \\sqrt{x_i^2}$ ", i, i);
  block = create_block (source->str);
  start = g_get_monotonic_time ();
  measure_widget (block, GTK_ORIENTATION_VERTICAL, 700);
  laid_out = g_get_monotonic_time ();
  draw (block);
  g_test_message ("%" G_GINT64_FORMAT " µs, %" G_GINT64_FORMAT " µs", laid_out - start, g_get_monotonic_time () - laid_out);
  g_assert_cmpint (laid_out - start, <, MANY_LIMIT_US);
  g_assert_cmpint (g_get_monotonic_time () - laid_out, <, MANY_LIMIT_US);
}

int
main (int   argc,
      char *argv[])
{
  if (!ponder_test_ui_init (&argc, &argv))
    return EXIT_SUCCESS;

  g_test_add_func ("/ui/math/scripts stand above and below the line", test_scripts);
  g_test_add_func ("/ui/math/what is built up is higher", test_growth);
  g_test_add_func ("/ui/math/what is built up stands on the axis", test_axis);
  g_test_add_func ("/ui/math/a formula of its own has more room", test_styles);
  g_test_add_func ("/ui/math/space follows the classes of TeX", test_spacing);
  g_test_add_func ("/ui/math/all of it grows with the font", test_sizes);
  g_test_add_func ("/ui/math/a line may end after a sign", test_pieces);
  g_test_add_func ("/ui/math/whatever can be read can be drawn", test_random);
  g_test_add_func ("/ui/math/a formula takes no time", test_speed);
  g_test_add_func ("/ui/math/two hundred formulas take little", test_many);
  g_test_add_func ("/ui/math/a formula stands in its line", test_in_text);
  g_test_add_func ("/ui/math/a long formula is wrapped at its signs", test_wrapping);
  g_test_add_func ("/ui/math/a formula fits the page", test_narrow);
  g_test_add_func ("/ui/math/a formula is as wide as it says", test_natural_width);
  g_test_add_func ("/ui/math/no place in the text is inside a formula", test_places);
  g_test_add_func ("/ui/math/what stands for a formula has its places", test_masking);
  g_test_add_func ("/ui/math/what is found in a formula marks it", test_marks);
  g_test_add_func ("/ui/math/what was drawn stays while more comes", test_streaming);
  g_test_add_func ("/ui/math/a formula is copied as it was written", test_block_copy);
  g_test_add_func ("/ui/math/a wide formula scrolls", test_wide);

  return g_test_run ();
}
