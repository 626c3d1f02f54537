/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several programs on one database, some of them killed: what was acknowledged is there. */

#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "ponder-owner.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-store.h"

#define N_KILLS        15
#define N_WRITERS      3
#define N_WRITES       40
#define SAVE_PAUSE_MS  5
#define WORD           "0123456789"

/* --- children --- */

/* Streams an answer until it is killed; says how long the text is that is surely saved. */
static void
child_stream (const char *dir,
              const char *id)
{
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(PonderSession) session = ponder_session_new (id);
  g_autoptr(PonderMessage) question = ponder_test_message_new ("q", NULL, PONDER_ROLE_USER, "why?");
  g_autoptr(PonderMessage) answer = ponder_message_new ("a", "q", PONDER_ROLE_ASSISTANT);

  ponder_test_store_save_one (store, session, question);
  printf ("0\n");
  fflush (stdout);
  ponder_message_set_state (answer, PONDER_MESSAGE_STREAMING);
  for (;;)
    {
      for (int i = g_random_int_range (0, 50); i >= 0; i--)
        ponder_message_append_text (answer, WORD);
      ponder_test_store_save_one (store, session, answer);
      printf ("%zu\n", strlen (ponder_message_get_text (answer)));
      fflush (stdout);
      ponder_test_run_for (SAVE_PAUSE_MS);
    }
}

/* Writes into a session of its own and into one of all, as fast as it can. */
static void
child_write (const char *dir,
             const char *name)
{
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(PonderSession) own = ponder_session_new (name);
  g_autoptr(PonderSession) shared = ponder_session_new ("shared");

  for (guint i = 0; i < N_WRITES; i++)
    {
      g_autofree char *id = g_strdup_printf ("%s-%u", name, i);
      g_autoptr(PonderMessage) message = ponder_test_message_new (id, NULL, PONDER_ROLE_USER, WORD);

      ponder_test_store_save_one (store, own, message);
      ponder_test_store_save_one (store, shared, message);
    }
  ponder_test_store_close (store);
}

static int
run_child (char *argv[])
{
  if (g_str_equal (argv[0], "stream"))
    child_stream (argv[1], argv[2]);
  else
    child_write (argv[1], argv[2]);
  return 0;
}

/* --- killing --- */

static gsize
last_number (const char *output)
{
  g_auto(GStrv) lines = g_strsplit (output, "\n", -1);
  guint n = g_strv_length (lines);

  /* A line may be cut off; the one before it is whole. */
  return n >= 2 ? (gsize) g_ascii_strtoull (lines[n - 2], NULL, 10) : 0;
}

static void
assert_answer (PonderMessage *answer,
               gsize          acknowledged)
{
  const char *text = ponder_message_get_text (answer);
  gsize length = strlen (text);

  g_assert_cmpuint (length, >=, acknowledged);
  g_assert_cmpuint (length % strlen (WORD), ==, 0);
  for (gsize i = 0; i < length; i += strlen (WORD))
    g_assert_cmpmem (text + i, strlen (WORD), WORD, strlen (WORD));
  g_assert_cmpint (ponder_message_get_state (answer), ==, PONDER_MESSAGE_INTERRUPTED);
}

/* Kills a streaming child some time after its first save. Gives how much of the answer it was sure
 * of. */
static gsize
stream_and_kill (const char *dir,
                 const char *id)
{
  g_autoptr(GSubprocess) child = ponder_test_child_new ("stream", dir, id, NULL);
  GInputStream *pipe = g_subprocess_get_stdout_pipe (child);
  g_autoptr(GDataInputStream) output = g_data_input_stream_new (pipe);
  g_autoptr(GError) error = NULL;
  g_autofree char *first = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_autoptr(GString) rest = g_string_new ("0\n");
  char buffer[4096];
  gssize n_read;

  g_assert_no_error (error);
  g_assert_cmpstr (first, ==, "0");
  ponder_test_run_for ((guint) g_test_rand_int_range (0, 150));
  g_subprocess_force_exit (child);
  while ((n_read = g_input_stream_read (G_INPUT_STREAM (output), buffer, sizeof buffer, NULL,
                                        &error)) > 0)
    g_string_append_len (rest, buffer, n_read);
  g_assert_no_error (error);
  g_subprocess_wait (child, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_signaled (child));
  g_assert_cmpint (g_subprocess_get_term_sig (child), ==, SIGKILL);
  return last_number (rest->str);
}

static void
test_kill (void)
{
  char *dir = ponder_test_dir_new ();
  gsize acknowledged[N_KILLS];

  for (guint i = 0; i < N_KILLS; i++)
    {
      g_autofree char *id = g_strdup_printf ("s%u", i);

      acknowledged[i] = stream_and_kill (dir, id);
    }

  for (guint round = 0; round < 2; round++)
    {
      PonderStore *store = ponder_test_store_open (dir);

      g_assert_null (ponder_store_get_set_aside (store));
      ponder_test_store_check (store);
      for (guint i = 0; i < N_KILLS; i++)
        {
          g_autofree char *id = g_strdup_printf ("s%u", i);
          g_autoptr(GPtrArray) messages = ponder_test_store_load (store, id);

          g_assert_cmpuint (messages->len, >=, acknowledged[i] > 0 ? 2 : 1);
          g_assert_cmpstr (ponder_message_get_text (g_ptr_array_index (messages, 0)), ==, "why?");
          if (messages->len > 1)
            assert_answer (g_ptr_array_index (messages, 1), acknowledged[i]);
        }
      ponder_test_store_close (store);
    }
  ponder_test_dir_remove (dir);
}

static gboolean
has_answer (PonderStore *store,
            const char  *session_id)
{
  g_autoptr(GPtrArray) messages = ponder_test_store_load (store, session_id);

  return messages->len > 1;
}

/* While its writer lives an answer is streaming, whoever looks; when the writer is gone it is
 * not. */
static void
test_living_writer (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(GSubprocess) child = ponder_test_child_new ("stream", dir, "s", NULL);
  g_autoptr(GPtrArray) streaming = NULL;
  g_autoptr(GPtrArray) interrupted = NULL;

  while (!has_answer (store, "s"))
    ponder_test_run_for (10);
  streaming = ponder_test_store_load (store, "s");
  g_assert_cmpint (ponder_message_get_state (g_ptr_array_index (streaming, 1)), ==,
                   PONDER_MESSAGE_STREAMING);

  g_subprocess_force_exit (child);
  g_subprocess_wait (child, NULL, NULL);
  interrupted = ponder_test_store_load (store, "s");
  g_assert_cmpint (ponder_message_get_state (g_ptr_array_index (interrupted, 1)), ==,
                   PONDER_MESSAGE_INTERRUPTED);
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

/* --- writing at once --- */

static guint
count_messages (PonderStore *store,
                const char  *session_id)
{
  g_autoptr(GPtrArray) messages = ponder_test_store_load (store, session_id);

  return messages->len;
}

static void
test_writers (void)
{
  char *dir = ponder_test_dir_new ();
  g_autoptr(GPtrArray) children = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 begin = g_get_monotonic_time ();
  PonderStore *store;
  g_autoptr(PonderSession) row = NULL;

  /* All of them find no folder, and one makes it. */
  for (guint i = 0; i < N_WRITERS; i++)
    {
      g_autofree char *name = g_strdup_printf ("w%u", i);
      g_autofree char *data = g_build_filename (dir, "data", NULL);

      g_ptr_array_add (children, ponder_test_child_new ("write", data, name, NULL));
    }
  for (guint i = 0; i < N_WRITERS; i++)
    {
      g_autofree char *output = ponder_test_child_finish (g_ptr_array_index (children, i));
    }
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 20 * G_USEC_PER_SEC);

  {
    g_autofree char *data = g_build_filename (dir, "data", NULL);

    store = ponder_test_store_open (data);
  }
  for (guint i = 0; i < N_WRITERS; i++)
    {
      g_autofree char *name = g_strdup_printf ("w%u", i);

      g_assert_cmpuint (count_messages (store, name), ==, N_WRITES);
    }
  g_assert_cmpuint (count_messages (store, "shared"), ==, N_WRITERS * N_WRITES);
  row = ponder_test_store_find (store, "shared", NULL);
  g_assert_cmpuint (ponder_session_get_n_messages (row), ==, N_WRITERS * N_WRITES);
  ponder_test_store_check (store);
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

typedef struct
{
  guint n_done;
} Tally;

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Tally *tally = user_data;
  g_autoptr(GError) error = NULL;

  ponder_store_save_messages_finish (PONDER_STORE (source), result, &error);
  g_assert_no_error (error);
  tally->n_done++;
}

static gboolean
is_done (gpointer user_data)
{
  Tally *tally = user_data;

  return tally->n_done == 2 * N_WRITES;
}

static void
test_two_stores (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *stores[] = { ponder_test_store_open (dir), ponder_test_store_open (dir) };
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  Tally tally = { 0 };

  for (guint i = 0; i < 2 * N_WRITES; i++)
    {
      g_autofree char *id = g_strdup_printf ("m%u", i);
      g_autoptr(PonderMessage) message = ponder_test_message_new (id, NULL, PONDER_ROLE_USER, WORD);
      g_autoptr(GPtrArray) messages = g_ptr_array_new ();

      g_ptr_array_add (messages, message);
      ponder_store_save_messages_async (stores[i % 2], session, messages, NULL, saved_cb, &tally);
    }
  ponder_test_wait_for (is_done, &tally, 10);
  g_assert_cmpuint (count_messages (stores[0], "s"), ==, 2 * N_WRITES);
  g_assert_cmpuint (count_messages (stores[1], "s"), ==, 2 * N_WRITES);
  ponder_test_store_close (stores[0]);

  /* The other's locks are still its own after that. */
  g_assert_cmpuint (count_messages (stores[1], "s"), ==, 2 * N_WRITES);
  ponder_test_store_check (stores[1]);
  ponder_test_store_close (stores[1]);
  ponder_test_dir_remove (dir);
}

static sqlite3 *
lock_database (PonderStore *store)
{
  sqlite3 *handle;

  g_assert_cmpint (sqlite3_open (ponder_store_get_path (store), &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  return handle;
}

/* Reading goes on under another's lock; writing waits for it, off the main thread. */
static void
test_lock (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;
  sqlite3 *handle = lock_database (store);

  g_assert_cmpuint (count_messages (store, "s"), ==, 0);
  ponder_store_save_session_async (store, session, NULL, ponder_test_take_result, &pending);
  ponder_test_run_for (300);
  g_assert_null (pending);
  sqlite3_close (handle);
  result = ponder_test_await (&pending);
  ponder_store_save_session_finish (store, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

static void
test_cancelled_wait (void)
{
  char *dir = ponder_test_dir_new ();
  PonderStore *store = ponder_test_store_open (dir);
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;
  sqlite3 *handle = lock_database (store);
  gint64 begin;

  ponder_store_save_session_async (store, session, cancellable, ponder_test_take_result, &pending);
  ponder_test_run_for (100);
  begin = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  result = ponder_test_await (&pending);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, G_USEC_PER_SEC);
  g_assert_false (ponder_store_save_session_finish (store, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  sqlite3_close (handle);
  ponder_test_store_save_session (store, session);
  ponder_test_store_close (store);
  ponder_test_dir_remove (dir);
}

/* While another opens, and perhaps copies a large database, opening waits and can be given up. */
static void
test_opening_waits (void)
{
  char *dir = ponder_test_dir_new ();
  g_autofree char *path = g_build_filename (dir, "ponder.lock", NULL);
  g_autoptr(PonderStore) store = ponder_store_new (dir);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;
  int lock = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  g_assert_cmpint (flock (lock, LOCK_EX), ==, 0);
  ponder_store_open_async (store, cancellable, ponder_test_take_result, &pending);
  ponder_test_run_for (100);
  g_assert_null (pending);
  g_cancellable_cancel (cancellable);
  result = ponder_test_await (&pending);
  g_assert_false (ponder_store_open_finish (store, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);

  ponder_store_open_async (store, NULL, ponder_test_take_result, &pending);
  ponder_test_run_for (100);
  g_assert_null (pending);
  close (lock);
  result = ponder_test_await (&pending);
  g_assert_true (ponder_store_open_finish (store, result, NULL));
  ponder_test_dir_remove (dir);
}

static void
test_owner (void)
{
  g_autofree char *own = ponder_owner_dup_own ();
  g_auto(GStrv) words = g_strsplit (own, " ", -1);
  g_autofree char *other_boot = g_strdup_printf ("x%s", own);
  g_autofree char *other_start = g_strdup_printf ("%s0", own);

  g_assert_cmpuint (g_strv_length (words), ==, 3);
  g_assert_true (ponder_owner_is_alive (own));
  g_assert_false (ponder_owner_is_alive (other_boot));
  g_assert_false (ponder_owner_is_alive (other_start));
  g_assert_false (ponder_owner_is_alive (NULL));
  g_assert_false (ponder_owner_is_alive (""));
  g_assert_false (ponder_owner_is_alive ("nonsense"));
  g_assert_false (ponder_owner_is_alive ("boot -5 1"));
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 5 && g_str_equal (argv[1], "--child"))
    return run_child (argv + 2);

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/processes/an-owner-is-one-run-of-one-program", test_owner);
  g_test_add_func ("/processes/what-was-acknowledged-survives-a-kill", test_kill);
  g_test_add_func ("/processes/a-living-writer-is-left-alone", test_living_writer);
  g_test_add_func ("/processes/many-write-at-once", test_writers);
  g_test_add_func ("/processes/a-lock-is-waited-for", test_lock);
  g_test_add_func ("/processes/waiting-for-a-lock-can-be-cancelled", test_cancelled_wait);
  g_test_add_func ("/processes/opening-waits-for-another-opening", test_opening_waits);
  g_test_add_func ("/processes/two-stores-share-one-program", test_two_stores);
  return g_test_run ();
}
