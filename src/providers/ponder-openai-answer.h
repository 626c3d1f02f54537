/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the chunks of one answer say, turned into deltas. */

#pragma once

#include "ponder-json.h"
#include "ponder-message.h"

G_BEGIN_DECLS

typedef struct _PonderOpenaiAnswer PonderOpenaiAnswer;

PonderOpenaiAnswer *ponder_openai_answer_new           (void);
void                ponder_openai_answer_free          (PonderOpenaiAnswer *self);
/* Add what a piece of a stream, or a whole answer, says to @deltas (element-type PonderDelta). */
void                ponder_openai_answer_take_chunk    (PonderOpenaiAnswer *self,
                                                        JsonObject         *chunk,
                                                        GPtrArray          *deltas);
void                ponder_openai_answer_take_document (PonderOpenaiAnswer *self,
                                                        JsonObject         *document,
                                                        GPtrArray          *deltas);
/* Gives out what was held back. */
void                ponder_openai_answer_flush         (PonderOpenaiAnswer *self,
                                                        GPtrArray          *deltas);
/* It is complete; if no chunk said why, the model simply stopped. */
void                ponder_openai_answer_end           (PonderOpenaiAnswer *self,
                                                        GPtrArray          *deltas);

/* There were words, a refusal or a tool call. */
gboolean            ponder_openai_answer_has_words     (PonderOpenaiAnswer *self);
gboolean            ponder_openai_answer_has_reasoning (PonderOpenaiAnswer *self);
/* Past PONDER_ANSWER_LIMIT; the rest was not given out. */
gboolean            ponder_openai_answer_is_too_long   (PonderOpenaiAnswer *self);
/* (nullable): a finish reason that means that the server failed. */
const char         *ponder_openai_answer_get_failure   (PonderOpenaiAnswer *self);
PonderFinish        ponder_openai_answer_get_finish    (PonderOpenaiAnswer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderOpenaiAnswer, ponder_openai_answer_free)

G_END_DECLS
