/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long texts, which are looked through on another thread: one would take more than a slice of the main loop. */

#include "config.h"

#include "ponder-long-text.h"

#include <string.h>

#include "ponder-message-text.h"

#define LONG_BYTES (64 * 1024)

typedef struct
{
  PonderFinder *finder;
  char         *reasoning;
  char         *text;
  gboolean      plain;
} LongText;

static LongText *
long_text_new (PonderMessage *message,
               PonderFinder  *finder)
{
  LongText *self = g_new (LongText, 1);

  self->finder = ponder_finder_ref (finder);
  self->reasoning = g_strdup (ponder_message_get_reasoning (message));
  self->text = g_strdup (ponder_message_get_text (message));
  self->plain = !ponder_message_text_is_markdown (message);
  return self;
}

static void
long_text_free (gpointer data)
{
  LongText *self = data;

  ponder_finder_unref (self->finder);
  g_free (self->reasoning);
  g_free (self->text);
  g_free (self);
}

static void
read_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  LongText *text = task_data;
  GArray *places = g_array_new (FALSE, FALSE, sizeof (PonderFindPlace));

  ponder_find_places_list_in (text->finder, text->reasoning, text->text, text->plain, places);
  g_task_return_pointer (task, places, (GDestroyNotify) g_array_unref);
}

gboolean
ponder_long_text_is_one (PonderMessage *message)
{
  return strlen (ponder_message_get_text (message)) + strlen (ponder_message_get_reasoning (message)) > LONG_BYTES;
}

void
ponder_long_text_read_async (PonderMessage       *message,
                             PonderFinder        *finder,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (message, cancellable, callback, user_data);

  g_task_set_source_tag (task, ponder_long_text_read_async);
  g_task_set_task_data (task, long_text_new (message, finder), long_text_free);
  g_task_run_in_thread (task, read_in_thread);
}

GArray *
ponder_long_text_read_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
