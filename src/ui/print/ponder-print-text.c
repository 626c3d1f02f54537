/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run of text on paper, and the formulas in it. */

#include "config.h"

#include "ponder-print-text.h"

#include "ponder-tex.h"

#include <pango/pangocairo.h>

/* A formula is laid out in whole pixels: so many are one point, and no line is thicker than it should be. */
#define DETAIL 16

/* (transfer full): with the font of @layout, @DETAIL times as large. */
static PangoContext *
create_context (PangoLayout *layout)
{
  PangoContext *paper = pango_layout_get_context (layout);
  PangoContext *context = pango_font_map_create_context (pango_context_get_font_map (paper));
  PangoFontDescription *font = pango_font_description_copy (pango_layout_get_font_description (layout));

  pango_font_description_set_size (font, pango_font_description_get_size (font) * DETAIL);
  pango_context_set_font_description (context, font);
  pango_cairo_context_set_resolution (context, pango_cairo_context_get_resolution (paper));
  pango_cairo_context_set_font_options (context, pango_cairo_context_get_font_options (paper));
  pango_font_description_free (font);
  return context;
}

static PonderTextFormulas *
create_formulas (PangoLayout            *layout,
                 const PonderInlineText *text)
{
  PangoContext *context = create_context (layout);
  PonderTextFormulas *formulas = ponder_text_formulas_new (text, context, 1.0 / DETAIL);
  int width = pango_layout_get_width (layout);

  if (formulas != NULL && width >= 0)
    ponder_text_formulas_fit (formulas, width / PANGO_SCALE);
  g_object_unref (context);
  return formulas;
}

PonderTextFormulas *
ponder_print_text_set (PangoLayout            *layout,
                       const PonderInlineText *text,
                       gboolean                bold)
{
  static const GdkRGBA link_color = { 0.1f, 0.25f, 0.6f, 1 };
  g_autoptr(PangoAttrList) attributes = ponder_inline_text_dup_attributes (text, &link_color);
  PonderTextFormulas *formulas = create_formulas (layout, text);

  if (bold)
    pango_attr_list_insert_before (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  ponder_text_formulas_add_attributes (formulas, attributes);
  pango_layout_set_text (layout, formulas != NULL ? ponder_text_formulas_get_masked (formulas) : text->shown, -1);
  pango_layout_set_attributes (layout, attributes);
  return formulas;
}

PonderInlineText *
ponder_print_text_new_formula (const char *code)
{
  g_autoptr(PonderTex) tex = ponder_tex_parse (code, -1);
  g_autofree char *source = g_strconcat ("$$", code, "$$", NULL);

  return tex != NULL ? ponder_inline_text_new_formula (source) : NULL;
}
