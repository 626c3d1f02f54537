/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the toolkit itself costs: a bare text view that is given words as fast as a model writes them. */

#include "config.h"

#include "ponder-bench-bare.h"

#include "ponder-bench-window.h"
#include "ponder-test-loop.h"

#define TOKEN_LETTERS 4
#define STEP_MS 16
#define PATIENCE 120

typedef struct
{
  GtkTextView *view;
  const char  *rest;
  gint64       began;
  guint        n_tokens;        /* a second */
  guint        n_sent;
} Typist;

static gboolean
type_cb (gpointer user_data)
{
  Typist *typist = user_data;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (typist->view);
  gint64 due = (g_get_monotonic_time () - typist->began) * typist->n_tokens / G_USEC_PER_SEC;
  const char *start = typist->rest;
  GtkTextIter end;

  for (; typist->n_sent < due && *typist->rest != '\0'; typist->n_sent++)
    for (guint i = 0; i < TOKEN_LETTERS && *typist->rest != '\0'; i++)
      typist->rest = g_utf8_next_char (typist->rest);
  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_insert (buffer, &end, start, (int) (typist->rest - start));
  gtk_text_view_scroll_mark_onscreen (typist->view, gtk_text_buffer_get_insert (buffer));
  return *typist->rest != '\0';
}

static gboolean
is_typed (gpointer user_data)
{
  return *((Typist *) user_data)->rest == '\0';
}

PonderBenchTimes
ponder_bench_bare_stream (const char *text,
                          guint       n_tokens)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *view = gtk_text_view_new ();
  PonderBenchFrames *recorder;
  PonderBenchTimes times;
  Typist typist = { GTK_TEXT_VIEW (view), text, 0, n_tokens, 0 };

  gtk_text_view_set_wrap_mode (typist.view, GTK_WRAP_WORD_CHAR);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_window_set_child (GTK_WINDOW (window), scroller);
  gtk_window_set_default_size (GTK_WINDOW (window), PONDER_BENCH_WIDTH, PONDER_BENCH_HEIGHT);
  gtk_window_present (GTK_WINDOW (window));
  ponder_bench_wait_frame (window);

  recorder = ponder_bench_frames_new (window);
  typist.began = g_get_monotonic_time ();
  g_timeout_add (STEP_MS, type_cb, &typist);
  ponder_test_wait_for (is_typed, &typist, PATIENCE);
  ponder_bench_frames_print (recorder, "the same words in a bare text view");
  times = ponder_bench_frames_get_wall (recorder);
  ponder_bench_frames_free (recorder);
  gtk_window_destroy (GTK_WINDOW (window));
  return times;
}
