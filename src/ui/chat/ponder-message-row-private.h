/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the message row share. */

#pragma once

#include "ponder-answer-columns.h"
#include "ponder-message-row.h"

G_BEGIN_DECLS

/* Made when it comes near the window, dropped when it is far. The message tells it what changes; it shows
 * that with the next frame. */
struct _PonderMessageRow
{
  GtkWidget              parent_instance;

  PonderMessage         *message;
  PonderCodeHighlighter *highlighter;
  PonderShelf           *shelf;         /* (nullable) */
  PonderAnswerColumns   *columns;       /* (nullable): then there is nothing else in it */
  GtkWidget             *panel;         /* (nullable): of an answer that was thought about deeply */
  GtkWidget             *fold;          /* (nullable): of an answer with reasoning */
  GtkWidget             *body;          /* the bubble line of a question, the blocks of an answer */
  GtkWidget             *blocks;
  GtkWidget             *more;          /* (nullable): the button of a message that is cut */
  GtkWidget             *attached;      /* (nullable): pictures and files */
  GtkWidget             *parts;         /* (nullable): names of what is neither text nor attached */
  GtkWidget             *waiting;       /* (nullable): of an answer that is being written */
  GtkWidget             *card;          /* (nullable): of an answer that failed */
  GtkWidget             *footer;        /* (nullable): of an answer that is finished, of a question */
  GSignalGroup          *turn;          /* that writes it */
  guint                  changes;       /* that are not shown yet */
  guint                  tick;
  int                    drawn_y;       /* where it was when what is in sight of it was last found out */
  guint                  n_rows;        /* of the list, as last told */
  guint                  position;
  gboolean               whole;         /* all of it is shown, however long it is */
  gboolean               in_column;     /* its other versions may be beside it */
};

/* Takes @child, which stands at @place of the row from now on. */
void ponder_message_row_adopt          (PonderMessageRow  *self,
                                        GtkWidget        **place,
                                        GtkWidget         *child);
void ponder_message_row_update_waiting (PonderMessageRow  *self);

G_END_DECLS
