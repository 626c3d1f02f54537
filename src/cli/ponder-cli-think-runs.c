/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `think list` and `think show`: runs that are stored. */

#include "config.h"

#include "ponder-cli-json.h"
#include "ponder-cli.h"
#include "ponder-export-think.h"
#include "ponder-think-json.h"
#include "ponder-think-log.h"

#include <glib/gi18n.h>

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

/* Its log (element-type PonderThinkEvent) (transfer full); NULL: said why not, the command returns *@status. */
static GPtrArray *
load_events (PonderCli  *self,
             const char *id,
             PonderExit *status)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *events;

  ponder_workspace_load_run_async (self->workspace, id, self->cancellable, ponder_cli_done_cb, &result);
  ponder_cli_wait (self, &result);
  if (!(events = ponder_workspace_load_run_finish (self->workspace, result, &error)))
    *status = ponder_cli_fail (self, error, "think");
  return events;
}

static void
write_line (PonderCli  *self,
            const char *text)
{
  ponder_output_printf (self->output, "%s%s", text, g_str_has_suffix (text, "\n") ? "" : "\n");
}

static void
show_piece (PonderCli               *self,
            const PonderExportPiece *piece)
{
  switch (piece->kind)
    {
    case PONDER_EXPORT_HEADING:
      ponder_output_write (self->output, "\n");
      ponder_output_write_bold (self->output, piece->text);
      ponder_output_write (self->output, "\n");
      break;
    case PONDER_EXPORT_ITEM:
      ponder_output_printf (self->output, "- %s\n", piece->text);
      break;
    case PONDER_EXPORT_LINK:
      ponder_output_printf (self->output, "- %s <%s>\n", piece->text, piece->url);
      break;
    case PONDER_EXPORT_REMARK:
    case PONDER_EXPORT_CAPTION:
    case PONDER_EXPORT_BODY:
    default:
      write_line (self, piece->text);
      break;
    }
}

static void
show_as_text (PonderCli               *self,
              const PonderThinkRecord *record,
              GPtrArray               *events,
              const PonderThinkState  *state)
{
  g_autoptr(PonderExportThink) think = ponder_export_think_new (record, events, state);

  ponder_output_printf (self->output, "%s\n%s · %s\n%s\n", record->question, record->id,
                        ponder_think_record_get_outcome (record), think->caption);
  for (guint i = 0; i < think->pieces->len; i++)
    show_piece (self, g_ptr_array_index (think->pieces, i));
  if (state->answer->len == 0)
    return;
  ponder_output_write (self->output, "\n");
  ponder_output_write_bold (self->output, _("Answer"));
  ponder_output_write (self->output, "\n");
  write_line (self, state->answer->str);
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
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(PonderThinkState) state = NULL;
  g_autoptr(GError) error = NULL;
  PonderThinkRecord *record;
  PonderExit status = PONDER_EXIT_USAGE;

  if (!ponder_cli_parse (self, "think show", _("RUN"), _("Shows the parts, the review and the answer of a run."),
                         entries, arguments)
      || !ponder_cli_expect (*arguments, 1, _("RUN")) || !ponder_cli_open (self, &status)
      || !(records = list_records (self, &status)))
    return status;
  if (!(record = ponder_workspace_pick_run (records, (*arguments)[1], &error)))
    return ponder_cli_usage ("%s", error->message);
  if (!(events = load_events (self, record->id, &status)))
    return status;

  state = ponder_think_log_fold (events);
  if (json)
    ponder_output_take_object (self->output,
                               ponder_think_state_to_json (state, ponder_think_record_get_outcome (record),
                                                           record->id));
  else
    show_as_text (self, record, events, state);
  return PONDER_EXIT_DONE;
}
