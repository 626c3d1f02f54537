/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several windows of one program: what each shows, who writes a draft, and how they come back. */

#include "config.h"

#include "ponder-chat-list.h"
#include "ponder-chat-page.h"
#include "ponder-composer.h"
#include "ponder-model-catalog.h"
#include "ponder-open-windows.h"
#include "ponder-session.h"
#include "ponder-sidebar.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-ui.h"
#include "ponder-timeline.h"
#include "ponder-turn.h"
#include "ponder-window-record.h"
#include "ponder-workspace-attachments.h"
#include "ponder-workspace-comparisons.h"
#include "ponder-workspace.h"

#include <signal.h>

#define N_CHATS 3

typedef struct
{
  GtkApplication     *application;
  char               *path;
  PonderWorkspace    *workspace;
  PonderModelCatalog *catalog;
  PonderOpenWindows  *windows;
  PonderSession      *chats[N_CHATS];
} Fixture;

static void
begin_run (Fixture *fixture)
{
  fixture->workspace = ponder_test_workspace_open (fixture->path);
  fixture->catalog = ponder_model_catalog_new (fixture->workspace);
  fixture->windows = ponder_open_windows_new (fixture->application, fixture->catalog);
}

static void
end_run (Fixture *fixture)
{
  GtkWidget *window;

  while ((window = ponder_test_find_window (PONDER_TYPE_WINDOW)) != NULL)
    gtk_window_destroy (GTK_WINDOW (window));
  ponder_test_settle ();
  for (guint i = 0; i < N_CHATS; i++)
    g_clear_object (&fixture->chats[i]);
  g_clear_object (&fixture->windows);
  g_clear_object (&fixture->catalog);
  ponder_test_workspace_close (g_steal_pointer (&fixture->workspace));
}

static PonderSession *
create_chat (Fixture    *fixture,
             const char *draft)
{
  PonderSession *session = ponder_workspace_create_session (fixture->workspace);

  ponder_session_set_title (session, draft);
  ponder_session_set_draft (session, draft, 0);
  ponder_workspace_save_session (fixture->workspace, session);
  return session;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  static const char *const drafts[N_CHATS] = { "first", "second", "third" };

  fixture->application = GTK_APPLICATION ((gpointer) data);
  fixture->path = ponder_test_dir_new ();
  begin_run (fixture);
  for (guint i = 0; i < N_CHATS; i++)
    fixture->chats[i] = create_chat (fixture, drafts[i]);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  if (fixture->workspace != NULL)
    end_run (fixture);
  ponder_test_dir_remove (fixture->path);
}

static guint
count_windows (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (toplevels, i);

      n += PONDER_IS_WINDOW (window);
    }
  return n;
}

static gboolean
is_active (gpointer user_data)
{
  return gtk_window_is_active (user_data);
}

static void
activate (PonderWindow *window)
{
  gtk_window_present (GTK_WINDOW (window));
  ponder_test_wait_for (is_active, window, 10);
}

static PonderWindow *
open_with (Fixture *fixture,
           guint    chat)
{
  PonderWindow *window = ponder_open_windows_open_new (fixture->windows);

  ponder_window_show_session (window, fixture->chats[chat]);
  activate (window);
  return window;
}

static PonderComposer *
get_composer (PonderWindow *window)
{
  return PONDER_COMPOSER (ponder_test_find (GTK_WIDGET (window), PONDER_TYPE_COMPOSER, NULL));
}

static void
type_draft (PonderWindow *window,
            const char   *text)
{
  GtkWidget *view = ponder_test_find (GTK_WIDGET (get_composer (window)), GTK_TYPE_TEXT_VIEW, NULL);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
}

static char *
dup_typed (PonderWindow *window)
{
  return ponder_composer_dup_draft (get_composer (window), NULL);
}

static void
one_chat_one_window (Fixture       *fixture,
                     gconstpointer  data)
{
  PonderWindow *first = open_with (fixture, 0);
  PonderWindow *second = open_with (fixture, 1);

  g_assert_true (first != second);
  g_assert_true (ponder_open_windows_get_latest (fixture->windows) == second);

  ponder_open_windows_show (fixture->windows, fixture->chats[0]);
  ponder_test_wait_for (is_active, first, 10);
  g_assert_true (ponder_window_get_session (second) == fixture->chats[1]);

  /* Nobody shows the third. */
  ponder_open_windows_show (fixture->windows, fixture->chats[2]);
  g_assert_true (ponder_window_get_session (first) == fixture->chats[2]);
  g_assert_cmpuint (count_windows (), ==, 2);
}

static void
apart (Fixture       *fixture,
       gconstpointer  data)
{
  PonderWindow *first = open_with (fixture, 0);
  PonderWindow *second;

  gtk_window_set_default_size (GTK_WINDOW (first), 800, 600);
  ponder_window_set_sidebar_shown (first, FALSE);
  ponder_open_windows_show_apart (fixture->windows, fixture->chats[1]);
  g_assert_cmpuint (count_windows (), ==, 2);
  g_assert_true (ponder_window_get_session (first) == fixture->chats[0]);
  second = PONDER_WINDOW (ponder_test_find_window (PONDER_TYPE_WINDOW));
  g_assert_true (ponder_window_get_session (second) == fixture->chats[1]);
  g_assert_false (ponder_window_get_sidebar_shown (second));
  ponder_test_wait_for (is_active, second, 10);

  /* It is raised instead of being opened twice. */
  activate (first);
  ponder_open_windows_show_apart (fixture->windows, fixture->chats[1]);
  ponder_test_wait_for (is_active, second, 10);
  g_assert_cmpuint (count_windows (), ==, 2);

  /* The very chat that is looked at can be had twice. */
  ponder_open_windows_show_apart (fixture->windows, fixture->chats[1]);
  g_assert_cmpuint (count_windows (), ==, 3);
}

static void
apart_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  Fixture *fixture = user_data;

  ponder_open_windows_show_apart (fixture->windows, ponder_workspace_lookup_session (
    fixture->workspace, g_variant_get_string (parameter, NULL)));
}

/* The desktop may ask for it before there is any window. */
static void
apart_from_nothing (Fixture       *fixture,
                    gconstpointer  data)
{
  ponder_open_windows_show_apart (fixture->windows, fixture->chats[1]);
  g_assert_true (ponder_window_get_session (ponder_open_windows_get_latest (fixture->windows)) == fixture->chats[1]);
  g_assert_true (ponder_open_windows_find (fixture->windows, ponder_session_get_id (fixture->chats[1])) != NULL);
  g_assert_true (ponder_open_windows_find (fixture->windows, ponder_session_get_id (fixture->chats[0])) == NULL);
}

/* Whichever controller of keys takes it. */
static gboolean
press_anywhere (GtkWidget *widget,
                guint      keyval)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean handled = FALSE;

  for (guint i = 0; !handled && i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GObject) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, GDK_CONTROL_MASK, &handled);
    }
  return handled;
}

static void
apart_from_the_list (Fixture       *fixture,
                     gconstpointer  data)
{
  static const GActionEntry actions[] = { { "show-chat-apart", apart_cb, "s" } };
  PonderWindow *first = open_with (fixture, 0);
  GtkWidget *sidebar = ponder_test_find (GTK_WIDGET (first), PONDER_TYPE_SIDEBAR, NULL);
  GtkWidget *list = ponder_test_find (sidebar, PONDER_TYPE_CHAT_LIST, NULL);
  GtkWidget *view = ponder_test_find (list, GTK_TYPE_LIST_VIEW, NULL);

  g_action_map_add_action_entries (G_ACTION_MAP (fixture->application), actions, G_N_ELEMENTS (actions), fixture);
  g_signal_emit_by_name (list, "menu-requested", fixture->chats[1], 1.0, 1.0);
  for (GtkWidget *child = gtk_widget_get_first_child (sidebar); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_POPOVER (child))
      gtk_popover_popdown (GTK_POPOVER (child));
  gtk_widget_activate_action (sidebar, "chat.open-apart", NULL);
  g_assert_cmpuint (count_windows (), ==, 2);
  g_assert_true (ponder_window_get_session (ponder_open_windows_get_latest (fixture->windows)) == fixture->chats[1]);
  ponder_test_wait_for (is_active, ponder_open_windows_get_latest (fixture->windows), 10);

  /* The chat that is shown here, once more: the other window has another one. */
  activate (first);
  g_assert_true (press_anywhere (view, GDK_KEY_Return));
  g_assert_cmpuint (count_windows (), ==, 3);
  g_assert_true (ponder_window_get_session (ponder_open_windows_get_latest (fixture->windows)) == fixture->chats[0]);
  g_action_map_remove_action (G_ACTION_MAP (fixture->application), "show-chat-apart");
}

static void
one_writer (Fixture       *fixture,
            gconstpointer  data)
{
  PonderWindow *first = open_with (fixture, 0);
  PonderWindow *second = open_with (fixture, 0);
  g_autofree char *typed = NULL;

  type_draft (second, "typed in the second");
  activate (first);
  typed = dup_typed (first);
  g_assert_cmpstr (typed, ==, "typed in the second");

  type_draft (first, "typed in the first");
  activate (second);
  g_clear_pointer (&typed, g_free);
  typed = dup_typed (second);
  g_assert_cmpstr (typed, ==, "typed in the first");

  /* A window that is only closed writes nothing. */
  type_draft (second, "the last word");
  ponder_composer_flush (get_composer (second));
  gtk_window_close (GTK_WINDOW (first));
  ponder_test_settle ();
  g_assert_cmpstr (ponder_session_get_draft (fixture->chats[0]), ==, "the last word");
}

static gboolean
has_attachment (gpointer user_data)
{
  PonderAttachmentBar *bar = ponder_composer_get_attachments (get_composer (user_data));
  g_autoptr(GPtrArray) parts = ponder_attachment_bar_list_draft (bar);

  return parts->len == 1;
}

static void
attachments_follow (Fixture       *fixture,
                    gconstpointer  data)
{
  PonderWindow *first = open_with (fixture, 0);
  PonderWindow *second = open_with (fixture, 0);
  g_autoptr(GBytes) bytes = g_bytes_new_static ("high water", 10);
  g_autoptr(PonderDraftPart) part = ponder_workspace_attach_bytes (fixture->workspace, fixture->chats[0], "tides.txt",
                                                                   bytes);

  ponder_attachment_bar_add (ponder_composer_get_attachments (get_composer (second)), part);
  ponder_test_wait_for (has_attachment, second, 10);
  activate (first);
  ponder_test_wait_for (has_attachment, first, 10);

  ponder_attachment_bar_clear (ponder_composer_get_attachments (get_composer (first)));
  activate (second);
  g_assert_true (ponder_attachment_bar_is_empty (ponder_composer_get_attachments (get_composer (second))));
}

static guint
count_attachments (PonderWindow *window)
{
  PonderAttachmentBar *bar = ponder_composer_get_attachments (get_composer (window));
  g_autoptr(GPtrArray) parts = ponder_attachment_bar_list_draft (bar);

  return parts->len;
}

static PonderChatPage *
get_page (PonderWindow *window)
{
  return PONDER_CHAT_PAGE (ponder_test_find (GTK_WIDGET (window), PONDER_TYPE_CHAT_PAGE, NULL));
}

static gboolean
has_stored (Fixture    *fixture,
            const char *name)
{
  g_autoptr(GPtrArray) parts = ponder_workspace_dup_draft_parts (fixture->workspace, fixture->chats[0]);
  guint n = 0;

  for (guint i = 0; i < parts->len; i++)
    n += g_strcmp0 (((PonderPart *) g_ptr_array_index (parts, i))->name, name) == 0;
  return n == 1;
}

static gboolean
has_both_stored (gpointer user_data)
{
  return has_stored (user_data, "first.txt") && has_stored (user_data, "second.txt");
}

static void
attach (Fixture      *fixture,
        PonderWindow *window,
        const char   *name)
{
  g_autoptr(GBytes) bytes = g_bytes_new (name, strlen (name));
  g_autoptr(PonderDraftPart) part = ponder_workspace_attach_bytes (fixture->workspace, fixture->chats[0], name, bytes);

  ponder_attachment_bar_add (ponder_composer_get_attachments (get_composer (window)), part);
}

/* What is still being read in the window that is left does not take the place of what the other one attaches. */
static void
attachments_join (Fixture       *fixture,
                  gconstpointer  application)
{
  PonderWindow *first = open_with (fixture, 0);
  PonderWindow *second;

  ponder_open_windows_show_apart (fixture->windows, fixture->chats[0]);
  second = ponder_open_windows_get_latest (fixture->windows);
  activate (second);
  activate (first);
  attach (fixture, first, "first.txt");
  ponder_chat_page_leave (get_page (first));
  ponder_chat_page_resume (get_page (second));
  attach (fixture, second, "second.txt");
  ponder_test_wait_for (has_both_stored, fixture, 10);
  activate (second);
  g_assert_cmpuint (count_attachments (second), ==, 2);
  activate (first);
  g_assert_cmpuint (count_attachments (first), ==, 2);
}

/* The same for the models that are asked at once. */
static void
asked_models_follow (Fixture       *fixture,
                     gconstpointer  application)
{
  PonderWindow *first = open_with (fixture, 0);
  PonderWindow *second;
  PonderAskedModels *asked = ponder_composer_get_asked_models (get_composer (first));
  g_autoptr(GPtrArray) models = g_ptr_array_new ();

  g_ptr_array_add (models, (char *) "demo/hello");
  g_ptr_array_add (models, (char *) "demo/echo");
  ponder_open_windows_show_apart (fixture->windows, fixture->chats[0]);
  second = ponder_open_windows_get_latest (fixture->windows);
  activate (second);
  ponder_workspace_set_asked_models (fixture->workspace, fixture->chats[0], models);
  activate (first);
  g_assert_cmpuint (ponder_asked_models_get_models (asked)->len, ==, 2);
}

/* (nullable): of GTK, which has its type in no header that is always there. */
static GtkWidget *
find_print_dialog (void)
{
  GType type = g_type_from_name ("GtkPrintUnixDialog");

  return type != 0 ? ponder_test_find_window (type) : NULL;
}

static gboolean
is_printing (gpointer user_data)
{
  return find_print_dialog () != NULL;
}

static gboolean
is_answered (gpointer turn)
{
  return !ponder_turn_get_running (turn);
}

static void
answer_demo (Fixture *fixture)
{
  g_autoptr(PonderTimeline) timeline = ponder_workspace_open_timeline (fixture->workspace, fixture->chats[0]);
  g_autoptr(PonderModelConfig) config = ponder_model_config_copy (ponder_session_get_config (fixture->chats[0]));
  g_autoptr(PonderTurn) turn = NULL;
  g_autoptr(GError) error = NULL;

  ponder_workspace_start_demo (fixture->workspace, &error);
  g_assert_no_error (error);
  ponder_model_config_set_model (config, "demo", "echo");
  ponder_session_set_config (fixture->chats[0], config);
  turn = ponder_workspace_begin_turn (fixture->workspace, timeline, "Hello");
  ponder_test_wait_for (is_answered, turn, 30);
}

/* Printing waits for what is still being read. */
static void
printed_once_read (Fixture       *fixture,
                   gconstpointer  application)
{
  g_autofree char *id = g_strdup (ponder_session_get_id (fixture->chats[0]));
  g_autoptr(PonderTimeline) timeline = NULL;
  PonderWindow *window;

  answer_demo (fixture);
  end_run (fixture);
  begin_run (fixture);
  window = ponder_open_windows_open_new (fixture->windows);
  ponder_window_show_session (window, ponder_workspace_lookup_session (fixture->workspace, id));
  timeline = ponder_workspace_open_timeline (fixture->workspace, ponder_window_get_session (window));
  g_assert_true (ponder_timeline_get_loading (timeline));
  g_action_group_activate_action (G_ACTION_GROUP (window), "print", NULL);
  g_assert_null (find_print_dialog ());
  ponder_test_wait_for (is_printing, NULL, 10);
  gtk_dialog_response (GTK_DIALOG (find_print_dialog ()), GTK_RESPONSE_CANCEL);
}

static void
seen_where_looked (Fixture       *fixture,
                   gconstpointer  data)
{
  PonderWindow *first = open_with (fixture, 0);
  PonderWindow *second = open_with (fixture, 1);

  ponder_session_set_unseen (fixture->chats[0], TRUE);
  activate (second);
  g_assert_true (ponder_session_get_unseen (fixture->chats[0]));
  activate (first);
  g_assert_false (ponder_session_get_unseen (fixture->chats[0]));
}

static gboolean
is_stored (gpointer user_data)
{
  Fixture *fixture = user_data;
  PonderSettings *settings = ponder_workspace_get_settings (fixture->workspace);
  g_autoptr(GPtrArray) records = ponder_window_records_parse (ponder_settings_get_open_windows (settings));
  PonderWindowRecord *record;

  if (records->len != 2)
    return FALSE;
  record = g_ptr_array_index (records, 0);
  return g_str_equal (record->session_id, ponder_session_get_id (fixture->chats[1])) && record->width == 700
         && !record->sidebar;
}

static void
stored_as_they_change (Fixture       *fixture,
                       gconstpointer  data)
{
  PonderWindow *second;

  open_with (fixture, 0);
  second = ponder_open_windows_open_new (fixture->windows);
  gtk_window_set_default_size (GTK_WINDOW (second), 700, 500);
  ponder_window_show_session (second, fixture->chats[1]);
  activate (second);
  ponder_window_set_sidebar_shown (second, FALSE);
  ponder_test_wait_for (is_stored, fixture, 5);
}

static void
closed_stays_closed (Fixture       *fixture,
                     gconstpointer  data)
{
  PonderWindow *first = open_with (fixture, 0);
  PonderWindow *second = open_with (fixture, 1);
  g_autofree char *id = g_strdup (ponder_session_get_id (fixture->chats[1]));

  gtk_window_close (GTK_WINDOW (first));
  ponder_test_settle ();
  g_assert_cmpuint (count_windows (), ==, 1);
  gtk_window_close (GTK_WINDOW (second));
  ponder_test_settle ();
  end_run (fixture);

  begin_run (fixture);
  second = ponder_open_windows_restore (fixture->windows);
  g_assert_cmpuint (count_windows (), ==, 1);
  g_assert_cmpstr (ponder_session_get_id (ponder_window_get_session (second)), ==, id);
}

static void
set_records (Fixture *fixture,
             gboolean with_thrown_away)
{
  g_autoptr(GPtrArray) records = g_ptr_array_new ();
  PonderWindowRecord kept[] = {
    { (char *) ponder_session_get_id (fixture->chats[0]), 700, 500, FALSE, TRUE },
    { (char *) ponder_session_get_id (fixture->chats[1]), 640, 480, FALSE, FALSE },
    { (char *) ponder_session_get_id (fixture->chats[2]), 640, 480, FALSE, TRUE },
    { (char *) "01nosuchchat", 640, 480, FALSE, TRUE },
  };
  g_autofree char *text = NULL;

  for (guint i = 0; i < (with_thrown_away ? G_N_ELEMENTS (kept) : 2u); i++)
    g_ptr_array_add (records, &kept[i]);
  text = ponder_window_records_format (records);
  ponder_settings_set_open_windows (ponder_workspace_get_settings (fixture->workspace), text);
}

static void
restored (Fixture       *fixture,
          gconstpointer  data)
{
  PonderWindow *window;
  int width;
  int height;

  ponder_session_set_trashed (fixture->chats[2], 1);
  set_records (fixture, TRUE);
  window = ponder_open_windows_restore (fixture->windows);
  g_assert_cmpuint (count_windows (), ==, 2);
  g_assert_true (ponder_window_get_session (window) == fixture->chats[0]);
  gtk_window_get_default_size (GTK_WINDOW (window), &width, &height);
  g_assert_cmpint (width, ==, 700);
  g_assert_cmpint (height, ==, 500);
  g_assert_true (ponder_window_get_sidebar_shown (window));
  g_assert_true (GTK_IS_TEXT_VIEW (gtk_window_get_focus (GTK_WINDOW (window))));
}

static void
nothing_to_restore (Fixture       *fixture,
                    gconstpointer  data)
{
  PonderSettings *settings = ponder_workspace_get_settings (fixture->workspace);

  ponder_settings_set_open_windows (settings, "[('01nosuchchat', 640, 480, false, true)]");
  g_assert_nonnull (ponder_open_windows_restore (fixture->windows));
  g_assert_cmpuint (count_windows (), ==, 1);
}

/* --- the program itself --- */

static void
exited_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  *(gboolean *) user_data = TRUE;
}

static gboolean
is_true (gpointer user_data)
{
  return *(gboolean *) user_data;
}

static void
run_program (const char *data_dir,
             const char *config_dir,
             int         end_signal)
{
  g_autofree char *program = g_build_filename (g_getenv ("PONDER_BUILD_DIR"), "src", "ui", "ponder", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) process = NULL;
  gboolean exited = FALSE;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, "--data-dir", data_dir, "--config-dir",
                              config_dir, NULL);
  g_assert_no_error (error);
  g_subprocess_wait_async (process, NULL, exited_cb, &exited);
  ponder_test_run_for (3000);
  g_assert_false (exited);
  g_subprocess_send_signal (process, end_signal);
  ponder_test_wait_for (is_true, &exited, 20);
}

static void
survives_a_kill (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *data_dir = g_build_filename (fixture->path, "data", NULL);
  g_autofree char *config_dir = g_build_filename (fixture->path, "config", NULL);
  g_autofree char *id = g_strdup (ponder_session_get_id (fixture->chats[1]));
  g_autoptr(GPtrArray) records = NULL;
  PonderWindowRecord *record;

  ponder_session_set_trashed (fixture->chats[2], 1);
  ponder_workspace_save_session (fixture->workspace, fixture->chats[2]);
  set_records (fixture, TRUE);
  end_run (fixture);

  run_program (data_dir, config_dir, SIGKILL);
  run_program (data_dir, config_dir, SIGTERM);

  begin_run (fixture);
  records = ponder_window_records_parse (
    ponder_settings_get_open_windows (ponder_workspace_get_settings (fixture->workspace)));
  g_assert_cmpuint (records->len, ==, 2);
  record = g_ptr_array_index (records, 1);
  g_assert_cmpstr (record->session_id, ==, id);
  g_assert_cmpint (record->width, ==, 640);
  g_assert_false (record->sidebar);
}

/* --- what is pure --- */

static void
test_records (void)
{
  static const char *const broken[] = { "", "[", "[('', 1, 2, true)]", "('x', 1)", "[(1, 2, 3, 4, 5)]",
                                        "[('a', 99999999999, 1, true, true)]" };
  g_autoptr(GPtrArray) records = ponder_window_records_parse ("[('it\\'s', -5, 99999, true, false)]");
  g_autofree char *text = ponder_window_records_format (records);
  PonderWindowRecord *record;

  g_assert_cmpuint (records->len, ==, 1);
  record = g_ptr_array_index (records, 0);
  g_assert_cmpstr (record->session_id, ==, "it's");
  g_assert_cmpint (record->width, ==, 0);
  g_assert_cmpint (record->height, ==, 32767);
  g_assert_true (record->maximized);
  g_assert_false (record->sidebar);
  g_assert_cmpstr (text, ==, "[(\"it's\", 0, 32767, true, false)]");

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr(GPtrArray) none = ponder_window_records_parse (broken[i]);

      g_assert_cmpuint (none->len, ==, 0);
    }
}

static void
add (const char     *path,
     AdwApplication *application,
     void          (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, application, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(AdwApplication) application = NULL;

  if (!ponder_test_ui_init (&argc, &argv))
    return 0;

  application = ponder_test_ui_application ();
  g_test_add_func ("/ui/windows/what-is-kept-of-them-can-be-read-again", test_records);
  add ("/ui/windows/a-chat-is-shown-where-it-is-shown-already", application, one_chat_one_window);
  add ("/ui/windows/a-chat-opens-in-a-window-of-its-own", application, apart);
  add ("/ui/windows/a-chat-of-its-own-may-be-the-first-window", application, apart_from_nothing);
  add ("/ui/windows/the-list-opens-a-chat-in-a-window-of-its-own", application, apart_from_the_list);
  add ("/ui/windows/a-draft-follows-whoever-types", application, one_writer);
  add ("/ui/windows/attachments-follow-a-draft", application, attachments_follow);
  add ("/ui/windows/attachments-of-two-windows-join", application, attachments_join);
  add ("/ui/windows/a-chat-is-printed-once-it-is-read", application, printed_once_read);
  add ("/ui/windows/asked-models-follow-a-draft", application, asked_models_follow);
  add ("/ui/windows/an-answer-is-seen-in-the-window-that-is-used", application, seen_where_looked);
  add ("/ui/windows/they-are-stored-as-they-change", application, stored_as_they_change);
  add ("/ui/windows/one-that-was-closed-does-not-come-back", application, closed_stays_closed);
  add ("/ui/windows/they-come-back-without-what-is-gone", application, restored);
  add ("/ui/windows/there-is-always-one", application, nothing_to_restore);
  add ("/ui/windows/they-survive-a-kill", application, survives_a_kill);
  return g_test_run ();
}
