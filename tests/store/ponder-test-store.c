/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The calls of the store, waited for. */

#include "config.h"

#include "ponder-test-store.h"

#include <sqlite3.h>

#include "ponder-error.h"
#include "ponder-test-loop.h"
#include "ponder-word-tokenizer.h"

PonderStore *
ponder_test_store_open (const char *data_dir)
{
  PonderStore *store = ponder_store_new (data_dir);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;

  ponder_store_open_async (store, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  ponder_store_open_finish (store, result, &error);
  g_assert_no_error (error);
  return store;
}

void
ponder_test_store_refuse (const char *data_dir,
                          int         code,
                          const char *words)
{
  g_autoptr(PonderStore) store = ponder_store_new (data_dir);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;

  ponder_store_open_async (store, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  g_assert_false (ponder_store_open_finish (store, result, &error));
  g_assert_error (error, PONDER_ERROR, code);
  g_assert_nonnull (strstr (error->message, words));
}

void
ponder_test_store_close (PonderStore *store)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;

  ponder_store_close_async (store, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  ponder_store_close_finish (store, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  g_assert_finalize_object (store);
}

void
ponder_test_store_save_session (PonderStore   *store,
                                PonderSession *session)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;

  ponder_store_save_session_async (store, session, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  ponder_store_save_session_finish (store, result, &error);
  g_assert_no_error (error);
}

gboolean
ponder_test_store_try_save (PonderStore    *store,
                            PonderSession  *session,
                            GPtrArray      *messages,
                            GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *pending = NULL;

  ponder_store_save_messages_async (store, session, messages, NULL, ponder_test_take_result,
                                    &pending);
  result = ponder_test_await (&pending);
  return ponder_store_save_messages_finish (store, result, error);
}

void
ponder_test_store_save (PonderStore   *store,
                        PonderSession *session,
                        GPtrArray     *messages)
{
  g_autoptr(GError) error = NULL;

  ponder_test_store_try_save (store, session, messages, &error);
  g_assert_no_error (error);
}

void
ponder_test_store_save_one (PonderStore   *store,
                            PonderSession *session,
                            PonderMessage *message)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new ();

  g_ptr_array_add (messages, message);
  ponder_test_store_save (store, session, messages);
}

void
ponder_test_store_purge_trash (PonderStore *store,
                               gint64       time)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;

  ponder_store_purge_trash_async (store, time, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  ponder_store_purge_trash_finish (store, result, &error);
  g_assert_no_error (error);
}

void
ponder_test_store_save_provider (PonderStore          *store,
                                 PonderProviderConfig *provider)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;

  ponder_store_save_provider_async (store, provider, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  ponder_store_save_provider_finish (store, result, &error);
  g_assert_no_error (error);
}

GPtrArray *
ponder_test_store_list (PonderStore *store,
                        gboolean     trash)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(PonderStoreSessions) all = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;

  ponder_store_list_sessions_async (store, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  all = ponder_store_list_sessions_finish (store, result, &error);
  g_assert_no_error (error);
  return g_ptr_array_ref (trash ? all->trash : all->sessions);
}

GPtrArray *
ponder_test_store_list_changes (PonderStore *store,
                                gint64       serial)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;
  GPtrArray *changes;

  ponder_store_list_changes_async (store, serial, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  changes = ponder_store_list_changes_finish (store, result, &error);
  g_assert_no_error (error);
  return changes;
}

PonderSession *
ponder_test_store_find (PonderStore  *store,
                        const char   *id,
                        GError      **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *pending = NULL;

  ponder_store_find_session_async (store, id, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  return ponder_store_find_session_finish (store, result, error);
}

GPtrArray *
ponder_test_store_load (PonderStore *store,
                        const char  *session_id)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;
  GPtrArray *messages;

  ponder_store_load_messages_async (store, session_id, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  messages = ponder_store_load_messages_finish (store, result, &error);
  g_assert_no_error (error);
  return messages;
}

GPtrArray *
ponder_test_store_list_providers (PonderStore *store)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;
  GPtrArray *providers;

  ponder_store_list_providers_async (store, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  providers = ponder_store_list_providers_finish (store, result, &error);
  g_assert_no_error (error);
  return providers;
}

void
ponder_test_store_check (PonderStore *store)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *report = NULL;
  GAsyncResult *pending = NULL;

  ponder_store_check_async (store, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  report = ponder_store_check_finish (store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (report, ==, "ok");
}

PonderStoreHits *
ponder_test_store_search_full (PonderStore       *store,
                               const char        *text,
                               PonderSearchOrder  order,
                               guint              offset,
                               guint              limit)
{
  /* Some day in UTC, so that dates mean the same everywhere. */
  g_autoptr(GDateTime) now = g_date_time_new_utc (2026, 11, 20, 12, 0, 0);
  g_autoptr(PonderSearchQuery) query = ponder_search_query_parse (text, now);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;
  PonderStoreHits *hits;

  ponder_store_search_async (store, query, order, offset, limit, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  hits = ponder_store_search_finish (store, result, &error);
  g_assert_no_error (error);
  return hits;
}

char *
ponder_test_store_search (PonderStore *store,
                          const char  *text)
{
  g_autoptr(PonderStoreHits) found = ponder_test_store_search_full (store, text, PONDER_SEARCH_NEWEST, 0, 1000);
  g_autoptr(GString) words = g_string_new (NULL);

  g_assert_cmpuint (found->n_found, ==, found->hits->len);
  for (guint i = 0; i < found->hits->len; i++)
    {
      PonderSearchHit *hit = g_ptr_array_index (found->hits, i);
      const char *message_id = ponder_search_hit_get_message_id (hit);

      g_string_append_printf (words, "%s%s/%s", i > 0 ? " " : "", ponder_search_hit_get_session_id (hit),
                              message_id != NULL ? message_id : "");
    }
  return g_strdup (words->str);
}

PonderMessage *
ponder_test_message_new (const char *id,
                         const char *parent_id,
                         PonderRole  role,
                         const char *text)
{
  PonderMessage *message = ponder_message_new (id, parent_id, role);

  ponder_message_append_text (message, text);
  return message;
}

char *
ponder_test_file_digest (const char *path)
{
  g_autofree char *contents = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *) contents, length);
}

void
ponder_test_sql (const char *path,
                 const char *sql)
{
  g_autofree char *message = NULL;
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (ponder_word_tokenizer_register (handle), ==, SQLITE_OK);
  sqlite3_exec (handle, sql, NULL, NULL, NULL);
  g_assert_cmpstr (sqlite3_errmsg (handle), ==, "not an error");
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
}

char *
ponder_test_find_file (const char *dir,
                       const char *suffix)
{
  g_autoptr(GDir) folder = g_dir_open (dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    if (g_str_has_suffix (name, suffix))
      return g_build_filename (dir, name, NULL);

  return NULL;
}

GSubprocess *
ponder_test_child_new (const char *argument,
                       ...)
{
  g_autoptr(GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *program = g_file_read_link ("/proc/self/exe", &error);
  GSubprocess *child;
  va_list rest;

  g_assert_no_error (error);
  g_ptr_array_add (arguments, program);
  g_ptr_array_add (arguments, (gpointer) "--child");
  va_start (rest, argument);
  for (const char *next = argument; next != NULL; next = va_arg (rest, const char *))
    g_ptr_array_add (arguments, (gpointer) next);
  va_end (rest);
  g_ptr_array_add (arguments, NULL);

  child = g_subprocess_newv ((const char *const *) arguments->pdata,
                             G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  return child;
}

char *
ponder_test_child_finish (GSubprocess *child)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;
  char *output = NULL;

  g_subprocess_communicate_utf8_async (child, NULL, NULL, ponder_test_take_result, &pending);
  result = ponder_test_await (&pending);
  g_subprocess_communicate_utf8_finish (child, result, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (child));
  g_assert_cmpint (g_subprocess_get_exit_status (child), ==, 0);
  return output;
}
