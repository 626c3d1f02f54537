/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables right under a line of text. Models write “Here they are:” and go on with the first row; other readers begin a
 * table there, md4c 0.4.8 does with an empty line between them. */

#include "config.h"

#include "ponder-markdown-table.h"

#include <string.h>

static gsize
skip_quotes (const char *text,
             gsize       line)
{
  return line + strspn (text + line, " \t>");
}

static gsize
find_line (const char *text,
           gsize       at)
{
  while (at > 0 && text[at - 1] != '\n')
    at--;
  return at;
}

/* |---|:-:| */
static gboolean
is_rule (const char *line)
{
  gsize length = strspn (line, "|-: \t\r");

  return *line == '|' && (line[length] == '\n' || line[length] == '\0') && memchr (line, '-', length) != NULL;
}

gboolean
ponder_markdown_table_is_joined (const char *text,
                                 gsize       line,
                                 gsize      *content,
                                 gsize      *quotes)
{
  const char *next;
  gsize above;

  *content = skip_quotes (text, line);
  if (line == 0 || text[*content] != '|' || !(next = strchr (text + *content, '\n')) ||
      !is_rule (text + skip_quotes (text, (gsize) (next + 1 - text))))
    return FALSE;
  above = skip_quotes (text, find_line (text, line - 1));
  if (above >= line || text[above] == '|' || text[above] == '\r' || text[above] == '\n')
    return FALSE;
  *quotes = *content - line;
  while (*quotes > 0 && text[line + *quotes - 1] != '>')
    (*quotes)--;
  return TRUE;
}

gboolean
ponder_markdown_table_is_rule_joined (const char *text,
                                      const char *at)
{
  gsize line = (gsize) (at - text);
  gsize content;
  gsize quotes;

  if (at[1 + strspn (at + 1, " :")] != '-')
    return FALSE;
  while (line > 0 && strchr (" \t>", text[line - 1]) != NULL)
    line--;
  return line > 0 && text[line - 1] == '\n' &&
         ponder_markdown_table_is_joined (text, find_line (text, line - 1), &content, &quotes);
}
