/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chat in the trash, or a part of one, and the button that brings it back. */

#include "config.h"

#include "ponder-trash-row.h"

#include "ponder-session.h"
#include "ponder-title.h"
#include "ponder-trashed-branch.h"

#include <glib/gi18n.h>

/* Recycled by the list view of the trash. */
struct _PonderTrashRow
{
  GtkWidget      parent_instance;

  GtkWidget     *box;
  GtkLabel      *title;
  GtkLabel      *preview;
  GtkWidget     *restore;

  GObject       *item;           /* PonderSession or PonderTrashedBranch */
};

enum
{
  RESTORE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderTrashRow, ponder_trash_row, GTK_TYPE_WIDGET)

static void
restore_clicked_cb (PonderTrashRow *self)
{
  g_signal_emit (self, signals[RESTORE], 0);
}

static void
ponder_trash_row_dispose (GObject *object)
{
  PonderTrashRow *self = PONDER_TRASH_ROW (object);

  g_clear_object (&self->item);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (ponder_trash_row_parent_class)->dispose (object);
}

static void
ponder_trash_row_class_init (PonderTrashRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_trash_row_dispose;

  signals[RESTORE] = g_signal_new ("restore", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/sidebar/ponder-trash-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderTrashRow, box);
  gtk_widget_class_bind_template_child (widget_class, PonderTrashRow, title);
  gtk_widget_class_bind_template_child (widget_class, PonderTrashRow, preview);
  gtk_widget_class_bind_template_child (widget_class, PonderTrashRow, restore);
  gtk_widget_class_bind_template_callback (widget_class, restore_clicked_cb);
}

static void
ponder_trash_row_init (PonderTrashRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
ponder_trash_row_new (void)
{
  return g_object_new (PONDER_TYPE_TRASH_ROW, NULL);
}

static void
show_session (PonderTrashRow *self,
              PonderSession  *session)
{
  const char *title = ponder_title_or_stand_in (ponder_session_get_title (session));
  /* Translators: the button that brings back the chat of this title from the trash. */
  g_autofree char *label = g_strdup_printf (_("Restore “%s”"), title);

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->preview, ponder_session_get_preview (session));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->restore), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
show_branch (PonderTrashRow      *self,
             PonderTrashedBranch *branch)
{
  const char *title = ponder_title_or_stand_in (ponder_trashed_branch_get_title (branch));
  guint n = ponder_trashed_branch_get_n_messages (branch);
  /* Translators: messages that were deleted; %2$s is the title of their chat. */
  g_autofree char *place = g_strdup_printf (ngettext ("Part of “%2$s”, %1$u message", "Part of “%2$s”, %1$u messages",
                                                      n), n, title);
  /* Translators: the button that brings back messages of the chat of this title from the trash. */
  g_autofree char *label = g_strdup_printf (_("Restore part of “%s”"), title);

  gtk_label_set_label (self->title, place);
  gtk_label_set_label (self->preview, ponder_trashed_branch_get_preview (branch));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->restore), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

void
ponder_trash_row_set_item (PonderTrashRow *self,
                           gpointer        item)
{
  g_return_if_fail (PONDER_IS_TRASH_ROW (self));

  g_set_object (&self->item, item);
  if (item != NULL && PONDER_IS_SESSION (item))
    show_session (self, item);
  else if (item != NULL)
    show_branch (self, item);
}

gpointer
ponder_trash_row_get_item (PonderTrashRow *self)
{
  g_return_val_if_fail (PONDER_IS_TRASH_ROW (self), NULL);

  return self->item;
}
