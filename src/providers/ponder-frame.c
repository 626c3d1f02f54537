/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be told of a frame of a stream, or of a document, whatever its dialect. Pure. */

#include "config.h"

#include "ponder-frame.h"

/* No answer has more; a server that says so has miscounted. */
#define COUNT_LIMIT G_GINT64_CONSTANT (1000000000000)

JsonObject *
ponder_frame_get_object (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static gboolean
says_error (JsonObject *object)
{
  const char *text = ponder_json_get_string (object, "error");

  return ponder_json_get_object (object, "error") != NULL || (text != NULL && *text != '\0');
}

gboolean
ponder_frame_is_error (const char *event_name,
                       JsonObject *object)
{
  const char *type = ponder_json_get_string (object, "type");
  JsonArray *choices = ponder_json_get_array (object, "choices");

  return g_strcmp0 (event_name, "error") == 0
         || g_strcmp0 (type, "error") == 0
         || g_strcmp0 (type, "response.failed") == 0
         || g_strcmp0 (ponder_json_get_string (object, "object"), "error") == 0
         || says_error (object)
         || says_error (ponder_json_get_object (object, "x_groq"))
         || (choices != NULL && says_error (ponder_json_array_object (choices, 0)));
}

gboolean
ponder_frame_tells_reason (JsonObject *object)
{
  return object != NULL
         && (json_object_has_member (object, "message") || json_object_has_member (object, "detail"));
}

JsonObject *
ponder_frame_find_listed_error (JsonNode *root)
{
  JsonArray *list = root != NULL && JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonObject *object = ponder_json_array_object (list, i);

      if (ponder_frame_is_error (NULL, object))
        return object;
    }
  return NULL;
}

gint64
ponder_frame_get_count (JsonObject *object,
                        const char *member)
{
  gint64 count;

  if (!ponder_json_get_int (object, member, &count) || count < 0 || count > COUNT_LIMIT)
    return -1;
  return count;
}
