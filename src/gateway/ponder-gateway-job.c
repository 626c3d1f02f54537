/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request, from the question to the last byte of its answer. */

#include "config.h"

#include "ponder-gateway-job-private.h"

#include <math.h>
#include <string.h>

#include "ponder-fault.h"
#include "ponder-gateway-reply.h"
#include "ponder-id.h"
#include "ponder-vote.h"

/* Its turns are those of chats that are never stored. */
struct _PonderGatewayJob
{
  PonderWorkspace      *workspace;
  SoupServerMessage    *message;
  PonderGatewayRequest *request;
  PonderModelConfig    *config;
  PonderGatewayJobFunc  done;
  gpointer              user_data;

  GPtrArray            *turns;  /* of PonderTurn: as many as there are votes */
  PonderThinkRun       *run;    /* (nullable): of deep think */
  GSource              *watch;  /* (nullable): sees the client leave */
  char                 *id;
  gint64                created;
  guint                 idle;
  gboolean              begun;  /* something went out */
  gboolean              ended;
};

static void
close_watch (PonderGatewayJob *self)
{
  if (self->watch != NULL)
    g_source_destroy (self->watch);
  g_clear_pointer (&self->watch, g_source_unref);
}

static void
stop_turns (PonderGatewayJob *self)
{
  for (guint i = 0; i < self->turns->len; i++)
    {
      PonderTurn *turn = g_ptr_array_index (self->turns, i);

      g_signal_handlers_disconnect_by_data (turn, self);
      ponder_turn_stop (turn);
    }
}

void
ponder_gateway_job_free (PonderGatewayJob *self)
{
  close_watch (self);
  g_clear_handle_id (&self->idle, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->message, self);
  stop_turns (self);
  g_ptr_array_unref (self->turns);
  g_clear_object (&self->run);
  g_clear_pointer (&self->request, ponder_gateway_request_free);
  g_clear_pointer (&self->config, ponder_model_config_free);
  g_free (self->id);
  g_object_unref (self->message);
  g_object_unref (self->workspace);
  g_free (self);
}

/* --- writing --- */

static void
write_json (SoupServerMessage *message,
            guint              status,
            char              *json)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_TAKE, json, strlen (json));
}

void
ponder_gateway_say_fault (SoupServerMessage *message,
                          PonderFault       *fault)
{
  write_json (message, ponder_gateway_reply_get_status (fault), ponder_gateway_reply_dup_fault (fault));
}

static void
begin_stream (PonderGatewayJob *self)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (self->message);

  if (self->begun)
    return;
  self->begun = TRUE;
  soup_server_message_set_status (self->message, 200, NULL);
  soup_message_headers_set_content_type (headers, "text/event-stream", NULL);
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (self->message), FALSE);
}

static void
write_event (PonderGatewayJob *self,
             const char       *data)
{
  g_autofree char *event = g_strdup_printf ("data: %s\n\n", data);

  begin_stream (self);
  soup_message_body_append (soup_server_message_get_response_body (self->message), SOUP_MEMORY_COPY, event,
                            strlen (event));
  soup_server_message_unpause (self->message);
}

static void
take_event (PonderGatewayJob *self,
            char             *data)
{
  g_autofree char *owned = data;

  write_event (self, owned);
}

static void
end_stream (PonderGatewayJob *self)
{
  write_event (self, "[DONE]");
  soup_message_body_complete (soup_server_message_get_response_body (self->message));
  soup_server_message_unpause (self->message);
}

/* --- the answer --- */

/* (nullable) (transfer full): why the answer of @turn is none. */
static PonderFault *
dup_fault (PonderTurn *turn)
{
  PonderMessage *answer = ponder_turn_get_message (turn);
  PonderFault *fault = ponder_message_get_fault (answer);

  if (ponder_message_get_state (answer) == PONDER_MESSAGE_DONE)
    return NULL;
  if (fault != NULL)
    return ponder_fault_ref (fault);
  return ponder_fault_new (ponder_message_get_state (answer) == PONDER_MESSAGE_CUT_OFF ? PONDER_ERROR_NETWORK
                                                                                       : PONDER_ERROR_CANCELLED,
                           "chat");
}

/* The one that is given: of several the one that most agree with. (nullable): there is none, and why.
 * (transfer none) */
static PonderTurn *
pick (PonderGatewayJob  *self,
      PonderFault      **why)
{
  g_autoptr(GPtrArray) texts = g_ptr_array_new ();
  g_autoptr(GPtrArray) whole = g_ptr_array_new ();

  for (guint i = 0; i < self->turns->len; i++)
    {
      PonderTurn *turn = g_ptr_array_index (self->turns, i);
      g_autoptr(PonderFault) fault = dup_fault (turn);

      if (fault == NULL)
        {
          g_ptr_array_add (whole, turn);
          g_ptr_array_add (texts, (char *) ponder_message_get_text (ponder_turn_get_message (turn)));
        }
      else if (*why == NULL)
        {
          *why = g_steal_pointer (&fault);
        }
    }
  return whole->len > 0 ? g_ptr_array_index (whole, ponder_vote_pick (texts)) : NULL;
}

/* What all calls took together; what one of them does not know, nobody does. */
static void
add_usage (PonderGatewayJob *self,
           PonderUsage      *sum)
{
  *sum = (PonderUsage) { 0, 0, -1, -1, NAN };
  for (guint i = 0; i < self->turns->len; i++)
    {
      PonderUsage *usage = ponder_message_get_usage (ponder_turn_get_message (g_ptr_array_index (self->turns, i)));

      sum->input = usage == NULL || usage->input < 0 || sum->input < 0 ? -1 : sum->input + usage->input;
      sum->output = usage == NULL || usage->output < 0 || sum->output < 0 ? -1 : sum->output + usage->output;
    }
}

static guint
count_calls (PonderGatewayJob *self)
{
  guint n = 0;

  if (self->run != NULL)
    return ponder_think_state_get_calls (ponder_think_run_get_state (self->run));
  for (guint i = 0; i < self->turns->len; i++)
    n += ponder_turn_get_attempts (g_ptr_array_index (self->turns, i));
  return n;
}

/* Up to the first of the words before which it ends. (transfer full) */
static char *
dup_cut (const char *text,
         GStrv       stop)
{
  gsize length = strlen (text);

  for (guint i = 0; stop != NULL && stop[i] != NULL; i++)
    {
      const char *found = *stop[i] != '\0' ? strstr (text, stop[i]) : NULL;

      if (found != NULL)
        length = MIN (length, (gsize) (found - text));
    }
  return g_strndup (text, length);
}

static void
finish_stream (PonderGatewayJob         *self,
               const PonderGatewayReply *reply)
{
  if (!self->begun)
    take_event (self, ponder_gateway_reply_dup_piece (reply, reply->text));
  take_event (self, ponder_gateway_reply_dup_piece (reply, NULL));
  if (self->request->usage)
    take_event (self, ponder_gateway_reply_dup_usage (reply));
  end_stream (self);
}

static void
give (PonderGatewayJob *self,
      PonderTurn       *turn)
{
  PonderMessage *answer = ponder_turn_get_message (turn);
  const char *finish = ponder_finish_to_string (ponder_message_get_finish (answer));
  g_autofree char *text = dup_cut (ponder_message_get_text (answer), self->request->stop);
  PonderUsage usage;
  PonderGatewayReply reply = {
    .id = self->id,
    .model = self->request->model,
    .text = text,
    .finish = finish != NULL ? finish : "stop",
    .usage = &usage,
    .created = self->created,
    .calls = count_calls (self),
  };

  add_usage (self, &usage);
  if (self->run != NULL)
    reply.outcome = ponder_think_outcome_to_string (ponder_think_run_get_state (self->run)->outcome);
  if (self->request->stream)
    {
      finish_stream (self, &reply);
      return;
    }
  write_json (self->message, 200, ponder_gateway_reply_dup_whole (&reply));
  soup_server_message_unpause (self->message);
}

/* In the middle of a stream the status is out already. */
static void
fail (PonderGatewayJob *self,
      PonderFault      *fault)
{
  if (self->begun)
    {
      take_event (self, ponder_gateway_reply_dup_fault (fault));
      end_stream (self);
      return;
    }
  ponder_gateway_say_fault (self->message, fault);
  soup_server_message_unpause (self->message);
}

static gboolean
is_running (PonderGatewayJob *self)
{
  for (guint i = 0; i < self->turns->len; i++)
    if (ponder_turn_get_running (g_ptr_array_index (self->turns, i)))
      return TRUE;
  return FALSE;
}

static gboolean
finish_cb (gpointer user_data)
{
  PonderGatewayJob *self = user_data;
  g_autoptr(PonderFault) why = NULL;
  PonderTurn *turn;

  self->idle = 0;
  if (self->ended || is_running (self))
    return G_SOURCE_REMOVE;
  self->ended = TRUE;
  close_watch (self);
  if ((turn = pick (self, &why)) != NULL)
    give (self, turn);
  else
    fail (self, why);
  return G_SOURCE_REMOVE;
}

/* Later: a turn that cannot be asked has ended before it is listened to, and others still change its message. */
static void
ended_cb (PonderGatewayJob *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add (finish_cb, self);
}

static void
text_cb (PonderGatewayJob *self,
         const char       *text)
{
  PonderGatewayReply reply = { .id = self->id, .model = self->request->model, .created = self->created };

  take_event (self, ponder_gateway_reply_dup_piece (&reply, text));
}

/* --- asking --- */

static gboolean
client_cb (GSocket      *socket,
           GIOCondition  condition,
           gpointer      user_data)
{
  PonderGatewayJob *self = user_data;
  char byte;
  GInputVector vector = { &byte, 1 };
  int flags = G_SOCKET_MSG_PEEK;
  gssize n = g_socket_receive_message (socket, NULL, &vector, 1, NULL, NULL, &flags, NULL, NULL);

  /* What comes already is the next request. */
  g_clear_pointer (&self->watch, g_source_unref);
  if (n > 0)
    return G_SOURCE_REMOVE;
  self->ended = TRUE;
  stop_turns (self);
  soup_server_message_set_status (self->message, 503, NULL);
  soup_server_message_unpause (self->message);
  return G_SOURCE_REMOVE;
}

static void
watch_client (PonderGatewayJob *self)
{
  GSocket *socket = soup_server_message_get_socket (self->message);

  if (socket == NULL)
    return;
  self->watch = g_socket_create_source (socket, G_IO_IN | G_IO_HUP | G_IO_ERR, NULL);
  g_source_set_callback (self->watch, G_SOURCE_FUNC (client_cb), self, NULL);
  g_source_attach (self->watch, g_main_context_get_thread_default ());
}

static void
finished_cb (PonderGatewayJob *self)
{
  self->ended = TRUE;
  self->done (self, self->user_data);
}

/* Takes over what the request says of its own. */
static void
fill_config (PonderGatewayJob        *self,
             const PonderModelConfig *usual)
{
  const PonderModelConfig *asked = self->request->config;
  PonderModelConfig *config = ponder_model_config_copy (usual);

  if (asked->system != NULL)
    {
      g_free (config->system);
      config->system = g_strdup (asked->system);
    }
  config->temperature = isfinite (asked->temperature) ? asked->temperature : config->temperature;
  config->top_p = isfinite (asked->top_p) ? asked->top_p : config->top_p;
  config->frequency_penalty = isfinite (asked->frequency_penalty) ? asked->frequency_penalty
                                                                  : config->frequency_penalty;
  config->presence_penalty = isfinite (asked->presence_penalty) ? asked->presence_penalty : config->presence_penalty;
  config->max_tokens = asked->max_tokens > 0 ? asked->max_tokens : config->max_tokens;
  self->config = config;
}

/* Nobody is there to agree to a plan; what was sent cannot be mended afterwards. (transfer full) */
static PonderThinkConfig *
dup_think_config (PonderGatewayJob *self)
{
  PonderThinkConfig *config = ponder_workspace_dup_think_config (self->workspace, NULL);

  config->approve_plan = FALSE;
  if (self->request->stream)
    config->review = FALSE;
  return config;
}

/* (transfer full) */
static PonderTurn *
begin_turn (PonderGatewayJob *self)
{
  g_autoptr(PonderSession) session = ponder_workspace_create_private_session (self->workspace);
  g_autoptr(PonderTimeline) timeline = NULL;
  g_autoptr(PonderThinkConfig) think = NULL;
  /* The same answer three times would be no vote. */
  PonderTurnFlags flags = PONDER_TURN_PLAIN | (self->request->way == PONDER_GATEWAY_VOTE ? PONDER_TURN_NO_CACHE : 0);

  ponder_session_set_config (session, self->config);
  timeline = ponder_workspace_open_timeline (self->workspace, session);
  ponder_workspace_add_history (self->workspace, timeline, self->request->history);
  if (self->request->way != PONDER_GATEWAY_DEEP)
    return ponder_workspace_begin_turn_full (self->workspace, timeline, self->request->question, NULL, flags);
  think = dup_think_config (self);
  self->run = ponder_workspace_begin_think (self->workspace, timeline, self->request->question, NULL, think);
  return g_object_ref (ponder_think_run_get_turn (self->run));
}

static void
begin (PonderGatewayJob *self)
{
  guint n = self->request->way == PONDER_GATEWAY_VOTE ? self->request->n_votes : 1;
  gboolean live = self->request->stream && n == 1 && self->request->stop[0] == NULL;

  for (guint i = 0; i < n; i++)
    {
      PonderTurn *turn = begin_turn (self);

      g_ptr_array_add (self->turns, turn);
      if (live)
        g_signal_connect_swapped (turn, "text", G_CALLBACK (text_cb), self);
      g_signal_connect_swapped (turn, "notify::running", G_CALLBACK (ended_cb), self);
    }
  ended_cb (self);
}

PonderGatewayJob *
ponder_gateway_job_new (PonderWorkspace         *workspace,
                        const PonderModelConfig *config,
                        SoupServerMessage       *message,
                        PonderGatewayRequest    *request,
                        PonderGatewayJobFunc     done,
                        gpointer                 user_data)
{
  PonderGatewayJob *self = g_new0 (PonderGatewayJob, 1);
  g_autofree char *id = ponder_id_new ();

  self->workspace = g_object_ref (workspace);
  self->message = g_object_ref (message);
  self->request = request;
  self->done = done;
  self->user_data = user_data;
  self->turns = g_ptr_array_new_with_free_func (g_object_unref);
  self->id = g_strconcat ("chatcmpl-", id, NULL);
  self->created = g_get_real_time () / G_USEC_PER_SEC;
  fill_config (self, config);
  g_signal_connect_swapped (message, "finished", G_CALLBACK (finished_cb), self);
  soup_server_message_pause (message);
  watch_client (self);
  begin (self);
  return self;
}
