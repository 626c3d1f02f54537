/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person sees and does when an answer fails: the card, its wait, and the ways on. */

#include "config.h"

#include <string.h>

#include "ponder-chat-list.h"
#include "ponder-composer.h"
#include "ponder-countdown.h"
#include "ponder-demo-server.h"
#include "ponder-error-card.h"
#include "ponder-message-row.h"
#include "ponder-model-catalog.h"
#include "ponder-model-info.h"
#include "ponder-model-list.h"
#include "ponder-model-picker.h"
#include "ponder-session.h"
#include "ponder-sidebar.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-transcript.h"
#include "ponder-test-ui.h"
#include "ponder-waiting-line.h"
#include "ponder-window.h"
#include "ponder-workspace.h"

#define MODEL "scripted"
#define OTHER_MODEL "other"

typedef struct
{
  GtkApplication       *application;
  char                 *path;
  PonderDemoServer     *server;
  PonderWorkspace      *workspace;
  PonderModelCatalog   *catalog;
  PonderWindow         *window;
  PonderTranscriptView *transcript;
} Fixture;

static void
save_provider (Fixture *fixture)
{
  g_autoptr(PonderProviderConfig) provider = ponder_provider_config_new ("test");
  g_autoptr(GAsyncResult) answer = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *result = NULL;

  /* A key in the environment, so that no test asks a keyring. */
  g_setenv ("TEST_API_KEY", "sk-test", TRUE);
  ponder_provider_config_set_dialect (provider, "openai");
  ponder_provider_config_set_base_url (provider, ponder_demo_server_get_base_url (fixture->server));
  ponder_provider_config_set_default_model (provider, MODEL);
  ponder_workspace_save_provider_async (fixture->workspace, provider, NULL, ponder_test_take_result, &result);
  answer = ponder_test_await (&result);
  ponder_workspace_save_provider_finish (fixture->workspace, answer, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->application = GTK_APPLICATION ((gpointer) data);
  fixture->path = ponder_test_dir_new ();
  fixture->server = ponder_demo_server_new ();
  ponder_demo_server_start (fixture->server, &error);
  g_assert_no_error (error);
  fixture->workspace = ponder_test_workspace_open (fixture->path);
  save_provider (fixture);
  fixture->catalog = ponder_model_catalog_new (fixture->workspace);
  fixture->window = ponder_window_new (fixture->application, fixture->catalog);
  fixture->transcript = PONDER_TRANSCRIPT_VIEW (
    ponder_test_find (GTK_WIDGET (fixture->window), PONDER_TYPE_TRANSCRIPT_VIEW, NULL));
  ponder_window_restore (fixture->window);
  ponder_window_use_model (fixture->window, "test", MODEL);
  gtk_window_present (GTK_WINDOW (fixture->window));
  ponder_test_settle ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ponder_test_settle ();
  g_clear_object (&fixture->catalog);
  ponder_test_workspace_close (fixture->workspace);
  ponder_demo_server_stop (fixture->server);
  g_clear_object (&fixture->server);
  ponder_test_dir_remove (fixture->path);
}

/* --- what the server answers --- */

static void
script_refusal (Fixture    *fixture,
                guint       status,
                const char *retry_after)
{
  PonderDemoScript *script = ponder_demo_script_new (status, "application/json");

  if (retry_after != NULL)
    ponder_demo_script_header (script, "Retry-After", retry_after);
  ponder_demo_script_bytes (script, "{\"error\":{\"message\":\"no: sk-CANARY5d9a7c31e0f24b68\"}}", -1);
  ponder_demo_server_set_script (fixture->server, MODEL, script);
}

static void
script_answer (Fixture    *fixture,
               const char *model,
               const char *text)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");

  ponder_demo_script_text (script, text);
  ponder_demo_script_end (script, "stop", 3, 5);
  ponder_demo_server_set_script (fixture->server, model, script);
}

/* --- what is on the screen --- */

/* (transfer none): the list holds it. */
static PonderMessage *
get_last (Fixture *fixture)
{
  GListModel *messages = ponder_transcript_view_get_messages (fixture->transcript);
  g_autoptr(PonderMessage) message = g_list_model_get_item (messages, g_list_model_get_n_items (messages) - 1);

  return message;
}

static GtkWidget *
find_card (Fixture *fixture)
{
  return ponder_test_find_widget (GTK_WIDGET (fixture->transcript), PONDER_TYPE_ERROR_CARD, 0);
}

/* (nullable): the label under @root that can be seen and says something that begins so. */
static GtkWidget *
find_words (GtkWidget  *root,
            const char *words)
{
  GtkWidget *label;

  for (guint i = 0; (label = ponder_test_find_widget (root, GTK_TYPE_LABEL, i)); i++)
    if (g_str_has_prefix (gtk_label_get_text (GTK_LABEL (label)), words) && gtk_widget_get_mapped (label))
      return label;

  return NULL;
}

static GtkWidget *
find_button (GtkWidget  *root,
             const char *words)
{
  GtkWidget *label;

  for (guint i = 0; (label = ponder_test_find_widget (root, GTK_TYPE_LABEL, i)); i++)
    {
      GtkWidget *button = gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON);

      if (button != NULL && gtk_widget_get_mapped (label)
          && g_str_equal (gtk_label_get_text (GTK_LABEL (label)), words))
        return button;
    }
  return NULL;
}

static gboolean
counts_down (gpointer user_data)
{
  GtkWidget *card = find_card (user_data);

  return card != NULL && find_words (card, "Retrying in 0:") != NULL;
}

static gboolean
has_card (gpointer user_data)
{
  GtkWidget *card = find_card (user_data);

  return card != NULL && find_button (card, "Try Again") != NULL;
}

static gboolean
has_no_card (gpointer user_data)
{
  return find_card (user_data) == NULL;
}

static gboolean
is_done (gpointer user_data)
{
  return ponder_message_get_state (get_last (user_data)) == PONDER_MESSAGE_DONE
         && !ponder_session_get_busy (ponder_window_get_session (((Fixture *) user_data)->window));
}

static void
ask (Fixture    *fixture,
     const char *question)
{
  GtkWidget *composer = ponder_test_find (GTK_WIDGET (fixture->window), PONDER_TYPE_COMPOSER, NULL);
  GtkWidget *text_view = ponder_test_find (composer, GTK_TYPE_TEXT_VIEW, NULL);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text_view)), question, -1);
  g_assert_true (ponder_test_press (text_view, GDK_KEY_Return, 0));
}

/* --- tests --- */

static void
shows_the_wait (Fixture       *fixture,
                gconstpointer  data)
{
  GtkWidget *card;
  GtkWidget *time;
  g_autofree char *before = NULL;

  script_refusal (fixture, 429, "30");
  ask (fixture, "now?");
  ponder_test_wait_for (counts_down, fixture, 20);
  card = find_card (fixture);
  g_assert_nonnull (find_words (card, "Too many requests · test · " MODEL));
  g_assert_nonnull (find_button (card, "Retry Now"));
  g_assert_nonnull (find_button (card, "Switch Model"));
  g_assert_nonnull (find_button (card, "Stop Retrying"));
  g_assert_null (find_button (card, "Try Again"));
  g_assert_null (ponder_test_find_widget (GTK_WIDGET (fixture->transcript), PONDER_TYPE_WAITING_LINE, 0));

  /* It ticks for the eye; for a screen reader it is a timer, whose card is named once. */
  time = find_words (card, "Retrying in 0:");
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (time)), "(attempt 2 of 4)"));
  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (time)), ==, GTK_ACCESSIBLE_ROLE_TIMER);
  before = g_strdup (gtk_label_get_text (GTK_LABEL (time)));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (card), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, before);
  ponder_test_run_for (1200);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (time)), !=, before);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (card), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, before);

  script_answer (fixture, MODEL, "now.");
  gtk_widget_grab_focus (find_button (card, "Retry Now"));
  ponder_test_click (find_button (card, "Retry Now"));
  ponder_test_wait_for (is_done, fixture, 20);
  ponder_test_wait_for (has_no_card, fixture, 5);
  g_assert_cmpstr (ponder_message_get_text (get_last (fixture)), ==, "now.");
  g_assert_true (PONDER_IS_MESSAGE_ROW (gtk_window_get_focus (GTK_WINDOW (fixture->window))));
}

/* Whether Tab, pressed as often as it takes to come round, stops at @widget. */
static gboolean
tab_reaches (Fixture   *fixture,
             GtkWidget *widget)
{
  GtkWindow *window = GTK_WINDOW (fixture->window);

  for (guint i = 0; i < 40; i++)
    {
      g_signal_emit_by_name (window, "move-focus", GTK_DIR_TAB_FORWARD);
      if (gtk_window_get_focus (window) != NULL
          && (gtk_window_get_focus (window) == widget
              || gtk_widget_is_ancestor (gtk_window_get_focus (window), widget)))
        return TRUE;
    }
  return FALSE;
}

static void
tab_goes_everywhere (Fixture       *fixture,
                     gconstpointer  data)
{
  GtkWidget *root = GTK_WIDGET (fixture->window);
  GtkWidget *sidebar = ponder_test_find (root, PONDER_TYPE_SIDEBAR, NULL);
  GtkWidget *list = ponder_test_find (sidebar, PONDER_TYPE_CHAT_LIST, NULL);

  script_refusal (fixture, 429, "30");
  gtk_widget_activate_action (sidebar, "win.focus-message", NULL);
  ask (fixture, "now?");
  ponder_test_wait_for (counts_down, fixture, 20);
  /* The second round meets what the first has left behind. */
  for (guint round = 0; round < 2; round++)
    {
      g_assert_true (tab_reaches (fixture, find_button (find_card (fixture), "Retry Now")));
      g_assert_true (tab_reaches (fixture, ponder_test_find (root, PONDER_TYPE_COMPOSER, NULL)));
      g_assert_true (tab_reaches (fixture, ponder_test_find (sidebar, GTK_TYPE_BUTTON, "list-add-symbolic")));
      g_assert_true (tab_reaches (fixture, ponder_test_find (list, GTK_TYPE_LIST_VIEW, NULL)));
      g_assert_true (tab_reaches (fixture, ponder_test_find (root, PONDER_TYPE_MODEL_PICKER, NULL)));
    }
}

static void
wait_survives_switching_chats (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr(PonderSession) session = NULL;
  GtkWidget *sidebar = ponder_test_find (GTK_WIDGET (fixture->window), PONDER_TYPE_SIDEBAR, NULL);

  script_refusal (fixture, 429, "30");
  ask (fixture, "now?");
  ponder_test_wait_for (counts_down, fixture, 20);
  session = g_object_ref (ponder_window_get_session (fixture->window));
  g_assert_true (ponder_session_get_retrying (session));

  ponder_window_new_chat (fixture->window);
  ponder_test_settle ();
  g_assert_null (find_card (fixture));
  g_assert_true (ponder_session_get_retrying (session));
  g_assert_nonnull (ponder_test_find (sidebar, GTK_TYPE_IMAGE, "view-refresh-symbolic"));

  ponder_window_show_session (fixture->window, session);
  ponder_test_wait_for (counts_down, fixture, 5);
  ponder_test_click (find_button (find_card (fixture), "Stop Retrying"));
  ponder_test_wait_for (has_card, fixture, 5);
  g_assert_false (ponder_session_get_retrying (session));
  g_assert_null (ponder_test_find (sidebar, GTK_TYPE_IMAGE, "view-refresh-symbolic"));
}

static void
escape_leaves_the_card (Fixture       *fixture,
                        gconstpointer  data)
{
  GtkWidget *composer = ponder_test_find (GTK_WIDGET (fixture->window), PONDER_TYPE_COMPOSER, NULL);

  script_refusal (fixture, 429, "30");
  ask (fixture, "now?");
  ponder_test_wait_for (counts_down, fixture, 20);
  g_signal_emit_by_name (composer, "stop");
  ponder_test_wait_for (has_card, fixture, 5);
  g_assert_cmpint (ponder_message_get_state (get_last (fixture)), ==, PONDER_MESSAGE_FAILED);
  g_assert_false (ponder_composer_get_running (PONDER_COMPOSER (composer)));
}

static void
stopping_leaves_the_card (Fixture       *fixture,
                          gconstpointer  data)
{
  GtkWidget *card;

  script_refusal (fixture, 429, "30");
  ask (fixture, "now?");
  ponder_test_wait_for (counts_down, fixture, 20);
  card = find_card (fixture);
  gtk_widget_grab_focus (find_button (card, "Stop Retrying"));
  ponder_test_click (find_button (card, "Stop Retrying"));
  ponder_test_wait_for (has_card, fixture, 5);
  g_assert_true (find_card (fixture) == card);
  g_assert_null (find_words (card, "Retrying"));
  g_assert_null (find_button (card, "Retry Now"));
  g_assert_nonnull (find_button (card, "Switch Model"));
  g_assert_cmpint (ponder_message_get_state (get_last (fixture)), ==, PONDER_MESSAGE_FAILED);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == find_button (card, "Try Again"));
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->server), ==, 1);

  script_answer (fixture, MODEL, "now.");
  ponder_test_click (find_button (card, "Try Again"));
  ponder_test_wait_for (is_done, fixture, 20);
  g_assert_cmpuint (ponder_message_get_n_siblings (get_last (fixture)), ==, 2);
}

static void
choose_model (Fixture    *fixture,
              const char *model)
{
  GtkWidget *picker = ponder_test_find (GTK_WIDGET (fixture->window), PONDER_TYPE_MODEL_PICKER, NULL);
  GtkWidget *list = ponder_test_find (picker, PONDER_TYPE_MODEL_LIST, NULL);
  GtkWidget *popover = gtk_widget_get_ancestor (list, GTK_TYPE_POPOVER);
  g_autoptr(PonderModelInfo) info = model != NULL ? ponder_model_info_new ("test", model, NULL) : NULL;

  g_assert_true (gtk_widget_get_mapped (popover));
  if (model == NULL)
    {
      gtk_popover_popdown (GTK_POPOVER (popover));
      return;
    }
  g_signal_emit_by_name (list, "chosen", info);
}

static void
another_model_is_asked_the_same (Fixture       *fixture,
                                 gconstpointer  data)
{
  PonderMessage *answer;

  script_refusal (fixture, 429, "30");
  script_answer (fixture, OTHER_MODEL, "from the other");
  ask (fixture, "now?");
  ponder_test_wait_for (counts_down, fixture, 20);
  ponder_test_click (find_button (find_card (fixture), "Switch Model"));
  ponder_test_wait_for (has_card, fixture, 5);

  /* Nothing is chosen, nothing is asked, not by a later choice either. */
  choose_model (fixture, NULL);
  ponder_window_use_model (fixture->window, "test", MODEL);
  ponder_test_settle ();
  g_assert_cmpuint (ponder_demo_server_get_n_requests (fixture->server), ==, 1);

  ponder_test_click (find_button (find_card (fixture), "Switch Model"));
  choose_model (fixture, OTHER_MODEL);
  ponder_test_wait_for (is_done, fixture, 20);
  answer = get_last (fixture);
  g_assert_cmpstr (ponder_message_get_text (answer), ==, "from the other");
  g_assert_cmpuint (ponder_message_get_n_siblings (answer), ==, 2);
  g_assert_nonnull (strstr (ponder_demo_server_get_last_body (fixture->server), "now?"));
  g_assert_cmpstr (ponder_session_get_config (ponder_window_get_session (fixture->window))->model, ==, OTHER_MODEL);
}

static void
card_says_what_helps (Fixture       *fixture,
                      gconstpointer  data)
{
  GtkWidget *card;
  GtkWidget *copy;
  g_autofree char *copied = NULL;

  script_refusal (fixture, 401, NULL);
  ask (fixture, "now?");
  ponder_test_wait_for (has_card, fixture, 20);
  card = find_card (fixture);
  g_assert_nonnull (find_words (card, "API key rejected · test · " MODEL));
  g_assert_nonnull (find_button (card, "Open Provider Settings"));
  g_assert_null (find_button (card, "Switch Model"));
  g_assert_null (find_words (card, "Retrying"));

  /* The details are folded, and the key is blanked in them. */
  copy = ponder_test_find (card, GTK_TYPE_BUTTON, "edit-copy-symbolic");
  g_assert_false (gtk_widget_get_mapped (copy));
  ponder_test_click (find_button (card, "Details"));
  ponder_test_settle ();
  g_assert_true (gtk_widget_get_mapped (copy));
  ponder_test_click (copy);
  copied = ponder_test_dup_clipboard (card);
  g_assert_nonnull (strstr (copied, "401"));
  g_assert_null (strstr (copied, "CANARY"));
}

static void
long_wait_is_named (Fixture       *fixture,
                    gconstpointer  data)
{
  script_refusal (fixture, 429, "10800");
  ask (fixture, "now?");
  ponder_test_wait_for (has_card, fixture, 20);
  g_assert_nonnull (find_words (find_card (fixture), "Try again in 3 h"));
}

static gboolean
is_cut (gpointer user_data)
{
  GtkWidget *card = find_card (user_data);

  return card != NULL && find_button (card, "Continue") != NULL;
}

static void
cut_answer_goes_on (Fixture       *fixture,
                    gconstpointer  data)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");

  ponder_demo_script_text (script, "half an ans");
  ponder_demo_script_pause (script, 20);
  ponder_demo_script_cut (script);
  ponder_demo_server_set_script (fixture->server, MODEL, script);
  ask (fixture, "whole?");
  ponder_test_wait_for (is_cut, fixture, 20);

  script_answer (fixture, MODEL, "wer.");
  ponder_test_click (find_button (find_card (fixture), "Continue"));
  ponder_test_wait_for (is_done, fixture, 20);
  ponder_test_wait_for (has_no_card, fixture, 5);
  g_assert_cmpstr (ponder_message_get_text (get_last (fixture)), ==, "half an answer.");
  g_assert_cmpuint (ponder_message_get_n_siblings (get_last (fixture)), ==, 2);
}

static gboolean
is_stopped (gpointer user_data)
{
  return ponder_test_find_button (GTK_WIDGET (((Fixture *) user_data)->transcript), "message.continue") != NULL;
}

static gboolean
has_text (gpointer user_data)
{
  return g_str_equal (ponder_message_get_text (get_last (user_data)), "half an ans");
}

static void
stopped_answer_goes_on (Fixture       *fixture,
                        gconstpointer  data)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");

  ponder_demo_script_text (script, "half an ans");
  ponder_demo_script_hang (script);
  ponder_demo_server_set_script (fixture->server, MODEL, script);
  ask (fixture, "whole?");
  ponder_test_wait_for (has_text, fixture, 20);
  g_assert_false (is_stopped (fixture));
  g_signal_emit_by_name (ponder_test_find (GTK_WIDGET (fixture->window), PONDER_TYPE_COMPOSER, NULL), "stop");
  ponder_test_wait_for (is_stopped, fixture, 5);

  script_answer (fixture, MODEL, "wer.");
  ponder_test_click (ponder_test_find_button (GTK_WIDGET (fixture->transcript), "message.continue"));
  ponder_test_wait_for (is_done, fixture, 20);
  ponder_test_settle ();
  g_assert_cmpstr (ponder_message_get_text (get_last (fixture)), ==, "half an answer.");
  g_assert_false (is_stopped (fixture));
}

/* Where the row of the last question stands. */
static int
get_place (Fixture *fixture)
{
  GListModel *messages = ponder_transcript_view_get_messages (fixture->transcript);
  g_autoptr(PonderMessage) question = g_list_model_get_item (messages, g_list_model_get_n_items (messages) - 2);
  graphene_rect_t bounds;
  GtkWidget *row;

  for (guint i = 0; (row = ponder_test_find_widget (GTK_WIDGET (fixture->transcript), PONDER_TYPE_MESSAGE_ROW, i)); i++)
    if (ponder_message_row_get_message (PONDER_MESSAGE_ROW (row)) == question)
      break;
  g_assert_nonnull (row);
  g_assert_true (gtk_widget_compute_bounds (row, GTK_WIDGET (fixture->transcript), &bounds));
  return (int) bounds.origin.y;
}

static void
nothing_jumps (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new (NULL);
  PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");
  int place;

  for (guint i = 0; i < 60; i++)
    g_string_append_printf (text, "Paragraph %u of an answer that fills the window.\n\n", i);
  script_answer (fixture, MODEL, text->str);
  ask (fixture, "fill");
  ponder_test_wait_for (is_done, fixture, 20);

  script_refusal (fixture, 429, "2");
  ask (fixture, "now?");
  ponder_test_wait_for (counts_down, fixture, 20);
  ponder_test_settle ();
  place = get_place (fixture);
  ponder_demo_script_pause (script, 1500);
  ponder_demo_script_text (script, "now.");
  ponder_demo_script_end (script, "stop", 3, 5);
  ponder_demo_server_set_script (fixture->server, MODEL, script);
  for (guint i = 0; i < 12; i++)
    {
      ponder_test_run_for (100);
      g_assert_cmpint (get_place (fixture), ==, place);
    }
  ponder_test_wait_for (has_no_card, fixture, 5);
  ponder_test_settle ();
  g_assert_cmpint (get_place (fixture), ==, place);
  ponder_test_wait_for (is_done, fixture, 20);
  ponder_test_settle ();
  g_assert_cmpint (get_place (fixture), ==, place);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(AdwApplication) application = NULL;

  if (!ponder_test_ui_init (&argc, &argv))
    return 0;

  application = ponder_test_ui_application ();
#define ADD(path, function) g_test_add ("/ui/failing/" path, Fixture, application, set_up, function, tear_down)
  ADD ("tab-goes-everywhere", tab_goes_everywhere);
  ADD ("the-wait-is-shown-and-can-be-cut-short", shows_the_wait);
  ADD ("the-wait-survives-switching-chats", wait_survives_switching_chats);
  ADD ("escape-in-the-wait-leaves-the-card", escape_leaves_the_card);
  ADD ("stopping-the-wait-leaves-the-card", stopping_leaves_the_card);
  ADD ("another-model-is-asked-the-same", another_model_is_asked_the_same);
  ADD ("the-card-says-what-helps", card_says_what_helps);
  ADD ("a-long-wait-is-named", long_wait_is_named);
  ADD ("a-cut-answer-goes-on-from-its-card", cut_answer_goes_on);
  ADD ("a-stopped-answer-goes-on-from-its-footer", stopped_answer_goes_on);
  ADD ("nothing-jumps-when-the-card-ticks-and-goes", nothing_jumps);
#undef ADD
  return g_test_run ();
}
