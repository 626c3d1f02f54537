/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings that make sense for one folder of chats only: they are kept in its database. */

#include "config.h"

#include "ponder-workspace-private.h"

/* Properties of the settings, and names in the store. What was open last is this program's own affair:
 * another program's is not taken over while this one runs. */
#define DEFAULT_MODEL "default-model"
#define LAST_SESSION  "last-session"

/* Beside them in the store: what servers have refused, so that each program need not ask for it anew. */
#define REFUSED "refused-parameters"

static void
choice_saved_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(PonderWorkspace) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!ponder_store_save_choice_finish (PONDER_STORE (source), result, &error))
    ponder_workspace_report (self, error, "save settings");
}

static void
choice_changed_cb (PonderSettings  *settings,
                   GParamSpec      *pspec,
                   PonderWorkspace *self)
{
  g_autofree char *value = NULL;

  if (!self->is_open || self->loading_choices)
    return;

  g_object_get (settings, pspec->name, &value, NULL);
  ponder_store_save_choice_async (self->store, pspec->name, value, NULL, choice_saved_cb,
                                  g_object_ref (self));
}

static void
refused_changed_cb (PonderDowngradeMemory *memory,
                    PonderWorkspace       *self)
{
  g_autofree char *value = NULL;

  if (!self->is_open)
    return;
  value = ponder_downgrade_memory_serialize (memory);
  ponder_store_save_choice_async (self->store, REFUSED, value, NULL, choice_saved_cb, g_object_ref (self));
}

static void
take_refused (PonderWorkspace *self,
              GHashTable      *choices)
{
  const char *value = g_hash_table_lookup (choices, REFUSED);

  if (value != NULL)
    ponder_downgrade_memory_restore (ponder_service_get_downgrades (self->service), value,
                                     g_get_real_time () / G_USEC_PER_SEC);
}

static void
take_choice (PonderWorkspace *self,
             GHashTable      *choices,
             const char      *name)
{
  const char *value = g_hash_table_lookup (choices, name);

  g_object_set (self->settings, name, value != NULL ? value : "", NULL);
}

void
ponder_workspace_merge_choices (PonderWorkspace *self,
                                GHashTable      *choices)
{
  self->loading_choices = TRUE;
  take_choice (self, choices, DEFAULT_MODEL);
  if (!self->has_choices)
    take_choice (self, choices, LAST_SESSION);
  take_refused (self, choices);
  self->has_choices = TRUE;
  self->loading_choices = FALSE;
}

void
ponder_workspace_watch_choices (PonderWorkspace *self)
{
  g_signal_connect_object (self->settings, "notify::" DEFAULT_MODEL,
                           G_CALLBACK (choice_changed_cb), self, 0);
  g_signal_connect_object (self->settings, "notify::" LAST_SESSION,
                           G_CALLBACK (choice_changed_cb), self, 0);
  g_signal_connect_object (ponder_service_get_downgrades (self->service), "changed",
                           G_CALLBACK (refused_changed_cb), self, 0);
}
