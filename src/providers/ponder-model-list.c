/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the model lists of all dialects have in common. Pure. */

#include "config.h"

#include "ponder-model-list.h"

#include "ponder-error-classifier.h"
#include "ponder-frame.h"
#include "ponder-model-info.h"

#include <glib/gi18n.h>

#define OPERATION "models"

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
             JsonArray            *list,
             PonderModelListFunc   func)
{
  GPtrArray *models = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *model = ponder_json_array_object (list, i);
      g_autoptr(PonderModelInfo) info = model != NULL ? func (provider, model) : NULL;
      const char *id = info != NULL ? ponder_model_info_get_id (info) : "";

      if (*id != '\0' && g_hash_table_add (seen, (gpointer) id))
        g_ptr_array_add (models, g_steal_pointer (&info));
    }
  g_ptr_array_sort (models, compare_models);
  return models;
}

static JsonArray *
find_list (JsonNode          *root,
           const char *const *members)
{
  JsonArray *list = NULL;

  if (root != NULL && JSON_NODE_HOLDS_ARRAY (root))
    return json_node_get_array (root);
  for (; list == NULL && *members != NULL; members++)
    list = ponder_json_get_array (ponder_frame_get_object (root), *members);
  return list;
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
ponder_model_list_decode (PonderProviderConfig  *provider,
                          GBytes                *body,
                          const char *const     *members,
                          PonderModelListFunc    func,
                          GError               **error)
{
  gsize length;
  const char *data = g_bytes_get_data (body, &length);
  g_autoptr(JsonNode) root = length > 0 ? ponder_json_parse (data, (gssize) length, NULL) : NULL;
  JsonArray *list = find_list (root, members);

  if (list != NULL)
    return decode_list (provider, list, func);
  g_propagate_error (error, explain (provider, root, body));
  return NULL;
}
