/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the workspace begins a run of deep think. */

#include "config.h"

#include "ponder-timeline-private.h"
#include "ponder-web-lookup-private.h"
#include "ponder-workspace-private.h"
#include "ponder-workspace-runs-private.h"
#include "ponder-workspace-turns-private.h"

#include "ponder-id.h"

/* (transfer full): what was said before @answer was asked for, without the question, and without answers that never
 * came. */
static GPtrArray *
list_history (PonderTimeline *timeline,
              PonderMessage  *answer)
{
  GPtrArray *history = ponder_timeline_list_before (timeline, answer);

  if (history->len > 0)
    g_ptr_array_remove_index (history, history->len - 1);
  for (guint i = history->len; i > 0; i--)
    {
      PonderMessage *message = g_ptr_array_index (history, i - 1);

      if (ponder_message_get_role (message) == PONDER_ROLE_ASSISTANT && ponder_message_get_text (message)[0] == '\0')
        g_ptr_array_remove_index (history, i - 1);
    }
  return history;
}

/* Who reviews, when that is not who answers; nobody else where that one is gone. */
static void
add_reviewer (PonderWorkspace         *self,
              PonderThinkMeans        *means,
              const PonderThinkConfig *config)
{
  g_autoptr(PonderFault) fault = NULL;
  g_autofree char *provider_id = NULL;
  g_autofree char *model = NULL;
  PonderProviderConfig *provider;

  if (config->review_model == NULL || !ponder_model_name_split (config->review_model, &provider_id, &model))
    return;

  means->review_config = ponder_model_config_copy (means->config);
  ponder_model_config_set_model (means->review_config, provider_id, model);
  if ((provider = ponder_workspace_resolve_provider (self, means->review_config, &fault)))
    means->review_provider = g_object_ref (provider);
  else
    g_clear_pointer (&means->review_config, ponder_model_config_free);
}

/* Whoever has several parts worked on at a time knows better than a guess by the kind of server: as many calls, and the
 * plan's beside them. (transfer full) */
static PonderProviderConfig *
copy_provider (PonderProviderConfig    *provider,
               const PonderThinkConfig *config)
{
  PonderProviderConfig *copy = ponder_provider_config_snapshot (provider);
  guint slots = ponder_think_means_get_slots (provider, config);

  if (slots > 1 && ponder_provider_config_get_concurrency (copy) == 0 && ponder_provider_config_is_local (copy))
    ponder_provider_config_set_concurrency (copy, slots + 1);
  return copy;
}

PonderThinkMeans *
ponder_workspace_new_think_means (PonderWorkspace         *self,
                                  PonderTurn              *turn,
                                  const PonderThinkConfig *config,
                                  PonderFault            **fault)
{
  PonderTimeline *timeline = ponder_turn_get_timeline (turn);
  PonderMessage *answer = ponder_turn_get_message (turn);
  const char *question_id = ponder_message_get_parent_id (answer);
  PonderMessage *question = question_id != NULL ? ponder_timeline_lookup (timeline, question_id) : NULL;
  g_autoptr(PonderModelConfig) chat = ponder_workspace_dup_turn_config (ponder_turn_get_session (turn), answer);
  PonderProviderConfig *provider = ponder_workspace_resolve_provider (self, chat, fault);
  PonderThinkMeans *means;

  if (provider == NULL)
    return NULL;

  means = g_new0 (PonderThinkMeans, 1);
  means->provider = copy_provider (provider, config);
  means->cache = ponder_settings_get_cache_enabled (self->settings) && !chat->no_cache ? PONDER_CACHE_USE
                                                                                       : PONDER_CACHE_OFF;
  means->config = g_steal_pointer (&chat);
  means->history = list_history (timeline, answer);
  if (question != NULL)
    means->parts = g_ptr_array_ref (ponder_message_get_parts (question));
  means->pace = ponder_workspace_dup_pace (self, means->config);
  add_reviewer (self, means, config);
  means->http = g_object_ref (self->http);
  means->keys = PONDER_KEY_SOURCE (g_object_ref (self->keyring));
  means->web = ponder_web_lookup_new_config (ponder_settings_get_web_search (self->settings), provider);
  return means;
}

static void
ended_cb (PonderThinkRun  *run,
          GParamSpec      *pspec,
          PonderWorkspace *self)
{
  guint position;

  ponder_workspace_learn_pace (self, run);
  if (g_list_store_find (self->runs, run, &position))
    g_list_store_remove (self->runs, position);
}

static void
problem_cb (PonderThinkRun  *run,
            PonderFault     *fault,
            PonderWorkspace *self)
{
  g_signal_emit_by_name (self, "problem", fault);
}

PonderThinkRun *
ponder_workspace_add_run (PonderWorkspace         *self,
                          const PonderThinkRecord *record,
                          PonderTurn              *turn,
                          PonderThinkEngine       *engine)
{
  gboolean kept = !self->read_only && !g_hash_table_contains (self->private_ids, record->session);
  PonderThinkRun *run = ponder_think_run_new (record, turn, engine, kept ? self->store : NULL, self->attachments,
                                              self->service);

  ponder_workspace_show_run (self, record, run);
  g_list_store_append (self->runs, run);
  g_signal_connect_object (run, "notify::running", G_CALLBACK (ended_cb), self, 0);
  g_signal_connect_object (run, "problem", G_CALLBACK (problem_cb), self, 0);
  return run;
}

/* (nullable) (transfer full) */
static PonderThinkRun *
find_run (PonderWorkspace *self,
          PonderTurn      *turn)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->runs));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(PonderThinkRun) run = g_list_model_get_item (G_LIST_MODEL (self->runs), i);

      if (ponder_think_run_get_turn (run) == turn)
        return g_steal_pointer (&run);
    }
  return NULL;
}

/* A run whose question is being stored. */
typedef struct
{
  PonderThinkRun   *run;
  PonderThinkMeans *means;
} Beginning;

static void
question_stored_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autofree Beginning *beginning = user_data;
  g_autoptr(PonderThinkRun) run = beginning->run;
  g_autoptr(PonderThinkMeans) means = beginning->means;
  g_autoptr(GError) error = NULL;

  /* With a full disk people may still want their answer; the autosave has told them. */
  if (!ponder_autosave_write_finish (PONDER_AUTOSAVE (source), result, &error))
    g_debug ("%s", error->message);
  if (ponder_think_run_get_running (run))
    ponder_think_run_begin (run, g_steal_pointer (&means));
}

gboolean
ponder_workspace_start_think (PonderWorkspace *self,
                              PonderTurn      *turn,
                              GPtrArray       *changed)
{
  g_autoptr(PonderThinkRun) run = find_run (self, turn);
  g_autoptr(PonderFault) fault = NULL;
  PonderThinkMeans *means;
  Beginning *beginning;

  if (run == NULL)
    return FALSE;

  means = ponder_workspace_new_think_means (self, turn, ponder_think_run_get_state (run)->config, &fault);
  if (means == NULL)
    {
      ponder_autosave_write_async (self->autosave, ponder_turn_get_session (turn), changed, NULL, NULL);
      ponder_think_run_fail (run, fault);
      return TRUE;
    }
  beginning = g_new (Beginning, 1);
  beginning->run = g_steal_pointer (&run);
  beginning->means = means;
  ponder_autosave_write_async (self->autosave, ponder_turn_get_session (turn), changed, question_stored_cb, beginning);
  return TRUE;
}

static PonderThinkRun *
new_run (PonderWorkspace         *self,
         PonderTurn              *turn,
         const char              *question,
         const PonderThinkConfig *config)
{
  PonderMessage *answer = ponder_turn_get_message (turn);
  g_autoptr(PonderModelConfig) chat = ponder_workspace_dup_turn_config (ponder_turn_get_session (turn), answer);
  g_autoptr(PonderFault) fault = NULL;
  PonderProviderConfig *provider = ponder_workspace_resolve_provider (self, chat, &fault);
  g_autofree char *id = ponder_id_new ();
  g_autofree char *json = ponder_think_config_serialize (config);
  PonderThinkRecord record = {
    .id = id,
    .session = (char *) ponder_session_get_id (ponder_turn_get_session (turn)),
    .message = (char *) ponder_message_get_id (answer),
    .created = g_get_real_time (),
    .question = (char *) question,
    .outcome = (char *) PONDER_THINK_RECORD_OPEN,
    .config = json,
  };

  return ponder_workspace_add_run (self, &record, turn,
                                   ponder_think_engine_new (question, config,
                                                            ponder_think_means_get_slots (provider, config)));
}

PonderThinkConfig *
ponder_workspace_dup_usual_think_config (PonderWorkspace *self)
{
  PonderThinkConfig *config;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);

  config = ponder_think_config_new ();
  if (self->profile == PONDER_PROFILE_DEVELOPMENT)
    {
      config->parallel = 2;
      config->review = FALSE;
      config->show_process = TRUE;
    }
  return config;
}

PonderThinkConfig *
ponder_workspace_dup_think_config (PonderWorkspace *self,
                                   PonderSession   *session)
{
  const PonderThinkConfig *own = session != NULL ? ponder_session_get_config (session)->think : NULL;
  PonderThinkConfig *config = NULL;
  const char *json;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);

  json = ponder_settings_get_think_config (self->settings);
  if (own != NULL)
    return ponder_think_config_copy (own);
  if (*json != '\0')
    config = ponder_think_config_deserialize (json, NULL);
  return config != NULL ? config : ponder_workspace_dup_usual_think_config (self);
}

void
ponder_workspace_offer_think (PonderWorkspace *self,
                              PonderTurn      *turn)
{
  PonderSession *session = ponder_turn_get_session (turn);
  const char *question_id = ponder_message_get_parent_id (ponder_turn_get_message (turn));
  PonderMessage *question = question_id != NULL ? ponder_timeline_lookup (ponder_turn_get_timeline (turn), question_id)
                                                : NULL;
  const char *text = question != NULL ? ponder_message_get_text (question) : "";
  g_autoptr(PonderThinkRun) known = find_run (self, turn);
  g_autoptr(PonderThinkRun) run = NULL;
  g_autoptr(PonderThinkConfig) config = NULL;

  if (known != NULL || !ponder_session_get_config (session)->deep_think || *text == '\0')
    return;
  config = ponder_workspace_dup_think_config (self, session);
  run = new_run (self, turn, text, config);
}

PonderThinkRun *
ponder_workspace_begin_think (PonderWorkspace         *self,
                              PonderTimeline          *timeline,
                              const char              *text,
                              GPtrArray               *parts,
                              const PonderThinkConfig *config)
{
  g_autofree char *id = NULL;
  g_autoptr(GPtrArray) turns = NULL;
  PonderThinkRun *run;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (PONDER_IS_TIMELINE (timeline), NULL);
  g_return_val_if_fail (ponder_timeline_get_turn (timeline) == NULL, NULL);
  g_return_val_if_fail (text != NULL && text[0] != '\0', NULL);
  g_return_val_if_fail (config != NULL, NULL);

  id = ponder_id_new ();
  turns = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (turns, ponder_workspace_new_chat_turn (self, timeline, id));
  run = new_run (self, g_ptr_array_index (turns, 0), text, config);
  ponder_workspace_ask (self, turns, text, parts, PONDER_TURN_DEFAULT);
  return run;
}

GListModel *
ponder_workspace_get_runs (PonderWorkspace *self)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);

  return G_LIST_MODEL (self->runs);
}

/* Backwards: they leave the list. */
void
ponder_workspace_suspend_runs (PonderWorkspace *self)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->runs)); i > 0; i--)
    {
      g_autoptr(PonderThinkRun) run = g_list_model_get_item (G_LIST_MODEL (self->runs), i - 1);

      if (run != NULL)
        ponder_think_run_suspend (run);
    }
}
