/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A model that a server offers. */

#include "config.h"

#include "ponder-model-info.h"

#include "ponder-json.h"

/* One row of a list of models; whoever asked for the list owns it. */
struct _PonderModelInfo
{
  GObject          parent_instance;

  char            *provider_id;
  char            *id;
  char            *name;
  guint            context_length;
  PonderAbilities  abilities;
};

enum
{
  PROP_0,
  PROP_PROVIDER_ID,
  PROP_ID,
  PROP_NAME,
  PROP_CONTEXT_LENGTH,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PonderModelInfo, ponder_model_info, G_TYPE_OBJECT)

static void
ponder_model_info_finalize (GObject *object)
{
  PonderModelInfo *self = PONDER_MODEL_INFO (object);

  g_free (self->provider_id);
  g_free (self->id);
  g_free (self->name);

  G_OBJECT_CLASS (ponder_model_info_parent_class)->finalize (object);
}

static void
ponder_model_info_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  PonderModelInfo *self = PONDER_MODEL_INFO (object);

  switch (prop_id)
    {
    case PROP_PROVIDER_ID:
      g_value_set_string (value, self->provider_id);
      break;
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_NAME:
      g_value_set_string (value, ponder_model_info_get_name (self));
      break;
    case PROP_CONTEXT_LENGTH:
      g_value_set_uint (value, self->context_length);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ponder_model_info_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  PonderModelInfo *self = PONDER_MODEL_INFO (object);

  switch (prop_id)
    {
    case PROP_PROVIDER_ID:
      self->provider_id = g_value_dup_string (value);
      break;
    case PROP_ID:
      self->id = g_value_dup_string (value);
      break;
    case PROP_NAME:
      self->name = g_value_dup_string (value);
      break;
    case PROP_CONTEXT_LENGTH:
      ponder_model_info_set_context_length (self, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ponder_model_info_class_init (PonderModelInfoClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = ponder_model_info_finalize;
  object_class->get_property = ponder_model_info_get_property;
  object_class->set_property = ponder_model_info_set_property;

  properties[PROP_PROVIDER_ID] = g_param_spec_string ("provider-id", NULL, NULL, NULL, once);
  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, once);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, once);
  properties[PROP_CONTEXT_LENGTH] =
    g_param_spec_uint ("context-length", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ponder_model_info_init (PonderModelInfo *self)
{
}

PonderModelInfo *
ponder_model_info_new (const char *provider_id,
                       const char *id,
                       const char *name)
{
  g_return_val_if_fail (provider_id != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return g_object_new (PONDER_TYPE_MODEL_INFO,
                       "provider-id", provider_id, "id", id, "name", name, NULL);
}

const char *
ponder_model_info_get_provider_id (PonderModelInfo *self)
{
  g_return_val_if_fail (PONDER_IS_MODEL_INFO (self), NULL);

  return self->provider_id;
}

const char *
ponder_model_info_get_id (PonderModelInfo *self)
{
  g_return_val_if_fail (PONDER_IS_MODEL_INFO (self), NULL);

  return self->id;
}

const char *
ponder_model_info_get_name (PonderModelInfo *self)
{
  g_return_val_if_fail (PONDER_IS_MODEL_INFO (self), NULL);

  return self->name != NULL && *self->name != '\0' ? self->name : self->id;
}

guint
ponder_model_info_get_context_length (PonderModelInfo *self)
{
  g_return_val_if_fail (PONDER_IS_MODEL_INFO (self), 0);

  return self->context_length;
}

void
ponder_model_info_set_context_length (PonderModelInfo *self,
                                      guint            n_tokens)
{
  g_return_if_fail (PONDER_IS_MODEL_INFO (self));

  if (self->context_length == n_tokens)
    return;

  self->context_length = n_tokens;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONTEXT_LENGTH]);
}

PonderAbilities
ponder_model_info_get_abilities (PonderModelInfo *self)
{
  g_return_val_if_fail (PONDER_IS_MODEL_INFO (self), PONDER_ABILITY_NONE);

  return self->abilities;
}

void
ponder_model_info_set_abilities (PonderModelInfo *self,
                                 PonderAbilities  abilities)
{
  g_return_if_fail (PONDER_IS_MODEL_INFO (self));

  self->abilities = abilities;
}

static JsonObject *
to_json (PonderModelInfo *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "provider", self->provider_id);
  json_object_set_string_member (object, "id", self->id);
  if (self->name != NULL)
    json_object_set_string_member (object, "name", self->name);
  json_object_set_int_member (object, "context_length", self->context_length);
  json_object_set_int_member (object, "abilities", self->abilities);
  return object;
}

/* NULL when its names are missing. */
static PonderModelInfo *
from_json (JsonObject *object)
{
  const char *provider = ponder_json_get_string (object, "provider");
  const char *id = ponder_json_get_string (object, "id");
  PonderModelInfo *self;
  gint64 number;

  if (provider == NULL || id == NULL)
    return NULL;

  self = ponder_model_info_new (provider, id, ponder_json_get_string (object, "name"));
  if (ponder_json_get_int (object, "context_length", &number))
    self->context_length = (guint) CLAMP (number, 0, G_MAXUINT);
  if (ponder_json_get_int (object, "abilities", &number))
    self->abilities = (PonderAbilities) number;
  return self;
}

GBytes *
ponder_model_info_list_to_bytes (GPtrArray *models)
{
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();
  char *text;

  for (guint i = 0; i < models->len; i++)
    json_array_add_object_element (array, to_json (g_ptr_array_index (models, i)));
  json_object_set_array_member (object, "models", array);
  text = ponder_json_take_to_string (object);
  return g_bytes_new_take (text, strlen (text));
}

GPtrArray *
ponder_model_info_list_from_bytes (GBytes  *bytes,
                                   GError **error)
{
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);
  g_autoptr(JsonObject) object = ponder_json_parse_object (text, (gssize) size, error);
  JsonArray *array = ponder_json_get_array (object, "models");
  GPtrArray *models;

  if (object == NULL)
    return NULL;

  models = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      PonderModelInfo *model = from_json (ponder_json_array_object (array, i));

      if (model != NULL)
        g_ptr_array_add (models, model);
    }
  return models;
}
