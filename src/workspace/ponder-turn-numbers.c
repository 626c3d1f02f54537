/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is counted and measured of a turn. */

#include "config.h"

#include "ponder-turn-private.h"

gint64
ponder_turn_get_queued_ms (PonderTurn *self)
{
  PonderReply *reply;

  g_return_val_if_fail (PONDER_IS_TURN (self), -1);

  reply = ponder_turn_get_reply (self);
  return reply != NULL ? ponder_reply_get_timing (reply).queued : -1;
}

gint64
ponder_turn_get_connect_ms (PonderTurn *self)
{
  PonderReply *reply;

  g_return_val_if_fail (PONDER_IS_TURN (self), -1);

  reply = ponder_turn_get_reply (self);
  return reply != NULL ? ponder_reply_get_timing (reply).connect : -1;
}

guint
ponder_turn_get_attempts (PonderTurn *self)
{
  PonderReply *reply;

  g_return_val_if_fail (PONDER_IS_TURN (self), 0);

  reply = ponder_turn_get_reply (self);
  return reply != NULL ? ponder_reply_get_attempts (reply) : 0;
}
