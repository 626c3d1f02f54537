/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What parts say is checked while there are idle slots: sums by the program, facts by a call that sees the claim and
 * nothing else. What is in conflict is asked for once more; nobody waits for a check. */

#include "config.h"

#include "ponder-think-engine-private.h"

#include "ponder-think-arithmetic.h"
#include "ponder-think-review.h"

#include <string.h>

#define RESULT_OK "ok"
#define RESULT_CONFLICT "conflict"
#define RESULT_UNKNOWN "unknown"

/* --- which parts --- */

/* A model answered it: what a person says is not doubted. */
static gboolean
was_answered (const PonderThinkNode *node)
{
  if (node->kind != PONDER_THINK_KIND_SOLVE || node->state != PONDER_THINK_DONE)
    return FALSE;
  for (guint i = 0; i < node->spans->len; i++)
    {
      const PonderThinkSpan *span = &g_array_index (node->spans, PonderThinkSpan, i);

      if (span->ended == node->ended && span->state == PONDER_THINK_DONE)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_unchecked (const PonderThinkNode *node,
              const char            *task_kind)
{
  return was_answered (node) && node->check == NULL && strcmp (node->task_kind, task_kind) == 0;
}

static gboolean
answer_began (PonderThinkEngine *self)
{
  return ponder_think_engine_last (self, PONDER_THINK_KIND_SYNTH) != NULL
         || ponder_think_engine_last (self, PONDER_THINK_KIND_ANSWER) != NULL;
}

static gboolean
may_check (PonderThinkEngine *self)
{
  return self->state->config->checks && !self->state->hurried && !answer_began (self);
}

/* --- asking again --- */

static gboolean
has_begun (const PonderThinkNode *node)
{
  return node->kind == PONDER_THINK_KIND_SOLVE
         && (node->state == PONDER_THINK_RUNNING || ponder_think_node_has_answer (node));
}

static void
ask_again (PonderThinkEngine *self,
           PonderThinkNode   *node,
           const char        *because,
           const char        *hint)
{
  PonderThinkEvent *event;

  if (node->state == PONDER_THINK_RUNNING)
    ponder_think_engine_cancel (self, node, "again");
  event = ponder_think_engine_new_event (self, PONDER_THINK_NODE_RERUN, node->id, because, NULL);
  event->text = g_strdup (hint);
  ponder_think_engine_emit (self, event);
}

static gboolean
says_the_same (const char *a,
               const char *b)
{
  g_autofree char *left = g_strstrip (g_utf8_casefold (a, -1));
  g_autofree char *right = g_strstrip (g_utf8_casefold (b, -1));

  return strcmp (left, right) == 0;
}

/* Who builds upon those passes it on in turn, when their new answer is there. What a person said stays. */
void
ponder_think_engine_pass_on (PonderThinkEngine *self,
                             PonderThinkNode   *node,
                             const char        *before)
{
  if (!may_check (self) || says_the_same (node->conclusion, before))
    return;
  for (guint i = 0; i < self->state->nodes->len; i++)
    {
      PonderThinkNode *other = g_ptr_array_index (self->state->nodes, i);

      if (g_strv_contains ((const char *const *) other->deps, node->id) && has_begun (other)
          && (other->state == PONDER_THINK_RUNNING || was_answered (other))
          && other->started < node->started && ponder_think_engine_get_spare_calls (self) > 0)
        ask_again (self, other, "input", NULL);
    }
}

static void
tell (PonderThinkEngine *self,
      PonderThinkNode   *part,
      const char        *result,
      const char        *why)
{
  gboolean again = strcmp (result, RESULT_CONFLICT) == 0 && !part->corrected
                   && ponder_think_engine_get_spare_calls (self) > 0;

  ponder_think_engine_say (self, PONDER_THINK_VERIFY_RESULT, part->id, result, why);
  if (again)
    ask_again (self, part, "check", why);
}

/* --- sums --- */

static void
reckon (PonderThinkEngine *self,
        PonderThinkNode   *part)
{
  g_autofree char *mismatch = NULL;
  guint n = ponder_think_arithmetic_check (part->text->str, &mismatch);

  if (mismatch != NULL)
    tell (self, part, RESULT_CONFLICT, mismatch);
  else
    tell (self, part, n > 0 ? RESULT_OK : RESULT_UNKNOWN, NULL);
}

/* --- calls --- */

/* (transfer full): no part can have a name like that. */
static char *
dup_check_id (const PonderThinkNode *part)
{
  return g_strdup_printf ("check/%s/%u", part->id, part->attempt);
}

/* Was it about what the part says now? */
static void
take_check (PonderThinkEngine *self,
            PonderThinkNode   *node)
{
  PonderThinkNode *part = node->deps[0] != NULL ? ponder_think_state_find (self->state, node->deps[0]) : NULL;
  g_autofree char *id = part != NULL ? dup_check_id (part) : NULL;
  g_autofree char *why = NULL;
  int verdict = 0;

  if (part == NULL || part->state != PONDER_THINK_DONE || part->check != NULL || strcmp (id, node->id) != 0)
    return;
  if (node->state == PONDER_THINK_DONE)
    verdict = ponder_think_review_verify (node->text->str, &why);
  else
    why = g_strdup (node->message);
  tell (self, part, verdict > 0 ? RESULT_OK : verdict < 0 ? RESULT_CONFLICT : RESULT_UNKNOWN, why);
}

gboolean
ponder_think_engine_take_checks (PonderThinkEngine *self)
{
  guint64 before = self->state->last_seq;

  for (guint i = 0; may_check (self) && i < self->state->nodes->len; i++)
    {
      PonderThinkNode *node = g_ptr_array_index (self->state->nodes, i);

      if (is_unchecked (node, "calc"))
        reckon (self, node);
      else if (node->kind == PONDER_THINK_KIND_VERIFY
               && (node->state == PONDER_THINK_DONE || node->state == PONDER_THINK_FAILED))
        take_check (self, node);
    }
  return self->state->last_seq > before;
}

/* Somebody waits for the slot it has. */
static gboolean
is_in_the_way (PonderThinkEngine     *self,
               const PonderThinkNode *node)
{
  return node->state == PONDER_THINK_RUNNING && ponder_think_engine_count_busy (self) >= self->slots
         && ponder_think_engine_has_ready (self);
}

gboolean
ponder_think_engine_drop_checks (PonderThinkEngine *self)
{
  guint64 before = self->state->last_seq;

  for (guint i = 0; i < self->state->nodes->len; i++)
    {
      PonderThinkNode *node = g_ptr_array_index (self->state->nodes, i);

      if (node->kind == PONDER_THINK_KIND_VERIFY && !ponder_think_node_is_settled (node)
          && (answer_began (self) || is_in_the_way (self, node)))
        ponder_think_engine_cancel (self, node, "slot");
    }
  return self->state->last_seq > before;
}

static void
add_check (PonderThinkEngine *self,
           PonderThinkNode   *part,
           const char        *id)
{
  PonderThinkEvent *event = ponder_think_engine_new_event (self, PONDER_THINK_NODE_ADDED, id,
                                                           ponder_think_kind_to_string (PONDER_THINK_KIND_VERIFY),
                                                           NULL);

  event->list = g_new0 (char *, 2);
  event->list[0] = g_strdup (part->id);
  ponder_think_engine_emit (self, event);
}

/* One at a time, so that the next one sees whether there still is a slot. */
gboolean
ponder_think_engine_add_checks (PonderThinkEngine *self)
{
  if (!may_check (self) || ponder_think_engine_count_busy (self) >= self->slots
      || ponder_think_engine_has_ready (self) || ponder_think_engine_get_spare_calls (self) == 0
      || ponder_think_engine_get_spent (self) >= PONDER_THINK_THRIFT)
    return FALSE;
  for (guint i = 0; i < self->state->nodes->len; i++)
    {
      PonderThinkNode *part = g_ptr_array_index (self->state->nodes, i);
      g_autofree char *id = NULL;

      if (!is_unchecked (part, "fact") || *part->conclusion == '\0')
        continue;
      id = dup_check_id (part);
      if (ponder_think_state_find (self->state, id) != NULL)
        continue;
      add_check (self, part, id);
      return TRUE;
    }
  return FALSE;
}
