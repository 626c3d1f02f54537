/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What other programs write, and what is read of it: tests/fixtures/import. */

#include "config.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "ponder-exporter.h"
#include "ponder-test-dir.h"
#include "ponder-test-import.h"

/* A key as every fixture with settings has one. */
#define CANARY "canary"

static const char *const texts[] = {
  "alpaca.json", "chatbox-old.json", "chatbox.json", "chatgpt.json", "cherry-6.json", "cherry.json", "claude.json",
  "fine-tuning.jsonl", "jan.jsonl", "librechat-flat.json", "librechat-recursive.json", "messages.json",
  "newelle-single.json", "newelle.json", "openwebui-chat.json", "openwebui.json", "sharegpt-single.json",
  "sharegpt.json", "sharegpt.jsonl", "simplellmfront.json", "unknown.json",
};

static GBytes *
load (const char *name)
{
  g_autofree char *path = ponder_test_import_path (name);
  g_autoptr(GMappedFile) file = NULL;
  g_autoptr(GError) error = NULL;

  file = g_mapped_file_new (path, FALSE, &error);
  g_assert_no_error (error);
  return g_mapped_file_get_bytes (file);
}

static void
save (const char *path,
      GBytes     *bytes)
{
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
}

/* The file has no name that says what it is. */
static void
test_text (gconstpointer data)
{
  const char *name = data;
  g_autofree char *folder = ponder_test_dir_new ();
  g_autofree char *path = g_build_filename (folder, "download", NULL);
  g_autofree char *expected = g_strconcat (name, ".tree", NULL);
  g_autoptr(GBytes) bytes = load (name);
  g_autofree char *found = NULL;

  save (path, bytes);
  found = ponder_test_import_read (path);
  ponder_test_import_compare (found, expected);
  g_assert_null (strstr (found, CANARY));
  ponder_test_dir_remove (g_steal_pointer (&folder));
}

static void
test_pieces (gconstpointer data)
{
  const char *name = data;
  g_autoptr(GBytes) bytes = load (name);
  g_autoptr(GRand) random = g_rand_new_with_seed (1);
  g_autofree char *whole = ponder_test_import_feed (bytes, random, (guint) g_bytes_get_size (bytes) + 1);

  for (guint seed = 0; seed < 40; seed++)
    {
      g_autofree char *found = ponder_test_import_feed (bytes, random, seed % 4 == 0 ? 1 : 1 + seed * seed);

      g_assert_cmpstr (found, ==, whole);
    }
}

/* --- archives --- */

static const guint8 dot[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R' };

static char *
read_zip (const char *name,
          GBytes     *bytes,
          const char *second_name,
          GBytes     *second,
          const char *third_name,
          GBytes     *third)
{
  g_autofree char *folder = ponder_test_dir_new ();
  g_autofree char *path = g_build_filename (folder, "export", NULL);
  char *found;

  ponder_test_import_make_zip (path, name, bytes, second_name, second, third_name, third, NULL);
  found = ponder_test_import_read (path);
  ponder_test_dir_remove (g_steal_pointer (&folder));
  return found;
}

/* The pictures stand beside the chats, before or after them, under names that begin with their ids. */
static void
test_chatgpt_zip (void)
{
  g_autoptr(GBytes) chats = load ("chatgpt.json");
  g_autoptr(GBytes) image = g_bytes_new_static (dot, sizeof dot);
  g_autoptr(GBytes) table = g_bytes_new_static ("a,b", 3);
  g_autofree char *found = read_zip ("export/conversations.json", chats, "export/file-AbC-dot.png", image,
                                     "file-Doc.csv", table);

  ponder_test_import_compare (found, "chatgpt.zip.tree");
}

static void
test_sharded_zip (void)
{
  static const char first[] = "[{\"conversation_id\":\"1\",\"title\":\"First\",\"mapping\":{\"a\":{\"message\":"
                              "{\"author\":{\"role\":\"user\"},\"content\":{\"content_type\":\"text\",\"parts\":[\"1\"]}}}}}]";
  static const char second[] = "[{\"conversation_id\":\"2\",\"title\":\"Second\",\"mapping\":{\"a\":{\"message\":"
                               "{\"author\":{\"role\":\"user\"},\"content\":{\"content_type\":\"text\",\"parts\":[\"2\"]}}}}}]";
  static const char user[] = "{\"id\":\"user\",\"email\":\"a@example.org\"}";
  g_autoptr(GBytes) a = g_bytes_new_static (first, strlen (first));
  g_autoptr(GBytes) b = g_bytes_new_static (second, strlen (second));
  g_autoptr(GBytes) c = g_bytes_new_static (user, strlen (user));
  g_autofree char *found = read_zip ("conversations-000.json", a, "conversations-001.json", b, "user.json", c);

  ponder_test_import_compare (found, "chatgpt-sharded.zip.tree");
}

static void
test_claude_zip (void)
{
  static const char projects[] = "[{\"uuid\":\"p-1\",\"name\":\"报告\",\"docs\":[]}]";
  g_autoptr(GBytes) chats = load ("claude.json");
  g_autoptr(GBytes) list = g_bytes_new_static (projects, strlen (projects));
  g_autoptr(GBytes) users = g_bytes_new_static ("[]", 2);
  g_autofree char *found = read_zip ("users.json", users, "conversations.json", chats, "projects.json", list);

  ponder_test_import_compare (found, "claude.zip.tree");
}

static void
test_jan_zip (void)
{
  g_autoptr(GBytes) messages = load ("jan.jsonl");
  g_autoptr(GBytes) thread = load ("jan-thread.json");
  g_autoptr(GBytes) other = g_bytes_new_static ("{}", 2);
  g_autofree char *found = read_zip ("threads/jan_1/messages.jsonl", messages, "threads/jan_1/thread.json", thread,
                                     "threads/jan_2/thread.json", other);

  ponder_test_import_compare (found, "jan.zip.tree");
}

static void
test_jan_folder (void)
{
  g_autofree char *folder = ponder_test_dir_new ();
  g_autofree char *path = g_build_filename (folder, "messages.jsonl", NULL);
  g_autofree char *thread_path = g_build_filename (folder, "thread.json", NULL);
  g_autoptr(GBytes) messages = load ("jan.jsonl");
  g_autoptr(GBytes) thread = load ("jan-thread.json");
  g_autofree char *found = NULL;
  g_autofree char *refused = NULL;

  save (path, messages);
  save (thread_path, thread);
  found = ponder_test_import_read (path);
  ponder_test_import_compare (found, "jan.zip.tree");
  refused = ponder_test_import_read (thread_path);
  g_assert_nonnull (strstr (refused, "messages.jsonl"));
  ponder_test_dir_remove (g_steal_pointer (&folder));
}

static void
test_cherry_zip (void)
{
  g_autoptr(GBytes) backup = load ("cherry.json");
  g_autoptr(GBytes) file = g_bytes_new_static ("x", 1);
  g_autofree char *found = read_zip ("data.json", backup, "Data/Files/a.png", file, "Data/b", file);
  g_autofree char *direct = read_zip ("IndexedDB/file__0.indexeddb.leveldb/000003.log", file,
                                      "Local Storage/leveldb/CURRENT", file, "metadata.json", file);

  g_assert_null (strstr (found, CANARY));
  ponder_test_import_compare (found, "cherry.zip.tree");
  g_assert_nonnull (strstr (direct, "format: cherry-studio\n"));
  g_assert_nonnull (strstr (direct, "version 6"));
}

/* Names in an archive are words: nothing is written under them. */
static void
test_other_zip (void)
{
  g_autoptr(GBytes) chat = load ("librechat-flat.json");
  g_autoptr(GBytes) unknown = load ("unknown.json");
  g_autofree char *found = read_zip ("../../../tmp/ponder-escaped.json", chat, "/etc/ponder.json", unknown, "a/b.txt", unknown);

  g_assert_false (g_file_test ("/tmp/ponder-escaped.json", G_FILE_TEST_EXISTS));
  ponder_test_import_compare (found, "other.zip.tree");
}

/* --- databases --- */

static char *
read_database (const char *name)
{
  g_autofree char *folder = ponder_test_dir_new ();
  g_autofree char *path = g_build_filename (folder, "some file", NULL);
  g_autoptr(GBytes) sql = load (name);
  g_autofree char *statements = g_strndup (g_bytes_get_data (sql, NULL), g_bytes_get_size (sql));
  sqlite3 *db = NULL;
  char *found;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, statements, NULL, NULL, NULL), ==, SQLITE_OK);
  /* While its own program has it open: what was written last is in its log. */
  found = ponder_test_import_read (path);
  sqlite3_close (db);
  ponder_test_dir_remove (g_steal_pointer (&folder));
  return found;
}

static void
test_alpaca (void)
{
  g_autofree char *found = read_database ("alpaca.sql");

  g_assert_null (strstr (found, CANARY));
  ponder_test_import_compare (found, "alpaca.sql.tree");
}

static void
test_ollama (void)
{
  g_autofree char *found = read_database ("ollama.sql");

  g_assert_null (strstr (found, CANARY));
  ponder_test_import_compare (found, "ollama.sql.tree");
}

/* --- what cannot be read --- */

static void
check_refused (const char *bytes,
               gsize       length,
               const char *format,
               const char *words)
{
  g_autofree char *folder = ponder_test_dir_new ();
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  g_autofree char *found = NULL;
  g_autoptr(GError) error = NULL;
  guint n_skipped;

  g_file_set_contents (path, bytes, (gssize) length, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ponder_test_import_count (path, &found, &n_skipped, &error), ==, 0);
  g_assert_cmpstr (found, ==, format);
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, words));
  ponder_test_dir_remove (g_steal_pointer (&folder));
}

static void
test_refused (void)
{
  check_refused ("\xf5\xd5\x53\xcc\0\0\0\x0c", 8, "gpt4all", "GPT4All");
  check_refused ("\x80\x04\x95\x00\x01", 5, "newelle", "Newelle");
  check_refused ("<!DOCTYPE html>", 15, "html", "web page");
  check_refused ("", 0, NULL, "empty");
  check_refused ("[]", 2, NULL, "no file of chats");
  check_refused ("12", 2, NULL, "no file of chats");
  check_refused ("\xff\xfe[\0]\0", 6, NULL, "Not valid JSON");
}

/* A folder, a pipe: nothing that could keep somebody waiting is read. */
static void
test_no_file (void)
{
  g_autofree char *folder = ponder_test_dir_new ();
  g_autofree char *pipe = g_build_filename (folder, "pipe", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  ponder_test_import_count (pipe, NULL, NULL, &error);
  g_assert_nonnull (error);
  g_clear_error (&error);
  ponder_test_import_count (folder, NULL, NULL, &error);
  g_assert_nonnull (error);
  g_clear_error (&error);
  ponder_test_import_count ("/nowhere/at/all", NULL, NULL, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  ponder_test_dir_remove (g_steal_pointer (&folder));
}

/* A chat of ours with @config, as the Python front end's file and back. (transfer full) */
static char *
take_round (PonderModelConfig *config)
{
  g_autofree char *folder = ponder_test_dir_new ();
  g_autofree char *path = g_build_filename (folder, "chat.json", NULL);
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  g_autoptr(PonderConversation) chat = ponder_conversation_new (session);
  PonderMessage *question = ponder_message_new ("a", NULL, PONDER_ROLE_USER);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  char *found;

  ponder_session_set_config (session, config);
  ponder_message_append_text (question, "Why?");
  ponder_conversation_take_message (chat, question);
  bytes = ponder_export_conversation (chat, PONDER_EXPORT_SIMPLELLMFRONT, FALSE, &error);
  g_assert_no_error (error);
  save (path, bytes);
  found = ponder_test_import_read (path);
  ponder_test_dir_remove (g_steal_pointer (&folder));
  return found;
}

static void
test_deep_think (void)
{
  g_autoptr(PonderModelConfig) config = ponder_model_config_new ();
  g_autofree char *usual = take_round (config);
  g_autofree char *own = NULL;
  g_autofree char *again = NULL;

  g_assert_null (strstr (usual, "think"));
  config->deep_think = TRUE;
  config->think = ponder_think_config_new ();
  config->think->max_subtasks = 3;
  config->think->review = FALSE;
  config->think->web_search = TRUE;
  config->think->show_process = TRUE;
  own = take_round (config);
  g_assert_nonnull (strstr (own, " deep-think think={\"max_subtasks\":3,\"review\":false,\"show_process\":true,"
                                 "\"web_search\":true}"));

  /* Off it stays as it was set. */
  config->deep_think = FALSE;
  again = take_round (config);
  g_assert_null (strstr (again, " deep-think"));
  g_assert_nonnull (strstr (again, " think={"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *path = g_strconcat ("/transfer/import/reads/", texts[i], NULL);
      g_autofree char *pieces = g_strconcat ("/transfer/import/reads-the-same-in-pieces/", texts[i], NULL);

      g_test_add_data_func (path, texts[i], test_text);
      g_test_add_data_func (pieces, texts[i], test_pieces);
    }
  g_test_add_func ("/transfer/import/finds-the-pictures-of-chatgpt", test_chatgpt_zip);
  g_test_add_func ("/transfer/import/reads-every-shard-of-chatgpt", test_sharded_zip);
  g_test_add_func ("/transfer/import/names-the-projects-of-claude", test_claude_zip);
  g_test_add_func ("/transfer/import/reads-threads-of-jan-in-an-archive", test_jan_zip);
  g_test_add_func ("/transfer/import/reads-a-thread-of-jan-in-its-folder", test_jan_folder);
  g_test_add_func ("/transfer/import/reads-the-backup-of-cherry-studio", test_cherry_zip);
  g_test_add_func ("/transfer/import/reads-what-it-knows-of-any-archive", test_other_zip);
  g_test_add_func ("/transfer/import/reads-the-database-of-alpaca-without-its-keys", test_alpaca);
  g_test_add_func ("/transfer/import/reads-the-database-of-ollama-while-it-is-open", test_ollama);
  g_test_add_func ("/transfer/import/says-what-to-do-with-what-it-cannot-read", test_refused);
  g_test_add_func ("/transfer/import/deep-think-comes-back-from-the-python-front-end", test_deep_think);
  g_test_add_func ("/transfer/import/waits-for-nothing-that-is-no-file", test_no_file);
  return g_test_run ();
}
