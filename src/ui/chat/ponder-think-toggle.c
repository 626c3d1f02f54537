/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The button beside the model that has questions thought about deeply. */

#include "config.h"

#include "ponder-think-toggle.h"

#include <glib/gi18n.h>

/* Part of the chat's header bar. What it switches is the action chat.deep-think. */
struct _PonderThinkToggle
{
  AdwBin           parent_instance;

  GtkToggleButton *button;
  GtkWidget       *label;
};

G_DEFINE_FINAL_TYPE (PonderThinkToggle, ponder_think_toggle, ADW_TYPE_BIN)

static void
ponder_think_toggle_class_init (PonderThinkToggleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/chat/ponder-think-toggle.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderThinkToggle, button);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkToggle, label);
}

static void
ponder_think_toggle_init (PonderThinkToggle *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ponder_think_toggle_set_reason (self, NULL);
}

void
ponder_think_toggle_set_compact (PonderThinkToggle *self,
                                 gboolean           compact)
{
  g_return_if_fail (PONDER_IS_THINK_TOGGLE (self));

  gtk_widget_set_visible (self->label, !compact);
  if (compact)
    gtk_widget_add_css_class (GTK_WIDGET (self->button), "image-button");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->button), "image-button");
}

void
ponder_think_toggle_set_reason (PonderThinkToggle *self,
                                const char        *reason)
{
  const char *words = reason != NULL ? reason
                                     : _("Deep think: parts of the question at once, then one answer");

  g_return_if_fail (PONDER_IS_THINK_TOGGLE (self));

  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
}
