/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One answer being read: frames a body that is cut anywhere, finds the errors in it, and knows when it is whole. */

#pragma once

#include <glib-object.h>

#include "ponder-types.h"

G_BEGIN_DECLS

#define PONDER_TYPE_DECODER (ponder_decoder_get_type ())

G_DECLARE_DERIVABLE_TYPE (PonderDecoder, ponder_decoder, PONDER, DECODER, GObject)

/* What errors in the stream mean; without one the tables that are built in say it. */
void           ponder_decoder_set_classifier (PonderDecoder         *self,
                                              PonderErrorClassifier *classifier);
/* Appends what @data said to @deltas (element-type PonderDelta). FALSE when the stream itself says that
 * it failed; then the error carries a PonderFault. Deltas that came before stay in @deltas. */
gboolean       ponder_decoder_push          (PonderDecoder  *self,
                                             const char     *data,
                                             gsize           length,
                                             GPtrArray      *deltas,
                                             GError        **error);
/* The body has ended. TRUE: the answer is complete. FALSE: PONDER_ERROR_NETWORK when it was cut off with
 * text, PONDER_ERROR_SERVER when nothing came, PONDER_ERROR_CONTENT_FILTER, ... */
gboolean       ponder_decoder_finish        (PonderDecoder  *self,
                                             GPtrArray      *deltas,
                                             GError        **error);
/* The terminal mark has been seen: whatever the socket does now, the answer is complete. */
gboolean       ponder_decoder_is_complete   (PonderDecoder  *self);

G_END_DECLS
