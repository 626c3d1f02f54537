/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the model lists of all servers have in common. Pure. */

#include "config.h"

#include "ponder-listing.h"

#include "ponder-error-classifier.h"
#include "ponder-frame.h"
#include "ponder-provider-config.h"

#include <glib/gi18n.h>

#define OPERATION "models"

/* model-9b before model-10b. */
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
             PonderListingFunc     decode_model)
{
  GPtrArray *models = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      g_autoptr(PonderModelInfo) info = decode_model (provider, ponder_json_array_object (list, i));

      if (info != NULL && g_hash_table_add (seen, (gpointer) ponder_model_info_get_id (info)))
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
ponder_listing_decode (PonderProviderConfig  *provider,
                       GBytes                *body,
                       const char *const     *members,
                       PonderListingFunc      decode_model,
                       GError               **error)
{
  gsize length;
  const char *data = g_bytes_get_data (body, &length);
  g_autoptr(JsonNode) root = length > 0 ? ponder_json_parse (data, length, NULL) : NULL;
  JsonArray *list = find_list (root, members);

  if (list != NULL)
    return decode_list (provider, list, decode_model);
  g_propagate_error (error, explain (provider, root, body));
  return NULL;
}

PonderModelInfo *
ponder_listing_new_info (PonderProviderConfig *provider,
                         const char           *id,
                         const char           *name,
                         gint64                n_tokens)
{
  PonderModelInfo *info;

  if (id == NULL || *id == '\0')
    return NULL;
  info = ponder_model_info_new (ponder_provider_config_get_id (provider), id, name);
  ponder_model_info_set_context_length (info, (guint) CLAMP (n_tokens, 0, G_MAXINT));
  return info;
}
