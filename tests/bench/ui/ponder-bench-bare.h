/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the toolkit itself costs: a bare text view that is given words as fast as a model writes them. */

#pragma once

#include "ponder-bench-frames.h"

G_BEGIN_DECLS

/* Streams all of @text into a window of its own, @n_tokens of four letters a second; prints its frames, and gives what
 * they took on the clock. */
PonderBenchTimes ponder_bench_bare_stream (const char *text,
                                           guint       n_tokens);

G_END_DECLS
