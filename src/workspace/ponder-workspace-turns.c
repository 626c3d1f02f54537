/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the workspace begins and ends a turn. */

#include "config.h"

#include "ponder-timeline-private.h"
#include "ponder-turn-private.h"
#include "ponder-workspace-private.h"
#include "ponder-workspace-turns-private.h"

#include "ponder-id.h"
#include "ponder-preview.h"
#include "ponder-request.h"

/* Said to the model after an answer that broke off, never stored. In English: every model takes it as an
 * instruction, and the answer before it shows the language to go on in. */
#define CONTINUE "Your last message was cut off. Go on exactly where it broke off, even in the middle of a word: " \
                 "begin with the very next character. Do not repeat anything, do not introduce or comment, " \
                 "keep the language and the formatting."

static void
note_activity (PonderTimeline *timeline,
               PonderMessage  *message)
{
  PonderSession *session = ponder_timeline_get_session (timeline);
  g_autofree char *preview = ponder_preview_from_markdown (ponder_message_get_text (message));

  ponder_session_set_n_messages (session, ponder_timeline_get_messages (timeline)->len);
  if (preview[0] != '\0')
    ponder_session_set_preview (session, preview);
}

static PonderMessage *
new_answer (const char              *parent_id,
            const PonderModelConfig *config)
{
  g_autofree char *id = ponder_id_new ();
  PonderMessage *answer = ponder_message_new (id, parent_id, PONDER_ROLE_ASSISTANT);

  ponder_message_set_created (answer, g_get_real_time ());
  ponder_message_set_provider (answer, config->provider);
  ponder_message_set_model (answer, config->model);
  ponder_message_set_state (answer, PONDER_MESSAGE_WAITING);
  return answer;
}

PonderModelConfig *
ponder_workspace_dup_turn_config (PonderSession *session,
                                  PonderMessage *answer)
{
  PonderModelConfig *config = ponder_model_config_copy (ponder_session_get_config (session));

  ponder_model_config_set_model (config, ponder_message_get_provider (answer), ponder_message_get_model (answer));
  return config;
}

/* Without what was said before the answer. */
static PonderRequest *
new_request (PonderMessage           *continued,
             PonderProviderConfig    *provider,
             const PonderModelConfig *config)
{
  g_autoptr(GPtrArray) last = g_ptr_array_new ();
  g_autoptr(PonderMessage) instruction = NULL;

  if (continued != NULL)
    {
      instruction = ponder_workspace_new_question ("continue", ponder_message_get_id (continued), CONTINUE, NULL);
      g_ptr_array_add (last, continued);
      g_ptr_array_add (last, instruction);
    }
  return ponder_request_new (provider, config, last, "chat");
}

/* @again: who asks the same once more wants another answer, and that one from then on. */
static void
apply_flags (PonderWorkspace *self,
             PonderRequest   *request,
             gboolean         again,
             PonderTurnFlags  flags)
{
  PonderCacheUse wanted = again ? PONDER_CACHE_RENEW : PONDER_CACHE_USE;

  if ((flags & PONDER_TURN_NO_CACHE) != 0)
    wanted = PONDER_CACHE_OFF;
  ponder_request_set_stream (request, (flags & PONDER_TURN_NO_STREAM) == 0);
  ponder_workspace_apply_cache (self, request, wanted);
}

static void
write_message (PonderWorkspace *self,
               PonderSession   *session,
               PonderMessage   *message)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new ();

  g_ptr_array_add (messages, message);
  ponder_autosave_write_async (self->autosave, session, messages, NULL, NULL);
}

/* Of several answers to one question, the one that goes on is what the chat says last. */
static PonderMessage *
get_last_words (PonderTimeline *timeline,
                PonderMessage  *answer)
{
  PonderMessage *first = ponder_timeline_get_first_column (timeline, answer);

  return first != NULL ? ponder_timeline_get_marked (timeline, first) : answer;
}

static void
end_turns (PonderTimeline *timeline,
           PonderMessage  *answer)
{
  PonderSession *session = ponder_timeline_get_session (timeline);

  note_activity (timeline, get_last_words (timeline, answer));
  ponder_workspace_improve_title (timeline);
  ponder_session_set_busy (session, FALSE);
  /* Until somebody who looks at it says so. */
  ponder_session_set_unseen (session, TRUE);
}

static gboolean
has_countdown (PonderTimeline *timeline)
{
  GListModel *turns = ponder_timeline_get_turns (timeline);

  for (guint i = 0; i < g_list_model_get_n_items (turns); i++)
    {
      g_autoptr(PonderTurn) turn = g_list_model_get_item (turns, i);

      if (ponder_turn_get_countdown (turn) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* The chat is done when the last of its turns is. */
static void
turn_ended_cb (PonderTurn      *turn,
               GParamSpec      *pspec,
               PonderWorkspace *self)
{
  PonderTimeline *timeline = ponder_turn_get_timeline (turn);
  PonderSession *session = ponder_turn_get_session (turn);
  gboolean last = g_list_model_get_n_items (ponder_timeline_get_turns (timeline)) == 1;
  guint position;

  ponder_timeline_touch (timeline);
  if (last)
    end_turns (timeline, ponder_turn_get_message (turn));
  write_message (self, session, ponder_turn_get_message (turn));
  ponder_workspace_file_session (self, session);
  ponder_timeline_remove_turn (timeline, turn);
  ponder_timeline_note_written (timeline, ponder_turn_get_message (turn));
  ponder_workspace_keep_timeline (self, timeline);
  /* Last: closing goes on from here. */
  if (g_list_store_find (self->turns, turn, &position))
    g_list_store_remove (self->turns, position);
}

static void
countdown_changed_cb (PonderTurn *turn)
{
  ponder_session_set_retrying (ponder_turn_get_session (turn), has_countdown (ponder_turn_get_timeline (turn)));
}

static void
set_model (PonderWorkspace *self,
           PonderSession   *session)
{
  if (ponder_session_get_config (session)->model == NULL)
    ponder_workspace_set_default_model (self, session);
}

/* The time is that of the question and not of its answer: of several that are written at a time none moves the others'
 * rows away from under a pointer. */
static void
open_session (PonderWorkspace *self,
              PonderSession   *session)
{
  const char *id = ponder_session_get_id (session);

  ponder_session_set_updated (session, g_get_real_time ());
  ponder_session_set_trashed (session, 0);
  ponder_session_set_archived (session, FALSE);
  ponder_workspace_note_stored (self, session);
  if (ponder_session_list_lookup (self->sessions, id) != NULL)
    ponder_settings_set_last_session (self->settings, id);
}

PonderTurn *
ponder_workspace_new_turn (PonderWorkspace         *self,
                           PonderTimeline          *timeline,
                           const char              *parent_id,
                           const PonderModelConfig *config)
{
  g_autoptr(PonderMessage) answer = new_answer (parent_id, config);

  return ponder_workspace_new_turn_for (self, timeline, answer);
}

PonderTurn *
ponder_workspace_new_turn_for (PonderWorkspace *self,
                               PonderTimeline  *timeline,
                               PonderMessage   *answer)
{
  PonderSession *session = ponder_timeline_get_session (timeline);
  PonderTurn *turn = ponder_turn_new (timeline, answer, self->autosave);

  ponder_session_set_busy (session, TRUE);
  ponder_timeline_add_turn (timeline, turn);
  g_list_store_append (self->turns, turn);
  g_signal_connect (turn, "notify::countdown", G_CALLBACK (countdown_changed_cb), NULL);
  g_signal_connect_object (turn, "notify::running", G_CALLBACK (turn_ended_cb), self, 0);
  return turn;
}

PonderTurn *
ponder_workspace_new_chat_turn (PonderWorkspace *self,
                                PonderTimeline  *timeline,
                                const char      *parent_id)
{
  PonderSession *session = ponder_timeline_get_session (timeline);

  set_model (self, session);
  return ponder_workspace_new_turn (self, timeline, parent_id, ponder_session_get_config (session));
}

/* @changed: what is to be stored before it is asked. @continued: the answer that is gone on with, or NULL. @again: who
 * asks the same once more. */
static void
start_turn (PonderWorkspace *self,
            PonderTurn      *turn,
            GPtrArray       *changed,
            PonderMessage   *continued,
            gboolean         again,
            PonderTurnFlags  flags)
{
  g_autoptr(PonderModelConfig) config = ponder_workspace_dup_turn_config (ponder_turn_get_session (turn),
                                                                          ponder_turn_get_message (turn));
  g_autoptr(PonderRequest) request = NULL;
  g_autoptr(PonderFault) fault = NULL;
  PonderProviderConfig *provider;

  if (continued == NULL && (flags & PONDER_TURN_PLAIN) == 0)
    ponder_workspace_offer_think (self, turn);
  if (ponder_workspace_start_think (self, turn, changed))
    return;
  provider = ponder_workspace_resolve_provider (self, config, &fault);
  /* Who asks again wants to know now, whatever the server said. */
  if (provider != NULL && again)
    ponder_service_lift_pause (self->service, ponder_provider_config_get_id (provider));
  if (provider != NULL)
    {
      request = new_request (continued, provider, config);
      apply_flags (self, request, again, flags);
    }
  ponder_turn_start (turn, changed, self->attachments, self->service, request, fault);
}

static void
start_again (PonderWorkspace *self,
             PonderTurn      *turn,
             PonderMessage   *continued)
{
  PonderTimeline *timeline = ponder_turn_get_timeline (turn);
  g_autoptr(GPtrArray) changed = g_ptr_array_new_with_free_func (g_object_unref);

  ponder_timeline_add (timeline, ponder_turn_get_message (turn), changed);
  open_session (self, ponder_timeline_get_session (timeline));
  start_turn (self, turn, changed, continued, TRUE, PONDER_TURN_DEFAULT);
}

void
ponder_workspace_start_turns (PonderWorkspace *self,
                              GPtrArray       *turns,
                              GPtrArray       *changed,
                              gboolean         again,
                              PonderTurnFlags  flags)
{
  PonderTurn *first = g_ptr_array_index (turns, 0);

  /* Who compares models compares what each of them says by itself. */
  if (turns->len > 1)
    flags |= PONDER_TURN_PLAIN;
  open_session (self, ponder_turn_get_session (first));
  start_turn (self, first, changed, NULL, again, flags);
  /* What is stored with the first one is stored before any of them is. */
  for (guint i = 1; i < turns->len; i++)
    {
      g_autoptr(GPtrArray) answer = g_ptr_array_new ();
      PonderTurn *turn = g_ptr_array_index (turns, i);

      g_ptr_array_add (answer, ponder_turn_get_message (turn));
      start_turn (self, turn, answer, NULL, again, flags);
    }
}

void
ponder_workspace_add_question (PonderWorkspace *self,
                               GPtrArray       *turns,
                               PonderMessage   *question,
                               PonderTurnFlags  flags)
{
  PonderTimeline *timeline = ponder_turn_get_timeline (g_ptr_array_index (turns, 0));
  g_autoptr(GPtrArray) changed = g_ptr_array_new_with_free_func (g_object_unref);
  const char *before = ponder_message_get_parent_id (question);
  PonderMessage *followed = before != NULL ? ponder_timeline_lookup (timeline, before) : NULL;

  /* Who asks on without having chosen goes on with the answer that is marked. */
  if (followed != NULL)
    ponder_workspace_choose_answer (self, timeline, followed);
  ponder_timeline_add (timeline, question, changed);
  ponder_workspace_make_title (ponder_timeline_get_session (timeline), question);
  note_activity (timeline, question);
  for (guint i = 0; i < turns->len; i++)
    {
      PonderMessage *answer = ponder_turn_get_message (g_ptr_array_index (turns, i));

      if (i == 0)
        ponder_timeline_add (timeline, answer, changed);
      else
        ponder_timeline_add_beside (timeline, answer, changed);
    }
  ponder_workspace_start_turns (self, turns, changed, FALSE, flags);
}

/* (transfer full) */
static PonderTurn *
begin (PonderWorkspace *self,
       PonderTimeline  *timeline,
       PonderMessage   *question,
       PonderTurnFlags  flags)
{
  g_autoptr(GPtrArray) turns = g_ptr_array_new ();
  PonderTurn *turn = ponder_workspace_new_chat_turn (self, timeline, ponder_message_get_id (question));

  g_ptr_array_add (turns, turn);
  ponder_workspace_add_question (self, turns, question, flags);
  return turn;
}

static gboolean
is_free (PonderTimeline *timeline)
{
  return !ponder_timeline_get_loading (timeline) && ponder_timeline_get_turn (timeline) == NULL;
}

void
ponder_workspace_stop_turns (PonderWorkspace *self,
                             PonderSession   *session)
{
  GListModel *turns = G_LIST_MODEL (self->turns);

  /* Backwards: a turn may leave the list while it is stopped. */
  for (guint i = g_list_model_get_n_items (turns); i > 0; i--)
    {
      g_autoptr(PonderTurn) turn = g_list_model_get_item (turns, i - 1);

      if (turn != NULL && (session == NULL || ponder_turn_get_session (turn) == session))
        ponder_turn_stop (turn);
    }
}

void
ponder_workspace_set_shown (PonderWorkspace *self,
                            GPtrArray       *sessions)
{
  GListModel *turns;

  g_return_if_fail (PONDER_IS_WORKSPACE (self));
  g_return_if_fail (sessions != NULL);

  turns = G_LIST_MODEL (self->turns);
  for (guint i = 0; i < g_list_model_get_n_items (turns); i++)
    {
      g_autoptr(PonderTurn) turn = g_list_model_get_item (turns, i);

      ponder_turn_set_background (turn, !g_ptr_array_find (sessions, ponder_turn_get_session (turn), NULL));
    }
}

PonderTurn *
ponder_workspace_begin_turn (PonderWorkspace *self,
                             PonderTimeline  *timeline,
                             const char      *text)
{
  return ponder_workspace_begin_turn_full (self, timeline, text, NULL, PONDER_TURN_DEFAULT);
}

PonderTurn *
ponder_workspace_begin_turn_full (PonderWorkspace *self,
                                  PonderTimeline  *timeline,
                                  const char      *text,
                                  GPtrArray       *parts,
                                  PonderTurnFlags  flags)
{
  g_autofree char *id = NULL;
  g_autoptr(GPtrArray) turns = NULL;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (PONDER_IS_TIMELINE (timeline), NULL);
  g_return_val_if_fail (ponder_timeline_get_turn (timeline) == NULL, NULL);
  g_return_val_if_fail (text != NULL && (text[0] != '\0' || (parts != NULL && parts->len > 0)), NULL);

  id = ponder_id_new ();
  turns = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (turns, ponder_workspace_new_chat_turn (self, timeline, id));
  ponder_workspace_ask (self, turns, text, parts, flags);
  return g_object_ref (g_ptr_array_index (turns, 0));
}

PonderTurn *
ponder_workspace_regenerate (PonderWorkspace *self,
                             PonderTimeline  *timeline,
                             PonderMessage   *answer)
{
  PonderTurn *turn;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (PONDER_IS_TIMELINE (timeline), NULL);
  g_return_val_if_fail (PONDER_IS_MESSAGE (answer), NULL);
  g_return_val_if_fail (is_free (timeline), NULL);

  turn = ponder_workspace_new_chat_turn (self, timeline, ponder_message_get_parent_id (answer));
  start_again (self, turn, NULL);
  return turn;
}

/* Thoughts of the two calls are two paragraphs; the words are one text. */
static void
begin_with (PonderMessage *answer,
            PonderMessage *continued)
{
  g_autofree char *thoughts = g_strchomp (g_strdup (ponder_message_get_reasoning (continued)));

  if (thoughts[0] != '\0')
    {
      ponder_message_append_reasoning (answer, thoughts);
      ponder_message_append_reasoning (answer, "\n\n");
      ponder_message_set_reasoning_ms (answer, ponder_message_get_reasoning_ms (continued));
    }
  ponder_message_append_text (answer, ponder_message_get_text (continued));
}

PonderTurn *
ponder_workspace_continue_answer (PonderWorkspace *self,
                                  PonderTimeline  *timeline,
                                  PonderMessage   *answer)
{
  PonderTurn *turn;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (PONDER_IS_TIMELINE (timeline), NULL);
  g_return_val_if_fail (PONDER_IS_MESSAGE (answer) && ponder_message_is_unfinished (answer), NULL);
  g_return_val_if_fail (is_free (timeline), NULL);

  turn = ponder_workspace_new_chat_turn (self, timeline, ponder_message_get_parent_id (answer));
  begin_with (ponder_turn_get_message (turn), answer);
  ponder_workspace_replace_compared (self, timeline, answer, ponder_turn_get_message (turn));
  start_again (self, turn, answer);
  return turn;
}

PonderTurn *
ponder_workspace_edit_question (PonderWorkspace *self,
                                PonderTimeline  *timeline,
                                PonderMessage   *question,
                                const char      *text)
{
  g_return_val_if_fail (PONDER_IS_MESSAGE (question), NULL);

  return ponder_workspace_edit_question_full (self, timeline, question, text, ponder_message_get_parts (question));
}

PonderTurn *
ponder_workspace_edit_question_full (PonderWorkspace *self,
                                     PonderTimeline  *timeline,
                                     PonderMessage   *question,
                                     const char      *text,
                                     GPtrArray       *parts)
{
  g_autofree char *id = NULL;
  g_autoptr(PonderMessage) edited = NULL;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (PONDER_IS_TIMELINE (timeline), NULL);
  g_return_val_if_fail (PONDER_IS_MESSAGE (question), NULL);
  g_return_val_if_fail (is_free (timeline), NULL);
  g_return_val_if_fail (text != NULL && (text[0] != '\0' || parts->len > 0), NULL);

  id = ponder_id_new ();
  edited = ponder_workspace_new_question (id, ponder_message_get_parent_id (question), text, parts);
  return begin (self, timeline, edited, PONDER_TURN_DEFAULT);
}
