/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How an answer came about by thinking deeply, piece by piece, for whatever people read. */

#pragma once

#include "ponder-conversation.h"
#include "ponder-think-state.h"

G_BEGIN_DECLS

typedef enum
{
  PONDER_EXPORT_HEADING,        /* of what follows; one line */
  PONDER_EXPORT_REMARK,         /* words of ours; one line */
  PONDER_EXPORT_CAPTION,        /* of a list; one line */
  PONDER_EXPORT_ITEM,           /* of a list; one line */
  PONDER_EXPORT_LINK,           /* an item with an address */
  PONDER_EXPORT_BODY,           /* Markdown of a model */
} PonderExportPieceKind;

typedef struct
{
  PonderExportPieceKind  kind;
  char                  *text;  /* never empty */
  char                  *url;   /* (nullable): of a link; http or https */
} PonderExportPiece;

typedef struct
{
  char      *caption;           /* "Deep think: 6 parts, 9 calls, 58 s" */
  GPtrArray *pieces;            /* of PonderExportPiece */
} PonderExportThink;

/* (nullable): @message_id does not come of a run. (transfer full) */
PonderExportThink *ponder_export_think_find (const PonderConversation *conversation,
                                             const char               *message_id);
/* Of the run of @record, whose @events (of PonderThinkEvent) add up to @state. (transfer full) */
PonderExportThink *ponder_export_think_new  (const PonderThinkRecord  *record,
                                             GPtrArray                *events,
                                             const PonderThinkState   *state);
void               ponder_export_think_free (PonderExportThink        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderExportThink, ponder_export_think_free)

G_END_DECLS
