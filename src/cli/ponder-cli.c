/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line: global options, the table of commands, start and end of the program. */

#include "config.h"

#include "ponder-cli.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static const PonderCommand commands[] = {
  { "ask", ponder_cli_ask, N_("Ask a model and print its answer as it comes") },
  { "think", ponder_cli_think, N_("Answer a hard question in parts, and check the answer") },
  { "batch", ponder_cli_batch, N_("Ask many questions, one for each line of a file") },
  { "models", ponder_cli_models, N_("List the models that the servers offer") },
  { "providers", ponder_cli_providers, N_("List, add, remove and test servers") },
  { "sessions", ponder_cli_sessions, N_("List, show, rename, delete and restore chats") },
  { "export", ponder_cli_export, N_("Write chats to files that other programs can read") },
  { "import", ponder_cli_import, N_("Read chats that other programs exported") },
  { "status", ponder_cli_status, N_("List the questions that are being answered") },
  { "cache", ponder_cli_cache, N_("Show, clean and clear the answers that are kept") },
  { "serve", ponder_cli_serve, N_("Answer other programs on this computer, also by thinking deeply") },
  { "doctor", ponder_cli_doctor, N_("Check this installation and look for servers on this computer") },
  { NULL }
};

static gboolean
parse_profile_cb (const char  *option,
                  const char  *value,
                  gpointer     data,
                  GError     **error)
{
  PonderCli *self = data;

  if (g_strcmp0 (value, "development") != 0 && g_strcmp0 (value, "production") != 0)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   /* Translators: %s is what was typed; the two words are not translated. */
                   _("“%s” is no profile; choose development or production"), value);
      return FALSE;
    }

  g_free (self->profile);
  self->profile = g_strdup (value);
  return TRUE;
}

/* Options that may stand before the command and after it. */
static GOptionGroup *
make_global_group (PonderCli *self)
{
  const GOptionEntry entries[] = {
    { "data-dir", 0, 0, G_OPTION_ARG_FILENAME, &self->data_dir,
      N_("Keep chats and providers in DIR"), N_("DIR") },
    { "config-dir", 0, 0, G_OPTION_ARG_FILENAME, &self->config_dir,
      N_("Keep settings in a file in DIR"), N_("DIR") },
    { "profile", 0, 0, G_OPTION_ARG_CALLBACK, parse_profile_cb,
      N_("Limits for development or for production"), N_("NAME") },
    { "verbose", 0, 0, G_OPTION_ARG_NONE, &self->verbose, N_("Say more on standard error"), NULL },
    G_OPTION_ENTRY_NULL
  };
  GOptionGroup *group;

  group = g_option_group_new ("global", _("Global Options:"), _("Show the global options"), self,
                              NULL);
  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  g_option_group_add_entries (group, entries);

  return group;
}

static void
drop (GStrv arguments,
      guint position)
{
  g_free (arguments[position]);
  for (guint i = position; arguments[i] != NULL; i++)
    arguments[i] = arguments[i + 1];
}

/* GLib leaves the "--" where it is when what follows begins with a dash. */
static void
drop_separator (GStrv arguments)
{
  for (guint i = 1; arguments[i] != NULL; i++)
    if (g_strcmp0 (arguments[i], "--") == 0)
      {
        drop (arguments, i);
        return;
      }
}

gboolean
ponder_cli_parse (PonderCli          *self,
                  const char         *command,
                  const char         *parameters,
                  const char         *summary,
                  const GOptionEntry *entries,
                  GStrv              *arguments)
{
  g_autofree char *program = g_strconcat ("ponder-cli ", command, NULL);
  g_autoptr(GOptionContext) context = g_option_context_new (parameters);
  g_autoptr(GError) error = NULL;

  g_set_prgname (program);
  g_option_context_set_summary (context, summary);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_group (context, make_global_group (self));
  if (!g_option_context_parse_strv (context, arguments, &error))
    {
      ponder_cli_usage ("%s", error->message);
      return FALSE;
    }

  drop_separator (*arguments);
  return TRUE;
}

gboolean
ponder_cli_expect (GStrv       arguments,
                   guint       n_arguments,
                   const char *parameters)
{
  if (g_strv_length (arguments) == n_arguments + 1)
    return TRUE;

  if (n_arguments == 0)
    ponder_cli_usage (_("“%s” takes no arguments."), g_get_prgname ());
  else
    ponder_cli_usage (_("“%s” takes %s."), g_get_prgname (), parameters);
  return FALSE;
}

static char *
list_commands (const char          *program,
               const char          *summary,
               const PonderCommand *table)
{
  GString *text = g_string_new (summary);

  g_string_append (text, "\n\n");
  g_string_append (text, _("Commands:"));
  for (; table->name != NULL; table++)
    if (table->run != NULL)
      g_string_append_printf (text, "\n  %-11s%s", table->name, _(table->summary));
  g_string_append (text, "\n\n");
  /* Translators: %s is the program, "ponder-cli" or "ponder-cli sessions". */
  g_string_append_printf (text, _("“%s COMMAND --help” tells more about each."), program);

  return g_string_free (text, FALSE);
}

static PonderExit
run_command (PonderCli           *self,
             const char          *program,
             const PonderCommand *table,
             GStrv               *arguments)
{
  const char *name = (*arguments)[1];

  if (name == NULL)
    return ponder_cli_usage (_("Which command? “%s --help” lists them."), program);

  for (; table->name != NULL; table++)
    {
      if (g_strcmp0 (table->name, name) != 0)
        continue;
      if (table->run == NULL)
        return ponder_cli_usage (_("“%s %s” is not part of this version yet."), program, name);

      drop (*arguments, 1);
      return table->run (self, arguments);
    }

  return ponder_cli_usage (_("There is no command “%s %s”. “%s --help” lists them."), program, name,
                           program);
}

PonderExit
ponder_cli_dispatch (PonderCli           *self,
                     const char          *program,
                     const char          *summary,
                     const PonderCommand *table,
                     GStrv               *arguments)
{
  gboolean version = FALSE;
  const GOptionEntry entries[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, &version, N_("Print the version"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr(GOptionContext) context = g_option_context_new (_("COMMAND …"));
  g_autofree char *text = list_commands (program, summary, table);
  g_autoptr(GError) error = NULL;

  g_set_prgname (program);
  g_option_context_set_summary (context, text);
  g_option_context_set_main_group (context, make_global_group (self));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_strict_posix (context, TRUE);
  if (!g_option_context_parse_strv (context, arguments, &error))
    return ponder_cli_usage ("%s", error->message);

  if (version)
    {
      ponder_output_printf (self->output, "ponder-cli %s\n", PONDER_VERSION);
      return PONDER_EXIT_DONE;
    }

  return run_command (self, program, table, arguments);
}

static gboolean
signal_cb (gpointer user_data)
{
  PonderCli *self = user_data;

  /* Whoever presses Ctrl+C twice does not want to wait for the disk. */
  if (self->interrupted)
    _exit (PONDER_EXIT_CANCELLED);

  self->interrupted = TRUE;
  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_CONTINUE;
}

/* Keys are in memory while a request runs: no core file. What is written is nobody else's. */
static void
protect_process (void)
{
  const struct rlimit none = { 0, 0 };

  umask (077);
  if (setrlimit (RLIMIT_CORE, &none) != 0)
    g_warning ("Core files could not be turned off: %s", g_strerror (errno));
  signal (SIGPIPE, SIG_IGN);
}

static void
set_up_language (void)
{
  /* For running uninstalled. */
  const char *locale_dir = g_getenv ("PONDER_LOCALE_DIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir != NULL ? locale_dir : PONDER_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

/* Nothing is done with what was asked for once nobody reads it or the user left. */
static PonderExit
end (PonderCli  *self,
     PonderExit  status)
{
  PonderExit closing = ponder_cli_close (self);
  g_autoptr(GError) error = NULL;

  if (!ponder_output_finish (self->output, self->cancellable, &error))
    {
      ponder_cli_say (_("Standard output: %s"), error->message);
      return PONDER_EXIT_FAILED;
    }
  if (self->interrupted)
    return PONDER_EXIT_CANCELLED;
  if (ponder_output_is_closed (self->output))
    return PONDER_EXIT_DONE;
  if (status == PONDER_EXIT_DONE)
    status = self->problem;

  return status == PONDER_EXIT_DONE ? closing : status;
}

int
ponder_cli_main (int   argc,
                 char *argv[])
{
  g_auto(GStrv) arguments = g_strdupv (argv);
  PonderCli self = { 0, };
  PonderExit status;

  protect_process ();
  set_up_language ();
  g_log_set_writer_func (ponder_cli_log_cb, NULL, NULL);
  self.output = ponder_output_new (STDOUT_FILENO);
  self.cancellable = g_cancellable_new ();
  ponder_output_set_cancel (self.output, self.cancellable);
  g_unix_signal_add (SIGINT, signal_cb, &self);
  g_unix_signal_add (SIGTERM, signal_cb, &self);
  g_unix_signal_add (SIGHUP, signal_cb, &self);

  status = ponder_cli_dispatch (&self, "ponder-cli",
                                _("Talks to language models from the command line."), commands,
                                &arguments);
  status = end (&self, status);

  ponder_output_free (self.output);
  g_object_unref (self.cancellable);
  g_free (self.data_dir);
  g_free (self.config_dir);
  g_free (self.profile);

  return status;
}
