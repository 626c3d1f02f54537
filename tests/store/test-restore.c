/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bringing a copy back adds what is missing, and touches nothing that is there. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "ponder-branch.h"
#include "ponder-db-schema.h"
#include "ponder-error.h"
#include "ponder-store-import.h"
#include "ponder-store-safety.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-store.h"

/* Two folders: what is open, and what is brought back into it. */
typedef struct
{
  char                *dir;
  char                *other_dir;
  PonderStore         *store;
  PonderStore         *other;
  PonderRestoreCounts  counts;
} Fixture;

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  user_data)
{
  fixture->dir = ponder_test_dir_new ();
  fixture->other_dir = ponder_test_dir_new ();
  fixture->store = ponder_test_store_open (fixture->dir);
  fixture->other = ponder_test_store_open (fixture->other_dir);
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  user_data)
{
  ponder_test_store_check (fixture->store);
  ponder_test_store_close (fixture->store);
  ponder_test_store_close (fixture->other);
  ponder_test_dir_remove (fixture->dir);
  ponder_test_dir_remove (fixture->other_dir);
}

static gboolean
try_restore (Fixture     *fixture,
             const char  *path,
             GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *pending = NULL;

  ponder_store_restore_async (fixture->store, path, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  return ponder_store_restore_finish (fixture->store, result, &fixture->counts, error);
}

/* From the other folder, whose database stays open: its log is read, too. */
static void
restore (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;

  try_restore (fixture, ponder_store_get_path (fixture->other), &error);
  g_assert_no_error (error);
}

static void
assert_counts (Fixture *fixture,
               guint    n_sessions,
               guint    n_messages,
               guint    n_branches)
{
  g_assert_cmpuint (fixture->counts.n_sessions, ==, n_sessions);
  g_assert_cmpuint (fixture->counts.n_messages, ==, n_messages);
  g_assert_cmpuint (fixture->counts.n_branches, ==, n_branches);
}

static void
save (PonderStore *store,
      const char  *id,
      const char  *parent,
      PonderRole   role,
      const char  *words,
      gint64       created)
{
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  g_autoptr(PonderMessage) message = ponder_test_message_new (id, parent, role, words);

  ponder_session_set_created (session, 1);
  ponder_session_set_updated (session, 1);
  ponder_message_set_created (message, created);
  ponder_test_store_save_one (store, session, message);
}

/* The words of the shown path, joined. (transfer full) */
static char *
read_path (PonderStore *store)
{
  g_autoptr(GPtrArray) messages = ponder_test_store_load (store, "s");
  g_autoptr(GPtrArray) path = ponder_branch_find_path (messages);
  g_autoptr(GString) words = g_string_new (NULL);

  for (guint i = 0; i < path->len; i++)
    g_string_append_printf (words, "%s%s", i > 0 ? " " : "", ponder_message_get_text (g_ptr_array_index (path, i)));
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static PonderMessage *
find_words (GPtrArray  *messages,
            const char *words)
{
  for (guint i = 0; i < messages->len; i++)
    if (g_str_equal (ponder_message_get_text (g_ptr_array_index (messages, i)), words))
      return g_ptr_array_index (messages, i);

  return NULL;
}

static void
test_missing_chat (Fixture       *fixture,
                   gconstpointer  user_data)
{
  g_autoptr(PonderSession) row = NULL;
  g_autofree char *path = NULL;

  save (fixture->other, "q", NULL, PONDER_ROLE_USER, "why?", 10);
  save (fixture->other, "a", "q", PONDER_ROLE_ASSISTANT, "because", 20);
  restore (fixture);
  assert_counts (fixture, 1, 2, 0);
  row = ponder_test_store_find (fixture->store, "s", NULL);
  g_assert_cmpuint (ponder_session_get_n_messages (row), ==, 2);
  g_assert_cmpstr (ponder_session_get_preview (row), ==, "because");
  g_assert_cmpint (ponder_session_get_created (row), ==, 1);
  path = read_path (fixture->store);
  g_assert_cmpstr (path, ==, "why? because");

  restore (fixture);
  assert_counts (fixture, 0, 0, 0);
}

static void
test_present_chat (Fixture       *fixture,
                   gconstpointer  user_data)
{
  g_autoptr(PonderSession) ours = ponder_session_new ("s");
  g_autoptr(PonderSession) theirs = ponder_session_new ("s");
  g_autoptr(PonderSession) row = NULL;
  g_autofree char *path = NULL;

  ponder_session_set_title (ours, "ours");
  ponder_session_set_title (theirs, "theirs");
  ponder_session_set_pinned (theirs, TRUE);
  ponder_session_set_draft (theirs, "a draft", 3);
  ponder_session_set_trashed (ours, 77);
  ponder_test_store_save_session (fixture->other, theirs);
  save (fixture->store, "q", NULL, PONDER_ROLE_USER, "why?", 10);
  save (fixture->other, "q", NULL, PONDER_ROLE_USER, "why?", 10);
  save (fixture->other, "a", "q", PONDER_ROLE_ASSISTANT, "because", 20);
  ponder_test_store_save_session (fixture->store, ours);
  restore (fixture);
  assert_counts (fixture, 0, 1, 0);

  /* All but the messages is as it was. */
  row = ponder_test_store_find (fixture->store, "s", NULL);
  g_assert_cmpstr (ponder_session_get_title (row), ==, "ours");
  g_assert_cmpstr (ponder_session_get_draft (row), ==, "");
  g_assert_false (ponder_session_get_pinned (row));
  g_assert_cmpint (ponder_session_get_trashed (row), ==, 77);
  path = read_path (fixture->store);
  g_assert_cmpstr (path, ==, "why? because");
}

/* What is shown stays what is shown, whatever comes beside it. */
static void
test_branches (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_autoptr(GPtrArray) messages = NULL;
  g_autofree char *path = NULL;
  PonderMessage *branch;
  PonderMessage *child;

  save (fixture->store, "q", NULL, PONDER_ROLE_USER, "why?", 10);
  save (fixture->store, "a", "q", PONDER_ROLE_ASSISTANT, "because", 20);
  save (fixture->other, "q", NULL, PONDER_ROLE_USER, "how?", 10);
  save (fixture->other, "a", "q", PONDER_ROLE_ASSISTANT, "because", 20);
  save (fixture->other, "b", "q", PONDER_ROLE_ASSISTANT, "like this", 30);
  save (fixture->other, "c", "a", PONDER_ROLE_USER, "really?", 40);
  restore (fixture);
  assert_counts (fixture, 0, 3, 1);

  messages = ponder_test_store_load (fixture->store, "s");
  g_assert_cmpuint (messages->len, ==, 5);
  branch = find_words (messages, "how?");
  g_assert_null (ponder_message_get_parent_id (branch));
  g_assert_cmpstr (ponder_message_get_id (branch), !=, "q");
  child = find_words (messages, "like this");
  g_assert_cmpstr (ponder_message_get_id (child), ==, "b");
  g_assert_cmpstr (ponder_message_get_parent_id (child), ==, ponder_message_get_id (branch));
  path = read_path (fixture->store);
  g_assert_cmpstr (path, ==, "why? because really?");

  /* The branch has its place for good. */
  restore (fixture);
  assert_counts (fixture, 0, 0, 0);
}

static void
save_begun (PonderStore        *store,
            const char         *words,
            PonderMessageState  state)
{
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  g_autoptr(PonderMessage) message = ponder_test_message_new ("a", NULL, PONDER_ROLE_ASSISTANT, words);

  ponder_message_set_state (message, state);
  ponder_test_store_save_one (store, session, message);
}

/* A copy that was made while an answer was being written has only the beginning of it. */
static void
test_begun_answer (Fixture       *fixture,
                   gconstpointer  user_data)
{
  g_autoptr(GPtrArray) messages = NULL;

  save_begun (fixture->store, "the whole answer", PONDER_MESSAGE_DONE);
  save_begun (fixture->other, "the who", PONDER_MESSAGE_STREAMING);
  restore (fixture);
  assert_counts (fixture, 0, 0, 0);

  save_begun (fixture->store, "the who", PONDER_MESSAGE_INTERRUPTED);
  save_begun (fixture->other, "the whole answer", PONDER_MESSAGE_DONE);
  restore (fixture);
  assert_counts (fixture, 0, 1, 1);
  messages = ponder_test_store_load (fixture->store, "s");
  g_assert_nonnull (find_words (messages, "the whole answer"));
  g_assert_nonnull (find_words (messages, "the who"));
}

/* Nobody goes on with it here. */
static void
test_streaming_answer (Fixture       *fixture,
                       gconstpointer  user_data)
{
  g_autoptr(GPtrArray) messages = NULL;

  save_begun (fixture->other, "the who", PONDER_MESSAGE_STREAMING);
  restore (fixture);
  assert_counts (fixture, 1, 1, 0);
  messages = ponder_test_store_load (fixture->store, "s");
  g_assert_cmpint (ponder_message_get_state (g_ptr_array_index (messages, 0)), ==, PONDER_MESSAGE_INTERRUPTED);
}

static void
test_trash (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  g_autoptr(GPtrArray) trash = NULL;

  ponder_session_set_trashed (session, 5);
  ponder_test_store_save_session (fixture->other, session);
  restore (fixture);
  assert_counts (fixture, 1, 0, 0);

  /* With all its days before it. */
  ponder_test_store_purge_trash (fixture->store, g_get_real_time () - 60 * G_USEC_PER_SEC);
  trash = ponder_test_store_list (fixture->store, TRUE);
  g_assert_cmpuint (trash->len, ==, 1);
}

static void
save_trashed (PonderStore *store,
              const char  *id,
              const char  *parent,
              const char  *words,
              gint64       created,
              gint64       trashed)
{
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  g_autoptr(PonderMessage) message = ponder_test_message_new (id, parent, PONDER_ROLE_ASSISTANT, words);

  ponder_message_set_created (message, created);
  ponder_message_set_trashed (message, trashed);
  ponder_test_store_save_one (store, session, message);
}

/* What was thrown away here since the copy was made stays away, with what the copy has below it; what lay in the
 * trash then lies there again. */
static void
test_trashed_branches (Fixture       *fixture,
                       gconstpointer  user_data)
{
  g_autoptr(GPtrArray) messages = NULL;

  save (fixture->store, "q", NULL, PONDER_ROLE_USER, "why?", 10);
  save_trashed (fixture->store, "a", "q", "because", 20, 500);
  save (fixture->other, "q", NULL, PONDER_ROLE_USER, "why?", 10);
  save (fixture->other, "a", "q", PONDER_ROLE_ASSISTANT, "because", 20);
  save (fixture->other, "b", "a", PONDER_ROLE_USER, "really?", 30);
  save_trashed (fixture->other, "c", "q", "perhaps", 40, 600);
  restore (fixture);
  assert_counts (fixture, 0, 2, 0);

  messages = ponder_test_store_load (fixture->store, "s");
  g_assert_cmpint (ponder_message_get_trashed (find_words (messages, "why?")), ==, 0);
  g_assert_cmpint (ponder_message_get_trashed (find_words (messages, "because")), ==, 500);
  g_assert_cmpint (ponder_message_get_trashed (find_words (messages, "really?")), ==, 500);
  g_assert_cmpint (ponder_message_get_trashed (find_words (messages, "perhaps")), ==, 600);
}

/* A chat that is imported once more has gone on elsewhere, from what was thrown away here. */
static void
test_import_below_trash (Fixture       *fixture,
                         gconstpointer  user_data)
{
  static const char *const ids[] = { "q", "a", "b", "c" };
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  g_autoptr(GPtrArray) arriving = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) stored = NULL;
  g_autoptr(PonderSession) row = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree PonderArrivalResult *arrived = NULL;
  GAsyncResult *pending = NULL;

  save (fixture->store, "q", NULL, PONDER_ROLE_USER, "q", 10);
  save_trashed (fixture->store, "a", "q", "a", 20, 77);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_ptr_array_add (arriving, ponder_test_message_new (ids[i], i > 0 ? ids[i - 1] : NULL, PONDER_ROLE_USER, ids[i]));
  ponder_store_import_async (fixture->store, ponder_store_arrival_new (session, arriving), NULL,
                             ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  arrived = ponder_store_import_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (arrived->n_messages, ==, 2);

  stored = ponder_test_store_load (fixture->store, "s");
  g_assert_cmpuint (stored->len, ==, 4);
  for (guint i = 1; i < stored->len; i++)
    g_assert_cmpint (ponder_message_get_trashed (g_ptr_array_index (stored, i)), ==, 77);
  row = ponder_test_store_find (fixture->store, "s", NULL);
  g_assert_cmpuint (ponder_session_get_n_messages (row), ==, 1);
  g_assert_cmpstr (ponder_session_get_preview (row), ==, "q");
}

static void
test_settings (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_autoptr(PonderProviderConfig) provider = ponder_provider_config_new ("theirs");
  g_autoptr(GPtrArray) providers = NULL;

  ponder_test_store_save_provider (fixture->other, provider);
  save (fixture->other, "q", NULL, PONDER_ROLE_USER, "why?", 10);
  restore (fixture);
  assert_counts (fixture, 1, 1, 0);
  providers = ponder_test_store_list_providers (fixture->store);
  g_assert_cmpuint (providers->len, ==, 0);
}

/* Each into a folder of its own, with all that its version knew. */
static void
test_old_versions (Fixture       *fixture,
                   gconstpointer  user_data)
{
  for (guint version = 1; version <= PONDER_DB_VERSION; version++)
    {
      Fixture fresh = { NULL };
      g_autofree char *name = g_strdup_printf ("v%u.sql", version);
      g_autofree char *sql_path = g_build_filename (g_getenv ("PONDER_SOURCE_DIR"), "tests", "fixtures", "db", name,
                                                    NULL);
      g_autofree char *path = NULL;
      g_autofree char *sql = NULL;
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;
      g_autoptr(GPtrArray) messages = NULL;
      g_autoptr(GPtrArray) trash = NULL;
      g_autoptr(GError) error = NULL;

      fixture_set_up (&fresh, NULL);
      path = g_build_filename (fresh.dir, "old.db", NULL);
      g_file_get_contents (sql_path, &sql, NULL, &error);
      g_assert_no_error (error);
      ponder_test_sql (path, sql);
      before = ponder_test_file_digest (path);
      try_restore (&fresh, path, &error);
      g_assert_no_error (error);
      after = ponder_test_file_digest (path);
      g_assert_cmpstr (before, ==, after);

      assert_counts (&fresh, 2, 4, 0);
      messages = ponder_test_store_load (fresh.store, "01hf0000000000000000000001");
      g_assert_cmpuint (messages->len, ==, 4);
      g_assert_cmpstr (ponder_message_get_text (g_ptr_array_index (messages, 0)), ==, "Why are there tides? 潮汐");
      g_assert_cmpint (ponder_message_get_usage (g_ptr_array_index (messages, 2))->output, ==, 34);
      trash = ponder_test_store_list (fresh.store, TRUE);
      g_assert_cmpuint (trash->len, ==, 1);
      if (version >= 4)
        ponder_test_sql (ponder_store_get_path (fresh.store),
                         "CREATE TEMP TABLE found (n INTEGER CHECK (n = 1));"
                         "INSERT INTO found SELECT count (*) FROM tags WHERE tag = 'Sea';"
                         "INSERT INTO found SELECT count (*) FROM origins WHERE source = 'chatgpt';");
      if (version >= 6)
        ponder_test_sql (ponder_store_get_path (fresh.store),
                         "CREATE TEMP TABLE found (n INTEGER CHECK (n = 3));"
                         "INSERT INTO found SELECT (SELECT count (*) FROM runs) + (SELECT count (*) FROM run_events);");
      try_restore (&fresh, path, &error);
      g_assert_no_error (error);
      assert_counts (&fresh, 0, 0, 0);
      fixture_tear_down (&fresh, NULL);
    }
}

static void
refuse (Fixture    *fixture,
        const char *path,
        int         code)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (try_restore (fixture, path, &error));
  g_assert_error (error, PONDER_ERROR, code);
  g_assert_nonnull (strstr (error->message, path));
  assert_counts (fixture, 0, 0, 0);
}

static void
test_refusals (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_autofree char *missing = g_build_filename (fixture->dir, "missing.db", NULL);
  g_autofree char *letter = g_build_filename (fixture->dir, "letter.txt", NULL);
  g_autofree char *foreign = g_build_filename (fixture->dir, "foreign.db", NULL);
  g_autofree char *newer = g_build_filename (fixture->dir, "newer.db", NULL);
  g_autofree char *endless = g_build_filename (fixture->dir, "endless.db", NULL);
  g_autofree char *left = NULL;

  g_assert_true (g_file_set_contents (letter, "Dear friend", -1, NULL));
  ponder_test_sql (foreign, "CREATE TABLE songs (title TEXT); INSERT INTO songs VALUES ('la')");
  ponder_test_sql (newer, "CREATE TABLE sessions (id TEXT); PRAGMA user_version = 1000");
  ponder_test_sql (endless, "CREATE VIEW choices AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
                   " SELECT 'c' || i AS name, 'v' AS value FROM n; PRAGMA user_version = 1");
  refuse (fixture, missing, PONDER_ERROR_INVALID_REQUEST);
  refuse (fixture, fixture->dir, PONDER_ERROR_INVALID_REQUEST);
  refuse (fixture, ponder_store_get_path (fixture->store), PONDER_ERROR_INVALID_REQUEST);
  refuse (fixture, letter, PONDER_ERROR_STORE);
  refuse (fixture, foreign, PONDER_ERROR_STORE);
  refuse (fixture, newer, PONDER_ERROR_STORE_TOO_NEW);
  refuse (fixture, endless, PONDER_ERROR_STORE);

  /* Nothing is left of what was read on the way. */
  left = ponder_test_find_file (fixture->dir, ".part");
  g_assert_null (left);
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *left = NULL;
  GAsyncResult *pending = NULL;

  save (fixture->other, "q", NULL, PONDER_ROLE_USER, "why?", 10);
  ponder_store_restore_async (fixture->store, ponder_store_get_path (fixture->other), cancellable,
                              ponder_test_take_result, &pending);
  g_cancellable_cancel (cancellable);
  result = ponder_test_await (&pending);
  g_assert_false (ponder_store_restore_finish (fixture->store, result, &fixture->counts, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  left = ponder_test_find_file (fixture->dir, ".part");
  g_assert_null (left);
  restore (fixture);
}

/* Whatever tree is brought back into whatever other one: everything of both is there, and once more adds nothing. */
static void
test_random_trees (Fixture       *fixture,
                   gconstpointer  user_data)
{
  g_autoptr(GHashTable) ours = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr(GHashTable) theirs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) messages = NULL;
  g_autofree char *path_before = NULL;
  g_autofree char *path_after = NULL;
  GHashTableIter iter;
  gpointer id;
  gpointer words;

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *name = g_strdup_printf ("%02u", i);
      g_autofree char *parent = i > 0 ? g_strdup_printf ("%02d", g_test_rand_int_range (0, (int) i)) : NULL;
      g_autofree char *text = g_strdup_printf ("words%u", i);
      gboolean is_ours = parent == NULL || (g_hash_table_contains (ours, parent) && g_test_rand_int_range (0, 4) > 0);

      if (is_ours)
        {
          save (fixture->store, name, parent, PONDER_ROLE_USER, text, i + 1);
          g_hash_table_insert (ours, g_strdup (name), g_strdup (text));
        }
      if (!is_ours || g_test_rand_bit ())
        {
          g_autofree char *other = g_test_rand_bit () ? g_strdup (text) : g_strdup_printf ("other %s", text);

          save (fixture->other, name, parent, PONDER_ROLE_USER, other, i + 1);
          g_hash_table_add (theirs, g_steal_pointer (&other));
        }
    }

  path_before = read_path (fixture->store);
  restore (fixture);
  messages = ponder_test_store_load (fixture->store, "s");
  g_hash_table_iter_init (&iter, ours);
  while (g_hash_table_iter_next (&iter, &id, &words))
    g_assert_nonnull (find_words (messages, words));
  g_hash_table_iter_init (&iter, theirs);
  while (g_hash_table_iter_next (&iter, &words, NULL))
    g_assert_nonnull (find_words (messages, words));
  for (guint i = 0; i < messages->len; i++)
    {
      PonderMessage *message = g_ptr_array_index (messages, i);
      const char *kept = g_hash_table_lookup (ours, ponder_message_get_id (message));

      if (kept != NULL)
        g_assert_cmpstr (ponder_message_get_text (message), ==, kept);
    }
  path_after = read_path (fixture->store);
  g_assert_true (g_str_has_prefix (path_after, path_before));
  restore (fixture);
  assert_counts (fixture, 0, 0, 0);
}

static void
add (const char *name,
     void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (name, Fixture, NULL, fixture_set_up, test, fixture_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/restore/a-missing-chat-comes-back", test_missing_chat);
  add ("/restore/a-chat-that-is-there-gets-what-it-misses", test_present_chat);
  add ("/restore/other-words-become-a-branch", test_branches);
  add ("/restore/the-beginning-of-an-answer-is-no-other-answer", test_begun_answer);
  add ("/restore/nobody-goes-on-writing", test_streaming_answer);
  add ("/restore/what-was-thrown-away-stays-thrown-away", test_trash);
  add ("/restore/a-branch-in-the-trash-stays-there", test_trashed_branches);
  add ("/restore/what-follows-a-branch-in-the-trash-joins-it", test_import_below_trash);
  add ("/restore/settings-stay", test_settings);
  add ("/restore/every-version-can-be-brought-back", test_old_versions);
  add ("/restore/what-is-no-copy-is-refused", test_refusals);
  add ("/restore/cancelling-leaves-nothing-behind", test_cancelled);
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *name = g_strdup_printf ("/restore/nothing-of-either-tree-is-lost/%u", i);

      add (name, test_random_trees);
    }
  return g_test_run ();
}
