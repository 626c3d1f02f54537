/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What has been said of an answer so far, written down as deltas: every dialect reads into one of these. */

#pragma once

#include "ponder-delta.h"
#include "ponder-message.h"

G_BEGIN_DECLS

typedef struct _PonderAnswer PonderAnswer;

PonderAnswer *ponder_answer_new            (void);
void          ponder_answer_free           (PonderAnswer      *self);
/* Where deltas go from now on (element-type PonderDelta) (transfer none) (nullable). */
void          ponder_answer_set_deltas     (PonderAnswer      *self,
                                            GPtrArray         *deltas);

/* All take NULL and "" for nothing. Words may begin with <think>…</think>, which becomes reasoning. */
void          ponder_answer_give_words     (PonderAnswer      *self,
                                            const char        *words);
/* TEXT, REASONING or REFUSAL, as it stands. */
void          ponder_answer_give_text      (PonderAnswer      *self,
                                            PonderDeltaKind    kind,
                                            const char        *text);
/* @wire_index: how the server numbers the call; @numbered: it did, or it is a place in a list. @arguments is a
 * piece of JSON text. Id and name are passed on once. */
void          ponder_answer_give_tool_call (PonderAnswer      *self,
                                            gint64             wire_index,
                                            gboolean           numbered,
                                            const char        *id,
                                            const char        *name,
                                            const char        *arguments);
/* Takes @usage. */
void          ponder_answer_take_usage     (PonderAnswer      *self,
                                            PonderUsage       *usage);
void          ponder_answer_give_model     (PonderAnswer      *self,
                                            const char        *model);
/* The same reason twice counts once. */
void          ponder_answer_give_finish    (PonderAnswer      *self,
                                            PonderFinish       finish);
/* Gives out what was held back because it could have become a mark. */
void          ponder_answer_flush          (PonderAnswer      *self);

/* There were words, a refusal or a tool call. */
gboolean      ponder_answer_has_words      (PonderAnswer      *self);
gboolean      ponder_answer_has_reasoning  (PonderAnswer      *self);
/* Past PONDER_ANSWER_LIMIT, or with more tool calls than any answer has; the rest was not given out. */
gboolean      ponder_answer_is_too_long    (PonderAnswer      *self);
PonderFinish  ponder_answer_get_finish     (PonderAnswer      *self);

/* What an answer is when its body has ended. */
typedef enum
{
  PONDER_ANSWER_GOOD,
  PONDER_ANSWER_EMPTY,
  PONDER_ANSWER_CUT_OFF,
  PONDER_ANSWER_ALL_THOUGHT,    /* its limit was reached before it began */
  PONDER_ANSWER_FILTERED,
} PonderAnswerVerdict;

/* @complete: the terminal mark has been seen. @unread: bytes came that were no answer. */
PonderAnswerVerdict ponder_answer_judge    (PonderAnswer      *self,
                                            gboolean           complete,
                                            gboolean           unread);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderAnswer, ponder_answer_free)

G_END_DECLS
