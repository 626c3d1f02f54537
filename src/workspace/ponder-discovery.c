/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Something that was found nearby and can be used at once. */

#include "config.h"

#include "ponder-discovery-private.h"

#include "ponder-model-info.h"
#include "ponder-provider-config.h"

/* A local server that is there answers within a few milliseconds. */
#define PROBE_MS 1000

/* What one look around found; unchanging. Owned by the list it is in. */
struct _PonderDiscovery
{
  GObject               parent_instance;

  PonderDiscoveryKind   kind;
  PonderProviderConfig *provider;
  char                 *model;
  guint                 n_models;
};

G_DEFINE_FINAL_TYPE (PonderDiscovery, ponder_discovery, G_TYPE_OBJECT)

/* One look around: ends when every probe has ended, and no later than its timer. */
typedef struct
{
  GPtrArray    *found;          /* by index of the provider; NULL until it answers */
  guint         n_running;
  GCancellable *cancellable;
  GCancellable *outer;
  gulong        outer_handler;
  guint         limit;
} Probe;

typedef struct
{
  GTask                *task;
  PonderProviderConfig *provider;
  guint                 index;
} ProbeStep;

static void
clear_discovery (gpointer discovery)
{
  if (discovery != NULL)
    g_object_unref (discovery);
}

static void
probe_free (Probe *self)
{
  g_cancellable_disconnect (self->outer, self->outer_handler);
  g_clear_handle_id (&self->limit, g_source_remove);
  g_clear_object (&self->outer);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->found);
  g_free (self);
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
  Probe *self = user_data;

  self->limit = 0;
  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

static void
ponder_discovery_finalize (GObject *object)
{
  PonderDiscovery *self = PONDER_DISCOVERY (object);

  g_clear_object (&self->provider);
  g_free (self->model);

  G_OBJECT_CLASS (ponder_discovery_parent_class)->finalize (object);
}

static void
ponder_discovery_class_init (PonderDiscoveryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ponder_discovery_finalize;
}

static void
ponder_discovery_init (PonderDiscovery *self)
{
}

PonderDiscovery *
ponder_discovery_new (PonderDiscoveryKind   kind,
                      PonderProviderConfig *provider)
{
  PonderDiscovery *self = g_object_new (PONDER_TYPE_DISCOVERY, NULL);

  self->kind = kind;
  self->provider = g_object_ref (provider);
  return self;
}

PonderDiscoveryKind
ponder_discovery_get_kind (PonderDiscovery *self)
{
  g_return_val_if_fail (PONDER_IS_DISCOVERY (self), PONDER_DISCOVERY_SERVER);

  return self->kind;
}

PonderProviderConfig *
ponder_discovery_get_provider (PonderDiscovery *self)
{
  g_return_val_if_fail (PONDER_IS_DISCOVERY (self), NULL);

  return self->provider;
}

const char *
ponder_discovery_get_model (PonderDiscovery *self)
{
  g_return_val_if_fail (PONDER_IS_DISCOVERY (self), NULL);

  return self->model;
}

guint
ponder_discovery_get_n_models (PonderDiscovery *self)
{
  g_return_val_if_fail (PONDER_IS_DISCOVERY (self), 0);

  return self->n_models;
}

static PonderDiscovery *
discover_server (PonderProviderConfig *provider,
                 GPtrArray            *models)
{
  PonderDiscovery *self = ponder_discovery_new (PONDER_DISCOVERY_SERVER, provider);

  self->n_models = models->len;
  if (models->len > 0)
    {
      self->model = g_strdup (ponder_model_info_get_id (g_ptr_array_index (models, 0)));
      ponder_provider_config_set_default_model (provider, self->model);
    }
  return self;
}

static gboolean
is_found (GPtrArray       *found,
          PonderDiscovery *discovery)
{
  const char *base_url = ponder_provider_config_get_base_url (discovery->provider);

  for (guint i = 0; i < found->len; i++)
    {
      PonderDiscovery *other = g_ptr_array_index (found, i);

      if (g_strcmp0 (base_url, ponder_provider_config_get_base_url (other->provider)) == 0)
        return TRUE;
    }
  return FALSE;
}

static GPtrArray *
list_found (Probe *probe)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < probe->found->len; i++)
    {
      PonderDiscovery *discovery = g_ptr_array_index (probe->found, i);

      if (discovery != NULL && !is_found (found, discovery))
        g_ptr_array_add (found, g_object_ref (discovery));
    }
  return found;
}

static void
end_step (GTask *task)
{
  Probe *probe = g_task_get_task_data (task);

  if (--probe->n_running > 0)
    return;
  g_task_return_pointer (task, list_found (probe), (GDestroyNotify) g_ptr_array_unref);
}

static void
models_listed_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autofree ProbeStep *step = user_data;
  g_autoptr(GTask) task = step->task;
  g_autoptr(PonderProviderConfig) provider = step->provider;
  Probe *probe = g_task_get_task_data (task);
  g_autoptr(GPtrArray) models = NULL;
  g_autoptr(GError) error = NULL;

  /* Nobody there is what is to be expected, not a failure. */
  if ((models = ponder_service_list_models_finish (PONDER_SERVICE (source), result, &error)))
    probe->found->pdata[step->index] = discover_server (provider, models);
  else
    g_debug ("%s: %s", ponder_provider_config_get_base_url (provider), error->message);
  end_step (task);
}

static Probe *
probe_new (guint         n_providers,
           GCancellable *cancellable)
{
  Probe *probe = g_new0 (Probe, 1);

  probe->found = g_ptr_array_new_with_free_func (clear_discovery);
  g_ptr_array_set_size (probe->found, n_providers);
  probe->n_running = n_providers + 1;
  probe->cancellable = g_cancellable_new ();
  probe->limit = g_timeout_add (PROBE_MS, limit_cb, probe);
  if (cancellable != NULL)
    {
      probe->outer = g_object_ref (cancellable);
      probe->outer_handler =
        g_cancellable_connect (cancellable, G_CALLBACK (outer_cancelled_cb),
                               g_object_ref (probe->cancellable), g_object_unref);
    }
  return probe;
}

void
ponder_discovery_probe_async (PonderService       *service,
                              GPtrArray           *providers,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (service, cancellable, callback, user_data);
  Probe *probe = probe_new (providers->len, cancellable);

  g_task_set_source_tag (task, ponder_discovery_probe_async);
  g_task_set_task_data (task, probe, (GDestroyNotify) probe_free);
  for (guint i = 0; i < providers->len; i++)
    {
      ProbeStep *step = g_new (ProbeStep, 1);

      step->task = g_object_ref (task);
      step->provider = g_object_ref (g_ptr_array_index (providers, i));
      step->index = i;
      ponder_service_list_models_async (service, step->provider, NULL, probe->cancellable,
                                        models_listed_cb, step);
    }
  /* The one that was counted for ourselves. */
  end_step (task);
}

GPtrArray *
ponder_discovery_probe_finish (PonderService  *service,
                               GAsyncResult   *result,
                               GError        **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
