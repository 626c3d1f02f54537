/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A new chat with the built-in demo. */

#include "config.h"

#include "ponder-demo-chat.h"

#include "ponder-model-config.h"
#include "ponder-workspace.h"

/* One of the demo's models may have been made the default; another provider's is not asked for here. */
static char *
dup_model (PonderWorkspace      *workspace,
           PonderProviderConfig *demo)
{
  PonderSettings *settings = ponder_workspace_get_settings (workspace);
  g_autofree char *provider = NULL;
  g_autofree char *model = NULL;

  if (ponder_model_name_split (ponder_settings_get_default_model (settings), &provider, &model)
      && g_str_equal (provider, ponder_provider_config_get_id (demo)))
    return g_steal_pointer (&model);

  return g_strdup (ponder_provider_config_get_default_model (demo));
}

gboolean
ponder_demo_chat_begin (PonderWorkspace  *workspace,
                        PonderWindow     *window,
                        GError          **error)
{
  PonderProviderConfig *demo;
  g_autofree char *model = NULL;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (workspace), FALSE);
  g_return_val_if_fail (PONDER_IS_WINDOW (window), FALSE);

  if (!(demo = ponder_workspace_start_demo (workspace, error)))
    return FALSE;

  model = dup_model (workspace, demo);
  ponder_window_new_chat (window);
  ponder_window_use_model (window, ponder_provider_config_get_id (demo), model);
  return TRUE;
}
