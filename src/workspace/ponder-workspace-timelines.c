/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The workspace's open chats: their messages, loaded and kept. */

#include "config.h"

#include "ponder-timeline-private.h"
#include "ponder-workspace-private.h"
#include "ponder-workspace-runs-private.h"
#include "ponder-workspace-turns-private.h"

#define SLICE_US 2000
/* Of a chat of more than LONG messages so many are shown before all are read: two screens of short ones. */
#define LATEST 40
#define LONG 400

/* One reading of a chat's messages. */
typedef struct
{
  PonderWorkspace *workspace;
  PonderTimeline  *timeline;
  guint            generation;
  GPtrArray       *rows;        /* (nullable): as read */
  guint            n_merged;
} Load;

static void
load_free (Load *self)
{
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_object_unref (self->timeline);
  g_object_unref (self->workspace);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Load, load_free)

static void load (PonderWorkspace *self, PonderTimeline *timeline);

static void
add_to_stale (PonderWorkspace *self,
              PonderTimeline  *timeline)
{
  g_hash_table_add (self->stale, g_strdup (ponder_session_get_id (ponder_timeline_get_session (timeline))));
}

static void
end_load (Load         *call,
          const GError *error)
{
  g_autoptr(PonderFault) fault = error != NULL ? ponder_fault_new_from_error (error, "open chat") : NULL;

  ponder_timeline_set_fault (call->timeline, fault);
  ponder_timeline_set_loading (call->timeline, FALSE);
  ponder_workspace_keep_timeline (call->workspace, call->timeline);
}

/* A turn that runs knows better than the store; one that waits for this very reading does not. */
static gboolean
knows_better (PonderTimeline *timeline)
{
  return !ponder_timeline_get_loading (timeline) && ponder_timeline_get_turn (timeline) != NULL;
}

/* FALSE when all is done: also when it is read anew, or never mind. */
static gboolean
merge_some (Load *call)
{
  if (knows_better (call->timeline))
    add_to_stale (call->workspace, call->timeline);
  else if (ponder_timeline_get_generation (call->timeline) != call->generation)
    {
      load (call->workspace, call->timeline);
      return FALSE;
    }
  else if (call->n_merged < call->rows->len)
    {
      call->n_merged = ponder_timeline_merge_some (call->timeline, call->rows, call->n_merged);
      return TRUE;
    }
  else if (ponder_timeline_show_some (call->timeline))
    return TRUE;
  end_load (call, NULL);
  return FALSE;
}

static gboolean
merge_cb (gpointer user_data)
{
  gint64 end = g_get_monotonic_time () + SLICE_US;

  while (merge_some (user_data))
    if (g_get_monotonic_time () >= end)
      return G_SOURCE_CONTINUE;
  return G_SOURCE_REMOVE;
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Load) call = user_data;
  g_autoptr(GError) error = NULL;

  call->rows = ponder_store_load_messages_finish (PONDER_STORE (source), result, &error);
  if (call->rows == NULL)
    end_load (call, error);
  else if (merge_cb (call) == G_SOURCE_CONTINUE)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, merge_cb, g_steal_pointer (&call), (GDestroyNotify) load_free);
}

static void
load (PonderWorkspace *self,
      PonderTimeline  *timeline)
{
  Load *call = g_new0 (Load, 1);

  call->workspace = g_object_ref (self);
  call->timeline = g_object_ref (timeline);
  call->generation = ponder_timeline_get_generation (timeline);
  g_hash_table_remove (self->stale, ponder_session_get_id (ponder_timeline_get_session (timeline)));
  ponder_workspace_read_boards (self, timeline);
  ponder_store_load_messages_async (self->store,
                                    ponder_session_get_id (ponder_timeline_get_session (timeline)),
                                    NULL, loaded_cb, call);
}

/* What goes wrong here goes wrong again with the others, and is told then. */
static void
latest_loaded_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(Load) call = user_data;
  g_autoptr(GPtrArray) rows = ponder_store_load_latest_finish (PONDER_STORE (source), result, NULL);

  if (rows != NULL && rows->len > 0 && ponder_timeline_get_loading (call->timeline)
      && ponder_timeline_get_generation (call->timeline) == call->generation)
    ponder_timeline_merge (call->timeline, rows);
}

/* A reader who left in the middle comes back there, and wants all of it. */
static void
load_latest (PonderWorkspace *self,
             PonderTimeline  *timeline)
{
  PonderSession *session = ponder_timeline_get_session (timeline);
  Load *call;

  if (ponder_session_get_n_messages (session) < LONG || ponder_session_get_scroll_message (session) != NULL)
    return;

  call = g_new0 (Load, 1);
  call->workspace = g_object_ref (self);
  call->timeline = g_object_ref (timeline);
  call->generation = ponder_timeline_get_generation (timeline);
  ponder_store_load_latest_async (self->store, ponder_session_get_id (session), LATEST, latest_loaded_cb, call);
}

static void
chosen_cb (PonderTimeline  *timeline,
           GPtrArray       *changed,
           PonderWorkspace *self)
{
  PonderSession *session = ponder_timeline_get_session (timeline);

  ponder_autosave_write_async (self->autosave, session, changed, NULL, NULL);
}

/* (transfer full) (nullable) */
static PonderTimeline *
lookup (PonderWorkspace *self,
        PonderSession   *session)
{
  GWeakRef *weak_ref = g_hash_table_lookup (self->timelines, ponder_session_get_id (session));

  return weak_ref != NULL ? g_weak_ref_get (weak_ref) : NULL;
}

static void
remember (PonderWorkspace *self,
          PonderTimeline  *timeline)
{
  const char *id = ponder_session_get_id (ponder_timeline_get_session (timeline));
  GWeakRef *weak_ref = g_new (GWeakRef, 1);

  g_weak_ref_init (weak_ref, timeline);
  g_hash_table_replace (self->timelines, g_strdup (id), weak_ref);
}

static gboolean
is_worth_keeping (PonderWorkspace *self,
                  PonderTimeline  *timeline)
{
  PonderSession *session = ponder_timeline_get_session (timeline);
  const char *id = ponder_session_get_id (session);

  return !ponder_timeline_get_loading (timeline) && ponder_timeline_get_fault (timeline) == NULL
         && ponder_session_list_lookup (self->sessions, id) == session
         && !g_hash_table_contains (self->stale, id);
}

void
ponder_workspace_keep_timeline (PonderWorkspace *self,
                                PonderTimeline  *timeline)
{
  PonderSession *session = ponder_timeline_get_session (timeline);

  if (self->is_open && is_worth_keeping (self, timeline))
    ponder_lru_insert (self->recent, ponder_session_get_id (session), g_object_ref (timeline),
                       ponder_timeline_get_size (timeline), g_get_real_time (), G_MAXINT64);
  else
    ponder_workspace_forget_timeline (self, session);
}

void
ponder_workspace_forget_timeline (PonderWorkspace *self,
                                  PonderSession   *session)
{
  ponder_lru_remove (self->recent, ponder_session_get_id (session));
}

void
ponder_workspace_doubt_timeline (PonderWorkspace *self,
                                 PonderSession   *session)
{
  g_autoptr(PonderTimeline) timeline = NULL;

  ponder_workspace_forget_timeline (self, session);
  /* Somebody shows it, or it is being read. */
  if ((timeline = lookup (self, session)))
    add_to_stale (self, timeline);
}

/* Whether @timeline may say something else than the store. One who writes a message may have died without a word. */
static gboolean
is_doubtful (PonderWorkspace *self,
             PonderTimeline  *timeline)
{
  GPtrArray *messages = ponder_timeline_get_messages (timeline);
  const char *id = ponder_session_get_id (ponder_timeline_get_session (timeline));

  if (ponder_timeline_get_turn (timeline) != NULL || ponder_timeline_get_loading (timeline))
    return FALSE;
  if (ponder_timeline_get_fault (timeline) != NULL || g_hash_table_contains (self->stale, id))
    return TRUE;

  for (guint i = 0; i < messages->len; i++)
    if (ponder_message_is_being_written (g_ptr_array_index (messages, i)))
      return TRUE;
  return FALSE;
}

void
ponder_workspace_reload_timeline (PonderWorkspace *self,
                                  PonderSession   *session)
{
  g_autoptr(PonderTimeline) timeline = lookup (self, session);

  if (timeline == NULL)
    return;

  if (ponder_timeline_get_turn (timeline) == NULL && !ponder_timeline_get_loading (timeline))
    load (self, timeline);
  else
    add_to_stale (self, timeline);
}

/* (transfer full) */
static PonderTimeline *
begin_timeline (PonderWorkspace *self,
                PonderSession   *session)
{
  PonderTimeline *timeline = ponder_timeline_new (session);
  const char *id = ponder_session_get_id (session);

  g_signal_connect_object (timeline, "chosen", G_CALLBACK (chosen_cb), self, 0);
  remember (self, timeline);
  ponder_workspace_apply_comparison (self, timeline);
  if (!g_hash_table_contains (self->fresh, id) && !g_hash_table_contains (self->private_ids, id))
    {
      ponder_timeline_set_loading (timeline, TRUE);
      load_latest (self, timeline);
      load (self, timeline);
    }
  return timeline;
}

PonderTimeline *
ponder_workspace_open_timeline (PonderWorkspace *self,
                                PonderSession   *session)
{
  PonderTimeline *timeline;
  const char *id;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (PONDER_IS_SESSION (session), NULL);

  id = ponder_session_get_id (session);
  if ((timeline = lookup (self, session)))
    {
      if (is_doubtful (self, timeline))
        load (self, timeline);
      ponder_workspace_keep_timeline (self, timeline);
    }
  else
    {
      timeline = begin_timeline (self, session);
    }
  /* What is written now waits for what is read, and not the other way round: the disk takes its time. */
  ponder_session_set_unseen (session, FALSE);
  if (ponder_workspace_lookup_session (self, id) != NULL && ponder_session_get_trashed (session) == 0)
    ponder_settings_set_last_session (self->settings, id);
  return timeline;
}

static void
leave_out_trash (GPtrArray *messages)
{
  for (guint i = messages->len; i > 0; i--)
    if (ponder_message_get_trashed (g_ptr_array_index (messages, i - 1)) != 0)
      g_ptr_array_remove_index (messages, i - 1);
}

static void
messages_loaded_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  GPtrArray *messages;

  if ((messages = ponder_store_load_messages_finish (PONDER_STORE (source), result, &error)))
    leave_out_trash (messages);
  if (messages != NULL)
    g_task_return_pointer (task, messages, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
ponder_workspace_load_messages_async (PonderWorkspace     *self,
                                      PonderSession       *session,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));
  g_return_if_fail (PONDER_IS_SESSION (session));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_workspace_load_messages_async);
  ponder_store_load_messages_async (self->store, ponder_session_get_id (session), cancellable,
                                    messages_loaded_cb, g_steal_pointer (&task));
}

GPtrArray *
ponder_workspace_load_messages_finish (PonderWorkspace  *self,
                                       GAsyncResult     *result,
                                       GError          **error)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
