/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is attached to a question that is not asked yet, as one text. */

#include "config.h"

#include "ponder-draft-parts.h"

#include "ponder-json.h"

static JsonObject *
write_part (const PonderPart *part)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kind", ponder_part_kind_to_string (part->kind));
  json_object_set_string_member (object, "name", part->name);
  json_object_set_string_member (object, "media_type", part->media_type);
  json_object_set_string_member (object, "digest", part->digest);
  return object;
}

char *
ponder_draft_parts_serialize (GPtrArray *parts)
{
  g_autoptr(JsonNode) node = NULL;
  JsonArray *array;

  if (parts->len == 0)
    return g_strdup ("");
  array = json_array_new ();
  for (guint i = 0; i < parts->len; i++)
    json_array_add_object_element (array, write_part (g_ptr_array_index (parts, i)));
  node = json_node_init_array (json_node_alloc (), array);
  json_array_unref (array);
  return ponder_json_to_string (node);
}

static PonderPart *
read_part (JsonObject *object)
{
  const char *digest = ponder_json_get_string (object, "digest");
  PonderPartKind kind;
  PonderPart *part;

  if (digest == NULL || !ponder_part_kind_from_string (ponder_json_get_string (object, "kind"), &kind)
      || (kind != PONDER_PART_IMAGE && kind != PONDER_PART_FILE))
    return NULL;
  part = ponder_part_new (kind, "");
  part->name = g_strdup (ponder_json_get_string (object, "name"));
  part->media_type = g_strdup (ponder_json_get_string (object, "media_type"));
  part->digest = g_strdup (digest);
  return part;
}

GPtrArray *
ponder_draft_parts_deserialize (const char *json)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_part_free);
  g_autoptr(JsonNode) node = *json != '\0' ? ponder_json_parse (json, -1, NULL) : NULL;
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      PonderPart *part = read_part (ponder_json_array_object (array, i));

      if (part != NULL)
        g_ptr_array_add (parts, part);
    }
  return parts;
}
