/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings what changed to the store, and tries again what could not be written. */

#include "config.h"

#include "ponder-autosave-private.h"

#include "ponder-coalesce.h"
#include "ponder-fault.h"

#define SESSION_INTERVAL_MS 1000

/* Owned by the workspace, shared with its turns; lives on the main thread. The store takes copies
 * and keeps the order of the calls, so nothing here waits for anything. */
struct _PonderAutosave
{
  GObject         parent_instance;

  PonderStore    *store;
  PonderCoalesce *session_tick;
  GHashTable     *excluded;     /* set of session ids */
  GHashTable     *sessions;     /* set of PonderSession: their rows wait */
  GPtrArray      *under_way;    /* PonderSession, once for each call that the store has */
  GHashTable     *unsaved;      /* PonderMessage -> PonderSession: could not be written */
  guint           failing : 1;
};

enum
{
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderAutosave, ponder_autosave, G_TYPE_OBJECT)

typedef struct
{
  PonderSession *session;
  GPtrArray     *messages;
} Batch;

static Batch *
batch_new (PonderSession *session,
           GPtrArray     *messages)
{
  Batch *self = g_new (Batch, 1);

  self->session = g_object_ref (session);
  self->messages = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < messages->len; i++)
    g_ptr_array_add (self->messages, g_object_ref (g_ptr_array_index (messages, i)));
  return self;
}

static void
batch_free (Batch *self)
{
  g_object_unref (self->session);
  g_ptr_array_unref (self->messages);
  g_free (self);
}

/* A parent is always older than its child, and ids sort by age. */
static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  return strcmp (ponder_message_get_id (*(PonderMessage **) a),
                 ponder_message_get_id (*(PonderMessage **) b));
}

/* Moves what could not be written of the session into @batch. */
static void
take_unsaved (PonderAutosave *self,
              Batch          *batch)
{
  GHashTableIter iter;
  gpointer message;
  gpointer session;

  g_hash_table_iter_init (&iter, self->unsaved);
  while (g_hash_table_iter_next (&iter, &message, &session))
    {
      if (session != batch->session)
        continue;
      if (!g_ptr_array_find (batch->messages, message, NULL))
        g_ptr_array_add (batch->messages, g_object_ref (message));
      g_hash_table_iter_remove (&iter);
    }
  g_ptr_array_sort (batch->messages, compare_ids);
}

static void
note_failure (PonderAutosave *self,
              const GError   *error)
{
  g_autoptr(PonderFault) fault = NULL;

  if (self->failing)
    return;

  self->failing = TRUE;
  fault = ponder_fault_new_from_error (error, "save chat");
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, fault);
}

static void write_unsaved (PonderAutosave *self);

/* Writing works (again): what waits for that goes out too. */
static void
note_success (PonderAutosave *self)
{
  if (!self->failing)
    return;

  self->failing = FALSE;
  write_unsaved (self);
  if (g_hash_table_size (self->sessions) > 0)
    ponder_coalesce_touch (self->session_tick);
}

static void
messages_saved_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PonderAutosave *self = g_task_get_source_object (task);
  Batch *batch = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  g_ptr_array_remove_fast (self->under_way, batch->session);
  if (ponder_store_save_messages_finish (PONDER_STORE (source), result, &error))
    {
      note_success (self);
      g_task_return_boolean (task, TRUE);
      return;
    }

  for (guint i = 0; i < batch->messages->len; i++)
    g_hash_table_insert (self->unsaved, g_object_ref (g_ptr_array_index (batch->messages, i)),
                         g_object_ref (batch->session));
  note_failure (self, error);
  g_task_return_error (task, g_steal_pointer (&error));
}

static void
sessions_saved_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PonderAutosave *self = g_task_get_source_object (task);
  GPtrArray *sessions = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < sessions->len; i++)
    g_ptr_array_remove_fast (self->under_way, g_ptr_array_index (sessions, i));
  if (ponder_store_save_sessions_finish (PONDER_STORE (source), result, &error))
    {
      note_success (self);
      g_task_return_boolean (task, TRUE);
      return;
    }

  /* Where nothing may be written, trying again is in vain: where the reader was is forgotten. */
  if (!g_error_matches (error, PONDER_ERROR, PONDER_ERROR_STORE_TOO_NEW))
    for (guint i = 0; i < sessions->len; i++)
      g_hash_table_add (self->sessions, g_object_ref (g_ptr_array_index (sessions, i)));
  note_failure (self, error);
  g_task_return_boolean (task, FALSE);
}

/* What was done to several chats at once is stored at once. */
static void
write_sessions_cb (gpointer user_data)
{
  PonderAutosave *self = user_data;
  g_autoptr(GHashTable) waiting = g_steal_pointer (&self->sessions);
  GPtrArray *sessions = g_ptr_array_new_with_free_func (g_object_unref);
  GTask *task = g_task_new (self, NULL, NULL, NULL);
  GHashTableIter iter;
  gpointer session;

  self->sessions = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  g_task_set_source_tag (task, write_sessions_cb);
  g_task_set_task_data (task, sessions, (GDestroyNotify) g_ptr_array_unref);
  g_hash_table_iter_init (&iter, waiting);
  while (g_hash_table_iter_next (&iter, &session, NULL))
    {
      g_ptr_array_add (sessions, g_object_ref (session));
      g_ptr_array_add (self->under_way, g_object_ref (session));
    }
  if (sessions->len > 0)
    ponder_store_save_sessions_async (self->store, sessions, NULL, sessions_saved_cb, task);
  else
    g_object_unref (task);
}

static void
write_unsaved (PonderAutosave *self)
{
  g_autoptr(GPtrArray) none = g_ptr_array_new ();
  g_autoptr(GPtrArray) sessions = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer session;

  g_hash_table_iter_init (&iter, self->unsaved);
  while (g_hash_table_iter_next (&iter, NULL, &session))
    if (!g_ptr_array_find (sessions, session, NULL))
      g_ptr_array_add (sessions, g_object_ref (session));
  for (guint i = 0; i < sessions->len; i++)
    ponder_autosave_write_async (self, g_ptr_array_index (sessions, i), none, NULL, NULL);
}

static void
ponder_autosave_finalize (GObject *object)
{
  PonderAutosave *self = PONDER_AUTOSAVE (object);

  ponder_coalesce_free (self->session_tick);
  g_hash_table_unref (self->excluded);
  g_hash_table_unref (self->sessions);
  g_ptr_array_unref (self->under_way);
  g_hash_table_unref (self->unsaved);
  g_object_unref (self->store);

  G_OBJECT_CLASS (ponder_autosave_parent_class)->finalize (object);
}

static void
ponder_autosave_class_init (PonderAutosaveClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ponder_autosave_finalize;

  signals[SIGNAL_FAILED] =
    g_signal_new ("failed", PONDER_TYPE_AUTOSAVE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, PONDER_TYPE_FAULT);
}

static void
ponder_autosave_init (PonderAutosave *self)
{
  self->excluded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->sessions = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->under_way = g_ptr_array_new_with_free_func (g_object_unref);
  self->unsaved = g_hash_table_new_full (NULL, NULL, g_object_unref, g_object_unref);
  self->session_tick = ponder_coalesce_new (SESSION_INTERVAL_MS, write_sessions_cb, self);
}

PonderAutosave *
ponder_autosave_new (PonderStore *store)
{
  PonderAutosave *self = g_object_new (PONDER_TYPE_AUTOSAVE, NULL);

  self->store = g_object_ref (store);
  return self;
}

void
ponder_autosave_exclude (PonderAutosave *self,
                         const char     *session_id)
{
  g_hash_table_add (self->excluded, g_strdup (session_id));
}

void
ponder_autosave_touch_session (PonderAutosave *self,
                               PonderSession  *session)
{
  if (g_hash_table_contains (self->excluded, ponder_session_get_id (session)))
    return;

  g_hash_table_add (self->sessions, g_object_ref (session));
  ponder_coalesce_touch (self->session_tick);
}

gboolean
ponder_autosave_has_session (PonderAutosave *self,
                             PonderSession  *session)
{
  GHashTableIter iter;
  gpointer owner;

  g_hash_table_iter_init (&iter, self->unsaved);
  while (g_hash_table_iter_next (&iter, NULL, &owner))
    if (owner == session)
      return TRUE;
  return g_hash_table_contains (self->sessions, session)
         || g_ptr_array_find (self->under_way, session, NULL);
}

void
ponder_autosave_write_async (PonderAutosave      *self,
                             PonderSession       *session,
                             GPtrArray           *messages,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, callback, user_data);
  Batch *batch = batch_new (session, messages);

  g_task_set_source_tag (task, ponder_autosave_write_async);
  g_task_set_task_data (task, batch, (GDestroyNotify) batch_free);
  if (g_hash_table_contains (self->excluded, ponder_session_get_id (session)))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  take_unsaved (self, batch);
  g_ptr_array_add (self->under_way, g_object_ref (session));
  ponder_store_save_messages_async (self->store, session, batch->messages, NULL, messages_saved_cb,
                                    g_steal_pointer (&task));
}

gboolean
ponder_autosave_write_finish (PonderAutosave  *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
ponder_autosave_flush (PonderAutosave *self)
{
  write_sessions_cb (self);
  write_unsaved (self);
}

gboolean
ponder_autosave_has_unsaved (PonderAutosave *self)
{
  return g_hash_table_size (self->sessions) > 0 || g_hash_table_size (self->unsaved) > 0;
}
