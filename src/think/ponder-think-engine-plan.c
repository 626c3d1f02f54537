/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine and its plan: parts are taken into the run while the plan is being written. */

#include "config.h"

#include "ponder-think-engine-private.h"

#include <string.h>

#define TITLE_WORDS 8

static void
warn (PonderThinkEngine *self,
      const char        *code,
      const char        *detail)
{
  ponder_think_engine_say (self, PONDER_THINK_PLAN_WARNING, NULL, code, detail);
}

static guint
count_parts (PonderThinkEngine *self)
{
  guint n = 0;

  for (guint i = 0; i < self->state->nodes->len; i++)
    n += ((PonderThinkNode *) g_ptr_array_index (self->state->nodes, i))->kind == PONDER_THINK_KIND_SOLVE;
  return n;
}

/* (nullable): the part of that title. */
static PonderThinkNode *
find_titled (PonderThinkEngine *self,
             const char        *title)
{
  g_autofree char *wanted = g_utf8_casefold (title, -1);

  for (guint i = 0; i < self->state->nodes->len; i++)
    {
      PonderThinkNode *node = g_ptr_array_index (self->state->nodes, i);
      g_autofree char *folded = g_utf8_casefold (node->title, -1);

      if (node->kind == PONDER_THINK_KIND_SOLVE && strcmp (folded, wanted) == 0)
        return node;
    }
  return NULL;
}

/* Ids stand in prompts and in what is printed. */
static gboolean
is_plain_id (const char *id)
{
  gsize length = strlen (id);

  return length > 0 && length <= 16
         && strspn (id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") == length;
}

static gboolean
is_taken (PonderThinkEngine *self,
          const char        *id)
{
  return strcmp (id, PONDER_THINK_PLAN_ID) == 0 || ponder_think_state_find (self->state, id) != NULL;
}

/* Some part waits for a part of that name. */
static gboolean
is_awaited (PonderThinkEngine *self,
            const char        *id)
{
  for (guint i = 0; i < self->state->nodes->len; i++)
    {
      PonderThinkNode *node = g_ptr_array_index (self->state->nodes, i);

      if (g_strv_contains ((const char *const *) node->deps, id))
        return TRUE;
    }
  return FALSE;
}

/* An id that nobody has and nobody means. (transfer full) */
static char *
dup_new_id (PonderThinkEngine *self,
            const char        *stem,
            guint              n)
{
  char *id = g_strdup_printf ("%.12s%u", stem, n);

  while (is_taken (self, id) || is_awaited (self, id))
    {
      g_free (id);
      id = g_strdup_printf ("%.12s%u", stem, ++n);
    }
  return id;
}

/* The id that was wanted, if it can be had. (transfer full) */
static char *
dup_id (PonderThinkEngine *self,
        const char        *wanted)
{
  g_autofree char *stem = NULL;

  if (wanted == NULL || !is_plain_id (wanted))
    return dup_new_id (self, "part-", 1);
  if (!is_taken (self, wanted))
    return g_strdup (wanted);
  stem = g_strconcat (wanted, "-", NULL);
  return dup_new_id (self, stem, 2);
}

/* The first words of what is to be done. (transfer full) */
static char *
dup_title (const PonderThinkPlanItem *item)
{
  g_auto(GStrv) words = NULL;

  if (item->title != NULL)
    return g_strdup (item->title);
  words = g_strsplit_set (item->ask, " \n\t", TITLE_WORDS + 1);
  if (g_strv_length (words) <= TITLE_WORDS)
    return g_strjoinv (" ", words);
  g_clear_pointer (&words[TITLE_WORDS], g_free);
  return g_strjoinv (" ", words);
}

/* @id is reached from @from along what parts need. Parts are few and each is looked at once. */
static gboolean
leads_to (PonderThinkEngine *self,
          const char        *from,
          const char        *id,
          GHashTable        *seen)
{
  PonderThinkNode *node = ponder_think_state_find (self->state, from);

  if (strcmp (from, id) == 0)
    return TRUE;
  if (node == NULL || !g_hash_table_add (seen, (gpointer) node->id))
    return FALSE;
  for (guint i = 0; node->deps[i] != NULL; i++)
    if (leads_to (self, node->deps[i], id, seen))
      return TRUE;
  return FALSE;
}

static gboolean
is_circle (PonderThinkEngine *self,
           const char        *dep,
           const char        *id)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  return leads_to (self, dep, id, seen);
}

/* (transfer full): what @id may wait for. */
static GStrv
dup_deps (PonderThinkEngine         *self,
          const PonderThinkPlanItem *item,
          const char                *id)
{
  g_autoptr(GStrvBuilder) deps = g_strv_builder_new ();
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; item->deps != NULL && item->deps[i] != NULL; i++)
    {
      const char *dep = item->deps[i];

      if (!g_hash_table_add (seen, (gpointer) dep))
        continue;
      if (strcmp (dep, id) == 0)
        warn (self, "self_dependency", id);
      else if (is_circle (self, dep, id))
        warn (self, "cycle", id);
      else
        g_strv_builder_add (deps, dep);
    }
  return g_strv_builder_end (deps);
}

/* FALSE when it is no part of this run. A plan that is written once more after a crash brings what is known. */
static gboolean
is_new (PonderThinkEngine         *self,
        const PonderThinkPlanItem *item,
        const char                *title)
{
  PonderThinkNode *same = find_titled (self, title);

  if (same != NULL)
    {
      if (g_strcmp0 (same->id, item->id) != 0)
        warn (self, "duplicate", title);
      return FALSE;
    }
  if (count_parts (self) >= self->state->config->max_subtasks)
    {
      warn (self, "too_many", item->ask != NULL ? item->ask : title);
      return FALSE;
    }
  return TRUE;
}

static void
admit (PonderThinkEngine         *self,
       const PonderThinkPlanItem *item)
{
  g_autofree char *title = dup_title (item);
  g_autofree char *id = NULL;
  PonderThinkEvent *event;

  if (!is_new (self, item, title))
    return;
  id = dup_id (self, item->id);
  if (item->id != NULL && strcmp (id, item->id) != 0)
    warn (self, "id", item->id);
  event = ponder_think_engine_new_event (self, PONDER_THINK_PLAN_TASK, id, title, item->task_kind);
  event->text = g_strdup (item->ask != NULL ? item->ask : title);
  event->extra = g_strdup (item->size);
  if (item->query != NULL && self->state->config->web_search)
    event->more = g_strdupv ((char *[]) { item->query, NULL });
  event->list = dup_deps (self, item, id);
  ponder_think_engine_emit (self, event);
}

static void
take_answer (PonderThinkEngine         *self,
             const PonderThinkPlanItem *item)
{
  PonderThinkEvent *event = ponder_think_engine_new_event (self, PONDER_THINK_PLAN_ANSWER, NULL, NULL, NULL);

  event->list = g_strdupv (item->outline);
  event->more = g_strdupv (item->criteria);
  ponder_think_engine_emit (self, event);
}

static void
take_item (PonderThinkEngine         *self,
           const PonderThinkPlanItem *item)
{
  switch (item->kind)
    {
    case PONDER_THINK_PLAN_ITEM_TASK:
      if (count_parts (self) == 0)
        ponder_think_engine_say (self, PONDER_THINK_RUN_ROUTED, NULL, "deep", NULL);
      admit (self, item);
      break;
    case PONDER_THINK_PLAN_ITEM_ANSWER:
      take_answer (self, item);
      break;
    case PONDER_THINK_PLAN_ITEM_DIRECT:
      if (count_parts (self) == 0)
        ponder_think_engine_say (self, PONDER_THINK_RUN_ROUTED, NULL, "direct", NULL);
      break;
    case PONDER_THINK_PLAN_ITEM_REPAIRED:
      warn (self, "repaired", item->ask);
      break;
    case PONDER_THINK_PLAN_ITEM_LOST:
      warn (self, "unreadable", item->ask);
      break;
    }
}

static void
take_items (PonderThinkEngine *self,
            GPtrArray         *items)
{
  for (guint i = 0; i < items->len; i++)
    take_item (self, g_ptr_array_index (items, i));
}

/* A plan that is written once more does not undo the parts that the first one gave. */
static void
stream_answer (PonderThinkEngine *self)
{
  g_autofree char *text = ponder_think_plan_take_answer (self->plan);
  PonderThinkEvent *event;

  if (*text == '\0' || count_parts (self) > 0)
    return;
  event = ponder_think_engine_new_event (self, PONDER_THINK_ANSWER_TOKENS, NULL, NULL, NULL);
  event->text = g_steal_pointer (&text);
  ponder_think_engine_emit (self, event);
}

void
ponder_think_engine_plan_text (PonderThinkEngine *self,
                               PonderThinkNode   *node,
                               const char        *text)
{
  g_autoptr(GPtrArray) items = ponder_think_plan_append (self->plan, text);

  take_items (self, items);
  stream_answer (self);
}

/* --- the end of the plan --- */

static void
finish_plan (PonderThinkEngine *self)
{
  PonderThinkEvent *event = ponder_think_engine_new_event (self, PONDER_THINK_PLAN_DONE, NULL, NULL, NULL);

  event->count = count_parts (self);
  ponder_think_engine_emit (self, event);
}

static void
degrade (PonderThinkEngine *self,
         const char        *rung,
         const char        *why)
{
  ponder_think_engine_say (self, PONDER_THINK_PLAN_DEGRADED, NULL, rung, why);
}

/* Items whose first came at the very end are lines of a list: nothing else waits that long. */
static gboolean
were_lines (GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    {
      const PonderThinkPlanItem *item = g_ptr_array_index (items, i);

      if (item->kind == PONDER_THINK_PLAN_ITEM_TASK && item->title == NULL)
        return TRUE;
    }
  return FALSE;
}

static void
take_rest (PonderThinkEngine *self,
           PonderThinkNode   *node)
{
  g_autoptr(GPtrArray) items = ponder_think_plan_finish (self->plan);
  gboolean had_parts = count_parts (self) > 0;

  take_items (self, items);
  if (!had_parts && were_lines (items))
    degrade (self, "lines", "the plan was a list in words");
  if (node->state != PONDER_THINK_DONE && count_parts (self) > 0)
    warn (self, "cut", node->message);
}

void
ponder_think_engine_plan_dropped (PonderThinkEngine *self)
{
  g_clear_pointer (&self->plan, ponder_think_plan_free);
  finish_plan (self);
}

gboolean
ponder_think_engine_is_direct (PonderThinkEngine *self)
{
  return self->state->planned && count_parts (self) == 0 && self->state->answer->len > 0;
}

/* The planner answered the question itself. */
static void
take_direct (PonderThinkEngine *self,
             PonderThinkNode   *node)
{
  finish_plan (self);
  ponder_think_engine_set_answer (self, node->id, self->state->answer->str);
}

/* There are no parts. An unreadable plan is asked for once more; then the question is answered without one. */
static void
do_without (PonderThinkEngine *self,
            PonderThinkNode   *node)
{
  gboolean read = node->state == PONDER_THINK_DONE || node->state == PONDER_THINK_PARTIAL;

  if (read && node->kind == PONDER_THINK_KIND_PLAN && ponder_think_engine_get_calls_left (self) > 1)
    {
      degrade (self, "repair", "the plan was unreadable");
      ponder_think_engine_add (self, "repair", PONDER_THINK_KIND_REPAIR);
      return;
    }
  degrade (self, "direct", read ? "the plan was unreadable" : node->message);
  finish_plan (self);
}

void
ponder_think_engine_plan_ended (PonderThinkEngine *self,
                                PonderThinkNode   *node)
{
  take_rest (self, node);
  g_clear_pointer (&self->plan, ponder_think_plan_free);
  if (count_parts (self) > 0)
    finish_plan (self);
  else if (self->state->answer->len > 0)
    take_direct (self, node);
  else
    do_without (self, node);
}

gboolean
ponder_think_engine_add_task (PonderThinkEngine *self,
                              const char        *ask)
{
  PonderThinkPlanItem item = { .kind = PONDER_THINK_PLAN_ITEM_TASK, .ask = (char *) ask };
  guint before = count_parts (self);

  admit (self, &item);
  return count_parts (self) > before;
}
