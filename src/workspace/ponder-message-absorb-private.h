/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings a message that is shown in step with its row. */

#pragma once

#include "ponder-message.h"

G_BEGIN_DECLS

/* Makes @message say what @row says; FALSE when words would have to be taken back, and then nothing changed. */
gboolean ponder_message_absorb (PonderMessage *message,
                                PonderMessage *row);

G_END_DECLS
