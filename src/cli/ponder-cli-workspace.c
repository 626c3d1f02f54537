/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens and closes the workspace, waits, and finds what an argument names. */

#include "config.h"

#include "ponder-cli.h"

#include <glib/gi18n.h>

#define DEBUG_DOMAINS \
  "ponder-cli ponder-gateway ponder-workspace ponder-service ponder-store ponder-providers ponder-net ponder-base"

void
ponder_cli_done_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

void
ponder_cli_wait (PonderCli     *self,
                 GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* A command does what it was asked for although the copy of the day could not be made, or what it reads cannot be
 * changed. */
static gboolean
is_notice (PonderFault *fault)
{
  return g_str_equal (fault->operation, PONDER_OPERATION_BACK_UP)
         || (fault->category == PONDER_ERROR_STORE_TOO_NEW && g_str_equal (fault->operation, "open database"));
}

static void
problem_cb (PonderWorkspace *workspace,
            PonderFault     *fault,
            gpointer         user_data)
{
  PonderCli *self = user_data;

  if (is_notice (fault))
    {
      g_autofree char *sentences = ponder_fault_dup_sentences (fault);

      ponder_cli_say ("%s", sentences);
      return;
    }

  ponder_cli_show_fault (self, fault);
  self->problem = ponder_exit_from_category (fault->category);
}

gboolean
ponder_cli_open (PonderCli  *self,
                 PonderExit *status)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  /* Nothing else runs yet, so the environment may still be changed. */
  if (self->verbose)
    g_setenv ("G_MESSAGES_DEBUG", DEBUG_DOMAINS, FALSE);

  self->workspace = ponder_workspace_new (self->data_dir, self->config_dir);
  ponder_workspace_set_program (self->workspace, PONDER_PROGRAM_CLI);
  if (g_strcmp0 (self->profile, "development") == 0)
    ponder_workspace_set_profile (self->workspace, PONDER_PROFILE_DEVELOPMENT);
  g_signal_connect (self->workspace, "problem", G_CALLBACK (problem_cb), self);
  ponder_workspace_open_async (self->workspace, self->cancellable, ponder_cli_done_cb, &result);
  ponder_cli_wait (self, &result);
  if (ponder_workspace_open_finish (self->workspace, result, &error))
    return TRUE;

  *status = ponder_cli_fail (self, error, "open database");
  g_clear_object (&self->workspace);
  return FALSE;
}

PonderExit
ponder_cli_close (PonderCli *self)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  PonderExit status = PONDER_EXIT_DONE;

  if (self->workspace == NULL)
    return PONDER_EXIT_DONE;

  ponder_workspace_close_async (self->workspace, ponder_cli_done_cb, &result);
  ponder_cli_wait (self, &result);
  if (!ponder_workspace_close_finish (self->workspace, result, &error))
    status = ponder_cli_fail (self, error, "close database");
  g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_clear_object (&self->workspace);

  return status;
}

PonderProviderConfig *
ponder_cli_find_provider (PonderCli  *self,
                          const char *id,
                          PonderExit *status)
{
  PonderProviderConfig *provider = ponder_workspace_lookup_provider (self->workspace, id);
  g_autoptr(GError) error = NULL;

  if (provider != NULL)
    return provider;

  if (g_strcmp0 (id, "demo") != 0)
    {
      *status = ponder_cli_usage (_("There is no provider “%s”. “ponder-cli providers list” shows "
                                    "those that are there, “ponder-cli providers add” adds one."),
                                  id);
      return NULL;
    }

  if (!(provider = ponder_workspace_start_demo (self->workspace, &error)))
    *status = ponder_cli_fail (self, error, "start demo");
  return provider;
}

/* (out) (transfer full) */
static gboolean
find_names (const char               *wanted,
            const PonderModelConfig  *config,
            char                    **provider,
            char                    **model)
{
  if (wanted == NULL)
    {
      *provider = g_strdup (config->provider);
      *model = g_strdup (config->model);
      return *provider != NULL && *model != NULL;
    }

  if (!ponder_model_name_split (wanted, provider, model))
    *provider = g_strdup (wanted);
  return TRUE;
}

gboolean
ponder_cli_choose_model (PonderCli         *self,
                         const char        *wanted,
                         PonderModelConfig *config,
                         PonderExit        *status)
{
  g_autofree char *id = NULL;
  g_autofree char *model = NULL;
  PonderProviderConfig *provider;

  if (!find_names (wanted, config, &id, &model))
    {
      *status = ponder_cli_usage (_("Which model? Name one with “-m PROVIDER/MODEL”, or set the "
                                    "default with “ponder-cli providers default PROVIDER/MODEL”.\n"
                                    "“ponder-cli providers add” adds a server, “ponder-cli doctor” "
                                    "looks for one on this computer, “ponder-cli ask --demo” needs "
                                    "none."));
      return FALSE;
    }

  if (!(provider = ponder_cli_find_provider (self, id, status)))
    return FALSE;
  if (model == NULL)
    model = g_strdup (ponder_provider_config_get_default_model (provider));

  ponder_model_config_set_model (config, id, model);
  return TRUE;
}

PonderSession *
ponder_cli_find_session (PonderCli  *self,
                         const char *id,
                         PonderExit *status)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  PonderSession *session;

  ponder_workspace_find_session_async (self->workspace, id, self->cancellable, ponder_cli_done_cb,
                                       &result);
  ponder_cli_wait (self, &result);
  if ((session = ponder_workspace_find_session_finish (self->workspace, result, &error)))
    return session;

  if (g_error_matches (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST))
    {
      ponder_cli_say (_("There is no chat “%s”, or more than one begins like that."), id);
      *status = PONDER_EXIT_FAILED;
    }
  else
    {
      *status = ponder_cli_fail (self, error, "find chat");
    }

  return NULL;
}

GPtrArray *
ponder_cli_load_messages (PonderCli      *self,
                          PonderSession  *session,
                          GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  ponder_workspace_load_messages_async (self->workspace, session, self->cancellable,
                                        ponder_cli_done_cb, &result);
  ponder_cli_wait (self, &result);

  return ponder_workspace_load_messages_finish (self->workspace, result, error);
}
