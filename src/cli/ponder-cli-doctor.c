/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `doctor`: what is here, whether it is sound, and what was found on this computer. */

#include "config.h"

#include "ponder-cli-json.h"
#include "ponder-cli.h"
#include "ponder-discovery.h"

#include <glib/gi18n.h>

/* What was found out, in the order in which it is shown. */
typedef struct
{
  char               *glib;
  char               *database; /* "ok", or what is wrong */
  PonderKeyringState  keyring;
  GListModel         *found;
} Findings;

static void
findings_clear (Findings *self)
{
  g_free (self->glib);
  g_free (self->database);
  g_clear_object (&self->found);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Findings, findings_clear)

static const char *
keyring_state_name (PonderKeyringState state)
{
  switch (state)
    {
    case PONDER_KEYRING_UNKNOWN:
      return "unknown";
    case PONDER_KEYRING_READY:
      return "ready";
    case PONDER_KEYRING_LOCKED:
      return "locked";
    case PONDER_KEYRING_ABSENT:
      return "absent";
    }

  return "unknown";
}

static const char *
get_keyring_words (PonderKeyringState state)
{
  switch (state)
    {
    case PONDER_KEYRING_UNKNOWN:
      return _("unknown");
    case PONDER_KEYRING_READY:
      return _("ready");
    case PONDER_KEYRING_LOCKED:
      return _("locked");
    case PONDER_KEYRING_ABSENT:
      return _("absent");
    }

  return _("unknown");
}

/* The keyring tells its state only when it is asked for something. */
static PonderKeyringState
check_keyring (PonderCli *self)
{
  g_autoptr(PonderProviderConfig) nobody = ponder_provider_config_new ("ponder-doctor");
  PonderKeyring *keyring = ponder_workspace_get_keyring (self->workspace);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  ponder_keyring_has_key_async (keyring, nobody, self->cancellable, ponder_cli_done_cb, &result);
  ponder_cli_wait (self, &result);
  ponder_keyring_has_key_finish (keyring, result, &error);
  if (error != NULL)
    g_debug ("Keyring: %s", error->message);

  return ponder_keyring_get_state (keyring);
}

static gboolean
check_database (PonderCli  *self,
                Findings   *findings,
                PonderExit *status)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  ponder_workspace_check_async (self->workspace, self->cancellable, ponder_cli_done_cb, &result);
  ponder_cli_wait (self, &result);
  if ((findings->database = ponder_workspace_check_finish (self->workspace, result, &error)))
    return TRUE;

  *status = ponder_cli_fail (self, error, "check database");
  return FALSE;
}

static gboolean
look_around (PonderCli  *self,
             Findings   *findings,
             PonderExit *status)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  ponder_workspace_discover_async (self->workspace, self->cancellable, ponder_cli_done_cb, &result);
  ponder_cli_wait (self, &result);
  if ((findings->found = ponder_workspace_discover_finish (self->workspace, result, &error)))
    return TRUE;

  *status = ponder_cli_fail (self, error, "discover");
  return FALSE;
}

static JsonObject *
discovery_to_json (PonderDiscovery *discovery)
{
  PonderProviderConfig *provider = ponder_discovery_get_provider (discovery);
  gboolean server = ponder_discovery_get_kind (discovery) == PONDER_DISCOVERY_SERVER;
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kind", server ? "server" : "key");
  json_object_set_string_member (object, "id", ponder_provider_config_get_id (provider));
  json_object_set_string_member (object, "name", ponder_provider_config_get_name (provider));
  json_object_set_string_member (object, "base_url",
                                 ponder_provider_config_get_base_url (provider));
  ponder_cli_json_set_string (object, "key_env", ponder_provider_config_get_key_env (provider));
  ponder_cli_json_set_string (object, "model", ponder_discovery_get_model (discovery));
  ponder_cli_json_set_count (object, "models",
                             server ? ponder_discovery_get_n_models (discovery) : -1.0);

  return object;
}

static void
show_as_json (PonderCli *self,
              Findings  *findings)
{
  JsonObject *object = json_object_new ();
  JsonObject *versions = json_object_new ();
  JsonArray *found = json_array_new ();

  json_object_set_string_member (versions, "ponder", PONDER_VERSION);
  json_object_set_string_member (versions, "glib", findings->glib);
  json_object_set_string_member (versions, "libsoup", PONDER_SOUP_VERSION);
  json_object_set_string_member (versions, "sqlite", PONDER_SQLITE_VERSION);
  for (guint i = 0; i < g_list_model_get_n_items (findings->found); i++)
    {
      g_autoptr(PonderDiscovery) discovery = g_list_model_get_item (findings->found, i);

      json_array_add_object_element (found, discovery_to_json (discovery));
    }

  json_object_set_object_member (object, "versions", versions);
  json_object_set_string_member (object, "data_dir",
                                 ponder_workspace_get_data_dir (self->workspace));
  json_object_set_string_member (object, "database", findings->database);
  ponder_cli_json_set_string (object, "cache", ponder_workspace_get_cache_path (self->workspace));
  json_object_set_string_member (object, "keyring", keyring_state_name (findings->keyring));
  json_object_set_array_member (object, "found", found);
  ponder_output_take_object (self->output, object);
}

static void
show_discovery (PonderCli       *self,
                PonderDiscovery *discovery)
{
  PonderProviderConfig *provider = ponder_discovery_get_provider (discovery);
  guint n_models = ponder_discovery_get_n_models (discovery);
  const char *name = ponder_provider_config_get_name (provider);

  if (ponder_discovery_get_kind (discovery) == PONDER_DISCOVERY_SERVER)
    /* Translators: a server, its address, and how many models it has. */
    ponder_output_printf (self->output,
                          ngettext ("  %s at %s, %u model\n", "  %s at %s, %u models\n", n_models),
                          name, ponder_provider_config_get_base_url (provider), n_models);
  else
    ponder_output_printf (self->output, _("  %s: a key is in %s\n"), name,
                          ponder_provider_config_get_key_env (provider));
}

static void
show_line (PonderCli  *self,
           const char *title,
           const char *value)
{
  /* Translators: a line of a report: the name of a fact and the fact. */
  g_autofree char *line = g_strdup_printf (_("%s: %s"), title, value);

  ponder_output_printf (self->output, "%s\n", line);
}

static void
show_as_text (PonderCli *self,
              Findings  *findings)
{
  guint n_found = g_list_model_get_n_items (findings->found);
  const char *cache = ponder_workspace_get_cache_path (self->workspace);
  g_autofree char *found = n_found > 0 ? g_strdup_printf ("%u", n_found) : g_strdup (_("nothing"));

  show_line (self, "ponder", PONDER_VERSION);
  show_line (self, "GLib", findings->glib);
  show_line (self, "libsoup", PONDER_SOUP_VERSION);
  show_line (self, "SQLite", PONDER_SQLITE_VERSION);
  show_line (self, _("data"), ponder_workspace_get_data_dir (self->workspace));
  show_line (self, _("database"),
             g_str_equal (findings->database, "ok") ? _("sound") : findings->database);
  show_line (self, _("cache"), cache != NULL ? cache : _("in memory"));
  show_line (self, _("keyring"), get_keyring_words (findings->keyring));
  show_line (self, _("found here"), found);
  for (guint i = 0; i < n_found; i++)
    {
      g_autoptr(PonderDiscovery) discovery = g_list_model_get_item (findings->found, i);

      show_discovery (self, discovery);
    }
}

PonderExit
ponder_cli_doctor (PonderCli *self,
                   GStrv     *arguments)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_auto(Findings) findings = { 0, };
  PonderExit status = PONDER_EXIT_USAGE;

  if (!ponder_cli_parse (self, "doctor", NULL,
                         _("Shows versions, where the data lies, whether the database is sound, "
                           "the state of the keyring, and the servers and keys found here."),
                         entries, arguments) ||
      !ponder_cli_expect (*arguments, 0, NULL) || !ponder_cli_open (self, &status) ||
      !check_database (self, &findings, &status) || !look_around (self, &findings, &status))
    return status;

  findings.glib = g_strdup_printf ("%u.%u.%u", glib_major_version, glib_minor_version,
                                   glib_micro_version);
  findings.keyring = check_keyring (self);
  if (json)
    show_as_json (self, &findings);
  else
    show_as_text (self, &findings);

  return g_strcmp0 (findings.database, "ok") == 0 ? PONDER_EXIT_DONE : PONDER_EXIT_STORE;
}
