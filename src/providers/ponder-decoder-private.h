/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The side of a decoder that only the dialects see. */

#pragma once

#include "ponder-answer.h"
#include "ponder-decoder.h"
#include "ponder-fault.h"
#include "ponder-json.h"
#include "ponder-request.h"
#include "ponder-simple-frame.h"

G_BEGIN_DECLS

typedef enum
{
  PONDER_FRAMING_EVENTS,        /* server-sent events; one JSON document where no stream came */
  PONDER_FRAMING_LINES,         /* one JSON object a line */
} PonderFraming;

/* What a dialect adds: it reads whole JSON objects that are no errors. It gives what they say to the answer, and
 * sets the decoder complete at the mark that ends one. */
struct _PonderDecoderClass
{
  GObjectClass  parent_class;

  PonderFraming framing;
  /* One frame of a stream; @name is the event's, "message" where it has none. */
  void        (*take_frame)    (PonderDecoder *self, const char *name, JsonObject *frame);
  /* A whole answer in one piece (or one element of a list of them). FALSE: it is no answer. A decoder of lines
   * has none. */
  gboolean    (*take_document) (PonderDecoder *self, JsonObject *document);
  /* (nullable): the frame that a stream consists of, apart from its beginning and its end. One that has this shape
   * never reaches take_frame, which would make the same of it, more slowly. */
  const PonderShapeRule *simple_frame;
};

/* For a dialect: a decoder of @type that answers @request. */
PonderDecoder *ponder_decoder_new           (GType           type,
                                             PonderRequest  *request);
PonderAnswer  *ponder_decoder_get_answer    (PonderDecoder  *self);
void           ponder_decoder_set_complete  (PonderDecoder  *self);
/* Nothing that still comes counts. */
void           ponder_decoder_set_ended     (PonderDecoder  *self);
/* The frame says that the answer failed: @category, with @details (nullable), the server's own words. */
void           ponder_decoder_fail          (PonderDecoder  *self,
                                             PonderErrorCode  category,
                                             const char     *details);
/* Why the server withholds its answer, told if it turns out that it said nothing else: @reason (nullable) in a word
 * or a sentence, which a person reads among ours, and @details (nullable), all that it said. */
void           ponder_decoder_note          (PonderDecoder  *self,
                                             const char     *reason,
                                             const char     *details);

G_END_DECLS
