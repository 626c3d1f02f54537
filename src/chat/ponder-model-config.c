/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which model a chat asks and how. */

#include "config.h"

#include "ponder-model-config.h"

#include "ponder-double-private.h"
#include "ponder-json.h"

G_DEFINE_BOXED_TYPE (PonderModelConfig, ponder_model_config,
                     ponder_model_config_copy, ponder_model_config_free)

/* The members of the same kind, by the name they have in the database. */
static const struct
{
  const char *name;
  gsize       offset;
} strings[] = {
  { "provider", G_STRUCT_OFFSET (PonderModelConfig, provider) },
  { "model", G_STRUCT_OFFSET (PonderModelConfig, model) },
  { "system", G_STRUCT_OFFSET (PonderModelConfig, system) },
  { "reasoning", G_STRUCT_OFFSET (PonderModelConfig, reasoning) },
}, doubles[] = {
  { "temperature", G_STRUCT_OFFSET (PonderModelConfig, temperature) },
  { "top_p", G_STRUCT_OFFSET (PonderModelConfig, top_p) },
  { "frequency_penalty", G_STRUCT_OFFSET (PonderModelConfig, frequency_penalty) },
  { "presence_penalty", G_STRUCT_OFFSET (PonderModelConfig, presence_penalty) },
}, timeouts[] = {
  { "connect_timeout", G_STRUCT_OFFSET (PonderModelConfig, connect_timeout) },
  { "first_token_timeout", G_STRUCT_OFFSET (PonderModelConfig, first_token_timeout) },
  { "silence_timeout", G_STRUCT_OFFSET (PonderModelConfig, silence_timeout) },
  { "total_timeout", G_STRUCT_OFFSET (PonderModelConfig, total_timeout) },
};

static char **
string_at (const PonderModelConfig *self,
           guint                    index)
{
  return G_STRUCT_MEMBER_P (self, strings[index].offset);
}

static double *
double_at (const PonderModelConfig *self,
           gsize                    offset)
{
  return G_STRUCT_MEMBER_P (self, offset);
}

static gboolean
same_doubles (const PonderModelConfig *a,
              const PonderModelConfig *b,
              gsize                    offset)
{
  return ponder_double_same (*double_at (a, offset), *double_at (b, offset));
}

PonderModelConfig *
ponder_model_config_new (void)
{
  PonderModelConfig *self = g_new0 (PonderModelConfig, 1);

  for (guint i = 0; i < G_N_ELEMENTS (doubles); i++)
    *double_at (self, doubles[i].offset) = NAN;
  self->retries = -1;

  return self;
}

PonderModelConfig *
ponder_model_config_copy (const PonderModelConfig *self)
{
  PonderModelConfig *copy = g_memdup2 (self, sizeof *self);

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    *string_at (copy, i) = g_strdup (*string_at (self, i));
  copy->think = self->think != NULL ? ponder_think_config_copy (self->think) : NULL;

  return copy;
}

void
ponder_model_config_free (PonderModelConfig *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    g_free (*string_at (self, i));
  g_clear_pointer (&self->think, ponder_think_config_free);
  g_free (self);
}

static gboolean
same_think (const PonderModelConfig *a,
            const PonderModelConfig *b)
{
  if (a->think == NULL || b->think == NULL)
    return a->think == b->think;
  return ponder_think_config_equal (a->think, b->think);
}

gboolean
ponder_model_config_equal (const PonderModelConfig *a,
                           const PonderModelConfig *b)
{
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    if (g_strcmp0 (*string_at (a, i), *string_at (b, i)) != 0)
      return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (doubles); i++)
    if (!same_doubles (a, b, doubles[i].offset))
      return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (timeouts); i++)
    if (!same_doubles (a, b, timeouts[i].offset))
      return FALSE;

  return a->max_tokens == b->max_tokens && a->retries == b->retries && a->no_cache == b->no_cache
         && a->deep_think == b->deep_think && same_think (a, b);
}

void
ponder_model_config_set_model (PonderModelConfig *self,
                               const char        *provider,
                               const char        *model)
{
  /* Either may be the string that is replaced. */
  g_autofree char *old_provider = self->provider;
  g_autofree char *old_model = self->model;

  self->provider = g_strdup (provider);
  self->model = g_strdup (model);
}

/* (transfer full) */
static PonderModelConfig *
dup_plain (const PonderModelConfig *self)
{
  PonderModelConfig *plain = ponder_model_config_new ();

  ponder_model_config_set_model (plain, self->provider, self->model);
  plain->deep_think = self->deep_think;
  return plain;
}

gboolean
ponder_model_config_is_plain (const PonderModelConfig *self)
{
  g_autoptr(PonderModelConfig) plain = dup_plain (self);

  return ponder_model_config_equal (self, plain);
}

void
ponder_model_config_reset (PonderModelConfig *self)
{
  PonderModelConfig before = *self;
  PonderModelConfig *plain = dup_plain (self);

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    g_free (*string_at (&before, i));
  g_clear_pointer (&before.think, ponder_think_config_free);
  *self = *plain;
  g_free (plain);
}

static void
set_think (JsonObject              *object,
           const PonderThinkConfig *think)
{
  g_autofree char *json = ponder_think_config_serialize (think);

  json_object_set_object_member (object, "think", ponder_json_parse_object (json, -1, NULL));
}

/* (nullable) */
static PonderThinkConfig *
read_think (JsonObject *object)
{
  JsonObject *think = ponder_json_get_object (object, "think");
  g_autofree char *json = think != NULL ? ponder_json_take_to_string (json_object_ref (think)) : NULL;

  return json != NULL ? ponder_think_config_deserialize (json, NULL) : NULL;
}

char *
ponder_model_config_serialize (const PonderModelConfig *self)
{
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    if (*string_at (self, i) != NULL)
      json_object_set_string_member (object, strings[i].name, *string_at (self, i));
  for (guint i = 0; i < G_N_ELEMENTS (doubles); i++)
    if (isfinite (*double_at (self, doubles[i].offset)))
      json_object_set_double_member (object, doubles[i].name,
                                     *double_at (self, doubles[i].offset));
  for (guint i = 0; i < G_N_ELEMENTS (timeouts); i++)
    if (isfinite (*double_at (self, timeouts[i].offset)) &&
        *double_at (self, timeouts[i].offset) > 0)
      json_object_set_double_member (object, timeouts[i].name,
                                     *double_at (self, timeouts[i].offset));
  if (self->max_tokens > 0)
    json_object_set_int_member (object, "max_tokens", self->max_tokens);
  if (self->retries >= 0)
    json_object_set_int_member (object, "retries", self->retries);
  if (self->no_cache)
    json_object_set_boolean_member (object, "cache", FALSE);
  if (self->deep_think)
    json_object_set_boolean_member (object, "deep_think", TRUE);
  if (self->think != NULL)
    set_think (object, self->think);

  return ponder_json_take_to_string (object);
}

PonderModelConfig *
ponder_model_config_deserialize (const char  *json,
                                 GError     **error)
{
  g_autoptr(PonderModelConfig) self = ponder_model_config_new ();
  g_autoptr(JsonObject) object = NULL;
  gint64 max_tokens;
  gint64 retries;

  if (!(object = ponder_json_parse_object (json, -1, error)))
    return NULL;

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    *string_at (self, i) = g_strdup (ponder_json_get_string (object, strings[i].name));
  for (guint i = 0; i < G_N_ELEMENTS (doubles); i++)
    ponder_json_get_double (object, doubles[i].name, double_at (self, doubles[i].offset));
  for (guint i = 0; i < G_N_ELEMENTS (timeouts); i++)
    ponder_json_get_double (object, timeouts[i].name, double_at (self, timeouts[i].offset));
  if (ponder_json_get_int (object, "max_tokens", &max_tokens))
    self->max_tokens = (guint) CLAMP (max_tokens, 0, G_MAXUINT);
  if (ponder_json_get_int (object, "retries", &retries))
    self->retries = (int) CLAMP (retries, -1, G_MAXINT);
  self->no_cache = !ponder_json_get_boolean (object, "cache", TRUE);
  self->deep_think = ponder_json_get_boolean (object, "deep_think", FALSE);
  self->think = read_think (object);

  return g_steal_pointer (&self);
}

gboolean
ponder_model_name_split (const char  *name,
                         char       **provider,
                         char       **model)
{
  const char *slash = strchr (name, '/');

  if (slash == NULL || slash == name || slash[1] == '\0')
    return FALSE;

  *provider = g_strndup (name, (gsize) (slash - name));
  *model = g_strdup (slash + 1);
  return TRUE;
}
