/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts what a model says into its message: at once for the eye, a few times a second for the disk. */

#pragma once

#include "ponder-autosave-private.h"
#include "ponder-delta.h"

G_BEGIN_DECLS

#define PONDER_TYPE_ANSWER_WRITER (ponder_answer_writer_get_type ())

G_DECLARE_FINAL_TYPE (PonderAnswerWriter, ponder_answer_writer, PONDER, ANSWER_WRITER, GObject)

PonderAnswerWriter *ponder_answer_writer_new            (PonderSession      *session,
                                                         PonderMessage      *answer,
                                                         PonderAutosave     *autosave);
/* @kind: PONDER_DELTA_TEXT or PONDER_DELTA_REASONING. */
void                ponder_answer_writer_take_words     (PonderAnswerWriter *self,
                                                         PonderDeltaKind     kind,
                                                         const char         *words);
/* Another text than the one that was said so far. */
void                ponder_answer_writer_replace        (PonderAnswerWriter *self,
                                                         const char         *text);
void                ponder_answer_writer_take_tool_call (PonderAnswerWriter *self,
                                                         const PonderDelta  *delta);
/* The message is complete after this; storing its end is left to the caller. */
void                ponder_answer_writer_end            (PonderAnswerWriter *self);

G_END_DECLS
