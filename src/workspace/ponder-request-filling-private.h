/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was said before an answer, on its way into the request for it. */

#pragma once

#include "ponder-attachments.h"
#include "ponder-request.h"
#include "ponder-timeline.h"

G_BEGIN_DECLS

/* Puts copies of what was said before @answer on its branch in front of the messages of @request, and reads what is
 * attached to any of them from @attachments. A chat of ten thousand messages is copied in slices. */
void     ponder_request_filling_run_async  (PonderRequest        *request,
                                            PonderTimeline       *timeline,
                                            PonderMessage        *answer,
                                            PonderAttachments    *attachments,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
gboolean ponder_request_filling_run_finish (PonderRequest        *request,
                                            GAsyncResult         *result,
                                            GError              **error);

G_END_DECLS
