/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the line that says how long an answer is awaited, with a model that never answers. */

#include "config.h"

#include <string.h>

#include "ponder-model-config.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-transcript.h"
#include "ponder-test-ui.h"
#include "ponder-waiting-line.h"
#include "ponder-workspace.h"

typedef struct
{
  char                 *dir;
  PonderWorkspace      *workspace;
  PonderTimeline       *timeline;
  PonderTurn           *turn;
  PonderTestTranscript *transcript;
} Fixture;

static gboolean
is_loaded (gpointer user_data)
{
  return !ponder_timeline_get_loading (user_data);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  g_autoptr(PonderModelConfig) config = NULL;
  g_autoptr(PonderSession) session = NULL;
  g_autoptr(GError) error = NULL;
  PonderProviderConfig *provider;

  fixture->dir = ponder_test_dir_new ();
  fixture->workspace = ponder_test_workspace_open (fixture->dir);
  provider = ponder_workspace_start_demo (fixture->workspace, &error);
  g_assert_no_error (error);

  session = ponder_workspace_create_session (fixture->workspace);
  config = ponder_model_config_copy (ponder_session_get_config (session));
  ponder_model_config_set_model (config, ponder_provider_config_get_id (provider), "hang");
  config->first_token_timeout = 4;
  ponder_session_set_config (session, config);
  fixture->timeline = ponder_workspace_open_timeline (fixture->workspace, session);
  ponder_test_wait_for (is_loaded, fixture->timeline, 5);

  fixture->transcript = ponder_test_transcript_new (700, 600);
  ponder_transcript_view_set_messages (fixture->transcript->view, G_LIST_MODEL (fixture->timeline));
  gtk_window_present (fixture->transcript->window);
  fixture->turn = ponder_workspace_begin_turn (fixture->workspace, fixture->timeline, "Are you there?");
  ponder_transcript_view_set_turns (fixture->transcript->view, ponder_timeline_get_turns (fixture->timeline));
  ponder_test_transcript_wait (fixture->transcript, 3);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  ponder_turn_stop (fixture->turn);
  g_clear_object (&fixture->turn);
  ponder_transcript_view_set_turns (fixture->transcript->view, NULL);
  ponder_test_transcript_free (fixture->transcript);
  g_clear_object (&fixture->timeline);
  ponder_test_workspace_close (fixture->workspace);
  ponder_test_dir_remove (fixture->dir);
}

static GtkWidget *
find_line (Fixture *fixture)
{
  return ponder_test_find_widget (GTK_WIDGET (fixture->transcript->view), PONDER_TYPE_WAITING_LINE, 0);
}

static const char *
get_words (Fixture *fixture)
{
  return gtk_label_get_text (GTK_LABEL (ponder_test_find_widget (find_line (fixture), GTK_TYPE_LABEL, 0)));
}

static gboolean
says_how_long (gpointer user_data)
{
  return strstr (get_words (user_data), "waiting 0:01") != NULL;
}

static gboolean
offers_to_wait (gpointer user_data)
{
  return ponder_test_find_button (find_line (user_data), "message.keep-waiting") != NULL;
}

static gboolean
is_over (gpointer user_data)
{
  return find_line (user_data) == NULL;
}

static void
keep_cb (Fixture       *fixture,
         PonderMessage *message)
{
  g_assert_true (message == ponder_turn_get_message (fixture->turn));
  ponder_turn_keep_waiting (fixture->turn);
}

static void
stop_cb (Fixture       *fixture,
         PonderMessage *message)
{
  g_assert_true (message == ponder_turn_get_message (fixture->turn));
  ponder_turn_stop (fixture->turn);
}

static void
counts_offers_and_stops (Fixture       *fixture,
                         gconstpointer  user_data)
{
  GtkWidget *view = GTK_WIDGET (fixture->transcript->view);
  GtkWidget *stop;

  g_signal_connect_swapped (view, "keep-waiting", G_CALLBACK (keep_cb), fixture);
  g_signal_connect_swapped (view, "stop", G_CALLBACK (stop_cb), fixture);
  g_assert_true (gtk_widget_get_visible (find_line (fixture)));
  g_assert_null (ponder_test_find_button (find_line (fixture), "message.keep-waiting"));
  ponder_test_wait_for (says_how_long, fixture, 5);

  ponder_test_wait_for (offers_to_wait, fixture, 5);
  g_assert_true (g_str_has_suffix (get_words (fixture), "the model may be loading"));
  stop = ponder_test_find_button (find_line (fixture), "message.stop");
  g_assert_nonnull (stop);
  g_signal_emit_by_name (ponder_test_find_button (find_line (fixture), "message.keep-waiting"), "clicked");
  g_assert_false (ponder_turn_get_can_keep_waiting (fixture->turn));
  g_assert_false (gtk_widget_get_visible (stop));

  g_signal_emit_by_name (stop, "clicked");
  ponder_test_wait_for (is_over, fixture, 5);
  g_assert_cmpint (ponder_message_get_state (ponder_turn_get_message (fixture->turn)), ==, PONDER_MESSAGE_STOPPED);
}

int
main (int   argc,
      char *argv[])
{
  if (!ponder_test_transcript_init (&argc, &argv))
    return 0;

  g_test_add ("/transcript/waiting/counts-offers-and-stops", Fixture, NULL, set_up, counts_offers_and_stops, tear_down);
  return g_test_run ();
}
