/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tells the other programs of this folder what this one asks of models. */

#pragma once

#include "ponder-activity.h"
#include "ponder-service.h"

G_BEGIN_DECLS

typedef struct _PonderActivityBoard PonderActivityBoard;

/* The id of the stored chat that @reply belongs to. (transfer none) (nullable) */
typedef const char *(*PonderActivitySessionFunc) (PonderReply *reply,
                                                  gpointer     user_data);

/* @service outlives it. */
PonderActivityBoard *ponder_activity_board_new         (const char                *data_dir,
                                                        PonderService             *service,
                                                        PonderActivitySessionFunc  func,
                                                        gpointer                   user_data);
void                 ponder_activity_board_set_program (PonderActivityBoard       *self,
                                                        PonderProgram              program);
/* Nothing is told any more. */
void                 ponder_activity_board_free        (PonderActivityBoard       *self);

G_END_DECLS
