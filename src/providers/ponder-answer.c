/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What has been said of an answer so far, written down as deltas. */

#include "config.h"

#include "ponder-answer.h"

#include "ponder-limits.h"
#include "ponder-think-splitter.h"
#include "ponder-usage.h"

#include <string.h>

/* No answer calls more tools; past it, looking for one among them would take longer and longer. */
#define CALL_LIMIT 1024

/* Servers number calls from 0, from 1, all alike or not at all; deltas number them from 0. */
typedef struct
{
  gint64    wire_index;
  char     *id;
  gboolean  has_name;
} ToolCall;

/* Owned by the decoder that reads into it. */
struct _PonderAnswer
{
  PonderThinkSplitter *splitter;
  GPtrArray           *calls;           /* (element-type ToolCall) */
  char                *model;           /* that really answers */
  PonderFinish         finish;
  gsize                length;          /* of all text given out */
  GPtrArray           *deltas;          /* the caller's, during a call */
  GString             *text;            /* of the delta to come: pieces of one kind are given as one */
  PonderDeltaKind      text_kind;

  guint                has_answer : 1;
  guint                has_reasoning : 1;
  guint                overflowed : 1;
};

static void
tool_call_free (gpointer data)
{
  ToolCall *call = data;

  g_free (call->id);
  g_free (call);
}

/* The first bytes of @text that fit into what is left of the limit, never half a character. */
static gsize
count_room (PonderAnswer *self,
            const char   *text,
            gsize         length)
{
  gsize room = PONDER_ANSWER_LIMIT - self->length;

  if (length <= room)
    return length;
  self->overflowed = TRUE;
  while (room > 0 && ((guchar) text[room] & 0xc0) == 0x80)
    room--;
  return room;
}

static void
split_cb (const char *text,
          gboolean    is_thought,
          gpointer    user_data)
{
  ponder_answer_give_text (user_data, is_thought ? PONDER_DELTA_REASONING : PONDER_DELTA_TEXT, text);
}

/* A stream that is read faster than it is shown comes as a few long deltas and not as thousands of words. */
static void
give_gathered_text (PonderAnswer *self)
{
  if (self->text->len == 0)
    return;
  g_ptr_array_add (self->deltas, ponder_delta_new_text (self->text_kind, self->text->str));
  g_string_truncate (self->text, 0);
}

static void
give (PonderAnswer *self,
      PonderDelta  *delta)
{
  give_gathered_text (self);
  g_ptr_array_add (self->deltas, delta);
}

static gboolean
is_set (const char *text)
{
  return text != NULL && *text != '\0';
}

/* Two calls under one index: their ids differ, or each has a name of its own and no id. */
static gboolean
is_another (const ToolCall *call,
            const char     *id,
            const char     *name,
            gboolean        numbered)
{
  if (is_set (id) && call->id != NULL)
    return !g_str_equal (id, call->id);
  return !numbered && is_set (name) && call->has_name;
}

static guint
find_call (PonderAnswer *self,
           gint64        wire_index,
           const char   *id,
           const char   *name,
           gboolean      numbered)
{
  ToolCall *call;

  for (guint i = self->calls->len; i > 0; i--)
    {
      call = g_ptr_array_index (self->calls, i - 1);
      if (call->wire_index == wire_index)
        {
          if (is_another (call, id, name, numbered))
            break;
          return i - 1;
        }
    }
  call = g_new0 (ToolCall, 1);
  call->wire_index = wire_index;
  g_ptr_array_add (self->calls, call);
  if (self->calls->len > CALL_LIMIT)
    self->overflowed = TRUE;
  return self->calls->len - 1;
}

PonderAnswer *
ponder_answer_new (void)
{
  PonderAnswer *self = g_new0 (PonderAnswer, 1);

  self->splitter = ponder_think_splitter_new (split_cb, self);
  self->text = g_string_new (NULL);
  self->calls = g_ptr_array_new_with_free_func (tool_call_free);
  return self;
}

void
ponder_answer_free (PonderAnswer *self)
{
  ponder_think_splitter_free (self->splitter);
  g_string_free (self->text, TRUE);
  g_ptr_array_unref (self->calls);
  g_free (self->model);
  g_free (self);
}

void
ponder_answer_set_deltas (PonderAnswer *self,
                          GPtrArray    *deltas)
{
  if (self->deltas != NULL)
    give_gathered_text (self);
  self->deltas = deltas;
}

void
ponder_answer_give_words (PonderAnswer *self,
                          const char   *words)
{
  if (words != NULL)
    ponder_think_splitter_push (self->splitter, words);
}

void
ponder_answer_give_text (PonderAnswer    *self,
                         PonderDeltaKind  kind,
                         const char      *text)
{
  gsize length;

  if (!is_set (text) || self->overflowed)
    return;
  if (kind != self->text_kind)
    give_gathered_text (self);
  self->text_kind = kind;
  length = count_room (self, text, strlen (text));
  self->length += length;
  g_string_append_len (self->text, text, (gssize) length);

  if (kind == PONDER_DELTA_REASONING)
    self->has_reasoning = TRUE;
  else
    self->has_answer = TRUE;
}

void
ponder_answer_give_tool_call (PonderAnswer *self,
                              gint64        wire_index,
                              gboolean      numbered,
                              const char   *id,
                              const char   *name,
                              const char   *arguments)
{
  PonderDelta *delta;
  ToolCall *call;
  gsize length;
  guint index;

  if (self->overflowed)
    return;
  index = find_call (self, wire_index, id, name, numbered);
  call = g_ptr_array_index (self->calls, index);
  length = arguments != NULL ? count_room (self, arguments, strlen (arguments)) : 0;
  self->length += length;
  delta = ponder_delta_new (PONDER_DELTA_TOOL_CALL);
  delta->index = index;
  delta->text = g_strndup (arguments != NULL ? arguments : "", length);
  if (is_set (id) && call->id == NULL)
    {
      call->id = g_strdup (id);
      delta->id = g_strdup (id);
    }
  if (is_set (name) && !call->has_name)
    {
      call->has_name = TRUE;
      delta->name = g_strdup (name);
    }
  give (self, delta);
  self->has_answer = TRUE;
}

void
ponder_answer_take_usage (PonderAnswer *self,
                          PonderUsage  *usage)
{
  PonderDelta *delta = ponder_delta_new (PONDER_DELTA_USAGE);

  delta->usage = usage;
  give (self, delta);
}

void
ponder_answer_give_model (PonderAnswer *self,
                          const char   *model)
{
  if (!is_set (model) || g_strcmp0 (model, self->model) == 0)
    return;
  g_free (self->model);
  self->model = g_strdup (model);
  give (self, ponder_delta_new_text (PONDER_DELTA_MODEL, model));
}

void
ponder_answer_give_finish (PonderAnswer *self,
                           PonderFinish  finish)
{
  PonderDelta *delta;

  if (finish == PONDER_FINISH_NONE || finish == self->finish)
    return;
  self->finish = finish;
  ponder_think_splitter_flush (self->splitter);
  delta = ponder_delta_new (PONDER_DELTA_FINISH);
  delta->finish = finish;
  give (self, delta);
}

void
ponder_answer_flush (PonderAnswer *self)
{
  ponder_think_splitter_flush (self->splitter);
}

gboolean
ponder_answer_has_words (PonderAnswer *self)
{
  return self->has_answer;
}

gboolean
ponder_answer_has_reasoning (PonderAnswer *self)
{
  return self->has_reasoning;
}

gboolean
ponder_answer_is_too_long (PonderAnswer *self)
{
  return self->overflowed;
}

PonderFinish
ponder_answer_get_finish (PonderAnswer *self)
{
  return self->finish;
}

PonderAnswerVerdict
ponder_answer_judge (PonderAnswer *self,
                     gboolean      complete,
                     gboolean      unread)
{
  if (!complete)
    return self->has_answer || self->has_reasoning || unread ? PONDER_ANSWER_CUT_OFF : PONDER_ANSWER_EMPTY;
  if (self->has_answer)
    return PONDER_ANSWER_GOOD;
  if (self->finish == PONDER_FINISH_LENGTH)
    return PONDER_ANSWER_ALL_THOUGHT;
  if (self->finish == PONDER_FINISH_CONTENT_FILTER)
    return PONDER_ANSWER_FILTERED;
  return self->has_reasoning ? PONDER_ANSWER_GOOD : PONDER_ANSWER_EMPTY;
}
