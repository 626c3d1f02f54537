/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `think`: one question that is answered in parts. */

#include "config.h"

#include "ponder-cli-json.h"
#include "ponder-cli-think-progress.h"
#include "ponder-cli.h"
#include "ponder-think-json.h"
#include "ponder-think-reason.h"
#include "ponder-think-summary.h"

#include <glib/gi18n.h>

/* Between an answer that was printed already and the one that a review made of it. */
#define RULE "\n---\n\n"

/* One run of the command; lives on its stack. */
typedef struct
{
  PonderCli              *cli;
  PonderThinkRun         *run;
  PonderCliThinkProgress *progress;
  GString                *printed;
  gboolean                events;
  gboolean                json;
} Think;

static void
think_clear (Think *self)
{
  g_clear_pointer (&self->progress, ponder_cli_think_progress_free);
  g_clear_object (&self->run);
  if (self->printed != NULL)
    g_string_free (self->printed, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Think, think_clear)

static void
print (Think      *self,
       const char *text)
{
  ponder_output_write (self->cli->output, text);
  g_string_append (self->printed, text);
}

static void
end_line (Think *self)
{
  if (self->printed->len > 0 && self->printed->str[self->printed->len - 1] != '\n')
    ponder_output_write (self->cli->output, "\n");
}

static void
text_cb (PonderTurn *turn,
         const char *text,
         gpointer    user_data)
{
  Think *self = user_data;

  ponder_cli_think_progress_hide (self->progress);
  print (self, text);
}

static void
event_cb (PonderThinkRun         *run,
          const PonderThinkEvent *event,
          Think                  *self)
{
  if (self->events)
    ponder_output_take_object (self->cli->output, ponder_think_event_to_line (event, ponder_think_run_get_id (run)));
  /* The answer is on the screen: what comes now is told below it. */
  else if (event->type == PONDER_THINK_RUN_PHASE && g_str_has_suffix (self->printed->str, "\n"))
    ponder_cli_think_progress_show (self->progress);
}

static void
wait_for_run (Think *self)
{
  PonderTurn *turn = ponder_think_run_get_turn (self->run);
  gboolean stopped = FALSE;

  while (ponder_think_run_get_running (self->run))
    {
      if (!stopped && g_cancellable_is_cancelled (self->cli->cancellable))
        {
          stopped = TRUE;
          ponder_turn_stop (turn);
          continue;
        }
      g_main_context_iteration (NULL, TRUE);
    }
}

/* @stream: what is said now is all of the answer. */
static void
follow (Think    *self,
        gboolean  stream)
{
  PonderTurn *turn = ponder_think_run_get_turn (self->run);

  self->printed = g_string_new (NULL);
  self->progress = ponder_cli_think_progress_new (self->run);
  g_signal_connect (self->run, "event", G_CALLBACK (event_cb), self);
  if (stream && !self->json && !self->events)
    g_signal_connect (turn, "text", G_CALLBACK (text_cb), self);
  wait_for_run (self);
  g_signal_handlers_disconnect_by_data (turn, self);
  g_signal_handlers_disconnect_by_data (self->run, self);
  g_clear_pointer (&self->progress, ponder_cli_think_progress_free);
}

static void
print_answer (Think *self)
{
  const char *text = ponder_message_get_text (ponder_turn_get_message (ponder_think_run_get_turn (self->run)));

  if (g_str_equal (self->printed->str, text))
    {
      end_line (self);
      return;
    }
  end_line (self);
  if (self->printed->len > 0)
    ponder_output_write (self->cli->output, RULE);
  g_string_truncate (self->printed, 0);
  print (self, text);
  end_line (self);
}

static void
say_missing (const PonderThinkState *state)
{
  for (guint i = 0; i < state->nodes->len; i++)
    {
      const PonderThinkNode *node = g_ptr_array_index (state->nodes, i);
      g_autofree char *why = ponder_think_reason_dup_of (node);

      if (node->kind == PONDER_THINK_KIND_SOLVE && node->state == PONDER_THINK_PARTIAL)
        /* Translators: a part of the work. */
        ponder_cli_say (_("The answer broke off: %s"), node->title);
      else if (node->kind == PONDER_THINK_KIND_SOLVE && !ponder_think_node_has_answer (node))
        /* Translators: a part of the work, and why it has no answer. */
        ponder_cli_say (_("Not covered: %s (%s)"), node->title, why != NULL ? why : "");
    }
}

/* What a reader of the answer should know, and how to go on. */
static void
say_outcome (Think *self)
{
  const PonderThinkState *state = ponder_think_run_get_state (self->run);
  const char *id = ponder_think_run_get_id (self->run);
  g_autofree char *degraded = ponder_think_reason_dup_words (state->degraded_why);
  g_autofree char *summary = ponder_think_summary_dup (state);

  if (state->config->show_process)
    ponder_cli_say ("%s", summary);
  if (state->degraded != NULL && degraded != NULL)
    ponder_cli_say (_("The plan could not be read as it was meant: %s"), degraded);
  if (state->outcome == PONDER_THINK_OUTCOME_PARTIAL)
    say_missing (state);
  if (state->outcome == PONDER_THINK_OUTCOME_CANCELLED || state->outcome == PONDER_THINK_OUTCOME_PARTIAL
      || state->paused)
    ponder_cli_say (_("“ponder-cli think resume %s” goes on."), id);
}

static PonderExit
show_result (Think *self)
{
  PonderMessage *message = ponder_turn_get_message (ponder_think_run_get_turn (self->run));
  PonderFault *fault = ponder_message_get_fault (message);
  JsonObject *object;

  if (self->json && !self->events)
    {
      object = ponder_think_state_to_json (ponder_think_run_get_state (self->run), NULL,
                                           ponder_think_run_get_id (self->run));
      if (fault != NULL)
        json_object_set_object_member (object, "error", ponder_fault_to_json (fault));
      else
        json_object_set_null_member (object, "error");
      ponder_output_take_object (self->cli->output, object);
    }
  else if (!self->events)
    {
      print_answer (self);
    }
  if (fault != NULL)
    ponder_cli_show_fault (self->cli, fault);
  say_outcome (self);
  return ponder_exit_from_message (message);
}

static gboolean
check_number (const char *option,
              int         value,
              int         most)
{
  if (value == -1 || (value >= 1 && value <= most))
    return TRUE;
  /* Translators: the name of an option, and the greatest number it takes. */
  ponder_cli_usage (_("%s must be a number from 1 to %d"), option, most);
  return FALSE;
}

/* What of the chat's and the run's settings the command line says. */
typedef struct
{
  char     *model;
  int       max_subtasks;       /* -1: not given, as all of them */
  int       parallel;
  int       max_calls;
  gboolean  demo;
  gboolean  no_review;
} Options;

static gboolean
parse (Think    *self,
       Options  *options,
       GStrv    *arguments)
{
  const GOptionEntry entries[] = {
    { "model", 'm', 0, G_OPTION_ARG_FILENAME, &options->model, N_("Ask this model"), N_("PROVIDER/MODEL") },
    { "demo", 0, 0, G_OPTION_ARG_NONE, &options->demo, N_("Ask the built-in server: no network, no key"), NULL },
    { "max-subtasks", 0, 0, G_OPTION_ARG_INT, &options->max_subtasks, N_("Split into at most N parts"), "N" },
    { "parallel", 0, 0, G_OPTION_ARG_INT, &options->parallel, N_("Work on at most N parts at a time"), "N" },
    { "no-review", 0, 0, G_OPTION_ARG_NONE, &options->no_review, N_("Do not have the answer checked"), NULL },
    { "max-calls", 0, 0, G_OPTION_ARG_INT, &options->max_calls, N_("Make at most N requests"), "N" },
    { "events", 0, 0, G_OPTION_ARG_NONE, &self->events, N_("Print what happens, one JSON object for each line"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->json, N_("Print JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!ponder_cli_parse (self->cli, "think", _("PROMPT | resume RUN | list | show RUN"),
                         _("Plans how to answer a question, answers its parts beside each other, and writes and checks "
                           "the answer. “resume” goes on with a run that was stopped or interrupted, “list” lists "
                           "runs, “show” shows one."),
                         entries, arguments)
      || !ponder_cli_expect (*arguments, 1, _("PROMPT")))
    return FALSE;
  if ((*arguments)[1][strspn ((*arguments)[1], " \t\r\n")] == '\0')
    {
      ponder_cli_usage (_("The prompt is empty."));
      return FALSE;
    }
  return check_number ("--max-subtasks", options->max_subtasks, PONDER_THINK_SUBTASKS_LIMIT)
         && check_number ("--parallel", options->parallel, PONDER_THINK_PARALLEL_LIMIT)
         && check_number ("--max-calls", options->max_calls, 1000);
}

static void
apply (const Options     *options,
       PonderThinkConfig *config)
{
  if (options->max_subtasks != -1)
    config->max_subtasks = (guint) options->max_subtasks;
  if (options->parallel != -1)
    config->parallel = (guint) options->parallel;
  if (options->max_calls != -1)
    config->max_calls = (guint) options->max_calls;
  if (options->no_review)
    config->review = FALSE;
}

static PonderExit
ask (Think         *self,
     const Options *options,
     const char    *prompt)
{
  PonderWorkspace *workspace = self->cli->workspace;
  g_autoptr(PonderSession) session = ponder_workspace_create_session (workspace);
  g_autoptr(PonderModelConfig) config = ponder_model_config_copy (ponder_session_get_config (session));
  g_autoptr(PonderThinkConfig) think = ponder_workspace_dup_think_config (workspace, NULL);
  g_autoptr(PonderTimeline) timeline = NULL;
  const char *wanted = options->model == NULL && options->demo ? "demo/think" : options->model;
  g_autofree char *text = g_utf8_make_valid (prompt, -1);
  PonderExit status = PONDER_EXIT_FAILED;

  if (!ponder_cli_choose_model (self->cli, wanted, config, &status))
    return status;

  ponder_session_set_config (session, config);
  apply (options, think);
  /* Nobody is asked here. */
  think->approve_plan = FALSE;
  think->show_process |= self->cli->verbose;
  timeline = ponder_workspace_open_timeline (workspace, session);
  self->run = ponder_workspace_begin_think (workspace, timeline, text, NULL, think);
  follow (self, TRUE);
  return show_result (self);
}

PonderExit
ponder_cli_think (PonderCli *cli,
                  GStrv     *arguments)
{
  static const struct
  {
    const char        *name;
    PonderCommandFunc  run;
  } commands[] = {
    { "resume", ponder_cli_resume_think },
    { "list", ponder_cli_list_runs },
    { "show", ponder_cli_show_run },
  };
  g_auto(Think) self = { .cli = cli };
  Options options = { .max_subtasks = -1, .parallel = -1, .max_calls = -1 };
  g_autofree char *model = NULL;
  PonderExit status = PONDER_EXIT_USAGE;
  gboolean parsed;

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_strcmp0 ((*arguments)[1], commands[i].name) == 0)
      {
        g_autofree char *program = g_steal_pointer (&(*arguments)[0]);

        for (guint j = 0; (*arguments)[j + 1] != NULL || j == 0; j++)
          (*arguments)[j] = g_steal_pointer (&(*arguments)[j + 1]);
        return commands[i].run (cli, arguments);
      }

  parsed = parse (&self, &options, arguments);
  model = options.model;
  if (!parsed || !ponder_cli_open (cli, &status))
    return status;
  return ask (&self, &options, (*arguments)[1]);
}

PonderExit
ponder_cli_resume_think (PonderCli *cli,
                         GStrv     *arguments)
{
  g_auto(Think) self = { .cli = cli };
  const GOptionEntry entries[] = {
    { "events", 0, 0, G_OPTION_ARG_NONE, &self.events, N_("Print what happens, one JSON object for each line"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self.json, N_("Print JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  PonderExit status = PONDER_EXIT_USAGE;

  if (!ponder_cli_parse (cli, "think resume", _("RUN"),
                         _("Goes on with a run that was stopped or interrupted; nothing that is done is done again."),
                         entries, arguments)
      || !ponder_cli_expect (*arguments, 1, _("RUN")) || !ponder_cli_open (cli, &status))
    return status;

  ponder_workspace_resume_think_async (cli->workspace, (*arguments)[1], cli->cancellable, ponder_cli_done_cb, &result);
  ponder_cli_wait (cli, &result);
  if (!(self.run = ponder_workspace_resume_think_finish (cli->workspace, result, &error)))
    {
      if (g_error_matches (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST))
        return ponder_cli_usage ("%s", error->message);
      return ponder_cli_fail (cli, error, "think");
    }
  follow (&self, FALSE);
  return show_result (&self);
}
