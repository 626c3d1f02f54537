/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keyboard stays in the transcript, whatever becomes of the row that has it. */

#include "config.h"

#include "ponder-message-row.h"
#include "ponder-test-loop.h"
#include "ponder-test-transcript.h"

#define WIDTH 700
#define HEIGHT 600

static void
focus (PonderTestTranscript *transcript,
       PonderMessage        *message)
{
  gtk_widget_grab_focus (ponder_test_transcript_find_row (transcript, message));
}

static void
assert_focused (PonderTestTranscript *transcript,
                PonderMessage        *message)
{
  GtkWidget *focused = gtk_window_get_focus (transcript->window);

  ponder_test_transcript_wait (transcript, 5);
  focused = gtk_window_get_focus (transcript->window);
  g_assert_nonnull (focused);
  g_assert_true (PONDER_IS_MESSAGE_ROW (focused));
  g_assert_cmpstr (ponder_message_get_id (ponder_message_row_get_message (PONDER_MESSAGE_ROW (focused))), ==,
                   ponder_message_get_id (message));
}

static PonderMessage *
make_message (const char *id)
{
  PonderMessage *message = ponder_message_new (id, NULL, PONDER_ROLE_ASSISTANT);

  ponder_message_append_text (message, "another answer");
  ponder_message_set_state (message, PONDER_MESSAGE_DONE);
  ponder_message_set_siblings (message, 0, 1);
  return message;
}

static void
another_answer_has_it (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  g_autoptr(PonderMessage) other = make_message ("other");
  gpointer items[] = { other };
  PonderMessage *answer;

  ponder_test_transcript_add (transcript, PONDER_ROLE_USER, "question");
  answer = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, "answer");
  ponder_test_transcript_show (transcript);
  focus (transcript, answer);
  g_list_store_splice (transcript->messages, 1, 1, items, 1);
  assert_focused (transcript, other);
}

/* The list may tell of everything as new. */
static void
the_same_message_keeps_it (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  PonderMessage *first = ponder_test_transcript_add (transcript, PONDER_ROLE_USER, "question");
  PonderMessage *answer = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, "answer");
  g_autoptr(PonderMessage) above = make_message ("above");
  gpointer items[] = { above, first, answer };

  ponder_test_transcript_show (transcript);
  focus (transcript, answer);
  g_list_store_splice (transcript->messages, 0, 2, items, 3);
  assert_focused (transcript, answer);
  g_list_store_remove (transcript->messages, 0);
  assert_focused (transcript, answer);
}

static void
the_neighbour_of_what_is_deleted_has_it (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  PonderMessage *first = ponder_test_transcript_add (transcript, PONDER_ROLE_USER, "question");
  PonderMessage *answer;

  answer = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, "answer");
  ponder_test_transcript_add (transcript, PONDER_ROLE_USER, "more");
  ponder_test_transcript_show (transcript);
  focus (transcript, answer);
  g_list_store_splice (transcript->messages, 1, 2, NULL, 0);
  assert_focused (transcript, first);
  g_list_store_remove_all (transcript->messages);
  ponder_test_transcript_wait (transcript, 5);
  g_assert_true (gtk_window_get_focus (transcript->window) == GTK_WIDGET (transcript->view));
}

/* Who was in the box for the next question stays there. */
static void
nobody_else_loses_it (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  g_autoptr(PonderMessage) other = make_message ("other");
  gpointer items[] = { other };

  ponder_test_transcript_add (transcript, PONDER_ROLE_USER, "question");
  ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, "answer");
  ponder_test_transcript_show (transcript);
  gtk_window_set_focus (transcript->window, NULL);
  g_list_store_splice (transcript->messages, 1, 1, items, 1);
  ponder_test_transcript_wait (transcript, 5);
  g_assert_null (gtk_window_get_focus (transcript->window));
}

static void
rows_tell_what_they_are (void)
{
  g_autoptr(PonderTestTranscript) transcript = ponder_test_transcript_new (WIDTH, HEIGHT);
  PonderMessage *question = ponder_test_transcript_add (transcript, PONDER_ROLE_USER, "how?");
  PonderMessage *answer = ponder_test_transcript_add (transcript, PONDER_ROLE_ASSISTANT, "**so**");
  GtkAccessible *row;

  ponder_message_set_created (question, 0);
  ponder_message_set_created (answer, 0);
  ponder_message_set_model (answer, "hello");
  ponder_message_set_state (answer, PONDER_MESSAGE_STREAMING);
  ponder_test_transcript_show (transcript);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (transcript->view), GTK_ACCESSIBLE_PROPERTY_LABEL, "Messages");
  row = GTK_ACCESSIBLE (ponder_test_transcript_find_row (transcript, answer));
  gtk_test_accessible_assert_relation (row, GTK_ACCESSIBLE_RELATION_POS_IN_SET, 2);
  gtk_test_accessible_assert_relation (row, GTK_ACCESSIBLE_RELATION_SET_SIZE, 2);
  gtk_test_accessible_assert_state (row, GTK_ACCESSIBLE_STATE_BUSY, TRUE);
  ponder_message_set_state (answer, PONDER_MESSAGE_DONE);
  ponder_test_transcript_wait (transcript, 3);
  gtk_test_accessible_assert_state (row, GTK_ACCESSIBLE_STATE_BUSY, FALSE);
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL, "hello: so");
  g_list_store_remove (transcript->messages, 0);
  ponder_test_transcript_wait (transcript, 3);
  gtk_test_accessible_assert_relation (row, GTK_ACCESSIBLE_RELATION_POS_IN_SET, 1);
}

int
main (int   argc,
      char *argv[])
{
  /* What is told is asked of the test's own backend. */
  g_setenv ("GTK_A11Y", "test", TRUE);
  if (!ponder_test_transcript_init (&argc, &argv))
    return 0;
  g_test_add_func ("/ui/transcript-focus/another-answer-has-it", another_answer_has_it);
  g_test_add_func ("/ui/transcript-focus/the-same-message-keeps-it", the_same_message_keeps_it);
  g_test_add_func ("/ui/transcript-focus/the-neighbour-of-what-is-deleted-has-it",
                   the_neighbour_of_what_is_deleted_has_it);
  g_test_add_func ("/ui/transcript-focus/nobody-else-loses-it", nobody_else_loses_it);
  g_test_add_func ("/ui/transcript-focus/rows-tell-what-they-are", rows_tell_what_they_are);
  return g_test_run ();
}
