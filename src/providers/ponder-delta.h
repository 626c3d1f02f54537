/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one event of a stream said. */

#pragma once

#include "ponder-message.h"
#include "ponder-types.h"

G_BEGIN_DECLS

typedef enum
{
  PONDER_DELTA_TEXT,            /* text */
  PONDER_DELTA_REASONING,       /* text */
  PONDER_DELTA_REFUSAL,         /* text: the model declines; shown as the answer */
  PONDER_DELTA_TOOL_CALL,       /* index; id and name once, text is a piece of the arguments */
  PONDER_DELTA_USAGE,           /* usage: replaces what came before */
  PONDER_DELTA_FINISH,          /* finish */
  PONDER_DELTA_MODEL,           /* text: the model that really answers */
} PonderDeltaKind;

struct _PonderDelta
{
  PonderDeltaKind  kind;
  char            *text;
  guint            index;
  char            *id;
  char            *name;
  PonderUsage     *usage;
  PonderFinish     finish;
};

PonderDelta *ponder_delta_new      (PonderDeltaKind  kind);
PonderDelta *ponder_delta_new_text (PonderDeltaKind  kind,
                                    const char      *text);
void         ponder_delta_free     (PonderDelta     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderDelta, ponder_delta_free)

G_END_DECLS
