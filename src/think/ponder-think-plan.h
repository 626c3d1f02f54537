/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a plan while it is being written, however it is wrapped and wherever it is cut. */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  PONDER_THINK_PLAN_ITEM_TASK,
  PONDER_THINK_PLAN_ITEM_ANSWER,        /* outline and criteria */
  PONDER_THINK_PLAN_ITEM_DIRECT,        /* what follows is the answer itself */
  PONDER_THINK_PLAN_ITEM_REPAIRED,      /* a line was damaged, and read all the same */
  PONDER_THINK_PLAN_ITEM_LOST,          /* a line could not be read: `ask` is its beginning */
} PonderThinkPlanItemKind;

/* Strings as the model wrote them, without spaces around; nullable. */
typedef struct
{
  PonderThinkPlanItemKind kind;
  char                   *id;
  char                   *title;
  char                   *ask;
  char                   *task_kind;    /* "reason", "calc", "fact", "write" or something else */
  char                   *size;
  char                   *query;        /* words for a search of the web */
  GStrv                   deps;         /* ids; never NULL for a task */
  GStrv                   outline;
  GStrv                   criteria;
} PonderThinkPlanItem;

void             ponder_think_plan_item_free  (PonderThinkPlanItem *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderThinkPlanItem, ponder_think_plan_item_free)

/* One plan. What it gives does not depend on where the text was cut. */
typedef struct _PonderThinkPlan PonderThinkPlan;

PonderThinkPlan *ponder_think_plan_new        (void);
void             ponder_think_plan_free       (PonderThinkPlan     *self);
/* What became whole with @text. Once an item is DIRECT there are no more: see ponder_think_plan_take_answer().
 * (element-type PonderThinkPlanItem) (transfer full) */
GPtrArray       *ponder_think_plan_append     (PonderThinkPlan     *self,
                                               const char          *text);
/* The text has come to its end: what was left open is closed, or read as a list of lines when there was no task.
 * (element-type PonderThinkPlanItem) (transfer full) */
GPtrArray       *ponder_think_plan_finish     (PonderThinkPlan     *self);
/* What came of the answer since last asked, after DIRECT; "" before. (transfer full) */
char            *ponder_think_plan_take_answer (PonderThinkPlan    *self);

/* Numbered or bulleted lines as tasks; "using the result of 2" is a dependency.
 * (element-type PonderThinkPlanItem) (transfer full) */
GPtrArray       *ponder_think_plan_read_lines (const char          *text);
/* JSON as models write it: quotes of the wrong kind, words of Python, commas too many, closers too few, line ends in
 * strings. What is no object at all comes back as something that is no JSON. (transfer full) */
char            *ponder_think_mend_json       (const char          *text,
                                               gsize                length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderThinkPlan, ponder_think_plan_free)

G_END_DECLS
