/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of a run of deep think have said so far is stored now and then, to be there after a crash. */

#include "config.h"

#include "ponder-think-run-state-private.h"

#include <string.h>

#include "ponder-json.h"
#include "ponder-runs-table.h"
#include "ponder-think-log.h"

/* No text is stored more often, unless so much came. */
#define STORE_MS 250
#define STORE_BYTES 2048

/* Of one part. */
typedef struct
{
  guint64 seq;          /* of its newest piece; 0: it says nothing now */
  gint64  time;
  guint64 stored;       /* the number of what is stored; 0: nothing */
} Text;

GHashTable *
ponder_think_run_texts_new (const PonderThinkState *state)
{
  GHashTable *texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < state->nodes->len; i++)
    {
      const PonderThinkNode *node = g_ptr_array_index (state->nodes, i);
      Text *text;

      if (node->partial == 0)
        continue;
      text = g_new0 (Text, 1);
      text->seq = text->stored = node->partial;
      g_hash_table_insert (texts, g_strdup (node->id), text);
    }
  return texts;
}

static gboolean
due_cb (gpointer user_data)
{
  PonderThinkRun *self = user_data;

  self->texts_source = 0;
  self->texts_due = TRUE;
  ponder_think_run_pump (self);
  return G_SOURCE_REMOVE;
}

/* The answer is in its message. */
static void
note_piece (PonderThinkRun         *self,
            const PonderThinkEvent *event)
{
  const PonderThinkNode *node = ponder_think_state_find (ponder_think_engine_get_state (self->engine), event->node);
  Text *text = g_hash_table_lookup (self->texts, event->node);

  if (self->store == NULL || node == NULL || node->kind != PONDER_THINK_KIND_SOLVE)
    return;
  if (text == NULL)
    {
      text = g_new0 (Text, 1);
      g_hash_table_insert (self->texts, g_strdup (event->node), text);
    }
  text->seq = event->seq;
  text->time = event->time;
  self->n_unsaved += strlen (event->text);
  if (self->n_unsaved >= STORE_BYTES)
    self->texts_due = TRUE;
  else if (self->texts_source == 0)
    self->texts_source = g_timeout_add (STORE_MS, due_cb, self);
}

void
ponder_think_run_note_text (PonderThinkRun         *self,
                            const PonderThinkEvent *event)
{
  Text *text;

  switch ((int) event->type)
    {
    case PONDER_THINK_NODE_TOKENS:
      note_piece (self, event);
      break;
    case PONDER_THINK_NODE_STARTED:
    case PONDER_THINK_NODE_DONE:
    case PONDER_THINK_NODE_FAILED:
    case PONDER_THINK_NODE_SKIPPED:
    case PONDER_THINK_NODE_CANCELLED:
      if ((text = g_hash_table_lookup (self->texts, event->node)))
        text->seq = 0;
      break;
    default:
      break;
    }
}

static void
add_text (PonderThinkRun *self,
          const char     *id,
          Text           *text,
          GPtrArray      *rows)
{
  g_autoptr(PonderThinkEvent) event = ponder_think_event_new (PONDER_THINK_NODE_PARTIAL);

  event->seq = text->seq;
  event->time = text->time;
  event->node = g_strdup (id);
  event->text = g_strdup (ponder_think_state_find (ponder_think_engine_get_state (self->engine), id)->text->str);
  g_ptr_array_add (rows, ponder_stored_event_new ((gint64) event->seq, ponder_json_take_to_string (
                                                    ponder_think_event_to_json (event))));
}

/* TRUE: it is no longer of interest. */
static gboolean
replace_text (PonderThinkRun *self,
              const char     *id,
              Text           *text,
              GPtrArray      *rows)
{
  if (text->seq == text->stored || (text->seq != 0 && !self->texts_due))
    return FALSE;
  if (text->stored != 0)
    g_ptr_array_add (rows, ponder_stored_event_new ((gint64) text->stored, NULL));
  if (text->seq != 0)
    add_text (self, id, text, rows);
  text->stored = text->seq;
  return text->seq == 0;
}

GPtrArray *
ponder_think_run_take_rows (PonderThinkRun *self,
                            GPtrArray      *events)
{
  g_autoptr(GPtrArray) rows = NULL;
  GHashTableIter iter;
  gpointer id;
  gpointer text;

  if (self->store != NULL)
    {
      rows = ponder_think_log_list_rows (events);
      g_hash_table_iter_init (&iter, self->texts);
      while (g_hash_table_iter_next (&iter, &id, &text))
        if (replace_text (self, id, text, rows))
          g_hash_table_iter_remove (&iter);
    }
  if (self->texts_due)
    {
      self->n_unsaved = 0;
      g_clear_handle_id (&self->texts_source, g_source_remove);
    }
  self->texts_due = FALSE;
  return rows != NULL && rows->len > 0 ? g_steal_pointer (&rows) : NULL;
}
