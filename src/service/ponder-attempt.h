/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One try at answering: key, connection, stream, decoding, within its limits. */

#pragma once

#include "ponder-dialect.h"
#include "ponder-http.h"
#include "ponder-key-source.h"
#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_ATTEMPT (ponder_attempt_get_type ())

G_DECLARE_FINAL_TYPE (PonderAttempt, ponder_attempt, PONDER, ATTEMPT, GObject)

/* The try is over: @error (transfer full) (nullable) says how. Called once, and not after a stop. */
typedef void (*PonderAttemptFunc) (PonderReply *reply,
                                   GError      *error,
                                   gpointer     user_data);

/* What comes goes to @reply, which must outlive the attempt or stop it. */
PonderAttempt *ponder_attempt_new    (PonderHttp        *http,
                                      PonderKeySource   *keys,
                                      PonderDialect     *dialect,
                                      PonderReply       *reply,
                                      PonderAttemptFunc  func,
                                      gpointer           user_data);
void           ponder_attempt_start  (PonderAttempt     *self);
/* Closes the socket at once. */
void           ponder_attempt_stop   (PonderAttempt     *self);
/* The answer has come to its end; its body may not have. */
gboolean       ponder_attempt_is_complete (PonderAttempt *self);
/* Gives the first token as long again. */
void           ponder_attempt_extend (PonderAttempt     *self);

G_END_DECLS
