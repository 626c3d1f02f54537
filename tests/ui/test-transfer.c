/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chats out of the window into files, and back, over real files and a real database. */

#include "config.h"

#include "ponder-data-page.h"
#include "ponder-export-dialog.h"
#include "ponder-import-dialog.h"
#include "ponder-import-row.h"
#include "ponder-message.h"
#include "ponder-model-catalog.h"
#include "ponder-preferences.h"
#include "ponder-session.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-ui.h"
#include "ponder-workspace.h"

#include <glib/gstdio.h>
#include <string.h>

/* Two chats as people train models with them, and a line that is none. */
#define LINES                                                                                                        \
  "{\"messages\":[{\"role\":\"user\",\"content\":\"Why are there tides?\"},"                                         \
  "{\"role\":\"assistant\",\"content\":\"The moon pulls.\"}]}\n"                                                     \
  "{\"messages\":[{\"role\":\"user\",\"content\":\"潮汐为什么会出现？\"},"                                           \
  "{\"role\":\"assistant\",\"content\":\"因为月球。\"}]}\n"                                                          \
  "{\"messages\": 3}\n"

typedef struct
{
  char               *path;
  char               *file;
  PonderWorkspace    *workspace;
  PonderModelCatalog *catalog;
  GtkWidget          *window;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->path = ponder_test_dir_new ();
  fixture->file = g_build_filename (fixture->path, "lines.jsonl", NULL);
  g_file_set_contents (fixture->file, LINES, -1, &error);
  g_assert_no_error (error);
  fixture->workspace = ponder_test_workspace_open (fixture->path);
  fixture->catalog = ponder_model_catalog_new (fixture->workspace);
  fixture->window = adw_window_new ();
  adw_window_set_content (ADW_WINDOW (fixture->window), adw_toast_overlay_new ());
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ponder_test_settle ();
  g_object_unref (fixture->catalog);
  ponder_test_workspace_close (fixture->workspace);
  ponder_test_dir_remove (fixture->path);
  g_free (fixture->file);
}

static guint
count_chats (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (ponder_workspace_get_sessions (fixture->workspace)));
}

typedef struct
{
  Fixture *fixture;
  guint    n;
} Expected;

static gboolean
has_chats (gpointer user_data)
{
  const Expected *expected = user_data;

  return count_chats (expected->fixture) == expected->n;
}

static void
wait_for_chats (Fixture *fixture,
                guint    n)
{
  Expected expected = { fixture, n };

  ponder_test_wait_for (has_chats, &expected, 20);
}

/* --- importing --- */

static GtkWidget *
open_import (Fixture *fixture)
{
  g_autoptr(GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr(GFile) file = g_file_new_for_path (fixture->file);
  GtkWidget *dialog;

  g_list_store_append (files, file);
  dialog = GTK_WIDGET (ponder_import_dialog_new (GTK_WINDOW (fixture->window), fixture->workspace,
                                                 G_LIST_MODEL (files)));
  gtk_window_present (GTK_WINDOW (dialog));
  return dialog;
}

static const char *
get_page (GtkWidget *dialog)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (ponder_test_find (dialog, GTK_TYPE_STACK, NULL)));
}

static gboolean
shows_preview (gpointer dialog)
{
  return g_strcmp0 (get_page (dialog), "preview") == 0;
}

static gboolean
shows_report (gpointer dialog)
{
  return g_strcmp0 (get_page (dialog), "report") == 0;
}

static void
assert_says (GtkWidget  *dialog,
             const char *words)
{
  g_assert_nonnull (ponder_test_find (dialog, GTK_TYPE_LABEL, words));
}

static void
import_all (Fixture *fixture)
{
  GtkWidget *dialog = open_import (fixture);

  ponder_test_wait_for (shows_preview, dialog, 20);
  ponder_test_click (ponder_test_find (dialog, GTK_TYPE_BUTTON, "_Import"));
  ponder_test_wait_for (shows_report, dialog, 20);
  gtk_window_destroy (GTK_WINDOW (dialog));
  wait_for_chats (fixture, 2);
}

static void
test_import (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *dialog = open_import (fixture);
  GtkWidget *box;

  ponder_test_wait_for (shows_preview, dialog, 20);
  ponder_test_settle ();
  g_assert_cmpuint (count_chats (fixture), ==, 0);
  assert_says (dialog, "2 of 2");
  box = ponder_test_find (ponder_test_find (dialog, PONDER_TYPE_IMPORT_ROW, NULL), GTK_TYPE_CHECK_BUTTON, NULL);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (box), FALSE);
  assert_says (dialog, "1 of 2");

  ponder_test_click (ponder_test_find (dialog, GTK_TYPE_BUTTON, "_Import"));
  ponder_test_wait_for (shows_report, dialog, 20);
  assert_says (dialog, "Imported: 1 new chat, 2 messages");
  wait_for_chats (fixture, 1);
  gtk_window_destroy (GTK_WINDOW (dialog));

  /* What is here is marked and not wanted. */
  dialog = open_import (fixture);
  ponder_test_wait_for (shows_preview, dialog, 20);
  ponder_test_settle ();
  assert_says (dialog, "1 of 2");
  assert_says (dialog, "Already here");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_report (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *dialog;
  g_autoptr(GError) error = NULL;

  g_file_set_contents (fixture->file, "%PDF-1.4 this is no chat", -1, &error);
  g_assert_no_error (error);
  dialog = open_import (fixture);
  ponder_test_wait_for (shows_report, dialog, 20);
  assert_says (dialog, "Nothing was imported");
  g_assert_true (gtk_widget_get_visible (ponder_test_find (dialog, GTK_TYPE_BUTTON, "edit-copy-symbolic")));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static gboolean
has_any_chat (gpointer fixture)
{
  return count_chats (fixture) > 0;
}

/* The window goes in the middle of it, and with it the dialog: what came is whole, and nothing holds the workspace. */
static void
test_window_closes (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(GString) lines = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  GtkWidget *dialog;

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (lines,
                            "{\"messages\":[{\"role\":\"user\",\"content\":\"Question %u\"},"
                            "{\"role\":\"assistant\",\"content\":\"Answer.\"}]}\n", i);
  g_file_set_contents (fixture->file, lines->str, -1, &error);
  g_assert_no_error (error);

  dialog = open_import (fixture);
  ponder_test_wait_for (shows_preview, dialog, 20);
  ponder_test_click (ponder_test_find (dialog, GTK_TYPE_BUTTON, "_Import"));
  ponder_test_wait_for (has_any_chat, fixture, 20);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  fixture->window = adw_window_new ();
  g_assert_null (ponder_test_find_window (PONDER_TYPE_IMPORT_DIALOG));

  g_object_unref (fixture->catalog);
  ponder_test_workspace_close (fixture->workspace);
  fixture->workspace = ponder_test_workspace_open (fixture->path);
  fixture->catalog = ponder_model_catalog_new (fixture->workspace);
  g_assert_cmpuint (count_chats (fixture), >, 0);
  g_assert_cmpuint (count_chats (fixture), <, 1000);
  for (guint i = 0; i < count_chats (fixture); i++)
    {
      g_autoptr(PonderSession) session =
        g_list_model_get_item (G_LIST_MODEL (ponder_workspace_get_sessions (fixture->workspace)), i);

      g_assert_cmpuint (ponder_session_get_n_messages (session), ==, 2);
    }
}

/* --- exporting --- */

static gboolean
exists (gpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static PonderExportDialog *
open_export (Fixture *fixture,
             guint    n)
{
  GListModel *list = G_LIST_MODEL (ponder_workspace_get_sessions (fixture->workspace));
  g_autoptr(GPtrArray) sessions = g_ptr_array_new_with_free_func (g_object_unref);
  PonderExportDialog *dialog;

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (sessions, g_list_model_get_item (list, i));
  dialog = ponder_export_dialog_new (GTK_WINDOW (fixture->window), fixture->workspace, sessions);
  gtk_window_present (GTK_WINDOW (dialog));
  ponder_test_settle ();
  return dialog;
}

static void
choose_format (PonderExportDialog *dialog,
               const char         *name)
{
  GtkWidget *row = ponder_test_find (GTK_WIDGET (dialog), ADW_TYPE_ACTION_ROW, name);

  g_assert_nonnull (row);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (ponder_test_find (row, GTK_TYPE_CHECK_BUTTON, NULL)), TRUE);
}

static void
test_export_one (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->path, "one.md", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autofree char *text = NULL;
  PonderExportDialog *dialog;
  g_autoptr(GError) error = NULL;

  import_all (fixture);
  dialog = open_export (fixture, 1);
  choose_format (dialog, "Markdown");
  ponder_export_dialog_export (dialog, file);
  ponder_test_wait_for (exists, path, 20);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (strstr (text, "The moon pulls.") != NULL || strstr (text, "因为月球。") != NULL);
  ponder_test_settle ();
  g_assert_null (ponder_test_find_window (PONDER_TYPE_EXPORT_DIALOG));
}

static void
test_export_many (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->path, "many.zip", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  GtkWidget *dialog;

  import_all (fixture);
  ponder_export_dialog_export (open_export (fixture, 2), file);
  ponder_test_wait_for (exists, path, 20);

  /* And back: everything is here already. */
  ponder_test_settle ();
  g_free (fixture->file);
  fixture->file = g_strdup (path);
  dialog = open_import (fixture);
  ponder_test_wait_for (shows_preview, dialog, 20);
  assert_says (dialog, "0 of 2");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_export_fails (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->path, "no-folder", "one.json", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  PonderExportDialog *dialog;
  GtkWidget *button;

  import_all (fixture);
  dialog = open_export (fixture, 1);
  button = ponder_test_find (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "_Export…");
  ponder_export_dialog_export (dialog, file);
  g_assert_false (gtk_widget_get_sensitive (button));
  ponder_test_wait_for ((PonderTestCondition) gtk_widget_get_sensitive, button, 20);
  g_assert_true (ponder_test_find_window (PONDER_TYPE_EXPORT_DIALOG) == GTK_WIDGET (dialog));
  gtk_window_close (GTK_WINDOW (dialog));
  ponder_test_settle ();
}

/* --- copies --- */

static gboolean
has_backup (gpointer page)
{
  return ponder_test_find (page, GTK_TYPE_BUTTON, "_Restore…") != NULL;
}

static gboolean
has_result (gpointer window)
{
  GtkWidget *dialog = ponder_test_find_window (ADW_TYPE_MESSAGE_DIALOG);

  return dialog != NULL
         && g_strcmp0 (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (dialog)), "Backup Restored") == 0;
}

static void
test_backups (Fixture       *fixture,
              gconstpointer  data)
{
  PonderPreferences *preferences;
  GtkWidget *page;
  AdwMessageDialog *dialog;

  import_all (fixture);
  preferences = ponder_preferences_new (NULL, fixture->catalog);
  page = ponder_test_find (GTK_WIDGET (preferences), PONDER_TYPE_DATA_PAGE, NULL);
  adw_preferences_window_set_visible_page (ADW_PREFERENCES_WINDOW (preferences), ADW_PREFERENCES_PAGE (page));
  gtk_window_present (GTK_WINDOW (preferences));
  ponder_test_settle ();

  ponder_test_click (ponder_test_find (page, GTK_TYPE_BUTTON, "_Back Up Now"));
  ponder_test_wait_for (has_backup, page, 20);
  ponder_test_click (ponder_test_find (page, GTK_TYPE_BUTTON, "_Restore…"));
  ponder_test_settle ();
  dialog = ADW_MESSAGE_DIALOG (ponder_test_find_window (ADW_TYPE_MESSAGE_DIALOG));
  g_assert_nonnull (dialog);
  adw_message_dialog_response (dialog, "confirm");
  ponder_test_wait_for (has_result, NULL, 20);
  dialog = ADW_MESSAGE_DIALOG (ponder_test_find_window (ADW_TYPE_MESSAGE_DIALOG));
  g_assert_cmpstr (adw_message_dialog_get_body (dialog), ==,
                   "Everything in the backup was here already. Nothing changed.");
  adw_message_dialog_response (dialog, "close");
  g_assert_cmpuint (count_chats (fixture), ==, 2);
  gtk_window_destroy (GTK_WINDOW (preferences));
}

static void
add (const char  *path,
     void       (*test) (Fixture       *fixture,
                         gconstpointer  data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(AdwApplication) application = NULL;

  if (!ponder_test_ui_init (&argc, &argv))
    return 0;

  application = ponder_test_ui_application ();
  add ("/ui/transfer/what-is-ticked-is-imported-once", test_import);
  add ("/ui/transfer/what-cannot-be-read-is-told", test_report);
  add ("/ui/transfer/a-window-that-closes-ends-the-import", test_window_closes);
  add ("/ui/transfer/a-chat-becomes-a-file", test_export_one);
  add ("/ui/transfer/many-chats-become-one-file-that-adds-nothing", test_export_many);
  add ("/ui/transfer/a-file-that-cannot-be-written-leaves-the-dialog", test_export_fails);
  add ("/ui/transfer/a-backup-comes-back-and-changes-nothing", test_backups);

  return g_test_run ();
}
