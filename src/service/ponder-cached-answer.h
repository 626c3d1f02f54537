/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a model answered, from its first word to its last, so that it can be said again. */

#pragma once

#include "ponder-delta.h"

G_BEGIN_DECLS

typedef struct _PonderCachedAnswer PonderCachedAnswer;

PonderCachedAnswer *ponder_cached_answer_new          (void);
void                ponder_cached_answer_free         (PonderCachedAnswer *self);
/* What came in pieces is joined. */
void                ponder_cached_answer_take_delta   (PonderCachedAnswer *self,
                                                       const PonderDelta  *delta);
/* Forgets what an answer that is begun anew had said. */
void                ponder_cached_answer_reset        (PonderCachedAnswer *self);
/* It says something and came to the end that the model wanted: it was neither filtered, nor declined, nor cut short by
 * a limit. */
gboolean            ponder_cached_answer_is_complete  (PonderCachedAnswer *self);
/* Read and written, as the server counted; 0 when it did not. */
guint64             ponder_cached_answer_count_tokens (PonderCachedAnswer *self);
/* (element-type PonderDelta) (transfer full): everything, in order. */
GPtrArray          *ponder_cached_answer_list_deltas  (PonderCachedAnswer *self);

/* For the cache; read by the version of the program that wrote it, and by those that know its format. */
GBytes             *ponder_cached_answer_serialize    (PonderCachedAnswer *self);
/* NULL: it is none. (transfer full) */
PonderCachedAnswer *ponder_cached_answer_deserialize  (GBytes             *bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderCachedAnswer, ponder_cached_answer_free)

G_END_DECLS
