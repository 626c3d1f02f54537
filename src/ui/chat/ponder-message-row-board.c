/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The row of an answer that was thought about deeply: how it came about stands above it. */

#include "config.h"

#include "ponder-message-row-private.h"

#include "ponder-think-panel.h"

static void
unfolding_cb (PonderMessageRow *self)
{
  g_signal_emit_by_name (self, "unfolding");
}

static void
changing_cb (PonderMessageRow *self)
{
  g_signal_emit_by_name (self, "board-changing");
}

static void
toggled_cb (PonderMessageRow *self,
            gboolean          open)
{
  g_signal_emit_by_name (self, "board-toggled", open);
}

void
ponder_message_row_set_board (PonderMessageRow *self,
                              PonderThinkBoard *board)
{
  g_return_if_fail (PONDER_IS_MESSAGE_ROW (self));
  g_return_if_fail (PONDER_IS_THINK_BOARD (board));

  g_clear_pointer (&self->panel, gtk_widget_unparent);
  ponder_message_row_adopt (self, &self->panel, ponder_think_panel_new (board, self->highlighter));
  g_signal_connect_object (self->panel, "unfolding", G_CALLBACK (unfolding_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->panel, "changing", G_CALLBACK (changing_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->panel, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  ponder_message_row_update_waiting (self);
}

void
ponder_message_row_set_board_open (PonderMessageRow *self,
                                   gboolean          open)
{
  g_return_if_fail (PONDER_IS_MESSAGE_ROW (self));

  if (self->panel != NULL)
    ponder_think_panel_set_open (PONDER_THINK_PANEL (self->panel), open);
}
