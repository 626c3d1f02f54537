/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes a leading <think>…</think> out of a model's words, wherever they are cut. Pure. */

#include "config.h"

#include "ponder-think-splitter.h"

#include <string.h>

#define OPEN "<think>"
#define CLOSE "</think>"

/* More white space than any model begins with. */
#define SPACE_LIMIT 256

typedef enum
{
  AT_START,             /* nothing but white space so far, perhaps the beginning of OPEN */
  THINKING_STARTS,      /* white space after OPEN is dropped */
  THINKING,
  ANSWER_STARTS,        /* white space after CLOSE is dropped */
  ANSWERING,
} State;

/* What is held back is never longer than a mark, except white space at the very start. */
struct _PonderThinkSplitter
{
  PonderThinkSplitterFunc  func;
  gpointer                 user_data;
  GString                 *held;
  State                    state;
};

PonderThinkSplitter *
ponder_think_splitter_new (PonderThinkSplitterFunc func,
                           gpointer                user_data)
{
  PonderThinkSplitter *self = g_new0 (PonderThinkSplitter, 1);

  self->func = func;
  self->user_data = user_data;
  self->held = g_string_new (NULL);
  return self;
}

void
ponder_think_splitter_free (PonderThinkSplitter *self)
{
  g_string_free (self->held, TRUE);
  g_free (self);
}

/* Gives the first @length bytes out. */
static void
give (PonderThinkSplitter *self,
      gsize                length)
{
  g_autofree char *text = g_strndup (self->held->str, length);

  g_string_erase (self->held, 0, length);
  if (*text != '\0')
    self->func (text, self->state == THINKING, self->user_data);
}

static gsize
count_space (const char *text)
{
  gsize n = 0;

  while (g_ascii_isspace (text[n]))
    n++;
  return n;
}

/* Each of the following gives FALSE when it needs more to go on. */

static gboolean
look_for_open (PonderThinkSplitter *self)
{
  const char *text = self->held->str + count_space (self->held->str);

  if (g_str_has_prefix (text, OPEN))
    {
      g_string_erase (self->held, 0, text - self->held->str + strlen (OPEN));
      self->state = THINKING_STARTS;
      return TRUE;
    }
  if (g_str_has_prefix (OPEN, text) && text - self->held->str < SPACE_LIMIT)
    return FALSE;
  self->state = ANSWERING;
  return TRUE;
}

static gboolean
drop_space (PonderThinkSplitter *self,
            State                next)
{
  g_string_erase (self->held, 0, count_space (self->held->str));
  if (self->held->len == 0)
    return FALSE;
  self->state = next;
  return TRUE;
}

static gboolean
look_for_close (PonderThinkSplitter *self)
{
  const char *close = strstr (self->held->str, CLOSE);
  gsize kept = MIN (self->held->len, strlen (CLOSE) - 1);

  if (close != NULL)
    {
      give (self, close - self->held->str);
      g_string_erase (self->held, 0, strlen (CLOSE));
      self->state = ANSWER_STARTS;
      return TRUE;
    }
  while (kept > 0 && strncmp (self->held->str + self->held->len - kept, CLOSE, kept) != 0)
    kept--;
  give (self, self->held->len - kept);
  return FALSE;
}

static gboolean
step (PonderThinkSplitter *self)
{
  switch (self->state)
    {
    case AT_START:
      return look_for_open (self);
    case THINKING_STARTS:
      return drop_space (self, THINKING);
    case THINKING:
      return look_for_close (self);
    case ANSWER_STARTS:
      return drop_space (self, ANSWERING);
    case ANSWERING:
      give (self, self->held->len);
      return FALSE;
    }
  g_assert_not_reached ();
}

void
ponder_think_splitter_push (PonderThinkSplitter *self,
                            const char          *text)
{
  g_string_append (self->held, text);
  while (step (self))
    ;
}

/* Nothing but white space is no answer. */
void
ponder_think_splitter_flush (PonderThinkSplitter *self)
{
  if (self->state == AT_START && count_space (self->held->str) == self->held->len)
    g_string_truncate (self->held, 0);
  give (self, self->held->len);
}
