/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several programs on one cache, some of them killed, the file broken meanwhile: no answer is ever a wrong one. */

#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "ponder-error.h"
#include "ponder-test-cache.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-store.h"

#define N_CHILDREN  3
#define N_STEPS     200
#define N_KEYS      40
#define N_KILLS     8
#define N_BREAKS    12
#define MAX_ENTRIES 8
#define NOW         (1000 * G_USEC_PER_SEC)
#define END         (NOW + G_USEC_PER_SEC)

/* --- children --- */

/* A key has one value, whoever puts it. */
static char *
make_value (guint i)
{
  return g_strnfill (10 + i * 500, (char) ('A' + i));
}

static void
get (PonderCacheFile *cache,
     guint            i,
     gboolean         strict)
{
  g_autofree char *key = g_strdup_printf ("key %u", i);
  g_autofree char *value = make_value (i);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = ponder_test_cache_try_get (cache, key, NOW, &error);

  if (strict)
    g_assert_no_error (error);
  if (bytes != NULL)
    g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), value, strlen (value));
  ponder_cache_file_count (cache, bytes != NULL, bytes == NULL, 0);
}

static void
put (PonderCacheFile *cache,
     guint            i,
     gboolean         strict)
{
  g_autofree char *key = g_strdup_printf ("key %u", i);
  g_autofree char *value = make_value (i);
  g_autoptr(GError) error = NULL;

  ponder_test_cache_try_put (cache, key, value, NOW, END, &error);
  if (strict)
    g_assert_no_error (error);
}

/* While the file is broken again and again, one that was just made anew may be so too: that may be an error. */
static void
work (PonderCacheFile *cache,
      gboolean         strict)
{
  ponder_cache_file_set_limits (cache, MAX_ENTRIES, G_MAXUINT64);
  for (guint i = 0; i < N_STEPS; i++)
    {
      guint key = (guint) g_random_int_range (0, N_KEYS);

      if (i % 2 == 0)
        get (cache, key, strict);
      else
        put (cache, key, strict);
      if (strict && i % 50 == 49)
        ponder_test_cache_clear (cache);
      if (strict && i % 70 == 69)
        ponder_test_cache_clean (cache, NOW, 0);
    }
}

static void
child_work (const char *dir)
{
  PonderCacheFile *cache = ponder_test_cache_new (dir);

  work (cache, TRUE);
  ponder_test_cache_close (cache);
}

static void
child_endure (const char *dir)
{
  PonderCacheFile *cache = ponder_test_cache_new (dir);
  g_autofree char *end = g_build_filename (dir, "end", NULL);

  while (!g_file_test (end, G_FILE_TEST_EXISTS))
    work (cache, FALSE);
  work (cache, TRUE);
  ponder_test_cache_close (cache);
}

/* Until it is killed. */
static void G_GNUC_NORETURN
child_for_ever (const char *dir)
{
  PonderCacheFile *cache = ponder_test_cache_new (dir);

  printf ("begun\n");
  fflush (stdout);
  for (;;)
    work (cache, TRUE);
}

static int
be_child (const char *what,
          const char *dir)
{
  if (g_str_equal (what, "work"))
    child_work (dir);
  else if (g_str_equal (what, "endure"))
    child_endure (dir);
  else
    child_for_ever (dir);
  return 0;
}

/* --- at once --- */

static GPtrArray *
start_children (const char *what,
                const char *dir)
{
  g_autoptr(GPtrArray) children = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < N_CHILDREN; i++)
    g_ptr_array_add (children, ponder_test_child_new (what, dir, NULL));
  return g_steal_pointer (&children);
}

static void
finish_children (GPtrArray *children)
{
  for (guint i = 0; i < children->len; i++)
    {
      g_autofree char *output = ponder_test_child_finish (g_ptr_array_index (children, i));
    }
}

static void
test_at_once (void)
{
  char *dir = ponder_test_dir_new ();
  g_autofree char *data = g_build_filename (dir, "data", NULL);
  g_autofree char *path = ponder_cache_file_dup_path (data);
  g_autoptr(GPtrArray) children = start_children ("work", data);

  finish_children (children);
  ponder_test_cache_check (path);
  g_assert_cmpint (ponder_test_cache_sql (path, "SELECT hits + misses FROM totals"), ==, N_CHILDREN * N_STEPS / 2);
  g_assert_cmpint (ponder_test_cache_sql (path, "SELECT hits > 0 AND evictions > 0 FROM totals"), ==, 1);
  g_assert_cmpint (ponder_test_cache_sql (path, "SELECT entries <= 25 FROM totals"), ==, 1);
  ponder_test_dir_remove (dir);
}

static void
test_killed (void)
{
  char *dir = ponder_test_dir_new ();
  g_autofree char *path = ponder_cache_file_dup_path (dir);

  for (guint i = 0; i < N_KILLS; i++)
    {
      g_autoptr(GSubprocess) child = ponder_test_child_new ("for-ever", dir, NULL);
      g_autoptr(GDataInputStream) output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
      g_autofree char *line = g_data_input_stream_read_line (output, NULL, NULL, NULL);

      g_assert_cmpstr (line, ==, "begun");
      ponder_test_run_for ((guint) g_test_rand_int_range (0, 120));
      g_subprocess_force_exit (child);
      g_subprocess_wait (child, NULL, NULL);
      g_assert_true (g_subprocess_get_if_signaled (child));
      g_assert_cmpint (g_subprocess_get_term_sig (child), ==, SIGKILL);
      if (g_file_test (path, G_FILE_TEST_EXISTS))
        {
          PonderCacheFile *cache = ponder_test_cache_new (dir);

          work (cache, TRUE);
          ponder_test_cache_close (cache);
          ponder_test_cache_check (path);
        }
    }
  ponder_test_dir_remove (dir);
}

/* --- broken meanwhile --- */

static void
break_file (const char *path,
            guint       how)
{
  FILE *file;

  if (how % 3 == 0)
    g_assert_cmpint (g_unlink (path), ==, 0);
  else if (how % 3 == 1)
    g_assert_cmpint (truncate (path, 5000), ==, 0);
  else
    {
      file = g_fopen (path, "r+");
      g_assert_nonnull (file);
      for (guint i = 0; i < 40000; i++)
        fputc (g_test_rand_int_range (0, 256), file);
      g_assert_cmpint (fclose (file), ==, 0);
    }
}

static void
test_broken (void)
{
  char *dir = ponder_test_dir_new ();
  g_autofree char *path = ponder_cache_file_dup_path (dir);
  g_autofree char *end = g_build_filename (dir, "end", NULL);
  g_autoptr(GPtrArray) children = start_children ("endure", dir);
  PonderCacheFile *cache;

  for (guint i = 0; i < N_BREAKS; i++)
    {
      ponder_test_run_for (80);
      if (g_file_test (path, G_FILE_TEST_EXISTS))
        break_file (path, i);
    }
  g_assert_true (g_file_set_contents (end, "", 0, NULL));
  finish_children (children);

  cache = ponder_test_cache_new (dir);
  work (cache, TRUE);
  ponder_test_cache_close (cache);
  ponder_test_cache_check (path);
  ponder_test_dir_remove (dir);
}

/* --- notices --- */

static void
changed_cb (PonderCacheFile *cache,
            gpointer         user_data)
{
  guint *n_changes = user_data;

  (*n_changes)++;
}

static gboolean
has_changed (gpointer user_data)
{
  return *(guint *) user_data > 0;
}

static void
test_changed (void)
{
  char *dir = ponder_test_dir_new ();
  PonderCacheFile *cache = ponder_test_cache_new (dir);
  PonderCacheFile *other = ponder_test_cache_new (dir);
  guint n_changes = 0;
  guint n_other = 0;

  g_signal_connect (cache, "changed-elsewhere", G_CALLBACK (changed_cb), &n_changes);
  g_signal_connect (other, "changed-elsewhere", G_CALLBACK (changed_cb), &n_other);
  ponder_test_cache_expect (cache, "a", NOW, NULL);
  ponder_test_cache_put (other, "a", "one", NOW, END);
  ponder_test_wait_for (has_changed, &n_changes, 5);
  ponder_test_run_for (1500);
  g_assert_cmpuint (n_other, ==, 0);
  ponder_test_cache_expect (cache, "a", NOW, "one");

  n_changes = 0;
  ponder_test_cache_clear (other);
  ponder_test_wait_for (has_changed, &n_changes, 5);
  ponder_test_cache_expect (cache, "a", NOW, NULL);
  ponder_test_cache_close (cache);
  ponder_test_cache_close (other);
  ponder_test_dir_remove (dir);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 4 && g_str_equal (argv[1], "--child"))
    return be_child (argv[2], argv[3]);

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cache-sharing/many-work-at-once", test_at_once);
  g_test_add_func ("/cache-sharing/a-kill-breaks-nothing", test_killed);
  g_test_add_func ("/cache-sharing/what-is-broken-is-made-anew-once", test_broken);
  g_test_add_func ("/cache-sharing/what-others-write-is-told", test_changed);
  return g_test_run ();
}
