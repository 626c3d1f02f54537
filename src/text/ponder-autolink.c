/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses that stand in a text without any marks. md4c 0.4.8 could find them too, but then loses
 * the ends of other spans, and takes Chinese words behind an address for a part of it. */

#include "config.h"

#include "ponder-autolink.h"

#include <string.h>

/* Of the part of a mail address in front of the @: RFC 5321. Also keeps the search linear. */
#define LONGEST_LOCAL_PART 64

static gboolean
has_prefix (const char *text,
            gsize       length,
            gsize       at,
            const char *prefix)
{
  gsize size = strlen (prefix);

  return length - at >= size && g_ascii_strncasecmp (text + at, prefix, size) == 0;
}

static gboolean
begins_word (const char *text,
             gsize       at)
{
  return at == 0 || (!g_ascii_isalnum (text[at - 1]) && strchr ("/@_-", text[at - 1]) == NULL);
}

/* Letters without spaces between their words belong to an address only where a name begins, as in
 * /wiki/中文, and what follows them. */
static gboolean
continues_address (gunichar before,
                   gunichar c)
{
  if (c < 0x80)
    return g_ascii_isgraph ((char) c) && c != '<' && c != '>' && c != '"' && c != '`' && c != '|';
  if (!g_unichar_isalnum (c) && !g_unichar_ismark (c))
    return FALSE;
  return !g_unichar_iswide (c) || before == '/' || before == '=' || g_unichar_iswide (before);
}

/* Punctuation at the end belongs to the sentence; a parenthesis too, unless it was opened
 * inside. */
static gsize
trim_end (const char *text,
          gsize       start,
          gsize       end)
{
  int n_open = 0;

  for (gsize i = start; i < end; i++)
    n_open += (text[i] == '(') - (text[i] == ')');
  while (end > start)
    {
      if (text[end - 1] == ')' && n_open < 0)
        n_open++;
      else if (strchr ("?!.,:;*_~'&", text[end - 1]) == NULL)
        break;
      end--;
    }
  return end;
}

static gsize
find_end (const char *text,
          gsize       length,
          gsize       start)
{
  gunichar before = 0;
  gsize end = start;

  while (end < length)
    {
      gunichar c = g_utf8_get_char (text + end);

      if (!continues_address (before, c))
        break;
      before = c;
      end += g_unichar_to_utf8 (c, NULL);
    }
  return trim_end (text, start, end);
}

static gboolean
find_web_address (const char     *text,
                  gsize           length,
                  gsize           at,
                  PonderAutolink *found)
{
  gboolean is_bare = has_prefix (text, length, at, "www.");
  gsize host = at;

  if (is_bare)
    host += strlen ("www.");
  else if (has_prefix (text, length, at, "http://"))
    host += strlen ("http://");
  else if (has_prefix (text, length, at, "https://"))
    host += strlen ("https://");
  else
    return FALSE;

  found->start = at;
  found->end = find_end (text, length, at);
  found->prefix = is_bare ? "http://" : "";
  if (found->end <= host || text[host] == '.' || text[host] == '/')
    return FALSE;
  return !is_bare || memchr (text + host, '.', found->end - host) != NULL;
}

static gboolean
is_local_part (char c)
{
  return g_ascii_isalnum (c) || c == '.' || c == '-' || c == '_' || c == '+';
}

static gboolean
find_mail_address (const char     *text,
                   gsize           length,
                   gsize           from,
                   gsize           at,
                   PonderAutolink *found)
{
  gsize start = at;
  gsize end = at + 1;

  while (start > from && at - start <= LONGEST_LOCAL_PART && is_local_part (text[start - 1]))
    start--;
  while (start < at && !g_ascii_isalnum (text[start]))
    start++;
  while (end < length && (g_ascii_isalnum (text[end]) || text[end] == '-' || text[end] == '.'))
    end++;
  while (end > at + 1 && !g_ascii_isalnum (text[end - 1]))
    end--;

  found->start = start;
  found->end = end;
  found->prefix = "mailto:";
  return start < at && at - start <= LONGEST_LOCAL_PART && end > at + 1 && text[at + 1] != '.' &&
         memchr (text + at, '.', end - at) != NULL;
}

gboolean
ponder_autolink_find (const char     *text,
                      gsize           length,
                      gsize           from,
                      PonderAutolink *found)
{
  for (gsize i = from; i < length; i++)
    {
      switch (text[i])
        {
        case 'h':
        case 'H':
        case 'w':
        case 'W':
          if (begins_word (text, i) && find_web_address (text, length, i, found))
            return TRUE;
          break;
        case '@':
          if (find_mail_address (text, length, from, i, found))
            return TRUE;
          break;
        default:
          break;
        }
    }
  return FALSE;
}
