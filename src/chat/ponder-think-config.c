/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a question is thought about deeply: in how many parts, how much at a time, within which limits. */

#include "config.h"

#include "ponder-think-config.h"

#include "ponder-json.h"

G_DEFINE_BOXED_TYPE (PonderThinkConfig, ponder_think_config, ponder_think_config_copy, ponder_think_config_free)

/* The members of the same kind, by the name they have in the database, with their defaults and limits. */
static const struct
{
  const char *name;
  gsize       offset;
  guint       fallback;
  guint       minimum;
  guint       maximum;
} numbers[] = {
  { "max_subtasks", G_STRUCT_OFFSET (PonderThinkConfig, max_subtasks), 6, 1, PONDER_THINK_SUBTASKS_LIMIT },
  { "parallel", G_STRUCT_OFFSET (PonderThinkConfig, parallel), 0, 0, PONDER_THINK_PARALLEL_LIMIT },
  { "max_calls", G_STRUCT_OFFSET (PonderThinkConfig, max_calls), 24, 1, 1000 },
  { "max_output", G_STRUCT_OFFSET (PonderThinkConfig, max_output), 40000, 100, 10000000 },
  { "max_seconds", G_STRUCT_OFFSET (PonderThinkConfig, max_seconds), 300, 5, 86400 },
};

static const struct
{
  const char *name;
  gsize       offset;
  gboolean    fallback;
} switches[] = {
  { "review", G_STRUCT_OFFSET (PonderThinkConfig, review), TRUE },
  { "approve_plan", G_STRUCT_OFFSET (PonderThinkConfig, approve_plan), FALSE },
  { "show_process", G_STRUCT_OFFSET (PonderThinkConfig, show_process), FALSE },
  { "web_search", G_STRUCT_OFFSET (PonderThinkConfig, web_search), FALSE },
  { "hedge", G_STRUCT_OFFSET (PonderThinkConfig, hedge), FALSE },
  { "checks", G_STRUCT_OFFSET (PonderThinkConfig, checks), FALSE },
  { "quorum", G_STRUCT_OFFSET (PonderThinkConfig, quorum), FALSE },
};

static guint *
number_at (const PonderThinkConfig *self,
           guint                    index)
{
  return G_STRUCT_MEMBER_P (self, numbers[index].offset);
}

static gboolean *
switch_at (const PonderThinkConfig *self,
           guint                    index)
{
  return G_STRUCT_MEMBER_P (self, switches[index].offset);
}

PonderThinkConfig *
ponder_think_config_new (void)
{
  PonderThinkConfig *self = g_new0 (PonderThinkConfig, 1);

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    *number_at (self, i) = numbers[i].fallback;
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    *switch_at (self, i) = switches[i].fallback;
  return self;
}

PonderThinkConfig *
ponder_think_config_copy (const PonderThinkConfig *self)
{
  PonderThinkConfig *copy = g_memdup2 (self, sizeof *self);

  copy->review_model = g_strdup (self->review_model);
  return copy;
}

void
ponder_think_config_free (PonderThinkConfig *self)
{
  g_free (self->review_model);
  g_free (self);
}

gboolean
ponder_think_config_equal (const PonderThinkConfig *a,
                           const PonderThinkConfig *b)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (*number_at (a, i) != *number_at (b, i))
      return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    if (*switch_at (a, i) != *switch_at (b, i))
      return FALSE;
  return g_strcmp0 (a->review_model, b->review_model) == 0;
}

char *
ponder_think_config_serialize (const PonderThinkConfig *self)
{
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (*number_at (self, i) != numbers[i].fallback)
      json_object_set_int_member (object, numbers[i].name, *number_at (self, i));
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    if (*switch_at (self, i) != switches[i].fallback)
      json_object_set_boolean_member (object, switches[i].name, *switch_at (self, i));
  if (self->review_model != NULL)
    json_object_set_string_member (object, "review_model", self->review_model);
  return ponder_json_take_to_string (object);
}

PonderThinkConfig *
ponder_think_config_deserialize (const char  *json,
                                 GError     **error)
{
  g_autoptr(PonderThinkConfig) self = ponder_think_config_new ();
  g_autoptr(JsonObject) object = NULL;
  gint64 value;

  if (!(object = ponder_json_parse_object (json, -1, error)))
    return NULL;

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (ponder_json_get_int (object, numbers[i].name, &value))
      *number_at (self, i) = (guint) CLAMP (value, (gint64) numbers[i].minimum, (gint64) numbers[i].maximum);
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    *switch_at (self, i) = ponder_json_get_boolean (object, switches[i].name, switches[i].fallback);
  self->review_model = g_strdup (ponder_json_get_string (object, "review_model"));
  return g_steal_pointer (&self);
}
