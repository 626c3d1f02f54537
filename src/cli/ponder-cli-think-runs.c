/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `think list` and `think show`: runs that are stored. */

#include "config.h"

#include "ponder-cli-json.h"
#include "ponder-cli.h"
#include "ponder-think-json.h"

#include <glib/gi18n.h>
#include <math.h>

/* (element-type PonderThinkRecord) (transfer full) (nullable): said why not, the command returns *@status. */
static GPtrArray *
list_records (PonderCli  *self,
              PonderExit *status)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *records;

  ponder_workspace_list_runs_async (self->workspace, self->cancellable, ponder_cli_done_cb, &result);
  ponder_cli_wait (self, &result);
  if (!(records = ponder_workspace_list_runs_finish (self->workspace, result, &error)))
    *status = ponder_cli_fail (self, error, "think");
  return records;
}

static void
show_row (PonderCli               *self,
          const PonderThinkRecord *record)
{
  g_autofree char *created = ponder_cli_dup_time (record->created);
  g_autofree char *question = g_strdelimit (g_strdup (record->question), "\n\t", ' ');

  ponder_output_printf (self->output, "%s  %-20s  %-11s  %s\n", record->id, created,
                        ponder_think_record_get_outcome (record), question);
}

PonderExit
ponder_cli_list_runs (PonderCli *self,
                      GStrv     *arguments)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr(GPtrArray) records = NULL;
  JsonArray *array;
  PonderExit status = PONDER_EXIT_USAGE;

  if (!ponder_cli_parse (self, "think list", NULL, _("Lists runs, newest first: id, begin, outcome, question."),
                         entries, arguments)
      || !ponder_cli_expect (*arguments, 0, NULL) || !ponder_cli_open (self, &status)
      || !(records = list_records (self, &status)))
    return status;

  if (!json)
    {
      for (guint i = 0; i < records->len; i++)
        show_row (self, g_ptr_array_index (records, i));
      return PONDER_EXIT_DONE;
    }
  array = json_array_new ();
  for (guint i = 0; i < records->len; i++)
    json_array_add_object_element (array, ponder_think_record_to_json (g_ptr_array_index (records, i)));
  ponder_output_take_array (self->output, array);
  return PONDER_EXIT_DONE;
}

/* What its log adds up to; NULL: said why not, the command returns *@status. (transfer full) */
static PonderThinkState *
load_state (PonderCli  *self,
            const char *id,
            PonderExit *status)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(GError) error = NULL;
  PonderThinkState *state;

  ponder_workspace_load_run_async (self->workspace, id, self->cancellable, ponder_cli_done_cb, &result);
  ponder_cli_wait (self, &result);
  if (!(events = ponder_workspace_load_run_finish (self->workspace, result, &error)))
    {
      *status = ponder_cli_fail (self, error, "think");
      return NULL;
    }
  state = ponder_think_state_new ();
  for (guint i = 0; i < events->len; i++)
    ponder_think_state_apply (state, g_ptr_array_index (events, i));
  return state;
}

static void
show_part (PonderCli             *self,
           const PonderThinkNode *node)
{
  const char *message = node->message != NULL ? node->message : "";

  ponder_output_printf (self->output, "\n%s · %s · %s%s%s", node->id, node->title,
                        ponder_think_node_state_to_string (node->state), *message != '\0' ? " · " : "", message);
  if (isfinite (node->confidence))
    /* Translators: how sure the model says it is, as a percentage. */
    ponder_output_printf (self->output, _(" · stated confidence %.0f %%"), node->confidence * 100);
  ponder_output_write (self->output, "\n");
  if (ponder_think_node_has_answer (node))
    ponder_output_printf (self->output, "%s%s", node->text->str, g_str_has_suffix (node->text->str, "\n") ? "" : "\n");
}

static void
show_review (PonderCli              *self,
             const PonderThinkState *state)
{
  if (!state->reviewed)
    return;
  if (isfinite (state->score))
    /* Translators: what a review gave the answer. */
    ponder_output_printf (self->output, _("\nReviewed: %g/10\n"), state->score);
  else
    ponder_output_write (self->output, _("\nReviewed\n"));
  for (guint i = 0; i < state->issues->len; i++)
    {
      const PonderThinkIssue *issue = g_ptr_array_index (state->issues, i);

      ponder_output_printf (self->output, "- %s: %s\n", issue->severity, issue->issue);
    }
}

static void
show_as_text (PonderCli               *self,
              const PonderThinkRecord *record,
              const PonderThinkState  *state)
{
  ponder_output_printf (self->output, "%s\n%s · %s\n", record->question, record->id,
                        ponder_think_record_get_outcome (record));
  for (guint i = 0; i < state->nodes->len; i++)
    {
      const PonderThinkNode *node = g_ptr_array_index (state->nodes, i);

      if (node->kind == PONDER_THINK_KIND_SOLVE)
        show_part (self, node);
    }
  if (state->answer->len > 0)
    ponder_output_printf (self->output, "\n%s\n%s%s", _("Answer"), state->answer->str,
                          g_str_has_suffix (state->answer->str, "\n") ? "" : "\n");
  show_review (self, state);
}

PonderExit
ponder_cli_show_run (PonderCli *self,
                     GStrv     *arguments)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr(GPtrArray) records = NULL;
  g_autoptr(PonderThinkState) state = NULL;
  g_autoptr(GError) error = NULL;
  PonderThinkRecord *record;
  PonderExit status = PONDER_EXIT_USAGE;

  if (!ponder_cli_parse (self, "think show", _("RUN"), _("Shows the parts, the answer and the review of a run."),
                         entries, arguments)
      || !ponder_cli_expect (*arguments, 1, _("RUN")) || !ponder_cli_open (self, &status)
      || !(records = list_records (self, &status)))
    return status;
  if (!(record = ponder_workspace_pick_run (records, (*arguments)[1], &error)))
    return ponder_cli_usage ("%s", error->message);
  if (!(state = load_state (self, record->id, &status)))
    return status;

  if (json)
    ponder_output_take_object (self->output,
                               ponder_think_state_to_json (state, ponder_think_record_get_outcome (record),
                                                           record->id));
  else
    show_as_text (self, record, state);
  return PONDER_EXIT_DONE;
}
