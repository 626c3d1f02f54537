/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Configured servers as rows; their keys are never among them. */

#include "config.h"

#include "ponder-providers-table.h"

#define COLUMNS                                                                            \
  "id, name, preset, dialect, base_url, key_env, default_model, enabled, concurrency,"     \
  " connect_timeout, first_token_timeout, silence_timeout, total_timeout, ca_file, proxy"

/* In the order of COLUMNS. */
enum
{
  ID,
  NAME,
  PRESET,
  DIALECT,
  BASE_URL,
  KEY_ENV,
  DEFAULT_MODEL,
  ENABLED,
  CONCURRENCY,
  CONNECT_TIMEOUT,
  FIRST_TOKEN_TIMEOUT,
  SILENCE_TIMEOUT,
  TOTAL_TIMEOUT,
  CA_FILE,
  PROXY,
};

static PonderProviderConfig *
read_row (PonderDbStatement *row)
{
  g_autofree char *id = ponder_db_statement_dup_text (row, ID);
  g_autofree char *name = ponder_db_statement_dup_text (row, NAME);
  g_autofree char *preset = ponder_db_statement_dup_text (row, PRESET);
  g_autofree char *dialect = ponder_db_statement_dup_text (row, DIALECT);
  g_autofree char *base_url = ponder_db_statement_dup_text (row, BASE_URL);
  g_autofree char *key_env = ponder_db_statement_dup_text (row, KEY_ENV);
  g_autofree char *model = ponder_db_statement_dup_text (row, DEFAULT_MODEL);
  g_autofree char *ca_file = ponder_db_statement_dup_text (row, CA_FILE);
  g_autofree char *proxy = ponder_db_statement_dup_text (row, PROXY);
  PonderProviderConfig *provider = ponder_provider_config_new (id);

  ponder_provider_config_set_name (provider, name);
  ponder_provider_config_set_preset (provider, preset);
  ponder_provider_config_set_dialect (provider, dialect);
  ponder_provider_config_set_base_url (provider, base_url);
  ponder_provider_config_set_key_env (provider, key_env);
  ponder_provider_config_set_default_model (provider, model);
  ponder_provider_config_set_enabled (provider, ponder_db_statement_get_int (row, ENABLED) != 0);
  ponder_provider_config_set_concurrency (
    provider, (guint) ponder_db_statement_get_int (row, CONCURRENCY));
  ponder_provider_config_set_connect_timeout (
    provider, ponder_db_statement_get_double (row, CONNECT_TIMEOUT));
  ponder_provider_config_set_first_token_timeout (
    provider, ponder_db_statement_get_double (row, FIRST_TOKEN_TIMEOUT));
  ponder_provider_config_set_silence_timeout (
    provider, ponder_db_statement_get_double (row, SILENCE_TIMEOUT));
  ponder_provider_config_set_total_timeout (
    provider, ponder_db_statement_get_double (row, TOTAL_TIMEOUT));
  ponder_provider_config_set_ca_file (provider, ca_file);
  ponder_provider_config_set_proxy (provider, proxy);
  return provider;
}

GPtrArray *
ponder_providers_table_list (PonderDb  *db,
                             GError   **error)
{
  g_autoptr(GPtrArray) providers = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(PonderDbStatement) statement = NULL;
  g_autoptr(GError) local_error = NULL;

  statement = ponder_db_prepare (db, "SELECT " COLUMNS " FROM providers ORDER BY serial", error);
  if (statement == NULL)
    return NULL;

  while (ponder_db_statement_next (statement, &local_error))
    g_ptr_array_add (providers, read_row (statement));
  if (local_error == NULL)
    return g_steal_pointer (&providers);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

gboolean
ponder_providers_table_save (PonderDb              *db,
                             PonderProviderConfig  *provider,
                             GError               **error)
{
  g_autoptr(PonderDbStatement) row = NULL;

  row = ponder_db_prepare (db,
                           "INSERT INTO providers (" COLUMNS ")"
                           " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,"
                           " ?15)"
                           " ON CONFLICT (id) DO UPDATE SET"
                           " name = excluded.name,"
                           " preset = excluded.preset,"
                           " dialect = excluded.dialect,"
                           " base_url = excluded.base_url,"
                           " key_env = excluded.key_env,"
                           " default_model = excluded.default_model,"
                           " enabled = excluded.enabled,"
                           " concurrency = excluded.concurrency,"
                           " connect_timeout = excluded.connect_timeout,"
                           " first_token_timeout = excluded.first_token_timeout,"
                           " silence_timeout = excluded.silence_timeout,"
                           " total_timeout = excluded.total_timeout,"
                           " ca_file = excluded.ca_file,"
                           " proxy = excluded.proxy", error);
  if (row == NULL)
    return FALSE;

  ponder_db_statement_bind_text (row, ID + 1, ponder_provider_config_get_id (provider));
  ponder_db_statement_bind_text (row, NAME + 1, ponder_provider_config_get_name (provider));
  ponder_db_statement_bind_text (row, PRESET + 1, ponder_provider_config_get_preset (provider));
  ponder_db_statement_bind_text (row, DIALECT + 1, ponder_provider_config_get_dialect (provider));
  ponder_db_statement_bind_text (row, BASE_URL + 1, ponder_provider_config_get_base_url (provider));
  ponder_db_statement_bind_text (row, KEY_ENV + 1, ponder_provider_config_get_key_env (provider));
  ponder_db_statement_bind_text (row, DEFAULT_MODEL + 1,
                                 ponder_provider_config_get_default_model (provider));
  ponder_db_statement_bind_int (row, ENABLED + 1, ponder_provider_config_get_enabled (provider));
  ponder_db_statement_bind_int (row, CONCURRENCY + 1,
                                ponder_provider_config_get_concurrency (provider));
  ponder_db_statement_bind_double (row, CONNECT_TIMEOUT + 1,
                                   ponder_provider_config_get_connect_timeout (provider));
  ponder_db_statement_bind_double (row, FIRST_TOKEN_TIMEOUT + 1,
                                   ponder_provider_config_get_first_token_timeout (provider));
  ponder_db_statement_bind_double (row, SILENCE_TIMEOUT + 1,
                                   ponder_provider_config_get_silence_timeout (provider));
  ponder_db_statement_bind_double (row, TOTAL_TIMEOUT + 1,
                                   ponder_provider_config_get_total_timeout (provider));
  ponder_db_statement_bind_text (row, CA_FILE + 1, ponder_provider_config_get_ca_file (provider));
  ponder_db_statement_bind_text (row, PROXY + 1, ponder_provider_config_get_proxy (provider));
  return ponder_db_statement_run (row, error);
}

gboolean
ponder_providers_table_remove (PonderDb    *db,
                               const char  *id,
                               GError     **error)
{
  g_autoptr(PonderDbStatement) statement = NULL;

  if (!(statement = ponder_db_prepare (db, "DELETE FROM providers WHERE id = ?1", error)))
    return FALSE;

  ponder_db_statement_bind_text (statement, 1, id);
  return ponder_db_statement_run (statement, error);
}
