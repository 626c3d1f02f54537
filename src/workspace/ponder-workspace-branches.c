/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with a part of a chat: a chat of its own, the trash, and back. */

#include "config.h"

#include "ponder-store-runs.h"
#include "ponder-timeline-private.h"
#include "ponder-title.h"
#include "ponder-workspace-private.h"
#include "ponder-workspace-runs-private.h"

#include <glib/gi18n.h>

#include "ponder-id.h"
#include "ponder-trashed-branch.h"

/* One branch that waits for its chat to be read. */
typedef struct
{
  PonderWorkspace *workspace;
  PonderTimeline  *timeline;
  gint64           time;
} Restore;

static void
restore_free (Restore *self)
{
  g_object_unref (self->workspace);
  g_object_unref (self->timeline);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Restore, restore_free)

static gboolean
is_same (GListModel *list,
         GPtrArray  *branches)
{
  if (g_list_model_get_n_items (list) != branches->len)
    return FALSE;

  for (guint i = 0; i < branches->len; i++)
    {
      PonderTrashedBranch *branch = g_ptr_array_index (branches, i);
      g_autoptr(PonderTrashedBranch) listed = g_list_model_get_item (list, i);

      if (ponder_trashed_branch_get_time (listed) != ponder_trashed_branch_get_time (branch)
          || ponder_trashed_branch_get_n_messages (listed) != ponder_trashed_branch_get_n_messages (branch)
          || !g_str_equal (ponder_trashed_branch_get_session_id (listed),
                           ponder_trashed_branch_get_session_id (branch))
          || !g_str_equal (ponder_trashed_branch_get_title (listed), ponder_trashed_branch_get_title (branch)))
        return FALSE;
    }
  return TRUE;
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(PonderWorkspace) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) branches = NULL;

  if (!(branches = ponder_store_list_trashed_branches_finish (PONDER_STORE (source), result, &error)))
    {
      ponder_workspace_report (self, error, "open trash");
      return;
    }

  if (!is_same (G_LIST_MODEL (self->trashed_branches), branches))
    g_list_store_splice (self->trashed_branches, 0,
                         g_list_model_get_n_items (G_LIST_MODEL (self->trashed_branches)), branches->pdata,
                         branches->len);
  ponder_workspace_purge_old_trash (self);
}

void
ponder_workspace_read_trashed_branches (PonderWorkspace *self)
{
  if (self->is_open)
    ponder_store_list_trashed_branches_async (self->store, NULL, listed_cb, g_object_ref (self));
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(PonderWorkspace) self = user_data;

  /* What could not be written is told by the autosave, which tries again. */
  if (ponder_autosave_write_finish (PONDER_AUTOSAVE (source), result, NULL))
    ponder_workspace_read_trashed_branches (self);
}

static void
write_changes (PonderWorkspace *self,
               PonderTimeline  *timeline,
               GPtrArray       *changed)
{
  PonderSession *session = ponder_timeline_get_session (timeline);

  if (changed->len == 0)
    return;

  ponder_session_set_n_messages (session, ponder_timeline_get_messages (timeline)->len);
  ponder_autosave_write_async (self->autosave, session, changed, written_cb, g_object_ref (self));
  ponder_workspace_keep_timeline (self, timeline);
}

/* --- a chat of its own --- */

static char *
dup_branch_title (PonderSession *session)
{
  /* Translators: the title of a chat that began as a part of the chat of this title. */
  return g_strdup_printf (_("Branch of %s"), ponder_title_or_stand_in (ponder_session_get_title (session)));
}

static void
take_copy (GPtrArray     *copies,
           PonderMessage *message)
{
  PonderMessage *copy = ponder_message_snapshot (message);

  ponder_message_set_chosen (copy, FALSE);
  if (ponder_message_is_being_written (copy))
    ponder_message_set_state (copy, PONDER_MESSAGE_INTERRUPTED);
  g_ptr_array_add (copies, copy);
}

/* A chat whose runs follow its messages. */
typedef struct
{
  PonderWorkspace *workspace;
  PonderSession   *session;
} Following;

static void
runs_copied_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autofree Following *following = user_data;
  g_autoptr(PonderWorkspace) self = following->workspace;
  g_autoptr(PonderSession) session = following->session;
  g_autoptr(PonderTimeline) timeline = NULL;
  g_autoptr(GError) error = NULL;

  /* The answers are there all the same. */
  if (!ponder_store_copy_runs_finish (PONDER_STORE (source), result, &error))
    {
      g_debug ("%s", error->message);
      return;
    }
  timeline = ponder_workspace_open_timeline (self, session);
  ponder_workspace_read_boards (self, timeline);
}

static void
branch_stored_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  Following *following = user_data;

  /* What could not be written is told by the autosave. */
  if (ponder_autosave_write_finish (PONDER_AUTOSAVE (source), result, NULL))
    {
      ponder_store_copy_runs_async (following->workspace->store,
                                    ponder_session_get_branched_from (following->session),
                                    ponder_session_get_id (following->session), NULL, runs_copied_cb, following);
      return;
    }
  g_object_unref (following->workspace);
  g_object_unref (following->session);
  g_free (following);
}

PonderSession *
ponder_workspace_branch_to_new_chat (PonderWorkspace *self,
                                     PonderTimeline  *timeline,
                                     PonderMessage   *message)
{
  g_autoptr(GPtrArray) copies = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) before = NULL;
  g_autofree char *title = NULL;
  PonderSession *session;
  PonderSession *old;
  Following *following;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (PONDER_IS_TIMELINE (timeline), NULL);
  g_return_val_if_fail (PONDER_IS_MESSAGE (message), NULL);

  old = ponder_timeline_get_session (timeline);
  before = ponder_timeline_list_before (timeline, message);
  for (guint i = 0; i < before->len; i++)
    take_copy (copies, g_ptr_array_index (before, i));
  take_copy (copies, message);

  session = ponder_workspace_create_session (self);
  title = dup_branch_title (old);
  ponder_session_set_title (session, title);
  ponder_session_set_title_fixed (session, TRUE);
  ponder_session_set_config (session, ponder_session_get_config (old));
  ponder_session_set_preview (session, ponder_session_get_preview (old));
  ponder_session_set_branched_from (session, ponder_session_get_id (old));
  ponder_session_set_n_messages (session, copies->len);
  ponder_workspace_note_stored (self, session);
  following = g_new (Following, 1);
  following->workspace = g_object_ref (self);
  following->session = g_object_ref (session);
  ponder_autosave_write_async (self->autosave, session, copies, branch_stored_cb, following);
  return session;
}

/* --- the trash --- */

/* Backwards: a turn may leave the list while it is stopped. */
static void
stop_thrown_away (PonderTimeline *timeline)
{
  GListModel *turns = ponder_timeline_get_turns (timeline);

  for (guint i = g_list_model_get_n_items (turns); i > 0; i--)
    {
      g_autoptr(PonderTurn) turn = g_list_model_get_item (turns, i - 1);

      if (turn != NULL && ponder_message_get_trashed (ponder_turn_get_message (turn)) != 0)
        ponder_turn_stop (turn);
    }
}

gint64
ponder_workspace_trash_branch (PonderWorkspace *self,
                               PonderTimeline  *timeline,
                               PonderMessage   *message)
{
  g_autoptr(GPtrArray) changed = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 time;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), 0);
  g_return_val_if_fail (PONDER_IS_TIMELINE (timeline), 0);
  g_return_val_if_fail (PONDER_IS_MESSAGE (message), 0);

  time = ponder_timeline_trash (timeline, message, g_get_real_time (), changed);
  stop_thrown_away (timeline);
  write_changes (self, timeline, changed);
  return time;
}

static void
restore_now (PonderWorkspace *self,
             PonderTimeline  *timeline,
             gint64           time)
{
  g_autoptr(GPtrArray) changed = g_ptr_array_new_with_free_func (g_object_unref);

  ponder_timeline_restore (timeline, time, changed);
  write_changes (self, timeline, changed);
}

static void
loading_changed_cb (PonderTimeline *timeline,
                    GParamSpec     *pspec,
                    gpointer        user_data)
{
  g_autoptr(Restore) restore = user_data;

  g_signal_handlers_disconnect_by_func (timeline, loading_changed_cb, restore);
  restore_now (restore->workspace, restore->timeline, restore->time);
}

void
ponder_workspace_restore_branch (PonderWorkspace *self,
                                 PonderSession   *session,
                                 gint64           time)
{
  g_autoptr(PonderTimeline) timeline = NULL;
  Restore *restore;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));
  g_return_if_fail (PONDER_IS_SESSION (session));

  timeline = ponder_workspace_open_timeline (self, session);
  if (!ponder_timeline_get_loading (timeline))
    {
      restore_now (self, timeline, time);
      return;
    }

  restore = g_new (Restore, 1);
  restore->workspace = g_object_ref (self);
  restore->timeline = g_object_ref (timeline);
  restore->time = time;
  g_signal_connect (timeline, "notify::loading", G_CALLBACK (loading_changed_cb), restore);
}

GListModel *
ponder_workspace_get_trashed_branches (PonderWorkspace *self)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);

  return G_LIST_MODEL (self->trashed_branches);
}
