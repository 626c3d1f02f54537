/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of JSON nodes. json-glib 1.6 writes 1e-10 as "1e-10.0", which nobody can read back. */

#include "config.h"

#include "ponder-json.h"

#include <math.h>
#include <string.h>

typedef struct
{
  GString *text;
  gboolean pretty;
  guint    depth;
} Writer;

static void write_node (Writer   *writer,
                        JsonNode *node);

/* What JSON wants escaped, and nothing else. */
static void
write_string (GString    *text,
              const char *string)
{
  g_autofree char *repaired = NULL;
  const char *rest;

  if (!g_utf8_validate (string, -1, NULL))
    string = repaired = g_utf8_make_valid (string, -1);

  g_string_append_c (text, '"');
  for (rest = string; *rest != '\0'; rest++)
    {
      const char *escapes = "\b\f\n\r\t\"\\";
      const char *found = strchr (escapes, *rest);

      if (found != NULL)
        g_string_append_printf (text, "\\%c", "bfnrt\"\\"[found - escapes]);
      else if ((guchar) *rest < 0x20 || *rest == 0x7f)
        g_string_append_printf (text, "\\u%04x", (guint) *rest);
      else
        g_string_append_c (text, *rest);
    }
  g_string_append_c (text, '"');
}

/* The shortest digits that are read back as the same number; what is no number is null. */
static void
write_double (GString *text,
              double   number)
{
  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (number))
    {
      g_string_append (text, "null");
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      double read;

      g_ascii_formatd (digits, sizeof digits, formats[i], number);
      read = g_ascii_strtod (digits, NULL);
      if (memcmp (&read, &number, sizeof read) == 0)
        break;
    }
  g_string_append (text, digits);
  if (strpbrk (digits, ".e") == NULL)
    g_string_append (text, ".0");
}

static void
write_value (GString  *text,
             JsonNode *node)
{
  GType type = json_node_get_value_type (node);

  if (type == G_TYPE_STRING)
    write_string (text, json_node_get_string (node));
  else if (type == G_TYPE_DOUBLE)
    write_double (text, json_node_get_double (node));
  else if (type == G_TYPE_BOOLEAN)
    g_string_append (text, json_node_get_boolean (node) ? "true" : "false");
  else
    g_string_append_printf (text, "%" G_GINT64_FORMAT, json_node_get_int (node));
}

static void
break_line (Writer *writer)
{
  if (!writer->pretty)
    return;

  g_string_append_c (writer->text, '\n');
  for (guint i = 0; i < writer->depth; i++)
    g_string_append (writer->text, "  ");
}

static void
write_object (Writer     *writer,
              JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;
  const char *separator = "";

  g_string_append_c (writer->text, '{');
  writer->depth++;
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &member))
    {
      g_string_append (writer->text, separator);
      break_line (writer);
      write_string (writer->text, name);
      g_string_append (writer->text, writer->pretty ? ": " : ":");
      write_node (writer, member);
      separator = ",";
    }
  writer->depth--;
  if (*separator != '\0')
    break_line (writer);
  g_string_append_c (writer->text, '}');
}

static void
write_array (Writer    *writer,
             JsonArray *array)
{
  guint n = json_array_get_length (array);

  g_string_append_c (writer->text, '[');
  writer->depth++;
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (writer->text, ',');
      break_line (writer);
      write_node (writer, json_array_get_element (array, i));
    }
  writer->depth--;
  if (n > 0)
    break_line (writer);
  g_string_append_c (writer->text, ']');
}

/* Goes as deep as @node does, which a program made or ponder_json_parse() let in. */
static void
write_node (Writer   *writer,
            JsonNode *node)
{
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      write_object (writer, json_node_get_object (node));
      break;
    case JSON_NODE_ARRAY:
      write_array (writer, json_node_get_array (node));
      break;
    case JSON_NODE_VALUE:
      write_value (writer->text, node);
      break;
    case JSON_NODE_NULL:
    default:
      g_string_append (writer->text, "null");
      break;
    }
}

char *
ponder_json_to_string (JsonNode *node)
{
  Writer writer = { g_string_new (NULL), FALSE, 0 };

  write_node (&writer, node);
  return g_string_free (writer.text, FALSE);
}

GString *
ponder_json_to_pretty_text (JsonNode *node)
{
  Writer writer = { g_string_new (NULL), TRUE, 0 };

  write_node (&writer, node);
  g_string_append_c (writer.text, '\n');
  return writer.text;
}
