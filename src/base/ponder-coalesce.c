/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gathers bursts of change: the first is passed on at once, later ones at most once per
 * interval. */

#include "config.h"

#include "ponder-coalesce.h"

/* Owned by whoever shows the change; lives on the thread of the main context it was made in. The
 * function may free it: nothing here touches the object after calling. */
struct _PonderCoalesce
{
  PonderCoalesceFunc func;
  gpointer user_data;
  GSource *timer;               /* runs until an interval has passed since the last call */
  guint interval_ms;
  gboolean pending;
};

static void
stop_timer (PonderCoalesce *self)
{
  if (self->timer == NULL)
    return;

  g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

static gboolean
interval_passed_cb (gpointer user_data)
{
  PonderCoalesce *self = user_data;

  if (!self->pending)
    {
      stop_timer (self);
      return G_SOURCE_REMOVE;
    }
  self->pending = FALSE;
  self->func (self->user_data);
  return G_SOURCE_CONTINUE;
}

static void
start_timer (PonderCoalesce *self)
{
  self->timer = g_timeout_source_new (self->interval_ms);
  g_source_set_static_name (self->timer, "ponder-coalesce");
  g_source_set_callback (self->timer, interval_passed_cb, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

PonderCoalesce *
ponder_coalesce_new (guint               interval_ms,
                     PonderCoalesceFunc  func,
                     gpointer            user_data)
{
  PonderCoalesce *self = g_new0 (PonderCoalesce, 1);

  self->interval_ms = interval_ms;
  self->func = func;
  self->user_data = user_data;
  return self;
}

void
ponder_coalesce_touch (PonderCoalesce *self)
{
  g_return_if_fail (self != NULL);

  if (self->timer != NULL)
    {
      self->pending = TRUE;
      return;
    }
  start_timer (self);
  self->func (self->user_data);
}

void
ponder_coalesce_flush (PonderCoalesce *self)
{
  g_return_if_fail (self != NULL);

  if (!self->pending)
    return;
  self->pending = FALSE;
  self->func (self->user_data);
}

void
ponder_coalesce_free (PonderCoalesce *self)
{
  stop_timer (self);
  g_free (self);
}
