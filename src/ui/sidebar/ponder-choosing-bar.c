/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done to the chats that are chosen: buttons for the actions "chosen.…" of whatever it stands in. */

#include "config.h"

#include "ponder-choosing-bar.h"

/* The foot of the sidebar while several are chosen. */
struct _PonderChoosingBar
{
  GtkWidget  parent_instance;

  GtkWidget *box;
};

G_DEFINE_FINAL_TYPE (PonderChoosingBar, ponder_choosing_bar, GTK_TYPE_WIDGET)

static void
ponder_choosing_bar_dispose (GObject *object)
{
  g_clear_pointer (&PONDER_CHOOSING_BAR (object)->box, gtk_widget_unparent);

  G_OBJECT_CLASS (ponder_choosing_bar_parent_class)->dispose (object);
}

static void
ponder_choosing_bar_class_init (PonderChoosingBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_choosing_bar_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/sidebar/ponder-choosing-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderChoosingBar, box);
}

static void
ponder_choosing_bar_init (PonderChoosingBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
