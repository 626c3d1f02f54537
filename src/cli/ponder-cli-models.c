/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `models`: what the servers offer. */

#include "config.h"

#include "ponder-cli-json.h"
#include "ponder-cli.h"
#include "ponder-model-info.h"

#include <glib/gi18n.h>

static const struct
{
  PonderAbilities  ability;
  const char      *name;
} abilities[] = {
  { PONDER_ABILITY_IMAGES, "images" },
  { PONDER_ABILITY_FILES, "files" },
  { PONDER_ABILITY_REASONING, "reasoning" },
  { PONDER_ABILITY_TOOLS, "tools" },
  { PONDER_ABILITY_STRUCTURED, "structured" },
};

/* (transfer full) */
static GListModel *
list_models (PonderCli             *self,
             PonderProviderConfig  *provider,
             GError               **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  ponder_workspace_list_models_async (self->workspace, provider, NULL, self->cancellable,
                                      ponder_cli_done_cb, &result);
  ponder_cli_wait (self, &result);

  return ponder_workspace_list_models_finish (self->workspace, result, error);
}

static void
print_model (PonderCli       *self,
             PonderModelInfo *model)
{
  guint n_tokens = ponder_model_info_get_context_length (model);
  const char *separator = "  ";

  ponder_output_printf (self->output, "%s/%s", ponder_model_info_get_provider_id (model),
                        ponder_model_info_get_id (model));
  if (n_tokens > 0)
    /* Translators: how much a model can read at once. */
    ponder_output_printf (self->output, ngettext ("  %u token", "  %u tokens", n_tokens), n_tokens);
  for (guint i = 0; i < G_N_ELEMENTS (abilities); i++)
    if (ponder_model_info_get_abilities (model) & abilities[i].ability)
      {
        ponder_output_printf (self->output, "%s%s", separator, abilities[i].name);
        separator = ", ";
      }
  ponder_output_write (self->output, "\n");
}

static JsonObject *
model_to_json (PonderModelInfo *model)
{
  guint n_tokens = ponder_model_info_get_context_length (model);
  JsonArray *names = json_array_new ();
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (abilities); i++)
    if (ponder_model_info_get_abilities (model) & abilities[i].ability)
      json_array_add_string_element (names, abilities[i].name);

  json_object_set_string_member (object, "provider", ponder_model_info_get_provider_id (model));
  json_object_set_string_member (object, "id", ponder_model_info_get_id (model));
  json_object_set_string_member (object, "name", ponder_model_info_get_name (model));
  ponder_cli_json_set_count (object, "context_length", n_tokens > 0 ? (double) n_tokens : -1);
  json_object_set_array_member (object, "abilities", names);
  return object;
}

/* One server that does not answer must not hide what the others offer. */
static PonderExit
show_provider (PonderCli            *self,
               PonderProviderConfig *provider,
               JsonArray            *array)
{
  g_autoptr(GListModel) models = NULL;
  g_autoptr(GError) error = NULL;

  if (!(models = list_models (self, provider, &error)))
    return ponder_cli_fail (self, error, "models");

  for (guint i = 0; i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr(PonderModelInfo) model = g_list_model_get_item (models, i);

      if (array != NULL)
        json_array_add_object_element (array, model_to_json (model));
      else
        print_model (self, model);
    }

  return PONDER_EXIT_DONE;
}

static PonderExit
show_all (PonderCli *self,
          JsonArray *array)
{
  GListModel *providers = ponder_workspace_get_providers (self->workspace);
  PonderExit status = PONDER_EXIT_DONE;

  if (g_list_model_get_n_items (providers) == 0)
    ponder_cli_say (_("There are no providers yet; “ponder-cli providers add” adds one."));

  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr(PonderProviderConfig) provider = g_list_model_get_item (providers, i);
      PonderExit one = PONDER_EXIT_DONE;

      if (ponder_provider_config_get_enabled (provider))
        one = show_provider (self, provider, array);
      if (one == PONDER_EXIT_CANCELLED)
        return one;
      if (status == PONDER_EXIT_DONE)
        status = one;
    }

  return status;
}

PonderExit
ponder_cli_models (PonderCli *self,
                   GStrv     *arguments)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr(JsonArray) array = NULL;
  PonderProviderConfig *provider;
  PonderExit status = PONDER_EXIT_USAGE;

  if (!ponder_cli_parse (self, "models", _("[PROVIDER]"),
                         _("Lists the models that one server offers, or all."), entries,
                         arguments) ||
      ((*arguments)[1] != NULL && !ponder_cli_expect (*arguments, 1, _("at most one PROVIDER"))) ||
      !ponder_cli_open (self, &status))
    return status;

  if (json)
    array = json_array_new ();
  if ((*arguments)[1] == NULL)
    status = show_all (self, array);
  else if ((provider = ponder_cli_find_provider (self, (*arguments)[1], &status)))
    status = show_provider (self, provider, array);

  if (json && status == PONDER_EXIT_DONE)
    ponder_output_take_array (self->output, g_steal_pointer (&array));
  return status;
}
