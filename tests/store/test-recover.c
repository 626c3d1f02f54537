/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever happens to the file, what is still in it comes back, and the copies fill what is not. */

#include "config.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#include "ponder-error.h"
#include "ponder-store-safety.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-store.h"

#define PAGE       4096
#define N_CHATS    12
#define N_MESSAGES 25
#define N_ALL      (N_CHATS * N_MESSAGES)

/* A database in a folder of its own, and its bytes, to be damaged again and again. */
typedef struct
{
  char  *dir;
  char  *path;
  char  *bytes;
  gsize  n_bytes;
} Fixture;

/* Each message tells its place, so that it is known when it comes back. (transfer full) */
static char *
dup_words (guint chat,
           guint message)
{
  g_autoptr(GString) words = g_string_new (NULL);

  g_string_printf (words, "chat %u message %u:", chat, message);
  for (guint i = 0; i < 3 + message * 5; i++)
    g_string_append_printf (words, " word%u", i);
  /* Some are longer than a page. */
  if (message % 10 == 7)
    for (guint i = 0; i < 1000; i++)
      g_string_append_printf (words, " long%u", i);
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
save_chat (PonderStore *store,
           guint        chat,
           guint        n_messages)
{
  g_autofree char *id = g_strdup_printf ("chat%02u", chat);
  g_autofree char *title = g_strdup_printf ("Title %u", chat);
  g_autoptr(PonderSession) session = ponder_session_new (id);
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);

  ponder_session_set_title (session, title);
  for (guint i = 0; i < n_messages; i++)
    {
      g_autofree char *name = g_strdup_printf ("m%02u", i);
      g_autofree char *parent = i > 0 ? g_strdup_printf ("m%02u", i - 1) : NULL;
      g_autofree char *words = dup_words (chat, i);

      g_ptr_array_add (messages, ponder_test_message_new (name, parent, i % 2 == 0 ? PONDER_ROLE_USER
                                                                                 : PONDER_ROLE_ASSISTANT, words));
    }
  ponder_test_store_save (store, session, messages);
}

static void
back_up (PonderStore *store)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *made = NULL;
  GAsyncResult *pending = NULL;

  ponder_store_back_up_async (store, TRUE, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  ponder_store_back_up_finish (store, result, &made, &error);
  g_assert_no_error (error);
  g_assert_nonnull (made);
}

/* @user_data: with a copy of half of it. */
static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autoptr(PonderProviderConfig) provider = ponder_provider_config_new ("home");
  g_autoptr(GError) error = NULL;
  PonderStore *store;

  fixture->dir = ponder_test_dir_new ();
  store = ponder_test_store_open (fixture->dir);
  fixture->path = g_strdup (ponder_store_get_path (store));
  ponder_test_store_save_provider (store, provider);
  for (guint i = 0; i < N_CHATS; i++)
    save_chat (store, i, N_MESSAGES);
  if (GPOINTER_TO_INT (user_data))
    back_up (store);
  ponder_test_store_close (store);
  g_file_get_contents (fixture->path, &fixture->bytes, &fixture->n_bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fixture->n_bytes % PAGE, ==, 0);
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  user_data)
{
  g_free (fixture->bytes);
  g_free (fixture->path);
  ponder_test_dir_remove (fixture->dir);
}

/* The database as it was, but for @n_bytes at @offset. */
static void
damage (Fixture *fixture,
        gsize    offset,
        gsize    n_bytes)
{
  g_autofree char *bytes = g_memdup2 (fixture->bytes, fixture->n_bytes);
  g_autofree char *note = g_build_filename (fixture->dir, "ponder.damage", NULL);
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  g_autofree char *shm = g_strconcat (fixture->path, "-shm", NULL);
  g_autoptr(GError) error = NULL;

  for (gsize i = offset; i < MIN (offset + n_bytes, fixture->n_bytes); i++)
    bytes[i] = (char) g_test_rand_int ();
  g_unlink (wal);
  g_unlink (shm);
  g_file_set_contents (fixture->path, bytes, (gssize) fixture->n_bytes, &error);
  g_assert_no_error (error);
  /* As a check finds it. */
  g_file_set_contents (note, "damaged", -1, &error);
  g_assert_no_error (error);
}

/* How many messages are there with all their words; those that are there in part are not counted. */
static guint
count_whole (PonderStore *store)
{
  guint n = 0;

  for (guint chat = 0; chat < N_CHATS; chat++)
    {
      g_autofree char *id = g_strdup_printf ("chat%02u", chat);
      g_autoptr(GPtrArray) messages = ponder_test_store_load (store, id);

      for (guint i = 0; i < N_MESSAGES; i++)
        {
          g_autofree char *words = dup_words (chat, i);

          for (guint j = 0; j < messages->len; j++)
            if (g_str_equal (ponder_message_get_text (g_ptr_array_index (messages, j)), words))
              {
                n++;
                break;
              }
        }
    }
  return n;
}

static PonderStore *
open_recovered (Fixture *fixture)
{
  PonderStore *store = ponder_test_store_open (fixture->dir);
  const char *aside = ponder_store_get_set_aside (store);

  ponder_test_store_check (store);
  if (aside != NULL)
    {
      g_autofree char *left = ponder_test_find_file (fixture->dir, ".part");
      g_autofree char *recovering = ponder_test_find_file (fixture->dir, ".recovering");
      g_autofree char *recovered = ponder_test_find_file (fixture->dir, ".recovered");

      g_assert_null (left);
      g_assert_null (recovering);
      g_assert_null (recovered);
      g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
    }
  return store;
}

static void
remove_aside (PonderStore *store)
{
  const char *suffixes[] = { "", "-wal", "-shm" };

  for (guint i = 0; ponder_store_get_set_aside (store) != NULL && i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (ponder_store_get_set_aside (store), suffixes[i], NULL);

      g_unlink (path);
    }
}

/* Of a damaged page, no more than what lay on it is lost: messages are rows of sixty bytes here, so that there
 * are no more than eighty on a page. */
#define N_ON_A_PAGE 80

static void
test_each_page (Fixture       *fixture,
                gconstpointer  user_data)
{
  const guint n_pages = (guint) (fixture->n_bytes / PAGE);
  gboolean has_copy = GPOINTER_TO_INT (user_data);
  guint n_set_aside = 0;

  for (guint i = 0; i < n_pages; i += 1 + n_pages / 12)
    {
      const PonderRecovery *recovery;
      PonderStore *store;
      guint n_whole;

      damage (fixture, (gsize) i * PAGE, PAGE);
      store = open_recovered (fixture);
      recovery = ponder_store_get_recovery (store);
      n_whole = count_whole (store);
      g_test_message ("page %u of %u: %u whole, set aside: %d", i + 1, n_pages, n_whole, recovery != NULL);
      g_assert_cmpuint (n_whole, >=, has_copy && recovery != NULL ? N_ALL : N_ALL - N_ON_A_PAGE);
      if (recovery != NULL)
        {
          n_set_aside++;
          g_assert_cmpuint (recovery->n_messages + recovery->n_from_copy, >=, n_whole);
          g_assert_cmpuint (recovery->n_expected, >=, recovery->n_messages + recovery->n_from_copy);
        }
      remove_aside (store);
      ponder_test_store_close (store);
    }
  g_assert_cmpuint (n_set_aside, >, 6);
}

/* A hole may take away all of one table, but not what lies before and behind it. */
static void
test_large_holes (Fixture       *fixture,
                  gconstpointer  user_data)
{
  const guint n_holes = 5;
  const gsize size = fixture->n_bytes / 4;
  guint n_whole = 0;

  for (guint i = 0; i < n_holes; i++)
    {
      gsize offset = (fixture->n_bytes - size) / (n_holes - 1) * i;
      PonderStore *store;

      damage (fixture, offset, size);
      store = open_recovered (fixture);
      n_whole += count_whole (store);
      g_test_message ("a quarter from %zu on: %u whole by now", offset, n_whole);
      remove_aside (store);
      ponder_test_store_close (store);
    }
  g_assert_cmpuint (n_whole, >, n_holes * N_ALL / 4);
}

/* Page 1 and with it the schema is gone, and so is the order of everything else. */
static void
test_first_page (Fixture       *fixture,
                 gconstpointer  user_data)
{
  const PonderRecovery *recovery;
  g_autoptr(GPtrArray) sessions = NULL;
  g_autoptr(GPtrArray) providers = NULL;
  PonderStore *store;

  damage (fixture, 0, PAGE);
  store = open_recovered (fixture);
  recovery = ponder_store_get_recovery (store);
  g_assert_nonnull (recovery);
  g_assert_cmpuint (recovery->n_messages, ==, N_ALL);
  g_assert_cmpuint (recovery->n_expected, ==, N_ALL);
  g_assert_cmpuint (recovery->n_from_copy, ==, 0);
  g_assert_cmpuint (count_whole (store), ==, N_ALL);
  sessions = ponder_test_store_list (store, FALSE);
  g_assert_cmpuint (sessions->len, ==, N_CHATS);
  g_assert_true (g_str_has_prefix (ponder_session_get_title (g_ptr_array_index (sessions, 0)), "Title "));
  providers = ponder_test_store_list_providers (store);
  g_assert_cmpuint (providers->len, ==, 1);
  ponder_test_store_close (store);
}

/* The copy of yesterday knows what was there yesterday; the rest is only in the file. */
static void
test_copy_fills (Fixture       *fixture,
                 gconstpointer  user_data)
{
  g_autoptr(GError) error = NULL;
  const PonderRecovery *recovery;
  PonderStore *store = ponder_test_store_open (fixture->dir);

  save_chat (store, N_CHATS, 2);
  ponder_test_store_close (store);
  g_free (fixture->bytes);
  g_file_get_contents (fixture->path, &fixture->bytes, &fixture->n_bytes, &error);
  g_assert_no_error (error);

  damage (fixture, PAGE * 8, fixture->n_bytes / 2);
  store = open_recovered (fixture);
  recovery = ponder_store_get_recovery (store);
  g_assert_nonnull (recovery);
  g_assert_cmpint (recovery->copy_time, >, 0);
  g_assert_cmpuint (recovery->n_messages, <, N_ALL);
  g_assert_cmpuint (recovery->n_from_copy, >, 0);
  g_assert_cmpuint (count_whole (store), ==, N_ALL);
  ponder_test_store_close (store);
}

/* No noise, and no chance, makes it fall. */
static void
test_noise_everywhere (Fixture       *fixture,
                       gconstpointer  user_data)
{
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *bytes = g_memdup2 (fixture->bytes, fixture->n_bytes);
      PonderStore *store;

      damage (fixture, 0, 0);
      for (guint j = 0; j < 300; j++)
        /* The file's own header could say that a newer SQLite made it. */
        bytes[g_test_rand_int_range (100, (int) fixture->n_bytes)] = (char) g_test_rand_int ();
      g_assert_true (g_file_set_contents (fixture->path, bytes, (gssize) fixture->n_bytes, NULL));
      store = open_recovered (fixture);
      g_test_message ("%u whole", count_whole (store));
      g_assert_cmpuint (count_whole (store), >, N_ALL / 2);
      remove_aside (store);
      ponder_test_store_close (store);
    }
}

/* The file of somebody who has it open stays where it is. */
static void
test_others_have_it_open (Fixture       *fixture,
                          gconstpointer  user_data)
{
  PonderStore *store;
  sqlite3 *handle = NULL;

  damage (fixture, fixture->n_bytes - PAGE * 4, PAGE * 4);
  g_assert_cmpint (sqlite3_open (fixture->path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, "SELECT * FROM choices", NULL, NULL, NULL), ==, SQLITE_OK);
  store = ponder_test_store_open (fixture->dir);
  g_assert_null (ponder_store_get_set_aside (store));
  ponder_test_store_close (store);

  sqlite3_close (handle);
  store = open_recovered (fixture);
  g_assert_nonnull (ponder_store_get_set_aside (store));
  ponder_test_store_close (store);
}

/* What a check found once may have been put right by hand since. */
static void
test_no_damage_any_more (Fixture       *fixture,
                         gconstpointer  user_data)
{
  g_autofree char *note = g_build_filename (fixture->dir, "ponder.damage", NULL);
  PonderStore *store;

  damage (fixture, 0, 0);
  store = ponder_test_store_open (fixture->dir);
  g_assert_null (ponder_store_get_set_aside (store));
  g_assert_false (g_file_test (note, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_whole (store), ==, N_ALL);
  ponder_test_store_close (store);
}

/* A look at the file while it is in use finds what is wrong, and the next start does something about it. */
static void
test_inspection (Fixture       *fixture,
                 gconstpointer  user_data)
{
  g_autofree char *note = g_build_filename (fixture->dir, "ponder.damage", NULL);
  g_autofree char *verdict = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;
  PonderStore *store;

  damage (fixture, fixture->n_bytes - PAGE * 10, PAGE * 10);
  g_unlink (note);
  store = ponder_test_store_open (fixture->dir);
  g_assert_null (ponder_store_get_set_aside (store));
  ponder_store_inspect_async (store, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  verdict = ponder_store_inspect_finish (store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (verdict, !=, "ok");
  g_clear_object (&result);
  ponder_test_store_close (store);

  store = open_recovered (fixture);
  g_assert_nonnull (ponder_store_get_set_aside (store));
  ponder_test_store_close (store);
}

/* Between two moves of files, a program died. */
static void
test_half_moved (Fixture       *fixture,
                 gconstpointer  user_data)
{
  g_autofree char *recovered = g_strconcat (fixture->path, ".recovered", NULL);
  PonderStore *store;

  g_assert_cmpint (g_rename (fixture->path, recovered), ==, 0);
  store = open_recovered (fixture);
  g_assert_cmpuint (count_whole (store), ==, N_ALL);
  ponder_test_store_close (store);

  g_assert_cmpint (g_rename (fixture->path, recovered), ==, 0);
  g_assert_true (g_file_set_contents (fixture->path, "the damaged one", -1, NULL));
  store = open_recovered (fixture);
  g_assert_cmpuint (count_whole (store), ==, N_ALL);
  ponder_test_store_close (store);
}

/* What was not in the file yet, but in its log, when the file was damaged. */
static void
test_log (Fixture       *fixture,
          gconstpointer  user_data)
{
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  g_autofree char *log = NULL;
  g_autoptr(GPtrArray) messages = NULL;
  PonderStore *store;
  gsize n_log;

  store = ponder_test_store_open (fixture->dir);
  save_chat (store, N_CHATS, 3);
  g_assert_true (g_file_get_contents (wal, &log, &n_log, NULL));
  ponder_test_store_close (store);

  damage (fixture, 0, PAGE);
  g_assert_true (g_file_set_contents (wal, log, (gssize) n_log, NULL));
  store = open_recovered (fixture);
  messages = ponder_test_store_load (store, "chat12");
  g_assert_cmpuint (messages->len, ==, 3);
  g_assert_cmpuint (count_whole (store), ==, N_ALL);
  ponder_test_store_close (store);
}

static void
add (const char *name,
     gboolean    with_copy,
     void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (name, Fixture, GINT_TO_POINTER (with_copy), fixture_set_up, test, fixture_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  /* That a file is set aside is a warning. */
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
  add ("/recover/a-damaged-page-costs-what-lay-on-it", FALSE, test_each_page);
  add ("/recover/a-damaged-page-costs-nothing-with-a-copy", TRUE, test_each_page);
  add ("/recover/large-holes-leave-the-rest", FALSE, test_large_holes);
  add ("/recover/without-the-first-page-everything-is-found", FALSE, test_first_page);
  add ("/recover/the-copy-fills-what-is-missing", TRUE, test_copy_fills);
  add ("/recover/noise-everywhere-is-survived", FALSE, test_noise_everywhere);
  add ("/recover/a-file-in-use-stays-where-it-is", FALSE, test_others_have_it_open);
  add ("/recover/damage-that-is-gone-is-none", FALSE, test_no_damage_any_more);
  add ("/recover/what-a-check-finds-is-recovered-at-the-next-start", FALSE, test_inspection);
  add ("/recover/a-recovery-that-died-is-ended", FALSE, test_half_moved);
  add ("/recover/the-log-counts", FALSE, test_log);
  return g_test_run ();
}
