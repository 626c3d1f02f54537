/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Says a kept answer again. */

#include "config.h"

#include "ponder-replay.h"

#include "ponder-reply-private.h"

/* Who skims reads some ten words a second; a Chinese character is worth two letters. A long answer comes faster,
 * so that nobody waits for what is there. */
#define LETTERS_PER_SECOND 80
#define MAX_SECONDS 10
#define STEP_MS 33

/* Owned by the follower whose reply it plays to; what may end that reply comes last in a function. */
struct _PonderReplay
{
  PonderReply *reply;
  GPtrArray   *deltas;          /* (element-type PonderDelta) */
  guint        n_said;          /* of them */
  const char  *rest;            /* (nullable): of the text of the next */
  guint        letters_per_step;        /* 0: no steps */
  guint        source;
};

static guint
count_letters (const char *text)
{
  guint n = 0;

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    n += g_unichar_iswide (g_utf8_get_char (c)) ? 2 : 1;
  return n;
}

/* Where @n letters end. */
static const char *
skip_letters (const char *text,
              guint       n)
{
  while (*text != '\0' && n > 0)
    {
      guint width = g_unichar_iswide (g_utf8_get_char (text)) ? 2 : 1;

      n -= MIN (n, width);
      text = g_utf8_next_char (text);
    }
  return text;
}

/* Thoughts are folded away: what is read is the answer. */
static guint
find_letters_per_step (GPtrArray *deltas)
{
  guint n_letters = 0;

  for (guint i = 0; i < deltas->len; i++)
    {
      const PonderDelta *delta = g_ptr_array_index (deltas, i);

      if (delta->kind == PONDER_DELTA_TEXT)
        n_letters += count_letters (delta->text);
    }
  return MAX (LETTERS_PER_SECOND, n_letters / MAX_SECONDS) * STEP_MS / 1000 + 1;
}

/* A step's worth of the text of the next delta. */
static PonderDelta *
take_some (PonderReplay *self)
{
  PonderDelta *next = g_ptr_array_index (self->deltas, self->n_said);
  const char *begin = self->rest != NULL ? self->rest : next->text;
  const char *end = skip_letters (begin, self->letters_per_step);
  g_autofree char *words = g_strndup (begin, (gsize) (end - begin));

  self->rest = *end != '\0' ? end : NULL;
  if (self->rest == NULL)
    self->n_said++;
  return ponder_delta_new_text (next->kind, words);
}

static gboolean
is_read_slowly (PonderReplay *self)
{
  const PonderDelta *next = g_ptr_array_index (self->deltas, self->n_said);

  return self->letters_per_step > 0 && next->kind == PONDER_DELTA_TEXT;
}

static gboolean
step_cb (gpointer user_data)
{
  PonderReplay *self = user_data;
  g_autoptr(PonderReply) reply = g_object_ref (self->reply);

  while (self->n_said < self->deltas->len)
    {
      gboolean slowly = is_read_slowly (self);
      g_autoptr(PonderDelta) some = slowly ? take_some (self) : NULL;

      ponder_reply_take_delta (reply, slowly ? some : g_ptr_array_index (self->deltas, self->n_said++));
      /* Whoever listens may have put an end to the reply, and with it to this. */
      if (slowly || ponder_reply_get_state (reply) == PONDER_REPLY_DONE)
        return G_SOURCE_CONTINUE;
    }
  self->source = 0;
  ponder_reply_end (reply, NULL);
  return G_SOURCE_REMOVE;
}

PonderReplay *
ponder_replay_new (PonderReply        *reply,
                   PonderCachedAnswer *answer,
                   gboolean            paced)
{
  PonderReplay *self = g_new0 (PonderReplay, 1);

  self->reply = g_object_ref (reply);
  self->deltas = ponder_cached_answer_list_deltas (answer);
  self->letters_per_step = paced ? find_letters_per_step (self->deltas) : 0;
  self->source = paced ? g_timeout_add (STEP_MS, step_cb, self)
                        : g_idle_add_full (G_PRIORITY_DEFAULT, step_cb, self, NULL);
  return self;
}

void
ponder_replay_free (PonderReplay *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_ptr_array_unref (self->deltas);
  g_object_unref (self->reply);
  g_free (self);
}
