/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waiting in tests: always for a condition, always with a limit. */

#include "config.h"

#include "ponder-test-loop.h"

#define AWAIT_SECONDS 20

static gboolean
timed_out_cb (gpointer user_data)
{
  gboolean *timed_out = user_data;

  *timed_out = TRUE;
  return G_SOURCE_REMOVE;
}

static GSource *
add_timeout (guint     ms,
             gboolean *timed_out)
{
  GSource *source = g_timeout_source_new (ms);

  g_source_set_callback (source, timed_out_cb, timed_out, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
  return source;
}

void
ponder_test_wait_for (PonderTestCondition condition,
                      gpointer            user_data,
                      double              seconds)
{
  gboolean timed_out = FALSE;
  g_autoptr(GSource) limit = add_timeout ((guint) (seconds * 1000), &timed_out);

  while (!condition (user_data) && !timed_out)
    g_main_context_iteration (g_main_context_get_thread_default (), TRUE);
  g_source_destroy (limit);
  g_assert_false (timed_out);
}

void
ponder_test_run_for (guint ms)
{
  gboolean timed_out = FALSE;
  g_autoptr(GSource) limit = add_timeout (ms, &timed_out);

  while (!timed_out)
    g_main_context_iteration (g_main_context_get_thread_default (), TRUE);
  g_source_destroy (limit);
}

void
ponder_test_take_result (GObject      *source,
                         GAsyncResult *result,
                         gpointer      user_data)
{
  GAsyncResult **place = user_data;

  g_assert_null (*place);
  *place = g_object_ref (result);
}

static gboolean
has_result (gpointer user_data)
{
  return *(GAsyncResult **) user_data != NULL;
}

GAsyncResult *
ponder_test_await (GAsyncResult **result)
{
  ponder_test_wait_for (has_result, result, AWAIT_SECONDS);
  return g_steal_pointer (result);
}
