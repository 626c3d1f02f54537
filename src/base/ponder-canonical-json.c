/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One text for all JSON that means the same. */

#include "config.h"

#include "ponder-canonical-json.h"

#include <math.h>
#include <string.h>

/* Digits after which every double reads back as itself. */
#define DOUBLE_DIGITS 17

/* The largest double has 309 digits before the point. */
#define NUMBER_SIZE 320

static void
append_escaped (GString *text,
                char     character)
{
  static const char named[] = "\"\\\b\f\n\r\t";
  static const char names[] = "\"\\bfnrt";
  const char *found = strchr (named, character);

  if (found != NULL)
    {
      g_string_append_c (text, '\\');
      g_string_append_c (text, names[found - named]);
    }
  else
    g_string_append_printf (text, "\\u%04x", (guint) character);
}

/* Nearly all text is long runs of what needs no escape. */
void
ponder_canonical_json_append_string (GString    *text,
                                     const char *string)
{
  const char *run = string;
  const char *c;

  g_string_append_c (text, '"');
  for (c = string; *c != '\0'; c++)
    {
      if ((guchar) *c >= ' ' && *c != '"' && *c != '\\')
        continue;

      g_string_append_len (text, run, c - run);
      append_escaped (text, *c);
      run = c + 1;
    }
  g_string_append_len (text, run, c - run);
  g_string_append_c (text, '"');
}

static void
format_shortest (char   *digits,
                 double  number)
{
  for (guint n = 1; n <= DOUBLE_DIGITS; n++)
    {
      char format[8];
      double read_back;

      g_snprintf (format, sizeof format, "%%.%ug", n);
      g_ascii_formatd (digits, NUMBER_SIZE, format, number);
      read_back = g_ascii_strtod (digits, NULL);
      if (!(read_back < number) && !(read_back > number))
        return;
    }
}

void
ponder_canonical_json_append_double (GString *text,
                                     double   number)
{
  char digits[NUMBER_SIZE];

  if (fpclassify (number) == FP_ZERO)
    g_strlcpy (digits, "0", sizeof digits);
  else if (fpclassify (number - trunc (number)) == FP_ZERO)
    g_ascii_formatd (digits, sizeof digits, "%.0f", number);
  else
    format_shortest (digits, number);
  g_string_append (text, digits);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
append_object (GString    *text,
               JsonObject *object)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, (gpointer) name);
  g_ptr_array_sort (names, compare_names);

  g_string_append_c (text, '{');
  for (guint i = 0; i < names->len; i++)
    {
      name = g_ptr_array_index (names, i);
      if (i > 0)
        g_string_append_c (text, ',');
      ponder_canonical_json_append_string (text, name);
      g_string_append_c (text, ':');
      ponder_canonical_json_append (text, json_object_get_member (object, name));
    }
  g_string_append_c (text, '}');
}

static void
append_array (GString   *text,
              JsonArray *array)
{
  g_string_append_c (text, '[');
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      ponder_canonical_json_append (text, json_array_get_element (array, i));
    }
  g_string_append_c (text, ']');
}

static void
append_value (GString  *text,
              JsonNode *node)
{
  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      ponder_canonical_json_append_string (text, json_node_get_string (node));
      break;
    case G_TYPE_BOOLEAN:
      g_string_append (text, json_node_get_boolean (node) ? "true" : "false");
      break;
    case G_TYPE_DOUBLE:
      ponder_canonical_json_append_double (text, json_node_get_double (node));
      break;
    default:
      g_string_append_printf (text, "%" G_GINT64_FORMAT, json_node_get_int (node));
      break;
    }
}

void
ponder_canonical_json_append (GString  *text,
                              JsonNode *node)
{
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      append_object (text, json_node_get_object (node));
      break;
    case JSON_NODE_ARRAY:
      append_array (text, json_node_get_array (node));
      break;
    case JSON_NODE_VALUE:
      append_value (text, node);
      break;
    case JSON_NODE_NULL:
      g_string_append (text, "null");
      break;
    }
}
