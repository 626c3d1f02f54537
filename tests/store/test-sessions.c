/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sessions and providers are kept, found, trashed and removed; the door itself is sound. */

#include "config.h"

#include <sqlite3.h>

#include "ponder-error.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-store.h"

static PonderSession *
full_session (void)
{
  PonderSession *session = ponder_session_new ("full");
  g_autoptr(PonderModelConfig) config = ponder_model_config_new ();

  ponder_model_config_set_model (config, "openai", "gpt-4o");
  config->system = g_strdup ("Be brief.");
  config->temperature = 0;
  config->max_tokens = 100;
  ponder_session_set_title (session, "Ti'tle 日本");
  ponder_session_set_title_fixed (session, TRUE);
  ponder_session_set_preview (session, "Preview");
  ponder_session_set_pinned (session, TRUE);
  ponder_session_set_archived (session, TRUE);
  ponder_session_set_tags (session, (const char *const[]) { "work", "2026, spring", "工作", NULL });
  ponder_session_set_created (session, 1);
  ponder_session_set_updated (session, 2);
  ponder_session_set_trashed (session, 3);
  ponder_session_set_n_messages (session, 4);
  ponder_session_set_config (session, config);
  ponder_session_set_draft (session, "Half a sen", 5);
  ponder_session_set_scroll (session, "m7", -6);
  return session;
}

static void
assert_same (PonderSession *a,
             PonderSession *b)
{
  g_assert_cmpstr (ponder_session_get_id (a), ==, ponder_session_get_id (b));
  g_assert_cmpstr (ponder_session_get_title (a), ==, ponder_session_get_title (b));
  g_assert_cmpint (ponder_session_get_title_fixed (a), ==, ponder_session_get_title_fixed (b));
  g_assert_cmpstr (ponder_session_get_preview (a), ==, ponder_session_get_preview (b));
  g_assert_cmpint (ponder_session_get_pinned (a), ==, ponder_session_get_pinned (b));
  g_assert_cmpint (ponder_session_get_archived (a), ==, ponder_session_get_archived (b));
  g_assert_cmpstrv ((char **) ponder_session_get_tags (a), (char **) ponder_session_get_tags (b));
  g_assert_cmpint (ponder_session_get_created (a), ==, ponder_session_get_created (b));
  g_assert_cmpint (ponder_session_get_updated (a), ==, ponder_session_get_updated (b));
  g_assert_cmpint (ponder_session_get_trashed (a), ==, ponder_session_get_trashed (b));
  g_assert_cmpuint (ponder_session_get_n_messages (a), ==, ponder_session_get_n_messages (b));
  g_assert_true (ponder_model_config_equal (ponder_session_get_config (a),
                                            ponder_session_get_config (b)));
  g_assert_cmpstr (ponder_session_get_draft (a), ==, ponder_session_get_draft (b));
  g_assert_cmpuint (ponder_session_get_draft_cursor (a), ==, ponder_session_get_draft_cursor (b));
  g_assert_cmpstr (ponder_session_get_scroll_message (a), ==,
                   ponder_session_get_scroll_message (b));
  g_assert_cmpint (ponder_session_get_scroll_offset (a), ==, ponder_session_get_scroll_offset (b));
}

static void
test_every_field (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(PonderSession) full = full_session ();
  g_autoptr(PonderSession) plain = ponder_session_new ("plain");
  g_autoptr(GPtrArray) listed = NULL;
  g_autoptr(PonderSession) found = NULL;
  g_autoptr(GError) error = NULL;

  ponder_test_store_save_session (store, full);
  ponder_test_store_save_session (store, plain);
  ponder_test_store_close (store);

  store = ponder_test_store_open (dir);
  listed = ponder_test_store_list (store, FALSE);
  g_assert_cmpuint (listed->len, ==, 1);
  assert_same (g_ptr_array_index (listed, 0), plain);
  found = ponder_test_store_find (store, "full", &error);
  g_assert_no_error (error);
  assert_same (found, full);

  /* And every one of them can change. */
  ponder_session_set_title (full, "Other");
  ponder_session_set_pinned (full, FALSE);
  ponder_session_set_created (full, 10);
  ponder_session_set_updated (full, 20);
  ponder_session_set_trashed (full, 0);
  ponder_session_set_config (full, ponder_session_get_config (plain));
  ponder_session_set_draft (full, "", 0);
  ponder_session_set_scroll (full, NULL, 0);
  ponder_test_store_save_session (store, full);
  g_clear_object (&found);
  found = ponder_test_store_find (store, "full", &error);
  g_assert_no_error (error);
  assert_same (found, full);
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

static void
test_titles (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  g_autoptr(PonderSession) found = NULL;
  g_autoptr(GError) error = NULL;

  ponder_session_set_title (session, "Made");
  ponder_test_store_save_session (store, session);
  ponder_session_set_title (session, "Given");
  ponder_session_set_title_fixed (session, TRUE);
  ponder_test_store_save_session (store, session);

  /* As a program does that has not seen the new one yet. */
  ponder_session_set_title (session, "Made again");
  ponder_session_set_title_fixed (session, FALSE);
  ponder_test_store_save_session (store, session);
  found = ponder_test_store_find (store, "s", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (ponder_session_get_title (found), ==, "Given");
  g_assert_true (ponder_session_get_title_fixed (found));
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

static void
add (PonderStore *store,
     const char  *id,
     gint64       updated,
     gint64       trashed)
{
  g_autoptr(PonderSession) session = ponder_session_new (id);

  ponder_session_set_updated (session, updated);
  ponder_session_set_trashed (session, trashed);
  ponder_test_store_save_session (store, session);
}

static void
assert_list (PonderStore *store,
             gboolean     trash,
             const char  *expected)
{
  g_autoptr(GPtrArray) sessions = ponder_test_store_list (store, trash);
  g_autoptr(GString) ids = g_string_new (NULL);

  for (guint i = 0; i < sessions->len; i++)
    g_string_append (ids, ponder_session_get_id (g_ptr_array_index (sessions, i)));
  g_assert_cmpstr (ids->str, ==, expected);
}

static void
test_trash (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);

  assert_list (store, FALSE, "");
  add (store, "a", 1, 0);
  add (store, "b", 3, 0);
  add (store, "c", 2, 0);
  assert_list (store, FALSE, "bca");
  assert_list (store, TRUE, "");
  add (store, "b", 3, 50);
  add (store, "a", 1, 60);
  assert_list (store, FALSE, "c");
  assert_list (store, TRUE, "ab");
  add (store, "a", 1, 0);
  assert_list (store, FALSE, "ca");
  assert_list (store, TRUE, "b");
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

static void
test_purge (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(PonderSession) a = ponder_session_new ("a");
  g_autoptr(PonderSession) b = ponder_session_new ("b");
  g_autoptr(PonderSession) c = ponder_session_new ("c");
  g_autoptr(PonderMessage) message = ponder_test_message_new ("m", NULL, PONDER_ROLE_USER, "x");
  g_autoptr(GPtrArray) of_a = NULL;
  g_autoptr(GPtrArray) of_b = NULL;
  g_autofree char *path = g_strdup (ponder_store_get_path (store));

  ponder_test_store_save_one (store, a, message);
  ponder_test_store_save_one (store, b, message);
  ponder_session_set_trashed (a, 5);
  ponder_session_set_trashed (c, 6);
  ponder_test_store_save_session (store, a);
  ponder_test_store_save_session (store, c);
  ponder_test_store_purge_trash (store, 4);
  assert_list (store, TRUE, "ca");
  ponder_test_store_purge_trash (store, 5);
  assert_list (store, TRUE, "c");
  assert_list (store, FALSE, "b");
  of_a = ponder_test_store_load (store, "a");
  of_b = ponder_test_store_load (store, "b");
  g_assert_cmpuint (of_a->len, ==, 0);
  g_assert_cmpuint (of_b->len, ==, 1);
  ponder_test_store_close (store);

  /* Nothing of it stays behind. */
  ponder_test_sql (path, "CREATE TABLE t (n INTEGER CHECK (n = 1));"
                         "INSERT INTO t SELECT count (*) FROM parts;"
                         "INSERT INTO t SELECT count (*) FROM messages");
  ponder_test_dir_remove (dir);
}

static void
test_find (void)
{
  static const struct
  {
    const char *id;
    const char *found;
  } finds[] = {
    { "abc", "abc" }, { "abcd", "abcd" }, { "abcde", "abcde" }, { "abx", "abx1" }, { "x", "x%" },
    { "x%", "x%" }, { "a", NULL }, { "ab", NULL }, { "", NULL }, { "abcdef", NULL }, { "%", NULL },
    { "z", NULL }, { "ABC", NULL },
  };
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);

  add (store, "abc", 1, 0);
  add (store, "abcd", 1, 0);
  add (store, "abcde", 1, 0);
  add (store, "abx1", 1, 9);
  add (store, "x%", 1, 0);
  for (guint i = 0; i < G_N_ELEMENTS (finds); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(PonderSession) session = ponder_test_store_find (store, finds[i].id, &error);

      g_test_message ("'%s'", finds[i].id);
      g_assert_cmpstr (session != NULL ? ponder_session_get_id (session) : NULL, ==,
                       finds[i].found);
      if (session == NULL)
        g_assert_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST);
    }
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

static void
remove_provider (PonderStore *store,
                 const char  *id)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;

  ponder_store_remove_provider_async (store, id, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  ponder_store_remove_provider_finish (store, result, &error);
  g_assert_no_error (error);
}

static void
save_choice (PonderStore *store,
             const char  *name,
             const char  *value)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;

  ponder_store_save_choice_async (store, name, value, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  g_assert_true (ponder_store_save_choice_finish (store, result, &error));
  g_assert_no_error (error);
}

static GHashTable *
list_choices (PonderStore *store)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;
  GHashTable *choices;

  ponder_store_list_choices_async (store, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  choices = ponder_store_list_choices_finish (store, result, &error);
  g_assert_no_error (error);
  return choices;
}

static void
test_choices (void)
{
  char *dir = ponder_test_dir_new ();
  g_autoptr(PonderStore) store = ponder_test_store_open (dir);
  g_autoptr(GHashTable) kept = NULL;
  g_autoptr(GHashTable) left = NULL;

  save_choice (store, "default-model", "openai/gpt-4o");
  save_choice (store, "last-session", "one");
  save_choice (store, "last-session", "two");
  kept = list_choices (store);
  g_assert_cmpuint (g_hash_table_size (kept), ==, 2);
  g_assert_cmpstr (g_hash_table_lookup (kept, "default-model"), ==, "openai/gpt-4o");
  g_assert_cmpstr (g_hash_table_lookup (kept, "last-session"), ==, "two");

  save_choice (store, "default-model", "");
  left = list_choices (store);
  g_assert_cmpuint (g_hash_table_size (left), ==, 1);
  g_assert_null (g_hash_table_lookup (left, "default-model"));

  g_clear_object (&store);
  ponder_test_dir_remove (dir);
}

static void
assert_providers (PonderStore *store,
                  const char  *expected)
{
  g_autoptr(GPtrArray) providers = ponder_test_store_list_providers (store);
  g_autoptr(GString) ids = g_string_new (NULL);

  for (guint i = 0; i < providers->len; i++)
    g_string_append (ids, ponder_provider_config_get_id (g_ptr_array_index (providers, i)));
  g_assert_cmpstr (ids->str, ==, expected);
}

static void
test_providers (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(PonderProviderConfig) z = ponder_provider_config_new ("z");
  g_autoptr(PonderProviderConfig) a = ponder_provider_config_new ("a");
  g_autoptr(GPtrArray) providers = NULL;
  PonderProviderConfig *loaded;

  ponder_provider_config_set_name (z, "Zed");
  ponder_provider_config_set_preset (z, "vllm");
  ponder_provider_config_set_dialect (z, "openai");
  ponder_provider_config_set_base_url (z, "http://localhost:1/v1");
  ponder_provider_config_set_key_env (z, "Z_KEY");
  ponder_provider_config_set_default_model (z, "m");
  ponder_provider_config_set_concurrency (z, 3);
  ponder_provider_config_set_connect_timeout (z, 1.5);
  ponder_provider_config_set_first_token_timeout (z, 2.5);
  ponder_provider_config_set_silence_timeout (z, 3.5);
  ponder_provider_config_set_total_timeout (z, 4.5);
  ponder_test_store_save_provider (store, z);
  ponder_test_store_save_provider (store, a);
  assert_providers (store, "za");
  ponder_provider_config_set_enabled (z, FALSE);
  ponder_test_store_save_provider (store, z);
  ponder_test_store_close (store);

  store = ponder_test_store_open (dir);
  assert_providers (store, "za");
  providers = ponder_test_store_list_providers (store);
  loaded = g_ptr_array_index (providers, 0);
  g_assert_cmpstr (ponder_provider_config_get_name (loaded), ==, "Zed");
  g_assert_cmpstr (ponder_provider_config_get_preset (loaded), ==, "vllm");
  g_assert_cmpstr (ponder_provider_config_get_dialect (loaded), ==, "openai");
  g_assert_cmpstr (ponder_provider_config_get_base_url (loaded), ==, "http://localhost:1/v1");
  g_assert_cmpstr (ponder_provider_config_get_key_env (loaded), ==, "Z_KEY");
  g_assert_cmpstr (ponder_provider_config_get_default_model (loaded), ==, "m");
  g_assert_false (ponder_provider_config_get_enabled (loaded));
  g_assert_cmpuint (ponder_provider_config_get_concurrency (loaded), ==, 3);
  g_assert_cmpfloat_with_epsilon (ponder_provider_config_get_connect_timeout (loaded), 1.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (ponder_provider_config_get_first_token_timeout (loaded), 2.5,
                                  1e-9);
  g_assert_cmpfloat_with_epsilon (ponder_provider_config_get_silence_timeout (loaded), 3.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (ponder_provider_config_get_total_timeout (loaded), 4.5, 1e-9);
  loaded = g_ptr_array_index (providers, 1);
  g_assert_cmpstr (ponder_provider_config_get_name (loaded), ==, "a");
  g_assert_null (ponder_provider_config_get_key_env (loaded));
  g_assert_null (ponder_provider_config_get_default_model (loaded));
  g_assert_true (ponder_provider_config_get_enabled (loaded));

  remove_provider (store, "z");
  assert_providers (store, "a");
  ponder_test_store_save_provider (store, z);
  assert_providers (store, "az");
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

static void
test_own_copy (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  g_autoptr(PonderSession) row = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *pending = NULL;
  sqlite3 *lock;

  /* Nothing is written before the caller has gone on and changed it. */
  g_assert_cmpint (sqlite3_open (ponder_store_get_path (store), &lock), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (lock, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  ponder_session_set_title (session, "before");
  ponder_store_save_session_async (store, session, NULL, ponder_test_take_result, &pending);
  ponder_session_set_title (session, "after");
  sqlite3_close (lock);
  result = ponder_test_await (&pending);
  g_assert_true (ponder_store_save_session_finish (store, result, NULL));
  row = ponder_test_store_find (store, "s", NULL);
  g_assert_cmpstr (ponder_session_get_title (row), ==, "before");
  g_clear_object (&result);
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

static void
test_closed (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_store_new (dir);
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  g_autoptr(PonderSession) found = NULL;
  g_autoptr(GAsyncResult) closed = NULL;
  g_autoptr(GAsyncResult) opened = NULL;
  g_autoptr(GAsyncResult) saved = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *closing = NULL;
  GAsyncResult *opening = NULL;
  GAsyncResult *saving = NULL;

  g_assert_null (ponder_test_store_find (store, "s", &error));
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_STORE);
  g_clear_error (&error);

  /* What was asked before closing is still written. */
  ponder_store_open_async (store, NULL, ponder_test_take_result, &opening);
  ponder_store_save_session_async (store, session, NULL, ponder_test_take_result, &saving);
  ponder_store_close_async (store, ponder_test_take_result, &closing);
  g_assert_null (ponder_test_store_find (store, "s", &error));
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_STORE);
  g_clear_error (&error);
  opened = ponder_test_await (&opening);
  saved = ponder_test_await (&saving);
  closed = ponder_test_await (&closing);
  g_assert_true (ponder_store_open_finish (store, opened, NULL));
  g_assert_true (ponder_store_save_session_finish (store, saved, NULL));
  g_assert_true (ponder_store_close_finish (store, closed, NULL));
  g_clear_object (&opened);

  ponder_store_open_async (store, NULL, ponder_test_take_result, &opening);
  opened = ponder_test_await (&opening);
  g_assert_true (ponder_store_open_finish (store, opened, NULL));
  found = ponder_test_store_find (store, "s", &error);
  g_assert_no_error (error);
  g_clear_object (&opened);
  g_clear_object (&saved);
  g_clear_object (&closed);
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

static void
test_dropped_open (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);

  g_assert_finalize_object (store);
  store = ponder_store_new (dir);
  g_assert_finalize_object (store);
  ponder_test_dir_remove (dir);
}

static void
test_cancelled (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;

  ponder_store_save_session_async (store, session, cancellable, ponder_test_take_result, &pending);
  g_cancellable_cancel (cancellable);
  result = ponder_test_await (&pending);
  g_assert_false (ponder_store_save_session_finish (store, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  assert_list (store, TRUE, "");
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

/* One program streams into a chat that another gives a title. */
static void
test_two_titles (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *one = ponder_test_store_open (dir);
  PonderStore *two = ponder_test_store_open (dir);
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  g_autoptr(PonderMessage) message = ponder_test_message_new ("m", NULL, PONDER_ROLE_USER, "a");
  g_autoptr(PonderSession) other = NULL;
  g_autoptr(PonderSession) row = NULL;

  ponder_session_set_title (session, "first");
  ponder_test_store_save_one (one, session, message);
  other = ponder_test_store_find (two, "s", NULL);
  g_assert_cmpstr (ponder_session_get_title (other), ==, "first");
  ponder_session_set_title (other, "second");
  ponder_test_store_save_session (two, other);

  ponder_message_append_text (message, "b");
  ponder_session_set_updated (session, G_MAXINT64 / 2);
  ponder_test_store_save_one (one, session, message);
  row = ponder_test_store_find (two, "s", NULL);
  g_assert_cmpstr (ponder_session_get_title (row), ==, "second");
  g_assert_cmpstr (ponder_session_get_preview (row), ==, "ab");
  g_assert_cmpint (ponder_session_get_updated (row), ==, G_MAXINT64 / 2);

  /* What is set here goes along, and a chat that was removed elsewhere is there again whole. */
  ponder_session_set_title (session, "third");
  ponder_test_store_save_one (one, session, message);
  g_clear_object (&row);
  row = ponder_test_store_find (two, "s", NULL);
  g_assert_cmpstr (ponder_session_get_title (row), ==, "third");
  ponder_session_set_trashed (other, 1);
  ponder_test_store_save_session (two, other);
  ponder_test_store_purge_trash (two, 1);
  ponder_test_store_save_one (one, session, message);
  g_clear_object (&row);
  row = ponder_test_store_find (two, "s", NULL);
  g_assert_cmpstr (ponder_session_get_title (row), ==, "third");
  ponder_test_store_close (one);
  ponder_test_store_close (two);
  ponder_test_dir_remove (dir);
}

static gint64
time_load (PonderStore  *store,
           GCancellable *cancellable,
           guint         cancel_ms)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) messages = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;
  gint64 begin = g_get_monotonic_time ();

  ponder_store_load_messages_async (store, "s", cancellable, ponder_test_take_result, &pending);
  if (cancel_ms > 0)
    {
      ponder_test_run_for (cancel_ms);
      g_cancellable_cancel (cancellable);
    }
  result = ponder_test_await (&pending);
  messages = ponder_store_load_messages_finish (store, result, &error);
  if (cancel_ms > 0)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  else
    g_assert_cmpuint (messages->len, ==, 30000);
  return g_get_monotonic_time () - begin;
}

/* Not only the caller's wait ends, the work itself does. */
static void
test_cancelled_work (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);
  gint64 whole;
  gint64 shortest = G_MAXINT64;

  add (store, "s", 1, 0);
  ponder_test_sql (ponder_store_get_path (store),
                   "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 30000)"
                   " INSERT INTO messages (serial, session, id, role, state, created,"
                   " first_token_ms, reasoning_ms, total_ms, chosen)"
                   " SELECT i, 's', 'm' || i, 'user', 'done', i, -1, -1, -1, 0 FROM n;"
                   "INSERT INTO parts (message, place, kind, text)"
                   " SELECT serial, 0, 'text', 'words' FROM messages");
  whole = time_load (store, NULL, 0);
  /* A busy computer may be slow now and then, not always. */
  for (guint i = 0; i < 5 && shortest >= whole / 2; i++)
    {
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();

      shortest = time_load (store, cancellable, (guint) (whole / 10 / 1000) + 1);
    }
  g_assert_cmpint (shortest, <, whole / 2);
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

static void
count_cb (PonderStore *store,
          gpointer     user_data)
{
  guint *count = user_data;

  (*count)++;
}

static gboolean
was_told (gpointer user_data)
{
  return *(guint *) user_data > 0;
}

static void
test_changed_elsewhere (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *one = ponder_test_store_open (dir);
  PonderStore *two = ponder_test_store_open (dir);
  guint told_one = 0;
  guint told_two = 0;

  g_signal_connect (one, "changed-elsewhere", G_CALLBACK (count_cb), &told_one);
  g_signal_connect (two, "changed-elsewhere", G_CALLBACK (count_cb), &told_two);
  add (two, "a", 1, 0);
  ponder_test_wait_for (was_told, &told_one, 5);
  assert_list (one, FALSE, "a");

  /* Nobody hears of its own writing, nor of the same change twice. */
  ponder_test_run_for (1200);
  g_assert_cmpuint (told_one, ==, 1);
  g_assert_cmpuint (told_two, ==, 0);
  ponder_test_store_close (one);
  ponder_test_store_close (two);
  ponder_test_dir_remove (dir);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/every-field-of-a-session-comes-back", test_every_field);
  g_test_add_func ("/sessions/a-made-title-never-replaces-a-given-one", test_titles);
  g_test_add_func ("/store/the-trash-is-a-list-of-its-own", test_trash);
  g_test_add_func ("/store/purging-leaves-nothing", test_purge);
  g_test_add_func ("/store/a-session-is-found-by-the-beginning-of-its-id", test_find);
  g_test_add_func ("/store/providers-come-back-in-order", test_providers);
  g_test_add_func ("/store/choices-are-kept-replaced-and-forgotten", test_choices);
  g_test_add_func ("/store/a-call-has-its-own-copy", test_own_copy);
  g_test_add_func ("/store/closing-writes-what-is-queued", test_closed);
  g_test_add_func ("/store/may-be-dropped-while-open", test_dropped_open);
  g_test_add_func ("/store/a-cancelled-call-writes-nothing", test_cancelled);
  g_test_add_func ("/store/streaming-undoes-no-title-given-elsewhere", test_two_titles);
  g_test_add_func ("/store/cancelling-ends-the-work", test_cancelled_work);
  g_test_add_func ("/store/tells-when-another-wrote", test_changed_elsewhere);
  return g_test_run ();
}
