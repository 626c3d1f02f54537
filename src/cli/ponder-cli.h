/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line: what all commands share, and the table of commands. */

#pragma once

#include "ponder-exit.h"
#include "ponder-output.h"
#include "ponder-workspace.h"

G_BEGIN_DECLS

typedef struct _PonderCli PonderCli;

/* Plain data, lives as long as the program. */
struct _PonderCli
{
  PonderOutput    *output;
  PonderWorkspace *workspace;     /* NULL until opened */
  GCancellable    *cancellable;   /* cancelled by Ctrl+C and by a closed pipe */
  char            *data_dir;
  char            *config_dir;
  char            *profile;
  PonderExit       problem;       /* DONE, or what a problem that belongs to no command asks for */
  gboolean         verbose;
  gboolean         interrupted;
};

typedef PonderExit (*PonderCommandFunc) (PonderCli *self,
                                         GStrv     *arguments);

typedef struct
{
  const char        *name;
  PonderCommandFunc  run;         /* NULL: documented, but not part of this version */
  const char        *summary;
} PonderCommand;

int         ponder_cli_main         (int                     argc,
                                     char                   *argv[]);

/* Reads the options of one command; @arguments (inout) is left with its name and what is no option.
 * "--help" is answered here. FALSE: said what is wrong, the command returns PONDER_EXIT_USAGE. */
gboolean    ponder_cli_parse        (PonderCli              *self,
                                     const char             *command,
                                     const char             *parameters,
                                     const char             *summary,
                                     const GOptionEntry     *entries,
                                     GStrv                  *arguments);
/* Exactly @n_arguments must be left after the options. FALSE: said so, PONDER_EXIT_USAGE. */
gboolean    ponder_cli_expect       (GStrv                   arguments,
                                     guint                   n_arguments,
                                     const char             *parameters);
/* Runs the command of @table (ended by an empty entry) that @arguments (inout) names. */
PonderExit  ponder_cli_dispatch     (PonderCli              *self,
                                     const char             *program,
                                     const char             *summary,
                                     const PonderCommand    *table,
                                     GStrv                  *arguments);
/* Opens the workspace. FALSE: said why not, the command returns *@status. */
gboolean    ponder_cli_open         (PonderCli              *self,
                                     PonderExit             *status);
PonderExit  ponder_cli_close        (PonderCli              *self);
/* Runs the main loop until the call that was given ponder_cli_done_cb and @result is done. */
void        ponder_cli_wait         (PonderCli              *self,
                                     GAsyncResult          **result);
void        ponder_cli_done_cb      (GObject                *source,
                                     GAsyncResult           *result,
                                     gpointer                user_data);

/* To standard error, "ponder-cli: " before and a line end after. */
void        ponder_cli_say          (const char *format, ...) G_GNUC_PRINTF (1, 2);
/* The same about how the command was called. */
PonderExit  ponder_cli_usage        (const char *format, ...) G_GNUC_PRINTF (1, 2);
/* As it is, but safe for a terminal. */
void        ponder_cli_write_error  (const char             *text);
/* Only for a terminal: dimmed. */
void        ponder_cli_write_aside  (const char             *text);
/* Whether standard error is a terminal on which a line can change in place. */
gboolean    ponder_cli_has_progress (void);
/* Only there: a line that replaces the last one; NULL or "": none. */
void        ponder_cli_show_progress (const char            *text);
/* For g_log_set_writer_func(): the log, safe for a terminal. */
GLogWriterOutput
            ponder_cli_log_cb       (GLogLevelFlags          level,
                                     const GLogField        *fields,
                                     gsize                   n_fields,
                                     gpointer                user_data);
/* Says what went wrong, where, and what to do. A cancelled command says nothing. */
PonderExit  ponder_cli_fail         (PonderCli              *self,
                                     const GError           *error,
                                     const char             *operation);
void        ponder_cli_show_fault   (PonderCli              *self,
                                     PonderFault            *fault);

/* "demo" starts the built-in server. NULL: said why, the command returns *@status. */
PonderProviderConfig *
            ponder_cli_find_provider (PonderCli             *self,
                                      const char            *id,
                                      PonderExit            *status);
/* Sets on @config the model that @wanted names: "provider/model", a provider for its default model, or NULL for
 * what @config says. FALSE: said why not, the command returns *@status. */
gboolean    ponder_cli_choose_model (PonderCli              *self,
                                     const char             *wanted,
                                     PonderModelConfig      *config,
                                     PonderExit             *status);
/* By id or its unique beginning. NULL: said why, the command returns *@status. (transfer full) */
PonderSession *
            ponder_cli_find_session  (PonderCli             *self,
                                      const char            *id,
                                      PonderExit            *status);
/* All branches. (element-type PonderMessage) (transfer full) */
GPtrArray  *ponder_cli_load_messages (PonderCli             *self,
                                      PonderSession         *session,
                                      GError               **error);

/* --- the commands: each has a file of its own --- */

PonderExit  ponder_cli_ask          (PonderCli              *self,
                                     GStrv                  *arguments);
PonderExit  ponder_cli_batch        (PonderCli              *self,
                                     GStrv                  *arguments);
PonderExit  ponder_cli_think        (PonderCli              *self,
                                     GStrv                  *arguments);
/* `think resume`. */
PonderExit  ponder_cli_resume_think (PonderCli              *self,
                                     GStrv                  *arguments);
/* `think list` and `think show`. */
PonderExit  ponder_cli_list_runs    (PonderCli              *self,
                                     GStrv                  *arguments);
PonderExit  ponder_cli_show_run     (PonderCli              *self,
                                     GStrv                  *arguments);
PonderExit  ponder_cli_status       (PonderCli              *self,
                                     GStrv                  *arguments);
PonderExit  ponder_cli_models       (PonderCli              *self,
                                     GStrv                  *arguments);
PonderExit  ponder_cli_providers    (PonderCli              *self,
                                     GStrv                  *arguments);
PonderExit  ponder_cli_sessions     (PonderCli              *self,
                                     GStrv                  *arguments);
PonderExit  ponder_cli_export       (PonderCli              *self,
                                     GStrv                  *arguments);
PonderExit  ponder_cli_import       (PonderCli              *self,
                                     GStrv                  *arguments);
PonderExit  ponder_cli_cache        (PonderCli              *self,
                                     GStrv                  *arguments);
/* `sessions search`. */
PonderExit  ponder_cli_search_sessions (PonderCli           *self,
                                        GStrv               *arguments);
PonderExit  ponder_cli_serve        (PonderCli              *self,
                                     GStrv                  *arguments);
PonderExit  ponder_cli_doctor       (PonderCli              *self,
                                     GStrv                  *arguments);

G_END_DECLS
