/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a chat compares: which models are asked at once, and which answers stand beside each other. */

#include "config.h"

#include "ponder-comparison.h"

#include "ponder-json.h"

PonderComparison *
ponder_comparison_new (void)
{
  PonderComparison *self = g_new (PonderComparison, 1);

  self->models = g_ptr_array_new_with_free_func (g_free);
  self->answers = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
ponder_comparison_free (PonderComparison *self)
{
  g_ptr_array_unref (self->models);
  g_ptr_array_unref (self->answers);
  g_free (self);
}

gboolean
ponder_comparison_is_empty (const PonderComparison *self)
{
  return self->models->len == 0 && self->answers->len == 0;
}

static void
write_names (JsonObject *object,
             const char *member,
             GPtrArray  *names)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < names->len; i++)
    json_array_add_string_element (array, g_ptr_array_index (names, i));
  json_object_set_array_member (object, member, array);
}

char *
ponder_comparison_serialize (const PonderComparison *self)
{
  JsonObject *object;

  if (ponder_comparison_is_empty (self))
    return g_strdup ("");

  object = json_object_new ();
  write_names (object, "models", self->models);
  write_names (object, "answers", self->answers);
  return ponder_json_take_to_string (object);
}

static void
read_names (JsonObject *object,
            const char *member,
            guint       n_most,
            GPtrArray  *names)
{
  JsonArray *array = ponder_json_get_array (object, member);

  for (guint i = 0; array != NULL && i < json_array_get_length (array) && names->len < n_most; i++)
    {
      const char *name = ponder_json_array_string (array, i);

      if (name != NULL && !g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
        g_ptr_array_add (names, g_strdup (name));
    }
}

PonderComparison *
ponder_comparison_deserialize (const char *json)
{
  PonderComparison *self = ponder_comparison_new ();
  g_autoptr(JsonObject) object = *json != '\0' ? ponder_json_parse_object (json, -1, NULL) : NULL;

  read_names (object, "models", PONDER_COMPARISON_MOST, self->models);
  read_names (object, "answers", G_MAXUINT, self->answers);
  return self;
}
