/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The documented JSON of runs of deep think. */

#include "config.h"

#include "ponder-think-json.h"

#include "ponder-cli-json.h"

const char *
ponder_think_record_get_outcome (const PonderThinkRecord *record)
{
  return g_str_equal (record->outcome, PONDER_THINK_RECORD_OPEN) && !record->driven ? "interrupted" : record->outcome;
}

JsonObject *
ponder_think_record_to_json (const PonderThinkRecord *record)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "run", record->id);
  json_object_set_string_member (object, "session", record->session);
  json_object_set_string_member (object, "message", record->message);
  ponder_cli_json_set_time (object, "created", record->created);
  ponder_cli_json_set_time (object, "updated", record->updated);
  json_object_set_string_member (object, "outcome", ponder_think_record_get_outcome (record));
  json_object_set_string_member (object, "question", record->question);
  return object;
}

static JsonArray *
new_array (GStrv texts)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    json_array_add_string_element (array, texts[i]);
  return array;
}

static JsonObject *
planned_to_json (const PonderThinkNode *node)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", node->id);
  json_object_set_string_member (object, "title", node->title);
  json_object_set_array_member (object, "deps", new_array (node->deps));
  return object;
}

static JsonObject *
part_to_json (const PonderThinkNode *node)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", node->id);
  json_object_set_string_member (object, "state", ponder_think_node_state_to_string (node->state));
  ponder_cli_json_set_string (object, "answer", ponder_think_node_has_answer (node) ? node->text->str : NULL);
  ponder_cli_json_set_count (object, "confidence", node->confidence);
  json_object_set_array_member (object, "limits", new_array (node->limits));
  if (node->check != NULL)
    {
      json_object_set_string_member (object, "check", node->check);
      ponder_cli_json_set_string (object, "check_why", node->check_why);
      json_object_set_boolean_member (object, "corrected", node->corrected);
    }
  if (ponder_think_node_count_hedges (node) > 0)
    json_object_set_int_member (object, "hedges", ponder_think_node_count_hedges (node));
  if (node->message != NULL)
    json_object_set_string_member (object, "message", node->message);
  return object;
}

static JsonObject *
issue_to_json (const PonderThinkIssue *issue)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "severity", issue->severity);
  json_object_set_string_member (object, "issue", issue->issue);
  json_object_set_string_member (object, "quote", issue->quote);
  ponder_cli_json_set_string (object, "task", issue->task);
  json_object_set_string_member (object, "fix", issue->fix);
  json_object_set_boolean_member (object, "located", issue->located);
  return object;
}

static void
set_review (JsonObject             *object,
            const PonderThinkState *state)
{
  JsonObject *review;
  JsonArray *issues;

  if (!state->reviewed)
    {
      json_object_set_null_member (object, "review");
      return;
    }
  review = json_object_new ();
  issues = json_array_new ();
  for (guint i = 0; i < state->issues->len; i++)
    json_array_add_object_element (issues, issue_to_json (g_ptr_array_index (state->issues, i)));
  ponder_cli_json_set_count (review, "score", state->score);
  json_object_set_array_member (review, "issues", issues);
  json_object_set_int_member (review, "edits", g_strcmp0 (state->verdict, "new") == 0 ? state->edits : 0);
  json_object_set_object_member (object, "review", review);
}

/* The first of either that is known. */
static gint64
find_first (gint64 a,
            gint64 b)
{
  return a < 0 ? b : b < 0 ? a : MIN (a, b);
}

static void
set_timing (JsonObject             *object,
            const PonderThinkState *state)
{
  JsonObject *timing = json_object_new ();
  gint64 part = -1;
  gint64 word = -1;
  gint64 answer = -1;

  for (guint i = 0; i < state->nodes->len; i++)
    {
      const PonderThinkNode *node = g_ptr_array_index (state->nodes, i);

      if (node->kind == PONDER_THINK_KIND_SOLVE)
        part = find_first (part, node->started);
      else if (node->kind == PONDER_THINK_KIND_SYNTH || node->kind == PONDER_THINK_KIND_ANSWER)
        {
          word = find_first (word, node->first_token);
          answer = find_first (answer, node->ended);
        }
    }
  ponder_cli_json_set_count (timing, "first_part", part);
  ponder_cli_json_set_count (timing, "first_token", word);
  ponder_cli_json_set_count (timing, "answer", answer);
  ponder_cli_json_set_count (timing, "total", state->last_time);
  json_object_set_object_member (object, "timing_ms", timing);
}

JsonObject *
ponder_think_state_to_json (const PonderThinkState *state,
                            const char             *outcome,
                            const char             *run_id)
{
  JsonObject *object = json_object_new ();
  JsonArray *plan = json_array_new ();
  JsonArray *parts = json_array_new ();
  PonderUsage usage;

  for (guint i = 0; i < state->nodes->len; i++)
    {
      const PonderThinkNode *node = g_ptr_array_index (state->nodes, i);

      if (node->kind != PONDER_THINK_KIND_SOLVE)
        continue;
      json_array_add_object_element (plan, planned_to_json (node));
      json_array_add_object_element (parts, part_to_json (node));
    }
  ponder_think_state_get_usage (state, &usage);
  json_object_set_string_member (object, "answer", state->answer->str);
  json_object_set_string_member (object, "outcome",
                                 outcome != NULL ? outcome : ponder_think_outcome_to_string (state->outcome));
  json_object_set_int_member (object, "calls", ponder_think_state_get_calls (state));
  ponder_cli_json_set_usage (object, &usage);
  json_object_set_array_member (object, "plan", plan);
  json_object_set_array_member (object, "subtasks", parts);
  set_review (object, state);
  set_timing (object, state);
  json_object_set_string_member (object, "run", run_id);
  return object;
}

JsonObject *
ponder_think_event_to_line (const PonderThinkEvent *event,
                            const char             *run_id)
{
  JsonObject *object = ponder_think_event_to_json (event);

  json_object_set_string_member (object, "run", run_id);
  json_object_set_int_member (object, "t_wall", g_get_real_time () / 1000);
  return object;
}
