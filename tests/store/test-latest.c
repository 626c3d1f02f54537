/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The end of a long chat is given before all of it, and only when it is what is shown. */

#include "config.h"

#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-store.h"

#define N_MESSAGES 100
#define N_LATEST 10

static PonderMessage *
add (GPtrArray  *messages,
     const char *id,
     const char *parent_id)
{
  PonderMessage *message = ponder_test_message_new (id, parent_id, PONDER_ROLE_USER, id);

  ponder_message_set_chosen (message, TRUE);
  g_ptr_array_add (messages, message);
  return message;
}

/* m0, m1, ..., each the answer to the one before. (transfer full) */
static GPtrArray *
make_chat (void)
{
  GPtrArray *messages = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < N_MESSAGES; i++)
    {
      g_autofree char *id = g_strdup_printf ("m%u", i);
      g_autofree char *parent_id = i > 0 ? g_strdup_printf ("m%u", i - 1) : NULL;

      add (messages, id, parent_id);
    }
  return messages;
}

/* The first and the last of those that are given, and how many; "" for none. */
static char *
dup_latest (GPtrArray *messages)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) latest = NULL;
  g_autoptr(GError) error = NULL;

  ponder_test_store_save (store, session, messages);
  ponder_store_load_latest_async (store, "s", N_LATEST, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  latest = ponder_store_load_latest_finish (store, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);

  if (latest->len == 0)
    return g_strdup ("");
  return g_strdup_printf ("%s %s %u", ponder_message_get_text (g_ptr_array_index (latest, 0)),
                          ponder_message_get_id (g_ptr_array_index (latest, latest->len - 1)), latest->len);
}

static void
assert_latest (GPtrArray  *messages,
               const char *expected)
{
  g_autofree char *words = dup_latest (messages);

  g_assert_cmpstr (words, ==, expected);
}

static void
test_end_of_a_chat (void)
{
  g_autoptr(GPtrArray) messages = make_chat ();
  g_autoptr(GPtrArray) none = g_ptr_array_new ();

  assert_latest (messages, "m90 m99 10");
  g_ptr_array_set_size (messages, 3);
  assert_latest (messages, "m0 m2 3");
  assert_latest (none, "");
}

static void
test_versions (void)
{
  g_autoptr(GPtrArray) messages = make_chat ();

  ponder_message_set_chosen (g_ptr_array_index (messages, 95), FALSE);
  add (messages, "other m95", "m94");
  assert_latest (messages, "m91 other m95 10");
}

static void
test_another_branch_is_shown (void)
{
  g_autoptr(GPtrArray) messages = make_chat ();

  /* The newest words are on a branch that was left. */
  ponder_message_set_chosen (g_ptr_array_index (messages, 20), FALSE);
  assert_latest (messages, "");
}

static void
test_unclear_ends (void)
{
  g_autoptr(GPtrArray) forked = make_chat ();
  g_autoptr(GPtrArray) written = make_chat ();
  g_autoptr(GPtrArray) thrown_away = make_chat ();

  add (forked, "far away", "m3");
  assert_latest (forked, "");
  ponder_message_set_state (g_ptr_array_index (written, 99), PONDER_MESSAGE_STREAMING);
  assert_latest (written, "");
  ponder_message_set_trashed (g_ptr_array_index (thrown_away, 99), 1);
  assert_latest (thrown_away, "");
}

static void
test_damaged_chat_ends (void)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *words = NULL;

  /* Nobody is the first. */
  add (messages, "a", "b");
  add (messages, "b", "a");
  for (guint i = 0; i < N_LATEST; i++)
    {
      g_autofree char *id = g_strdup_printf ("m%u", i);
      g_autofree char *parent_id = i > 0 ? g_strdup_printf ("m%u", i - 1) : g_strdup ("b");

      add (messages, id, parent_id);
    }
  words = dup_latest (messages);
  g_assert_nonnull (words);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/latest/the-end-of-a-chat", test_end_of_a_chat);
  g_test_add_func ("/store/latest/versions-come-together", test_versions);
  g_test_add_func ("/store/latest/nothing-when-another-branch-is-shown", test_another_branch_is_shown);
  g_test_add_func ("/store/latest/nothing-when-the-end-is-unclear", test_unclear_ends);
  g_test_add_func ("/store/latest/a-damaged-chat-ends", test_damaged_chat_ends);
  return g_test_run ();
}
