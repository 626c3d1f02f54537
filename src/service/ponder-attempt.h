/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One try at answering: key, connection, stream, decoding, within its limits. */

#pragma once

#include "ponder-dialect.h"
#include "ponder-downgrade.h"
#include "ponder-http.h"
#include "ponder-key-source.h"
#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_ATTEMPT (ponder_attempt_get_type ())

G_DECLARE_FINAL_TYPE (PonderAttempt, ponder_attempt, PONDER, ATTEMPT, GObject)

/* The try is over: @error (transfer full) (nullable) says how. Called once, and not after a stop. */
typedef void (*PonderAttemptFunc) (PonderAttempt *attempt,
                                   GError        *error,
                                   gpointer       user_data);

/* What comes goes to @reply, which must outlive the attempt or stop it. @downgrade (nullable) is copied. */
PonderAttempt *ponder_attempt_new    (PonderHttp            *http,
                                      PonderKeySource       *keys,
                                      PonderErrorClassifier *classifier,
                                      PonderDialect         *dialect,
                                      const PonderDowngrade *downgrade,
                                      PonderReply           *reply,
                                      PonderAttemptFunc      func,
                                      gpointer               user_data);
void           ponder_attempt_start  (PonderAttempt     *self);
/* (nullable): the parameter that the server did not want, when that is why it failed. */
const char    *ponder_attempt_get_refused (PonderAttempt *self);
/* Closes the socket at once. */
void           ponder_attempt_stop   (PonderAttempt     *self);
/* The answer has come to its end; its body may not have. */
gboolean       ponder_attempt_is_complete (PonderAttempt *self);
/* Gives the first token as long again. */
void           ponder_attempt_extend (PonderAttempt     *self);

G_END_DECLS
