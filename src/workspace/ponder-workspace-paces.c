/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast models think, as their runs have shown: kept with the folder, a choice for each model. */

#include "config.h"

#include "ponder-workspace-private.h"
#include "ponder-workspace-runs-private.h"
#include "ponder-workspace-turns-private.h"

#define CHOICE "think-pace/"

/* (transfer full) */
static char *
dup_name (const PonderModelConfig *config)
{
  return g_strconcat (CHOICE, config->provider, "/", config->model, NULL);
}

void
ponder_workspace_merge_paces (PonderWorkspace *self,
                              GHashTable      *choices)
{
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  g_hash_table_iter_init (&iter, choices);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (g_str_has_prefix (name, CHOICE))
      g_hash_table_insert (self->paces, g_strdup (name), ponder_think_pace_deserialize (value));
}

PonderThinkPace *
ponder_workspace_dup_pace (PonderWorkspace         *self,
                           const PonderModelConfig *config)
{
  g_autofree char *name = dup_name (config);
  const PonderThinkPace *pace = g_hash_table_lookup (self->paces, name);

  return pace != NULL ? ponder_think_pace_copy (pace) : NULL;
}

void
ponder_workspace_learn_pace (PonderWorkspace *self,
                             PonderThinkRun  *run)
{
  const PonderModelConfig *config = ponder_think_run_get_config (run);
  g_autofree char *name = NULL;
  g_autofree char *json = NULL;
  PonderThinkPace *pace;

  if (config == NULL)
    return;
  name = dup_name (config);
  pace = ponder_workspace_dup_pace (self, config);
  if (pace == NULL)
    pace = ponder_think_pace_new ();
  ponder_think_run_learn (run, pace);
  json = ponder_think_pace_serialize (pace);
  g_hash_table_insert (self->paces, g_strdup (name), pace);
  ponder_workspace_save_choice (self, name, json);
}
