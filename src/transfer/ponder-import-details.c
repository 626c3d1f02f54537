/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The <details> blocks into which Open WebUI folds what is not the answer. */

#include "config.h"

#include "ponder-import-details.h"

#include <string.h>

#include "ponder-import-value.h"

/* What its writer escapes in attributes. */
static const struct
{
  const char *name;
  const char *text;
} entities[] = {
  { "&quot;", "\"" }, { "&#34;", "\"" }, { "&#39;", "'" }, { "&#x27;", "'" }, { "&apos;", "'" },
  { "&lt;", "<" }, { "&gt;", ">" }, { "&amp;", "&" },
};

static char *
unescape (const char *text,
          gsize       length)
{
  GString *plain = g_string_new (NULL);
  const char *end = text + length;

  while (text < end)
    {
      gsize found = 0;

      for (; found < G_N_ELEMENTS (entities); found++)
        if (g_str_has_prefix (text, entities[found].name))
          break;
      if (found < G_N_ELEMENTS (entities))
        {
          g_string_append (plain, entities[found].text);
          text += strlen (entities[found].name);
        }
      else
        g_string_append_c (plain, *text++);
    }
  return g_string_free (plain, FALSE);
}

/* The value of an attribute of the tag between @tag and @end. (transfer full) (nullable) */
static char *
dup_attribute (const char *tag,
               const char *end,
               const char *name)
{
  g_autofree char *start = g_strdup_printf (" %s=\"", name);
  const char *value = g_strstr_len (tag, end - tag, start);
  const char *stop;

  if (value == NULL)
    return NULL;
  value += strlen (start);
  stop = memchr (value, '"', (gsize) (end - value));
  return stop != NULL ? unescape (value, (gsize) (stop - value)) : NULL;
}

/* Arguments and results are JSON that was written as JSON once more. */
static char *
decode (char *text)
{
  g_autoptr(JsonNode) node = text != NULL && *text == '"' ? ponder_json_parse (text, -1, NULL) : NULL;

  if (node == NULL)
    return text;
  g_free (text);
  return json_node_dup_string (node);
}

/* Without the quote marks before each line, which only fold it in. */
static char *
unquote (const char *text,
         gsize       length)
{
  g_autofree char *block = g_strndup (text, length);
  g_auto(GStrv) lines = NULL;
  GString *plain = g_string_new (NULL);

  lines = g_strsplit (g_strstrip (block), "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = lines[i];

      if (g_str_has_prefix (line, "> "))
        line += 2;
      else if (g_str_equal (line, ">"))
        line++;
      if (i > 0)
        g_string_append_c (plain, '\n');
      g_string_append (plain, line);
    }
  return g_string_free (plain, FALSE);
}

static void
add_block (PonderMessage *message,
           const char    *tag,
           const char    *tag_end,
           const char    *block_end)
{
  g_autofree char *type = dup_attribute (tag, tag_end, "type");
  const char *summary = g_strstr_len (tag_end, block_end - tag_end, "</summary>");
  const char *body = summary != NULL ? summary + strlen ("</summary>") : tag_end + 1;
  g_autofree char *duration = dup_attribute (tag, tag_end, "duration");
  g_autofree char *name = dup_attribute (tag, tag_end, "name");
  g_autofree char *call_id = dup_attribute (tag, tag_end, "id");
  g_autofree char *arguments = decode (dup_attribute (tag, tag_end, "arguments"));
  g_autofree char *result = decode (dup_attribute (tag, tag_end, "result"));
  g_autofree char *text = body < block_end ? unquote (body, (gsize) (block_end - body)) : g_strdup ("");

  if (g_strcmp0 (type, "tool_calls") == 0)
    {
      ponder_import_add_call (message, PONDER_PART_TOOL_CALL, name, call_id, arguments);
      if (result != NULL || *text != '\0')
        ponder_import_add_call (message, PONDER_PART_TOOL_RESULT, name, call_id, result != NULL ? result : text);
      return;
    }
  if (g_strcmp0 (type, "reasoning") == 0 && duration != NULL)
    ponder_message_set_reasoning_ms (message, (gint64) CLAMP (g_ascii_strtod (duration, NULL), 0, 1e6) * 1000);
  ponder_import_add_text (message, PONDER_PART_REASONING, text);
}

/* The next block that is of the program's making: people write <details> without a type. (nullable) */
static const char *
find_block (const char  *at,
            const char **tag_end,
            const char **block_end)
{
  static const char *const types[] = { "type=\"reasoning\"", "type=\"tool_calls\"", "type=\"code_interpreter\"" };

  while ((at = strstr (at, "<details ")))
    {
      gboolean known = FALSE;

      if (!(*tag_end = strchr (at, '>')))
        return NULL;
      for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
        known |= g_strstr_len (at, *tag_end - at, types[i]) != NULL;
      if (known)
        return (*block_end = strstr (*tag_end, "</details>")) != NULL ? at : NULL;
      at = *tag_end;
    }
  return NULL;
}

static void
add_words (PonderMessage *message,
           const char    *start,
           gsize          length)
{
  g_autofree char *words = g_strndup (start, length);

  ponder_import_add_text (message, PONDER_PART_TEXT, g_strstrip (words));
}

void
ponder_import_add_details (PonderMessage *message,
                           const char    *content)
{
  const char *tag_end = NULL;
  const char *block_end = NULL;
  const char *block;

  if (find_block (content, &tag_end, &block_end) == NULL)
    {
      ponder_import_add_text (message, PONDER_PART_TEXT, content);
      return;
    }
  while ((block = find_block (content, &tag_end, &block_end)))
    {
      add_words (message, content, (gsize) (block - content));
      add_block (message, block, tag_end, block_end);
      content = block_end + strlen ("</details>");
    }
  add_words (message, content, strlen (content));
}
