/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A formula of its own: in the middle, scrolls sideways, can be copied as TeX. */

#include "config.h"

#include "ponder-math-block.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ponder-copy-button.h"
#include "ponder-side-scroller.h"
#include "ponder-tex.h"
#include "ponder-text-block.h"

/* Bytes of a beginning that says nothing yet. */
#define BEGINNING 32

/* The formula is a text like any other, so that it is selected, found and copied like one; all of it is one span. */
struct _PonderMathBlock
{
  GtkWidget        parent_instance;

  PonderBlock     *block;       /* (nullable): before the first one */
  PonderTextBlock *formula;     /* owned by `scroller` */
  GtkWidget       *scroller;
  GtkWidget       *copy;
  char            *drawn;       /* (nullable): the TeX that is drawn; its source is shown when there is none */
};

G_DEFINE_FINAL_TYPE (PonderMathBlock, ponder_math_block, GTK_TYPE_WIDGET)

static char *
copy_text_cb (PonderMathBlock *self)
{
  return g_strdup (self->block->code);
}

static void
show (PonderMathBlock *self,
      const char      *code)
{
  const char *joint = strchr (code, '\n') != NULL ? "\n" : "";
  g_autofree char *source = g_strconcat ("$$", joint, code, joint, "$$", NULL);

  ponder_text_block_take_text (self->formula, ponder_inline_text_new_formula (source));
}

/* Half a formula makes no sense most of the time: what made sense last stays until more does, and the name of a
 * command that is still being written does not flash up. */
static gboolean
is_worth_showing (PonderMathBlock *self,
                  PonderBlock     *block,
                  PonderTex       *tex)
{
  if (tex != NULL || block->closed)
    return TRUE;
  if (self->drawn != NULL && g_str_has_prefix (block->code, self->drawn))
    return FALSE;
  return strlen (block->code) > BEGINNING || *ponder_text_block_get_text (self->formula)->shown != '\0';
}

static void
ponder_math_block_dispose (GObject *object)
{
  PonderMathBlock *self = PONDER_MATH_BLOCK (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_pointer (&self->copy, gtk_widget_unparent);
  g_clear_pointer (&self->block, ponder_block_unref);

  G_OBJECT_CLASS (ponder_math_block_parent_class)->dispose (object);
}

static void
ponder_math_block_finalize (GObject *object)
{
  PonderMathBlock *self = PONDER_MATH_BLOCK (object);

  g_clear_pointer (&self->drawn, g_free);

  G_OBJECT_CLASS (ponder_math_block_parent_class)->finalize (object);
}

static void
ponder_math_block_class_init (PonderMathBlockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ponder_math_block_dispose;
  object_class->finalize = ponder_math_block_finalize;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "ponder-math");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
ponder_math_block_init (PonderMathBlock *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkWidget *formula = ponder_text_block_new (PONDER_TEXT_VERBATIM, GTK_ACCESSIBLE_ROLE_LABEL);

  self->formula = PONDER_TEXT_BLOCK (formula);
  self->scroller = ponder_side_scroller_new (formula);
  gtk_widget_set_halign (self->scroller, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->scroller, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (self->scroller, widget);

  self->copy = ponder_copy_button_new ();
  gtk_widget_set_halign (self->copy, GTK_ALIGN_END);
  gtk_widget_set_valign (self->copy, GTK_ALIGN_START);
  g_signal_connect_object (self->copy, "text", G_CALLBACK (copy_text_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (self->copy, widget);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Formula"), -1);
}

GtkWidget *
ponder_math_block_new (void)
{
  return g_object_new (PONDER_TYPE_MATH_BLOCK, NULL);
}

void
ponder_math_block_set_block (PonderMathBlock *self,
                             PonderBlock     *block)
{
  g_autoptr(PonderTex) tex = NULL;

  g_return_if_fail (PONDER_IS_MATH_BLOCK (self));

  ponder_block_ref (block);
  g_clear_pointer (&self->block, ponder_block_unref);
  self->block = block;

  tex = ponder_tex_parse (block->code, -1);
  if (!is_worth_showing (self, block, tex))
    return;
  g_clear_pointer (&self->drawn, g_free);
  if (tex != NULL)
    self->drawn = g_strdup (block->code);
  show (self, block->code);
}
