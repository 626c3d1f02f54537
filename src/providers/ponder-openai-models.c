/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model lists of the OpenAI dialect. */

#include "config.h"

#include "ponder-openai-private.h"

#include "ponder-error-classifier.h"
#include "ponder-frame.h"
#include "ponder-model-info.h"
#include "ponder-provider-config.h"

#include <glib/gi18n.h>

#define OPERATION "models"

/* Only what the server itself says cannot chat is left out; names are no evidence. */
static gboolean
can_chat (JsonObject *model)
{
  JsonObject *capabilities = ponder_json_get_object (model, "capabilities");
  const char *type = ponder_json_get_string (model, "type");

  return ponder_json_get_boolean (capabilities, "completion_chat", TRUE)
         && g_strcmp0 (type, "embedding") != 0 && g_strcmp0 (type, "embeddings") != 0;
}

static PonderModelInfo *
decode_model (PonderProviderConfig *provider,
              JsonObject           *model,
              GHashTable           *seen)
{
  const char *id = ponder_json_get_string (model, "id");
  const char *name = ponder_json_get_string (model, "display_name");
  PonderModelInfo *info;

  /* LM Studio. */
  if (id == NULL)
    id = ponder_json_get_string (model, "key");
  if (id == NULL || *id == '\0' || !can_chat (model) || !g_hash_table_add (seen, g_strdup (id)))
    return NULL;
  if (name == NULL)
    name = ponder_json_get_string (model, "name");
  info = ponder_model_info_new (ponder_provider_config_get_id (provider), id, name);
  ponder_model_info_set_context_length (info, ponder_openai_find_context_length (model));
  ponder_model_info_set_abilities (info, ponder_openai_find_abilities (model));
  return info;
}

/* By id, numbers as numbers: model-9b before model-10b. */
static int
compare_models (gconstpointer a,
                gconstpointer b)
{
  PonderModelInfo *one = *(PonderModelInfo *const *) a;
  PonderModelInfo *other = *(PonderModelInfo *const *) b;
  g_autofree char *key = g_utf8_casefold (ponder_model_info_get_id (one), -1);
  g_autofree char *other_key = g_utf8_casefold (ponder_model_info_get_id (other), -1);
  g_autofree char *order = g_utf8_collate_key_for_filename (key, -1);
  g_autofree char *other_order = g_utf8_collate_key_for_filename (other_key, -1);

  return g_strcmp0 (order, other_order);
}

static GPtrArray *
decode_list (PonderProviderConfig *provider,
             JsonArray            *list)
{
  GPtrArray *models = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      PonderModelInfo *info = decode_model (provider, ponder_json_array_object (list, i), seen);

      if (info != NULL)
        g_ptr_array_add (models, info);
    }
  g_ptr_array_sort (models, compare_models);
  return models;
}

/* {"data": […]}, the list alone (Together), or {"models": […]} (LM Studio's own). */
static JsonArray *
find_list (JsonNode *root)
{
  JsonObject *object = ponder_frame_get_object (root);
  JsonArray *list = ponder_json_get_array (object, "data");

  if (root != NULL && JSON_NODE_HOLDS_ARRAY (root))
    return json_node_get_array (root);
  return list != NULL ? list : ponder_json_get_array (object, "models");
}

static GError *
explain (PonderProviderConfig *provider,
         JsonNode             *root,
         GBytes               *body)
{
  JsonObject *object = ponder_frame_get_object (root);
  gsize length;
  const char *data = g_bytes_get_data (body, &length);
  PonderFault *fault;

  if (ponder_frame_is_error (NULL, object) || (length > 0 && *data == '<'))
    return ponder_error_new_take_fault (ponder_error_classify (provider, NULL, OPERATION, 200,
                                                               NULL, NULL, body, NULL));
  fault = ponder_error_new_fault (provider, NULL, OPERATION, PONDER_ERROR_MALFORMED);
  fault->message = g_strdup (_("The answer is no list of models"));
  return ponder_error_new_take_fault (fault);
}

GPtrArray *
ponder_openai_decode_models (PonderProviderConfig  *provider,
                             GBytes                *body,
                             GError               **error)
{
  gsize length;
  const char *data = g_bytes_get_data (body, &length);
  g_autoptr(JsonNode) root = length > 0 ? ponder_json_parse (data, length, NULL) : NULL;
  JsonArray *list = find_list (root);

  if (list != NULL)
    return decode_list (provider, list);
  g_propagate_error (error, explain (provider, root, body));
  return NULL;
}
