/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preferences: defaults, keeping, and doing without a schema. */

#include "config.h"

#include "ponder-settings.h"

#include "ponder-test-dir.h"
#include "ponder-test-loop.h"

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          guint      *n)
{
  (*n)++;
}

static void
assert_defaults (PonderSettings *settings)
{
  int width = 0;
  int height = 0;
  gboolean maximized = TRUE;

  g_assert_cmpstr (ponder_settings_get_default_model (settings), ==, "");
  g_assert_cmpstr (ponder_settings_get_last_session (settings), ==, "");
  g_assert_cmpstr (ponder_settings_get_color_scheme (settings), ==, "system");
  g_assert_true (ponder_settings_get_enter_sends (settings));
  ponder_settings_get_window_size (settings, &width, &height, &maximized);
  g_assert_cmpint (width, ==, 1000);
  g_assert_cmpint (height, ==, 720);
  g_assert_false (maximized);
}

static void
test_kept_in_folder (void)
{
  char *dir = ponder_test_dir_new ();
  g_autofree char *inner = g_build_filename (dir, "config", NULL);
  int width = 0;
  int height = 0;
  gboolean maximized = FALSE;

  {
    g_autoptr(PonderSettings) settings = ponder_settings_new (inner);

    ponder_settings_open (settings);
    assert_defaults (settings);
    ponder_settings_set_color_scheme (settings, "dark");
    ponder_settings_set_enter_sends (settings, FALSE);
    ponder_settings_set_window_size (settings, 640, 480, TRUE);
  }
  {
    g_autoptr(PonderSettings) settings = ponder_settings_new (inner);

    ponder_settings_open (settings);
    g_assert_cmpstr (ponder_settings_get_color_scheme (settings), ==, "dark");
    g_assert_false (ponder_settings_get_enter_sends (settings));
    ponder_settings_get_window_size (settings, &width, &height, &maximized);
    g_assert_cmpint (width, ==, 640);
    g_assert_cmpint (height, ==, 480);
    g_assert_true (maximized);
  }
  ponder_test_dir_remove (dir);
}

static void
test_notifies_once (void)
{
  char *dir = ponder_test_dir_new ();
  PonderSettings *settings = ponder_settings_new (dir);
  guint n = 0;

  ponder_settings_open (settings);
  g_signal_connect (settings, "notify::default-model", G_CALLBACK (count_cb), &n);
  ponder_settings_set_default_model (settings, "a/b");
  ponder_settings_set_default_model (settings, "a/b");
  ponder_test_run_for (20);
  g_assert_cmpuint (n, ==, 1);
  g_object_unref (settings);
  ponder_test_dir_remove (dir);
}

static void
test_without_schema (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr(PonderSettings) settings = ponder_settings_new (NULL);

      ponder_settings_open (settings);
      assert_defaults (settings);
      ponder_settings_set_default_model (settings, "a/b");
      g_assert_cmpstr (ponder_settings_get_default_model (settings), ==, "a/b");
      return;
    }

  {
    const char *dirs = g_getenv ("XDG_DATA_DIRS");
    g_autofree char *saved_dirs = g_strdup (dirs);
    g_autofree char *saved_schemas = g_strdup (g_getenv ("GSETTINGS_SCHEMA_DIR"));

    g_setenv ("XDG_DATA_DIRS", "/nonexistent", TRUE);
    g_unsetenv ("GSETTINGS_SCHEMA_DIR");
    g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
    if (saved_schemas != NULL)
      g_setenv ("GSETTINGS_SCHEMA_DIR", saved_schemas, TRUE);
    if (saved_dirs != NULL)
      g_setenv ("XDG_DATA_DIRS", saved_dirs, TRUE);
    else
      g_unsetenv ("XDG_DATA_DIRS");
  }
  g_test_trap_assert_passed ();
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/settings/values-are-kept-in-the-folder", test_kept_in_folder);
  g_test_add_func ("/settings/a-change-notifies-once", test_notifies_once);
  g_test_add_func ("/settings/without-a-schema-the-defaults-hold", test_without_schema);
  return g_test_run ();
}
