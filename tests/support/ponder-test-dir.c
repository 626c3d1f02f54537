/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder for one test that goes away with all it holds. */

#include "config.h"

#include "ponder-test-dir.h"

#include <glib/gstdio.h>

char *
ponder_test_dir_new (void)
{
  g_autoptr(GError) error = NULL;
  char *path = g_dir_make_tmp ("ponder-test-XXXXXX", &error);

  g_assert_no_error (error);
  return path;
}

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = NULL;
  const char *name;

  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK) && (dir = g_dir_open (path, 0, NULL)))
    {
      while ((name = g_dir_read_name (dir)))
        {
          g_autofree char *child = g_build_filename (path, name, NULL);

          remove_tree (child);
        }
    }
  g_remove (path);
}

void
ponder_test_dir_remove (char *path)
{
  /* A test may have made the folder read-only. */
  g_chmod (path, 0700);
  remove_tree (path);
  g_free (path);
}
