/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a question comes into a chat, which may still be loading. */

#include "config.h"

#include "ponder-timeline-private.h"
#include "ponder-workspace-private.h"
#include "ponder-workspace-turns-private.h"

static gboolean
is_attachment (const PonderPart *part)
{
  return part->kind == PONDER_PART_IMAGE || part->kind == PONDER_PART_FILE;
}

PonderMessage *
ponder_workspace_new_question (const char *id,
                               const char *parent_id,
                               const char *text,
                               GPtrArray  *parts)
{
  PonderMessage *question = ponder_message_new (id, parent_id, PONDER_ROLE_USER);

  ponder_message_set_created (question, g_get_real_time ());
  ponder_message_append_text (question, text);
  for (guint i = 0; parts != NULL && i < parts->len; i++)
    {
      const PonderPart *part = g_ptr_array_index (parts, i);

      if (is_attachment (part))
        ponder_message_take_part (question, ponder_part_copy (part));
    }
  ponder_message_set_state (question, PONDER_MESSAGE_DONE);
  return question;
}

static const char *
get_last_id (PonderTimeline *timeline)
{
  PonderMessage *last = ponder_timeline_get_last (timeline);

  return last != NULL ? ponder_message_get_id (last) : NULL;
}

void
ponder_workspace_add_history (PonderWorkspace *self,
                              PonderTimeline  *timeline,
                              GPtrArray       *messages)
{
  g_autoptr(GPtrArray) changed = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_if_fail (PONDER_IS_WORKSPACE (self));
  g_return_if_fail (PONDER_IS_TIMELINE (timeline));
  g_return_if_fail (messages != NULL);

  for (guint i = 0; i < messages->len; i++)
    ponder_timeline_add (timeline, g_ptr_array_index (messages, i), changed);
}

/* One that comes before its chat is loaded. */
typedef struct
{
  PonderWorkspace *workspace;
  GPtrArray       *turns;
  char            *text;
  GPtrArray       *parts;       /* (nullable) */
  PonderTurnFlags  flags;
} EarlyQuestion;

static void
early_question_free (gpointer  data,
                     GClosure *closure)
{
  EarlyQuestion *self = data;

  g_ptr_array_unref (self->turns);
  g_object_unref (self->workspace);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_free (self->text);
  g_free (self);
}

static void
loaded_cb (PonderTimeline *timeline,
           GParamSpec     *pspec,
           EarlyQuestion  *early)
{
  PonderTurn *first = g_ptr_array_index (early->turns, 0);
  const char *id = ponder_message_get_parent_id (ponder_turn_get_message (first));
  g_autoptr(PonderMessage) question = NULL;

  question = ponder_workspace_new_question (id, get_last_id (timeline), early->text, early->parts);
  ponder_workspace_add_question (early->workspace, early->turns, question, early->flags);
  g_signal_handlers_disconnect_by_func (timeline, loaded_cb, early);
}

/* (nullable) (transfer full) */
static GPtrArray *
copy_parts (GPtrArray *parts)
{
  GPtrArray *copies = parts != NULL ? g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_part_free) : NULL;

  for (guint i = 0; parts != NULL && i < parts->len; i++)
    g_ptr_array_add (copies, ponder_part_copy (g_ptr_array_index (parts, i)));
  return copies;
}

/* Only then is it known what the question follows; its answers' place is known now. */
static void
ask_once_loaded (PonderWorkspace *self,
                 GPtrArray       *turns,
                 const char      *text,
                 GPtrArray       *parts,
                 PonderTurnFlags  flags)
{
  EarlyQuestion *early = g_new (EarlyQuestion, 1);

  early->workspace = g_object_ref (self);
  early->turns = g_ptr_array_ref (turns);
  early->text = g_strdup (text);
  early->parts = copy_parts (parts);
  early->flags = flags;
  g_signal_connect_data (ponder_turn_get_timeline (g_ptr_array_index (turns, 0)), "notify::loading",
                         G_CALLBACK (loaded_cb), early, early_question_free, 0);
}

void
ponder_workspace_ask (PonderWorkspace *self,
                      GPtrArray       *turns,
                      const char      *text,
                      GPtrArray       *parts,
                      PonderTurnFlags  flags)
{
  PonderTurn *first = g_ptr_array_index (turns, 0);
  PonderTimeline *timeline = ponder_turn_get_timeline (first);
  const char *id = ponder_message_get_parent_id (ponder_turn_get_message (first));
  g_autoptr(PonderMessage) question = NULL;

  if (ponder_timeline_get_loading (timeline))
    {
      ask_once_loaded (self, turns, text, parts, flags);
      return;
    }
  question = ponder_workspace_new_question (id, get_last_id (timeline), text, parts);
  ponder_workspace_add_question (self, turns, question, flags);
}
