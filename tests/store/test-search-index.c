/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words say what the messages say, whatever happens to them. */

#include "config.h"

#include <sqlite3.h>

#include "ponder-db.h"
#include "ponder-test-dir.h"
#include "ponder-test-store.h"

#define START 1795176000000000

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

static PonderSession *
add_chat (Fixture    *fixture,
          const char *id,
          const char *title)
{
  PonderSession *session = ponder_session_new (id);

  ponder_session_set_title (session, title);
  ponder_test_store_save_session (fixture->store, session);
  return session;
}

/* (transfer full) */
static PonderMessage *
add (Fixture       *fixture,
     PonderSession *session,
     const char    *id,
     const char    *text)
{
  PonderMessage *message = ponder_test_message_new (id, NULL, PONDER_ROLE_USER, text);

  ponder_test_store_save_one (fixture->store, session, message);
  return message;
}

static void
assert_found (Fixture    *fixture,
              const char *words,
              const char *expected)
{
  g_autofree char *found = ponder_test_store_search (fixture->store, words);

  g_test_message ("%s", words);
  g_assert_cmpstr (found, ==, expected);
}

/* FTS5's own check: the words are those of the texts. */
static void
assert_in_step (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderDb) db = ponder_db_open (ponder_store_get_path (fixture->store), &error);

  g_assert_no_error (error);
  ponder_db_exec (db,
                  "INSERT INTO message_words (message_words, rank) VALUES ('integrity-check', 1);"
                  "INSERT INTO title_words (title_words, rank) VALUES ('integrity-check', 1);", &error);
  g_assert_no_error (error);
}

/* --- what changes --- */

static void
test_trash (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autoptr(PonderSession) session = add_chat (fixture, "s", "Moon");
  g_autoptr(PonderSession) other = add_chat (fixture, "o", "");
  g_autoptr(PonderMessage) message = add (fixture, session, "m", "moon");
  g_autoptr(PonderMessage) kept = add (fixture, other, "k", "moon");

  ponder_message_set_created (kept, 1);
  ponder_test_store_save_one (fixture->store, other, kept);
  assert_found (fixture, "moon", "s/ s/m o/k");
  ponder_session_set_trashed (session, 5);
  ponder_test_store_save_session (fixture->store, session);
  assert_found (fixture, "moon", "o/k");
  ponder_session_set_trashed (session, 0);
  ponder_test_store_save_session (fixture->store, session);
  assert_found (fixture, "moon", "s/ s/m o/k");

  ponder_session_set_trashed (session, 5);
  ponder_test_store_save_session (fixture->store, session);
  ponder_test_store_purge_trash (fixture->store, 5);
  assert_found (fixture, "moon", "o/k");
  assert_in_step (fixture);
  ponder_test_sql (ponder_store_get_path (fixture->store),
                   "CREATE TABLE t (n INTEGER CHECK (n = 0));"
                   "INSERT INTO t SELECT count (*) FROM words_to_forget;"
                   "INSERT INTO t SELECT count (*) FROM titles_to_index;"
                   "INSERT INTO t SELECT count (*) - 1 FROM message_words_docsize;"
                   "INSERT INTO t SELECT count (*) - 1 FROM titles");
}

static void
test_growing (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autoptr(PonderSession) session = add_chat (fixture, "s", "");
  g_autoptr(PonderMessage) message = ponder_test_message_new ("m", NULL, PONDER_ROLE_ASSISTANT, "moon");

  ponder_message_set_state (message, PONDER_MESSAGE_STREAMING);
  ponder_test_store_save_one (fixture->store, session, message);
  assert_found (fixture, "moon", "");
  ponder_message_append_text (message, " and sun");
  ponder_message_set_state (message, PONDER_MESSAGE_CUT_OFF);
  ponder_test_store_save_one (fixture->store, session, message);
  assert_found (fixture, "moon sun", "s/m");

  /* Streaming again, as nobody does yet, takes it out. */
  ponder_message_set_state (message, PONDER_MESSAGE_STREAMING);
  ponder_message_append_text (message, " and star");
  ponder_test_store_save_one (fixture->store, session, message);
  assert_found (fixture, "moon", "");
  ponder_message_set_state (message, PONDER_MESSAGE_DONE);
  ponder_test_store_save_one (fixture->store, session, message);
  assert_found (fixture, "star", "s/m");
  assert_in_step (fixture);
}

/* Left by a program that died. */
static void
test_interrupted (Fixture       *fixture,
                  gconstpointer  user_data)
{
  g_autoptr(PonderSession) session = add_chat (fixture, "s", "");
  g_autoptr(PonderMessage) message = ponder_test_message_new ("m", NULL, PONDER_ROLE_ASSISTANT, "moon");
  g_autoptr(GPtrArray) loaded = NULL;

  ponder_message_set_state (message, PONDER_MESSAGE_STREAMING);
  ponder_test_store_save_one (fixture->store, session, message);
  ponder_test_sql (ponder_store_get_path (fixture->store), "UPDATE messages SET owner = 'nobody 1 1'");
  loaded = ponder_test_store_load (fixture->store, "s");
  g_assert_cmpint (ponder_message_get_state (g_ptr_array_index (loaded, 0)), ==, PONDER_MESSAGE_INTERRUPTED);
  assert_found (fixture, "moon", "s/m");
  assert_in_step (fixture);
}

/* Another program knows nothing of words; the next write here does. */
static void
test_elsewhere (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autoptr(PonderSession) one = add_chat (fixture, "one", "Moon");
  g_autoptr(PonderSession) two = add_chat (fixture, "two", "Moon");
  g_autoptr(PonderMessage) message = add (fixture, two, "m", "moon");
  g_autoptr(PonderSession) three = NULL;
  sqlite3 *plain = NULL;

  g_assert_cmpint (sqlite3_open (ponder_store_get_path (fixture->store), &plain), ==, SQLITE_OK);
  sqlite3_exec (plain,
                "PRAGMA foreign_keys = ON;"
                "UPDATE sessions SET title = 'Sun' WHERE id = 'one'; DELETE FROM sessions WHERE id = 'two'",
                NULL, NULL, NULL);
  g_assert_cmpstr (sqlite3_errmsg (plain), ==, "not an error");
  sqlite3_close (plain);
  assert_found (fixture, "m", "");
  three = add_chat (fixture, "three", "Star");
  assert_found (fixture, "moon", "");
  assert_found (fixture, "sun", "one/");
  assert_in_step (fixture);
}

/* --- in step, whatever happens --- */

static const char *const vocabulary[] = { "moon", "sun", "数据", "据库", "star", "tide" };

typedef struct
{
  GPtrArray  *sessions;
  GHashTable *messages;         /* session -> GPtrArray of messages */
} Model;

static void
append_words (GString *text,
              GRand   *rand)
{
  int n_words = g_rand_int_range (rand, 0, 4);

  for (int i = 0; i < n_words; i++)
    g_string_append_printf (text, "%s ", vocabulary[g_rand_int_range (rand, 0, G_N_ELEMENTS (vocabulary))]);
}

static void
change_message (PonderMessage *message,
                GRand         *rand)
{
  static const PonderMessageState states[] = {
    PONDER_MESSAGE_DONE, PONDER_MESSAGE_STREAMING, PONDER_MESSAGE_WAITING, PONDER_MESSAGE_STOPPED, PONDER_MESSAGE_DONE,
  };
  g_autoptr(GString) words = g_string_new (" ");

  append_words (words, rand);
  switch (g_rand_int_range (rand, 0, 5))
    {
    case 0:
      ponder_message_append_text (message, words->str);
      break;
    case 1:
      ponder_message_append_reasoning (message, words->str);
      break;
    case 2:
      ponder_message_take_part (message, ponder_part_new (PONDER_PART_FILE, words->str));
      break;
    case 3:
      ponder_message_set_chosen (message, g_rand_boolean (rand));
      break;
    default:
      ponder_message_set_state (message, states[g_rand_int_range (rand, 0, G_N_ELEMENTS (states))]);
    }
}

static void
save_some (Fixture       *fixture,
           Model         *model,
           PonderSession *session,
           GRand         *rand)
{
  GPtrArray *all = g_hash_table_lookup (model->messages, session);
  g_autoptr(GPtrArray) some = g_ptr_array_new ();
  int n_messages = g_rand_int_range (rand, 1, 4);

  for (int i = 0; i < n_messages; i++)
    {
      PonderMessage *message;

      if (all->len == 0 || g_rand_int_range (rand, 0, 3) == 0)
        {
          g_autofree char *id = g_strdup_printf ("m%u", all->len);
          PonderMessage *parent = all->len == 0 ? NULL : g_ptr_array_index (all, g_rand_int_range (rand, 0, 3) == 0 ?
                                                                            0 : (int) all->len - 1);

          message = ponder_message_new (id, parent != NULL ? ponder_message_get_id (parent) : NULL, PONDER_ROLE_USER);
          ponder_message_set_created (message, START + all->len);
          g_ptr_array_add (all, message);
        }
      else
        {
          message = g_ptr_array_index (all, g_rand_int_range (rand, 0, (gint32) all->len));
        }
      change_message (message, rand);
      if (!g_ptr_array_find (some, message, NULL))
        g_ptr_array_add (some, message);
    }
  ponder_test_store_save (fixture->store, session, some);
}

static void
change_session (Fixture       *fixture,
                Model         *model,
                PonderSession *session,
                GRand         *rand)
{
  g_autoptr(GString) title = g_string_new (NULL);

  switch (g_rand_int_range (rand, 0, 8))
    {
    case 0:
      append_words (title, rand);
      ponder_session_set_title (session, title->str);
      break;
    case 1:
      ponder_session_set_trashed (session, 7);
      break;
    case 2:
      ponder_session_set_trashed (session, 0);
      break;
    default:
      save_some (fixture, model, session, rand);
      return;
    }
  ponder_test_store_save_session (fixture->store, session);
}

static gboolean
has_word (const char *text,
          const char *word)
{
  return strstr (text, word) != NULL;
}

/* As if there were no index. Attachments are all texts of files. */
static gboolean
message_has_word (PonderMessage *message,
                  const char    *word)
{
  PonderMessageState state = ponder_message_get_state (message);

  if (state == PONDER_MESSAGE_STREAMING || state == PONDER_MESSAGE_WAITING)
    return FALSE;

  for (guint i = 0; i < ponder_message_get_parts (message)->len; i++)
    {
      PonderPart *part = g_ptr_array_index (ponder_message_get_parts (message), i);

      if (has_word (part->text->str, word))
        return TRUE;
    }
  return FALSE;
}

static guint
count_expected (Model      *model,
                const char *word)
{
  guint n_expected = 0;

  for (guint i = 0; i < model->sessions->len; i++)
    {
      PonderSession *session = g_ptr_array_index (model->sessions, i);
      GPtrArray *messages = g_hash_table_lookup (model->messages, session);

      if (ponder_session_get_trashed (session) != 0)
        continue;

      n_expected += has_word (ponder_session_get_title (session), word);
      for (guint k = 0; k < messages->len; k++)
        n_expected += message_has_word (g_ptr_array_index (messages, k), word);
    }
  return n_expected;
}

/* The row of a chat says what a look at its whole tree says. */
static void
assert_summaries (Fixture *fixture,
                  Model   *model)
{
  g_autoptr(GPtrArray) before = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < model->sessions->len; i++)
    g_ptr_array_add (before, ponder_test_store_find (fixture->store,
                                                     ponder_session_get_id (model->sessions->pdata[i]), NULL));
  ponder_test_sql (ponder_store_get_path (fixture->store), "UPDATE sessions SET leaf = 0");
  for (guint i = 0; i < model->sessions->len; i++)
    {
      PonderSession *session = g_ptr_array_index (model->sessions, i);
      GPtrArray *messages = g_hash_table_lookup (model->messages, session);
      g_autoptr(PonderSession) after = NULL;

      if (messages->len == 0)
        continue;
      ponder_test_store_save_one (fixture->store, session, g_ptr_array_index (messages, 0));
      after = ponder_test_store_find (fixture->store, ponder_session_get_id (session), NULL);
      g_assert_cmpstr (ponder_session_get_preview (before->pdata[i]), ==, ponder_session_get_preview (after));
      g_assert_cmpuint (ponder_session_get_n_messages (before->pdata[i]), ==, messages->len);
    }
}

static void
assert_model (Fixture *fixture,
              Model   *model)
{
  for (guint i = 0; i < G_N_ELEMENTS (vocabulary); i++)
    {
      g_autoptr(PonderStoreHits) found = ponder_test_store_search_full (fixture->store, vocabulary[i],
                                                                        PONDER_SEARCH_NEWEST, 0, 1000);

      g_assert_cmpuint (found->n_found, ==, count_expected (model, vocabulary[i]));
    }
  assert_in_step (fixture);
  assert_summaries (fixture, model);
}

static void
test_any_change (Fixture       *fixture,
                 gconstpointer  user_data)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (5);
  Model model = { g_ptr_array_new_with_free_func (g_object_unref), NULL };

  model.messages = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *id = g_strdup_printf ("s%u", i);
      PonderSession *session = add_chat (fixture, id, "moon");

      g_ptr_array_add (model.sessions, session);
      g_hash_table_insert (model.messages, session, g_ptr_array_new_with_free_func (g_object_unref));
    }
  for (guint i = 0; i < 400; i++)
    {
      change_session (fixture, &model, g_ptr_array_index (model.sessions, g_rand_int_range (rand, 0, 4)), rand);
      if (i % 20 == 19)
        assert_model (fixture, &model);
    }

  g_hash_table_unref (model.messages);
  g_ptr_array_unref (model.sessions);
}

/* --- what goes wrong --- */

/* Words that are none any more are made again, and keep nobody from writing. */
static void
test_damage (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr(PonderSession) session = add_chat (fixture, "s", "moon");
  g_autoptr(PonderMessage) first = add (fixture, session, "a", "moon");
  g_autoptr(PonderMessage) second = NULL;

  ponder_test_sql (ponder_store_get_path (fixture->store),
                   "UPDATE message_words_data SET block = x'00ff00ff00ff00ff00ff' WHERE id > 10");
  second = add (fixture, session, "b", "moon");
  ponder_test_store_close (fixture->store);
  fixture->store = ponder_test_store_open (fixture->dir);
  assert_found (fixture, "in:title moon", "s/");
  assert_found (fixture, "moon role:user", "s/b s/a");
  assert_in_step (fixture);

  ponder_test_sql (ponder_store_get_path (fixture->store), "DELETE FROM message_words_data");
  ponder_test_store_close (fixture->store);
  fixture->store = ponder_test_store_open (fixture->dir);
  ponder_message_append_text (second, " sun");
  ponder_test_store_save_one (fixture->store, session, second);
  assert_found (fixture, "moon sun", "s/b");
  assert_in_step (fixture);
}

static void
add_test (const char *name,
          void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (name, Fixture, NULL, fixture_set_up, test, fixture_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add_test ("/search-index/the-trash-is-not-searched", test_trash);
  add_test ("/search-index/what-grows-is-found-when-it-is-whole", test_growing);
  add_test ("/search-index/what-was-interrupted-is-found", test_interrupted);
  add_test ("/search-index/what-others-change-comes-in-step", test_elsewhere);
  add_test ("/search-index/any-change-keeps-it-in-step", test_any_change);
  add_test ("/search-index/when-damaged-is-made-again", test_damage);
  return g_test_run ();
}
