/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a program says about its first window: shared by the bare one and ours, each a process of its own. */

#pragma once

#include <gtk/gtk.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Until nothing of the start is under way any more. */
#define BEING_REST_MS 2000

/* KB of memory of this process: @line is "Pss:" (what is shared counts in part), "Rss:" (as a whole) or "Private_Dirty:"
 * (what nobody else could have). */
static inline double
being_read_memory (const char *line)
{
  g_autofree char *text = NULL;
  const char *found;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL) || !(found = strstr (text, line)))
    return 0;
  return g_ascii_strtod (found + strlen (line), NULL);
}

static inline gboolean
being_report_cb (gpointer user_data)
{
  g_print ("%.0f %.0f %.0f\n", being_read_memory ("\nPss:"), being_read_memory ("\nRss:"),
           being_read_memory ("\nPrivate_Dirty:"));
  exit (EXIT_SUCCESS);
}

static inline void
being_painted_cb (GdkFrameClock *frames,
                  gint64        *began)
{
  g_signal_handlers_disconnect_by_func (frames, being_painted_cb, began);
  g_print ("%.1f %.1f ", (double) (g_get_monotonic_time () - *began) / 1000, (double) clock () * 1000 / CLOCKS_PER_SEC);
  g_timeout_add (BEING_REST_MS, being_report_cb, NULL);
}

static inline void
being_realized_cb (GtkWidget *window,
                   gint64    *began)
{
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (being_painted_cb), began);
}

/* Says how many milliseconds after @began (monotonic microseconds) @window was painted, how many the processor had worked
 * for that, and what the process takes up when all is quiet; then the process ends. */
static inline void
being_watch (GtkWidget *window,
             gint64    *began)
{
  g_signal_connect (window, "realize", G_CALLBACK (being_realized_cb), began);
}
