/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A disk without space: an error with its name, and nothing that was saved is lost. */

/* For unshare(). */
#define _GNU_SOURCE

#include "config.h"

#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include "ponder-error.h"
#include "ponder-test-dir.h"
#include "ponder-test-store.h"

#define FILE_LIMIT  (600 * 1024)
#define DISK_SIZE   "size=2m"
#define CHUNK       (64 * 1024)
#define N_SAVES     200

/* Saves until there is no space; gives how many saves were acknowledged. */
static guint
fill_up (PonderStore   *store,
         PonderSession *session)
{
  g_autofree char *words = g_strnfill (CHUNK, 'x');

  for (guint i = 0; i < N_SAVES; i++)
    {
      g_autofree char *id = g_strdup_printf ("m%03u", i);
      g_autoptr(PonderMessage) message =
        ponder_test_message_new (id, NULL, PONDER_ROLE_USER, words);
      g_autoptr(GPtrArray) messages = g_ptr_array_new ();
      g_autoptr(GError) error = NULL;

      g_ptr_array_add (messages, message);
      if (!ponder_test_store_try_save (store, session, messages, &error))
        {
          g_assert_error (error, PONDER_ERROR, PONDER_ERROR_STORE_FULL);
          g_assert_nonnull (strstr (error->message, ponder_store_get_path (store)));
          return i;
        }
    }
  g_assert_not_reached ();
}

static void
assert_all_there (PonderStore *store,
                  guint        n_saved)
{
  g_autoptr(GPtrArray) messages = ponder_test_store_load (store, "s");

  g_assert_cmpuint (messages->len, ==, n_saved);
  for (guint i = 0; i < n_saved; i++)
    g_assert_cmpuint (strlen (ponder_message_get_text (g_ptr_array_index (messages, i))), ==,
                      CHUNK);
  ponder_test_store_check (store);
}

/* The same store goes on as soon as there is space again, and so does the next one. */
static void
assert_recovers (PonderStore   *store,
                 PonderSession *session,
                 guint          n_saved)
{
  g_autoptr(PonderMessage) message = ponder_test_message_new ("after", NULL, PONDER_ROLE_USER, "x");
  g_autofree char *dir = g_path_get_dirname (ponder_store_get_path (store));
  g_autoptr(GPtrArray) messages = NULL;

  assert_all_there (store, n_saved);
  ponder_test_store_save_one (store, session, message);
  ponder_test_store_close (store);

  store = ponder_test_store_open (dir);
  g_assert_null (ponder_store_get_set_aside (store));
  messages = ponder_test_store_load (store, "s");
  g_assert_cmpuint (messages->len, ==, n_saved + 1);
  ponder_test_store_check (store);
  ponder_test_store_close (store);
}

static void
child_limited (const char *dir)
{
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  struct rlimit old_limit;
  struct rlimit limit;
  guint n_saved;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);
  limit = old_limit;
  limit.rlim_cur = FILE_LIMIT;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  n_saved = fill_up (store, session);
  g_assert_cmpuint (n_saved, >, 2);
  assert_all_there (store, n_saved);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);
  assert_recovers (store, session, n_saved);
}

/* A small disk of its own, which nobody else sees and which goes with the process. */
static gboolean
mount_disk (const char *dir)
{
  return unshare (CLONE_NEWNS) == 0 &&
         mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
         mount ("tmpfs", dir, "tmpfs", 0, DISK_SIZE) == 0;
}

static void
child_disk (const char *dir)
{
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  g_autofree char *ballast = g_build_filename (dir, "ballast", NULL);
  g_autofree char *data = g_build_filename (dir, "data", NULL);
  g_autofree char *words = g_strnfill (256 * 1024, 'x');
  PonderStore *store;
  guint n_saved;

  if (!mount_disk (dir))
    {
      printf ("no disk");
      return;
    }

  g_assert_true (g_file_set_contents (ballast, words, 256 * 1024, NULL));
  store = ponder_test_store_open (data);
  n_saved = fill_up (store, session);
  g_assert_cmpuint (n_saved, >, 2);
  assert_all_there (store, n_saved);
  g_assert_cmpint (unlink (ballast), ==, 0);
  assert_recovers (store, session, n_saved);
}

/* Nothing can even be begun on a full disk, and it says so. */
static void
child_begin (const char *dir)
{
  g_autofree char *ballast = g_build_filename (dir, "ballast", NULL);
  g_autofree char *data = g_build_filename (dir, "data", NULL);
  g_autofree char *words = g_strnfill (8 * 1024 * 1024, 'x');
  FILE *file;
  PonderStore *store;

  if (!mount_disk (dir))
    {
      printf ("no disk");
      return;
    }

  file = fopen (ballast, "w");
  setvbuf (file, NULL, _IONBF, 0);
  g_assert_cmpuint (fwrite (words, 1, 8 * 1024 * 1024, file), <, 8 * 1024 * 1024);
  fclose (file);
  ponder_test_store_refuse (data, PONDER_ERROR_STORE_FULL, data);
  g_assert_cmpint (unlink (ballast), ==, 0);
  store = ponder_test_store_open (data);
  g_assert_null (ponder_store_get_set_aside (store));
  ponder_test_store_close (store);
}

static int
run_child (const char *what,
           const char *dir)
{
  if (g_str_equal (what, "limited"))
    child_limited (dir);
  else if (g_str_equal (what, "disk"))
    child_disk (dir);
  else
    child_begin (dir);
  return 0;
}

static void
run_in_child (gconstpointer user_data)
{
  const char *what = user_data;
  char *dir = ponder_test_dir_new ();
  g_autoptr(GSubprocess) child = ponder_test_child_new (what, dir, NULL);
  g_autofree char *output = ponder_test_child_finish (child);

  if (g_str_equal (output, "no disk"))
    g_test_skip ("a disk can be mounted by root only");
  ponder_test_dir_remove (dir);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 4 && g_str_equal (argv[1], "--child"))
    return run_child (argv[2], argv[3]);

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/full/a-limit-on-files-loses-nothing", "limited", run_in_child);
  g_test_add_data_func ("/full/a-full-disk-loses-nothing", "disk", run_in_child);
  g_test_add_data_func ("/full/a-full-disk-is-named-at-the-start", "begin", run_in_child);
  return g_test_run ();
}
