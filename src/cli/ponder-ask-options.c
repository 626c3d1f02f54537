/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `ask` was told on its command line. */

#include "config.h"

#include "ponder-ask-options.h"

#include <glib/gi18n.h>
#include <math.h>
#include <unistd.h>

/* A week; anything longer is a mistake. */
#define MAX_SECONDS (7 * 24 * 3600.0)

#define MAX_RETRIES 100

static gboolean
check_range (const char *option,
             double      value,
             double      lowest,
             double      highest)
{
  if (isnan (value) || (value >= lowest && value <= highest))
    return TRUE;

  /* Translators: an option of the command line, and the numbers it may have. */
  ponder_cli_usage (_("%s must be between %g and %g"), option, lowest, highest);
  return FALSE;
}

static gboolean
check_whole (const char *option,
             double      value,
             double      lowest,
             double      highest)
{
  if (!check_range (option, value, lowest, highest))
    return FALSE;

  if (isnan (value) || fabs (value - round (value)) < 1e-9)
    return TRUE;

  ponder_cli_usage (_("%s must be a whole number"), option);
  return FALSE;
}

static gboolean
check_numbers (PonderAskOptions *self)
{
  return check_range ("--temperature", self->temperature, 0, 10) &&
         check_range ("--top-p", self->top_p, 0, 1) &&
         check_range ("--frequency-penalty", self->frequency_penalty, -2, 2) &&
         check_range ("--presence-penalty", self->presence_penalty, -2, 2) &&
         check_range ("--timeout", self->total_timeout, 0.001, MAX_SECONDS) &&
         check_range ("--first-token-timeout", self->first_token_timeout, 0.001, MAX_SECONDS) &&
         check_range ("--silence-timeout", self->silence_timeout, 0.001, MAX_SECONDS) &&
         check_range ("--connect-timeout", self->connect_timeout, 0.001, MAX_SECONDS) &&
         check_whole ("--max-tokens", self->max_tokens, 1, G_MAXINT) &&
         check_whole ("--retries", self->retries, 0, MAX_RETRIES);
}

/* Arguments are bytes of the user's locale; in the C locale they are UTF-8 all the same. */
static gboolean
make_utf8 (char **text)
{
  g_autofree char *converted = NULL;

  if (*text == NULL || g_utf8_validate (*text, -1, NULL))
    return TRUE;

  if (!(converted = g_locale_to_utf8 (*text, -1, NULL, NULL, NULL)))
    {
      ponder_cli_usage (_("An argument is not valid text."));
      return FALSE;
    }

  g_free (*text);
  *text = g_steal_pointer (&converted);
  return TRUE;
}

static gboolean
check_texts (PonderAskOptions *self)
{
  const char * const efforts[] = { "low", "medium", "high", NULL };
  g_autofree char *provider = NULL;
  g_autofree char *model = NULL;

  if (!make_utf8 (&self->model) || !make_utf8 (&self->system) || !make_utf8 (&self->prompt))
    return FALSE;

  if (self->reasoning != NULL && !g_strv_contains (efforts, self->reasoning))
    {
      ponder_cli_usage (_("--reasoning must be low, medium or high"));
      return FALSE;
    }
  if (self->model == NULL)
    return TRUE;

  if (!ponder_model_name_split (self->model, &provider, &model))
    {
      ponder_cli_usage (_("“%s” is no model; write PROVIDER/MODEL, as in openai/gpt-4o"),
                        self->model);
      return FALSE;
    }
  if (self->demo && g_strcmp0 (provider, "demo") != 0)
    {
      ponder_cli_usage (_("--demo asks the built-in server; “%s” is of another"), self->model);
      return FALSE;
    }

  return TRUE;
}

static gboolean
take_prompt (PonderAskOptions *self,
             GStrv             arguments)
{
  guint n_arguments = g_strv_length (arguments);

  if (n_arguments > 2)
    {
      ponder_cli_usage (_("Only one prompt can be asked; put it in quotation marks."));
      return FALSE;
    }
  if (n_arguments == 2 && g_strcmp0 (arguments[1], "-") != 0)
    {
      self->prompt = g_strdup (arguments[1]);
    }
  else if (n_arguments < 2 && isatty (STDIN_FILENO) && self->attachments != NULL)
    {
      self->prompt = g_strdup ("");
    }
  else if (n_arguments < 2 && isatty (STDIN_FILENO))
    {
      ponder_cli_usage (_("What is to be asked? Write it after “ask”, or pipe it in."));
      return FALSE;
    }

  return TRUE;
}

static void
set_defaults (PonderAskOptions *self)
{
  *self = (PonderAskOptions) {
    .temperature = NAN, .top_p = NAN, .frequency_penalty = NAN, .presence_penalty = NAN,
    .total_timeout = NAN, .first_token_timeout = NAN, .silence_timeout = NAN,
    .connect_timeout = NAN,
    .max_tokens = NAN, .retries = NAN,
  };
}

/* Texts are read as file names because GLib would refuse UTF-8 in the C locale. */
gboolean
ponder_ask_options_parse (PonderAskOptions *self,
                          PonderCli        *cli,
                          GStrv            *arguments)
{
  const GOptionEntry entries[] = {
    { "model", 'm', 0, G_OPTION_ARG_FILENAME, &self->model, N_("Ask this model"),
      N_("PROVIDER/MODEL") },
    { "demo", 0, 0, G_OPTION_ARG_NONE, &self->demo,
      N_("Ask the built-in server: no network, no key"), NULL },
    { "system", 0, 0, G_OPTION_ARG_FILENAME, &self->system, N_("Tell the model how to answer"),
      N_("TEXT") },
    { "temperature", 0, 0, G_OPTION_ARG_DOUBLE, &self->temperature, N_("How freely it answers"),
      "T" },
    { "top-p", 0, 0, G_OPTION_ARG_DOUBLE, &self->top_p,
      N_("How many of the likely words it considers"), "P" },
    { "max-tokens", 0, 0, G_OPTION_ARG_DOUBLE, &self->max_tokens,
      N_("End the answer after N tokens"), "N" },
    { "reasoning", 0, 0, G_OPTION_ARG_STRING, &self->reasoning, N_("How long it thinks"),
      "low|medium|high" },
    { "frequency-penalty", 0, 0, G_OPTION_ARG_DOUBLE, &self->frequency_penalty,
      N_("Avoid words the more they were used"), "F" },
    { "presence-penalty", 0, 0, G_OPTION_ARG_DOUBLE, &self->presence_penalty,
      N_("Avoid words that were used at all"), "F" },
    { "attach", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->attachments,
      N_("Send a picture, text or PDF along; may be given more than once"), N_("FILE") },
    { "session", 0, 0, G_OPTION_ARG_FILENAME, &self->session,
      N_("Continue chat ID, keep a new one (the default), or keep nothing"), "ID|new|none" },
    { "timeout", 0, 0, G_OPTION_ARG_DOUBLE, &self->total_timeout,
      N_("Give up after S seconds in all"), "S" },
    { "first-token-timeout", 0, 0, G_OPTION_ARG_DOUBLE, &self->first_token_timeout,
      N_("Give up when the answer has not begun after S seconds"), "S" },
    { "silence-timeout", 0, 0, G_OPTION_ARG_DOUBLE, &self->silence_timeout,
      N_("Give up when nothing came for S seconds"), "S" },
    { "connect-timeout", 0, 0, G_OPTION_ARG_DOUBLE, &self->connect_timeout,
      N_("Give up when the server is not reached after S seconds"), "S" },
    { "retries", 0, 0, G_OPTION_ARG_DOUBLE, &self->retries, N_("Try again at most N times"), "N" },
    { "no-cache", 0, 0, G_OPTION_ARG_NONE, &self->no_cache, N_("Ask even if the answer is known"),
      NULL },
    { "no-stream", 0, 0, G_OPTION_ARG_NONE, &self->no_stream, N_("Ask for the answer in one piece"),
      NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->json, N_("Print JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };

  set_defaults (self);
  if (!ponder_cli_parse (cli, "ask", _("[PROMPT | -]"),
                         _("Asks a model and prints its answer as it comes. With “-”, or without a "
                           "prompt in a pipe, the prompt is read from standard input."),
                         entries, arguments))
    return FALSE;

  if (self->session == NULL)
    self->session = g_strdup ("new");

  return take_prompt (self, *arguments) && check_texts (self) && check_numbers (self);
}

void
ponder_ask_options_clear (PonderAskOptions *self)
{
  g_clear_pointer (&self->model, g_free);
  g_clear_pointer (&self->system, g_free);
  g_clear_pointer (&self->reasoning, g_free);
  g_clear_pointer (&self->session, g_free);
  g_clear_pointer (&self->prompt, g_free);
  g_clear_pointer (&self->attachments, g_strfreev);
}

static void
apply_number (double *place,
              double  value)
{
  if (!isnan (value))
    *place = value;
}

static void
apply_text (char       **place,
            const char  *value)
{
  if (value == NULL)
    return;

  g_free (*place);
  *place = g_strdup (value);
}

void
ponder_ask_options_apply (PonderAskOptions  *self,
                          PonderModelConfig *config)
{
  apply_text (&config->system, self->system);
  apply_text (&config->reasoning, self->reasoning);
  apply_number (&config->temperature, self->temperature);
  apply_number (&config->top_p, self->top_p);
  apply_number (&config->frequency_penalty, self->frequency_penalty);
  apply_number (&config->presence_penalty, self->presence_penalty);
  apply_number (&config->total_timeout, self->total_timeout);
  apply_number (&config->first_token_timeout, self->first_token_timeout);
  apply_number (&config->silence_timeout, self->silence_timeout);
  apply_number (&config->connect_timeout, self->connect_timeout);
  if (!isnan (self->max_tokens))
    config->max_tokens = (guint) self->max_tokens;
  if (!isnan (self->retries))
    config->retries = (int) self->retries;
}
