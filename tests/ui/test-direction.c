/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Right to left: the window mirrors, words stand where they begin, and code does not care. */

#include "config.h"

#include "ponder-block-stack.h"
#include "ponder-code-block.h"
#include "ponder-message-footer.h"
#include "ponder-message-row.h"
#include "ponder-test-loop.h"
#include "ponder-test-transcript.h"
#include "ponder-text-block.h"

#define WIDTH 900

#define MIXED \
  "שלום עולם, זאת פסקה בעברית.\n\n" \
  "This paragraph is English.\n\n" \
  "> ציטוט קצר\n\n" \
  "- פריט ראשון\n\n" \
  "```python\nx = 1  # a comment\n# הערה\n```\n"

static PonderTestTranscript *
open_chat (GtkTextDirection direction)
{
  PonderTestTranscript *transcript;

  gtk_widget_set_default_direction (direction);
  transcript = ponder_test_transcript_new (WIDTH, 700);
  ponder_test_transcript_add (transcript, PONDER_ROLE_USER, "Short");
  ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, MIXED);
  ponder_test_transcript_show (transcript);
  return transcript;
}

static PonderBlockStack *
get_answer (PonderTestTranscript *transcript)
{
  return PONDER_BLOCK_STACK (ponder_test_find_widget (GTK_WIDGET (transcript->view), PONDER_TYPE_BLOCK_STACK, 1));
}

static graphene_rect_t
get_bounds (GtkWidget *widget,
            GtkWidget *root)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (widget, root, &bounds));
  return bounds;
}

/* How far block @index of the answer is from the left and from the right edge of the answer. */
static void
get_margins (PonderTestTranscript *transcript,
             guint                 index,
             int                  *left,
             int                  *right)
{
  PonderBlockStack *answer = get_answer (transcript);
  graphene_rect_t bounds = get_bounds (ponder_block_stack_get_widget (answer, index), GTK_WIDGET (answer));

  *left = (int) bounds.origin.x;
  *right = gtk_widget_get_width (GTK_WIDGET (answer)) - *left - (int) bounds.size.width;
}

/* The same in a window of either direction. */
static void
check_words (PonderTestTranscript *transcript)
{
  int left;
  int right;

  get_margins (transcript, 0, &left, &right);
  g_assert_cmpint (right, ==, 0);
  get_margins (transcript, 1, &left, &right);
  g_assert_cmpint (left, ==, 0);
  /* The bar of a quotation and the mark of a list stand before their words. */
  get_margins (transcript, 2, &left, &right);
  g_assert_cmpint (right, >, 0);
  g_assert_cmpint (left, >, right);
  get_margins (transcript, 3, &left, &right);
  g_assert_cmpint (right, >, 0);
  g_assert_cmpint (left, >, right);
}

static void
check_code (PonderTestTranscript *transcript)
{
  GtkWidget *code = ponder_block_stack_get_widget (get_answer (transcript), 4);
  PonderTextBlock *text = PONDER_TEXT_BLOCK (ponder_test_find_widget (code, PONDER_TYPE_TEXT_BLOCK, 0));
  graphene_rect_t bounds = get_bounds (GTK_WIDGET (text), code);
  GdkRectangle letter;

  g_assert_true (PONDER_IS_CODE_BLOCK (code));
  g_assert_false (ponder_text_block_is_mirrored (text));
  g_assert_cmpfloat (bounds.origin.x, <, 30);
  /* Its first letter, and that of the line of Hebrew, are at the left. */
  ponder_text_block_get_letter (text, 0, &letter);
  g_assert_cmpuint (ponder_text_block_get_byte_at (text, 0, letter.y + 1), ==, 0);
  ponder_text_block_get_letter (text, 20, &letter);
  g_assert_cmpuint (ponder_text_block_get_byte_at (text, 0, letter.y + 1), ==, 19);
}

/* The bubble is at the side where lines end. */
static double
get_bubble_x (PonderTestTranscript *transcript)
{
  GtkWidget *question = ponder_test_find_widget (GTK_WIDGET (transcript->view), PONDER_TYPE_BLOCK_STACK, 0);

  return get_bounds (question, GTK_WIDGET (transcript->view)).origin.x;
}

static double
get_buttons_x (PonderTestTranscript *transcript)
{
  GtkWidget *row = ponder_test_find_widget (GTK_WIDGET (transcript->view), PONDER_TYPE_MESSAGE_ROW, 1);
  GtkWidget *button = ponder_test_find_button (row, "message.regenerate");

  return get_bounds (button, GTK_WIDGET (transcript->view)).origin.x;
}

static void
left_to_right (void)
{
  g_autoptr(PonderTestTranscript) transcript = open_chat (GTK_TEXT_DIR_LTR);

  check_words (transcript);
  check_code (transcript);
  g_assert_cmpfloat (get_bubble_x (transcript), >, WIDTH / 2);
  g_assert_cmpfloat (get_buttons_x (transcript), <, WIDTH / 2);
}

static void
right_to_left (void)
{
  g_autoptr(PonderTestTranscript) transcript = open_chat (GTK_TEXT_DIR_RTL);

  check_words (transcript);
  check_code (transcript);
  g_assert_cmpfloat (get_bubble_x (transcript), <, WIDTH / 2);
  g_assert_cmpfloat (get_buttons_x (transcript), >, WIDTH / 2);
}

/* Whoever turns the direction while it runs gets what a start would give. */
static void
turned (void)
{
  g_autoptr(PonderTestTranscript) transcript = open_chat (GTK_TEXT_DIR_LTR);

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  ponder_test_transcript_wait (transcript, 3);
  check_words (transcript);
  check_code (transcript);
  g_assert_cmpfloat (get_bubble_x (transcript), <, WIDTH / 2);
}

int
main (int   argc,
      char *argv[])
{
  if (!ponder_test_transcript_init (&argc, &argv))
    return 0;

  g_test_add_func ("/ui/direction/words-stand-where-they-begin", left_to_right);
  g_test_add_func ("/ui/direction/the-window-mirrors-and-code-does-not", right_to_left);
  g_test_add_func ("/ui/direction/can-be-turned", turned);
  return g_test_run ();
}
