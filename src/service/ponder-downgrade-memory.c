/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which parameters which server has refused for which model. */

#include "config.h"

#include "ponder-downgrade-memory.h"

#include "ponder-json.h"
#include "ponder-provider-config.h"

/* Seconds: about a month. Until then each call goes without; after it one call finds out anew. */
#define LIFETIME (30 * 24 * 60 * 60)

/* Nobody uses more models; a file from elsewhere may hold any number. */
#define ENTRY_LIMIT 1000

#define SINCE      "since"
#define PARAMETERS "parameters"

typedef struct
{
  PonderDowngrade *downgrade;
  gint64           since;       /* seconds since 1970: the last one was refused */
  gboolean         confirmed;   /* the server answered without them */
} Entry;

/* Made by the service, which asks it before each try. The workspace keeps what it knows with the folder. */
struct _PonderDowngradeMemory
{
  GObject     parent_instance;

  GHashTable *entries;          /* base URL and model -> Entry */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderDowngradeMemory, ponder_downgrade_memory, G_TYPE_OBJECT)

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  ponder_downgrade_free (entry->downgrade);
  g_free (entry);
}

static char *
dup_name (PonderProviderConfig *provider,
          const char           *model)
{
  return g_strconcat (ponder_provider_config_get_base_url (provider), "\n", model, NULL);
}

static Entry *
ensure_entry (PonderDowngradeMemory *self,
              const char            *name)
{
  Entry *entry = g_hash_table_lookup (self->entries, name);

  if (entry != NULL)
    return entry;
  entry = g_new0 (Entry, 1);
  entry->downgrade = ponder_downgrade_new ();
  g_hash_table_insert (self->entries, g_strdup (name), entry);
  return entry;
}

static void
add (PonderDowngradeMemory *self,
     const char            *name,
     const char            *parameter,
     gint64                 since)
{
  Entry *entry = ensure_entry (self, name);

  entry->since = MAX (entry->since, since);
  entry->confirmed = FALSE;
  ponder_downgrade_add (entry->downgrade, parameter);
}

static void
ponder_downgrade_memory_finalize (GObject *object)
{
  PonderDowngradeMemory *self = PONDER_DOWNGRADE_MEMORY (object);

  g_hash_table_unref (self->entries);

  G_OBJECT_CLASS (ponder_downgrade_memory_parent_class)->finalize (object);
}

static void
ponder_downgrade_memory_class_init (PonderDowngradeMemoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ponder_downgrade_memory_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
ponder_downgrade_memory_init (PonderDowngradeMemory *self)
{
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, entry_free);
}

PonderDowngradeMemory *
ponder_downgrade_memory_new (void)
{
  return g_object_new (PONDER_TYPE_DOWNGRADE_MEMORY, NULL);
}

const PonderDowngrade *
ponder_downgrade_memory_lookup (PonderDowngradeMemory *self,
                                PonderProviderConfig  *provider,
                                const char            *model)
{
  g_autofree char *name = NULL;
  Entry *entry;

  g_return_val_if_fail (PONDER_IS_DOWNGRADE_MEMORY (self), NULL);

  name = dup_name (provider, model);
  entry = g_hash_table_lookup (self->entries, name);
  return entry != NULL ? entry->downgrade : NULL;
}

void
ponder_downgrade_memory_add (PonderDowngradeMemory *self,
                             PonderProviderConfig  *provider,
                             const char            *model,
                             const char            *parameter)
{
  g_autofree char *name = NULL;

  g_return_if_fail (PONDER_IS_DOWNGRADE_MEMORY (self));

  name = dup_name (provider, model);
  add (self, name, parameter, g_get_real_time () / G_USEC_PER_SEC);
}

void
ponder_downgrade_memory_confirm (PonderDowngradeMemory *self,
                                 PonderProviderConfig  *provider,
                                 const char            *model)
{
  g_autofree char *name = NULL;
  Entry *entry;

  g_return_if_fail (PONDER_IS_DOWNGRADE_MEMORY (self));

  name = dup_name (provider, model);
  entry = g_hash_table_lookup (self->entries, name);
  if (entry == NULL || entry->confirmed)
    return;
  entry->confirmed = TRUE;
  g_signal_emit (self, signals[CHANGED], 0);
}

static JsonObject *
serialize_entry (const Entry *entry)
{
  JsonObject *object = json_object_new ();
  GPtrArray *names = ponder_downgrade_get_parameters (entry->downgrade);
  JsonArray *parameters = json_array_new ();

  for (guint i = 0; i < names->len; i++)
    json_array_add_string_element (parameters, g_ptr_array_index (names, i));
  json_object_set_int_member (object, SINCE, entry->since);
  json_object_set_array_member (object, PARAMETERS, parameters);
  return object;
}

char *
ponder_downgrade_memory_serialize (PonderDowngradeMemory *self)
{
  JsonObject *object;
  GHashTableIter iter;
  gpointer name, entry;

  g_return_val_if_fail (PONDER_IS_DOWNGRADE_MEMORY (self), NULL);

  object = json_object_new ();
  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &name, &entry))
    {
      if (((Entry *) entry)->confirmed)
        json_object_set_object_member (object, name, serialize_entry (entry));
    }
  return ponder_json_take_to_string (object);
}

static void
restore_entry (PonderDowngradeMemory *self,
               const char            *name,
               JsonObject            *object,
               gint64                 now)
{
  JsonArray *parameters = ponder_json_get_array (object, PARAMETERS);
  gint64 since = 0;

  if (!ponder_json_get_int (object, SINCE, &since) || since < now - LIFETIME)
    return;
  if (g_hash_table_contains (self->entries, name))
    return;
  for (guint i = 0; parameters != NULL && i < json_array_get_length (parameters); i++)
    {
      const char *parameter = ponder_json_array_string (parameters, i);

      if (parameter != NULL && *parameter != '\0')
        add (self, name, parameter, since);
    }
  ensure_entry (self, name)->confirmed = TRUE;
}

void
ponder_downgrade_memory_restore (PonderDowngradeMemory *self,
                                 const char            *json,
                                 gint64                 now)
{
  g_autoptr(JsonObject) object = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GList) names = NULL;

  g_return_if_fail (PONDER_IS_DOWNGRADE_MEMORY (self));

  /* Only a convenience is lost: it will be found out anew. */
  if (!(object = ponder_json_parse_object (json, -1, &error)))
    {
      g_warning ("What servers refuse cannot be read: %s", error->message);
      return;
    }
  names = json_object_get_members (object);
  for (GList *l = names; l != NULL && g_hash_table_size (self->entries) < ENTRY_LIMIT; l = l->next)
    restore_entry (self, l->data, ponder_json_get_object (object, l->data), now);
}
