/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of a reply, as its answer tells it. */

#include "config.h"

#include "ponder-outcome-private.h"

void
ponder_outcome_copy_numbers (PonderReply   *reply,
                             PonderMessage *answer)
{
  PonderReplyTiming timing = ponder_reply_get_timing (reply);

  ponder_message_set_usage (answer, ponder_reply_get_usage (reply));
  ponder_message_set_cached_from (answer, ponder_reply_get_cached_from (reply));
  ponder_message_set_first_token_ms (answer, timing.first_token);
  ponder_message_set_total_ms (answer, timing.total);
  if (timing.reasoning >= 0)
    ponder_message_set_reasoning_ms (answer, timing.reasoning);
}

PonderMessageState
ponder_outcome_judge (PonderReply   *reply,
                      PonderFinish  *finish,
                      PonderFault  **fault)
{
  const GError *error = ponder_reply_get_error (reply);

  *finish = ponder_reply_get_finish (reply);
  *fault = NULL;
  if (error == NULL)
    return PONDER_MESSAGE_DONE;

  if (*finish == PONDER_FINISH_CANCELLED)
    return PONDER_MESSAGE_STOPPED;

  *fault = ponder_fault_new_from_error (error, "chat");
  return *finish == PONDER_FINISH_CUT_OFF ? PONDER_MESSAGE_CUT_OFF : PONDER_MESSAGE_FAILED;
}
