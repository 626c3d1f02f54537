/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `serve`: other programs on this computer ask, in the protocol of OpenAI. */

#include "config.h"

#include "ponder-cli.h"
#include "ponder-gateway.h"

#include <glib/gi18n.h>

#define DEFAULT_PORT 8377
#define MAX_PORT 65535

typedef struct
{
  char     *model;
  int       port;
  gboolean  demo;
} Options;

static gboolean
parse (PonderCli *cli,
       Options   *options,
       GStrv     *arguments)
{
  const GOptionEntry entries[] = {
    { "model", 'm', 0, G_OPTION_ARG_FILENAME, &options->model, N_("Ask this model"), N_("PROVIDER/MODEL") },
    { "demo", 0, 0, G_OPTION_ARG_NONE, &options->demo, N_("Ask the built-in server: no network, no key"), NULL },
    { "port", 0, 0, G_OPTION_ARG_INT, &options->port, N_("Listen on port N; 0 takes any that is free"), "N" },
    G_OPTION_ENTRY_NULL
  };

  if (!ponder_cli_parse (cli, "serve", NULL,
                         _("Answers programs on this computer that speak the protocol of OpenAI, until it is stopped. "
                           "The models are “direct”, “deep”, which thinks deeply, and “vote-3”, which gives the answer "
                           "that most of three agree on. Its address is printed; nothing is stored."),
                         entries, arguments)
      || !ponder_cli_expect (*arguments, 0, NULL))
    return FALSE;
  if (options->port >= 0 && options->port <= MAX_PORT)
    return TRUE;
  ponder_cli_usage (_("--port must be a number from 0 to %d"), MAX_PORT);
  return FALSE;
}

static PonderExit
serve (PonderCli         *cli,
       PonderModelConfig *config,
       guint              port)
{
  g_autoptr(PonderGateway) gateway = ponder_gateway_new (cli->workspace, config);
  g_autofree char *line = NULL;
  g_autoptr(GError) error = NULL;

  if (!ponder_gateway_start (gateway, port, &error))
    return ponder_cli_fail (cli, error, "serve");

  line = g_strconcat (ponder_gateway_get_base_url (gateway), "\n", NULL);
  ponder_output_write (cli->output, line);
  while (!g_cancellable_is_cancelled (cli->cancellable))
    g_main_context_iteration (NULL, TRUE);
  ponder_gateway_stop (gateway);
  return PONDER_EXIT_CANCELLED;
}

PonderExit
ponder_cli_serve (PonderCli *cli,
                  GStrv     *arguments)
{
  Options options = { .port = DEFAULT_PORT };
  gboolean parsed = parse (cli, &options, arguments);
  g_autofree char *model = options.model;
  g_autoptr(PonderSession) session = NULL;
  g_autoptr(PonderModelConfig) config = NULL;
  PonderExit status = PONDER_EXIT_USAGE;

  if (!parsed || !ponder_cli_open (cli, &status))
    return status;

  session = ponder_workspace_create_private_session (cli->workspace);
  config = ponder_model_config_copy (ponder_session_get_config (session));
  if (!ponder_cli_choose_model (cli, model == NULL && options.demo ? "demo/think" : model, config, &status))
    return status;
  return serve (cli, config, (guint) options.port);
}
