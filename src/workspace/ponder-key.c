/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be a key, which host it is for, and where the environment has it. */

#include "config.h"

#include "ponder-key-private.h"

#include "ponder-fault.h"
#include "ponder-key-source.h"
#include "ponder-keyring.h"
#include "ponder-provider-config.h"

#include <glib/gi18n.h>

static char *
dup_variable (PonderProviderConfig *provider)
{
  const char *named = ponder_provider_config_get_key_env (provider);
  g_autofree char *id = NULL;

  if (named != NULL && named[0] != '\0')
    return g_strdup (named);

  id = g_ascii_strup (ponder_provider_config_get_id (provider), -1);
  g_strcanon (id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", '_');
  return g_strconcat (id, "_API_KEY", NULL);
}

/* Shell and JSON snippets come with quotes around the key. */
static void
trim_quotes (char *key)
{
  gsize length;

  g_strstrip (key);
  length = strlen (key);
  if (length < 2 || key[0] != key[length - 1] || strchr ("\"'`", key[0]) == NULL)
    return;

  memmove (key, key + 1, length - 2);
  key[length - 2] = '\0';
  g_strstrip (key);
}

static gboolean
is_possible_key (const char *key)
{
  for (const char *c = key; *c != '\0'; c++)
    if (!g_ascii_isgraph (*c))
      return FALSE;
  return key[0] != '\0';
}

char *
ponder_keyring_clean_key (const char  *typed,
                          GError     **error)
{
  PonderFault *fault;
  char *key;

  g_return_val_if_fail (typed != NULL, NULL);

  key = g_strdup (typed);
  trim_quotes (key);
  if (is_possible_key (key))
    return key;

  fault = ponder_fault_new (PONDER_ERROR_INVALID_REQUEST, "key");
  fault->message = g_strdup (key[0] == '\0'
                             ? _("The key is empty")
                             : _("This cannot be a key: it has spaces, line ends or unusual characters"));
  ponder_key_free (key);
  g_propagate_error (error, ponder_error_new_take_fault (fault));
  return NULL;
}

char *
ponder_key_dup_origin (PonderProviderConfig *provider)
{
  const char *base_url = ponder_provider_config_get_base_url (provider);
  g_autoptr(GUri) uri = NULL;
  int port;

  if (base_url == NULL || !(uri = g_uri_parse (base_url, G_URI_FLAGS_NONE, NULL)))
    return g_strdup ("");

  port = g_uri_get_port (uri);
  if (port < 0 && g_uri_get_host (uri) != NULL && g_uri_get_host (uri)[0] == '/')
    return g_strdup_printf ("%s://%s", g_uri_get_scheme (uri), g_uri_get_host (uri));
  if (port < 0)
    port = g_strcmp0 (g_uri_get_scheme (uri), "http") == 0 ? 80 : 443;
  return g_strdup_printf ("%s://%s:%d", g_uri_get_scheme (uri), g_uri_get_host (uri), port);
}

char *
ponder_key_dup_from_environment (PonderProviderConfig  *provider,
                                 GError               **error)
{
  g_autofree char *variable = dup_variable (provider);
  const char *value = g_getenv (variable);
  char *key;

  if (value == NULL || value[0] == '\0')
    return NULL;

  if (!(key = ponder_keyring_clean_key (value, error)))
    g_prefix_error (error, "%s: ", variable);
  return key;
}
