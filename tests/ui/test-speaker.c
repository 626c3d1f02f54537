/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is read out of an answer, and how it ended; tests/ui/test-accessibility.py listens to the same on the bus. */

#include "config.h"

#include "ponder-fault.h"
#include "ponder-speaker.h"
#include "ponder-test-loop.h"
#include "ponder-test-ui.h"

typedef struct
{
  GtkWidget     *window;
  GtkWidget     *button;
  PonderSpeaker *speaker;
  PonderMessage *message;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->window = gtk_window_new ();
  fixture->button = gtk_button_new_with_label ("has the keyboard");
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->button);
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_widget_grab_focus (fixture->button);
  ponder_test_settle ();
  fixture->speaker = ponder_speaker_new (fixture->button);
  fixture->message = ponder_message_new ("m", NULL, PONDER_ROLE_ASSISTANT);
  ponder_message_set_state (fixture->message, PONDER_MESSAGE_WAITING);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  ponder_speaker_free (fixture->speaker);
  g_object_unref (fixture->message);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

static void
listen (Fixture *fixture)
{
  ponder_announcer_set_listened (ponder_speaker_get_announcer (fixture->speaker), TRUE);
}

typedef struct
{
  Fixture    *fixture;
  const char *words;
} Expected;

static gboolean
is_said (gpointer user_data)
{
  Expected *expected = user_data;
  g_autofree char *failure = gtk_test_accessible_check_property (GTK_ACCESSIBLE (expected->fixture->button),
                                                                 GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                                                 expected->words);

  return failure == NULL;
}

static void
wait_for_words (Fixture    *fixture,
                const char *words)
{
  Expected expected = { fixture, words };

  ponder_test_wait_for (is_said, &expected, 5);
}

static gboolean
says_nothing (Fixture *fixture)
{
  return !gtk_test_accessible_has_property (GTK_ACCESSIBLE (fixture->button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

static void
test_sentences (Fixture       *fixture,
                gconstpointer  data)
{
  listen (fixture);
  ponder_speaker_set_message (fixture->speaker, fixture->message);
  wait_for_words (fixture, "Generating…");
  ponder_message_set_state (fixture->message, PONDER_MESSAGE_STREAMING);
  ponder_message_append_text (fixture->message, "One **whole** sentence. And a");
  wait_for_words (fixture, "One whole sentence.");
  ponder_message_append_text (fixture->message, "nother");
  ponder_message_set_state (fixture->message, PONDER_MESSAGE_DONE);
  wait_for_words (fixture, "And another. Answer finished.");
  /* It is no description that stays. */
  ponder_test_run_for (700);
  g_assert_true (says_nothing (fixture));
}

static void
test_ends (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(PonderFault) fault = ponder_fault_new (PONDER_ERROR_NETWORK, "chat");
  g_autofree char *title = ponder_fault_dup_title (fault);
  g_autofree char *failed = g_strdup_printf ("Failed: %s", title);

  listen (fixture);
  ponder_speaker_set_message (fixture->speaker, fixture->message);
  ponder_message_set_state (fixture->message, PONDER_MESSAGE_STOPPED);
  wait_for_words (fixture, "Stopped.");

  ponder_message_set_state (fixture->message, PONDER_MESSAGE_WAITING);
  ponder_speaker_set_message (fixture->speaker, fixture->message);
  ponder_message_set_fault (fixture->message, fault);
  wait_for_words (fixture, title);
  ponder_message_set_state (fixture->message, PONDER_MESSAGE_FAILED);
  wait_for_words (fixture, failed);
}

/* Nothing is said to nobody, and not all of it at once to whoever comes later. */
static void
test_nobody (Fixture       *fixture,
             gconstpointer  data)
{
  ponder_speaker_set_message (fixture->speaker, fixture->message);
  ponder_message_append_text (fixture->message, "Nobody heard this. ");
  ponder_test_run_for (600);
  g_assert_true (says_nothing (fixture));
  listen (fixture);
  ponder_message_append_text (fixture->message, "What is heard is");
  ponder_test_run_for (600);
  g_assert_true (says_nothing (fixture));
  ponder_message_append_text (fixture->message, " whole. And");
  wait_for_words (fixture, "What is heard is whole.");
}

static void
add (const char *path,
     void      (*func) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, func, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  if (!ponder_test_ui_init (&argc, &argv))
    return 0;
#if GTK_CHECK_VERSION (4, 14, 0)
  g_print ("1..0 # SKIP an announcement is no property that a test could ask for\n");
  return 0;
#endif
  add ("/ui/speaker/says-sentences", test_sentences);
  add ("/ui/speaker/says-how-it-ended", test_ends);
  add ("/ui/speaker/says-nothing-to-nobody", test_nobody);
  return g_test_run ();
}
