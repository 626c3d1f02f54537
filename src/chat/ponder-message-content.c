/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a message, its words as one text, and copies of it. */

#include "config.h"

#include "ponder-message-private.h"

#include "ponder-fault.h"

static GString **
joined (PonderMessage  *self,
        PonderPartKind  kind)
{
  return kind == PONDER_PART_TEXT ? &self->text : &self->reasoning;
}

/* A message is nearly always one part of a kind: its string is given out as it is. */
static const char *
get_joined (PonderMessage  *self,
            PonderPartKind  kind)
{
  GString **cache = joined (self, kind);
  const PonderPart *first = NULL;
  guint n_found = 0;

  if (*cache != NULL)
    return (*cache)->str;

  for (guint i = 0; i < self->parts->len; i++)
    {
      const PonderPart *part = g_ptr_array_index (self->parts, i);

      if (part->kind != kind)
        continue;

      n_found++;
      if (n_found == 1)
        first = part;
      else if (n_found == 2)
        *cache = g_string_new_len (first->text->str, first->text->len);
      if (n_found > 1)
        g_string_append_len (*cache, part->text->str, part->text->len);
    }

  if (*cache != NULL)
    return (*cache)->str;

  return first != NULL ? first->text->str : "";
}

static void
append (PonderMessage  *self,
        PonderPartKind  kind,
        const char     *text,
        const char     *property)
{
  GString **cache = joined (self, kind);
  PonderPart *last = NULL;

  if (text == NULL || *text == '\0')
    return;

  if (self->parts->len > 0)
    last = g_ptr_array_index (self->parts, self->parts->len - 1);

  if (last != NULL && last->kind == kind)
    g_string_append (last->text, text);
  else
    g_ptr_array_add (self->parts, ponder_part_new (kind, text));

  if (*cache != NULL)
    g_string_append (*cache, text);
  g_object_notify (G_OBJECT (self), property);
}

static void
forget_joined (GString **cache)
{
  if (*cache != NULL)
    g_string_free (g_steal_pointer (cache), TRUE);
}

const char *
ponder_message_get_text (PonderMessage *self)
{
  g_return_val_if_fail (PONDER_IS_MESSAGE (self), "");

  return get_joined (self, PONDER_PART_TEXT);
}

const char *
ponder_message_get_reasoning (PonderMessage *self)
{
  g_return_val_if_fail (PONDER_IS_MESSAGE (self), "");

  return get_joined (self, PONDER_PART_REASONING);
}

void
ponder_message_append_text (PonderMessage *self,
                            const char    *text)
{
  g_return_if_fail (PONDER_IS_MESSAGE (self));

  append (self, PONDER_PART_TEXT, text, "text");
}

void
ponder_message_append_reasoning (PonderMessage *self,
                                 const char    *text)
{
  g_return_if_fail (PONDER_IS_MESSAGE (self));

  append (self, PONDER_PART_REASONING, text, "reasoning");
}

GPtrArray *
ponder_message_get_parts (PonderMessage *self)
{
  g_return_val_if_fail (PONDER_IS_MESSAGE (self), NULL);

  return self->parts;
}

void
ponder_message_take_part (PonderMessage *self,
                          PonderPart    *part)
{
  g_return_if_fail (PONDER_IS_MESSAGE (self));
  g_return_if_fail (part != NULL);

  g_ptr_array_add (self->parts, part);
  if (part->kind == PONDER_PART_TEXT)
    {
      forget_joined (&self->text);
      g_object_notify (G_OBJECT (self), "text");
    }
  else if (part->kind == PONDER_PART_REASONING)
    {
      forget_joined (&self->reasoning);
      g_object_notify (G_OBJECT (self), "reasoning");
    }
}

gboolean
ponder_message_is_being_written (PonderMessage *self)
{
  g_return_val_if_fail (PONDER_IS_MESSAGE (self), FALSE);

  switch (self->state)
    {
    case PONDER_MESSAGE_WAITING:
    case PONDER_MESSAGE_STREAMING:
      return TRUE;
    case PONDER_MESSAGE_DONE:
    case PONDER_MESSAGE_STOPPED:
    case PONDER_MESSAGE_CUT_OFF:
    case PONDER_MESSAGE_FAILED:
    case PONDER_MESSAGE_INTERRUPTED:
      return FALSE;
    }
  g_assert_not_reached ();
}

/* A provider's filter would only withhold the rest again. */
gboolean
ponder_message_is_unfinished (PonderMessage *self)
{
  g_return_val_if_fail (PONDER_IS_MESSAGE (self), FALSE);

  if (self->role != PONDER_ROLE_ASSISTANT || ponder_message_get_text (self)[0] == '\0')
    return FALSE;

  switch (self->state)
    {
    case PONDER_MESSAGE_STOPPED:
    case PONDER_MESSAGE_CUT_OFF:
    case PONDER_MESSAGE_INTERRUPTED:
      return TRUE;
    case PONDER_MESSAGE_DONE:
      return self->finish == PONDER_FINISH_LENGTH;
    case PONDER_MESSAGE_FAILED:
      return self->fault == NULL || self->fault->category != PONDER_ERROR_CONTENT_FILTER;
    case PONDER_MESSAGE_WAITING:
    case PONDER_MESSAGE_STREAMING:
      return FALSE;
    }
  g_assert_not_reached ();
}

gint64
ponder_message_get_trashed (PonderMessage *self)
{
  g_return_val_if_fail (PONDER_IS_MESSAGE (self), 0);

  return self->trashed;
}

void
ponder_message_set_trashed (PonderMessage *self,
                            gint64         time)
{
  g_return_if_fail (PONDER_IS_MESSAGE (self));

  self->trashed = MAX (time, 0);
}

PonderMessage *
ponder_message_snapshot (PonderMessage *self)
{
  g_return_val_if_fail (PONDER_IS_MESSAGE (self), NULL);

  return ponder_message_snapshot_as (self, self->id, self->parent_id);
}

PonderMessage *
ponder_message_snapshot_as (PonderMessage *self,
                            const char    *id,
                            const char    *parent_id)
{
  PonderMessage *copy;

  g_return_val_if_fail (PONDER_IS_MESSAGE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  copy = ponder_message_new (id, parent_id, self->role);
  copy->state = self->state;
  copy->finish = self->finish;
  copy->provider = g_strdup (self->provider);
  copy->model = g_strdup (self->model);
  copy->usage = self->usage != NULL ? ponder_usage_copy (self->usage) : NULL;
  copy->fault = self->fault != NULL ? ponder_fault_ref (self->fault) : NULL;
  copy->created = self->created;
  copy->first_token_ms = self->first_token_ms;
  copy->reasoning_ms = self->reasoning_ms;
  copy->total_ms = self->total_ms;
  copy->cached_from = self->cached_from;
  copy->trashed = self->trashed;
  copy->chosen = self->chosen;
  copy->sibling_index = self->sibling_index;
  copy->n_siblings = self->n_siblings;
  for (guint i = 0; i < self->parts->len; i++)
    g_ptr_array_add (copy->parts, ponder_part_copy (g_ptr_array_index (self->parts, i)));
  /* Nothing is left to be remembered when somebody reads it: several threads may do so at a time. */
  get_joined (copy, PONDER_PART_TEXT);
  get_joined (copy, PONDER_PART_REASONING);

  return copy;
}
