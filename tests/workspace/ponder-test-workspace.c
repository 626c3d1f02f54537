/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A workspace in a folder of its own with a demo server as its provider. */

#include "config.h"

#include "ponder-test-workspace.h"

#include "ponder-test-dir.h"
#include "ponder-test-loop.h"

static void
problem_cb (PonderWorkspace *workspace,
            PonderFault     *fault,
            GPtrArray       *problems)
{
  g_ptr_array_add (problems, ponder_fault_ref (fault));
}

static PonderWorkspace *
open_workspace (const char  *dir,
                GPtrArray   *problems,
                GError     **error)
{
  g_autofree char *data = g_build_filename (dir, "data", NULL);
  g_autofree char *config = g_build_filename (dir, "config", NULL);
  g_autoptr(PonderWorkspace) workspace = ponder_workspace_new (data, config);
  g_autoptr(GAsyncResult) answer = NULL;
  GAsyncResult *result = NULL;

  if (problems != NULL)
    g_signal_connect (workspace, "problem", G_CALLBACK (problem_cb), problems);
  ponder_workspace_open_async (workspace, NULL, ponder_test_take_result, &result);
  answer = ponder_test_await (&result);
  if (!ponder_workspace_open_finish (workspace, answer, error))
    return NULL;
  return g_steal_pointer (&workspace);
}

PonderWorkspace *
ponder_test_open_workspace (const char  *dir,
                            GError     **error)
{
  return open_workspace (dir, NULL, error);
}

void
ponder_test_close_workspace (PonderWorkspace *workspace)
{
  g_autoptr(GAsyncResult) answer = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *result = NULL;

  ponder_workspace_close_async (workspace, ponder_test_take_result, &result);
  answer = ponder_test_await (&result);
  ponder_workspace_close_finish (workspace, answer, &error);
  g_assert_no_error (error);
}

void
ponder_test_save_provider (PonderWorkspace      *workspace,
                           PonderProviderConfig *provider)
{
  g_autoptr(GAsyncResult) answer = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *result = NULL;

  ponder_workspace_save_provider_async (workspace, provider, NULL, ponder_test_take_result, &result);
  answer = ponder_test_await (&result);
  ponder_workspace_save_provider_finish (workspace, answer, &error);
  g_assert_no_error (error);
}

static void
start_server (PonderTest *self)
{
  g_autoptr(GError) error = NULL;

  self->server = ponder_demo_server_new ();
  ponder_demo_server_start (self->server, &error);
  g_assert_no_error (error);
  self->provider = ponder_provider_config_new (PONDER_TEST_PROVIDER);
  ponder_provider_config_set_dialect (self->provider, "openai");
  ponder_provider_config_set_base_url (self->provider, ponder_demo_server_get_base_url (self->server));
  ponder_provider_config_set_default_model (self->provider, PONDER_TEST_MODEL);
}

PonderTest *
ponder_test_new (void)
{
  PonderTest *self = g_new0 (PonderTest, 1);
  /* A key in the environment, so that no test asks a keyring. */
  g_setenv ("TEST_API_KEY", "sk-test", TRUE);
  self->problems = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_fault_unref);
  self->dir = ponder_test_dir_new ();
  start_server (self);
  ponder_test_open (self);
  ponder_test_save_provider (self->workspace, self->provider);
  return self;
}

void
ponder_test_close (PonderTest *self)
{
  ponder_test_close_workspace (self->workspace);
  g_assert_finalize_object (g_steal_pointer (&self->workspace));
}

void
ponder_test_open (PonderTest *self)
{
  g_autoptr(GError) error = NULL;

  self->workspace = open_workspace (self->dir, self->problems, &error);
  g_assert_no_error (error);
}

void
ponder_test_reopen (PonderTest *self)
{
  ponder_test_close (self);
  ponder_test_open (self);
}

void
ponder_test_free (PonderTest *self)
{
  if (self->workspace != NULL)
    {
      ponder_test_close_workspace (self->workspace);
      g_object_unref (self->workspace);
    }
  ponder_demo_server_stop (self->server);
  g_object_unref (self->server);
  g_object_unref (self->provider);
  g_ptr_array_unref (self->problems);
  ponder_test_dir_remove (self->dir);
  g_free (self);
}

PonderSession *
ponder_test_new_chat (PonderTest *self)
{
  PonderSession *session = ponder_workspace_create_session (self->workspace);
  g_autoptr(PonderModelConfig) config = ponder_model_config_copy (ponder_session_get_config (session));

  ponder_model_config_set_model (config, PONDER_TEST_PROVIDER, PONDER_TEST_MODEL);
  ponder_session_set_config (session, config);
  return session;
}

static gboolean
is_loaded (gpointer timeline)
{
  return !ponder_timeline_get_loading (timeline);
}

PonderTimeline *
ponder_test_open_chat (PonderWorkspace *workspace,
                       PonderSession   *session)
{
  PonderTimeline *timeline = ponder_workspace_open_timeline (workspace, session);

  ponder_test_wait_for (is_loaded, timeline, 20);
  g_assert_null (ponder_timeline_get_fault (timeline));
  return timeline;
}

static gboolean
is_over (gpointer turn)
{
  return !ponder_turn_get_running (turn);
}

void
ponder_test_wait_for_end (PonderTurn *turn)
{
  ponder_test_wait_for (is_over, turn, 20);
}

PonderMessage *
ponder_test_ask (PonderWorkspace *workspace,
                 PonderTimeline  *timeline,
                 const char      *question)
{
  g_autoptr(PonderTurn) turn = ponder_workspace_begin_turn (workspace, timeline, question);

  ponder_test_wait_for_end (turn);
  return ponder_turn_get_message (turn);        /* the timeline holds it */
}

typedef struct
{
  PonderMessage *message;
  gsize          length;
} Wanted;

static gboolean
has_text (gpointer user_data)
{
  Wanted *wanted = user_data;

  return strlen (ponder_message_get_text (wanted->message)) >= wanted->length;
}

void
ponder_test_wait_for_text (PonderMessage *message,
                           gsize          length)
{
  Wanted wanted = { message, length };

  ponder_test_wait_for (has_text, &wanted, 20);
}

void
ponder_test_script (PonderTest *self,
                    guint       pause_ms,
                    ...)
{
  PonderDemoScript *script = ponder_demo_script_new (200, "text/event-stream");
  const char *piece;
  va_list pieces;

  va_start (pieces, pause_ms);
  while ((piece = va_arg (pieces, const char *)))
    {
      ponder_demo_script_pause (script, pause_ms);
      ponder_demo_script_text (script, piece);
    }
  va_end (pieces);
  ponder_demo_script_end (script, "stop", 3, 5);
  ponder_demo_server_set_script (self->server, PONDER_TEST_MODEL, script);
}

PonderMessage *
ponder_test_get_message (PonderTimeline *timeline,
                         guint           position)
{
  g_autoptr(PonderMessage) message = g_list_model_get_item (G_LIST_MODEL (timeline), position);

  g_assert_nonnull (message);
  return message;
}

PonderSession *
ponder_test_get_session (GListModel *model,
                         guint       position)
{
  g_autoptr(PonderSession) session = g_list_model_get_item (model, position);

  g_assert_nonnull (session);
  return session;
}
