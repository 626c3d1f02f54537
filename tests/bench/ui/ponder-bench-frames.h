/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the frames of a window cost, and how long the main loop is away between them. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A frame is what happens from the frame clock's "before-paint" to its "after-paint". Everything else that the
 * main loop does before it waits again is a stall. One at a time may be in use. */
typedef struct _PonderBenchFrames PonderBenchFrames;

typedef struct
{
  double p50;
  double p95;
  double p99;
  double max;
} PonderBenchTimes;

/* Begins at once; @window has a frame clock, that is: it is realized. */
PonderBenchFrames *ponder_bench_frames_new        (GtkWidget               *window);
void               ponder_bench_frames_free       (PonderBenchFrames       *self);
/* Forgets what was recorded. */
void               ponder_bench_frames_begin      (PonderBenchFrames       *self);
guint              ponder_bench_frames_get_n      (PonderBenchFrames       *self);
/* In milliseconds: on the clock, and what the main thread worked. */
PonderBenchTimes   ponder_bench_frames_get_wall   (PonderBenchFrames       *self);
PonderBenchTimes   ponder_bench_frames_get_work   (PonderBenchFrames       *self);
/* The most that the main thread worked outside frames before it waited again, in milliseconds. */
double             ponder_bench_frames_get_stall  (PonderBenchFrames       *self);
/* One line. */
void               ponder_bench_frames_print      (PonderBenchFrames       *self,
                                                   const char              *name);

/* Monotonic milliseconds. */
double             ponder_bench_now               (void);
/* Milliseconds of processor time: of all threads, and of this one. */
double             ponder_bench_get_work          (void);
double             ponder_bench_get_own_work      (void);
/* @share from 0 to 1; sorts @values (of double); 0 for none. */
double             ponder_bench_pick              (GArray                  *values,
                                                   double                   share);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderBenchFrames, ponder_bench_frames_free)

G_END_DECLS
