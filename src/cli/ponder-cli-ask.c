/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `ask`: one question, its answer as it comes. */

#include "config.h"

#include "ponder-ask-options.h"

#include "ponder-age.h"
#include "ponder-cli-json.h"
#include "ponder-cli-progress.h"
#include "ponder-limits.h"

#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <unistd.h>

#define READ_SIZE 65536

/* One run of the command; lives on its stack. */
typedef struct
{
  PonderCli         *cli;
  PonderAskOptions   options;
  PonderSession     *session;
  PonderTimeline    *timeline;
  PonderTurn        *turn;
  GPtrArray         *parts;             /* of PonderPart: what goes along; (nullable) */
  PonderCliProgress *progress;
  gboolean           reasoning_shown;
  gboolean           text_shown;
  gboolean           line_open;   /* the last character of the answer was no line end */
} Ask;

static void
ask_clear (Ask *self)
{
  ponder_ask_options_clear (&self->options);
  g_clear_pointer (&self->progress, ponder_cli_progress_free);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_clear_object (&self->turn);
  g_clear_object (&self->timeline);
  g_clear_object (&self->session);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Ask, ask_clear)

static void
reasoning_cb (PonderTurn *turn,
              const char *text,
              gpointer    user_data)
{
  Ask *self = user_data;

  ponder_cli_progress_clear (self->progress);
  ponder_cli_write_aside (text);
  self->reasoning_shown = TRUE;
}

static void
text_cb (PonderTurn *turn,
         const char *text,
         gpointer    user_data)
{
  Ask *self = user_data;

  if (*text == '\0')
    return;

  ponder_cli_progress_clear (self->progress);
  if (self->reasoning_shown && !self->text_shown)
    ponder_cli_write_error ("\n\n");

  ponder_output_write (self->cli->output, text);
  self->text_shown = TRUE;
  self->line_open = !g_str_has_suffix (text, "\n");
}

static GString *
read_input (Ask     *self,
            GError **error)
{
  g_autoptr(GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr(GString) text = g_string_new (NULL);

  while (text->len <= PONDER_ANSWER_LIMIT)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GBytes) bytes = NULL;

      g_input_stream_read_bytes_async (input, READ_SIZE, G_PRIORITY_DEFAULT, self->cli->cancellable,
                                       ponder_cli_done_cb, &result);
      ponder_cli_wait (self->cli, &result);
      if (!(bytes = g_input_stream_read_bytes_finish (input, result, error)))
        return NULL;
      if (g_bytes_get_size (bytes) == 0)
        return g_steal_pointer (&text);

      g_string_append_len (text, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
    }

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                       _("The prompt is too long."));
  return NULL;
}

static gboolean
find_prompt (Ask        *self,
             PonderExit *status)
{
  g_autoptr(GString) input = NULL;
  g_autoptr(GError) error = NULL;

  if (self->options.prompt == NULL)
    {
      if (!(input = read_input (self, &error)))
        {
          if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
            *status = PONDER_EXIT_CANCELLED;
          else
            *status = ponder_cli_usage (_("Standard input: %s"), error->message);
          return FALSE;
        }
      self->options.prompt = g_utf8_make_valid (input->str, input->len);
      g_strchomp (self->options.prompt);
    }

  if (self->options.prompt[strspn (self->options.prompt, " \t\r\n")] != '\0' || self->options.attachments != NULL)
    return TRUE;

  *status = ponder_cli_usage (_("The prompt is empty."));
  return FALSE;
}

static gboolean
find_session (Ask        *self,
              PonderExit *status)
{
  const char *name = self->options.session;

  if (g_strcmp0 (name, "new") == 0)
    self->session = ponder_workspace_create_session (self->cli->workspace);
  else if (g_strcmp0 (name, "none") == 0)
    self->session = ponder_workspace_create_private_session (self->cli->workspace);
  else if (!(self->session = ponder_cli_find_session (self->cli, name, status)))
    return FALSE;

  if (ponder_session_get_trashed (self->session) == 0)
    return TRUE;

  ponder_cli_say (_("The chat is in the trash; “ponder-cli sessions restore %s” brings it back."),
                  name);
  *status = PONDER_EXIT_FAILED;
  return FALSE;
}

static PonderModelConfig *
copy_config (PonderSession *session)
{
  return ponder_model_config_copy (ponder_session_get_config (session));
}

static gboolean
set_up_session (Ask        *self,
                PonderExit *status)
{
  g_autoptr(PonderModelConfig) config = copy_config (self->session);
  const char *wanted = self->options.model;

  if (wanted == NULL && self->options.demo)
    wanted = "demo";
  if (!ponder_cli_choose_model (self->cli, wanted, config, status))
    return FALSE;

  ponder_ask_options_apply (&self->options, config);
  ponder_session_set_config (self->session, config);

  return TRUE;
}

/* The limits were for this question alone; a stored chat keeps those that it had. */
static void
put_limits_back (Ask                     *self,
                 const PonderModelConfig *before)
{
  g_autoptr(PonderModelConfig) config = copy_config (self->session);

  config->total_timeout = before->total_timeout;
  config->first_token_timeout = before->first_token_timeout;
  config->silence_timeout = before->silence_timeout;
  config->connect_timeout = before->connect_timeout;
  config->retries = before->retries;
  ponder_session_set_config (self->session, config);
}

static gboolean
load_timeline (Ask        *self,
               PonderExit *status)
{
  PonderFault *fault;

  self->timeline = ponder_workspace_open_timeline (self->cli->workspace, self->session);
  while (ponder_timeline_get_loading (self->timeline))
    {
      if (g_cancellable_is_cancelled (self->cli->cancellable))
        {
          *status = PONDER_EXIT_CANCELLED;
          return FALSE;
        }
      g_main_context_iteration (NULL, TRUE);
    }

  if (!(fault = ponder_timeline_get_fault (self->timeline)))
    return TRUE;

  ponder_cli_show_fault (self->cli, fault);
  *status = ponder_exit_from_category (fault->category);
  return FALSE;
}

static PonderExit
refuse (const GError *error)
{
  if (error->domain == PONDER_ERROR && error->code != PONDER_ERROR_INVALID_REQUEST)
    {
      ponder_cli_say ("%s", error->message);
      return PONDER_EXIT_STORE;
    }
  return ponder_cli_usage ("%s", error->message);
}

static gboolean
attach (Ask        *self,
        const char *path,
        PonderExit *status)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(PonderDraftPart) part = ponder_workspace_attach_file (self->cli->workspace, self->session, file);

  while (ponder_draft_part_get_state (part) == PONDER_DRAFT_PART_LOADING)
    {
      if (g_cancellable_is_cancelled (self->cli->cancellable))
        {
          *status = PONDER_EXIT_CANCELLED;
          return FALSE;
        }
      g_main_context_iteration (NULL, TRUE);
    }
  if (ponder_draft_part_get_state (part) == PONDER_DRAFT_PART_FAILED)
    {
      *status = refuse (ponder_draft_part_get_error (part));
      return FALSE;
    }
  if (ponder_draft_part_is_scan (part))
    ponder_cli_say (_("“%s” holds pictures and no text: only a model that reads PDF as it is can read it."),
                    ponder_draft_part_get_name (part));
  g_ptr_array_add (self->parts, ponder_part_copy (ponder_draft_part_get_part (part)));
  return TRUE;
}

/* Before anything is asked: one that cannot be sent is a mistake on the command line. */
static gboolean
attach_all (Ask        *self,
            PonderExit *status)
{
  GStrv paths = self->options.attachments;

  if (paths == NULL)
    return TRUE;
  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_part_free);
  for (guint i = 0; paths[i] != NULL; i++)
    if (!attach (self, paths[i], status))
      return FALSE;
  return TRUE;
}

static void
run_turn (Ask *self)
{
  PonderTurnFlags flags = PONDER_TURN_PLAIN;
  gboolean stopped = FALSE;

  if (self->options.no_stream)
    flags |= PONDER_TURN_NO_STREAM;
  if (self->options.no_cache)
    flags |= PONDER_TURN_NO_CACHE;

  self->turn = ponder_workspace_begin_turn_full (self->cli->workspace, self->timeline,
                                                 self->options.prompt, self->parts, flags);
  self->progress = ponder_cli_progress_new (self->turn);
  if (!self->options.json)
    g_signal_connect (self->turn, "text", G_CALLBACK (text_cb), self);
  if (!self->options.json && isatty (STDERR_FILENO))
    g_signal_connect (self->turn, "reasoning", G_CALLBACK (reasoning_cb), self);

  while (ponder_turn_get_running (self->turn))
    {
      if (!stopped && g_cancellable_is_cancelled (self->cli->cancellable))
        {
          stopped = TRUE;
          ponder_turn_stop (self->turn);
          continue;
        }
      g_main_context_iteration (NULL, TRUE);
    }
  g_signal_handlers_disconnect_by_data (self->turn, self);
  g_clear_pointer (&self->progress, ponder_cli_progress_free);
}

/* Whoever reads an answer knows when it is not of today. */
static void
show_age (PonderMessage *message)
{
  gint64 cached_from = ponder_message_get_cached_from (message);
  g_autofree char *words = NULL;
  g_autofree char *line = NULL;

  if (cached_from == 0 || !isatty (STDERR_FILENO))
    return;

  words = ponder_age_dup_of_cache (g_get_real_time () - cached_from);
  line = g_strconcat (words, "\n", NULL);
  ponder_cli_write_aside (line);
}

static PonderExit
show_result (Ask *self)
{
  PonderMessage *message = ponder_turn_get_message (self->turn);
  PonderFault *fault = ponder_message_get_fault (message);

  if (self->options.json)
    {
      gboolean kept = g_strcmp0 (self->options.session, "none") != 0;

      ponder_output_take_object (self->cli->output, ponder_turn_to_json (self->turn, kept));
    }
  else
    {
      if (self->line_open)
        ponder_output_write (self->cli->output, "\n");
      show_age (message);
    }

  if (fault != NULL)
    ponder_cli_show_fault (self->cli, fault);
  return ponder_exit_from_message (message);
}

PonderExit
ponder_cli_ask (PonderCli *cli,
                GStrv     *arguments)
{
  g_auto(Ask) self = { .cli = cli };
  g_autoptr(PonderModelConfig) before = NULL;
  PonderExit status = PONDER_EXIT_USAGE;

  if (!ponder_ask_options_parse (&self.options, cli, arguments) || !find_prompt (&self, &status) ||
      !ponder_cli_open (cli, &status) || !find_session (&self, &status))
    return status;

  before = copy_config (self.session);
  if (!set_up_session (&self, &status) || !attach_all (&self, &status) || !load_timeline (&self, &status))
    return status;

  run_turn (&self);
  put_limits_back (&self, before);
  if (g_strcmp0 (self.options.session, "none") != 0)
    ponder_workspace_save_session (cli->workspace, self.session);

  return show_result (&self);
}
