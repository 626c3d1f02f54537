/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the programs of this folder ask of models at this moment. */

#include "config.h"

#include "ponder-workspace-activity.h"

#include "ponder-activity-file-private.h"
#include "ponder-turn-private.h"
#include "ponder-workspace-private.h"

/* (transfer none) (nullable) */
static const char *
find_session (PonderReply *reply,
              gpointer     user_data)
{
  PonderWorkspace *self = user_data;
  GListModel *turns = G_LIST_MODEL (self->turns);

  for (guint i = 0; i < g_list_model_get_n_items (turns); i++)
    {
      g_autoptr(PonderTurn) turn = g_list_model_get_item (turns, i);
      const char *id = ponder_session_get_id (ponder_turn_get_session (turn));

      if (ponder_turn_get_reply (turn) == reply)
        return g_hash_table_contains (self->private_ids, id) ? NULL : id;
    }
  return NULL;
}

void
ponder_workspace_show_activity (PonderWorkspace *self)
{
  self->board = ponder_activity_board_new (self->data_dir, self->service, find_session, self);
}

void
ponder_workspace_set_program (PonderWorkspace *self,
                              PonderProgram    program)
{
  g_return_if_fail (PONDER_IS_WORKSPACE (self));

  ponder_activity_board_set_program (self->board, program);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  GPtrArray *activities;

  if ((activities = ponder_activity_file_read_all_finish (result, &error)))
    g_task_return_pointer (task, activities, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
ponder_workspace_list_activities_async (PonderWorkspace     *self,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_workspace_list_activities_async);
  ponder_activity_file_read_all_async (self->data_dir, cancellable, read_cb,
                                       g_steal_pointer (&task));
}

GPtrArray *
ponder_workspace_list_activities_finish (PonderWorkspace  *self,
                                         GAsyncResult     *result,
                                         GError          **error)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
