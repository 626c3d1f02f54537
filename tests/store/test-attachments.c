/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of attachments: kept once, found again, repaired, and removed when nobody needs them any more. */

#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ponder-attachment-files.h"
#include "ponder-attachments.h"
#include "ponder-draft-parts.h"
#include "ponder-error.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-store.h"

#define DAY (24 * 60 * 60)

typedef struct
{
  char *dir;
  char *folder;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  fixture->dir = ponder_test_dir_new ();
  fixture->folder = g_build_filename (fixture->dir, "attachments", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_free (fixture->folder);
  ponder_test_dir_remove (fixture->dir);
}

static char *
save (Fixture    *fixture,
      const char *text)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr(GError) error = NULL;
  char *digest = ponder_attachment_files_save (fixture->folder, bytes, NULL, &error);

  g_assert_no_error (error);
  return digest;
}

static char *
path_of (Fixture    *fixture,
         const char *digest)
{
  g_autofree char *subfolder = g_strndup (digest, 2);

  return g_build_filename (fixture->folder, subfolder, digest, NULL);
}

static void
assert_loads (Fixture    *fixture,
              const char *digest,
              const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = ponder_attachment_files_load (fixture->folder, digest, NULL, &error);
  gsize length;
  const char *data;

  g_assert_no_error (error);
  data = g_bytes_get_data (bytes, &length);
  g_assert_cmpmem (data, length, text, strlen (text));
}

static void
assert_fails (Fixture    *fixture,
              const char *digest,
              int         code)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (ponder_attachment_files_load (fixture->folder, digest, NULL, &error));
  g_assert_error (error, G_IO_ERROR, code);
}

static guint
count_files (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        n += count_files (path);
      else if (name[0] != '.')
        n++;
    }
  return n;
}

static void
test_once (Fixture       *fixture,
           gconstpointer  user_data)
{
  mode_t mask = umask (0);
  g_autofree char *digest = save (fixture, "tides");
  g_autofree char *again = save (fixture, "tides");
  g_autofree char *other = save (fixture, "moon");
  g_autofree char *path = path_of (fixture, digest);
  GStatBuf status;

  umask (mask);
  g_assert_cmpstr (digest, ==, again);
  g_assert_cmpstr (digest, !=, other);
  g_assert_cmpuint (count_files (fixture->folder), ==, 2);
  assert_loads (fixture, digest, "tides");
  assert_loads (fixture, other, "moon");
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (fixture->folder, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0700);
}

static void
test_missing (Fixture       *fixture,
              gconstpointer  user_data)
{
  static const char *const names[] = { "", "../../etc/passwd", "e3b0c442",
    "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "e3/0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    assert_fails (fixture, names[i], G_IO_ERROR_NOT_FOUND);
}

static void
test_damaged (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autofree char *digest = save (fixture, "tides");
  g_autofree char *path = path_of (fixture, digest);
  g_autofree char *again = NULL;

  g_assert_true (g_file_set_contents (path, "tidez", -1, NULL));
  assert_fails (fixture, digest, G_IO_ERROR_INVALID_DATA);
  again = save (fixture, "tides");
  assert_loads (fixture, digest, "tides");
}

/* Nothing outside the folder is read, and a pipe is not waited for. */
static void
test_no_file (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autofree char *digest = save (fixture, "tides");
  g_autofree char *path = path_of (fixture, digest);
  g_autofree char *elsewhere = g_build_filename (fixture->dir, "elsewhere", NULL);

  g_assert_true (g_file_set_contents (elsewhere, "tides", -1, NULL));
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (symlink (elsewhere, path), ==, 0);
  assert_fails (fixture, digest, G_IO_ERROR_NOT_FOUND);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  assert_fails (fixture, digest, G_IO_ERROR_INVALID_DATA);
}

static void
test_no_room (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static ("tides", 5);
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_set_contents (fixture->folder, "", 0, NULL));
  g_assert_null (ponder_attachment_files_save (fixture->folder, bytes, NULL, &error));
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_STORE);
  g_assert_nonnull (strstr (error->message, fixture->folder));
}

/* As if it had last been needed @days ago. */
static void
age (const char *path,
     int         days)
{
  struct timespec times[2] = { { .tv_sec = g_get_real_time () / G_USEC_PER_SEC - days * DAY } };

  times[1] = times[0];
  g_assert_cmpint (utimensat (AT_FDCWD, path, times, 0), ==, 0);
}

static int
clean (Fixture    *fixture,
       const char *needed)
{
  g_autoptr(GHashTable) all = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GError) error = NULL;
  int n;

  if (needed != NULL)
    g_hash_table_add (all, (char *) needed);
  n = ponder_attachment_files_clean (fixture->folder, all, g_get_real_time () / G_USEC_PER_SEC - 30 * DAY, NULL, &error);
  g_assert_no_error (error);
  return n;
}

static void
test_clean (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autofree char *old = save (fixture, "old");
  g_autofree char *needed = save (fixture, "needed");
  g_autofree char *fresh = save (fixture, "fresh");
  g_autofree char *old_path = path_of (fixture, old);
  g_autofree char *needed_path = path_of (fixture, needed);
  g_autofree char *half = g_strconcat (old_path, ".123", NULL);

  g_assert_true (g_file_set_contents (half, "ol", -1, NULL));
  age (old_path, 31);
  age (needed_path, 31);
  age (half, 31);
  g_assert_cmpint (clean (fixture, needed), ==, 2);
  assert_fails (fixture, old, G_IO_ERROR_NOT_FOUND);
  assert_loads (fixture, needed, "needed");
  assert_loads (fixture, fresh, "fresh");
  g_assert_false (g_file_test (half, G_FILE_TEST_EXISTS));

  /* It was needed a moment ago: the days begin now. */
  g_assert_cmpint (clean (fixture, NULL), ==, 0);
  age (needed_path, 31);
  g_assert_cmpint (clean (fixture, NULL), ==, 1);
}

/* Who attaches an old file again has it, however close the broom is. */
static void
test_saved_again (Fixture       *fixture,
                  gconstpointer  user_data)
{
  g_autofree char *digest = save (fixture, "old");
  g_autofree char *path = path_of (fixture, digest);
  g_autofree char *again = NULL;

  age (path, 100);
  again = save (fixture, "old");
  g_assert_cmpint (clean (fixture, NULL), ==, 0);
  assert_loads (fixture, digest, "old");
}

static void
child_saves (const char *folder)
{
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *text = g_strdup_printf ("number %u", i % 10);
      g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) loaded = NULL;
      g_autofree char *digest = ponder_attachment_files_save (folder, bytes, NULL, &error);

      g_assert_no_error (error);
      loaded = ponder_attachment_files_load (folder, digest, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (bytes, loaded));
    }
}

/* Three programs keep the same files while this one ages and sweeps them. */
static void
test_programs (Fixture       *fixture,
               gconstpointer  user_data)
{
  GSubprocess *children[3];

  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *text = g_strdup_printf ("number %u", i);
      g_autofree char *digest = save (fixture, text);
    }
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    children[i] = ponder_test_child_new (fixture->folder, NULL);
  for (guint i = 0; i < 100; i++)
    {
      g_assert_cmpint (clean (fixture, NULL), >=, 0);
      g_usleep (1000);
    }
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      g_autofree char *words = ponder_test_child_finish (children[i]);
    }
  g_assert_cmpuint (count_files (fixture->folder), ==, 10);
}

static PonderPart *
new_part (const char *digest)
{
  PonderPart *part = ponder_part_new (PONDER_PART_FILE, "");

  part->digest = g_strdup (digest);
  part->name = g_strdup ("name");
  part->media_type = g_strdup ("text/plain");
  return part;
}

static void
test_fill (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autoptr(PonderAttachments) attachments = ponder_attachments_new (fixture->dir, "");
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_part_free);
  g_autofree char *digest = save (fixture, "tides");
  GAsyncResult *place = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  PonderPart *part;

  g_ptr_array_add (parts, new_part (digest));
  g_ptr_array_add (parts, new_part ("gone"));
  g_ptr_array_add (parts, new_part (NULL));
  ponder_attachments_fill_async (attachments, parts, NULL, ponder_test_take_result, &place);
  part = g_ptr_array_index (parts, 0);
  g_assert_null (part->data);
  result = ponder_test_await (&place);
  g_assert_true (ponder_attachments_fill_finish (attachments, result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (part->data), ==, 5);
  for (guint i = 1; i < parts->len; i++)
    g_assert_null (((PonderPart *) g_ptr_array_index (parts, i))->data);
}

static void
test_fill_cancelled (Fixture       *fixture,
                     gconstpointer  user_data)
{
  g_autoptr(PonderAttachments) attachments = ponder_attachments_new (fixture->dir, "");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_part_free);
  g_autofree char *digest = save (fixture, "tides");
  GAsyncResult *place = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_ptr_array_add (parts, new_part (digest));
  ponder_attachments_fill_async (attachments, parts, cancellable, ponder_test_take_result, &place);
  g_cancellable_cancel (cancellable);
  result = ponder_test_await (&place);
  g_assert_false (ponder_attachments_fill_finish (attachments, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (((PonderPart *) g_ptr_array_index (parts, 0))->data);
}

static int
sweep (PonderAttachments *attachments)
{
  GAsyncResult *place = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  int n;

  ponder_attachments_clean_async (attachments, g_get_real_time () / G_USEC_PER_SEC - 30 * DAY, NULL,
                                  ponder_test_take_result, &place);
  result = ponder_test_await (&place);
  n = ponder_attachments_clean_finish (attachments, result, &error);
  g_assert_no_error (error);
  return n;
}

static void
save_draft (PonderStore *store,
            const char  *name,
            const char  *digest)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_part_free);
  g_autofree char *json = NULL;
  GAsyncResult *place = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_ptr_array_add (parts, new_part (digest));
  json = ponder_draft_parts_serialize (parts);
  ponder_store_save_choice_async (store, name, json, NULL, ponder_test_take_result, &place);
  result = ponder_test_await (&place);
  g_assert_true (ponder_store_save_choice_finish (store, result, &error));
}

/* A message, a message in the trash and a draft hold their files; once the trash is emptied they let go. */
static void
test_needed (Fixture       *fixture,
             gconstpointer  user_data)
{
  PonderStore *store = ponder_test_store_open (fixture->dir);
  g_autoptr(PonderAttachments) attachments = ponder_attachments_new (fixture->dir, ponder_store_get_path (store));
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  g_autoptr(PonderMessage) message = ponder_test_message_new ("m", NULL, PONDER_ROLE_USER, "words");
  g_autofree char *sent = save (fixture, "sent");
  g_autofree char *typed = save (fixture, "typed");
  g_autofree char *nobodys = save (fixture, "nobody's");
  const char *const digests[] = { sent, typed, nobodys };

  ponder_message_take_part (message, new_part (sent));
  ponder_session_set_trashed (session, 1);
  ponder_test_store_save_one (store, session, message);
  save_draft (store, PONDER_DRAFT_PARTS_CHOICE "s", typed);
  for (guint i = 0; i < G_N_ELEMENTS (digests); i++)
    {
      g_autofree char *path = path_of (fixture, digests[i]);

      age (path, 40);
    }
  g_assert_cmpint (sweep (attachments), ==, 1);
  assert_fails (fixture, nobodys, G_IO_ERROR_NOT_FOUND);
  assert_loads (fixture, sent, "sent");
  assert_loads (fixture, typed, "typed");

  ponder_test_store_purge_trash (store, 1);
  g_assert_cmpint (sweep (attachments), ==, 0);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *path = path_of (fixture, digests[i]);

      age (path, 40);
    }
  g_assert_cmpint (sweep (attachments), ==, 2);
  ponder_test_store_close (store);
}

/* A database that cannot be read needs everything. */
static void
test_unreadable (Fixture       *fixture,
                 gconstpointer  user_data)
{
  g_autofree char *database = g_build_filename (fixture->dir, "ponder.db", NULL);
  g_autoptr(PonderAttachments) attachments = ponder_attachments_new (fixture->dir, database);
  g_autofree char *digest = save (fixture, "old");
  g_autofree char *path = path_of (fixture, digest);
  GAsyncResult *place = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_set_contents (database, "no database at all, but something long enough", -1, NULL));
  age (path, 400);
  ponder_attachments_clean_async (attachments, g_get_real_time () / G_USEC_PER_SEC, NULL, ponder_test_take_result,
                                  &place);
  result = ponder_test_await (&place);
  g_assert_cmpint (ponder_attachments_clean_finish (attachments, result, &error), ==, -1);
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_STORE);
  assert_loads (fixture, digest, "old");
}

static void
test_drafts (Fixture       *fixture,
             gconstpointer  user_data)
{
  static const char *const broken[] = { "", "{", "[]", "{}", "[1, null, {}]", "[{\"kind\":\"text\",\"digest\":\"a\"}]" };
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_part_free);
  g_autoptr(GPtrArray) back = NULL;
  g_autofree char *json = NULL;
  PonderPart *part;

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr(GPtrArray) none = ponder_draft_parts_deserialize (broken[i]);

      g_assert_cmpuint (none->len, ==, 0);
    }
  g_ptr_array_add (parts, new_part ("abc"));
  json = ponder_draft_parts_serialize (parts);
  back = ponder_draft_parts_deserialize (json);
  g_assert_cmpuint (back->len, ==, 1);
  part = g_ptr_array_index (back, 0);
  g_assert_cmpstr (part->digest, ==, "abc");
  g_assert_cmpstr (part->name, ==, "name");
  g_assert_cmpstr (part->media_type, ==, "text/plain");
  g_assert_cmpint (part->kind, ==, PONDER_PART_FILE);
}

static void
add (const char *path,
     void      (*func) (Fixture *fixture, gconstpointer user_data))
{
  g_test_add (path, Fixture, NULL, set_up, func, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 3 && g_str_equal (argv[1], "--child"))
    {
      child_saves (argv[2]);
      return 0;
    }
  g_test_init (&argc, &argv, NULL);

  add ("/store/attachments/the-same-bytes-are-one-file", test_once);
  add ("/store/attachments/what-is-not-there-is-missing", test_missing);
  add ("/store/attachments/a-damaged-file-is-known-and-repaired", test_damaged);
  add ("/store/attachments/links-and-pipes-are-no-files", test_no_file);
  add ("/store/attachments/what-cannot-be-written-is-told", test_no_room);
  add ("/store/attachments/files-that-nobody-needs-are-removed-some-days-later", test_clean);
  add ("/store/attachments/what-is-attached-again-stays", test_saved_again);
  add ("/store/attachments/programs-keep-and-clean-at-the-same-time", test_programs);
  add ("/store/attachments/parts-are-filled-later", test_fill);
  add ("/store/attachments/filling-can-be-cancelled", test_fill_cancelled);
  add ("/store/attachments/messages-trash-and-drafts-hold-their-files", test_needed);
  add ("/store/attachments/a-broken-database-loses-no-file", test_unreadable);
  add ("/store/attachments/drafts-are-read-back", test_drafts);
  return g_test_run ();
}
