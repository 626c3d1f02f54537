/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One message of the transcript. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-code-highlighter.h"
#include "ponder-message.h"
#include "ponder-shelf.h"
#include "ponder-think-board.h"
#include "ponder-turn.h"

G_BEGIN_DECLS

#define PONDER_TYPE_MESSAGE_ROW (ponder_message_row_get_type ())

G_DECLARE_FINAL_TYPE (PonderMessageRow, ponder_message_row, PONDER, MESSAGE_ROW, GtkWidget)

/* What the reader can ask for on a row. */
typedef enum
{
  PONDER_MESSAGE_ROW_BRANCH,
  PONDER_MESSAGE_ROW_CHOOSE,
  PONDER_MESSAGE_ROW_COMPARE,
  PONDER_MESSAGE_ROW_COMPARE_VERSIONS,
  PONDER_MESSAGE_ROW_CONTINUE,
  PONDER_MESSAGE_ROW_EDIT,
  PONDER_MESSAGE_ROW_KEEP_WAITING,
  PONDER_MESSAGE_ROW_MARK,
  PONDER_MESSAGE_ROW_OPEN_PROVIDER_SETTINGS,
  PONDER_MESSAGE_ROW_REGENERATE,
  PONDER_MESSAGE_ROW_SHOW_DETAILS,
  PONDER_MESSAGE_ROW_SHOW_MENU,
  PONDER_MESSAGE_ROW_SHOW_SIBLING,
  PONDER_MESSAGE_ROW_STOP,
  PONDER_MESSAGE_ROW_SWITCH_MODEL,
  PONDER_MESSAGE_ROW_TRASH,
  PONDER_MESSAGE_ROW_N_REQUESTS
} PonderMessageRowRequest;

/* Signals: "request" (int PonderMessageRowRequest, int step); "unfolding": the reader opens or closes
 * something in it now; "reasoning-toggled" (gboolean open); "board-toggled" (gboolean open);
 * "board-changing": what tells how it came about may have another height now, by itself. */
/* @shelf (nullable): where its pictures and files come from; without it they are only named. */
GtkWidget     *ponder_message_row_new                (PonderMessage         *message,
                                                      PonderCodeHighlighter *highlighter,
                                                      PonderShelf           *shelf);
/* A row of answers that stand beside each other, of which each has a row of its own: it takes @rows, which are floating
 * ones. (element-type PonderMessageRow) */
GtkWidget     *ponder_message_row_new_of_columns     (GPtrArray             *rows);
/* Of columns, that of the one that goes on. */
PonderMessage *ponder_message_row_get_message        (PonderMessageRow      *self);
/* Where its text is read: the row of the column that goes on, or itself. (transfer none) */
GtkWidget     *ponder_message_row_get_reading        (PonderMessageRow      *self);
/* Itself or the one among its columns that shows the message; (nullable) (transfer none). */
PonderMessageRow *ponder_message_row_find            (PonderMessageRow      *self,
                                                      const char            *message_id);
/* (nullable): the turn that writes it. */
void           ponder_message_row_set_turn           (PonderMessageRow      *self,
                                                      PonderTurn            *turn);
/* It came about by thinking deeply. */
void           ponder_message_row_set_board          (PonderMessageRow      *self,
                                                      PonderThinkBoard      *board);
void           ponder_message_row_set_board_open     (PonderMessageRow      *self,
                                                      gboolean               open);
/* (nullable) (transfer none): what asks for the menu. */
GtkWidget     *ponder_message_row_get_menu_button    (PonderMessageRow      *self);
/* It was put at @y of a window that is @page high. */
void           ponder_message_row_note_place         (PonderMessageRow      *self,
                                                      int                    y,
                                                      int                    page);
/* What a card leaves behind stays empty, lest the text around it jump; once other rows come or go, everything
 * moves anyway. */
void           ponder_message_row_release_height     (PonderMessageRow      *self);
void           ponder_message_row_set_reasoning_open (PonderMessageRow      *self,
                                                      gboolean               open);
/* (nullable) (transfer none): the PonderBlockStack of the text, or of what was thought while that is open. */
GtkWidget     *ponder_message_row_get_blocks         (PonderMessageRow      *self,
                                                      gboolean               reasoning);
/* The how manieth of how many it is, from 0, for those who do not see it. */
void           ponder_message_row_set_position       (PonderMessageRow      *self,
                                                      guint                  position,
                                                      guint                  n_rows);
/* All of a message that is cut. */
void           ponder_message_row_show_whole         (PonderMessageRow      *self);

G_END_DECLS
