/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is looked for, marked in the living rows; the one the reader is at is brought into sight. */

#pragma once

#include "ponder-find-places.h"
#include "ponder-transcript-view.h"

G_BEGIN_DECLS

typedef struct _PonderTranscriptFind PonderTranscriptFind;

/* A part of @view, which owns it. */
PonderTranscriptFind *ponder_transcript_find_new    (PonderTranscriptView  *view);
void                  ponder_transcript_find_free   (PonderTranscriptFind  *self);
/* Takes away the marks that are in one message only. */
void                  ponder_transcript_find_unmark_only (PonderTranscriptFind *self);
/* Marks the text of the living rows. */
void                  ponder_transcript_find_apply  (PonderTranscriptFind  *self);

/* What is marked, in @only (nullable: in all messages). @finder (nullable): nothing. */
void                  ponder_transcript_view_mark_found (PonderTranscriptView  *view,
                                                         PonderFinder          *finder,
                                                         PonderMessage         *only);
/* Marks @place of @message as the one the reader is at, unfolds what it is in and goes to its line, when the row is
 * there. */
void                  ponder_transcript_view_show_found (PonderTranscriptView  *view,
                                                         PonderMessage         *message,
                                                         const PonderFindPlace *place);
/* The message and the place in it that are at the upper edge; FALSE when there are none. */
gboolean              ponder_transcript_view_get_reader (PonderTranscriptView  *view,
                                                         guint                 *index,
                                                         PonderFindPlace       *place);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderTranscriptFind, ponder_transcript_find_free)

G_END_DECLS
