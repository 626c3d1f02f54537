/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A key that was just typed, for one test, in place of the keyring. */

#include "config.h"

#include "ponder-typed-key-private.h"

/* Lives as long as the test that it is for; the key is overwritten then. */
struct _PonderTypedKey
{
  GObject  parent_instance;

  char    *key;
};

static void key_source_iface_init (PonderKeySourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PonderTypedKey, ponder_typed_key, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PONDER_TYPE_KEY_SOURCE, key_source_iface_init))

static void
free_key (gpointer data)
{
  ponder_key_free (data);
}

static void
ponder_typed_key_lookup_async (PonderKeySource      *source,
                               PonderProviderConfig *provider,
                               GCancellable         *cancellable,
                               GAsyncReadyCallback   callback,
                               gpointer              user_data)
{
  PonderTypedKey *self = PONDER_TYPED_KEY (source);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, ponder_typed_key_lookup_async);
  g_task_return_pointer (task, g_strdup (self->key), free_key);
}

static char *
ponder_typed_key_lookup_finish (PonderKeySource  *source,
                                GAsyncResult     *result,
                                GError          **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
key_source_iface_init (PonderKeySourceInterface *iface)
{
  iface->lookup_async = ponder_typed_key_lookup_async;
  iface->lookup_finish = ponder_typed_key_lookup_finish;
}

static void
ponder_typed_key_finalize (GObject *object)
{
  ponder_key_free (PONDER_TYPED_KEY (object)->key);

  G_OBJECT_CLASS (ponder_typed_key_parent_class)->finalize (object);
}

static void
ponder_typed_key_class_init (PonderTypedKeyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ponder_typed_key_finalize;
}

static void
ponder_typed_key_init (PonderTypedKey *self)
{
}

PonderKeySource *
ponder_typed_key_new (const char *key)
{
  PonderTypedKey *self = g_object_new (PONDER_TYPE_TYPED_KEY, NULL);

  self->key = g_strdup (key);
  return PONDER_KEY_SOURCE (self);
}
