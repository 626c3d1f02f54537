/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two to four answers beside each other, from the choice of models to going on with one of them. */

#include "config.h"

#include "ponder-answer-column.h"
#include "ponder-answer-columns.h"
#include "ponder-asked-models.h"
#include "ponder-chat-find.h"
#include "ponder-chat-page.h"
#include "ponder-composer.h"
#include "ponder-error-card.h"
#include "ponder-model-catalog.h"
#include "ponder-model-choice.h"
#include "ponder-model-info.h"
#include "ponder-model-list.h"
#include "ponder-print-source.h"
#include "ponder-reasoning-fold.h"
#include "ponder-session.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-ui.h"
#include "ponder-text-block.h"
#include "ponder-transcript-find.h"
#include "ponder-transcript-view-private.h"
#include "ponder-window.h"
#include "ponder-workspace.h"

/* One run of the program: a workspace and a window on it. */
typedef struct
{
  GtkApplication       *application;
  char                 *path;
  int                   width;
  PonderWorkspace      *workspace;
  PonderModelCatalog   *catalog;
  PonderWindow         *window;
  GtkWidget            *page;
  PonderComposer       *composer;
  PonderTranscriptView *transcript;
} Run;

static void
run_begin (Run *run)
{
  GtkWidget *root;

  run->workspace = ponder_test_workspace_open (run->path);
  run->catalog = ponder_model_catalog_new (run->workspace);
  run->window = ponder_window_new (run->application, run->catalog);
  root = GTK_WIDGET (run->window);
  run->page = ponder_test_find (root, PONDER_TYPE_CHAT_PAGE, NULL);
  run->composer = PONDER_COMPOSER (ponder_test_find (root, PONDER_TYPE_COMPOSER, NULL));
  run->transcript = PONDER_TRANSCRIPT_VIEW (ponder_test_find (root, PONDER_TYPE_TRANSCRIPT_VIEW, NULL));
  ponder_window_restore (run->window);
  gtk_window_set_default_size (GTK_WINDOW (run->window), run->width, 700);
  gtk_window_present (GTK_WINDOW (run->window));
  ponder_test_run_for (100);
}

static void
run_end (Run *run)
{
  ponder_window_save (run->window);
  gtk_window_destroy (GTK_WINDOW (run->window));
  ponder_test_settle ();
  g_object_unref (run->catalog);
  ponder_test_workspace_close (run->workspace);
}

static void
set_up (Run           *run,
        gconstpointer  application)
{
  g_autoptr(GError) error = NULL;

  run->application = GTK_APPLICATION ((gpointer) application);
  run->path = ponder_test_dir_new ();
  run->width = 1200;
  run_begin (run);
  ponder_workspace_start_demo (run->workspace, &error);
  g_assert_no_error (error);
  ponder_window_new_chat (run->window);
  ponder_window_use_model (run->window, "demo", "echo");
}

static void
tear_down (Run           *run,
           gconstpointer  application)
{
  run_end (run);
  ponder_test_dir_remove (run->path);
}

static GtkWidget *
find (Run        *run,
      GType       type,
      const char *words)
{
  return ponder_test_find (GTK_WIDGET (run->window), type, words);
}

/* Column number @index; (nullable). */
static PonderAnswerColumn *
get_column (Run   *run,
            guint  index)
{
  GtkWidget *columns = find (run, PONDER_TYPE_ANSWER_COLUMNS, NULL);
  GtkWidget *child = columns != NULL ? gtk_widget_get_first_child (columns) : NULL;

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    if (PONDER_IS_ANSWER_COLUMN (child) && index-- == 0)
      return PONDER_ANSWER_COLUMN (child);
  return NULL;
}

static PonderMessage *
get_answer (Run   *run,
            guint  index)
{
  return ponder_message_row_get_message (ponder_answer_column_get_row (get_column (run, index)));
}

static gboolean
has_columns (gpointer run)
{
  return get_column (run, 1) != NULL && gtk_widget_get_width (GTK_WIDGET (get_column (run, 0))) > 0;
}

static gboolean
has_no_columns (gpointer run)
{
  return get_column (run, 0) == NULL;
}

static gboolean
composer_rests (gpointer run)
{
  return !ponder_composer_get_running (((Run *) run)->composer);
}

static GtkWidget *
find_text_view (Run *run)
{
  return ponder_test_find (GTK_WIDGET (run->composer), GTK_TYPE_TEXT_VIEW, NULL);
}

static void
send (Run        *run,
      const char *question)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (find_text_view (run))), question, -1);
  g_assert_true (ponder_test_press (find_text_view (run), GDK_KEY_Return, 0));
}

/* Asks the demo's @models, which are separated by commas. */
static void
ask (Run        *run,
     const char *models,
     const char *question)
{
  PonderAskedModels *asked = ponder_composer_get_asked_models (run->composer);
  g_auto(GStrv) names = g_strsplit (models, ",", -1);
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; names[i] != NULL; i++)
    g_ptr_array_add (all, g_strconcat ("demo/", names[i], NULL));
  ponder_asked_models_set_models (asked, all);
  g_signal_emit_by_name (asked, "changed");
  send (run, question);
  ponder_test_wait_for (has_columns, run, 20);
}

static void
assert_bounds (Run             *run,
               guint            index,
               graphene_rect_t *bounds)
{
  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (get_column (run, index)), GTK_WIDGET (run->transcript), bounds));
}

static gboolean
run_shortcut (GtkWidget   *widget,
              GtkShortcut *shortcut,
              guint        keyval)
{
  GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

  return GTK_IS_KEYVAL_TRIGGER (trigger) && gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == keyval
         && gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) == 0
         && gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), GTK_SHORTCUT_ACTION_EXCLUSIVE, widget,
                                          gtk_shortcut_get_arguments (shortcut));
}

/* Through the shortcuts of the columns. */
static void
press (Run   *run,
       guint  keyval)
{
  GtkWidget *columns = find (run, PONDER_TYPE_ANSWER_COLUMNS, NULL);
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (columns);
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !handled; i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
        continue;
      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (controller)) && !handled; j++)
        {
          g_autoptr(GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);

          handled = run_shortcut (columns, shortcut, keyval);
        }
    }
  g_assert_true (handled);
}

/* --- the tests --- */

static gboolean
lists_models (gpointer user_data)
{
  GtkWidget *choice = ponder_test_find_window (PONDER_TYPE_MODEL_CHOICE);

  return ponder_test_find (choice, GTK_TYPE_LABEL, "think") != NULL;
}

static void
choose_model (PonderModelChoice *choice,
              const char        *name)
{
  g_autoptr(PonderModelInfo) model = ponder_model_info_new ("demo", name, name);

  g_signal_emit_by_name (ponder_test_find (GTK_WIDGET (choice), PONDER_TYPE_MODEL_LIST, NULL), "chosen", model);
}

static void
test_models_are_chosen (Run           *run,
                        gconstpointer  application)
{
  PonderModelChoice *choice;
  GtkWidget *confirm;
  GPtrArray *models;

  gtk_widget_activate_action (run->page, "chat.ask-several", NULL);
  choice = PONDER_MODEL_CHOICE (ponder_test_find_window (PONDER_TYPE_MODEL_CHOICE));
  ponder_test_wait_for (lists_models, NULL, 20);
  confirm = ponder_test_find (GTK_WIDGET (choice), GTK_TYPE_BUTTON, "Choo_se");
  g_assert_cmpuint (ponder_model_choice_get_models (choice)->len, ==, 1);       /* that of the chat */
  g_assert_false (gtk_widget_get_sensitive (confirm));

  choose_model (choice, "think");
  choose_model (choice, "slow");
  choose_model (choice, "slow");                /* not after all */
  choose_model (choice, "long");
  choose_model (choice, "hello");
  choose_model (choice, "tool");                /* one too many */
  ponder_test_click (confirm);
  models = ponder_asked_models_get_models (ponder_composer_get_asked_models (run->composer));
  g_assert_cmpuint (models->len, ==, 4);
  g_assert_cmpstr (g_ptr_array_index (models, 0), ==, "demo/echo");
  g_assert_cmpstr (g_ptr_array_index (models, 2), ==, "demo/long");
  g_assert_cmpstr (g_ptr_array_index (models, 3), ==, "demo/hello");

  /* Chips go one by one; the last two go together. */
  for (guint left = 3; left >= 1; left--)
    {
      GtkWidget *asked = GTK_WIDGET (ponder_composer_get_asked_models (run->composer));

      g_assert_true (gtk_widget_get_visible (asked));
      ponder_test_click (ponder_test_find (asked, GTK_TYPE_BUTTON, "window-close-symbolic"));
    }
  models = ponder_asked_models_get_models (ponder_composer_get_asked_models (run->composer));
  g_assert_cmpuint (models->len, ==, 0);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (ponder_composer_get_asked_models (run->composer))));
}

static guint
count_checks (GtkWidget *widget)
{
  guint n = 0;

  if (GTK_IS_IMAGE (widget) && gtk_widget_get_mapped (widget)
      && g_strcmp0 (gtk_image_get_icon_name (GTK_IMAGE (widget)), "object-select-symbolic") == 0)
    return 1;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_checks (child);
  return n;
}

/* It stands there twice. */
static void
test_favorites_are_chosen (Run           *run,
                           gconstpointer  application)
{
  PonderModelChoice *choice;
  GtkWidget *view;

  ponder_settings_set_favorite_models (ponder_workspace_get_settings (run->workspace), "demo/cut-off");
  gtk_widget_activate_action (run->page, "chat.ask-several", NULL);
  choice = PONDER_MODEL_CHOICE (ponder_test_find_window (PONDER_TYPE_MODEL_CHOICE));
  ponder_test_wait_for (lists_models, NULL, 20);
  view = ponder_test_find (GTK_WIDGET (choice), GTK_TYPE_LIST_VIEW, NULL);
  g_assert_nonnull (ponder_test_find (GTK_WIDGET (choice), GTK_TYPE_LABEL, "Favorites"));
  g_assert_cmpuint (count_checks (view), ==, 1);        /* that of the chat */

  g_assert_true (ponder_test_press (ponder_test_find (GTK_WIDGET (choice), GTK_TYPE_SEARCH_ENTRY, NULL), GDK_KEY_Down,
                                    0));
  g_assert_true (ponder_test_press (view, GDK_KEY_space, 0));
  g_assert_cmpstr (g_ptr_array_index (ponder_model_choice_get_models (choice), 1), ==, "demo/cut-off");
  ponder_test_settle ();
  g_assert_cmpuint (count_checks (view), ==, 3);
  gtk_window_close (GTK_WINDOW (choice));
}

static void
test_two_beside_each_other (Run           *run,
                            gconstpointer  application)
{
  graphene_rect_t first;
  graphene_rect_t second;
  GListModel *messages;
  g_autoptr(PonderMessage) chosen = NULL;

  ask (run, "echo,length", "Good morning");
  ponder_test_wait_for (composer_rests, run, 60);
  ponder_test_run_for (200);
  assert_bounds (run, 0, &first);
  assert_bounds (run, 1, &second);
  g_assert_cmpfloat (first.size.width, >=, 320);
  g_assert_cmpint ((int) first.size.width, ==, (int) second.size.width);
  g_assert_cmpint ((int) first.origin.y, ==, (int) second.origin.y);
  g_assert_cmpint ((int) first.size.height, ==, (int) second.size.height);
  g_assert_cmpfloat (second.origin.x, >=, first.origin.x + first.size.width);
  g_assert_true (ponder_answer_column_is_marked (get_column (run, 0)));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (get_column (run, 1)), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Answer 2 of 2, by length");

  chosen = g_object_ref (get_answer (run, 1));
  ponder_test_click (ponder_test_find (GTK_WIDGET (get_column (run, 1)), GTK_TYPE_BUTTON, "_Go On with This"));
  ponder_test_wait_for (has_no_columns, run, 5);
  messages = ponder_transcript_view_get_messages (run->transcript);
  g_assert_cmpuint (g_list_model_get_n_items (messages), ==, 2);
  g_assert_true (ponder_message_get_chosen (chosen));
  g_assert_cmpuint (ponder_message_get_n_siblings (chosen), ==, 2);
  g_assert_cmpstr (ponder_session_get_config (ponder_window_get_session (run->window))->model, ==, "length");
  g_assert_true (gtk_widget_is_focus (find_text_view (run)));
}

static void
test_narrow (Run           *run,
             gconstpointer  application)
{
  GtkWidget *tab;

  gtk_window_set_default_size (GTK_WINDOW (run->window), 360, 640);
  ponder_test_run_for (300);
  ask (run, "echo,length,filtered", "Good morning");
  ponder_test_wait_for (composer_rests, run, 60);
  ponder_test_run_for (200);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (get_column (run, 0))));
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (get_column (run, 1))));
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (get_column (run, 0))), <=, 360);

  tab = ponder_test_find (find (run, PONDER_TYPE_ANSWER_COLUMNS, NULL), GTK_TYPE_TOGGLE_BUTTON, NULL);
  g_assert_true (gtk_widget_get_mapped (tab));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (gtk_widget_get_next_sibling (tab)), TRUE);
  ponder_test_run_for (200);
  g_assert_true (ponder_answer_column_is_marked (get_column (run, 1)));
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (get_column (run, 0))));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (get_column (run, 1))));
}

/* One at a time is calmer than a part of them. */
static void
test_three_and_four (Run           *run,
                     gconstpointer  application)
{
  gtk_widget_activate_action (GTK_WIDGET (run->window), "win.toggle-sidebar", NULL);
  ask (run, "echo,length,filtered", "Good morning");
  ponder_test_wait_for (composer_rests, run, 60);
  ponder_test_run_for (300);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (get_column (run, i))));
      g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (get_column (run, i))), >=, 320);
    }

  ask (run, "echo,length,filtered,empty", "Good evening");
  ponder_test_wait_for (composer_rests, run, 60);
  ponder_test_run_for (300);
  for (guint i = 0; i < 4; i++)
    g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (get_column (run, i))) == (i == 0));
}

static gboolean
has_text (gpointer message)
{
  return strlen (ponder_message_get_text (message)) > 20;
}

static gboolean
has_failed (gpointer message)
{
  return ponder_message_get_state (message) == PONDER_MESSAGE_FAILED;
}

static void
test_each_for_itself (Run           *run,
                      gconstpointer  application)
{
  GtkWidget *stop;
  GtkWidget *failed;

  ask (run, "hello,wrong-key", "Good morning");
  ponder_test_wait_for (has_failed, get_answer (run, 1), 20);
  ponder_test_run_for (200);
  failed = GTK_WIDGET (get_column (run, 1));
  g_assert_nonnull (ponder_test_find (failed, PONDER_TYPE_ERROR_CARD, NULL));
  g_assert_false (gtk_widget_get_visible (ponder_test_find (failed, GTK_TYPE_BUTTON, "_Go On with This")));
  g_assert_null (ponder_test_find (GTK_WIDGET (get_column (run, 0)), PONDER_TYPE_ERROR_CARD, NULL));
  g_assert_true (ponder_composer_get_running (run->composer));

  ponder_test_wait_for (has_text, get_answer (run, 0), 20);
  stop = ponder_test_find (GTK_WIDGET (get_column (run, 0)), GTK_TYPE_BUTTON, "media-playback-stop-symbolic");
  ponder_test_click (stop);
  ponder_test_wait_for (composer_rests, run, 5);
  g_assert_cmpint (ponder_message_get_state (get_answer (run, 0)), ==, PONDER_MESSAGE_STOPPED);
  ponder_test_run_for (100);
  g_assert_false (gtk_widget_get_visible (stop));

  /* The card asks the same model again, in its column. */
  gtk_widget_activate_action (GTK_WIDGET (ponder_answer_column_get_row (get_column (run, 1))), "message.regenerate",
                              NULL);
  ponder_test_run_for (100);
  ponder_test_wait_for (has_failed, get_answer (run, 1), 20);
  g_assert_cmpstr (ponder_message_get_model (get_answer (run, 1)), ==, "wrong-key");
  g_assert_cmpuint (ponder_message_get_n_siblings (get_answer (run, 1)), ==, 3);
}

static void
test_stop_all (Run           *run,
               gconstpointer  application)
{
  ask (run, "hello,hang", "Good morning");
  ponder_test_wait_for (has_text, get_answer (run, 0), 20);
  g_signal_emit_by_name (run->composer, "stop");
  ponder_test_wait_for (composer_rests, run, 5);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (ponder_message_get_state (get_answer (run, i)), ==, PONDER_MESSAGE_STOPPED);
}

static gboolean
has_focus (gpointer column)
{
  GtkWidget *row = GTK_WIDGET (ponder_answer_column_get_row (column));

  return gtk_widget_is_focus (row);
}

static void
test_restart_and_keys (Run           *run,
                       gconstpointer  application)
{
  g_autoptr(PonderMessage) chosen = NULL;

  ask (run, "echo,length,filtered", "Good morning");
  ponder_test_wait_for (composer_rests, run, 60);
  run_end (run);

  run_begin (run);
  ponder_test_wait_for (has_columns, run, 20);
  g_assert_cmpuint (ponder_asked_models_get_models (ponder_composer_get_asked_models (run->composer))->len, ==, 3);
  gtk_widget_grab_focus (GTK_WIDGET (ponder_answer_column_get_row (get_column (run, 0))));
  press (run, GDK_KEY_Right);
  g_assert_true (has_focus (get_column (run, 1)));
  g_assert_true (ponder_answer_column_is_marked (get_column (run, 1)));
  press (run, GDK_KEY_Left);
  press (run, GDK_KEY_Left);                    /* there is none */
  g_assert_true (ponder_answer_column_is_marked (get_column (run, 0)));
  press (run, GDK_KEY_Right);
  chosen = g_object_ref (get_answer (run, 1));
  press (run, GDK_KEY_Return);
  ponder_test_wait_for (has_no_columns, run, 5);
  g_assert_true (ponder_message_get_chosen (chosen));
}

static void
test_a_hit_in_a_column (Run           *run,
                        gconstpointer  application)
{
  ask (run, "echo,length,filtered", "Good morning");
  ponder_test_wait_for (composer_rests, run, 60);
  gtk_window_set_default_size (GTK_WINDOW (run->window), 360, 640);
  ponder_test_run_for (300);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (get_column (run, 2))));

  ponder_chat_page_show_message (PONDER_CHAT_PAGE (run->page), ponder_message_get_id (get_answer (run, 2)));
  ponder_test_wait_for (has_focus, get_column (run, 2), 5);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (get_column (run, 2))));
}

static gboolean
is_done (gpointer message)
{
  return ponder_message_get_state (message) == PONDER_MESSAGE_DONE;
}

/* What is selected in one column stays selected while the one before it grows. */
static void
test_selection_in_a_column (Run           *run,
                            gconstpointer  application)
{
  PonderTranscriptSelection *selection = run->transcript->selection;
  GtkWidget *row;
  GtkWidget *text;
  graphene_rect_t bounds;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *all = NULL;
  gsize length;

  ask (run, "hello,echo", "Good morning");
  ponder_test_wait_for (is_done, get_answer (run, 1), 20);
  ponder_test_run_for (100);
  row = GTK_WIDGET (ponder_answer_column_get_row (get_column (run, 1)));
  gtk_widget_grab_focus (row);
  text = ponder_test_find (row, PONDER_TYPE_TEXT_BLOCK, NULL);
  g_assert_true (gtk_widget_compute_bounds (text, GTK_WIDGET (run->transcript), &bounds));
  ponder_transcript_selection_begin (selection, bounds.origin.x + 3, bounds.origin.y + 3, 3);
  before = ponder_transcript_view_dup_selection (run->transcript);
  g_assert_true (g_str_has_prefix (before, "This answer is canned"));

  length = strlen (ponder_message_get_text (get_answer (run, 0)));
  ponder_test_wait_for (is_done, get_answer (run, 0), 60);
  g_assert_cmpuint (strlen (ponder_message_get_text (get_answer (run, 0))), >, length + 100);
  after = ponder_transcript_view_dup_selection (run->transcript);
  g_assert_cmpstr (after, ==, before);

  ponder_transcript_selection_select_all (selection);
  all = ponder_transcript_view_dup_selection (run->transcript);
  g_assert_nonnull (strstr (all, ponder_message_get_text (get_answer (run, 1))));
  g_assert_null (strstr (all, "Hello!"));
  g_signal_emit_by_name (run->composer, "stop");
  ponder_test_wait_for (composer_rests, run, 5);
}

static void
test_right_to_left (Run           *run,
                    gconstpointer  application)
{
  graphene_rect_t first;
  graphene_rect_t second;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  ask (run, "echo,length", "صباح الخير");
  ponder_test_wait_for (composer_rests, run, 60);
  ponder_test_run_for (200);
  assert_bounds (run, 0, &first);
  assert_bounds (run, 1, &second);
  g_assert_cmpfloat (second.origin.x + second.size.width, <, first.origin.x);

  gtk_widget_grab_focus (GTK_WIDGET (ponder_answer_column_get_row (get_column (run, 0))));
  press (run, GDK_KEY_Left);
  g_assert_true (has_focus (get_column (run, 1)));
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static gboolean
is_long (gpointer message)
{
  return strlen (ponder_message_get_text (message)) > 1000;
}

/* The heading is in sight wherever the reader is, and so is what is short. */
static void
test_what_stays_in_sight (Run           *run,
                          gconstpointer  application)
{
  GtkWidget *view = GTK_WIDGET (run->transcript);
  graphene_rect_t short_row;
  graphene_rect_t bounds;

  ask (run, "hello,echo", "Good morning");
  ponder_test_wait_for (is_long, get_answer (run, 0), 30);
  g_signal_emit_by_name (run->composer, "stop");
  ponder_test_wait_for (composer_rests, run, 5);
  ponder_test_run_for (300);
  assert_bounds (run, 0, &bounds);
  g_assert_cmpfloat (bounds.origin.y, <, -100);
  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *heading = gtk_widget_get_last_child (GTK_WIDGET (get_column (run, i)));

      g_assert_true (gtk_widget_compute_bounds (heading, view, &bounds));
      g_assert_cmpint ((int) bounds.origin.y, ==, 0);
    }
  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (ponder_answer_column_get_row (get_column (run, 1))), view,
                                            &short_row));
  g_assert_cmpfloat (short_row.origin.y, >=, 0);
  g_assert_cmpfloat (short_row.origin.y, <, 60);

  /* One at a time it is the tabs, and the heading below them. */
  gtk_window_set_default_size (GTK_WINDOW (run->window), 360, 500);
  ponder_test_run_for (300);
  g_signal_emit_by_name (run->transcript, "mark", get_answer (run, 0));
  ponder_transcript_view_scroll_to_end (run->transcript);
  ponder_test_run_for (300);
  g_assert_true (gtk_widget_compute_bounds (ponder_test_find (view, GTK_TYPE_TOGGLE_BUTTON, NULL), view, &bounds));
  g_assert_cmpint ((int) bounds.origin.y, ==, 0);
  g_assert_true (gtk_widget_compute_bounds (gtk_widget_get_last_child (GTK_WIDGET (get_column (run, 0))), view,
                                            &short_row));
  g_assert_cmpfloat (short_row.origin.y, >=, bounds.size.height);
  g_assert_cmpfloat (short_row.origin.y, <=, bounds.size.height + 12);
}

static void
get_line (Run    *run,
          guint   column,
          double *y)
{
  GtkWidget *row = GTK_WIDGET (ponder_answer_column_get_row (get_column (run, column)));
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (row, GTK_WIDGET (run->transcript), &bounds));
  *y = bounds.origin.y + bounds.size.height;
}

/* What is read in a finished answer stays where it is while the one beside it grows past it. */
static void
test_nothing_moves (Run           *run,
                    gconstpointer  application)
{
  GtkAdjustment *adjustment;
  double before;
  double after;
  gsize length;

  ask (run, "long,hello", "Good morning");
  ponder_test_wait_for (has_text, get_answer (run, 0), 20);
  ponder_test_run_for (3000);
  ponder_chat_page_show_message (PONDER_CHAT_PAGE (run->page), ponder_message_get_id (get_answer (run, 1)));
  ponder_test_run_for (200);
  g_object_get (run->transcript, "vadjustment", &adjustment, NULL);
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + 150);
  ponder_test_run_for (600);
  ponder_test_click (ponder_test_find (GTK_WIDGET (get_column (run, 1)), GTK_TYPE_BUTTON,
                                       "media-playback-stop-symbolic"));
  ponder_test_run_for (600);
  get_line (run, 1, &before);
  length = strlen (ponder_message_get_text (get_answer (run, 0)));
  ponder_test_wait_for (is_done, get_answer (run, 0), 60);
  g_assert_cmpuint (strlen (ponder_message_get_text (get_answer (run, 0))), >, length + 100);
  get_line (run, 1, &after);
  g_assert_cmpint ((int) after, ==, (int) before);
  g_object_unref (adjustment);
  g_signal_emit_by_name (run->composer, "stop");
  ponder_test_wait_for (composer_rests, run, 5);
}

/* Lines in the column beside the one that is read go down, as thoughts above them grow. */
static void
test_nothing_moves_beside (Run           *run,
                           gconstpointer  application)
{
  GtkAdjustment *adjustment;
  PonderMessage *grows;
  GtkWidget *fold;
  double before;
  double after;

  ask (run, "hello,hello", "Good morning");
  ponder_test_wait_for (is_long, get_answer (run, 0), 30);
  ponder_test_wait_for (is_long, get_answer (run, 1), 30);
  g_signal_emit_by_name (run->composer, "stop");
  ponder_test_wait_for (composer_rests, run, 5);
  grows = get_answer (run, 1);
  ponder_message_append_reasoning (grows, "First of all.");
  ponder_test_run_for (200);
  fold = ponder_test_find (GTK_WIDGET (get_column (run, 1)), PONDER_TYPE_REASONING_FOLD, NULL);
  ponder_reasoning_fold_set_open (PONDER_REASONING_FOLD (fold), TRUE);
  g_signal_emit_by_name (run->transcript, "mark", get_answer (run, 0));
  ponder_chat_page_show_message (PONDER_CHAT_PAGE (run->page), ponder_message_get_id (get_answer (run, 0)));
  ponder_test_run_for (200);
  g_object_get (run->transcript, "vadjustment", &adjustment, NULL);
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + 250);
  ponder_test_run_for (600);
  get_line (run, 0, &before);
  for (guint i = 0; i < 20; i++)
    ponder_message_append_reasoning (grows, "\n\nAnd then there is more to be thought of.");
  ponder_test_run_for (600);
  g_assert_cmpint (gtk_widget_get_height (fold), >, 400);
  get_line (run, 0, &after);
  g_assert_cmpint ((int) after, ==, (int) before);
  g_object_unref (adjustment);
}

static guint
count_marks (GtkWidget *widget)
{
  guint n = 0;

  if (PONDER_IS_TEXT_BLOCK (widget))
    {
      const PonderTextMarks *marks = ponder_text_block_get_marks (PONDER_TEXT_BLOCK (widget));

      return marks->places != NULL ? marks->places->len : 0;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_marks (child);
  return n;
}

static gboolean
is_counted (gpointer find_in)
{
  return ponder_chat_find_is_complete (find_in);
}

/* Whoever prints or looks for something means the answer that goes on. */
static void
test_marked_stands_for_all (Run           *run,
                            gconstpointer  application)
{
  GListModel *messages;
  g_autoptr(PonderFinder) finder = ponder_finder_new ("good morning");
  g_autoptr(PonderChatFind) find_in = ponder_chat_find_new ();
  PonderMessage *marked;

  ask (run, "length,echo", "Good morning");
  ponder_test_wait_for (composer_rests, run, 60);
  messages = ponder_transcript_view_get_messages (run->transcript);
  ponder_chat_find_set_messages (find_in, messages);
  ponder_chat_find_set_finder (find_in, finder);
  ponder_transcript_view_mark_found (run->transcript, finder, NULL);
  for (guint i = 2; i > 0; i--)
    {
      g_autoptr(GPtrArray) sources = NULL;
      PonderPrintSource *answer;

      marked = get_answer (run, i - 1);
      g_signal_emit_by_name (run->transcript, "mark", marked);
      ponder_test_run_for (100);
      sources = ponder_print_source_list ("Title", messages);
      g_assert_cmpuint (sources->len, ==, 3);
      answer = g_ptr_array_index (sources, 2);
      g_assert_cmpstr (answer->text, ==, ponder_message_get_text (marked));

      ponder_test_wait_for (is_counted, find_in, 10);
      ponder_test_run_for (200);
      g_assert_cmpuint (ponder_chat_find_get_n_places (find_in), ==, i);
      g_assert_cmpuint (count_marks (GTK_WIDGET (run->transcript)), ==, i);
    }
}

static void
test_other_models (Run           *run,
                   gconstpointer  application)
{
  g_autoptr(PonderMessage) answer = NULL;
  PonderModelChoice *choice;

  send (run, "Good morning");
  ponder_test_wait_for (composer_rests, run, 60);
  answer = g_list_model_get_item (ponder_transcript_view_get_messages (run->transcript), 1);
  g_signal_emit_by_name (run->transcript, "compare", answer);
  choice = PONDER_MODEL_CHOICE (ponder_test_find_window (PONDER_TYPE_MODEL_CHOICE));
  g_assert_cmpuint (ponder_model_choice_get_models (choice)->len, ==, 0);
  choose_model (choice, "length");
  choose_model (choice, "filtered");
  ponder_test_click (ponder_test_find (GTK_WIDGET (choice), GTK_TYPE_BUTTON, "_Ask"));
  ponder_test_wait_for (has_columns, run, 5);
  ponder_test_wait_for (composer_rests, run, 60);
  g_assert_true (get_answer (run, 0) == answer);
  g_assert_cmpstr (ponder_message_get_model (get_answer (run, 1)), ==, "length");
  g_assert_cmpstr (ponder_message_get_model (get_answer (run, 2)), ==, "filtered");

  /* The keys of a message are those of the marked column. */
  g_signal_emit_by_name (run->transcript, "mark", get_answer (run, 1));
  gtk_widget_activate_action (gtk_widget_get_ancestor (find (run, PONDER_TYPE_ANSWER_COLUMNS, NULL),
                                                       PONDER_TYPE_MESSAGE_ROW), "message.trash", NULL);
  ponder_test_run_for (100);
  g_assert_cmpstr (ponder_message_get_model (get_answer (run, 1)), ==, "filtered");
  g_assert_null (get_column (run, 2));
}

static void
test_versions (Run           *run,
               gconstpointer  application)
{
  g_autoptr(PonderMessage) answer = NULL;
  GListModel *messages;

  send (run, "Good morning");
  ponder_test_wait_for (composer_rests, run, 60);
  messages = ponder_transcript_view_get_messages (run->transcript);
  answer = g_list_model_get_item (messages, 1);
  g_signal_emit_by_name (run->transcript, "regenerate", answer);
  ponder_test_wait_for (composer_rests, run, 60);
  g_assert_null (get_column (run, 0));
  g_signal_emit_by_name (run->transcript, "compare-versions", answer);
  ponder_test_wait_for (has_columns, run, 5);
  g_assert_true (get_answer (run, 0) == answer);
  g_assert_true (ponder_answer_column_is_marked (get_column (run, 1)));

  /* Asking on goes on with the marked one. */
  send (run, "And now?");
  ponder_test_wait_for (composer_rests, run, 60);
  ponder_test_wait_for (has_no_columns, run, 5);
  g_assert_cmpuint (g_list_model_get_n_items (messages), ==, 4);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(AdwApplication) application = NULL;

  if (!ponder_test_ui_init (&argc, &argv))
    return 0;

  application = ponder_test_ui_application ();
#define ADD(name, function) g_test_add ("/ui/compare/" name, Run, application, set_up, function, tear_down)
  ADD ("models-are-chosen-in-a-dialog", test_models_are_chosen);
  ADD ("favorites-are-chosen-too", test_favorites_are_chosen);
  ADD ("two-answers-stand-beside-each-other", test_two_beside_each_other);
  ADD ("one-at-a-time-where-there-is-no-room", test_narrow);
  ADD ("three-have-room-where-four-have-not", test_three_and_four);
  ADD ("each-fails-and-stops-for-itself", test_each_for_itself);
  ADD ("stop-stops-all", test_stop_all);
  ADD ("the-next-start-shows-them-and-keys-choose", test_restart_and_keys);
  ADD ("they-begin-on-the-right-where-lines-do", test_right_to_left);
  ADD ("a-hit-in-a-column-is-reached", test_a_hit_in_a_column);
  ADD ("a-selection-is-read-in-one-column", test_selection_in_a_column);
  ADD ("headings-and-what-is-short-stay-in-sight", test_what_stays_in_sight);
  ADD ("nothing-moves-while-one-grows", test_nothing_moves);
  ADD ("nothing-moves-while-lines-beside-it-do", test_nothing_moves_beside);
  ADD ("the-marked-one-stands-for-all", test_marked_stands_for_all);
  ADD ("other-models-are-asked-beside-an-answer", test_other_models);
  ADD ("versions-stand-beside-each-other", test_versions);
#undef ADD

  return g_test_run ();
}
