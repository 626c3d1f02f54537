/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what is drawn of a message that is much taller than the window: nothing in sight is ever left out. */

#include "config.h"

#include "ponder-sight.h"
#include "ponder-test-transcript.h"

#include <string.h>

#define WIDTH 700
#define HEIGHT 300
#define STEP 120

static char *
make_tall_answer (void)
{
  GString *text = g_string_new ("> a quote\n>\n> of two paragraphs\n\n");

  for (guint i = 0; i < 120; i++)
    g_string_append_printf (text, "- item %u of a list\n", i);
  g_string_append (text, "\n```text\n");
  for (guint i = 0; i < 300; i++)
    g_string_append_printf (text, "line %u of a program\n", i);
  g_string_append (text, "```\n\n| row | square |\n|----|----:|\n");
  for (guint i = 0; i < 60; i++)
    g_string_append_printf (text, "| %u | %u |\n", i, i * i);
  return g_string_free (text, FALSE);
}

static void
forget_drawing (GtkWidget *widget)
{
  gtk_widget_queue_draw (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    forget_drawing (child);
}

/* What is on the screen. (transfer full) */
static GBytes *
shoot (PonderTestTranscript *transcript)
{
  GtkWidget *view = GTK_WIDGET (transcript->view);
  int width = gtk_widget_get_width (view);
  int height = gtk_widget_get_height (view);
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new (view);
  g_autoptr(GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr(GskRenderer) renderer = gsk_cairo_renderer_new ();
  g_autoptr(GskRenderNode) node = NULL;
  g_autoptr(GdkTexture) texture = NULL;
  guchar *pixels = g_malloc ((gsize) width * (gsize) height * 4);
  g_autoptr(GError) error = NULL;

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_to_node (snapshot);
  gsk_renderer_realize (renderer, gtk_native_get_surface (gtk_widget_get_native (view)), &error);
  g_assert_no_error (error);
  texture = gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (0, 0, width, height));
  gdk_texture_download (texture, pixels, (gsize) width * 4);
  gsk_renderer_unrealize (renderer);
  return g_bytes_new_take (pixels, (gsize) width * (gsize) height * 4);
}

/* What is kept of earlier frames is what would be drawn anew. */
static void
assert_complete (PonderTestTranscript *transcript)
{
  g_autoptr(GBytes) kept = shoot (transcript);
  g_autoptr(GBytes) fresh = NULL;

  forget_drawing (GTK_WIDGET (transcript->view));
  ponder_test_transcript_wait (transcript, 1);
  fresh = shoot (transcript);
  g_assert_true (g_bytes_equal (kept, fresh));
}

static PonderTestTranscript *
open_tall_chat (PonderMessage **answer)
{
  PonderTestTranscript *transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  g_autofree char *text = make_tall_answer ();

  ponder_test_transcript_add (transcript, PONDER_ROLE_USER, "Show me everything.");
  *answer = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, text);
  ponder_test_transcript_show (transcript);
  return transcript;
}

/* Not after every step, since looking draws anew what would be kept. */
static void
scroll_and_look (PonderTestTranscript *transcript,
                 double                step)
{
  for (guint i = 1; i <= 56; i++)
    {
      gtk_adjustment_set_value (transcript->adjustment, gtk_adjustment_get_value (transcript->adjustment) + step);
      ponder_test_transcript_wait (transcript, 1);
      if (i % 7 == 0)
        assert_complete (transcript);
    }
}

static void
nothing_in_sight_is_left_out (void)
{
  PonderMessage *answer;
  g_autoptr(PonderTestTranscript) transcript = open_tall_chat (&answer);

  scroll_and_look (transcript, -STEP);
  scroll_and_look (transcript, STEP);
  scroll_and_look (transcript, -2.5 * HEIGHT);
}

static void
nothing_is_left_out_while_it_grows (void)
{
  PonderMessage *answer;
  g_autoptr(PonderTestTranscript) transcript = open_tall_chat (&answer);

  ponder_message_set_state (answer, PONDER_MESSAGE_STREAMING);
  for (guint i = 1; i <= 40; i++)
    {
      ponder_message_append_text (answer, "\n\nand one more paragraph");
      ponder_test_transcript_wait (transcript, 1);
      if (i % 10 == 0)
        assert_complete (transcript);
    }
}

static void
what_is_far_is_not_drawn (void)
{
  PonderMessage *answer;
  g_autoptr(PonderTestTranscript) transcript = open_tall_chat (&answer);
  GtkWidget *row = ponder_test_transcript_find_row (transcript, answer);
  GtkWidget *blocks = gtk_widget_get_first_child (row);
  PonderSight sight = ponder_sight_find (blocks);
  PonderSight small = ponder_sight_find (GTK_WIDGET (transcript->window));

  g_assert_cmpint (gtk_widget_get_height (blocks), >, 6 * HEIGHT);
  g_assert_cmpint (sight.bottom - sight.top, ==, 3 * gtk_widget_get_height (GTK_WIDGET (transcript->view)));
  g_assert_false (ponder_sight_has (&sight, gtk_widget_get_first_child (blocks)));
  g_assert_true (ponder_sight_has (&sight, gtk_widget_get_last_child (blocks)));
  g_assert_cmpint (small.top, ==, G_MININT);
  g_assert_cmpint (small.bottom, ==, G_MAXINT);
}

int
main (int   argc,
      char *argv[])
{
  if (!ponder_test_transcript_init (&argc, &argv))
    return 0;

  g_test_add_func ("/transcript/sight/nothing-in-sight-is-left-out", nothing_in_sight_is_left_out);
  g_test_add_func ("/transcript/sight/nothing-is-left-out-while-it-grows", nothing_is_left_out_while_it_grows);
  g_test_add_func ("/transcript/sight/what-is-far-is-not-drawn", what_is_far_is_not_drawn);
  return g_test_run ();
}
