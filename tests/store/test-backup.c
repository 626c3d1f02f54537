/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies of all chats: whole, private, few enough, and never in anybody's way. */

/* For unshare(). */
#define _GNU_SOURCE

#include "config.h"

#include <glib/gstdio.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mount.h>

#include "ponder-backup.h"
#include "ponder-db-schema.h"
#include "ponder-error.h"
#include "ponder-store-safety.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-store.h"

#define DAY G_TIME_SPAN_DAY

static void
save_words (PonderStore *store,
            const char  *session_id,
            const char  *id,
            const char  *words)
{
  g_autoptr(PonderSession) session = ponder_session_new (session_id);
  g_autoptr(PonderMessage) message = ponder_test_message_new (id, NULL, PONDER_ROLE_USER, words);

  ponder_test_store_save_one (store, session, message);
}

static char *
finish_back_up (PonderStore   *store,
                GAsyncResult **pending,
                GError       **error)
{
  g_autoptr(GAsyncResult) result = ponder_test_await (pending);
  char *made = NULL;

  ponder_store_back_up_finish (store, result, &made, error);
  return made;
}

/* (transfer full) (nullable) */
static char *
back_up (PonderStore *store,
         gboolean     always)
{
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;
  char *made;

  ponder_store_back_up_async (store, always, NULL, ponder_test_take_result, &pending);
  made = finish_back_up (store, &pending, &error);
  g_assert_no_error (error);
  return made;
}

static GPtrArray *
list (PonderStore *store)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;
  GPtrArray *copies;

  ponder_store_list_backups_async (store, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  copies = ponder_store_list_backups_finish (store, result, &error);
  g_assert_no_error (error);
  return copies;
}

static void
test_copy (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(GPtrArray) none = list (store);
  g_autoptr(GPtrArray) copies = NULL;
  g_autofree char *path = NULL;
  g_autofree char *wal = NULL;
  PonderBackupInfo *info;
  GStatBuf status;

  g_assert_cmpuint (none->len, ==, 0);
  save_words (store, "a", "m", "words");
  save_words (store, "b", "m", "more words");
  path = back_up (store, FALSE);
  g_assert_nonnull (path);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);

  copies = list (store);
  g_assert_cmpuint (copies->len, ==, 1);
  info = g_ptr_array_index (copies, 0);
  g_assert_cmpstr (info->path, ==, path);
  g_assert_cmpint (info->reason, ==, PONDER_BACKUP_DAILY);
  g_assert_cmpint (info->n_chats, ==, 2);
  g_assert_cmpint (info->version, ==, PONDER_DB_VERSION);
  g_assert_cmpint (info->size, ==, status.st_size);
  g_assert_cmpint (ABS (g_get_real_time () - info->time), <, 60 * G_USEC_PER_SEC);

  /* It is one file, and looking at it leaves none beside it. */
  wal = g_strconcat (path, "-wal", NULL);
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

/* Gives the newest copy another age, as its name says it. */
static void
make_older (PonderStore *store,
            const char  *label,
            gint64       days)
{
  g_autoptr(GPtrArray) copies = list (store);
  PonderBackupInfo *info = g_ptr_array_index (copies, 0);
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr(GDateTime) then = g_date_time_add (now, -days * DAY);
  g_autofree char *time = g_date_time_format (then, "%Y%m%dT%H%M%SZ");
  g_autofree char *dir = g_path_get_dirname (info->path);
  g_autofree char *path = g_strdup_printf ("%s/ponder-%s-%s.db", dir, label, time);

  g_assert_cmpint (g_rename (info->path, path), ==, 0);
}

static void
test_one_a_day (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);
  g_autofree char *empty = back_up (store, FALSE);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *asked = NULL;
  g_autofree char *third = NULL;

  /* There was nothing to copy. */
  g_assert_null (empty);
  save_words (store, "a", "m", "words");
  first = back_up (store, FALSE);
  second = back_up (store, FALSE);
  asked = back_up (store, TRUE);
  g_assert_nonnull (first);
  g_assert_null (second);
  g_assert_nonnull (asked);
  g_assert_cmpstr (first, !=, asked);

  make_older (store, "daily", 1);
  make_older (store, "daily", 2);
  third = back_up (store, FALSE);
  g_assert_nonnull (third);

  /* A clock that was a year ahead once is no reason to make none for a year. */
  make_older (store, "daily", -365);
  g_free (third);
  third = back_up (store, FALSE);
  g_assert_nonnull (third);
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

static guint
count (GPtrArray          *copies,
       PonderBackupReason  reason)
{
  guint n = 0;

  for (guint i = 0; i < copies->len; i++)
    if (((PonderBackupInfo *) g_ptr_array_index (copies, i))->reason == reason)
      n++;
  return n;
}

static void
test_few_are_kept (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(GPtrArray) copies = NULL;
  PonderBackupInfo *oldest;

  save_words (store, "a", "m", "words");
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *path = back_up (store, TRUE);

      g_assert_nonnull (path);
      make_older (store, "v1", i < 3 ? 80 + i : 90 + i);
    }
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *path = back_up (store, TRUE);

      g_assert_nonnull (path);
      make_older (store, "daily", 10 - i);
    }
  g_free (back_up (store, TRUE));

  copies = list (store);
  g_assert_cmpuint (count (copies, PONDER_BACKUP_DAILY), ==, PONDER_BACKUP_N_DAILY);
  g_assert_cmpuint (count (copies, PONDER_BACKUP_MIGRATION), ==, 3);
  oldest = g_ptr_array_index (copies, PONDER_BACKUP_N_DAILY - 1);
  g_assert_cmpint (g_get_real_time () - oldest->time, <, 7 * DAY);
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

/* A copy that was made so many days from now. */
static void
add_copy_of (PonderStore *store,
             int          days)
{
  g_autofree char *made = back_up (store, TRUE);
  g_autofree char *dir = g_path_get_dirname (made);
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr(GDateTime) then = g_date_time_add_days (now, days);
  g_autofree char *time = g_date_time_format (then, "%Y%m%dT%H%M%SZ");
  g_autofree char *path = g_strdup_printf ("%s/ponder-daily-%s.db", dir, time);

  g_assert_cmpint (g_rename (made, path), ==, 0);
}

/* A clock that was a month ahead must not have the copies of the right time thrown away as the oldest. */
static void
test_wrong_clock (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);
  g_autofree char *path = NULL;

  save_words (store, "a", "m", "words");
  for (guint i = 0; i < PONDER_BACKUP_N_DAILY; i++)
    add_copy_of (store, 30 + i);
  path = back_up (store, FALSE);
  g_assert_nonnull (path);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

/* Nobody may believe in copies that are not made. */
static void
test_no_lock (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);
  g_autofree char *lock = g_build_filename (dir, "backups", "ponder-daily.lock", NULL);
  g_autofree char *path = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;

  save_words (store, "a", "m", "words");
  g_assert_cmpint (g_mkdir_with_parents (lock, 0700), ==, 0);
  ponder_store_back_up_async (store, TRUE, NULL, ponder_test_take_result, &pending);
  path = finish_back_up (store, &pending, &error);
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_STORE);
  g_assert_null (path);
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

/* The copy is of one moment, and nobody waits for it. */
static void
test_writing_goes_on (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);
  g_autofree char *words = g_strnfill (1024 * 1024, 'x');
  g_autoptr(GPtrArray) messages = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;
  GAsyncResult *pending = NULL;

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *id = g_strdup_printf ("long%02u", i);

      save_words (store, "a", id, words);
    }
  ponder_store_back_up_async (store, FALSE, NULL, ponder_test_take_result, &pending);
  for (guint i = 0; pending == NULL || i < 20; i++)
    {
      g_autofree char *id = g_strdup_printf ("short%05u", i);

      save_words (store, "a", id, "words");
    }
  path = finish_back_up (store, &pending, &error);
  g_assert_no_error (error);
  g_assert_nonnull (path);
  messages = ponder_test_store_load (store, "a");
  g_assert_cmpuint (messages->len, >=, 40);
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

static void
test_cancelled (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *part = g_build_filename (dir, "backups", "ponder-daily.part", NULL);
  g_autoptr(GPtrArray) copies = NULL;
  GAsyncResult *pending = NULL;

  save_words (store, "a", "m", "words");
  ponder_store_back_up_async (store, TRUE, cancellable, ponder_test_take_result, &pending);
  g_cancellable_cancel (cancellable);
  path = finish_back_up (store, &pending, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (path);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  /* One that was finished at that very moment may stay: it is a whole one. */
  copies = list (store);
  g_assert_cmpuint (copies->len, <=, 1);
  for (guint i = 0; i < copies->len; i++)
    g_assert_cmpint (((PonderBackupInfo *) copies->pdata[i])->n_chats, ==, 1);
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

/* A disk of three megabytes with a database of more than one. */
static void
child_disk (const char *dir)
{
  g_autofree char *data = g_build_filename (dir, "data", NULL);
  g_autofree char *part = g_build_filename (data, "backups", "ponder-daily.part", NULL);
  g_autofree char *words = g_strnfill (600 * 1024, 'x');
  g_autofree char *path = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) copies = NULL;
  GAsyncResult *pending = NULL;
  PonderStore *store;

  if (unshare (CLONE_NEWNS) != 0 || mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
      mount ("tmpfs", dir, "tmpfs", 0, "size=3m") != 0)
    {
      printf ("no disk");
      return;
    }

  store = ponder_test_store_open (data);
  save_words (store, "a", "m", words);
  save_words (store, "a", "n", words);
  ponder_store_back_up_async (store, FALSE, NULL, ponder_test_take_result, &pending);
  path = finish_back_up (store, &pending, &error);
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_STORE_FULL);
  g_assert_null (path);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  copies = list (store);
  g_assert_cmpuint (copies->len, ==, 0);
  save_words (store, "a", "o", "there is still room for words");
  ponder_test_store_close (store);
}

static void
test_no_room (void)
{
  char *dir = ponder_test_dir_new ();
  g_autoptr(GSubprocess) child = ponder_test_child_new ("disk", dir, NULL);
  g_autofree char *output = ponder_test_child_finish (child);

  if (g_str_equal (output, "no disk"))
    g_test_skip ("a disk can be mounted by root only");
  ponder_test_dir_remove (dir);
}

/* What cannot be read is listed all the same, and nothing else is. */
static void
test_strange_files (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);
  g_autofree char *backups = g_build_filename (dir, "backups", NULL);
  g_autofree char *broken = g_build_filename (backups, "ponder-v1-20240102T030405Z.db", NULL);
  g_autofree char *renamed = g_build_filename (backups, "ponder-before the holidays.db", NULL);
  g_autofree char *other = g_build_filename (backups, "letter.txt", NULL);
  g_autoptr(GPtrArray) copies = NULL;
  PonderBackupInfo *info;

  g_assert_cmpint (g_mkdir (backups, 0700), ==, 0);
  g_assert_true (g_file_set_contents (broken, "broken", -1, NULL));
  g_assert_true (g_file_set_contents (renamed, "renamed", -1, NULL));
  g_assert_true (g_file_set_contents (other, "letter", -1, NULL));
  copies = list (store);
  g_assert_cmpuint (copies->len, ==, 2);
  info = g_ptr_array_index (copies, 1);
  g_assert_cmpstr (info->path, ==, broken);
  g_assert_cmpint (info->time, ==, (gint64) 1704164645 * G_USEC_PER_SEC);
  g_assert_cmpint (info->n_chats, ==, -1);
  g_assert_cmpint (info->version, ==, -1);
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 4 && g_str_equal (argv[1], "--child"))
    {
      child_disk (argv[3]);
      return 0;
    }

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backup/a-copy-is-whole-and-private", test_copy);
  g_test_add_func ("/backup/there-is-one-a-day", test_one_a_day);
  g_test_add_func ("/backup/a-few-are-kept", test_few_are_kept);
  g_test_add_func ("/backup/a-clock-that-was-wrong-is-no-harm", test_wrong_clock);
  g_test_add_func ("/backup/what-cannot-be-made-is-told", test_no_lock);
  g_test_add_func ("/backup/writing-goes-on-meanwhile", test_writing_goes_on);
  g_test_add_func ("/backup/cancelling-leaves-nothing", test_cancelled);
  g_test_add_func ("/backup/the-disk-is-not-filled", test_no_room);
  g_test_add_func ("/backup/strange-files-are-no-harm", test_strange_files);
  return g_test_run ();
}
