/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happened in one run of deep think: the log that everything else is made from. */

#include "config.h"

#include "ponder-think-event.h"

#include "ponder-json.h"

#include <math.h>

/* What the members of each event are called where it is printed and stored; NULL for those it does not have. Names
 * never change: logs are kept. */
typedef struct
{
  const char *name;
  const char *node;
  const char *title;
  const char *text;
  const char *detail;
  const char *extra;
  const char *list;
  const char *more;
  const char *number;
  const char *count;
  const char *flag;
  gboolean    usage;
  gboolean    live;
} Shape;

static const Shape shapes[PONDER_THINK_N_EVENTS] = {
  [PONDER_THINK_RUN_CREATED] = { "run.created", .text = "question", .detail = "config" },
  [PONDER_THINK_RUN_ROUTED] = { "run.routed", .title = "to" },
  [PONDER_THINK_RUN_PHASE] = { "run.phase", .title = "phase" },
  [PONDER_THINK_RUN_BUDGET] = { "run.budget", .count = "calls", .usage = TRUE },
  [PONDER_THINK_RUN_PAUSED] = { "run.paused", .detail = "why" },
  [PONDER_THINK_RUN_RESUMED] = { "run.resumed", .list = "redo" },
  [PONDER_THINK_RUN_REOPENED] = { "run.reopened", .number = "seconds", .count = "calls" },
  [PONDER_THINK_RUN_ENDED] = { "run.ended", .title = "outcome", .detail = "why", .count = "calls", .usage = TRUE },
  [PONDER_THINK_PLAN_TASK] = { "plan.task", .node = "node", .title = "title", .text = "ask", .detail = "kind",
                               .extra = "size", .list = "deps", .more = "queries" },
  [PONDER_THINK_PLAN_ANSWER] = { "plan.answer", .list = "outline", .more = "criteria" },
  [PONDER_THINK_PLAN_WARNING] = { "plan.warning", .title = "code", .detail = "detail" },
  [PONDER_THINK_PLAN_DONE] = { "plan.done", .count = "n" },
  [PONDER_THINK_PLAN_DEGRADED] = { "plan.degraded", .title = "rung", .detail = "why" },
  [PONDER_THINK_PLAN_APPROVED] = { "plan.approved" },
  [PONDER_THINK_NODE_ADDED] = { "node.added", .node = "n", .title = "kind", .list = "deps" },
  [PONDER_THINK_NODE_READY] = { "node.ready", .node = "n" },
  [PONDER_THINK_NODE_STARTED] = { "node.started", .node = "n", .title = "why", .detail = "model", .count = "attempt" },
  [PONDER_THINK_NODE_SENT] = { "node.sent", .node = "n", .title = "call", .count = "requests" },
  [PONDER_THINK_NODE_HEDGED] = { "node.hedged", .node = "n", .number = "waited", .count = "attempt" },
  [PONDER_THINK_NODE_ALIVE] = { "node.alive", .node = "n", .title = "call" },
  [PONDER_THINK_NODE_DROPPED] = { "node.dropped", .node = "n", .title = "call", .detail = "why", .count = "calls",
                                  .usage = TRUE },
  [PONDER_THINK_NODE_FIRST_TOKEN] = { "node.first_token", .node = "n", .count = "ttft" },
  [PONDER_THINK_NODE_TOKENS] = { "node.tokens", .node = "n", .text = "text", .live = TRUE },
  [PONDER_THINK_NODE_PARTIAL] = { "node.partial", .node = "n", .text = "text" },
  [PONDER_THINK_NODE_RETRY] = { "node.retry", .node = "n", .title = "class", .number = "wait", .count = "attempt" },
  [PONDER_THINK_NODE_DONE] = { "node.done", .node = "n", .title = "ended", .text = "text", .detail = "conclusion",
                               .list = "limits", .number = "conf", .count = "calls", .flag = "cached", .usage = TRUE },
  [PONDER_THINK_NODE_FAILED] = { "node.failed", .node = "n", .title = "class", .text = "text", .detail = "msg",
                                 .count = "calls", .usage = TRUE },
  [PONDER_THINK_NODE_SKIPPED] = { "node.skipped", .node = "n", .title = "cause", .detail = "msg" },
  [PONDER_THINK_NODE_CANCELLED] = { "node.cancelled", .node = "n", .title = "cause", .text = "text", .count = "calls",
                                    .usage = TRUE },
  [PONDER_THINK_NODE_RERUN] = { "node.rerun", .node = "n", .title = "because", .text = "hint", .list = "with" },
  [PONDER_THINK_NODE_EDITED] = { "node.edited", .node = "n", .text = "ask" },
  [PONDER_THINK_NODE_SOURCES] = { "node.sources", .node = "n", .text = "sources", .detail = "problem",
                                  .count = "attempt" },
  [PONDER_THINK_VERIFY_RESULT] = { "verify.result", .node = "n", .title = "result", .detail = "detail" },
  [PONDER_THINK_SYNTH_STARTED] = { "synth.started", .node = "n", .list = "inputs", .more = "missing" },
  [PONDER_THINK_ANSWER_TOKENS] = { "synth.token", .node = "n", .text = "text", .live = TRUE },
  [PONDER_THINK_ANSWER_SET] = { "synth.done", .node = "n", .text = "text" },
  [PONDER_THINK_REVIEW_ISSUE] = { "review.issue", .node = "task", .title = "severity", .text = "quote",
                                  .detail = "issue", .extra = "fix", .flag = "located" },
  [PONDER_THINK_REVIEW_DONE] = { "review.done", .list = "met", .more = "unmet", .number = "score", .flag = "passed" },
  [PONDER_THINK_REVIEW_UNAVAILABLE] = { "review.unavailable", .detail = "why" },
  [PONDER_THINK_REVISE_EDIT] = { "revise.edit", .title = "result", .text = "find", .extra = "replace" },
  [PONDER_THINK_REVISE_VERDICT] = { "revise.verdict", .title = "kept", .count = "edits" },
  [PONDER_THINK_CONTEXT_ADDED] = { "context.added", .text = "text" },
  [PONDER_THINK_USER_COMMAND] = { "user.command", .node = "n", .title = "command", .text = "text" },
};

PonderThinkEvent *
ponder_think_event_new (PonderThinkEventType type)
{
  PonderThinkEvent *self = g_atomic_rc_box_new0 (PonderThinkEvent);

  self->type = type;
  self->number = NAN;
  self->count = -1;
  self->usage = (PonderUsage) { -1, -1, -1, -1, -1 };
  return self;
}

PonderThinkEvent *
ponder_think_event_ref (PonderThinkEvent *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
event_clear (gpointer data)
{
  PonderThinkEvent *self = data;

  g_free (self->node);
  g_free (self->title);
  g_free (self->text);
  g_free (self->detail);
  g_free (self->extra);
  g_strfreev (self->list);
  g_strfreev (self->more);
}

void
ponder_think_event_unref (PonderThinkEvent *self)
{
  g_atomic_rc_box_release_full (self, event_clear);
}

const char *
ponder_think_event_get_name (const PonderThinkEvent *self)
{
  return shapes[self->type].name;
}

gboolean
ponder_think_event_is_live (const PonderThinkEvent *self)
{
  return shapes[self->type].live;
}

static void
put_string (JsonObject *object,
            const char *member,
            const char *value)
{
  if (member != NULL && value != NULL)
    json_object_set_string_member (object, member, value);
}

static void
put_list (JsonObject *object,
          const char *member,
          GStrv       values)
{
  JsonArray *array;

  if (member == NULL || values == NULL)
    return;
  array = json_array_new ();
  for (guint i = 0; values[i] != NULL; i++)
    json_array_add_string_element (array, values[i]);
  json_object_set_array_member (object, member, array);
}

static void
put_count (JsonObject *object,
           const char *member,
           gint64      value)
{
  if (member != NULL && value >= 0)
    json_object_set_int_member (object, member, value);
}

static void
put_number (JsonObject *object,
            const char *member,
            double      value)
{
  if (member != NULL && isfinite (value))
    json_object_set_double_member (object, member, value);
}

static void
put_usage (JsonObject        *object,
           const PonderUsage *usage)
{
  put_count (object, "input", usage->input);
  put_count (object, "output", usage->output);
  put_count (object, "cached_tokens", usage->cached);
  put_count (object, "reasoning_tokens", usage->reasoning);
  if (usage->cost_usd >= 0)
    json_object_set_double_member (object, "cost_usd", usage->cost_usd);
}

JsonObject *
ponder_think_event_to_json (const PonderThinkEvent *self)
{
  const Shape *shape = &shapes[self->type];
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "seq", (gint64) self->seq);
  json_object_set_int_member (object, "t", self->time);
  json_object_set_string_member (object, "type", shape->name);
  put_string (object, shape->node, self->node);
  put_string (object, shape->title, self->title);
  put_string (object, shape->text, self->text);
  put_string (object, shape->detail, self->detail);
  put_string (object, shape->extra, self->extra);
  put_list (object, shape->list, self->list);
  put_list (object, shape->more, self->more);
  put_number (object, shape->number, self->number);
  put_count (object, shape->count, self->count);
  if (shape->flag != NULL)
    json_object_set_boolean_member (object, shape->flag, self->flag);
  if (shape->usage)
    put_usage (object, &self->usage);
  return object;
}

static gboolean
find_type (const char           *name,
           PonderThinkEventType *type)
{
  for (guint i = 0; i < PONDER_THINK_N_EVENTS; i++)
    if (g_strcmp0 (shapes[i].name, name) == 0)
      {
        *type = i;
        return TRUE;
      }
  return FALSE;
}

static char *
dup_string (JsonObject *object,
            const char *member)
{
  return member != NULL ? g_strdup (ponder_json_get_string (object, member)) : NULL;
}

static GStrv
dup_list (JsonObject *object,
          const char *member)
{
  JsonArray *array = member != NULL ? ponder_json_get_array (object, member) : NULL;
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  if (array == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (ponder_json_array_string (array, i) != NULL)
      g_strv_builder_add (builder, ponder_json_array_string (array, i));
  return g_strv_builder_end (builder);
}

static void
read_usage (JsonObject  *object,
            PonderUsage *usage)
{
  ponder_json_get_int (object, "input", &usage->input);
  ponder_json_get_int (object, "output", &usage->output);
  ponder_json_get_int (object, "cached_tokens", &usage->cached);
  ponder_json_get_int (object, "reasoning_tokens", &usage->reasoning);
  ponder_json_get_double (object, "cost_usd", &usage->cost_usd);
}

/* More than any run counts, and little enough to be added up. */
#define MOST (G_GINT64_CONSTANT (1000000000000))

static void
limit_usage (PonderUsage *usage)
{
  usage->input = CLAMP (usage->input, -1, MOST);
  usage->output = CLAMP (usage->output, -1, MOST);
  usage->cached = CLAMP (usage->cached, -1, MOST);
  usage->reasoning = CLAMP (usage->reasoning, -1, MOST);
}

/* A log may come from a file that anybody made. */
static void
make_sound (PonderThinkEvent *self)
{
  gboolean has_text = self->type == PONDER_THINK_NODE_TOKENS || self->type == PONDER_THINK_ANSWER_TOKENS
                      || self->type == PONDER_THINK_NODE_PARTIAL || self->type == PONDER_THINK_NODE_EDITED
                      || self->type == PONDER_THINK_CONTEXT_ADDED;

  if (has_text && self->text == NULL)
    self->text = g_strdup ("");
  self->time = CLAMP (self->time, 0, MOST);
  self->count = CLAMP (self->count, -1, G_MAXINT);
  if (isfinite (self->number))
    self->number = CLAMP (self->number, -1e6, 1e6);
  limit_usage (&self->usage);
}

PonderThinkEvent *
ponder_think_event_from_json (JsonObject *object)
{
  PonderThinkEventType type;
  PonderThinkEvent *self;
  const Shape *shape;
  gint64 seq = 0;

  if (!find_type (ponder_json_get_string (object, "type"), &type))
    return NULL;

  shape = &shapes[type];
  self = ponder_think_event_new (type);
  if (ponder_json_get_int (object, "seq", &seq))
    self->seq = (guint64) MAX (seq, 0);
  ponder_json_get_int (object, "t", &self->time);
  self->node = dup_string (object, shape->node);
  self->title = dup_string (object, shape->title);
  self->text = dup_string (object, shape->text);
  self->detail = dup_string (object, shape->detail);
  self->extra = dup_string (object, shape->extra);
  self->list = dup_list (object, shape->list);
  self->more = dup_list (object, shape->more);
  if (shape->number != NULL)
    ponder_json_get_double (object, shape->number, &self->number);
  if (shape->count != NULL)
    ponder_json_get_int (object, shape->count, &self->count);
  self->flag = shape->flag != NULL && ponder_json_get_boolean (object, shape->flag, FALSE);
  if (shape->usage)
    read_usage (object, &self->usage);
  make_sound (self);
  return self;
}
