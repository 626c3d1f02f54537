/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the line at the reader's eye: whatever happens around it, it stays where it is. */

#include "config.h"

#include <math.h>

#include "ponder-fault.h"
#include "ponder-message-row.h"
#include "ponder-reasoning-fold.h"
#include "ponder-test-loop.h"
#include "ponder-test-transcript.h"
#include "ponder-text-block.h"
#include "ponder-transcript-view-private.h"

#define WIDTH 700
#define HEIGHT 500
/* Rows stand on whole pixels. */
#define SLACK 1.01

/* A letter in sight, and where its line begins. */
typedef struct
{
  PonderTextBlock *text;
  guint            byte;
  double           y;
  int              height;
} Eye;

static double
locate (PonderTestTranscript *transcript,
        Eye                  *eye)
{
  graphene_point_t point;
  GdkRectangle letter;

  g_assert_true (gtk_widget_is_ancestor (GTK_WIDGET (eye->text), GTK_WIDGET (transcript->view)));
  ponder_text_block_get_letter (eye->text, eye->byte, &letter);
  eye->height = letter.height;
  g_assert_true (gtk_widget_compute_point (GTK_WIDGET (eye->text), GTK_WIDGET (transcript->view),
                                           &GRAPHENE_POINT_INIT (0, (float) letter.y), &point));
  return point.y;
}

/* The first line that begins in sight. */
static Eye
find_eye (PonderTestTranscript *transcript)
{
  for (int probe = 4; probe < HEIGHT; probe += 4)
    {
      GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (transcript->view), WIDTH / 3.0, probe, GTK_PICK_DEFAULT);
      graphene_point_t point;
      Eye eye;

      if (!PONDER_IS_TEXT_BLOCK (picked)
          || !gtk_widget_compute_point (GTK_WIDGET (transcript->view), picked,
                                        &GRAPHENE_POINT_INIT (WIDTH / 3.0f, (float) probe), &point))
        continue;
      eye.text = PONDER_TEXT_BLOCK (picked);
      eye.byte = ponder_text_block_get_byte_at (eye.text, 0, point.y);
      eye.y = locate (transcript, &eye);
      if (eye.y >= 0)
        return eye;
    }
  g_assert_not_reached ();
}

static void
assert_stays (PonderTestTranscript *transcript,
              Eye                  *eye)
{
  for (guint i = 0; i < 4; i++)
    {
      ponder_test_transcript_wait (transcript, 1);
      g_assert_cmpfloat (fabs (locate (transcript, eye) - eye->y), <=, SLACK);
    }
}

static void
add_paragraphs (PonderMessage *message,
                guint          n_paragraphs)
{
  for (guint i = 0; i < n_paragraphs; i++)
    ponder_message_append_text (message, "Some words that are read slowly, and a few more of them, so that a line "
                                "is full and another one begins.\n\n");
}

/* A chat whose last answer is tall and is being written. */
static PonderTestTranscript *
open_chat (PonderMessage **answer)
{
  PonderTestTranscript *transcript = ponder_test_transcript_new (WIDTH, HEIGHT);

  ponder_test_transcript_add_many (transcript, 10);
  *answer = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, "");
  ponder_message_append_reasoning (*answer, "First this.\n\nThen that.\n\nAnd *therefore* the rest.");
  add_paragraphs (*answer, 30);
  ponder_message_set_state (*answer, PONDER_MESSAGE_STREAMING);
  ponder_test_transcript_show (transcript);
  return transcript;
}

static void
scroll_by (PonderTestTranscript *transcript,
           double                step)
{
  gtk_adjustment_set_value (transcript->adjustment, gtk_adjustment_get_value (transcript->adjustment) + step);
  ponder_test_transcript_wait (transcript, 2);
  ponder_test_run_for (400);
  ponder_test_transcript_wait (transcript, 1);
}

static void
stays_while_the_answer_grows (void)
{
  PonderMessage *answer;
  g_autoptr(PonderTestTranscript) transcript = open_chat (&answer);
  Eye eye;

  scroll_by (transcript, -130);
  eye = find_eye (transcript);
  for (guint i = 0; i < 5; i++)
    {
      add_paragraphs (answer, 2);
      assert_stays (transcript, &eye);
    }
  g_assert_false (ponder_transcript_view_get_follows (transcript->view));
}

static void
stays_when_thoughts_above_it_unfold (void)
{
  PonderMessage *answer;
  g_autoptr(PonderTestTranscript) transcript = open_chat (&answer);
  GtkWidget *row = ponder_test_transcript_find_row (transcript, answer);
  GtkWidget *fold = ponder_test_find_widget (row, PONDER_TYPE_REASONING_FOLD, 0);
  Eye eye;

  scroll_by (transcript, -130);
  eye = find_eye (transcript);
  ponder_reasoning_fold_set_open (PONDER_REASONING_FOLD (fold), TRUE);
  assert_stays (transcript, &eye);
  ponder_message_append_reasoning (answer, "\n\nMore.\n\nAnd more of it.");
  assert_stays (transcript, &eye);
  ponder_reasoning_fold_set_open (PONDER_REASONING_FOLD (fold), FALSE);
  assert_stays (transcript, &eye);
}

static double
get_y (PonderTestTranscript *transcript,
       GtkWidget            *widget)
{
  graphene_point_t point;

  g_assert_true (gtk_widget_compute_point (widget, GTK_WIDGET (transcript->view), &GRAPHENE_POINT_INIT (0, 0), &point));
  return point.y;
}

/* The message begins above the window, and what is pressed is in sight. */
static void
what_unfolds_stays_under_the_pointer (void)
{
  PonderMessage *answer;
  g_autoptr(PonderTestTranscript) transcript = open_chat (&answer);
  GtkWidget *row = ponder_test_transcript_find_row (transcript, answer);
  GtkWidget *button = ponder_test_find_widget (ponder_test_find_widget (row, PONDER_TYPE_REASONING_FOLD, 0),
                                               GTK_TYPE_BUTTON, 0);
  double y;

  scroll_by (transcript, get_y (transcript, button) - 4);
  gtk_widget_grab_focus (button);
  ponder_test_transcript_wait (transcript, 2);
  y = get_y (transcript, button);
  /* Less than what is left free above it in its row. */
  g_assert_cmpfloat (y, <, 9);
  for (guint i = 0; i < 2; i++)
    {
      g_signal_emit_by_name (button, "clicked");
      ponder_test_transcript_wait (transcript, 3);
      g_assert_cmpfloat (fabs (get_y (transcript, button) - y), <=, SLACK);
    }
}

static void
stays_when_a_message_above_changes (void)
{
  PonderMessage *answer;
  g_autoptr(PonderTestTranscript) transcript = open_chat (&answer);
  g_autoptr(PonderMessage) above = g_list_model_get_item (G_LIST_MODEL (transcript->messages), 9);
  g_autoptr(PonderFault) fault = ponder_fault_new (PONDER_ERROR_RATE_LIMIT, "chat");
  Eye eye;

  /* Near enough to the one above for that to be alive. */
  ponder_transcript_view_set_place (transcript->view, ponder_message_get_id (answer), 150);
  ponder_test_transcript_wait (transcript, 2);
  g_assert_nonnull (ponder_test_transcript_find_row (transcript, above));
  eye = find_eye (transcript);
  ponder_message_append_text (above, "\n\n```c\nint a;\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n");
  assert_stays (transcript, &eye);
  ponder_message_set_fault (above, fault);
  ponder_message_set_state (above, PONDER_MESSAGE_FAILED);
  assert_stays (transcript, &eye);
  ponder_message_set_fault (above, NULL);
  ponder_message_set_state (above, PONDER_MESSAGE_DONE);
  assert_stays (transcript, &eye);
}

/* What is read may wrap elsewhere, so a line may become part of the one before. */
static void
stays_near_when_letters_grow (void)
{
  PonderMessage *answer;
  g_autoptr(PonderTestTranscript) transcript = open_chat (&answer);
  GtkSettings *settings = gtk_settings_get_default ();
  g_autofree char *font = NULL;
  Eye eye;

  scroll_by (transcript, -300);
  eye = find_eye (transcript);
  g_object_get (settings, "gtk-font-name", &font, NULL);
  g_object_set (settings, "gtk-font-name", "Cantarell 16", NULL);
  ponder_test_transcript_wait (transcript, 4);
  g_assert_cmpfloat (fabs (locate (transcript, &eye) - eye.y), <=, 2 * eye.height);
  g_object_set (settings, "gtk-font-name", font, NULL);
  ponder_test_transcript_wait (transcript, 4);
  g_assert_cmpfloat (fabs (locate (transcript, &eye) - eye.y), <=, 2 * eye.height);
}

static void
page_up (PonderTestTranscript *transcript)
{
  ponder_transcript_view_scroll_by (transcript->view, -HEIGHT);
}

static void
go_to_start (PonderTestTranscript *transcript)
{
  ponder_transcript_view_go_to_start (transcript->view);
}

static void
reveal_above (PonderTestTranscript *transcript)
{
  ponder_transcript_view_reveal (transcript->view, -20, 10);
}

static void
pull_bar (PonderTestTranscript *transcript)
{
  gtk_adjustment_set_value (transcript->adjustment, gtk_adjustment_get_upper (transcript->adjustment) / 3);
}

static void
every_way_up_lets_go (void)
{
  static void (*const ways[]) (PonderTestTranscript *transcript) = { page_up, go_to_start, reveal_above, pull_bar };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      PonderMessage *answer;
      g_autoptr(PonderTestTranscript) transcript = open_chat (&answer);
      Eye eye;

      g_assert_true (ponder_transcript_view_get_follows (transcript->view));
      ways[i] (transcript);
      ponder_test_transcript_wait (transcript, 2);
      g_assert_false (ponder_transcript_view_get_follows (transcript->view));
      ponder_test_run_for (400);
      ponder_test_transcript_wait (transcript, 1);
      eye = find_eye (transcript);
      add_paragraphs (answer, 3);
      assert_stays (transcript, &eye);
    }
}

/* The gesture of the view that selects. */
static GtkGesture *
find_drag (PonderTestTranscript *transcript)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (transcript->view));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (G_OBJECT_TYPE (controller) == GTK_TYPE_GESTURE_DRAG)
        return GTK_GESTURE (controller);
    }
  g_assert_not_reached ();
}

static void
stays_while_text_is_selected (void)
{
  PonderMessage *answer;
  g_autoptr(PonderTestTranscript) transcript = open_chat (&answer);
  GtkGesture *drag = find_drag (transcript);
  Eye eye;

  g_assert_true (ponder_transcript_view_get_follows (transcript->view));
  eye = find_eye (transcript);
  ponder_transcript_selection_begin (transcript->view->selection, 100, 200, 1);
  g_signal_emit_by_name (drag, "drag-begin", 100.0, 200.0);
  g_signal_emit_by_name (drag, "drag-update", 80.0, 60.0);
  add_paragraphs (answer, 3);
  assert_stays (transcript, &eye);
  g_signal_emit_by_name (drag, "drag-update", 90.0, 70.0);
  add_paragraphs (answer, 3);
  assert_stays (transcript, &eye);
  g_signal_emit_by_name (drag, "drag-end", 90.0, 70.0);
  add_paragraphs (answer, 3);
  assert_stays (transcript, &eye);

  ponder_transcript_view_scroll_to_end (transcript->view);
  ponder_test_transcript_wait (transcript, 2);
  g_assert_true (ponder_transcript_view_get_follows (transcript->view));
}

int
main (int   argc,
      char *argv[])
{
  if (!ponder_test_transcript_init (&argc, &argv))
    return 0;

  g_test_add_func ("/transcript/eye/stays-while-the-answer-grows", stays_while_the_answer_grows);
  g_test_add_func ("/transcript/eye/stays-when-thoughts-above-it-unfold", stays_when_thoughts_above_it_unfold);
  g_test_add_func ("/transcript/eye/what-unfolds-stays-under-the-pointer", what_unfolds_stays_under_the_pointer);
  g_test_add_func ("/transcript/eye/stays-when-a-message-above-changes", stays_when_a_message_above_changes);
  g_test_add_func ("/transcript/eye/stays-near-when-letters-grow", stays_near_when_letters_grow);
  g_test_add_func ("/transcript/eye/every-way-up-lets-go", every_way_up_lets_go);
  g_test_add_func ("/transcript/eye/stays-while-text-is-selected", stays_while_text_is_selected);
  return g_test_run ();
}
