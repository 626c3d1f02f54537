/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long it takes from the choice of a chat to its messages on the screen, beside a chat that is empty.
 *
 *   meson test -C _build-bench --benchmark --verbose ui-opening        (a build of type release) */

#include "config.h"

#include "ponder-bench-frames.h"
#include "ponder-bench-window.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"

#include <stdlib.h>

#define N_CHATS 5
#define N_LONG 10000
#define N_SHORT 100
#define N_END 20
/* Until nothing of the last chat is under way any more. */
#define REST_MS 400

typedef struct
{
  PonderBenchWindow *window;
  PonderBenchFrames *recorder;
  GArray            *times;     /* of double */
  GArray            *works;     /* of double: of the main thread */
  double             stall;
  double             frame;
} Opening;

/* What is compared, in milliseconds. */
typedef struct
{
  double time;
  double work;
} Median;

static void
opening_init (Opening           *self,
              PonderBenchWindow *window,
              PonderBenchFrames *recorder)
{
  self->window = window;
  self->recorder = recorder;
  self->times = g_array_new (FALSE, FALSE, sizeof (double));
  self->works = g_array_new (FALSE, FALSE, sizeof (double));
  self->stall = 0;
  self->frame = 0;
}

static void
note (Opening *self,
      double   took)
{
  g_array_append_val (self->times, took);
  g_array_append_val (self->works, self->window->work);
  ponder_test_run_for (REST_MS);
  self->stall = MAX (self->stall, ponder_bench_frames_get_stall (self->recorder));
  self->frame = MAX (self->frame, ponder_bench_frames_get_work (self->recorder).max);
}

static Median
finish (Opening    *self,
        const char *name)
{
  Median median = { ponder_bench_pick (self->times, 0.5), ponder_bench_pick (self->works, 0.5) };

  g_print ("%-40s median %7.2f ms   worst %7.2f ms   work %6.2f ms   longest frame %6.2f ms   longest stall %6.2f ms\n",
           name, median.time, ponder_bench_pick (self->times, 1), median.work, self->frame, self->stall);
  g_array_unref (self->times);
  g_array_unref (self->works);
  return median;
}

static Median
measure_new (PonderBenchWindow *window,
             PonderBenchFrames *recorder)
{
  Opening opening;

  opening_init (&opening, window, recorder);
  for (guint i = 0; i < N_CHATS; i++)
    {
      ponder_bench_window_show (window, "short-0");
      ponder_test_run_for (REST_MS);
      ponder_bench_frames_begin (recorder);
      note (&opening, ponder_bench_window_show_new (window));
    }
  return finish (&opening, "an empty chat");
}

/* The first time they are read from the disk, then from memory. */
static Median
measure_chats (PonderBenchWindow *window,
               PonderBenchFrames *recorder,
               const char        *prefix,
               const char        *name)
{
  Opening opening;

  opening_init (&opening, window, recorder);
  for (guint i = 0; i < N_CHATS; i++)
    {
      g_autofree char *id = g_strdup_printf ("%s-%u", prefix, i);

      ponder_bench_window_show_new (window);
      ponder_test_run_for (REST_MS);
      ponder_bench_frames_begin (recorder);
      note (&opening, ponder_bench_window_show (window, id));
    }
  return finish (&opening, name);
}

static void
print_ratio (const char *name,
             Median      longer,
             Median      shorter)
{
  g_print ("%-50s %5.2f times; work of the main thread %5.2f times\n", name, longer.time / shorter.time,
           longer.work / shorter.work);
}

/* What is painted first is the same in a chat that has only the last of the messages. */
static void
measure_all (PonderBenchWindow *window,
             PonderBenchFrames *recorder)
{
  Median empty = measure_new (window, recorder);
  Median few = measure_chats (window, recorder, "end", "the last 20 of 10,000, as a chat");
  Median many = measure_chats (window, recorder, "long", "10,000 messages");
  Median again = measure_chats (window, recorder, "long", "10,000 messages, again");

  print_ratio ("10,000 / an empty chat (wanted: at most 2)", many, empty);
  print_ratio ("10,000 again / an empty chat", again, empty);
  print_ratio ("the last 20 / an empty chat", few, empty);
  print_ratio ("10,000 / the last 20", many, few);
}

int
main (int    argc,
      char **argv)
{
  char *path;
  PonderBenchWindow *window;
  PonderBenchFrames *recorder;

  if (!ponder_bench_init ())
    return EXIT_SUCCESS;

  path = ponder_test_dir_new ();
  for (guint i = 0; i < N_CHATS; i++)
    {
      g_autofree char *few = g_strdup_printf ("short-%u", i);
      g_autofree char *end = g_strdup_printf ("end-%u", i);
      g_autofree char *many = g_strdup_printf ("long-%u", i);

      ponder_bench_store_long_chat (path, few, N_SHORT);
      ponder_bench_store_end_of_chat (path, end, N_LONG, N_END);
      ponder_bench_store_long_chat (path, many, N_LONG);
    }
  window = ponder_bench_window_open (path);
  recorder = ponder_bench_frames_new (GTK_WIDGET (window->window));
  measure_chats (window, recorder, "short", "100 messages");
  measure_all (window, recorder);
  ponder_bench_frames_free (recorder);
  ponder_bench_window_close (window);
  ponder_test_dir_remove (path);
  return EXIT_SUCCESS;
}
