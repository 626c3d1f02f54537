/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tells the other programs of this folder what this one asks of models. */

#include "config.h"

#include "ponder-activity-board-private.h"

#include "ponder-activity-file-private.h"
#include "ponder-model-config.h"
#include "ponder-provider-config.h"
#include "ponder-request.h"

#include <unistd.h>

/* A change is told at once, a burst of them at most so often. */
#define INTERVAL_MS 100

/* Owned by the workspace. Nothing is written while nothing is in flight. */
struct _PonderActivityBoard
{
  GListModel                *replies;
  PonderService             *service;
  PonderActivityFile        *file;
  PonderActivitySessionFunc  func;
  gpointer                   user_data;
  PonderProgram              program;
  gint64                     told_at;   /* monotonic */
  guint                      source;
};

static PonderCallState
get_call_state (PonderReply *reply)
{
  switch (ponder_reply_get_state (reply))
    {
    case PONDER_REPLY_QUEUED:
      return PONDER_CALL_QUEUED;
    case PONDER_REPLY_CONNECTING:
      return PONDER_CALL_CONNECTING;
    case PONDER_REPLY_WAITING:
      return PONDER_CALL_WAITING;
    case PONDER_REPLY_RETRYING:
      return PONDER_CALL_RETRYING;
    case PONDER_REPLY_STREAMING:
    case PONDER_REPLY_DONE:
      break;
    }

  return PONDER_CALL_STREAMING;
}

static void
add_call (PonderActivityBoard *self,
          PonderActivity      *activity,
          PonderReply         *reply)
{
  PonderRequest *request = ponder_reply_get_request (reply);
  PonderActiveCall *call = ponder_activity_add_call (activity);

  call->id = g_strdup (ponder_reply_get_id (reply));
  call->provider = g_strdup (ponder_provider_config_get_id (ponder_request_get_provider (request)));
  call->model = g_strdup (ponder_request_get_config (request)->model);
  call->operation = g_strdup (ponder_request_get_operation (request));
  call->session = g_strdup (self->func (reply, self->user_data));
  call->state = get_call_state (reply);
  call->started = ponder_reply_get_started (reply);
  call->n_attempts = ponder_reply_get_attempts (reply);
}

static void
add_lanes (PonderActivityBoard *self,
           PonderActivity      *activity)
{
  g_autoptr(GPtrArray) lanes = ponder_service_list_lanes (self->service);

  for (guint i = 0; i < lanes->len; i++)
    {
      const PonderLane *from = g_ptr_array_index (lanes, i);
      PonderActiveLane *lane = ponder_activity_add_lane (activity);

      lane->provider = g_strdup (from->name);
      lane->limit = from->limit;
      lane->configured = from->configured;
      lane->n_running = from->n_running;
      lane->n_queued = from->n_queued;
      if (from->pause > 0)
        lane->paused_until = g_get_monotonic_time () + (gint64) (from->pause * G_USEC_PER_SEC);
    }
}

static char *
describe (PonderActivityBoard *self)
{
  g_autoptr(PonderActivity) activity = ponder_activity_new (self->program, (int) getpid ());
  guint n_replies = g_list_model_get_n_items (self->replies);

  for (guint i = 0; i < n_replies; i++)
    {
      g_autoptr(PonderReply) reply = g_list_model_get_item (self->replies, i);

      add_call (self, activity, reply);
    }
  add_lanes (self, activity);
  return n_replies > 0 ? ponder_activity_serialize (activity) : NULL;
}

static gboolean
tell_cb (gpointer user_data)
{
  PonderActivityBoard *self = user_data;
  g_autofree char *text = describe (self);

  self->source = 0;
  self->told_at = g_get_monotonic_time ();
  ponder_activity_file_write (self->file, text);
  return G_SOURCE_REMOVE;
}

/* Always from the main loop: whoever starts a call has not yet noted whose it is. */
static void
changed_cb (PonderActivityBoard *self)
{
  gint64 since_ms = (g_get_monotonic_time () - self->told_at) / 1000;

  if (self->source == 0)
    self->source = g_timeout_add ((guint) CLAMP (INTERVAL_MS - since_ms, 0, INTERVAL_MS), tell_cb,
                                  self);
}

static void
replies_changed_cb (GListModel          *replies,
                    guint                position,
                    guint                removed,
                    guint                added,
                    PonderActivityBoard *self)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr(PonderReply) reply = g_list_model_get_item (replies, i);

      g_signal_connect_swapped (reply, "notify::state", G_CALLBACK (changed_cb), self);
    }
  changed_cb (self);
}

PonderActivityBoard *
ponder_activity_board_new (const char                *data_dir,
                           PonderService             *service,
                           PonderActivitySessionFunc  func,
                           gpointer                   user_data)
{
  PonderActivityBoard *self = g_new0 (PonderActivityBoard, 1);

  self->service = service;
  self->replies = g_object_ref (ponder_service_get_replies (service));
  self->file = ponder_activity_file_new (data_dir);
  self->func = func;
  self->user_data = user_data;
  self->told_at = g_get_monotonic_time () - INTERVAL_MS * 1000;
  g_signal_connect (self->replies, "items-changed", G_CALLBACK (replies_changed_cb), self);
  return self;
}

void
ponder_activity_board_set_program (PonderActivityBoard *self,
                                   PonderProgram        program)
{
  self->program = program;
}

void
ponder_activity_board_free (PonderActivityBoard *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->replies); i++)
    {
      g_autoptr(PonderReply) reply = g_list_model_get_item (self->replies, i);

      g_signal_handlers_disconnect_by_data (reply, self);
    }
  g_signal_handlers_disconnect_by_data (self->replies, self);
  g_clear_handle_id (&self->source, g_source_remove);
  ponder_activity_file_close (self->file);
  g_object_unref (self->replies);
  g_free (self);
}
