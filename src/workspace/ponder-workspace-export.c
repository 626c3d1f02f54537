/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chats of the workspace as files: read through the store, written on a thread. */

#include "config.h"

#include "ponder-workspace-export.h"

#include "ponder-attachment-files.h"
#include "ponder-error.h"
#include "ponder-store-import.h"
#include "ponder-workspace-private.h"

/* One export. Owned by its task; a thread has it while the main thread waits. */
typedef struct
{
  GPtrArray           *sessions;
  PonderExportFormat   format;
  gboolean             whole_tree;
  gboolean             as_archive;
  char                *attachments;     /* the folder of their files */
  char                *path;            /* (nullable): the text is given back */
  PonderExportArchive *archive;         /* (nullable) */
  PonderConversation  *conversation;    /* (nullable): the one that is being written */
  GBytes              *bytes;           /* (nullable): what is given back */
  GError              *left_out;        /* (nullable): why the last one was */
  guint                n_read;
  guint                n_left_out;
} Export;

static void read_next (GTask *task);

static Export *
export_new (PonderWorkspace    *workspace,
            GPtrArray          *sessions,
            PonderExportFormat  format,
            gboolean            whole_tree)
{
  Export *self = g_new0 (Export, 1);

  self->sessions = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < sessions->len; i++)
    g_ptr_array_add (self->sessions, g_object_ref (sessions->pdata[i]));
  self->attachments = g_strdup (ponder_attachments_get_folder (workspace->attachments));
  self->format = format;
  self->whole_tree = whole_tree;

  return self;
}

static void
export_free (Export *self)
{
  g_ptr_array_unref (self->sessions);
  g_free (self->attachments);
  g_free (self->path);
  g_clear_pointer (&self->archive, ponder_export_archive_free);
  g_clear_pointer (&self->conversation, ponder_conversation_free);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_error (&self->left_out);
  g_free (self);
}

/* --- on the thread --- */

/* What is missing or damaged is exported without its bytes: all the rest is still worth having. */
static void
read_attachment (Export       *self,
                 PonderPart   *part,
                 GCancellable *cancellable)
{
  g_autoptr(GError) error = NULL;

  if (part->digest == NULL || part->data != NULL)
    return;
  if (!(part->data = ponder_attachment_files_load (self->attachments, part->digest, cancellable, &error)))
    g_debug ("an attachment is exported without its bytes: %s", error->message);
}

static void
read_attachments (Export       *self,
                  GCancellable *cancellable)
{
  GPtrArray *messages = self->conversation->messages;

  for (guint i = 0; i < messages->len; i++)
    {
      GPtrArray *parts = ponder_message_get_parts (g_ptr_array_index (messages, i));

      for (guint j = 0; j < parts->len; j++)
        read_attachment (self, g_ptr_array_index (parts, j), cancellable);
    }
}

static gboolean
add_to_archive (Export  *self,
                GError **error)
{
  g_autoptr(GError) local_error = NULL;

  if (self->archive == NULL
      && !(self->archive = ponder_export_archive_new (self->path, self->format, self->whole_tree, error)))
    return FALSE;
  if (ponder_export_archive_add (self->archive, self->conversation, &local_error))
    return TRUE;

  if (!g_error_matches (local_error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  self->n_left_out++;
  g_clear_error (&self->left_out);
  self->left_out = g_steal_pointer (&local_error);
  return TRUE;
}

static gboolean
write_one (Export  *self,
           GError **error)
{
  if (self->as_archive)
    return add_to_archive (self, error);
  if (self->path != NULL)
    return ponder_export_write_file (self->conversation, self->path, self->format, self->whole_tree, error);

  self->bytes = ponder_export_conversation (self->conversation, self->format, self->whole_tree, error);
  return self->bytes != NULL;
}

static void
write_thread (GTask        *job,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  Export *self = data;
  GError *error = NULL;

  read_attachments (self, cancellable);
  if (write_one (self, &error))
    g_task_return_boolean (job, TRUE);
  else
    g_task_return_error (job, error);
}

static void
finish_thread (GTask        *job,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  Export *self = data;
  GError *error = NULL;

  if (ponder_export_archive_finish (self->archive, &error))
    g_task_return_boolean (job, TRUE);
  else
    g_task_return_error (job, error);
}

/* --- on the main thread --- */

static void
run (GTask               *task,
     GTaskThreadFunc      function,
     GAsyncReadyCallback  callback)
{
  g_autoptr(GTask) job = g_task_new (g_task_get_source_object (task), g_task_get_cancellable (task), callback,
                                     g_object_ref (task));

  g_task_set_source_tag (job, run);
  g_task_set_task_data (job, g_task_get_task_data (task), NULL);
  g_task_run_in_thread (job, function);
}

static void
return_all (GTask *task)
{
  Export *self = g_task_get_task_data (task);

  if (self->bytes != NULL)
    g_task_return_pointer (task, g_steal_pointer (&self->bytes), (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_boolean (task, TRUE);
}

static void
finished_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    return_all (task);
  else
    g_task_return_error (task, error);
}

/* Nothing more is to be read. */
static void
end (GTask *task)
{
  Export *self = g_task_get_task_data (task);

  if (self->left_out != NULL && self->n_left_out == self->sessions->len)
    g_task_return_error (task, g_steal_pointer (&self->left_out));
  else if (self->archive != NULL)
    run (task, finish_thread, finished_cb);
  else
    return_all (task);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Export *self = g_task_get_task_data (task);
  GError *error = NULL;

  g_clear_pointer (&self->conversation, ponder_conversation_free);
  if (g_task_propagate_boolean (G_TASK (result), &error))
    read_next (task);
  else
    g_task_return_error (task, error);
}

static PonderConversation *
make_conversation (PonderSession *session,
                   GPtrArray     *messages)
{
  g_autoptr(PonderSession) copy = ponder_session_snapshot (session);
  PonderConversation *conversation = ponder_conversation_new (copy);

  for (guint i = 0; i < messages->len; i++)
    ponder_conversation_take_message (conversation, g_object_ref (messages->pdata[i]));

  return conversation;
}

static void
origin_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Export *self = g_task_get_task_data (task);
  g_autoptr(PonderStoreOrigin) origin = NULL;
  GError *error = NULL;

  if (!(origin = ponder_store_load_origin_finish (PONDER_STORE (source), result, &error)))
    {
      g_task_return_error (task, error);
      return;
    }

  if (origin->runs->len > 0)
    {
      g_ptr_array_unref (self->conversation->runs);
      self->conversation->runs = g_steal_pointer (&origin->runs);
    }
  self->conversation->source = g_steal_pointer (&origin->source);
  self->conversation->external_id = g_steal_pointer (&origin->external_id);
  self->conversation->source_updated = origin->updated;
  run (task, write_thread, written_cb);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Export *self = g_task_get_task_data (task);
  g_autoptr(GPtrArray) messages = NULL;
  GError *error = NULL;

  if (!(messages = ponder_workspace_load_messages_finish (PONDER_WORKSPACE (source), result, &error)))
    {
      g_task_return_error (task, error);
      return;
    }

  self->conversation = make_conversation (self->sessions->pdata[self->n_read], messages);
  self->n_read++;
  ponder_store_load_origin_async (PONDER_WORKSPACE (source)->store, ponder_session_get_id (self->conversation->session),
                                  g_task_get_cancellable (task), origin_cb, g_object_ref (task));
}

static void
read_next (GTask *task)
{
  Export *self = g_task_get_task_data (task);

  if (self->n_read == self->sessions->len)
    {
      end (task);
      return;
    }

  ponder_workspace_load_messages_async (g_task_get_source_object (task), self->sessions->pdata[self->n_read],
                                        g_task_get_cancellable (task), read_cb, g_object_ref (task));
}

static void
add_all (GPtrArray         *sessions,
         PonderSessionList *list)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    g_ptr_array_add (sessions, g_list_model_get_item (G_LIST_MODEL (list), i));
}

GPtrArray *
ponder_workspace_list_all_sessions (PonderWorkspace *self)
{
  GPtrArray *sessions = g_ptr_array_new_with_free_func (g_object_unref);

  add_all (sessions, ponder_workspace_get_sessions (self));
  add_all (sessions, ponder_workspace_get_archive (self));
  return sessions;
}

void
ponder_workspace_export_session_async (PonderWorkspace     *self,
                                       PonderSession       *session,
                                       PonderExportFormat   format,
                                       gboolean             whole_tree,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  g_autoptr(GPtrArray) sessions = g_ptr_array_new ();
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));
  g_return_if_fail (PONDER_IS_SESSION (session));

  g_ptr_array_add (sessions, session);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_workspace_export_session_async);
  g_task_set_task_data (task, export_new (self, sessions, format, whole_tree), (GDestroyNotify) export_free);
  read_next (task);
}

GBytes *
ponder_workspace_export_session_finish (PonderWorkspace  *self,
                                        GAsyncResult     *result,
                                        GError          **error)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
ponder_workspace_export_async (PonderWorkspace     *self,
                               GPtrArray           *sessions,
                               PonderExportFormat   format,
                               gboolean             whole_tree,
                               gboolean             as_archive,
                               const char          *path,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Export *export;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));
  g_return_if_fail (sessions != NULL && sessions->len > 0);
  g_return_if_fail (path != NULL);

  export = export_new (self, sessions, format, whole_tree);
  export->as_archive = as_archive || sessions->len > 1;
  export->path = g_strdup (path);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_workspace_export_async);
  g_task_set_task_data (task, export, (GDestroyNotify) export_free);
  read_next (task);
}

gboolean
ponder_workspace_export_finish (PonderWorkspace  *self,
                                GAsyncResult     *result,
                                guint            *n_left_out,
                                GError          **error)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (n_left_out != NULL)
    *n_left_out = ((Export *) g_task_get_task_data (G_TASK (result)))->n_left_out;
  return g_task_propagate_boolean (G_TASK (result), error);
}
