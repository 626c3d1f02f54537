/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log of a run of deep think, as it is stored. */

#include "config.h"

#include "ponder-think-log.h"

#include "ponder-json.h"
#include "ponder-stored-run.h"

GPtrArray *
ponder_think_log_list_rows (GPtrArray *events)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_stored_event_free);

  for (guint i = 0; i < events->len; i++)
    {
      const PonderThinkEvent *event = g_ptr_array_index (events, i);

      if (!ponder_think_event_is_live (event))
        g_ptr_array_add (rows, ponder_stored_event_new ((gint64) event->seq, ponder_json_take_to_string (
                                                          ponder_think_event_to_json (event))));
    }
  return g_steal_pointer (&rows);
}

GPtrArray *
ponder_think_log_read (GPtrArray *rows)
{
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_think_event_unref);

  for (guint i = 0; i < rows->len; i++)
    {
      const PonderStoredEvent *row = g_ptr_array_index (rows, i);
      g_autoptr(JsonObject) object = ponder_json_parse_object (row->json, -1, NULL);
      PonderThinkEvent *event = object != NULL ? ponder_think_event_from_json (object) : NULL;

      if (event != NULL)
        g_ptr_array_add (events, event);
    }
  return events;
}

PonderThinkState *
ponder_think_log_fold (GPtrArray *events)
{
  PonderThinkState *state = ponder_think_state_new ();

  for (guint i = 0; i < events->len; i++)
    ponder_think_state_apply (state, g_ptr_array_index (events, i));
  return state;
}

const char *
ponder_think_log_get_outcome (const PonderThinkState *state)
{
  if (state->outcome == PONDER_THINK_OPEN && state->paused && state->why != NULL)
    return PONDER_THINK_RECORD_PAUSED;
  return ponder_think_outcome_to_string (state->outcome);
}
