/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Selected text that runs across blocks and messages, living rows or not. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-inline-text.h"
#include "ponder-text-block.h"
#include "ponder-transcript-view.h"

G_BEGIN_DECLS

typedef struct _PonderTranscriptSelection PonderTranscriptSelection;

/* A part of @view, which owns it. */
PonderTranscriptSelection *ponder_transcript_selection_new           (PonderTranscriptView      *view);
void                       ponder_transcript_selection_free          (PonderTranscriptSelection *self);

void                       ponder_transcript_selection_clear         (PonderTranscriptSelection *self);
void                       ponder_transcript_selection_select_all    (PonderTranscriptSelection *self);
gboolean                   ponder_transcript_selection_is_empty      (PonderTranscriptSelection *self);
/* "" when nothing is selected; Markdown when all is. (transfer full) */
char                      *ponder_transcript_selection_dup_text      (PonderTranscriptSelection *self);
/* Marks the text of the living rows. */
void                       ponder_transcript_selection_apply         (PonderTranscriptSelection *self);
void                       ponder_transcript_selection_items_changed (PonderTranscriptSelection *self,
                                                                      guint                      position,
                                                                      guint                      removed,
                                                                      guint                      added);

/* Begins at a point of the view; @n_press letters, words or paragraphs at a time. */
void                       ponder_transcript_selection_begin         (PonderTranscriptSelection *self,
                                                                      double                     x,
                                                                      double                     y,
                                                                      int                        n_press);
void                       ponder_transcript_selection_extend        (PonderTranscriptSelection *self,
                                                                      double                     x,
                                                                      double                     y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderTranscriptSelection, ponder_transcript_selection_free)

G_END_DECLS
