/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many single questions to one model, answered in the order in which they were asked; none is kept. */

#include "config.h"

#include "ponder-question-batch.h"

#include "ponder-batch.h"
#include "ponder-id.h"
#include "ponder-outcome-private.h"
#include "ponder-request.h"
#include "ponder-workspace-private.h"

/* Owned by the front end. */
struct _PonderQuestionBatch
{
  PonderWorkspace         *workspace;   /* borrowed: it lives longer */
  PonderBatch             *batch;
  PonderProviderConfig    *provider;
  PonderModelConfig       *config;
  PonderQuestionBatchFunc  func;
  gpointer                 user_data;
  gboolean                 no_cache;
};

static PonderMessage *
new_answer (PonderQuestionBatch *self,
            PonderReply         *reply)
{
  g_autofree char *id = ponder_id_new ();
  PonderMessage *answer = ponder_message_new (id, NULL, PONDER_ROLE_ASSISTANT);
  g_autoptr(PonderFault) fault = NULL;
  PonderMessageState state;
  PonderFinish finish;

  state = ponder_outcome_judge (reply, &finish, &fault);
  ponder_message_set_provider (answer, self->config->provider);
  ponder_message_set_model (answer, self->config->model);
  ponder_message_append_reasoning (answer, ponder_reply_get_reasoning (reply));
  ponder_message_append_text (answer, ponder_reply_get_text (reply));
  ponder_outcome_copy_numbers (reply, answer);
  ponder_message_set_finish (answer, finish);
  ponder_message_set_fault (answer, fault);
  ponder_message_set_state (answer, state);
  return answer;
}

static void
answered_cb (PonderBatch         *batch,
             guint                index,
             PonderReply         *reply,
             PonderQuestionBatch *self)
{
  PonderReplyTiming timing = ponder_reply_get_timing (reply);
  g_autoptr(PonderMessage) answer = new_answer (self, reply);
  PonderAnswerFacts facts = {
    timing.queued, timing.connect, ponder_reply_get_attempts (reply)
  };

  self->func (index, answer, &facts, self->user_data);
}

/* Whoever says how many are to run at a time knows better than a guess by the kind of server. */
static PonderProviderConfig *
copy_provider (PonderProviderConfig *provider,
               guint                 n_parallel)
{
  PonderProviderConfig *copy = ponder_provider_config_snapshot (provider);

  if (ponder_provider_config_get_concurrency (copy) == 0)
    ponder_provider_config_set_concurrency (copy, n_parallel);
  return copy;
}

PonderQuestionBatch *
ponder_question_batch_new (PonderWorkspace          *workspace,
                           const PonderModelConfig  *config,
                           guint                     n_parallel,
                           PonderQuestionBatchFunc   func,
                           gpointer                  user_data,
                           PonderFault             **fault)
{
  PonderProviderConfig *provider;
  PonderQuestionBatch *self;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (n_parallel > 0, NULL);

  if (!(provider = ponder_workspace_resolve_provider (workspace, config, fault)))
    return NULL;

  self = g_new0 (PonderQuestionBatch, 1);
  ponder_workspace_allow_calls (workspace, n_parallel);
  self->workspace = workspace;
  self->batch = ponder_batch_new (workspace->service, n_parallel);
  self->provider = copy_provider (provider, n_parallel);
  self->config = ponder_model_config_copy (config);
  self->func = func;
  self->user_data = user_data;
  g_signal_connect (self->batch, "answered", G_CALLBACK (answered_cb), self);
  return self;
}

void
ponder_question_batch_set_no_cache (PonderQuestionBatch *self,
                                    gboolean             no_cache)
{
  self->no_cache = no_cache;
}

guint
ponder_question_batch_ask (PonderQuestionBatch *self,
                           const char          *text)
{
  g_autofree char *id = ponder_id_new ();
  g_autoptr(PonderMessage) question = ponder_message_new (id, NULL, PONDER_ROLE_USER);
  g_autoptr(GPtrArray) messages = g_ptr_array_new ();
  g_autoptr(PonderRequest) request = NULL;

  ponder_message_append_text (question, text);
  ponder_message_set_state (question, PONDER_MESSAGE_DONE);
  g_ptr_array_add (messages, question);
  request = ponder_request_new (self->provider, self->config, messages, "chat");
  ponder_workspace_apply_cache (self->workspace, request, self->no_cache ? PONDER_CACHE_OFF : PONDER_CACHE_USE);
  return ponder_batch_add (self->batch, request);
}

void
ponder_question_batch_stop (PonderQuestionBatch *self)
{
  ponder_batch_cancel (self->batch);
}

void
ponder_question_batch_free (PonderQuestionBatch *self)
{
  g_signal_handlers_disconnect_by_data (self->batch, self);
  g_object_unref (self->batch);
  g_object_unref (self->provider);
  ponder_model_config_free (self->config);
  g_free (self);
}
