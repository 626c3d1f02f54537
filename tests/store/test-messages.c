/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is saved of messages comes back, and the session's row follows them. */

#include "config.h"

#include "ponder-fault.h"
#include "ponder-test-dir.h"
#include "ponder-test-store.h"

static void
assert_same_parts (GPtrArray *a,
                   GPtrArray *b)
{
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++)
    {
      const PonderPart *x = g_ptr_array_index (a, i);
      const PonderPart *y = g_ptr_array_index (b, i);

      g_assert_cmpint (x->kind, ==, y->kind);
      g_assert_cmpmem (x->text->str, x->text->len, y->text->str, y->text->len);
      g_assert_cmpstr (x->name, ==, y->name);
      g_assert_cmpstr (x->call_id, ==, y->call_id);
      g_assert_cmpstr (x->media_type, ==, y->media_type);
      g_assert_cmpstr (x->digest, ==, y->digest);
    }
}

static void
assert_same (PonderMessage *a,
             PonderMessage *b)
{
  g_assert_cmpstr (ponder_message_get_id (a), ==, ponder_message_get_id (b));
  g_assert_cmpstr (ponder_message_get_parent_id (a), ==, ponder_message_get_parent_id (b));
  g_assert_cmpint (ponder_message_get_role (a), ==, ponder_message_get_role (b));
  g_assert_cmpint (ponder_message_get_state (a), ==, ponder_message_get_state (b));
  g_assert_cmpint (ponder_message_get_finish (a), ==, ponder_message_get_finish (b));
  g_assert_cmpstr (ponder_message_get_provider (a), ==, ponder_message_get_provider (b));
  g_assert_cmpstr (ponder_message_get_model (a), ==, ponder_message_get_model (b));
  g_assert_true (ponder_usage_equal (ponder_message_get_usage (a), ponder_message_get_usage (b)));
  g_assert_cmpint (ponder_message_get_fault (a) != NULL, ==, ponder_message_get_fault (b) != NULL);
  g_assert_cmpint (ponder_message_get_created (a), ==, ponder_message_get_created (b));
  g_assert_cmpint (ponder_message_get_first_token_ms (a), ==,
                   ponder_message_get_first_token_ms (b));
  g_assert_cmpint (ponder_message_get_reasoning_ms (a), ==, ponder_message_get_reasoning_ms (b));
  g_assert_cmpint (ponder_message_get_total_ms (a), ==, ponder_message_get_total_ms (b));
  g_assert_cmpint (ponder_message_get_cached_from (a), ==, ponder_message_get_cached_from (b));
  g_assert_cmpint (ponder_message_get_chosen (a), ==, ponder_message_get_chosen (b));
  assert_same_parts (ponder_message_get_parts (a), ponder_message_get_parts (b));
}

static void
assert_loads (PonderStore *store,
              const char  *session_id,
              GPtrArray   *expected)
{
  g_autoptr(GPtrArray) messages = ponder_test_store_load (store, session_id);

  g_assert_cmpuint (messages->len, ==, expected->len);
  for (guint i = 0; i < messages->len; i++)
    assert_same (g_ptr_array_index (messages, i), g_ptr_array_index (expected, i));
}

static PonderMessage *
full_message (void)
{
  PonderMessage *message = ponder_message_new ("full", "parent that is not there",
                                               PONDER_ROLE_ASSISTANT);
  PonderUsage usage = { 10, 20, 3, -1, 0.00125 };
  g_autoptr(PonderFault) fault = ponder_fault_new (PONDER_ERROR_RATE_LIMIT, "chat");
  PonderPart *part;

  fault->status = 429;
  fault->provider = g_strdup ("openai");
  fault->details = g_strdup ("“slow” down\n");
  ponder_message_append_reasoning (message, "Hm…");
  ponder_message_append_text (message, "日本語 \U0001f600 'quotes\" ; DROP TABLE parts; --\n\t.");
  part = ponder_part_new (PONDER_PART_IMAGE, "");
  part->name = g_strdup ("a b.png");
  part->media_type = g_strdup ("image/png");
  part->digest = g_strdup ("0123");
  ponder_message_take_part (message, part);
  part = ponder_part_new (PONDER_PART_TOOL_CALL, "{\"a\": 1}");
  part->name = g_strdup ("tool");
  part->call_id = g_strdup ("call-1");
  ponder_message_take_part (message, part);
  ponder_message_set_state (message, PONDER_MESSAGE_FAILED);
  ponder_message_set_finish (message, PONDER_FINISH_CUT_OFF);
  ponder_message_set_provider (message, "openai");
  ponder_message_set_model (message, "gpt-4o");
  ponder_message_set_usage (message, &usage);
  ponder_message_set_fault (message, fault);
  ponder_message_set_created (message, 1234567890123456);
  ponder_message_set_first_token_ms (message, 11);
  ponder_message_set_reasoning_ms (message, 12);
  ponder_message_set_total_ms (message, G_MAXINT64);
  ponder_message_set_cached_from (message, 1234567890000000);
  ponder_message_set_chosen (message, TRUE);
  return message;
}

static void
test_every_field (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) loaded = NULL;
  PonderFault *fault;

  g_ptr_array_add (messages, full_message ());
  g_ptr_array_add (messages, ponder_message_new ("empty", NULL, PONDER_ROLE_USER));
  ponder_test_store_save (store, session, messages);
  assert_loads (store, "s", messages);
  ponder_test_store_close (store);

  store = ponder_test_store_open (dir);
  assert_loads (store, "s", messages);
  loaded = ponder_test_store_load (store, "s");
  fault = ponder_message_get_fault (g_ptr_array_index (loaded, 0));
  g_assert_cmpint (fault->category, ==, PONDER_ERROR_RATE_LIMIT);
  g_assert_cmpuint (fault->status, ==, 429);
  g_assert_cmpstr (fault->details, ==, "“slow” down\n");
  ponder_test_store_check (store);
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

static void
test_every_state (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);

  for (PonderMessageState state = PONDER_MESSAGE_DONE; state <= PONDER_MESSAGE_INTERRUPTED; state++)
    {
      g_autofree char *id = g_strdup_printf ("m%d", (int) state);
      PonderMessage *message = ponder_message_new (id, NULL, PONDER_ROLE_ASSISTANT);

      ponder_message_set_state (message, state);
      ponder_message_set_finish (message, (PonderFinish) state);
      g_ptr_array_add (messages, message);
    }
  ponder_test_store_save (store, session, messages);
  /* This program lives, so what it streams stays streaming. */
  assert_loads (store, "s", messages);
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

static PonderMessage *
random_message (guint n,
                guint n_before)
{
  g_autofree char *id = g_strdup_printf ("%c%u", g_test_rand_int_range ('a', 'z'), n);
  g_autofree char *parent = NULL;
  PonderMessage *message;

  if (n_before > 0 && g_test_rand_int_range (0, 10) > 0)
    parent = g_strdup_printf ("p%d", g_test_rand_int_range (0, (gint32) n_before));
  message = ponder_message_new (id, parent, (PonderRole) g_test_rand_int_range (0, 4));
  ponder_message_set_created (message, g_test_rand_int ());
  ponder_message_set_chosen (message, g_test_rand_bit ());
  for (int i = g_test_rand_int_range (0, 5); i > 0; i--)
    {
      PonderPartKind kind = (PonderPartKind) g_test_rand_int_range (0, 6);

      ponder_message_take_part (message, ponder_part_new (kind, "words"));
    }
  return message;
}

/* Saves random trees in random pieces, some more than once with other words. */
static void
test_random_trees (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);

  for (guint round = 0; round < 10; round++)
    {
      g_autofree char *id = g_strdup_printf ("session-%u", round);
      g_autoptr(PonderSession) session = ponder_session_new (id);
      g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
      g_autoptr(PonderSession) row = NULL;
      g_autoptr(GError) error = NULL;

      while (all->len < 40)
        {
          g_autoptr(GPtrArray) piece = g_ptr_array_new ();

          for (int i = g_test_rand_int_range (1, 6); i > 0; i--)
            {
              g_ptr_array_add (all, random_message (all->len, all->len));
              g_ptr_array_add (piece, g_ptr_array_index (all, all->len - 1));
            }
          for (int i = g_test_rand_int_range (0, 3); i > 0; i--)
            {
              PonderMessage *old =
                g_ptr_array_index (all, g_test_rand_int_range (0, (gint32) all->len));

              ponder_message_append_text (old, " more");
              ponder_message_set_chosen (old, g_test_rand_bit ());
              g_ptr_array_add (piece, old);
            }
          ponder_test_store_save (store, session, piece);
        }

      assert_loads (store, id, all);
      row = ponder_test_store_find (store, id, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (ponder_session_get_n_messages (row), ==, all->len);
      g_assert_cmpuint (ponder_session_get_n_messages (session), ==, all->len);
    }
  ponder_test_store_check (store);
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

/* The clock may jump; the order of saving does not. */
static void
test_order (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *id = g_strdup_printf ("%02u", 99 - i);
      PonderMessage *message = ponder_message_new (id, NULL, PONDER_ROLE_USER);

      ponder_message_set_created (message, 1000 - i);
      g_ptr_array_add (all, message);
      ponder_test_store_save_one (store, session, message);
    }
  ponder_test_store_save_one (store, session, g_ptr_array_index (all, 7));
  assert_loads (store, "s", all);
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

static void
test_same_id_in_two_sessions (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(PonderSession) a = ponder_session_new ("a");
  g_autoptr(PonderSession) b = ponder_session_new ("b");
  g_autoptr(PonderMessage) one = ponder_test_message_new ("m", NULL, PONDER_ROLE_USER, "one");
  g_autoptr(PonderMessage) two = ponder_test_message_new ("m", NULL, PONDER_ROLE_USER, "two");
  g_autoptr(GPtrArray) of_a = NULL;
  g_autoptr(GPtrArray) of_b = NULL;

  ponder_test_store_save_one (store, a, one);
  ponder_test_store_save_one (store, b, two);
  of_a = ponder_test_store_load (store, "a");
  of_b = ponder_test_store_load (store, "b");
  assert_same (g_ptr_array_index (of_a, 0), one);
  assert_same (g_ptr_array_index (of_b, 0), two);
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

static void
test_fewer_parts (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  PonderMessage *message = full_message ();

  g_ptr_array_add (messages, message);
  ponder_test_store_save (store, session, messages);
  g_ptr_array_set_size (ponder_message_get_parts (message), 1);
  ponder_message_set_usage (message, NULL);
  ponder_message_set_fault (message, NULL);
  ponder_test_store_save (store, session, messages);
  assert_loads (store, "s", messages);
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

static void
assert_preview (PonderStore   *store,
                PonderSession *session,
                const char    *expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderSession) row =
    ponder_test_store_find (store, ponder_session_get_id (session), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (ponder_session_get_preview (row), ==, expected);
  g_assert_cmpstr (ponder_session_get_preview (session), ==, expected);
}

static void
test_preview (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  g_autoptr(PonderMessage) question =
    ponder_test_message_new ("1", NULL, PONDER_ROLE_USER, " What\n\tis\r\n\302\240 that? ");
  g_autoptr(PonderMessage) answer = ponder_message_new ("2", "1", PONDER_ROLE_ASSISTANT);
  g_autoptr(PonderMessage) other = ponder_message_new ("3", "1", PONDER_ROLE_ASSISTANT);
  g_autoptr(GPtrArray) choice = g_ptr_array_new ();

  ponder_test_store_save_one (store, session, question);
  assert_preview (store, session, "What is that?");

  /* An answer without a word leaves the question in sight. */
  ponder_message_set_state (answer, PONDER_MESSAGE_STREAMING);
  ponder_test_store_save_one (store, session, answer);
  assert_preview (store, session, "What is that?");
  ponder_message_append_text (answer, "That ");
  ponder_test_store_save_one (store, session, answer);
  assert_preview (store, session, "That");
  ponder_message_append_text (answer, "is it.");
  ponder_test_store_save_one (store, session, answer);
  assert_preview (store, session, "That is it.");
  ponder_test_store_save_one (store, session, question);
  assert_preview (store, session, "That is it.");

  /* A newer branch, then the older one again. */
  ponder_message_append_text (other, "No.");
  ponder_message_set_chosen (other, TRUE);
  ponder_test_store_save_one (store, session, other);
  assert_preview (store, session, "No.");
  ponder_message_set_chosen (other, FALSE);
  ponder_message_set_chosen (answer, TRUE);
  g_ptr_array_add (choice, other);
  g_ptr_array_add (choice, answer);
  ponder_test_store_save (store, session, choice);
  assert_preview (store, session, "That is it.");

  /* What grows where nobody looks is not shown. */
  ponder_message_append_text (other, " Never.");
  ponder_test_store_save_one (store, session, other);
  assert_preview (store, session, "That is it.");
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

static void
test_long_preview (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  g_autoptr(PonderMessage) message = ponder_message_new ("m", NULL, PONDER_ROLE_USER);

  for (guint i = 0; i < 1000; i++)
    ponder_message_append_text (message, "語\n");
  ponder_test_store_save_one (store, session, message);
  g_assert_cmpint (g_utf8_strlen (ponder_session_get_preview (session), -1), <=, 200);
  g_assert_cmpint (g_utf8_strlen (ponder_session_get_preview (session), -1), >=, 199);
  g_assert_null (strchr (ponder_session_get_preview (session), '\n'));
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

static void
test_times (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  g_autoptr(PonderSession) stale = NULL;
  g_autoptr(PonderSession) row = NULL;
  g_autoptr(PonderMessage) message = ponder_test_message_new ("m", NULL, PONDER_ROLE_USER, "x");

  ponder_session_set_created (session, 10);
  ponder_session_set_updated (session, 20);
  stale = ponder_session_snapshot (session);
  ponder_message_set_created (message, 30);
  ponder_test_store_save_one (store, session, message);
  g_assert_cmpint (ponder_session_get_updated (session), ==, 30);

  /* An older copy, saved for its title, takes nothing back. */
  ponder_session_set_title (stale, "Title");
  ponder_test_store_save_session (store, stale);
  row = ponder_test_store_find (store, "s", NULL);
  g_assert_cmpstr (ponder_session_get_title (row), ==, "Title");
  g_assert_cmpint (ponder_session_get_updated (row), ==, 30);
  g_assert_cmpuint (ponder_session_get_n_messages (row), ==, 1);
  g_assert_cmpstr (ponder_session_get_preview (row), ==, "x");
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

/* A long answer at four saves a second must cost next to nothing. */
static void
test_growing_answer (void)
{
  const guint n_saves = 200;
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  g_autoptr(GPtrArray) history = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(PonderMessage) answer = ponder_message_new ("z", "m1999", PONDER_ROLE_ASSISTANT);
  gint64 begin;

  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *id = g_strdup_printf ("m%u", i);
      g_autofree char *parent = i > 0 ? g_strdup_printf ("m%u", i - 1) : NULL;

      g_ptr_array_add (history, ponder_test_message_new (id, parent, PONDER_ROLE_USER, "words"));
    }
  ponder_test_store_save (store, session, history);

  ponder_message_set_state (answer, PONDER_MESSAGE_STREAMING);
  for (guint i = 0; i < 20000; i++)
    ponder_message_append_reasoning (answer, "thinking ");
  begin = g_get_monotonic_time ();
  for (guint i = 0; i < n_saves; i++)
    {
      ponder_message_append_text (answer, "a few more words ");
      ponder_test_store_save_one (store, session, answer);
    }
  g_test_message ("%g ms a save", (double) (g_get_monotonic_time () - begin) / 1000 / n_saves);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 10 * G_USEC_PER_SEC);
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

static void
test_damaged_text (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  g_autoptr(PonderMessage) message = ponder_test_message_new ("m", NULL, PONDER_ROLE_USER, "x");
  g_autoptr(GPtrArray) loaded = NULL;

  ponder_test_store_save_one (store, session, message);
  ponder_test_sql (ponder_store_get_path (store),
                   "UPDATE parts SET text = CAST (x'61ff62' AS TEXT);"
                   "UPDATE messages SET fault = 'nonsense', state = 'new', role = 'new'");
  loaded = ponder_test_store_load (store, "s");
  g_assert_cmpuint (loaded->len, ==, 1);
  g_assert_cmpstr (ponder_message_get_text (g_ptr_array_index (loaded, 0)), ==, "a\357\277\275b");
  g_assert_null (ponder_message_get_fault (g_ptr_array_index (loaded, 0)));
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

/* What is thrown away is still there, and is neither counted, shown nor found, until its time is over. */
static void
test_trashed_branch (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  g_autoptr(PonderMessage) question = ponder_test_message_new ("q", NULL, PONDER_ROLE_USER, "why tides");
  g_autoptr(PonderMessage) first = ponder_test_message_new ("a", "q", PONDER_ROLE_ASSISTANT, "the moon");
  g_autoptr(PonderMessage) second = ponder_test_message_new ("b", "q", PONDER_ROLE_ASSISTANT, "the sun");
  g_autofree char *found = NULL;
  g_autofree char *found_again = NULL;
  g_autoptr(GPtrArray) messages = NULL;

  ponder_test_store_save_one (store, session, question);
  ponder_test_store_save_one (store, session, first);
  ponder_test_store_save_one (store, session, second);
  g_assert_cmpuint (ponder_session_get_n_messages (session), ==, 3);
  ponder_message_set_trashed (second, 700);
  ponder_test_store_save_one (store, session, second);
  g_assert_cmpuint (ponder_session_get_n_messages (session), ==, 2);
  g_assert_cmpstr (ponder_session_get_preview (session), ==, "the moon");
  found = ponder_test_store_search (store, "sun");
  g_assert_cmpstr (found, ==, "");

  ponder_message_set_trashed (second, 0);
  ponder_test_store_save_one (store, session, second);
  g_assert_cmpuint (ponder_session_get_n_messages (session), ==, 3);
  found_again = ponder_test_store_search (store, "sun");
  g_assert_cmpstr (found_again, ==, "s/b");

  ponder_message_set_trashed (second, 700);
  ponder_test_store_save_one (store, session, second);
  ponder_test_store_purge_trash (store, 699);
  messages = ponder_test_store_load (store, "s");
  g_assert_cmpuint (messages->len, ==, 3);
  g_clear_pointer (&messages, g_ptr_array_unref);
  ponder_test_store_purge_trash (store, 700);
  messages = ponder_test_store_load (store, "s");
  g_assert_cmpuint (messages->len, ==, 2);
  ponder_test_store_check (store);
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/every-field-of-a-message-comes-back", test_every_field);
  g_test_add_func ("/store/every-state-comes-back", test_every_state);
  g_test_add_func ("/store/random-trees-come-back", test_random_trees);
  g_test_add_func ("/store/the-order-is-that-of-saving", test_order);
  g_test_add_func ("/store/a-message-id-belongs-to-its-session", test_same_id_in_two_sessions);
  g_test_add_func ("/store/parts-that-went-are-gone", test_fewer_parts);
  g_test_add_func ("/store/the-preview-is-of-the-last-shown-words", test_preview);
  g_test_add_func ("/store/the-preview-is-short", test_long_preview);
  g_test_add_func ("/store/an-older-copy-takes-nothing-back", test_times);
  g_test_add_func ("/store/a-growing-answer-is-cheap", test_growing_answer);
  g_test_add_func ("/store/a-branch-in-the-trash-is-left-out-until-it-goes", test_trashed_branch);
  g_test_add_func ("/store/damaged-text-is-shown-as-such", test_damaged_text);
  return g_test_run ();
}
