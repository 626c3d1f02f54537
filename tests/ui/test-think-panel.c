/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what stands above an answer that is thought about deeply, with real runs of the demo's model. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "ponder-announcer.h"
#include "ponder-chat-page.h"
#include "ponder-message-row.h"
#include "ponder-model-catalog.h"
#include "ponder-model-config.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-transcript.h"
#include "ponder-test-ui.h"
#include "ponder-think-panel.h"
#include "ponder-think-review-part.h"
#include "ponder-think-words.h"
#include "ponder-workspace.h"

#define QUESTION "Shall we do it?"

typedef struct
{
  char                 *dir;
  PonderWorkspace      *workspace;
  PonderTimeline       *timeline;
  PonderMessage        *message;
  PonderThinkBoard     *board;
  PonderTestTranscript *transcript;
} Fixture;

static gboolean
is_loaded (gpointer user_data)
{
  return !ponder_timeline_get_loading (user_data);
}

static void
show (Fixture *fixture,
      int      height)
{
  fixture->transcript = ponder_test_transcript_new (700, height);
  ponder_transcript_view_set_messages (fixture->transcript->view, G_LIST_MODEL (fixture->timeline));
  ponder_transcript_view_set_turns (fixture->transcript->view, ponder_timeline_get_turns (fixture->timeline));
  gtk_window_present (fixture->transcript->window);
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
  ponder_model_config_set_model (config, ponder_provider_config_get_id (provider), "think");
  config->deep_think = TRUE;
  config->think = ponder_think_config_new ();
  config->think->approve_plan = user_data != NULL;
  ponder_session_set_config (session, config);
  fixture->timeline = ponder_workspace_open_timeline (fixture->workspace, session);
  ponder_test_wait_for (is_loaded, fixture->timeline, 5);
  show (fixture, 700);
}

/* Whatever runs stops where it is. */
static void
close_all (Fixture *fixture)
{
  ponder_transcript_view_set_turns (fixture->transcript->view, NULL);
  g_clear_pointer (&fixture->transcript, ponder_test_transcript_free);
  g_clear_object (&fixture->board);
  g_clear_object (&fixture->message);
  g_clear_object (&fixture->timeline);
  ponder_test_workspace_close (g_steal_pointer (&fixture->workspace));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  close_all (fixture);
  ponder_test_dir_remove (fixture->dir);
}

/* As the program is started again. */
static void
reopen (Fixture *fixture)
{
  g_autoptr(PonderSession) session = NULL;
  g_autoptr(GError) error = NULL;

  close_all (fixture);
  fixture->workspace = ponder_test_workspace_open (fixture->dir);
  ponder_workspace_start_demo (fixture->workspace, &error);
  g_assert_no_error (error);
  session = g_list_model_get_item (G_LIST_MODEL (ponder_workspace_get_sessions (fixture->workspace)), 0);
  g_assert_nonnull (session);
  fixture->timeline = ponder_workspace_open_timeline (fixture->workspace, session);
  ponder_test_wait_for (is_loaded, fixture->timeline, 5);
  show (fixture, 700);
}

static gboolean
find_board (gpointer user_data)
{
  Fixture *fixture = user_data;
  guint n_messages = g_list_model_get_n_items (G_LIST_MODEL (fixture->timeline));

  if (n_messages < 2)
    return FALSE;
  g_clear_object (&fixture->message);
  fixture->message = g_list_model_get_item (G_LIST_MODEL (fixture->timeline), n_messages - 1);
  if (ponder_timeline_get_board (fixture->timeline, fixture->message) == NULL)
    return FALSE;
  g_set_object (&fixture->board, ponder_timeline_get_board (fixture->timeline, fixture->message));
  return ponder_test_find_widget (GTK_WIDGET (fixture->transcript->view), PONDER_TYPE_THINK_PANEL, 0) != NULL;
}

static PonderThinkPanel *
get_panel (Fixture *fixture)
{
  return PONDER_THINK_PANEL (ponder_test_find_widget (GTK_WIDGET (fixture->transcript->view),
                                                      PONDER_TYPE_THINK_PANEL, 0));
}

static void
begin (Fixture *fixture)
{
  g_autoptr(PonderTurn) turn = ponder_workspace_begin_turn (fixture->workspace, fixture->timeline, QUESTION);

  ponder_test_wait_for (find_board, fixture, 5);
  ponder_test_transcript_wait (fixture->transcript, 2);
}

static const PonderThinkState *
get_state (Fixture *fixture)
{
  return ponder_think_board_get_state (fixture->board);
}

static guint
count_done (Fixture *fixture)
{
  return ponder_think_state_count_parts (get_state (fixture), PONDER_THINK_DONE);
}

static gboolean
has_answered_part (gpointer user_data)
{
  return count_done (user_data) > 0;
}

static gboolean
has_ended (gpointer user_data)
{
  Fixture *fixture = user_data;

  return ponder_think_board_get_standing (fixture->board) == PONDER_THINK_STANDING_ENDED
         && get_state (fixture) != NULL;
}

static gboolean
is_folded (gpointer user_data)
{
  return !ponder_think_panel_get_open (get_panel (user_data));
}

static GtkWidget *
find_shown (Fixture    *fixture,
            const char *label)
{
  GtkWidget *panel = GTK_WIDGET (get_panel (fixture));
  GtkWidget *button;

  for (guint i = 0; (button = ponder_test_find_widget (panel, GTK_TYPE_BUTTON, i)) != NULL; i++)
    if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (button)), label) == 0 && gtk_widget_get_mapped (button))
      return button;
  return NULL;
}

static void
press (Fixture    *fixture,
       const char *label)
{
  GtkWidget *button = find_shown (fixture, label);

  g_test_message ("pressing %s", label);
  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static const char *
get_title (Fixture *fixture)
{
  return gtk_label_get_text (GTK_LABEL (ponder_test_find_widget (GTK_WIDGET (get_panel (fixture)), GTK_TYPE_LABEL, 0)));
}

static gboolean
says (Fixture    *fixture,
      const char *words)
{
  GtkWidget *panel = GTK_WIDGET (get_panel (fixture));
  GtkWidget *label;

  for (guint i = 0; (label = ponder_test_find_widget (panel, GTK_TYPE_LABEL, i)) != NULL; i++)
    if (gtk_widget_get_mapped (label) && strstr (gtk_label_get_text (GTK_LABEL (label)), words) != NULL)
      return TRUE;
  return FALSE;
}

static void
reader_opens (Fixture *fixture)
{
  GtkWidget *button = ponder_test_find_widget (GTK_WIDGET (get_panel (fixture)), GTK_TYPE_BUTTON, 0);

  g_signal_emit_by_name (button, "clicked");
  ponder_test_transcript_wait (fixture->transcript, 2);
}

/* Parts without an answer. */
static guint
count_missing (Fixture *fixture)
{
  const PonderThinkState *state = get_state (fixture);

  return ponder_think_state_count_all (state) - ponder_think_state_count_answered (state);
}

/* --- the tests --- */

static gboolean
totals_agree (gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autofree char *solve = g_strdup_printf ("Solve %u/%u", count_done (fixture),
                                            ponder_think_state_count_all (get_state (fixture)));
  g_autofree char *calls = g_strdup_printf (" %u calls", ponder_think_state_get_calls (get_state (fixture)));

  return says (fixture, solve) && says (fixture, calls);
}

/* Open while it runs; what is said is what is so; it folds at the end and tells how it went. */
static void
test_run (Fixture       *fixture,
          gconstpointer  user_data)
{
  begin (fixture);
  g_assert_true (ponder_think_panel_get_open (get_panel (fixture)));
  g_assert_cmpstr (get_title (fixture), ==, "Deep think");
  ponder_test_wait_for (has_answered_part, fixture, 20);
  ponder_test_wait_for (totals_agree, fixture, 5);
  g_assert_nonnull (find_shown (fixture, "Answer Now"));
  g_assert_nonnull (find_shown (fixture, "Pause"));
  g_assert_nonnull (find_shown (fixture, "Stop"));

  ponder_test_wait_for (has_ended, fixture, 40);
  ponder_test_wait_for (is_folded, fixture, 5);
  g_assert_true (g_str_has_prefix (get_title (fixture), "Deep think: 5 parts, 8 calls, "));
  g_assert_null (strstr (ponder_message_get_text (fixture->message), "Deep think"));
  reader_opens (fixture);
  g_assert_true (says (fixture, "Plan ✓"));
  g_assert_true (says (fixture, "Solve 5/5 ✓"));
  g_assert_true (says (fixture, "Synthesize ✓"));
  g_assert_true (says (fixture, "Review ✓"));
}

static gboolean
knows_figures (gpointer user_data)
{
  return strstr (get_title (user_data), "8 calls") != NULL;
}

/* What nobody looks at is forgotten, also when it is still being read; who looks again sees it again. */
static void
look_away (Fixture *fixture)
{
  ponder_transcript_view_set_messages (fixture->transcript->view, NULL);
  g_assert_null (get_state (fixture));
  ponder_transcript_view_set_messages (fixture->transcript->view, G_LIST_MODEL (fixture->timeline));
  ponder_test_transcript_wait (fixture->transcript, 1);
  ponder_transcript_view_set_messages (fixture->transcript->view, NULL);
  ponder_test_run_for (200);
  g_assert_null (get_state (fixture));
  ponder_transcript_view_set_messages (fixture->transcript->view, G_LIST_MODEL (fixture->timeline));
  ponder_test_wait_for (find_board, fixture, 5);
  ponder_test_wait_for (knows_figures, fixture, 5);
}

/* The line is there at once, its figures when they are read, and it does not grow by them. */
static void
test_again (Fixture       *fixture,
            gconstpointer  user_data)
{
  int height;

  begin (fixture);
  ponder_test_wait_for (has_ended, fixture, 40);
  reopen (fixture);
  ponder_test_wait_for (find_board, fixture, 5);
  g_assert_false (ponder_think_panel_get_open (get_panel (fixture)));
  g_assert_true (g_str_has_prefix (get_title (fixture), "Deep think"));
  height = gtk_widget_get_height (GTK_WIDGET (get_panel (fixture)));
  ponder_test_wait_for (knows_figures, fixture, 5);
  ponder_test_transcript_wait (fixture->transcript, 2);
  if (height > 0)
    g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (get_panel (fixture))), ==, height);
  look_away (fixture);

  reader_opens (fixture);
  g_assert_true (ponder_think_panel_get_open (get_panel (fixture)));
  g_assert_true (says (fixture, "Review: reviewed 9/10"));
  g_assert_true (says (fixture, "Minor: The number of people is not said."));
  g_assert_true (says (fixture, "Proposed: Say that one person works on it."));
  g_assert_null (find_shown (fixture, "Stop"));
}

static gboolean
runs (gpointer user_data)
{
  Fixture *fixture = user_data;

  return ponder_think_board_get_standing (fixture->board) == PONDER_THINK_STANDING_RUNNING;
}

static void
test_answer_now (Fixture       *fixture,
                 gconstpointer  user_data)
{
  g_autofree char *label = NULL;
  guint n_missing;

  begin (fixture);
  ponder_test_wait_for (has_answered_part, fixture, 20);
  press (fixture, "Answer Now");
  g_assert_true (get_state (fixture)->hurried);
  g_assert_false (gtk_widget_is_sensitive (find_shown (fixture, "Answer Now")));
  ponder_test_wait_for (has_ended, fixture, 30);
  ponder_test_wait_for (is_folded, fixture, 5);
  g_assert_nonnull (strstr (get_title (fixture), "answered from "));

  reader_opens (fixture);
  g_assert_true (says (fixture, "This was answered from "));
  n_missing = count_missing (fixture);
  g_assert_cmpuint (n_missing, >, 0);
  label = g_strdup_printf ("Finish the Missing %u", n_missing);
  press (fixture, label);
  ponder_test_wait_for (runs, fixture, 5);
  ponder_test_wait_for (has_ended, fixture, 40);
  g_assert_cmpuint (count_missing (fixture), ==, 0);
  g_assert_cmpint (get_state (fixture)->outcome, ==, PONDER_THINK_OUTCOME_DONE);
}

static void
test_pause (Fixture       *fixture,
            gconstpointer  user_data)
{
  begin (fixture);
  press (fixture, "Pause");
  g_assert_true (get_state (fixture)->paused);
  g_assert_true (says (fixture, "Paused. "));
  ponder_test_transcript_wait (fixture->transcript, 2);
  g_assert_null (find_shown (fixture, "Pause"));
  press (fixture, "Resume");
  g_assert_false (get_state (fixture)->paused);
  g_assert_false (says (fixture, "Paused. "));
  ponder_test_wait_for (has_ended, fixture, 40);
  g_assert_cmpint (get_state (fixture)->outcome, ==, PONDER_THINK_OUTCOME_DONE);
}

/* What there is stays, and can be gone on with. */
static void
test_stop (Fixture       *fixture,
           gconstpointer  user_data)
{
  guint n_done;

  begin (fixture);
  ponder_test_wait_for (has_answered_part, fixture, 20);
  press (fixture, "Stop");
  ponder_test_wait_for (has_ended, fixture, 5);
  ponder_test_wait_for (is_folded, fixture, 5);
  g_assert_true (g_str_has_prefix (get_title (fixture), "Deep think: stopped, "));
  n_done = count_done (fixture);
  g_assert_cmpuint (n_done, >, 0);

  reader_opens (fixture);
  press (fixture, "Resume");
  ponder_test_wait_for (runs, fixture, 5);
  g_assert_cmpuint (count_done (fixture), >=, n_done);
  ponder_test_wait_for (has_ended, fixture, 40);
  g_assert_cmpint (get_state (fixture)->outcome, ==, PONDER_THINK_OUTCOME_DONE);
  /* The reader opened it, and has it open. */
  g_assert_true (ponder_think_panel_get_open (get_panel (fixture)));
}

/* Continue, under the answer, goes on with the run: nothing is asked anew, and no second answer comes. */
static void
test_continue (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_autoptr(PonderModelCatalog) catalog = ponder_model_catalog_new (fixture->workspace);
  PonderChatPage *page = g_object_new (PONDER_TYPE_CHAT_PAGE, NULL);
  GtkWidget *window = adw_window_new ();
  guint n_done;

  begin (fixture);
  ponder_test_wait_for (has_answered_part, fixture, 20);
  press (fixture, "Stop");
  ponder_test_wait_for (has_ended, fixture, 5);
  n_done = count_done (fixture);

  ponder_chat_page_set_catalog (page, catalog);
  adw_window_set_content (ADW_WINDOW (window), GTK_WIDGET (page));
  gtk_window_present (GTK_WINDOW (window));
  ponder_chat_page_set_session (page, ponder_timeline_get_session (fixture->timeline));
  ponder_test_settle ();
  g_signal_emit_by_name (ponder_test_find (GTK_WIDGET (page), PONDER_TYPE_TRANSCRIPT_VIEW, NULL), "continue",
                         fixture->message);
  ponder_test_wait_for (runs, fixture, 5);
  g_assert_cmpuint (count_done (fixture), >=, n_done);
  ponder_test_wait_for (has_ended, fixture, 40);
  g_assert_cmpint (get_state (fixture)->outcome, ==, PONDER_THINK_OUTCOME_DONE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->timeline)), ==, 2);
  gtk_window_destroy (GTK_WINDOW (window));
  ponder_test_settle ();
}

static gboolean
folds_again (gpointer user_data)
{
  return get_panel (user_data) != NULL && is_folded (user_data);
}

static gboolean
offers_resume (gpointer user_data)
{
  return get_state (user_data) != NULL && find_shown (user_data, "Resume") != NULL;
}

static void
test_interrupted (Fixture       *fixture,
                  gconstpointer  user_data)
{
  begin (fixture);
  ponder_test_wait_for (has_answered_part, fixture, 20);
  reopen (fixture);
  ponder_test_wait_for (find_board, fixture, 5);
  g_assert_true (ponder_think_panel_get_open (get_panel (fixture)));
  ponder_test_wait_for (offers_resume, fixture, 5);
  ponder_test_transcript_wait (fixture->transcript, 12);
  g_assert_true (says (fixture, "Deep think was interrupted at "));
  g_assert_nonnull (find_shown (fixture, "Answer Now"));
  g_assert_nonnull (find_shown (fixture, "Discard"));
  press (fixture, "Resume");
  ponder_test_wait_for (runs, fixture, 5);
  ponder_test_wait_for (has_ended, fixture, 40);
  ponder_test_wait_for (is_folded, fixture, 5);
}

/* What was interrupted is given up, and may be gone on with all the same. */
static void
test_discard (Fixture       *fixture,
              gconstpointer  user_data)
{
  begin (fixture);
  ponder_test_wait_for (has_answered_part, fixture, 20);
  reopen (fixture);
  ponder_test_wait_for (find_board, fixture, 5);
  ponder_test_wait_for (offers_resume, fixture, 5);
  press (fixture, "Discard");
  ponder_test_wait_for (has_ended, fixture, 5);
  g_assert_cmpint (get_state (fixture)->outcome, ==, PONDER_THINK_OUTCOME_CANCELLED);
  ponder_test_wait_for (folds_again, fixture, 5);
  g_assert_null (find_shown (fixture, "Discard"));
}

static gboolean
is_reviewed_now (gpointer user_data)
{
  return get_state (user_data)->phase == PONDER_THINK_PHASE_REVIEW;
}

#if !GTK_CHECK_VERSION (4, 14, 0)
static gboolean
has_description (gpointer button)
{
  g_autofree char *wrong = gtk_test_accessible_check_property (button, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                                               "Reviewing the answer");

  return wrong == NULL;
}
#endif

/* What the reader closed stays closed, also in a row that is made anew; and what they opened stays open at the end. */
static void
test_choice (Fixture       *fixture,
             gconstpointer  user_data)
{
  begin (fixture);
  reader_opens (fixture);
  g_assert_false (ponder_think_panel_get_open (get_panel (fixture)));
  g_assert_true (g_str_has_prefix (get_title (fixture), "Deep think: "));
  ponder_transcript_view_set_messages (fixture->transcript->view, NULL);
  ponder_test_transcript_wait (fixture->transcript, 2);
  ponder_transcript_view_set_messages (fixture->transcript->view, G_LIST_MODEL (fixture->timeline));
  ponder_test_transcript_wait (fixture->transcript, 2);
  ponder_test_wait_for (folds_again, fixture, 5);
  reader_opens (fixture);
  ponder_test_wait_for (has_ended, fixture, 40);
  ponder_test_transcript_wait (fixture->transcript, 12);
  g_assert_true (ponder_think_panel_get_open (get_panel (fixture)));
}

/* What somebody adds while it runs gets to whoever writes the answer. */
static void
test_remark (Fixture       *fixture,
             gconstpointer  user_data)
{
  GtkWidget *entry;

  begin (fixture);
  entry = ponder_test_find_widget (GTK_WIDGET (get_panel (fixture)), GTK_TYPE_ENTRY, 0);
  gtk_editable_set_text (GTK_EDITABLE (entry), "  It is for two people. ");
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpuint (get_state (fixture)->notes->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (get_state (fixture)->notes, 0), ==, "It is for two people.");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
}

/* Only what begins is announced, once, and how it ended. */
static void
test_announcements (Fixture       *fixture,
                    gconstpointer  user_data)
{
  GtkWidget *button;

  begin (fixture);
  button = ponder_test_find_widget (GTK_WIDGET (get_panel (fixture)), GTK_TYPE_BUTTON, 0);
  gtk_widget_grab_focus (button);
  ponder_announcer_set_listened (ponder_think_panel_get_announcer (get_panel (fixture)), TRUE);
  ponder_test_wait_for (is_reviewed_now, fixture, 40);
  ponder_test_transcript_wait (fixture->transcript, 1);
#if !GTK_CHECK_VERSION (4, 14, 0)
  ponder_test_wait_for (has_description, button, 5);
  ponder_test_wait_for (has_ended, fixture, 40);
  ponder_test_wait_for (is_folded, fixture, 5);
  gtk_test_accessible_assert_property (button, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, get_title (fixture));
#endif
}

static gboolean
offers_start (gpointer user_data)
{
  return find_shown (user_data, "Start") != NULL;
}

static void
test_approval (Fixture       *fixture,
               gconstpointer  user_data)
{
  begin (fixture);
  ponder_test_wait_for (offers_start, fixture, 20);
  g_assert_true (says (fixture, "This is the plan: 5 parts, about 8 calls."));
  g_assert_nonnull (find_shown (fixture, "Stop"));
  g_assert_null (find_shown (fixture, "Answer Now"));
  g_assert_cmpuint (count_done (fixture), ==, 0);
  gtk_widget_grab_focus (find_shown (fixture, "Start"));
  press (fixture, "Start");
  ponder_test_transcript_wait (fixture->transcript, 2);
  g_assert_null (find_shown (fixture, "Start"));
  /* The button is gone, the keyboard is not. */
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (fixture->transcript->window),
                                         GTK_WIDGET (get_panel (fixture))));
  ponder_test_wait_for (has_ended, fixture, 40);
  ponder_test_transcript_wait (fixture->transcript, 12);
  /* Nor is what it is in folded away. */
  g_assert_true (ponder_think_panel_get_open (get_panel (fixture)));
}

static double
get_answer_y (Fixture *fixture)
{
  GtkWidget *row = ponder_test_transcript_find_row (fixture->transcript, fixture->message);
  GtkWidget *blocks = ponder_message_row_get_blocks (PONDER_MESSAGE_ROW (row), FALSE);
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (blocks, GTK_WIDGET (fixture->transcript->view), &bounds));
  return bounds.origin.y;
}

static gboolean
is_quiet (gpointer user_data)
{
  return g_list_model_get_n_items (ponder_timeline_get_turns (user_data)) == 0;
}

/* Something to read above it. */
static void
ask_plainly (Fixture *fixture)
{
  g_autoptr(PonderTurn) turn = ponder_workspace_begin_turn_full (fixture->workspace, fixture->timeline, QUESTION, NULL,
                                                                 PONDER_TURN_PLAIN);

  ponder_test_wait_for (is_quiet, fixture->timeline, 20);
}

/* What is read below stays where it is when what is above folds by itself. */
static void
check_eye (Fixture *fixture,
           int      height,
           double   y)
{
  double before;

  ask_plainly (fixture);
  ponder_transcript_view_set_turns (fixture->transcript->view, NULL);
  ponder_test_transcript_free (fixture->transcript);
  show (fixture, height);
  begin (fixture);
  ponder_test_wait_for (is_reviewed_now, fixture, 40);
  ponder_test_transcript_wait (fixture->transcript, 2);
  g_assert_true (ponder_think_panel_get_open (get_panel (fixture)));
  gtk_adjustment_set_value (fixture->transcript->adjustment,
                            gtk_adjustment_get_value (fixture->transcript->adjustment) + get_answer_y (fixture) - y);
  ponder_test_transcript_wait (fixture->transcript, 3);
  before = get_answer_y (fixture);
  g_test_message ("the answer begins at %g", before);
  g_assert_cmpfloat_with_epsilon (before, y, 1.5);
  ponder_test_wait_for (has_ended, fixture, 40);
  ponder_test_wait_for (is_folded, fixture, 5);
  ponder_test_transcript_wait (fixture->transcript, 3);
  g_assert_cmpfloat_with_epsilon (get_answer_y (fixture), before, 1.5);
}

static void
test_eye_below (Fixture       *fixture,
                gconstpointer  user_data)
{
  check_eye (fixture, 160, -20);
}

static void
test_eye_across (Fixture       *fixture,
                 gconstpointer  user_data)
{
  check_eye (fixture, 240, 60);
}

/* All of it is in sight, and the answer below it. */
static void
test_eye_in_sight (Fixture       *fixture,
                   gconstpointer  user_data)
{
  check_eye (fixture, 400, 250);
}

/* From the message to all that can be done about it. */
static void
test_keyboard (Fixture       *fixture,
               gconstpointer  user_data)
{
  const char *labels[] = { "Answer Now", "Pause", "Stop", "Parts" };
  GtkWidget *row;
  guint n_found = 0;

  begin (fixture);
  ponder_test_wait_for (has_answered_part, fixture, 20);
  ponder_test_transcript_wait (fixture->transcript, 12);
  row = ponder_test_transcript_find_row (fixture->transcript, fixture->message);
  gtk_widget_grab_focus (row);
  for (guint i = 0; i < 12 && n_found < G_N_ELEMENTS (labels); i++)
    {
      gtk_widget_child_focus (GTK_WIDGET (fixture->transcript->window), GTK_DIR_TAB_FORWARD);
      n_found += gtk_window_get_focus (fixture->transcript->window) == find_shown (fixture, labels[n_found]);
    }
  g_assert_cmpuint (n_found, ==, G_N_ELEMENTS (labels));
}

static void
happen (PonderThinkState     *state,
        PonderThinkEventType  type,
        const char           *title,
        const char           *detail,
        const char           *text,
        const char           *extra)
{
  g_autoptr(PonderThinkEvent) event = ponder_think_event_new (type);

  event->title = g_strdup (title);
  event->detail = g_strdup (detail);
  event->text = g_strdup (text);
  event->extra = g_strdup (extra);
  event->flag = type == PONDER_THINK_REVIEW_ISSUE;
  event->number = type == PONDER_THINK_REVIEW_DONE ? 6.5 : NAN;
  ponder_think_state_apply (state, event);
}

static char *
dup_said (GtkWidget *widget)
{
  GString *said = g_string_new (NULL);
  GtkWidget *label;

  for (guint i = 0; (label = ponder_test_find_widget (widget, GTK_TYPE_LABEL, i)) != NULL; i++)
    g_string_append_printf (said, "%s\n", gtk_label_get_text (GTK_LABEL (label)));
  return g_string_free (said, FALSE);
}

static void
test_review (void)
{
  g_autoptr(PonderThinkState) state = ponder_think_state_new ();
  g_autoptr(GtkWidget) part = g_object_ref_sink (g_object_new (PONDER_TYPE_THINK_REVIEW_PART, NULL));
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  ponder_think_review_part_show (PONDER_THINK_REVIEW_PART (part), state);
  g_assert_false (gtk_widget_get_visible (part));

  happen (state, PONDER_THINK_ANSWER_SET, NULL, NULL, "It takes 8 days.", NULL);
  happen (state, PONDER_THINK_REVIEW_ISSUE, "major", "The sum is wrong.", "8 days", "Say 7.");
  happen (state, PONDER_THINK_REVIEW_DONE, NULL, NULL, NULL, NULL);
  ponder_think_review_part_show (PONDER_THINK_REVIEW_PART (part), state);
  first = dup_said (part);
  g_assert_cmpstr (first, ==, "Review: reviewed 6.5/10\nMajor: The sum is wrong.\n“8 days”\nProposed: Say 7.\n");

  happen (state, PONDER_THINK_REVISE_EDIT, "applied", NULL, "8 days", "<b>7</b> days");
  happen (state, PONDER_THINK_REVISE_VERDICT, "new", NULL, NULL, NULL);
  happen (state, PONDER_THINK_ANSWER_SET, NULL, NULL, "It takes 7 days.", NULL);
  ponder_think_review_part_show (PONDER_THINK_REVIEW_PART (part), state);
  second = dup_said (part);
  g_assert_cmpstr (second, ==, "Review: 6.5/10 → revised (1 edit)\nMajor: The sum is wrong.\n“8 days”\n✓ Mended\n"
                               "− 8 days\n+ <b>7</b> days\n");
}

/* No mark is made up. */
static void
test_no_review (void)
{
  g_autoptr(PonderThinkState) state = ponder_think_state_new ();
  g_autoptr(GtkWidget) part = g_object_ref_sink (g_object_new (PONDER_TYPE_THINK_REVIEW_PART, NULL));
  g_autofree char *said = NULL;

  happen (state, PONDER_THINK_REVIEW_UNAVAILABLE, NULL, "it was cut off", NULL, NULL);
  ponder_think_review_part_show (PONDER_THINK_REVIEW_PART (part), state);
  said = dup_said (part);
  g_assert_cmpstr (said, ==, "Review unavailable: it was cut off\n");
}

int
main (int   argc,
      char *argv[])
{
  if (!ponder_test_transcript_init (&argc, &argv))
    return 0;

  g_test_add ("/ui/think-panel/run", Fixture, NULL, set_up, test_run, tear_down);
  g_test_add ("/ui/think-panel/again", Fixture, NULL, set_up, test_again, tear_down);
  g_test_add ("/ui/think-panel/answer-now", Fixture, NULL, set_up, test_answer_now, tear_down);
  g_test_add ("/ui/think-panel/pause", Fixture, NULL, set_up, test_pause, tear_down);
  g_test_add ("/ui/think-panel/stop", Fixture, NULL, set_up, test_stop, tear_down);
  g_test_add ("/ui/think-panel/interrupted", Fixture, NULL, set_up, test_interrupted, tear_down);
  g_test_add ("/ui/think-panel/discard", Fixture, NULL, set_up, test_discard, tear_down);
  g_test_add ("/ui/think-panel/choice", Fixture, NULL, set_up, test_choice, tear_down);
  g_test_add ("/ui/think-panel/continue", Fixture, NULL, set_up, test_continue, tear_down);
  g_test_add ("/ui/think-panel/remark", Fixture, NULL, set_up, test_remark, tear_down);
  g_test_add ("/ui/think-panel/announcements", Fixture, NULL, set_up, test_announcements, tear_down);
  g_test_add ("/ui/think-panel/approval", Fixture, "approve", set_up, test_approval, tear_down);
  g_test_add ("/ui/think-panel/eye-below", Fixture, NULL, set_up, test_eye_below, tear_down);
  g_test_add ("/ui/think-panel/eye-across", Fixture, NULL, set_up, test_eye_across, tear_down);
  g_test_add ("/ui/think-panel/keyboard", Fixture, NULL, set_up, test_keyboard, tear_down);
  g_test_add ("/ui/think-panel/eye-in-sight", Fixture, NULL, set_up, test_eye_in_sight, tear_down);
  g_test_add_func ("/ui/think-panel/review", test_review);
  g_test_add_func ("/ui/think-panel/no-review", test_no_review);
  return g_test_run ();
}
