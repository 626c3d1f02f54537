/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts what a model says into its message: at once for the eye, a few times a second for the disk. */

#include "config.h"

#include "ponder-answer-writer-private.h"

#include "ponder-coalesce.h"
#include "ponder-limits.h"

/* A crash may lose PONDER_AUTOSAVE_MS of text: the last of them are for the commit itself. */
#define COMMIT_MS 50

/* Owned by its turn; outlives it only until its last write is acknowledged. */
struct _PonderAnswerWriter
{
  GObject          parent_instance;

  PonderSession   *session;
  PonderMessage   *message;
  PonderAutosave  *autosave;
  PonderCoalesce  *frame;
  PonderCoalesce  *save;
  GString         *pending;     /* came after the last frame, all of one kind */
  PonderDeltaKind  pending_kind;
  GPtrArray       *tool_calls;  /* PonderPart by index, complete only at the end */
  gint64           thinking_since;
  guint            writing : 1;
  guint            write_again : 1;
  guint            ended : 1;
};

G_DEFINE_FINAL_TYPE (PonderAnswerWriter, ponder_answer_writer, G_TYPE_OBJECT)

static void write_message (PonderAnswerWriter *self);

static void
message_written_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(PonderAnswerWriter) self = user_data;
  g_autoptr(GError) error = NULL;

  /* A failure is told by the autosave itself, once, and tried again with the next write. */
  if (!ponder_autosave_write_finish (PONDER_AUTOSAVE (source), result, &error))
    g_debug ("%s", error->message);

  self->writing = FALSE;
  if (self->write_again && !self->ended)
    write_message (self);
}

/* Never more than one copy of a growing answer waits for a slow disk. */
static void
write_message (PonderAnswerWriter *self)
{
  g_autoptr(GPtrArray) messages = NULL;

  self->write_again = self->writing;
  if (self->writing)
    return;

  self->writing = TRUE;
  messages = g_ptr_array_new ();
  g_ptr_array_add (messages, self->message);
  ponder_autosave_write_async (self->autosave, self->session, messages, message_written_cb,
                               g_object_ref (self));
}

static void
append_pending (PonderAnswerWriter *self)
{
  g_autofree char *words = NULL;

  if (self->pending->len == 0)
    return;

  /* Who hears of the change may end the turn, and come here again. */
  words = g_strdup (self->pending->str);
  g_string_truncate (self->pending, 0);
  if (self->pending_kind == PONDER_DELTA_REASONING)
    ponder_message_append_reasoning (self->message, words);
  else
    ponder_message_append_text (self->message, words);
}

static void
frame_cb (gpointer user_data)
{
  append_pending (user_data);
}

static void
save_cb (gpointer user_data)
{
  PonderAnswerWriter *self = user_data;

  if (self->ended)
    return;

  append_pending (self);
  write_message (self);
}

static void
note_thinking_over (PonderAnswerWriter *self)
{
  if (self->thinking_since == 0)
    return;

  ponder_message_set_reasoning_ms (self->message,
                                   (g_get_monotonic_time () - self->thinking_since) / 1000);
  self->thinking_since = 0;
}

static void
ponder_answer_writer_finalize (GObject *object)
{
  PonderAnswerWriter *self = PONDER_ANSWER_WRITER (object);

  ponder_coalesce_free (self->frame);
  ponder_coalesce_free (self->save);
  g_ptr_array_unref (self->tool_calls);
  g_string_free (self->pending, TRUE);
  g_object_unref (self->autosave);
  g_object_unref (self->message);
  g_object_unref (self->session);

  G_OBJECT_CLASS (ponder_answer_writer_parent_class)->finalize (object);
}

static void
ponder_answer_writer_class_init (PonderAnswerWriterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ponder_answer_writer_finalize;
}

static void
ponder_answer_writer_init (PonderAnswerWriter *self)
{
  self->pending = g_string_new (NULL);
  self->tool_calls = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_part_free);
  self->frame = ponder_coalesce_new (PONDER_FRAME_MS, frame_cb, self);
  self->save = ponder_coalesce_new (PONDER_AUTOSAVE_MS - COMMIT_MS, save_cb, self);
}

PonderAnswerWriter *
ponder_answer_writer_new (PonderSession  *session,
                          PonderMessage  *answer,
                          PonderAutosave *autosave)
{
  PonderAnswerWriter *self = g_object_new (PONDER_TYPE_ANSWER_WRITER, NULL);

  self->session = g_object_ref (session);
  self->message = g_object_ref (answer);
  self->autosave = g_object_ref (autosave);
  return self;
}

void
ponder_answer_writer_take_words (PonderAnswerWriter *self,
                                 PonderDeltaKind     kind,
                                 const char         *words)
{
  if (ponder_message_get_state (self->message) == PONDER_MESSAGE_WAITING)
    ponder_message_set_state (self->message, PONDER_MESSAGE_STREAMING);
  if (kind != PONDER_DELTA_REASONING)
    note_thinking_over (self);
  else if (self->thinking_since == 0 && ponder_message_get_reasoning_ms (self->message) < 0)
    self->thinking_since = g_get_monotonic_time ();

  if (kind != self->pending_kind)
    append_pending (self);
  self->pending_kind = kind;
  g_string_append (self->pending, words);
  ponder_coalesce_touch (self->frame);
  ponder_coalesce_touch (self->save);
}

void
ponder_answer_writer_replace (PonderAnswerWriter *self,
                              const char         *text)
{
  append_pending (self);
  ponder_message_replace_text (self->message, text);
  ponder_coalesce_touch (self->save);
}

/* Nothing is ever run: what the model wanted to call is shown and kept. */
void
ponder_answer_writer_take_tool_call (PonderAnswerWriter *self,
                                     const PonderDelta  *delta)
{
  PonderPart *part;

  if (delta->index > self->tool_calls->len)
    return;
  if (delta->index == self->tool_calls->len)
    g_ptr_array_add (self->tool_calls, ponder_part_new (PONDER_PART_TOOL_CALL, ""));

  part = g_ptr_array_index (self->tool_calls, delta->index);
  if (delta->name != NULL && part->name == NULL)
    part->name = g_strdup (delta->name);
  if (delta->id != NULL && part->call_id == NULL)
    part->call_id = g_strdup (delta->id);
  if (delta->text != NULL)
    g_string_append (part->text, delta->text);
}

void
ponder_answer_writer_end (PonderAnswerWriter *self)
{
  append_pending (self);
  note_thinking_over (self);
  while (self->tool_calls->len > 0)
    ponder_message_take_part (self->message, g_ptr_array_steal_index (self->tool_calls, 0));
  self->ended = TRUE;
}
