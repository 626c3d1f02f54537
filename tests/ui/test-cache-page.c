/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences of kept answers, over a real cache that the demo's answers fill. */

#include "config.h"

#include "ponder-cache-page.h"
#include "ponder-choice-row.h"
#include "ponder-model-catalog.h"
#include "ponder-preferences.h"
#include "ponder-session.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-ui.h"
#include "ponder-workspace.h"

#include <string.h>

/* Milliseconds after the start: then what has expired is removed unasked. */
#define FIRST_CLEAN 3000

typedef struct
{
  char               *path;
  PonderWorkspace    *workspace;
  PonderSettings     *settings;
  PonderModelCatalog *catalog;
  PonderPreferences  *preferences;
  GtkWidget          *page;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->path = ponder_test_dir_new ();
  fixture->workspace = ponder_test_workspace_open (fixture->path);
  fixture->settings = ponder_workspace_get_settings (fixture->workspace);
  fixture->catalog = ponder_model_catalog_new (fixture->workspace);
  fixture->preferences = ponder_preferences_new (NULL, fixture->catalog);
  fixture->page = ponder_test_find (GTK_WIDGET (fixture->preferences), PONDER_TYPE_CACHE_PAGE, NULL);
  gtk_window_present (GTK_WINDOW (fixture->preferences));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->preferences));
  ponder_test_settle ();
  g_object_unref (fixture->catalog);
  ponder_test_workspace_close (fixture->workspace);
  ponder_test_dir_remove (fixture->path);
}

static PonderChoiceRow *
find_choice (Fixture    *fixture,
             const char *title)
{
  return PONDER_CHOICE_ROW (ponder_test_find (fixture->page, PONDER_TYPE_CHOICE_ROW, title));
}

static GtkSwitch *
find_switch (Fixture    *fixture,
             const char *title)
{
  return GTK_SWITCH (ponder_test_find (ponder_test_find (fixture->page, ADW_TYPE_ACTION_ROW, title), GTK_TYPE_SWITCH,
                                       NULL));
}

static const char *
get_fact (Fixture    *fixture,
          const char *title)
{
  return adw_action_row_get_subtitle (ADW_ACTION_ROW (ponder_test_find (fixture->page, ADW_TYPE_ACTION_ROW, title)));
}

static const char *
get_chosen (PonderChoiceRow *row)
{
  return gtk_string_object_get_string (adw_combo_row_get_selected_item (ADW_COMBO_ROW (row)));
}

static guint
count_choices (PonderChoiceRow *row)
{
  return g_list_model_get_n_items (adw_combo_row_get_model (ADW_COMBO_ROW (row)));
}

static void
test_choices_hold_at_once (Fixture       *fixture,
                           gconstpointer  data)
{
  PonderChoiceRow *ttl = find_choice (fixture, "Keep an answer for");
  PonderChoiceRow *size = find_choice (fixture, "Room on the disk at most");
  PonderChoiceRow *number = find_choice (fixture, "Answers at most");

  g_assert_cmpstr (get_chosen (ttl), ==, "10 minutes");
  g_assert_cmpstr (get_chosen (size), ==, "100 MB");
  g_assert_cmpstr (get_chosen (number), ==, "1000");
  adw_combo_row_set_selected (ADW_COMBO_ROW (ttl), 4);
  adw_combo_row_set_selected (ADW_COMBO_ROW (size), 4);
  adw_combo_row_set_selected (ADW_COMBO_ROW (number), 0);
  g_assert_cmpstr (get_chosen (ttl), ==, "1 week");
  g_assert_cmpuint (ponder_settings_get_cache_ttl (fixture->settings), ==, 7 * 24 * 3600);
  g_assert_cmpstr (get_chosen (size), ==, "1 GB");
  g_assert_cmpuint (ponder_settings_get_cache_max_megabytes (fixture->settings), ==, 1000);
  g_assert_cmpuint (ponder_settings_get_cache_max_entries (fixture->settings), ==, 100);

  gtk_switch_set_active (find_switch (fixture, "_Show at reading speed"), TRUE);
  g_assert_true (ponder_settings_get_cache_replay_paced (fixture->settings));
  gtk_switch_set_active (find_switch (fixture, "_Reuse recent answers"), FALSE);
  g_assert_false (ponder_settings_get_cache_enabled (fixture->settings));
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (ttl)));
}

static void
test_what_is_set_elsewhere_is_shown (Fixture       *fixture,
                                     gconstpointer  data)
{
  PonderChoiceRow *ttl = find_choice (fixture, "Keep an answer for");

  g_object_set (fixture->settings, "cache-ttl", 5400, "cache-replay-paced", TRUE, "cache-enabled", FALSE, NULL);
  g_assert_cmpstr (get_chosen (ttl), ==, "90 minutes");
  g_assert_cmpuint (count_choices (ttl), ==, 7);
  g_assert_true (gtk_switch_get_active (find_switch (fixture, "_Show at reading speed")));
  g_assert_false (gtk_switch_get_active (find_switch (fixture, "_Reuse recent answers")));

  /* Whoever looks at the others does not lose it. */
  adw_combo_row_set_selected (ADW_COMBO_ROW (ttl), 0);
  g_assert_cmpuint (ponder_settings_get_cache_ttl (fixture->settings), ==, 60);
  adw_combo_row_set_selected (ADW_COMBO_ROW (ttl), 3);
  g_assert_cmpuint (ponder_settings_get_cache_ttl (fixture->settings), ==, 5400);
  g_object_set (fixture->settings, "cache-ttl", 45, NULL);
  g_assert_cmpstr (get_chosen (ttl), ==, "45 seconds");
  g_assert_cmpuint (count_choices (ttl), ==, 7);
}

static void
test_rows_are_named (Fixture       *fixture,
                     gconstpointer  data)
{
  PonderChoiceRow *ttl = find_choice (fixture, "Keep an answer for");

  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (ttl), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Keep an answer for: 10 minutes");
  adw_combo_row_set_selected (ADW_COMBO_ROW (ttl), 0);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (ttl), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Keep an answer for: 1 minute");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (find_switch (fixture, "_Reuse recent answers")),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Reuse recent answers");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (find_switch (fixture, "_Show at reading speed")),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Show at reading speed");
}

static gboolean
is_loaded (gpointer user_data)
{
  return !ponder_timeline_get_loading (user_data);
}

static gboolean
is_over (gpointer user_data)
{
  return !ponder_turn_get_running (user_data);
}

/* A new chat with this question; TRUE when its answer came from the cache. */
static gboolean
ask (Fixture    *fixture,
     const char *question)
{
  g_autoptr(PonderSession) session = ponder_workspace_create_session (fixture->workspace);
  g_autoptr(PonderModelConfig) config = ponder_model_config_copy (ponder_session_get_config (session));
  g_autoptr(PonderTimeline) timeline = ponder_workspace_open_timeline (fixture->workspace, session);
  g_autoptr(PonderTurn) turn = NULL;
  g_autoptr(GError) error = NULL;

  ponder_workspace_start_demo (fixture->workspace, &error);
  g_assert_no_error (error);
  ponder_model_config_set_model (config, "demo", "echo");
  ponder_session_set_config (session, config);
  ponder_test_wait_for (is_loaded, timeline, 5);
  turn = ponder_workspace_begin_turn (fixture->workspace, timeline, question);
  ponder_test_wait_for (is_over, turn, 20);
  g_assert_cmpint (ponder_message_get_state (ponder_turn_get_message (turn)), ==, PONDER_MESSAGE_DONE);
  return ponder_message_get_cached_from (ponder_turn_get_message (turn)) != 0;
}

typedef struct
{
  Fixture    *fixture;
  const char *title;
  const char *begin;
} Fact;

static gboolean
begins_so (gpointer user_data)
{
  Fact *fact = user_data;

  return g_str_has_prefix (get_fact (fact->fixture, fact->title), fact->begin);
}

static void
wait_for_fact (Fixture    *fixture,
               const char *title,
               const char *begin)
{
  Fact fact = { fixture, title, begin };

  ponder_test_wait_for (begins_so, &fact, 10);
}

static void
show_page (Fixture *fixture)
{
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (fixture->preferences), "cache");
}

static void
test_numbers (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *name = NULL;

  show_page (fixture);
  wait_for_fact (fixture, "Kept now", "0 answers");
  g_assert_cmpstr (get_fact (fixture, "Found again"), ==, "Nothing was looked for yet");

  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (fixture->preferences), "chat");
  ponder_test_settle ();
  g_assert_false (ask (fixture, "one"));
  g_assert_true (ask (fixture, "one"));
  g_assert_false (ask (fixture, "two"));
  g_assert_true (ask (fixture, "two"));
  g_assert_true (ask (fixture, "two"));
  show_page (fixture);
  wait_for_fact (fixture, "Kept now", "2 answers, ");
  g_assert_cmpstr (get_fact (fixture, "Found again"), ==, "60 % of the time: 3 found, 2 not");
  g_assert_cmpint (g_ascii_strtoll (get_fact (fixture, "Tokens saved"), NULL, 10), >, 0);
  name = gtk_test_accessible_check_property (
    GTK_ACCESSIBLE (ponder_test_find (fixture->page, ADW_TYPE_ACTION_ROW, "Found again")),
    GTK_ACCESSIBLE_PROPERTY_LABEL, "Found again: 60 % of the time: 3 found, 2 not");
  g_assert_null (name);
}

static gboolean
says (gpointer user_data)
{
  const char **said = user_data;

  return ponder_test_find (ponder_test_find_window (PONDER_TYPE_PREFERENCES), GTK_TYPE_LABEL, *said) != NULL;
}

static void
wait_for_toast (const char *words)
{
  ponder_test_wait_for (says, &words, 10);
}

static void
test_removing_what_has_expired (Fixture       *fixture,
                                gconstpointer  data)
{
  GtkWidget *remove = ponder_test_find (fixture->page, GTK_TYPE_BUTTON, "Remove _Expired");

  show_page (fixture);
  /* What goes by itself soon after the start is not what is removed here. */
  ponder_test_run_for (FIRST_CLEAN + 500);
  g_object_set (fixture->settings, "cache-ttl", 1, NULL);
  g_assert_false (ask (fixture, "short-lived"));
  g_object_set (fixture->settings, "cache-ttl", 600, NULL);
  g_assert_false (ask (fixture, "lasting"));
  ponder_test_run_for (1200);
  ponder_test_click (remove);
  wait_for_toast ("1 kept answer removed");
  wait_for_fact (fixture, "Kept now", "1 answer, ");
  ponder_test_click (remove);
  wait_for_toast ("There was nothing to remove");
}

static gboolean
is_asked (gpointer user_data)
{
  return ponder_test_find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL;
}

static void
answer_dialog (Fixture    *fixture,
               const char *response)
{
  ponder_test_click (ponder_test_find (fixture->page, GTK_TYPE_BUTTON, "_Clear…"));
  ponder_test_wait_for (is_asked, NULL, 5);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (ponder_test_find_window (ADW_TYPE_MESSAGE_DIALOG)), response);
  ponder_test_settle ();
}

static void
test_clearing (Fixture       *fixture,
               gconstpointer  data)
{
  show_page (fixture);
  g_assert_false (ask (fixture, "one"));
  g_assert_false (ask (fixture, "two"));
  answer_dialog (fixture, "cancel");
  g_assert_true (ask (fixture, "one"));

  answer_dialog (fixture, "confirm");
  wait_for_toast ("2 kept answers removed");
  wait_for_fact (fixture, "Kept now", "0 answers, ");
  /* What was counted stays. */
  g_assert_true (g_str_has_prefix (get_fact (fixture, "Found again"), "33 % of the time"));
  g_assert_false (ask (fixture, "one"));
}

static void
test_switched_off (Fixture       *fixture,
                   gconstpointer  data)
{
  g_assert_false (ask (fixture, "one"));
  gtk_switch_set_active (find_switch (fixture, "_Reuse recent answers"), FALSE);
  g_assert_false (ask (fixture, "one"));
  gtk_switch_set_active (find_switch (fixture, "_Reuse recent answers"), TRUE);
  g_assert_true (ask (fixture, "one"));
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

  add ("/ui/cache-page/what-is-chosen-holds-at-once", test_choices_hold_at_once);
  add ("/ui/cache-page/what-is-set-elsewhere-is-shown", test_what_is_set_elsewhere_is_shown);
  add ("/ui/cache-page/every-row-says-what-it-is-and-what-is-chosen", test_rows_are_named);
  add ("/ui/cache-page/the-numbers-are-those-of-now", test_numbers);
  add ("/ui/cache-page/what-has-expired-is-removed-and-counted", test_removing_what_has_expired);
  add ("/ui/cache-page/clearing-asks-first-and-says-how-many", test_clearing);
  add ("/ui/cache-page/what-is-switched-off-is-not-used", test_switched_off);

  return g_test_run ();
}
