/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the workspace begins and ends a turn. */

#include "config.h"

#include "ponder-timeline-private.h"
#include "ponder-turn-private.h"
#include "ponder-workspace-private.h"

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
new_message (const char *id,
             const char *parent_id,
             PonderRole  role)
{
  PonderMessage *message = ponder_message_new (id, parent_id, role);

  ponder_message_set_created (message, g_get_real_time ());
  return message;
}

static gboolean
is_attachment (const PonderPart *part)
{
  return part->kind == PONDER_PART_IMAGE || part->kind == PONDER_PART_FILE;
}

/* @parts (nullable): only what is attached counts. */
static PonderMessage *
new_question (const char *id,
              const char *parent_id,
              const char *text,
              GPtrArray  *parts)
{
  PonderMessage *question = new_message (id, parent_id, PONDER_ROLE_USER);

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

static PonderMessage *
new_answer (const char              *parent_id,
            const PonderModelConfig *config)
{
  g_autofree char *id = ponder_id_new ();
  PonderMessage *answer = new_message (id, parent_id, PONDER_ROLE_ASSISTANT);

  ponder_message_set_provider (answer, config->provider);
  ponder_message_set_model (answer, config->model);
  ponder_message_set_state (answer, PONDER_MESSAGE_WAITING);
  return answer;
}

/* An answer that never came says nothing, and servers refuse an empty one. */
static PonderRequest *
new_request (PonderTimeline       *timeline,
             PonderMessage        *answer,
             PonderMessage        *continued,
             PonderProviderConfig *provider)
{
  g_autoptr(GPtrArray) before = ponder_timeline_list_before (timeline, answer);
  g_autoptr(GPtrArray) said = g_ptr_array_new ();
  g_autoptr(PonderMessage) instruction = NULL;
  PonderSession *session = ponder_timeline_get_session (timeline);

  for (guint i = 0; i < before->len; i++)
    {
      PonderMessage *message = g_ptr_array_index (before, i);

      if (ponder_message_get_role (message) != PONDER_ROLE_ASSISTANT
          || ponder_message_get_text (message)[0] != '\0')
        g_ptr_array_add (said, message);
    }
  if (continued != NULL)
    {
      instruction = new_question ("continue", ponder_message_get_id (continued), CONTINUE, NULL);
      g_ptr_array_add (said, continued);
      g_ptr_array_add (said, instruction);
    }
  return ponder_request_new (provider, ponder_session_get_config (session), said, "chat");
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

static void
turn_ended_cb (PonderTurn      *turn,
               GParamSpec      *pspec,
               PonderWorkspace *self)
{
  PonderTimeline *timeline = ponder_turn_get_timeline (turn);
  PonderSession *session = ponder_turn_get_session (turn);
  guint position;

  ponder_timeline_touch (timeline);
  note_activity (timeline, ponder_turn_get_message (turn));
  ponder_workspace_improve_title (timeline);
  ponder_session_set_busy (session, FALSE);
  /* Until somebody who looks at it says so. */
  ponder_session_set_unseen (session, TRUE);
  write_message (self, session, ponder_turn_get_message (turn));
  ponder_workspace_file_session (self, session);
  ponder_timeline_set_turn (timeline, NULL);
  ponder_workspace_keep_timeline (self, timeline);
  /* Last: closing goes on from here. */
  if (g_list_store_find (self->turns, turn, &position))
    g_list_store_remove (self->turns, position);
}

static void
countdown_changed_cb (PonderTurn *turn)
{
  ponder_session_set_retrying (ponder_turn_get_session (turn), ponder_turn_get_countdown (turn) != NULL);
}

static void
set_model (PonderWorkspace *self,
           PonderSession   *session)
{
  if (ponder_session_get_config (session)->model == NULL)
    ponder_workspace_set_default_model (self, session);
}

static void
open_session (PonderWorkspace *self,
              PonderSession   *session)
{
  const char *id = ponder_session_get_id (session);

  ponder_session_set_trashed (session, 0);
  ponder_session_set_archived (session, FALSE);
  ponder_workspace_note_stored (self, session);
  if (ponder_session_list_lookup (self->sessions, id) != NULL)
    ponder_settings_set_last_session (self->settings, id);
}

/* A turn for an answer to the message @parent_id. */
static PonderTurn *
new_turn (PonderWorkspace *self,
          PonderTimeline  *timeline,
          const char      *parent_id)
{
  PonderSession *session = ponder_timeline_get_session (timeline);
  g_autoptr(PonderMessage) answer = NULL;
  PonderTurn *turn;

  set_model (self, session);
  answer = new_answer (parent_id, ponder_session_get_config (session));
  turn = ponder_turn_new (timeline, answer, self->autosave);
  ponder_session_set_busy (session, TRUE);
  ponder_timeline_set_turn (timeline, turn);
  g_list_store_append (self->turns, turn);
  g_signal_connect (turn, "notify::countdown", G_CALLBACK (countdown_changed_cb), NULL);
  g_signal_connect_object (turn, "notify::running", G_CALLBACK (turn_ended_cb), self, 0);
  return turn;
}

/* @question: a new one, or NULL when it is stored. @continued: the answer that is gone on with, or NULL. */
static void
start_turn (PonderWorkspace *self,
            PonderTurn      *turn,
            PonderMessage   *question,
            PonderMessage   *continued,
            PonderTurnFlags  flags)
{
  PonderTimeline *timeline = ponder_turn_get_timeline (turn);
  PonderSession *session = ponder_turn_get_session (turn);
  g_autoptr(GPtrArray) changed = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(PonderRequest) request = NULL;
  g_autoptr(PonderFault) fault = NULL;
  PonderProviderConfig *provider;

  if (question != NULL)
    {
      ponder_timeline_add (timeline, question, changed);
      ponder_workspace_make_title (session, question);
      note_activity (timeline, question);
    }
  ponder_timeline_add (timeline, ponder_turn_get_message (turn), changed);
  /* Not again when the answer ends: of several that are written at a time none moves the others' rows away from
   * under a pointer. */
  ponder_session_set_updated (session, g_get_real_time ());
  open_session (self, session);

  provider = ponder_workspace_resolve_provider (self, ponder_session_get_config (session), &fault);
  /* Who asks again wants to know now, whatever the server said. */
  if (provider != NULL && question == NULL)
    ponder_service_lift_pause (self->service, ponder_provider_config_get_id (provider));
  if (provider != NULL)
    {
      request = new_request (timeline, ponder_turn_get_message (turn), continued, provider);
      apply_flags (self, request, question == NULL, flags);
    }
  ponder_turn_start (turn, changed, self->attachments, self->service, request, fault);
}

static PonderTurn *
begin (PonderWorkspace *self,
       PonderTimeline  *timeline,
       PonderMessage   *question,
       const char      *parent_id,
       PonderTurnFlags  flags)
{
  PonderTurn *turn = new_turn (self, timeline, parent_id);

  start_turn (self, turn, question, NULL, flags);
  return turn;
}

static const char *
get_last_id (PonderTimeline *timeline)
{
  PonderMessage *last = ponder_timeline_get_last (timeline);

  return last != NULL ? ponder_message_get_id (last) : NULL;
}

/* --- a question that comes before its chat is loaded --- */

typedef struct
{
  PonderWorkspace *workspace;
  PonderTurn      *turn;
  char            *text;
  GPtrArray       *parts;       /* (nullable) */
  PonderTurnFlags  flags;
} EarlyQuestion;

static void
early_question_free (gpointer  data,
                     GClosure *closure)
{
  EarlyQuestion *self = data;

  g_object_unref (self->turn);
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
  const char *id = ponder_message_get_parent_id (ponder_turn_get_message (early->turn));
  g_autoptr(PonderMessage) question = new_question (id, get_last_id (timeline), early->text, early->parts);

  start_turn (early->workspace, early->turn, question, NULL, early->flags);
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

/* Only then is it known what the question follows; its answer's place is known now. */
static PonderTurn *
begin_early (PonderWorkspace *self,
             PonderTimeline  *timeline,
             const char      *text,
             GPtrArray       *parts,
             PonderTurnFlags  flags)
{
  g_autofree char *question_id = ponder_id_new ();
  EarlyQuestion *early = g_new (EarlyQuestion, 1);

  early->workspace = g_object_ref (self);
  early->turn = new_turn (self, timeline, question_id);
  early->text = g_strdup (text);
  early->parts = copy_parts (parts);
  early->flags = flags;
  g_signal_connect_data (timeline, "notify::loading", G_CALLBACK (loaded_cb), early,
                         early_question_free, 0);
  return g_object_ref (early->turn);
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

  g_hash_table_remove_all (self->shown);
  for (guint i = 0; i < sessions->len; i++)
    g_hash_table_add (self->shown, g_strdup (ponder_session_get_id (g_ptr_array_index (sessions, i))));

  turns = G_LIST_MODEL (self->turns);
  for (guint i = 0; i < g_list_model_get_n_items (turns); i++)
    {
      g_autoptr(PonderTurn) turn = g_list_model_get_item (turns, i);
      const char *id = ponder_session_get_id (ponder_turn_get_session (turn));

      ponder_turn_set_background (turn, !g_hash_table_contains (self->shown, id));
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
  g_autoptr(PonderMessage) question = NULL;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (PONDER_IS_TIMELINE (timeline), NULL);
  g_return_val_if_fail (ponder_timeline_get_turn (timeline) == NULL, NULL);
  g_return_val_if_fail (text != NULL && (text[0] != '\0' || (parts != NULL && parts->len > 0)), NULL);

  if (ponder_timeline_get_loading (timeline))
    return begin_early (self, timeline, text, parts, flags);

  id = ponder_id_new ();
  question = new_question (id, get_last_id (timeline), text, parts);
  return begin (self, timeline, question, id, flags);
}

PonderTurn *
ponder_workspace_regenerate (PonderWorkspace *self,
                             PonderTimeline  *timeline,
                             PonderMessage   *answer)
{
  g_return_val_if_fail (PONDER_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (PONDER_IS_TIMELINE (timeline), NULL);
  g_return_val_if_fail (PONDER_IS_MESSAGE (answer), NULL);
  g_return_val_if_fail (is_free (timeline), NULL);

  return begin (self, timeline, NULL, ponder_message_get_parent_id (answer), PONDER_TURN_DEFAULT);
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

  turn = new_turn (self, timeline, ponder_message_get_parent_id (answer));
  begin_with (ponder_turn_get_message (turn), answer);
  start_turn (self, turn, NULL, answer, PONDER_TURN_DEFAULT);
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
  edited = new_question (id, ponder_message_get_parent_id (question), text, parts);
  return begin (self, timeline, edited, id, PONDER_TURN_DEFAULT);
}
