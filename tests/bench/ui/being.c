/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What it takes to be there: the start and the memory of the program with a new chat beside a bare window, and whether
 * memory grows with the chats that were opened and closed.
 *
 *   meson test -C _build-bench --benchmark --verbose ui-being          (a build of type release) */

#include "config.h"

#include "being.h"

#include <malloc.h>

#include "ponder-bench-frames.h"
#include "ponder-bench-window.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"

#define N_RUNS 7
#define N_CHATS 100
#define N_MESSAGES 60
#define REST_MS 60
/* Until what nobody uses any more was given back. */
#define QUIET_MS 8000

/* What a process says, in this order. */
enum
{
  START,
  WORK,
  PSS,
  RSS,
  DIRTY,
  N_VALUES
};

static const struct
{
  const char *name;
  double      unit;
} values[N_VALUES] = {
  { "to the first frame, ms", 1 },
  { "to the first frame, ms of work", 1 },
  { "memory (PSS), MB", 1024 },
  { "memory (RSS: as if alone), MB", 1024 },
  { "memory (private and dirty), MB", 1024 },
};

static void
run (GArray     **said,
     const char  *program,
     const char  *path)
{
  g_autofree char *data = path != NULL ? g_build_filename (path, "data", NULL) : NULL;
  g_autofree char *began = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_monotonic_time ());
  const char *arguments[] = { program, began, path != NULL ? "--data-dir" : NULL, data, NULL };
  g_autoptr(GSubprocess) process = NULL;
  g_autofree char *out = NULL;
  g_autoptr(GError) error = NULL;
  char *rest;

  process = g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  if (process == NULL || !g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, &error))
    g_error ("%s", error->message);
  rest = out;
  for (guint i = 0; i < N_VALUES; i++)
    {
      double value = g_ascii_strtod (rest, &rest);

      g_array_append_val (said[i], value);
    }
}

static void
compare (const char *path,
         const char *bare_program,
         const char *whole_program)
{
  GArray *bare[N_VALUES];
  GArray *whole[N_VALUES];

  for (guint i = 0; i < N_VALUES; i++)
    {
      bare[i] = g_array_new (FALSE, FALSE, sizeof (double));
      whole[i] = g_array_new (FALSE, FALSE, sizeof (double));
    }
  for (guint i = 0; i < N_RUNS; i++)
    {
      run (bare, bare_program, NULL);
      run (whole, whole_program, path);
    }
  for (guint i = 0; i < N_VALUES; i++)
    {
      double least = ponder_bench_pick (bare[i], 0.5);
      double ours = ponder_bench_pick (whole[i], 0.5);

      g_print ("%-34s bare %7.1f   ours, a new chat %8.1f   %5.2f times\n", values[i].name, least / values[i].unit,
               ours / values[i].unit, ours / least);
      g_array_unref (bare[i]);
      g_array_unref (whole[i]);
    }
}

static void
open_all (PonderBenchWindow *window,
          guint              first,
          guint              n_chats)
{
  for (guint i = first; i < first + n_chats; i++)
    {
      g_autofree char *id = g_strdup_printf ("chat-%u", i);

      ponder_bench_window_show (window, id);
      ponder_test_run_for (REST_MS);
    }
  ponder_bench_window_show_new (window);
  ponder_test_run_for (QUIET_MS);
}

static void
print_growth (const char *name,
              double      base)
{
  struct mallinfo2 info = mallinfo2 ();
  double rss = being_read_memory ("\nRss:");

  g_print ("  %-32s %7.1f MB   %+6.1f %%   malloc: %5.1f MB used, %5.1f MB free\n", name, rss / 1024,
           base > 0 ? (rss / base - 1) * 100 : 0, (double) (info.uordblks + info.hblkhd) / 1048576,
           (double) info.fordblks / 1048576);
}

static void
measure_growth (const char *path)
{
  PonderBenchWindow *window = ponder_bench_window_open (path);
  double base;

  g_print ("memory (RSS) of one process that opens chats of %u messages\n", N_MESSAGES);
  print_growth ("none yet", 0);
  open_all (window, 0, N_CHATS / 5);
  base = being_read_memory ("\nRss:");
  print_growth ("20 (all that is kept at once)", base);
  open_all (window, 0, N_CHATS);
  print_growth ("100 more", base);
  open_all (window, 0, N_CHATS);
  print_growth ("and once more (wanted: no growth)", base);
  ponder_bench_window_close (window);
}

int
main (int    argc,
      char **argv)
{
  char *path;

  if (argc != 3)
    return EXIT_FAILURE;
  if (!ponder_bench_init ())
    return EXIT_SUCCESS;

  path = ponder_test_dir_new ();
  for (guint i = 0; i < N_CHATS; i++)
    {
      g_autofree char *id = g_strdup_printf ("chat-%u", i);

      ponder_bench_store_long_chat (path, id, N_MESSAGES);
    }
  measure_growth (path);
  compare (path, argv[1], argv[2]);
  ponder_test_dir_remove (path);
  return EXIT_SUCCESS;
}
