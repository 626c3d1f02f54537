/* SPDX-License-Identifier: GPL-3.0-or-later */
/* API keys: in the secret service, or for this run only when none is to be had. */

#include "config.h"

#include "ponder-keyring.h"

#include "ponder-fault.h"
#include "ponder-key-private.h"
#include "ponder-key-source.h"
#include "ponder-provider-config.h"

#include <glib/gi18n.h>
#include <libsecret/secret.h>

/* A prompt may be open behind the window, and nobody may be there to answer it. */
#define LIMIT_SECONDS 30

/* One per workspace. A key is bound to its provider's id and to the scheme, host and port it was
 * entered for: with another address it is not found, and so never sent there. */
struct _PonderKeyring
{
  GObject             parent_instance;

  GHashTable         *remembered;       /* "id origin" -> key, for want of a secret service */
  PonderKeyringState  state;
  guint               generation;
};

enum
{
  PROP_0,
  PROP_STATE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const SecretSchema schema = {
  "io.github.ponderchat.Ponder.Key",
  SECRET_SCHEMA_NONE,
  {
    { "provider", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "origin", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

/* One question to the secret service, with its time limit. */
typedef struct
{
  char         *slot;           /* in the table of remembered keys */
  GHashTable   *attributes;
  char         *key;            /* to be stored */
  GCancellable *cancellable;
  GCancellable *outer;
  gulong        outer_handler;
  guint         limit;
  guint         timed_out : 1;
  guint         unlocking : 1;
  guint         only_presence : 1;
} KeyCall;

static void ponder_keyring_key_source_init (PonderKeySourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PonderKeyring, ponder_keyring, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PONDER_TYPE_KEY_SOURCE,
                                                      ponder_keyring_key_source_init))
G_DEFINE_ENUM_TYPE (PonderKeyringState, ponder_keyring_state,
                    G_DEFINE_ENUM_VALUE (PONDER_KEYRING_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (PONDER_KEYRING_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (PONDER_KEYRING_LOCKED, "locked"),
                    G_DEFINE_ENUM_VALUE (PONDER_KEYRING_ABSENT, "absent"))

static void
set_state (PonderKeyring      *self,
           PonderKeyringState  state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
outer_cancelled_cb (GCancellable *outer,
                    GCancellable *inner)
{
  g_cancellable_cancel (inner);
}

static gboolean
limit_cb (gpointer user_data)
{
  KeyCall *call = user_data;

  call->limit = 0;
  call->timed_out = TRUE;
  g_cancellable_cancel (call->cancellable);
  return G_SOURCE_REMOVE;
}

static void
key_call_free (KeyCall *call)
{
  g_cancellable_disconnect (call->outer, call->outer_handler);
  g_clear_handle_id (&call->limit, g_source_remove);
  g_clear_object (&call->outer);
  g_object_unref (call->cancellable);
  g_hash_table_unref (call->attributes);
  g_clear_pointer (&call->key, ponder_key_free);
  g_free (call->slot);
  g_free (call);
}

static GTask *
new_call (PonderKeyring        *self,
          PonderProviderConfig *provider,
          GCancellable         *cancellable,
          GAsyncReadyCallback   callback,
          gpointer              user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *origin = ponder_key_dup_origin (provider);
  const char *id = ponder_provider_config_get_id (provider);
  KeyCall *call = g_new0 (KeyCall, 1);

  call->slot = g_strconcat (id, " ", origin, NULL);
  call->attributes = secret_attributes_build (&schema, "provider", id, "origin", origin, NULL);
  call->cancellable = g_cancellable_new ();
  call->limit = g_timeout_add_seconds (LIMIT_SECONDS, limit_cb, call);
  if (cancellable != NULL)
    {
      call->outer = g_object_ref (cancellable);
      call->outer_handler =
        g_cancellable_connect (cancellable, G_CALLBACK (outer_cancelled_cb),
                               g_object_ref (call->cancellable), g_object_unref);
    }
  g_task_set_task_data (task, call, (GDestroyNotify) key_call_free);
  return task;
}

static GError *
new_keyring_error (const char *message,
                   const char *details)
{
  PonderFault *fault = ponder_fault_new (PONDER_ERROR_KEYRING, "keyring");

  fault->message = g_strdup (message);
  fault->details = g_strdup (details);
  return ponder_error_new_take_fault (fault);
}

static GError *
new_locked_error (PonderKeyring *self)
{
  set_state (self, PONDER_KEYRING_LOCKED);
  return new_keyring_error (_("The keyring is locked"), NULL);
}

/* What libsecret said, in four kinds: nobody there (NULL), locked, too late, anything else. */
static GError *
judge_error (PonderKeyring *self,
             KeyCall       *call,
             const GError  *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      if (!call->timed_out)
        return g_error_copy (error);
      set_state (self, PONDER_KEYRING_LOCKED);
      return new_keyring_error (_("The keyring did not answer in time"), NULL);
    }
  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    return new_locked_error (self);
  if (error->domain == SECRET_ERROR && error->code != SECRET_ERROR_NO_SUCH_OBJECT)
    return new_keyring_error (NULL, error->message);

  /* No bus, no service on it, or a service without a collection to keep things in. */
  g_debug ("no secret service: %s", error->message);
  set_state (self, PONDER_KEYRING_ABSENT);
  return NULL;
}

static void
return_key (GTask *task,
            char  *key)
{
  KeyCall *call = g_task_get_task_data (task);

  if (!call->only_presence)
    {
      g_task_return_pointer (task, key, (GDestroyNotify) ponder_key_free);
      return;
    }

  g_task_return_boolean (task, key != NULL);
  g_clear_pointer (&key, ponder_key_free);
}

static void
return_failure (GTask        *task,
                const GError *error)
{
  PonderKeyring *self = g_task_get_source_object (task);
  GError *judged;

  if ((judged = judge_error (self, g_task_get_task_data (task), error)))
    g_task_return_error (task, judged);
  else
    return_key (task, NULL);
}

static void
secret_retrieved_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PonderKeyring *self = g_task_get_source_object (task);
  g_autoptr(SecretValue) secret = NULL;
  g_autoptr(GError) error = NULL;
  const char *text;

  secret = secret_retrievable_retrieve_secret_finish (SECRET_RETRIEVABLE (source), result, &error);
  if (error != NULL)
    {
      return_failure (task, error);
      return;
    }

  set_state (self, PONDER_KEYRING_READY);
  text = secret != NULL ? secret_value_get_text (secret) : NULL;
  return_key (task, text != NULL ? g_strdup (text) : NULL);
}

static void search (GTask *task, SecretSearchFlags flags);

/* An item that is found and locked is not "no key": the person is asked to unlock it, once. */
static void
take_locked_item (GTask *task)
{
  KeyCall *call = g_task_get_task_data (task);

  if (call->unlocking)
    {
      g_task_return_error (task, new_locked_error (g_task_get_source_object (task)));
      return;
    }

  call->unlocking = TRUE;
  search (task, SECRET_SEARCH_UNLOCK);
}

static void
take_item (GTask   *task,
           GObject *item)
{
  PonderKeyring *self = g_task_get_source_object (task);
  KeyCall *call = g_task_get_task_data (task);
  gboolean locked = SECRET_IS_ITEM (item) && secret_item_get_locked (SECRET_ITEM (item));

  if (call->only_presence)
    {
      set_state (self, locked ? PONDER_KEYRING_LOCKED : PONDER_KEYRING_READY);
      g_task_return_boolean (task, TRUE);
    }
  else if (locked)
    take_locked_item (task);
  else
    secret_retrievable_retrieve_secret (SECRET_RETRIEVABLE (item), call->cancellable,
                                        secret_retrieved_cb, g_object_ref (task));
}

static void
searched_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PonderKeyring *self = g_task_get_source_object (task);
  g_autolist(GObject) items = NULL;
  g_autoptr(GError) error = NULL;

  items = secret_password_search_finish (result, &error);
  if (error != NULL)
    {
      return_failure (task, error);
      return;
    }
  if (items == NULL)
    {
      set_state (self, PONDER_KEYRING_READY);
      return_key (task, NULL);
      return;
    }
  take_item (task, items->data);
}

static void
search (GTask             *task,
        SecretSearchFlags  flags)
{
  KeyCall *call = g_task_get_task_data (task);

  secret_password_searchv (&schema, call->attributes, flags, call->cancellable, searched_cb,
                           g_object_ref (task));
}

static void
start_lookup (PonderKeyring        *self,
              PonderProviderConfig *provider,
              GTask                *task)
{
  KeyCall *call = g_task_get_task_data (task);
  const char *remembered = g_hash_table_lookup (self->remembered, call->slot);
  g_autoptr(GError) error = NULL;
  char *key = ponder_key_dup_from_environment (provider, &error);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (key != NULL)
    return_key (task, key);
  else if (remembered != NULL)
    return_key (task, g_strdup (remembered));
  else
    search (task, SECRET_SEARCH_NONE);
}

static void
ponder_keyring_lookup_async (PonderKeySource      *source,
                             PonderProviderConfig *provider,
                             GCancellable         *cancellable,
                             GAsyncReadyCallback   callback,
                             gpointer              user_data)
{
  PonderKeyring *self = PONDER_KEYRING (source);
  g_autoptr(GTask) task = new_call (self, provider, cancellable, callback, user_data);

  g_task_set_source_tag (task, ponder_keyring_lookup_async);
  start_lookup (self, provider, task);
}

static char *
ponder_keyring_lookup_finish (PonderKeySource  *source,
                              GAsyncResult     *result,
                              GError          **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
ponder_keyring_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  PonderKeyring *self = PONDER_KEYRING (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ponder_keyring_finalize (GObject *object)
{
  PonderKeyring *self = PONDER_KEYRING (object);

  g_hash_table_unref (self->remembered);

  G_OBJECT_CLASS (ponder_keyring_parent_class)->finalize (object);
}

static void
ponder_keyring_class_init (PonderKeyringClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ponder_keyring_get_property;
  object_class->finalize = ponder_keyring_finalize;

  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, PONDER_TYPE_KEYRING_STATE, PONDER_KEYRING_UNKNOWN,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ponder_keyring_init (PonderKeyring *self)
{
  self->remembered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                            (GDestroyNotify) ponder_key_free);
}

static void
ponder_keyring_key_source_init (PonderKeySourceInterface *iface)
{
  iface->lookup_async = ponder_keyring_lookup_async;
  iface->lookup_finish = ponder_keyring_lookup_finish;
}

PonderKeyring *
ponder_keyring_new (void)
{
  return g_object_new (PONDER_TYPE_KEYRING, NULL);
}

PonderKeyringState
ponder_keyring_get_state (PonderKeyring *self)
{
  g_return_val_if_fail (PONDER_IS_KEYRING (self), PONDER_KEYRING_UNKNOWN);

  return self->state;
}

/* The answer to a store is a boolean: is it kept beyond this run? */
static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PonderKeyring *self = g_task_get_source_object (task);
  KeyCall *call = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  GError *judged;

  self->generation++;
  if (secret_password_store_finish (result, &error))
    {
      g_hash_table_remove (self->remembered, call->slot);
      set_state (self, PONDER_KEYRING_READY);
      g_task_return_boolean (task, TRUE);
      return;
    }
  if ((judged = judge_error (self, call, error)))
    {
      g_task_return_error (task, judged);
      return;
    }

  g_hash_table_insert (self->remembered, g_strdup (call->slot), g_steal_pointer (&call->key));
  g_task_return_boolean (task, FALSE);
}

void
ponder_keyring_store_async (PonderKeyring        *self,
                            PonderProviderConfig *provider,
                            const char           *key,
                            GCancellable         *cancellable,
                            GAsyncReadyCallback   callback,
                            gpointer              user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *label = NULL;
  KeyCall *call;

  g_return_if_fail (PONDER_IS_KEYRING (self));
  g_return_if_fail (PONDER_IS_PROVIDER_CONFIG (provider));
  g_return_if_fail (key != NULL);

  task = new_call (self, provider, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_keyring_store_async);
  call = g_task_get_task_data (task);
  if (!(call->key = ponder_keyring_clean_key (key, &error)))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  /* Translators: the name of an entry in the keyring; %s is a provider such as OpenAI. */
  label = g_strdup_printf (_("Ponder: key for %s"), ponder_provider_config_get_name (provider));
  secret_password_storev (&schema, call->attributes, SECRET_COLLECTION_DEFAULT, label, call->key,
                          call->cancellable, stored_cb, g_steal_pointer (&task));
}

gboolean
ponder_keyring_store_finish (PonderKeyring  *self,
                             GAsyncResult   *result,
                             gboolean       *remembered,
                             GError        **error)
{
  g_autoptr(GError) local_error = NULL;
  gboolean kept;

  g_return_val_if_fail (PONDER_IS_KEYRING (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  kept = g_task_propagate_boolean (G_TASK (result), &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (remembered != NULL)
    *remembered = kept;
  return TRUE;
}

void
ponder_keyring_has_key_async (PonderKeyring        *self,
                              PonderProviderConfig *provider,
                              GCancellable         *cancellable,
                              GAsyncReadyCallback   callback,
                              gpointer              user_data)
{
  g_autoptr(GTask) task = NULL;
  KeyCall *call;

  g_return_if_fail (PONDER_IS_KEYRING (self));
  g_return_if_fail (PONDER_IS_PROVIDER_CONFIG (provider));

  task = new_call (self, provider, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_keyring_has_key_async);
  call = g_task_get_task_data (task);
  call->only_presence = TRUE;
  start_lookup (self, provider, task);
}

gboolean
ponder_keyring_has_key_finish (PonderKeyring  *self,
                               GAsyncResult   *result,
                               GError        **error)
{
  g_return_val_if_fail (PONDER_IS_KEYRING (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
cleared_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PonderKeyring *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  GError *judged = NULL;

  self->generation++;
  /* FALSE without an error: there was nothing to clear. */
  secret_password_clear_finish (result, &error);
  if (error != NULL)
    judged = judge_error (self, g_task_get_task_data (task), error);
  if (judged != NULL)
    g_task_return_error (task, judged);
  else
    g_task_return_boolean (task, TRUE);
}

void
ponder_keyring_clear_async (PonderKeyring        *self,
                            PonderProviderConfig *provider,
                            GCancellable         *cancellable,
                            GAsyncReadyCallback   callback,
                            gpointer              user_data)
{
  g_autoptr(GTask) task = NULL;
  KeyCall *call;

  g_return_if_fail (PONDER_IS_KEYRING (self));
  g_return_if_fail (PONDER_IS_PROVIDER_CONFIG (provider));

  task = new_call (self, provider, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_keyring_clear_async);
  call = g_task_get_task_data (task);
  g_hash_table_remove (self->remembered, call->slot);
  secret_password_clearv (&schema, call->attributes, call->cancellable, cleared_cb,
                          g_steal_pointer (&task));
}

gboolean
ponder_keyring_clear_finish (PonderKeyring  *self,
                             GAsyncResult   *result,
                             GError        **error)
{
  g_return_val_if_fail (PONDER_IS_KEYRING (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

guint
ponder_keyring_get_generation (PonderKeyring *self)
{
  g_return_val_if_fail (PONDER_IS_KEYRING (self), 0);

  return self->generation;
}
