/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long texts, which are looked through on another thread: one would take more than a slice of the main loop. */

#pragma once

#include "ponder-find-places.h"

G_BEGIN_DECLS

gboolean  ponder_long_text_is_one      (PonderMessage       *message);
/* Reads what the message says now; the result's source is @message. */
void      ponder_long_text_read_async  (PonderMessage       *message,
                                        PonderFinder        *finder,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data);
/* (transfer full) (nullable): of PonderFindPlace; NULL when it was cancelled, which is the only way to fail. */
GArray   *ponder_long_text_read_finish (GAsyncResult        *result);

G_END_DECLS
