/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The documented JSON of what the commands show, times, and members that may be null. */

#include "config.h"

#include "ponder-cli-json.h"

#include <math.h>

void
ponder_cli_json_set_string (JsonObject *object,
                            const char *member,
                            const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, member, value);
  else
    json_object_set_null_member (object, member);
}

void
ponder_cli_json_set_count (JsonObject *object,
                           const char *member,
                           double      value)
{
  if (isnan (value) || value < 0)
    json_object_set_null_member (object, member);
  else if (value < G_MAXINT && fabs (value - floor (value)) < 1e-9)
    json_object_set_int_member (object, member, (gint64) value);
  else
    json_object_set_double_member (object, member, value);
}

void
ponder_cli_json_set_time (JsonObject *object,
                          const char *member,
                          gint64      time)
{
  g_autofree char *text = ponder_cli_dup_time (time);

  ponder_cli_json_set_string (object, member, *text != '\0' ? text : NULL);
}

char *
ponder_cli_dup_time (gint64 time)
{
  g_autoptr(GDateTime) moment = time != 0 ? g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC) : NULL;

  return moment != NULL ? g_date_time_format (moment, "%Y-%m-%dT%H:%M:%SZ") : g_strdup ("");
}

/* The documented names are those of a request; storage and keys have none among them. */
static const char *
category_name (PonderErrorCode category)
{
  return ponder_error_code_to_string (MIN (category, PONDER_ERROR_UNKNOWN));
}

JsonObject *
ponder_fault_to_json (PonderFault *fault)
{
  g_autofree char *title = ponder_fault_dup_title (fault);
  g_autofree char *suggestion = ponder_fault_dup_suggestion (fault);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "category", category_name (fault->category));
  json_object_set_string_member (object, "severity",
                                 ponder_severity_to_string (ponder_fault_get_severity (fault)));
  json_object_set_string_member (object, "operation", fault->operation);
  ponder_cli_json_set_string (object, "provider", fault->provider);
  ponder_cli_json_set_string (object, "model", fault->model);
  json_object_set_string_member (object, "message",
                                 fault->message != NULL ? fault->message : title);
  ponder_cli_json_set_string (object, "suggestion", suggestion);
  json_object_set_boolean_member (object, "retryable", fault->retryable);
  ponder_cli_json_set_count (object, "retry_after_s", fault->retry_after);
  ponder_cli_json_set_count (object, "status", fault->status > 0 ? (gint64) fault->status : -1);
  ponder_cli_json_set_string (object, "request_id", fault->request_id);
  ponder_cli_json_set_string (object, "details", fault->details);

  return object;
}

JsonObject *
ponder_message_to_json (PonderMessage *message)
{
  const char *reasoning = ponder_message_get_reasoning (message);
  PonderMessageState state = ponder_message_get_state (message);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", ponder_message_get_id (message));
  ponder_cli_json_set_string (object, "parent", ponder_message_get_parent_id (message));
  json_object_set_string_member (object, "role",
                                 ponder_role_to_string (ponder_message_get_role (message)));
  json_object_set_string_member (object, "text", ponder_message_get_text (message));
  ponder_cli_json_set_string (object, "reasoning", *reasoning != '\0' ? reasoning : NULL);
  ponder_cli_json_set_string (object, "model", ponder_message_get_model (message));
  json_object_set_string_member (object, "state", ponder_message_state_to_string (state));
  ponder_cli_json_set_time (object, "created", ponder_message_get_created (message));

  return object;
}

JsonObject *
ponder_session_to_json (PonderSession *session)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", ponder_session_get_id (session));
  json_object_set_string_member (object, "title", ponder_session_get_title (session));
  ponder_cli_json_set_time (object, "created", ponder_session_get_created (session));
  ponder_cli_json_set_time (object, "updated", ponder_session_get_updated (session));

  return object;
}

void
ponder_cli_json_set_usage (JsonObject        *object,
                           const PonderUsage *usage)
{
  JsonObject *member;

  if (usage == NULL || (usage->input < 0 && usage->output < 0))
    {
      json_object_set_null_member (object, "usage");
      return;
    }

  member = json_object_new ();
  ponder_cli_json_set_count (member, "input", usage->input);
  ponder_cli_json_set_count (member, "output", usage->output);
  ponder_cli_json_set_count (member, "cached", usage->cached);
  ponder_cli_json_set_count (member, "reasoning", usage->reasoning);
  ponder_cli_json_set_count (member, "cost_usd", usage->cost_usd);
  json_object_set_object_member (object, "usage", member);
}

static void
set_timing (JsonObject              *object,
            PonderMessage           *message,
            const PonderAnswerFacts *facts)
{
  JsonObject *member = json_object_new ();

  ponder_cli_json_set_count (member, "queued", facts->queued_ms);
  ponder_cli_json_set_count (member, "connect", facts->connect_ms);
  ponder_cli_json_set_count (member, "first_token", ponder_message_get_first_token_ms (message));
  ponder_cli_json_set_count (member, "total", ponder_message_get_total_ms (message));
  json_object_set_object_member (object, "timing_ms", member);
}

/* One of the documented words, whatever became of the answer. */
static const char *
finish_name (PonderMessage *message)
{
  PonderFault *fault = ponder_message_get_fault (message);
  PonderFinish finish = ponder_message_get_finish (message);

  if (ponder_message_get_state (message) == PONDER_MESSAGE_STOPPED)
    finish = PONDER_FINISH_CANCELLED;
  else if (fault != NULL && fault->category == PONDER_ERROR_CONTENT_FILTER)
    finish = PONDER_FINISH_CONTENT_FILTER;
  else if ((fault != NULL && finish != PONDER_FINISH_LENGTH) || finish == PONDER_FINISH_NONE)
    finish = PONDER_FINISH_CUT_OFF;

  return ponder_finish_to_string (finish);
}

static void
set_cached (JsonObject *object,
            gint64      cached_from)
{
  gint64 age = MAX (g_get_real_time () - cached_from, 0) / G_USEC_PER_SEC;

  json_object_set_boolean_member (object, "cached", cached_from > 0);
  ponder_cli_json_set_count (object, "cache_age_s", cached_from > 0 ? (double) age : -1);
}

/* What failed before anybody was asked counts as a try; for what was kept, nobody had to be asked. */
static guint
count_attempts (PonderMessage           *answer,
                const PonderAnswerFacts *facts)
{
  if (ponder_message_get_cached_from (answer) > 0)
    return facts->n_attempts;
  return MAX (facts->n_attempts, 1);
}

JsonObject *
ponder_answer_to_json (PonderMessage           *answer,
                       const char              *session_id,
                       const PonderAnswerFacts *facts)
{
  PonderFault *fault = ponder_message_get_fault (answer);
  const char *reasoning = ponder_message_get_reasoning (answer);
  const char *id = session_id != NULL ? ponder_message_get_id (answer) : NULL;
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "text", ponder_message_get_text (answer));
  ponder_cli_json_set_string (object, "reasoning", *reasoning != '\0' ? reasoning : NULL);
  ponder_cli_json_set_string (object, "provider", ponder_message_get_provider (answer));
  ponder_cli_json_set_string (object, "model", ponder_message_get_model (answer));
  ponder_cli_json_set_string (object, "session", session_id);
  ponder_cli_json_set_string (object, "message", id);
  json_object_set_string_member (object, "finish", finish_name (answer));
  ponder_cli_json_set_usage (object, ponder_message_get_usage (answer));
  set_cached (object, ponder_message_get_cached_from (answer));
  json_object_set_int_member (object, "attempts", count_attempts (answer, facts));
  set_timing (object, answer, facts);
  if (fault != NULL)
    json_object_set_object_member (object, "error", ponder_fault_to_json (fault));
  else
    json_object_set_null_member (object, "error");

  return object;
}

JsonObject *
ponder_turn_to_json (PonderTurn *turn,
                     gboolean    kept)
{
  const char *session_id = ponder_session_get_id (ponder_turn_get_session (turn));
  PonderAnswerFacts facts = {
    ponder_turn_get_queued_ms (turn), ponder_turn_get_connect_ms (turn),
    ponder_turn_get_attempts (turn)
  };

  return ponder_answer_to_json (ponder_turn_get_message (turn), kept ? session_id : NULL, &facts);
}
