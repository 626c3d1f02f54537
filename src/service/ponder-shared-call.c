/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One question that several ask at the same time: looked up once, asked once. */

#include "config.h"

#include "ponder-shared-call.h"

#include "ponder-cached-answer.h"
#include "ponder-follower.h"
#include "ponder-model-config.h"
#include "ponder-provider-config.h"
#include "ponder-reply-private.h"

/* Counted, because whoever listens to a follower's reply may make the last of them leave. The leader is a reply that
 * nobody sees: it is asked in the name of the first, and goes on as long as anybody follows it. */
struct _PonderSharedCall
{
  PonderSharing      *sharing;
  char               *key;
  char               *identity;         /* (nullable): nobody else may join */
  PonderRequest      *request;
  GPtrArray          *followers;        /* (element-type PonderFollower) (transfer none) */
  GCancellable       *lookup;
  PonderReply        *leader;           /* (nullable): nobody is asked yet, or any more */
  PonderFlight       *flight;           /* with it */
  PonderCachedAnswer *answer;           /* what it has said */
  gint64              asked_at;         /* microseconds since 1970 */
};

static void
call_clear (gpointer data)
{
  PonderSharedCall *self = data;

  g_free (self->key);
  g_free (self->identity);
  g_object_unref (self->request);
  g_ptr_array_unref (self->followers);
  g_object_unref (self->lookup);
  ponder_cached_answer_free (self->answer);
}

static void
call_unref (PonderSharedCall *self)
{
  g_rc_box_release_full (self, call_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderSharedCall, call_unref)

static PonderSharedCall *
call_ref (PonderSharedCall *self)
{
  return g_rc_box_acquire (self);
}

/* Nobody joins it any more, and the server is let go of. Gives up the call's own reference. */
static void
end_call (PonderSharedCall *self)
{
  g_autoptr(PonderReply) leader = g_steal_pointer (&self->leader);

  if (self->identity != NULL)
    g_hash_table_remove (self->sharing->calls, self->identity);
  g_cancellable_cancel (self->lookup);
  if (leader != NULL)
    {
      g_signal_handlers_disconnect_by_data (leader, self);
      if (ponder_reply_get_state (leader) != PONDER_REPLY_DONE)
        ponder_reply_cancel (leader);
      g_clear_pointer (&self->flight, ponder_flight_free);
    }
  call_unref (self);
}

/* A copy: whoever listens may come and go meanwhile. (element-type PonderFollower) (transfer container) */
static GPtrArray *
list_followers (PonderSharedCall *self)
{
  return g_ptr_array_copy (self->followers, NULL, NULL);
}

/* (element-type PonderReply) (transfer full) */
static GPtrArray *
list_replies (PonderSharedCall *self)
{
  GPtrArray *replies = g_ptr_array_new_full (self->followers->len, g_object_unref);

  for (guint i = 0; i < self->followers->len; i++)
    g_ptr_array_add (replies, g_object_ref (ponder_follower_get_reply (g_ptr_array_index (self->followers, i))));
  return replies;
}

static void
tell (GPtrArray   *replies,
      PonderDelta *delta)
{
  for (guint i = 0; i < replies->len; i++)
    {
      PonderReply *reply = g_ptr_array_index (replies, i);

      if (ponder_reply_get_state (reply) != PONDER_REPLY_DONE)
        ponder_reply_take_delta (reply, delta);
    }
}

static void
delta_cb (PonderReply      *leader,
          PonderDelta      *delta,
          PonderSharedCall *self)
{
  g_autoptr(GPtrArray) replies = list_replies (self);

  ponder_cached_answer_take_delta (self->answer, delta);
  tell (replies, delta);
}

static void
keep_answer (PonderSharedCall *self)
{
  g_autoptr(GBytes) bytes = NULL;

  if (self->sharing->cache == NULL || !ponder_cached_answer_is_complete (self->answer))
    return;
  bytes = ponder_cached_answer_serialize (self->answer);
  ponder_cache_set (self->sharing->cache, self->key, bytes, 0);
}

static void
count_saved (PonderSharedCall   *self,
             PonderCachedAnswer *answer)
{
  if (self->sharing->cache != NULL)
    ponder_cache_count_saved (self->sharing->cache, ponder_cached_answer_count_tokens (answer));
}

static void
count_shared (PonderSharedCall *self)
{
  if (self->sharing->cache != NULL)
    ponder_cache_count_shared (self->sharing->cache);
}

/* The first pays for all. */
static void
count_costs (PonderSharedCall *self)
{
  for (guint i = 1; i < self->followers->len; i++)
    {
      ponder_reply_set_cached_from (ponder_follower_get_reply (g_ptr_array_index (self->followers, i)), self->asked_at);
      count_shared (self);
      count_saved (self, self->answer);
    }
}

static void
detach_followers (PonderSharedCall *self)
{
  for (guint i = 0; i < self->followers->len; i++)
    ponder_follower_detach (g_ptr_array_index (self->followers, i));
  g_ptr_array_set_size (self->followers, 0);
}

static void
leader_ended (PonderSharedCall *self)
{
  g_autoptr(PonderReply) leader = g_object_ref (self->leader);
  g_autoptr(GPtrArray) replies = list_replies (self);
  const GError *error = ponder_reply_get_error (leader);

  if (error == NULL)
    {
      keep_answer (self);
      count_costs (self);
    }
  detach_followers (self);
  end_call (self);
  for (guint i = 0; i < replies->len; i++)
    {
      PonderReply *reply = g_ptr_array_index (replies, i);

      if (ponder_reply_get_state (reply) != PONDER_REPLY_DONE)
        ponder_reply_end (reply, error != NULL ? g_error_copy (error) : NULL);
    }
}

static void
sync_followers (PonderSharedCall *self)
{
  g_autoptr(PonderSharedCall) held = call_ref (self);
  g_autoptr(GPtrArray) followers = list_followers (self);

  for (guint i = 0; i < followers->len && self->leader != NULL; i++)
    if (g_ptr_array_find (self->followers, g_ptr_array_index (followers, i), NULL))
      ponder_follower_sync_state (g_ptr_array_index (followers, i), self->leader);
}

static void
state_cb (PonderReply      *leader,
          GParamSpec       *pspec,
          PonderSharedCall *self)
{
  if (ponder_reply_get_state (leader) == PONDER_REPLY_DONE)
    {
      leader_ended (self);
      return;
    }
  /* What a try that failed had said is not the answer's. */
  if (ponder_reply_get_state (leader) == PONDER_REPLY_CONNECTING)
    ponder_cached_answer_reset (self->answer);
  sync_followers (self);
}

static void
can_keep_waiting_cb (PonderReply      *leader,
                     GParamSpec       *pspec,
                     PonderSharedCall *self)
{
  if (ponder_reply_get_state (leader) != PONDER_REPLY_DONE)
    sync_followers (self);
}

static void
ask_server (PonderSharedCall *self)
{
  self->asked_at = g_get_real_time ();
  self->leader = ponder_reply_new (self->request);
  g_signal_connect (self->leader, "delta", G_CALLBACK (delta_cb), self);
  g_signal_connect (self->leader, "notify::state", G_CALLBACK (state_cb), self);
  g_signal_connect (self->leader, "notify::can-keep-waiting", G_CALLBACK (can_keep_waiting_cb), self);
  self->flight = ponder_flight_new (self->sharing->flights, self->leader);
  ponder_shared_call_sync_background (self);
}

/* Nothing is said before the main loop runs. */
static void
replay (PonderSharedCall   *self,
        PonderCachedAnswer *answer,
        gint64              created)
{
  for (guint i = 0; i < self->followers->len; i++)
    {
      ponder_follower_replay (g_ptr_array_index (self->followers, i), answer, created);
      count_saved (self, answer);
      if (i > 0)
        count_shared (self);
    }
  g_ptr_array_set_size (self->followers, 0);
  end_call (self);
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(PonderSharedCall) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderCachedAnswer) answer = NULL;
  g_autoptr(GBytes) bytes = NULL;
  gint64 created;

  bytes = ponder_cache_get_finish (PONDER_CACHE (source), result, &created, &error);
  /* Cancelled: everybody has left. */
  if (error != NULL)
    return;
  if (bytes != NULL && (answer = ponder_cached_answer_deserialize (bytes)))
    replay (self, answer, created);
  else
    ask_server (self);
}

static void
begin (PonderSharedCall *self)
{
  if (self->sharing->cache == NULL || ponder_request_get_cache_use (self->request) == PONDER_CACHE_RENEW)
    ask_server (self);
  else
    ponder_cache_get_async (self->sharing->cache, self->key, self->lookup, looked_up_cb, call_ref (self));
}

/* What is asked, who is asked and how, and how long it is waited for: nobody's patience holds for another. Who wants a
 * new answer asks for himself. (transfer full) (nullable) */
static char *
dup_identity (const char    *key,
              PonderRequest *request)
{
  const PonderModelConfig *config = ponder_request_get_config (request);

  if (ponder_request_get_cache_use (request) == PONDER_CACHE_RENEW)
    return NULL;
  return g_strdup_printf ("%s %s %d %g %g %g %g %d", key,
                          ponder_provider_config_get_id (ponder_request_get_provider (request)),
                          ponder_request_get_stream (request), config->connect_timeout,
                          config->first_token_timeout, config->silence_timeout, config->total_timeout,
                          config->retries);
}

/* Takes @identity. */
static PonderSharedCall *
new_call (PonderSharing *sharing,
          const char    *key,
          char          *identity,
          PonderRequest *request)
{
  PonderSharedCall *self = g_rc_box_new0 (PonderSharedCall);

  self->sharing = sharing;
  self->key = g_strdup (key);
  self->identity = identity;
  self->request = g_object_ref (request);
  self->followers = g_ptr_array_new ();
  self->lookup = g_cancellable_new ();
  self->answer = ponder_cached_answer_new ();
  if (identity != NULL)
    g_hash_table_insert (sharing->calls, identity, self);
  return self;
}

PonderSharedCall *
ponder_shared_call_join (PonderSharing  *sharing,
                         const char     *key,
                         PonderFollower *follower)
{
  PonderRequest *request = ponder_reply_get_request (ponder_follower_get_reply (follower));
  g_autofree char *identity = dup_identity (key, request);
  PonderSharedCall *self = identity != NULL ? g_hash_table_lookup (sharing->calls, identity) : NULL;

  if (self != NULL)
    {
      g_ptr_array_add (self->followers, follower);
      ponder_shared_call_sync_background (self);
      return self;
    }
  self = new_call (sharing, key, g_steal_pointer (&identity), request);
  g_ptr_array_add (self->followers, follower);
  begin (self);
  return self;
}

void
ponder_shared_call_catch_up (PonderSharedCall *self,
                             PonderFollower   *follower)
{
  g_autoptr(GPtrArray) replies = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) said = NULL;

  if (self->leader == NULL)
    return;
  g_ptr_array_add (replies, g_object_ref (ponder_follower_get_reply (follower)));
  said = ponder_cached_answer_list_deltas (self->answer);
  ponder_follower_sync_state (follower, self->leader);
  for (guint i = 0; i < said->len; i++)
    tell (replies, g_ptr_array_index (said, i));
}

void
ponder_shared_call_leave (PonderSharedCall *self,
                          PonderFollower   *follower)
{
  g_ptr_array_remove (self->followers, follower);
  if (self->followers->len == 0)
    end_call (self);
  else
    ponder_shared_call_sync_background (self);
}

void
ponder_shared_call_sync_background (PonderSharedCall *self)
{
  gboolean background = TRUE;

  if (self->flight == NULL)
    return;
  for (guint i = 0; i < self->followers->len; i++)
    background = background && ponder_follower_get_background (g_ptr_array_index (self->followers, i));
  ponder_flight_set_background (self->flight, background);
}
