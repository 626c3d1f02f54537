/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a frame costs while the reader scrolls, and whether any row ever is where it should not be.
 *
 *   meson test -C _build-bench --benchmark --verbose ui-scrolling      (a build of type release) */

#include "config.h"

#include "ponder-bench-frames.h"
#include "ponder-bench-window.h"
#include "ponder-message-row.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"

#include <math.h>
#include <stdlib.h>

#define N_STEPS 150
/* Rows stand on whole pixels. */
#define SLACK 1.01
#define REST_MS 500

/* Where each row in sight begins. (element-type PonderMessage double) (transfer full) */
static GHashTable *
record_rows (PonderBenchWindow *window)
{
  GHashTable *rows = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  GtkWidget *view = GTK_WIDGET (window->transcript);

  for (GtkWidget *row = gtk_widget_get_first_child (view); row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      graphene_rect_t bounds;
      double *y;

      if (!PONDER_IS_MESSAGE_ROW (row) || !gtk_widget_compute_bounds (row, view, &bounds)
          || bounds.origin.y > gtk_widget_get_height (view) || bounds.origin.y + bounds.size.height < 0)
        continue;
      y = g_new (double, 1);
      *y = bounds.origin.y;
      g_hash_table_insert (rows, ponder_message_row_get_message (PONDER_MESSAGE_ROW (row)), y);
    }
  return rows;
}

/* Whether a row in sight before and after moved by anything but @step. */
static gboolean
jumped (GHashTable *before,
        GHashTable *after,
        double      step)
{
  GHashTableIter iter;
  gpointer message;
  gpointer y;

  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &message, &y))
    {
      double *now = g_hash_table_lookup (after, message);

      if (now != NULL && fabs (*now - *(double *) y - step) > SLACK)
        return TRUE;
    }
  return FALSE;
}

/* Nothing is above the first message, however far one would go. */
static gboolean
is_at_start (PonderBenchWindow *window,
             GHashTable        *rows)
{
  GListModel *messages = ponder_transcript_view_get_messages (window->transcript);
  g_autoptr(PonderMessage) first = g_list_model_get_item (messages, 0);

  return g_hash_table_contains (rows, first);
}

static void
scroll (PonderBenchWindow *window,
        PonderBenchFrames *recorder,
        double             step,
        const char        *name)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (window->transcript));
  guint n_jumps = 0;

  ponder_transcript_view_scroll_to_end (window->transcript);
  ponder_test_run_for (REST_MS);
  ponder_bench_frames_begin (recorder);
  for (guint i = 0; i < N_STEPS; i++)
    {
      g_autoptr(GHashTable) before = record_rows (window);
      g_autoptr(GHashTable) after = NULL;

      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) - step);
      ponder_bench_wait_frame (GTK_WIDGET (window->window));
      after = record_rows (window);
      if (is_at_start (window, after))
        break;
      n_jumps += jumped (before, after, step) ? 1 : 0;
    }
  ponder_bench_frames_print (recorder, name);
  g_print ("%-40s %5u frames with a jump (wanted: 0)\n", "", n_jumps);
}

/* The bar is pulled from one end of the chat to the other. */
static void
drag (PonderBenchWindow *window,
      PonderBenchFrames *recorder)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (window->transcript));

  ponder_test_run_for (REST_MS);
  ponder_bench_frames_begin (recorder);
  for (guint i = 0; i <= N_STEPS; i++)
    {
      double range = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);

      gtk_adjustment_set_value (adjustment, range * (N_STEPS - i) / N_STEPS);
      ponder_bench_wait_frame (GTK_WIDGET (window->window));
    }
  ponder_bench_frames_print (recorder, "  the bar pulled from end to end");
}

static void
measure_chat (PonderBenchWindow *window,
              const char        *id,
              const char        *name)
{
  g_autoptr(PonderBenchFrames) recorder = ponder_bench_frames_new (GTK_WIDGET (window->window));

  ponder_bench_window_show (window, id);
  g_print ("%s\n", name);
  scroll (window, recorder, 120, "  120 px a frame");
  scroll (window, recorder, 800, "  800 px a frame");
  scroll (window, recorder, 4000, "  4,000 px a frame");
  drag (window, recorder);
}

int
main (int    argc,
      char **argv)
{
  char *path;
  PonderBenchWindow *window;

  if (!ponder_bench_init ())
    return EXIT_SUCCESS;

  path = ponder_test_dir_new ();
  ponder_bench_store_long_chat (path, "some", 1000);
  ponder_bench_store_long_chat (path, "many", 10000);
  window = ponder_bench_window_open (path);
  measure_chat (window, "some", "1,000 messages");
  measure_chat (window, "many", "10,000 messages");
  ponder_bench_window_close (window);
  ponder_test_dir_remove (path);
  return EXIT_SUCCESS;
}
