/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys: in a keyring, in the environment, in memory, and none. */

#include "config.h"

#include "ponder-keyring.h"

#include "ponder-error.h"
#include "ponder-key-source.h"
#include "ponder-provider-config.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"

#define CANARY "sk-CANARY-8d1f0c5e"

static const char *program;

static PonderProviderConfig *
new_provider (const char *base_url)
{
  PonderProviderConfig *provider = ponder_provider_config_new ("my-server.2");

  ponder_provider_config_set_dialect (provider, "openai");
  ponder_provider_config_set_base_url (provider, base_url);
  return provider;
}

static char *
look_up (PonderKeyring         *keyring,
         PonderProviderConfig  *provider,
         GError               **error)
{
  g_autoptr(GAsyncResult) answer = NULL;
  GAsyncResult *result = NULL;

  ponder_key_source_lookup_async (PONDER_KEY_SOURCE (keyring), provider, NULL, ponder_test_take_result,
                                  &result);
  answer = ponder_test_await (&result);
  return ponder_key_source_lookup_finish (PONDER_KEY_SOURCE (keyring), answer, error);
}

static void
assert_key (PonderKeyring        *keyring,
            PonderProviderConfig *provider,
            const char           *expected)
{
  g_autoptr(GError) error = NULL;
  char *key = look_up (keyring, provider, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (key, ==, expected);
  g_clear_pointer (&key, ponder_key_free);
}

static gboolean
store (PonderKeyring         *keyring,
       PonderProviderConfig  *provider,
       const char            *key,
       gboolean              *remembered,
       GError               **error)
{
  g_autoptr(GAsyncResult) answer = NULL;
  GAsyncResult *result = NULL;

  ponder_keyring_store_async (keyring, provider, key, NULL, ponder_test_take_result, &result);
  answer = ponder_test_await (&result);
  return ponder_keyring_store_finish (keyring, answer, remembered, error);
}

static gboolean
has_key (PonderKeyring        *keyring,
         PonderProviderConfig *provider)
{
  g_autoptr(GAsyncResult) answer = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *result = NULL;
  gboolean has;

  ponder_keyring_has_key_async (keyring, provider, NULL, ponder_test_take_result, &result);
  answer = ponder_test_await (&result);
  has = ponder_keyring_has_key_finish (keyring, answer, &error);
  g_assert_no_error (error);
  return has;
}

static void
clear (PonderKeyring        *keyring,
       PonderProviderConfig *provider)
{
  g_autoptr(GAsyncResult) answer = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *result = NULL;

  ponder_keyring_clear_async (keyring, provider, NULL, ponder_test_take_result, &result);
  answer = ponder_test_await (&result);
  ponder_keyring_clear_finish (keyring, answer, &error);
  g_assert_no_error (error);
}

static void
assert_cleaned (const char *typed,
                const char *expected)
{
  g_autoptr(GError) error = NULL;
  char *key = ponder_keyring_clean_key (typed, &error);

  g_assert_cmpstr (key, ==, expected);
  if (expected == NULL)
    g_assert_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST);
  if (error != NULL)
    g_assert_null (strstr (error->message, "CANARY"));
  g_clear_pointer (&key, ponder_key_free);
}

static void
test_clean (void)
{
  assert_cleaned ("sk-abc", "sk-abc");
  assert_cleaned ("  sk-abc\r\n", "sk-abc");
  assert_cleaned ("\"sk-abc\"", "sk-abc");
  assert_cleaned (" 'sk-abc' \n", "sk-abc");
  assert_cleaned ("sk-CANARY\nX-Evil: 1", NULL);
  assert_cleaned ("sk-CANARY\x01", NULL);
  assert_cleaned ("sk-CANARY\x7f", NULL);
  assert_cleaned ("sk-CANARY b", NULL);
  assert_cleaned ("sk-CANARY\xc3\xa9", NULL);
  assert_cleaned ("", NULL);
  assert_cleaned (" \n", NULL);
  assert_cleaned ("\"\"", NULL);
}

static void
test_environment (void)
{
  g_autoptr(PonderKeyring) keyring = ponder_keyring_new ();
  g_autoptr(PonderProviderConfig) provider = new_provider ("https://a.example/v1");
  g_autoptr(GError) error = NULL;

  g_setenv ("MY_SERVER_2_API_KEY", " sk-from-its-name\n", TRUE);
  g_setenv ("ELSEWHERE", "sk-elsewhere", TRUE);
  assert_key (keyring, provider, "sk-from-its-name");
  g_assert_true (has_key (keyring, provider));

  ponder_provider_config_set_key_env (provider, "ELSEWHERE");
  assert_key (keyring, provider, "sk-elsewhere");

  g_setenv ("ELSEWHERE", "sk-bad\nX-Evil: 1", TRUE);
  g_assert_null (look_up (keyring, provider, &error));
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST);

  g_unsetenv ("MY_SERVER_2_API_KEY");
  g_unsetenv ("ELSEWHERE");
}

static void
round_trip (void)
{
  g_autoptr(PonderKeyring) keyring = ponder_keyring_new ();
  g_autoptr(PonderProviderConfig) provider = new_provider ("https://a.example/v1");
  g_autoptr(PonderProviderConfig) moved = new_provider ("https://b.example/v1");
  g_autoptr(PonderProviderConfig) plain = new_provider ("http://a.example/v1");
  g_autoptr(PonderProviderConfig) deeper = new_provider ("https://a.example:443/other/v1");
  g_autoptr(PonderKeyring) later = ponder_keyring_new ();
  g_autoptr(GError) error = NULL;
  gboolean remembered = FALSE;

  g_assert_cmpint (ponder_keyring_get_state (keyring), ==, PONDER_KEYRING_UNKNOWN);
  assert_key (keyring, provider, NULL);
  g_assert_cmpint (ponder_keyring_get_state (keyring), ==, PONDER_KEYRING_READY);
  g_assert_false (has_key (keyring, provider));

  g_assert_true (store (keyring, provider, " " CANARY "\n", &remembered, &error));
  g_assert_no_error (error);
  g_assert_true (remembered);
  g_assert_true (has_key (keyring, provider));
  assert_key (later, provider, CANARY);
  assert_key (later, deeper, CANARY);
  /* Another host, or no encryption: not the place this key was entered for. */
  assert_key (later, moved, NULL);
  assert_key (later, plain, NULL);

  clear (keyring, provider);
  assert_key (keyring, provider, NULL);
  clear (keyring, provider);
}

static void
test_file_keyring (void)
{
  g_autofree char *sanitizer = g_strdup (g_getenv ("ASAN_OPTIONS"));
  g_autofree char *without_leaks = g_strconcat (sanitizer != NULL ? sanitizer : "", ":detect_leaks=0", NULL);
  g_autofree char *path = NULL;
  char *dir;

  if (g_test_subprocess ())
    {
      round_trip ();
      return;
    }

  dir = ponder_test_dir_new ();
  path = g_build_filename (dir, "test.keyring", NULL);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "password", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  /* libsecret 0.20 forgets the entity tag of each file it writes. */
  g_setenv ("ASAN_OPTIONS", without_leaks, TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_unsetenv ("SECRET_BACKEND");
  g_unsetenv ("ASAN_OPTIONS");
  if (sanitizer != NULL)
    g_setenv ("ASAN_OPTIONS", sanitizer, TRUE);
  g_test_trap_assert_passed ();
  ponder_test_dir_remove (dir);
}

static void
without_service (void)
{
  g_autoptr(PonderKeyring) keyring = ponder_keyring_new ();
  g_autoptr(PonderKeyring) later = ponder_keyring_new ();
  g_autoptr(PonderProviderConfig) provider = new_provider ("https://a.example/v1");
  g_autoptr(PonderProviderConfig) moved = new_provider ("https://b.example/v1");
  g_autoptr(GError) error = NULL;
  gboolean remembered = TRUE;

  assert_key (keyring, provider, NULL);
  g_assert_cmpint (ponder_keyring_get_state (keyring), ==, PONDER_KEYRING_ABSENT);
  g_assert_true (store (keyring, provider, CANARY, &remembered, &error));
  g_assert_no_error (error);
  g_assert_false (remembered);
  g_assert_true (has_key (keyring, provider));
  assert_key (keyring, provider, CANARY);
  assert_key (keyring, moved, NULL);
  assert_key (later, provider, NULL);

  g_assert_false (store (keyring, provider, "two words", &remembered, &error));
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST);
  assert_key (keyring, provider, CANARY);

  clear (keyring, provider);
  assert_key (keyring, provider, NULL);
}

static void
test_no_service (void)
{
  g_autofree char *bus = g_strdup (g_getenv ("DBUS_SESSION_BUS_ADDRESS"));

  if (g_test_subprocess ())
    {
      without_service ();
      return;
    }

  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  if (bus != NULL)
    g_setenv ("DBUS_SESSION_BUS_ADDRESS", bus, TRUE);
  else
    g_unsetenv ("DBUS_SESSION_BUS_ADDRESS");
  g_test_trap_assert_passed ();
}

static void
test_cancel (void)
{
  g_autoptr(PonderKeyring) keyring = ponder_keyring_new ();
  g_autoptr(PonderProviderConfig) provider = new_provider ("https://a.example/v1");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) answer = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *result = NULL;

  ponder_keyring_store_async (keyring, provider, CANARY, cancellable, ponder_test_take_result, &result);
  g_cancellable_cancel (cancellable);
  answer = ponder_test_await (&result);
  g_assert_false (ponder_keyring_store_finish (keyring, answer, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Asks the service itself, as the key ring's own program would. */
static void
lock_all (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_autoptr(GVariant) answer = NULL;
  GVariant *what;

  g_assert_no_error (error);
  what = g_variant_new_parsed ("([objectpath '/org/freedesktop/secrets/aliases/default'],)");
  answer = g_dbus_connection_call_sync (bus, "org.freedesktop.secrets", "/org/freedesktop/secrets",
                                        "org.freedesktop.Secret.Service", "Lock", what, NULL,
                                        G_DBUS_CALL_FLAGS_NONE, 5000, NULL, &error);
  g_assert_no_error (error);
}

/* With a secret service of its own. */
static int
run_locked (void)
{
  g_autoptr(PonderKeyring) keyring = ponder_keyring_new ();
  g_autoptr(PonderProviderConfig) provider = new_provider ("https://a.example/v1");
  g_autoptr(PonderProviderConfig) other = new_provider ("https://b.example/v1");
  g_autoptr(GError) error = NULL;
  gboolean remembered = FALSE;

  g_assert_true (store (keyring, provider, CANARY, &remembered, &error));
  g_assert_no_error (error);
  g_assert_true (remembered);
  assert_key (keyring, provider, CANARY);
  lock_all ();

  /* The key is there: that is never "no key". */
  g_assert_true (has_key (keyring, provider));
  g_assert_cmpint (ponder_keyring_get_state (keyring), ==, PONDER_KEYRING_LOCKED);
  g_assert_false (has_key (keyring, other));
  g_assert_null (look_up (keyring, provider, &error));
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_KEYRING);
  g_assert_cmpint (ponder_keyring_get_state (keyring), ==, PONDER_KEYRING_LOCKED);
  return 0;
}

static void
test_locked (void)
{
  const char *script = "printf password | gnome-keyring-daemon --unlock --components=secrets >/dev/null && "
                       "exec \"$0\" --locked";
  g_autofree char *launcher = g_find_program_in_path ("dbus-run-session");
  g_autofree char *daemon = g_find_program_in_path ("gnome-keyring-daemon");
  g_autoptr(GSubprocessLauncher) environment = NULL;
  g_autoptr(GSubprocess) child = NULL;
  g_autoptr(GError) error = NULL;
  char *dir;

  if (launcher == NULL || daemon == NULL)
    {
      g_test_skip ("needs dbus-run-session and gnome-keyring-daemon");
      return;
    }

  dir = ponder_test_dir_new ();
  environment = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_subprocess_launcher_setenv (environment, "HOME", dir, TRUE);
  g_subprocess_launcher_setenv (environment, "XDG_DATA_HOME", dir, TRUE);
  g_subprocess_launcher_setenv (environment, "XDG_RUNTIME_DIR", dir, TRUE);
  g_subprocess_launcher_unsetenv (environment, "DISPLAY");
  g_subprocess_launcher_unsetenv (environment, "WAYLAND_DISPLAY");
  child = g_subprocess_launcher_spawn (environment, &error, launcher, "--", "sh", "-c", script, program, NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check (child, NULL, &error);
  g_assert_no_error (error);
  ponder_test_dir_remove (dir);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 2 && strcmp (argv[1], "--locked") == 0)
    return run_locked ();

  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keyring/what-is-pasted-is-cleaned-or-refused", test_clean);
  g_test_add_func ("/keyring/the-environment-wins", test_environment);
  g_test_add_func ("/keyring/a-key-is-kept-for-the-host-it-was-entered-for", test_file_keyring);
  g_test_add_func ("/keyring/without-a-service-a-key-is-held-in-memory", test_no_service);
  g_test_add_func ("/keyring/a-locked-keyring-is-not-an-empty-one", test_locked);
  g_test_add_func ("/keyring/storing-can-be-cancelled", test_cancel);
  return g_test_run ();
}
