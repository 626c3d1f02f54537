/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chats of other programs into the workspace: read on a thread, stored one after the other. */

#include "config.h"

#include "ponder-workspace-import.h"

#include "ponder-attachment-files.h"
#include "ponder-importer.h"
#include "ponder-store-import.h"
#include "ponder-workspace-private.h"

/* Chats that were read and are not stored yet: enough that the reader never waits for the disk's answer alone. */
#define MAX_WAITING 8

/* After so many the lists show what has come. */
#define REFRESH_EVERY 100

#define PROGRESS_US (G_USEC_PER_SEC / 5)

/* One import. Owned by its task; the reading thread has what stands under "the reader's", and both what the lock
 * guards. */
typedef struct
{
  char                     *path;
  GHashTable               *only;
  gboolean                  pretend;
  PonderImportProgressFunc  progress;
  gpointer                  progress_data;
  GMainContext             *context;
  PonderImportReport       *report;

  /* The reader's. */
  char                     *attachments;
  gint64                    last_progress;

  GMutex                    lock;
  GCond                     stored;
  guint                     n_waiting;
  GError                   *failure;            /* (nullable): of the store */
  goffset                   done;
  goffset                   total;
} Import;

/* What the reading thread gives to the main thread. */
typedef struct
{
  GTask              *task;
  PonderConversation *conversation;
  PonderImportItem   *item;
} Handover;

static void
item_free (gpointer data)
{
  PonderImportItem *item = data;

  g_free (item->key);
  g_free (item->title);
  g_free (item);
}

static void
skip_free (gpointer data)
{
  PonderImportSkip *skip = data;

  g_free (skip->what);
  g_free (skip->why);
  g_free (skip);
}

static PonderImportReport *
report_new (void)
{
  PonderImportReport *self = g_new0 (PonderImportReport, 1);

  self->items = g_ptr_array_new_with_free_func (item_free);
  self->skipped = g_ptr_array_new_with_free_func (skip_free);
  return self;
}

void
ponder_import_report_free (PonderImportReport *self)
{
  g_free (self->format);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->skipped);
  g_free (self);
}

static void
import_free (gpointer data)
{
  Import *self = data;

  g_free (self->path);
  g_clear_pointer (&self->only, g_hash_table_unref);
  g_main_context_unref (self->context);
  g_clear_pointer (&self->report, ponder_import_report_free);
  g_free (self->attachments);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->stored);
  g_clear_error (&self->failure);
  g_free (self);
}

static void
handover_free (gpointer data)
{
  Handover *handover = data;

  g_object_unref (handover->task);
  g_clear_pointer (&handover->conversation, ponder_conversation_free);
  g_free (handover);
}

/* --- on the main thread --- */

static void
count (Import                    *self,
       PonderImportItem          *item,
       const PonderArrivalResult *result)
{
  self->report->n_messages += result->n_messages;
  switch (result->outcome)
    {
    case PONDER_ARRIVAL_NEW:
      item->outcome = PONDER_IMPORT_NEW;
      self->report->n_sessions++;
      break;
    case PONDER_ARRIVAL_MERGED:
      item->outcome = PONDER_IMPORT_MERGED;
      break;
    case PONDER_ARRIVAL_KNOWN:
      item->outcome = PONDER_IMPORT_KNOWN;
      self->report->n_duplicates++;
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Handover *handover = user_data;
  Import *self = g_task_get_task_data (handover->task);
  PonderWorkspace *workspace = g_task_get_source_object (handover->task);
  g_autofree PonderArrivalResult *arrived = NULL;
  g_autoptr(GError) error = NULL;

  arrived = ponder_store_import_finish (PONDER_STORE (source), result, &error);
  if (arrived != NULL)
    count (self, handover->item, arrived);
  if (arrived != NULL && !self->pretend && self->report->items->len % REFRESH_EVERY == 0)
    ponder_workspace_read_changes (workspace);

  g_mutex_lock (&self->lock);
  self->n_waiting--;
  if (self->failure == NULL)
    self->failure = g_steal_pointer (&error);
  g_cond_signal (&self->stored);
  g_mutex_unlock (&self->lock);
  handover_free (handover);
}

/* Goes on with the model of new chats where its own server is none of ours. */
static PonderStoreArrival *
make_arrival (PonderWorkspace    *workspace,
              Import             *self,
              PonderConversation *conversation)
{
  PonderStoreArrival *arrival = ponder_store_arrival_new (conversation->session, conversation->messages);
  const char *provider = ponder_session_get_config (conversation->session)->provider;

  if (provider == NULL || ponder_workspace_lookup_provider (workspace, provider) == NULL)
    ponder_workspace_set_default_model (workspace, conversation->session);
  g_ptr_array_unref (arrival->runs);
  arrival->runs = g_ptr_array_ref (conversation->runs);
  arrival->source = g_strdup (conversation->source);
  arrival->external_id = g_strdup (conversation->external_id);
  arrival->updated = conversation->source_updated;
  arrival->pretend = self->pretend;
  return arrival;
}

static gboolean
store_cb (gpointer user_data)
{
  Handover *handover = user_data;
  Import *self = g_task_get_task_data (handover->task);
  PonderWorkspace *workspace = g_task_get_source_object (handover->task);
  g_autoptr(PonderConversation) conversation = g_steal_pointer (&handover->conversation);

  g_ptr_array_add (self->report->items, handover->item);
  /* Not cancelled: what is stored is counted, and it is done in a moment. */
  ponder_store_import_async (workspace->store, make_arrival (workspace, self, conversation), NULL, stored_cb,
                             handover);
  return G_SOURCE_REMOVE;
}

static gboolean
progress_cb (gpointer user_data)
{
  GTask *task = user_data;
  Import *self = g_task_get_task_data (task);
  goffset done;
  goffset total;

  g_mutex_lock (&self->lock);
  done = self->done;
  total = self->total;
  g_mutex_unlock (&self->lock);
  self->progress (done, total, self->progress_data);
  return G_SOURCE_REMOVE;
}

/* --- on the reading thread --- */

static void
run_on_main (Import         *self,
             GSourceFunc     func,
             gpointer        data,
             GDestroyNotify  free_data)
{
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, free_data);
  g_source_attach (source, self->context);
}

/* Bytes are on the disk before the message that names them, and in memory no longer than that. */
static gboolean
save_attachments (Import              *self,
                  PonderConversation  *conversation,
                  GCancellable        *cancellable,
                  GError             **error)
{
  for (guint i = 0; i < conversation->messages->len; i++)
    {
      GPtrArray *parts = ponder_message_get_parts (g_ptr_array_index (conversation->messages, i));

      for (guint j = 0; j < parts->len; j++)
        {
          PonderPart *part = g_ptr_array_index (parts, j);
          g_autofree char *digest = NULL;

          if (part->data == NULL)
            continue;
          if (!self->pretend
              && !(digest = ponder_attachment_files_save (self->attachments, part->data, cancellable, error)))
            return FALSE;
          g_clear_pointer (&part->data, g_bytes_unref);
        }
    }
  return TRUE;
}

static PonderImportItem *
item_new (PonderConversation *conversation)
{
  PonderImportItem *item = g_new0 (PonderImportItem, 1);

  item->key = g_strdup_printf ("%s:%s", conversation->source != NULL ? conversation->source : "",
                               conversation->external_id != NULL ? conversation->external_id
                                                                 : ponder_session_get_id (conversation->session));
  item->title = g_strdup (ponder_session_get_title (conversation->session));
  item->updated = ponder_session_get_updated (conversation->session);
  item->n_messages = conversation->messages->len;
  return item;
}

/* Waits while more than @room chats are not stored yet. FALSE: the store has failed. */
static gboolean
wait_for_room (Import  *self,
               guint    room,
               GError **error)
{
  gboolean go_on;

  g_mutex_lock (&self->lock);
  while (self->n_waiting > room)
    g_cond_wait (&self->stored, &self->lock);
  go_on = self->failure == NULL;
  if (!go_on)
    g_propagate_error (error, g_error_copy (self->failure));
  g_mutex_unlock (&self->lock);
  return go_on;
}

static gboolean
take_cb (PonderConversation  *conversation,
         gpointer             user_data,
         GError             **error)
{
  g_autoptr(PonderConversation) owned = conversation;
  GTask *task = user_data;
  Import *self = g_task_get_task_data (task);
  PonderImportItem *item = item_new (owned);
  Handover *handover;

  if (self->only != NULL && !g_hash_table_contains (self->only, item->key))
    {
      item_free (item);
      return TRUE;
    }
  if (!save_attachments (self, owned, g_task_get_cancellable (task), error)
      || !wait_for_room (self, MAX_WAITING, error))
    {
      item_free (item);
      return FALSE;
    }

  handover = g_new0 (Handover, 1);
  handover->task = g_object_ref (task);
  handover->conversation = g_steal_pointer (&owned);
  handover->item = item;
  g_mutex_lock (&self->lock);
  self->n_waiting++;
  g_mutex_unlock (&self->lock);
  run_on_main (self, store_cb, handover, NULL);
  return TRUE;
}

static void
skip_cb (const char *what,
         const char *why,
         gpointer    user_data)
{
  Import *self = g_task_get_task_data (G_TASK (user_data));
  PonderImportSkip *skip = g_new0 (PonderImportSkip, 1);

  skip->what = g_strdup (what);
  skip->why = g_strdup (why);
  g_ptr_array_add (self->report->skipped, skip);
}

static void
read_cb (goffset  done,
         goffset  total,
         gpointer user_data)
{
  GTask *task = user_data;
  Import *self = g_task_get_task_data (task);
  gint64 now = g_get_monotonic_time ();

  if (self->progress == NULL || now - self->last_progress < PROGRESS_US)
    return;

  self->last_progress = now;
  g_mutex_lock (&self->lock);
  self->done = done;
  self->total = total;
  g_mutex_unlock (&self->lock);
  run_on_main (self, progress_cb, g_object_ref (task), g_object_unref);
}

static const PonderImportSink sink = { take_cb, skip_cb, read_cb };

static void
read_thread (GTask        *job,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  GTask *task = data;
  Import *self = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  gboolean done;

  done = ponder_importer_read (self->path, &sink, task, &self->report->format, cancellable, &error);
  /* What was given to the store is waited for, whatever became of the reading. */
  done = wait_for_room (self, 0, done ? &error : NULL) && done;
  if (done)
    g_task_return_boolean (job, TRUE);
  else
    g_task_return_error (job, g_steal_pointer (&error));
}

/* --- the door --- */

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Import *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!self->pretend)
    ponder_workspace_read_changes (PONDER_WORKSPACE (source));
  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
ponder_workspace_import_async (PonderWorkspace           *self,
                               const char                *path,
                               GHashTable                *only,
                               gboolean                   pretend,
                               PonderImportProgressFunc   progress,
                               gpointer                   progress_data,
                               GCancellable              *cancellable,
                               GAsyncReadyCallback        callback,
                               gpointer                   user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GTask) job = NULL;
  Import *import;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));
  g_return_if_fail (path != NULL);

  import = g_new0 (Import, 1);
  import->path = g_strdup (path);
  import->only = only != NULL ? g_hash_table_ref (only) : NULL;
  import->pretend = pretend;
  import->progress = progress;
  import->progress_data = progress_data;
  import->attachments = g_build_filename (self->data_dir, "attachments", NULL);
  import->context = g_main_context_ref_thread_default ();
  import->report = report_new ();
  g_mutex_init (&import->lock);
  g_cond_init (&import->stored);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_workspace_import_async);
  g_task_set_task_data (task, import, import_free);
  g_task_set_check_cancellable (task, FALSE);

  job = g_task_new (self, cancellable, done_cb, g_object_ref (task));
  g_task_set_source_tag (job, read_thread);
  g_task_set_task_data (job, g_object_ref (task), g_object_unref);
  g_task_set_check_cancellable (job, FALSE);
  g_task_run_in_thread (job, read_thread);
}

gboolean
ponder_workspace_import_finish (PonderWorkspace     *self,
                                GAsyncResult        *result,
                                PonderImportReport **report,
                                GError             **error)
{
  Import *import;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, ponder_workspace_import_async), FALSE);

  import = g_task_get_task_data (G_TASK (result));
  if (report != NULL)
    *report = g_steal_pointer (&import->report);
  return g_task_propagate_boolean (G_TASK (result), error);
}
