/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One who asks what others may be asking too: he has the whole answer, and leaves when he likes. */

#include "config.h"

#include "ponder-follower.h"

#include "ponder-cache-key.h"
#include "ponder-countdown.h"
#include "ponder-fault.h"
#include "ponder-replay.h"
#include "ponder-reply-private.h"

/* Owned by the service until its reply has ended. First its key is found, then it follows a call, then perhaps it plays
 * a kept answer. Whatever ends or changes the reply comes last in a function. */
struct _PonderFollower
{
  PonderSharing    *sharing;
  PonderReply      *reply;
  GCancellable     *cancellable;        /* of the search for the key */
  PonderSharedCall *call;               /* (nullable) */
  PonderReplay     *replay;             /* (nullable) */
  PonderCountdown  *leaders;            /* (nullable): the countdown that its own is a picture of */
  PonderCountdown  *countdown;          /* (nullable) */
  gulong            over_handler;
  gboolean          background;
};

static void
key_found_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  PonderFollower *self;
  g_autoptr(GError) error = NULL;
  g_autofree char *key = ponder_cache_key_new_finish (PONDER_REQUEST (source), result, &error);

  /* Cancelled: the follower is gone. */
  if (key == NULL)
    return;
  self = user_data;
  self->call = ponder_shared_call_join (self->sharing, key, self);
  ponder_shared_call_catch_up (self->call, self);
}

PonderFollower *
ponder_follower_new (PonderSharing *sharing,
                     PonderReply   *reply)
{
  PonderFollower *self = g_new0 (PonderFollower, 1);
  PonderRequest *request = ponder_reply_get_request (reply);

  self->sharing = sharing;
  self->reply = g_object_ref (reply);
  self->cancellable = g_cancellable_new ();
  self->background = ponder_request_get_background (request);
  ponder_cache_key_new_async (request, self->cancellable, key_found_cb, self);
  return self;
}

static void
clear_countdown (PonderFollower *self)
{
  if (self->countdown != NULL)
    g_clear_signal_handler (&self->over_handler, self->countdown);
  g_clear_object (&self->countdown);
  g_clear_object (&self->leaders);
}

void
ponder_follower_free (PonderFollower *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  clear_countdown (self);
  g_clear_pointer (&self->replay, ponder_replay_free);
  if (self->call != NULL)
    ponder_shared_call_leave (self->call, self);
  g_object_unref (self->reply);
  g_free (self);
}

void
ponder_follower_set_background (PonderFollower *self,
                                gboolean        background)
{
  self->background = background;
  if (self->call != NULL)
    ponder_shared_call_sync_background (self->call);
}

gboolean
ponder_follower_get_background (PonderFollower *self)
{
  return self->background;
}

PonderReply *
ponder_follower_get_reply (PonderFollower *self)
{
  return self->reply;
}

/* Who does not want to wait speaks for all; who gives up, for himself. */
static void
over_cb (PonderCountdown *countdown,
         gboolean         again,
         PonderFollower  *self)
{
  PonderFault *fault = ponder_countdown_get_fault (countdown);

  if (!again)
    ponder_reply_end (self->reply, ponder_error_new_take_fault (ponder_fault_ref (fault)));
  else if (ponder_countdown_get_seconds_left (countdown) > 0)
    ponder_countdown_skip (self->leaders);
}

static void
begin_countdown (PonderFollower  *self,
                 PonderCountdown *leaders)
{
  if (self->leaders == leaders)
    return;
  clear_countdown (self);
  self->leaders = g_object_ref (leaders);
  self->countdown = ponder_countdown_new (ponder_countdown_get_fault (leaders),
                                          ponder_countdown_get_seconds_left (leaders),
                                          ponder_countdown_get_attempt (leaders),
                                          ponder_countdown_get_n_attempts (leaders));
  self->over_handler = g_signal_connect (self->countdown, "over", G_CALLBACK (over_cb), self);
  ponder_reply_wait_for (self->reply, self->countdown);
}

void
ponder_follower_sync_state (PonderFollower *self,
                            PonderReply    *leader)
{
  g_autoptr(PonderReply) reply = g_object_ref (self->reply);

  if (ponder_reply_get_state (leader) == PONDER_REPLY_RETRYING)
    {
      begin_countdown (self, ponder_reply_get_countdown (leader));
      return;
    }
  clear_countdown (self);
  if (ponder_reply_get_state (reply) == PONDER_REPLY_RETRYING)
    ponder_reply_queue_again (reply);
  if (ponder_reply_get_state (reply) != PONDER_REPLY_DONE)
    ponder_reply_mirror (reply, leader);
}

void
ponder_follower_replay (PonderFollower     *self,
                        PonderCachedAnswer *answer,
                        gint64              created)
{
  self->call = NULL;
  ponder_reply_set_cached_from (self->reply, created);
  self->replay = ponder_replay_new (self->reply, answer, self->sharing->paced);
}

void
ponder_follower_detach (PonderFollower *self)
{
  self->call = NULL;
}
