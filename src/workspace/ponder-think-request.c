/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a step of a run of deep think asks, of whom, and what came of it. */

#include "config.h"

#include "ponder-think-request-private.h"

#include "ponder-provider-config.h"
#include "ponder-think-prompts.h"
#include "ponder-workspace-private.h"
#include "ponder-workspace-turns-private.h"

#define SLOTS_HOSTED 3
/* A server that answers one after the other gains nothing from more. */
#define SLOTS_LOCAL 1
#define PLAN_TEMPERATURE 0.2
#define REVIEW_TEMPERATURE 0

void
ponder_think_means_free (PonderThinkMeans *self)
{
  g_clear_object (&self->provider);
  g_clear_pointer (&self->config, ponder_model_config_free);
  g_clear_object (&self->review_provider);
  g_clear_pointer (&self->review_config, ponder_model_config_free);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_clear_pointer (&self->pace, ponder_think_pace_free);
  g_clear_object (&self->http);
  g_clear_object (&self->keys);
  g_clear_pointer (&self->web, ponder_web_search_config_free);
  g_free (self);
}

/* The built-in server stands for a hosted one. */
static gboolean
is_local (PonderProviderConfig *provider)
{
  return provider != NULL && ponder_provider_config_is_local (provider)
         && !g_str_equal (ponder_provider_config_get_id (provider), PONDER_DEMO_PROVIDER);
}

guint
ponder_think_means_get_slots (PonderProviderConfig    *provider,
                              const PonderThinkConfig *config)
{
  if (config->parallel > 0)
    return config->parallel;
  return is_local (provider) ? SLOTS_LOCAL : SLOTS_HOSTED;
}

gboolean
ponder_think_means_is_local (const PonderThinkMeans *self)
{
  return is_local (self->provider);
}

static gboolean
is_review (const PonderThinkNode *node)
{
  return node->kind == PONDER_THINK_KIND_REVIEW || node->kind == PONDER_THINK_KIND_JUDGE
         || node->kind == PONDER_THINK_KIND_VERIFY;
}

/* (transfer full) */
static PonderModelConfig *
dup_config (const PonderThinkMeans *means,
            const PonderThinkNode  *node)
{
  const PonderModelConfig *base = is_review (node) && means->review_config != NULL ? means->review_config
                                                                                   : means->config;
  PonderModelConfig *config = ponder_model_config_copy (base);
  const char *system = ponder_think_prompts_get_system ();

  g_free (config->system);
  config->system = base->system != NULL ? g_strconcat (system, "\n\n", base->system, NULL) : g_strdup (system);
  if (ponder_think_node_is_plan (node))
    config->temperature = PLAN_TEMPERATURE;
  else if (is_review (node))
    config->temperature = REVIEW_TEMPERATURE;
  return config;
}

PonderRequest *
ponder_think_request_new (const PonderThinkMeans *means,
                          PonderThinkEngine      *engine,
                          const PonderThinkNode  *node)
{
  g_autofree char *prompt = ponder_think_engine_dup_prompt (engine, node);
  g_autoptr(PonderMessage) question = ponder_workspace_new_question (node->id, NULL, prompt, means->parts);
  g_autoptr(GPtrArray) messages = g_ptr_array_copy (means->history, (GCopyFunc) g_object_ref, NULL);
  g_autoptr(PonderModelConfig) config = dup_config (means, node);
  gboolean other = is_review (node) && means->review_provider != NULL;
  PonderRequest *request;

  g_ptr_array_set_free_func (messages, g_object_unref);
  g_ptr_array_add (messages, g_object_ref (question));
  request = ponder_request_new (other ? means->review_provider : means->provider, config, messages,
                                "think");
  ponder_request_set_background (request, TRUE);
  ponder_request_set_cache_use (request, node->attempt > 1 && means->cache == PONDER_CACHE_USE
                                         ? PONDER_CACHE_RENEW : means->cache);
  return request;
}

void
ponder_think_result_read (PonderThinkResult *self,
                          PonderReply       *reply,
                          PonderFault       *fault)
{
  PonderFinish finish = ponder_reply_get_finish (reply);
  const PonderUsage *usage = ponder_reply_get_usage (reply);

  self->text = ponder_reply_get_text (reply);
  self->broken = finish == PONDER_FINISH_LENGTH || finish == PONDER_FINISH_CONTENT_FILTER
                   || finish == PONDER_FINISH_CUT_OFF;
  self->fault = fault;
  self->calls = ponder_reply_get_attempts (reply);
  self->usage = usage != NULL ? *usage : (PonderUsage) { -1, -1, -1, -1, -1 };
  self->cached = ponder_reply_get_cached_from (reply) != 0;
}
