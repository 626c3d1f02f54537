/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the list's place: nothing the reader looks at moves by itself. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "ponder-message-row.h"
#include "ponder-test-loop.h"
#include "ponder-test-transcript.h"
#include "ponder-text-block.h"

#define WIDTH 900
#define HEIGHT 700
/* Rows stand on whole pixels. */
#define SLACK 1.01

/* Where each row in sight begins. (element-type PonderMessage double) (transfer full) */
static GHashTable *
record_rows (PonderTestTranscript *transcript)
{
  GHashTable *rows = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (transcript->view)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      graphene_rect_t bounds;
      double *y;

      if (!PONDER_IS_MESSAGE_ROW (row)
          || !gtk_widget_compute_bounds (row, GTK_WIDGET (transcript->view), &bounds)
          || bounds.origin.y > HEIGHT || bounds.origin.y + bounds.size.height < 0)
        continue;
      y = g_new (double, 1);
      *y = bounds.origin.y;
      g_hash_table_insert (rows, ponder_message_row_get_message (PONDER_MESSAGE_ROW (row)), y);
    }
  return rows;
}

/* Every row in sight both before and after moved by @step; gives how many there were. */
static guint
assert_moved (GHashTable *before,
              GHashTable *after,
              double      step)
{
  GHashTableIter iter;
  gpointer message;
  gpointer y;
  guint n_seen = 0;

  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &message, &y))
    {
      double *now = g_hash_table_lookup (after, message);

      if (now == NULL)
        continue;
      n_seen++;
      g_assert_cmpfloat (fabs (*now - *(double *) y - step), <=, SLACK);
    }
  return n_seen;
}

static PonderTestTranscript *
open_long_chat (guint n_messages)
{
  PonderTestTranscript *transcript = ponder_test_transcript_new (WIDTH, HEIGHT);

  ponder_test_transcript_add_many (transcript, n_messages);
  ponder_test_transcript_show (transcript);
  return transcript;
}

static double
get_distance_to_end (PonderTestTranscript *transcript)
{
  return gtk_adjustment_get_upper (transcript->adjustment) - gtk_adjustment_get_page_size (transcript->adjustment)
         - gtk_adjustment_get_value (transcript->adjustment);
}

/* The metric: each frame the reader moves by @step, and every row does exactly that. */
static guint
scroll (PonderTestTranscript *transcript,
        double                step,
        guint                 n_frames)
{
  g_autoptr(GHashTable) before = record_rows (transcript);
  guint n_seen = 0;

  for (guint i = 0; i < n_frames; i++)
    {
      double value = gtk_adjustment_get_value (transcript->adjustment);
      GHashTable *after;

      gtk_adjustment_set_value (transcript->adjustment, value + step);
      ponder_test_transcript_wait (transcript, 1);
      after = record_rows (transcript);
      n_seen += assert_moved (before, after, -step);
      g_hash_table_unref (before);
      before = after;
    }
  return n_seen;
}

static int
count_rows (PonderTestTranscript *transcript)
{
  int n_rows = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (transcript->view)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    n_rows++;
  return n_rows;
}

/* Rows beyond the window come after what is in sight was seen. */
static void
what_is_in_sight_comes_first (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (700, 500);
  int n_first;

  ponder_test_transcript_show (transcript);
  ponder_transcript_view_set_messages (transcript->view, NULL);
  ponder_test_transcript_add_many (transcript, 300);
  ponder_transcript_view_set_messages (transcript->view, G_LIST_MODEL (transcript->messages));
  ponder_test_transcript_wait (transcript, 1);
  n_first = count_rows (transcript);
  g_assert_cmpint (n_first, >, 0);
  ponder_test_transcript_wait (transcript, 8);
  g_assert_cmpint (count_rows (transcript), >, n_first);
}

static void
no_frame_jumps_while_scrolling (void)
{
  g_autoptr(PonderTestTranscript) transcript = open_long_chat (1000);

  g_assert_cmpuint (scroll (transcript, -120, 60), >, 60);
  g_assert_cmpuint (scroll (transcript, -800, 30), >, 5);
  scroll (transcript, -4000, 15);
  g_assert_cmpuint (scroll (transcript, 120, 30), >, 30);
  g_assert_cmpuint (scroll (transcript, 800, 15), >, 3);
  scroll (transcript, 4000, 5);
}

static void
no_frame_jumps_when_the_value_is_counted_elsewhere (void)
{
  g_autoptr(PonderTestTranscript) transcript = open_long_chat (300);
  double value = gtk_adjustment_get_value (transcript->adjustment);
  g_autoptr(GHashTable) before = record_rows (transcript);

  /* A flick: it knows where it began and never asks again. */
  for (guint i = 0; i < 60; i++)
    {
      GHashTable *after;

      value -= 150;
      gtk_adjustment_set_value (transcript->adjustment, value);
      ponder_test_transcript_wait (transcript, 1);
      after = record_rows (transcript);
      assert_moved (before, after, 150);
      g_hash_table_unref (before);
      before = after;
    }
}

static void
nothing_moves_when_the_reader_rests (void)
{
  g_autoptr(PonderTestTranscript) transcript = open_long_chat (300);
  g_autoptr(GHashTable) before = NULL;
  g_autoptr(GHashTable) after = NULL;

  scroll (transcript, -700, 12);
  before = record_rows (transcript);
  ponder_test_run_for (500);
  ponder_test_transcript_wait (transcript, 3);
  after = record_rows (transcript);
  g_assert_cmpuint (assert_moved (before, after, 0), >, 0);
}

static void
nothing_moves_when_messages_above_grow (void)
{
  g_autoptr(PonderTestTranscript) transcript = open_long_chat (100);
  g_autoptr(GHashTable) before = NULL;
  g_autoptr(GHashTable) after = NULL;
  GtkWidget *above;

  scroll (transcript, -300, 8);
  ponder_test_run_for (400);
  before = record_rows (transcript);
  above = gtk_widget_get_first_child (GTK_WIDGET (transcript->view));
  ponder_message_append_text (ponder_message_row_get_message (PONDER_MESSAGE_ROW (above)), "\n\nmore\n\nand more\n\n");
  ponder_test_transcript_wait (transcript, 3);
  after = record_rows (transcript);
  g_assert_cmpuint (assert_moved (before, after, 0), >, 0);
}

static void
nothing_moves_when_messages_come_and_go (void)
{
  g_autoptr(PonderTestTranscript) transcript = open_long_chat (100);
  g_autoptr(GHashTable) before = NULL;
  g_autoptr(GHashTable) after = NULL;

  scroll (transcript, -300, 8);
  ponder_test_run_for (400);
  before = record_rows (transcript);
  g_list_store_remove (transcript->messages, 3);
  ponder_test_transcript_add (transcript, PONDER_ROLE_USER, "a new one at the end");
  ponder_test_transcript_wait (transcript, 3);
  after = record_rows (transcript);
  g_assert_cmpuint (assert_moved (before, after, 0), ==, g_hash_table_size (before));
}

/* The paragraph at the upper edge and the byte its line begins with. */
static PonderTextBlock *
find_eye (PonderTestTranscript *transcript,
          guint                *byte,
          double               *y)
{
  for (int probe = 4; probe < HEIGHT; probe += 4)
    {
      GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (transcript->view), WIDTH / 2.0, probe, GTK_PICK_DEFAULT);
      graphene_point_t point;
      GdkRectangle letter;

      if (!PONDER_IS_TEXT_BLOCK (picked)
          || !gtk_widget_compute_point (GTK_WIDGET (transcript->view), picked,
                                        &GRAPHENE_POINT_INIT (WIDTH / 2.0f, (float) probe), &point))
        continue;
      *byte = ponder_text_block_get_byte_at (PONDER_TEXT_BLOCK (picked), 0, point.y);
      ponder_text_block_get_letter (PONDER_TEXT_BLOCK (picked), *byte, &letter);
      *y = probe - point.y + letter.y;
      return PONDER_TEXT_BLOCK (picked);
    }
  return NULL;
}

static void
the_line_at_the_edge_stays_when_the_width_changes (void)
{
  g_autoptr(PonderTestTranscript) transcript = open_long_chat (100);
  PonderTextBlock *text;
  graphene_point_t point;
  guint byte = 0;
  double before = 0;
  GdkRectangle letter;

  scroll (transcript, -170, 30);
  ponder_test_run_for (400);
  text = find_eye (transcript, &byte, &before);
  g_assert_nonnull (text);
  gtk_window_set_default_size (transcript->window, 480, HEIGHT);
  ponder_test_transcript_wait (transcript, 5);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (transcript->view)), <, 500);

  g_assert_true (gtk_widget_is_ancestor (GTK_WIDGET (text), GTK_WIDGET (transcript->view)));
  ponder_text_block_get_letter (text, byte, &letter);
  g_assert_true (gtk_widget_compute_point (GTK_WIDGET (text), GTK_WIDGET (transcript->view),
                                           &GRAPHENE_POINT_INIT (0, (float) letter.y), &point));
  g_assert_cmpfloat (fabs (point.y - before), <=, 2 * letter.height);
}

static void
opens_at_the_end_with_few_rows (void)
{
  PonderTestTranscript *transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  gint64 begin;
  guint n_rows = 0;

  ponder_test_transcript_add_many (transcript, 10000);
  begin = g_get_monotonic_time ();
  ponder_transcript_view_set_messages (transcript->view, G_LIST_MODEL (transcript->messages));
  gtk_window_present (transcript->window);
  ponder_test_transcript_wait (transcript, 1);
  g_test_message ("10,000 messages are open after %" G_GINT64_FORMAT " ms",
                  (g_get_monotonic_time () - begin) / 1000);

  g_assert_cmpfloat (get_distance_to_end (transcript), <, 1);
  g_assert_true (ponder_transcript_view_get_follows (transcript->view));
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (transcript->view)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    n_rows++;
  g_assert_cmpuint (n_rows, >, 0);
  g_assert_cmpuint (n_rows, <, 40);
  ponder_test_transcript_free (transcript);
}

static void
the_end_stays_in_sight_while_it_grows (void)
{
  g_autoptr(PonderTestTranscript) transcript = open_long_chat (20);
  PonderMessage *message = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, "");

  ponder_message_set_state (message, PONDER_MESSAGE_STREAMING);
  for (guint i = 0; i < 40; i++)
    {
      ponder_message_append_text (message, "some more words come and come and come\n\n");
      ponder_test_transcript_wait (transcript, 1);
      g_assert_cmpfloat (get_distance_to_end (transcript), <, 1);
    }
  g_assert_true (ponder_transcript_view_get_follows (transcript->view));
}

static void
count_cb (guint *n_calls)
{
  (*n_calls)++;
}

static void
scrolling_up_lets_go_and_the_end_takes_hold (void)
{
  g_autoptr(PonderTestTranscript) transcript = open_long_chat (20);
  PonderMessage *message = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, "so far");
  g_autoptr(GHashTable) before = NULL;
  g_autoptr(GHashTable) after = NULL;
  guint n_notified = 0;

  g_signal_connect_swapped (transcript->view, "notify::follows", G_CALLBACK (count_cb), &n_notified);
  ponder_test_transcript_wait (transcript, 2);
  scroll (transcript, -10, 1);
  g_assert_false (ponder_transcript_view_get_follows (transcript->view));
  g_assert_cmpuint (n_notified, ==, 1);

  before = record_rows (transcript);
  ponder_message_append_text (message, "\n\nmore\n\nand more\n\nand more\n\n");
  ponder_test_transcript_wait (transcript, 3);
  after = record_rows (transcript);
  g_assert_cmpuint (assert_moved (before, after, 0), >, 0);

  ponder_test_run_for (400);
  gtk_adjustment_set_value (transcript->adjustment, gtk_adjustment_get_upper (transcript->adjustment));
  ponder_test_transcript_wait (transcript, 3);
  g_assert_true (ponder_transcript_view_get_follows (transcript->view));
  g_assert_cmpuint (n_notified, ==, 2);
}

static void
a_place_is_found_again (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  PonderMessage *message = NULL;
  int offset = 0;

  /* Asked for before the messages are loaded. */
  ponder_transcript_view_set_messages (transcript->view, G_LIST_MODEL (transcript->messages));
  ponder_transcript_view_set_place (transcript->view, "m41", 30);
  ponder_test_transcript_add_many (transcript, 100);
  gtk_window_present (transcript->window);
  ponder_test_transcript_wait (transcript, 3);

  g_assert_true (ponder_transcript_view_get_place (transcript->view, &message, &offset));
  g_assert_cmpstr (ponder_message_get_id (message), ==, "m41");
  g_assert_cmpint (offset, ==, 30);
  g_assert_false (ponder_transcript_view_get_follows (transcript->view));

  ponder_transcript_view_scroll_to_end (transcript->view);
  ponder_test_transcript_wait (transcript, 3);
  g_assert_false (ponder_transcript_view_get_place (transcript->view, &message, &offset));
  g_assert_cmpfloat (get_distance_to_end (transcript), <, 1);
}

static void
jumps_to_both_edges (void)
{
  g_autoptr(PonderTestTranscript) transcript = open_long_chat (200);
  PonderMessage *message = NULL;
  int offset = 1;

  gtk_adjustment_set_value (transcript->adjustment, 0);
  ponder_test_transcript_wait (transcript, 3);
  ponder_test_run_for (400);
  ponder_test_transcript_wait (transcript, 2);
  g_assert_true (ponder_transcript_view_get_place (transcript->view, &message, &offset));
  g_assert_cmpstr (ponder_message_get_id (message), ==, "m0");
  g_assert_cmpint (offset, <=, 0);
  g_assert_cmpfloat (gtk_adjustment_get_value (transcript->adjustment), <, 1);
}

static void
an_empty_list_is_shown (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);

  ponder_test_transcript_show (transcript);
  ponder_test_transcript_add (transcript, PONDER_ROLE_USER, "first");
  ponder_test_transcript_wait (transcript, 2);
  g_list_store_remove_all (transcript->messages);
  ponder_test_transcript_wait (transcript, 2);
  g_assert_null (gtk_widget_get_first_child (GTK_WIDGET (transcript->view)));
  ponder_transcript_view_set_messages (transcript->view, NULL);
  ponder_test_transcript_wait (transcript, 2);
}

int
main (int   argc,
      char *argv[])
{
  if (!ponder_test_transcript_init (&argc, &argv))
    return 0;

  g_test_add_func ("/transcript/scroll/an-empty-list-is-shown", an_empty_list_is_shown);
  g_test_add_func ("/transcript/scroll/opens-at-the-end-with-few-rows", opens_at_the_end_with_few_rows);
  g_test_add_func ("/transcript/scroll/what-is-in-sight-comes-first", what_is_in_sight_comes_first);
  g_test_add_func ("/transcript/scroll/no-frame-jumps-while-scrolling", no_frame_jumps_while_scrolling);
  g_test_add_func ("/transcript/scroll/no-frame-jumps-when-the-value-is-counted-elsewhere",
                   no_frame_jumps_when_the_value_is_counted_elsewhere);
  g_test_add_func ("/transcript/scroll/nothing-moves-when-the-reader-rests", nothing_moves_when_the_reader_rests);
  g_test_add_func ("/transcript/scroll/nothing-moves-when-messages-above-grow",
                   nothing_moves_when_messages_above_grow);
  g_test_add_func ("/transcript/scroll/nothing-moves-when-messages-come-and-go",
                   nothing_moves_when_messages_come_and_go);
  g_test_add_func ("/transcript/scroll/the-line-at-the-edge-stays-when-the-width-changes",
                   the_line_at_the_edge_stays_when_the_width_changes);
  g_test_add_func ("/transcript/scroll/the-end-stays-in-sight-while-it-grows", the_end_stays_in_sight_while_it_grows);
  g_test_add_func ("/transcript/scroll/scrolling-up-lets-go-and-the-end-takes-hold",
                   scrolling_up_lets_go_and_the_end_takes_hold);
  g_test_add_func ("/transcript/scroll/a-place-is-found-again", a_place_is_found_again);
  g_test_add_func ("/transcript/scroll/jumps-to-both-edges", jumps_to_both_edges);
  return g_test_run ();
}
