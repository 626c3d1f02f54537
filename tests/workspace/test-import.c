/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chats of other programs in the workspace. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "ponder-error.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-workspace.h"
#include "ponder-workspace-import.h"

/* A chat of ChatGPT with so many messages, one under the other. */
static char *
make_chat (const char *id,
           guint       n_messages,
           gint64      updated)
{
  GString *json = g_string_new (NULL);

  g_string_append_printf (json, "{\"conversation_id\":\"%s\",\"title\":\"Chat %s\",\"update_time\":%" G_GINT64_FORMAT
                          ",\"current_node\":\"m%u\",\"mapping\":{", id, id, updated, n_messages - 1);
  for (guint i = 0; i < n_messages; i++)
    g_string_append_printf (json, "%s\"m%u\":{\"parent\":\"m%d\",\"message\":{\"author\":{\"role\":\"%s\"},\"create_time\":%u,"
                            "\"content\":{\"content_type\":\"text\",\"parts\":[\"text %u\"]},\"end_turn\":true}}",
                            i > 0 ? "," : "", i, (int) i - 1, i % 2 == 0 ? "user" : "assistant", 1700000000 + i, i);
  g_string_append (json, "}}");
  return g_string_free (json, FALSE);
}

static char *
write_file (PonderTest *test,
            const char *name,
            const char *text)
{
  char *path = g_build_filename (test->dir, name, NULL);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return path;
}

static PonderImportReport *
import (PonderTest    *test,
        const char    *path,
        GHashTable    *only,
        gboolean       pretend,
        GCancellable  *cancellable,
        GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  PonderImportReport *report = NULL;

  ponder_workspace_import_async (test->workspace, path, only, pretend, NULL, NULL, cancellable, ponder_test_take_result,
                                 &result);
  result = ponder_test_await (&result);
  ponder_workspace_import_finish (test->workspace, result, &report, error);
  g_assert_nonnull (report);
  return report;
}

static void
check (PonderTest *test,
       const char *path,
       gboolean    pretend,
       guint       n_sessions,
       guint       n_messages,
       guint       n_duplicates)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderImportReport) report = import (test, path, NULL, pretend, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (report->n_sessions, ==, n_sessions);
  g_assert_cmpuint (report->n_messages, ==, n_messages);
  g_assert_cmpuint (report->n_duplicates, ==, n_duplicates);
}

typedef struct
{
  PonderTest *test;
  guint       n;
} Wanted;

static gboolean
has_sessions (gpointer user_data)
{
  Wanted *wanted = user_data;

  return g_list_model_get_n_items (G_LIST_MODEL (ponder_workspace_get_sessions (wanted->test->workspace))) == wanted->n;
}

static void
wait_for_sessions (PonderTest *test,
                   guint       n)
{
  Wanted wanted = { test, n };

  ponder_test_wait_for (has_sessions, &wanted, 20);
}

/* The words of the shown branch, one line each. */
static char *
read_branch (PonderTest *test,
             guint       position)
{
  PonderSession *session = ponder_test_get_session (G_LIST_MODEL (ponder_workspace_get_sessions (test->workspace)), position);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (timeline)); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "|" : "", ponder_message_get_text (ponder_test_get_message (timeline, i)));
  return g_string_free (text, FALSE);
}

static void
test_stores (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autofree char *chat = make_chat ("a", 4, 1700000010);
  g_autofree char *path = write_file (test, "export", chat);
  g_autofree char *found = NULL;
  PonderSession *session;

  check (test, path, TRUE, 1, 4, 0);
  check (test, path, FALSE, 1, 4, 0);
  wait_for_sessions (test, 1);
  session = ponder_test_get_session (G_LIST_MODEL (ponder_workspace_get_sessions (test->workspace)), 0);
  g_assert_cmpstr (ponder_session_get_title (session), ==, "Chat a");
  g_assert_cmpint (ponder_session_get_updated (session), ==, G_GINT64_CONSTANT (1700000010000000));
  g_assert_cmpuint (ponder_session_get_n_messages (session), ==, 4);
  g_assert_cmpstr (ponder_session_get_preview (session), ==, "text 3");
  found = read_branch (test, 0);
  g_assert_cmpstr (found, ==, "text 0|text 1|text 2|text 3");
}

static void
test_no_times (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autofree char *path = g_build_filename (test->dir, "training.jsonl", NULL);
  g_autoptr(GError) error = NULL;
  PonderSession *session;

  g_file_set_contents (path,
                       "{\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"},"
                       "{\"role\":\"assistant\",\"content\":\"Because.\"}]}\n", -1, &error);
  g_assert_no_error (error);
  check (test, path, FALSE, 1, 2, 0);
  check (test, path, FALSE, 0, 0, 1);
  wait_for_sessions (test, 1);
  session = ponder_test_get_session (G_LIST_MODEL (ponder_workspace_get_sessions (test->workspace)), 0);
  g_assert_cmpint (ponder_session_get_created (session), ==, 0);
  g_assert_cmpint (ponder_session_get_updated (session), ==, 0);
}

static void
test_twice (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autofree char *chat = make_chat ("a", 4, 1700000010);
  g_autofree char *path = write_file (test, "export", chat);

  check (test, path, FALSE, 1, 4, 0);
  check (test, path, FALSE, 0, 0, 1);
  check (test, path, TRUE, 0, 0, 1);
  ponder_test_reopen (test);
  check (test, path, FALSE, 0, 0, 1);
  wait_for_sessions (test, 1);
}

/* What was said since goes where it belongs, and what is here stays, also the branch that is shown. */
static void
test_newer (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autofree char *chat = make_chat ("a", 2, 1700000010);
  g_autofree char *longer = make_chat ("a", 4, 1700000020);
  g_autofree char *older = make_chat ("a", 6, 1700000005);
  g_autofree char *path = write_file (test, "export", chat);
  g_autofree char *found = NULL;

  check (test, path, FALSE, 1, 2, 0);
  g_free (path);
  path = write_file (test, "export", longer);
  check (test, path, TRUE, 0, 2, 0);
  check (test, path, FALSE, 0, 2, 0);
  check (test, path, FALSE, 0, 0, 1);
  g_free (path);
  path = write_file (test, "export", older);
  check (test, path, FALSE, 0, 0, 1);
  wait_for_sessions (test, 1);
  found = read_branch (test, 0);
  g_assert_cmpstr (found, ==, "text 0|text 1|text 2|text 3");
}

/* Somebody went on here, somebody else there. */
static void
test_both_went_on (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autofree char *chat = make_chat ("a", 2, 1700000010);
  g_autofree char *longer = make_chat ("a", 4, 1700000020);
  g_autofree char *path = write_file (test, "export", chat);
  g_autofree char *found = NULL;

  check (test, path, FALSE, 1, 2, 0);
  wait_for_sessions (test, 1);
  {
    PonderSession *session = ponder_test_get_session (G_LIST_MODEL (ponder_workspace_get_sessions (test->workspace)), 0);
    g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
    g_autoptr(PonderModelConfig) config = ponder_model_config_copy (ponder_session_get_config (session));

    ponder_model_config_set_model (config, PONDER_TEST_PROVIDER, PONDER_TEST_MODEL);
    ponder_session_set_config (session, config);
    ponder_test_script (test, 0, "mine", NULL);
    ponder_test_ask (test->workspace, timeline, "and here?");
  }
  ponder_test_reopen (test);
  g_free (path);
  path = write_file (test, "export", longer);
  check (test, path, FALSE, 0, 2, 0);
  wait_for_sessions (test, 1);
  found = read_branch (test, 0);
  g_assert_cmpstr (found, ==, "text 0|text 1|and here?|mine");
}

/* Of many only those that were ticked. */
static void
test_some (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autofree char *a = make_chat ("a", 1, 1700000010);
  g_autofree char *b = make_chat ("b", 1, 1700000010);
  g_autofree char *both = g_strdup_printf ("[%s,%s]", a, b);
  g_autofree char *path = write_file (test, "export", both);
  g_autoptr(GHashTable) only = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(PonderImportReport) preview = NULL;
  g_autoptr(PonderImportReport) report = NULL;
  g_autoptr(GError) error = NULL;
  const PonderImportItem *item;

  preview = import (test, path, NULL, TRUE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (preview->items->len, ==, 2);
  item = g_ptr_array_index (preview->items, 1);
  g_assert_cmpstr (item->title, ==, "Chat b");
  g_assert_cmpint (item->outcome, ==, PONDER_IMPORT_NEW);
  g_assert_cmpuint (item->n_messages, ==, 1);
  g_hash_table_add (only, item->key);
  report = import (test, path, only, FALSE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_sessions, ==, 1);
  wait_for_sessions (test, 1);
  g_assert_cmpstr (ponder_session_get_title (ponder_test_get_session (
                     G_LIST_MODEL (ponder_workspace_get_sessions (test->workspace)), 0)), ==, "Chat b");
}

static void
progress_cb (goffset  done,
             goffset  total,
             gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

/* Whole chats or none; and the rest comes with the next try. */
static void
test_cancelled (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GString) text = g_string_new ("[");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(PonderImportReport) report = NULL;
  g_autoptr(PonderImportReport) rest = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;
  guint n_listed;

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *id = g_strdup_printf ("c%u", i);
      g_autofree char *chat = make_chat (id, 10, 1700000010);

      g_string_append_printf (text, "%s%s", i > 0 ? "," : "", chat);
    }
  g_string_append (text, "]");
  path = write_file (test, "export", text->str);
  ponder_workspace_import_async (test->workspace, path, NULL, FALSE, progress_cb, cancellable, cancellable,
                                 ponder_test_take_result, &result);
  result = ponder_test_await (&result);
  g_assert_false (ponder_workspace_import_finish (test->workspace, result, &report, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (report->n_sessions, <, 300);
  g_clear_error (&error);

  wait_for_sessions (test, report->n_sessions);
  n_listed = report->n_sessions;
  for (guint i = 0; i < n_listed; i++)
    g_assert_cmpuint (ponder_session_get_n_messages (ponder_test_get_session (
                        G_LIST_MODEL (ponder_workspace_get_sessions (test->workspace)), i)), ==, 10);
  rest = import (test, path, NULL, FALSE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rest->n_sessions, ==, 300 - n_listed);
  g_assert_cmpuint (rest->n_duplicates, ==, n_listed);
}

/* Bytes lie beside the database before the message that names them. */
static void
test_attachments (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autofree char *source = g_build_filename (g_getenv ("PONDER_SOURCE_DIR"), "tests", "fixtures", "import", "alpaca.json", NULL);
  g_autofree char *folder = g_build_filename (test->dir, "data", "attachments", "02", NULL);
  g_autoptr(GDir) before = NULL;
  g_autoptr(GDir) after = NULL;

  check (test, source, TRUE, 1, 2, 0);
  g_assert_null (before = g_dir_open (folder, 0, NULL));
  check (test, source, FALSE, 1, 2, 0);
  after = g_dir_open (folder, 0, NULL);
  g_assert_nonnull (after);
  g_assert_true (g_str_has_prefix (g_dir_read_name (after), "02a3e298"));
}

#define RUN_CHAT "{\"format\":\"ponder\",\"version\":1,\"session\":{\"id\":\"s\",\"title\":\"Chat\",\"created\":1},\"tags\":[]," \
  "\"attachments\":{},\"messages\":[{\"id\":\"q\",\"role\":\"user\",\"parts\":[{\"kind\":\"text\",\"text\":\"Why?\"}]}," \
  "{\"id\":\"m\",\"parent\":\"q\",\"role\":\"assistant\",\"state\":\"streaming\"}]%s}"
#define RUN_LOG "[{\"seq\":1,\"t\":0,\"type\":\"run.created\",\"question\":\"Why?\"}," \
  "{\"seq\":2,\"t\":9,\"type\":\"plan.task\",\"node\":\"a\",\"title\":\"One\"},{\"seq\":3,\"t\":9,\"type\":\"later.thing\"}]"

typedef struct
{
  PonderTimeline   *timeline;
  PonderThinkBoard *board;      /* (nullable) */
} Board;

static gboolean
has_state (gpointer user_data)
{
  Board *self = user_data;

  if (self->board == NULL)
    self->board = ponder_timeline_get_board (self->timeline, ponder_test_get_message (self->timeline, 1));
  if (self->board != NULL)
    ponder_think_board_load (self->board);
  return self->board != NULL && ponder_think_board_get_state (self->board) != NULL;
}

/* What was under way there is nobody's here; the chat that is there already gets it, too. */
static void
test_run (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autofree char *plain = g_strdup_printf (RUN_CHAT, "");
  g_autofree char *with_run = g_strdup_printf (RUN_CHAT, ",\"runs\":[{\"id\":\"r\",\"message\":\"m\",\"outcome\":\"running\","
                                               "\"events\":" RUN_LOG "}]");
  g_autofree char *plain_path = write_file (test, "plain", plain);
  g_autofree char *path = write_file (test, "with-run", with_run);
  g_autoptr(PonderTimeline) timeline = NULL;
  Board board = { NULL };

  check (test, plain_path, FALSE, 1, 2, 0);
  check (test, path, TRUE, 0, 0, 0);
  check (test, path, FALSE, 0, 0, 0);
  check (test, path, FALSE, 0, 0, 1);
  wait_for_sessions (test, 1);
  timeline = ponder_test_open_chat (test->workspace, ponder_test_get_session (
                                      G_LIST_MODEL (ponder_workspace_get_sessions (test->workspace)), 0));
  board.timeline = timeline;
  ponder_test_wait_for (has_state, &board, 20);
  g_assert_cmpint (ponder_think_board_get_standing (board.board), ==, PONDER_THINK_STANDING_INTERRUPTED);
  g_assert_cmpuint (ponder_think_board_get_state (board.board)->nodes->len, ==, 1);
  g_assert_cmpint (ponder_message_get_state (ponder_test_get_message (timeline, 1)), ==, PONDER_MESSAGE_INTERRUPTED);
}

static void
test_fails (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autofree char *path = write_file (test, "export", "{\"name\": 1}");
  g_autoptr(PonderImportReport) report = NULL;
  g_autoptr(GError) error = NULL;

  report = import (test, path, NULL, FALSE, NULL, &error);
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_MALFORMED);
  g_assert_cmpuint (report->items->len, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workspace/import/stores-chats-as-they-were", test_stores);
  g_test_add_func ("/workspace/import/what-knows-no-time-has-none", test_no_times);
  g_test_add_func ("/workspace/import/adds-nothing-the-second-time", test_twice);
  g_test_add_func ("/workspace/import/adds-what-is-newer", test_newer);
  g_test_add_func ("/workspace/import/keeps-what-was-asked-here", test_both_went_on);
  g_test_add_func ("/workspace/import/takes-only-what-is-wanted", test_some);
  g_test_add_func ("/workspace/import/leaves-whole-chats-when-cancelled", test_cancelled);
  g_test_add_func ("/workspace/import/keeps-the-bytes-of-attachments", test_attachments);
  g_test_add_func ("/workspace/import/shows-how-an-answer-came-about", test_run);
  g_test_add_func ("/workspace/import/says-why-it-fails", test_fails);
  return g_test_run ();
}
