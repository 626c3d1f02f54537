/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `export`: chats as files. */

#include "config.h"

#include "ponder-cli.h"
#include "ponder-error.h"
#include "ponder-workspace-export.h"

#include <glib/gi18n.h>

/* What was asked for. */
typedef struct
{
  PonderExportFormat format;
  char              *format_name;
  char              *path;      /* (nullable): standard output */
  gboolean           all;
  char              *branches;  /* (nullable) "shown" or "all"; the usual: all for JSON only */
} Wish;

static void
wish_clear (Wish *wish)
{
  g_free (wish->branches);
  g_free (wish->format_name);
  g_free (wish->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wish, wish_clear)

static gboolean
read_format (Wish *wish)
{
  if (wish->format_name == NULL)
    {
      ponder_cli_usage (_("Which format? Name one with “--format”: json, markdown, html, text, openai-jsonl, sharegpt "
                          "or simplellmfront."));
      return FALSE;
    }
  if (!ponder_export_format_from_string (wish->format_name, &wish->format))
    {
      /* Translators: %s is what was typed; the names are not translated. */
      ponder_cli_usage (_("“%s” is no format; choose json, markdown, html, text, openai-jsonl, sharegpt or "
                          "simplellmfront"), wish->format_name);
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_branches (const Wish *wish)
{
  if (wish->branches == NULL || g_strcmp0 (wish->branches, "shown") == 0 || g_strcmp0 (wish->branches, "all") == 0)
    return TRUE;

  /* Translators: %s is what was typed; the two words are not translated. */
  ponder_cli_usage (_("“%s” are no branches; choose shown or all"), wish->branches);
  return FALSE;
}

static gboolean
wants_whole_tree (const Wish *wish)
{
  return wish->branches != NULL ? g_strcmp0 (wish->branches, "all") == 0 : wish->format == PONDER_EXPORT_JSON;
}

static gboolean
read_options (PonderCli *self,
              Wish      *wish,
              GStrv     *arguments)
{
  const GOptionEntry entries[] = {
    { "all", 0, 0, G_OPTION_ARG_NONE, &wish->all, N_("Export all chats but those in the trash"), NULL },
    { "branches", 0, 0, G_OPTION_ARG_STRING, &wish->branches,
      N_("The branch that is shown, or all of them, as json has them unless told otherwise"), "shown|all" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &wish->format_name,
      N_("json, markdown, html, text, openai-jsonl, sharegpt or simplellmfront"), N_("FORMAT") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &wish->path, N_("Write to FILE; “-” is standard output"), N_("FILE") },
    G_OPTION_ENTRY_NULL
  };

  if (!ponder_cli_parse (self, "export", _("ID… | --all"),
                         _("Writes one chat, or many into one file: a ZIP, or for openai-jsonl and sharegpt one line "
                           "for each. Keys are never in it."), entries, arguments)
      || !read_format (wish) || !check_branches (wish))
    return FALSE;

  if (g_strcmp0 (wish->path, "-") == 0)
    g_clear_pointer (&wish->path, g_free);
  return TRUE;
}

/* FALSE: said what is wrong. */
static gboolean
check_arguments (const Wish *wish,
                 GStrv       arguments)
{
  guint n_ids = g_strv_length (arguments) - 1;

  if (wish->all == (n_ids > 0))
    ponder_cli_usage (_("Name the chats, or say “--all”."));
  else if (wish->path == NULL && (wish->all || n_ids > 1))
    ponder_cli_usage (_("Several chats go into a file: name it with “-o FILE”."));
  else
    return TRUE;

  return FALSE;
}

/* (element-type PonderSession) (transfer full) (nullable): said why not */
static GPtrArray *
find_sessions (PonderCli  *self,
               const Wish *wish,
               GStrv       arguments,
               PonderExit *status)
{
  g_autoptr(GPtrArray) sessions = wish->all ? ponder_workspace_list_all_sessions (self->workspace)
                                            : g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 1; arguments[i] != NULL; i++)
    {
      PonderSession *session = ponder_cli_find_session (self, arguments[i], status);

      if (session == NULL)
        return NULL;
      if (g_ptr_array_find (sessions, session, NULL))
        g_object_unref (session);
      else
        g_ptr_array_add (sessions, session);
    }

  if (sessions->len > 0)
    return g_steal_pointer (&sessions);

  ponder_cli_say (_("There are no chats."));
  *status = PONDER_EXIT_FAILED;
  return NULL;
}

/* A chat that the format has no use for is no request that somebody refused. */
static PonderExit
fail (PonderCli    *self,
      const GError *error)
{
  if (!g_error_matches (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST))
    return ponder_cli_fail (self, error, "export");

  ponder_cli_say ("%s.", error->message);
  return PONDER_EXIT_FAILED;
}

static PonderExit
print_one (PonderCli     *self,
           const Wish    *wish,
           PonderSession *session)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  ponder_workspace_export_session_async (self->workspace, session, wish->format, wants_whole_tree (wish),
                                         self->cancellable, ponder_cli_done_cb, &result);
  ponder_cli_wait (self, &result);
  if (!(bytes = ponder_workspace_export_session_finish (self->workspace, result, &error)))
    return fail (self, error);

  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  ponder_output_write (self->output, text);
  return PONDER_EXIT_DONE;
}

static PonderExit
write_all (PonderCli  *self,
           const Wish *wish,
           GPtrArray  *sessions)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  guint n_left_out;

  ponder_workspace_export_async (self->workspace, sessions, wish->format, wants_whole_tree (wish), wish->all,
                                 wish->path, self->cancellable, ponder_cli_done_cb, &result);
  ponder_cli_wait (self, &result);
  if (!ponder_workspace_export_finish (self->workspace, result, &n_left_out, &error))
    return fail (self, error);

  if (n_left_out > 0)
    ponder_cli_say (ngettext ("%u chat without a finished answer was left out.",
                              "%u chats without a finished answer were left out.", n_left_out), n_left_out);
  return PONDER_EXIT_DONE;
}

PonderExit
ponder_cli_export (PonderCli *self,
                   GStrv     *arguments)
{
  g_auto(Wish) wish = { 0, };
  g_autoptr(GPtrArray) sessions = NULL;
  PonderExit status = PONDER_EXIT_USAGE;

  if (!read_options (self, &wish, arguments) || !check_arguments (&wish, *arguments)
      || !ponder_cli_open (self, &status) || !(sessions = find_sessions (self, &wish, *arguments, &status)))
    return status;

  return wish.path == NULL ? print_one (self, &wish, sessions->pdata[0]) : write_all (self, &wish, sessions);
}
