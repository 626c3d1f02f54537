/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One question to a model, before any wire format. */

#include "config.h"

#include "ponder-request.h"

#include "ponder-message.h"
#include "ponder-model-config.h"
#include "ponder-provider-config.h"

/* Made by whoever asks, owned by the reply that answers it; everything in it stands still. */
struct _PonderRequest
{
  GObject               parent_instance;

  PonderProviderConfig *provider;
  PonderModelConfig    *config;
  GPtrArray            *messages;       /* (element-type PonderMessage) */
  char                 *operation;
  char                 *schema_name;    /* (nullable) */
  char                 *schema;         /* (nullable) */
  PonderCacheUse        cache_use;
  guint                 stream : 1;
  guint                 background : 1;
};

G_DEFINE_FINAL_TYPE (PonderRequest, ponder_request, G_TYPE_OBJECT)

static void
ponder_request_finalize (GObject *object)
{
  PonderRequest *self = PONDER_REQUEST (object);

  g_clear_object (&self->provider);
  g_clear_pointer (&self->config, ponder_model_config_free);
  g_clear_pointer (&self->messages, g_ptr_array_unref);
  g_clear_pointer (&self->operation, g_free);
  g_clear_pointer (&self->schema_name, g_free);
  g_clear_pointer (&self->schema, g_free);

  G_OBJECT_CLASS (ponder_request_parent_class)->finalize (object);
}

static void
ponder_request_class_init (PonderRequestClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ponder_request_finalize;
}

static void
ponder_request_init (PonderRequest *self)
{
  self->stream = TRUE;
}

PonderRequest *
ponder_request_new (PonderProviderConfig    *provider,
                    const PonderModelConfig *config,
                    GPtrArray               *messages,
                    const char              *operation)
{
  PonderRequest *self;

  g_return_val_if_fail (PONDER_IS_PROVIDER_CONFIG (provider), NULL);
  g_return_val_if_fail (config != NULL, NULL);
  g_return_val_if_fail (messages != NULL, NULL);
  g_return_val_if_fail (operation != NULL, NULL);

  self = g_object_new (PONDER_TYPE_REQUEST, NULL);
  self->provider = g_object_ref (provider);
  self->config = ponder_model_config_copy (config);
  self->operation = g_strdup (operation);
  self->messages = g_ptr_array_new_full (messages->len, g_object_unref);
  for (guint i = 0; i < messages->len; i++)
    g_ptr_array_add (self->messages, ponder_message_snapshot (g_ptr_array_index (messages, i)));
  return self;
}

PonderRequest *
ponder_request_copy_for (PonderRequest        *self,
                         PonderProviderConfig *provider)
{
  PonderRequest *copy;

  g_return_val_if_fail (PONDER_IS_REQUEST (self), NULL);
  g_return_val_if_fail (PONDER_IS_PROVIDER_CONFIG (provider), NULL);

  copy = g_object_new (PONDER_TYPE_REQUEST, NULL);
  copy->provider = g_object_ref (provider);
  copy->config = ponder_model_config_copy (self->config);
  copy->messages = g_ptr_array_ref (self->messages);
  copy->operation = g_strdup (self->operation);
  copy->stream = self->stream;
  ponder_request_set_schema (copy, self->schema_name, self->schema);
  return copy;
}

PonderProviderConfig *
ponder_request_get_provider (PonderRequest *self)
{
  g_return_val_if_fail (PONDER_IS_REQUEST (self), NULL);

  return self->provider;
}

const PonderModelConfig *
ponder_request_get_config (PonderRequest *self)
{
  g_return_val_if_fail (PONDER_IS_REQUEST (self), NULL);

  return self->config;
}

GPtrArray *
ponder_request_get_messages (PonderRequest *self)
{
  g_return_val_if_fail (PONDER_IS_REQUEST (self), NULL);

  return self->messages;
}

void
ponder_request_take_history (PonderRequest *self,
                             GPtrArray     *history)
{
  g_autoptr(GPtrArray) last = NULL;

  g_return_if_fail (PONDER_IS_REQUEST (self));
  g_return_if_fail (history != NULL);

  last = g_steal_pointer (&self->messages);
  self->messages = g_ptr_array_new_full (history->len + last->len, g_object_unref);
  while (history->len > 0)
    g_ptr_array_add (self->messages, g_ptr_array_steal_index (history, history->len - 1));
  g_ptr_array_extend_and_steal (self->messages, g_steal_pointer (&last));
}

static void
add_unread (GPtrArray     *unread,
            PonderMessage *message)
{
  GPtrArray *parts = ponder_message_get_parts (message);

  for (guint i = 0; i < parts->len; i++)
    {
      PonderPart *part = g_ptr_array_index (parts, i);
      gboolean is_words = part->media_type != NULL && g_str_has_prefix (part->media_type, "text/");

      if (part->digest != NULL && part->data == NULL && !(is_words && part->text->len > 0))
        g_ptr_array_add (unread, part);
    }
}

GPtrArray *
ponder_request_list_unread (PonderRequest *self)
{
  GPtrArray *unread = g_ptr_array_new ();

  g_return_val_if_fail (PONDER_IS_REQUEST (self), unread);

  for (guint i = 0; i < self->messages->len; i++)
    add_unread (unread, g_ptr_array_index (self->messages, i));
  return unread;
}

const char *
ponder_request_get_operation (PonderRequest *self)
{
  g_return_val_if_fail (PONDER_IS_REQUEST (self), NULL);

  return self->operation;
}

gboolean
ponder_request_get_stream (PonderRequest *self)
{
  g_return_val_if_fail (PONDER_IS_REQUEST (self), FALSE);

  return self->stream;
}

void
ponder_request_set_stream (PonderRequest *self,
                           gboolean       stream)
{
  g_return_if_fail (PONDER_IS_REQUEST (self));

  self->stream = !!stream;
}

PonderCacheUse
ponder_request_get_cache_use (PonderRequest *self)
{
  g_return_val_if_fail (PONDER_IS_REQUEST (self), PONDER_CACHE_OFF);

  return self->cache_use;
}

void
ponder_request_set_cache_use (PonderRequest  *self,
                              PonderCacheUse  use)
{
  g_return_if_fail (PONDER_IS_REQUEST (self));

  self->cache_use = use;
}

const char *
ponder_request_get_schema (PonderRequest *self)
{
  g_return_val_if_fail (PONDER_IS_REQUEST (self), NULL);

  return self->schema;
}

const char *
ponder_request_get_schema_name (PonderRequest *self)
{
  g_return_val_if_fail (PONDER_IS_REQUEST (self), NULL);

  return self->schema_name;
}

void
ponder_request_set_schema (PonderRequest *self,
                           const char    *name,
                           const char    *schema)
{
  g_return_if_fail (PONDER_IS_REQUEST (self));
  g_return_if_fail ((name == NULL) == (schema == NULL));

  g_free (self->schema_name);
  self->schema_name = g_strdup (name);
  g_free (self->schema);
  self->schema = g_strdup (schema);
}

gboolean
ponder_request_get_background (PonderRequest *self)
{
  g_return_val_if_fail (PONDER_IS_REQUEST (self), FALSE);

  return self->background;
}

void
ponder_request_set_background (PonderRequest *self,
                               gboolean       background)
{
  g_return_if_fail (PONDER_IS_REQUEST (self));

  self->background = !!background;
}
