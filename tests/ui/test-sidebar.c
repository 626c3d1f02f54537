/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of chats: rows, headings, tags, the archive, choosing several, rename, trash. */

#include "config.h"

#include "ponder-chat-list.h"
#include "ponder-export-dialog.h"
#include "ponder-session.h"
#include "ponder-short-time.h"
#include "ponder-sidebar-row.h"
#include "ponder-sidebar.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-ui.h"
#include "ponder-transfer-actions.h"
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

typedef struct
{
  Fixture    *fixture;
  const char *rows;
} Expected;

static gboolean
has_rows (gpointer user_data)
{
  Expected *expected = user_data;
  g_autofree char *rows = dup_rows (expected->fixture);

  return g_str_equal (rows, expected->rows);
}

/* The list is filtered a piece at a time. */
static void
wait_for_rows (Fixture    *fixture,
               const char *rows)
{
  Expected expected = { fixture, rows };

  ponder_test_wait_for (has_rows, &expected, 10);
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
test_midnight (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autoptr(GDateTime) tomorrow = g_date_time_add_days (now, 1);
  g_autofree char *rows = NULL;
  GtkWidget *label;

  add_chat (fixture, "old", "", 40);
  add_chat (fixture, "new", "", 0);
  ponder_test_settle ();
  label = ponder_test_find (fixture->list, GTK_TYPE_LABEL, "new");
  ponder_chat_list_set_today (PONDER_CHAT_LIST (fixture->list), tomorrow);
  rows = dup_rows (fixture);
  g_assert_true (g_str_has_prefix (rows, "[Yesterday] new "));
  /* The row itself stays what and where it is. */
  ponder_test_settle ();
  g_assert_true (ponder_test_find (fixture->list, GTK_TYPE_LABEL, "new") == label);
}

static gboolean
is_laid_out (gpointer user_data)
{
  return gtk_widget_get_height (user_data) > 0;
}

/* The chat that was open last is selected before the window is there. */
static void
test_whole_at_start (Fixture       *fixture,
                     gconstpointer  data)
{
  GtkWidget *window = adw_window_new ();
  PonderSidebar *sidebar = g_object_new (PONDER_TYPE_SIDEBAR, NULL);
  PonderSession *session = NULL;
  GtkWidget *list = ponder_test_find (GTK_WIDGET (sidebar), PONDER_TYPE_CHAT_LIST, NULL);
  GtkWidget *view = ponder_test_find (list, GTK_TYPE_LIST_VIEW, NULL);
  GtkWidget *heading;
  graphene_rect_t bounds;

  for (guint i = 0; i < 400; i++)
    {
      g_autofree char *title = g_strdup_printf ("chat %u", i);
      PonderSession *added = add_chat (fixture, title, "", i / 10);

      session = i == 2 ? added : session;
    }
  gtk_window_set_default_size (GTK_WINDOW (window), 300, 600);
  ponder_sidebar_set_workspace (sidebar, fixture->workspace);
  adw_window_set_content (ADW_WINDOW (window), GTK_WIDGET (sidebar));
  ponder_sidebar_set_session (sidebar, session);
  gtk_window_present (GTK_WINDOW (window));
  ponder_test_wait_for (is_laid_out, view, 10);
  ponder_test_settle ();
  heading = ponder_test_find (view, GTK_TYPE_LABEL, "Today");
  g_assert_nonnull (heading);
  g_assert_true (gtk_widget_get_mapped (heading));
  g_assert_true (gtk_widget_compute_bounds (heading, view, &bounds));
  g_assert_cmpfloat (bounds.origin.y, >=, 0);
  gtk_window_destroy (GTK_WINDOW (window));
  ponder_test_settle ();
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

/* Some programs export chats without their times. */
static void
test_unknown_time (Fixture       *fixture,
                   gconstpointer  data)
{
  PonderSession *session = add_chat (fixture, "timeless", "", 0);
  g_autofree char *known = ponder_short_time_format (ponder_session_get_updated (session));
  g_autofree char *unknown = ponder_short_time_format (0);
  GtkWidget *row;

  ponder_test_settle ();
  row = gtk_widget_get_ancestor (ponder_test_find (fixture->list, GTK_TYPE_LABEL, "timeless"), PONDER_TYPE_SIDEBAR_ROW);
  g_assert_nonnull (ponder_test_find (row, GTK_TYPE_LABEL, known));
  g_assert_cmpstr (unknown, ==, "");
  ponder_session_set_updated (session, 0);
  ponder_test_settle ();
  g_assert_null (ponder_test_find (row, GTK_TYPE_LABEL, known));
  g_assert_nonnull (ponder_test_find (row, GTK_TYPE_LABEL, ""));
}

static void
test_one_height (Fixture       *fixture,
                 gconstpointer  data)
{
  int height = -1;

  add_chat (fixture, "latin", "one line", 0);
  add_chat (fixture, "云南旅行", "第一天：昆明", 3);
  add_chat (fixture, "", "", 12);
  ponder_test_wait_for (is_laid_out, fixture->view, 10);
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

static GtkDropDown *
get_tags (Fixture *fixture)
{
  return GTK_DROP_DOWN (ponder_test_find (GTK_WIDGET (fixture->sidebar), GTK_TYPE_DROP_DOWN, NULL));
}

static void
tag (Fixture       *fixture,
     PonderSession *session,
     const char    *words)
{
  ponder_session_set_tag (session, words, TRUE);
  ponder_workspace_save_session (fixture->workspace, session);
  ponder_test_run_for (300);
}

static void
test_tags (Fixture       *fixture,
           gconstpointer  data)
{
  PonderSession *trip = add_chat (fixture, "Trip", "从昆明到大理", 0);
  PonderSession *tax = add_chat (fixture, "TAX", "letter", 0);

  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (get_tags (fixture))));
  tag (fixture, trip, "旅行");
  tag (fixture, trip, "home");
  tag (fixture, tax, "home");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (get_tags (fixture))));
  g_assert_nonnull (ponder_test_find (fixture->list, GTK_TYPE_LABEL, "home, 旅行 · 从昆明到大理"));

  /* All tags, home, 旅行. */
  g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (get_tags (fixture))), ==, 3);
  gtk_drop_down_set_selected (get_tags (fixture), 2);
  wait_for_rows (fixture, "[Today] Trip ");
  tag (fixture, tax, "旅行");
  wait_for_rows (fixture, "[Today] TAX Trip ");

  /* A tag that nobody has any more is no filter. */
  ponder_session_set_tag (trip, "旅行", FALSE);
  ponder_session_set_tag (tax, "旅行", FALSE);
  ponder_workspace_save_session (fixture->workspace, tax);
  ponder_test_run_for (300);
  g_assert_cmpuint (gtk_drop_down_get_selected (get_tags (fixture)), ==, 0);
  assert_rows (fixture, "[Today] TAX Trip ");
}

static void
test_tag_keeps_shown (Fixture       *fixture,
                      gconstpointer  data)
{
  PonderSession *shown = add_chat (fixture, "shown", "", 0);
  GtkSingleSelection *selection;

  tag (fixture, add_chat (fixture, "other", "", 0), "home");
  ponder_sidebar_set_session (fixture->sidebar, shown);
  selection = GTK_SINGLE_SELECTION (gtk_list_view_get_model (fixture->view));
  g_assert_true (gtk_single_selection_get_selected_item (selection) == shown);

  gtk_drop_down_set_selected (get_tags (fixture), 1);
  ponder_test_settle ();
  g_assert_null (gtk_single_selection_get_selected_item (selection));
  g_assert_null (fixture->selected);
  gtk_drop_down_set_selected (get_tags (fixture), 0);
  ponder_test_settle ();
  g_assert_true (gtk_single_selection_get_selected_item (selection) == shown);
  g_assert_null (fixture->selected);
}

static guint
count_chosen (Fixture *fixture)
{
  g_autoptr(GPtrArray) chosen = ponder_chat_list_list_chosen (PONDER_CHAT_LIST (fixture->list));

  return chosen->len;
}

static void
press (Fixture         *fixture,
       guint            keyval,
       GdkModifierType  modifiers)
{
  g_assert_true (ponder_test_press (GTK_WIDGET (fixture->view), keyval, modifiers));
  ponder_test_settle ();
}

static void
test_choosing (Fixture       *fixture,
               gconstpointer  data)
{
  PonderChatList *list = PONDER_CHAT_LIST (fixture->list);
  PonderSession *third = add_chat (fixture, "third", "", 5);
  PonderSession *second = add_chat (fixture, "second", "", 1);
  PonderSession *first = add_chat (fixture, "first", "", 0);

  ponder_sidebar_set_session (fixture->sidebar, first);
  ponder_test_settle ();
  g_assert_false (ponder_test_press (GTK_WIDGET (fixture->view), GDK_KEY_space, 0));
  ponder_chat_list_start_choosing (list, first);
  ponder_test_settle ();
  g_assert_nonnull (ponder_test_find (GTK_WIDGET (fixture->sidebar), ADW_TYPE_WINDOW_TITLE, "1 selected"));
  g_assert_nonnull (ponder_test_find (fixture->list, GTK_TYPE_CHECK_BUTTON, NULL));

  /* The range goes past headings; no chat is opened on the way. */
  press (fixture, GDK_KEY_Down, GDK_SHIFT_MASK);
  g_assert_cmpuint (count_chosen (fixture), ==, 2);
  press (fixture, GDK_KEY_Down, GDK_SHIFT_MASK);
  g_assert_cmpuint (count_chosen (fixture), ==, 3);
  press (fixture, GDK_KEY_space, 0);
  g_assert_cmpuint (count_chosen (fixture), ==, 2);
  g_assert_null (fixture->selected);

  /* A chat that moves stays chosen, one that is gone does not. */
  ponder_session_set_pinned (second, TRUE);
  ponder_workspace_save_session (fixture->workspace, second);
  g_assert_cmpuint (count_chosen (fixture), ==, 2);
  ponder_workspace_trash_session (fixture->workspace, second);
  g_assert_cmpuint (count_chosen (fixture), ==, 1);

  press (fixture, GDK_KEY_a, GDK_CONTROL_MASK);
  g_assert_cmpuint (count_chosen (fixture), ==, 2);
  press (fixture, GDK_KEY_Escape, 0);
  g_assert_false (ponder_chat_list_get_choosing (list));
  g_assert_cmpuint (count_chosen (fixture), ==, 0);
  g_assert_null (ponder_test_find (fixture->list, GTK_TYPE_CHECK_BUTTON, NULL));
  g_assert_true (ponder_chat_list_get_selected (list) == first);
  g_assert_cmpint (ponder_session_get_trashed (third), ==, 0);
}

static void
activate (Fixture    *fixture,
          const char *action)
{
  /* As an item of the menu does. */
  gtk_popover_popdown (GTK_POPOVER (gtk_widget_get_last_child (GTK_WIDGET (fixture->sidebar))));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->sidebar), action, NULL));
  ponder_test_settle ();
}

static void
undo (Fixture *fixture)
{
  ponder_test_click_on (GTK_WIDGET (fixture->window), "_Undo");
  ponder_test_settle ();
}

static void
choose_two (Fixture       *fixture,
            PonderSession *one,
            PonderSession *other)
{
  ponder_chat_list_start_choosing (PONDER_CHAT_LIST (fixture->list), one);
  ponder_chat_list_start_choosing (PONDER_CHAT_LIST (fixture->list), other);
}

static void
test_edit_many (Fixture       *fixture,
                gconstpointer  data)
{
  PonderSession *third = add_chat (fixture, "third", "", 2);
  PonderSession *second = add_chat (fixture, "second", "", 1);
  PonderSession *first = add_chat (fixture, "first", "", 0);

  ponder_session_set_pinned (second, TRUE);
  ponder_workspace_save_session (fixture->workspace, second);
  ponder_sidebar_set_session (fixture->sidebar, first);

  choose_two (fixture, first, second);
  activate (fixture, "chosen.pin");
  assert_rows (fixture, "[Pinned] first second [Previous 7 days] third ");
  g_assert_false (ponder_chat_list_get_choosing (PONDER_CHAT_LIST (fixture->list)));
  undo (fixture);
  assert_rows (fixture, "[Pinned] second [Today] first [Previous 7 days] third ");

  choose_two (fixture, first, second);
  activate (fixture, "chosen.archive");
  assert_rows (fixture, "[Previous 7 days] third ");
  g_assert_true (fixture->selected == third);
  undo (fixture);
  assert_rows (fixture, "[Pinned] second [Today] first [Previous 7 days] third ");
  g_assert_true (fixture->selected == first);

  choose_two (fixture, third, first);
  activate (fixture, "chosen.trash");
  assert_rows (fixture, "[Pinned] second ");
  g_assert_true (fixture->selected == second);
  undo (fixture);
  assert_rows (fixture, "[Pinned] second [Today] first [Previous 7 days] third ");
}

/* How many chats the dialog of the export is about, which is closed. */
static void
assert_exports (const char *title)
{
  GtkWidget *dialog = ponder_test_find_window (PONDER_TYPE_EXPORT_DIALOG);

  g_assert_nonnull (dialog);
  g_assert_nonnull (ponder_test_find (dialog, GTK_TYPE_LABEL, title));
  gtk_window_destroy (GTK_WINDOW (dialog));
  ponder_test_settle ();
}

static void
test_export (Fixture       *fixture,
             gconstpointer  data)
{
  PonderSession *second = add_chat (fixture, "second", "", 1);
  PonderSession *first = add_chat (fixture, "first", "", 0);

  g_signal_emit_by_name (fixture->list, "menu-requested", second, 10.0, 10.0);
  activate (fixture, "chat.export");
  assert_exports ("second");

  choose_two (fixture, first, second);
  activate (fixture, "chosen.export");
  assert_exports ("2 chats");
  g_assert_cmpuint (count_chosen (fixture), ==, 2);

  /* All of them: those in the archive too. */
  activate (fixture, "chosen.archive");
  ponder_transfer_export_all (fixture->window, fixture->workspace);
  assert_exports ("2 chats");
}

static void
test_archive (Fixture       *fixture,
              gconstpointer  data)
{
  PonderSession *away = add_chat (fixture, "away", "", 0);
  GtkWidget *back = ponder_test_find (GTK_WIDGET (fixture->sidebar), GTK_TYPE_BUTTON, "go-previous-symbolic");

  add_chat (fixture, "here", "", 0);
  g_signal_emit_by_name (fixture->list, "menu-requested", away, 10.0, 10.0);
  activate (fixture, "chat.archive");
  assert_rows (fixture, "[Today] here ");

  ponder_test_click (ponder_test_find (GTK_WIDGET (fixture->sidebar), GTK_TYPE_BUTTON, "package-x-generic-symbolic"));
  ponder_test_settle ();
  g_assert_true (gtk_widget_get_mapped (back));
  g_assert_nonnull (ponder_test_find (GTK_WIDGET (fixture->sidebar), ADW_TYPE_WINDOW_TITLE, "Archive"));
  g_assert_true (gtk_widget_get_mapped (ponder_test_find (GTK_WIDGET (fixture->sidebar), GTK_TYPE_LABEL, "away")));
  g_signal_emit_by_name (fixture->list, "menu-requested", away, 10.0, 10.0);
  activate (fixture, "chat.unarchive");
  assert_rows (fixture, "[Today] here away ");
  ponder_test_click (back);
  ponder_test_settle ();
  g_assert_true (gtk_widget_get_mapped (fixture->list));
}

static gboolean
is_selected (gpointer user_data)
{
  const Fixture *fixture = user_data;

  return fixture->selected != NULL;
}

static void
test_duplicate (Fixture       *fixture,
                gconstpointer  data)
{
  PonderSession *session = add_chat (fixture, "Trip", "", 1);

  g_signal_emit_by_name (fixture->list, "menu-requested", session, 10.0, 10.0);
  activate (fixture, "chat.duplicate");
  ponder_test_wait_for (is_selected, fixture, 20);
  assert_rows (fixture, "[Today] Copy of Trip [Yesterday] Trip ");
  g_assert_cmpstr (ponder_session_get_title (fixture->selected), ==, "Copy of Trip");
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
type_tag (GtkWidget  *chooser,
          const char *words)
{
  GtkWidget *entry = ponder_test_find (chooser, GTK_TYPE_ENTRY, NULL);

  gtk_editable_set_text (GTK_EDITABLE (entry), words);
  g_signal_emit_by_name (entry, "activate");
}

static void
test_tags_dialog (Fixture       *fixture,
                  gconstpointer  data)
{
  GType type = ADW_TYPE_MESSAGE_DIALOG;
  PonderSession *one = add_chat (fixture, "one", "", 0);
  PonderSession *other = add_chat (fixture, "other", "", 0);
  GtkWidget *dialog;
  GtkWidget *chooser;

  tag (fixture, one, "Work");
  tag (fixture, one, "old");
  tag (fixture, other, "old");
  choose_two (fixture, one, other);
  activate (fixture, "chosen.tags");
  ponder_test_wait_for (window_is_there, &type, 5);
  dialog = ponder_test_find_window (type);
  chooser = adw_message_dialog_get_extra_child (ADW_MESSAGE_DIALOG (dialog));
  g_assert_true (gtk_check_button_get_inconsistent (
    GTK_CHECK_BUTTON (ponder_test_find (chooser, GTK_TYPE_CHECK_BUTTON, "Work"))));

  /* A tag that exists is not made again, whatever its case; what is half typed counts too. */
  type_tag (chooser, "WORK");
  type_tag (chooser, "新的");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (ponder_test_find (chooser, GTK_TYPE_CHECK_BUTTON, "old")), FALSE);
  gtk_editable_set_text (GTK_EDITABLE (ponder_test_find (chooser, GTK_TYPE_ENTRY, NULL)), "half");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "apply");
  ponder_test_settle ();
  g_assert_true (ponder_session_has_tag (other, "Work") && ponder_session_has_tag (other, "新的"));
  g_assert_true (ponder_session_has_tag (one, "half") && !ponder_session_has_tag (one, "old"));
  g_assert_cmpuint (g_strv_length ((char **) ponder_session_get_tags (one)), ==, 3);

  undo (fixture);
  g_assert_cmpuint (g_strv_length ((char **) ponder_session_get_tags (other)), ==, 1);
  g_assert_true (ponder_session_has_tag (one, "old") && ponder_session_has_tag (one, "Work"));
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
  ponder_test_click_on (GTK_WIDGET (fixture->window), "_Undo");
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
  add ("/ui/sidebar/headings-move-at-midnight", test_midnight);
  add ("/ui/sidebar/a-long-list-is-whole-at-the-start", test_whole_at_start);
  add ("/ui/sidebar/a-row-shows-its-chat", test_rows);
  add ("/ui/sidebar/a-time-that-nobody-knows-is-not-shown", test_unknown_time);
  add ("/ui/sidebar/all-rows-have-one-height", test_one_height);
  add ("/ui/sidebar/a-tag-is-a-filter", test_tags);
  add ("/ui/sidebar/a-filter-does-not-change-the-shown-chat", test_tag_keeps_shown);
  add ("/ui/sidebar/several-are-chosen-by-keyboard", test_choosing);
  add ("/ui/sidebar/what-is-done-to-many-is-undone-at-once", test_edit_many);
  add ("/ui/sidebar/tags-of-many-are-ticked-and-typed", test_tags_dialog);
  add ("/ui/sidebar/one-chat-many-or-all-are-exported", test_export);
  add ("/ui/sidebar/the-archive-takes-and-gives-back", test_archive);
  add ("/ui/sidebar/a-chat-is-duplicated", test_duplicate);
  add ("/ui/sidebar/the-keyboard-walks-past-headings", test_selection);
  add ("/ui/sidebar/a-chat-is-renamed", test_rename);
  add ("/ui/sidebar/a-closed-dialog-renames-nothing", test_rename_cancelled);
  add ("/ui/sidebar/the-trash-can-be-undone", test_trash_and_undo);
  add ("/ui/sidebar/the-trash-gives-back", test_trash_page);
  add ("/ui/sidebar/many-chats-are-quick", test_many);

  return g_test_run ();
}
