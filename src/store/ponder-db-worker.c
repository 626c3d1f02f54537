/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one thread that owns the database, and the queue in front of it. */

#include "config.h"

#include "ponder-db-worker.h"

#include <glib/gi18n.h>
#include <malloc.h>

#include "ponder-error.h"

/* How often an idle worker looks whether somebody else wrote: one page in shared memory. */
#define LOOK_INTERVAL G_USEC_PER_SEC

/* How long nobody asked, until what was read is given back. */
#define REST_INTERVAL (5 * G_USEC_PER_SEC)

/* Owned by its store. The fields below the line are the thread's. */
struct _PonderDbWorker
{
  GThread              *thread;
  GAsyncQueue          *queue;
  PonderDbWorkerNotice  changed_elsewhere;
  gpointer              user_data;
  GDestroyNotify        free_user_data;
  /* --- */
  PonderDb             *db;
  gint64                data_version;
  gint64                next_look;
  gint64                next_rest;      /* 0: has been since the last job */
};

/* One call, from the queue to its result. A job without a task ends the thread. */
typedef struct
{
  GTask              *task;
  PonderDbWorkerFunc  func;
  GDestroyNotify      free_result;
  gpointer            result;
  GError             *error;
} Job;

/* The task and the objects it holds belong to the thread that waits for it. */
static gboolean
return_cb (gpointer user_data)
{
  Job *job = user_data;

  if (job->error != NULL)
    g_task_return_error (job->task, g_steal_pointer (&job->error));
  else
    g_task_return_pointer (job->task, job->result, job->free_result);
  g_object_unref (job->task);
  g_free (job);
  return G_SOURCE_REMOVE;
}

static void
send_back (Job *job)
{
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_priority (source, g_task_get_priority (job->task));
  g_source_set_callback (source, return_cb, job, NULL);
  g_source_set_static_name (source, "ponder-db-worker");
  g_source_attach (source, g_task_get_context (job->task));
}

static void
run_job (PonderDbWorker *self,
         Job            *job)
{
  GCancellable *cancellable = g_task_get_cancellable (job->task);

  if (!g_cancellable_set_error_if_cancelled (cancellable, &job->error))
    {
      if (self->db != NULL)
        ponder_db_set_cancellable (self->db, cancellable);
      job->result = job->func (self, g_task_get_task_data (job->task), cancellable, &job->error);
      if (self->db != NULL)
        ponder_db_set_cancellable (self->db, NULL);
    }
  send_back (job);
}

static void
look_for_changes (PonderDbWorker *self)
{
  g_autoptr(GError) error = NULL;
  gint64 version;

  self->next_look = g_get_monotonic_time () + LOOK_INTERVAL;
  if (!ponder_db_get_int (self->db, "PRAGMA data_version", &version, &error))
    {
      g_debug ("cannot look for changes: %s", error->message);
      return;
    }
  if (version == self->data_version)
    return;

  if (self->data_version != 0)
    self->changed_elsewhere (self->user_data);
  self->data_version = version;
}

/* Somebody who reads one chat after the other leaves megabytes of pages here, and free memory between what is still
 * used everywhere else: it goes back where it is wanted. Here, since it takes some milliseconds. */
static void
rest (PonderDbWorker *self)
{
  self->next_rest = 0;
  ponder_db_release_memory (self->db);
#ifdef __GLIBC__
  malloc_trim (0);
#endif
}

/* NULL when it is time to look for changes. */
static Job *
next_job (PonderDbWorker *self)
{
  gint64 wait;

  if (self->db == NULL)
    return g_async_queue_pop (self->queue);

  wait = MAX (self->next_look - g_get_monotonic_time (), 0);
  return g_async_queue_timeout_pop (self->queue, (guint64) wait);
}

static gpointer
run (gpointer user_data)
{
  PonderDbWorker *self = user_data;

  for (;;)
    {
      Job *job = next_job (self);

      if (job == NULL)
        {
          look_for_changes (self);
          if (self->next_rest != 0 && g_get_monotonic_time () >= self->next_rest)
            rest (self);
          continue;
        }
      if (job->task == NULL)
        {
          g_free (job);
          break;
        }
      run_job (self, job);
      self->next_rest = g_get_monotonic_time () + REST_INTERVAL;
    }
  ponder_db_worker_take_db (self, NULL);
  return NULL;
}

PonderDbWorker *
ponder_db_worker_new (PonderDbWorkerNotice  changed_elsewhere,
                      gpointer              user_data,
                      GDestroyNotify        free_user_data)
{
  PonderDbWorker *self = g_new0 (PonderDbWorker, 1);

  self->queue = g_async_queue_new ();
  self->changed_elsewhere = changed_elsewhere;
  self->user_data = user_data;
  self->free_user_data = free_user_data;
  self->thread = g_thread_new ("ponder-store", run, self);
  return self;
}

void
ponder_db_worker_free (PonderDbWorker *self)
{
  g_async_queue_push (self->queue, g_new0 (Job, 1));
  g_thread_join (self->thread);

  g_async_queue_unref (self->queue);
  self->free_user_data (self->user_data);
  g_free (self);
}

void
ponder_db_worker_push (PonderDbWorker     *self,
                       GTask              *task,
                       PonderDbWorkerFunc  func,
                       GDestroyNotify      free_result)
{
  Job *job = g_new0 (Job, 1);

  job->task = task;
  job->func = func;
  job->free_result = free_result;
  g_async_queue_push (self->queue, job);
}

PonderDb *
ponder_db_worker_get_db (PonderDbWorker  *self,
                         GError         **error)
{
  g_assert (self->thread == g_thread_self ());

  if (self->db == NULL)
    g_set_error_literal (error, PONDER_ERROR, PONDER_ERROR_STORE, _("The chats are not open."));

  return self->db;
}

void
ponder_db_worker_take_db (PonderDbWorker *self,
                          PonderDb       *db)
{
  g_assert (self->thread == g_thread_self ());

  g_clear_pointer (&self->db, ponder_db_close);
  self->db = db;
  self->data_version = 0;
  if (db != NULL)
    look_for_changes (self);
}
