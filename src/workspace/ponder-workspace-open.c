/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a folder to lists of chats, and back: opening the workspace, and closing it when nothing is under way. */

#include "config.h"

#include "ponder-workspace-private.h"
#include "ponder-workspace-turns-private.h"

#include <glib/gi18n.h>

/* --- opening --- */


static void store_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
closed_for_opening_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  GTask *task = user_data;
  PonderStore *store = PONDER_STORE (source);
  g_autoptr(GError) error = NULL;

  if (!ponder_store_close_finish (store, result, &error))
    g_debug ("%s", error->message);
  ponder_store_open_async (store, g_task_get_cancellable (task), store_opened_cb, task);
}

/* Damage that shows when the lists are read is recovered by opening once more; once is enough. */
static gboolean
open_again (PonderWorkspace *self,
            GTask           *task)
{
  if (g_task_get_task_data (task) != NULL || !ponder_store_is_damaged (self->store))
    return FALSE;

  g_task_set_task_data (task, self, NULL);
  self->is_open = FALSE;
  self->serial = 0;
  ponder_store_close_async (self->store, closed_for_opening_cb, g_object_ref (task));
  return TRUE;
}

static void
opened_refreshed_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PonderWorkspace *self = PONDER_WORKSPACE (source);
  g_autoptr(GError) error = NULL;

  if (!ponder_workspace_refresh_finish (self, result, &error))
    {
      if (!open_again (self, task))
        g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  ponder_workspace_open_cache (self);
  ponder_workspace_read_trashed_branches (self);
  if (!self->read_only)
    ponder_workspace_begin_cleaning (self);
  ponder_workspace_begin_upkeep (self);
  ponder_workspace_tell_opening (self);
  g_task_return_boolean (task, TRUE);
}

static void
set_read_only (PonderWorkspace *self,
               gboolean         read_only)
{
  if (self->read_only == read_only)
    return;

  self->read_only = read_only;
  g_object_notify (G_OBJECT (self), "read-only");
}

/* The same error with everything a dialog shows. */
static GError *
new_open_error (PonderWorkspace *self,
                const GError    *error)
{
  PonderFault *fault;

  if (ponder_error_get_fault (error) != NULL
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (error);

  fault = ponder_fault_new_from_error (error, "open database");
  fault->host = g_strdup (ponder_store_get_path (self->store));
  return ponder_error_new_take_fault (fault);
}

static void
store_opened_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PonderWorkspace *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;

  if (!ponder_store_open_finish (PONDER_STORE (source), result, &error))
    {
      g_task_return_error (task, new_open_error (self, error));
      return;
    }

  self->is_open = TRUE;
  set_read_only (self, ponder_store_get_read_only (self->store));
  ponder_workspace_refresh_async (self, opened_refreshed_cb, g_steal_pointer (&task));
}

void
ponder_workspace_open_async (PonderWorkspace     *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_workspace_open_async);
  ponder_store_open_async (self->store, cancellable, store_opened_cb, g_steal_pointer (&task));
}

gboolean
ponder_workspace_open_finish (PonderWorkspace  *self,
                              GAsyncResult     *result,
                              GError          **error)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- closing --- */

/* The task's data is the error of the store, if there is one. */
static void
cache_closed_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  const GError *error = g_task_get_task_data (task);

  ponder_workspace_close_cache_finish (PONDER_WORKSPACE (source), result);
  if (error != NULL)
    g_task_return_error (task, g_error_copy (error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
store_closed_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PonderWorkspace *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;

  if (self->demo != NULL)
    ponder_demo_server_stop (self->demo);

  if (ponder_store_close_finish (PONDER_STORE (source), result, &error)
      && ponder_autosave_has_unsaved (self->autosave))
    g_set_error_literal (&error, PONDER_ERROR, PONDER_ERROR_STORE, _("The last changes could not be saved."));
  if (error != NULL)
    g_task_set_task_data (task, g_steal_pointer (&error), (GDestroyNotify) g_error_free);
  ponder_workspace_close_cache_async (self, cache_closed_cb, g_steal_pointer (&task));
}

void
ponder_workspace_close_store (PonderWorkspace *self,
                              GTask           *task)
{
  if (ponder_workspace_stop_upkeep (self, task))
    return;

  ponder_autosave_flush (self->autosave);
  ponder_workspace_end_cleaning (self);
  g_clear_pointer (&self->awaited, g_ptr_array_unref);
  self->is_open = FALSE;
  ponder_lru_clear (self->recent);
  /* Not when it is let go of: a program may end before everybody has. */
  g_clear_pointer (&self->board, ponder_activity_board_free);
  ponder_store_close_async (self->store, store_closed_cb, g_object_ref (task));
}

/* Closing goes on when the last turn has ended. */
static void
turns_changed_cb (GListModel *turns,
                  guint       position,
                  guint       removed,
                  guint       added,
                  GTask      *task)
{
  if (g_list_model_get_n_items (turns) > 0)
    return;

  g_signal_handlers_disconnect_by_func (turns, turns_changed_cb, task);
  ponder_workspace_close_store (g_task_get_source_object (task), task);
}

void
ponder_workspace_close_async (PonderWorkspace     *self,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, ponder_workspace_close_async);
  ponder_workspace_suspend_runs (self);
  ponder_workspace_stop_turns (self, NULL);
  if (!self->is_open)
    g_task_return_boolean (task, TRUE);
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->turns)) == 0)
    ponder_workspace_close_store (self, task);
  else
    g_signal_connect_data (self->turns, "items-changed", G_CALLBACK (turns_changed_cb),
                           g_object_ref (task), (GClosureNotify) g_object_unref, 0);
}

gboolean
ponder_workspace_close_finish (PonderWorkspace  *self,
                               GAsyncResult     *result,
                               GError          **error)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
