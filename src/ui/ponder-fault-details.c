/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The technical side of a failure, folded away and easy to copy. */

#include "config.h"

#include "ponder-fault-details.h"

/* Shown in dialogs; owned by them. */
struct _PonderFaultDetails
{
  GtkWidget  parent_instance;

  GtkWidget *expander;
  GtkLabel  *report;
};

G_DEFINE_FINAL_TYPE (PonderFaultDetails, ponder_fault_details, GTK_TYPE_WIDGET)

static void
copy_cb (PonderFaultDetails *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), gtk_label_get_text (self->report));
}

static void
ponder_fault_details_dispose (GObject *object)
{
  PonderFaultDetails *self = PONDER_FAULT_DETAILS (object);

  g_clear_pointer (&self->expander, gtk_widget_unparent);

  G_OBJECT_CLASS (ponder_fault_details_parent_class)->dispose (object);
}

static void
ponder_fault_details_class_init (PonderFaultDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_fault_details_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/ponder-fault-details.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderFaultDetails, expander);
  gtk_widget_class_bind_template_child (widget_class, PonderFaultDetails, report);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
ponder_fault_details_init (PonderFaultDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
ponder_fault_details_new (const char *report)
{
  PonderFaultDetails *self = g_object_new (PONDER_TYPE_FAULT_DETAILS, NULL);

  gtk_label_set_text (self->report, report);
  return GTK_WIDGET (self);
}
