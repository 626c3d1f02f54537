/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slots per provider: how many calls run at the same time, and who is next. */

#include "config.h"

#include "ponder-limiter.h"

#include <gio/gio.h>

typedef struct
{
  guint  limit;
  guint  n_running;
  GQueue foreground;            /* (element-type PonderTicket) (transfer none) */
  GQueue background;
} Lane;

struct _PonderTicket
{
  Lane              *lane;
  PonderLimiterFunc  func;
  gpointer           user_data;
  gboolean           background;
  gboolean           running;
};

/* Owned by the service. Lanes stay: there are as many as providers. */
struct _PonderLimiter
{
  GHashTable *lanes;            /* name -> Lane */
  GSource    *turn;             /* (nullable): somebody may be let in */
};

static gboolean turn_cb (gpointer user_data);

static GQueue *
get_queue (PonderTicket *ticket)
{
  return ticket->background ? &ticket->lane->background : &ticket->lane->foreground;
}

static PonderTicket *
pop_next (Lane *lane)
{
  PonderTicket *ticket;

  if (lane->n_running >= lane->limit)
    return NULL;
  ticket = g_queue_pop_head (&lane->foreground);
  return ticket != NULL ? ticket : g_queue_pop_head (&lane->background);
}

static PonderTicket *
find_next (PonderLimiter *self)
{
  GHashTableIter iter;
  gpointer lane;

  g_hash_table_iter_init (&iter, self->lanes);
  while (g_hash_table_iter_next (&iter, NULL, &lane))
    {
      PonderTicket *ticket = pop_next (lane);

      if (ticket != NULL)
        return ticket;
    }
  return NULL;
}

static void
schedule_turn (PonderLimiter *self)
{
  if (self->turn != NULL)
    return;
  self->turn = g_idle_source_new ();
  g_source_set_priority (self->turn, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->turn, turn_cb, self, NULL);
  g_source_attach (self->turn, g_main_context_get_thread_default ());
}

/* Lets one in and touches nothing after that: what is called may do anything. */
static gboolean
turn_cb (gpointer user_data)
{
  PonderLimiter *self = user_data;
  PonderTicket *ticket = find_next (self);

  g_clear_pointer (&self->turn, g_source_unref);
  if (ticket == NULL)
    return G_SOURCE_REMOVE;
  ticket->running = TRUE;
  ticket->lane->n_running++;
  schedule_turn (self);
  ticket->func (ticket->user_data);
  return G_SOURCE_REMOVE;
}

static void
lane_free (gpointer data)
{
  Lane *lane = data;

  g_assert (lane->n_running == 0);
  g_assert (g_queue_is_empty (&lane->foreground) && g_queue_is_empty (&lane->background));
  g_free (lane);
}

PonderLimiter *
ponder_limiter_new (void)
{
  PonderLimiter *self = g_new0 (PonderLimiter, 1);

  self->lanes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, lane_free);
  return self;
}

void
ponder_limiter_free (PonderLimiter *self)
{
  if (self->turn != NULL)
    g_source_destroy (self->turn);
  g_clear_pointer (&self->turn, g_source_unref);
  g_hash_table_unref (self->lanes);
  g_free (self);
}

static Lane *
ensure_lane (PonderLimiter *self,
             const char    *name)
{
  Lane *lane = g_hash_table_lookup (self->lanes, name);

  if (lane == NULL)
    {
      lane = g_new0 (Lane, 1);
      g_queue_init (&lane->foreground);
      g_queue_init (&lane->background);
      g_hash_table_insert (self->lanes, g_strdup (name), lane);
    }
  return lane;
}

PonderTicket *
ponder_limiter_enter (PonderLimiter     *self,
                      const char        *lane,
                      guint              limit,
                      gboolean           background,
                      PonderLimiterFunc  func,
                      gpointer           user_data)
{
  PonderTicket *ticket;

  g_return_val_if_fail (limit > 0, NULL);

  ticket = g_new0 (PonderTicket, 1);
  ticket->lane = ensure_lane (self, lane);
  ticket->lane->limit = limit;
  ticket->background = background;
  ticket->func = func;
  ticket->user_data = user_data;
  g_queue_push_tail (get_queue (ticket), ticket);
  schedule_turn (self);
  return ticket;
}

void
ponder_limiter_leave (PonderLimiter *self,
                      PonderTicket  *ticket)
{
  if (ticket->running)
    ticket->lane->n_running--;
  else
    g_queue_remove (get_queue (ticket), ticket);
  g_free (ticket);
  schedule_turn (self);
}
