/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chat of the preview of an import, with its tick box. */

#include "config.h"

#include "ponder-import-row.h"

#include <glib/gi18n.h>

/* Recycled by the list view of the preview. */
struct _PonderImportRow
{
  GtkWidget       parent_instance;

  GtkWidget      *box;
  GtkCheckButton *wanted;
  GtkLabel       *title;
  GtkLabel       *facts;
  GtkLabel       *outcome;

  GBinding       *binding;              /* (nullable): of the tick box */
};

G_DEFINE_FINAL_TYPE (PonderImportRow, ponder_import_row, GTK_TYPE_WIDGET)

static const char *
get_outcome_words (PonderImportChoice *choice)
{
  switch (ponder_import_choice_get_outcome (choice))
    {
    case PONDER_IMPORT_KNOWN:
      return _("Already here");
    case PONDER_IMPORT_MERGED:
      return _("Has more");
    case PONDER_IMPORT_NEW:
    default:
      return "";
    }
}

static void
ponder_import_row_dispose (GObject *object)
{
  PonderImportRow *self = PONDER_IMPORT_ROW (object);

  g_clear_pointer (&self->binding, g_binding_unbind);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (ponder_import_row_parent_class)->dispose (object);
}

static void
ponder_import_row_class_init (PonderImportRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_import_row_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/transfer/ponder-import-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderImportRow, box);
  gtk_widget_class_bind_template_child (widget_class, PonderImportRow, wanted);
  gtk_widget_class_bind_template_child (widget_class, PonderImportRow, title);
  gtk_widget_class_bind_template_child (widget_class, PonderImportRow, facts);
  gtk_widget_class_bind_template_child (widget_class, PonderImportRow, outcome);
}

static void
ponder_import_row_init (PonderImportRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
ponder_import_row_new (void)
{
  return g_object_new (PONDER_TYPE_IMPORT_ROW, NULL);
}

void
ponder_import_row_set_choice (PonderImportRow    *self,
                              PonderImportChoice *choice)
{
  const char *words;

  g_return_if_fail (PONDER_IS_IMPORT_ROW (self));

  g_clear_pointer (&self->binding, g_binding_unbind);
  if (choice == NULL)
    return;

  words = get_outcome_words (choice);
  gtk_label_set_label (self->title, ponder_import_choice_get_title (choice));
  gtk_label_set_label (self->facts, ponder_import_choice_get_facts (choice));
  gtk_label_set_label (self->outcome, words);
  gtk_widget_set_visible (GTK_WIDGET (self->outcome), words[0] != '\0');
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->wanted), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  ponder_import_choice_get_title (choice), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words,
                                  -1);
  self->binding = g_object_bind_property (choice, "wanted", self->wanted, "active",
                                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
}
