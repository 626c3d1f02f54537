/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tries a server with a key that was just typed, before anything is kept. */

#include "config.h"

#include "ponder-connection-test.h"

#include "ponder-workspace.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  char   *key;
  gint64  started;
  double  seconds;
} Test;

static void
test_free (gpointer data)
{
  Test *test = data;

  ponder_connection_key_free (test->key);
  g_free (test);
}

static void
models_listed_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Test *test = g_task_get_task_data (task);
  GListModel *models;
  GError *error = NULL;

  test->seconds = (double) (g_get_monotonic_time () - test->started) / G_USEC_PER_SEC;
  if ((models = ponder_workspace_list_models_finish (PONDER_WORKSPACE (source), result, &error)))
    g_task_return_pointer (task, models, g_object_unref);
  else
    g_task_return_error (task, error);
}

void
ponder_connection_test_async (PonderWorkspace      *workspace,
                              PonderProviderConfig *provider,
                              const char           *typed,
                              GCancellable         *cancellable,
                              GAsyncReadyCallback   callback,
                              gpointer              user_data)
{
  g_autoptr(GTask) task = g_task_new (workspace, cancellable, callback, user_data);
  Test *test = g_new0 (Test, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, ponder_connection_test_async);
  g_task_set_task_data (task, test, test_free);
  test->started = g_get_monotonic_time ();
  if (typed != NULL && typed[0] != '\0' && !(test->key = ponder_keyring_clean_key (typed, &error)))
    {
      g_task_return_error (task, error);
      return;
    }

  ponder_workspace_list_models_async (workspace, provider, test->key, cancellable, models_listed_cb,
                                      g_steal_pointer (&task));
}

GListModel *
ponder_connection_test_finish (GAsyncResult  *result,
                               char         **key,
                               GError       **error)
{
  Test *test;

  g_return_val_if_fail (g_async_result_is_tagged (result, ponder_connection_test_async), NULL);

  test = g_task_get_task_data (G_TASK (result));
  *key = g_steal_pointer (&test->key);
  return g_task_propagate_pointer (G_TASK (result), error);
}

char *
ponder_connection_test_dup_praise (GAsyncResult *result,
                                   GListModel   *models)
{
  Test *test = g_task_get_task_data (G_TASK (result));
  guint n = g_list_model_get_n_items (models);

  /* Translators: a server answered with so many models after so many seconds. */
  return g_strdup_printf (ngettext ("It works: %u model in %.1f s", "It works: %u models in %.1f s", n), n,
                          test->seconds);
}

void
ponder_connection_key_free (char *key)
{
  if (key == NULL)
    return;

  explicit_bzero (key, strlen (key));
  g_free (key);
}
