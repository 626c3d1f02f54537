/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of chats: rows, headings, filter, rename, trash. */

#include "config.h"

#include "ponder-chat-list.h"
#include "ponder-session.h"
#include "ponder-sidebar-row.h"
#include "ponder-sidebar.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-ui.h"
#include "ponder-trash-row.h"
#include "ponder-workspace.h"

typedef struct
{
  char            *path;
  PonderWorkspace *workspace;
  GtkWindow       *window;
  PonderSidebar   *sidebar;
  GtkWidget       *list;
  GtkListView     *view;
  PonderSession   *selected;      /* what the sidebar last asked for */
} Fixture;

static void
session_selected_cb (Fixture       *fixture,
                     PonderSession *session)
{
  g_set_object (&fixture->selected, session);
  ponder_sidebar_set_session (fixture->sidebar, session);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  GtkWidget *overlay = adw_toast_overlay_new ();

  fixture->path = ponder_test_dir_new ();
  fixture->workspace = ponder_test_workspace_open (fixture->path);
  fixture->sidebar = g_object_new (PONDER_TYPE_SIDEBAR, NULL);
  fixture->list = ponder_test_find (GTK_WIDGET (fixture->sidebar), PONDER_TYPE_CHAT_LIST, NULL);
  fixture->view = GTK_LIST_VIEW (ponder_test_find (fixture->list, GTK_TYPE_LIST_VIEW, NULL));
  g_signal_connect_swapped (fixture->sidebar, "session-selected", G_CALLBACK (session_selected_cb), fixture);
  ponder_sidebar_set_workspace (fixture->sidebar, fixture->workspace);

  fixture->window = GTK_WINDOW (adw_window_new ());
  gtk_window_set_default_size (fixture->window, 300, 600);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), GTK_WIDGET (fixture->sidebar));
  adw_window_set_content (ADW_WINDOW (fixture->window), overlay);
  gtk_window_present (fixture->window);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->selected);
  gtk_window_destroy (fixture->window);
  ponder_test_workspace_close (fixture->workspace);
  ponder_test_dir_remove (fixture->path);
}

/* A stored chat; the list hears of it. (transfer none) */
static PonderSession *
add_chat (Fixture    *fixture,
          const char *title,
          const char *preview,
          guint       days_ago)
{
  g_autoptr(PonderSession) session = ponder_workspace_create_session (fixture->workspace);

  ponder_session_set_title (session, title);
  ponder_session_set_preview (session, preview);
  ponder_session_set_updated (session, g_get_real_time () - days_ago * G_TIME_SPAN_DAY);
  ponder_session_set_draft (session, "half typed", 0);
  ponder_workspace_save_session (fixture->workspace, session);
  return session;
}

/* Titles from top to bottom, headings in brackets. (transfer full) */
static char *
dup_rows (Fixture *fixture)
{
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (fixture->view));
  GString *rows = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (model, i);

      if (GTK_IS_STRING_OBJECT (item))
        g_string_append_printf (rows, "[%s] ", gtk_string_object_get_string (GTK_STRING_OBJECT (item)));
      else
        g_string_append_printf (rows, "%s ", ponder_session_get_title (PONDER_SESSION (item)));
    }

  return g_string_free (rows, FALSE);
}

static void
assert_rows (Fixture    *fixture,
             const char *expected)
{
  g_autofree char *rows = dup_rows (fixture);

  g_assert_cmpstr (rows, ==, expected);
}

static void
test_headings (Fixture       *fixture,
               gconstpointer  data)
{
  PonderSession *old;

  add_chat (fixture, "new", "", 0);
  old = add_chat (fixture, "old", "", 4);
  add_chat (fixture, "newer", "", 0);
  assert_rows (fixture, "[Today] newer new [Previous 7 days] old ");

  ponder_session_set_pinned (old, TRUE);
  ponder_workspace_save_session (fixture->workspace, old);
  assert_rows (fixture, "[Pinned] old [Today] newer new ");
}

static void
test_rows (Fixture       *fixture,
           gconstpointer  data)
{
  PonderSession *session = add_chat (fixture, "云南旅行", "第一天：昆明", 0);
  GtkWidget *row;

  ponder_test_settle ();
  g_assert_nonnull (ponder_test_find (fixture->list, GTK_TYPE_LABEL, "Today"));
  g_assert_nonnull (ponder_test_find (fixture->list, GTK_TYPE_LABEL, "云南旅行"));
  g_assert_nonnull (ponder_test_find (fixture->list, GTK_TYPE_LABEL, "第一天：昆明"));
  g_assert_nonnull (ponder_test_find (GTK_WIDGET (fixture->sidebar), GTK_TYPE_LABEL, "1 chat"));

  row = gtk_widget_get_ancestor (ponder_test_find (fixture->list, GTK_TYPE_LABEL, "云南旅行"),
                                 PONDER_TYPE_SIDEBAR_ROW);
  g_assert_null (ponder_test_find (row, GTK_TYPE_SPINNER, NULL));
  ponder_session_set_busy (session, TRUE);
  g_assert_nonnull (ponder_test_find (row, GTK_TYPE_SPINNER, NULL));
  g_assert_null (ponder_test_find (row, GTK_TYPE_IMAGE, "view-pin-symbolic"));
  ponder_session_set_pinned (session, TRUE);
  g_assert_nonnull (ponder_test_find (row, GTK_TYPE_IMAGE, "view-pin-symbolic"));
  ponder_session_set_busy (session, FALSE);
  ponder_session_set_unseen (session, TRUE);
  g_assert_null (ponder_test_find (row, GTK_TYPE_SPINNER, NULL));
  g_assert_true (gtk_widget_has_css_class (row, "unseen"));
  ponder_session_set_title (session, "");
  g_assert_nonnull (ponder_test_find (row, GTK_TYPE_LABEL, "New chat"));
}

static void
test_one_height (Fixture       *fixture,
                 gconstpointer  data)
{
  int height = -1;

  add_chat (fixture, "latin", "one line", 0);
  add_chat (fixture, "云南旅行", "第一天：昆明", 3);
  add_chat (fixture, "", "", 12);
  ponder_test_settle ();

  for (GtkWidget *item = gtk_widget_get_first_child (GTK_WIDGET (fixture->view)); item != NULL;
       item = gtk_widget_get_next_sibling (item))
    {
      if (height < 0)
        height = gtk_widget_get_height (item);
      g_assert_cmpint (height, >, 0);
      g_assert_cmpint (gtk_widget_get_height (item), ==, height);
    }
}

static void
search (Fixture    *fixture,
        const char *words)
{
  GtkWidget *entry = ponder_test_find (GTK_WIDGET (fixture->sidebar), GTK_TYPE_SEARCH_ENTRY, NULL);

  gtk_editable_set_text (GTK_EDITABLE (entry), words);
  ponder_test_run_for (150);
}

static void
test_filter (Fixture       *fixture,
             gconstpointer  data)
{
  add_chat (fixture, "Sourdough", "feed the starter", 0);
  add_chat (fixture, "Trip", "从昆明到大理", 0);
  add_chat (fixture, "TAX", "letter", 0);

  ponder_sidebar_start_search (fixture->sidebar);
  search (fixture, "tax");
  assert_rows (fixture, "[Today] TAX ");
  search (fixture, "大理");
  assert_rows (fixture, "[Today] Trip ");
  search (fixture, "nothing like it");
  assert_rows (fixture, "");
  g_assert_true (gtk_widget_get_child_visible (
    ponder_test_find (GTK_WIDGET (fixture->sidebar), ADW_TYPE_STATUS_PAGE, "No Chat Found")));
  search (fixture, "");
  assert_rows (fixture, "[Today] TAX Trip Sourdough ");
}

static void
test_filter_keeps_shown (Fixture       *fixture,
                         gconstpointer  data)
{
  PonderSession *shown = add_chat (fixture, "shown", "", 0);
  GtkSingleSelection *selection;

  add_chat (fixture, "other", "", 0);
  ponder_sidebar_set_session (fixture->sidebar, shown);
  selection = GTK_SINGLE_SELECTION (gtk_list_view_get_model (fixture->view));
  g_assert_true (gtk_single_selection_get_selected_item (selection) == shown);

  search (fixture, "other");
  g_assert_null (gtk_single_selection_get_selected_item (selection));
  g_assert_null (fixture->selected);
  search (fixture, "");
  g_assert_true (gtk_single_selection_get_selected_item (selection) == shown);
  g_assert_null (fixture->selected);
}

static void
test_selection (Fixture       *fixture,
                gconstpointer  data)
{
  PonderSession *older = add_chat (fixture, "older", "", 1);
  PonderSession *newer = add_chat (fixture, "newer", "", 0);
  GtkSingleSelection *selection = GTK_SINGLE_SELECTION (gtk_list_view_get_model (fixture->view));

  ponder_sidebar_set_session (fixture->sidebar, newer);
  ponder_test_settle ();
  /* [Today] newer [Yesterday] older: one step down lands on a heading. */
  gtk_single_selection_set_selected (selection, 2);
  g_assert_true (fixture->selected == older);
  g_assert_true (gtk_single_selection_get_selected_item (selection) == older);
  gtk_single_selection_set_selected (selection, 2);
  g_assert_true (fixture->selected == newer);

  /* At the top there is no chat above the heading. */
  gtk_single_selection_set_selected (selection, 0);
  g_assert_true (gtk_single_selection_get_selected_item (selection) == newer);
}

static gboolean
window_is_there (gpointer user_data)
{
  return ponder_test_find_window (*(GType *) user_data) != NULL;
}

static void
test_rename (Fixture       *fixture,
             gconstpointer  data)
{
  PonderSession *session = add_chat (fixture, "before", "", 0);
  GType type = ADW_TYPE_MESSAGE_DIALOG;
  GtkWidget *dialog;
  GtkWidget *entry;

  ponder_sidebar_rename_session (fixture->sidebar, session);
  ponder_test_wait_for (window_is_there, &type, 5);
  dialog = ponder_test_find_window (type);
  entry = adw_message_dialog_get_extra_child (ADW_MESSAGE_DIALOG (dialog));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "before");
  gtk_editable_set_text (GTK_EDITABLE (entry), " ");
  g_assert_false (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "rename"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "之后");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "rename");
  ponder_test_settle ();

  g_assert_cmpstr (ponder_session_get_title (session), ==, "之后");
  g_assert_true (ponder_session_get_title_fixed (session));
}

static void
test_rename_cancelled (Fixture       *fixture,
                       gconstpointer  data)
{
  PonderSession *session = add_chat (fixture, "before", "", 0);
  GType type = ADW_TYPE_MESSAGE_DIALOG;

  ponder_sidebar_rename_session (fixture->sidebar, session);
  ponder_test_wait_for (window_is_there, &type, 5);
  gtk_window_close (GTK_WINDOW (ponder_test_find_window (type)));
  ponder_test_settle ();
  g_assert_cmpstr (ponder_session_get_title (session), ==, "before");
}

static void
test_trash_and_undo (Fixture       *fixture,
                     gconstpointer  data)
{
  PonderSession *first;
  PonderSession *second;

  second = add_chat (fixture, "second", "", 1);
  first = add_chat (fixture, "first", "", 0);
  ponder_sidebar_set_session (fixture->sidebar, first);
  ponder_sidebar_trash_session (fixture->sidebar, first);
  assert_rows (fixture, "[Yesterday] second ");
  g_assert_true (fixture->selected == second);

  ponder_test_settle ();
  ponder_test_click (ponder_test_find (GTK_WIDGET (fixture->window), GTK_TYPE_BUTTON, "_Undo"));
  assert_rows (fixture, "[Today] first [Yesterday] second ");
  g_assert_true (fixture->selected == first);
}

static void
test_trash_page (Fixture       *fixture,
                 gconstpointer  data)
{
  GtkWidget *row;

  ponder_sidebar_trash_session (fixture->sidebar, add_chat (fixture, "gone", "", 0));
  assert_rows (fixture, "");
  ponder_test_click (ponder_test_find (GTK_WIDGET (fixture->sidebar), GTK_TYPE_BUTTON, "user-trash-symbolic"));
  ponder_test_settle ();
  row = ponder_test_find (GTK_WIDGET (fixture->sidebar), PONDER_TYPE_TRASH_ROW, NULL);
  g_assert_nonnull (row);
  ponder_test_click (ponder_test_find (row, GTK_TYPE_BUTTON, "edit-undo-symbolic"));
  assert_rows (fixture, "[Today] gone ");
}

/* Ten thousand chats are no reason to wait. */
static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  PonderSessionList *sessions = ponder_workspace_get_sessions (fixture->workspace);
  g_autoptr(PonderSession) session = NULL;
  gint64 began;

  for (guint i = 0; i < 3000; i++)
    {
      g_autoptr(PonderSession) other = ponder_workspace_create_session (fixture->workspace);

      ponder_session_set_title (other, "a chat");
      ponder_session_set_updated (other, g_get_real_time () - i * G_TIME_SPAN_HOUR);
      ponder_session_list_place (sessions, other);
      g_set_object (&session, other);
    }
  ponder_test_settle ();

  began = g_get_monotonic_time ();
  ponder_session_set_updated (session, g_get_real_time ());
  ponder_session_list_place (sessions, session);
  g_test_message ("one chat moved in %.1f ms", (double) (g_get_monotonic_time () - began) / 1000);
  g_assert_cmpint (g_get_monotonic_time () - began, <, 500 * 1000);
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

  add ("/ui/sidebar/chats-stand-under-their-headings", test_headings);
  add ("/ui/sidebar/a-row-shows-its-chat", test_rows);
  add ("/ui/sidebar/all-rows-have-one-height", test_one_height);
  add ("/ui/sidebar/the-filter-looks-in-titles-and-previews", test_filter);
  add ("/ui/sidebar/the-filter-does-not-change-the-shown-chat", test_filter_keeps_shown);
  add ("/ui/sidebar/the-keyboard-walks-past-headings", test_selection);
  add ("/ui/sidebar/a-chat-is-renamed", test_rename);
  add ("/ui/sidebar/a-closed-dialog-renames-nothing", test_rename_cancelled);
  add ("/ui/sidebar/the-trash-can-be-undone", test_trash_and_undo);
  add ("/ui/sidebar/the-trash-gives-back", test_trash_page);
  add ("/ui/sidebar/many-chats-are-quick", test_many);

  return g_test_run ();
}
