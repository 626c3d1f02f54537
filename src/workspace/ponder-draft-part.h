/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One thing that goes along with the next question: read, checked and kept while a person goes on typing. */

#pragma once

#include <gio/gio.h>

#include "ponder-part.h"
#include "ponder-types.h"

G_BEGIN_DECLS

typedef enum
{
  PONDER_DRAFT_PART_LOADING,
  PONDER_DRAFT_PART_READY,
  PONDER_DRAFT_PART_FAILED,
} PonderDraftPartState;

#define PONDER_TYPE_DRAFT_PART (ponder_draft_part_get_type ())

G_DECLARE_FINAL_TYPE (PonderDraftPart, ponder_draft_part, PONDER, DRAFT_PART, GObject)

/* Signals: "changed" (): it is ready or has failed; once. */

PonderDraftPartState ponder_draft_part_get_state (PonderDraftPart *self);
const char          *ponder_draft_part_get_name  (PonderDraftPart *self);
/* Why it cannot be sent, in a sentence that names it; NULL unless it FAILED. */
const GError        *ponder_draft_part_get_error (PonderDraftPart *self);
/* With name, type, digest and words, for a message; NULL unless it is READY. (transfer none) */
PonderPart          *ponder_draft_part_get_part  (PonderDraftPart *self);
/* The same for a draft, which needs no words: known from the beginning of what was kept before; (nullable).
 * (transfer none) */
PonderPart          *ponder_draft_part_get_kept  (PonderDraftPart *self);
/* A PDF without a word in it: only models that read files as they are can read it. */
gboolean             ponder_draft_part_is_scan   (PonderDraftPart *self);

G_END_DECLS
