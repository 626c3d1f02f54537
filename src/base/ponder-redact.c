/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blanks API keys in text that will be shown, logged or stored. */

#include "config.h"

#include "ponder-redact.h"

#include <string.h>

#define BLANK "***"

/* A placeholder such as "x", which some local servers ask for, is no secret, and blanking each x
 * would make the text unreadable. */
#define SHORTEST_KEY 4

/* Not \b and \w: for them a Chinese character in front of a key or behind it is a letter of the
 * key. */
#define START "(?<![A-Za-z0-9])"
#define KEY "[A-Za-z0-9_.*-]"

/* What stands in the first group stays, the rest of the match is blanked. The asterisks are for
 * servers that repeat a half-blanked key. */
static const char pattern[] =
  /* The prefixes of known providers. */
  START "((?:sk|csk|xai|pplx|nvapi|gsk|r8|tgp|fw|ghp|github_pat)[-_])" KEY "{6,}"
  "|" START "(hf_)[A-Za-z0-9]{16,}"
  "|" START "(AIza)" KEY "{12,}"
  "|" START "(AQ\\.)" KEY "{16,}"
  "|" START "(eyJ)[A-Za-z0-9_-]{8,}\\." KEY "{8,}"
  /* Headers, as text or as JSON. */
  "|" START "((?i:bearer)\\s+)[A-Za-z0-9._~+/=*-]{4,}"
  "|" START "((?i:x-api-key|x-goog-api-key|api[-_]?key|authorization)[\"']?\\s*[:=]\\s*[\"']?"
  "(?i:(?:bearer|basic)\\s+)?)[^\\s\"',;&<>]{4,}"
  "|(?<![A-Za-z0-9_-])((?i:key)=)[^\\s\"'&<>),;]+"
  /* Parameters of a URL. */
  "|([?&](?i:key|token|access_token|sig|signature)=)[^\\s\"'&<>]+";

static gboolean
append_blanked_cb (const GMatchInfo *match,
                   GString          *result,
                   gpointer          user_data)
{
  for (int i = 1; i < g_match_info_get_match_count (match); i++)
    {
      g_autofree char *kept = g_match_info_fetch (match, i);

      g_string_append (result, kept);
    }
  g_string_append (result, BLANK);
  return FALSE;
}

static GRegex *
key_regex (void)
{
  static GRegex *regex;

  if (g_once_init_enter (&regex))
    {
      g_autoptr(GError) error = NULL;
      GRegex *compiled = g_regex_new (pattern, G_REGEX_OPTIMIZE, 0, &error);

      g_assert_no_error (error);
      g_once_init_leave (&regex, compiled);
    }
  return regex;
}

char *
ponder_redact (const char *text,
               const char *key)
{
  g_autoptr(GString) known = NULL;
  g_autoptr(GError) error = NULL;
  char *result;

  if (text == NULL)
    return NULL;

  known = g_string_new (NULL);
  g_string_append (known, text);
  if (key != NULL && strlen (key) >= SHORTEST_KEY)
    g_string_replace (known, key, BLANK, 0);
  if (!g_utf8_validate_len (known->str, known->len, NULL))
    {
      g_autofree char *repaired = g_utf8_make_valid (known->str, known->len);

      g_string_assign (known, repaired);
    }

  result = g_regex_replace_eval (key_regex (), known->str, known->len, 0, 0,
                                 append_blanked_cb, NULL, &error);
  /* A text that cannot be searched may hold a key. */
  if (result == NULL)
    result = g_strdup_printf ("%s (%s)", BLANK, error->message);
  return result;
}
