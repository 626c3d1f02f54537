/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One question to several models, whose answers stand beside each other until one is chosen. */

#include "config.h"

#include "ponder-timeline-private.h"
#include "ponder-workspace-private.h"
#include "ponder-workspace-turns-private.h"

#include "ponder-id.h"

/* --- what is kept --- */

/* (nullable) */
static PonderComparison *
lookup (PonderWorkspace *self,
        PonderTimeline  *timeline)
{
  return g_hash_table_lookup (self->comparisons, ponder_session_get_id (ponder_timeline_get_session (timeline)));
}

static PonderComparison *
ensure (PonderWorkspace *self,
        PonderSession   *session)
{
  const char *id = ponder_session_get_id (session);
  PonderComparison *comparison = g_hash_table_lookup (self->comparisons, id);

  if (comparison != NULL)
    return comparison;

  comparison = ponder_comparison_new ();
  g_hash_table_insert (self->comparisons, g_strdup (id), comparison);
  return comparison;
}

/* An empty one is forgotten. */
static void
keep (PonderWorkspace *self,
      PonderSession   *session)
{
  const char *id = ponder_session_get_id (session);
  PonderComparison *comparison = ensure (self, session);
  g_autofree char *json = ponder_comparison_serialize (comparison);
  g_autofree char *name = g_strconcat (PONDER_COMPARISON_CHOICE, id, NULL);

  if (ponder_comparison_is_empty (comparison))
    g_hash_table_remove (self->comparisons, id);
  if (!self->read_only && !g_hash_table_contains (self->private_ids, id))
    ponder_workspace_save_choice (self, name, json);
}

/* What stands beside each other changed. */
static void
keep_answers (PonderWorkspace *self,
              PonderTimeline  *timeline)
{
  keep (self, ponder_timeline_get_session (timeline));
  ponder_workspace_apply_comparison (self, timeline);
}

void
ponder_workspace_apply_comparison (PonderWorkspace *self,
                                   PonderTimeline  *timeline)
{
  PonderComparison *comparison = lookup (self, timeline);
  g_autoptr(GPtrArray) none = g_ptr_array_new ();

  ponder_timeline_set_compared (timeline, comparison != NULL ? comparison->answers : none);
}

static void
apply_all (PonderWorkspace *self)
{
  GHashTableIter iter;
  gpointer weak_ref;

  g_hash_table_iter_init (&iter, self->timelines);
  while (g_hash_table_iter_next (&iter, NULL, &weak_ref))
    {
      g_autoptr(PonderTimeline) timeline = g_weak_ref_get (weak_ref);

      if (timeline != NULL)
        ponder_workspace_apply_comparison (self, timeline);
    }
}

static gboolean
is_stored_cb (gpointer id,
              gpointer comparison,
              gpointer user_data)
{
  PonderWorkspace *self = user_data;

  return !g_hash_table_contains (self->private_ids, id);
}

void
ponder_workspace_merge_comparisons (PonderWorkspace *self,
                                    GHashTable      *choices)
{
  const gsize skipped = strlen (PONDER_COMPARISON_CHOICE);
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  g_hash_table_foreach_remove (self->comparisons, is_stored_cb, self);
  g_hash_table_iter_init (&iter, choices);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (g_str_has_prefix (name, PONDER_COMPARISON_CHOICE) && *(char *) value != '\0')
      g_hash_table_insert (self->comparisons, g_strdup ((char *) name + skipped),
                           ponder_comparison_deserialize (value));
  apply_all (self);
}

/* --- columns --- */

static void
add_id (PonderComparison *comparison,
        const char       *id)
{
  if (!g_ptr_array_find_with_equal_func (comparison->answers, id, g_str_equal, NULL))
    g_ptr_array_add (comparison->answers, g_strdup (id));
}

/* Takes all answers to the question @parent_id out of @comparison. */
static gboolean
remove_fork (PonderComparison *comparison,
             PonderTimeline   *timeline,
             const char       *parent_id)
{
  guint n_before = comparison->answers->len;

  for (guint i = n_before; i > 0; i--)
    {
      PonderMessage *answer = ponder_timeline_lookup (timeline, g_ptr_array_index (comparison->answers, i - 1));

      if (answer != NULL && g_strcmp0 (ponder_message_get_parent_id (answer), parent_id) == 0)
        g_ptr_array_remove_index (comparison->answers, i - 1);
    }
  return comparison->answers->len < n_before;
}

void
ponder_workspace_replace_compared (PonderWorkspace *self,
                                   PonderTimeline  *timeline,
                                   PonderMessage   *old,
                                   PonderMessage   *answer)
{
  PonderComparison *comparison = lookup (self, timeline);
  guint index;

  if (comparison == NULL
      || !g_ptr_array_find_with_equal_func (comparison->answers, ponder_message_get_id (old), g_str_equal, &index))
    return;

  g_free (comparison->answers->pdata[index]);
  comparison->answers->pdata[index] = g_strdup (ponder_message_get_id (answer));
  keep (self, ponder_timeline_get_session (timeline));
}

void
ponder_workspace_choose_answer (PonderWorkspace *self,
                                PonderTimeline  *timeline,
                                PonderMessage   *answer)
{
  PonderComparison *comparison;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));
  g_return_if_fail (PONDER_IS_TIMELINE (timeline));
  g_return_if_fail (PONDER_IS_MESSAGE (answer));

  if (!(comparison = lookup (self, timeline))
      || !remove_fork (comparison, timeline, ponder_message_get_parent_id (answer)))
    return;

  ponder_timeline_show_message (timeline, ponder_message_get_id (answer));
  keep_answers (self, timeline);
}

/* Siblings in their order. (transfer container) */
static GPtrArray *
list_versions (PonderTimeline *timeline,
               PonderMessage  *answer)
{
  GPtrArray *messages = ponder_timeline_get_messages (timeline);
  GPtrArray *versions = g_ptr_array_new ();
  guint n_versions = ponder_message_get_n_siblings (answer);

  g_ptr_array_set_size (versions, (int) n_versions);
  for (guint i = 0; i < messages->len; i++)
    {
      PonderMessage *message = g_ptr_array_index (messages, i);
      guint index = ponder_message_get_sibling_index (message);

      if (index < n_versions
          && g_strcmp0 (ponder_message_get_parent_id (message), ponder_message_get_parent_id (answer)) == 0)
        versions->pdata[index] = message;
    }
  return versions;
}

void
ponder_workspace_compare_versions (PonderWorkspace *self,
                                   PonderTimeline  *timeline,
                                   PonderMessage   *answer)
{
  g_autoptr(GPtrArray) versions = NULL;
  PonderComparison *comparison;
  guint first;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));
  g_return_if_fail (PONDER_IS_TIMELINE (timeline));
  g_return_if_fail (PONDER_IS_MESSAGE (answer));

  if (ponder_message_get_n_siblings (answer) < 2)
    return;

  versions = list_versions (timeline, answer);
  comparison = ensure (self, ponder_timeline_get_session (timeline));
  remove_fork (comparison, timeline, ponder_message_get_parent_id (answer));
  /* @answer is the last of them, unless it is one of the first. */
  first = MAX (ponder_message_get_sibling_index (answer) + 1, PONDER_COMPARISON_MOST) - PONDER_COMPARISON_MOST;
  for (guint i = first; i < versions->len && i < first + PONDER_COMPARISON_MOST; i++)
    if (versions->pdata[i] != NULL)
      add_id (comparison, ponder_message_get_id (versions->pdata[i]));
  keep_answers (self, timeline);
}

/* --- asking --- */

/* One for each of @models, as long as there are fewer than @n_most. (transfer full) */
static GPtrArray *
new_turns (PonderWorkspace *self,
           PonderTimeline  *timeline,
           const char      *parent_id,
           GPtrArray       *models,
           guint            n_most)
{
  PonderSession *session = ponder_timeline_get_session (timeline);
  PonderComparison *comparison = ensure (self, session);
  GPtrArray *turns = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 created = g_get_real_time ();

  for (guint i = 0; i < models->len && turns->len < n_most; i++)
    {
      g_autoptr(PonderModelConfig) config = ponder_model_config_copy (ponder_session_get_config (session));
      g_autofree char *provider = NULL;
      g_autofree char *model = NULL;
      PonderTurn *turn;

      if (!ponder_model_name_split (g_ptr_array_index (models, i), &provider, &model))
        continue;
      ponder_model_config_set_model (config, provider, model);
      turn = ponder_workspace_new_turn (self, timeline, parent_id, config);
      /* They are made in the same moment, and their order is that of being asked. */
      ponder_message_set_created (ponder_turn_get_message (turn), created + turns->len);
      add_id (comparison, ponder_message_get_id (ponder_turn_get_message (turn)));
      g_ptr_array_add (turns, turn);
    }
  return turns;
}

GPtrArray *
ponder_workspace_begin_comparison (PonderWorkspace *self,
                                   PonderTimeline  *timeline,
                                   const char      *text,
                                   GPtrArray       *parts,
                                   GPtrArray       *models,
                                   PonderTurnFlags  flags)
{
  g_autofree char *id = NULL;
  GPtrArray *turns;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (PONDER_IS_TIMELINE (timeline), NULL);
  g_return_val_if_fail (ponder_timeline_get_turn (timeline) == NULL, NULL);
  g_return_val_if_fail (text != NULL && (text[0] != '\0' || (parts != NULL && parts->len > 0)), NULL);
  g_return_val_if_fail (models->len >= 2 && models->len <= PONDER_COMPARISON_MOST, NULL);

  id = ponder_id_new ();
  turns = new_turns (self, timeline, id, models, PONDER_COMPARISON_MOST);
  keep_answers (self, timeline);
  if (turns->len > 0)
    ponder_workspace_ask (self, turns, text, parts, flags);
  return turns;
}

/* What stands beside @answer goes on to; it alone otherwise. */
static guint
put_beside (PonderComparison *comparison,
            PonderTimeline   *timeline,
            PonderMessage    *answer)
{
  PonderMessage *first = ponder_timeline_get_first_column (timeline, answer);

  if (first != NULL)
    return ponder_timeline_get_columns (timeline, first)->len;

  remove_fork (comparison, timeline, ponder_message_get_parent_id (answer));
  add_id (comparison, ponder_message_get_id (answer));
  return 1;
}

GPtrArray *
ponder_workspace_compare_answer (PonderWorkspace *self,
                                 PonderTimeline  *timeline,
                                 PonderMessage   *answer,
                                 GPtrArray       *models)
{
  g_autoptr(GPtrArray) changed = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *turns;
  guint n;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (PONDER_IS_TIMELINE (timeline), NULL);
  g_return_val_if_fail (PONDER_IS_MESSAGE (answer), NULL);
  g_return_val_if_fail (!ponder_timeline_get_loading (timeline) && ponder_timeline_get_turn (timeline) == NULL, NULL);

  n = put_beside (ensure (self, ponder_timeline_get_session (timeline)), timeline, answer);
  turns = new_turns (self, timeline, ponder_message_get_parent_id (answer), models,
                     PONDER_COMPARISON_MOST - MIN (n, PONDER_COMPARISON_MOST));
  keep_answers (self, timeline);
  /* Nobody may have chosen where there was nothing else. */
  ponder_timeline_choose (timeline, answer, changed);
  for (guint i = 0; i < turns->len; i++)
    ponder_timeline_add_beside (timeline, ponder_turn_get_message (g_ptr_array_index (turns, i)), changed);
  if (turns->len > 0)
    ponder_workspace_start_turns (self, turns, changed, TRUE, PONDER_TURN_PLAIN);
  return turns;
}

PonderTurn *
ponder_workspace_replace_answer (PonderWorkspace *self,
                                 PonderTimeline  *timeline,
                                 PonderMessage   *answer,
                                 const char      *provider,
                                 const char      *model)
{
  g_autoptr(GPtrArray) turns = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) changed = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(PonderModelConfig) config = NULL;
  PonderTurn *turn;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (PONDER_IS_TIMELINE (timeline), NULL);
  g_return_val_if_fail (PONDER_IS_MESSAGE (answer) && !ponder_message_is_being_written (answer), NULL);
  g_return_val_if_fail (!ponder_timeline_get_loading (timeline), NULL);

  config = ponder_model_config_copy (ponder_session_get_config (ponder_timeline_get_session (timeline)));
  ponder_model_config_set_model (config, provider, model);
  turn = ponder_workspace_new_turn (self, timeline, ponder_message_get_parent_id (answer), config);
  g_ptr_array_add (turns, turn);
  ponder_workspace_replace_compared (self, timeline, answer, ponder_turn_get_message (turn));
  if (ponder_message_get_chosen (answer))
    ponder_timeline_add (timeline, ponder_turn_get_message (turn), changed);
  else
    ponder_timeline_add_beside (timeline, ponder_turn_get_message (turn), changed);
  ponder_workspace_apply_comparison (self, timeline);
  ponder_workspace_start_turns (self, turns, changed, TRUE, PONDER_TURN_PLAIN);
  return g_object_ref (turn);
}

/* --- which models are asked --- */

GPtrArray *
ponder_workspace_dup_asked_models (PonderWorkspace *self,
                                   PonderSession   *session)
{
  GPtrArray *models = g_ptr_array_new_with_free_func (g_free);
  PonderComparison *comparison;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), models);
  g_return_val_if_fail (PONDER_IS_SESSION (session), models);

  comparison = g_hash_table_lookup (self->comparisons, ponder_session_get_id (session));
  for (guint i = 0; comparison != NULL && i < comparison->models->len; i++)
    g_ptr_array_add (models, g_strdup (g_ptr_array_index (comparison->models, i)));
  return models;
}

void
ponder_workspace_set_asked_models (PonderWorkspace *self,
                                   PonderSession   *session,
                                   GPtrArray       *models)
{
  PonderComparison *comparison;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));
  g_return_if_fail (PONDER_IS_SESSION (session));
  g_return_if_fail (models != NULL);

  comparison = ensure (self, session);
  g_ptr_array_set_size (comparison->models, 0);
  for (guint i = 0; i < models->len; i++)
    g_ptr_array_add (comparison->models, g_strdup (g_ptr_array_index (models, i)));
  keep (self, session);
}
