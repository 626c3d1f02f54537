/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be told of a frame of a stream, or of a document, whatever its dialect. Pure. */

#pragma once

#include "ponder-json.h"

G_BEGIN_DECLS

/* NULL when @node (nullable) is something else. */
JsonObject *ponder_frame_get_object (JsonNode   *node);
/* The frame or document says that something failed. */
gboolean    ponder_frame_is_error   (const char *event_name,
                                     JsonObject *object);
/* A document that is no answer, and says why: {"message": …}, {"detail": …}. @object may be NULL. */
gboolean    ponder_frame_tells_reason (JsonObject *object);
/* What failed after what was said before it, in a list of documents; NULL for none, and where @root (nullable) is no
 * list. */
JsonObject *ponder_frame_find_listed_error (JsonNode *root);
/* A number of tokens; -1 when it is unknown, or nonsense. */
gint64      ponder_frame_get_count  (JsonObject *object,
                                     const char *member);

G_END_DECLS
