/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was said before an answer, on its way into the request for it. */

#include "config.h"

#include "ponder-request-filling-private.h"

#include "ponder-timeline-private.h"

#define SLICE_US 2000
/* So many are copied before the clock is asked again. */
#define STEP 16

/* Belongs to the task. */
typedef struct
{
  PonderTimeline    *timeline;
  PonderMessage     *next;      /* (nullable): the message whose parent is copied next */
  PonderAttachments *attachments;
  GPtrArray         *copies;    /* newest first */
} Filling;

static void
filling_free (gpointer data)
{
  Filling *self = data;

  g_object_unref (self->timeline);
  g_clear_object (&self->next);
  g_object_unref (self->attachments);
  g_ptr_array_unref (self->copies);
  g_free (self);
}

/* An answer that never came says nothing, and servers refuse an empty one. */
static gboolean
says_something (PonderMessage *message)
{
  return ponder_message_get_role (message) != PONDER_ROLE_ASSISTANT || *ponder_message_get_text (message) != '\0';
}

/* The count ends a cycle in a damaged chat. */
static void
copy_parent (Filling *self)
{
  const char *id = ponder_message_get_parent_id (self->next);
  PonderMessage *parent = id != NULL ? ponder_timeline_lookup (self->timeline, id) : NULL;

  g_set_object (&self->next, parent);
  if (parent == NULL || self->copies->len > ponder_timeline_get_messages (self->timeline)->len)
    g_clear_object (&self->next);
  else if (says_something (parent))
    g_ptr_array_add (self->copies, ponder_message_snapshot (parent));
}

static void
attachments_read_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (ponder_attachments_fill_finish (PONDER_ATTACHMENTS (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* The messages of a request are its own copies, so that no chat in memory grows by its pictures. */
static void
read_attachments (GTask *task)
{
  Filling *self = g_task_get_task_data (task);
  g_autoptr(GPtrArray) unread = ponder_request_list_unread (g_task_get_source_object (task));

  if (unread->len > 0)
    ponder_attachments_fill_async (self->attachments, unread, g_task_get_cancellable (task), attachments_read_cb,
                                   g_object_ref (task));
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
copy_cb (gpointer user_data)
{
  GTask *task = user_data;
  Filling *self = g_task_get_task_data (task);
  gint64 end = g_get_monotonic_time () + SLICE_US;

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;
  while (self->next != NULL && g_get_monotonic_time () < end)
    for (guint i = 0; self->next != NULL && i < STEP; i++)
      copy_parent (self);
  if (self->next != NULL)
    return G_SOURCE_CONTINUE;

  ponder_request_take_history (g_task_get_source_object (task), self->copies);
  read_attachments (task);
  return G_SOURCE_REMOVE;
}

void
ponder_request_filling_run_async (PonderRequest       *request,
                                  PonderTimeline      *timeline,
                                  PonderMessage       *answer,
                                  PonderAttachments   *attachments,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (request, cancellable, callback, user_data);
  Filling *self = g_new (Filling, 1);

  self->timeline = g_object_ref (timeline);
  self->next = g_object_ref (answer);
  self->attachments = g_object_ref (attachments);
  self->copies = g_ptr_array_new_with_free_func (g_object_unref);
  g_task_set_source_tag (task, ponder_request_filling_run_async);
  g_task_set_task_data (task, self, filling_free);
  if (copy_cb (task) == G_SOURCE_CONTINUE)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, copy_cb, g_steal_pointer (&task), g_object_unref);
}

gboolean
ponder_request_filling_run_finish (PonderRequest  *request,
                                   GAsyncResult   *result,
                                   GError        **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
