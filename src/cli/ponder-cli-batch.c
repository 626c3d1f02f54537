/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `batch`: many questions, one JSON line for each, in the order in which they came. */

#include "config.h"

#include "ponder-cli-json.h"
#include "ponder-cli-lines.h"
#include "ponder-cli.h"
#include "ponder-json.h"
#include "ponder-redact.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <unistd.h>

#define DEFAULT_PARALLEL 4
#define MAX_PARALLEL 100
#define MAX_RETRIES 100

/* Questions that are held at once, in those that run at a time: one that takes long does not stop the others
 * soon, and a long file is never in memory. */
#define HELD_FACTOR 3

/* Characters of a line that is no question, in the details of its error. */
#define QUOTED_LENGTH 200

/* One line of the input, until it is answered. */
typedef struct
{
  JsonNode   *id;
  JsonObject *failure;          /* (nullable): the answer to a line that is no question */
} Item;

/* One run of the command; lives on its stack. */
typedef struct
{
  PonderCli           *cli;
  PonderCliLines      *lines;
  PonderModelConfig   *config;
  PonderQuestionBatch *questions;
  GQueue               items;   /* (element-type Item): not answered, in order */
  char                *model;
  int                  n_parallel;
  int                  n_retries;
  gboolean             no_cache;
  guint                n_taken;
  guint                n_done;
  guint                n_failed;
  PonderExit           status;  /* of the first failure */
} Batch;

static void
item_free (gpointer data)
{
  Item *item = data;

  json_node_unref (item->id);
  g_clear_pointer (&item->failure, json_object_unref);
  g_free (item);
}

static void
batch_clear (Batch *self)
{
  g_clear_pointer (&self->questions, ponder_question_batch_free);
  g_clear_pointer (&self->lines, ponder_cli_lines_free);
  g_clear_pointer (&self->config, ponder_model_config_free);
  g_queue_clear_full (&self->items, item_free);
  g_free (self->model);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Batch, batch_clear)

static void
show_progress (Batch *self)
{
  g_autofree char *line = NULL;

  if (!ponder_cli_has_progress ())
    return;

  /* How many there are is known when all have been read. */
  line = g_strdup_printf ("%u/%u%s", self->n_done, self->n_taken,
                          ponder_cli_lines_has_ended (self->lines) ? "" : "+");
  ponder_cli_show_progress (line);
}

static void
print (Batch      *self,
       Item       *item,
       JsonObject *object,
       PonderExit  status)
{
  json_object_set_member (object, "id", json_node_ref (item->id));
  ponder_output_take_object (self->cli->output, object);

  self->n_done++;
  self->n_failed += status != PONDER_EXIT_DONE && status != PONDER_EXIT_CANCELLED;
  if (self->status == PONDER_EXIT_DONE)
    self->status = status;
}

/* Lines that are no questions are answered when their turn has come. */
static void
print_failures (Batch *self)
{
  Item *item;

  while ((item = g_queue_peek_head (&self->items)) != NULL && item->failure != NULL)
    {
      print (self, item, g_steal_pointer (&item->failure), PONDER_EXIT_REFUSED);
      item_free (g_queue_pop_head (&self->items));
    }
}

static void
answered_cb (guint                    index,
             PonderMessage           *answer,
             const PonderAnswerFacts *facts,
             gpointer                 user_data)
{
  Batch *self = user_data;
  Item *item;

  print_failures (self);
  item = g_queue_pop_head (&self->items);
  print (self, item, ponder_answer_to_json (answer, NULL, facts),
         ponder_exit_from_message (answer));
  item_free (item);
  print_failures (self);
  show_progress (self);
}

static JsonObject *
make_failure (Batch      *self,
              const char *line,
              guint       number,
              const char *why)
{
  g_autoptr(PonderMessage) answer = ponder_message_new ("", NULL, PONDER_ROLE_ASSISTANT);
  g_autoptr(PonderFault) fault = ponder_fault_new (PONDER_ERROR_INVALID_REQUEST, "chat");
  const PonderAnswerFacts facts = { -1, -1, 0 };
  g_autofree char *beginning = g_utf8_substring (line, 0, MIN (g_utf8_strlen (line, -1),
                                                               QUOTED_LENGTH));

  /* Translators: a line of a file, and what is wrong with it. */
  fault->message = g_strdup_printf (_("Line %u: %s"), number, why);
  fault->details = ponder_redact (beginning, NULL);
  fault->provider = g_strdup (self->config->provider);
  fault->model = g_strdup (self->config->model);
  ponder_message_set_provider (answer, self->config->provider);
  ponder_message_set_model (answer, self->config->model);
  ponder_message_set_fault (answer, fault);
  ponder_message_set_state (answer, PONDER_MESSAGE_FAILED);
  return ponder_answer_to_json (answer, NULL, &facts);
}

static JsonNode *
make_id (JsonObject *object,
         guint       number)
{
  JsonNode *id = object != NULL ? json_object_get_member (object, "id") : NULL;

  if (id != NULL && JSON_NODE_HOLDS_VALUE (id))
    return json_node_copy (id);
  return json_node_init_int (json_node_alloc (), number);
}

/* What is asked in @line; NULL with @why it is no question. */
static char *
find_prompt (const char  *line,
             JsonNode    *node,
             const char **why)
{
  const char *prompt = line;
  JsonObject *object = NULL;

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    {
      object = json_node_get_object (node);
      prompt = ponder_json_get_string (object, "prompt");
    }
  else if (node != NULL)
    {
      prompt = json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node)
                                                                : NULL;
    }

  if (node == NULL && *line == '{')
    *why = _("this is not valid JSON");
  else if (prompt == NULL && object != NULL)
    *why = _("the member “prompt” is missing, or no text");
  else if (prompt == NULL)
    *why = _("neither an object with “prompt” nor text");
  else if (prompt[strspn (prompt, " \t\r\n")] == '\0')
    *why = _("the prompt is empty");
  else
    return g_strdup (prompt);

  return NULL;
}

static void
take_line (Batch *self,
           char  *line,
           guint  number)
{
  g_autoptr(JsonNode) node = NULL;
  g_autofree char *prompt = NULL;
  const char *why = _("it is too long");
  Item *item;

  if (line != NULL && *g_strstrip (line) == '\0')
    return;

  /* A line that is not JSON is the question itself. */
  if (line != NULL)
    {
      node = ponder_json_parse (line, -1, NULL);
      prompt = find_prompt (line, node, &why);
    }

  item = g_new0 (Item, 1);
  item->id = make_id (node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node)
                                                                    : NULL, number);
  g_queue_push_tail (&self->items, item);
  self->n_taken++;
  if (prompt != NULL)
    ponder_question_batch_ask (self->questions, prompt);
  else
    item->failure = make_failure (self, line != NULL ? line : "", number, why);
}

/* No more than are to be held, and nothing while nobody reads the answers. */
static gboolean
has_room (Batch *self)
{
  return self->items.length < (guint) self->n_parallel * HELD_FACTOR &&
         !ponder_output_is_behind (self->cli->output);
}

static void
take_lines (Batch *self)
{
  char *taken;
  guint number;

  while (has_room (self) && ponder_cli_lines_take (self->lines, &taken, &number))
    {
      g_autofree char *line = taken;

      take_line (self, line, number);
      print_failures (self);
    }
  if (has_room (self))
    ponder_cli_lines_read (self->lines, self->cli->cancellable);
}

static PonderExit
run (Batch *self)
{
  GCancellable *cancellable = self->cli->cancellable;

  while (!g_cancellable_is_cancelled (cancellable))
    {
      take_lines (self);
      if (ponder_cli_lines_has_ended (self->lines) && self->items.length == 0)
        break;
      g_main_context_iteration (NULL, TRUE);
    }

  /* What runs is answered with what came of it; the rest is not begun any more. */
  ponder_question_batch_stop (self->questions);
  if (ponder_cli_has_progress ())
    ponder_cli_show_progress (NULL);
  if (g_cancellable_is_cancelled (cancellable))
    return PONDER_EXIT_CANCELLED;

  if (ponder_cli_lines_get_error (self->lines) != NULL)
    {
      ponder_cli_say (_("The questions cannot be read: %s"),
                      ponder_cli_lines_get_error (self->lines)->message);
      return PONDER_EXIT_FAILED;
    }
  if (self->n_failed > 0)
    ponder_cli_say (ngettext ("%u of %u question failed.", "%u of %u questions failed.",
                              self->n_taken), self->n_failed, self->n_taken);
  return self->status;
}

/* Without blocking: a pipe may have nobody at its other end yet. */
static gboolean
open_input (Batch      *self,
            const char *path)
{
  int fd = g_strcmp0 (path, "-") == 0 ? dup (STDIN_FILENO)
                                      : open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

  if (fd < 0)
    {
      ponder_cli_usage (_("%s: %s"), path, g_strerror (errno));
      return FALSE;
    }

  self->lines = ponder_cli_lines_new (fd);
  return TRUE;
}

static gboolean
check_numbers (Batch *self)
{
  if (self->n_parallel < 1 || self->n_parallel > MAX_PARALLEL)
    ponder_cli_usage (_("%s must be between %g and %g"), "--parallel", 1.0, (double) MAX_PARALLEL);
  else if (self->n_retries < -1 || self->n_retries > MAX_RETRIES)
    ponder_cli_usage (_("%s must be between %g and %g"), "--retries", 0.0, (double) MAX_RETRIES);
  else
    return TRUE;

  return FALSE;
}

static gboolean
parse (Batch  *self,
       GStrv  *arguments)
{
  const GOptionEntry entries[] = {
    { "model", 'm', 0, G_OPTION_ARG_FILENAME, &self->model, N_("Ask this model"),
      N_("PROVIDER/MODEL") },
    { "parallel", 0, 0, G_OPTION_ARG_INT, &self->n_parallel,
      N_("Ask N questions at a time (4 unless given)"), "N" },
    { "no-cache", 0, 0, G_OPTION_ARG_NONE, &self->no_cache, N_("Ask even if the answer is known"),
      NULL },
    { "retries", 0, 0, G_OPTION_ARG_INT, &self->n_retries, N_("Try again at most N times"), "N" },
    G_OPTION_ENTRY_NULL
  };

  return ponder_cli_parse (self->cli, "batch", _("FILE | -"),
                           _("Asks one question for each line of a file: {\"id\": …, \"prompt\": "
                             "…}, a JSON string, or the text itself. Prints one line of JSON for "
                             "each, in the order of the questions, as soon as its turn has come."),
                           entries, arguments) &&
         ponder_cli_expect (*arguments, 1, _("FILE | -")) && check_numbers (self);
}

static gboolean
set_up (Batch      *self,
        PonderExit *status)
{
  g_autoptr(PonderSession) session = NULL;
  g_autoptr(PonderFault) fault = NULL;

  session = ponder_workspace_create_private_session (self->cli->workspace);
  self->config = ponder_model_config_copy (ponder_session_get_config (session));
  if (!ponder_cli_choose_model (self->cli, self->model, self->config, status))
    return FALSE;

  if (self->n_retries >= 0)
    self->config->retries = self->n_retries;
  self->questions = ponder_question_batch_new (self->cli->workspace, self->config,
                                               (guint) self->n_parallel, answered_cb, self, &fault);
  if (self->questions != NULL)
    {
      ponder_question_batch_set_no_cache (self->questions, self->no_cache);
      return TRUE;
    }

  ponder_cli_show_fault (self->cli, fault);
  *status = ponder_exit_from_category (fault->category);
  return FALSE;
}

PonderExit
ponder_cli_batch (PonderCli *cli,
                  GStrv     *arguments)
{
  g_auto(Batch) self = {
    .cli = cli, .n_parallel = DEFAULT_PARALLEL, .n_retries = -1, .items = G_QUEUE_INIT
  };
  PonderExit status = PONDER_EXIT_USAGE;

  if (!parse (&self, arguments) || !open_input (&self, (*arguments)[1]) ||
      !ponder_cli_open (cli, &status) || !set_up (&self, &status))
    return status;

  return run (&self);
}
