/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The JSON in what a model wrote, with or without words around it. Pure. */

#include "config.h"

#include "ponder-json-extract.h"

#include "ponder-json.h"

#include <string.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf"
#define FENCE "```"

static JsonNode *
parse (const char   *text,
       gsize         length,
       JsonNodeType  type)
{
  g_autoptr(JsonNode) node = ponder_json_parse (text, (gssize) length, NULL);

  return node != NULL && JSON_NODE_TYPE (node) == type ? g_steal_pointer (&node) : NULL;
}

static const char *
skip_spaces (const char *text)
{
  while (g_ascii_isspace (*text))
    text++;
  return text;
}

static const char *
skip_thoughts (const char *text)
{
  const char *end;

  text = skip_spaces (text);
  if (g_str_has_prefix (text, BYTE_ORDER_MARK))
    text = skip_spaces (text + strlen (BYTE_ORDER_MARK));
  if (!g_str_has_prefix (text, "<think>"))
    return text;
  /* What is still being thought is no answer. */
  end = strstr (text, "</think>");
  return end != NULL ? skip_spaces (end + strlen ("</think>")) : "";
}

/* After the fence, the name of the language and the end of its line. */
static const char *
find_fence (const char *text)
{
  const char *fence = strstr (text, FENCE);
  const char *line_end = fence != NULL ? strchr (fence, '\n') : NULL;

  return line_end != NULL ? line_end + 1 : NULL;
}

/* The fence that closes stands in a line of its own; others may stand in a string. */
static const char *
find_closing_fence (const char *text)
{
  for (const char *line = text; line != NULL; line = strchr (line, '\n'))
    {
      line = skip_spaces (line);
      if (g_str_has_prefix (line, FENCE))
        return line;
    }
  return NULL;
}

static JsonNode *
extract_from_fences (const char   *text,
                     JsonNodeType  type)
{
  JsonNode *node = NULL;
  const char *start;
  const char *end;

  while (node == NULL && (start = find_fence (text)) != NULL
         && (end = find_closing_fence (start)) != NULL)
    {
      node = parse (start, (gsize) (end - start), type);
      text = end + strlen (FENCE);
    }
  return node;
}

/* Behind the bracket that closes the one at @text; NULL when none does. */
static const char *
find_balance (const char *text)
{
  gboolean in_string = FALSE;
  guint depth = 0;

  for (; *text != '\0'; text++)
    {
      if (in_string && *text == '\\' && text[1] != '\0')
        text++;
      else if (*text == '"')
        in_string = !in_string;
      else if (!in_string && strchr ("{[", *text) != NULL)
        depth++;
      else if (!in_string && strchr ("}]", *text) != NULL && --depth == 0)
        return text + 1;
    }
  return NULL;
}

/* What is inside of a run is a part of an answer and no answer; where a bracket stays open the answer was cut off. */
static JsonNode *
extract_from_brackets (const char   *text,
                       JsonNodeType  type)
{
  JsonNode *node = NULL;
  const char *end;

  while (node == NULL && *(text += strcspn (text, "{[")) != '\0'
         && (end = find_balance (text)) != NULL)
    {
      node = parse (text, (gsize) (end - text), type);
      text = end;
    }
  return node;
}

JsonNode *
ponder_json_extract (const char   *text,
                     JsonNodeType  type)
{
  JsonNode *node;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (type == JSON_NODE_OBJECT || type == JSON_NODE_ARRAY, NULL);

  text = skip_thoughts (text);
  node = parse (text, strlen (text), type);
  if (node == NULL)
    node = extract_from_fences (text, type);
  return node != NULL ? node : extract_from_brackets (text, type);
}
