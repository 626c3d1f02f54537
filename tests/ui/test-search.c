/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Searching in a real window: as one types, from hit to hit, into any branch, and back. */

#include "config.h"

#include "ponder-chat-page.h"
#include "ponder-hit-row.h"
#include "ponder-message-row.h"
#include "ponder-model-catalog.h"
#include "ponder-search-page.h"
#include "ponder-session.h"
#include "ponder-sidebar.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-ui.h"
#include "ponder-text-block.h"
#include "ponder-transcript-view.h"
#include "ponder-window.h"
#include "ponder-workspace.h"

typedef struct
{
  char                 *path;
  PonderWorkspace      *workspace;
  PonderModelCatalog   *catalog;
  PonderWindow         *window;
  PonderSidebar        *sidebar;
  GtkWidget            *page;
  GtkWidget            *entry;
  PonderTranscriptView *transcript;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  GtkWidget *root;

  fixture->path = ponder_test_dir_new ();
  fixture->workspace = ponder_test_workspace_open (fixture->path);
  ponder_workspace_start_demo (fixture->workspace, &error);
  g_assert_no_error (error);
  fixture->catalog = ponder_model_catalog_new (fixture->workspace);
  fixture->window = ponder_window_new (GTK_APPLICATION ((gpointer) data), fixture->catalog);
  root = GTK_WIDGET (fixture->window);
  fixture->sidebar = PONDER_SIDEBAR (ponder_test_find (root, PONDER_TYPE_SIDEBAR, NULL));
  fixture->page = ponder_test_find (root, PONDER_TYPE_SEARCH_PAGE, NULL);
  fixture->entry = ponder_test_find (GTK_WIDGET (fixture->sidebar), GTK_TYPE_SEARCH_ENTRY, NULL);
  fixture->transcript = PONDER_TRANSCRIPT_VIEW (ponder_test_find (root, PONDER_TYPE_TRANSCRIPT_VIEW, NULL));
  ponder_window_restore (fixture->window);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  ponder_window_save (fixture->window);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ponder_test_settle ();
  g_object_unref (fixture->catalog);
  ponder_test_workspace_close (fixture->workspace);
  ponder_test_dir_remove (fixture->path);
}

static gboolean
has_ended (gpointer user_data)
{
  return !ponder_turn_get_running (user_data);
}

static void
wait_for_end (PonderTurn *turn)
{
  ponder_test_wait_for (has_ended, turn, 20);
  g_object_unref (turn);
}

static gboolean
is_loaded (gpointer user_data)
{
  return !ponder_timeline_get_loading (user_data);
}

/* A stored chat whose model says what it is asked. (transfer none): the list holds it. */
static PonderSession *
add_chat (Fixture    *fixture,
          const char *title,
          const char *question)
{
  g_autoptr(PonderSession) session = ponder_workspace_create_session (fixture->workspace);
  g_autoptr(PonderModelConfig) config = ponder_model_config_new ();
  g_autoptr(PonderTimeline) timeline = NULL;

  ponder_model_config_set_model (config, "demo", "echo");
  ponder_session_set_config (session, config);
  timeline = ponder_workspace_open_timeline (fixture->workspace, session);
  wait_for_end (ponder_workspace_begin_turn (fixture->workspace, timeline, question));
  ponder_workspace_rename_session (fixture->workspace, session, title);
  return session;
}

/* Asks the first question in other words: what was asked and answered before is on another branch. */
static void
ask_otherwise (Fixture       *fixture,
               PonderSession *session,
               const char    *words)
{
  g_autoptr(PonderTimeline) timeline = ponder_workspace_open_timeline (fixture->workspace, session);
  g_autoptr(PonderMessage) first = NULL;

  ponder_test_wait_for (is_loaded, timeline, 10);
  first = g_list_model_get_item (G_LIST_MODEL (timeline), 0);
  wait_for_end (ponder_workspace_edit_question (fixture->workspace, timeline, first, words));
}

/* What the page shows says "12 of 34" and so on. */
static const char *
get_count (Fixture *fixture)
{
  return gtk_label_get_label (GTK_LABEL (ponder_test_find (fixture->page, GTK_TYPE_LABEL, NULL)));
}

static const char *
get_page (Fixture *fixture)
{
  GtkWidget *stack = gtk_widget_get_last_child (gtk_widget_get_first_child (fixture->page));

  return gtk_stack_get_visible_child_name (GTK_STACK (stack));
}

typedef struct
{
  Fixture    *fixture;
  const char *count;
  const char *page;
} Expected;

static gboolean
shows_expected (gpointer user_data)
{
  Expected *expected = user_data;

  return g_str_equal (get_count (expected->fixture), expected->count)
         && g_str_equal (get_page (expected->fixture), expected->page);
}

static void
search (Fixture    *fixture,
        const char *words,
        const char *count,
        const char *page)
{
  Expected expected = { fixture, count, page };

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.search", NULL));
  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), words);
  ponder_test_wait_for (shows_expected, &expected, 10);
  ponder_test_settle ();
}

static void
press (Fixture *fixture,
       guint    keyval)
{
  g_assert_true (ponder_test_press (fixture->entry, keyval, 0));
}

static char *
dup_shown (Fixture *fixture)
{
  GListModel *messages = ponder_transcript_view_get_messages (fixture->transcript);
  g_autoptr(PonderMessage) first = messages != NULL ? g_list_model_get_item (messages, 0) : NULL;

  return g_strdup (first != NULL ? ponder_message_get_text (first) : "");
}

static gboolean
has_found_row (gpointer user_data)
{
  Fixture *fixture = user_data;
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));

  return focus != NULL && PONDER_IS_MESSAGE_ROW (focus) && gtk_widget_has_css_class (focus, "ponder-found");
}

static PonderMessage *
get_found (Fixture *fixture)
{
  ponder_test_wait_for (has_found_row, fixture, 10);
  return ponder_message_row_get_message (PONDER_MESSAGE_ROW (gtk_window_get_focus (GTK_WINDOW (fixture->window))));
}

static gboolean
has_no_found_row (gpointer user_data)
{
  return !has_found_row (user_data);
}

static void
test_types (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWidget *row;

  add_chat (fixture, "Bread", "feed the <b>sourdough</b> starter");
  add_chat (fixture, "旅行", "从昆明到大理的火车");

  search (fixture, "sourd", "1 of 2", "hits");
  g_assert_nonnull (ponder_test_find (fixture->page, GTK_TYPE_LABEL, "Bread"));
  /* Words are never markup. */
  row = ponder_test_find (fixture->page, GTK_TYPE_LABEL, "feed the <b>sourdough</b> starter");
  g_assert_nonnull (row);
  g_assert_false (gtk_label_get_use_markup (GTK_LABEL (row)));
  g_assert_nonnull (gtk_label_get_attributes (GTK_LABEL (row)));
  g_assert_nonnull (ponder_test_find (fixture->page, GTK_TYPE_LABEL, "You"));

  search (fixture, "大理", "1 of 2", "hits");
  search (fixture, "in:title 旅行", "1 of 1", "hits");
  search (fixture, "nothing like it", "", "none");
  /* However broken it is, it is no error. */
  search (fixture, "\"((( OR NEAR* -", "", "none");
  search (fixture, "sourdough role:user", "1 of 1", "hits");
  search (fixture, "tag:", "", "idle");
}

static void
test_arrows (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *focus;

  add_chat (fixture, "one", "needle in the first");
  add_chat (fixture, "two", "needle in the second");
  search (fixture, "needle", "1 of 4", "hits");
  focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  g_assert_true (gtk_widget_is_ancestor (focus, fixture->entry));

  press (fixture, GDK_KEY_Down);
  g_assert_cmpstr (get_count (fixture), ==, "2 of 4");
  /* Past the heading of the next chat. */
  press (fixture, GDK_KEY_Down);
  g_assert_cmpstr (get_count (fixture), ==, "3 of 4");
  press (fixture, GDK_KEY_Page_Down);
  press (fixture, GDK_KEY_Down);
  g_assert_cmpstr (get_count (fixture), ==, "4 of 4");
  press (fixture, GDK_KEY_Up);
  g_assert_cmpstr (get_count (fixture), ==, "3 of 4");
  press (fixture, GDK_KEY_Page_Up);
  press (fixture, GDK_KEY_Up);
  g_assert_cmpstr (get_count (fixture), ==, "1 of 4");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == focus);

  /* A screen reader follows, and is told when there is nothing to be at. */
  g_assert_true (gtk_test_accessible_has_relation (GTK_ACCESSIBLE (fixture->entry),
                                                   GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT));
  search (fixture, "nothing like it", "", "none");
  g_assert_false (gtk_test_accessible_has_relation (GTK_ACCESSIBLE (fixture->entry),
                                                    GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT));
}

static void
test_other_branch (Fixture       *fixture,
                   gconstpointer  data)
{
  PonderSession *session = add_chat (fixture, "Trip", "a hidden needle");
  PonderSession *before;
  g_autofree char *shown = NULL;
  g_autofree char *back = NULL;

  ask_otherwise (fixture, session, "something else");
  before = add_chat (fixture, "Other", "where the reader is");
  ponder_window_show_session (fixture->window, before);
  ponder_test_settle ();

  search (fixture, "hidden needle role:user", "1 of 1", "hits");
  g_signal_emit_by_name (fixture->entry, "activate");
  g_assert_true (ponder_window_get_session (fixture->window) == session);
  g_assert_cmpstr (ponder_message_get_text (get_found (fixture)), ==, "a hidden needle");
  shown = dup_shown (fixture);
  g_assert_cmpstr (shown, ==, "a hidden needle");
  /* For a moment only. */
  ponder_test_wait_for (has_no_found_row, fixture, 10);

  ponder_sidebar_cancel_search (fixture->sidebar);
  g_assert_true (ponder_window_get_session (fixture->window) == before);
  g_assert_false (ponder_sidebar_get_searching (fixture->sidebar));
  back = dup_shown (fixture);
  g_assert_cmpstr (back, ==, "where the reader is");
}

static guint
count_marks (GtkWidget *widget,
             guint     *n_current)
{
  const PonderTextMarks *marks = PONDER_IS_TEXT_BLOCK (widget) ? ponder_text_block_get_marks (PONDER_TEXT_BLOCK (widget))
                                                               : NULL;
  guint n = marks != NULL && marks->places != NULL ? marks->places->len : 0;

  if (n > 0 && marks->current >= 0)
    (*n_current)++;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_marks (child, n_current);
  return n;
}

/* Not only to the message: to the line, with the words marked for a moment. */
static void
test_goes_to_the_line (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new (NULL);
  GtkWidget *row;
  guint n_current = 0;
  graphene_rect_t bounds;

  for (int i = 0; i < 90; i++)
    g_string_append (text, "hay\n");
  g_string_append (text, "the hidden needle, and a needle in sight");
  add_chat (fixture, "Trip", text->str);
  ponder_window_new_chat (fixture->window);
  search (fixture, "needle role:user", "1 of 1", "hits");
  g_signal_emit_by_name (fixture->entry, "activate");
  get_found (fixture);
  row = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  ponder_test_run_for (500);
  g_assert_cmpuint (count_marks (row, &n_current), ==, 2);
  g_assert_cmpuint (n_current, ==, 1);
  /* The row is longer than the window, and its end is in sight. */
  g_assert_true (gtk_widget_compute_bounds (row, GTK_WIDGET (fixture->transcript), &bounds));
  g_assert_cmpfloat (bounds.origin.y, <, -500);
  ponder_test_wait_for (has_no_found_row, fixture, 10);
  g_assert_cmpuint (count_marks (row, &n_current), ==, 0);
}

/* In the chat that is shown, too, Escape brings back the branch. */
static void
test_same_chat (Fixture       *fixture,
                gconstpointer  data)
{
  PonderSession *session = add_chat (fixture, "Trip", "a hidden needle");
  g_autofree char *before = NULL;
  g_autofree char *found = NULL;
  g_autofree char *after = NULL;

  ask_otherwise (fixture, session, "something else");
  ponder_window_show_session (fixture->window, session);
  ponder_test_run_for (200);
  before = dup_shown (fixture);
  g_assert_cmpstr (before, ==, "something else");

  search (fixture, "needle role:user", "1 of 1", "hits");
  g_signal_emit_by_name (fixture->entry, "activate");
  get_found (fixture);
  found = dup_shown (fixture);
  g_assert_cmpstr (found, ==, "a hidden needle");
  g_signal_emit_by_name (fixture->entry, "stop-search");
  after = dup_shown (fixture);
  g_assert_cmpstr (after, ==, "something else");
}

static void
test_next_hit (Fixture       *fixture,
               gconstpointer  data)
{
  PonderSession *first = add_chat (fixture, "one", "needle in the first");
  PonderSession *second = add_chat (fixture, "two", "needle in the second");

  search (fixture, "needle role:user", "1 of 2", "hits");
  g_signal_emit_by_name (fixture->entry, "activate");
  g_assert_true (ponder_window_get_session (fixture->window) == second);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.next-hit", NULL);
  g_assert_true (ponder_window_get_session (fixture->window) == first);
  g_assert_cmpstr (ponder_message_get_text (get_found (fixture)), ==, "needle in the first");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.next-hit", NULL);
  g_assert_true (ponder_window_get_session (fixture->window) == first);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.previous-hit", NULL);
  g_assert_true (ponder_window_get_session (fixture->window) == second);
}

static void
test_archived (Fixture       *fixture,
               gconstpointer  data)
{
  PonderSession *session = add_chat (fixture, "away", "needle");

  ponder_session_set_archived (session, TRUE);
  ponder_workspace_save_session (fixture->workspace, session);
  ponder_test_run_for (1200);
  search (fixture, "is:archived needle role:user", "1 of 1", "hits");
  g_signal_emit_by_name (fixture->entry, "activate");
  g_assert_true (ponder_window_get_session (fixture->window) == session);
  get_found (fixture);

  /* A chat that is archived is still the one that was open last. */
  ponder_window_restore (fixture->window);
  g_assert_true (ponder_window_get_session (fixture->window) == session);
}

/* What is gone meanwhile is found no more, and was no trap. */
static void
test_gone (Fixture       *fixture,
           gconstpointer  data)
{
  Expected none = { fixture, "", "none" };
  PonderSession *session = add_chat (fixture, "gone", "needle");

  search (fixture, "needle role:user", "1 of 1", "hits");
  ponder_workspace_trash_session (fixture->workspace, session);
  g_signal_emit_by_name (fixture->entry, "activate");
  g_assert_true (ponder_window_get_session (fixture->window) != session);
  ponder_test_run_for (1200);
  search (fixture, "needle  role:user", "", "none");
  ponder_test_wait_for (shows_expected, &none, 10);
}

static void
add (const char     *path,
     AdwApplication *application,
     void          (*func) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, application, set_up, func, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(AdwApplication) application = NULL;

  if (!ponder_test_ui_init (&argc, &argv))
    return 0;

  application = ponder_test_ui_application ();
  add ("/ui/search/finds-as-one-types", application, test_types);
  add ("/ui/search/arrows-walk-while-the-entry-keeps-the-keyboard", application, test_arrows);
  add ("/ui/search/enter-goes-into-another-branch-and-escape-back", application, test_other_branch);
  add ("/ui/search/enter-goes-to-the-line", application, test_goes_to_the_line);
  add ("/ui/search/escape-brings-back-the-branch", application, test_same_chat);
  add ("/ui/search/keys-go-from-hit-to-hit", application, test_next_hit);
  add ("/ui/search/an-archived-chat-is-found-and-restored", application, test_archived);
  add ("/ui/search/a-chat-in-the-trash-is-no-trap", application, test_gone);

  return g_test_run ();
}
