/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The row of answers that stand beside each other, of which each has a row of its own. */

#include "config.h"

#include "ponder-message-row-private.h"

#include "ponder-message-footer.h"

GtkWidget *
ponder_message_row_new_of_columns (GPtrArray *rows)
{
  PonderMessageRow *self = g_object_new (PONDER_TYPE_MESSAGE_ROW, NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      PonderMessageRow *row = g_ptr_array_index (rows, i);

      row->in_column = TRUE;
      if (row->footer == NULL)
        continue;
      ponder_message_footer_set_in_column (PONDER_MESSAGE_FOOTER (row->footer), TRUE);
      ponder_message_footer_update (PONDER_MESSAGE_FOOTER (row->footer), row->message);
    }
  self->message = g_object_ref (ponder_message_row_get_message (g_ptr_array_index (rows, 0)));
  gtk_widget_set_layout_manager (GTK_WIDGET (self), gtk_bin_layout_new ());
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "ponder-compared");
  self->columns = PONDER_ANSWER_COLUMNS (ponder_answer_columns_new (rows, GTK_WIDGET (self)));
  return GTK_WIDGET (self);
}

PonderMessage *
ponder_message_row_get_message (PonderMessageRow *self)
{
  g_return_val_if_fail (PONDER_IS_MESSAGE_ROW (self), NULL);

  return self->columns != NULL ? ponder_answer_columns_get_marked (self->columns)->message : self->message;
}

GtkWidget *
ponder_message_row_get_reading (PonderMessageRow *self)
{
  g_return_val_if_fail (PONDER_IS_MESSAGE_ROW (self), NULL);

  return self->columns != NULL ? GTK_WIDGET (ponder_answer_columns_get_marked (self->columns)) : GTK_WIDGET (self);
}

PonderMessageRow *
ponder_message_row_find (PonderMessageRow *self,
                         const char       *message_id)
{
  g_return_val_if_fail (PONDER_IS_MESSAGE_ROW (self), NULL);

  if (self->columns != NULL)
    return ponder_answer_columns_find (self->columns, message_id);
  return g_strcmp0 (ponder_message_get_id (self->message), message_id) == 0 ? self : NULL;
}
