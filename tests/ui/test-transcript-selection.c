/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of selecting and copying across blocks and messages. */

#include "config.h"

#include <string.h>

#include "ponder-test-transcript.h"
#include "ponder-text-block.h"
#include "ponder-text-leaves.h"
#include "ponder-transcript-view-private.h"

#define WIDTH 700
#define HEIGHT 600

/* A point in the line of the @nth text of @message, before its first letter or behind its last. */
static graphene_point_t
find_point (PonderTestTranscript *transcript,
            PonderMessage        *message,
            guint                 nth,
            gboolean              behind)
{
  GtkWidget *row = ponder_test_transcript_find_row (transcript, message);
  g_autoptr(GPtrArray) leaves = ponder_text_leaves_collect (row);
  GtkWidget *leaf = g_ptr_array_index (leaves, nth);
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (leaf, GTK_WIDGET (transcript->view), &bounds));
  return GRAPHENE_POINT_INIT (bounds.origin.x + (behind ? bounds.size.width : 0),
                              bounds.origin.y + (behind ? bounds.size.height - 4 : 4));
}

static void
select_between (PonderTestTranscript *transcript,
                graphene_point_t      from,
                graphene_point_t      to)
{
  ponder_transcript_selection_begin (transcript->view->selection, from.x, from.y, 1);
  ponder_transcript_selection_extend (transcript->view->selection, to.x, to.y);
}

static void
assert_selected (PonderTestTranscript *transcript,
                 const char           *expected)
{
  g_autofree char *text = ponder_transcript_view_dup_selection (transcript->view);

  g_assert_cmpstr (text, ==, expected);
}

static void
runs_across_blocks_and_messages (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  PonderMessage *question = ponder_test_transcript_add (transcript, PONDER_ROLE_USER, "What is it?");
  PonderMessage *answer = ponder_test_transcript_add (
    transcript, PONDER_ROLE_ASSISTANT, "It is **this**.\n\n- one\n- two\n\n```c\nint a;\nint b;\n```\n\nThe end.");

  ponder_test_transcript_show (transcript);
  assert_selected (transcript, "");
  select_between (transcript, find_point (transcript, question, 0, FALSE), find_point (transcript, answer, 4, TRUE));
  assert_selected (transcript, "What is it?\n\nIt is this.\n• one\n• two\n\nint a;\nint b;\n\nThe end.");

  /* The same backwards. */
  select_between (transcript, find_point (transcript, answer, 4, TRUE), find_point (transcript, question, 0, FALSE));
  assert_selected (transcript, "What is it?\n\nIt is this.\n• one\n• two\n\nint a;\nint b;\n\nThe end.");
}

static void
a_table_is_copied_row_by_row (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  PonderMessage *answer = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT,
                                                      "| a | b |\n|---|---|\n| c | d |\n");

  ponder_test_transcript_show (transcript);
  select_between (transcript, find_point (transcript, answer, 0, FALSE), find_point (transcript, answer, 3, TRUE));
  assert_selected (transcript, "a\tb\nc\td");
}

static void
words_and_paragraphs (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  PonderMessage *answer = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, "first words here\n\nsecond");
  graphene_point_t point;

  ponder_test_transcript_show (transcript);
  point = find_point (transcript, answer, 0, FALSE);
  ponder_transcript_selection_begin (transcript->view->selection, point.x + 3, point.y, 2);
  assert_selected (transcript, "first");
  ponder_transcript_selection_begin (transcript->view->selection, point.x + 3, point.y, 3);
  assert_selected (transcript, "first words here");
}

static void
all_is_markdown (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);

  ponder_test_transcript_add (transcript, PONDER_ROLE_USER, "*What*");
  ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, "**This**");
  ponder_test_transcript_show (transcript);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (transcript->view), "transcript.select-all", NULL));
  assert_selected (transcript, "*What*\n\n**This**");
}

static void
stays_when_rows_are_dropped (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  PonderMessage *first = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, "the **first** one");
  PonderMessage *second = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, "the second one");

  ponder_test_transcript_add_many (transcript, 60);
  ponder_test_transcript_show (transcript);
  ponder_transcript_view_set_place (transcript->view, "m0", 0);
  ponder_test_transcript_wait (transcript, 3);
  select_between (transcript, find_point (transcript, first, 0, FALSE), find_point (transcript, second, 0, TRUE));
  ponder_transcript_view_scroll_to_end (transcript->view);
  ponder_test_transcript_wait (transcript, 3);

  g_assert_null (ponder_test_transcript_find_row (transcript, first));
  assert_selected (transcript, "the first one\n\nthe second one");

  g_list_store_remove (transcript->messages, 1);
  assert_selected (transcript, "");
}

static void
the_clipboard_gets_the_selection_or_the_message (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  PonderMessage *answer = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, "some **bold** words");
  g_autofree char *whole = NULL;
  g_autofree char *part = NULL;
  graphene_point_t point;

  ponder_test_transcript_show (transcript);
  gtk_widget_grab_focus (ponder_test_transcript_find_row (transcript, answer));
  gtk_widget_activate_action (GTK_WIDGET (transcript->view), "transcript.copy", NULL);
  whole = ponder_test_dup_clipboard (GTK_WIDGET (transcript->view));
  g_assert_cmpstr (whole, ==, "some **bold** words");

  point = find_point (transcript, answer, 0, FALSE);
  ponder_transcript_selection_begin (transcript->view->selection, point.x + 3, point.y, 3);
  gtk_widget_activate_action (GTK_WIDGET (transcript->view), "transcript.copy", NULL);
  part = ponder_test_dup_clipboard (GTK_WIDGET (transcript->view));
  g_assert_cmpstr (part, ==, "some bold words");
}

int
main (int   argc,
      char *argv[])
{
  if (!ponder_test_transcript_init (&argc, &argv))
    return 0;

  g_test_add_func ("/transcript/selection/runs-across-blocks-and-messages", runs_across_blocks_and_messages);
  g_test_add_func ("/transcript/selection/a-table-is-copied-row-by-row", a_table_is_copied_row_by_row);
  g_test_add_func ("/transcript/selection/words-and-paragraphs", words_and_paragraphs);
  g_test_add_func ("/transcript/selection/all-is-markdown", all_is_markdown);
  g_test_add_func ("/transcript/selection/stays-when-rows-are-dropped", stays_when_rows_are_dropped);
  g_test_add_func ("/transcript/selection/the-clipboard-gets-the-selection-or-the-message",
                   the_clipboard_gets_the_selection_or_the_message);
  return g_test_run ();
}
