/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many single questions to one model, answered in the order in which they were asked; none is kept. */

#pragma once

#include "ponder-message.h"
#include "ponder-model-config.h"
#include "ponder-types.h"

G_BEGIN_DECLS

typedef struct _PonderQuestionBatch PonderQuestionBatch;

/* What a turn knows beside its message. Milliseconds, -1 unknown. */
typedef struct
{
  gint64 queued_ms;
  gint64 connect_ms;
  guint  n_attempts;
} PonderAnswerFacts;

/* @answer: its state, text and fault say what became of the question @index; borrowed, like @facts. */
typedef void (*PonderQuestionBatchFunc) (guint                    index,
                                         PonderMessage           *answer,
                                         const PonderAnswerFacts *facts,
                                         gpointer                 user_data);

/* @config: the model, and the system prompt and limits of all questions. @n_parallel, not 0, are asked at a time,
 * and no more than the provider is set to take; where that is not set, @n_parallel stands for it. NULL with @fault
 * (transfer full) when there is no such provider. @func is called once for each question, in order, as soon as it and
 * all before it have ended. The batch must not outlive @workspace. */
PonderQuestionBatch *ponder_question_batch_new           (PonderWorkspace          *workspace,
                                                          const PonderModelConfig  *config,
                                                          guint                     n_parallel,
                                                          PonderQuestionBatchFunc   func,
                                                          gpointer                  user_data,
                                                          PonderFault             **fault);
/* Asks even if an answer is known, and keeps none, from the next question on. */
void                 ponder_question_batch_set_no_cache  (PonderQuestionBatch      *self,
                                                          gboolean                  no_cache);
/* @text is not empty. Gives its index: 0, 1, 2... */
guint                ponder_question_batch_ask           (PonderQuestionBatch      *self,
                                                          const char               *text);
/* Those under way are answered as stopped, with what came; those that were not begun are forgotten. */
void                 ponder_question_batch_stop          (PonderQuestionBatch      *self);
/* Whatever is under way is cancelled and not answered. */
void                 ponder_question_batch_free          (PonderQuestionBatch      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderQuestionBatch, ponder_question_batch_free)

G_END_DECLS
