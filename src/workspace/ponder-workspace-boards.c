/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which answers of a chat came of runs of deep think. */

#include "config.h"

#include "ponder-store-runs.h"
#include "ponder-think-board-private.h"
#include "ponder-timeline-private.h"
#include "ponder-workspace-private.h"
#include "ponder-workspace-runs-private.h"

/* (transfer none): that of @record, which is made if there is none. */
static PonderThinkBoard *
ensure_board (PonderWorkspace         *self,
              PonderTimeline          *timeline,
              const PonderThinkRecord *record)
{
  PonderThinkBoard *board = ponder_timeline_find_board (timeline, record->message);
  g_autoptr(PonderThinkBoard) made = NULL;

  if (board != NULL && g_str_equal (ponder_think_board_get_run_id (board), record->id))
    return board;

  made = ponder_think_board_new (self, record);
  ponder_timeline_add_board (timeline, made);
  return made;
}

void
ponder_workspace_show_run (PonderWorkspace         *self,
                           const PonderThinkRecord *record,
                           PonderThinkRun          *run)
{
  PonderTimeline *timeline = ponder_turn_get_timeline (ponder_think_run_get_turn (run));

  ponder_think_board_set_run (ensure_board (self, timeline, record), run);
}

/* One reading of what ran in a chat. */
typedef struct
{
  PonderWorkspace *workspace;
  PonderTimeline  *timeline;
} Reading;

/* Backwards: of several runs for one answer the last one counts. */
static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autofree Reading *reading = user_data;
  g_autoptr(PonderWorkspace) self = reading->workspace;
  g_autoptr(PonderTimeline) timeline = reading->timeline;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records = ponder_store_list_runs_finish (PONDER_STORE (source), result, &error);

  /* The messages, which are read next, tell the same. */
  if (records == NULL)
    g_debug ("%s", error->message);
  for (guint i = records != NULL ? records->len : 0; i > 0; i--)
    {
      const PonderThinkRecord *record = g_ptr_array_index (records, i - 1);

      ponder_think_board_set_record (ensure_board (self, timeline, record), record);
    }
}

void
ponder_workspace_read_boards (PonderWorkspace *self,
                              PonderTimeline  *timeline)
{
  Reading *reading = g_new (Reading, 1);

  reading->workspace = g_object_ref (self);
  reading->timeline = g_object_ref (timeline);
  ponder_store_list_runs_async (self->store, ponder_session_get_id (ponder_timeline_get_session (timeline)), NULL,
                                listed_cb, reading);
}
