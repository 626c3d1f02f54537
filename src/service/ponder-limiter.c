/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slots per provider: how many calls run at the same time, and who is next. */

#include "config.h"

#include "ponder-limiter.h"

#include <string.h>

typedef struct
{
  guint  configured;
  guint  limit;                 /* at most that, less after the server was full */
  guint  n_running;
  guint  n_successes;           /* in a row, since the limit last changed */
  gint64 pause_end;             /* monotonic microseconds, like those below */
  gint64 slowed;                /* when the limit was last halved */
  GQueue foreground;            /* (element-type PonderTicket) (transfer none) */
  GQueue background;
} Lane;

struct _PonderTicket
{
  Lane              *lane;
  PonderLimiterFunc  func;
  gpointer           user_data;
  guint64            number;    /* in the order of coming to its queue */
  gint64             let_in;
  gboolean           background;
  gboolean           running;
};

/* Owned by the service. Lanes stay: there are as many as providers. */
struct _PonderLimiter
{
  GHashTable *lanes;            /* name -> Lane */
  guint       total;            /* 0: no limit */
  guint       n_running;
  guint64     n_tickets;        /* that ever came to a queue */
  GSource    *turn;             /* ready when somebody may be let in */
};

/* Its data is the limiter's own, and it has no other callback. */
typedef struct
{
  GSource        source;
  PonderLimiter *limiter;
} Turn;

static GQueue *
get_queue (PonderTicket *ticket)
{
  return ticket->background ? &ticket->lane->background : &ticket->lane->foreground;
}

/* (nullable): who is let in next in @lane. */
static PonderTicket *
peek_next (Lane *lane)
{
  PonderTicket *ticket;

  if (lane->n_running >= lane->limit || lane->pause_end > g_get_monotonic_time ())
    return NULL;
  ticket = g_queue_peek_head (&lane->foreground);
  return ticket != NULL ? ticket : g_queue_peek_head (&lane->background);
}

static gboolean
goes_before (PonderTicket *a,
             PonderTicket *b)
{
  return a->background == b->background ? a->number < b->number : b->background;
}

static gboolean
is_full (PonderLimiter *self)
{
  return self->total > 0 && self->n_running >= self->total;
}

/* Lanes compete for what all of them may use together. */
static PonderTicket *
find_next (PonderLimiter *self)
{
  PonderTicket *next = NULL;
  GHashTableIter iter;
  gpointer lane;

  if (is_full (self))
    return NULL;
  g_hash_table_iter_init (&iter, self->lanes);
  while (g_hash_table_iter_next (&iter, NULL, &lane))
    {
      PonderTicket *ticket = peek_next (lane);

      if (ticket != NULL && (next == NULL || goes_before (ticket, next)))
        next = ticket;
    }
  return next;
}

static void
schedule_turn (PonderLimiter *self)
{
  g_source_set_ready_time (self->turn, 0);
}

static gboolean
has_queue (Lane *lane)
{
  return !g_queue_is_empty (&lane->foreground) || !g_queue_is_empty (&lane->background);
}

/* Nobody was let in: where there are slots and somebody waits, a pause kept them out, and may be over by now. */
static void
schedule_end_of_pause (PonderLimiter *self)
{
  gint64 first = -1;
  GHashTableIter iter;
  Lane *lane;

  g_hash_table_iter_init (&iter, self->lanes);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &lane))
    {
      if (!is_full (self) && lane->n_running < lane->limit && has_queue (lane)
          && (first < 0 || lane->pause_end < first))
        first = lane->pause_end;
    }
  g_source_set_ready_time (self->turn, first);
}

/* Lets one in and touches nothing after that: what is called may do anything. */
static gboolean
turn_dispatch (GSource     *source,
               GSourceFunc  callback,
               gpointer     user_data)
{
  PonderLimiter *self = ((Turn *) source)->limiter;
  PonderTicket *ticket = find_next (self);

  if (ticket == NULL)
    {
      schedule_end_of_pause (self);
      return G_SOURCE_CONTINUE;
    }
  g_queue_pop_head (get_queue (ticket));
  ticket->running = TRUE;
  ticket->let_in = g_get_monotonic_time ();
  ticket->lane->n_running++;
  self->n_running++;
  schedule_turn (self);
  ticket->func (ticket->user_data);
  return G_SOURCE_CONTINUE;
}

static GSource *
new_turn (PonderLimiter *self)
{
  static GSourceFuncs funcs = { .dispatch = turn_dispatch };
  GSource *source = g_source_new (&funcs, sizeof (Turn));

  ((Turn *) source)->limiter = self;
  g_source_set_static_name (source, "ponder-limiter");
  g_source_attach (source, g_main_context_get_thread_default ());
  return source;
}

static void
lane_free (gpointer data)
{
  Lane *lane = data;

  g_assert (lane->n_running == 0);
  g_assert (!has_queue (lane));
  g_free (lane);
}

PonderLimiter *
ponder_limiter_new (void)
{
  PonderLimiter *self = g_new0 (PonderLimiter, 1);

  self->lanes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, lane_free);
  self->turn = new_turn (self);
  return self;
}

void
ponder_limiter_free (PonderLimiter *self)
{
  g_source_destroy (self->turn);
  g_source_unref (self->turn);
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

static void
set_limit (Lane  *lane,
           guint  limit)
{
  lane->limit = limit;
  lane->n_successes = 0;
}

static void
configure (Lane  *lane,
           guint  limit)
{
  if (lane->configured == limit)
    return;
  lane->configured = limit;
  set_limit (lane, limit);
}

void
ponder_limiter_set_total (PonderLimiter *self,
                          guint          n_tickets)
{
  self->total = n_tickets;
  schedule_turn (self);
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
  configure (ticket->lane, limit);
  ticket->background = background;
  ticket->func = func;
  ticket->user_data = user_data;
  ticket->number = self->n_tickets++;
  g_queue_push_tail (get_queue (ticket), ticket);
  schedule_turn (self);
  return ticket;
}

void
ponder_limiter_set_background (PonderLimiter *self,
                               PonderTicket  *ticket,
                               gboolean       background)
{
  if (ticket->background == background)
    return;
  if (!ticket->running)
    g_queue_remove (get_queue (ticket), ticket);
  ticket->background = background;
  ticket->number = self->n_tickets++;
  if (!ticket->running)
    g_queue_push_tail (get_queue (ticket), ticket);
}

void
ponder_limiter_slow_down (PonderLimiter *self,
                          PonderTicket  *ticket,
                          double         seconds)
{
  Lane *lane = ticket->lane;
  gint64 now = g_get_monotonic_time ();

  g_return_if_fail (ticket->running);

  lane->pause_end = MAX (lane->pause_end, now + (gint64) (seconds * G_USEC_PER_SEC));
  /* Ten calls that were let in together and are refused together say one thing, not ten. */
  if (ticket->let_in < lane->slowed)
    return;
  set_limit (lane, MAX (lane->limit / 2, 1));
  lane->slowed = now;
}

void
ponder_limiter_succeed (PonderLimiter *self,
                        PonderTicket  *ticket)
{
  Lane *lane = ticket->lane;

  g_return_if_fail (ticket->running);

  lane->n_successes++;
  if (lane->n_successes < lane->limit || lane->limit >= lane->configured)
    return;
  set_limit (lane, lane->limit + 1);
  schedule_turn (self);
}

void
ponder_limiter_lift_pause (PonderLimiter *self,
                           const char    *name)
{
  Lane *lane = g_hash_table_lookup (self->lanes, name);

  if (lane == NULL)
    return;
  lane->pause_end = 0;
  schedule_turn (self);
}

static void
lane_info_free (gpointer data)
{
  PonderLane *info = data;

  g_free (info->name);
  g_free (info);
}

static PonderLane *
describe (const char *name,
          const Lane *lane)
{
  PonderLane *info = g_new0 (PonderLane, 1);
  gint64 pause = lane->pause_end - g_get_monotonic_time ();

  info->name = g_strdup (name);
  info->limit = lane->limit;
  info->configured = lane->configured;
  info->n_running = lane->n_running;
  info->n_queued = lane->foreground.length + lane->background.length;
  info->pause = MAX (pause, 0) / (double) G_USEC_PER_SEC;
  return info;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp ((*(PonderLane **) a)->name, (*(PonderLane **) b)->name);
}

GPtrArray *
ponder_limiter_list_lanes (PonderLimiter *self)
{
  GPtrArray *lanes = g_ptr_array_new_with_free_func (lane_info_free);
  GHashTableIter iter;
  gpointer name, lane;

  g_hash_table_iter_init (&iter, self->lanes);
  while (g_hash_table_iter_next (&iter, &name, &lane))
    g_ptr_array_add (lanes, describe (name, lane));
  g_ptr_array_sort (lanes, compare_names);
  return lanes;
}

void
ponder_limiter_leave (PonderLimiter *self,
                      PonderTicket  *ticket)
{
  if (ticket->running)
    {
      ticket->lane->n_running--;
      self->n_running--;
    }
  else
    g_queue_remove (get_queue (ticket), ticket);
  g_free (ticket);
  schedule_turn (self);
}
