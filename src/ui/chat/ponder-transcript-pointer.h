/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What mouse and finger do in the transcript: select, follow links, ask for a menu. */

#pragma once

#include "ponder-message-row.h"
#include "ponder-transcript-view.h"

G_BEGIN_DECLS

typedef struct _PonderTranscriptPointer PonderTranscriptPointer;

/* A part of @view, which owns it. */
PonderTranscriptPointer *ponder_transcript_pointer_new       (PonderTranscriptView    *view);
void                     ponder_transcript_pointer_free      (PonderTranscriptPointer *self);
/* To be called when @view is allocated. */
void                     ponder_transcript_pointer_allocate  (PonderTranscriptPointer *self);
/* At the row that has the keyboard. */
void                     ponder_transcript_pointer_open_menu (PonderTranscriptPointer *self);
/* At the button of @row that asks for it: what can be done with its message. */
void                     ponder_transcript_pointer_open_row_menu (PonderTranscriptPointer *self,
                                                                  PonderMessageRow        *row);
/* Adds the actions of the menu. */
void                     ponder_transcript_pointer_class_add_actions (GtkWidgetClass *widget_class);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderTranscriptPointer, ponder_transcript_pointer_free)

G_END_DECLS
