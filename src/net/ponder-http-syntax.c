/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Refuses what libsoup would take for a mistake in the program, or worse, would send. */

#include "config.h"

#include "ponder-http-syntax.h"

#include "ponder-error.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>
#include <string.h>

/* The server behind a socket needs some host in its request; curl says "localhost" too. */
static GUri *
uri_of_socket (GUri *uri)
{
  return g_uri_build (SOUP_HTTP_URI_FLAGS, "http", NULL, "localhost", -1, g_uri_get_path (uri),
                      g_uri_get_query (uri), NULL);
}

/* The address stays out of the message: it may hold a key. */
GUri *
ponder_http_parse_address (const char  *url,
                           char       **socket,
                           GError     **error)
{
  g_autoptr(GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host != NULL && *host == '/' && g_strcmp0 (scheme, "http+unix") == 0)
    {
      *socket = g_strdup (host);
      return uri_of_socket (uri);
    }

  if (host != NULL && *host != '\0' &&
      (g_strcmp0 (scheme, "http") == 0 || g_strcmp0 (scheme, "https") == 0))
    return g_steal_pointer (&uri);

  g_set_error_literal (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST,
                       _("This is not the address of a web server."));
  return NULL;
}

static gboolean
has_controls (const char *text)
{
  for (; *text != '\0'; text++)
    {
      if (g_ascii_iscntrl (*text) && *text != '\t')
        return TRUE;
    }
  return FALSE;
}

gboolean
ponder_http_is_header (const char *name,
                       const char *value)
{
  return *name != '\0' && strpbrk (name, " \t:") == NULL &&
         !has_controls (name) && !has_controls (value);
}
