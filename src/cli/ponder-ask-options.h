/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `ask` was told on its command line. */

#pragma once

#include "ponder-cli.h"

G_BEGIN_DECLS

typedef struct
{
  char     *model;                /* "provider/model", NULL: the default */
  char     *system;
  char     *reasoning;
  char     *session;              /* id, "new" or "none"; never NULL */
  char     *prompt;               /* NULL: to be read from standard input */
  GStrv     attachments;          /* paths; (nullable) */
  double    temperature;          /* NAN when not given, like every other number */
  double    top_p;
  double    frequency_penalty;
  double    presence_penalty;
  double    total_timeout;
  double    first_token_timeout;
  double    silence_timeout;
  double    connect_timeout;
  double    max_tokens;
  double    retries;
  gboolean  demo;
  gboolean  no_cache;
  gboolean  no_stream;
  gboolean  json;
} PonderAskOptions;

/* FALSE: said what is wrong, the command returns PONDER_EXIT_USAGE. */
gboolean ponder_ask_options_parse (PonderAskOptions  *self,
                                   PonderCli         *cli,
                                   GStrv             *arguments);
void     ponder_ask_options_clear (PonderAskOptions  *self);

/* Sets on @config what was given. */
void     ponder_ask_options_apply (PonderAskOptions  *self,
                                   PonderModelConfig *config);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PonderAskOptions, ponder_ask_options_clear)

G_END_DECLS
