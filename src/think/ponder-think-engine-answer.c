/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the parts to the answer, and what is done to it afterwards. */

#include "config.h"

#include "ponder-think-engine-private.h"

#include "ponder-think-review.h"

#include <math.h>
#include <string.h>

/* A revision is an edit and two opinions. */
#define CALLS_FOR_REVISION 3
/* Of a revision that begins with a part: the part, the answer, two opinions. */
#define CALLS_FOR_RERUN 4

static gboolean
is_part (const PonderThinkNode *node)
{
  return node->kind == PONDER_THINK_KIND_SOLVE;
}

/* --- the parts --- */

static gboolean
parts_are_settled (PonderThinkEngine *self)
{
  for (guint i = 0; i < self->state->nodes->len; i++)
    {
      PonderThinkNode *node = g_ptr_array_index (self->state->nodes, i);

      if (is_part (node) && !ponder_think_node_is_settled (node))
        return FALSE;
    }
  return TRUE;
}

static guint
count_answered (PonderThinkEngine *self)
{
  return ponder_think_state_count_parts (self->state, PONDER_THINK_DONE)
         + ponder_think_state_count_parts (self->state, PONDER_THINK_PARTIAL);
}

/* The words of the first part that failed. (nullable) */
static const char *
find_reason (PonderThinkEngine *self)
{
  for (guint i = 0; i < self->state->nodes->len; i++)
    {
      PonderThinkNode *node = g_ptr_array_index (self->state->nodes, i);

      if (is_part (node) && node->state == PONDER_THINK_FAILED && node->message != NULL)
        return node->message;
    }
  return NULL;
}

static gboolean
has_holes (PonderThinkEngine *self)
{
  for (guint i = 0; i < self->state->nodes->len; i++)
    {
      PonderThinkNode *node = g_ptr_array_index (self->state->nodes, i);

      if (is_part (node) && node->state != PONDER_THINK_DONE)
        return TRUE;
    }
  return FALSE;
}

/* --- the writer --- */

static void
list_parts (PonderThinkEngine *self,
            PonderThinkEvent  *event)
{
  g_autoptr(GStrvBuilder) inputs = g_strv_builder_new ();
  g_autoptr(GStrvBuilder) missing = g_strv_builder_new ();

  for (guint i = 0; i < self->state->nodes->len; i++)
    {
      PonderThinkNode *node = g_ptr_array_index (self->state->nodes, i);

      if (is_part (node))
        g_strv_builder_add (ponder_think_node_has_answer (node) ? inputs : missing, node->id);
    }
  event->list = g_strv_builder_end (inputs);
  event->more = g_strv_builder_end (missing);
}

static void
add_synth (PonderThinkEngine *self,
           const char        *id)
{
  PonderThinkEvent *event;

  ponder_think_engine_add (self, id, PONDER_THINK_KIND_SYNTH);
  event = ponder_think_engine_new_event (self, PONDER_THINK_SYNTH_STARTED, id, NULL, NULL);
  list_parts (self, event);
  ponder_think_engine_emit (self, event);
}

/* (nullable): who writes the answer that is shown. */
static PonderThinkNode *
find_writer (PonderThinkEngine *self)
{
  PonderThinkNode *answer = ponder_think_engine_last (self, PONDER_THINK_KIND_ANSWER);

  return answer != NULL ? answer : ponder_think_state_find (self->state, "synth");
}

static gboolean
begin_answer (PonderThinkEngine *self)
{
  if (count_answered (self) > 0)
    {
      add_synth (self, "synth");
      return TRUE;
    }
  if (self->state->degraded == NULL || strcmp (self->state->degraded, "direct") != 0)
    {
      const char *reason = find_reason (self);

      ponder_think_engine_say (self, PONDER_THINK_PLAN_DEGRADED, NULL, "direct",
                               reason != NULL ? reason : "no part has an answer");
    }
  ponder_think_engine_add (self, "answer", PONDER_THINK_KIND_ANSWER);
  return TRUE;
}

void
ponder_think_engine_set_answer (PonderThinkEngine *self,
                                const char        *node,
                                const char        *text)
{
  PonderThinkEvent *event = ponder_think_engine_new_event (self, PONDER_THINK_ANSWER_SET, node, NULL, NULL);

  event->text = g_strdup (text);
  ponder_think_engine_emit (self, event);
}

/* Nobody could join the parts: they are shown as they are, whole. */
static void
show_parts (PonderThinkEngine *self,
            PonderThinkNode   *writer)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->state->nodes->len; i++)
    {
      PonderThinkNode *node = g_ptr_array_index (self->state->nodes, i);

      if (is_part (node) && ponder_think_node_has_answer (node))
        g_string_append_printf (text, "## %s\n\n%s\n\n", node->title, node->text->str);
    }
  ponder_think_engine_set_answer (self, writer->id, text->str);
  ponder_think_engine_end (self, PONDER_THINK_OUTCOME_PARTIAL, writer->message);
}

static void
end_well (PonderThinkEngine *self)
{
  PonderThinkNode *writer = find_writer (self);
  gboolean whole = writer == NULL || writer->state != PONDER_THINK_PARTIAL;

  if (whole && (writer == NULL || writer->kind == PONDER_THINK_KIND_ANSWER))
    ponder_think_engine_end (self, PONDER_THINK_OUTCOME_DIRECT, self->state->degraded_why);
  else if (!whole || has_holes (self))
    ponder_think_engine_end (self, PONDER_THINK_OUTCOME_PARTIAL, self->state->hurried_why);
  else
    ponder_think_engine_end (self, PONDER_THINK_OUTCOME_DONE, NULL);
}

static gboolean
wants_review (PonderThinkEngine *self,
              PonderThinkNode   *writer)
{
  return self->state->config->review && !self->state->hurried && writer->kind == PONDER_THINK_KIND_SYNTH
         && writer->state == PONDER_THINK_DONE && ponder_think_engine_get_calls_left (self) > 0;
}

static gboolean
settle_writer (PonderThinkEngine *self,
               PonderThinkNode   *writer)
{
  if (!ponder_think_node_is_settled (writer))
    return FALSE;

  if (!ponder_think_node_has_answer (writer))
    {
      if (writer->kind == PONDER_THINK_KIND_SYNTH)
        show_parts (self, writer);
      else
        ponder_think_engine_end (self, PONDER_THINK_OUTCOME_FAILED, writer->message);
      return TRUE;
    }
  ponder_think_engine_set_answer (self, writer->id, writer->text->str);
  if (wants_review (self, writer))
    ponder_think_engine_add (self, "review", PONDER_THINK_KIND_REVIEW);
  else
    end_well (self);
  return TRUE;
}

/* --- the review --- */

static void
tell_remarks (PonderThinkEngine *self,
              PonderThinkReview *review)
{
  for (guint i = 0; i < review->remarks->len; i++)
    {
      const PonderThinkRemark *remark = g_ptr_array_index (review->remarks, i);
      PonderThinkEvent *event = ponder_think_engine_new_event (self, PONDER_THINK_REVIEW_ISSUE, NULL, remark->severity,
                                                               remark->issue);

      if (remark->task != NULL && ponder_think_state_find (self->state, remark->task) != NULL)
        event->node = g_strdup (remark->task);
      event->text = g_strdup (remark->quote);
      event->extra = g_strdup (remark->fix);
      event->flag = remark->located;
      ponder_think_engine_emit (self, event);
    }
}

static void
tell_review (PonderThinkEngine *self,
             PonderThinkReview *review)
{
  PonderThinkEvent *event = ponder_think_engine_new_event (self, PONDER_THINK_REVIEW_DONE, NULL, NULL, NULL);

  tell_remarks (self, review);
  event->number = review->score;
  event->list = g_strdupv (review->met);
  event->more = g_strdupv (review->unmet);
  event->flag = review->passed;
  ponder_think_engine_emit (self, event);
}

/* (nullable): the gravest issue that is found in the answer. */
static const PonderThinkIssue *
find_issue (PonderThinkEngine *self)
{
  const PonderThinkIssue *found = NULL;

  for (guint i = 0; i < self->state->issues->len; i++)
    {
      const PonderThinkIssue *issue = g_ptr_array_index (self->state->issues, i);

      if (issue->located && (found == NULL || strcmp (issue->severity, "blocker") == 0))
        found = issue;
    }
  return found;
}

/* Parts that were built upon @id, one after the other. */
static void
list_followers (PonderThinkEngine *self,
                const char        *id,
                GPtrArray         *ids)
{
  g_ptr_array_add (ids, (gpointer) id);
  for (guint n = 0; n < ids->len; n++)
    for (guint i = 0; i < self->state->nodes->len; i++)
      {
        PonderThinkNode *node = g_ptr_array_index (self->state->nodes, i);

        if (is_part (node)
            && g_strv_contains ((const char *const *) node->deps, g_ptr_array_index (ids, n))
            && !g_ptr_array_find_with_equal_func (ids, node->id, g_str_equal, NULL))
          g_ptr_array_add (ids, node->id);
      }
}

static void
rerun (PonderThinkEngine      *self,
       const PonderThinkIssue *issue,
       GPtrArray              *ids)
{
  PonderThinkEvent *event = ponder_think_engine_new_event (self, PONDER_THINK_NODE_RERUN, issue->task, "review", NULL);
  g_autoptr(GStrvBuilder) followers = g_strv_builder_new ();

  event->text = g_strdup_printf ("%s %s", issue->issue, issue->fix);
  for (guint i = 1; i < ids->len; i++)
    g_strv_builder_add (followers, g_ptr_array_index (ids, i));
  event->list = g_strv_builder_end (followers);
  ponder_think_engine_emit (self, event);
}

static void
begin_revision (PonderThinkEngine *self)
{
  const PonderThinkIssue *issue = find_issue (self);
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();
  guint left = ponder_think_engine_get_calls_left (self);

  if (issue != NULL && issue->task != NULL)
    list_followers (self, issue->task, ids);
  if (ids->len > 0 && left >= CALLS_FOR_RERUN - 1 + ids->len)
    rerun (self, issue, ids);
  else if (issue != NULL && left >= CALLS_FOR_REVISION)
    ponder_think_engine_add (self, "revise", PONDER_THINK_KIND_REVISE);
  else
    end_well (self);
}

static gboolean
settle_review (PonderThinkEngine *self,
               PonderThinkNode   *node)
{
  g_autoptr(PonderThinkReview) review = NULL;

  if (!ponder_think_node_is_settled (node))
    return FALSE;

  if (node->state == PONDER_THINK_DONE)
    review = ponder_think_review_new (node->text->str, self->state->answer->str);
  if (review == NULL)
    {
      ponder_think_engine_say (self, PONDER_THINK_REVIEW_UNAVAILABLE, NULL, NULL,
                               node->message != NULL ? node->message : "the review could not be read");
      end_well (self);
      return TRUE;
    }
  tell_review (self, review);
  if (review->passed)
    end_well (self);
  else
    begin_revision (self);
  return TRUE;
}

/* --- the revision --- */

char *
ponder_think_engine_dup_candidate (PonderThinkEngine *self)
{
  PonderThinkNode *synth = ponder_think_state_find (self->state, "synth-2");
  PonderThinkNode *revise = ponder_think_engine_last (self, PONDER_THINK_KIND_REVISE);
  g_autoptr(GPtrArray) edits = NULL;
  char *edited = NULL;

  if (synth != NULL && ponder_think_node_has_answer (synth))
    return g_strdup (synth->text->str);
  if (revise == NULL || revise->state != PONDER_THINK_DONE)
    return NULL;
  edits = ponder_think_review_edit (revise->text->str, self->state->answer->str, &edited);
  return edited;
}

static void
tell_edits (PonderThinkEngine *self,
            PonderThinkNode   *node)
{
  g_autofree char *edited = NULL;
  g_autoptr(GPtrArray) edits = ponder_think_review_edit (node->text->str, self->state->answer->str, &edited);

  for (guint i = 0; i < edits->len; i++)
    {
      const PonderThinkEdit *edit = g_ptr_array_index (edits, i);
      PonderThinkEvent *event = ponder_think_engine_new_event (self, PONDER_THINK_REVISE_EDIT, NULL,
                                                               edit->applied ? "applied" : "not found", NULL);

      event->text = g_strdup (edit->find);
      event->extra = g_strdup (edit->replace);
      ponder_think_engine_emit (self, event);
    }
}

static void
tell_verdict (PonderThinkEngine *self,
              const char        *kept)
{
  PonderThinkEvent *event = ponder_think_engine_new_event (self, PONDER_THINK_REVISE_VERDICT, NULL, kept, NULL);

  event->count = self->state->edits;
  ponder_think_engine_emit (self, event);
}

/* The new answer is there, or there is none. */
static gboolean
settle_candidate (PonderThinkEngine *self,
                  PonderThinkNode   *node)
{
  g_autofree char *candidate = NULL;

  if (!ponder_think_node_is_settled (node))
    return FALSE;

  if (node->kind == PONDER_THINK_KIND_REVISE && node->state == PONDER_THINK_DONE)
    tell_edits (self, node);
  candidate = ponder_think_engine_dup_candidate (self);
  if (candidate == NULL || strcmp (candidate, self->state->answer->str) == 0
      || ponder_think_engine_get_calls_left (self) < 2)
    {
      tell_verdict (self, "old");
      end_well (self);
      return TRUE;
    }
  ponder_think_engine_add (self, "judge-1", PONDER_THINK_KIND_JUDGE);
  ponder_think_engine_add (self, "judge-2", PONDER_THINK_KIND_JUDGE);
  return TRUE;
}

/* The first judge sees the old answer first, the second one the new. */
static int
sum_verdicts (PonderThinkNode *first,
              PonderThinkNode *second)
{
  int sum = 0;

  if (first->state == PONDER_THINK_DONE)
    sum -= ponder_think_review_judge (first->text->str);
  if (second->state == PONDER_THINK_DONE)
    sum += ponder_think_review_judge (second->text->str);
  return sum;
}

/* With a tie the old answer stays. */
static gboolean
settle_judges (PonderThinkEngine *self)
{
  PonderThinkNode *first = ponder_think_state_find (self->state, "judge-1");
  PonderThinkNode *second = ponder_think_state_find (self->state, "judge-2");
  g_autofree char *candidate = NULL;

  if (!ponder_think_node_is_settled (first) || !ponder_think_node_is_settled (second))
    return FALSE;

  candidate = ponder_think_engine_dup_candidate (self);
  if (sum_verdicts (first, second) > 0)
    {
      tell_verdict (self, "new");
      ponder_think_engine_set_answer (self, NULL, candidate);
    }
  else
    {
      tell_verdict (self, "old");
    }
  end_well (self);
  return TRUE;
}

static gboolean
settle_revision (PonderThinkEngine *self)
{
  PonderThinkNode *revise = ponder_think_engine_last (self, PONDER_THINK_KIND_REVISE);
  PonderThinkNode *synth = ponder_think_state_find (self->state, "synth-2");

  if (self->state->passed)
    {
      end_well (self);
      return TRUE;
    }
  if (ponder_think_engine_last (self, PONDER_THINK_KIND_JUDGE) != NULL)
    return settle_judges (self);
  if (revise != NULL || synth != NULL)
    return settle_candidate (self, revise != NULL ? revise : synth);
  if (!parts_are_settled (self))
    return FALSE;
  if (!self->state->hurried)
    {
      add_synth (self, "synth-2");
      return TRUE;
    }
  tell_verdict (self, "old");
  end_well (self);
  return TRUE;
}

/* --- one step --- */

static void
end_direct (PonderThinkEngine *self)
{
  PonderThinkNode *plan = ponder_think_state_find (self->state, PONDER_THINK_PLAN_ID);

  if (plan->state == PONDER_THINK_DONE)
    ponder_think_engine_end (self, PONDER_THINK_OUTCOME_DIRECT, NULL);
  else
    ponder_think_engine_end (self, PONDER_THINK_OUTCOME_PARTIAL, plan->message);
}

gboolean
ponder_think_engine_settle (PonderThinkEngine *self)
{
  PonderThinkNode *review = ponder_think_engine_last (self, PONDER_THINK_KIND_REVIEW);
  PonderThinkNode *writer = find_writer (self);

  if (self->state->paused)
    return FALSE;
  if (self->state->reviewed)
    return settle_revision (self);
  if (review != NULL)
    return settle_review (self, review);
  if (writer != NULL)
    return settle_writer (self, writer);
  if (!self->state->planned)
    return FALSE;
  if (ponder_think_engine_is_direct (self))
    {
      end_direct (self);
      return TRUE;
    }
  return parts_are_settled (self) && begin_answer (self);
}
