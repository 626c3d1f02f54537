/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the frames of a window cost, and how long the main loop is away between them. */

#include "config.h"

#include "ponder-bench-frames.h"

#include <time.h>

struct _PonderBenchFrames
{
  GdkFrameClock *clock;
  gulong         before_handler;
  gulong         after_handler;
  GArray        *wall;          /* of double */
  GArray        *work;          /* of double */
  gboolean       began;         /* a frame, since all was forgotten */
  double         wall_began;
  double         work_began;
  double         in_frames;     /* of this turn of the main loop */
  double         woke;          /* the main thread's clock when the loop last woke up */
  double         stall;
};

/* A poll function has no user data. */
static PonderBenchFrames *polled;

static double
read_clock (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);
  return (double) time.tv_sec * 1e3 + (double) time.tv_nsec / 1e6;
}

double
ponder_bench_now (void)
{
  return read_clock (CLOCK_MONOTONIC);
}

double
ponder_bench_get_work (void)
{
  return read_clock (CLOCK_PROCESS_CPUTIME_ID);
}

double
ponder_bench_get_own_work (void)
{
  return read_clock (CLOCK_THREAD_CPUTIME_ID);
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  const double *x = a;
  const double *y = b;

  return (*x > *y) - (*x < *y);
}

double
ponder_bench_pick (GArray *values,
                   double  share)
{
  if (values->len == 0)
    return 0;
  g_array_sort (values, compare_doubles);
  return g_array_index (values, double, (guint) ((double) (values->len - 1) * share + 0.5));
}

static int
poll_cb (GPollFD *fds,
         guint    n_fds,
         int      timeout)
{
  double worked;
  int n_ready;

  if (polled == NULL)
    return g_poll (fds, n_fds, timeout);

  worked = read_clock (CLOCK_THREAD_CPUTIME_ID) - polled->woke - polled->in_frames;
  polled->stall = MAX (polled->stall, worked);
  n_ready = g_poll (fds, n_fds, timeout);
  polled->woke = read_clock (CLOCK_THREAD_CPUTIME_ID);
  polled->in_frames = 0;
  return n_ready;
}

static void
before_cb (PonderBenchFrames *self)
{
  self->began = TRUE;
  self->wall_began = ponder_bench_now ();
  self->work_began = read_clock (CLOCK_THREAD_CPUTIME_ID);
}

static void
after_cb (PonderBenchFrames *self)
{
  double wall = ponder_bench_now () - self->wall_began;
  double work = read_clock (CLOCK_THREAD_CPUTIME_ID) - self->work_began;

  if (!self->began)
    return;
  g_array_append_val (self->wall, wall);
  g_array_append_val (self->work, work);
  self->in_frames += work;
}

PonderBenchFrames *
ponder_bench_frames_new (GtkWidget *window)
{
  PonderBenchFrames *self = g_new0 (PonderBenchFrames, 1);

  self->clock = g_object_ref (gtk_widget_get_frame_clock (window));
  self->wall = g_array_new (FALSE, FALSE, sizeof (double));
  self->work = g_array_new (FALSE, FALSE, sizeof (double));
  self->before_handler = g_signal_connect_swapped (self->clock, "before-paint", G_CALLBACK (before_cb), self);
  self->after_handler = g_signal_connect_swapped (self->clock, "after-paint", G_CALLBACK (after_cb), self);
  self->woke = read_clock (CLOCK_THREAD_CPUTIME_ID);
  polled = self;
  g_main_context_set_poll_func (NULL, poll_cb);
  return self;
}

void
ponder_bench_frames_free (PonderBenchFrames *self)
{
  polled = NULL;
  g_signal_handler_disconnect (self->clock, self->before_handler);
  g_signal_handler_disconnect (self->clock, self->after_handler);
  g_object_unref (self->clock);
  g_array_unref (self->wall);
  g_array_unref (self->work);
  g_free (self);
}

void
ponder_bench_frames_begin (PonderBenchFrames *self)
{
  g_array_set_size (self->wall, 0);
  g_array_set_size (self->work, 0);
  self->began = FALSE;
  self->in_frames = 0;
  self->woke = read_clock (CLOCK_THREAD_CPUTIME_ID);
  self->stall = 0;
}

guint
ponder_bench_frames_get_n (PonderBenchFrames *self)
{
  return self->wall->len;
}

static PonderBenchTimes
get_times (GArray *values)
{
  PonderBenchTimes times = {
    .p50 = ponder_bench_pick (values, 0.5),
    .p95 = ponder_bench_pick (values, 0.95),
    .p99 = ponder_bench_pick (values, 0.99),
    .max = ponder_bench_pick (values, 1),
  };

  return times;
}

PonderBenchTimes
ponder_bench_frames_get_wall (PonderBenchFrames *self)
{
  return get_times (self->wall);
}

PonderBenchTimes
ponder_bench_frames_get_work (PonderBenchFrames *self)
{
  return get_times (self->work);
}

double
ponder_bench_frames_get_stall (PonderBenchFrames *self)
{
  return self->stall;
}

void
ponder_bench_frames_print (PonderBenchFrames *self,
                           const char        *name)
{
  PonderBenchTimes wall = get_times (self->wall);
  PonderBenchTimes work = get_times (self->work);

  g_print ("%-40s %5u frames  p50 %6.2f  p95 %6.2f  p99 %6.2f  max %7.2f ms   work p50 %6.2f  p99 %6.2f  max %7.2f ms"
           "   stall %6.2f ms\n", name, self->wall->len, wall.p50, wall.p95, wall.p99, wall.max, work.p50, work.p99,
           work.max, self->stall);
}
