/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings that make sense for one folder of chats only: they are kept in its database. */

#include "config.h"

#include "ponder-workspace-private.h"
#include "ponder-workspace-turns-private.h"

/* Properties of the settings, and names in the store. What was open last is this program's own affair:
 * another program's is not taken over while this one runs. */
#define DEFAULT_MODEL "default-model"
#define LAST_SESSION  "last-session"
#define OPEN_WINDOWS  "open-windows"

/* Beside them in the store: what servers have refused, so that each program need not ask for it anew. */
#define REFUSED "refused-parameters"

/* Those that another program may set while this one runs. */
static const char *const shared_choices[] = {
  DEFAULT_MODEL,
  "favorite-models",
  "recent-models",
  "cache-enabled",
  "cache-ttl",
  "cache-max-entries",
  "cache-max-megabytes",
  "cache-replay-paced",
  "think-config",
  "think-in-new-chats",
  "web-search",
};

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(PonderWorkspace) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!ponder_store_save_choice_finish (PONDER_STORE (source), result, &error))
    ponder_workspace_report (self, error, "save settings");
}

/* What was read meanwhile may be older than what was saved: it is read again. */
static void
choice_saved_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  PonderWorkspace *self = user_data;
  gboolean again = --self->n_choices_saving == 0 && self->choices_passed_by;

  if (again)
    {
      self->choices_passed_by = FALSE;
      ponder_workspace_read_changes (self);
    }
  saved_cb (source, result, self);
}

/* (transfer full) */
static char *
dup_choice (PonderSettings *settings,
            GParamSpec     *pspec)
{
  g_auto(GValue) value = G_VALUE_INIT;

  g_object_get_property (G_OBJECT (settings), pspec->name, &value);
  if (G_IS_PARAM_SPEC_BOOLEAN (pspec))
    return g_strdup (g_value_get_boolean (&value) ? "true" : "false");
  if (G_IS_PARAM_SPEC_UINT (pspec))
    return g_strdup_printf ("%u", g_value_get_uint (&value));
  return g_value_dup_string (&value);
}

/* FALSE when it cannot be read: then @value is what it is unless somebody says otherwise. */
static gboolean
read_choice (const char *text,
             GParamSpec *pspec,
             GValue     *value)
{
  guint64 number = 0;

  g_param_value_set_default (pspec, value);
  if (text == NULL)
    return FALSE;

  if (G_IS_PARAM_SPEC_BOOLEAN (pspec))
    {
      if (!g_str_equal (text, "true") && !g_str_equal (text, "false"))
        return FALSE;
      g_value_set_boolean (value, g_str_equal (text, "true"));
    }
  else if (G_IS_PARAM_SPEC_UINT (pspec))
    {
      GParamSpecUInt *range = G_PARAM_SPEC_UINT (pspec);

      if (!g_ascii_string_to_unsigned (text, 10, range->minimum, range->maximum, &number, NULL))
        return FALSE;
      g_value_set_uint (value, (guint) number);
    }
  else
    g_value_set_string (value, text);
  return TRUE;
}

void
ponder_workspace_save_choice (PonderWorkspace *self,
                              const char      *name,
                              const char      *value)
{
  self->n_choices_saving++;
  ponder_store_save_choice_async (self->store, name, value, NULL, choice_saved_cb, g_object_ref (self));
}

static void
choice_changed_cb (PonderSettings  *settings,
                   GParamSpec      *pspec,
                   PonderWorkspace *self)
{
  g_autofree char *value = NULL;

  if (!self->is_open || self->loading_choices || self->read_only)
    return;

  value = dup_choice (settings, pspec);
  ponder_workspace_save_choice (self, pspec->name, value);
}

static void
refused_changed_cb (PonderDowngradeMemory *memory,
                    PonderWorkspace       *self)
{
  g_autofree char *value = NULL;

  if (!self->is_open || self->read_only)
    return;
  value = ponder_downgrade_memory_serialize (memory);
  ponder_store_save_choice_async (self->store, REFUSED, value, NULL, saved_cb, g_object_ref (self));
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
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (self->settings), name);
  const char *text = g_hash_table_lookup (choices, name);
  g_auto(GValue) value = G_VALUE_INIT;

  g_value_init (&value, pspec->value_type);
  if (!read_choice (text, pspec, &value) && text != NULL)
    g_message ("setting %s cannot be read", name);
  g_object_set_property (G_OBJECT (self->settings), name, &value);
}

void
ponder_workspace_merge_choices (PonderWorkspace *self,
                                GHashTable      *choices)
{
  take_refused (self, choices);
  ponder_workspace_take_last_check (self, choices);
  if (self->n_choices_saving > 0)
    {
      self->choices_passed_by = TRUE;
      return;
    }

  ponder_workspace_merge_draft_parts (self, choices);
  ponder_workspace_merge_comparisons (self, choices);
  ponder_workspace_merge_paces (self, choices);
  self->loading_choices = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (shared_choices); i++)
    take_choice (self, choices, shared_choices[i]);
  if (!self->has_choices)
    {
      take_choice (self, choices, LAST_SESSION);
      take_choice (self, choices, OPEN_WINDOWS);
    }
  self->has_choices = TRUE;
  self->loading_choices = FALSE;
}

static void
watch_choice (PonderWorkspace *self,
              const char      *name)
{
  g_autofree char *signal = g_strconcat ("notify::", name, NULL);

  g_signal_connect_object (self->settings, signal, G_CALLBACK (choice_changed_cb), self, 0);
}

void
ponder_workspace_watch_choices (PonderWorkspace *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (shared_choices); i++)
    watch_choice (self, shared_choices[i]);
  watch_choice (self, LAST_SESSION);
  watch_choice (self, OPEN_WINDOWS);
  g_signal_connect_object (ponder_service_get_downgrades (self->service), "changed",
                           G_CALLBACK (refused_changed_cb), self, 0);
}
