/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs of deep think that are stored: listed, read, and gone on with. */

#include "config.h"

#include "ponder-store-runs.h"
#include "ponder-think-log.h"
#include "ponder-timeline-private.h"
#include "ponder-workspace-private.h"
#include "ponder-workspace-runs-private.h"
#include "ponder-workspace-turns-private.h"

#include <glib/gi18n.h>

/* --- listing and reading --- */

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  GPtrArray *records = ponder_store_list_runs_finish (PONDER_STORE (source), result, &error);

  if (records != NULL)
    g_task_return_pointer (task, records, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
ponder_workspace_list_runs_async (PonderWorkspace     *self,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_workspace_list_runs_async);
  ponder_store_list_runs_async (self->store, NULL, cancellable, listed_cb, task);
}

GPtrArray *
ponder_workspace_list_runs_finish (PonderWorkspace  *self,
                                   GAsyncResult     *result,
                                   GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

PonderThinkRecord *
ponder_workspace_pick_run (GPtrArray   *records,
                           const char  *id,
                           GError     **error)
{
  PonderThinkRecord *found = NULL;

  for (guint i = 0; i < records->len; i++)
    {
      PonderThinkRecord *record = g_ptr_array_index (records, i);

      if (g_str_equal (record->id, id))
        return record;
      if (*id == '\0' || !g_str_has_prefix (record->id, id))
        continue;
      if (found != NULL)
        {
          /* Translators: %s is the beginning of the id of a run of deep think. */
          g_set_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST, _("More than one run begins with “%s”."), id);
          return NULL;
        }
      found = record;
    }
  if (found == NULL)
    /* Translators: %s is the id of a run of deep think. */
    g_set_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST, _("There is no run “%s”."), id);
  return found;
}

static void
log_loaded_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) rows = ponder_store_load_run_finish (PONDER_STORE (source), result, &error);

  if (rows != NULL)
    g_task_return_pointer (task, ponder_think_log_read (rows), (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
ponder_workspace_load_run_async (PonderWorkspace     *self,
                                 const char          *id,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));
  g_return_if_fail (id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_workspace_load_run_async);
  ponder_store_load_run_async (self->store, id, FALSE, cancellable, log_loaded_cb, task);
}

GPtrArray *
ponder_workspace_load_run_finish (PonderWorkspace  *self,
                                  GAsyncResult     *result,
                                  GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- going on --- */

/* What is known of a run that is gone on with. */
typedef struct
{
  char              *id;        /* as it was asked for */
  PonderThinkCommand command;
  char              *node;      /* (nullable) */
  char              *text;      /* (nullable) */
  gboolean           claimed;   /* this program drives it, as far as others see */
  PonderThinkRecord *record;
  GPtrArray         *log;       /* of PonderThinkEvent */
  PonderTimeline    *timeline;
} Resumption;

static void
resumption_free (gpointer data)
{
  Resumption *self = data;

  g_free (self->id);
  g_free (self->node);
  g_free (self->text);
  g_clear_pointer (&self->record, ponder_think_record_free);
  g_clear_pointer (&self->log, g_ptr_array_unref);
  g_clear_object (&self->timeline);
  g_free (self);
}

/* It is nobody's again. */
static void
release (GTask *task)
{
  PonderWorkspace *self = g_task_get_source_object (task);
  Resumption *resumption = g_task_get_task_data (task);

  if (resumption->claimed)
    ponder_store_release_run_async (self->store, resumption->record->id, NULL, NULL, NULL);
}

static void
refuse (GTask      *task,
        const char *why)
{
  release (task);
  g_task_return_new_error (task, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST, "%s", why);
}

static guint
count_slots (PonderWorkspace         *self,
             PonderMessage           *answer,
             const PonderThinkConfig *config)
{
  const char *id = ponder_message_get_provider (answer);
  PonderProviderConfig *provider = id != NULL ? ponder_workspace_lookup_provider (self, id) : NULL;

  return ponder_think_means_get_slots (provider, config);
}

/* (transfer full): its turn goes on with @answer. */
static PonderThinkRun *
go_on (PonderWorkspace *self,
       Resumption      *resumption,
       PonderMessage   *answer)
{
  g_autoptr(PonderThinkConfig) config = ponder_think_config_deserialize (resumption->record->config, NULL);
  g_autoptr(PonderTurn) turn = ponder_workspace_new_turn_for (self, resumption->timeline, answer);
  g_autoptr(PonderFault) fault = NULL;
  PonderThinkMeans *means = NULL;
  PonderThinkRun *run;

  if (config == NULL)
    config = ponder_think_config_new ();
  ponder_message_set_fault (answer, NULL);
  if (resumption->command != PONDER_THINK_STOP)
    ponder_message_set_state (answer, PONDER_MESSAGE_WAITING);
  run = ponder_workspace_add_run (self, resumption->record, turn,
                                  ponder_think_engine_new_from_log (resumption->log,
                                                                    count_slots (self, answer, config)));
  if (resumption->command != PONDER_THINK_STOP
      && (means = ponder_workspace_new_think_means (self, turn, config, &fault)) == NULL)
    ponder_think_run_fail (run, fault);
  else
    ponder_think_run_go_on (run, means, resumption->command, resumption->node, resumption->text);
  return run;
}

static gboolean
can_go_on (Resumption *resumption)
{
  g_autoptr(PonderThinkState) state = ponder_think_log_fold (resumption->log);

  return ponder_think_state_can_go_on (state, resumption->command, resumption->node);
}

/* (nullable): nobody can be asked. Nothing is changed by that: there may be a provider later. */
static PonderFault *
find_hindrance (PonderWorkspace *self,
                Resumption      *resumption,
                PonderMessage   *answer)
{
  g_autoptr(PonderModelConfig) config =
    ponder_workspace_dup_turn_config (ponder_timeline_get_session (resumption->timeline), answer);
  PonderFault *fault = NULL;

  if (resumption->command != PONDER_THINK_STOP)
    ponder_workspace_resolve_provider (self, config, &fault);
  return fault;
}

/* Once everything is read. A program may have died between the end of its run and that of its answer. */
static void
finish_resumption (GTask *task)
{
  PonderWorkspace *self = g_task_get_source_object (task);
  Resumption *resumption = g_task_get_task_data (task);
  PonderMessage *answer = ponder_timeline_lookup (resumption->timeline, resumption->record->message);
  g_autoptr(PonderFault) fault = NULL;

  if (answer == NULL || ponder_message_get_trashed (answer) != 0)
    refuse (task, _("The answer of this run was deleted."));
  else if (ponder_timeline_get_turn (resumption->timeline) != NULL)
    refuse (task, _("Something is being answered in the chat of this run."));
  else if (!can_go_on (resumption)
           && (resumption->command != PONDER_THINK_RESUME
               || ponder_message_get_state (answer) != PONDER_MESSAGE_INTERRUPTED))
    refuse (task, _("This run has ended, and nothing of it is missing."));
  else if ((fault = find_hindrance (self, resumption, answer)))
    {
      release (task);
      g_task_return_error (task, ponder_error_new_take_fault (g_steal_pointer (&fault)));
    }
  else
    g_task_return_pointer (task, go_on (self, resumption, answer), g_object_unref);
}

static void
timeline_loaded_cb (PonderTimeline *timeline,
                    GParamSpec     *pspec,
                    GTask          *task)
{
  g_object_ref (task);
  g_signal_handlers_disconnect_by_func (timeline, timeline_loaded_cb, task);
  finish_resumption (task);
  g_object_unref (task);
}

static void
session_found_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Resumption *resumption = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderSession) session = ponder_workspace_find_session_finish (PONDER_WORKSPACE (source), result, &error);

  if (session == NULL)
    {
      release (task);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  resumption->timeline = ponder_workspace_open_timeline (PONDER_WORKSPACE (source), session);
  if (ponder_timeline_get_loading (resumption->timeline))
    g_signal_connect_data (resumption->timeline, "notify::loading", G_CALLBACK (timeline_loaded_cb),
                           g_steal_pointer (&task), (GClosureNotify) g_object_unref, 0);
  else
    finish_resumption (task);
}

static void
claimed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PonderWorkspace *self = g_task_get_source_object (task);
  Resumption *resumption = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) rows = ponder_store_load_run_finish (PONDER_STORE (source), result, &error);

  if (rows == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  resumption->claimed = TRUE;
  resumption->log = ponder_think_log_read (rows);
  ponder_workspace_find_session_async (self, resumption->record->session, g_task_get_cancellable (task),
                                       session_found_cb, g_object_ref (task));
}

/* (nullable) (transfer full) */
static PonderThinkRun *
find_running (PonderWorkspace *self,
              const char      *id)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->runs));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(PonderThinkRun) run = g_list_model_get_item (G_LIST_MODEL (self->runs), i);

      if (g_str_equal (ponder_think_run_get_id (run), id))
        return g_steal_pointer (&run);
    }
  return NULL;
}

static void
records_listed_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PonderWorkspace *self = g_task_get_source_object (task);
  Resumption *resumption = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records = ponder_store_list_runs_finish (PONDER_STORE (source), result, &error);
  PonderThinkRecord *record = records != NULL ? ponder_workspace_pick_run (records, resumption->id, &error) : NULL;
  PonderThinkRun *running = record != NULL ? find_running (self, record->id) : NULL;

  if (record == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (running != NULL)
    {
      if (resumption->command != PONDER_THINK_RESUME)
        ponder_think_run_command (running, resumption->command, resumption->node, resumption->text);
      g_task_return_pointer (task, running, g_object_unref);
      return;
    }
  resumption->record = ponder_think_record_copy (record);
  ponder_store_load_run_async (self->store, record->id, TRUE, g_task_get_cancellable (task), claimed_cb,
                               g_object_ref (task));
}

void
ponder_workspace_resume_think_for_async (PonderWorkspace     *self,
                                         const char          *id,
                                         PonderThinkCommand   command,
                                         const char          *node,
                                         const char          *text,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data)
{
  Resumption *resumption;
  GTask *task;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));
  g_return_if_fail (id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_workspace_resume_think_async);
  resumption = g_new0 (Resumption, 1);
  resumption->id = g_strdup (id);
  resumption->command = command;
  resumption->node = g_strdup (node);
  resumption->text = g_strdup (text);
  g_task_set_task_data (task, resumption, resumption_free);
  ponder_store_list_runs_async (self->store, NULL, cancellable, records_listed_cb, task);
}

void
ponder_workspace_resume_think_async (PonderWorkspace     *self,
                                     const char          *id,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  ponder_workspace_resume_think_for_async (self, id, PONDER_THINK_RESUME, NULL, NULL, cancellable, callback,
                                           user_data);
}

PonderThinkRun *
ponder_workspace_resume_think_finish (PonderWorkspace  *self,
                                      GAsyncResult     *result,
                                      GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
