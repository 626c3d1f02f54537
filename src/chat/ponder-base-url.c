/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Base URLs: made whole from what a person types, and told apart by where they lead. */

#include "config.h"

#include "ponder-base-url-private.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <sys/un.h>

#include "ponder-error.h"
#include "ponder-provider-config.h"

#define SOCKET_SCHEME "http+unix"

/* The kernel takes no longer path of a socket. */
#define SOCKET_LENGTH_LIMIT (sizeof (((struct sockaddr_un *) NULL)->sun_path) - 1)

/* No server is reached by a longer address; a pasted page is. */
#define LENGTH_LIMIT 2048

/* What people paste along with the base URL, and what one dialect (NULL: all of them) adds of its own. */
static const struct
{
  const char *dialect;
  const char *path;
} end_points[] = {
  { NULL, "/chat/completions" },
  { NULL, "/responses" },
  { NULL, "/v1/messages" },
  { NULL, "/models" },
  { "anthropic", "/v1" },
  { "gemini", "/openai" },
  { "ollama", "/v1" },
  { "ollama", "/api/chat" },
  { "ollama", "/api/tags" },
  { "ollama", "/api" },
};

static GUri *
refuse (GError     **error,
        const char  *reason)
{
  g_set_error_literal (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST, reason);
  return NULL;
}

/* What no address holds unescaped, and what tells a person nothing when it is shown. */
static gboolean
has_odd_characters (const char *text)
{
  if (!g_utf8_validate (text, -1, NULL))
    return TRUE;

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      if (!g_unichar_isgraph (character) || strchr ("\"<>\\^`{|}", (int) *c) != NULL)
        return TRUE;
    }
  return FALSE;
}

static gboolean
host_is_sound (const char *host)
{
  static const char name_characters[] = "abcdefghijklmnopqrstuvwxyz0123456789.-_";

  if (host == NULL || *host == '\0')
    return FALSE;

  return host[strspn (host, name_characters)] == '\0' || g_hostname_is_ip_address (host);
}

/* -1 for the one that the scheme means anyway. */
static int
get_special_port (GUri *uri)
{
  int usual = g_str_equal (g_uri_get_scheme (uri), "https") ? 443 : 80;

  return g_uri_get_port (uri) == usual ? -1 : g_uri_get_port (uri);
}

/* As people write sockets: unix:/run/llama.sock, unix:///run/llama.sock, and with the path on the server
 * after another colon, as nginx has it. (transfer full): NULL when @text is nothing of the kind. */
static char *
dup_socket_url (const char *text)
{
  g_autofree char *socket = NULL;
  g_autofree char *escaped = NULL;
  const char *path;

  if (g_ascii_strncasecmp (text, "unix:", strlen ("unix:")) != 0)
    return NULL;

  text += strlen ("unix:");
  while (g_str_has_prefix (text, "//"))
    text++;
  path = strchr (text, ':');
  socket = g_strndup (text, path != NULL ? (gsize) (path - text) : strlen (text));
  escaped = g_uri_escape_string (socket, NULL, FALSE);
  if (path != NULL && path[1] == '/')
    path++;
  return g_strdup_printf (SOCKET_SCHEME "://%s%s", escaped, path != NULL ? path : "");
}

/* (nullable): of what ponder_base_url_normalise() gave. */
static char *
dup_socket_path (const char *base_url)
{
  g_autoptr(GUri) uri = g_uri_parse (base_url, G_URI_FLAGS_NONE, NULL);

  if (uri == NULL || !g_str_equal (g_uri_get_scheme (uri), SOCKET_SCHEME))
    return NULL;
  return g_strdup (g_uri_get_host (uri));
}

static gboolean
is_scheme (GUri *uri)
{
  return g_str_equal (g_uri_get_scheme (uri), "https") ||
         g_str_equal (g_uri_get_scheme (uri), "http") ||
         g_str_equal (g_uri_get_scheme (uri), SOCKET_SCHEME);
}

/* NULL with @error, else what the host of a socket's address becomes. (transfer full) */
static char *
escape_socket_path (const char  *path,
                    GError     **error)
{
  if (path[0] == '/' && path[1] != '\0' && strlen (path) <= SOCKET_LENGTH_LIMIT &&
      !has_odd_characters (path))
    return g_uri_escape_string (path, NULL, FALSE);

  refuse (error, _("The path of a socket must be whole, like unix:/run/server.sock, and not too long."));
  return NULL;
}

static GUri *
parse (const char  *text,
       GError     **error)
{
  g_autoptr(GUri) uri = NULL;
  g_autofree char *host = NULL;

  if (strlen (text) > LENGTH_LIMIT)
    return refuse (error, _("The address is too long."));
  if (has_odd_characters (text))
    return refuse (error, _("The address has characters that no address may have."));

  uri = g_uri_parse (text, G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL)
    return refuse (error, _("This is not a whole address like https://api.example.com/v1"));
  if (!is_scheme (uri))
    return refuse (error, _("The address must begin with https:// or http://"));
  if (g_uri_get_userinfo (uri) != NULL)
    return refuse (error, _("The address must not hold a name or password."));

  if (g_str_equal (g_uri_get_scheme (uri), SOCKET_SCHEME))
    {
      if (g_uri_get_host (uri) == NULL || g_uri_get_port (uri) != -1)
        return refuse (error, _("The address names no server."));
      if (!(host = escape_socket_path (g_uri_get_host (uri), error)))
        return NULL;
      return g_uri_build (G_URI_FLAGS_ENCODED, SOCKET_SCHEME, NULL, host, -1,
                          g_uri_get_path (uri), g_uri_get_query (uri), NULL);
    }

  host = g_uri_get_host (uri) != NULL ? g_ascii_strdown (g_uri_get_host (uri), -1) : NULL;
  if (!host_is_sound (host) || g_uri_get_port (uri) == 0)
    return refuse (error, _("The address names no server."));

  return g_uri_build (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL, host,
                      get_special_port (uri), g_uri_get_path (uri), g_uri_get_query (uri), NULL);
}

static void
trim_slashes (char *path)
{
  for (gsize length = strlen (path); length > 0 && path[length - 1] == '/'; length--)
    path[length - 1] = '\0';
}

static gboolean
drop_end_point (char       *path,
                const char *dialect)
{
  for (guint i = 0; i < G_N_ELEMENTS (end_points); i++)
    if (g_str_has_suffix (path, end_points[i].path) &&
        (end_points[i].dialect == NULL || g_strcmp0 (end_points[i].dialect, dialect) == 0))
      {
        path[strlen (path) - strlen (end_points[i].path)] = '\0';
        trim_slashes (path);
        return TRUE;
      }
  return FALSE;
}

/* Gemini's examples name a model and what is wanted of it. */
static void
drop_model (char       *path,
            const char *dialect)
{
  char *models = strstr (path, "/models/");

  if (models != NULL && g_strcmp0 (dialect, "gemini") == 0)
    *models = '\0';
}

/* What stands for an empty path. DeepSeek answers at the root of its host. */
static const char *
get_version (const char *host,
             const char *dialect)
{
  if (g_strcmp0 (dialect, "gemini") == 0)
    return "/v1beta";
  return dialect != NULL && g_str_has_prefix (dialect, "openai") && !g_str_equal (host, "api.deepseek.com")
         ? "/v1" : "";
}

/* In Gemini's examples the key stands there, and an address is no place for keys. */
static const char *
get_query (GUri       *uri,
           const char *dialect)
{
  return g_strcmp0 (dialect, "gemini") == 0 ? NULL : g_uri_get_query (uri);
}

char *
ponder_base_url_normalise (const char  *typed,
                           const char  *dialect,
                           GError     **error)
{
  g_autofree char *text = NULL;
  g_autofree char *socket_url = NULL;
  g_autofree char *path = NULL;
  g_autoptr(GUri) uri = NULL;

  g_return_val_if_fail (typed != NULL, NULL);

  text = g_strstrip (g_strdup (typed));
  socket_url = dup_socket_url (text);
  if (!(uri = parse (socket_url != NULL ? socket_url : text, error)))
    return NULL;

  path = g_strdup (g_uri_get_path (uri));
  trim_slashes (path);
  drop_model (path, dialect);
  while (drop_end_point (path, dialect))
    continue;
  return g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri),
                     g_uri_get_port (uri),
                     *path != '\0' ? path : get_version (g_uri_get_host (uri), dialect),
                     get_query (uri, dialect), NULL);
}

static char *
dup_host (const char *base_url)
{
  g_autofree char *host = NULL;

  if (!g_uri_split_network (base_url, G_URI_FLAGS_NONE, NULL, &host, NULL, NULL) || host == NULL)
    return NULL;

  return g_ascii_strdown (host, -1);
}

gboolean
ponder_base_url_is_loopback (const char *base_url)
{
  g_autofree char *host = NULL;
  g_autofree char *socket = NULL;
  g_autoptr(GInetAddress) address = NULL;

  g_return_val_if_fail (base_url != NULL, FALSE);

  if ((socket = dup_socket_path (base_url)))
    return TRUE;
  if (!(host = dup_host (base_url)))
    return FALSE;
  if ((address = g_inet_address_new_from_string (host)))
    return g_inet_address_get_is_loopback (address);

  return g_str_equal (host, "localhost");
}

/* GInetAddress knows the private blocks of IPv4; fc00::/7 is that of IPv6. "Any" leads to this
 * computer. */
static gboolean
address_is_local (GInetAddress *address)
{
  if (g_inet_address_get_is_loopback (address) ||
      g_inet_address_get_is_site_local (address) ||
      g_inet_address_get_is_link_local (address) ||
      g_inet_address_get_is_any (address))
    return TRUE;

  return g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 &&
         (g_inet_address_to_bytes (address)[0] & 0xfe) == 0xfc;
}

gboolean
ponder_base_url_is_local (const char *base_url)
{
  g_autofree char *host = NULL;
  g_autofree char *socket = NULL;
  g_autoptr(GInetAddress) address = NULL;

  if ((socket = dup_socket_path (base_url)))
    return TRUE;
  if (!(host = dup_host (base_url)) || *host == '\0')
    return FALSE;
  if ((address = g_inet_address_new_from_string (host)))
    return address_is_local (address);

  return strchr (host, '.') == NULL ||
         g_str_has_suffix (host, ".local") ||
         g_str_has_suffix (host, ".localhost");
}

gboolean
ponder_base_url_is_readable (const char *base_url)
{
  g_return_val_if_fail (base_url != NULL, FALSE);

  return g_str_has_prefix (base_url, "http://") && !ponder_base_url_is_local (base_url);
}

const char *
ponder_base_url_get_warning (void)
{
  return _("This address is not encrypted: the key and every word can be read on the way. "
           "Use https:// if the server has it.");
}

static const char *const proxy_schemes[] = {
  "http", "https", "socks", "socks4", "socks4a", "socks5", NULL
};

static gboolean
check_proxy_address (GUri        *uri,
                     const char  *host,
                     GError     **error)
{
  const char *path = g_uri_get_path (uri);

  if (!g_strv_contains (proxy_schemes, g_uri_get_scheme (uri)))
    refuse (error, _("The address of a proxy begins with http://, https://, socks5:// or socks4://"));
  else if (g_uri_get_userinfo (uri) != NULL)
    refuse (error, _("The address must not hold a name or password."));
  else if (!host_is_sound (host) || g_uri_get_port (uri) == 0)
    refuse (error, _("The address names no server."));
  else if (g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL ||
           (*path != '\0' && !g_str_equal (path, "/")))
    refuse (error, _("The address of a proxy ends with its port, as in http://proxy:3128"));
  else
    return TRUE;
  return FALSE;
}

gboolean
ponder_proxy_normalise (const char  *typed,
                        char       **proxy,
                        GError     **error)
{
  g_autofree char *text = NULL;
  g_autofree char *host = NULL;
  g_autoptr(GUri) uri = NULL;

  g_return_val_if_fail (typed != NULL && proxy != NULL, FALSE);

  *proxy = NULL;
  text = g_strstrip (g_strdup (typed));
  if (*text == '\0')
    return TRUE;
  if (g_ascii_strcasecmp (text, "none") == 0)
    {
      *proxy = g_strdup ("none");
      return TRUE;
    }

  if (strlen (text) > LENGTH_LIMIT || has_odd_characters (text) ||
      !(uri = g_uri_parse (text, G_URI_FLAGS_ENCODED, NULL)))
    {
      refuse (error, _("This is not a whole address like http://proxy:3128"));
      return FALSE;
    }
  host = g_uri_get_host (uri) != NULL ? g_ascii_strdown (g_uri_get_host (uri), -1) : NULL;
  if (!check_proxy_address (uri, host, error))
    return FALSE;

  *proxy = g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL, host,
                       g_uri_get_port (uri), "", NULL, NULL);
  return TRUE;
}
