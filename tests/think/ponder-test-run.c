/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run of deep think in simulated time: calls last as long as a script says. */

#include "ponder-test-run.h"

#include "ponder-json.h"

#include <string.h>

/* More than any run needs: one that does not end fails. */
#define STEPS_LIMIT 20000

/* One thing that will happen. */
typedef struct
{
  gint64       time;
  char        *call;
  char        *text;            /* (nullable): a piece of the answer, else the call ends */
  char        *whole;           /* (nullable): at the end */
  PonderFault *fault;
  gboolean     broken;
  guint        n_requests;
  gboolean     is_search;       /* and `whole` is what it found, or NULL */
} Entry;

static void
entry_clear (gpointer data)
{
  Entry *entry = data;

  g_free (entry->call);
  g_free (entry->text);
  g_free (entry->whole);
  g_clear_pointer (&entry->fault, ponder_fault_unref);
}

static PonderTestRun *
new_run (PonderThinkEngine *engine,
         guint              slots,
         PonderTestScript   script,
         gpointer           user_data)
{
  PonderTestRun *self = g_new0 (PonderTestRun, 1);

  self->engine = engine;
  self->slots = slots;
  self->script = script;
  self->user_data = user_data;
  self->found = "[{\"title\":\"Found\",\"url\":\"https://a.example/\",\"text\":\"so it is\"}]";
  self->log = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_think_event_unref);
  self->agenda = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (self->agenda, entry_clear);
  return self;
}

PonderTestRun *
ponder_test_run_new (const char              *question,
                     const PonderThinkConfig *config,
                     guint                    slots,
                     PonderTestScript         script,
                     gpointer                 user_data)
{
  PonderTestRun *self = new_run (ponder_think_engine_new (question, config, slots), slots, script, user_data);

  ponder_think_engine_start (self->engine, 0);
  ponder_test_run_absorb (self);
  return self;
}

PonderTestRun *
ponder_test_run_new_from (GPtrArray        *log,
                          guint             slots,
                          PonderTestScript  script,
                          gpointer          user_data)
{
  PonderTestRun *self = new_run (ponder_think_engine_new_from_log (log, slots), slots, script, user_data);

  for (guint i = 0; i < log->len; i++)
    g_ptr_array_add (self->log, ponder_think_event_ref (g_ptr_array_index (log, i)));
  self->now = ponder_think_engine_get_state (self->engine)->last_time;
  ponder_think_engine_resume (self->engine, self->now);
  ponder_test_run_absorb (self);
  return self;
}

void
ponder_test_run_free (PonderTestRun *self)
{
  ponder_think_engine_free (self->engine);
  g_ptr_array_unref (self->log);
  g_array_unref (self->agenda);
  g_free (self);
}

/* --- the agenda --- */

static void
forget (PonderTestRun *self,
        const char    *call)
{
  for (guint i = self->agenda->len; i > 0; i--)
    if (strcmp (g_array_index (self->agenda, Entry, i - 1).call, call) == 0)
      g_array_remove_index (self->agenda, i - 1);
}

static void
forget_one (PonderTestRun *self,
            const char    *node,
            gboolean       hedge)
{
  g_autofree char *call = hedge ? ponder_think_engine_dup_hedge (node) : g_strdup (node);

  forget (self, call);
}

static void
forget_all (PonderTestRun *self,
            const char    *node)
{
  forget_one (self, node, FALSE);
  forget_one (self, node, TRUE);
}

static void
add_entry (PonderTestRun *self,
           Entry          entry)
{
  guint place = self->agenda->len;

  while (place > 0 && g_array_index (self->agenda, Entry, place - 1).time > entry.time)
    place--;
  g_array_insert_val (self->agenda, place, entry);
}

static const char *
find_cut (const char *text,
          gsize       place)
{
  while ((text[place] & 0xc0) == 0x80)
    place++;
  return text + place;
}

static void
add_pieces (PonderTestRun        *self,
            const char           *name,
            const PonderTestCall *call)
{
  guint n_pieces = MAX (call->n_pieces, 1);
  gsize length = strlen (call->text);
  const char *start = call->text;

  for (guint i = 0; i < n_pieces; i++)
    {
      const char *end = i + 1 == n_pieces ? call->text + length : find_cut (call->text, length * (i + 1) / n_pieces);
      gint64 time = call->first + (call->last - call->first) * (i + 1) / n_pieces;

      if (end > start)
        add_entry (self, (Entry) { self->now + (i == 0 ? call->first : time), g_strdup (name),
                                   g_strndup (start, end - start), NULL, NULL, FALSE, 0 });
      start = MAX (start, end);
    }
}

/* Nobody begins before what he builds upon is there. */
static void
check_deps (const PonderThinkState *state,
            const PonderThinkNode  *node)
{
  for (guint i = 0; node->deps[i] != NULL; i++)
    {
      const PonderThinkNode *dep = ponder_think_state_find (state, node->deps[i]);

      g_assert_true (dep == NULL || ponder_think_node_is_settled (dep));
    }
}

static void
begin_call (PonderTestRun *self,
            const char    *id,
            gboolean       hedge)
{
  const PonderThinkNode *node = ponder_think_state_find (ponder_think_engine_get_state (self->engine), id);
  g_autofree char *prompt = ponder_think_engine_dup_prompt (self->engine, node);
  g_autofree char *copy = hedge ? ponder_think_engine_dup_hedge (id) : g_strdup (id);
  PonderTestCall call;

  check_deps (ponder_think_engine_get_state (self->engine), node);
  call = self->script (self->engine, node, prompt, self->user_data);

  if (call.n_requests > 0)
    ponder_think_engine_sent (self->engine, copy, call.n_requests, self->now);
  self->n_served += call.n_requests;
  self->n_begun += call.n_requests > 0;
  if (call.text != NULL)
    add_pieces (self, copy, &call);
  add_entry (self, (Entry) { self->now + call.last, g_strdup (copy), NULL, call.text, call.fault, call.broken,
                             call.n_requests });
}

/* --- what must always hold --- */

static guint
count_nodes (const PonderThinkState *state,
             PonderThinkNodeState    node_state)
{
  guint n = 0;

  for (guint i = 0; i < state->nodes->len; i++)
    n += ((PonderThinkNode *) g_ptr_array_index (state->nodes, i))->state == node_state;
  return n;
}

static void
check (PonderTestRun *self)
{
  const PonderThinkState *state = ponder_think_engine_get_state (self->engine);
  guint n_running = count_nodes (state, PONDER_THINK_RUNNING);
  guint n_busy = ponder_think_engine_count_busy (self->engine);

  g_assert_cmpuint (n_busy, <=, self->slots);
  if (state->outcome != PONDER_THINK_OPEN)
    g_assert_cmpuint (n_running, ==, 0);
  /* No slot is idle while there is something to do. */
  else if (!state->paused && n_busy < self->slots)
    g_assert_cmpuint (count_nodes (state, PONDER_THINK_READY), ==, 0);
}

/* What nobody needs is only done where it was wanted and there are calls to spare. */
static void
check_luxury (PonderTestRun          *self,
              const PonderThinkEvent *event)
{
  const PonderThinkState *state = ponder_think_engine_get_state (self->engine);
  gboolean checks = event->type == PONDER_THINK_NODE_STARTED && g_str_has_prefix (event->node, "check/");

  if (event->type != PONDER_THINK_NODE_HEDGED && !checks)
    return;
  g_assert_true (checks ? state->config->checks : state->config->hedge);
  g_assert_cmpuint (self->n_begun, <, state->config->max_calls);
}

static gboolean
wants_sources (PonderTestRun          *self,
               const PonderThinkEvent *event)
{
  const PonderThinkState *state = ponder_think_engine_get_state (self->engine);

  return ponder_think_state_wants_sources (state, ponder_think_state_find (state, event->node));
}

/* It takes a second; every other one fails. */
static void
add_search (PonderTestRun *self,
            const char    *id)
{
  gboolean fails = self->n_searches++ % 2 == 1;

  add_entry (self, (Entry) { .time = self->now + 1000, .call = g_strdup (id), .is_search = TRUE,
                             .whole = fails ? NULL : g_strdup (self->found) });
}

static gboolean
is_begun (PonderTestRun          *self,
          const PonderThinkEvent *event)
{
  const PonderThinkNode *node = event->node != NULL
                                ? ponder_think_state_find (ponder_think_engine_get_state (self->engine), event->node)
                                : NULL;

  return event->type == PONDER_THINK_NODE_STARTED
         || (event->type == PONDER_THINK_NODE_SOURCES && node->state == PONDER_THINK_RUNNING
             && node->attempt == event->count);
}

void
ponder_test_run_absorb (PonderTestRun *self)
{
  g_autoptr(GPtrArray) events = ponder_think_engine_take_events (self->engine);

  while (events->len > 0)
    {
      for (guint i = 0; i < events->len; i++)
        {
          PonderThinkEvent *event = g_ptr_array_index (events, i);

          g_ptr_array_add (self->log, ponder_think_event_ref (event));
          check_luxury (self, event);
          if (event->type == PONDER_THINK_NODE_CANCELLED || event->type == PONDER_THINK_NODE_SKIPPED)
            forget_all (self, event->node);
          if (event->type == PONDER_THINK_NODE_DROPPED)
            forget_one (self, event->node, event->title != NULL);
          if (event->type == PONDER_THINK_NODE_STARTED && wants_sources (self, event))
            add_search (self, event->node);
          else if (event->type == PONDER_THINK_NODE_HEDGED || is_begun (self, event))
            begin_call (self, event->node, event->type == PONDER_THINK_NODE_HEDGED);
        }
      g_clear_pointer (&events, g_ptr_array_unref);
      events = ponder_think_engine_take_events (self->engine);
    }
  check (self);
}

static void
play (PonderTestRun *self,
      Entry         *entry)
{
  PonderThinkResult result = { .text = entry->whole, .broken = entry->broken, .fault = entry->fault,
                               .calls = entry->n_requests, .usage = { 10, 5, -1, -1, -1 } };

  if (entry->is_search)
    ponder_think_engine_sources (self->engine, entry->call, entry->whole, entry->whole != NULL ? NULL : "offline",
                                 self->now);
  else if (entry->text != NULL)
    ponder_think_engine_text (self->engine, entry->call, entry->text, self->now);
  else
    ponder_think_engine_ended (self->engine, entry->call, &result, self->now);
}

gboolean
ponder_test_run_step (PonderTestRun *self)
{
  const PonderThinkState *state = ponder_think_engine_get_state (self->engine);
  gint64 wake = ponder_think_engine_get_wake (self->engine);
  Entry entry;

  if (self->agenda->len == 0)
    return FALSE;

  entry = g_array_index (self->agenda, Entry, 0);
  if (!state->paused && self->now < wake && entry.time >= wake)
    {
      self->now = wake;
      ponder_think_engine_tick (self->engine, self->now);
      ponder_test_run_absorb (self);
      return TRUE;
    }
  self->now = MAX (self->now, entry.time);
  /* Keeps what it holds: the entry is ours now. */
  g_array_set_clear_func (self->agenda, NULL);
  g_array_remove_index (self->agenda, 0);
  g_array_set_clear_func (self->agenda, entry_clear);
  play (self, &entry);
  entry_clear (&entry);
  ponder_test_run_absorb (self);
  return TRUE;
}

void
ponder_test_run_all (PonderTestRun *self)
{
  guint n_steps = 0;

  while (ponder_test_run_step (self))
    g_assert_cmpuint (n_steps++, <, STEPS_LIMIT);
}

gboolean
ponder_test_run_command (PonderTestRun      *self,
                         PonderThinkCommand  command,
                         const char         *node,
                         const char         *text)
{
  gboolean obeyed = ponder_think_engine_command (self->engine, command, node, text, self->now);

  ponder_test_run_absorb (self);
  return obeyed;
}

/* --- looking at it --- */

const PonderThinkEvent *
ponder_test_run_find (PonderTestRun        *self,
                      PonderThinkEventType  type,
                      const char           *node)
{
  for (guint i = 0; i < self->log->len; i++)
    {
      const PonderThinkEvent *event = g_ptr_array_index (self->log, i);

      if (event->type == type && (node == NULL || g_strcmp0 (event->node, node) == 0))
        return event;
    }
  return NULL;
}

guint
ponder_test_run_count (PonderTestRun        *self,
                       PonderThinkEventType  type)
{
  guint n = 0;

  for (guint i = 0; i < self->log->len; i++)
    n += ((PonderThinkEvent *) g_ptr_array_index (self->log, i))->type == type;
  return n;
}

static void
dump_list (GString    *out,
           const char *name,
           GStrv       list)
{
  g_autofree char *words = list != NULL ? g_strjoinv ("|", list) : g_strdup ("-");

  g_string_append_printf (out, " %s=%s", name, words);
}

static void
dump_node (GString               *out,
           const PonderThinkNode *node)
{
  g_string_append_printf (out, "%s %s %s attempt=%u calls=%u+%u cached=%d conf=%g in=%" G_GINT64_FORMAT
                          " out=%" G_GINT64_FORMAT " t=%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT
                          ",%" G_GINT64_FORMAT " calls=%d,%d,%d,%u t=%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT
                          ",%" G_GINT64_FORMAT " check=%s,%s,%d",
                          node->id, ponder_think_kind_to_string (node->kind),
                          ponder_think_node_state_to_string (node->state), node->attempt, node->calls, node->sent,
                          node->cached, node->confidence, node->usage.input, node->usage.output, node->ready,
                          node->started, node->first_token, node->ended, node->hedged, node->first_runs,
                          node->hedge_runs, node->hedge_sent, node->asked, node->hedge_asked, node->alive, node->check,
                          node->check_why, node->corrected);
  for (guint i = 0; i < node->spans->len; i++)
    {
      const PonderThinkSpan *span = &g_array_index (node->spans, PonderThinkSpan, i);

      g_string_append_printf (out, " %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "%s%s",
                              span->started, span->first_token, span->ended, span->hedge ? "h" : "",
                              ponder_think_node_state_to_string (span->state));
    }
  dump_list (out, "deps", node->deps);
  dump_list (out, "limits", node->limits);
  g_string_append_printf (out, " title=%s ask=%s kind=%s hint=%s conclusion=%s category=%s message=%s kept=%s"
                          " query=%s problem=%s sources=%u text=%s\n",
                          node->title, node->ask, node->task_kind, node->hint, node->conclusion, node->category,
                          node->message, node->kept, node->query, node->sources_problem,
                          node->sources != NULL ? node->sources->len + 1 : 0, node->text->str);
}

static void
dump_issues (GString                *out,
             const PonderThinkState *state)
{
  for (guint i = 0; i < state->issues->len; i++)
    {
      const PonderThinkIssue *issue = g_ptr_array_index (state->issues, i);

      g_string_append_printf (out, "issue %s %s %s %s %s %d\n", issue->severity, issue->issue, issue->quote,
                              issue->task, issue->fix, issue->located);
    }
  for (guint i = 0; i < state->notes->len; i++)
    g_string_append_printf (out, "note %s\n", (const char *) g_ptr_array_index (state->notes, i));
}

char *
ponder_test_run_dump (const PonderThinkState *state)
{
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "%s %s why=%s degraded=%s/%s planned=%d approved=%d paused=%d hurried=%d/%s score=%g "
                          "reviewed=%d passed=%d problem=%s verdict=%s edits=%u past=%u calls=%u limit=%u/%u\n",
                          ponder_think_phase_to_string (state->phase), ponder_think_outcome_to_string (state->outcome),
                          state->why, state->degraded, state->degraded_why, state->planned, state->approved,
                          state->paused, state->hurried, state->hurried_why, state->score, state->reviewed,
                          state->passed, state->review_problem, state->verdict, state->edits, state->past_calls,
                          ponder_think_state_get_calls (state), state->config->max_calls, state->config->max_seconds);
  dump_list (out, "outline", state->outline);
  dump_list (out, "criteria", state->criteria);
  dump_list (out, "unmet", state->unmet);
  g_string_append_printf (out, "\nanswer=%s\n", state->answer->str);
  for (guint i = 0; i < state->nodes->len; i++)
    dump_node (out, g_ptr_array_index (state->nodes, i));
  dump_issues (out, state);
  return g_string_free (out, FALSE);
}

static void
compare_lines (const char *before,
               const char *after)
{
  g_auto(GStrv) left = g_strsplit (before, "\n", -1);
  g_auto(GStrv) right = g_strsplit (after, "\n", -1);

  for (guint i = 0; left[i] != NULL && right[i] != NULL; i++)
    g_assert_cmpstr (left[i], ==, right[i]);
  g_assert_cmpstr (before, ==, after);
}

void
ponder_test_run_replay (PonderTestRun *self)
{
  g_autoptr(PonderThinkState) state = ponder_think_state_new ();
  g_autofree char *before = ponder_test_run_dump (ponder_think_engine_get_state (self->engine));
  g_autofree char *after = NULL;

  for (guint i = 0; i < self->log->len; i++)
    {
      const PonderThinkEvent *event = g_ptr_array_index (self->log, i);
      g_autoptr(JsonObject) object = NULL;
      g_autoptr(JsonObject) parsed = NULL;
      g_autoptr(PonderThinkEvent) read = NULL;
      g_autofree char *json = NULL;

      if (ponder_think_event_is_live (event))
        continue;
      object = ponder_think_event_to_json (event);
      json = ponder_json_take_to_string (json_object_ref (object));
      parsed = ponder_json_parse_object (json, -1, NULL);
      read = ponder_think_event_from_json (parsed);
      ponder_think_state_apply (state, read);
    }
  after = ponder_test_run_dump (state);
  compare_lines (before, after);
}
