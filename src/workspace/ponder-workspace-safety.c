/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the workspace keeps chats from getting lost: copies, checks, and bringing copies back. */

#include "config.h"

#include "ponder-workspace-safety.h"

#include <glib/gi18n.h>

#include "ponder-store-safety.h"
#include "ponder-workspace-private.h"

/* After the first seconds, in which a window is built, or a tool has long ended. */
#define FIRST_LOOK_SECONDS 10
#define LOOK_SECONDS       3600

#define CHECK_DAYS 7

/* In the store beside the choices: when somebody looked last, and what was found. */
#define LAST_CHECK "last-check"

/* --- what opening found --- */

/* Takes @fault. */
static void
tell (PonderWorkspace *self,
      PonderFault     *fault,
      const char      *operation)
{
  g_autoptr(GError) error = ponder_error_new_take_fault (fault);

  ponder_workspace_report (self, error, operation);
}

static void
append_counts (GString              *details,
               const PonderRecovery *recovery)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (recovery->copy_time / G_USEC_PER_SEC);
  g_autofree char *day = time != NULL ? g_date_time_format (time, "%Y-%m-%d %H:%M") : g_strdup ("");

  if (recovery->n_expected == 0)
    return;

  g_string_append_c (details, '\n');
  g_string_append_printf (details,
                          /* Translators: how many messages were recovered, and how many there were. */
                          ngettext ("Recovered %u of about %u message from the damaged file.",
                                    "Recovered %u of about %u messages from the damaged file.",
                                    recovery->n_expected),
                          recovery->n_messages, recovery->n_expected);
  if (recovery->n_from_copy == 0)
    return;

  g_string_append_c (details, '\n');
  g_string_append_printf (details,
                          /* Translators: how many messages, and a date with a time. */
                          ngettext ("%u message comes from the copy of %s.", "%u messages come from the copy of %s.",
                                    recovery->n_from_copy),
                          recovery->n_from_copy, day);
}

static void
tell_set_aside (PonderWorkspace *self)
{
  const PonderRecovery *recovery = ponder_store_get_recovery (self->store);
  g_autoptr(GString) details = g_string_new (NULL);
  PonderFault *fault;

  if (recovery == NULL)
    return;

  /* Translators: %s is the path of a file. */
  g_string_append_printf (details, _("The damaged file is kept as %s."), recovery->path);
  append_counts (details, recovery);
  fault = ponder_fault_new (PONDER_ERROR_STORE, "open database");
  fault->message = g_strdup (recovery->n_messages + recovery->n_from_copy > 0
                             ? _("The chat database was damaged, and what can be read of it was recovered")
                             : _("The chat database was damaged, so a new one was begun"));
  fault->details = g_string_free (g_steal_pointer (&details), FALSE);
  fault->host = g_strdup (recovery->path);
  tell (self, fault, "open database");
}

static void
tell_read_only (PonderWorkspace *self)
{
  PonderFault *fault;

  if (!self->read_only)
    return;

  fault = ponder_fault_new (PONDER_ERROR_STORE_TOO_NEW, "open database");
  fault->details = g_strdup (_("They can be read and searched, but nothing new is stored."));
  fault->host = g_strdup (ponder_store_get_path (self->store));
  tell (self, fault, "open database");
}

void
ponder_workspace_tell_opening (PonderWorkspace *self)
{
  tell_set_aside (self);
  tell_read_only (self);
}

/* --- the last check --- */

void
ponder_workspace_take_last_check (PonderWorkspace *self,
                                  GHashTable      *choices)
{
  const char *value = g_hash_table_lookup (choices, LAST_CHECK);
  char *words;

  if (value == NULL)
    return;

  self->last_check = g_ascii_strtoll (value, &words, 10) * G_USEC_PER_SEC;
  g_free (self->last_verdict);
  self->last_verdict = g_strdup (*words == ' ' ? words + 1 : words);
}

static void
check_saved_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  /* A damaged file may not even take this. */
  if (!ponder_store_save_choice_finish (PONDER_STORE (source), result, &error))
    g_debug ("%s", error->message);
}

void
ponder_workspace_note_check (PonderWorkspace *self,
                             const char      *verdict)
{
  gint64 now = g_get_real_time ();
  g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT " %s", now / G_USEC_PER_SEC, verdict);

  self->last_check = now;
  g_free (self->last_verdict);
  self->last_verdict = g_strdup (verdict);
  if (self->is_open && !self->read_only)
    ponder_store_save_choice_async (self->store, LAST_CHECK, value, NULL, check_saved_cb, NULL);
}

/* --- once a day, once a week --- */

static void
end_upkeep (PonderWorkspace *self)
{
  g_autoptr(GTask) closing = g_steal_pointer (&self->closing);

  g_clear_object (&self->upkeep);
  if (closing != NULL)
    ponder_workspace_close_store (self, closing);
}

/* Once while the program runs: in an hour it is the same. */
static void
tell_no_copy (PonderWorkspace *self,
              const GError    *error)
{
  if (self->told_no_copy)
    return;

  self->told_no_copy = !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  ponder_workspace_report (self, error, PONDER_OPERATION_BACK_UP);
}

static void
tell_damage (PonderWorkspace *self,
             const char      *verdict)
{
  PonderFault *fault = ponder_fault_new (PONDER_ERROR_STORE, "check database");

  fault->message = g_strdup (_("The chat database is damaged"));
  /* Translators: %s is what SQLite says. */
  fault->details = g_strdup_printf (_("Quit Ponder everywhere and start it again: what can be read will be recovered, "
                                      "and the damaged file will be kept.\n%s"), verdict);
  fault->host = g_strdup (ponder_store_get_path (self->store));
  tell (self, fault, "check database");
}

static void
inspected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(PonderWorkspace) self = user_data;
  g_autofree char *verdict = NULL;
  g_autoptr(GError) error = NULL;

  if (!(verdict = ponder_store_inspect_finish (PONDER_STORE (source), result, &error)))
    g_debug ("%s", error->message);
  else
    {
      ponder_workspace_note_check (self, verdict);
      if (!g_str_equal (verdict, "ok"))
        tell_damage (self, verdict);
    }
  end_upkeep (self);
}

static gboolean
is_check_due (PonderWorkspace *self)
{
  return ABS (g_get_real_time () - self->last_check) >= CHECK_DAYS * G_TIME_SPAN_DAY;
}

static void
copied_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(PonderWorkspace) self = user_data;
  PonderStore *store = PONDER_STORE (source);
  g_autoptr(GError) error = NULL;

  if (ponder_store_back_up_finish (store, result, NULL, &error))
    self->told_no_copy = FALSE;
  else
    tell_no_copy (self, error);

  if (g_cancellable_is_cancelled (self->upkeep) || !is_check_due (self))
    end_upkeep (self);
  else
    ponder_store_inspect_async (store, self->upkeep, inspected_cb, g_object_ref (self));
}

static gboolean
look_cb (gpointer user_data)
{
  PonderWorkspace *self = user_data;

  if (self->upkeep == NULL)
    {
      self->upkeep = g_cancellable_new ();
      ponder_store_back_up_async (self->store, FALSE, self->upkeep, copied_cb, g_object_ref (self));
    }
  self->upkeep_source = g_timeout_add_seconds_full (G_PRIORITY_LOW, LOOK_SECONDS, look_cb, self, NULL);
  return G_SOURCE_REMOVE;
}

void
ponder_workspace_begin_upkeep (PonderWorkspace *self)
{
  if (!self->read_only && self->upkeep_source == 0)
    self->upkeep_source = g_timeout_add_seconds_full (G_PRIORITY_LOW, FIRST_LOOK_SECONDS, look_cb, self, NULL);
}

gboolean
ponder_workspace_stop_upkeep (PonderWorkspace *self,
                              GTask           *closing)
{
  g_clear_handle_id (&self->upkeep_source, g_source_remove);
  if (self->upkeep == NULL)
    return FALSE;

  g_set_object (&self->closing, closing);
  g_cancellable_cancel (self->upkeep);
  return TRUE;
}

/* --- public --- */

gboolean
ponder_workspace_get_read_only (PonderWorkspace *self)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), FALSE);

  return self->read_only;
}

const char *
ponder_workspace_get_last_check (PonderWorkspace *self,
                                 gint64          *time)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);

  *time = self->last_check;
  return self->last_verdict;
}

static void
backed_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (ponder_store_back_up_finish (PONDER_STORE (source), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  char *verdict;

  if ((verdict = ponder_store_check_finish (PONDER_STORE (source), result, &error)))
    {
      ponder_workspace_note_check (g_task_get_source_object (task), verdict);
      g_task_return_pointer (task, verdict, g_free);
    }
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
ponder_workspace_check_async (PonderWorkspace     *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_workspace_check_async);
  ponder_store_check_async (self->store, cancellable, checked_cb, g_steal_pointer (&task));
}

char *
ponder_workspace_check_finish (PonderWorkspace  *self,
                               GAsyncResult     *result,
                               GError          **error)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
ponder_workspace_back_up_async (PonderWorkspace     *self,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_workspace_back_up_async);
  ponder_store_back_up_async (self->store, TRUE, cancellable, backed_up_cb, task);
}

gboolean
ponder_workspace_back_up_finish (PonderWorkspace  *self,
                                 GAsyncResult     *result,
                                 GError          **error)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  GPtrArray *copies;

  if ((copies = ponder_store_list_backups_finish (PONDER_STORE (source), result, &error)))
    g_task_return_pointer (task, copies, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
ponder_workspace_list_backups_async (PonderWorkspace     *self,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_workspace_list_backups_async);
  ponder_store_list_backups_async (self->store, cancellable, listed_cb, task);
}

GPtrArray *
ponder_workspace_list_backups_finish (PonderWorkspace  *self,
                                      GAsyncResult     *result,
                                      GError          **error)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* What was merged before an error is shown, too. */
static void
restored_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PonderRestoreCounts *counts = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  ponder_store_restore_finish (PONDER_STORE (source), result, counts, &error);
  if (counts->n_sessions + counts->n_messages > 0)
    ponder_workspace_read_changes (g_task_get_source_object (task));
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

void
ponder_workspace_restore_backup_async (PonderWorkspace     *self,
                                       const char          *path,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));
  g_return_if_fail (path != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_workspace_restore_backup_async);
  g_task_set_task_data (task, g_new0 (PonderRestoreCounts, 1), g_free);
  /* What is only here so far is merged with, too. */
  ponder_autosave_flush (self->autosave);
  ponder_store_restore_async (self->store, path, cancellable, restored_cb, task);
}

gboolean
ponder_workspace_restore_backup_finish (PonderWorkspace      *self,
                                        GAsyncResult         *result,
                                        PonderRestoreCounts  *counts,
                                        GError              **error)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  *counts = *(PonderRestoreCounts *) g_task_get_task_data (G_TASK (result));
  return g_task_propagate_boolean (G_TASK (result), error);
}
