/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One model call in flight. */

#pragma once

#include <gio/gio.h>

#include "ponder-delta.h"
#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_REPLY (ponder_reply_get_type ())

G_DECLARE_FINAL_TYPE (PonderReply, ponder_reply, PONDER, REPLY, GObject)

typedef enum
{
  PONDER_REPLY_QUEUED,          /* waits for a slot of its provider */
  PONDER_REPLY_CONNECTING,
  PONDER_REPLY_WAITING,         /* sent; no token yet */
  PONDER_REPLY_STREAMING,
  PONDER_REPLY_RETRYING,        /* failed before its first token; the countdown runs */
  PONDER_REPLY_DONE,            /* ended: look at error and finish */
} PonderReplyState;

/* Milliseconds, -1 when it did not come to that. Whole times are from the start of the call, connect is
 * its own duration, of the last try. */
typedef struct
{
  gint64 queued;
  gint64 connect;
  gint64 first_token;
  gint64 reasoning;
  gint64 total;
} PonderReplyTiming;

/* Properties: "state", "can-keep-waiting", "countdown". Signals:
 *   "delta" (PonderDelta*): in order, none after DONE. */

const char        *ponder_reply_get_id              (PonderReply  *self);
PonderRequest     *ponder_reply_get_request         (PonderReply  *self);
PonderReplyState   ponder_reply_get_state           (PonderReply  *self);
/* (nullable) (transfer none): set before state becomes DONE; carries a PonderFault, except
 * G_IO_ERROR_CANCELLED after a cancel. Text that came before an error stays. */
const GError      *ponder_reply_get_error           (PonderReply  *self);
PonderFinish       ponder_reply_get_finish          (PonderReply  *self);
const char        *ponder_reply_get_text            (PonderReply  *self);
const char        *ponder_reply_get_reasoning       (PonderReply  *self);
PonderUsage       *ponder_reply_get_usage           (PonderReply  *self);  /* (nullable) */
PonderReplyTiming  ponder_reply_get_timing          (PonderReply  *self);
/* When the server gave this answer, in microseconds since 1970, if it gave it to somebody else: it was kept, or another
 * call asked the same at the same time. 0: to this call. */
gint64             ponder_reply_get_cached_from     (PonderReply  *self);
/* Tries begun, the running one too; 0 when nobody was asked. */
guint              ponder_reply_get_attempts        (PonderReply  *self);
/* (nullable): the wait before the next try, in state RETRYING and in no other. It may be cut short or given up. */
PonderCountdown   *ponder_reply_get_countdown       (PonderReply  *self);
/* Microseconds of g_get_monotonic_time() at the start. */
gint64             ponder_reply_get_started         (PonderReply  *self);

/* TRUE when the first token is late, well before it is given up: somebody may ask for more time. */
gboolean           ponder_reply_get_can_keep_waiting (PonderReply *self);
/* Gives the first token as long again. */
void               ponder_reply_keep_waiting        (PonderReply  *self);
/* From any state: the socket is closed at once, the reply ends with G_IO_ERROR_CANCELLED. */
void               ponder_reply_cancel              (PonderReply  *self);

G_END_DECLS
