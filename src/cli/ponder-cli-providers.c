/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `providers`: configured servers. */

#include "config.h"

#include "ponder-cli-json.h"
#include "ponder-cli.h"
#include "ponder-cli-provider-test.h"

#include <glib/gi18n.h>

/* The documented dialects and whether this version speaks them. */
static const struct
{
  const char *name;
  gboolean    spoken;
} dialects[] = {
  { "openai", TRUE },
  { "openai-responses", FALSE },
  { "anthropic", TRUE },
  { "gemini", TRUE },
  { "ollama", TRUE },
};

static gboolean
is_default (PonderCli            *self,
            PonderProviderConfig *provider)
{
  PonderSettings *settings = ponder_workspace_get_settings (self->workspace);
  g_autofree char *id = NULL;
  g_autofree char *model = NULL;

  return ponder_model_name_split (ponder_settings_get_default_model (settings), &id, &model) &&
         g_strcmp0 (id, ponder_provider_config_get_id (provider)) == 0;
}

static JsonObject *
provider_to_json (PonderCli            *self,
                  PonderProviderConfig *provider)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", ponder_provider_config_get_id (provider));
  json_object_set_string_member (object, "name", ponder_provider_config_get_name (provider));
  json_object_set_string_member (object, "dialect", ponder_provider_config_get_dialect (provider));
  json_object_set_string_member (object, "base_url",
                                 ponder_provider_config_get_base_url (provider));
  ponder_cli_json_set_string (object, "key_env", ponder_provider_config_get_key_env (provider));
  ponder_cli_json_set_string (object, "default_model",
                              ponder_provider_config_get_default_model (provider));
  json_object_set_boolean_member (object, "default", is_default (self, provider));

  return object;
}

static void
show_provider (PonderCli            *self,
               PonderProviderConfig *provider)
{
  const char *model = ponder_provider_config_get_default_model (provider);

  ponder_output_printf (self->output, "%s %-16s %-17s %s%s%s\n",
                        is_default (self, provider) ? "*" : " ",
                        ponder_provider_config_get_id (provider),
                        ponder_provider_config_get_dialect (provider),
                        ponder_provider_config_get_base_url (provider),
                        model != NULL ? "  " : "", model != NULL ? model : "");
}

static PonderExit
list (PonderCli *self,
      GStrv     *arguments)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr(JsonArray) array = json_array_new ();
  PonderExit status = PONDER_EXIT_USAGE;
  GListModel *providers;

  if (!ponder_cli_parse (self, "providers list", NULL,
                         _("Lists the configured servers: id, dialect, address, model. A star "
                           "marks the one that is asked by default."),
                         entries, arguments) ||
      !ponder_cli_expect (*arguments, 0, NULL) || !ponder_cli_open (self, &status))
    return status;

  providers = ponder_workspace_get_providers (self->workspace);
  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr(PonderProviderConfig) provider = g_list_model_get_item (providers, i);

      if (json)
        json_array_add_object_element (array, provider_to_json (self, provider));
      else
        show_provider (self, provider);
    }

  if (json)
    ponder_output_take_array (self->output, g_steal_pointer (&array));
  return PONDER_EXIT_DONE;
}

static gboolean
check_dialect (const char *dialect)
{
  for (guint i = 0; i < G_N_ELEMENTS (dialects); i++)
    {
      if (g_strcmp0 (dialects[i].name, dialect) != 0)
        continue;
      if (dialects[i].spoken)
        return TRUE;

      ponder_cli_usage (_("The dialect “%s” is not part of this version yet."), dialect);
      return FALSE;
    }

  ponder_cli_usage (_("“%s” is no dialect; “openai” is one."), dialect);
  return FALSE;
}

typedef struct
{
  char *dialect;
  char *base_url;
  char *key_env;
  char *model;
  char *name;
} AddOptions;

static void
add_options_clear (AddOptions *self)
{
  g_free (self->dialect);
  g_free (self->base_url);
  g_free (self->key_env);
  g_free (self->model);
  g_free (self->name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AddOptions, add_options_clear)

static gboolean
is_variable_name (const char *name)
{
  return g_regex_match_simple ("^[A-Za-z_][A-Za-z0-9_]*$", name, G_REGEX_DEFAULT,
                               G_REGEX_MATCH_DEFAULT);
}

static gboolean
check_add_options (AddOptions *options,
                   const char *id)
{
  if (!ponder_provider_id_is_valid (id) || g_strcmp0 (id, "demo") == 0)
    {
      ponder_cli_usage (_("“%s” cannot be an id: use up to 64 of a–z, 0–9, “-”, “_” and “.”; "
                          "“demo” is taken."), id);
      return FALSE;
    }
  if (options->key_env != NULL && !is_variable_name (options->key_env))
    {
      /* It may be a key that was pasted here by mistake: do not repeat it. */
      ponder_cli_usage (_("--key-env takes the name of an environment variable, not the key "
                          "itself."));
      return FALSE;
    }

  return options->dialect == NULL || check_dialect (options->dialect);
}

/* The one that is there, else one from the preset of that name or an empty one. (transfer full) */
static PonderProviderConfig *
find_or_make (PonderCli  *self,
              const char *id)
{
  GListModel *presets = ponder_workspace_get_presets (self->workspace);
  PonderProviderConfig *provider = ponder_workspace_lookup_provider (self->workspace, id);

  if (provider != NULL)
    return g_object_ref (provider);

  for (guint i = 0; i < g_list_model_get_n_items (presets); i++)
    {
      g_autoptr(PonderProviderPreset) preset = g_list_model_get_item (presets, i);

      if (g_strcmp0 (ponder_provider_preset_get_id (preset), id) == 0)
        return ponder_provider_preset_make_config (preset);
    }

  provider = ponder_provider_config_new (id);
  ponder_provider_config_set_preset (provider, "custom");
  return provider;
}

static gboolean
fill_in (PonderProviderConfig *provider,
         AddOptions           *options)
{
  g_autofree char *base_url = NULL;
  g_autoptr(GError) error = NULL;

  if (options->dialect != NULL)
    ponder_provider_config_set_dialect (provider, options->dialect);
  if (options->key_env != NULL)
    ponder_provider_config_set_key_env (provider, options->key_env);
  if (options->model != NULL)
    ponder_provider_config_set_default_model (provider, options->model);
  if (options->name != NULL)
    ponder_provider_config_set_name (provider, options->name);
  if (options->base_url == NULL)
    return TRUE;

  if (!(base_url = ponder_base_url_normalise (options->base_url,
                                              ponder_provider_config_get_dialect (provider),
                                              &error)))
    {
      ponder_cli_usage ("--base-url: %s", error->message);
      return FALSE;
    }

  ponder_provider_config_set_base_url (provider, base_url);
  return TRUE;
}

static gboolean
is_complete (PonderProviderConfig *provider)
{
  const char *dialect = ponder_provider_config_get_dialect (provider);
  const char *base_url = ponder_provider_config_get_base_url (provider);

  if (dialect != NULL && *dialect != '\0' && base_url != NULL && *base_url != '\0')
    return TRUE;

  ponder_cli_usage (_("“%s” is no provider that Ponder knows; give --dialect and --base-url."),
                    ponder_provider_config_get_id (provider));
  return FALSE;
}

static PonderExit
save (PonderCli            *self,
      PonderProviderConfig *provider)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  ponder_workspace_save_provider_async (self->workspace, provider, self->cancellable,
                                        ponder_cli_done_cb, &result);
  ponder_cli_wait (self, &result);
  if (!ponder_workspace_save_provider_finish (self->workspace, result, &error))
    return ponder_cli_fail (self, error, "save provider");

  return PONDER_EXIT_DONE;
}

static void
say_how_to_give_a_key (PonderProviderConfig *provider)
{
  const char *id = ponder_provider_config_get_id (provider);
  const char *variable = ponder_provider_config_get_key_env (provider);
  g_autofree char *usual = g_ascii_strup (id, -1);

  g_strcanon (usual, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", '_');
  if (variable != NULL)
    ponder_cli_say (_("“%s” is ready. Its key is read from %s each time, or from the keyring, "
                      "where Ponder’s window puts it."), id, variable);
  else
    ponder_cli_say (_("“%s” is ready. If it needs a key: put it into %s_API_KEY, name another "
                      "variable with “--key-env VAR”, or store it in the keyring with Ponder’s "
                      "window."), id, usual);
  ponder_cli_say (_("“ponder-cli providers test %s” tries it."), id);
}

static PonderExit
add (PonderCli *self,
     GStrv     *arguments)
{
  g_auto(AddOptions) options = { 0, };
  const GOptionEntry entries[] = {
    { "dialect", 0, 0, G_OPTION_ARG_STRING, &options.dialect,
      N_("What it speaks: openai, anthropic, gemini or ollama"), "D" },
    { "base-url", 0, 0, G_OPTION_ARG_STRING, &options.base_url, N_("Its address"), "URL" },
    { "key-env", 0, 0, G_OPTION_ARG_STRING, &options.key_env,
      N_("Read the key from this environment variable each time"), "VAR" },
    { "model", 0, 0, G_OPTION_ARG_STRING, &options.model, N_("Its default model"), N_("MODEL") },
    { "name", 0, 0, G_OPTION_ARG_STRING, &options.name, N_("What people call it"), N_("NAME") },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr(PonderProviderConfig) provider = NULL;
  PonderExit status = PONDER_EXIT_USAGE;

  if (!ponder_cli_parse (self, "providers add", "ID",
                         _("Adds a server, or changes the one of that id. A provider that Ponder "
                           "knows, such as openai, needs no further options."),
                         entries, arguments) ||
      !ponder_cli_expect (*arguments, 1, "ID") || !check_add_options (&options, (*arguments)[1]) ||
      !ponder_cli_open (self, &status))
    return status;

  provider = find_or_make (self, (*arguments)[1]);
  if (!fill_in (provider, &options) || !is_complete (provider))
    return PONDER_EXIT_USAGE;

  if ((status = save (self, provider)) == PONDER_EXIT_DONE)
    say_how_to_give_a_key (provider);
  return status;
}

static PonderExit
remove_provider (PonderCli *self,
                 GStrv     *arguments)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  PonderProviderConfig *provider;
  PonderExit status = PONDER_EXIT_USAGE;

  if (!ponder_cli_parse (self, "providers remove", "ID",
                         _("Removes a server and its key. Chats stay."), NULL, arguments) ||
      !ponder_cli_expect (*arguments, 1, "ID") || !ponder_cli_open (self, &status) ||
      !(provider = ponder_cli_find_provider (self, (*arguments)[1], &status)))
    return status;

  ponder_workspace_remove_provider_async (self->workspace, provider, self->cancellable,
                                          ponder_cli_done_cb, &result);
  ponder_cli_wait (self, &result);
  if (!ponder_workspace_remove_provider_finish (self->workspace, result, &error))
    return ponder_cli_fail (self, error, "remove provider");

  return PONDER_EXIT_DONE;
}

static PonderExit
set_default (PonderCli *self,
             GStrv     *arguments)
{
  g_autofree char *id = NULL;
  g_autofree char *model = NULL;
  PonderExit status = PONDER_EXIT_USAGE;

  if (!ponder_cli_parse (self, "providers default", _("PROVIDER/MODEL"),
                         _("Sets the model that is asked when none is named."), NULL, arguments) ||
      !ponder_cli_expect (*arguments, 1, _("PROVIDER/MODEL")))
    return status;

  if (!ponder_model_name_split ((*arguments)[1], &id, &model))
    return ponder_cli_usage (_("“%s” is no model; write PROVIDER/MODEL, as in openai/gpt-4o"),
                             (*arguments)[1]);

  if (!ponder_cli_open (self, &status) || ponder_cli_find_provider (self, id, &status) == NULL)
    return status;

  ponder_settings_set_default_model (ponder_workspace_get_settings (self->workspace),
                                     (*arguments)[1]);
  return PONDER_EXIT_DONE;
}

static const PonderCommand commands[] = {
  { "list", list, N_("List the configured servers") },
  { "add", add, N_("Add a server or change one") },
  { "remove", remove_provider, N_("Remove a server and its key") },
  { "test", ponder_cli_provider_test, N_("Find out where the way to a server ends") },
  { "default", set_default, N_("Set the model that is asked when none is named") },
  { NULL }
};

PonderExit
ponder_cli_providers (PonderCli *self,
                      GStrv     *arguments)
{
  return ponder_cli_dispatch (self, "ponder-cli providers", _("Servers that models are asked on."),
                              commands, arguments);
}
