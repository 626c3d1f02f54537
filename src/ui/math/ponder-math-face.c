/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The letters of formulas: fonts in three sizes, and what has to be known of them. */

#include "config.h"

#include "ponder-math-face.h"

#include <hb-ot.h>
#include <pango/pangocairo.h>
#include <string.h>

#include "ponder-math-alphabet.h"

/* Fonts made for mathematics, the ones that look best at the size of text first. Without any of them the letters are
 * those of the serif font. */
#define FAMILIES "STIX Two Math,Latin Modern Math,TeX Gyre Termes Math,TeX Gyre Pagella Math,STIX Math,XITS Math," \
                 "Libertinus Math,DejaVu Math TeX Gyre,Cambria Math,serif"
#define N_SIZES 3
#define MAX_FORMS 32

static const double sizes[N_SIZES] = { 1, 0.71, 0.56 };

/* Cuts of the serif font, for letters that a font of formulas would have as characters. */
typedef enum
{
  CUT_UPRIGHT,
  CUT_ITALIC,
  CUT_BOLD,
  CUT_BOLD_ITALIC,
  CUT_SANS,
  CUT_MONOSPACE,
  N_CUTS,
} Cut;

struct _PonderMathFace
{
  PangoContext         *context;
  PangoFontDescription *description;
  PangoFont            *fonts[N_SIZES][N_CUTS];  /* (nullable): loaded when needed */
  double                em;
  double                axis;           /* this and what follows in em */
  double                x_height;
  double                rule;
};

static guint
get_size_index (PonderTexStyle style)
{
  switch (style)
    {
    case PONDER_TEX_SCRIPT_STYLE:
      return 1;
    case PONDER_TEX_SCRIPT_SCRIPT_STYLE:
      return 2;
    case PONDER_TEX_DISPLAY_STYLE:
    case PONDER_TEX_TEXT_STYLE:
    case PONDER_TEX_SAME_STYLE:
      return 0;
    }
  g_assert_not_reached ();
}

static double
get_pixels (PangoContext               *context,
            const PangoFontDescription *description)
{
  double size = pango_font_description_get_size (description) / (double) PANGO_SCALE;
  double resolution = pango_cairo_context_get_resolution (context);

  if (pango_font_description_get_size_is_absolute (description))
    return size;
  return size * (resolution > 0 ? resolution : 96) / 72;
}

static PangoFontDescription *
dup_cut (PonderMathFace *self,
         Cut             cut,
         double          scale)
{
  PangoFontDescription *description = pango_font_description_copy (self->description);

  pango_font_description_set_absolute_size (description, self->em * scale * PANGO_SCALE);
  if (cut == CUT_ITALIC || cut == CUT_BOLD_ITALIC)
    pango_font_description_set_style (description, PANGO_STYLE_ITALIC);
  if (cut == CUT_BOLD || cut == CUT_BOLD_ITALIC)
    pango_font_description_set_weight (description, PANGO_WEIGHT_BOLD);
  if (cut == CUT_SANS || cut == CUT_MONOSPACE)
    pango_font_description_set_family_static (description, cut == CUT_SANS ? "sans" : "monospace");
  else if (cut != CUT_UPRIGHT)
    pango_font_description_set_family_static (description, "serif");
  return description;
}

static PangoFont *
get_font (PonderMathFace *self,
          guint           size,
          Cut             cut)
{
  if (self->fonts[size][cut] == NULL)
    {
      PangoFontDescription *description = dup_cut (self, cut, sizes[size]);

      self->fonts[size][cut] = pango_context_load_font (self->context, description);
      pango_font_description_free (description);
    }
  return self->fonts[size][cut];
}

static double
to_pixels (hb_position_t position)
{
  return position / (double) PANGO_SCALE;
}

/* Where the MATH table of the font says nothing, the ink does. */
static void
measure_glyph (PonderMathGlyph *glyph,
               PangoFont       *font,
               hb_codepoint_t   codepoint)
{
  hb_font_t *hb = pango_font_get_hb_font (font);
  hb_glyph_extents_t extents = { 0, 0, 0, 0 };
  gboolean has_table = hb_ot_math_has_data (hb_font_get_face (hb));

  hb_font_get_glyph_extents (hb, codepoint, &extents);
  glyph->font = font;
  glyph->glyph = codepoint;
  glyph->advance = to_pixels (hb_font_get_glyph_h_advance (hb, codepoint));
  glyph->left = to_pixels (extents.x_bearing);
  glyph->right = glyph->left + to_pixels (extents.width);
  glyph->top = to_pixels (extents.y_bearing);
  glyph->bottom = glyph->top + to_pixels (extents.height);
  glyph->italic = has_table ? to_pixels (hb_ot_math_get_glyph_italics_correction (hb, codepoint))
                            : MAX (0, glyph->right - glyph->advance);
  glyph->accent = has_table ? to_pixels (hb_ot_math_get_glyph_top_accent_attachment (hb, codepoint))
                            : (glyph->left + glyph->right) / 2;
}

static gboolean
find_in (PangoFont       *font,
         gunichar         symbol,
         PonderMathGlyph *glyph)
{
  hb_codepoint_t codepoint;

  if (font == NULL || !hb_font_get_nominal_glyph (pango_font_get_hb_font (font), symbol, &codepoint))
    return FALSE;
  measure_glyph (glyph, font, codepoint);
  return TRUE;
}

/* CUT_UPRIGHT for what no other cut can stand for. */
static Cut
get_cut (PonderTexFace face)
{
  switch (face)
    {
    case PONDER_TEX_ITALIC:
    case PONDER_TEX_SLANTED:
      return CUT_ITALIC;
    case PONDER_TEX_BOLD:
      return CUT_BOLD;
    case PONDER_TEX_BOLD_ITALIC:
      return CUT_BOLD_ITALIC;
    case PONDER_TEX_SANS:
      return CUT_SANS;
    case PONDER_TEX_MONOSPACE:
      return CUT_MONOSPACE;
    case PONDER_TEX_ROMAN:
    case PONDER_TEX_DOUBLE:
    case PONDER_TEX_SCRIPT:
    case PONDER_TEX_FRAKTUR:
      return CUT_UPRIGHT;
    }
  g_assert_not_reached ();
}

/* An x as high as the x of the text around, or formulas look as if they were from another page. */
static double
find_scale (PangoContext *context,
            PangoFont    *font)
{
  PangoFont *text_font = pango_context_load_font (context, pango_context_get_font_description (context));
  PonderMathGlyph text_x;
  PonderMathGlyph x;
  double scale = 1;

  if (find_in (text_font, 'x', &text_x) && find_in (font, 'x', &x) && x.top > 0)
    scale = CLAMP (text_x.top / x.top, 0.9, 1.2);
  g_clear_object (&text_font);
  return scale;
}

static void
measure_font (PonderMathFace *self)
{
  PangoFont *font = get_font (self, 0, CUT_UPRIGHT);
  PonderMathGlyph glyph;

  self->axis = 0.25;
  self->x_height = 0.45;
  self->rule = 0.05;
  if (find_in (font, 0x2212, &glyph))
    {
      self->axis = (glyph.top + glyph.bottom) / 2 / self->em;
      self->rule = CLAMP ((glyph.top - glyph.bottom) * 0.9 / self->em, 0.04, 0.08);
    }
  if (find_in (font, 'x', &glyph))
    self->x_height = glyph.top / self->em;
}

static void
drop_fonts (PonderMathFace *self)
{
  for (guint i = 0; i < N_SIZES; i++)
    for (guint j = 0; j < N_CUTS; j++)
      g_clear_object (&self->fonts[i][j]);
}

PonderMathFace *
ponder_math_face_new (PangoContext *context)
{
  PonderMathFace *self = g_new0 (PonderMathFace, 1);
  const PangoFontDescription *text = pango_context_get_font_description (context);

  self->context = g_object_ref (context);
  self->description = pango_font_description_copy (text);
  self->em = MAX (1, get_pixels (context, text));
  pango_font_description_set_family_static (self->description, FAMILIES);
  pango_font_description_set_style (self->description, PANGO_STYLE_NORMAL);
  self->em *= find_scale (context, get_font (self, 0, CUT_UPRIGHT));
  drop_fonts (self);
  measure_font (self);
  return self;
}

void
ponder_math_face_free (PonderMathFace *self)
{
  drop_fonts (self);
  pango_font_description_free (self->description);
  g_object_unref (self->context);
  g_free (self);
}

double
ponder_math_face_get_em (PonderMathFace *self,
                         PonderTexStyle  style)
{
  return self->em * sizes[get_size_index (style)];
}

double
ponder_math_face_get_axis (PonderMathFace *self,
                           PonderTexStyle  style)
{
  return self->axis * ponder_math_face_get_em (self, style);
}

double
ponder_math_face_get_x_height (PonderMathFace *self,
                               PonderTexStyle  style)
{
  return self->x_height * ponder_math_face_get_em (self, style);
}

double
ponder_math_face_get_rule (PonderMathFace *self,
                           PonderTexStyle  style)
{
  return self->rule * ponder_math_face_get_em (self, style);
}

gboolean
ponder_math_face_find (PonderMathFace  *self,
                       PonderTexStyle   style,
                       gunichar         symbol,
                       PonderTexFace    face,
                       PonderMathGlyph *glyph)
{
  gunichar letter = ponder_math_alphabet_map (symbol, face);
  guint size = get_size_index (style);

  if (find_in (get_font (self, size, CUT_UPRIGHT), letter, glyph))
    return TRUE;
  if (letter == symbol || get_cut (face) == CUT_UPRIGHT)
    return FALSE;
  return find_in (get_font (self, size, get_cut (face)), symbol, glyph);
}

gboolean
ponder_math_face_find_tall (PonderMathFace  *self,
                            PonderTexStyle   style,
                            gunichar         symbol,
                            double           height,
                            PonderMathGlyph *glyph)
{
  hb_ot_math_glyph_variant_t forms[MAX_FORMS];
  PangoFont *font = get_font (self, get_size_index (style), CUT_UPRIGHT);
  unsigned int n_forms = G_N_ELEMENTS (forms);

  if (!find_in (font, symbol, glyph))
    return FALSE;

  hb_ot_math_get_glyph_variants (pango_font_get_hb_font (font), glyph->glyph, HB_DIRECTION_BTT, 0, &n_forms, forms);
  for (guint i = 0; glyph->top - glyph->bottom < height && i < n_forms; i++)
    measure_glyph (glyph, font, forms[i].glyph);
  return glyph->top - glyph->bottom >= height;
}

PangoLayout *
ponder_math_face_create_layout (PonderMathFace *self,
                                PonderTexStyle  style,
                                const char     *text,
                                PonderTexFace   face,
                                double          scale)
{
  PangoLayout *layout = pango_layout_new (self->context);
  PangoFontDescription *description = dup_cut (self, get_cut (face), scale * sizes[get_size_index (style)]);

  pango_layout_set_font_description (layout, description);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, text, -1);
  pango_font_description_free (description);
  return layout;
}
