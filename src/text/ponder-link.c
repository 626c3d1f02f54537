/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a link in a model's answer may do. */

#include "config.h"

#include "ponder-link.h"

#include "ponder-limits.h"

#include <gio/gio.h>
#include <string.h>

#define DISPLAY_CHARS 200

/* Control characters, and what has no shape of its own: marks that turn the direction of writing,
 * joiners, tags. */
static gboolean
is_hidden (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT ||
         type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR;
}

static gboolean
has_hidden (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      if (is_hidden (g_utf8_get_char (text)))
        return TRUE;
    }
  return FALSE;
}

/* NULL when @target is not an address that could be opened at all. */
static GUri *
parse (const char *target)
{
  if (target == NULL || strlen (target) > PONDER_ADDRESS_LIMIT ||
      !g_utf8_validate (target, -1, NULL) || has_hidden (target) || strchr (target, '\\') != NULL)
    return NULL;
  return g_uri_parse (target, G_URI_FLAGS_ENCODED, NULL);
}

static gboolean
is_web (GUri *uri)
{
  const char *scheme = g_uri_get_scheme (uri);

  return g_str_equal (scheme, "http") || g_str_equal (scheme, "https");
}

/* The host in ASCII and small letters; NULL when it is not a host. */
static char *
dup_host (GUri *uri)
{
  const char *written = g_uri_get_host (uri);
  g_autofree char *ascii = NULL;
  g_autofree char *host = NULL;

  if (written == NULL || *written == '\0' || !(ascii = g_hostname_to_ascii (written)))
    return NULL;
  if (strchr (ascii, ':') != NULL)
    return g_hostname_is_ip_address (ascii) ? g_steal_pointer (&ascii) : NULL;

  host = g_ascii_strdown (ascii, -1);
  if (*host == '\0' || *host == '.' ||
      strspn (host, "abcdefghijklmnopqrstuvwxyz0123456789.-_") != strlen (host))
    return NULL;
  return g_steal_pointer (&host);
}

static char *
dup_web_target (GUri *uri)
{
  g_autofree char *host = dup_host (uri);
  g_autofree char *joined = NULL;

  if (host == NULL || g_uri_get_userinfo (uri) != NULL)
    return NULL;
  joined = g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL, host,
                       g_uri_get_port (uri), g_uri_get_path (uri), g_uri_get_query (uri),
                       g_uri_get_fragment (uri));
  return g_uri_escape_string (joined, G_URI_RESERVED_CHARS_GENERIC_DELIMITERS
                              G_URI_RESERVED_CHARS_SUBCOMPONENT_DELIMITERS "%", FALSE);
}

/* @value decoded and encoded again, so that nothing in it can be read as another field. NULL when
 * it hides something. */
static char *
dup_mail_field (const char *value,
                const char *allowed,
                gboolean    lines)
{
  g_autofree char *plain = g_uri_unescape_string (value, NULL);
  g_autofree char *visible = NULL;

  if (plain == NULL || !g_utf8_validate (plain, -1, NULL))
    return NULL;
  visible = g_strdup (plain);
  if (has_hidden (lines ? g_strdelimit (visible, "\r\n\t", ' ') : visible))
    return NULL;
  return g_uri_escape_string (plain, allowed, FALSE);
}

static char *
dup_mail_addresses (GUri *uri)
{
  g_autofree char *plain = g_uri_unescape_string (g_uri_get_path (uri), NULL);

  if (plain == NULL || strpbrk (plain, " \"<>()[]:;?&/%") != NULL)
    return NULL;
  return dup_mail_field (g_uri_get_path (uri), "@,!$'*+=", FALSE);
}

/* Only what a person sees before sending: never a file to attach, never a hidden receiver. */
static void
append_mail_field (GString     *target,
                   char       **fields,
                   const char  *name,
                   gboolean     lines)
{
  gsize length = strlen (name);

  for (gsize i = 0; fields[i] != NULL; i++)
    {
      g_autofree char *value = NULL;

      if (g_ascii_strncasecmp (fields[i], name, length) != 0 || fields[i][length] != '=')
        continue;
      if ((value = dup_mail_field (fields[i] + length + 1, NULL, lines)))
        g_string_append_printf (target, "%s%s=%s", strchr (target->str, '?') != NULL ? "&" : "?",
                                name, value);
      return;
    }
}

static char *
dup_mail_target (GUri *uri)
{
  g_autofree char *addresses = NULL;
  g_autoptr(GString) target = NULL;

  if (g_uri_get_host (uri) != NULL || !(addresses = dup_mail_addresses (uri)))
    return NULL;
  target = g_string_new ("mailto:");
  g_string_append (target, addresses);
  if (g_uri_get_query (uri) != NULL)
    {
      g_auto(GStrv) fields = g_strsplit (g_uri_get_query (uri), "&", -1);

      append_mail_field (target, fields, "subject", FALSE);
      append_mail_field (target, fields, "body", TRUE);
    }
  return g_strdup (g_str_equal (target->str, "mailto:") ? NULL : target->str);
}

char *
ponder_link_dup_safe_target (const char *target)
{
  g_autoptr(GUri) uri = NULL;

  if (!(uri = parse (target)))
    return NULL;
  if (is_web (uri))
    return dup_web_target (uri);
  if (g_str_equal (g_uri_get_scheme (uri), "mailto"))
    return dup_mail_target (uri);
  return NULL;
}

/* An address that will not be opened, as far as it can be shown without harm. */
static char *
dup_visible (const char *target)
{
  g_autofree char *valid = g_utf8_make_valid (target != NULL ? target : "", -1);
  GString *visible = g_string_new (NULL);
  const char *at = valid;

  for (int i = 0; i < DISPLAY_CHARS && *at != '\0'; i++, at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      g_string_append_unichar (visible, is_hidden (c) ? 0xfffd : c);
    }
  if (*at != '\0')
    g_string_append (visible, "…");
  return g_string_free (visible, FALSE);
}

char *
ponder_link_dup_display (const char *target)
{
  g_autofree char *safe = ponder_link_dup_safe_target (target);
  g_autoptr(GUri) uri = NULL;
  g_autofree char *host = NULL;
  GString *visible;

  if (safe == NULL || !(uri = parse (safe)))
    return dup_visible (target);
  if (!is_web (uri))
    return g_uri_unescape_string (g_uri_get_path (uri), NULL);

  host = dup_host (uri);
  visible = g_string_new (NULL);
  g_string_append_printf (visible, strchr (host, ':') != NULL ? "[%s]" : "%s", host);
  if (g_uri_get_port (uri) >= 0)
    g_string_append_printf (visible, ":%d", g_uri_get_port (uri));
  return g_string_free (visible, FALSE);
}
