/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many chats as one file. */

#include "config.h"

#include "ponder-error.h"
#include "ponder-exporter.h"
#include "ponder-test-dir.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>
#include <locale.h>

static PonderConversation *
make_chat (const char *title,
           const char *answer)
{
  g_autoptr(PonderSession) session = ponder_session_new (title);
  PonderConversation *chat = ponder_conversation_new (session);
  PonderMessage *question = ponder_message_new ("q", NULL, PONDER_ROLE_USER);
  PonderMessage *message = ponder_message_new ("a", "q", PONDER_ROLE_ASSISTANT);

  ponder_session_set_title (session, title);
  ponder_message_append_text (question, "你好?");
  ponder_message_append_text (message, answer);
  ponder_conversation_take_message (chat, question);
  ponder_conversation_take_message (chat, message);
  return chat;
}

static void
write_chats (const char         *path,
             PonderExportFormat  format,
             const char *const  *titles)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderExportArchive) archive = ponder_export_archive_new (path, format, TRUE, &error);

  g_assert_no_error (error);
  for (guint i = 0; titles[i] != NULL; i++)
    {
      g_autoptr(PonderConversation) chat = make_chat (titles[i], titles[i]);

      g_assert_true (ponder_export_archive_add (archive, chat, &error));
      g_assert_no_error (error);
    }
  g_assert_true (ponder_export_archive_finish (archive, &error));
  g_assert_no_error (error);
}

/* The names in the ZIP at @path and how much is in each. (transfer full) */
static char *
list_entries (const char *path)
{
  struct archive *zip = archive_read_new ();
  struct archive_entry *entry;
  GString *names = g_string_new (NULL);

  archive_read_support_format_zip (zip);
  g_assert_cmpint (archive_read_open_filename (zip, path, 65536), ==, ARCHIVE_OK);
  while (archive_read_next_header (zip, &entry) == ARCHIVE_OK)
    {
      char byte;

      g_string_append_printf (names, "%s%s\n", archive_entry_pathname_utf8 (entry),
                              archive_read_data (zip, &byte, 1) == 1 ? "" : " is empty");
    }
  archive_read_free (zip);
  return g_string_free (names, FALSE);
}

static guint
count_files (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

static const char *const titles[] = {
  "Trip", "trip", "京都旅行", "a/b\\c", "CON", "../../x", "photo\xe2\x80\xaegpj", NULL
};

static void
test_zip (void)
{
  char *folder = ponder_test_dir_new ();
  g_autofree char *path = g_build_filename (folder, "chats.zip", NULL);
  g_autofree char *names = NULL;

  write_chats (path, PONDER_EXPORT_MARKDOWN, titles);
  names = list_entries (path);
  g_assert_cmpstr (names, ==,
                   "Trip.md\ntrip (2).md\n京都旅行.md\na b c.md\n_CON.md\nx.md\nphotogpj.md\n");
  g_assert_cmpuint (count_files (folder), ==, 1);
  ponder_test_dir_remove (folder);
}

/* Names are UTF-8 in the file whatever the language of the program is. */
static void
test_locale (void)
{
  char *folder = ponder_test_dir_new ();
  g_autofree char *path = g_build_filename (folder, "chats.zip", NULL);
  g_autofree char *names = NULL;

  setlocale (LC_ALL, "C");
  write_chats (path, PONDER_EXPORT_TEXT, (const char *[]) { "京都", NULL });
  setlocale (LC_ALL, "C.UTF-8");
  names = list_entries (path);
  g_assert_cmpstr (names, ==, "京都.txt\n");
  ponder_test_dir_remove (folder);
}

static void
test_lines (void)
{
  static const PonderExportFormat formats[] = { PONDER_EXPORT_OPENAI_JSONL, PONDER_EXPORT_SHAREGPT };
  char *folder = ponder_test_dir_new ();
  g_autofree char *path = g_build_filename (folder, "chats.jsonl", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *text = NULL;
      g_auto(GStrv) lines = NULL;

      write_chats (path, formats[i], titles);
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      lines = g_strsplit (text, "\n", -1);
      g_assert_cmpuint (g_strv_length (lines), ==, g_strv_length ((GStrv) titles) + 1);
      g_assert_true (g_str_has_prefix (lines[1], "{\""));
    }
  ponder_test_dir_remove (folder);
}

/* The old program finds a chat by the name of its file. */
static void
test_python (void)
{
  char *folder = ponder_test_dir_new ();
  g_autofree char *path = g_build_filename (folder, "chats.zip", NULL);
  g_autofree char *names = NULL;

  write_chats (path, PONDER_EXPORT_SIMPLELLMFRONT, (const char *[]) { "0d23926e-e940-83ea-abb5-762423ad61df", NULL });
  names = list_entries (path);
  g_assert_cmpstr (names, ==, "0d23926e-e940-83ea-abb5-762423ad61df.json\n");
  ponder_test_dir_remove (folder);
}

/* What was there before is there as long as the new file is not whole. */
static void
test_unfinished (void)
{
  char *folder = ponder_test_dir_new ();
  g_autofree char *path = g_build_filename (folder, "chats.zip", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderExportArchive) archive = NULL;
  g_autoptr(PonderConversation) chat = make_chat ("a", "b");
  g_autofree char *text = NULL;

  g_assert_true (g_file_set_contents (path, "before", -1, NULL));
  archive = ponder_export_archive_new (path, PONDER_EXPORT_JSON, TRUE, &error);
  g_assert_true (ponder_export_archive_add (archive, chat, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_files (folder), ==, 2);
  g_clear_pointer (&archive, ponder_export_archive_free);

  g_assert_cmpuint (count_files (folder), ==, 1);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "before");
  ponder_test_dir_remove (folder);
}

/* A file of that name is replaced, a link to it goes on pointing at it. */
static void
test_link (void)
{
  char *folder = ponder_test_dir_new ();
  g_autofree char *path = g_build_filename (folder, "real.zip", NULL);
  g_autofree char *link_path = g_build_filename (folder, "link.zip", NULL);
  g_autofree char *names = NULL;

  g_assert_true (g_file_set_contents (path, "before", -1, NULL));
  g_assert_cmpint (symlink ("real.zip", link_path), ==, 0);
  write_chats (link_path, PONDER_EXPORT_HTML, (const char *[]) { "a", NULL });
  g_assert_true (g_file_test (link_path, G_FILE_TEST_IS_SYMLINK));
  names = list_entries (path);
  g_assert_cmpstr (names, ==, "a.html\n");
  ponder_test_dir_remove (folder);
}

static void
test_no_place (void)
{
  char *folder = ponder_test_dir_new ();
  g_autofree char *missing = g_build_filename (folder, "nowhere", "chats.zip", NULL);
  const char *const places[] = { missing, folder, "/dev/null" };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (ponder_export_archive_new (places[i], PONDER_EXPORT_JSON, TRUE, &error));
      g_assert_error (error, PONDER_ERROR, PONDER_ERROR_STORE);
      g_assert_nonnull (strstr (error->message, places[i]));
    }
  g_assert_cmpuint (count_files (folder), ==, 0);
  ponder_test_dir_remove (folder);
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transfer/export-archive/each-chat-is-a-file-of-a-safe-name", test_zip);
  g_test_add_func ("/transfer/export-archive/names-are-utf-8-in-every-locale", test_locale);
  g_test_add_func ("/transfer/export-archive/lines-follow-one-another", test_lines);
  g_test_add_func ("/transfer/export-archive/the-python-front-end-finds-its-files", test_python);
  g_test_add_func ("/transfer/export-archive/unfinished-it-leaves-nothing-behind", test_unfinished);
  g_test_add_func ("/transfer/export-archive/a-link-stays-a-link", test_link);
  g_test_add_func ("/transfer/export-archive/a-place-that-cannot-be-is-told", test_no_place);
  return g_test_run ();
}
