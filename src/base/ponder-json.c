/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Access to JSON nodes that never asserts, and their text. */

#include "config.h"

#include "ponder-json.h"

#include "ponder-error.h"

#include <glib/gi18n.h>
#include <math.h>

JsonObject *
ponder_json_parse_object (const char  *data,
                          gssize       length,
                          GError     **error)
{
  g_autoptr(JsonNode) root = NULL;

  if (!(root = ponder_json_parse (data, length, error)))
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error_literal (error, PONDER_ERROR, PONDER_ERROR_MALFORMED, _("Not a JSON object"));
      return NULL;
    }
  return json_node_dup_object (root);
}

/* (nullable) */
static JsonNode *
get_member (JsonObject *object,
            const char *member)
{
  return object != NULL ? json_object_get_member (object, member) : NULL;
}

/* G_TYPE_INVALID for anything but a scalar. */
static GType
get_scalar_type (JsonNode *node)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return G_TYPE_INVALID;
  return json_node_get_value_type (node);
}

const char *
ponder_json_get_string (JsonObject *object,
                        const char *member)
{
  JsonNode *node = get_member (object, member);

  return get_scalar_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

JsonObject *
ponder_json_get_object (JsonObject *object,
                        const char *member)
{
  JsonNode *node = get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
ponder_json_get_array (JsonObject *object,
                       const char *member)
{
  JsonNode *node = get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

gboolean
ponder_json_get_int (JsonObject *object,
                     const char *member,
                     gint64     *value)
{
  JsonNode *node = get_member (object, member);
  GType type = get_scalar_type (node);
  double number;
  double whole;

  if (type == G_TYPE_INT64)
    {
      *value = json_node_get_int (node);
      return TRUE;
    }
  if (type != G_TYPE_DOUBLE)
    return FALSE;

  number = json_node_get_double (node);
  /* 2^63 is the first double that does not fit. */
  if (!(number >= -0x1p63 && number < 0x1p63) || fpclassify (modf (number, &whole)) != FP_ZERO)
    return FALSE;
  *value = (gint64) whole;
  return TRUE;
}

gboolean
ponder_json_get_double (JsonObject *object,
                        const char *member,
                        double     *value)
{
  JsonNode *node = get_member (object, member);
  GType type = get_scalar_type (node);

  if (type != G_TYPE_DOUBLE && type != G_TYPE_INT64)
    return FALSE;
  *value = json_node_get_double (node);
  return TRUE;
}

gboolean
ponder_json_get_boolean (JsonObject *object,
                         const char *member,
                         gboolean    fallback)
{
  JsonNode *node = get_member (object, member);

  return get_scalar_type (node) == G_TYPE_BOOLEAN ? json_node_get_boolean (node) : fallback;
}

char *
ponder_json_dup_scalar (JsonObject *object,
                        const char *member)
{
  JsonNode *node = get_member (object, member);
  GType type = get_scalar_type (node);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (type == G_TYPE_STRING)
    return json_node_dup_string (node);
  if (type == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  if (type == G_TYPE_DOUBLE)
    return g_strdup (g_ascii_dtostr (number, sizeof number, json_node_get_double (node)));
  if (type == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "true" : "false");
  return NULL;
}

JsonObject *
ponder_json_array_object (JsonArray *array,
                          guint      index)
{
  JsonNode *node;

  if (array == NULL || index >= json_array_get_length (array))
    return NULL;
  node = json_array_get_element (array, index);
  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

const char *
ponder_json_array_string (JsonArray *array,
                          guint      index)
{
  JsonNode *node;

  if (array == NULL || index >= json_array_get_length (array))
    return NULL;
  node = json_array_get_element (array, index);
  return get_scalar_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

gboolean
ponder_json_array_has (JsonArray  *array,
                       const char *wanted)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      if (g_strcmp0 (ponder_json_array_string (array, i), wanted) == 0)
        return TRUE;
    }
  return FALSE;
}

char *
ponder_json_take_to_string (JsonObject *object)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return ponder_json_to_string (node);
}
