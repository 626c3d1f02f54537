/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long requests, written down on a thread. */

#include "config.h"

#include "ponder-encoding.h"

#include "ponder-message.h"
#include "ponder-provider-config.h"

/* Some milliseconds' worth. */
#define LONG_BYTES (128 * 1024)

/* All of it but the messages, which stand still, is the thread's own: providers change while people look at their
 * settings, and a dialect reads what it knows of servers when it needs it. */
typedef struct
{
  char            *dialect;
  PonderRequest   *request;
  PonderDowngrade *downgrade;   /* (nullable) */
} Work;

static void
work_free (gpointer data)
{
  Work *self = data;

  g_free (self->dialect);
  g_object_unref (self->request);
  g_clear_pointer (&self->downgrade, ponder_downgrade_free);
  g_free (self);
}

static PonderRequest *
copy_request (PonderRequest *request)
{
  g_autoptr(PonderProviderConfig) provider = ponder_provider_config_snapshot (ponder_request_get_provider (request));

  return ponder_request_copy_for (request, provider);
}

static gsize
count_bytes (PonderMessage *message)
{
  GPtrArray *parts = ponder_message_get_parts (message);
  gsize n_bytes = 0;

  for (guint i = 0; i < parts->len; i++)
    {
      const PonderPart *part = g_ptr_array_index (parts, i);

      n_bytes += part->text->len;
      if (part->data != NULL)
        n_bytes += g_bytes_get_size (part->data);
    }
  return n_bytes;
}

gboolean
ponder_encoding_is_long (PonderRequest *request)
{
  GPtrArray *messages = ponder_request_get_messages (request);
  gsize n_bytes = 0;

  for (guint i = 0; i < messages->len && n_bytes < LONG_BYTES; i++)
    n_bytes += count_bytes (g_ptr_array_index (messages, i));
  return n_bytes >= LONG_BYTES;
}

static void
run_thread (GTask        *task,
            gpointer      source,
            gpointer      data,
            GCancellable *cancellable)
{
  Work *work = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderDialect) dialect = ponder_dialect_new (work->dialect, &error);
  g_autoptr(GBytes) body = NULL;

  if (dialect != NULL)
    body = ponder_dialect_encode_request (dialect, work->request, work->downgrade, &error);
  if (body != NULL)
    g_task_return_pointer (task, g_steal_pointer (&body), (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
ponder_encoding_run_async (PonderDialect         *dialect,
                           PonderRequest         *request,
                           const PonderDowngrade *downgrade,
                           GCancellable          *cancellable,
                           GAsyncReadyCallback    callback,
                           gpointer               user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Work *work = g_new0 (Work, 1);

  work->dialect = g_strdup (ponder_dialect_get_id (dialect));
  work->request = copy_request (request);
  work->downgrade = downgrade != NULL ? ponder_downgrade_copy (downgrade) : NULL;
  g_task_set_source_tag (task, ponder_encoding_run_async);
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, run_thread);
}

GBytes *
ponder_encoding_run_finish (GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
