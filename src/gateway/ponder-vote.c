/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of several answers to one question most of them agree on. */

#include "config.h"

#include "ponder-vote.h"

#include <string.h>

#define BOXED "\\boxed{"
#define HASHES "####"

/* (nullable): where the last @needle ends. */
static const char *
find_last (const char *text,
           const char *needle)
{
  const char *found = g_strrstr (text, needle);

  return found != NULL ? found + strlen (needle) : NULL;
}

/* Up to the brace that closes it. (transfer full) */
static char *
dup_group (const char *start)
{
  const char *end = start;

  for (guint depth = 1; *end != '\0'; end++)
    {
      if (*end == '{')
        depth++;
      else if (*end == '}' && --depth == 0)
        break;
    }
  return g_strndup (start, (gsize) (end - start));
}

/* (transfer full) */
static char *
dup_line (const char *start)
{
  return g_strndup (start, strcspn (start, "\n"));
}

/* (transfer full): "" when there is none. */
static char *
dup_last_line (const char *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = g_strv_length (lines); i > 0; i--)
    if (*g_strstrip (lines[i - 1]) != '\0')
      return g_strdup (lines[i - 1]);
  return g_strdup ("");
}

/* Letters and figures, and what belongs to a number or a formula. */
static gboolean
counts (gunichar letter)
{
  return g_unichar_isalnum (letter) || letter == '.' || letter == '-' || letter == '/' || letter == '%';
}

/* (transfer full) */
static char *
normalize (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  GString *key = g_string_new (NULL);

  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char (at))
    if (counts (g_utf8_get_char (at)))
      g_string_append_unichar (key, g_utf8_get_char (at));
  while (key->len > 0 && key->str[key->len - 1] == '.')
    g_string_truncate (key, key->len - 1);
  return g_string_free (key, FALSE);
}

/* The last number of a line, without what separates its thousands and a fraction of zeros; NULL when there is none.
 * (transfer full) (nullable) */
static char *
dup_last_number (const char *line)
{
  g_autoptr(GRegex) regex = g_regex_new ("-?\\d[\\d,]*(?:\\.\\d+)?", G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  g_autofree char *number = NULL;
  GString *plain;

  for (g_regex_match (regex, line, G_REGEX_MATCH_DEFAULT, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    {
      g_free (number);
      number = g_match_info_fetch (match, 0);
    }
  if (number == NULL)
    return NULL;

  plain = g_string_new (number);
  g_string_replace (plain, ",", "", 0);
  if (strchr (plain->str, '.') != NULL)
    {
      while (plain->str[plain->len - 1] == '0')
        g_string_truncate (plain, plain->len - 1);
      if (plain->str[plain->len - 1] == '.')
        g_string_truncate (plain, plain->len - 1);
    }
  return g_string_free (plain, FALSE);
}

char *
ponder_vote_dup_key (const char *text)
{
  const char *boxed = find_last (text, BOXED);
  const char *hashes = find_last (text, HASHES);
  g_autofree char *said = boxed != NULL ? dup_group (boxed) : hashes != NULL ? dup_line (hashes)
                                                                           : dup_last_line (text);
  /* Wide figures are figures. */
  g_autofree char *plain = g_utf8_normalize (said, -1, G_NORMALIZE_ALL_COMPOSE);
  char *number = dup_last_number (plain);

  return number != NULL ? number : normalize (plain);
}

/* An answer that says nothing has no vote. */
static guint
count_votes (GPtrArray  *keys,
             const char *key)
{
  guint n = 0;

  for (guint i = 0; *key != '\0' && i < keys->len; i++)
    n += g_str_equal (g_ptr_array_index (keys, i), key);
  return n;
}

guint
ponder_vote_pick (GPtrArray *texts)
{
  g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  guint best = 0;

  for (guint i = 0; i < texts->len; i++)
    g_ptr_array_add (keys, ponder_vote_dup_key (g_ptr_array_index (texts, i)));
  for (guint i = 1; i < keys->len; i++)
    if (count_votes (keys, g_ptr_array_index (keys, i)) > count_votes (keys, g_ptr_array_index (keys, best)))
      best = i;
  return best;
}
