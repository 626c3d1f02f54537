/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `import`: chats of other programs. */

#include "config.h"

#include "ponder-cli.h"
#include "ponder-cli-json.h"
#include "ponder-error.h"
#include "ponder-json.h"
#include "ponder-workspace-import.h"

#include <glib/gi18n.h>

/* What was asked for, and what all files gave. */
typedef struct
{
  gboolean   pretend;
  gboolean   json;
  guint      n_files;
  guint      n_sessions;
  guint      n_messages;
  guint      n_duplicates;
  char      *format;            /* (nullable): of all files, when it is the same */
  gboolean   mixed;
  JsonArray *skipped;
} Import;

static void
import_clear (Import *self)
{
  g_free (self->format);
  json_array_unref (self->skipped);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

static void
progress_cb (goffset  done,
             goffset  total,
             gpointer user_data)
{
  g_autofree char *line = NULL;

  if (total <= 0)
    return;
  /* Translators: how much of a file has been read, in percent. */
  line = g_strdup_printf (_("%d %% read"), (int) (done * 100 / total));
  ponder_cli_show_progress (line);
}

static void
add_skips (Import             *self,
           const char         *path,
           PonderImportReport *report)
{
  for (guint i = 0; i < report->skipped->len; i++)
    {
      const PonderImportSkip *skip = g_ptr_array_index (report->skipped, i);
      g_autofree char *name = g_filename_display_basename (path);
      g_autofree char *what = self->n_files > 1 ? g_strdup_printf ("%s, %s", name, skip->what) : g_strdup (skip->what);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "what", what);
      json_object_set_string_member (object, "why", skip->why);
      json_array_add_object_element (self->skipped, object);
      if (!self->json)
        /* Translators: what was left out of an import, and why. */
        ponder_cli_say (_("Skipped %s: %s"), what, skip->why);
    }
}

static void
add_report (Import             *self,
            const char         *path,
            PonderImportReport *report)
{
  self->n_sessions += report->n_sessions;
  self->n_messages += report->n_messages;
  self->n_duplicates += report->n_duplicates;
  if (self->format != NULL && g_strcmp0 (self->format, report->format) != 0)
    self->mixed = TRUE;
  if (self->format == NULL)
    self->format = g_strdup (report->format);
  add_skips (self, path, report);
}

/* What is wrong with a file is no problem of the program's own. */
static PonderExit
fail (PonderCli    *self,
      const char   *path,
      const GError *error)
{
  g_autofree char *name = g_filename_display_name (path);

  if (!g_error_matches (error, PONDER_ERROR, PONDER_ERROR_MALFORMED) && error->domain != G_IO_ERROR)
    return ponder_cli_fail (self, error, "import");
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return PONDER_EXIT_CANCELLED;

  ponder_cli_say ("%s: %s", name, error->message);
  return PONDER_EXIT_FAILED;
}

static PonderExit
read_file (PonderCli  *self,
           Import     *import,
           const char *path)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(PonderImportReport) report = NULL;
  g_autoptr(GError) error = NULL;

  ponder_workspace_import_async (self->workspace, path, NULL, import->pretend,
                                 ponder_cli_has_progress () ? progress_cb : NULL, NULL, self->cancellable,
                                 ponder_cli_done_cb, &result);
  ponder_cli_wait (self, &result);
  if (ponder_cli_has_progress ())
    ponder_cli_show_progress (NULL);
  ponder_workspace_import_finish (self->workspace, result, &report, &error);
  add_report (import, path, report);
  return error == NULL ? PONDER_EXIT_DONE : fail (self, path, error);
}

static void
print_json (PonderCli *self,
            Import    *import)
{
  JsonObject *object = json_object_new ();
  g_autofree char *text = NULL;

  ponder_cli_json_set_string (object, "format", import->mixed ? NULL : import->format);
  json_object_set_int_member (object, "sessions", import->n_sessions);
  json_object_set_int_member (object, "messages", import->n_messages);
  json_object_set_array_member (object, "skipped", json_array_ref (import->skipped));
  json_object_set_int_member (object, "duplicates", import->n_duplicates);
  text = ponder_json_take_to_string (object);
  ponder_output_printf (self->output, "%s\n", text);
}

static void
print_words (PonderCli *self,
             Import    *import)
{
  g_autofree char *sessions = NULL;
  g_autofree char *messages = NULL;

  sessions = g_strdup_printf (ngettext ("%u new chat", "%u new chats", import->n_sessions), import->n_sessions);
  messages = g_strdup_printf (ngettext ("%u message", "%u messages", import->n_messages), import->n_messages);
  if (import->format != NULL && !import->mixed)
    /* Translators: "3 new chats", "20 messages", and the program they are from. */
    ponder_output_printf (self->output, _("%s, %s (%s)\n"), sessions, messages, import->format);
  else
    /* Translators: "3 new chats", "20 messages". */
    ponder_output_printf (self->output, _("%s, %s\n"), sessions, messages);
  if (import->n_duplicates > 0)
    ponder_output_printf (self->output, ngettext ("%u chat was here already\n", "%u chats were here already\n",
                                                  import->n_duplicates), import->n_duplicates);
}

PonderExit
ponder_cli_import (PonderCli *self,
                   GStrv     *arguments)
{
  g_auto(Import) import = { .skipped = json_array_new () };
  const GOptionEntry entries[] = {
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &import.pretend, N_("Say what would be imported, and store nothing"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &import.json, N_("Print one JSON object"), NULL },
    G_OPTION_ENTRY_NULL
  };
  PonderExit status = PONDER_EXIT_USAGE;
  PonderExit problem = PONDER_EXIT_DONE;

  if (!ponder_cli_parse (self, "import", _("FILE…"),
                         _("Reads chats that other programs exported, whatever the files are called: ChatGPT, Claude, "
                           "Open WebUI, LibreChat, Alpaca, Newelle, Cherry Studio, Chatbox, Jan, Ollama, OpenAI’s "
                           "fine-tuning, ShareGPT, and Ponder itself."), entries, arguments))
    return status;
  if ((import.n_files = g_strv_length (*arguments) - 1) == 0)
    return ponder_cli_usage (_("Which files?"));
  if (!ponder_cli_open (self, &status))
    return status;

  for (guint i = 1; (*arguments)[i] != NULL && !self->interrupted; i++)
    {
      status = read_file (self, &import, (*arguments)[i]);
      if (status != PONDER_EXIT_DONE)
        problem = status;
    }
  if (import.json)
    print_json (self, &import);
  else if (problem == PONDER_EXIT_DONE || import.n_sessions + import.n_duplicates > 0)
    print_words (self, &import);
  return problem;
}
