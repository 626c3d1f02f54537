/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading the sessions: all of them at once, then only what became of them since. */

#include "config.h"

#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-store.h"

/* Those of the first version; later ones have defaults. */
#define SESSION_COLUMNS                                                                            \
  "(id, title, title_fixed, preview, preview_message, pinned, created, updated, trashed, n_messages, config, draft,"  \
  " draft_cursor, scroll_message, scroll_offset)"

/* As another program does it. */
#define INSERT_SESSIONS(n)                                                                         \
  "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < " #n ")"  \
  " INSERT INTO sessions " SESSION_COLUMNS " SELECT printf ('s%04d', n), '', 0, '', 0, 0, 1, n, 0, 0, '{}', '', 0,"    \
  " NULL, 0 FROM numbers"

typedef struct
{
  char        *dir;
  PonderStore *store;
} Fixture;

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  user_data)
{
  fixture->dir = ponder_test_dir_new ();
  fixture->store = ponder_test_store_open (fixture->dir);
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  user_data)
{
  ponder_test_store_close (fixture->store);
  ponder_test_dir_remove (fixture->dir);
}

static void
save (PonderStore *store,
      const char  *id,
      gint64       updated,
      gint64       trashed,
      gboolean     pinned)
{
  g_autoptr(PonderSession) session = ponder_session_new (id);

  ponder_session_set_updated (session, updated);
  ponder_session_set_trashed (session, trashed);
  ponder_session_set_pinned (session, pinned);
  ponder_test_store_save_session (store, session);
}

static void
sql (Fixture    *fixture,
     const char *statement)
{
  ponder_test_sql (ponder_store_get_path (fixture->store), statement);
}

/* Reads on from @serial and compares: "a b -c " for a and b that changed and c that is gone. */
static gint64
assert_changes (Fixture    *fixture,
                gint64      serial,
                const char *expected)
{
  g_autoptr(GPtrArray) changes = ponder_test_store_list_changes (fixture->store, serial);
  g_autoptr(GString) words = g_string_new (NULL);

  for (guint i = 0; i < changes->len; i++)
    {
      PonderStoreChange *change = g_ptr_array_index (changes, i);

      g_assert_cmpint (change->serial, >, serial);
      serial = change->serial;
      if (change->session != NULL)
        g_assert_cmpstr (ponder_session_get_id (change->session), ==, change->id);
      g_string_append_printf (words, "%s%s ", change->session != NULL ? "" : "-", change->id);
    }
  g_assert_cmpstr (words->str, ==, expected);
  return serial;
}

static void
test_once_each (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autoptr(PonderSession) a = ponder_session_new ("a");
  g_autoptr(PonderMessage) message = ponder_test_message_new ("m", NULL, PONDER_ROLE_USER, "x");
  gint64 serial;

  serial = assert_changes (fixture, 0, "");
  save (fixture->store, "a", 1, 0, FALSE);
  save (fixture->store, "b", 2, 0, FALSE);
  save (fixture->store, "c", 3, 4, FALSE);
  serial = assert_changes (fixture, serial, "a b c ");
  serial = assert_changes (fixture, serial, "");

  save (fixture->store, "b", 5, 0, FALSE);
  save (fixture->store, "a", 6, 0, FALSE);
  save (fixture->store, "b", 7, 0, FALSE);
  assert_changes (fixture, serial, "a b ");
  serial = assert_changes (fixture, 0, "c a b ");

  /* A message changes its session. */
  ponder_test_store_save_one (fixture->store, a, message);
  assert_changes (fixture, serial, "a ");
}

static void
test_values (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr(PonderSession) session = ponder_session_new ("a");
  g_autoptr(GPtrArray) changes = NULL;
  PonderStoreChange *change;

  ponder_session_set_title (session, "Tides");
  ponder_session_set_draft (session, "And the sun", 3);
  ponder_session_set_scroll (session, "m", -7);
  ponder_test_store_save_session (fixture->store, session);
  changes = ponder_test_store_list_changes (fixture->store, 0);
  g_assert_cmpuint (changes->len, ==, 1);
  change = g_ptr_array_index (changes, 0);
  g_assert_cmpstr (ponder_session_get_title (change->session), ==, "Tides");
  g_assert_cmpstr (ponder_session_get_draft (change->session), ==, "And the sun");
  g_assert_cmpuint (ponder_session_get_draft_cursor (change->session), ==, 3);
  g_assert_cmpstr (ponder_session_get_scroll_message (change->session), ==, "m");
  g_assert_cmpint (ponder_session_get_scroll_offset (change->session), ==, -7);
}

static void
test_purged (Fixture       *fixture,
             gconstpointer  user_data)
{
  gint64 serial;

  save (fixture->store, "a", 1, 0, FALSE);
  save (fixture->store, "b", 2, 9, FALSE);
  serial = assert_changes (fixture, 0, "a b ");

  /* The last one goes, and its serial is not given again. */
  ponder_test_store_purge_trash (fixture->store, 9);
  save (fixture->store, "a", 3, 0, FALSE);
  serial = assert_changes (fixture, serial, "-b a ");
  serial = assert_changes (fixture, serial, "");

  /* It may come back. */
  save (fixture->store, "b", 4, 0, FALSE);
  assert_changes (fixture, serial, "b ");
}

static void
test_whoever (Fixture       *fixture,
              gconstpointer  user_data)
{
  PonderStore *other = ponder_test_store_open (fixture->dir);
  gint64 serial;

  save (other, "a", 1, 0, FALSE);
  save (other, "b", 2, 0, FALSE);
  serial = assert_changes (fixture, 0, "a b ");
  sql (fixture, "UPDATE sessions SET title = 'by hand' WHERE id = 'a';"
                "DELETE FROM sessions WHERE id = 'b';"
                "INSERT INTO sessions " SESSION_COLUMNS " SELECT 'c', title, 0, '', 0, 0, 0, 0, 0, 0, config, '', 0,"
                " NULL, 0 FROM sessions WHERE id = 'a'");
  assert_changes (fixture, serial, "a -b c ");
  ponder_test_store_close (other);
}

static void
test_portions (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_autoptr(GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gint64 serial = 0;
  guint n;

  sql (fixture, INSERT_SESSIONS (120));
  do
    {
      g_autoptr(GPtrArray) changes = ponder_test_store_list_changes (fixture->store, serial);

      n = changes->len;
      g_assert_cmpuint (n, ==, MIN (120 - g_hash_table_size (ids), PONDER_STORE_MAX_CHANGES));
      for (guint i = 0; i < n; i++)
        {
          PonderStoreChange *change = g_ptr_array_index (changes, i);

          g_assert_true (g_hash_table_add (ids, g_strdup (change->id)));
          serial = change->serial;
        }
    }
  while (n > 0);
  g_assert_cmpuint (g_hash_table_size (ids), ==, 120);
}

static void
assert_order (GPtrArray  *sessions,
              GHashTable *by_id,
              const char *expected)
{
  g_autoptr(GString) ids = g_string_new (NULL);

  g_assert_cmpuint (g_hash_table_size (by_id), ==, sessions->len);
  for (guint i = 0; i < sessions->len; i++)
    {
      PonderSession *session = g_ptr_array_index (sessions, i);
      const char *id = ponder_session_get_id (session);

      g_string_append (ids, id);
      g_assert_true (g_hash_table_lookup (by_id, id) == session);
    }
  g_assert_cmpstr (ids->str, ==, expected);
}

static void
test_all (Fixture       *fixture,
          gconstpointer  user_data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(PonderStoreSessions) all = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;

  save (fixture->store, "a", 1, 0, FALSE);
  save (fixture->store, "b", 3, 0, FALSE);
  save (fixture->store, "c", 3, 0, FALSE);
  save (fixture->store, "d", 2, 0, TRUE);
  save (fixture->store, "e", 9, 4, TRUE);
  save (fixture->store, "f", 1, 5, FALSE);
  ponder_store_list_sessions_async (fixture->store, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  all = ponder_store_list_sessions_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  assert_order (all->sessions.rows, all->sessions.by_id, "dcba");
  assert_order (all->trash.rows, all->trash.by_id, "fe");

  /* From there on it goes on with what is new. */
  assert_changes (fixture, all->serial, "");
  save (fixture->store, "a", 4, 0, FALSE);
  assert_changes (fixture, all->serial, "a ");
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
  add ("/changes/a-session-comes-once-in-the-order-of-last-changes", test_once_each);
  add ("/changes/a-session-comes-with-all-its-values", test_values);
  add ("/changes/what-was-purged-is-told-and-no-serial-comes-again", test_purged);
  add ("/changes/it-does-not-matter-who-wrote", test_whoever);
  add ("/changes/many-come-in-portions", test_portions);
  add ("/changes/all-come-in-the-order-of-the-lists", test_all);
  return g_test_run ();
}
